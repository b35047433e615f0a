//! A message in the making: cards (embeds) of whole blocks of text, kept within Discord's limits.

use serenity::builder::{CreateEmbed, CreateEmbedAuthor, CreateEmbedFooter};

use super::limits::{
    AUTHOR_MAX, DESCRIPTION_MAX, EMBEDS_MAX, EMBEDS_TEXT_MAX_BYTES, FOOTER_MAX, TITLE_MAX, cut,
    length, one_line,
};

/// What a reader may see of a card before reading: its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// An answer, or what was looked up by name.
    Sure,
    /// The closest there is.
    Close,
    /// Further passages and everything about the bot.
    Quiet,
}

/// An embed in the making.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    author: String,
    title: String,
    blocks: Vec<String>,
    footer: String,
    image: String,
    tone: Tone,
}

/// The cards of one message and the room they leave.
#[derive(Debug, Default)]
pub(crate) struct Cards {
    placed: Vec<Card>,
    used_bytes: usize,
    /// Kept free for what must still be said.
    reserved_bytes: usize,
}

impl Tone {
    fn colour(self) -> u32 {
        match self {
            Self::Sure => 0x2e_7d_5b,
            Self::Close => 0xc9_8a_1b,
            Self::Quiet => 0x6b_72_80,
        }
    }
}

impl Card {
    pub(crate) fn new(tone: Tone) -> Self {
        Self {
            author: String::new(),
            title: String::new(),
            blocks: Vec::new(),
            footer: String::new(),
            image: String::new(),
            tone,
        }
    }

    /// A line over the title that Discord shows as it is: no Markdown, no mentions.
    pub(crate) fn author(mut self, text: &str) -> Self {
        self.author = one_line(text, AUTHOR_MAX);
        self
    }

    /// The title, Markdown.
    pub(crate) fn title(mut self, markdown: &str) -> Self {
        self.title = one_line(markdown, TITLE_MAX);
        self
    }

    /// A block of the description, Markdown; a line of its own.
    pub(crate) fn block(mut self, markdown: impl Into<String>) -> Self {
        self.blocks.push(markdown.into());
        self
    }

    /// A picture under the description, by its address.
    pub(crate) fn image(mut self, address: &str) -> Self {
        address.clone_into(&mut self.image);
        self
    }

    fn description(&self) -> String {
        self.blocks.join("\n")
    }

    fn bytes(&self) -> usize {
        self.description().len() + self.author.len() + self.title.len() + self.footer.len()
    }

    fn embed(self) -> CreateEmbed {
        let description = self.description();
        let mut embed = CreateEmbed::new().colour(self.tone.colour());
        if !self.author.is_empty() {
            embed = embed.author(CreateEmbedAuthor::new(self.author));
        }
        if !self.title.is_empty() {
            embed = embed.title(self.title);
        }
        if !description.is_empty() {
            embed = embed.description(description);
        }
        if !self.image.is_empty() {
            embed = embed.image(self.image);
        }
        if !self.footer.is_empty() {
            embed = embed.footer(CreateEmbedFooter::new(self.footer));
        }
        embed
    }
}

impl Cards {
    /// Keeps `bytes` free for what must still be said.
    pub(crate) fn reserving(bytes: usize) -> Self {
        Self {
            reserved_bytes: bytes,
            ..Self::default()
        }
    }

    /// Adds the first of `variants` that fits, best first, and tells whether one did.
    pub(crate) fn add_first_that_fits(&mut self, variants: impl IntoIterator<Item = Card>) -> bool {
        variants.into_iter().any(|card| self.add(card))
    }

    /// Adds `card` if it fits and tells whether it did.
    pub(crate) fn add(&mut self, card: Card) -> bool {
        let bytes = card.bytes();
        let fits = self.placed.len() < EMBEDS_MAX
            && length(&card.description()) <= DESCRIPTION_MAX
            && self.used_bytes + bytes + self.reserved_bytes <= EMBEDS_TEXT_MAX_BYTES;
        if fits {
            self.used_bytes += bytes;
            self.placed.push(card);
        }
        fits
    }

    /// Puts `text` under the last card, into the room kept free for it.
    pub(crate) fn close(mut self, text: &str) -> Vec<CreateEmbed> {
        if let Some(last) = self.placed.last_mut() {
            last.footer = within_bytes(&one_line(text, FOOTER_MAX), self.reserved_bytes);
        }
        self.embeds()
    }

    pub(crate) fn embeds(self) -> Vec<CreateEmbed> {
        self.placed.into_iter().map(Card::embed).collect()
    }
}

/// `text`, cut with `…` to `max` bytes.
fn within_bytes(text: &str, max: usize) -> String {
    let mut kept = text.to_owned();
    while kept.len() > max {
        kept = cut(&kept, length(&kept) - 1);
    }
    kept
}
