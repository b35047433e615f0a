//! Why something was not fetched, each with what to do about it.

use std::net::IpAddr;
use std::time::Duration;

/// What was asked for, where that led, and what went wrong there.
///
/// Its text is one line in English: the address, what happened, what to do next. It names no
/// password of the address and no address that a name stands for.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}{reason}", self.place())]
pub(crate) struct FetchError {
    /// The address that was asked for, shortened and printable.
    pub(crate) url: String,
    /// The address it led to, where that is another.
    pub(crate) at: Option<String>,
    pub(crate) reason: Reason,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Reason {
    /// The text is no address.
    #[error("this is no web address ({0}): write it in full, as in https://example.org/page")]
    Malformed(String),
    /// Neither http nor https.
    #[error("{0}: addresses are not fetched, only http: and https:")]
    Scheme(String),
    /// A user name or a password stands in the address.
    #[error("an address with a user name or password in it is not fetched: take it out")]
    Credentials,
    /// A port that the settings do not name.
    #[error("port {0} is not fetched from: the operator can add it to `ports` in [fetch]")]
    Port(u16),
    /// At least one address of the host is not on the public internet.
    #[error(
        "the host is not on the public internet ({kind}) and is not fetched from: the operator can \
         name it in `allow_private` in [fetch]"
    )]
    NotPublic {
        /// For the log; not told, as it would map a network for who may only name hosts.
        address: IpAddr,
        kind: &'static str,
    },
    /// No address is known for the host.
    #[error("no address is known for this host: check the spelling, or try again later")]
    NoSuchHost,
    /// No connection came about, or it was lost.
    #[error("the site could not be reached ({0}): try again later")]
    Unreachable(String),
    /// The connection could not be secured.
    #[error("the site's certificate or encryption is not valid ({0}): its owner must mend that")]
    Insecure(String),
    /// The connection is not to an address that was checked.
    #[error("the connection went to an address that was not checked, and was closed")]
    Diverted,
    /// Not complete within the time.
    #[error("no complete answer came within {} s: try again later", .0.as_secs_f32())]
    TooSlow(Duration),
    /// More bytes than are read.
    #[error(
        "there are more than {0} bytes: take another page, or the operator can raise `max_bytes` \
         in [fetch]"
    )]
    TooLarge(usize),
    /// The body ended before it was complete.
    #[error("the answer broke off before its end: try again later")]
    BrokenOff,
    /// The body cannot be unpacked.
    #[error("the answer is compressed in a way that cannot be undone ({0}): nothing can be read")]
    Garbled(String),
    /// A success without a page.
    #[error("the site answered {0} and no page: check the address in a browser")]
    NoPage(u16),
    /// 404.
    #[error("there is no such page (404): check the address, or look for where it moved to")]
    NotFound,
    /// 410.
    #[error("the page was removed for good (410): remove it from the sources")]
    Gone,
    /// Any other status that is no success.
    #[error("the site answered {status}: {}", advice(*status, *retry_after))]
    Status {
        status: u16,
        /// When the site says to come back.
        retry_after: Option<Duration>,
    },
    /// More redirects than are followed.
    #[error("more than {0} redirects follow each other: give the address of the page itself")]
    TooManyRedirects(usize),
    /// A redirect to where it came from.
    #[error("its redirects go round in a circle: give the address of the page itself")]
    Circle,
    /// A redirect to nowhere.
    #[error("it redirects ({0}) without saying where to: check the address in a browser")]
    NoTarget(u16),
    /// From https to http.
    #[error(
        "https redirects to http there, where anybody on the way could change the page: if you \
         trust it, give the http address itself"
    )]
    Downgrade,
    /// robots.txt forbids it.
    #[error("the site's robots.txt asks programs not to fetch this: take another page")]
    Forbidden,
    /// robots.txt could not be read.
    #[error(
        "the site's robots.txt cannot be read now ({0}), so nothing is fetched: try again later"
    )]
    RobotsUnreadable(u16),
    /// robots.txt is somewhere else, where it cannot be read.
    #[error("the site's robots.txt leads elsewhere, so nothing is fetched: there, {0}")]
    RobotsAstray(Box<Reason>),
}

impl Reason {
    fn is_transient(&self) -> bool {
        match self {
            Self::NoSuchHost
            | Self::Unreachable(_)
            | Self::TooSlow(_)
            | Self::BrokenOff
            | Self::RobotsUnreadable(_) => true,
            Self::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500..),
            Self::RobotsAstray(reason) => reason.is_transient(),
            _ => false,
        }
    }
}

impl FetchError {
    /// Whether the same may work later.
    pub(crate) fn is_transient(&self) -> bool {
        self.reason.is_transient()
    }

    /// When the site says to come back, if it does.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self.reason {
            Reason::Status { retry_after, .. } => retry_after,
            _ => None,
        }
    }

    /// The status that the site answered the page with, when it is why.
    pub(crate) fn status(&self) -> Option<u16> {
        match self.reason {
            Reason::NotFound => Some(404),
            Reason::Gone => Some(410),
            Reason::NoPage(status) | Reason::NoTarget(status) | Reason::Status { status, .. } => {
                Some(status)
            }
            _ => None,
        }
    }

    fn place(&self) -> String {
        match &self.at {
            Some(at) => format!("{} leads to {at}: ", self.url),
            None => format!("{}: ", self.url),
        }
    }
}

fn advice(status: u16, retry_after: Option<Duration>) -> String {
    let wait = retry_after.map(|wait| wait.as_secs());
    match (status, wait) {
        (_, Some(seconds)) => format!("it wants to be left alone for {seconds} s; try again then"),
        (401 | 402 | 403 | 407 | 451, None) => {
            "it does not show this page to programs; take another, or index a copy that you may use"
                .into()
        }
        (429, None) => "too many requests; try again much later".into(),
        (408 | 425 | 500.., None) => "that is a fault of the site; try again later".into(),
        _ => "check the address in a browser".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16, retry_after: Option<u64>) -> FetchError {
        FetchError {
            url: "https://quay.example/a".into(),
            at: None,
            reason: Reason::Status {
                status,
                retry_after: retry_after.map(Duration::from_secs),
            },
        }
    }

    #[test]
    fn the_text_names_the_address_what_happened_and_what_to_do() {
        let told = status(429, Some(90)).to_string();
        assert_eq!(
            told,
            "https://quay.example/a: the site answered 429: it wants to be left alone for 90 s; \
             try again then"
        );
        let moved = FetchError {
            at: Some("https://quay.example/b".into()),
            reason: Reason::Gone,
            ..status(0, None)
        };
        let told = moved.to_string();
        assert!(
            told.starts_with("https://quay.example/a leads to https://quay.example/b: "),
            "{told}"
        );
        assert!(told.contains("410") && told.contains("remove it"), "{told}");
    }

    #[test]
    fn what_may_pass_by_itself_is_told_from_what_does_not() {
        for code in [408, 429, 500, 502, 503, 504] {
            assert!(status(code, None).is_transient(), "{code}");
        }
        for code in [400, 401, 403, 451] {
            assert!(!status(code, None).is_transient(), "{code}");
        }
        assert_eq!(
            status(503, Some(5)).retry_after(),
            Some(Duration::from_secs(5))
        );
    }

    #[test]
    fn an_address_behind_a_name_is_not_told() {
        let reason = Reason::NotPublic {
            address: [10, 1, 2, 3].into(),
            kind: "a private network",
        };
        assert!(!reason.to_string().contains("10.1.2.3"));
    }
}
