//! The full texts of papers, once per version.

use std::io::{Read as _, Write as _};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, params};

use super::{Store, papers, timestamp};
use crate::{
    error::{Error, Result},
    paper::{ArxivId, Paper},
    source::full_text::Section,
};

/// A full text as it was fetched.
#[derive(Debug, Clone, PartialEq)]
pub struct FullText {
    pub version: u32,
    pub fetched_at: Timestamp,
    /// None: arXiv has no HTML of this version.
    pub sections: Option<Vec<Section>>,
}

impl Store {
    /// What is known of the text of a version; None when it was never asked for.
    pub fn full_text(&self, id: &ArxivId, version: u32) -> Result<Option<FullText>> {
        let found = self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT fetched_at, sections FROM full_texts WHERE paper = ?1 AND version = ?2")?;
            let row = statement.query_row(params![id.as_str(), version], |row| {
                Ok((timestamp(row, 0)?, row.get::<_, Option<Vec<u8>>>(1)?))
            });
            Ok(row.optional()?)
        })?;
        let Some((fetched_at, packed)) = found else { return Ok(None) };
        let sections = packed.map(|packed| unpack(&packed)).transpose()?;
        Ok(Some(FullText { version, fetched_at, sections }))
    }

    /// Keeps the text of a version, or that there is none.
    pub fn keep_full_text(&self, paper: &Paper, sections: Option<&[Section]>, at: Timestamp) -> Result<()> {
        let packed = sections.map(pack).transpose()?;
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO full_texts (paper, version, fetched_at, sections) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (paper, version) DO UPDATE SET fetched_at = excluded.fetched_at,
                    sections = COALESCE(sections, excluded.sections)",
                params![paper.id.as_str(), paper.version, at.as_second(), packed],
            )?;
            Ok(())
        })
    }

    /// The papers of a digest that a model judged by their abstract and whose full text may be had, best first:
    /// the recommended ones, or all.
    pub fn unread(&self, digest: i64, all: bool) -> Result<Vec<Paper>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {} FROM entries e
                 JOIN papers p ON p.id = e.paper AND p.version = e.version
                 JOIN verdicts v ON v.id = e.verdict
                 WHERE e.digest = ?1 AND e.state = 'judged' AND v.basis = 'abstract' AND v.judge <> 'builtin'
                    AND (?2 OR v.decision = 'recommend')
                    AND NOT EXISTS (SELECT 1 FROM full_texts f
                        WHERE f.paper = e.paper AND f.version = e.version AND f.sections IS NULL)
                 ORDER BY e.rank, e.paper",
                papers::COLUMNS
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params![digest, all], papers::from_row)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn pack(sections: &[Section]) -> Result<Vec<u8>> {
    let mut zip = GzEncoder::new(Vec::new(), Compression::default());
    let packed = zip.write_all(&serde_json::to_vec(sections)?).and_then(|()| zip.finish());
    packed.map_err(|err| Error::defect(err.to_string()))
}

fn unpack(packed: &[u8]) -> Result<Vec<Section>> {
    let mut text = String::new();
    GzDecoder::new(packed).read_to_string(&mut text).map_err(|err| Error::defect(err.to_string()))?;
    Ok(serde_json::from_str(&text)?)
}
