//! The log: one line a question, with counts and milliseconds, for people or for programs.
//!
//! Every line passes a filter that takes out the bot's token and interaction tokens: those stand in
//! addresses and events that libraries log at their finest levels. Panics are logged as lines too.

mod redact;

use std::io::{self, Write};
use std::sync::Arc;

use anyhow::Context;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::settings::{Log, LogFormat};
use crate::token::Token;
use redact::redact;

/// Reads the directives of `[log] filter`.
///
/// # Errors
/// The directive that cannot be read.
pub(crate) fn filter(directives: &str) -> anyhow::Result<EnvFilter> {
    EnvFilter::builder()
        .parse(directives)
        .with_context(|| format!("[log] `filter` = {directives:?} cannot be read"))
}

/// Sends everything logged from now on to standard error, without `token`.
///
/// # Errors
/// When the filter cannot be read, or there is a log already.
pub(crate) fn start(log: &Log, token: &Token) -> anyhow::Result<()> {
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter(&log.filter)?)
        .with_writer(Redacting::new(token, io::stderr));
    let set = match log.format {
        LogFormat::Text => builder.with_ansi(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    set.map_err(|error| anyhow::anyhow!("starting the log: {error}"))?;
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let text = panic.payload();
        let text = text
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| text.downcast_ref::<String>().map(String::as_str));
        tracing::error!(panic = text, place, "a task panicked");
    }));
    Ok(())
}

/// Makes writers that let no token through.
#[derive(Debug, Clone)]
struct Redacting<M> {
    token: Arc<Token>,
    to: M,
}

#[derive(Debug)]
struct RedactingWriter<W> {
    token: Arc<Token>,
    to: W,
}

impl<M> Redacting<M> {
    fn new(token: &Token, to: M) -> Self {
        Self {
            token: Arc::new(token.clone()),
            to,
        }
    }
}

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for Redacting<M> {
    type Writer = RedactingWriter<M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        RedactingWriter {
            token: self.token.clone(),
            to: self.to.make_writer(),
        }
    }
}

impl<W: Write> Write for RedactingWriter<W> {
    /// Takes a whole line, as the subscriber gives them.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        self.to
            .write_all(redact(&text, self.token.expose()).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn no_token_reaches_what_is_written() {
        let token =
            Token::parse(&format!("{}.{}.{}", "A".repeat(24), "B", "C".repeat(40))).unwrap();
        let written = Written::default();
        let to = written.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(Redacting::new(&token, move || to.clone()))
            .finish();
        tracing::subscriber::with_default(subscriber, || {
            let span = tracing::info_span!("call", url = "/interactions/12/secret1/callback");
            let _entered = span.enter();
            tracing::trace!(authorization = token.expose(), "sending");
            tracing::info!(r#"{{"id":"12","token":"secret2"}}"#);
            tracing::info!("an ordinary line");
        });
        let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        assert!(text.contains("an ordinary line"), "{text}");
        for secret in [token.expose(), "secret1", "secret2"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
