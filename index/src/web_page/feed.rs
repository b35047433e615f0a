//! Feeding a page to the parser within limits, so that no page takes more than a moment.
//!
//! The parser walks its open elements for many a tag, and compares each attribute of a tag with all
//! before it; both are quadratic on pages written to hurt. So the page is fed in pieces that begin
//! where a tag may, and depth, tokens, nodes and attributes are counted between the pieces.
//! Deliberately absent: a limit on time, which would make what is read depend on the machine.

use std::cell::Cell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};

use super::WebPageError;
use super::dom::{Dom, Handle, Sink};

/// Browsers nest no deeper either.
const MAX_DEPTH: usize = 512;
/// Large news pages have a tenth of these.
const MAX_NODES: usize = 80_000;
const MAX_TOKENS: usize = 160_000;
/// Tokens, each weighed by how deep it stands.
const MAX_WORK: usize = 5_000_000;
/// Comparisons of attributes, in one tag and in all.
const MAX_ATTRIBUTES: usize = 512;
const MAX_COMPARISONS: usize = 5_000_000;
/// How much is fed at once, in bytes.
const PIECE_BYTES: usize = 4096;

/// Reads `html` into a tree.
pub(super) fn parse(html: &str) -> Result<Dom, WebPageError> {
    let builder = TreeBuilder::new(Sink::new(), TreeBuilderOpts::default());
    let guard = Guard {
        builder,
        work: Cell::new(0),
        tokens: Cell::new(0),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut rest = html;
    let mut tag = OpenTag::default();
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(piece_end(rest));
        rest = after;
        let before = tokenizer.sink.tokens.get();
        tag.read(piece)?;
        input.push_back(StrTendril::from_slice(piece));
        while let TokenizerResult::Script(_) | TokenizerResult::EncodingIndicator(_) =
            tokenizer.feed(&input)
        {}
        tokenizer.sink.check()?;
        if tokenizer.sink.tokens.get() != before {
            tag.close();
        }
    }
    tokenizer.end();
    tokenizer.sink.check()?;
    Ok(tokenizer.sink.builder.sink.into_dom())
}

/// Where the first piece of `rest` ends: before the next `<`, and soon.
fn piece_end(rest: &str) -> usize {
    let next_tag = rest
        .bytes()
        .take(PIECE_BYTES)
        .skip(1)
        .position(|byte| byte == b'<');
    let end = next_tag.map_or(PIECE_BYTES, |at| at + 1).min(rest.len());
    (end..=rest.len())
        .find(|&at| rest.is_char_boundary(at))
        .unwrap_or(rest.len())
}

/// The tag that the fed pieces leave open, and its attributes so far.
///
/// A tag ends when the parser makes a token of it, so this need not know about scripts and comments.
#[derive(Debug, Default)]
struct OpenTag {
    state: State,
    attributes: usize,
    comparisons: usize,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// No tag is open; text.
    #[default]
    Text,
    /// Just after `<`.
    Start,
    /// A comment or the like.
    Other,
    /// In a tag's or attribute's name, or in a value without quotes.
    Word,
    /// Between attributes.
    Gap,
    /// After a name's `=`.
    Equals,
    /// In a value, up to this quote.
    Quoted(u8),
}

impl OpenTag {
    /// Counts the attributes in `piece`, which the parser has not seen.
    fn read(&mut self, piece: &str) -> Result<(), WebPageError> {
        for byte in piece.bytes() {
            let is_space = byte.is_ascii_whitespace() || byte == b'/';
            self.state = match (self.state, byte) {
                (State::Text, b'<') => State::Start,
                (State::Start, b'a'..=b'z' | b'A'..=b'Z' | b'/') => State::Word,
                (State::Start, _) => State::Other,
                (State::Word | State::Gap | State::Equals, b'>') => {
                    self.attributes = 0;
                    State::Text
                }
                (State::Word | State::Gap, b'=') => State::Equals,
                (State::Word, _) if is_space => State::Gap,
                (State::Equals, b'"' | b'\'') => State::Quoted(byte),
                (State::Equals, _) if !byte.is_ascii_whitespace() => State::Word,
                (State::Quoted(quote), _) if byte == quote => State::Gap,
                (State::Gap, _) if !is_space => {
                    self.count()?;
                    State::Word
                }
                (state, _) => state,
            };
        }
        Ok(())
    }

    fn count(&mut self) -> Result<(), WebPageError> {
        self.comparisons += self.attributes;
        self.attributes += 1;
        if self.attributes > MAX_ATTRIBUTES || self.comparisons > MAX_COMPARISONS {
            return Err(WebPageError::TooComplex);
        }
        Ok(())
    }

    fn close(&mut self) {
        (self.state, self.attributes) = (State::Text, 0);
    }
}

/// Passes tokens to the tree builder until a limit is reached, and drops the others.
struct Guard {
    builder: TreeBuilder<Handle, Sink>,
    work: Cell<usize>,
    tokens: Cell<usize>,
}

impl Guard {
    fn check(&self) -> Result<(), WebPageError> {
        let sink = &self.builder.sink;
        if sink.deepest.get() > MAX_DEPTH {
            return Err(WebPageError::TooDeep);
        }
        if sink.node_count() > MAX_NODES
            || self.work.get() > MAX_WORK
            || self.tokens.get() > MAX_TOKENS
        {
            return Err(WebPageError::TooComplex);
        }
        Ok(())
    }
}

impl TokenSink for Guard {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        if matches!(token, Token::ParseError(_)) {
            return TokenSinkResult::Continue;
        }
        self.tokens.set(self.tokens.get() + 1);
        let depth = self.builder.sink.last_depth.get();
        self.work.set(self.work.get() + depth + 1);
        if self.check().is_err() {
            return TokenSinkResult::Continue;
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        if self.check().is_ok() {
            self.builder.end();
        }
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_begin_where_tags_may() {
        assert_eq!(piece_end("<p>one<b>"), 6);
        assert_eq!(piece_end("<p"), 2);
        assert_eq!(piece_end(&"я".repeat(PIECE_BYTES)), PIECE_BYTES);
        assert_eq!(
            piece_end(&format!("a{}", "я".repeat(PIECE_BYTES))),
            PIECE_BYTES + 1
        );
    }

    #[test]
    fn attributes_are_counted_outside_values() {
        let count = |tag: &str| {
            let mut open = OpenTag::default();
            open.read(tag).map(|()| open.attributes)
        };
        assert_eq!(count("<p a b=1 c='x y' d = \"u v w\" e"), Ok(5));
        assert_eq!(count("<!-- a b c d -->"), Ok(0));
        assert_eq!(
            count(&format!("<p data-x='{}'", "word ".repeat(9000))),
            Ok(1)
        );
        assert_eq!(
            count(&format!("<p {}>", "a ".repeat(9000))),
            Err(WebPageError::TooComplex)
        );
    }

    #[test]
    fn long_values_comments_and_scripts_are_read() {
        let words = "if (a < b) it's \"so\" ".repeat(5000);
        for page in [
            format!("<p data-x='{}'>Text", "word <b> ".repeat(9000)),
            format!("<!-- {words} --><p>Text"),
            format!("<script>{words}</script><p>Text"),
        ] {
            let dom = parse(&page).unwrap();
            assert!(dom.text(0).ends_with("Text"));
        }
    }
}
