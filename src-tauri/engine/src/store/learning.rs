//! What there is to learn from: the archive, what the reader and models said of papers, and the days before.

use jiff::{Timestamp, civil::Date};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Store, papers, parsed};
use crate::{
    error::Result,
    paper::{ArxivId, Paper},
    verdict::Decision,
};

/// What the reader did with a paper, or a model said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    Override(Decision),
    Star,
    Later,
    Note,
    Read,
    Model(Decision),
}

/// The digests that count for a day: of each day the newest finished attempt.
const SHOWN: &str =
    "SELECT MAX(id) FROM digests WHERE profile = ?1 AND complete AND date >= ?2 AND date < ?3 GROUP BY date";

impl Store {
    /// The newest papers that are stored, each in its newest version, and how far the store had come: `stored_since`
    /// that tells what is new.
    pub fn archive(&self, limit: u32) -> Result<(Vec<Paper>, i64)> {
        self.read(|connection| {
            let until = newest(connection)?;
            let sql = format!(
                "SELECT {} FROM papers p
                 WHERE NOT EXISTS (SELECT 1 FROM papers q WHERE q.id = p.id AND q.version > p.version)
                 ORDER BY p.rowid DESC LIMIT ?1",
                papers::COLUMNS
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map([limit], papers::from_row)?;
            Ok((rows.collect::<rusqlite::Result<_>>()?, until))
        })
    }

    /// How many papers are stored, each version counted.
    pub fn stored_papers(&self) -> Result<u32> {
        self.read(|connection| {
            Ok(connection.prepare_cached("SELECT COUNT(*) FROM papers")?.query_row([], |row| row.get(0))?)
        })
    }

    /// How many papers were stored since; None when the store has never come so far: it is another one.
    pub fn stored_since(&self, until: i64) -> Result<Option<u32>> {
        self.read(|connection| {
            if newest(connection)? < until {
                return Ok(None);
            }
            let sql = "SELECT COUNT(*) FROM papers WHERE rowid > ?1";
            Ok(Some(connection.prepare_cached(sql)?.query_row([until], |row| row.get(0))?))
        })
    }

    /// What the reader did after a time, under a profile where that matters. A paper may be named several times.
    pub fn reader_evidence(&self, profile: &str, since: Timestamp) -> Result<Vec<(ArxivId, Evidence)>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT paper, 'override', decision FROM overrides WHERE profile = ?1 AND at > ?2
                 UNION ALL SELECT paper, mark, '' FROM marks WHERE at > ?2
                 UNION ALL SELECT paper, 'note', '' FROM notes WHERE updated_at > ?2",
            )?;
            let rows = statement.query_map(params![profile, since.as_second()], |row| {
                let evidence = match row.get_ref(1)?.as_str() {
                    Ok("override") => Evidence::Override(decision(row, 2)?),
                    Ok("star") => Evidence::Star,
                    Ok("later") => Evidence::Later,
                    Ok("note") => Evidence::Note,
                    _ => Evidence::Read,
                };
                Ok((parsed(row, 0)?, evidence))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// What models said in the last `limit` entries of a profile's finished digests, after a time; of each paper the
    /// newest.
    pub fn model_evidence(&self, profile: &str, since: Timestamp, limit: u32) -> Result<Vec<(ArxivId, Evidence)>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT e.paper, v.decision FROM digests d JOIN entries e ON e.digest = d.id
                 JOIN verdicts v ON v.id = e.verdict
                 WHERE d.profile = ?1 AND d.complete AND e.state = 'judged' AND v.judge <> 'builtin' AND v.judged_at > ?2
                 ORDER BY d.date DESC, d.attempt DESC LIMIT ?3",
            )?;
            let rows = statement.query_map(params![profile, since.as_second(), limit], |row| {
                Ok((parsed::<ArxivId>(row, 0)?, Evidence::Model(decision(row, 1)?)))
            })?;
            let mut seen = std::collections::HashSet::new();
            let mut found = Vec::new();
            for row in rows {
                let (id, evidence) = row?;
                if seen.insert(id.clone()) {
                    found.push((id, evidence));
                }
            }
            Ok(found)
        })
    }

    /// Changes whenever a digest of the profile is finished: model verdicts that can be learnt from come with those.
    pub fn finished_mark(&self, profile: &str) -> Result<(i64, i64)> {
        self.read(|connection| {
            let sql = "SELECT COUNT(*), COALESCE(MAX(generated_at), 0) FROM digests WHERE profile = ?1 AND complete";
            Ok(connection.prepare_cached(sql)?.query_row([profile], |row| Ok((row.get(0)?, row.get(1)?)))?)
        })
    }

    /// Forgets what was learnt under a profile: only what comes after this time is learnt from.
    pub fn forget_before(&self, profile: &str, at: Timestamp) -> Result<()> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO memory (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                params![forgotten(profile), at.as_second().to_string()],
            )?;
            Ok(())
        })
    }

    /// The time before which nothing is learnt from; the beginning of time when nothing was ever forgotten.
    pub fn learns_since(&self, profile: &str) -> Result<Timestamp> {
        self.read(|connection| {
            let found: Option<String> = connection
                .prepare_cached("SELECT value FROM memory WHERE key = ?1")?
                .query_row([forgotten(profile)], |row| row.get(0))
                .optional()?;
            let second = found.and_then(|text| text.parse().ok());
            Ok(second.and_then(|second| Timestamp::from_second(second).ok()).unwrap_or(Timestamp::MIN))
        })
    }

    /// The papers that the finished digests of a profile list from one day until before another; imported reports too
    /// where `imported`.
    pub fn listed_between(&self, profile: &str, from: Date, before: Date, imported: bool) -> Result<Vec<Paper>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {} FROM digests d JOIN entries e ON e.digest = d.id
                 JOIN papers p ON p.id = e.paper AND p.version = e.version
                 WHERE d.id IN ({SHOWN}) AND (?4 OR d.origin <> 'import') AND e.state IN ('judged', 'failed')
                 ORDER BY d.date, e.paper",
                papers::COLUMNS
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement
                .query_map(params![profile, from.to_string(), before.to_string(), imported], papers::from_row)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Papers of a profile's days that no rule took out and that the reader has not read, also those below the cut.
    pub fn unread_between(&self, profile: &str, from: Date, before: Date) -> Result<Vec<(ArxivId, Date)>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT e.paper, MAX(d.date) FROM digests d JOIN entries e ON e.digest = d.id
                 WHERE d.id IN ({SHOWN}) AND (e.state IN ('judged', 'failed') OR e.rule LIKE 'rank %')
                    AND NOT EXISTS (SELECT 1 FROM marks m WHERE m.paper = e.paper AND m.mark = 'read')
                 GROUP BY e.paper"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params![profile, from.to_string(), before.to_string()], |row| {
                Ok((parsed(row, 0)?, parsed(row, 1)?))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The mailing date on which a paper was first announced here, or else the first day of a report that lists it.
    pub fn first_announced(&self, id: &ArxivId) -> Result<Option<Date>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT COALESCE((SELECT MIN(date) FROM announced WHERE paper = ?1),
                    (SELECT MIN(d.date) FROM entries e JOIN digests d ON d.id = e.digest WHERE e.paper = ?1))",
            )?;
            let found: Option<String> = statement.query_row([id.as_str()], |row| row.get(0))?;
            Ok(found.and_then(|text| text.parse().ok()))
        })
    }
}

fn newest(connection: &Connection) -> Result<i64> {
    let sql = "SELECT COALESCE(MAX(rowid), 0) FROM papers";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

fn forgotten(profile: &str) -> String {
    format!("learning.since.{profile}")
}

pub(super) fn decision(row: &Row, column: usize) -> rusqlite::Result<Decision> {
    Ok(match row.get_ref(column)?.as_str() {
        Ok("recommend") => Decision::Recommend,
        Ok("borderline") => Decision::Borderline,
        _ => Decision::Skip,
    })
}

#[cfg(test)]
impl Store {
    /// The reader's own decision, as it is stored.
    pub(crate) fn put_override(&self, profile: &str, id: &ArxivId, decision: Option<Decision>, at: Timestamp) {
        let put = |transaction: &rusqlite::Transaction| {
            let key = params![profile, id.as_str()];
            transaction.execute("DELETE FROM overrides WHERE profile = ?1 AND paper = ?2", key)?;
            if let Some(decision) = decision {
                let row = params![profile, id.as_str(), decision.as_str(), at.as_second()];
                transaction.execute("INSERT INTO overrides VALUES (?1, ?2, ?3, ?4)", row)?;
            }
            Ok(())
        };
        self.write(put).unwrap();
    }

    /// What the built-in judge had learnt when it last judged a paper.
    pub(crate) fn builtin_model(&self, id: &ArxivId) -> String {
        let sql = "SELECT model FROM verdicts WHERE paper = ?1 AND judge = 'builtin' ORDER BY id DESC LIMIT 1";
        self.read(|connection| Ok(connection.query_row(sql, [id.as_str()], |row| row.get(0))?)).unwrap()
    }
}
