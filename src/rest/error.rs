//! Why a request to Discord failed, in words that hold no token.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;

use super::Again;

/// The longest wait that Discord may ask for in a body.
const SECONDS_MAX: f64 = 86_400.0;

/// Why a request failed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RestError {
    /// What the request was for.
    name: &'static str,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    /// Discord said no.
    Refused {
        status: u16,
        code: u32,
        message: String,
        pause: Option<Duration>,
    },
    /// No connection; nothing was sent.
    Unconnected(&'static str),
    /// Something broke on the way there or back.
    Broken(&'static str),
    /// No time was left.
    Late,
}

/// How Discord words a refusal.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Refusal {
    code: u32,
    message: String,
    retry_after: Option<f64>,
}

impl RestError {
    pub(super) fn refused(
        name: &'static str,
        status: u16,
        body: &[u8],
        pause: Option<Duration>,
    ) -> Self {
        let refusal: Refusal = serde_json::from_slice(body).unwrap_or_default();
        let told = refusal
            .retry_after
            .and_then(|seconds| Duration::try_from_secs_f64(seconds.min(SECONDS_MAX)).ok());
        let kind = Kind::Refused {
            status,
            code: refusal.code,
            message: refusal.message.chars().take(200).collect(),
            // The body tells fractions of a second where the header may round.
            pause: told.or(pause).filter(|_| status == 429),
        };
        Self { name, kind }
    }

    pub(super) fn unreachable(name: &'static str, error: &reqwest::Error) -> Self {
        // reqwest's own text names the address, and so the interaction token.
        let kind = if error.is_connect() {
            Kind::Unconnected("no connection")
        } else if error.is_timeout() {
            Kind::Broken("no answer in time")
        } else {
            Kind::Broken("the connection broke")
        };
        Self { name, kind }
    }

    pub(super) fn late(name: &'static str) -> Self {
        Self {
            name,
            kind: Kind::Late,
        }
    }

    /// Discord's status, when it answered.
    pub(crate) fn status(&self) -> Option<u16> {
        match self.kind {
            Kind::Refused { status, .. } => Some(status),
            _ => None,
        }
    }

    /// Discord's code for what is wrong, when it gave one.
    pub(crate) fn code(&self) -> Option<u32> {
        match self.kind {
            Kind::Refused { code, .. } if code != 0 => Some(code),
            _ => None,
        }
    }

    /// Whether it failed because its time was over.
    pub(crate) fn is_late(&self) -> bool {
        self.kind == Kind::Late
    }

    /// Whether Discord takes nothing at the moment: another request would meet the same.
    pub(crate) fn takes_nothing(&self) -> bool {
        match self.kind {
            Kind::Refused { status, .. } => status == 429 || status >= 500,
            Kind::Unconnected(_) | Kind::Broken(_) | Kind::Late => true,
        }
    }

    /// How long Discord asks to wait.
    pub(super) fn pause(&self) -> Option<Duration> {
        match self.kind {
            Kind::Refused { pause, .. } => pause,
            _ => None,
        }
    }

    pub(super) fn may_try_again(&self, again: Again) -> bool {
        match self.kind {
            Kind::Refused { status: 429, .. } | Kind::Unconnected(_) => true,
            Kind::Refused { status, .. } => status >= 500 && again != Again::Unacted,
            Kind::Broken(_) => again != Again::Unacted,
            Kind::Late => false,
        }
    }
}

impl fmt::Display for RestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Refused {
                status,
                code,
                message,
                ..
            } => write!(
                f,
                "{}: Discord answered {status} ({code} {message})",
                self.name
            ),
            Kind::Unconnected(why) | Kind::Broken(why) => {
                write!(f, "{}: {why} from Discord", self.name)
            }
            Kind::Late => write!(f, "{}: the time for it is over", self.name),
        }
    }
}

impl std::error::Error for RestError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_sent_again() {
        let refused = |status| RestError::refused("callback", status, b"{}", None);
        assert!(refused(429).may_try_again(Again::Unacted));
        assert!(refused(503).may_try_again(Again::Always));
        assert!(!refused(503).may_try_again(Again::Unacted));
        assert!(refused(503).may_try_again(Again::Until(40060)));
        assert!(!refused(404).may_try_again(Again::Always));
        assert!(!RestError::late("callback").may_try_again(Again::Always));
    }

    #[test]
    fn the_wait_is_the_bodys_and_only_after_429() {
        let body = br#"{"code":0,"message":"slow","retry_after":0.25}"#;
        let header = Some(Duration::from_secs(1));
        let pause = |status| RestError::refused("callback", status, body, header).pause();
        assert_eq!(pause(429), Some(Duration::from_millis(250)));
        assert_eq!(pause(503), None);
        let without = RestError::refused("callback", 429, b"<html>", header);
        assert_eq!(without.pause(), header);
    }

    #[test]
    fn a_refusal_is_told_with_discords_words() {
        let body = br#"{"code":10062,"message":"Unknown interaction"}"#;
        let error = RestError::refused("callback", 404, body, None);
        assert_eq!(
            error.to_string(),
            "callback: Discord answered 404 (10062 Unknown interaction)"
        );
        assert_eq!((error.status(), error.code()), (Some(404), Some(10062)));
    }
}
