//! Ids from file names.

use unicode_normalization::UnicodeNormalization as _;

use crate::article::{ARTICLE_ID_MAX_CHARS, ArticleId};

/// The id of the article in the file `name`: its stem in small ASCII letters, `-` for all else.
///
/// A name without any ASCII letter or digit, even folded, gives `article-` and a number made from
/// its characters, the same each time.
pub(super) fn id_from_name(name: &str) -> ArticleId {
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    };
    let slug = slug(stem);
    let lost_letters = stem
        .chars()
        .filter(|c| c.is_alphabetic() && fold(*c).is_empty())
        .count();
    let kept_letters = slug.chars().filter(char::is_ascii_alphabetic).count();
    let id = if slug.is_empty() || lost_letters > kept_letters {
        format!("article-{:08x}", fnv_1a(stem))
    } else {
        slug
    };
    ArticleId::parse(id).expect("a slug has small ASCII letters, digits and inner marks only")
}

fn slug(stem: &str) -> String {
    let mut slug = String::new();
    for c in stem.chars() {
        let folded = fold(c);
        if !folded.is_empty() {
            slug.push_str(&folded);
        } else if matches!(c, '_' | '.') {
            slug.push(c);
        } else if !is_mark(c) && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let marks = ['-', '_', '.'];
    let slug: String = slug
        .trim_start_matches(marks)
        .chars()
        .take(ARTICLE_ID_MAX_CHARS)
        .collect();
    slug.trim_end_matches(marks).to_owned()
}

/// The small ASCII letters or digits that stand for `c`; none if nothing does.
fn fold(c: char) -> String {
    let spelled = match c {
        'ə' | 'Ə' => "e",
        'ı' => "i",
        'ß' => "ss",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' => "d",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        _ => "",
    };
    if !spelled.is_empty() {
        return spelled.to_owned();
    }
    let folded = std::iter::once(c)
        .nfkd()
        .filter(char::is_ascii_alphanumeric);
    folded.map(|c| c.to_ascii_lowercase()).collect()
}

/// Accents that stand apart from their letters.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// The 32-bit FNV-1a hash: <https://www.rfc-editor.org/rfc/rfc9923>.
fn fnv_1a(text: &str) -> u32 {
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    text.bytes().fold(0x811c_9dc5, step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_become_ids() {
        for (name, id) in [
            ("articles/The Quay.txt", "the-quay"),
            ("C:\\articles\\Quay_2.final.md", "quay_2.final"),
            ("Bəndər işi — Türkiyə.txt", "bender-isi-turkiye"),
            ("Cafe\u{301}.md", "cafe"),
            ("-- draft --.txt", "draft"),
            ("quay", "quay"),
            (".hidden", "hidden"),
        ] {
            assert_eq!(id_from_name(name).as_str(), id, "{name:?}");
        }
    }

    #[test]
    fn a_name_in_another_script_gives_a_numbered_id() {
        let id = id_from_name("Причал 1.txt");
        assert!(id.as_str().starts_with("article-"), "{id}");
        assert_eq!(id, id_from_name("Причал 1.md"));
        assert_ne!(id, id_from_name("Причал 2.txt"));
        assert!(id_from_name("").as_str().starts_with("article-"));
    }

    proptest! {
        #[test]
        fn every_name_gives_an_id(name in any::<String>(), long in "\\PC{60,90}") {
            let _ = id_from_name(&name);
            let _ = id_from_name(&long);
        }
    }
}
