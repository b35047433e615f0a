//! One short article about two towns that never were, laid out as news sites do.
//!
//! Each layout holds exactly [`TITLE`] and [`PARAGRAPHS`]; whatever else stands on the page is none of it.

/// The article's title.
pub const TITLE: &str = "Elm lowers its harbour toll";

/// The article's paragraphs, in order.
pub const PARAGRAPHS: [&str; 4] = [
    "The council of Elm voted on Tuesday to lower the harbour toll from nine shillings to four, the first cut in eleven years.",
    "Fishermen from Birch, who land most of the herring sold in Elm, had kept their boats away from the quay since early spring.",
    "“We never wanted a quarrel, we wanted a fair price for a berth,” said Ada Penrose, who speaks for the Birch crews.",
    "The new toll applies from the first of June and will be looked at again after one season, the harbour master said.",
];

/// When the layouts say it was published.
pub const PUBLISHED: &str = "2025-05-13T09:30:00+02:00";

/// A page with a header, the article and a footer.
pub const PLAIN: &str = r#"<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Elm lowers its harbour toll | The Quay Gazette</title>
<meta property="og:title" content="Elm lowers its harbour toll">
<meta property="og:site_name" content="The Quay Gazette">
<meta property="article:published_time" content="2025-05-13T09:30:00+02:00">
<meta name="author" content="Tom Arkwright"></head>
<body><header><a href="/">The Quay Gazette</a><nav><ul><li><a href="/towns">Towns</a></li><li><a href="/sea">Sea</a></li></ul></nav></header>
<main><article><h1>Elm lowers its harbour toll</h1>
<p>The council of Elm voted on Tuesday to lower the harbour toll from nine shillings to four, the first cut in eleven years.</p>
<p>Fishermen from Birch, who land most of the herring sold in Elm, had kept their boats away from the quay since early spring.</p>
<p>“We never wanted a quarrel, we wanted a fair price for a berth,” said Ada Penrose, who speaks for the Birch crews.</p>
<p>The new toll applies from the first of June and will be looked at again after one season, the harbour master said.</p>
</article></main><footer><p>© The Quay Gazette. All rights reserved.</p></footer></body></html>
"#;

/// The article under a consent box that covers it.
pub const UNDER_CONSENT: &str = r#"<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Elm lowers its harbour toll - The Birch Bell</title>
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Elm lowers its harbour toll",
"datePublished":"2025-05-13T09:30:00+02:00","author":{"@type":"Person","name":"Tom Arkwright"},"publisher":{"@type":"Organization","name":"The Birch Bell"}}</script></head>
<body><div id="cookie-consent" class="overlay" role="dialog"><h2>We value your privacy</h2>
<p>We and our 214 partners store and read information on your device to show you advertising that fits you and to measure how it does.</p>
<p>You may change your mind at any time under “Privacy” at the foot of each page.</p><button>Accept all</button><button>Only what is needed</button></div>
<div class="page"><div class="story"><h1>Elm lowers its harbour toll</h1><p class="byline">By Tom Arkwright, harbour correspondent</p>
<div class="story-body"><p>The council of Elm voted on Tuesday to lower the harbour toll from nine shillings to four, the first cut in eleven years.</p>
<p>Fishermen from Birch, who land most of the herring sold in Elm, had kept their boats away from the quay since early spring.</p>
<p>“We never wanted a quarrel, we wanted a fair price for a berth,” said Ada Penrose, who speaks for the Birch crews.</p>
<p>The new toll applies from the first of June and will be looked at again after one season, the harbour master said.</p></div></div></div>
</body></html>
"#;

/// A consent page and nothing else: what a site answers to who has not agreed yet.
pub const CONSENT_WALL: &str = r#"<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Before you continue to The Birch Bell</title></head>
<body><main><h1>Before you continue</h1>
<p>Reading The Birch Bell is free because advertising pays for it. To go on, agree that we and our partners may store cookies.</p>
<p>Subscribers read without advertising and without cookies for three shillings a month.</p>
<form method="post" action="/consent"><button>Agree and continue</button><a href="/subscribe">Subscribe</a></form></main></body></html>
"#;

/// The article among teasers, a caption, share buttons, a newsletter box and readers' comments.
pub const WITH_COMMENTS: &str = r##"<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Elm lowers its harbour toll — Aspen Herald</title>
<meta property="og:title" content="Elm lowers its harbour toll"><meta property="og:site_name" content="Aspen Herald"></head>
<body><nav class="menu"><a href="/">Home</a> <a href="/trade">Trade</a> <a href="/weather">Weather</a></nav>
<article class="post"><h1>Elm lowers its harbour toll</h1><time datetime="2025-05-13T09:30:00+02:00">13 May 2025</time>
<div class="share"><a href="#">Share</a><a href="#">Print</a><a href="#">Send</a></div>
<figure><img src="/quay.jpg" alt="The quay of Elm"><figcaption>Empty berths at the quay of Elm in April. Photo: R. Moss</figcaption></figure>
<p>The council of Elm voted on Tuesday to lower the harbour toll from nine shillings to four, the first cut in eleven years.</p>
<p>Fishermen from Birch, who land most of the herring sold in Elm, had kept their boats away from the quay since early spring.</p>
<aside class="teaser"><h3>Read also</h3><ul><li><a href="/a1">Why the lighthouse went dark for a night</a></li><li><a href="/a2">Aspen plans a second ferry</a></li></ul></aside>
<p>“We never wanted a quarrel, we wanted a fair price for a berth,” said Ada Penrose, who speaks for the Birch crews.</p>
<div class="newsletter"><p>The harbour in your letter box: sign up for our weekly post and miss no tide.</p></div>
<p>The new toll applies from the first of June and will be looked at again after one season, the harbour master said.</p></article>
<section class="related"><h2>More from the coast</h2><a href="/a3">Herring prices rise for the third week in a row</a></section>
<section id="comments"><h2>2 comments</h2><div class="comment"><b>netmender</b><p>High time, we have been saying so for years and nobody at the council would hear of it.</p></div>
<div class="comment"><b>old_salt</b><p>Wait for the winter, they will raise it again as soon as the boats are back.</p></div></section>
<footer>Aspen Herald, Mill Lane 3, Aspen</footer></body></html>
"##;

/// A Russian page in windows-1251 whose `meta` says so, whatever a header claims; and its one paragraph.
pub fn in_windows_1251() -> (Vec<u8>, &'static str) {
    let paragraph = "Совет Эльма снизил портовый сбор, и лодки из Бирча вернулись к причалу.";
    let html = format!(
        "<!DOCTYPE html><html lang=\"ru\"><head><meta charset=\"windows-1251\">\
         <title>Сбор снижен</title></head><body><article><h1>Сбор снижен</h1>\
         <p>{paragraph}</p></article></body></html>"
    );
    (html.chars().map(windows_1251).collect(), paragraph)
}

/// The byte of a character of Russian text.
fn windows_1251(character: char) -> u8 {
    let code = u32::from(character);
    let byte = match character {
        'А'..='я' => code - u32::from('А') + 0xC0,
        'Ё' => 0xA8,
        'ё' => 0xB8,
        _ => code,
    };
    u8::try_from(byte).expect("the page holds ASCII and Russian only")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_layout_holds_the_whole_article() {
        for layout in [PLAIN, UNDER_CONSENT, WITH_COMMENTS] {
            assert!(layout.contains(&format!("<h1>{TITLE}</h1>")));
            assert!(layout.contains(PUBLISHED));
            for paragraph in PARAGRAPHS {
                assert!(layout.contains(&format!("<p>{paragraph}</p>")));
            }
        }
        assert!(!PARAGRAPHS.iter().any(|p| CONSENT_WALL.contains(p)));
    }
}
