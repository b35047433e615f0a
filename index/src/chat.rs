//! Chat messages as plain text: what somebody says in them, without Discord's markup.
//!
//! Code blocks, addresses, mentions, custom emoji and times go; of quotations, lists, headings,
//! emphasis and masked links the words stay.

/// The most bytes of a message that are read: Discord's longest has 4,000 characters.
const MESSAGE_MAX_BYTES: usize = 16_384;

/// The lines of `message` that say something, in order.
pub(crate) fn plain_lines(message: &str) -> Vec<String> {
    let message = within(message, MESSAGE_MAX_BYTES);
    without_code(message)
        .lines()
        .map(|line| plain(unquoted(line)))
        .filter(|line| line.contains(char::is_alphanumeric))
        .collect()
}

/// The start of `text`, at most `bytes` long.
fn within(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// `message` without its code: blocks become line breaks, code in a line a blank. What opens no
/// pair stays.
fn without_code(message: &str) -> String {
    let mut kept = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, code)) = rest.split_once('`') {
        let ticks = if code.starts_with("``") { "```" } else { "`" };
        let code = code.strip_prefix("``").unwrap_or(code);
        kept.push_str(before);
        if let Some((_, after)) = code.split_once(ticks) {
            kept.push(if ticks == "`" { ' ' } else { '\n' });
            rest = after;
        } else {
            rest = code;
        }
    }
    kept + rest
}

/// `line` without the marks that make it a quotation, a heading or part of a list.
fn unquoted(line: &str) -> &str {
    let mut line = line.trim_start();
    loop {
        let before = line;
        for mark in [">>>", ">", "###", "##", "#", "-#", "-", "*", "•"] {
            if let Some(rest) = line.strip_prefix(mark)
                && rest.starts_with(' ')
            {
                line = rest.trim_start();
            }
        }
        let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
        if (1..=2).contains(&(line.len() - digits.len()))
            && let Some(rest) = digits.strip_prefix(". ").or(digits.strip_prefix(") "))
        {
            line = rest.trim_start();
        }
        if line == before {
            return line;
        }
    }
}

/// `line` without mentions, emoji, addresses and emphasis; its blanks single.
fn plain(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['<', '[', 'h', '*', '~', '|', '_', ':']) {
        let (before, here) = rest.split_at(at);
        kept.push_str(before);
        let last = before.chars().next_back().or(kept.chars().next_back());
        if let Some((text, length)) = markup(here, last) {
            kept.push_str(text);
            rest = here.get(length..).unwrap_or_default();
        } else {
            let first = here.chars().next().map_or(0, char::len_utf8);
            kept.push_str(here.get(..first).unwrap_or_default());
            rest = here.get(first..).unwrap_or_default();
        }
    }
    kept.push_str(rest);
    let words: Vec<&str> = kept.split_whitespace().collect();
    words.join(" ")
}

/// What stands for the markup that `text` starts with, and that markup's length in bytes; nothing
/// when it starts with none. `before` is the character before it.
fn markup(text: &str, before: Option<char>) -> Option<(&str, usize)> {
    let in_word = before.is_some_and(char::is_alphanumeric);
    match text.chars().next()? {
        '<' => {
            let (inside, _) = text.get(1..)?.split_once('>')?;
            let marked = inside.starts_with(['@', '#', ':', '/']);
            let named = ["a:", "t:", "id:", "http://", "https://"];
            (marked || named.iter().any(|name| inside.starts_with(name)))
                .then_some((" ", inside.len() + 2))
        }
        '[' => {
            let (label, target) = text.get(1..)?.split_once("](")?;
            let (target, _) = target.split_once(')')?;
            let length = label.len() + target.len() + 4;
            (!label.contains('[') && is_address(target.trim_start_matches('<')))
                .then_some((label, length))
        }
        'h' if !in_word && is_address(text) => {
            let end = text.find(char::is_whitespace).unwrap_or(text.len());
            Some((" ", end))
        }
        mark @ ('*' | '~' | '|') => {
            let run = text.len() - text.trim_start_matches(mark).len();
            (mark == '*' || run >= 2).then_some(("", run))
        }
        '_' => {
            let run = text.len() - text.trim_start_matches('_').len();
            let next = text.get(run..)?.chars().next();
            // Inside a word it is part of a name.
            (!in_word || !next.is_some_and(char::is_alphanumeric)).then_some(("", run))
        }
        ':' => {
            let (name, _) = text.get(1..)?.split_once(':')?;
            let is_name = name.len() >= 2
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
                && !name.chars().all(|c| c.is_ascii_digit());
            is_name.then_some((" ", name.len() + 2))
        }
        _ => None,
    }
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_and_markup_goes() {
        for (message, lines) in [
            (
                "**The harbour** is __closed__ ~~forever~~ ||today||",
                vec!["The harbour is closed forever today"],
            ),
            (
                "<@123> see [the log](https://log.example/a_b) <:boat:42> <#7> :wave:",
                vec!["see the log"],
            ),
            (
                "> Elm closed the harbour\n- so says <@!9>\n1. and Birch too",
                vec!["Elm closed the harbour", "so says", "and Birch too"],
            ),
            (
                "before\n```rs\nlet boats = 3;\n```\nafter `code` here",
                vec!["before", "after here"],
            ),
            ("https://a.example/x?y=1 😀 <t:1700000000:R>", vec![]),
            (
                "quay_side_4 at 10:30:15, 5 > 3 < 7 *",
                vec!["quay_side_4 at 10:30:15, 5 > 3 < 7"],
            ),
            ("one ` tick and three", vec!["one tick and three"]),
        ] {
            assert_eq!(plain_lines(message), lines, "{message}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics_and_no_line_is_empty(text in "(\\PC|[<>:`*_\\[\\]()h\n]|https://){0,60}") {
            for line in plain_lines(&text) {
                proptest::prop_assert!(line.contains(char::is_alphanumeric));
            }
        }
    }
}
