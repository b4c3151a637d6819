//! What a database holds of what the reader and the judge said.

use std::{collections::BTreeSet, path::Path};

use rusqlite::Connection;

/// What the reader did and the judge answered, read from a copy of the database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// Every mark, tag, note and own decision, without its time.
    pub reader: BTreeSet<String>,
    /// Papers that a model's verdict is stored for.
    pub judged: BTreeSet<String>,
}

/// What is stored in a whole database.
#[track_caller]
pub fn read(path: &Path) -> Kept {
    let connection = Connection::open(path).unwrap();
    let said: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(said, "ok", "{}", path.display());
    let dangling = connection.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap();
    assert!(!dangling, "{}: foreign keys", path.display());
    let all = |sql: &str| -> BTreeSet<String> {
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
    };
    Kept {
        reader: all("SELECT paper || ' ' || mark FROM marks UNION SELECT paper || ' tag:' || tag FROM tags
             UNION SELECT paper || ' note:' || text FROM notes
             UNION SELECT paper || ' override:' || decision FROM overrides"),
        judged: all("SELECT paper FROM verdicts WHERE judge <> 'builtin'"),
    }
}

/// What the reader's state is once these arguments are done.
pub fn after(before: &Kept, arguments: &[String]) -> BTreeSet<String> {
    let mut reader = before.reader.clone();
    let [command, paper, what] = arguments else { panic!("{arguments:?}") };
    if command != "mark" {
        // One note and one decision a paper.
        reader.retain(|row| !row.starts_with(&format!("{paper} {command}:")));
        if !["", "none"].contains(&what.as_str()) {
            reader.insert(format!("{paper} {command}:{what}"));
        }
        return reader;
    }
    let opposite = [("unstar", "star"), ("done", "later"), ("unread", "read")].into_iter().find(|(no, _)| no == what);
    match opposite {
        Some((_, mark)) => drop(reader.remove(&format!("{paper} {mark}"))),
        None => drop(reader.insert(format!("{paper} {what}"))),
    }
    reader
}
