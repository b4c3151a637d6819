//! arXiv's lists, as they were fetched.

use std::collections::{BTreeSet, HashMap};

use jiff::{Timestamp, civil::Date};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Store, papers};
use crate::{
    error::Result,
    paper::{Announced, ArxivId},
};

impl Store {
    /// Stores the list of a day, all of it or nothing. A list that was fetched again adds what is new in it.
    pub fn announce(
        &self,
        date: Date,
        source: &str,
        categories: &[String],
        fetched_at: Timestamp,
        list: &[Announced],
    ) -> Result<()> {
        self.write(|transaction| {
            let mut fetched = fetched_categories(transaction, date)?.unwrap_or_default();
            fetched.extend(categories.iter().cloned());
            transaction.execute(
                "INSERT INTO announcements (date, source, categories, fetched_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (date) DO UPDATE SET fetched_at = excluded.fetched_at, categories = excluded.categories",
                params![date.to_string(), source, serde_json::to_string(&fetched)?, fetched_at.as_second()],
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

    /// The categories whose list of a day is stored; None when nothing of that day is.
    pub fn fetched_categories(&self, date: Date) -> Result<Option<BTreeSet<String>>> {
        self.read(|connection| fetched_categories(connection, date))
    }

    /// The last days whose list is stored, the newest first.
    pub fn last_lists(&self, count: u32) -> Result<Vec<Date>> {
        self.read(|connection| {
            let sql = "SELECT date FROM announcements ORDER BY date DESC LIMIT ?1";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([count], |row| super::parsed(row, 0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// How many papers are in the stored list of a day.
    pub fn announced_count(&self, date: Date) -> Result<u32> {
        self.read(|connection| {
            let sql = "SELECT COUNT(*) FROM announced WHERE date = ?1";
            Ok(connection.prepare_cached(sql)?.query_row([date.to_string()], |row| row.get(0))?)
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

fn fetched_categories(connection: &Connection, date: Date) -> Result<Option<BTreeSet<String>>> {
    Ok(connection
        .prepare_cached("SELECT categories FROM announcements WHERE date = ?1")?
        .query_row([date.to_string()], |row| super::json(row, 0))
        .optional()?)
}
