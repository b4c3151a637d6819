//! When the versions of papers were submitted, as far as a source told.

use jiff::{Timestamp, civil::Date};
use rusqlite::params;

use super::{Store, parsed, timestamp};
use crate::{
    error::Result,
    paper::{AnnounceType, ArxivId},
};

/// A version that is known of: from a list, from its submission, or both.
pub type KnownVersion = (u32, Option<Timestamp>, Option<(Date, AnnounceType)>);

impl Store {
    /// Keeps when versions of a paper were submitted.
    pub fn keep_versions(&self, versions: &[(ArxivId, u32, Timestamp)]) -> Result<()> {
        self.write(|transaction| {
            let mut insert = transaction.prepare(
                "INSERT INTO versions (paper, version, submitted_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )?;
            for (id, version, at) in versions {
                insert.execute(params![id.as_str(), version, at.as_second()])?;
            }
            Ok(())
        })
    }

    /// When a version was submitted.
    pub fn submitted(&self, id: &ArxivId, version: u32) -> Result<Option<Timestamp>> {
        Ok(self.known_versions(id)?.into_iter().find(|known| known.0 == version).and_then(|known| known.1))
    }

    /// Every version of a paper that is known of here, with the first list that held it.
    pub fn known_versions(&self, id: &ArxivId) -> Result<Vec<KnownVersion>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT n.version, s.submitted_at, a.date, a.announce_type
                 FROM (SELECT version FROM papers WHERE id = ?1 UNION SELECT version FROM versions WHERE paper = ?1) n
                 LEFT JOIN versions s ON s.paper = ?1 AND s.version = n.version
                 LEFT JOIN announced a ON a.paper = ?1 AND a.version = n.version
                    AND a.date = (SELECT MIN(b.date) FROM announced b WHERE b.paper = ?1 AND b.version = n.version)
                 ORDER BY n.version",
            )?;
            let rows = statement.query_map([id.as_str()], |row| {
                let has = |column: usize| row.get_ref(column).map(|value| value != rusqlite::types::ValueRef::Null);
                Ok((
                    row.get(0)?,
                    if has(1)? { Some(timestamp(row, 1)?) } else { None },
                    if has(2)? { Some((parsed(row, 2)?, parsed(row, 3)?)) } else { None },
                ))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}
