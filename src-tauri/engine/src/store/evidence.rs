//! How many of a verdict's figures are in what the model was given, counted when the verdict is stored.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Store, json, papers};
use crate::{
    digest::Evidence,
    error::Result,
    judge::evidence,
    paper::{ArxivId, Paper},
    verdict::{Analysis, Verdict},
};

/// A verdict with what it was made from, as much as evidence is looked for in.
pub struct Checkable {
    pub paper: Paper,
    pub analysis: Analysis,
    /// Of the full text that the model was given; None for the abstract only.
    pub text_tokens: Option<u32>,
}

/// Counts the figures of a verdict on an abstract. The built-in judge copies sentences of the abstract: there is
/// nothing to check.
pub(super) fn of_abstract(
    connection: &Connection,
    row: i64,
    id: &ArxivId,
    version: u32,
    verdict: &Verdict,
) -> Result<()> {
    if verdict.inputs.judge == "builtin" || verdict.basis != crate::verdict::Basis::Abstract {
        return Ok(());
    }
    let (title, summary): (String, String) = connection
        .prepare_cached("SELECT title, abstract FROM papers WHERE id = ?1 AND version = ?2")?
        .query_row(params![id.as_str(), version], |row| Ok((row.get(0)?, row.get(1)?)))?;
    insert(connection, row, count(&verdict.analysis, &[&title, &summary]), None)
}

/// Of the figures in an analysis, how many the texts hold.
pub(super) fn count(analysis: &Analysis, texts: &[&str]) -> Evidence {
    let claims = evidence::check(analysis, texts);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Evidence { found: number(evidence::supported(&claims)), total: number(claims.len()) }
}

pub(super) fn insert(connection: &Connection, row: i64, evidence: Evidence, text_tokens: Option<u32>) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO evidence (verdict, found, total, text_tokens) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![row, evidence.found, evidence.total, text_tokens])?;
    Ok(())
}

impl Store {
    /// The verdict that is shown for a paper: of the newest digest of a profile that it is listed in.
    pub fn checkable(&self, profile: &str, id: &ArxivId) -> Result<Option<Checkable>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {}, v.analysis, c.text_tokens FROM entries e
                 JOIN digests d ON d.id = e.digest
                 JOIN papers p ON p.id = e.paper AND p.version = e.version
                 JOIN verdicts v ON v.id = e.verdict
                 LEFT JOIN evidence c ON c.verdict = v.id
                 WHERE e.paper = ?1 AND d.profile = ?2 ORDER BY d.date DESC, d.complete DESC, d.attempt DESC LIMIT 1",
                papers::COLUMNS
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let row = statement.query_row([id.as_str(), profile], |row| {
                Ok(Checkable { paper: papers::from_row(row)?, analysis: json(row, 8)?, text_tokens: row.get(9)? })
            });
            Ok(row.optional()?)
        })
    }
}
