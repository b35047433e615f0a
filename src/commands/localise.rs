//! Names and descriptions of all commands and options in every language, in one place.
//!
//! The texts stand in `messages/`: `command-NAME`, `command-NAME-description`, and for an option
//! or a subcommand the same with its own name behind. `_` in a name is `-` in a key. What has no
//! text there keeps the words it was declared with.

use std::borrow::Cow;

use poise::CommandParameter;
use serenity::builder::CreateCommand;

use crate::bot::{Command, Error};
use crate::messages::Language;

type Translations = Cow<'static, [(Cow<'static, str>, Cow<'static, str>)]>;
type Parameter = CommandParameter<std::sync::Arc<crate::bot::Bot>, Error>;

/// Puts names and descriptions into `commands`.
pub(super) fn localise(commands: &mut [Command]) {
    for command in commands {
        localise_command(command, "command");
    }
}

/// What is registered with Discord.
pub(super) fn builders(commands: &[Command]) -> Vec<CreateCommand> {
    let slash = commands.iter().filter_map(Command::create_as_slash_command);
    let menus = commands.iter().filter_map(|command| {
        // poise leaves the names of menu entries as they are.
        let menu = command.create_as_context_menu_command()?;
        Some(
            command
                .name_localizations
                .iter()
                .fold(menu, |menu, (locale, name)| {
                    menu.name_localized(locale.as_ref(), name.as_ref())
                }),
        )
    });
    slash.chain(menus).collect()
}

fn localise_command(command: &mut Command, parent: &str) {
    let key = format!("{parent}-{}", command.name.replace('_', "-"));
    command.name_localizations = translations(&key);
    let description = format!("{key}-description");
    if let Some(text) = Language::English.own(&description) {
        command.description = Some(text.into());
    }
    command.description_localizations = translations(&description);
    for parameter in &mut command.parameters {
        localise_parameter(parameter, &key);
    }
    for subcommand in &mut command.subcommands {
        localise_command(subcommand, &key);
    }
}

fn localise_parameter(parameter: &mut Parameter, parent: &str) {
    let key = format!("{parent}-{}", parameter.name.replace('_', "-"));
    parameter.name_localizations = translations(&key);
    let description = format!("{key}-description");
    if let Some(text) = Language::English.own(&description) {
        parameter.description = Some(text.into());
    }
    parameter.description_localizations = translations(&description);
}

/// The message `key` in every language but English, which Discord takes from elsewhere.
fn translations(key: &str) -> Translations {
    let others = Language::ALL
        .into_iter()
        .filter(|language| *language != Language::English);
    let texts = others.filter_map(|language| {
        let text = language.own(key)?;
        Some((Cow::Borrowed(language.tag()), Cow::Owned(text)))
    });
    Cow::Owned(texts.collect())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use twilight_model::application::command::{Command as Read, CommandType};

    /// The most characters of a command with its options, the longest language counting.
    ///
    /// Source: Discord API documentation, Application Commands; twilight has an older, lower one.
    const COMMAND_MAX_CHARS: usize = 8_000;

    fn registered(commands: &[crate::bot::Command]) -> Vec<Value> {
        super::super::builders(commands)
            .iter()
            .map(|command| serde_json::to_value(command).unwrap())
            .collect()
    }

    #[test]
    fn every_command_is_registered_in_every_language() {
        let everyones = registered(&super::super::everyone());
        insta::assert_snapshot!(serde_json::to_string_pretty(&everyones).unwrap());
    }

    #[test]
    fn moderators_commands_are_hidden_and_of_guilds_alone() {
        for command in registered(&super::super::moderators()) {
            let may = &command["default_member_permissions"];
            assert_eq!(may, "32", "{} is not hidden", command["name"]);
            // Discord takes these with global commands only.
            assert!(
                command.get("contexts").is_none() && command.get("integration_types").is_none()
            );
        }
    }

    #[test]
    fn discord_takes_every_command_in_every_language() {
        for command in registered(&super::super::all()) {
            assert_accepted(&command);
            for language in ["ru", "tr", "uk"] {
                assert_accepted(&in_language(&command, language));
            }
        }
    }

    /// The command with its names and descriptions put in the place of the English ones: each
    /// must be there.
    fn in_language(item: &Value, language: &str) -> Value {
        let mut translated = item.clone();
        for field in ["name", "description"] {
            let is_menu =
                field == "description" && item["type"] != 1 && item.get("options").is_none();
            if item.get(field).is_none() || (is_menu && item[field] == "") {
                continue;
            }
            let text = &item[format!("{field}_localizations")][language];
            assert!(
                text.is_string(),
                "{} has no {field} in {language}",
                item["name"]
            );
            translated[field] = text.clone();
        }
        for option in translated["options"].as_array_mut().into_iter().flatten() {
            *option = in_language(option, language);
        }
        translated
    }

    fn assert_accepted(command: &Value) {
        let mut complete = command.clone();
        complete["version"] = "1".into();
        for field in ["description", "type"] {
            if complete.get(field).is_none() {
                complete[field] = if field == "type" { 1.into() } else { "".into() };
            }
        }
        let read: Read = serde_json::from_value(complete).unwrap();
        if read.kind == CommandType::ChatInput {
            twilight_validate::command::chat_input_name(&read.name).unwrap();
            twilight_validate::command::description(&read.description).unwrap();
        } else {
            twilight_validate::command::name(&read.name).unwrap();
        }
        assert!(read.options.len() <= 25);
        for option in &read.options {
            twilight_validate::command::option(option).unwrap();
        }
        let chars = twilight_validate::command::command_characters(&read);
        assert!(chars <= COMMAND_MAX_CHARS, "{chars}");
        let optional = read
            .options
            .iter()
            .skip_while(|option| option.required.unwrap_or(false));
        assert!(
            optional
                .clone()
                .all(|option| !option.required.unwrap_or(false))
        );
    }
}
