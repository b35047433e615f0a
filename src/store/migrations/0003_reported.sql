-- Acts that moderators' channels are told of in another way, as by the report of a refresh.
ALTER TABLE audit ADD COLUMN reported INTEGER NOT NULL DEFAULT 0 CHECK (reported IN (0, 1));
