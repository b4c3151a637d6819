-- What the model judge spends, knows of its servers, and reads.

-- All that went to a model, also for answers that were no use.
CREATE TABLE usage (
    day            TEXT NOT NULL,  -- the reader's own, YYYY-MM-DD
    model          TEXT NOT NULL,
    purpose        TEXT NOT NULL CHECK (purpose IN ('judge', 'deep_read', 'trends', 'test', 'translation')),
    requests       INTEGER NOT NULL,
    input_tokens   INTEGER NOT NULL,
    output_tokens  INTEGER NOT NULL,
    cost           REAL NOT NULL,  -- in the provider's currency
    PRIMARY KEY (day, model, purpose)
) STRICT, WITHOUT ROWID;

-- What a server and a model take, found out once.
CREATE TABLE capabilities (
    server    TEXT NOT NULL,  -- protocol and address
    model     TEXT NOT NULL,
    found     TEXT NOT NULL,  -- JSON
    found_at  INTEGER NOT NULL,
    PRIMARY KEY (server, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE full_texts (
    paper       TEXT NOT NULL,
    version     INTEGER NOT NULL,
    fetched_at  INTEGER NOT NULL,
    sections    BLOB,  -- JSON, gzipped; NULL: arXiv has no HTML of this version
    PRIMARY KEY (paper, version)
) STRICT;

-- How many of a verdict's figures are in the text that the model was given.
CREATE TABLE evidence (
    verdict      INTEGER PRIMARY KEY REFERENCES verdicts (id),
    found        INTEGER NOT NULL,
    total        INTEGER NOT NULL,
    text_tokens  INTEGER  -- how much of the full text it was given, in tokens; NULL: the abstract only
) STRICT;
