//! The bot's token: read once, never shown.
//!
//! Deliberately absent: any way to print it. Whoever needs it for a request calls [`Token::expose`].

use std::fmt;
use std::path::PathBuf;

use anyhow::{Context, bail};

/// Names the variable that holds the token.
pub(crate) const VARIABLE: &str = "DISCORD_TOKEN";
/// Names the variable that holds the path of the token's file.
pub(crate) const FILE_VARIABLE: &str = "DISCORD_TOKEN_FILE";

const WHERE: &str = "copy it from the Developer Portal, your application, Bot, Reset Token";

/// A bot token of the right form.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token(String);

impl Token {
    /// Takes the token from `DISCORD_TOKEN`, or from the file that `DISCORD_TOKEN_FILE` names.
    ///
    /// # Errors
    /// When neither or both are set, the file cannot be read, or its text is no token. The
    /// message never holds any of the text.
    pub(crate) fn from_environment(
        variable: impl Fn(&str) -> Option<String>,
    ) -> anyhow::Result<Self> {
        let given = |name| variable(name).filter(|value| !value.trim().is_empty());
        match (given(VARIABLE), given(FILE_VARIABLE)) {
            (Some(_), Some(_)) => {
                bail!("both {VARIABLE} and {FILE_VARIABLE} are set: unset one of them")
            }
            (None, None) => bail!(
                "no token: set {VARIABLE} to the bot's token, or {FILE_VARIABLE} to the file that \
                 holds it ({WHERE})"
            ),
            (Some(text), None) => Self::parse(&text).context(VARIABLE),
            (None, Some(path)) => {
                let path = PathBuf::from(path);
                let text = std::fs::read_to_string(&path)
                    .with_context(|| format!("{FILE_VARIABLE}: reading {}", path.display()))?;
                Self::parse(&text).with_context(|| format!("{FILE_VARIABLE}: {}", path.display()))
            }
        }
    }

    /// Takes `text` for a token.
    ///
    /// # Errors
    /// When it has not a token's form: three parts of letters, digits, `-` and `_`, joined by dots.
    pub(crate) fn parse(text: &str) -> anyhow::Result<Self> {
        let text = text.trim();
        let text = text.strip_prefix("Bot ").unwrap_or(text).trim();
        let parts: Vec<&str> = text.split('.').collect();
        let plain = |part: &&str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        let long_enough = text.len() >= 50 && parts.first().is_some_and(|id| id.len() >= 17);
        if parts.len() != 3 || !parts.iter().all(plain) || !long_enough {
            bail!(
                "this is not a bot token, which has three parts joined by dots: {WHERE} (the \
                 client secret and the public key are something else)"
            );
        }
        Ok(Self(text.to_owned()))
    }

    /// The token itself, for a request or a connection only.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Of a token's form, and nobody's.
    const MADE_UP: &str = "MTAwMDAwMDAwMDAwMDAwMDAx.AAAAAA.made-up-for-tests-and-nobodys-token";

    fn from(pairs: &[(&str, &str)]) -> anyhow::Result<Token> {
        Token::from_environment(|name| {
            let pair = pairs.iter().find(|(known, _)| *known == name);
            pair.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn it_comes_from_the_variable_or_the_file() {
        assert_eq!(from(&[(VARIABLE, MADE_UP)]).unwrap().expose(), MADE_UP);
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), format!("Bot {MADE_UP}\n")).unwrap();
        let token = from(&[(FILE_VARIABLE, file.path().to_str().unwrap())]).unwrap();
        assert_eq!(token.expose(), MADE_UP);
    }

    #[test]
    fn a_missing_token_is_told_with_what_to_set() {
        let told = from(&[]).unwrap_err().to_string();
        assert!(
            told.contains(VARIABLE) && told.contains(FILE_VARIABLE),
            "{told}"
        );
        let told = from(&[(VARIABLE, MADE_UP), (FILE_VARIABLE, "x")]).unwrap_err();
        assert!(told.to_string().contains("unset one"), "{told}");
    }

    #[test]
    fn text_that_is_no_token_is_refused_and_not_repeated() {
        for text in [
            "s3cr3t",
            "a.b.c.d",
            "hunter2 hunter2",
            &MADE_UP.replace('.', "!"),
        ] {
            let told = format!("{:#}", from(&[(VARIABLE, text)]).unwrap_err());
            assert!(told.contains("Developer Portal"), "{told}");
            assert!(!told.contains(text), "{told}");
        }
        let told = format!(
            "{:#}",
            from(&[(FILE_VARIABLE, "/nowhere/token")]).unwrap_err()
        );
        assert!(told.contains("/nowhere/token"), "{told}");
    }

    #[test]
    fn it_prints_as_nothing() {
        let token = Token::parse(MADE_UP).unwrap();
        assert_eq!(format!("{token:?}"), "Token(…)");
    }
}
