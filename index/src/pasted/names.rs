//! Lines that say who: "By Jane Doe and John Roe".

/// Words before the names, in lower case.
const BY: [&str; 15] = [
    "by ",
    "by: ",
    "written by ",
    "author: ",
    "authors: ",
    "автор: ",
    "авторы: ",
    "yazar: ",
    "yazan: ",
    "müəllif: ",
    "von ",
    "par ",
    "por ",
    "di ",
    "door ",
];

/// Small words inside names.
const PARTICLES: [&str; 15] = [
    "de", "da", "di", "del", "der", "den", "van", "von", "bin", "ibn", "al", "el", "la", "le",
    "oğlu",
];

/// Words with a capital that no name begins with or holds.
const NOT_IN_NAMES: [&str; 16] = [
    "The",
    "A",
    "An",
    "All",
    "Our",
    "This",
    "Their",
    "Its",
    "In",
    "And",
    "Staff",
    "Correspondent",
    "Reporter",
    "Editor",
    "Numbers",
    "Writer",
];

/// The authors that a byline names; empty when it names no certain person.
pub(crate) fn byline(line: &str) -> Option<Vec<String>> {
    let rest = strip_by(line)?;
    if rest.is_empty() || rest.chars().count() > 120 || super::ends_sentence(rest) {
        return None;
    }
    let people = rest.split_once(" in ").map_or(rest, |(people, _)| people);
    let names = person_names(people);
    let is_agency = || rest.split(' ').count() <= 3 && rest.split(' ').all(is_capitalised);
    match names {
        Some(names) => Some(names),
        None if is_agency() && !rest.split(' ').any(|word| NOT_IN_NAMES.contains(&word)) => {
            Some(Vec::new())
        }
        None => None,
    }
}

/// The names when `line` is a list of full names and nothing else.
pub(crate) fn person_names(line: &str) -> Option<Vec<String>> {
    let line = line
        .replace(" and ", ", ")
        .replace(" & ", ", ")
        .replace(" и ", ", ");
    let line = line.replace(" və ", ", ").replace(" ve ", ", ");
    let names: Vec<&str> = line
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    let are_names =
        !names.is_empty() && names.len() <= 6 && names.iter().all(|name| is_full_name(name));
    are_names.then(|| names.into_iter().map(str::to_owned).collect())
}

/// Whether `line` tells an author's office: "Harbour correspondent", "Reporting from Old Town".
pub(crate) fn is_role(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words = line.split(' ').count();
    let office = lower.rsplit(' ').next().unwrap_or_default();
    let is_office = matches!(
        office,
        "correspondent" | "reporter" | "editor" | "journalist" | "writer"
    );
    words <= 5 && (is_office && words > 1 || lower.starts_with("reporting from "))
}

fn strip_by(line: &str) -> Option<&str> {
    let lower = line.to_lowercase();
    let by = BY.iter().find(|by| lower.starts_with(**by))?;
    // Lower case changes no length here: the label is ASCII or of letters with equal sizes.
    line.get(by.len()..).map(str::trim)
}

/// Two to four words with capitals, small particles between them.
fn is_full_name(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let capitalised = words.iter().filter(|word| is_capitalised(word)).count();
    let fits = |word: &&str| is_capitalised(word) || PARTICLES.contains(word);
    (2..=4).contains(&capitalised)
        && words.iter().all(fits)
        && words.first().is_some_and(|word| is_capitalised(word))
        && !words.iter().any(|word| NOT_IN_NAMES.contains(word))
}

fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word
            .chars()
            .all(|c| c.is_alphabetic() || "-.'’".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_give_their_authors() {
        for (line, names) in [
            ("By Jane Doe", vec!["Jane Doe"]),
            ("BY JANE DOE", vec!["JANE DOE"]),
            ("By Jane Doe and John Roe", vec!["Jane Doe", "John Roe"]),
            (
                "By Jane Doe, John P. Roe & Ana de la Cruz",
                vec!["Jane Doe", "John P. Roe", "Ana de la Cruz"],
            ),
            ("By Jane Doe in Old Town", vec!["Jane Doe"]),
            ("Автор: Иван Петров", vec!["Иван Петров"]),
            ("Müəllif: Əli Vəliyev", vec!["Əli Vəliyev"]),
        ] {
            let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
            assert_eq!(byline(line), Some(names), "{line:?}");
        }
    }

    #[test]
    fn an_agency_writes_bylines_without_authors() {
        assert_eq!(byline("By Reuters"), Some(Vec::new()));
        assert_eq!(byline("By Harbour News Staff"), None);
    }

    #[test]
    fn sentences_and_headings_are_no_bylines() {
        for line in [
            "By the numbers",
            "By Monday the ferry had left",
            "By The Sea",
            "Byron Bay",
            "By ",
            "By Jane Doe said.",
        ] {
            assert_eq!(byline(line), None, "{line:?}");
        }
    }

    #[test]
    fn offices_are_told_by_their_last_word() {
        assert!(is_role("Harbour correspondent") && is_role("Reporting from Old Town"));
        assert!(
            !is_role("Editor")
                && !is_role("The mayor wrote to the Bell's long-serving night editor")
        );
    }

    #[test]
    fn bare_names_must_be_full() {
        assert_eq!(
            person_names("Jane Doe and John Roe").map(|names| names.len()),
            Some(2)
        );
        for line in ["Jane", "Jane Doe said", "The Quay", "Who pays", ""] {
            assert_eq!(person_names(line), None, "{line:?}");
        }
    }
}
