//! Which gateway may be connected to: the one that the configured REST address hands out, on a host
//! that is allowed. serenity would fall back to Discord's own without a word.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use reqwest::{Method, Url};
use serde::Deserialize;

use crate::rest::{Again, Call, Rest};
use crate::settings::Discord;

/// What Discord's own gateway hosts end with.
const DISCORD_HOSTS: &str = ".discord.gg";
/// How long Discord is asked for the gateway.
const PATIENCE: Duration = Duration::from_secs(30);

/// What Discord says about connecting.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct GatewayBot {
    /// Where to connect; checked.
    pub(crate) url: String,
    /// How many shards it recommends.
    pub(crate) shards: u32,
    pub(crate) session_start_limit: StartLimit,
}

/// How many sessions may be started.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct StartLimit {
    pub(crate) remaining: u32,
    /// How many shards may identify in five seconds.
    pub(crate) max_concurrency: u32,
}

/// Asks where to connect, and refuses what is not allowed.
///
/// # Errors
/// When the address does not answer, or hands out another host.
pub(crate) async fn ask(rest: &Rest, discord: &Discord) -> anyhow::Result<GatewayBot> {
    let answered = rest
        .send(&Call {
            name: "gateway",
            method: Method::GET,
            path: "/gateway/bot",
            body: None,
            again: Again::Always,
            deadline: Instant::now() + PATIENCE,
        })
        .await
        .context("asking where the gateway is")?;
    let gateway: GatewayBot =
        serde_json::from_slice(&answered.body).context("reading where the gateway is")?;
    check(&gateway.url, discord)?;
    Ok(gateway)
}

/// Refuses a gateway on a host that the settings do not allow.
fn check(url: &str, discord: &Discord) -> anyhow::Result<()> {
    let parsed = Url::parse(url).with_context(|| format!("{url:?} is no gateway address"))?;
    let host = parsed.host_str().unwrap_or_default();
    let Some(proxy) = discord.proxy() else {
        if parsed.scheme() != "wss" || !host.ends_with(DISCORD_HOSTS) {
            bail!("Discord named {url:?} as its gateway, which is not at {DISCORD_HOSTS}");
        }
        return Ok(());
    };
    let proxy = Url::parse(proxy).ok();
    let own = proxy.as_ref().and_then(Url::host_str) == Some(host);
    let allowed = own || discord.gateway_hosts.iter().any(|known| known == host);
    if !allowed || !["ws", "wss"].contains(&parsed.scheme()) {
        bail!(
            "the proxy hands out the gateway {url:?}: if you trust it, add \"{host}\" to \
             `gateway_hosts` in [discord]"
        );
    }
    // Without encryption the token may travel only to a host the operator named.
    if parsed.scheme() == "ws" && !own {
        bail!("the gateway {url:?} is not encrypted: only the proxy's own host may be so");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn discord(proxy: &str, hosts: &[&str]) -> Discord {
        Discord {
            proxy: proxy.into(),
            gateway_hosts: hosts.iter().map(|&host| host.into()).collect(),
            ..Discord::default()
        }
    }

    #[test]
    fn without_a_proxy_only_discord_is_allowed() {
        let straight = discord("", &[]);
        assert!(check("wss://gateway.discord.gg", &straight).is_ok());
        for url in [
            "ws://gateway.discord.gg",
            "wss://gateway.discord.gg.example",
            "wss://evildiscord.gg",
            "wss://127.0.0.1:1",
            "gateway",
        ] {
            assert!(check(url, &straight).is_err(), "{url}");
        }
    }

    #[test]
    fn with_a_proxy_only_its_host_and_those_named_are_allowed() {
        let alone = discord("http://127.0.0.1:3000", &[]);
        assert!(check("ws://127.0.0.1:4000/", &alone).is_ok());
        let told = check("wss://gateway.discord.gg", &alone).unwrap_err();
        assert!(told.to_string().contains("gateway_hosts"), "{told}");
        let named = discord("http://127.0.0.1:3000", &["gateway.discord.gg"]);
        assert!(check("wss://gateway.discord.gg", &named).is_ok());
        assert!(check("ws://gateway.discord.gg", &named).is_err());
    }
}
