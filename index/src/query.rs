//! What a question asks for: its words, what each weighs, and what may stand in for it.
//!
//! A question is never query syntax: it is cut into words like any text, and no character of it
//! means anything else.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::analyzed::{Keys, Shape, head, shape};
use crate::analyzer::{Analyzer, key, words};
use crate::answer::Mend;
use crate::background::{Background, idf};
use crate::follow_up;
use crate::language::{Language, is_azerbaijani_cyrillic, language_of};
use crate::lexicon::{Lexicon, Relation, Spoken};
use crate::stopwords::is_stopword;
use crate::transliteration::{Alike, Named};
use crate::turkic;
use crate::vectors::Vector;

/// The most distinct words of a question that count; further ones are ignored.
pub(crate) const TERMS_MAX: usize = 48;
/// The most bytes of a question that are read.
const QUESTION_MAX_BYTES: usize = 4096;
/// How many 64-bit words the sieves before the targets and the heads have, powers of two.
const SIEVE_WORDS: usize = 64;
const HEAD_SIEVE_WORDS: usize = 8;
/// How many parts targets are kept in, a power of two, so that few are looked through.
const DRAWERS: usize = 128;
/// The most stems searched for besides the question's own; every further one slows the search down.
const STAND_INS_MAX: usize = 3;
/// The most other forms of the question's own words that are searched for.
const FORMS_MAX: usize = 24;
/// How rare a word of another language is taken to be when nothing is known of it.
const FOREIGN_RARITY: f32 = 2.5;

/// How a word of a paragraph came to match a word of the question, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Channel {
    /// It begins alike.
    Prefix,
    /// The lexicon lists its concept as suggesting the question's.
    SuggestedBy,
    /// The lexicon says the question's word suggests it.
    Suggested,
    /// The lexicon lists both as one.
    Same,
    /// It is the same name in other letters.
    Transliterated,
    /// The question's word is a misspelling of it.
    Mended,
    /// They share the stem.
    Stem,
}

/// What a match through each channel is worth beside the word itself.
pub(crate) fn strength(channel: Channel) -> f32 {
    match channel {
        Channel::Stem => 1.0,
        Channel::Mended | Channel::Transliterated => 0.9,
        Channel::Same => 0.75,
        Channel::Prefix => 0.5,
        Channel::Suggested => 0.4,
        Channel::SuggestedBy => 0.3,
    }
}

/// What kind of thing the question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asks {
    Number,
    Date,
    Person,
    Place,
    Reason,
    Other,
}

/// One distinct word of the question.
#[derive(Debug, Clone)]
pub(crate) struct Term {
    pub asked: String,
    pub exact_text: Box<str>,
    pub stem_text: Box<str>,
    pub stem: u32,
    pub exact: u32,
    pub head: u32,
    pub shape: Shape,
    pub stopword: bool,
    /// In how many paragraphs of the index the word, or what it was mended to, stands.
    pub count: u32,
    /// BM25's inverse document frequency in the index.
    pub plain: f32,
    /// `plain`, less for words that stand in many questions, 0 for grammar words.
    pub focus: f32,
    /// Rarity in general text, less for words that stand in many questions, 0 for grammar words.
    pub rare: f32,
}

impl Term {
    /// Whether the index is searched for it.
    pub(crate) fn is_searched(&self) -> bool {
        !self.stopword && self.plain > 0.0 && self.count > 0
    }
}

/// What one stem of a paragraph may match.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub stem: u32,
    /// The terms it stands for, as bits.
    pub terms: u64,
    pub channel: Channel,
    pub strength: f32,
    /// The stems that must follow.
    pub rest: Box<[u32]>,
}

/// A target's stem, how many stems must follow it, its channel and its place, as one number:
/// ordered by stem, longest and closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Sorted(u64);

/// A stem of the index that may stand for a word asked.
#[derive(Debug, Clone)]
pub(crate) struct Also {
    pub stem: Arc<str>,
    /// What a match is worth beside the word itself.
    pub worth: f32,
    /// How much of the question it stands for.
    pub weight: f32,
}

/// A question, ready to be matched.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    pub terms: Vec<Term>,
    /// The question's words in order, as indexes into `terms`.
    pub sequence: Vec<usize>,
    pub asks: Asks,
    pub(crate) targets: Vec<Target>,
    /// Where each stem's targets are, by stem, longest and closest first.
    by_stem: Vec<Sorted>,
    /// Where each drawer of `by_stem` starts, and where the last one ends.
    drawers: [u16; DRAWERS + 1],
    pub mended: Vec<Mend>,
    /// Whether it borrowed the words of the question before it.
    pub leans: bool,
    /// Whether it is asked in a language that no article is written in.
    pub foreign: bool,
    /// A sieve before `targets`: a stem whose bit is unset matches nothing.
    sieve: [u64; SIEVE_WORDS],
    /// The same before `heads`.
    head_sieve: [u64; HEAD_SIEVE_WORDS],
    /// What to search the index for besides the words asked, weightiest first.
    pub also: Vec<Also>,
    /// The heads of terms that may match words that begin alike.
    heads: Vec<(u32, usize)>,
    /// What the question means, when there is a model.
    pub vector: Option<Vector>,
}

/// A form of the lexicon whose words the index has.
#[derive(Debug, Clone)]
pub(crate) struct StandIn {
    pub relation: Relation,
    /// The keys of its stems.
    pub stems: Vec<u32>,
    /// The stem of its rarest word, to search for.
    pub rarest: Arc<str>,
    /// In how many paragraphs that word stands.
    pub count: u32,
}

/// What a query needs to know of the index.
pub(crate) trait Vocabulary {
    /// How many paragraphs there are.
    fn paragraphs(&self) -> u32;
    /// Whether articles are written in a language.
    fn speaks(&self, language: Language) -> bool;
    /// In how many paragraphs a stem stands.
    fn count(&self, stem: &str) -> u32;
    /// The forms that may stand in for a concept, as far as the index has all their words: their
    /// stems' keys and in how many paragraphs the rarest stands.
    fn stand_ins(&self, concept: usize) -> &[StandIn];
    /// The index's word that `exact` most likely misspells, as its stem, if any.
    fn mend(&self, analyzer: &mut Analyzer, exact: &str, stem: &str) -> Option<(String, String)>;
    /// The index's words that a name may be written as, the most frequent first.
    fn alike(&self, analyzer: &mut Analyzer, named: Named<'_>) -> Vec<Alike>;
    /// The index's words that are other forms of a Turkish or Azerbaijani one, given folded and as
    /// asked; the most frequent first.
    fn other_forms(&self, analyzer: &mut Analyzer, exact: &str, asked: &str) -> Vec<Alike>;
}

/// What questions are read with.
#[derive(Debug)]
pub(crate) struct Reader<'a, V> {
    pub vocabulary: &'a V,
    pub background: &'a Background,
    pub lexicon: &'a Lexicon,
}

impl<V: Vocabulary> Reader<'_, V> {
    /// Reads a question; one that leans on `previous`, the question before it, borrows its words.
    pub(crate) fn read(
        &self,
        analyzer: &mut Analyzer,
        question: &str,
        previous: Option<&str>,
    ) -> Query {
        let mut query = Query {
            terms: Vec::new(),
            sequence: Vec::new(),
            asks: Asks::Other,
            targets: Vec::new(),
            by_stem: Vec::new(),
            drawers: [0; DRAWERS + 1],
            mended: Vec::new(),
            leans: false,
            foreign: false,
            sieve: [0; SIEVE_WORDS],
            head_sieve: [0; HEAD_SIEVE_WORDS],
            also: Vec::new(),
            heads: Vec::new(),
            vector: None,
        };
        let question = head_of(question);
        let asked = question;
        let mut capitals: Vec<bool> = Vec::new();
        let (language, mended) = self.add_text(analyzer, question, None, &mut query, &mut capitals);
        query.asks = asks(&query);
        let own = query.terms.len();
        if let Some(previous) = previous
            && follow_up::leans(&query)
        {
            query.leans = true;
            let (previous, asked_in) = (head_of(previous), Some(language));
            self.add_text(analyzer, previous, asked_in, &mut query, &mut capitals);
        }
        self.add_forms(analyzer, &mut query, language);
        for term in query.terms.iter_mut().skip(own) {
            term.focus *= follow_up::BORROWED;
            term.rare *= follow_up::BORROWED;
            term.plain *= follow_up::BORROWED;
        }
        let named = self.add_concepts(&mut query, language, &capitals);
        query.mended = mended;
        self.transliterate(analyzer, &mut query, language, named);
        self.mend(analyzer, &mut query, named);
        query.mended.sort_by_key(|mend| asked.find(&mend.asked));
        query.finish();
        query
    }

    /// Adds and weighs the words of `text`, typed well. Chat spellings are told in `asked_in`, else
    /// in the language of the text, which is given with what was mended.
    fn add_text(
        &self,
        analyzer: &mut Analyzer,
        text: &str,
        asked_in: Option<Language>,
        query: &mut Query,
        in_capitals: &mut Vec<bool>,
    ) -> (Language, Vec<Mend>) {
        let (terms, words) = (query.terms.len(), query.sequence.len());
        let mut language = language_of(text);
        // Chat spellings are English ones: "min" is a thousand in Azerbaijani.
        let expand = |language| asked_in.unwrap_or(language) == Language::English;
        self.add_words(analyzer, text, expand(language), query, in_capitals);
        self.weigh(query, terms);
        // What is all in the index is neither mistyped nor two words of one.
        let mut added = query.sequence.iter().skip(words);
        let lacking = added.any(|&index| {
            let term = query.terms.get(index);
            term.is_some_and(|term| !term.stopword && term.count == 0)
        });
        let retyped = if lacking {
            self.retyped(analyzer, text, language)
        } else {
            None
        };
        let Some(retyped) = retyped else {
            return (language, Vec::new());
        };
        language = language_of(&retyped.text);
        query.terms.truncate(terms);
        query.sequence.truncate(words);
        in_capitals.truncate(words);
        self.add_words(
            analyzer,
            &retyped.text,
            expand(language),
            query,
            in_capitals,
        );
        self.weigh(query, terms);
        (language, retyped.mended)
    }

    fn add_words(
        &self,
        analyzer: &mut Analyzer,
        text: &str,
        expand: bool,
        query: &mut Query,
        in_capitals: &mut Vec<bool>,
    ) {
        // What the lexicon lists is in Latin letters.
        let latin = is_azerbaijani_cyrillic(text);
        for range in words(text) {
            let word = text.get(range).unwrap_or_default();
            let forms = if latin {
                analyzer.forms(&turkic::in_latin(word)).clone()
            } else {
                analyzer.forms(word).clone()
            };
            if expand && let Some(meant) = self.lexicon.shorthand(forms.exact_key) {
                self.add_words(analyzer, meant, false, query, in_capitals);
                continue;
            }
            let capitals = word.len() > 1 && word.chars().all(|c| !c.is_lowercase());
            let known = query
                .terms
                .iter()
                .position(|term| term.stem == forms.stem_key);
            let index = match known {
                Some(index) => index,
                None if query.terms.len() >= TERMS_MAX => continue,
                None => {
                    query.terms.push(Term {
                        asked: word.into(),
                        stem: forms.stem_key,
                        exact: forms.exact_key,
                        head: head(&forms.exact),
                        shape: shape(word, &forms.exact),
                        stopword: is_stopword(forms.exact_key),
                        count: 0,
                        plain: 0.0,
                        focus: 0.0,
                        rare: 0.0,
                        exact_text: forms.exact,
                        stem_text: forms.stem,
                    });
                    query.terms.len() - 1
                }
            };
            query.sequence.push(index);
            in_capitals.push(capitals);
        }
    }

    /// Weighs the terms of `query` from the one at `from` on.
    fn weigh(&self, query: &mut Query, from: usize) {
        for term in query.terms.iter_mut().skip(from) {
            term.count = self.vocabulary.count(&term.stem_text);
            self.weigh_term(term);
        }
    }

    fn weigh_term(&self, term: &mut Term) {
        if term.stopword {
            term.plain = self.idf(term.count);
        } else {
            self.weigh_as(term, term.stem, term.count);
        }
    }

    /// Weighs a term as the word with this stem, which stands in `count` paragraphs.
    pub(crate) fn weigh_as(&self, term: &mut Term, stem: u32, count: u32) {
        let telling = self.background.question_rarity(stem);
        term.plain = self.idf(count);
        term.focus = term.plain * telling;
        term.rare = self.background.rarity(stem) * telling;
    }

    /// The inverse document frequency of a word that stands in `count` paragraphs of the index.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a rarity needs no more precision"
    )]
    pub(crate) fn idf(&self, count: u32) -> f32 {
        idf(self.vocabulary.paragraphs() as f32, count)
    }

    /// Adds what the lexicon lists; tells which terms it knows.
    fn add_concepts(&self, query: &mut Query, language: Language, capitals: &[bool]) -> u64 {
        let spoken: Vec<Spoken<'_>> = query
            .sequence
            .iter()
            .zip(capitals)
            .filter_map(|(&index, &capitals)| {
                let term = query.terms.get(index)?;
                Some(Spoken {
                    stem: term.stem,
                    exact: &term.exact_text,
                    capitals,
                })
            })
            .collect();
        let namings = self.lexicon.namings(language, &spoken);
        let foreign = !self.vocabulary.speaks(language);
        query.foreign = foreign;
        if foreign {
            Self::weigh_foreign(query);
        }
        let mut named = 0;
        for naming in namings {
            // "US" in capitals is a name; "us" and "AND" are grammar.
            let named_in_capitals =
                naming.words.len() == 1 && capitals.get(naming.words.start) == Some(&true);
            if named_in_capitals
                && let Some(&index) = query.sequence.get(naming.words.start)
                && let Some(term) = query.terms.get_mut(index)
                && term.stopword
            {
                term.stopword = false;
                self.weigh_term(term);
            }
            let span = query.sequence.get(naming.words.clone()).unwrap_or_default();
            let mut bits = 0;
            let mut rarity = 0.0_f32;
            for &index in span {
                if let Some(term) = query.terms.get(index)
                    && (!term.stopword || span.len() > 1)
                {
                    bits |= 1 << index;
                    rarity = rarity.max(term.plain);
                }
            }
            if bits == 0 {
                continue;
            }
            named |= bits;
            if foreign {
                self.weigh_translation(query, bits, naming.concept);
            }
            for stand_in in self.vocabulary.stand_ins(naming.concept) {
                let Some((&first, rest)) = stand_in.stems.split_first() else {
                    continue;
                };
                let channel = match stand_in.relation {
                    Relation::Same => Channel::Same,
                    Relation::Suggested => Channel::Suggested,
                    Relation::SuggestedBy => Channel::SuggestedBy,
                };
                // A common stand-in for a rare word tells no more than a common word does.
                let common = (self.idf(stand_in.count) / rarity.max(0.1)).min(1.0);
                let worth = match channel {
                    // A translation is the word itself.
                    Channel::Same if foreign => 1.0,
                    _ => strength(channel) * common,
                };
                query.targets.push(Target {
                    stem: first,
                    terms: bits,
                    channel,
                    strength: worth,
                    rest: rest.into(),
                });
                query.search_also(
                    &stand_in.rarest,
                    worth.min(strength(channel)),
                    worth * rarity,
                );
            }
        }
        named
    }

    /// Words in a language the articles are not written in: nothing tells how rare they are, so
    /// those the index lacks weigh like a middling word.
    fn weigh_foreign(query: &mut Query) {
        for term in &mut query.terms {
            if term.count == 0 && !term.stopword && !term.shape.number {
                term.rare = FOREIGN_RARITY;
                term.focus = term.focus.min(FOREIGN_RARITY / 2.0);
            }
        }
    }

    /// A word that the lexicon translates weighs what its translation weighs.
    fn weigh_translation(&self, query: &mut Query, terms: u64, concept: usize) {
        let same = |one: &&StandIn| one.relation == Relation::Same;
        let Some(best) = self
            .vocabulary
            .stand_ins(concept)
            .iter()
            .filter(same)
            .max_by_key(|one| one.count)
        else {
            return;
        };
        let stem = key(&best.rarest);
        for (index, term) in query.terms.iter_mut().enumerate() {
            if terms >> index & 1 == 1 && term.count == 0 {
                self.weigh_as(term, stem, best.count);
            }
        }
    }

    /// Mends words the index does not have and the lexicon does not know.
    fn mend(&self, analyzer: &mut Analyzer, query: &mut Query, named: u64) {
        let mut mended_stems: Vec<Arc<str>> = Vec::new();
        for (index, term) in query.terms.iter_mut().enumerate() {
            let known = term.count > 0
                || term.stopword
                || named >> index & 1 == 1
                || term.shape.number
                || self.background.knows(term.stem);
            if known {
                continue;
            }
            let Some((searched, stem)) =
                self.vocabulary
                    .mend(analyzer, &term.exact_text, &term.stem_text)
            else {
                continue;
            };
            term.count = self.vocabulary.count(&stem);
            let stem_key = key(&stem);
            term.stopword = is_stopword(analyzer.forms(&searched).exact_key);
            if term.stopword {
                term.plain = 0.0;
                term.focus = 0.0;
                term.rare = 0.0;
                continue;
            }
            self.weigh_as(term, stem_key, term.count);
            query.targets.push(Target {
                stem: stem_key,
                terms: 1 << index,
                channel: Channel::Mended,
                strength: strength(Channel::Mended),
                rest: Box::default(),
            });
            // A mended word is the question's own.
            mended_stems.push(Arc::from(stem.as_str()));
            query.mended.push(Mend {
                asked: term.asked.clone(),
                searched,
            });
        }
        for stem in mended_stems {
            query.search_also(&stem, strength(Channel::Mended), f32::MAX);
        }
    }
}

impl Sorted {
    fn new(target: &Target, at: u16) -> Self {
        let rest = u8::MAX - u8::try_from(target.rest.len()).unwrap_or(u8::MAX);
        let order = [rest, u8::MAX - target.channel as u8];
        Self(
            u64::from(target.stem) << 32
                | u64::from(u16::from_be_bytes(order)) << 16
                | u64::from(at),
        )
    }

    fn stem(self) -> u32 {
        (self.0 >> 32) as u32
    }

    fn at(self) -> usize {
        (self.0 & 0xffff) as usize
    }
}

impl Query {
    /// Whether nothing in the question can be looked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.terms.iter().all(|term| term.stopword)
    }

    /// Whether a word may match at all; if not, it does not.
    pub(crate) fn may_match(&self, keys: Keys) -> bool {
        is_set(&self.sieve, keys.stem) || is_set(&self.head_sieve, mixed(keys.head))
    }

    /// The terms that may match words that begin with `head`.
    pub(crate) fn headed(&self, head: u32) -> impl Iterator<Item = usize> {
        let may = head != 0 && is_set(&self.head_sieve, mixed(head));
        let heads = if may { self.heads.as_slice() } else { &[] };
        heads
            .iter()
            .filter(move |(own, _)| *own == head)
            .map(|(_, term)| *term)
    }

    /// What a stem of a paragraph may match.
    pub(crate) fn targets(&self, stem: u32) -> impl Iterator<Item = &Target> {
        let drawer = drawer(stem);
        let range = self.drawers[drawer]..self.drawers[drawer + 1];
        let here = self
            .by_stem
            .get(usize::from(range.start)..usize::from(range.end));
        here.unwrap_or_default()
            .iter()
            .filter(move |sorted| sorted.stem() == stem)
            .filter_map(|sorted| self.targets.get(sorted.at()))
    }

    /// Has the index searched for `stem` besides the words asked, if it is among those of the most
    /// `weight`; the highest there is marks another form of a word asked, which is no stand-in.
    pub(crate) fn search_also(&mut self, stem: &Arc<str>, worth: f32, weight: f32) {
        let comes_first = |one: &Also| match one.weight.total_cmp(&weight) {
            Ordering::Equal => one.stem < *stem,
            order => order.is_gt(),
        };
        let at = self.also.partition_point(comes_first);
        let is_form = |one: &Also| one.weight >= f32::MAX;
        let forms = self.also.partition_point(is_form);
        let most = if weight >= f32::MAX {
            FORMS_MAX
        } else {
            forms + STAND_INS_MAX
        };
        if at >= most
            || self.also.iter().take(at).any(|one| one.stem == *stem)
            || self
                .terms
                .iter()
                .any(|term| term.is_searched() && *term.stem_text == **stem)
        {
            return;
        }
        self.also.retain(|one| one.stem != *stem);
        let stem = stem.clone();
        self.also.insert(
            at,
            Also {
                stem,
                worth,
                weight,
            },
        );
        let forms = self.also.partition_point(is_form);
        if forms > FORMS_MAX {
            self.also.remove(FORMS_MAX);
        }
        self.also.truncate(forms.min(FORMS_MAX) + STAND_INS_MAX);
    }

    fn finish(&mut self) {
        for (index, term) in self.terms.iter().enumerate() {
            self.targets.push(Target {
                stem: term.stem,
                terms: 1 << index,
                channel: Channel::Stem,
                strength: 1.0,
                rest: Box::default(),
            });
            if !term.stopword && !term.shape.number && term.head != 0 && term.exact_text.len() >= 5
            {
                self.heads.push((term.head, index));
                set(&mut self.head_sieve, mixed(term.head));
            }
        }
        let sorted = (0..u16::MAX).zip(&self.targets);
        self.by_stem = sorted.map(|(at, target)| Sorted::new(target, at)).collect();
        self.by_stem.sort_unstable();
        for sorted in &self.by_stem {
            set(&mut self.sieve, sorted.stem());
            self.drawers[drawer(sorted.stem()) + 1] += 1;
        }
        let mut end = 0;
        for drawer in &mut self.drawers {
            end += *drawer;
            *drawer = end;
        }
    }
}

/// Whether a word's bit is set in `sieve`, whose length is a power of two.
fn is_set(sieve: &[u64], word: u32) -> bool {
    let at = (word >> 6) as usize & (sieve.len() - 1);
    sieve
        .get(at)
        .is_some_and(|bits| bits >> (word & 63) & 1 == 1)
}

fn set(sieve: &mut [u64], word: u32) {
    let at = (word >> 6) as usize & (sieve.len() - 1);
    if let Some(bits) = sieve.get_mut(at) {
        *bits |= 1 << (word & 63);
    }
}

/// `head` with all its letters felt in its low bits: Knuth's multiplicative hashing.
fn mixed(head: u32) -> u32 {
    head.wrapping_mul(0x9e37_79b1) >> 16
}

/// Where the targets of `stem` are kept: its first bits tell, as the sieve heeds the last.
fn drawer(stem: u32) -> usize {
    (stem >> (u32::BITS - DRAWERS.ilog2())) as usize
}

/// The start of a question that is read.
fn head_of(question: &str) -> &str {
    let mut end = question.len().min(QUESTION_MAX_BYTES);
    while !question.is_char_boundary(end) {
        end -= 1;
    }
    question.get(..end).unwrap_or_default()
}

/// What kind of thing the question asks for, by its question words.
fn asks(query: &Query) -> Asks {
    let word = |at: usize| {
        query
            .sequence
            .get(at)
            .and_then(|&index| query.terms.get(index))
            .map_or("", |term| &term.exact_text)
    };
    for at in 0..query.sequence.len() {
        let asks = match word(at) {
            "when" | "когда" | "hacan" => Asks::Date,
            "ne" | "na" if matches!(word(at + 1), "zaman" | "vaxt" | "vakit") => Asks::Date,
            "ne" | "na" if matches!(word(at + 1), "icin" | "ucun") => Asks::Reason,
            "who" | "whom" | "whose" | "whos" | "кто" | "кого" | "кому" | "кем" | "kim"
            | "kime" | "kimdir" | "kimi" | "kima" | "kimin" => Asks::Person,
            "where" | "wheres" | "где" | "куда" | "откуда" | "nerede" | "nereye" | "harada"
            | "haraya" | "nerededir" | "haradadir" => Asks::Place,
            "why" | "почему" | "зачем" | "neden" | "nicin" | "niye" => Asks::Reason,
            "сколько" | "kac" | "nece" => Asks::Number,
            "how"
                if matches!(
                    word(at + 1),
                    "many"
                        | "much"
                        | "long"
                        | "far"
                        | "old"
                        | "large"
                        | "big"
                        | "tall"
                        | "high"
                        | "often"
                ) =>
            {
                Asks::Number
            }
            "what" | "which" | "in" => match word(at + 1) {
                "year" | "date" | "month" | "day" | "decade" | "century" | "time" => Asks::Date,
                "what" | "which"
                    if matches!(
                        word(at + 2),
                        "year" | "month" | "date" | "day" | "decade" | "century"
                    ) =>
                {
                    Asks::Date
                }
                "percentage" | "percent" | "number" | "amount" | "population" | "share"
                | "fraction" | "proportion" => Asks::Number,
                "country" | "city" | "countries" | "cities" | "state" | "region" | "place"
                | "town" => Asks::Place,
                "person" => Asks::Person,
                _ => continue,
            },
            _ => continue,
        };
        return asks;
    }
    Asks::Other
}
