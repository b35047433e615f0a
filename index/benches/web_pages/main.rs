//! How well and how fast saved web pages are read, beside `dom_smoothie` over the same pages.
//!
//! ```text
//! cargo bench -p attache-index --bench web_pages
//! ```
//!
//! The pages are our own, under `tests/web_pages`, with what should be read of each beside it: they
//! guard the rules and were seen while the rules were made, so the share that is read rightly says
//! little of other pages. `dom_smoothie` is Mozilla's Readability in Rust; its text is cut into
//! paragraphs at its line ends, its metadata are not compared. Each page is timed as it is and
//! within 400 KB of scripts, menus and teasers, which is what news sites put around theirs.
//!
//! Deliberately absent: a benchmark framework; pages of others.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use attache_index::{ArticleId, parse_web_page};
use dom_smoothie::{Config, Readability, TextMode};

/// Every page is read this often by each, in turns; the median counts.
const ROUNDS: usize = 3;

struct Page {
    html: Vec<u8>,
    paragraphs: Vec<String>,
}

/// Paragraphs found and right, found, and wanted; pages without a fault.
#[derive(Default)]
struct Score {
    right: usize,
    found: usize,
    wanted: usize,
    perfect: usize,
}

fn main() {
    let pages = pages();
    println!("{} pages", pages.len());
    println!("reader          F1     perfect    ms a page, alone   within 400 KB");
    let padded: Vec<Vec<u8>> = pages.iter().map(|page| pad(&page.html)).collect();
    let bare: Vec<Vec<u8>> = pages.iter().map(|page| page.html.clone()).collect();
    let [(our_bare, peer_bare), (our_padded, peer_padded)] =
        [&bare, &padded].map(|pages| time(pages));
    for (name, read, bare, padded) in [
        (
            "attaché",
            ours as fn(&[u8]) -> Vec<String>,
            our_bare,
            our_padded,
        ),
        ("dom_smoothie", peer, peer_bare, peer_padded),
    ] {
        let mut score = Score::default();
        for page in &pages {
            score.add(&read(&page.html), &page.paragraphs);
        }
        println!(
            "{name:<14} {:.3}  {:>3} of {:<3}   {:>14.2}   {:>14.2}",
            score.f1(),
            score.perfect,
            pages.len(),
            bare.as_secs_f64() * 1000.0,
            padded.as_secs_f64() * 1000.0,
        );
    }
}

fn pages() -> Vec<Page> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/web_pages"));
    let files = fs::read_dir(folder).expect("the pages are in the repository");
    let paths = files.map(|file| file.expect("the folder can be read").path());
    let pages = paths.filter(|path| path.extension().is_some_and(|ending| ending == "html"));
    pages
        .map(|path| {
            let told = fs::read_to_string(path.with_extension("md")).expect("each page has one");
            let (_, body) = told.split_once("\n\n").unwrap_or_default();
            let lines = body
                .lines()
                .filter(|line| !line.is_empty() && !line.starts_with("## "));
            Page {
                html: fs::read(&path).expect("the page can be read"),
                paragraphs: lines.map(folded).collect(),
            }
        })
        .collect()
}

/// `html` with scripts, a menu and teasers at the beginning of its body.
fn pad(html: &[u8]) -> Vec<u8> {
    let mut around = String::new();
    for at in 0..1500 {
        let _ = write!(
            around,
            "<script>window.items=window.items||[];items.push({{place:{at},kind:'slot',size:[300,250]}});</script>\
             <div class=\"menu__item menu__item--{at}\"><ul><li><a href=\"/topic/{at}\">Topic {at}</a></li></ul>\
             <div class=\"card\"><a href=\"/story/{at}\"><h3>A story of the day, number {at}</h3></a><span>2 hours ago</span></div></div>"
        );
    }
    let body = html.windows(5).position(|bytes| bytes == b"<body");
    let open = body.and_then(|at| {
        let end = html.iter().skip(at).position(|&byte| byte == b'>')?;
        Some(at + end + 1)
    });
    let (before, after) = html.split_at(open.unwrap_or_default());
    [before, around.as_bytes(), after].concat()
}

/// Median times a page, ours and the peer's.
fn time(pages: &[Vec<u8>]) -> (Duration, Duration) {
    let (mut our_times, mut peer_times) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        for page in pages {
            for (read, times) in [
                (ours as fn(&[u8]) -> Vec<String>, &mut our_times),
                (peer, &mut peer_times),
            ] {
                let start = Instant::now();
                std::hint::black_box(read(page));
                times.push(start.elapsed());
            }
        }
    }
    (median(our_times), median(peer_times))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn ours(html: &[u8]) -> Vec<String> {
    let id = ArticleId::parse("page").expect("an id of letters");
    parse_web_page(html, None, id).map_or_else(
        |_| Vec::new(),
        |article| {
            let body = article
                .paragraphs()
                .filter(|paragraph| paragraph.number > 0);
            body.map(|paragraph| folded(paragraph.text)).collect()
        },
    )
}

fn peer(html: &[u8]) -> Vec<String> {
    let html = String::from_utf8_lossy(html);
    let config = Config {
        text_mode: TextMode::Formatted,
        ..Config::default()
    };
    let article = Readability::new(&*html, None, Some(config)).and_then(|mut page| page.parse());
    article.map_or_else(
        |_| Vec::new(),
        |article| {
            let lines = article.text_content.lines().map(folded);
            lines.filter(|line| !line.is_empty()).collect()
        },
    )
}

/// White space is no difference.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Score {
    fn add(&mut self, found: &[String], wanted: &[String]) {
        let mut left: HashMap<&str, usize> = HashMap::new();
        for text in wanted {
            *left.entry(text).or_default() += 1;
        }
        let mut right = 0;
        for text in found {
            if let Some(count) = left.get_mut(text.as_str()).filter(|count| **count > 0) {
                *count -= 1;
                right += 1;
            }
        }
        self.right += right;
        self.found += found.len();
        self.wanted += wanted.len();
        self.perfect += usize::from(found == wanted);
    }

    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.wanted).max(1) as f64
    }
}
