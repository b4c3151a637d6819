//! Small things that outlive a start, under a key of one owner each.

use rusqlite::OptionalExtension as _;
use serde::{Serialize, de::DeserializeOwned};

use super::Store;
use crate::error::Result;

impl Store {
    /// What was remembered under a key. A value of another version that cannot be read counts as forgotten.
    pub fn recall<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        let text: Option<String> = self.read(|connection| {
            let sql = "SELECT value FROM memory WHERE key = ?1";
            Ok(connection.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()?)
        })?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Remembers a value in the place of the one before; None forgets it.
    pub fn remember<T: Serialize>(&self, key: &str, value: Option<&T>) -> Result<()> {
        let text = value.map(serde_json::to_string).transpose()?;
        self.write(|transaction| {
            match &text {
                Some(text) => transaction.execute(
                    "INSERT INTO memory (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    [key, text],
                )?,
                None => transaction.execute("DELETE FROM memory WHERE key = ?1", [key])?,
            };
            Ok(())
        })
    }
}
