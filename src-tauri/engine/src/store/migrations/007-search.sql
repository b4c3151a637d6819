-- What the search index has yet to read again. The index is a file of its own (store/search): triggers note here, in the
-- transaction of the change itself, which papers look different now, and the index follows.

CREATE TABLE search_changes (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    paper  TEXT NOT NULL,
    -- By its nonce the index knows its own place again. After a restore the same number belongs to another change.
    nonce  INTEGER NOT NULL DEFAULT (random())
) STRICT;

CREATE INDEX overrides_of_paper ON overrides (paper, at);

CREATE TRIGGER search_paper_new AFTER INSERT ON papers
BEGIN INSERT INTO search_changes (paper) VALUES (NEW.id); END;
CREATE TRIGGER search_paper_changed AFTER UPDATE ON papers
BEGIN INSERT INTO search_changes (paper) VALUES (NEW.id); END;
CREATE TRIGGER search_paper_gone AFTER DELETE ON papers
BEGIN INSERT INTO search_changes (paper) VALUES (OLD.id); END;

CREATE TRIGGER search_announced_new AFTER INSERT ON announced
BEGIN INSERT INTO search_changes (paper) VALUES (NEW.paper); END;
CREATE TRIGGER search_announced_gone AFTER DELETE ON announced
BEGIN INSERT INTO search_changes (paper) VALUES (OLD.paper); END;

-- Verdicts are append-only.
CREATE TRIGGER search_verdict_new AFTER INSERT ON verdicts
BEGIN INSERT INTO search_changes (paper) VALUES (NEW.paper); END;

-- A digest of an imported report is all that gives its papers a date.
CREATE TRIGGER search_entry_new AFTER INSERT ON entries WHEN NEW.verdict IS NOT NULL
BEGIN INSERT INTO search_changes (paper) VALUES (NEW.paper); END;
CREATE TRIGGER search_entry_gone AFTER DELETE ON entries WHEN OLD.verdict IS NOT NULL
BEGIN INSERT INTO search_changes (paper) VALUES (OLD.paper); END;

CREATE TRIGGER search_mark_new AFTER INSERT ON marks
BEGIN INSERT INTO search_changes (paper) VALUES (NEW.paper); END;
CREATE TRIGGER search_mark_gone AFTER DELETE ON marks
BEGIN INSERT INTO search_changes (paper) VALUES (OLD.paper); END;

CREATE TRIGGER search_tag_new AFTER INSERT ON tags
BEGIN INSERT INTO search_changes (paper) VALUES (NEW.paper); END;
CREATE TRIGGER search_tag_gone AFTER DELETE ON tags
BEGIN INSERT INTO search_changes (paper) VALUES (OLD.paper); END;

CREATE TRIGGER search_note_new AFTER INSERT ON notes
BEGIN INSERT INTO search_changes (paper) VALUES (NEW.paper); END;
CREATE TRIGGER search_note_changed AFTER UPDATE ON notes
BEGIN INSERT INTO search_changes (paper) VALUES (NEW.paper); END;
CREATE TRIGGER search_note_gone AFTER DELETE ON notes
BEGIN INSERT INTO search_changes (paper) VALUES (OLD.paper); END;

CREATE TRIGGER search_override_new AFTER INSERT ON overrides
BEGIN INSERT INTO search_changes (paper) VALUES (NEW.paper); END;
CREATE TRIGGER search_override_changed AFTER UPDATE ON overrides
BEGIN INSERT INTO search_changes (paper) VALUES (NEW.paper); END;
CREATE TRIGGER search_override_gone AFTER DELETE ON overrides
BEGIN INSERT INTO search_changes (paper) VALUES (OLD.paper); END;
