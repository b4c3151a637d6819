-- Topics keep their identity from day to day: a trend of a day belongs to one.

CREATE TABLE topics (
    id          INTEGER PRIMARY KEY,
    profile     TEXT NOT NULL,
    title       TEXT NOT NULL,  -- as its newest trend is called
    emoji       TEXT NOT NULL,
    words       TEXT NOT NULL,  -- JSON object: what its trends are about, by stems with weights, the newest counting most
    first_seen  TEXT NOT NULL,  -- mailing dates
    last_seen   TEXT NOT NULL
) STRICT;
CREATE INDEX topics_by_profile ON topics (profile, last_seen);

ALTER TABLE trends ADD COLUMN topic INTEGER REFERENCES topics (id);
CREATE INDEX trends_by_topic ON trends (topic);
