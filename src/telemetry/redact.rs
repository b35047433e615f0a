//! Takes tokens out of a line: the bot's own, and those of interactions, which stand in addresses
//! (`/interactions/ID/TOKEN`, `/webhooks/ID/TOKEN`) and after the word token.

use std::borrow::Cow;

/// What stands in a token's place.
const REDACTED: &str = "[redacted]";
/// What addresses with an interaction token begin with; an id and a token follow.
const ADDRESSES: [&str; 2] = ["/interactions/", "/webhooks/"];
/// The most characters between the word token and the quotation mark before its value.
const GAP_MAX: usize = 12;

/// `line` without any token.
pub(super) fn redact<'a>(line: &'a str, own: &str) -> Cow<'a, str> {
    let mut line = Cow::Borrowed(line);
    if line.contains(own) {
        line = line.replace(own, REDACTED).into();
    }
    for address in ADDRESSES {
        if line.contains(address) {
            line = without_path_tokens(&line, address).into();
        }
    }
    if line.contains("token") {
        line = without_quoted_tokens(&line).into();
    }
    line
}

/// Redacts the second part of each path that begins with `address`.
fn without_path_tokens(line: &str, address: &str) -> String {
    let mut clean = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(address) {
        clean.push_str(before);
        clean.push_str(address);
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (id, after) = after.split_at(digits);
        clean.push_str(id);
        rest = after;
        if let Some(path) = after.strip_prefix('/').filter(|_| digits > 0) {
            clean.push('/');
            let end = path.find(|c: char| !is_token(c)).unwrap_or(path.len());
            let (token, path) = path.split_at(end);
            if !token.is_empty() {
                clean.push_str(REDACTED);
            }
            rest = path;
        }
    }
    clean.push_str(rest);
    clean
}

/// Redacts each quoted text that closely follows the word token, as in `token: "…"`.
fn without_quoted_tokens(line: &str) -> String {
    let mut clean = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("token") {
        clean.push_str(before);
        clean.push_str("token");
        rest = after;
        // `"token":"…"`, `token: "…"`, `token=Some("…")`, and as JSON inside JSON.
        let punctuation = after
            .find(|c: char| c.is_alphanumeric() && !"Some".contains(c))
            .unwrap_or(after.len());
        let (gap, value) = after.split_at(punctuation);
        if gap.len() <= GAP_MAX && gap.trim_start_matches('"').contains('"') {
            clean.push_str(gap);
            let end = value.find(|c: char| !is_token(c)).unwrap_or(value.len());
            clean.push_str(REDACTED);
            rest = value.split_at(end).1;
        }
    }
    clean.push_str(rest);
    clean
}

fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.~%+=".contains(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OWN: &str = "AAAA.BBBB.CCCC";

    #[test]
    fn tokens_are_taken_out_wherever_libraries_put_them() {
        for (line, clean) in [
            ("Bot AAAA.BBBB.CCCC", "Bot [redacted]"),
            (
                "POST http://h:1/api/v10/interactions/12/aW50Z-x_1/callback: 404",
                "POST http://h:1/api/v10/interactions/12/[redacted]/callback: 404",
            ),
            (
                "url: \"/webhooks/12/abc/messages/@original\"",
                "url: \"/webhooks/12/[redacted]/messages/@original\"",
            ),
            (
                r#"{"id":"1","token":"abc","type":2}"#,
                r#"{"id":"1","token":"[redacted]","type":2}"#,
            ),
            (
                r#"payload={\"token\":\"abc\"}"#,
                r#"payload={\"token\":\"[redacted]\"}"#,
            ),
            (
                "CommandInteraction { token: \"abc\", version: 1 }",
                "CommandInteraction { token: \"[redacted]\", version: 1 }",
            ),
            ("token=\"abc\"", "token=\"[redacted]\""),
        ] {
            assert_eq!(redact(line, OWN), clean);
        }
    }

    #[test]
    fn other_lines_are_left_alone() {
        for line in [
            "question answered verdict=\"partly\"",
            "the token is wrong",
            "tokens: 12, text: \"abc\"",
            "/interactions/",
            "/webhooks/12",
        ] {
            assert_eq!(redact(line, OWN), line);
        }
    }

    proptest! {
        #[test]
        fn nothing_panics_and_the_own_token_never_stays(before in ".{0,40}", after in ".{0,40}") {
            let line = format!("{before}{OWN}{after}");
            prop_assert!(!redact(&line, OWN).contains(OWN));
        }
    }
}
