//! What the headers of an answer say. Pure.

use std::time::{Duration, SystemTime};

use reqwest::header::{
    CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, RETRY_AFTER,
};
use serde::{Deserialize, Serialize};

/// The longest validator that is kept, in bytes.
const VALIDATOR_MAX_BYTES: usize = 512;
/// The longest wait that a site may ask for; who asks for more gets this.
const WAIT_MAX: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// What a site tells about the version of a page, to be sent back to it when asking again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Validators {
    /// The entity tag as it was sent, quotes and weakness mark included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) etag: Option<String>,
    /// The date as it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_modified: Option<String>,
}

impl Validators {
    /// Those of an answer.
    pub(super) fn read(headers: &HeaderMap) -> Self {
        let kept = |name| {
            let value = text(headers, name)?;
            (!value.is_empty() && value.len() <= VALIDATOR_MAX_BYTES).then(|| value.to_owned())
        };
        Self {
            etag: kept(ETAG),
            last_modified: kept(LAST_MODIFIED),
        }
    }

    /// Whether nothing is known, so that the page comes whole.
    pub(crate) fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }

    /// The headers that ask for a page only if it changed.
    pub(super) fn conditions(&self) -> HeaderMap {
        let known = [
            (IF_NONE_MATCH, &self.etag),
            (IF_MODIFIED_SINCE, &self.last_modified),
        ];
        let sendable = known.into_iter().filter_map(|(name, value)| {
            let value = HeaderValue::from_str(value.as_deref()?).ok()?;
            Some((name, value))
        });
        sendable.collect()
    }
}

/// The media type in lower case, and the charset as it stands there, without quotes.
pub(super) fn content_type(headers: &HeaderMap) -> (Option<String>, Option<String>) {
    let mut parts = text(headers, CONTENT_TYPE).unwrap_or_default().split(';');
    let media_type = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let named = name.trim().eq_ignore_ascii_case("charset");
        let value = value.trim().trim_matches(['"', '\'']).trim();
        (named && !value.is_empty()).then(|| value.to_owned())
    });
    ((!media_type.is_empty()).then_some(media_type), charset)
}

/// When to come back: seconds or a date (RFC 9110, 10.2.3).
pub(super) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = text(headers, RETRY_AFTER)?.trim();
    let wait = match value.parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        // A date that has passed means now.
        Err(_) => httpdate::parse_http_date(value)
            .ok()?
            .duration_since(now)
            .unwrap_or_default(),
    };
    Some(wait.min(WAIT_MAX))
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, value: &str) -> HeaderMap {
        [(name, HeaderValue::from_str(value).unwrap())]
            .into_iter()
            .collect()
    }

    #[test]
    fn the_charset_is_read_however_it_is_written() {
        for (value, media_type, charset) in [
            ("text/html", Some("text/html"), None),
            ("Text/HTML; Charset=UTF-8", Some("text/html"), Some("UTF-8")),
            (
                "text/html;charset=\"windows-1251\"",
                Some("text/html"),
                Some("windows-1251"),
            ),
            (
                "text/html; a=b; charset='koi8-r' ; c",
                Some("text/html"),
                Some("koi8-r"),
            ),
            ("text/html; charset=", Some("text/html"), None),
            (";;=", None, None),
        ] {
            let read = content_type(&headers(CONTENT_TYPE, value));
            assert_eq!(
                (read.0.as_deref(), read.1.as_deref()),
                (media_type, charset),
                "{value}"
            );
        }
    }

    #[test]
    fn a_wait_is_seconds_or_a_date_and_never_too_long() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        let wait = |value: &str| {
            let wait = retry_after(&headers(RETRY_AFTER, value), now);
            wait.map(|wait| wait.as_secs())
        };
        assert_eq!(wait("120"), Some(120));
        assert_eq!(wait("Sun, 09 Sep 2001 01:47:40 GMT"), Some(60));
        assert_eq!(wait("Sun, 09 Sep 2001 01:46:00 GMT"), Some(0));
        assert_eq!(wait("99999999999"), Some(WAIT_MAX.as_secs()));
        for nonsense in ["-1", "soon", "", "1.5"] {
            assert_eq!(wait(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn validators_come_back_as_they_were_sent() {
        let mut sent = headers(ETAG, "W/\"a,b\"");
        let date = "Tue, 13 May 2025 07:30:00 GMT";
        sent.extend(headers(LAST_MODIFIED, date));
        let known = Validators::read(&sent);
        let json = serde_json::to_string(&known).unwrap();
        assert_eq!(serde_json::from_str::<Validators>(&json).unwrap(), known);
        let conditions = known.conditions();
        assert_eq!(conditions[IF_NONE_MATCH], "W/\"a,b\"");
        assert_eq!(conditions[IF_MODIFIED_SINCE], date);
    }

    #[test]
    fn validators_that_cannot_be_kept_or_sent_are_left_out() {
        let long = headers(ETAG, &"a".repeat(VALIDATOR_MAX_BYTES + 1));
        assert!(Validators::read(&long).is_empty());
        let edited = Validators {
            etag: Some("a\r\nb: c".into()),
            last_modified: None,
        };
        assert!(edited.conditions().is_empty());
        assert_eq!(
            serde_json::from_str::<Validators>("{}").unwrap(),
            Validators::default()
        );
    }
}
