//! The ledger's rows.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;
use ts_rs::TS;

use super::{Store, evidence, json, papers, parsed};
use crate::{
    digest::Failure,
    error::{Error, Result},
    ledger::{Entry, State},
    paper::{AnnounceType, ArxivId, Paper},
    verdict::Verdict,
};

/// A row of the ledger with its paper, in the order of the rank and then of the list.
pub struct EntryRow {
    pub paper: Paper,
    pub announce_type: AnnounceType,
    pub category: String,
    /// `waiting`, `judged`, `filtered` or `failed`.
    pub state: String,
    pub rule: Option<String>,
    pub failure: Option<Failure>,
    pub rank: Option<u32>,
    pub verdict: Option<i64>,
}

pub(super) fn insert_all(connection: &Connection, digest: i64, entries: &[Entry]) -> Result<()> {
    let mut insert = connection.prepare(
        "INSERT INTO entries (digest, paper, version, announce_type, category, state, rule, failure, rank, verdict)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for entry in entries {
        let (rule, failure) = match &entry.state {
            State::Filtered(rule) => (Some(rule.to_string()), None),
            State::Failed(failure) => (None, Some(serde_json::to_string(failure)?)),
            State::Waiting | State::Judged => (None, None),
        };
        insert.execute(params![
            digest,
            entry.id.as_str(),
            entry.version,
            entry.announce_type.as_str(),
            entry.category,
            entry.state.as_str(),
            rule,
            failure,
            entry.rank,
            entry.verdict,
        ])?;
    }
    Ok(())
}

/// What became of a paper in one digest.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Fate {
    #[ts(type = "string")]
    pub date: Date,
    pub profile: String,
    /// Which run of the day this is; the newest finished one is what is shown.
    pub attempt: u32,
    pub announce_type: AnnounceType,
    /// `waiting`, `judged`, `filtered` or `failed`.
    pub state: String,
    /// Of a filtered paper.
    pub rule: Option<String>,
    /// Of a failed one.
    pub failure: Option<Failure>,
    pub rank: Option<u32>,
    /// Of the verdict that is shown for it.
    pub decision: Option<String>,
    pub reason: Option<String>,
    pub judged_by: Option<String>,
}

impl Store {
    /// What became of a paper in every digest that it was announced for, the newest first.
    pub fn fates(&self, id: &ArxivId) -> Result<Vec<Fate>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT d.date, d.profile, e.announce_type, e.state, e.rule, e.failure, e.rank, v.decision,
                    v.analysis ->> 'reason', v.judged_by, d.attempt
                 FROM entries e JOIN digests d ON d.id = e.digest LEFT JOIN verdicts v ON v.id = e.verdict
                 WHERE e.paper = ?1 ORDER BY d.date DESC, d.attempt DESC, d.profile",
            )?;
            let rows = statement.query_map([id.as_str()], |row| {
                Ok(Fate {
                    date: parsed(row, 0)?,
                    profile: row.get(1)?,
                    announce_type: parsed(row, 2)?,
                    state: row.get(3)?,
                    rule: row.get(4)?,
                    failure: if row.get_ref(5)?.as_str().is_ok() { Some(json(row, 5)?) } else { None },
                    rank: row.get(6)?,
                    decision: row.get(7)?,
                    reason: row.get(8)?,
                    judged_by: row.get(9)?,
                    attempt: row.get(10)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The digest of a profile in which a paper takes its verdict: the newest that lists it, but one in which it is a
    /// repeat only when there is no other.
    pub fn digest_of_paper(&self, profile: &str, id: &ArxivId) -> Result<Option<(Date, i64, String)>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT d.date, d.id, e.state FROM entries e JOIN digests d ON d.id = e.digest
                 WHERE e.paper = ?2 AND d.profile = ?1 AND d.origin <> 'import'
                 ORDER BY e.rule IS 'known', d.date DESC, d.complete DESC, d.attempt DESC LIMIT 1",
            )?;
            let row = |row: &rusqlite::Row| Ok((parsed(row, 0)?, row.get(1)?, row.get(2)?));
            Ok(statement.query_row(params![profile, id.as_str()], row).optional()?)
        })
    }

    /// A paper in the version that a digest lists.
    pub fn entry_paper(&self, digest: i64, id: &ArxivId) -> Result<Option<Paper>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {} FROM entries e JOIN papers p ON p.id = e.paper AND p.version = e.version
                 WHERE e.digest = ?1 AND e.paper = ?2",
                papers::COLUMNS
            );
            let mut statement = connection.prepare_cached(&sql)?;
            Ok(statement.query_row(params![digest, id.as_str()], papers::from_row).optional()?)
        })
    }

    /// Every announced paper of a digest, ranked ones first.
    pub fn entries(&self, digest: i64) -> Result<Vec<EntryRow>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {}, e.announce_type, e.category, e.state, e.rule, e.failure, e.rank, e.verdict
                 FROM entries e JOIN papers p ON p.id = e.paper AND p.version = e.version
                 WHERE e.digest = ?1 ORDER BY e.rank IS NULL, e.rank, e.paper",
                papers::COLUMNS
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map([digest], |row| {
                Ok(EntryRow {
                    paper: papers::from_row(row)?,
                    announce_type: parsed(row, 8)?,
                    category: row.get(9)?,
                    state: row.get(10)?,
                    rule: row.get(11)?,
                    failure: if row.get_ref(12)?.as_str().is_ok() { Some(json(row, 12)?) } else { None },
                    rank: row.get(13)?,
                    verdict: row.get(14)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Stores a verdict and makes it the paper's verdict in the digest, in one transaction.
    pub fn judged(&self, digest: i64, paper: &Paper, verdict: &Verdict, at: jiff::Timestamp) -> Result<()> {
        self.write(|transaction| {
            let row = super::verdicts::insert(transaction, &paper.id, paper.version, verdict, at)?;
            set_judged(transaction, digest, &paper.id, row)
        })
    }

    /// Stores a verdict that belongs to no digest, or to one that shows another verdict and keeps it.
    pub fn judged_alone(&self, paper: &Paper, verdict: &Verdict, at: jiff::Timestamp) -> Result<()> {
        self.write(|transaction| super::verdicts::insert(transaction, &paper.id, paper.version, verdict, at).map(drop))
    }

    /// Stores a verdict on a full text, with what of it the model was given, and makes it the paper's verdict in the
    /// digest. The verdict on the abstract stays stored.
    pub fn judged_in_full(
        &self,
        digest: i64,
        paper: &Paper,
        verdict: &Verdict,
        given: (&str, u32),
        at: jiff::Timestamp,
    ) -> Result<()> {
        let (full_text, tokens) = given;
        let evidence = evidence::count(&verdict.analysis, &[&paper.title, &paper.summary, full_text]);
        self.write(|transaction| {
            let row = super::verdicts::insert(transaction, &paper.id, paper.version, verdict, at)?;
            evidence::insert(transaction, row, evidence, Some(tokens))?;
            set_judged(transaction, digest, &paper.id, row)
        })
    }

    /// Stores many verdicts of one digest in one transaction.
    pub fn judged_all(&self, digest: i64, verdicts: &[(&Paper, Verdict)], at: jiff::Timestamp) -> Result<()> {
        self.write(|transaction| {
            for (paper, verdict) in verdicts {
                let row = super::verdicts::insert(transaction, &paper.id, paper.version, verdict, at)?;
                set_judged(transaction, digest, &paper.id, row)?;
            }
            Ok(())
        })
    }

    /// The score of the verdict that is shown for a paper of a digest.
    pub fn score(&self, digest: i64, id: &ArxivId) -> Result<f64> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached(
                    "SELECT v.score FROM entries e JOIN verdicts v ON v.id = e.verdict
                     WHERE e.digest = ?1 AND e.paper = ?2",
                )?
                .query_row(params![digest, id.as_str()], |row| row.get(0))?)
        })
    }

    /// Takes a verdict that is stored already as the paper's verdict in the digest.
    pub fn judged_before(&self, digest: i64, id: &ArxivId, verdict: i64) -> Result<()> {
        self.write(|transaction| set_judged(transaction, digest, id, verdict))
    }

    /// The chosen judge could not: the paper keeps the built-in verdict it has, else takes the one that is given, and
    /// says why.
    pub fn failed(
        &self,
        digest: i64,
        paper: &Paper,
        failure: &Failure,
        builtin: &Verdict,
        at: jiff::Timestamp,
    ) -> Result<()> {
        let failure = serde_json::to_string(failure)?;
        self.write(|transaction| {
            let present: Option<i64> = transaction
                .prepare_cached("SELECT verdict FROM entries WHERE digest = ?1 AND paper = ?2 AND state = 'failed'")?
                .query_row(params![digest, paper.id.as_str()], |row| row.get(0))
                .optional()?
                .flatten();
            let row = match present {
                Some(row) => row,
                None => super::verdicts::insert(transaction, &paper.id, paper.version, builtin, at)?,
            };
            transaction.execute(
                "UPDATE entries SET state = 'failed', failure = ?3, verdict = ?4 WHERE digest = ?1 AND paper = ?2",
                params![digest, paper.id.as_str(), failure, row],
            )?;
            Ok(())
        })
    }
}

fn set_judged(connection: &Connection, digest: i64, id: &ArxivId, verdict: i64) -> Result<()> {
    let changed = connection.execute(
        "UPDATE entries SET state = 'judged', rule = NULL, failure = NULL, verdict = ?3 WHERE digest = ?1 AND paper = ?2",
        params![digest, id.as_str(), verdict],
    )?;
    if changed == 1 { Ok(()) } else { Err(Error::defect(format!("{id} is judged but not in the ledger."))) }
}
