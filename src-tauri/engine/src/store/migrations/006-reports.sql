-- Reports that were read from files, and papers of which such a report knows only title and link.

CREATE TABLE reports (
    digest  INTEGER PRIMARY KEY REFERENCES digests (id) ON DELETE CASCADE,
    hash    TEXT NOT NULL,  -- of its time, papers and decisions: the same report in another file is known by it
    name    TEXT NOT NULL,  -- of the file
    text    BLOB NOT NULL   -- the file, gzipped: it is written back from this
) STRICT;
CREATE INDEX reports_by_hash ON reports (hash);

CREATE INDEX papers_without_abstract ON papers (id, version) WHERE abstract = '';
