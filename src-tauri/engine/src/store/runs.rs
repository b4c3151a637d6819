//! What every run came to: the answer to "why is there nothing for that day?".

use jiff::{Timestamp, civil::Date};
use rusqlite::params;

use super::Store;
use crate::error::Result;

impl Store {
    /// Records the end of a run. `outcome` is `finished`, `empty` or `failed`.
    pub fn record_run(
        &self,
        date: Option<Date>,
        profile: &str,
        started: Timestamp,
        ended: Timestamp,
        outcome: &str,
        message: &str,
    ) -> Result<()> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO runs (date, profile, started_at, ended_at, outcome, message) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![date.map(|d| d.to_string()), profile, started.as_second(), ended.as_second(), outcome, message],
            )?;
            Ok(())
        })
    }
}
