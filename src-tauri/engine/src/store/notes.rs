//! The reader's notes, and their earlier texts.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Store, parsed, timestamp};
use crate::{error::Result, paper::ArxivId};

/// Seconds between two versions of a note.
const APART: i64 = 5 * 60;
/// Seconds for which a version is kept.
const KEPT: i64 = 30 * 24 * 60 * 60;

/// A note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Markdown.
    pub text: String,
    pub saved_at: Timestamp,
}

/// An earlier text of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoteVersion {
    /// Until when the note was so.
    pub at: Timestamp,
    /// Its length in characters.
    pub chars: u32,
}

impl Store {
    /// The note on a paper.
    pub fn note(&self, id: &ArxivId) -> Result<Option<Note>> {
        self.read(|connection| note(connection, id))
    }

    /// All notes.
    pub fn notes(&self) -> Result<Vec<(ArxivId, String)>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT paper, text FROM notes")?;
            let rows = statement.query_map([], |row| Ok((parsed(row, 0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The earlier texts of a note that can still be had, the newest first.
    pub fn note_versions(&self, id: &ArxivId, now: Timestamp) -> Result<Vec<NoteVersion>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT at, length(text) FROM note_versions WHERE paper = ?1 AND at > ?2 ORDER BY at DESC",
            )?;
            let rows = statement.query_map(params![id.as_str(), now.as_second() - KEPT], |row| {
                Ok(NoteVersion { at: timestamp(row, 0)?, chars: row.get(1)? })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// One earlier text of a note.
    pub fn note_version(&self, id: &ArxivId, at: Timestamp) -> Result<Option<String>> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT text FROM note_versions WHERE paper = ?1 AND at = ?2")?;
            Ok(statement.query_row(params![id.as_str(), at.as_second()], |row| row.get(0)).optional()?)
        })
    }

    /// Saves a note; an empty text deletes it. What it was before is put aside at most once in five minutes, for thirty
    /// days.
    pub fn save_note(&self, id: &ArxivId, text: &str, at: Timestamp) -> Result<()> {
        self.write(|transaction| {
            let before = note(transaction, id)?.map(|note| note.text).unwrap_or_default();
            if before == text {
                return Ok(());
            }
            let now = at.as_second();
            if !before.is_empty() {
                put_aside(transaction, id, &before, text, now)?;
            }
            if text.is_empty() {
                transaction.execute("DELETE FROM notes WHERE paper = ?1", [id.as_str()])?;
            } else {
                transaction.execute(
                    "INSERT INTO notes (paper, text, updated_at) VALUES (?1, ?2, ?3)
                     ON CONFLICT (paper) DO UPDATE SET text = excluded.text, updated_at = excluded.updated_at",
                    params![id.as_str(), text, now],
                )?;
            }
            Ok(())
        })
    }
}

fn note(connection: &Connection, id: &ArxivId) -> Result<Option<Note>> {
    let mut statement = connection.prepare_cached("SELECT text, updated_at FROM notes WHERE paper = ?1")?;
    let found = statement.query_row([id.as_str()], |row| Ok(Note { text: row.get(0)?, saved_at: timestamp(row, 1)? }));
    Ok(found.optional()?)
}

/// Within five minutes of a version there is no other. But where a text is about to be lost that grew out of that
/// version, it takes the version's place: an hour's paragraph that is deleted by accident is worth more than the first
/// letter of it.
fn put_aside(connection: &Connection, id: &ArxivId, before: &str, after: &str, now: i64) -> Result<()> {
    let near: Option<(i64, String)> = connection
        .prepare_cached(
            "SELECT at, text FROM note_versions WHERE paper = ?1 AND at > ?2 AND at < ?3 ORDER BY at DESC LIMIT 1",
        )?
        .query_row(params![id.as_str(), now - APART, now + APART], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match near {
        None => {
            connection.execute(
                "INSERT INTO note_versions (paper, at, text) VALUES (?1, ?2, ?3)",
                params![id.as_str(), now, before],
            )?;
            // Looks through all of them, so not at every letter.
            connection.execute("DELETE FROM note_versions WHERE at <= ?1", [now - KEPT])?;
        }
        Some((at, version)) if holds(before, &version) && !holds(after, before) => {
            connection.execute(
                "UPDATE note_versions SET text = ?3 WHERE paper = ?1 AND at = ?2",
                params![id.as_str(), at, before],
            )?;
        }
        Some(_) => {}
    }
    Ok(())
}

/// Whether one text still has most of an earlier one, at its beginning and its end.
fn holds(text: &str, earlier: &str) -> bool {
    let all = earlier.chars().count();
    let start = text.chars().zip(earlier.chars()).take_while(|(a, b)| a == b).count();
    let end = text.chars().rev().zip(earlier.chars().rev()).take(all - start).take_while(|(a, b)| a == b).count();
    4 * (start + end) >= 3 * all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id() -> ArxivId {
        "2601.00001".parse().unwrap()
    }

    /// Saves texts at seconds after the first, and gives the versions that are there at the end, oldest first.
    fn versions(saves: &[(i64, &str)], seen_at: i64) -> Vec<(i64, String)> {
        let store = Store::in_memory().unwrap();
        let start = 1_767_000_000;
        let time = |second: i64| Timestamp::from_second(start + second).unwrap();
        for (second, text) in saves {
            store.save_note(&id(), text, time(*second)).unwrap();
            assert_eq!(store.note(&id()).unwrap().map(|n| n.text).unwrap_or_default(), *text);
        }
        let mut all = store.note_versions(&id(), time(seen_at)).unwrap();
        all.reverse();
        all.iter()
            .map(|version| {
                let text = store.note_version(&id(), version.at).unwrap().unwrap();
                assert_eq!(version.chars as usize, text.chars().count());
                (version.at.as_second() - start, text)
            })
            .collect()
    }

    #[test]
    fn earlier_texts_are_kept_at_most_every_five_minutes_for_thirty_days() {
        let day = 24 * 60 * 60;
        let check = |saves: &[(i64, &str)], seen_at: i64, expected: &[(i64, &str)]| {
            let expected: Vec<_> = expected.iter().map(|(at, text)| (*at, (*text).to_owned())).collect();
            assert_eq!(versions(saves, seen_at), expected, "{saves:?}");
        };
        check(&[(0, "一")], 10, &[]);
        check(&[(0, "a"), (10, "a")], 10, &[]);
        check(&[(0, "a"), (10, "ab")], 10, &[(10, "a")]);
        check(&[(0, "a"), (10, "ab"), (20, "abc"), (309, "abcd")], 400, &[(10, "a")]);
        check(&[(0, "a"), (10, "ab"), (20, "abc"), (310, "abcd")], 400, &[(10, "a"), (310, "abc")]);
        // What stood for five minutes is always kept.
        check(&[(0, "a"), (1, "ab"), (600, "x")], 700, &[(1, "a"), (600, "ab")]);
        // Unrelated texts in quick succession: one version.
        check(&[(0, "one"), (60, "two"), (120, "three")], 130, &[(60, "one")]);
        // What grew from a version takes its place when it is deleted or replaced.
        check(&[(0, "a"), (1, "ab"), (200, "ab and an hour's work"), (201, "")], 210, &[(1, "ab and an hour's work")]);
        // A deleted note has its history.
        check(&[(0, "gone"), (400, ""), (500, "new")], 600, &[(400, "gone")]);
        check(&[(0, "a"), (1, "b")], 30 * day, &[(1, "a")]);
        check(&[(0, "a"), (1, "b")], 30 * day + 1, &[]);
        check(&[(0, "a"), (1, "b"), (40 * day, "c")], 40 * day, &[(40 * day, "b")]);
        // A clock that was set back does not stop the history.
        check(&[(0, "a"), (1, "b"), (-day, "c")], 10, &[(-day, "b"), (1, "a")]);
    }
}
