//! Permission bits and how roles and overwrites add up.

/// The bits that tests name, as in <https://discord.com/developers/docs/topics/permissions>.
pub mod permission {
    /// May do anything.
    pub const ADMINISTRATOR: u64 = 1 << 3;
    /// May change the guild.
    pub const MANAGE_GUILD: u64 = 1 << 5;
    /// May add reactions.
    pub const ADD_REACTIONS: u64 = 1 << 6;
    /// May see the channel.
    pub const VIEW_CHANNEL: u64 = 1 << 10;
    /// May write in the channel.
    pub const SEND_MESSAGES: u64 = 1 << 11;
    /// May delete others' messages.
    pub const MANAGE_MESSAGES: u64 = 1 << 13;
    /// Links and embeds are shown.
    pub const EMBED_LINKS: u64 = 1 << 14;
    /// May read what was written before.
    pub const READ_MESSAGE_HISTORY: u64 = 1 << 16;
    /// May use application commands.
    pub const USE_APPLICATION_COMMANDS: u64 = 1 << 31;
    /// May open threads.
    pub const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
    /// May write in threads.
    pub const SEND_MESSAGES_IN_THREADS: u64 = 1 << 38;
    /// May keep members from speaking.
    pub const MODERATE_MEMBERS: u64 = 1 << 40;
    /// What `@everyone` may do in a new guild.
    pub const EVERYONE: u64 = ADD_REACTIONS
        | VIEW_CHANNEL
        | SEND_MESSAGES
        | EMBED_LINKS
        | READ_MESSAGE_HISTORY
        | USE_APPLICATION_COMMANDS
        | CREATE_PUBLIC_THREADS
        | SEND_MESSAGES_IN_THREADS;
}

/// An overwrite of a role's or a member's permissions in one channel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Overwrite {
    /// The role or user.
    pub(crate) id: u64,
    pub(crate) allow: u64,
    pub(crate) deny: u64,
}

/// What a member with these roles may do, given the guild's `roles` as `(id, bits)`, `@everyone`
/// first, and the channel's overwrites.
pub(crate) fn computed(
    user: u64,
    has: &[u64],
    roles: &[(u64, u64)],
    overwrites: &[Overwrite],
) -> u64 {
    let everyone = roles.first().map_or(0, |(id, _)| *id);
    let applies = |id: u64| id == everyone || has.contains(&id);
    let base = roles
        .iter()
        .filter(|(id, _)| applies(*id))
        .fold(0, |bits, (_, more)| bits | more);
    if base & permission::ADMINISTRATOR != 0 {
        return u64::MAX >> 11;
    }
    let of = |filter: &dyn Fn(u64) -> bool, bits: u64| {
        let (deny, allow) = overwrites
            .iter()
            .filter(|o| filter(o.id))
            .fold((0, 0), |(d, a), o| (d | o.deny, a | o.allow));
        (bits & !deny) | allow
    };
    let bits = of(&|id| id == everyone, base);
    let bits = of(&|id| has.contains(&id), bits);
    of(&|id| id == user, bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [(u64, u64); 3] = [
        (1, permission::VIEW_CHANNEL | permission::SEND_MESSAGES),
        (2, permission::MANAGE_GUILD),
        (3, permission::ADMINISTRATOR),
    ];

    #[test]
    fn roles_add_up_and_overwrites_of_a_member_win() {
        let quiet = Overwrite {
            id: 1,
            allow: 0,
            deny: permission::SEND_MESSAGES,
        };
        let mine = Overwrite {
            id: 9,
            allow: permission::SEND_MESSAGES,
            deny: 0,
        };
        let all = computed(9, &[2], &ROLES, &[]);
        assert_eq!(all, ROLES[0].1 | permission::MANAGE_GUILD);
        assert_eq!(computed(9, &[], &ROLES, &[quiet]), permission::VIEW_CHANNEL);
        assert_eq!(computed(9, &[], &ROLES, &[mine, quiet]), ROLES[0].1);
    }

    #[test]
    fn an_administrator_is_stopped_by_no_overwrite() {
        let deny = Overwrite {
            id: 1,
            allow: 0,
            deny: u64::MAX,
        };
        assert_ne!(
            computed(9, &[3], &ROLES, &[deny]) & permission::SEND_MESSAGES,
            0
        );
    }
}
