//! An address that may be asked for, as far as its text tells. Pure.
//!
//! Deliberately absent: what its name stands for (`names`).

use std::net::IpAddr;

use reqwest::Url;
use url::Host;

use super::error::{FetchError, Reason};
use crate::settings::Fetch;

/// The longest address that is taken, in bytes.
const URL_MAX_BYTES: usize = 2048;
/// The most characters of an address that an error shows.
const SHOWN_CHARS: usize = 200;

/// An http or https address on an allowed port, without credentials or a fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) url: Url,
    pub(super) port: u16,
}

impl Target {
    /// Reads an address as somebody typed it.
    pub(super) fn parse(text: &str, settings: &Fetch) -> Result<Self, Reason> {
        if text.len() > URL_MAX_BYTES {
            let why = format!("longer than {URL_MAX_BYTES} bytes");
            return Err(Reason::Malformed(why));
        }
        let url = Url::parse(text.trim());
        let url = url.map_err(|error| Reason::Malformed(error.to_string()))?;
        Self::check(url, settings)
    }

    /// Where a `Location` leads from here, checked like any address.
    pub(super) fn join(&self, location: &str, settings: &Fetch) -> Result<Self, Reason> {
        let malformed = |why: String| Reason::Malformed(why);
        if location.len() > URL_MAX_BYTES {
            return Err(malformed(format!("longer than {URL_MAX_BYTES} bytes")));
        }
        let url = self.url.join(location);
        let next = Self::check(url.map_err(|error| malformed(error.to_string()))?, settings)?;
        if self.url.scheme() == "https" && next.url.scheme() == "http" {
            return Err(Reason::Downgrade);
        }
        Ok(next)
    }

    fn check(mut url: Url, settings: &Fetch) -> Result<Self, Reason> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Reason::Scheme(shortened(url.scheme())));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Reason::Credentials);
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(Reason::Malformed("it names no host".into()));
        }
        let port = url.port_or_known_default().unwrap_or_default();
        if !settings.ports.contains(&port) {
            return Err(Reason::Port(port));
        }
        url.set_fragment(None);
        Ok(Self { url, port })
    }

    /// The host as it stands in the address: a name in lower case, or an address, IPv6 in brackets.
    pub(super) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The host as it is compared: without the dot that may end a name.
    pub(super) fn site(&self) -> &str {
        self.host().trim_end_matches('.')
    }

    /// The address that the host is, unless it is a name. The parser has read every spelling of
    /// IPv4 by now: decimal, octal, hexadecimal, short, full width.
    pub(super) fn literal(&self) -> Option<IpAddr> {
        match self.url.host()? {
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
            Host::Domain(_) => None,
        }
    }

    /// Whether the operator allows this host to be anywhere.
    pub(super) fn may_be_private(&self, settings: &Fetch) -> bool {
        let site = self.site();
        settings.allow_private.iter().any(|allowed| allowed == site)
    }

    /// Where this site's robots.txt is.
    pub(super) fn robots(&self) -> Self {
        let mut url = self.url.clone();
        url.set_path("/robots.txt");
        url.set_query(None);
        Self { url, ..*self }
    }

    /// Scheme, host and port: what a robots.txt holds for.
    pub(super) fn origin(&self) -> String {
        format!("{}://{}:{}", self.url.scheme(), self.site(), self.port)
    }

    /// What robots.txt rules are about: the path and the query.
    pub(super) fn path_and_query(&self) -> String {
        match self.url.query() {
            Some(query) => format!("{}?{query}", self.url.path()),
            None => self.url.path().into(),
        }
    }
}

impl FetchError {
    /// `asked` is as it was typed; `at` as it was reached.
    pub(super) fn new(asked: &str, at: Option<&Target>, reason: Reason) -> Self {
        let url = shown(asked);
        let at = at.map(|at| shortened(at.url.as_str()));
        Self {
            at: at.filter(|at| *at != url),
            url,
            reason,
        }
    }
}

/// An address for people: without a password, printable, not too long.
fn shown(text: &str) -> String {
    let Ok(mut url) = Url::parse(text.trim()) else {
        return shortened(text.trim());
    };
    // Addresses that cannot hold credentials refuse to lose them.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    shortened(url.as_str())
}

fn shortened(text: &str) -> String {
    let printable = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let mut shown: String = text.chars().take(SHOWN_CHARS).map(printable).collect();
    if text.chars().nth(SHOWN_CHARS).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Target, Reason> {
        Target::parse(text, &Fetch::default())
    }

    #[test]
    fn every_spelling_of_an_address_is_read_as_the_address() {
        for (text, address) in [
            ("http://127.0.0.1/", "127.0.0.1"),
            ("http://2130706433/", "127.0.0.1"),
            ("http://0x7f.1/", "127.0.0.1"),
            ("http://0x7f000001/", "127.0.0.1"),
            ("http://0177.0.0.1/", "127.0.0.1"),
            ("http://017700000001/", "127.0.0.1"),
            ("http://127.1/", "127.0.0.1"),
            ("http://127.0.0.1./", "127.0.0.1"),
            ("http://１２７.０.０.１/", "127.0.0.1"),
            ("http://127。0。0。1/", "127.0.0.1"),
            ("http://①②⑦.⓪.⓪.①/", "127.0.0.1"),
            ("http://%31%32%37.0.0.1/", "127.0.0.1"),
            ("http:\\\\127.0.0.1\\", "127.0.0.1"),
            ("http:127.0.0.1", "127.0.0.1"),
            ("http://0/", "0.0.0.0"),
            ("http://2852039166/", "169.254.169.254"),
            ("http://[::1]/", "::1"),
            ("http://[::ffff:127.0.0.1]/", "::ffff:127.0.0.1"),
            ("http://[0:0:0:0:0:ffff:7f00:1]/", "::ffff:127.0.0.1"),
            ("http://[64:ff9b::10.0.0.1]/", "64:ff9b::a00:1"),
        ] {
            let expected: IpAddr = address.parse().unwrap();
            assert_eq!(parse(text).unwrap().literal(), Some(expected), "{text}");
        }
        assert_eq!(parse("http://localhost/").unwrap().literal(), None);
    }

    #[test]
    fn only_plain_web_addresses_are_taken() {
        let malformed = |text: &str| matches!(parse(text), Err(Reason::Malformed(_)));
        let scheme = |text: &str| matches!(parse(text), Err(Reason::Scheme(_)));
        for text in [
            "",
            "quay.example",
            "//quay.example/",
            "http://",
            "http://127.0.0.256/",
            "http://[fe80::1%25eth0]/",
            "http://a b/",
            "http://1.2.3.4.5/",
        ] {
            assert!(malformed(text), "{text}");
        }
        for text in [
            "file:///etc/passwd",
            "ftp://quay.example/",
            "gopher://quay.example:80/",
            "javascript:alert(1)",
            "data:text/html,a",
            "ws://quay.example/",
        ] {
            assert!(scheme(text), "{text}");
        }
        assert!(malformed(&format!("http://a.example/{}", "a".repeat(2048))));
        assert!(parse(" https://quay.example/a?b#c ").is_ok());
    }

    #[test]
    fn credentials_and_odd_ports_are_refused() {
        for text in [
            "http://ana@quay.example/",
            "http://ana:pass@quay.example/",
            "http://:pass@quay.example/",
            "http://quay.example:80@127.0.0.1/",
        ] {
            assert_eq!(parse(text), Err(Reason::Credentials), "{text}");
        }
        for port in [22, 25, 6379, 8080] {
            let text = format!("http://quay.example:{port}/");
            assert_eq!(parse(&text), Err(Reason::Port(port)));
        }
        assert!(parse("http://quay.example:443/").is_ok());
    }

    #[test]
    fn an_error_shows_no_password_and_nothing_unprintable() {
        let error = |url: &str| FetchError::new(url, None, Reason::Credentials).to_string();
        let told = error("https://ana:secret@quay.example/");
        assert!(!told.contains("secret") && !told.contains("ana"), "{told}");
        let told = error(&format!("\u{1b}[31m{}", "a".repeat(5000)));
        assert!(!told.contains('\u{1b}') && told.len() < 400, "{told}");
    }

    #[test]
    fn a_redirect_is_read_against_its_page_and_checked() {
        let settings = Fetch::default();
        let page = parse("https://quay.example/news/a?b").unwrap();
        let to = |location: &str| page.join(location, &settings);
        assert_eq!(to("../c").unwrap().url.as_str(), "https://quay.example/c");
        assert_eq!(to("//elm.example").unwrap().host(), "elm.example");
        assert_eq!(to("http://quay.example/"), Err(Reason::Downgrade));
        assert_eq!(to("file:///etc/passwd"), Err(Reason::Scheme("file".into())));
        assert_eq!(to("https://u@elm.example/"), Err(Reason::Credentials));
        assert_eq!(to("https://elm.example:81/"), Err(Reason::Port(81)));
    }

    #[test]
    fn a_private_host_is_allowed_by_its_own_name_only() {
        let settings = Fetch {
            allow_private: vec!["news.lan".into(), "127.0.0.1".into()],
            ..Fetch::default()
        };
        let allowed = |text: &str| parse(text).unwrap().may_be_private(&settings);
        assert!(allowed("http://news.lan/") && allowed("http://NEWS.lan./"));
        assert!(allowed("http://2130706433/"));
        assert!(!allowed("http://a.news.lan/") && !allowed("http://127.0.0.2/"));
        assert!(!allowed("http://[::ffff:127.0.0.1]/"));
    }
}
