//! What every run came to: the answer to "why is there nothing for that day?".

use jiff::{Timestamp, civil::Date};
use rusqlite::params;

use super::Store;
use crate::error::Result;

impl Store {
    /// Records the end of a run. `outcome` is `finished`, `empty` or `failed`; `cost` is all that the model was paid.
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

    /// What models were paid on a day of the reader's, which begins at `midnight`, in the provider's currency. A run that
    /// was killed between an answer and its usage left the verdict, and the first day of this version has only runs.
    pub fn spent_on(&self, day: Date, midnight: Timestamp) -> Result<f64> {
        self.read(|connection| {
            Ok(connection.query_row(
                "SELECT MAX(
                    (SELECT COALESCE(SUM(cost), 0.0) FROM usage WHERE day = ?1),
                    (SELECT COALESCE(SUM(cost), 0.0) FROM runs WHERE started_at >= ?2),
                    (SELECT COALESCE(SUM(cost), 0.0) FROM verdicts WHERE judged_at >= ?2))",
                params![day.to_string(), midnight.as_second()],
                |row| row.get(0),
            )?)
        })
    }
}
