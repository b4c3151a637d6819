//! The ledger of a digest: where every announced paper went, and the counts.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::Connection;

use super::{Store, announcements, digests::DigestRow};
use crate::{
    digest::Counts,
    error::Result,
    ledger::{Ledger, LedgerPaper, Tally},
};

impl Store {
    /// The four counts of a digest, counted from its ledger.
    pub fn tally(&self, digest: &DigestRow) -> Result<Tally> {
        self.read(|connection| tally(connection, digest))
    }

    /// Where every announced paper of a digest went.
    pub fn ledger(&self, row: &DigestRow) -> Result<Ledger> {
        let tally = self.tally(row)?;
        let mut categories: BTreeMap<String, Tally> = BTreeMap::new();
        let mut papers = Vec::new();
        let reasons = self.reasons(row.id)?;
        for entry in self.entries(row.id)? {
            let counts = categories.entry(entry.category).or_default();
            counts.announced += 1;
            match entry.state.as_str() {
                "judged" => counts.judged += 1,
                "filtered" => counts.filtered += 1,
                "failed" => counts.failed += 1,
                _ => {}
            }
            let (rule, reason) = match (entry.rule, entry.failure) {
                (Some(rule), _) => (rule, String::new()),
                (None, Some(failure)) => (failure.class.as_str().to_owned(), failure.message),
                (None, None) => {
                    (String::new(), entry.verdict.and_then(|v| reasons.get(&v).cloned()).unwrap_or_default())
                }
            };
            papers.push(LedgerPaper {
                id: entry.paper.id,
                title: entry.paper.title,
                state: entry.state,
                rule,
                reason,
                rank: entry.rank,
            });
        }
        let reconstructed = self.read(|connection| reconstructed(connection, row.date))?;
        Ok(Ledger { date: row.date, closed: tally.closes(), reconstructed, tally, categories, papers })
    }

    fn reasons(&self, digest: i64) -> Result<BTreeMap<i64, String>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT v.id, v.analysis ->> 'reason' FROM entries e JOIN verdicts v ON v.id = e.verdict WHERE e.digest = ?1",
            )?;
            let rows = statement.query_map([digest], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

pub(super) fn tally(connection: &Connection, digest: &DigestRow) -> Result<Tally> {
    let mut tally = Tally { announced: digest.announced, ..Tally::default() };
    let mut statement =
        connection.prepare_cached("SELECT state, COUNT(*) FROM entries WHERE digest = ?1 GROUP BY state")?;
    let mut rows = statement.query([digest.id])?;
    while let Some(row) = rows.next()? {
        let count = row.get(1)?;
        match row.get_ref(0)?.as_str() {
            Ok("judged") => tally.judged = count,
            Ok("filtered") => tally.filtered = count,
            Ok("failed") => tally.failed = count,
            _ => {}
        }
    }
    Ok(tally)
}

/// Judged papers of a digest by decision.
pub(super) fn counts(connection: &Connection, digest: i64) -> Result<Counts> {
    let mut counts = Counts::default();
    let mut statement = connection.prepare_cached(
        "SELECT v.decision, COUNT(*) FROM entries e JOIN verdicts v ON v.id = e.verdict
         WHERE e.digest = ?1 AND e.state = 'judged' GROUP BY v.decision",
    )?;
    let mut rows = statement.query([digest])?;
    while let Some(row) = rows.next()? {
        let count = row.get(1)?;
        match row.get_ref(0)?.as_str() {
            Ok("recommend") => counts.recommend = count,
            Ok("borderline") => counts.borderline = count,
            _ => counts.skip = count,
        }
    }
    Ok(counts)
}

/// Whether the list of a day comes from the second source alone.
pub(super) fn reconstructed(connection: &Connection, date: Date) -> Result<bool> {
    Ok(announcements::list_source(connection, date)?.is_some_and(|source| source == "oai"))
}
