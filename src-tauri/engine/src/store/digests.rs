//! Digests: one per profile, day and attempt.

use std::collections::HashMap;

use jiff::{Timestamp, civil::Date};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{
    Store, entries, json,
    ledgers::{counts, reconstructed, tally},
    listed::listed,
    parsed, timestamp, trends,
};
use crate::{
    digest::{Counts, Digest, Evidence, Origin, Trend},
    error::Result,
    ledger::{Entry, Tally},
    paper::ArxivId,
    verdict::Language,
};

/// What a digest is found by. The newest attempt counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigestKey<'a> {
    pub profile: &'a str,
    pub date: Date,
}

/// A digest that is about to be made.
#[derive(Clone)]
pub struct NewDigest<'a> {
    pub key: DigestKey<'a>,
    pub origin: Origin,
    pub attempt: u32,
    pub inputs_hash: &'a str,
    pub language: Language,
    pub judge: &'a str,
    pub categories: &'a [String],
    pub announced: u32,
    pub generated_at: Timestamp,
}

/// A digest without its papers.
#[derive(Debug, Clone, PartialEq)]
pub struct DigestRow {
    pub id: i64,
    pub date: Date,
    pub profile: String,
    pub origin: Origin,
    pub attempt: u32,
    pub inputs_hash: String,
    pub language: Language,
    pub judge: String,
    pub categories: Vec<String>,
    pub announced: u32,
    pub generated_at: Timestamp,
    pub complete: bool,
}

const COLUMNS: &str =
    "id, date, profile, origin, attempt, inputs_hash, language, judge, categories, announced, generated_at, complete";

fn from_row(row: &Row) -> rusqlite::Result<DigestRow> {
    Ok(DigestRow {
        id: row.get(0)?,
        date: parsed(row, 1)?,
        profile: row.get(2)?,
        origin: match row.get_ref(3)?.as_str() {
            Ok("sample") => Origin::Sample,
            Ok("import") => Origin::Import,
            _ => Origin::Run,
        },
        attempt: row.get(4)?,
        inputs_hash: row.get(5)?,
        language: parsed(row, 6)?,
        judge: row.get(7)?,
        categories: json(row, 8)?,
        announced: row.get(9)?,
        generated_at: timestamp(row, 10)?,
        complete: row.get(11)?,
    })
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Run => "run",
        Origin::Sample => "sample",
        Origin::Import => "import",
    }
}

impl Store {
    /// The newest attempt at a digest.
    pub fn digest_row(&self, key: DigestKey) -> Result<Option<DigestRow>> {
        self.first_row(key, "attempt DESC")
    }

    /// The digest that is shown for a day: the finished attempt that was made last, else the one that is under way or was cut off.
    pub fn shown_row(&self, key: DigestKey) -> Result<Option<DigestRow>> {
        self.first_row(key, "complete DESC, generated_at DESC, attempt DESC")
    }

    fn first_row(&self, key: DigestKey, order: &str) -> Result<Option<DigestRow>> {
        self.read(|connection| {
            let sql =
                format!("SELECT {COLUMNS} FROM digests WHERE profile = ?1 AND date = ?2 ORDER BY {order} LIMIT 1");
            let mut statement = connection.prepare_cached(&sql)?;
            Ok(statement.query_row(params![key.profile, key.date.to_string()], from_row).optional()?)
        })
    }

    /// Opens a digest with its whole ledger in one transaction: there is never half a ledger. An unfinished attempt of
    /// the same number is replaced.
    pub fn open_digest(&self, new: &NewDigest, ledger: &[Entry]) -> Result<i64> {
        let key = new.key;
        self.write(|transaction| {
            transaction.execute(
                "DELETE FROM digests WHERE profile = ?1 AND date = ?2 AND attempt = ?3 AND NOT complete",
                params![key.profile, key.date.to_string(), new.attempt],
            )?;
            let digest = insert(transaction, new, false)?;
            entries::insert_all(transaction, digest, ledger)?;
            Ok(digest)
        })
    }

    /// Stores the trends and marks the digest as complete. Its time is that of its end.
    pub fn complete_digest(&self, digest: i64, trends: &[Trend], at: Timestamp) -> Result<()> {
        self.write(|transaction| {
            trends::replace(transaction, digest, trends)?;
            transaction.execute(
                "UPDATE digests SET complete = 1, generated_at = ?2 WHERE id = ?1",
                params![digest, at.as_second()],
            )?;
            Ok(())
        })
    }

    /// The newest day of a profile that has a digest, not later than `until`.
    pub fn newest_day(&self, profile: &str, until: Option<Date>) -> Result<Option<Date>> {
        self.neighbour(
            "SELECT MAX(date) FROM digests WHERE profile = ?1 AND date <= ?2",
            profile,
            until.unwrap_or(Date::MAX),
        )
    }

    /// How many digests there are, of every profile.
    pub fn days_stored(&self) -> Result<u32> {
        self.read(|connection| Ok(connection.query_row("SELECT COUNT(*) FROM digests", [], |row| row.get(0))?))
    }

    /// The newest day with a finished digest that a run made.
    pub fn newest_finished_day(&self, profile: &str) -> Result<Option<Date>> {
        self.neighbour(
            "SELECT MAX(date) FROM digests WHERE profile = ?1 AND date <= ?2 AND complete AND origin = 'run'",
            profile,
            Date::MAX,
        )
    }

    /// The days since `since` whose newest digest has papers that a budget has deferred, and whose time has come.
    pub fn deferred_days(&self, profile: &str, since: Date, now: Timestamp) -> Result<Vec<Date>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT d.date FROM digests d WHERE d.profile = ?1 AND d.date >= ?2 AND d.origin = 'run'
                    AND d.attempt = (SELECT MAX(attempt) FROM digests o WHERE o.profile = d.profile AND o.date = d.date)
                    AND EXISTS (SELECT 1 FROM entries e WHERE e.digest = d.id AND e.state = 'failed'
                        AND e.failure ->> 'class' = 'budget'
                        AND unixepoch(COALESCE(e.failure ->> 'next_try', 0)) <= ?3)
                 ORDER BY d.date DESC",
            )?;
            let rows =
                statement.query_map(params![profile, since.to_string(), now.as_second()], |row| parsed(row, 0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The nearest earlier and later day that has a digest.
    pub fn neighbours(&self, profile: &str, date: Date) -> Result<(Option<Date>, Option<Date>)> {
        let earlier =
            self.neighbour("SELECT MAX(date) FROM digests WHERE profile = ?1 AND date < ?2", profile, date)?;
        let later = self.neighbour("SELECT MIN(date) FROM digests WHERE profile = ?1 AND date > ?2", profile, date)?;
        Ok((earlier, later))
    }

    fn neighbour(&self, sql: &str, profile: &str, date: Date) -> Result<Option<Date>> {
        self.read(|connection| {
            let found: Option<String> =
                connection.prepare_cached(sql)?.query_row(params![profile, date.to_string()], |row| row.get(0))?;
            Ok(found.and_then(|text| text.parse().ok()))
        })
    }

    /// The finished digests of a profile, oldest first: of each day the last run of it, and every report of it that was
    /// read from a file. The last of a day is the one that is shown.
    pub fn finished(&self, profile: &str) -> Result<Vec<DigestRow>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM digests WHERE profile = ?1 AND complete ORDER BY date, generated_at, attempt"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map([profile], from_row)?;
            let mut all: Vec<DigestRow> = Vec::new();
            for row in rows {
                let row = row?;
                if row.origin != Origin::Import {
                    all.retain(|earlier| earlier.date != row.date || earlier.origin == Origin::Import);
                }
                all.push(row);
            }
            Ok(all)
        })
    }

    /// The digest that lists a paper, as [`Store::placed`] finds it.
    pub fn listing(&self, profile: &str, id: &ArxivId) -> Result<Option<DigestRow>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM digests WHERE id = (
                    SELECT d.id FROM entries e JOIN digests d ON d.id = e.digest
                    WHERE e.paper = ?1 AND e.state IN ('judged', 'failed') AND e.verdict IS NOT NULL
                    ORDER BY d.profile = ?2 DESC, d.complete DESC, d.date DESC, d.generated_at DESC, d.attempt DESC
                    LIMIT 1)"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            Ok(statement.query_row(params![id.as_str(), profile], from_row).optional()?)
        })
    }

    /// Every day that has a finished digest of a profile, oldest first.
    pub fn finished_days(&self, profile: &str) -> Result<Vec<Date>> {
        self.read(|connection| {
            let sql = "SELECT DISTINCT date FROM digests WHERE profile = ?1 AND complete ORDER BY date";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([profile], |row| parsed(row, 0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The digests of a range of days, of each the one that is shown, with their counts.
    pub fn days(&self, profile: &str, from: Date, to: Date) -> Result<Vec<(DigestRow, Counts, Tally)>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM digests WHERE profile = ?1 AND date BETWEEN ?2 AND ?3 ORDER BY date, complete, generated_at, attempt"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params![profile, from.to_string(), to.to_string()], from_row)?;
            let mut newest: Vec<DigestRow> = Vec::new();
            for row in rows {
                let row = row?;
                newest.retain(|earlier| earlier.date != row.date);
                newest.push(row);
            }
            newest
                .into_iter()
                .map(|row| {
                    let tally = tally(connection, &row)?;
                    let counts = counts(connection, row.id)?;
                    Ok((row, counts, tally))
                })
                .collect()
        })
    }

    /// A digest with all that a reader sees of it.
    pub fn digest(&self, row: &DigestRow) -> Result<Digest> {
        self.read(|connection| {
            let papers = listed(connection, row.id, None)?;
            let mut counts = Counts::default();
            for paper in papers.iter().filter(|paper| paper.failure.is_none()) {
                counts.add(paper.verdict.analysis.decision);
            }
            let judged = papers.iter().filter(|paper| paper.failure.is_none());
            let evidence = judged
                .filter_map(|paper| paper.evidence)
                .reduce(|sum, one| Evidence { found: sum.found + one.found, total: sum.total + one.total });
            Ok(Digest {
                date: row.date,
                profile: row.profile.clone(),
                generated_at: row.generated_at,
                language: row.language,
                origin: row.origin,
                judge: row.judge.clone(),
                complete: row.complete,
                reconstructed: reconstructed(connection, row.date)?,
                categories: row.categories.clone(),
                counts,
                ledger: match row.origin {
                    Origin::Import => None,
                    Origin::Run | Origin::Sample => Some(tally(connection, row)?),
                },
                trends: trends::of_digest(connection, row.id)?,
                evidence,
                papers,
            })
        })
    }
}

impl Store {
    /// Every attempt at a day's digest with its counts, oldest first.
    pub fn attempts(&self, key: DigestKey) -> Result<Vec<(DigestRow, Counts)>> {
        self.read(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM digests WHERE profile = ?1 AND date = ?2 ORDER BY attempt");
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params![key.profile, key.date.to_string()], from_row)?;
            rows.map(|row| {
                let row = row?;
                let counts = counts(connection, row.id)?;
                Ok((row, counts))
            })
            .collect()
        })
    }

    /// Of each digest of a range of days: how many of its listed papers are read, and how often the day was made.
    pub fn reading(&self, profile: &str, from: Date, to: Date) -> Result<HashMap<Date, (u32, u32)>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT d.date, COUNT(DISTINCT m.paper), COUNT(DISTINCT d.attempt) FROM digests d
                 LEFT JOIN entries e ON e.digest = d.id AND e.state IN ('judged', 'failed')
                 LEFT JOIN marks m ON m.paper = e.paper AND m.mark = 'read'
                 WHERE d.profile = ?1 AND d.date BETWEEN ?2 AND ?3 GROUP BY d.date",
            )?;
            let rows = statement.query_map(params![profile, from.to_string(), to.to_string()], |row| {
                Ok((parsed(row, 0)?, (row.get(1)?, row.get(2)?)))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

/// A digest without its ledger.
pub(super) fn insert(connection: &Connection, new: &NewDigest, complete: bool) -> Result<i64> {
    connection.execute(
        "INSERT INTO digests (profile, date, origin, attempt, inputs_hash, language, judge, categories, announced,
            generated_at, complete) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            new.key.profile,
            new.key.date.to_string(),
            origin(new.origin),
            new.attempt,
            new.inputs_hash,
            new.language.tag(),
            new.judge,
            serde_json::to_string(new.categories)?,
            new.announced,
            new.generated_at.as_second(),
            complete,
        ],
    )?;
    Ok(connection.last_insert_rowid())
}
