//! Feeds of the towns' news, in each format, with links that are relative to the feed.

/// Items of every feed here, newest first: title, path, moment, summary as plain text.
pub const ITEMS: [(&str, &str, &str, &str); 3] = [
    (
        "Elm lowers its harbour toll",
        "/news/toll",
        "2025-05-13T07:30:00Z",
        "The council voted for four shillings; Birch’s boats return.",
    ),
    (
        "A second ferry for Aspen",
        "/news/ferry",
        "2025-05-11T16:00:00Z",
        "It is to sail from autumn on.",
    ),
    (
        "Lighthouse dark for a night",
        "/news/light",
        "2025-05-09T05:15:00Z",
        "The keeper blames the harbour’s wiring & old lamps.",
    ),
];

/// RSS 2.0, oldest item first, summaries as escaped HTML.
pub const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>The Quay Gazette</title><link>/</link>
<atom:link href="/feed.rss" rel="self" type="application/rss+xml"/><description>News from the quay</description>
<item><title>Lighthouse dark for a night</title><link>/news/light</link><guid isPermaLink="false">3</guid>
<pubDate>Fri, 09 May 2025 07:15:00 +0200</pubDate><description>&lt;p&gt;The keeper blames the harbour’s wiring &amp;amp; old lamps.&lt;/p&gt;</description></item>
<item><title>A second ferry for Aspen</title><link>/news/ferry</link><pubDate>Sun, 11 May 2025 16:00:00 GMT</pubDate>
<description><![CDATA[It is to <b>sail</b> from autumn on.]]></description></item>
<item><title>Elm lowers its harbour toll</title><link>/news/toll</link><pubDate>Tue, 13 May 2025 09:30:00 +0200</pubDate>
<description>The council voted for four shillings; Birch’s boats return.</description></item>
</channel></rss>
"#;

/// Atom 1.0.
pub const ATOM: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>The Quay Gazette</title><link rel="self" href="/feed.atom"/><id>urn:quay</id>
<updated>2025-05-13T07:30:00Z</updated>
<entry><title>Elm lowers its harbour toll</title><link rel="alternate" href="/news/toll"/><link rel="enclosure" href="/toll.mp3"/>
<id>urn:quay:1</id><published>2025-05-13T09:30:00+02:00</published><updated>2025-05-14T08:00:00Z</updated>
<summary>The council voted for four shillings; Birch’s boats return.</summary></entry>
<entry><title type="html">A second &lt;i&gt;ferry&lt;/i&gt; for Aspen</title><link href="/news/ferry"/><id>urn:quay:2</id>
<updated>2025-05-11T16:00:00Z</updated><content type="html">It is to &lt;b&gt;sail&lt;/b&gt; from autumn on.</content></entry>
<entry><title>Lighthouse dark for a night</title><link href="/news/light"/><id>urn:quay:3</id><updated>2025-05-09T05:15:00Z</updated>
<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The keeper blames the harbour’s wiring &amp; old lamps.</p></div></summary></entry>
</feed>
"#;

/// RSS 1.0, which is RDF.
pub const RDF: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="/"><title>The Quay Gazette</title><link>/</link><description>News from the quay</description></channel>
<item rdf:about="/news/toll"><title>Elm lowers its harbour toll</title><link>/news/toll</link><dc:date>2025-05-13T09:30:00+02:00</dc:date>
<description>The council voted for four shillings; Birch’s boats return.</description></item>
<item rdf:about="/news/ferry"><title>A second ferry for Aspen</title><link>/news/ferry</link><dc:date>2025-05-11T16:00:00Z</dc:date>
<description>It is to sail from autumn on.</description></item>
<item rdf:about="/news/light"><title>Lighthouse dark for a night</title><link>/news/light</link><dc:date>2025-05-09T05:15:00Z</dc:date>
<description>The keeper blames the harbour’s wiring &amp;amp; old lamps.</description></item>
</rdf:RDF>
"#;

/// JSON Feed 1.1.
pub const JSON: &str = r#"{"version":"https://jsonfeed.org/version/1.1","title":"The Quay Gazette","items":[
{"id":"1","url":"/news/toll","title":"Elm lowers its harbour toll","date_published":"2025-05-13T09:30:00+02:00","summary":"The council voted for four shillings; Birch’s boats return."},
{"id":"2","url":"/news/ferry","title":"A second ferry for Aspen","date_published":"2025-05-11T16:00:00Z","content_text":"It is to sail from autumn on."},
{"id":3,"url":"/news/light","title":"Lighthouse dark for a night","date_published":"2025-05-09T05:15:00Z","content_html":"<p>The keeper blames the harbour’s wiring &amp; old lamps.</p>"}]}
"#;
