//! Reads expert search syntax by recursive descent, one level of precedence a function.
//!
//! ```
//! # use attache_index::ExpertQuery;
//! let error = ExpertQuery::parse("harbour (quay OR").unwrap_err();
//! assert_eq!(error.to_string(), "OR needs a word after it: add one or remove OR");
//! assert_eq!(error.at, 14..16);
//! ```
//!
//! Deliberately absent: the grammar's description and its result, which stand in `expert.rs`.

use std::ops::Range;

use crate::expert::{
    EXPERT_MAX_DEPTH, EXPERT_MAX_TERMS, ExpertField, ExpertQuery, FieldValue, SyntaxError,
};
use crate::expert_mistake::Mistake;

/// The operators that are words.
const OPERATORS: [&str; 3] = ["AND", "OR", "NOT"];

/// Reads all of `query`.
pub(crate) fn parse(query: &str) -> Result<ExpertQuery, SyntaxError> {
    let mut parser = Parser {
        query,
        at: 0,
        depth: 0,
        terms: 0,
    };
    let whole = parser.alternatives(&Awaited::Start)?;
    if parser.rest().starts_with(')') {
        return Err(unopened(parser.at));
    }
    whole.findable().map(|found| found.query)
}

/// Why a term has to come next: what to point at when none does.
enum Awaited {
    Start,
    Opened(usize),
    Operator(&'static str, Range<usize>),
}

struct Parsed {
    query: ExpertQuery,
    at: Range<usize>,
}

impl Parsed {
    /// Refuses a part made of `NOT`s alone, which would find everything else there is.
    fn findable(self) -> Result<Self, SyntaxError> {
        if self.query.finds() {
            return Ok(self);
        }
        Err(SyntaxError::new(Mistake::OnlyNots, self.at))
    }
}

struct Parser<'q> {
    query: &'q str,
    at: usize,
    depth: usize,
    terms: usize,
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || matches!(c, '(' | ')')
}

impl<'q> Parser<'q> {
    fn rest(&self) -> &'q str {
        self.query.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        self.at = self.query.len() - self.rest().trim_start().len();
    }

    /// The text up to the next blank, quote or parenthesis; empty when one stands here.
    fn word(&self) -> &'q str {
        let rest = self.rest();
        rest.get(..rest.find(ends_word).unwrap_or(rest.len()))
            .unwrap_or_default()
    }

    fn take_operator(&mut self, name: &str) -> Option<Range<usize>> {
        self.skip_blanks();
        (self.word() == name).then(|| {
            let start = self.at;
            self.at += name.len();
            start..self.at
        })
    }

    fn alternatives(&mut self, awaited: &Awaited) -> Result<Parsed, SyntaxError> {
        let mut parts = vec![self.conjunction(awaited)?];
        while let Some(operator) = self.take_operator("OR") {
            parts.push(self.conjunction(&Awaited::Operator("OR", operator))?);
        }
        if parts.len() > 1 {
            parts = parts
                .into_iter()
                .map(Parsed::findable)
                .collect::<Result<_, _>>()?;
        }
        Ok(join(parts, ExpertQuery::Or, |query| match query {
            ExpertQuery::Or(inner) => Ok(inner),
            other => Err(other),
        }))
    }

    fn conjunction(&mut self, awaited: &Awaited) -> Result<Parsed, SyntaxError> {
        let mut parts = vec![self.signed(awaited)?];
        loop {
            if let Some(operator) = self.take_operator("AND") {
                parts.push(self.signed(&Awaited::Operator("AND", operator))?);
            } else if self.word() == "OR" || self.rest().is_empty() || self.rest().starts_with(')')
            {
                break;
            } else {
                parts.push(self.signed(&Awaited::Start)?);
            }
        }
        Ok(join(parts, ExpertQuery::And, |query| match query {
            ExpertQuery::And(inner) => Ok(inner),
            other => Err(other),
        }))
    }

    /// A term with any `NOT`, `-` or `+` before it.
    fn signed(&mut self, awaited: &Awaited) -> Result<Parsed, SyntaxError> {
        if let Some(operator) = self.take_operator("NOT") {
            return self.negated("NOT", operator);
        }
        let sign = self.at..self.at + 1;
        let mark = match self.rest().chars().next() {
            Some('-') => "-",
            Some('+') => "+",
            _ => return self.term(awaited),
        };
        self.at = sign.end;
        let blank = |c: char| c.is_whitespace() || c == ')';
        if self.rest().is_empty() || self.rest().starts_with(blank) {
            return Err(SyntaxError::new(Mistake::SignAlone { sign: mark }, sign));
        }
        if mark == "-" {
            self.negated(mark, sign)
        } else {
            self.nested(sign.clone(), |parser| {
                parser.signed(&Awaited::Operator(mark, sign))
            })
        }
    }

    fn negated(
        &mut self,
        name: &'static str,
        operator: Range<usize>,
    ) -> Result<Parsed, SyntaxError> {
        let awaited = Awaited::Operator(name, operator.clone());
        let inner = self.nested(operator.clone(), |parser| parser.signed(&awaited))?;
        let at = operator.start..inner.at.end;
        if !inner.query.finds() {
            return Err(SyntaxError::new(Mistake::NotOfNot, at));
        }
        Ok(Parsed {
            query: ExpertQuery::Not(Box::new(inner.query)),
            at,
        })
    }

    fn nested(
        &mut self,
        opener: Range<usize>,
        read: impl FnOnce(&mut Self) -> Result<Parsed, SyntaxError>,
    ) -> Result<Parsed, SyntaxError> {
        if self.depth == EXPERT_MAX_DEPTH {
            return Err(SyntaxError::new(Mistake::TooDeep, opener));
        }
        self.depth += 1;
        let inner = read(self);
        self.depth -= 1;
        inner
    }

    fn term(&mut self, awaited: &Awaited) -> Result<Parsed, SyntaxError> {
        let start = self.at;
        let Some(first) = self.rest().chars().next().filter(|c| *c != ')') else {
            return Err(self.nothing(awaited));
        };
        if first == '(' {
            return self.group();
        }
        let query = if is_quote(first) {
            self.phrase().map(ExpertQuery::Phrase)?
        } else {
            self.word_or_field()?
        };
        self.terms += 1;
        if self.terms > EXPERT_MAX_TERMS {
            return Err(SyntaxError::new(Mistake::TooManyTerms, start..self.at));
        }
        Ok(Parsed {
            query,
            at: start..self.at,
        })
    }

    fn nothing(&self, awaited: &Awaited) -> SyntaxError {
        let closed = self.rest().starts_with(')');
        match awaited {
            Awaited::Operator(operator, at) => {
                SyntaxError::new(Mistake::NothingAfter { operator }, at.clone())
            }
            Awaited::Opened(open) if closed => {
                SyntaxError::new(Mistake::EmptyGroup, *open..self.at + 1)
            }
            Awaited::Opened(open) => unclosed(*open),
            Awaited::Start if closed => unopened(self.at),
            Awaited::Start => SyntaxError::new(Mistake::Empty, 0..self.query.len()),
        }
    }

    fn group(&mut self) -> Result<Parsed, SyntaxError> {
        let open = self.at;
        self.at += 1;
        let inner = self.nested(open..self.at, |parser| {
            parser.alternatives(&Awaited::Opened(open))
        })?;
        if !self.rest().starts_with(')') {
            return Err(unclosed(open));
        }
        self.at += 1;
        Ok(Parsed {
            query: inner.query,
            at: open..self.at,
        })
    }

    /// The text between the quote here and the next one.
    fn phrase(&mut self) -> Result<String, SyntaxError> {
        let start = self.at;
        let opener = self.rest().chars().next().map_or(1, char::len_utf8);
        self.at += opener;
        let Some((text, closer)) = self
            .rest()
            .char_indices()
            .find(|(_, c)| is_quote(*c))
            .and_then(|(end, closer)| Some((self.rest().get(..end)?, closer)))
        else {
            return Err(SyntaxError::new(
                Mistake::UnclosedQuote,
                start..start + opener,
            ));
        };
        self.at += text.len() + closer.len_utf8();
        if text.chars().any(char::is_alphanumeric) {
            return Ok(text.to_owned());
        }
        Err(SyntaxError::new(Mistake::EmptyPhrase, start..self.at))
    }

    fn word_or_field(&mut self) -> Result<ExpertQuery, SyntaxError> {
        let (start, word) = (self.at, self.word());
        let named = word
            .split_once(':')
            .filter(|(name, _)| name.chars().any(char::is_alphabetic));
        if let Some((name, _)) = named {
            let at = start..start + name.len();
            let field = ExpertField::ALL
                .into_iter()
                .find(|field| field.name().eq_ignore_ascii_case(name))
                .ok_or_else(|| SyntaxError::new(Mistake::unknown_field(name), at.clone()))?;
            self.at = at.end + 1;
            return self
                .field_value(field, at)
                .map(|value| ExpertQuery::Field(field, value));
        }
        let at = start..start + word.len();
        if let Some(operator) = OPERATORS.into_iter().find(|name| *name == word) {
            return Err(SyntaxError::new(Mistake::NothingBefore { operator }, at));
        }
        self.at = at.end;
        let found = plain_word(word.strip_suffix('*').unwrap_or(word), at)?;
        Ok(if word.ends_with('*') {
            ExpertQuery::Prefix(found)
        } else {
            ExpertQuery::Word(found)
        })
    }

    fn field_value(
        &mut self,
        field: ExpertField,
        name: Range<usize>,
    ) -> Result<FieldValue, SyntaxError> {
        if self.rest().starts_with(is_quote) {
            return self.phrase().map(FieldValue::Phrase);
        }
        let (start, word) = (self.at, self.word());
        if word.is_empty() {
            let mistake = Mistake::FieldWithoutValue { field };
            return Err(SyntaxError::new(mistake, name.start..start));
        }
        self.at += word.len();
        plain_word(word, start..self.at).map(FieldValue::Word)
    }
}

/// Joins `parts`, putting the parts of a like-joined part in its place.
fn join(
    mut parts: Vec<Parsed>,
    joined: fn(Vec<ExpertQuery>) -> ExpertQuery,
    split: fn(ExpertQuery) -> Result<Vec<ExpertQuery>, ExpertQuery>,
) -> Parsed {
    let at = match (parts.first(), parts.last()) {
        (Some(first), Some(last)) => first.at.start..last.at.end,
        _ => 0..0,
    };
    if parts.len() == 1
        && let Some(only) = parts.pop()
    {
        return only;
    }
    let flat = parts
        .into_iter()
        .flat_map(|part| split(part.query).unwrap_or_else(|other| vec![other]))
        .collect();
    Parsed {
        query: joined(flat),
        at,
    }
}

fn unopened(close: usize) -> SyntaxError {
    SyntaxError::new(Mistake::UnopenedGroup, close..close + 1)
}

fn unclosed(open: usize) -> SyntaxError {
    SyntaxError::new(Mistake::UnclosedGroup, open..open + 1)
}

/// `word`, found at `at`, if it can be looked for as it is.
fn plain_word(word: &str, at: Range<usize>) -> Result<String, SyntaxError> {
    if let Some(star) = word.find('*') {
        let place = at.start + star..at.start + star + 1;
        return Err(SyntaxError::new(Mistake::MisplacedStar, place));
    }
    if word.chars().any(char::is_alphanumeric) {
        return Ok(word.to_owned());
    }
    let mistake = if word.is_empty() {
        Mistake::StarAlone
    } else {
        Mistake::NoLetter
    };
    Err(SyntaxError::new(mistake, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(query: &str) -> String {
        ExpertQuery::parse(query).map_or_else(|error| error.to_string(), |read| read.to_string())
    }

    /// The message for `query` and the text it points at.
    fn refuses(query: &str) -> (String, &str) {
        let error = ExpertQuery::parse(query).unwrap_err();
        (error.to_string(), query.get(error.at).unwrap())
    }

    #[test]
    fn not_binds_closer_than_and_and_and_closer_than_or() {
        use ExpertQuery::{And, Not, Or, Word};
        let word = |text: &str| Word(text.into());
        let expected = Or(vec![
            And(vec![word("a"), Not(Box::new(word("b")))]),
            word("c"),
        ]);
        assert_eq!(ExpertQuery::parse("a NOT b OR c"), Ok(expected));
        assert_eq!(reads("a (b OR c) d"), "a AND (b OR c) AND d");
        assert_eq!(reads("NOT (a b) c"), "NOT (a AND b) AND c");
    }

    #[test]
    fn signs_fields_prefixes_and_curly_quotes_are_read() {
        assert_eq!(reads("+quay -toll fle*"), "quay AND NOT toll AND fle*");
        assert_eq!(reads("“two towns”"), "\"two towns\"");
        assert_eq!(
            reads("SECTION:history publisher:\"Quay Times\""),
            "section:history AND publisher:\"Quay Times\""
        );
        assert_eq!(reads("at 10:30 or so"), "at AND 10:30 AND or AND so");
    }

    #[test]
    fn groups_joined_alike_are_one_group() {
        assert_eq!(reads("a (b (c d))"), "a AND b AND c AND d");
        assert_eq!(reads("a OR (b OR c)"), "a OR b OR c");
        assert_eq!(reads("a (-b -c)"), "a AND NOT b AND NOT c");
    }

    #[test]
    fn each_mistake_is_named_where_it_stands() {
        for (query, message, place) in [
            ("", "the query is empty", ""),
            ("quay \"two towns", "this quote is never closed", "\""),
            ("quay “", "this quote is never closed", "“"),
            ("quay (toll", "this ( is never closed", "("),
            ("quay (", "this ( is never closed", "("),
            ("quay) toll", "this ) closes nothing", ")"),
            (") quay", "this ) closes nothing", ")"),
            ("quay ()", "nothing stands between", "()"),
            ("quay OR", "OR needs a word after it", "OR"),
            ("(quay NOT)", "NOT needs a word after it", "NOT"),
            ("AND quay", "AND needs a word before it", "AND"),
            ("quay AND OR toll", "OR needs a word before it", "OR"),
            ("quay - toll", "this - stands alone", "-"),
            ("quay +", "this + stands alone", "+"),
            ("quay \"  \"", "this phrase has no words", "\"  \""),
            ("-quay -toll", "only NOT terms", "-quay -toll"),
            ("quay OR -toll", "only NOT terms", "-toll"),
            ("quay NOT (-toll)", "NOT of NOT", "NOT (-toll)"),
            ("*arbour", "* stands only at the end", "*"),
            ("section:ha*", "* stands only at the end", "*"),
            ("quay *", "* needs the beginning", "*"),
            ("quay & toll", "no letter or digit", "&"),
            ("section: history", "section: needs a value", "section:"),
        ] {
            let (said, at) = refuses(query);
            assert!(said.starts_with(message), "{query:?}: {said}");
            assert_eq!(at, place, "{query:?}");
        }
    }

    #[test]
    fn a_field_nearly_right_is_named() {
        let (said, at) = refuses("quay sektion:history");
        assert_eq!(
            (said.ends_with("did you mean section:?"), at),
            (true, "sektion")
        );
        assert!(
            refuses("colour:red")
                .0
                .contains("use section:, article: or publisher:")
        );
    }

    #[test]
    fn the_term_and_the_parenthesis_too_many_are_refused() {
        let terms = "quay ".repeat(EXPERT_MAX_TERMS);
        assert!(ExpertQuery::parse(&terms).is_ok());
        assert_eq!(refuses(&format!("{terms}toll")).1, "toll".to_owned());
        let deep = |n: usize| format!("{}quay{}", "(".repeat(n), ")".repeat(n));
        assert!(ExpertQuery::parse(&deep(EXPERT_MAX_DEPTH)).is_ok());
        assert!(refuses(&deep(100_000)).0.starts_with("nested more than 32"));
        assert!(refuses(&"-".repeat(100_000)).0.starts_with("nested"));
    }
}
