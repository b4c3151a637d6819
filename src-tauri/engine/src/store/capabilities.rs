//! What is known of model servers, so that it is found out once.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

use super::Store;
use crate::{error::Result, judge::llm::Capabilities};

impl Store {
    /// What was found out about a server and a model. What an older version wrote and this one cannot read is found
    /// out anew.
    pub fn capabilities(&self, server: &str, model: &str) -> Result<Option<Capabilities>> {
        self.read(|connection| {
            let text: Option<String> = connection
                .prepare_cached("SELECT found FROM capabilities WHERE server = ?1 AND model = ?2")?
                .query_row([server, model], |row| row.get(0))
                .optional()?;
            Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
        })
    }

    /// Keeps what was found out.
    pub fn remember_capabilities(&self, server: &str, model: &str, found: &Capabilities, at: Timestamp) -> Result<()> {
        let found = serde_json::to_string(found)?;
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO capabilities (server, model, found, found_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (server, model) DO UPDATE SET found = excluded.found, found_at = excluded.found_at",
                params![server, model, found, at.as_second()],
            )?;
            Ok(())
        })
    }
}
