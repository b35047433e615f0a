//! Whether a chat message asks something the articles might answer, and what.
//!
//! Made for channels where every question is answered and nothing else is: in doubt it is none.
//! Read in English, Russian, Ukrainian, Turkish and Azerbaijani.
//!
//! Deliberately absent: whether the articles do answer it, which only asking tells.

mod words;

use crate::analyzer::{Analyzer, words as word_ranges};
use crate::chat::plain_lines;
use crate::sentences::sentences;
use crate::stopwords::is_stopword;
use words::{
    ASKING_ENDINGS, ASKS_ANYWHERE, ASKS_FIRST, AUXILIARIES, CHAT, COMMAND_MARKS, EXCLAIMS,
    ONE_ANOTHER, Openings, PARTICLES, REQUESTS, Set, TIME_OR_PLACE, WH,
};

/// A message with more sentences than this tells something, whatever it asks on the way.
const SENTENCES_MAX: usize = 6;
/// The most sentences taken as the question.
const QUESTIONS_MAX: usize = 2;
/// The most words of a question; a longer one is an argument.
const WORDS_MAX: usize = 40;

/// A question found in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PosedQuestion {
    /// The sentence that asks, or two.
    pub text: String,
    /// What was said before it in the same message, for a question that leans on that.
    pub before: Option<String>,
}

/// A sentence, read.
struct Sentence<'a> {
    text: &'a str,
    /// Its words, folded.
    words: Vec<Box<str>>,
    /// The words, each closed by a blank.
    folded: String,
    /// How many of its words mean something.
    content: usize,
}

/// The question `message` asks; none when it is a statement, small talk, a greeting, thanks, a
/// command, meant for another member, or when in doubt.
pub fn posed_question(message: &str) -> Option<PosedQuestion> {
    if is_command(message) || names_a_member(message) {
        return None;
    }
    let lines = plain_lines(message);
    let mut analyzer = Analyzer::new();
    let sentences: Vec<Sentence<'_>> = lines
        .iter()
        .flat_map(|line| {
            let slices = sentences(line).into_iter();
            slices.filter_map(move |range| line.get(range))
        })
        .map(|text| Sentence::read(&mut analyzer, text))
        .filter(|sentence| !sentence.words.is_empty())
        .collect();
    if sentences.len() > SENTENCES_MAX {
        return None;
    }
    let says = |sentence: &Sentence<'_>| sentence.content > 0 && !sentence.is_chat();
    let (mut asked, mut before): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for sentence in &sentences {
        let about = sentence.content > 0 || !before.is_empty();
        if about && asked.len() < QUESTIONS_MAX && sentence.asks() {
            asked.push(sentence.text);
        } else if asked.is_empty() && says(sentence) {
            before.push(sentence.text);
        }
    }
    (!asked.is_empty()).then(|| PosedQuestion {
        text: asked.join(" "),
        before: (!before.is_empty()).then(|| before.join(" ")),
    })
}

/// Whether `message` says nothing that could be looked up: thanks, laughter, a greeting. A single
/// "why?" does, for a question that leans on the one before.
pub fn is_small_talk(message: &str) -> bool {
    let mut analyzer = Analyzer::new();
    plain_lines(message).iter().all(|line| {
        let line = Sentence::read(&mut analyzer, line);
        let asks = line.words.iter().any(|word| is_asking_word(word));
        line.content == 0 && !(asks && line.ends_as_question())
    })
}

/// Whether it calls a bot: `!play`, `/roll`, `.help`, `t!rank`.
fn is_command(message: &str) -> bool {
    let message = message.trim_start();
    let mark = |c: char| COMMAND_MARKS.contains(&c);
    let mut chars = message.chars();
    let first = chars.next();
    let second = chars.next();
    let calls = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    first.is_some_and(mark) && calls(second)
        || first.is_some_and(|c| c.is_ascii_alphabetic())
            && second.is_some_and(|c| matches!(c, '!' | '$'))
            && calls(chars.next())
}

/// Whether it mentions a member or a role, or everyone: then somebody else is asked.
fn names_a_member(message: &str) -> bool {
    ["<@", "@everyone", "@here"]
        .iter()
        .any(|mention| message.contains(mention))
}

impl<'a> Sentence<'a> {
    fn read(analyzer: &mut Analyzer, text: &'a str) -> Self {
        let mut sentence = Self {
            text,
            words: Vec::new(),
            folded: String::new(),
            content: 0,
        };
        for range in word_ranges(text) {
            let forms = analyzer.forms(text.get(range).unwrap_or_default());
            let word = forms.exact.clone();
            let grammar = is_stopword(forms.exact_key) || is_asking_word(&word);
            sentence.content += usize::from(!grammar && !CHAT.contains(&word));
            sentence.folded.push_str(&word);
            sentence.folded.push(' ');
            sentence.words.push(word);
        }
        sentence
    }

    /// Whether it asks something that articles could tell.
    fn asks(&self) -> bool {
        let words = self.words.len();
        if !(2..=WORDS_MAX).contains(&words) || self.is_chat() {
            return false;
        }
        if self.ends_as_question() {
            // "The harbour?" asks back; "what happened?" asks.
            return self.has_asking_word() || words >= 4;
        }
        words >= 3 && !self.text.ends_with(['!', '…', ':']) && self.asks_without_a_mark()
    }

    fn ends_as_question(&self) -> bool {
        let closes = |c: char| !c.is_alphanumeric() && !matches!(c, '?' | '？' | '؟');
        self.text
            .trim_end_matches(closes)
            .ends_with(['?', '？', '؟'])
    }

    /// Whether members talk to one another in it: about themselves, in greeting, in surprise.
    fn is_chat(&self) -> bool {
        let personal = self.words.iter().any(|word| ONE_ANOTHER.contains(word));
        personal && self.after(&REQUESTS).is_none() || self.after(&EXCLAIMS).is_some()
    }

    /// What follows the longest of `openings` that it begins with.
    fn after(&self, openings: &Openings) -> Option<&str> {
        openings
            .iter()
            .filter_map(|opening| self.folded.strip_prefix(opening.as_str()))
            .min_by_key(|rest| rest.len())
    }

    fn word_is_in(&self, at: usize, set: &Set) -> bool {
        self.words.get(at).is_some_and(|word| set.contains(word))
    }

    fn has_asking_word(&self) -> bool {
        self.word_is_in(0, &AUXILIARIES) || self.words.iter().any(|word| is_asking_word(word))
    }

    /// Whether its words alone make it a question, as many leave the mark out in chat.
    fn asks_without_a_mark(&self) -> bool {
        let english =
            self.word_is_in(0, &WH) && (self.is_contracted() || self.word_is_in(1, &AUXILIARIES));
        let parted = self.text.contains([',', ';', '—', '–']);
        let slavic = self.word_is_in(0, &ASKS_FIRST)
            || !parted && self.word_is_in(0, &TIME_OR_PLACE)
            || self.word_is_in(1, &PARTICLES);
        let turkic = !parted && self.words.iter().any(|word| ASKS_ANYWHERE.contains(word));
        let to_be_told = self.after(&REQUESTS).is_some_and(|rest| {
            let next = rest.split(' ').next().unwrap_or_default();
            is_asking_word(next)
        });
        english || slavic || turkic || to_be_told
    }

    /// Whether its first word holds "is": "what's", "whats".
    fn is_contracted(&self) -> bool {
        let first = self.text.split_whitespace().next().unwrap_or_default();
        first.to_lowercase().ends_with('s') && !first.eq_ignore_ascii_case("whose")
    }
}

fn is_asking_word(word: &str) -> bool {
    [&WH, &ASKS_FIRST, &TIME_OR_PLACE, &ASKS_ANYWHERE, &PARTICLES]
        .iter()
        .any(|set| set.contains(word))
        || ASKING_ENDINGS
            .iter()
            .any(|ending| word.ends_with(&**ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(message: &str) -> bool {
        posed_question(message).is_some()
    }

    #[test]
    fn questions_are_questions() {
        for message in [
            "Who closed the northern quay?",
            "why did Elm double the toll",
            "Hi all! How much herring goes to Birch now?",
            "how many boats lay across the channel",
            "what's the toll for a small boat?",
            "Is the treaty still in force?",
            "can someone explain why the ferry waited?",
            "tell me why the quay is closed",
            "> the toll doubled\nWhen was that?",
            "Did Ruth Dahl really say the money is for dredging? 🤔",
            "Почему Эльм удвоил пошлину?",
            "почему закрыли северный причал",
            "Сколько лодок стояло в проливе?",
            "Правда ли, что договор отменён?",
            "когда закрыли причал",
            "Кто такая Рут Даль?",
            "Закрыт ли причал",
            "Чому Ельм подвоїв мито?",
            "скільки човнів стояло в протоці",
            "Чи закрито причал?",
            "Хто закрив причал?",
            "Elm neden gümrüğü iki katına çıkardı?",
            "rıhtımı kim kapattı",
            "Anlaşma hâlâ geçerli mi?",
            "Kaç tekne bekledi?",
            "Ruth Dahl kimdir?",
            "Elm rüsumu niyə artırdı",
            "Körpünü kim bağladı?",
            "Neçə qayıq gözlədi?",
            "Müqavilə qüvvədədirmi?",
        ] {
            assert!(asks(message), "{message}");
        }
    }

    #[test]
    fn statements_small_talk_and_commands_are_none() {
        for message in [
            "The quay is closed.",
            "when the quay closed, everybody left",
            "when I was young the quay was open",
            "what a lovely harbour",
            "What a mess, who would have thought!",
            "how nice of them to open it",
            "who cares?",
            "why?",
            "really?",
            "lol what?",
            "the harbour?",
            "hello everyone",
            "Good morning! How are you?",
            "how's it going?",
            "thanks for the answer!",
            "what do you think about the harbour?",
            "anyone here?",
            "are we meeting at the quay tonight?",
            "<@123> why did the ferry wait?",
            "@everyone who closed the quay?",
            "!play harbour song",
            "/ask who closed the quay",
            "t!rank of the quay?",
            "https://a.example/why?",
            "?",
            "",
            "```why does the harbour close?```",
            "привет всем",
            "Как дела?",
            "спасибо за ответ",
            "что за бред",
            "когда причал закрыли, все ушли",
            "а ты откуда?",
            "как вы думаете, откроют причал?",
            "дякую всім",
            "як справи?",
            "що ти думаєш про причал?",
            "Merhaba, nasılsınız?",
            "naber?",
            "teşekkürler arkadaşlar",
            "ne güzel liman",
            "sen ne düşünüyorsun?",
            "salam, necəsən?",
            "sağ olun",
            "Rıhtım kapandı.",
        ] {
            assert!(!asks(message), "{message}");
        }
    }

    #[test]
    fn thanks_say_nothing_and_a_bare_why_asks() {
        for message in ["thanks!", "ok lol", "😀", "спасибо", "teşekkürler", "и что"]
        {
            assert!(is_small_talk(message), "{message}");
        }
        for message in ["why?", "а почему?", "and the herring", "neden?"] {
            assert!(!is_small_talk(message), "{message}");
        }
    }

    #[test]
    fn a_rant_is_none() {
        assert!(!asks(&"The toll is high. Why is that? ".repeat(5)));
        let long = format!("why did {} happen?", "the toll and ".repeat(30));
        assert!(!asks(&long));
    }

    #[test]
    fn the_asking_sentence_is_taken_and_what_came_before_is_kept() {
        assert_eq!(
            posed_question("Hello! **Ruth Dahl** closed the quay.\nWhy did she do that?"),
            Some(PosedQuestion {
                text: "Why did she do that?".into(),
                before: Some("Ruth Dahl closed the quay.".into()),
            })
        );
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(message in "(\\PC|[?!.\n ]|why |нас |mi ){0,50}") {
            let _ = posed_question(&message);
        }
    }
}
