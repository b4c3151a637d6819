-- Days whose list is not here yet, and when the versions of papers were submitted.

-- Mailing dates that have a list by the calendar, and whose list is not here, or not whole, or not believed: looked at
-- again with rising gaps. `nothing`: both sources say that there is none; not looked at again.
CREATE TABLE awaited (
    date      TEXT PRIMARY KEY,
    why       TEXT NOT NULL CHECK (why IN ('missed', 'empty', 'stale', 'capped', 'nothing')),
    tries     INTEGER NOT NULL,
    next_try  INTEGER NOT NULL  -- seconds since 1970
) STRICT, WITHOUT ROWID;

-- As far as a source told it; the feed does not.
CREATE TABLE versions (
    paper         TEXT NOT NULL,
    version       INTEGER NOT NULL CHECK (version >= 1),
    submitted_at  INTEGER NOT NULL,
    PRIMARY KEY (paper, version)
) STRICT, WITHOUT ROWID;
