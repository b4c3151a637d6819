//! Whether the database holds what it promises.

use std::path::Path;

use jiff::{Timestamp, civil::Date};
use rusqlite::Connection;

use super::{backup, migrate, parsed};
use crate::error::Result;

/// Problems that are told at most; the first says enough.
const MOST: u32 = 20;

/// What a look at the whole database found.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// Of SQLite's own check: pages, indexes, constraints.
    pub broken: Vec<String>,
    /// Rows that point at rows which are not there.
    pub dangling: Vec<String>,
    /// Finished digests in which announced is not judged + filtered + failed.
    pub open_ledgers: Vec<String>,
    pub ledgers: u32,
    /// The migrations that were applied, and how many this version knows.
    pub schema: (usize, usize),
    /// The latest moment that anything was written at, by the clock of then.
    pub newest: Option<Timestamp>,
}

/// Looks at everything. An error is a database that cannot be read at all.
pub fn look(path: &Path) -> Result<Findings> {
    let connection = backup::open(path)?;
    let broken = integrity(&connection)?;
    // What is broken cannot be asked for the rest.
    if !broken.is_empty() {
        return Ok(Findings { broken, ..Findings::default() });
    }
    let (ledgers, open_ledgers) = ledgers(&connection)?;
    let newest: Option<i64> = connection.query_row(
        "SELECT MAX(at) FROM (SELECT MAX(fetched_at) AS at FROM announcements UNION ALL
            SELECT MAX(judged_at) FROM verdicts UNION ALL SELECT MAX(at) FROM marks)",
        [],
        |row| row.get(0),
    )?;
    Ok(Findings {
        broken,
        dangling: dangling(&connection)?,
        open_ledgers,
        ledgers,
        schema: (migrate::version(&connection, path)?, migrate::NEWEST),
        newest: newest.and_then(|at| Timestamp::from_second(at).ok()),
    })
}

/// What is broken in a database: pages and indexes, then rows that point nowhere. Empty is healthy.
pub(super) fn problems(connection: &Connection) -> Result<Vec<String>> {
    let mut problems = integrity(connection)?;
    if problems.is_empty() {
        problems = dangling(connection)?;
    }
    Ok(problems)
}

fn integrity(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({MOST})"))?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    let said: Vec<String> = rows.collect::<rusqlite::Result<_>>()?;
    Ok(said.into_iter().filter(|line| line != "ok").collect())
}

fn dangling(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let rows = statement.query_map([], |row| {
        Ok(format!("a row of {} points at none of {}", row.get::<_, String>(0)?, row.get::<_, String>(2)?))
    })?;
    Ok(rows.take(MOST as usize).collect::<rusqlite::Result<_>>()?)
}

/// How many finished digests there are, and those whose ledger does not close.
fn ledgers(connection: &Connection) -> Result<(u32, Vec<String>)> {
    let mut statement = connection.prepare(
        "SELECT d.date, d.profile, d.announced, d.complete,
            (SELECT COUNT(*) FROM entries e WHERE e.digest = d.id AND e.state IN ('judged', 'filtered', 'failed')),
            (SELECT COUNT(*) FROM entries e WHERE e.digest = d.id)
         FROM digests d WHERE d.origin <> 'import' ORDER BY d.date",
    )?;
    let mut rows = statement.query([])?;
    let (mut count, mut open) = (0, Vec::new());
    while let Some(row) = rows.next()? {
        let date: Date = parsed(row, 0)?;
        let (profile, announced, complete): (String, u32, bool) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let (settled, listed): (u32, u32) = (row.get(4)?, row.get(5)?);
        count += u32::from(complete);
        let found = if complete { settled } else { listed };
        if found != announced {
            open.push(format!("{date} ({profile}): {announced} announced, {found} accounted for"));
        }
    }
    Ok((count, open))
}
