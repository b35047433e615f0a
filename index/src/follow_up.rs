//! Which questions lean on the one before: "and how much of it goes to Europe?", "why?".
//!
//! Told by small words and capitals alone, so that it costs nothing and goes for every article.
//! Deliberately absent: what the question before was about. A question that says enough by itself
//! is left alone even where the two share their subject.

use crate::query::{Query, Term};

/// What a borrowed word weighs beside one of the question's own.
pub(crate) const BORROWED: f32 = 0.7;

/// A question that names something and has more words of its own than this says enough by itself,
/// however it opens and whatever it points to.
const ENOUGH_WORDS: usize = 3;
/// "What did Ruth say?" has as many words in all; "and Ruth?" has fewer.
const CLAUSE_WORDS: usize = 4;

/// Words that open a question that goes on.
const OPENERS: &[&str] = &[
    "and",
    "but",
    "so",
    "then",
    "also",
    "plus",
    "или",
    "и",
    "а",
    "но",
    "ну",
    "тогда",
    "значит",
    "ve",
    "peki",
    "va",
    "bas",
    "ama",
    "amma",
    "ya",
];

/// Pairs of words that open one.
const OPENING_PAIRS: &[[&str; 2]] = &[
    ["what", "about"],
    ["how", "about"],
    ["what", "if"],
    ["что", "насчет"],
    ["как", "насчет"],
    ["что", "если"],
    ["bir", "de"],
    ["bir", "da"],
];

/// Words that stand for somebody or something said before, be it in the same question.
const PRONOUNS: &[&str] = &[
    "it",
    "its",
    "they",
    "them",
    "their",
    "theirs",
    "that",
    "those",
    "these",
    "this",
    "he",
    "she",
    "him",
    "her",
    "hers",
    "his",
    "он",
    "она",
    "они",
    "оно",
    "его",
    "ее",
    "их",
    "него",
    "нее",
    "них",
    "нему",
    "ней",
    "ним",
    "ними",
    "нем",
    "это",
    "этого",
    "этом",
    "этот",
    "эта",
    "эти",
    "этой",
    "этих",
    "этому",
    "onu",
    "onun",
    "ona",
    "ondan",
    "onlar",
    "onlari",
    "onlarin",
    "onlara",
    "bu",
    "bunu",
    "bunun",
    "buna",
    "bundan",
    "bunlar",
];

/// Words that stand for what the question before told of, whatever else is named.
const PLACES_AND_TIMES: &[&str] = &[
    "else",
    "there",
    "then",
    "там",
    "туда",
    "оттуда",
    "тогда",
    "еще",
    "orada",
    "oradan",
    "baska",
    "basqa",
];

/// Words that tell "there" in "is there" from the place.
const BEING: &[&str] = &["is", "are", "was", "were", "be"];

/// Words after which "that" opens a clause.
const ARTICLES: &[&str] = &["the", "a", "an"];

/// Words that ask who somebody is.
const WHO: &[&str] = &["who", "whos", "кто", "kim", "kimdir"];

/// Verbs that are grammar to the ranking and still make "what did Ruth …" whole.
const PLAIN_VERBS: &[&str] = &[
    "say", "says", "said", "do", "doing", "done", "want", "wants", "wanted", "make", "made", "tell",
];

/// Whether `query` leans on the question before it: it says little itself, opens as a
/// continuation, or points back without naming what it means.
pub(crate) fn leans(query: &Query) -> bool {
    let words: Vec<&Term> = (query.sequence.iter())
        .filter_map(|&index| query.terms.get(index))
        .collect();
    let content = query.terms.iter().filter(|term| !term.stopword).count();
    let named = query.terms.iter().any(is_name);
    let open = content <= ENOUGH_WORDS || !named;
    let opens = opens(&words);
    let points = points_back(&words);
    match content {
        0 => true,
        1 => opens || points || !(named && is_whole(&words)),
        _ => open && (opens || points),
    }
}

fn is_name(term: &Term) -> bool {
    term.shape.capital && !term.stopword
}

/// Whether it opens as the continuation of another.
fn opens(words: &[&Term]) -> bool {
    let mut texts = words.iter().map(|term| &*term.exact_text);
    let Some(first) = texts.next() else {
        return false;
    };
    OPENERS.contains(&first)
        || (texts.next()).is_some_and(|second| OPENING_PAIRS.contains(&[first, second]))
}

/// Whether a word stands for something that the question does not name before it.
fn points_back(words: &[&Term]) -> bool {
    let text = |at: Option<usize>| {
        at.and_then(|at| words.get(at))
            .map_or("", |term| &*term.exact_text)
    };
    let mut named_before = false;
    for (at, term) in words.iter().enumerate() {
        let next = words.get(at + 1);
        let points = match &*term.exact_text {
            // "Is there a bridge?", "there are two".
            "there" => {
                let (before, after) = (text(at.checked_sub(1)), text(Some(at + 1)));
                after.is_empty() || !BEING.contains(&before) && !BEING.contains(&after)
            }
            // "… said that Elm pays", "… true that the toll rose".
            "that" if at > 0 => {
                let opens_clause =
                    |next: &&Term| is_name(next) || ARTICLES.contains(&&*next.exact_text);
                !named_before && !next.is_some_and(opens_clause)
            }
            word if PLACES_AND_TIMES.contains(&word) => true,
            word => PRONOUNS.contains(&word) && !named_before,
        };
        if points {
            return true;
        }
        named_before |= is_name(term);
    }
    false
}

/// Whether a question with one word of its own, a name, is whole all the same: it asks who that
/// is, or what they say or do.
fn is_whole(words: &[&Term]) -> bool {
    let has = |some: &[&str]| words.iter().any(|term| some.contains(&&*term.exact_text));
    has(WHO) || words.len() >= CLAUSE_WORDS && has(PLAIN_VERBS)
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;
    use crate::snapshot::{Knowledge, Snapshot};

    fn leaning(questions: &[&'static str]) -> Vec<&'static str> {
        let snapshot =
            Snapshot::in_memory(&[], Knowledge::with_lexicon(Lexicon::default())).unwrap();
        let leans = |question: &str| snapshot.read(question, Some("Who owns the ferry?")).leans;
        (questions.iter().copied())
            .filter(|question| leans(question))
            .collect()
    }

    #[test]
    fn what_says_little_goes_on_or_points_back_leans() {
        let questions = [
            "why?",
            "how so?",
            "who else?",
            "and before that?",
            "what about Elm?",
            "what about the herring of Elm?",
            "how much to Elm?",
            "and Ruth?",
            "and what does Elm get?",
            "how many boats does it have?",
            "did its captains train in Elm?",
            "how many are there?",
            "what did they build there?",
            "why was that unlawful?",
            "а в 2020?",
            "а почему?",
            "кто ещё?",
            "сколько у него лодок?",
            "peki neden?",
            "peki Elm?",
            "ya Elm?",
            "başka kim?",
            "bəs niyə?",
            "kim daha?",
        ];
        assert_eq!(leaning(&questions), questions);
    }

    #[test]
    fn what_says_enough_by_itself_stands_alone() {
        let questions = [
            "Who is Ruth?",
            "Кто такая Рут?",
            "Ruth kimdir?",
            "What did Ruth say?",
            "herring prices",
            "How does Elm use its harbour?",
            "What did Ruth demand when she met the mayor?",
            "Who said that Elm owns the harbour?",
            "Is it true that Elm raised the toll on every boat?",
            "Is there another bridge near Elm?",
            "And does the ferry of Elm stop in Birch at night?",
            "Сколько сельди Эльм продаёт в Берёзу?",
        ];
        assert_eq!(leaning(&questions), [] as [&str; 0]);
    }
}
