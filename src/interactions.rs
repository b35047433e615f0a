//! Requests to Discord's interaction endpoints, which no rate limit of ours may delay.

use anyhow::Context;
use reqwest::Method;
use serde::Serialize;
use serenity::builder::CreateAllowedMentions;
use serenity::model::id::{ApplicationId, InteractionId};

use crate::bot::Error;

/// Where REST requests go when no proxy is set.
const DISCORD: &str = "https://discord.com";

/// A client for callbacks, their edits and follow-ups.
#[derive(Debug)]
pub(crate) struct Interactions {
    client: reqwest::Client,
    base: String,
    application: ApplicationId,
}

/// Mentions nobody.
pub(crate) fn no_mentions() -> CreateAllowedMentions {
    CreateAllowedMentions::new().replied_user(false)
}

impl Interactions {
    pub(crate) fn new(
        client: reqwest::Client,
        proxy: Option<&str>,
        application: ApplicationId,
    ) -> Self {
        Self {
            client,
            base: format!("{}/api/v10", proxy.unwrap_or(DISCORD)),
            application,
        }
    }

    pub(crate) async fn respond(
        &self,
        id: InteractionId,
        token: &str,
        body: &impl Serialize,
    ) -> Result<(), Error> {
        let path = format!("/interactions/{id}/{token}/callback");
        self.request(Method::POST, &path, body).await
    }

    pub(crate) async fn edit(&self, token: &str, body: &impl Serialize) -> Result<(), Error> {
        let path = format!("/webhooks/{}/{token}/messages/@original", self.application);
        self.request(Method::PATCH, &path, body).await
    }

    pub(crate) async fn follow_up(&self, token: &str, body: &impl Serialize) -> Result<(), Error> {
        let path = format!("/webhooks/{}/{token}", self.application);
        self.request(Method::POST, &path, body).await
    }

    async fn request(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<(), Error> {
        let body = serde_json::to_vec(body)?;
        let request = self
            .client
            .request(method, format!("{}{path}", self.base))
            .header("content-type", "application/json")
            .body(body);
        let response = request.send().await.map_err(reqwest::Error::without_url)?;
        response
            .error_for_status()
            .map_err(reqwest::Error::without_url)
            .context("answering an interaction")?;
        Ok(())
    }
}
