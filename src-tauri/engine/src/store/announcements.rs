//! arXiv's lists, as they were fetched.

use std::collections::HashMap;

use jiff::{Timestamp, civil::Date};
use rusqlite::{OptionalExtension as _, params};

use super::{Store, papers};
use crate::{
    error::Result,
    paper::{Announced, ArxivId},
};

impl Store {
    /// Stores the list of a day, all of it or nothing. A list that was fetched again adds what is new in it.
    pub fn announce(&self, date: Date, source: &str, fetched_at: Timestamp, list: &[Announced]) -> Result<()> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO announcements (date, source, fetched_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (date) DO UPDATE SET fetched_at = excluded.fetched_at",
                params![date.to_string(), source, fetched_at.as_second()],
            )?;
            let mut insert = transaction.prepare(
                "INSERT INTO announced (date, paper, version, announce_type, position) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO NOTHING",
            )?;
            let date = date.to_string();
            for (position, announced) in list.iter().enumerate() {
                papers::insert(transaction, &announced.paper)?;
                let paper = &announced.paper;
                insert.execute(params![
                    date,
                    paper.id.as_str(),
                    paper.version,
                    announced.announce_type.as_str(),
                    position as i64
                ])?;
            }
            Ok(())
        })
    }

    /// Whether the list of a day is stored.
    pub fn is_announced(&self, date: Date) -> Result<bool> {
        self.read(|connection| {
            let found = connection
                .prepare_cached("SELECT 1 FROM announcements WHERE date = ?1")?
                .query_row([date.to_string()], |_| Ok(()))
                .optional()?;
            Ok(found.is_some())
        })
    }

    /// The list of a day, in arXiv's order.
    pub fn announced(&self, date: Date) -> Result<Vec<Announced>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {}, a.announce_type FROM announced a JOIN papers p ON p.id = a.paper AND p.version = a.version
                 WHERE a.date = ?1 ORDER BY a.position",
                papers::COLUMNS
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map([date.to_string()], |row| {
                Ok(Announced { paper: papers::from_row(row)?, announce_type: super::parsed(row, 8)? })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Of the papers of a day, those that were announced on an earlier one, with the newest version announced then.
    pub fn announced_before(&self, date: Date) -> Result<HashMap<ArxivId, u32>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT today.paper, MAX(earlier.version) FROM announced today
                 JOIN announced earlier ON earlier.paper = today.paper AND earlier.date < today.date
                 WHERE today.date = ?1 GROUP BY today.paper",
            )?;
            let rows = statement.query_map([date.to_string()], |row| Ok((super::parsed(row, 0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}
