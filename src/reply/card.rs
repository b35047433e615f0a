//! A message in the making: cards (embeds) of whole blocks of text, kept within Discord's limits.

use serenity::builder::{CreateEmbed, CreateEmbedAuthor, CreateEmbedFooter};

use super::limits::{
    AUTHOR_MAX, DESCRIPTION_MAX, EMBEDS_MAX, EMBEDS_TEXT_MAX, FOOTER_MAX, TITLE_MAX, length,
    one_line,
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
    tone: Tone,
}

/// The cards of one message and the room they leave.
#[derive(Debug, Default)]
pub(crate) struct Cards {
    cards: Vec<Card>,
    used: usize,
    /// Kept free for what must still be said.
    reserved: usize,
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

    /// A line under the description that Discord shows as it is.
    pub(crate) fn footer(mut self, text: &str) -> Self {
        self.footer = one_line(text, FOOTER_MAX);
        self
    }

    fn description(&self) -> String {
        self.blocks.join("\n")
    }

    fn length(&self) -> usize {
        let texts = [&self.author, &self.title, &self.footer];
        length(&self.description()) + texts.iter().map(|text| length(text)).sum::<usize>()
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
        if !self.footer.is_empty() {
            embed = embed.footer(CreateEmbedFooter::new(self.footer));
        }
        embed
    }
}

impl Cards {
    /// Keeps `length` free for what must still be said.
    pub(crate) fn reserving(length: usize) -> Self {
        Self {
            reserved: length,
            ..Self::default()
        }
    }

    /// Adds the first of `variants` that fits, best first, and tells whether one did.
    pub(crate) fn add_first_that_fits(&mut self, variants: impl IntoIterator<Item = Card>) -> bool {
        variants.into_iter().any(|card| self.add(card))
    }

    /// Adds `card` if it fits and tells whether it did.
    pub(crate) fn add(&mut self, card: Card) -> bool {
        let length_of_card = card.length();
        let fits = self.cards.len() < EMBEDS_MAX
            && length(&card.description()) <= DESCRIPTION_MAX
            && self.used + length_of_card + self.reserved <= EMBEDS_TEXT_MAX;
        if fits {
            self.used += length_of_card;
            self.cards.push(card);
        }
        fits
    }

    /// Adds `markdown` to the last card if it fits and tells whether it did.
    pub(crate) fn extend_last(&mut self, markdown: &str) -> bool {
        let Some(mut last) = self.cards.pop() else {
            return false;
        };
        self.used -= last.length();
        let before = last.clone();
        last.blocks.push(markdown.to_owned());
        if self.add(last) {
            return true;
        }
        self.used += before.length();
        self.cards.push(before);
        false
    }

    /// Puts `text` under the last card, into the room kept free for it.
    pub(crate) fn close(mut self, text: &str) -> Vec<CreateEmbed> {
        if let Some(last) = self.cards.last_mut() {
            last.footer = one_line(text, self.reserved.min(FOOTER_MAX));
        }
        self.embeds()
    }

    pub(crate) fn embeds(self) -> Vec<CreateEmbed> {
        self.cards.into_iter().map(Card::embed).collect()
    }
}
