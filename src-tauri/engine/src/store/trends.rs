//! The day's trends, in order.

use rusqlite::{Connection, params};

use super::json;
use crate::{digest::Trend, error::Result};

pub(super) fn replace(connection: &Connection, digest: i64, trends: &[Trend]) -> Result<()> {
    connection.execute("DELETE FROM trends WHERE digest = ?1", [digest])?;
    let mut insert = connection.prepare(
        "INSERT INTO trends (digest, position, emoji, title, observation, papers) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (position, trend) in trends.iter().enumerate() {
        let papers = serde_json::to_string(&trend.papers)?;
        insert.execute(params![digest, position as i64, trend.emoji, trend.title, trend.observation, papers])?;
    }
    Ok(())
}

pub(super) fn of_digest(connection: &Connection, digest: i64) -> Result<Vec<Trend>> {
    let mut statement = connection
        .prepare_cached("SELECT emoji, title, observation, papers FROM trends WHERE digest = ?1 ORDER BY position")?;
    let rows = statement.query_map([digest], |row| {
        Ok(Trend { emoji: row.get(0)?, title: row.get(1)?, observation: row.get(2)?, papers: json(row, 3)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
