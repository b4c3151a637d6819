-- The search index: a file of its own, made from the database and thrown away at will. No migrations: another
-- `user_version` means that it is made anew.

-- `applied`, `nonce`: the last change of the database that is in here. `rebuild`: how far a rebuild has come.
CREATE TABLE state (
    key    TEXT PRIMARY KEY,
    value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A paper's number counts up with its day, so that "the newest first" is the order of the index itself.
CREATE TABLE docs (
    doc    INTEGER PRIMARY KEY,
    paper  TEXT NOT NULL UNIQUE
) STRICT;

-- Words and numbers as they are written, in lower case, for prefixes, parts of words and typing mistakes; and categories, as
-- `§cs.CL`. Counts only grow: they order suggestions and weigh words, and a rebuild makes them exact.
CREATE TABLE words (
    id    INTEGER PRIMARY KEY,
    word  TEXT NOT NULL UNIQUE,
    docs  INTEGER NOT NULL
) STRICT;

-- Text comes in as tokens set apart by spaces (tokens.rs), so FTS5's simplest tokenizer is enough. No copy of the text is
-- kept. What is longest comes first: FTS5 stores the first column in the fewest bytes.
CREATE VIRTUAL TABLE text USING fts5 (
    abstract, analysis, title, translated_title, keywords, authors, note, tags, id, facets,
    content = '', contentless_delete = 1, tokenize = 'ascii'
);
