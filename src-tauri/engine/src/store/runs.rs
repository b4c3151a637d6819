//! What every run came to: the answer to "why is there nothing for that day?".

use jiff::{Timestamp, Zoned, civil::Date};
use rusqlite::{OptionalExtension as _, Row, params};
use serde::Serialize;
use ts_rs::TS;

use super::Store;
use crate::error::Result;

/// The end of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct LastRun {
    #[ts(type = "string")]
    pub at: Timestamp,
    /// `finished`, `empty`, `failed` or `missed`.
    pub outcome: String,
    /// Empty when all went well.
    pub message: String,
}

impl Store {
    /// Records the end of a run. `outcome` is `finished`, `empty`, `failed` or `missed`; `cost` is all that the model was paid.
    pub fn record_run(
        &self,
        date: Option<Date>,
        profile: &str,
        times: [Timestamp; 2],
        outcome: &str,
        message: &str,
        cost: f64,
    ) -> Result<()> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO runs (date, profile, started_at, ended_at, outcome, message, cost)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    date.map(|d| d.to_string()),
                    profile,
                    times[0].as_second(),
                    times[1].as_second(),
                    outcome,
                    message,
                    cost
                ],
            )?;
            Ok(())
        })
    }

    /// What the newest run of a profile came to.
    pub fn last_run(&self, profile: &str) -> Result<Option<LastRun>> {
        self.newest_run(
            "SELECT ended_at, outcome, message FROM runs WHERE profile = ?1 ORDER BY id DESC LIMIT 1",
            profile,
        )
    }

    /// The newest record of a run that was late, whatever ran since.
    pub fn last_missed(&self, profile: &str) -> Result<Option<LastRun>> {
        self.newest_run(
            "SELECT ended_at, outcome, message FROM runs WHERE profile = ?1 AND outcome = 'missed' ORDER BY id DESC LIMIT 1",
            profile,
        )
    }

    fn newest_run(&self, sql: &str, profile: &str) -> Result<Option<LastRun>> {
        self.read(|connection| {
            let row = |row: &Row| {
                let at = Timestamp::from_second(row.get(0)?).unwrap_or_default();
                Ok(LastRun { at, outcome: row.get(1)?, message: row.get(2)? })
            };
            Ok(connection.prepare_cached(sql)?.query_row([profile], row).optional()?)
        })
    }

    /// How many records of this outcome there are.
    #[cfg(test)]
    pub fn count_runs(&self, outcome: &str) -> Result<u32> {
        self.read(|connection| {
            Ok(connection.query_row("SELECT COUNT(*) FROM runs WHERE outcome = ?1", [outcome], |row| row.get(0))?)
        })
    }

    /// What models were paid on the reader's day so far, in the provider's currency. A run that was killed between an
    /// answer and its usage left the verdict, and the first day of this version has only runs.
    pub fn spent_today(&self, now: &Zoned) -> Result<f64> {
        let midnight = now.start_of_day().map_or_else(|_| now.timestamp(), |day| day.timestamp());
        self.read(|connection| {
            Ok(connection.query_row(
                "SELECT MAX(
                    (SELECT COALESCE(SUM(cost), 0.0) FROM usage WHERE day = ?1),
                    (SELECT COALESCE(SUM(cost), 0.0) FROM runs WHERE started_at >= ?2),
                    (SELECT COALESCE(SUM(cost), 0.0) FROM verdicts WHERE judged_at >= ?2))",
                params![now.date().to_string(), midnight.as_second()],
                |row| row.get(0),
            )?)
        })
    }
}
