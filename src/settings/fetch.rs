//! `[fetch]`: what fetching may take, and where it may go.

use anyhow::bail;
use serde::{Deserialize, Serialize};

/// How articles are fetched from the web.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Fetch {
    pub(crate) timeout_seconds: u64,
    /// Of a body, unpacked.
    pub(crate) max_bytes: usize,
    pub(crate) redirects: usize,
    pub(crate) ports: Vec<u16>,
    /// Hosts that may be at addresses which are not public.
    pub(crate) allow_private: Vec<String>,
    /// Different hosts fetched from at the same time.
    pub(crate) hosts_at_once: usize,
    /// Put into the User-Agent; empty for none.
    pub(crate) contact: String,
}

impl Default for Fetch {
    fn default() -> Self {
        Self {
            timeout_seconds: 20,
            max_bytes: 5_000_000,
            redirects: 5,
            ports: vec![80, 443],
            allow_private: Vec::new(),
            hosts_at_once: 8,
            contact: String::new(),
        }
    }
}

impl Fetch {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        if !(1..=300).contains(&self.timeout_seconds) || self.redirects > 20 {
            bail!("[fetch] `timeout_seconds` must be 1 to 300, `redirects` at most 20");
        }
        if !(10_000..=100_000_000).contains(&self.max_bytes) {
            bail!("[fetch] `max_bytes` must be 10000 to 100000000");
        }
        if self.ports.is_empty() || self.ports.contains(&0) {
            bail!("[fetch] `ports` must name at least one port, none of them 0");
        }
        if !(1..=64).contains(&self.hosts_at_once) {
            bail!("[fetch] `hosts_at_once` must be 1 to 64");
        }
        for host in &self.allow_private {
            let parsed = reqwest::Url::parse(&format!("http://{host}/"));
            // What is written must be what addresses are compared with: lower case, no port, no path.
            let same = parsed.ok().and_then(|url| Some(url.host_str()? == host));
            if same != Some(true) || host.contains('*') {
                bail!(
                    "[fetch] `allow_private` holds {host:?}, which is no host: write a name or an \
                     address as in \"news.lan\", \"192.168.1.7\" or \"[fd00::7]\""
                );
            }
        }
        let printable = |c: char| c == ' ' || c.is_ascii_graphic();
        if self.contact.len() > 200 || !self.contact.chars().all(printable) {
            bail!("[fetch] `contact` must be at most 200 characters of plain ASCII");
        }
        Ok(())
    }

    /// What we call ourselves to the sites we fetch from.
    pub(crate) fn user_agent(&self) -> String {
        const NAME: &str = concat!("attache/", env!("CARGO_PKG_VERSION"));
        if self.contact.is_empty() {
            return NAME.into();
        }
        format!("{NAME} (+{})", self.contact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowing(host: &str) -> anyhow::Result<()> {
        Fetch {
            allow_private: vec![host.into()],
            ..Fetch::default()
        }
        .check()
    }

    #[test]
    fn a_private_host_is_a_host_as_addresses_spell_it() {
        for host in ["news.lan", "192.168.1.7", "[fd00::7]"] {
            assert!(allowing(host).is_ok(), "{host}");
        }
        for host in [
            "",
            "News.lan",
            "news.lan:80",
            "news.lan/a",
            "0x7f.1",
            "u@h",
            "*",
        ] {
            assert!(allowing(host).is_err(), "{host}");
        }
    }

    #[test]
    fn a_contact_is_named_to_the_sites() {
        let mut settings = Fetch::default();
        assert!(settings.user_agent().starts_with("attache/"));
        settings.contact = "https://quay.example/bot".into();
        assert!(
            settings
                .user_agent()
                .ends_with(" (+https://quay.example/bot)")
        );
        settings.contact = "two\r\nlines".into();
        assert!(settings.check().is_err());
    }
}
