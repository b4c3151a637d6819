//! Topics: what the trends of several days have in common.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::params;

use super::{Store, json, parsed, trends};
use crate::{digest::Trend, error::Result};

/// A topic with what its trends are about.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    pub id: i64,
    pub title: String,
    pub emoji: String,
    /// Stems and pairs of stems with their weights; of length 1.
    pub words: BTreeMap<String, f64>,
}

/// How many papers of a day belong to a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopicDay {
    pub topic: i64,
    pub date: Date,
    pub papers: u32,
}

/// Of each day of a profile the newest finished attempt.
const SHOWN: &str = "SELECT MAX(id) FROM digests WHERE profile = ?1 AND complete GROUP BY date";

impl Store {
    /// The digests of a profile, oldest first, whose trends belong to no topic yet.
    pub fn digests_without_topics(&self, profile: &str) -> Result<Vec<(i64, Date)>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT d.id, d.date FROM digests d WHERE d.id IN ({SHOWN})
                    AND EXISTS (SELECT 1 FROM trends t WHERE t.digest = d.id)
                    AND NOT EXISTS (SELECT 1 FROM trends t WHERE t.digest = d.id AND t.topic IS NOT NULL)
                 ORDER BY d.date"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map([profile], |row| Ok((row.get(0)?, parsed(row, 1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The trends of a digest, in order.
    pub fn trends(&self, digest: i64) -> Result<Vec<Trend>> {
        self.read(|connection| trends::of_digest(connection, digest))
    }

    /// The topics of a profile that were seen in a range of days, the last seen first.
    pub fn topics_between(&self, profile: &str, from: Date, to: Date) -> Result<Vec<Topic>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, title, emoji, words FROM topics
                 WHERE profile = ?1 AND last_seen >= ?2 AND first_seen <= ?3 ORDER BY last_seen DESC, id",
            )?;
            let rows = statement.query_map(params![profile, from.to_string(), to.to_string()], |row| {
                Ok(Topic { id: row.get(0)?, title: row.get(1)?, emoji: row.get(2)?, words: json(row, 3)? })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// On which days a profile's topics were seen, from a day on, oldest first, by the digests that are shown.
    pub fn topic_days(&self, profile: &str, from: Date) -> Result<Vec<TopicDay>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT t.topic, d.date, SUM(json_array_length(t.papers)) FROM trends t JOIN digests d ON d.id = t.digest
                 WHERE d.id IN ({SHOWN}) AND d.date >= ?2 AND t.topic IS NOT NULL
                 GROUP BY t.topic, d.date ORDER BY d.date, t.topic"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params![profile, from.to_string()], |row| {
                Ok(TopicDay { topic: row.get(0)?, date: parsed(row, 1)?, papers: row.get(2)? })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Gives each trend of a digest its topic, in their order; one with the id 0 is new, None belongs to none.
    pub fn set_topics(&self, digest: i64, profile: &str, date: Date, topics: &[Option<Topic>]) -> Result<()> {
        self.write(|transaction| {
            let date = date.to_string();
            for (position, topic) in topics.iter().enumerate() {
                let Some(topic) = topic else { continue };
                let words = serde_json::to_string(&topic.words)?;
                let id = if topic.id == 0 {
                    transaction.execute(
                        "INSERT INTO topics (profile, title, emoji, words, first_seen, last_seen)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
                        params![profile, topic.title, topic.emoji, words, date],
                    )?;
                    transaction.last_insert_rowid()
                } else {
                    transaction.execute(
                        "UPDATE topics SET title = ?2, emoji = ?3, words = ?4, first_seen = MIN(first_seen, ?5),
                            last_seen = MAX(last_seen, ?5) WHERE id = ?1",
                        params![topic.id, topic.title, topic.emoji, words, date],
                    )?;
                    topic.id
                };
                transaction.execute(
                    "UPDATE trends SET topic = ?3 WHERE digest = ?1 AND position = ?2",
                    params![digest, position as i64, id],
                )?;
            }
            Ok(())
        })
    }
}
