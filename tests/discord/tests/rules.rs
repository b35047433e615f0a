//! Discord's rules of answering, one by one, with requests made by hand: no client that keeps them
//! stands between.

use std::sync::Arc;
use std::time::{Duration, Instant};

use discord_stand_in::{Asked, Delivery, Setup, StandIn};
use serde_json::{Value, json};
use serenity::all::{
    ApplicationId, ChannelId, Client, Command, CreateCommand, EventHandler, GatewayIntents, Http,
    HttpBuilder, HttpError, InstallationContext, InteractionContext, InteractionId,
};
use serenity::gateway::ShardManager;

/// Short, so that a rule about time can be seen to hold.
const FIRST_RESPONSE: Duration = Duration::from_secs(2);
const TOKEN_LIFE: Duration = Duration::from_secs(4);

/// Hears everything and says nothing.
struct Mute;

impl EventHandler for Mute {}

struct Wire {
    discord: StandIn,
    http: Http,
    shards: Arc<ShardManager>,
}

impl Wire {
    async fn open() -> Self {
        Self::open_with(Setup::default()).await
    }

    async fn open_with(setup: Setup) -> Self {
        let discord = StandIn::start_with(Setup {
            first_response: FIRST_RESPONSE,
            token_life: TOKEN_LIFE,
            heartbeat_interval: Duration::from_millis(200),
            ..setup
        })
        .await;
        discord.expect_rejections();
        let http = client(&discord, discord.token());
        http.set_application_id(ApplicationId::new(discord.application_id()));
        let command = CreateCommand::new("ask")
            .description("Asks")
            .integration_types(vec![InstallationContext::Guild, InstallationContext::User])
            .contexts(vec![
                InteractionContext::Guild,
                InteractionContext::BotDm,
                InteractionContext::PrivateChannel,
            ]);
        Command::set_global_commands(&http, vec![command])
            .await
            .expect("it is a command");
        let heard = client(&discord, discord.token());
        let building = serenity::client::ClientBuilder::new_with_http(heard, intents());
        let mut client: Client = building.event_handler(Mute).await.expect("it is a client");
        let shards = client.shard_manager.clone();
        tokio::spawn(async move { client.start().await });
        Self {
            discord,
            http,
            shards,
        }
    }

    async fn asked(&self) -> Asked {
        let ana = self.discord.guild("town").member("ana");
        ana.slash("ask").send().await
    }

    /// Sends a first response; the code of the refusal.
    async fn responds(&self, asked: &Asked) -> Option<isize> {
        let id = InteractionId::new(asked.id());
        let token = asked.token();
        let body = json!({"type": 4, "data": said("here")});
        let sent = self
            .http
            .create_interaction_response(id, &token, &body, Vec::new());
        sent.await.err().map(|error| code(&error))
    }

    async fn follows_up(&self, asked: &Asked) -> Option<isize> {
        let (token, body) = (asked.token(), said("more"));
        let sent = self.http.create_followup_message(&token, &body, Vec::new());
        sent.await.err().map(|error| code(&error))
    }

    async fn end(self) {
        self.shards.shutdown_all().await;
    }
}

fn client(discord: &StandIn, token: &str) -> Http {
    HttpBuilder::new(token)
        .proxy(discord.rest_url())
        .ratelimiter_disabled(true)
        .build()
}

fn intents() -> GatewayIntents {
    GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES
}

fn said(text: &str) -> Value {
    json!({"content": text, "allowed_mentions": {"parse": []}})
}

fn code(error: &serenity::Error) -> isize {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => response.error.code,
        other => panic!("{other} is no refusal"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_has_one_first_response() {
    let wire = Wire::open().await;
    let asked = wire.asked().await;
    assert_eq!(wire.responds(&asked).await, None);
    assert_eq!(wire.responds(&asked).await, Some(40_060));
    assert_eq!(asked.messages().len(), 1);
    assert_eq!(wire.discord.repeated_callbacks(), 1);
    wire.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_response_that_comes_late_is_for_an_unknown_interaction() {
    let wire = Wire::open().await;
    let asked = wire.asked().await;
    asked.goes_unanswered().await;
    assert_eq!(wire.responds(&asked).await, Some(10_062));
    assert!(asked.messages().is_empty());
    wire.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follow_up_needs_a_first_response_and_a_token_that_lives() {
    let wire = Wire::open().await;
    let asked = wire.asked().await;
    assert_eq!(wire.follows_up(&asked).await, Some(10_015));
    assert_eq!(wire.responds(&asked).await, None);
    assert_eq!(wire.follows_up(&asked).await, None);
    let began = Instant::now();
    let refused = loop {
        assert!(began.elapsed() < TOKEN_LIFE * 10, "the token never died");
        tokio::task::yield_now().await;
        if let Some(refused) = wire.follows_up(&asked).await {
            break refused;
        }
    };
    assert_eq!(refused, 50_027);
    wire.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_only_the_user_installed_it_an_interaction_has_five_follow_ups() {
    let wire = Wire::open().await;
    let ana = wire.discord.guild_without_bot("elsewhere").member("ana");
    let asked = ana.slash("ask").send().await;
    assert_eq!(wire.responds(&asked).await, None);
    for _ in 0..5 {
        assert_eq!(wire.follows_up(&asked).await, None);
    }
    assert_eq!(wire.follows_up(&asked).await, Some(40_094));
    wire.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_not_the_bots_opens_nothing() {
    let discord = StandIn::start().await;
    let wrong = client(&discord, "x.y.z");
    let error = wrong.get_current_user().await.unwrap_err().to_string();
    assert!(error.contains("Unauthorized"), "{error}");
    assert_eq!(discord.invalid_requests(), 1);
    let building = serenity::client::ClientBuilder::new_with_http(wrong, intents());
    let mut client: Client = building.event_handler(Mute).await.expect("it is a client");
    let ended = client.start().await.unwrap_err().to_string();
    assert!(ended.to_lowercase().contains("auth"), "{ended}");
    assert_eq!(discord.gateway().identifies(), 0);
}

#[tokio::test]
async fn a_message_that_would_ping_is_refused() {
    let discord = StandIn::start().await;
    discord.expect_rejections();
    let http = client(&discord, discord.token());
    let channel = ChannelId::new(discord.guild("town").channel().id());
    let body = json!({"content": "@everyone"});
    let sent = http.send_message(channel, Vec::new(), &body).await;
    let error = sent.unwrap_err().to_string();
    assert!(error.contains("Invalid Form Body"), "{error}");
    assert_eq!(discord.rejections().len(), 1);
    assert!(discord.messages(channel.get()).is_empty());
}

#[tokio::test]
async fn the_sixth_message_in_five_seconds_is_too_many() {
    let discord = StandIn::start_with(Setup {
        rate_limited: true,
        ..Setup::default()
    })
    .await;
    let http = client(&discord, discord.token());
    let channel = ChannelId::new(discord.guild("town").channel().id());
    let mut refused = Vec::new();
    for _ in 0..6 {
        let sent = http.send_message(channel, Vec::new(), &said("hello")).await;
        refused.extend(sent.err());
    }
    let [serenity::Error::Http(HttpError::UnsuccessfulRequest(response))] = &refused[..] else {
        panic!("{refused:?}");
    };
    assert_eq!(response.status_code.as_u16(), 429);
    assert_eq!(discord.messages(channel.get()).len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forum_post_is_a_thread_whose_first_message_has_its_id() {
    let wire = Wire::open().await;
    let guild = wire.discord.guild("town");
    let forum = guild.forum("ask here");
    let posted = guild.member("ana").posts(&forum, "A title", "A text").await;
    let thread = wire.http.get_channel(ChannelId::new(posted.id())).await;
    let thread = thread.unwrap().guild().expect("it is in a guild");
    assert_eq!(thread.name, "A title");
    assert_eq!(thread.parent_id, Some(ChannelId::new(forum.id())));
    wire.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_client_has_read_is_known_from_its_heartbeats() {
    let wire = Wire::open().await;
    let asked = wire.asked().await;
    let began = Instant::now();
    while asked.delivery() == Delivery::Unproven {
        assert!(began.elapsed() < Duration::from_secs(20), "no heartbeat");
        tokio::task::yield_now().await;
    }
    assert_eq!(asked.delivery(), Delivery::InTime);
    wire.discord.gateway().freeze_sockets();
    let lost = wire.asked().await;
    lost.goes_unanswered().await;
    assert_eq!(lost.delivery(), Delivery::Unproven);
    wire.end().await;
}
