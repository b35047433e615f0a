//! The words by which questions and small talk are told, listed as people type them and compared
//! folded.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::analyzer::{Analyzer, words};

/// Words, folded.
pub(super) type Set = LazyLock<HashSet<Box<str>>>;
/// Openings of one word or a few, each folded and closed by a blank.
pub(super) type Openings = LazyLock<Vec<String>>;

/// English words that ask.
pub(super) static WH: Set = LazyLock::new(|| {
    set("who whom whose what when where why how which whats whos wheres whens whys hows")
});

/// English words that ask when they come first, or right after one of [`WH`].
pub(super) static AUXILIARIES: Set = LazyLock::new(|| {
    set(
        "is isn't are aren't was wasn't were weren't do does doesn't did didn't has hasn't have \
         haven't had will won't would can can't could should must might may happened caused many \
         much long far often",
    )
});

/// Russian and Ukrainian words that ask when they come first.
pub(super) static ASKS_FIRST: Set = LazyLock::new(|| {
    set(
        "почему зачем отчего сколько насколько кто кого кому какой какая какое какие какую каких \
         каким какова каков чей чья чому навіщо скільки хто який яка яке які яких яку чи",
    )
});

/// Russian and Ukrainian words that ask, or begin a clause: with a comma they ask nothing.
pub(super) static TIME_OR_PLACE: Set = LazyLock::new(|| {
    set("когда где куда откуда что чем чего как правда коли де куди звідки що чим чого як")
});

/// Russian and Ukrainian words that ask as the second word.
pub(super) static PARTICLES: Set = LazyLock::new(|| set("ли чи"));

/// Turkish and Azerbaijani words that ask wherever they stand.
pub(super) static ASKS_ANYWHERE: Set = LazyLock::new(|| {
    set(
        "neden niçin niye nasıl nerede nereye nereden kim kimdir kimin kime kimi kaç kaçıncı hangi \
         hangisi ne nedir mi mı mu mü midir mıdır mudur müdür niyə necə harada haraya haradan \
         hansı hansılar nə nədir neçə",
    )
});

/// Azerbaijani endings that ask, written together with the word.
pub(super) static ASKING_ENDINGS: LazyLock<Vec<Box<str>>> =
    LazyLock::new(|| set("dirmi dırmı durmu dürmü").iter().cloned().collect());

/// Words by which members speak of themselves and to one another.
pub(super) static ONE_ANOTHER: Set = LazyLock::new(|| {
    set(
        "you your yours u ur ya y'all you're you've you'd i I'm I've I'd my mine myself we we're \
         our us anyone anybody guys bro dude me \
         ты тебя тебе тобой твой твоя твое твои вы вас вам вами ваш ваша ваше ваши я мне меня мой \
         моя мы нас нам наш ребята ти тобі ви мені мене ми твій мій \
         sen seni sana sence senin siz sizi size sizce sizin ben beni bana benim biz bizi bize \
         mən mənə məni mənim sən sənə səni sənin bizə sizə arkadaşlar uşaqlar",
    )
});

/// Openings that ask to be told something: there "me" and "you" are no small talk.
pub(super) static REQUESTS: Openings = LazyLock::new(|| {
    openings(&[
        "tell me",
        "please tell me",
        "explain",
        "explain to me",
        "please explain",
        "can you tell me",
        "can you explain",
        "could you explain",
        "could you tell me",
        "can anyone explain",
        "can anyone tell me",
        "can someone explain",
        "can someone tell me",
        "can somebody explain",
        "can somebody tell me",
        "does anyone know",
        "does anybody know",
        "do you know",
        "anyone know",
        "i wonder",
        "i want to know",
        "подскажите",
        "скажите",
        "скажите пожалуйста",
        "расскажите",
        "объясните",
        "кто знает",
        "кто-нибудь знает",
        "не знаете",
        "підкажіть",
        "поясніть",
    ])
});

/// Openings that ask nothing, though a word in them might.
pub(super) static EXCLAIMS: Openings = LazyLock::new(|| {
    openings(&[
        "what a",
        "what an",
        "what if",
        "what about",
        "what the hell",
        "what the heck",
        "what the fuck",
        "how about",
        "how nice",
        "how cool",
        "how funny",
        "how sad",
        "how dare",
        "how is it going",
        "how's it going",
        "how's everyone",
        "how is everyone",
        "how come",
        "how so",
        "what's up",
        "what's new",
        "who cares",
        "who knows",
        "who asked",
        "who's online",
        "who is online",
        "who wants",
        "who else",
        "why not",
        "why so serious",
        "is it just",
        "is anyone",
        "good morning",
        "good evening",
        "good night",
        "как дела",
        "как жизнь",
        "как так",
        "как же",
        "как хорошо",
        "как красиво",
        "как всегда",
        "как обычно",
        "что за",
        "что нового",
        "кто тут",
        "кто здесь",
        "какой ужас",
        "какой кошмар",
        "какая разница",
        "какая красота",
        "зачем так",
        "як справи",
        "як завжди",
        "що нового",
        "хто тут",
        "яка різниця",
        "який жах",
        "ne güzel",
        "ne kötü",
        "ne haber",
        "ne var ne yok",
        "ne olursa",
        "ne yazık",
        "kim bilir",
        "nə gözəl",
        "nə yaxşı",
        "nə var nə yox",
    ])
});

/// Words of greetings, thanks and laughter, which mean nothing by themselves.
pub(super) static CHAT: Set = LazyLock::new(|| {
    set(
        "hello hi hey morning evening night good thanks thank thx welcome lol lmao haha wow cool \
         nice bye sup guys everyone everybody all \
         привет здравствуйте спасибо пока ахах лол дела добрый день утро вечер всем \
         привіт вітаю дякую справи всім \
         merhaba selam slm naber nasılsın nasılsınız teşekkürler teşekkür sağol günaydın napıyorsun \
         salam necəsən necəsiniz təşəkkür sağ olun",
    )
});

/// What commands of bots begin with.
pub(super) const COMMAND_MARKS: [char; 13] = [
    '!', '/', '.', '?', '$', '%', '&', '+', '-', ';', '~', '=', ',',
];

fn set(list: &str) -> HashSet<Box<str>> {
    let mut analyzer = Analyzer::new();
    words(list)
        .map(|range| {
            let word = list.get(range).unwrap_or_default();
            analyzer.forms(word).exact.clone()
        })
        .collect()
}

fn openings(list: &[&str]) -> Vec<String> {
    let mut analyzer = Analyzer::new();
    list.iter()
        .map(|phrase| {
            words(phrase).fold(String::new(), |folded, range| {
                let word = phrase.get(range).unwrap_or_default();
                folded + &analyzer.forms(word).exact + " "
            })
        })
        .collect()
}
