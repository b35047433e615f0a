-- Guilds for which moderators' commands were registered with Discord, to be taken away again when
-- the guild is no home any more.
CREATE TABLE registered_guild (
    guild INTEGER PRIMARY KEY
);

-- One row: the last entry of the audit record that moderators' channels were told of.
CREATE TABLE announced (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    audit INTEGER NOT NULL
);

INSERT INTO announced SELECT 1, COALESCE(MAX(id), 0) FROM audit;
