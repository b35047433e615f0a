//! What a robots.txt says about us: a reading of RFC 9309, with `Crawl-delay`.
//!
//! Own code for two measured reasons: the crate `robotxt` 0.7 needs a newer Rust than this project
//! promises, and its 0.6 compiles a regular expression for each rule with `*` and `$`, which a
//! hostile file of 500 kB turns into more than a second. Here a rule is matched from left to right
//! without going back, in time proportional to the rule and the path.
//!
//! Deliberately absent: sitemaps, fetching (`fetch`).

use std::cmp::Reverse;
use std::time::Duration;

/// The name that rules address us by.
const OUR_NAME: &str = "attache";
/// The longest pause between two requests that a site may ask for; who asks for more gets this.
const DELAY_MAX: Duration = Duration::from_secs(10);

/// The rules that hold for us.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Robots {
    /// The one that decides first comes first.
    rules: Vec<Rule>,
    delay: Duration,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    /// Normalised; `*` stands for anything, `$` at the end for the end.
    pattern: String,
    allows: bool,
}

/// A line that means something.
#[derive(Debug, Clone, Copy)]
enum Line<'a> {
    Agent(&'a [u8]),
    Rule { pattern: &'a [u8], allows: bool },
    Delay(Duration),
}

impl Robots {
    /// Reads a file; what is no rule is passed over.
    pub(super) fn parse(file: &[u8]) -> Self {
        // Of the groups that name us, if any does; else of those for everybody.
        let (mut ours, mut everybodys) = (None, Self::default());
        let (mut for_us, mut for_all, mut among_names) = (false, false, false);
        for line in lines(file) {
            if let Line::Agent(name) = line {
                // Names that follow each other begin one group.
                for_us = (for_us && among_names) || is_our_name(name);
                for_all = (for_all && among_names) || name == b"*";
                if for_us {
                    ours.get_or_insert_with(Self::default);
                }
            } else if for_us {
                ours.get_or_insert_with(Self::default).add(line);
            } else if for_all {
                everybodys.add(line);
            }
            among_names = matches!(line, Line::Agent(_));
        }
        let mut robots = ours.unwrap_or(everybodys);
        // RFC 9309, 2.2.2: the longest match decides, and of two as long the one that allows.
        robots
            .rules
            .sort_by_key(|rule| (Reverse(rule.pattern.len()), !rule.allows));
        robots
    }

    /// Whether we may fetch this path with its query.
    pub(super) fn allow(&self, path_and_query: &str) -> bool {
        let path = normalised(path_and_query.as_bytes());
        let deciding = self.rules.iter().find(|rule| rule.matches(&path));
        deciding.is_none_or(|rule| rule.allows)
    }

    /// The pause to keep between two requests.
    pub(super) fn delay(&self) -> Duration {
        self.delay
    }

    fn add(&mut self, line: Line<'_>) {
        match line {
            // An empty rule matches nothing.
            Line::Rule { pattern, allows } if !pattern.is_empty() => {
                let pattern = normalised(pattern);
                self.rules.push(Rule { pattern, allows });
            }
            Line::Delay(delay) => self.delay = self.delay.max(delay.min(DELAY_MAX)),
            Line::Rule { .. } | Line::Agent(_) => {}
        }
    }
}

impl Rule {
    /// Pieces between stars are looked for at their first place each, which leaves the most room
    /// for those that follow.
    fn matches(&self, path: &str) -> bool {
        let (pattern, to_the_end) = match self.pattern.strip_suffix('$') {
            Some(pattern) => (pattern, true),
            None => (self.pattern.as_str(), false),
        };
        let mut pieces = pattern.split('*');
        let Some(mut rest) = path.strip_prefix(pieces.next().unwrap_or_default()) else {
            return false;
        };
        let Some(last) = pieces.next_back() else {
            return !to_the_end || rest.is_empty();
        };
        for piece in pieces {
            let Some((_, after)) = rest.split_once(piece) else {
                return false;
            };
            rest = after;
        }
        if to_the_end {
            rest.ends_with(last)
        } else {
            rest.contains(last)
        }
    }
}

/// The lines that mean something, comments taken off.
fn lines(file: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let lines = file.split(|byte| matches!(byte, b'\n' | b'\r'));
    lines.filter_map(|line| {
        let line = line.split(|&byte| byte == b'#').next()?;
        let colon = line.iter().position(|&byte| byte == b':')?;
        let value = line.get(colon + 1..)?.trim_ascii();
        let key = line.get(..colon)?.trim_ascii().to_ascii_lowercase();
        match key.as_slice() {
            b"user-agent" => Some(Line::Agent(value)),
            b"allow" | b"disallow" => Some(Line::Rule {
                pattern: value,
                allows: key == b"allow",
            }),
            b"crawl-delay" => {
                let seconds = std::str::from_utf8(value).ok()?.parse().ok()?;
                Some(Line::Delay(Duration::try_from_secs_f64(seconds).ok()?))
            }
            _ => None,
        }
    })
}

/// Whether the product of a `User-agent` line, without its version, is ours.
fn is_our_name(value: &[u8]) -> bool {
    let product = value
        .split(|&byte| !(byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_')))
        .next()
        .unwrap_or_default();
    product.eq_ignore_ascii_case(OUR_NAME.as_bytes())
}

/// A path or pattern with one spelling for each octet (RFC 9309, 2.2.2): plain where it may be
/// plain, upper-case percent-encoding elsewhere.
fn normalised(text: &[u8]) -> String {
    let mut normal = String::with_capacity(text.len() + 1);
    // A rule that does not begin at the root is meant to.
    if !matches!(text.first(), Some(b'/')) {
        normal.push('/');
    }
    let mut left = text;
    while let Some((&byte, after)) = left.split_first() {
        left = after;
        let octet = after.get(..2).filter(|_| byte == b'%').and_then(octet);
        if let Some(octet) = octet {
            left = after.get(2..).unwrap_or_default();
            let plain = octet.is_ascii_alphanumeric() || b"-._~".contains(&octet);
            push(&mut normal, octet, plain);
        } else {
            push(&mut normal, byte, byte.is_ascii_graphic());
        }
    }
    normal
}

fn push(text: &mut String, octet: u8, plain: bool) {
    if plain {
        text.push(char::from(octet));
    } else {
        text.push('%');
        for digit in [octet >> 4, octet & 15] {
            let digit = char::from_digit(u32::from(digit), 16).unwrap_or_default();
            text.push(digit.to_ascii_uppercase());
        }
    }
}

/// The octet that two hexadecimal digits stand for.
fn octet(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn allowed(rules: &str, path: &str) -> bool {
        Robots::parse(format!("User-agent: *\n{rules}").as_bytes()).allow(path)
    }

    #[test]
    fn the_longest_rule_decides_and_allowing_wins_a_tie() {
        let rules = "Disallow: /\nAllow: /news/\nDisallow: /news/old";
        assert!(allowed(rules, "/news/a"));
        assert!(!allowed(rules, "/news/old/a") && !allowed(rules, "/a"));
        assert!(allowed("Disallow: /a\nAllow: /a", "/a"));
        assert!(allowed("Disallow:", "/a") && allowed("", "/a"));
    }

    #[test]
    fn stars_and_ends_are_matched() {
        for (rule, path, matches) in [
            ("/a", "/ab", true),
            ("/a", "/b/a", false),
            ("/a$", "/a", true),
            ("/a$", "/ab", false),
            ("/$", "/", true),
            ("/*.pdf", "/x/y.pdf?z", true),
            ("/*.pdf$", "/x/y.pdf", true),
            ("/*.pdf$", "/x/y.pdf?z", false),
            ("*.php", "/a.php", true),
            ("/a*b*c", "/a-b-c", true),
            ("/a*b*c", "/a-c-b", false),
            ("/*ab*ab$", "/abab", true),
            ("/*aba*ba$", "/abab", false),
            ("/*?print=", "/a?print=1", true),
            ("/%61", "/a", true),
            ("/a%2fb", "/a%2Fb", true),
            ("/a%2fb", "/a/b", false),
            ("/порт", "/%D0%BF%D0%BE%D1%80%D1%82", true),
            ("/100%", "/100%", true),
        ] {
            let refused = !allowed(&format!("Disallow: {rule}"), path);
            assert_eq!(refused, matches, "{rule} {path}");
        }
    }

    #[test]
    fn the_group_that_names_us_holds_instead_of_everybodys() {
        let file = b"\xef\xbb\xbfuser-agent: *\r\nDisallow: /\r\nCrawl-delay: 2\r\n\
            User-Agent: other\r\nUSER-AGENT: Attache/2.0 # us\r\nSitemap: /s\r\nDisallow: /a\r\n\
            crawl-delay: 1.5\r\nUser-agent: other\r\nDisallow: /b\r\nUser-agent: attache\r\nDisallow: /c";
        let robots = Robots::parse(file);
        assert!(!robots.allow("/a") && robots.allow("/b") && !robots.allow("/c"));
        assert_eq!(robots.delay(), Duration::from_millis(1500));
        let others = Robots::parse(b"User-agent: attache-news\nDisallow: /");
        assert!(others.allow("/"));
    }

    #[test]
    fn a_pause_is_kept_within_reason() {
        let delay = |text: &str| {
            Robots::parse(format!("User-agent: *\nCrawl-delay: {text}").as_bytes()).delay()
        };
        assert_eq!(delay("86400"), DELAY_MAX);
        for nonsense in ["-1", "NaN", "1e999", "soon", ""] {
            assert_eq!(delay(nonsense), Duration::ZERO, "{nonsense}");
        }
    }

    #[test]
    fn what_is_no_rule_is_passed_over() {
        for file in [
            "<!DOCTYPE html><p>style: none</p>",
            "Disallow: /before-any-name",
            ":::\n#\n: /\nUser-agent:\nDisallow: /",
            "\0\u{fffd}\n\r\r",
        ] {
            assert!(Robots::parse(file.as_bytes()).allow("/before-any-name"));
        }
    }

    #[test]
    fn a_hostile_file_takes_no_time_to_speak_of() {
        let path = format!("/{}", "ab".repeat(1000));
        for rule in ["/a#$", "/*a#$", "/*a*b*#*c", "/*a*a*a*a*a*a*a*a*a*a#"] {
            let mut file = String::from("User-agent: *\n");
            for number in 0.. {
                if file.len() > 500_000 {
                    break;
                }
                let rule = rule.replace('#', &number.to_string());
                file.extend(["Disallow: ", &rule, "\n"]);
            }
            let start = Instant::now();
            let robots = Robots::parse(file.as_bytes());
            let parsed = start.elapsed();
            assert!(robots.allow(&path));
            let took = start.elapsed();
            println!(
                "{rule}: {} rules, read in {parsed:?}, all in {took:?}",
                robots.rules.len()
            );
            // Quadratic or backtracking matching takes minutes.
            assert!(took < Duration::from_secs(5), "{rule}: {took:?}");
        }
    }
}
