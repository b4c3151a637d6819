//! arXiv's lists, as they were fetched.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::{Timestamp, civil::Date};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Store, papers};
use crate::{
    error::Result,
    paper::{Announced, ArxivId},
    source::days::Listing,
};

impl Store {
    /// Stores the list of a day, all of it or nothing. A list that was fetched again adds what is new in it. `source`:
    /// `feed`, `oai` or `sample`; a day whose feed arrives is no longer reconstructed, and one that the second source
    /// completed is of both.
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
                 ON CONFLICT (date) DO UPDATE SET fetched_at = excluded.fetched_at, categories = excluded.categories,
                    source = CASE WHEN source = 'feed+oai' OR (source = 'feed' AND excluded.source = 'oai')
                        THEN 'feed+oai' ELSE excluded.source END",
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

    /// Where the stored list of a day comes from: `feed`, `oai`, `feed+oai` or `sample`.
    pub fn list_source(&self, date: Date) -> Result<Option<String>> {
        self.read(|connection| list_source(connection, date))
    }

    /// Every day whose list is stored, oldest first.
    pub fn listed_days(&self) -> Result<Vec<Date>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT date FROM announcements ORDER BY date")?;
            let rows = statement.query_map([], |row| super::parsed(row, 0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Of some papers, the stored lists that hold each.
    pub fn listings(&self, ids: &[&ArxivId]) -> Result<HashMap<ArxivId, Vec<Listing>>> {
        self.read(|connection| {
            // Once for all papers: a day's list has a thousand, and ten years have thousands of digests.
            let reported: HashSet<Date> = connection
                .prepare_cached("SELECT DISTINCT date FROM digests WHERE complete")?
                .query_map([], |row| super::parsed(row, 0))?
                .collect::<rusqlite::Result<_>>()?;
            let mut statement = connection.prepare_cached("SELECT date, version FROM announced WHERE paper = ?1")?;
            let mut found = HashMap::new();
            for id in ids {
                let rows = statement.query_map([id.as_str()], |row| {
                    let date = super::parsed(row, 0)?;
                    Ok(Listing { date, version: row.get(1)?, reported: reported.contains(&date) })
                })?;
                let listings = rows.collect::<rusqlite::Result<Vec<_>>>()?;
                if !listings.is_empty() {
                    found.insert((*id).clone(), listings);
                }
            }
            Ok(found)
        })
    }

    /// How many papers of a list no list of an earlier day held, or only in an older version.
    pub fn unseen_before(&self, date: Date, list: &[Announced]) -> Result<usize> {
        self.read(|connection| {
            let mut seen = connection.prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM announced WHERE paper = ?1 AND date < ?2 AND version >= ?3)",
            )?;
            let mut unseen = 0;
            for Announced { paper, .. } in list {
                let seen: bool =
                    seen.query_row(params![paper.id.as_str(), date.to_string(), paper.version], |row| row.get(0))?;
                unseen += usize::from(!seen);
            }
            Ok(unseen)
        })
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

pub(super) fn list_source(connection: &Connection, date: Date) -> Result<Option<String>> {
    let mut statement = connection.prepare_cached("SELECT source FROM announcements WHERE date = ?1")?;
    Ok(statement.query_row([date.to_string()], |row| row.get(0)).optional()?)
}

fn fetched_categories(connection: &Connection, date: Date) -> Result<Option<BTreeSet<String>>> {
    Ok(connection
        .prepare_cached("SELECT categories FROM announcements WHERE date = ?1")?
        .query_row([date.to_string()], |row| super::json(row, 0))
        .optional()?)
}
