//! The reader's marks.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::Store;
use crate::{
    digest::{MarkKind, Marks},
    error::Result,
    paper::ArxivId,
};

impl Store {
    /// Sets or takes off a mark, and returns all marks of the paper.
    pub fn mark(&self, id: &ArxivId, mark: MarkKind, on: bool, at: Timestamp) -> Result<Marks> {
        self.write(|transaction| {
            let place = [id.as_str(), mark.as_str()];
            if on {
                transaction.execute(
                    "INSERT INTO marks (paper, mark, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                    params![place[0], place[1], at.as_second()],
                )?;
            } else {
                transaction.execute("DELETE FROM marks WHERE paper = ?1 AND mark = ?2", place)?;
            }
            marks_of(transaction, id)
        })
    }

    /// Sets or takes off a mark of many papers, all or none; gives those whose state changed.
    pub fn mark_many(&self, ids: &[ArxivId], mark: MarkKind, on: bool, at: Timestamp) -> Result<Vec<ArxivId>> {
        self.write(|transaction| {
            let sql = match on {
                true => "INSERT INTO marks (paper, mark, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                false => "DELETE FROM marks WHERE paper = ?1 AND mark = ?2 AND ?3 IS NOT NULL",
            };
            let mut statement = transaction.prepare(sql)?;
            let mut changed = Vec::new();
            for id in ids {
                if statement.execute(params![id.as_str(), mark.as_str(), at.as_second()])? == 1 {
                    changed.push(id.clone());
                }
            }
            Ok(changed)
        })
    }

    /// The marks of a paper.
    pub fn marks(&self, id: &ArxivId) -> Result<Marks> {
        self.read(|connection| marks_of(connection, id))
    }

    /// How many judged papers of a digest the reader has not read.
    pub fn unread_count(&self, digest: i64) -> Result<u32> {
        self.read(|connection| {
            let sql = "SELECT COUNT(*) FROM entries WHERE digest = ?1 AND state = 'judged' AND NOT EXISTS
                       (SELECT 1 FROM marks WHERE marks.paper = entries.paper AND mark = 'read')";
            Ok(connection.prepare_cached(sql)?.query_row([digest], |row| row.get(0))?)
        })
    }

    /// Puts a tag on a paper, or takes it off.
    pub fn tag(&self, id: &ArxivId, tag: &str, on: bool, at: Timestamp) -> Result<()> {
        self.write(|transaction| {
            if on {
                transaction.execute(
                    "INSERT INTO tags (paper, tag, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                    params![id.as_str(), tag, at.as_second()],
                )?;
            } else {
                transaction.execute("DELETE FROM tags WHERE paper = ?1 AND tag = ?2", [id.as_str(), tag])?;
            }
            Ok(())
        })
    }

    /// The tags of a paper, in alphabetical order.
    pub fn tags(&self, id: &ArxivId) -> Result<Vec<String>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT tag FROM tags WHERE paper = ?1 ORDER BY tag")?;
            let rows = statement.query_map([id.as_str()], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn marks_of(connection: &Connection, id: &ArxivId) -> Result<Marks> {
    let mut marks = Marks::default();
    let mut statement = connection.prepare_cached("SELECT mark FROM marks WHERE paper = ?1")?;
    let mut rows = statement.query([id.as_str()])?;
    while let Some(row) = rows.next()? {
        match row.get_ref(0)?.as_str() {
            Ok("read") => marks.read = true,
            Ok("star") => marks.star = true,
            _ => marks.later = true,
        }
    }
    Ok(marks)
}
