//! What kind of Discord the stand-in is.

use std::time::Duration;

/// Settings of a stand-in; [`Setup::default`] is Discord's own numbers.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Intents the portal denies, as bits; an identify that asks for one is closed with 4014.
    pub disallowed_intents: u64,
    /// Shards that `/gateway/bot` recommends.
    pub shards: u64,
    /// How many shards may identify in five seconds.
    pub max_concurrency: u64,
    /// Milliseconds between heartbeats.
    pub heartbeat_interval: Duration,
    /// How long an interaction waits for its first response.
    pub first_response: Duration,
    /// How long an interaction's token may be used.
    pub token_life: Duration,
    /// How long a wait in the test's language may take before it fails the test.
    pub patience: Duration,
    /// Whether bodies are checked; measurements switch it off.
    pub checked: bool,
    /// Whether the bot's requests meet Discord's rate limits: five messages in five seconds a
    /// channel, fifty requests a second in all, interactions exempt.
    pub rate_limited: bool,
}

/// `MESSAGE_CONTENT`, the privileged intent to read what members write.
pub(crate) const MESSAGE_CONTENT: u64 = 1 << 15;

impl Default for Setup {
    fn default() -> Self {
        Self {
            disallowed_intents: 0,
            shards: 1,
            max_concurrency: 1,
            heartbeat_interval: Duration::from_millis(41_250),
            first_response: Duration::from_secs(3),
            token_life: Duration::from_secs(15 * 60),
            patience: Duration::from_secs(20),
            checked: true,
            rate_limited: false,
        }
    }
}

impl Setup {
    /// A Discord whose portal has all privileged intents switched off.
    pub fn without_privileged_intents() -> Self {
        Self {
            // Members, presences, message content.
            disallowed_intents: (1 << 1) | (1 << 8) | MESSAGE_CONTENT,
            ..Self::default()
        }
    }
}

/// A bot token of Discord's form: the user's id in base 64, then two parts of no meaning.
pub(crate) fn token(bot: u64) -> String {
    base64(&bot.to_string()) + ".St4nd1.a-bot-token-that-opens-only-this-stand-in"
}

/// An interaction's token of Discord's form.
pub(crate) fn interaction_token(id: u64) -> String {
    // Something that differs for each and cannot be read off the id at a glance.
    let noise = id.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    base64(&format!(
        "interaction:{id}:{noise:020}{:020}{:020}",
        !noise,
        noise.rotate_left(31)
    ))
}

/// Base 64 for addresses, without padding.
fn base64(text: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut encoded = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk
            .iter()
            .fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for i in 0..=chunk.len() {
            encoded.push(char::from(ALPHABET[(bits >> (18 - 6 * i)) as usize & 63]));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_token_begins_with_the_bots_id_in_base_64() {
        assert!(super::token(288_760_241_363_877_888).starts_with("Mjg4NzYwMjQxMzYzODc3ODg4."));
    }

    #[test]
    fn interaction_tokens_look_like_discords_and_differ() {
        let token = super::interaction_token(1);
        assert!(token.starts_with("aW50ZXJhY3Rpb246"));
        assert_ne!(token, super::interaction_token(2));
    }
}
