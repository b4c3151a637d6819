//! Every version of a paper that was ever announced.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Store, json, parsed};
use crate::{
    error::Result,
    paper::{ArxivId, Paper},
};

/// The columns that `from_row` reads, of `papers` under the name `p`.
pub(super) const COLUMNS: &str = "p.id, p.version, p.title, p.abstract, p.authors, p.categories, p.comment, p.url";

pub(super) fn from_row(row: &Row) -> rusqlite::Result<Paper> {
    Ok(Paper {
        id: parsed(row, 0)?,
        version: row.get(1)?,
        title: row.get(2)?,
        summary: row.get(3)?,
        authors: json(row, 4)?,
        categories: json(row, 5)?,
        comment: row.get(6)?,
        url: row.get(7)?,
    })
}

/// Stores a version once. Its text stays what was first announced: verdicts were made from it. Only where an imported
/// report knew no more than title and link, what arXiv says takes their place.
pub(super) fn insert(connection: &Connection, paper: &Paper) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO papers (id, version, title, abstract, authors, categories, comment, url)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (id, version) DO UPDATE SET title = excluded.title, abstract = excluded.abstract,
                authors = excluded.authors, categories = excluded.categories, comment = excluded.comment
             WHERE papers.abstract = '' AND excluded.abstract <> ''",
        )?
        .execute(params![
            paper.id.as_str(),
            paper.version,
            paper.title,
            paper.summary,
            serde_json::to_string(&paper.authors)?,
            serde_json::to_string(&paper.categories)?,
            paper.comment,
            paper.url,
        ])?;
    Ok(())
}

impl Store {
    /// Up to `limit` papers, the last announced first.
    pub fn last_announced(&self, limit: u32) -> Result<Vec<Paper>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM announced a JOIN papers p ON p.id = a.paper AND p.version = a.version
                 ORDER BY a.date DESC, a.paper LIMIT ?1"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map([limit], from_row)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Stores papers that no list of ours holds, such as one that the reader asked for by its id.
    pub fn keep_papers(&self, papers: &[Paper]) -> Result<()> {
        self.write(|transaction| papers.iter().try_for_each(|paper| insert(transaction, paper)))
    }

    /// The newest stored version of a paper.
    pub fn paper(&self, id: &ArxivId) -> Result<Option<Paper>> {
        self.read(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM papers p WHERE p.id = ?1 ORDER BY p.version DESC LIMIT 1");
            Ok(connection.prepare_cached(&sql)?.query_row([id.as_str()], from_row).optional()?)
        })
    }
}
