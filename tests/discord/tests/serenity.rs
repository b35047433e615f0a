//! A bare serenity client against the stand-in: it accepts what the stand-in speaks, and the
//! stand-in refuses what Discord refuses.

use std::sync::Arc;

use discord_stand_in::{Setup, StandIn};
use serenity::all::{
    Client, Command, CommandInteraction, CommandOptionType, ComponentInteraction, Context,
    CreateActionRow, CreateAllowedMentions, CreateAutocompleteResponse, CreateButton,
    CreateCommand, CreateCommandOption, CreateEmbed, CreateInteractionResponse,
    CreateInteractionResponseFollowup, CreateInteractionResponseMessage, CreateMessage,
    EditInteractionResponse, EventHandler, GatewayIntents, Interaction, Message, Ready,
};
use serenity::async_trait;
use serenity::gateway::ShardManager;
use serenity::http::HttpBuilder;

/// A bot that says what it heard.
struct Echo;

#[async_trait]
impl EventHandler for Echo {
    async fn ready(&self, ctx: Context, _: Ready) {
        let question =
            CreateCommandOption::new(CommandOptionType::String, "question", "What to ask")
                .required(true)
                .set_autocomplete(true);
        let commands = vec![
            CreateCommand::new("ask")
                .description("Asks")
                .add_option(question),
            CreateCommand::new("slow").description("Answers later"),
            CreateCommand::new("Find sources").kind(serenity::all::CommandType::Message),
        ];
        Command::set_global_commands(&ctx.http, commands)
            .await
            .expect("the stand-in takes it");
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        match interaction {
            Interaction::Command(command) => answer(&ctx, &command).await,
            Interaction::Autocomplete(typing) => {
                let typed = typing
                    .data
                    .autocomplete()
                    .expect("the stand-in takes it")
                    .value
                    .to_owned();
                let choices = CreateAutocompleteResponse::new().add_string_choice(&typed, &typed);
                let response = CreateInteractionResponse::Autocomplete(choices);
                typing
                    .create_response(&ctx.http, response)
                    .await
                    .expect("the stand-in takes it");
            }
            Interaction::Component(pressed) => press(&ctx, &pressed).await,
            _ => {}
        }
    }

    async fn message(&self, ctx: Context, message: Message) {
        if message.author.bot || message.content.is_empty() {
            return;
        }
        let text = format!("heard: {}", message.content);
        let reply = CreateMessage::new()
            .content(text)
            .reference_message(&message);
        let reply = reply.allowed_mentions(nobody());
        message
            .channel_id
            .send_message(&ctx.http, reply)
            .await
            .expect("the stand-in takes it");
    }
}

fn nobody() -> CreateAllowedMentions {
    CreateAllowedMentions::new().replied_user(false)
}

fn said(text: &str) -> CreateInteractionResponseMessage {
    CreateInteractionResponseMessage::new()
        .content(text)
        .allowed_mentions(nobody())
}

async fn answer(ctx: &Context, command: &CommandInteraction) {
    let text = match command.data.name.as_str() {
        "slow" => {
            command
                .defer_ephemeral(&ctx.http)
                .await
                .expect("the stand-in takes it");
            let edit = EditInteractionResponse::new()
                .content("at last")
                .allowed_mentions(nobody());
            command
                .edit_response(&ctx.http, edit)
                .await
                .expect("the stand-in takes it");
            let more = CreateInteractionResponseFollowup::new()
                .content("and more")
                .allowed_mentions(nobody());
            command
                .create_followup(&ctx.http, more)
                .await
                .expect("the stand-in takes it");
            return;
        }
        "ask" => command.data.options[0]
            .value
            .as_str()
            .expect("the stand-in takes it")
            .to_owned(),
        _ => {
            let target = command.data.resolved.messages.values().next();
            target.expect("the stand-in takes it").content.clone()
        }
    };
    let row = CreateActionRow::Buttons(vec![CreateButton::new("more:1").label("More")]);
    let message = said("").embed(CreateEmbed::new().title("Echo").description(text));
    let response = CreateInteractionResponse::Message(message.components(vec![row]));
    command
        .create_response(&ctx.http, response)
        .await
        .expect("the stand-in takes it");
}

async fn press(ctx: &Context, pressed: &ComponentInteraction) {
    let response = CreateInteractionResponse::UpdateMessage(said(&pressed.data.custom_id));
    pressed
        .create_response(&ctx.http, response)
        .await
        .expect("the stand-in takes it");
}

/// A running client; it is shut down when dropped.
struct Bot {
    shards: Arc<ShardManager>,
    task: tokio::task::JoinHandle<Result<(), serenity::Error>>,
}

impl Bot {
    async fn start(discord: &StandIn, intents: GatewayIntents) -> Self {
        let http = HttpBuilder::new(discord.token())
            .proxy(discord.rest_url())
            .ratelimiter_disabled(true)
            .build();
        let client = serenity::client::ClientBuilder::new_with_http(http, intents);
        let mut client: Client = client
            .event_handler(Echo)
            .await
            .expect("the stand-in takes it");
        let shards = client.shard_manager.clone();
        let task = tokio::spawn(async move { client.start_autosharded().await });
        Self { shards, task }
    }

    async fn stop(self) {
        self.shards.shutdown_all().await;
        self.task
            .await
            .expect("the stand-in takes it")
            .expect("it runs until told to stop");
    }
}

fn plain() -> GatewayIntents {
    GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slash_command_and_its_button_are_answered() {
    let discord = StandIn::start().await;
    let guild = discord.guild("town");
    let bot = Bot::start(&discord, plain()).await;
    let ana = guild.member("ana");
    let reply = ana.slash("ask").option("question", "why?").reply().await;
    assert_eq!(reply.text(), "Echo\nwhy?");
    assert!(!reply.is_private());
    assert_eq!(reply.render(), "│ Echo\n│ why?\n└\n[ More ]\n");
    let after = ana.click(&reply, "More").reply().await;
    assert!(after.is_update());
    assert!(after.text().contains("more:1"));
    bot.stop().await;
    discord.finish();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deferred_response_arrives_privately_and_a_follow_up_after_it() {
    let discord = StandIn::start().await;
    let ana = discord.guild("town").member("ana");
    let bot = Bot::start(&discord, plain()).await;
    let asked = ana.slash("slow").send().await;
    let reply = asked.reply().await;
    assert_eq!(reply.text(), "at last");
    assert!(reply.is_private());
    assert_eq!(asked.follow_up(0).await.text(), "and more");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_completed_and_a_message_menu_sees_its_target() {
    let discord = StandIn::start().await;
    let guild = discord.guild("town");
    let ana = guild.member("ana");
    let bot = Bot::start(&discord, plain()).await;
    let choices = ana
        .autocomplete("ask")
        .typing("question", "ga")
        .choices()
        .await;
    assert_eq!(choices[0].name, "ga");
    let written = guild.member("ben").says(&guild.channel(), "a claim").await;
    let found = ana.message_command("Find sources", &written).reply().await;
    assert_eq!(found.text(), "Echo\na claim");
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_content_intent_only_mentions_and_direct_messages_are_read() {
    let discord = StandIn::start().await;
    let guild = discord.guild("town");
    let ana = guild.member("ana");
    let bot = Bot::start(&discord, plain()).await;
    let heard = ana.mentions_bot("hello").await.answer().await;
    assert!(heard.text().ends_with("hello"));
    let heard = ana.writes_directly("psst").await.answer().await;
    assert_eq!(heard.text(), "heard: psst");
    let unread = ana.says(&guild.channel(), "to nobody").await;
    discord.ready().await;
    let other = ana.in_direct_messages();
    assert_eq!(other.slash("slow").reply().await.text(), "at last");
    assert!(unread.answers().is_empty());
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn missed_events_are_replayed_after_a_lost_socket_and_a_reconnect_request() {
    let discord = StandIn::start().await;
    let ana = discord.guild("town").member("ana");
    let bot = Bot::start(&discord, plain()).await;
    discord.ready().await;
    discord.gateway().drop_sockets();
    let reply = ana
        .slash("ask")
        .option("question", "still there?")
        .reply()
        .await;
    assert!(reply.text().contains("still there?"));
    discord.gateway().resumed(1).await;
    discord.gateway().ask_to_reconnect();
    discord.gateway().resumed(2).await;
    assert_eq!(discord.gateway().identifies(), 1);
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_invalid_for_good_is_opened_anew() {
    let discord = StandIn::start().await;
    let ana = discord.guild("town").member("ana");
    let bot = Bot::start(&discord, plain()).await;
    discord.ready().await;
    discord.gateway().invalidate_sessions(false);
    discord.gateway().identified(2).await;
    let reply = ana
        .slash("ask")
        .option("question", "and now?")
        .reply()
        .await;
    assert!(reply.text().contains("and now?"));
    bot.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intent_the_portal_denies_ends_the_client() {
    let discord = StandIn::start_with(Setup::without_privileged_intents()).await;
    let bot = Bot::start(&discord, plain() | GatewayIntents::MESSAGE_CONTENT).await;
    let ended = bot.task.await.unwrap();
    assert!(
        ended
            .unwrap_err()
            .to_string()
            .to_lowercase()
            .contains("intent")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn guilds_are_spread_over_the_shards_that_serve_them() {
    let discord = StandIn::start_with(Setup {
        shards: 2,
        max_concurrency: 2,
        ..Setup::default()
    })
    .await;
    let guilds = [discord.guild("east"), discord.guild("west")];
    let of = |id: u64| (id >> 22) % 2;
    assert_ne!(of(guilds[0].id()), of(guilds[1].id()));
    let bot = Bot::start(&discord, plain()).await;
    discord.gateway().identified(2).await;
    for guild in guilds {
        let reply = guild
            .member("ana")
            .slash("ask")
            .option("question", "here?")
            .reply()
            .await;
        assert!(reply.text().contains("here?"));
    }
    bot.stop().await;
}
