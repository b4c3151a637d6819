-- What the reader writes: notes with their history, and verdicts of their own.

CREATE TABLE notes (
    paper       TEXT PRIMARY KEY,
    text        TEXT NOT NULL CHECK (text <> ''),  -- Markdown; an emptied note is deleted, its history stays
    updated_at  INTEGER NOT NULL                   -- seconds since 1970
) STRICT, WITHOUT ROWID;

-- Earlier texts of a note, at most one every five minutes, for thirty days.
CREATE TABLE note_versions (
    paper  TEXT NOT NULL,
    at     INTEGER NOT NULL,
    text   TEXT NOT NULL,
    PRIMARY KEY (paper, at)
) STRICT, WITHOUT ROWID;

-- What the reader decided about a paper under a profile, against the judge.
CREATE TABLE overrides (
    profile   TEXT NOT NULL,
    paper     TEXT NOT NULL,
    decision  TEXT NOT NULL CHECK (decision IN ('recommend', 'borderline', 'skip')),
    at        INTEGER NOT NULL,
    PRIMARY KEY (profile, paper)
) STRICT, WITHOUT ROWID;

-- Small things that outlive a start, each of one owner: what was asked once, what is due next, where a rebuild stands.
CREATE TABLE memory (
    key    TEXT PRIMARY KEY,
    value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
