-- Times are milliseconds since 1970, UTC. Guilds, channels and moderators are Discord's ids.
-- Who asked or voted, and the message or interaction that did, are keyed hashes: see src/store/key.rs.

-- One row: proves that the key file is the one these hashes were made with.
CREATE TABLE key_check (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    proof BLOB NOT NULL
);

CREATE TABLE guild (
    id INTEGER PRIMARY KEY,
    limit_questions INTEGER,
    limit_seconds INTEGER,
    language TEXT,
    moderators_channel INTEGER,
    CHECK ((limit_questions IS NULL) = (limit_seconds IS NULL))
);

CREATE TABLE guild_channel (
    guild INTEGER NOT NULL REFERENCES guild (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('answer', 'forum')),
    channel INTEGER NOT NULL,
    PRIMARY KEY (guild, kind, channel)
) WITHOUT ROWID;

CREATE TABLE question (
    id INTEGER PRIMARY KEY,
    asked_at INTEGER NOT NULL,
    asker BLOB NOT NULL,
    guild INTEGER,
    surface TEXT NOT NULL,
    language TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('answered', 'partly', 'not_covered')),
    confidence REAL NOT NULL,
    text TEXT NOT NULL,
    -- Questions with the same words, however spelled out, have the same topic.
    topic INTEGER NOT NULL
);

CREATE INDEX question_by_time ON question (asked_at);
CREATE INDEX question_by_asker ON question (asker);
CREATE INDEX question_not_covered ON question (topic, asked_at) WHERE verdict = 'not_covered';

CREATE TABLE passage (
    question INTEGER NOT NULL REFERENCES question (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    article TEXT NOT NULL,
    paragraph INTEGER NOT NULL,
    PRIMARY KEY (question, place)
) WITHOUT ROWID;

CREATE TABLE vote (
    question INTEGER NOT NULL REFERENCES question (id) ON DELETE CASCADE,
    article TEXT NOT NULL,
    paragraph INTEGER NOT NULL,
    voter BLOB NOT NULL,
    up INTEGER NOT NULL CHECK (up IN (0, 1)),
    voted_at INTEGER NOT NULL,
    PRIMARY KEY (question, article, paragraph, voter)
) WITHOUT ROWID;

CREATE INDEX vote_by_voter ON vote (voter);
CREATE INDEX vote_by_time ON vote (voted_at);

-- Not-covered questions of a topic asked until then are dealt with; later ones are not.
CREATE TABLE handled (
    topic INTEGER PRIMARY KEY,
    until INTEGER NOT NULL
);

CREATE TABLE source (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('page', 'feed')),
    url TEXT NOT NULL UNIQUE,
    publisher TEXT,
    note TEXT,
    language TEXT,
    interval_seconds INTEGER NOT NULL CHECK (interval_seconds > 0),
    -- A JSON array: the words that a feed's items must match.
    words TEXT NOT NULL CHECK (json_valid(words)),
    added_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL CHECK (actor IN ('member', 'operator', 'schedule')),
    member INTEGER CHECK ((member IS NOT NULL) = (actor = 'member')),
    guild INTEGER,
    what TEXT NOT NULL,
    before TEXT CHECK (before IS NULL OR json_valid(before)),
    after TEXT CHECK (after IS NULL OR json_valid(after))
);

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END;

CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END;

-- REPLACE deletes without asking the trigger above.
CREATE TRIGGER audit_is_never_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END;
