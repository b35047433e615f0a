//! The words furniture is known by, in lower case, in English and where cheap in other languages.
//!
//! Deliberately absent: names of publishers and of articles.

/// Words on buttons; a line of one of them is furniture only beside other furniture.
pub(super) const BUTTONS: [&str; 33] = [
    "share",
    "facebook",
    "twitter",
    "x",
    "whatsapp",
    "telegram",
    "email",
    "e-mail",
    "linkedin",
    "reddit",
    "pinterest",
    "instagram",
    "youtube",
    "threads",
    "bluesky",
    "messenger",
    "copy",
    "link",
    "print",
    "save",
    "listen",
    "comments",
    "menu",
    "search",
    "follow",
    "subscribe",
    "play",
    "pause",
    "like",
    "tweet",
    "поделиться",
    "paylaş",
    "dinle",
];

/// Whole lines that are buttons wherever they stand.
pub(super) const BUTTON_LINES: [&str; 24] = [
    "copy link",
    "link copied",
    "link copied!",
    "share this",
    "share this article",
    "share this story",
    "share on facebook",
    "share on twitter",
    "share on x",
    "share on whatsapp",
    "share full article",
    "listen to this article",
    "listen to article",
    "gift this article",
    "save for later",
    "print this article",
    "skip to content",
    "skip to main content",
    "sign in",
    "log in",
    "back to top",
    "скопировать ссылку",
    "bağlantıyı kopyala",
    "linki kopyala",
];

/// Whole lines where an advertisement stood.
pub(super) const AD_LINES: [&str; 12] = [
    "advertisement",
    "advertising",
    "ad",
    "sponsored",
    "sponsored content",
    "promoted",
    "paid content",
    "реклама",
    "reklam",
    "story continues below",
    "continue reading below",
    "article continues below",
];

/// What such lines begin with.
pub(super) const AD_STARTS: [&str; 7] = [
    "advertisement ",
    "advertisement-",
    "advertisement—",
    "story continues below",
    "article continues below",
    "article continues after",
    "scroll to continue",
];

/// What a call to subscribe or to agree begins with.
pub(super) const LETTER_STARTS: [&str; 16] = [
    "sign up for ",
    "sign up to ",
    "subscribe to our ",
    "subscribe to the ",
    "get the latest news",
    "get our newsletter",
    "enter your email",
    "by signing up",
    "by subscribing",
    "by clicking",
    "we use cookies",
    "this site uses cookies",
    "this website uses cookies",
    "accept all cookies",
    "accept cookies",
    "подпишитесь на",
];

/// What a pointer to another article begins with.
pub(super) const TEASERS: [&str; 35] = [
    "related articles",
    "related article",
    "related stories",
    "related story",
    "related news",
    "related topics",
    "related",
    "read more",
    "read also",
    "also read",
    "read next",
    "more to read",
    "more",
    "recommended stories",
    "recommended",
    "recommended for you",
    "see also",
    "you may also like",
    "don't miss",
    "don’t miss",
    "editor's picks",
    "editor’s picks",
    "most read",
    "trending",
    "watch",
    "читайте также",
    "читать также",
    "по теме",
    "смотрите также",
    "ilgili haberler",
    "ilgili haber",
    "ayrıca okuyun",
    "həmçinin oxuyun",
    "oxşar xəbərlər",
    "bunu da oxuyun",
];

/// Labels of the line that names the publisher.
pub(super) const SOURCES: [&str; 8] = [
    "source",
    "sources",
    "источник",
    "источники",
    "kaynak",
    "mənbə",
    "quelle",
    "fuente",
];

/// What a call to subscribe or to agree speaks of.
pub(super) const LETTER_TOPICS: [&str; 12] = [
    "newsletter",
    "inbox",
    "email",
    "e-mail",
    "cookie",
    "privacy",
    "terms",
    "alerts",
    "updates",
    "подпи",
    "рассылк",
    "канал",
];

/// What stands before a picture's owner.
pub(super) const CREDIT_LABELS: [&str; 12] = [
    "photo: ",
    "photos: ",
    "photo by ",
    "photograph: ",
    "picture: ",
    "image: ",
    "image credit: ",
    "photo credit: ",
    "credit: ",
    "фото: ",
    "fotoğraf: ",
    "foto: ",
];

/// Whole lines that tell a picture's owner.
pub(super) const CREDIT_LINES: [&str; 10] = [
    "getty images",
    "(getty images)",
    "afp via getty images",
    "(ap)",
    "(reuters)",
    "(afp)",
    "reuters",
    "file photo",
    "(file photo)",
    "[file]",
];

/// What a line of the tail says somewhere.
pub(super) const TAIL_PARTS: [&str; 4] = [
    "all rights reserved",
    "все права защищены",
    "tüm hakları saklıdır",
    "bütün hüquqlar qorunur",
];

/// What a short line of the tail begins with.
pub(super) const TAIL_STARTS: [&str; 29] = [
    "contact us",
    "follow us",
    "share your feedback",
    "sneak a peek",
    "terms of use",
    "terms of service",
    "terms and conditions",
    "privacy policy",
    "cookie policy",
    "about us",
    "download our app",
    "download the app",
    "get the app",
    "tags:",
    "topics:",
    "filed under",
    "leave a comment",
    "join our ",
    "join us on",
    "report an error",
    "report a typo",
    "send us your",
    "have a tip",
    "подписывайтесь",
    "свяжитесь с нами",
    "bizi takip",
    "bize ulaşın",
    "bizi izləyin",
    "bizimlə əlaqə",
];
