-- The first schema. Released migrations are never edited; add 002.sql instead.

CREATE TABLE papers (
    id          TEXT NOT NULL,
    version     INTEGER NOT NULL CHECK (version >= 1),
    title       TEXT NOT NULL,
    abstract    TEXT NOT NULL,
    authors     TEXT NOT NULL,  -- JSON array
    categories  TEXT NOT NULL,  -- JSON array, the primary first
    comment     TEXT,
    url         TEXT NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;

CREATE TABLE announcements (
    date        TEXT PRIMARY KEY,  -- arXiv's mailing date, YYYY-MM-DD
    source      TEXT NOT NULL,     -- feed | sample
    categories  TEXT NOT NULL,     -- JSON array: what was asked for, in all fetches of the day together
    fetched_at  INTEGER NOT NULL   -- seconds since 1970
) STRICT, WITHOUT ROWID;

CREATE TABLE announced (
    date           TEXT NOT NULL REFERENCES announcements (date),
    paper          TEXT NOT NULL,
    version        INTEGER NOT NULL,
    announce_type  TEXT NOT NULL CHECK (announce_type IN ('new', 'cross', 'replace', 'replace-cross')),
    position       INTEGER NOT NULL,
    PRIMARY KEY (date, paper),
    FOREIGN KEY (paper, version) REFERENCES papers (id, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX announced_by_paper ON announced (paper, date);

-- Append-only: a verdict is kept with its inputs and never recomputed unasked.
CREATE TABLE verdicts (
    id              INTEGER PRIMARY KEY,
    paper           TEXT NOT NULL,
    version         INTEGER NOT NULL,
    inputs_hash     TEXT NOT NULL,  -- of the paper's id and the next six
    judge           TEXT NOT NULL,
    model           TEXT NOT NULL,
    prompt_version  TEXT NOT NULL,
    profile_hash    TEXT NOT NULL,
    text_hash       TEXT NOT NULL,
    language        TEXT NOT NULL,
    decision        TEXT NOT NULL CHECK (decision IN ('recommend', 'borderline', 'skip')),
    analysis        TEXT NOT NULL,  -- JSON, the eight fields
    judged_by       TEXT NOT NULL,
    basis           TEXT NOT NULL CHECK (basis IN ('abstract', 'full_text')),
    flags           TEXT NOT NULL,  -- JSON array
    score           REAL NOT NULL,
    input_tokens    INTEGER NOT NULL,
    output_tokens   INTEGER NOT NULL,
    cost            REAL NOT NULL,
    judged_at       INTEGER NOT NULL,
    FOREIGN KEY (paper, version) REFERENCES papers (id, version)
) STRICT;
CREATE INDEX verdicts_by_inputs ON verdicts (inputs_hash);
CREATE INDEX verdicts_by_paper ON verdicts (paper);
CREATE TRIGGER verdicts_are_never_changed BEFORE UPDATE ON verdicts
BEGIN SELECT RAISE(ABORT, 'verdicts are append-only'); END;
CREATE TRIGGER verdicts_are_never_deleted BEFORE DELETE ON verdicts
BEGIN SELECT RAISE(ABORT, 'verdicts are append-only'); END;

CREATE TABLE digests (
    id            INTEGER PRIMARY KEY,
    date          TEXT NOT NULL,
    profile       TEXT NOT NULL,
    origin        TEXT NOT NULL CHECK (origin IN ('run', 'sample', 'import')),
    attempt       INTEGER NOT NULL,  -- 1 for the first run of a day, 2 for the next that was asked for
    inputs_hash   TEXT NOT NULL,     -- of settings and profile: an unfinished digest is resumed only with the same
    language      TEXT NOT NULL,
    judge         TEXT NOT NULL,
    categories    TEXT NOT NULL,     -- JSON array
    announced     INTEGER NOT NULL,
    generated_at  INTEGER NOT NULL,
    complete      INTEGER NOT NULL CHECK (complete IN (0, 1)),
    UNIQUE (profile, date, attempt)
) STRICT;

-- The ledger: one row for every announced paper of a digest.
CREATE TABLE entries (
    digest         INTEGER NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
    paper          TEXT NOT NULL,
    version        INTEGER NOT NULL,
    announce_type  TEXT NOT NULL,
    category       TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('waiting', 'judged', 'filtered', 'failed')),
    rule           TEXT,             -- of a filtered paper
    failure        TEXT,             -- of a failed one, JSON
    rank           INTEGER,
    verdict        INTEGER REFERENCES verdicts (id),
    PRIMARY KEY (digest, paper),
    FOREIGN KEY (paper, version) REFERENCES papers (id, version),
    CHECK ((state = 'filtered') = (rule IS NOT NULL)),
    CHECK ((state = 'failed') = (failure IS NOT NULL)),
    CHECK (state <> 'judged' OR verdict IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_by_paper ON entries (paper);

CREATE TABLE trends (
    digest       INTEGER NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    emoji        TEXT NOT NULL,
    title        TEXT NOT NULL,
    observation  TEXT NOT NULL,
    papers       TEXT NOT NULL,  -- JSON array of ids
    PRIMARY KEY (digest, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
    id          INTEGER PRIMARY KEY,
    date        TEXT,
    profile     TEXT NOT NULL,
    started_at  INTEGER NOT NULL,
    ended_at    INTEGER NOT NULL,
    outcome     TEXT NOT NULL,   -- finished | empty | failed
    cost        REAL NOT NULL,   -- all that the model was paid, also for answers that were no use
    message     TEXT NOT NULL
) STRICT;

CREATE TABLE marks (
    paper  TEXT NOT NULL,
    mark   TEXT NOT NULL CHECK (mark IN ('read', 'star', 'later')),
    at     INTEGER NOT NULL,
    PRIMARY KEY (paper, mark)
) STRICT, WITHOUT ROWID;

CREATE TABLE tags (
    paper  TEXT NOT NULL,
    tag    TEXT NOT NULL CHECK (tag <> ''),
    at     INTEGER NOT NULL,
    PRIMARY KEY (paper, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE notifications (
    id       INTEGER PRIMARY KEY,
    sent_at  INTEGER NOT NULL,
    date     TEXT NOT NULL,
    title    TEXT NOT NULL,
    body     TEXT NOT NULL
) STRICT;
