//! What was said to the reader on the desktop, and when.

use jiff::{Timestamp, civil::Date};
use rusqlite::params;

use super::Store;
use crate::error::Result;

impl Store {
    /// How many notifications were sent since a moment.
    pub fn notified_since(&self, since: Timestamp) -> Result<u32> {
        self.read(|connection| {
            let sql = "SELECT COUNT(*) FROM notifications WHERE sent_at >= ?1";
            Ok(connection.query_row(sql, [since.as_second()], |row| row.get(0))?)
        })
    }

    pub fn record_notification(&self, at: Timestamp, date: Date, title: &str, body: &str) -> Result<()> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO notifications (sent_at, date, title, body) VALUES (?1, ?2, ?3, ?4)",
                params![at.as_second(), date.to_string(), title, body],
            )?;
            Ok(())
        })
    }
}
