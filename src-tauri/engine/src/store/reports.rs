//! Digests that were read from files, with the files' text.

use std::io::{Read as _, Write as _};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{NewDigest, Store, digests, entries, papers, parsed, trends, verdicts};
use crate::{
    digest::{Failure, Trend},
    error::{Error, Result},
    ledger::{Entry, State},
    paper::{AnnounceType, ArxivId, Paper},
    verdict::Verdict,
};

/// A digest that was read from a file.
pub struct NewReport<'a> {
    /// Its attempt is not used: it gets the next of its day.
    pub digest: NewDigest<'a>,
    pub papers: &'a [ReportedPaper],
    pub trends: &'a [Trend],
    /// What the report is known by, in whatever file.
    pub hash: &'a str,
    pub file_name: &'a str,
    /// The file as it was.
    pub bytes: &'a [u8],
}

/// A paper as a report has it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportedPaper {
    pub paper: Paper,
    /// False when the report does not name one: `paper.version` then counts only for a work that is not stored.
    pub has_version: bool,
    pub verdict: Verdict,
    pub failure: Option<Failure>,
}

impl Store {
    /// Stores a report as a digest, all of it or nothing, and gives its attempt; None when it is here already, imported
    /// from this file or another, or made here in the first place.
    pub fn import_report(&self, new: &NewReport) -> Result<Option<u32>> {
        let text = packed(new.bytes)?;
        let key = new.digest.key;
        self.write(|transaction| {
            if is_known(transaction, new)? {
                return Ok(None);
            }
            let attempt: u32 = transaction.query_row(
                "SELECT COALESCE(MAX(attempt), 0) + 1 FROM digests WHERE profile = ?1 AND date = ?2",
                params![key.profile, key.date.to_string()],
                |row| row.get(0),
            )?;
            let digest = digests::insert(transaction, &NewDigest { attempt, ..new.digest.clone() }, true)?;
            let category = new.digest.categories.first().cloned().unwrap_or_default();
            let mut ledger = Vec::with_capacity(new.papers.len());
            for (reported, rank) in new.papers.iter().zip(1..) {
                let paper = with_version(transaction, reported)?;
                papers::insert(transaction, &paper)?;
                let at = new.digest.generated_at;
                let verdict = verdicts::insert(transaction, &paper.id, paper.version, &reported.verdict, at)?;
                ledger.push(Entry {
                    id: paper.id,
                    version: paper.version,
                    announce_type: AnnounceType::New,
                    category: category.clone(),
                    state: reported.failure.clone().map_or(State::Judged, State::Failed),
                    rank: Some(rank),
                    verdict: Some(verdict),
                });
            }
            entries::insert_all(transaction, digest, &ledger)?;
            trends::replace(transaction, digest, new.trends)?;
            transaction.execute(
                "INSERT INTO reports (digest, hash, name, text) VALUES (?1, ?2, ?3, ?4)",
                params![digest, new.hash, new.file_name, text],
            )?;
            Ok(Some(attempt))
        })
    }

    /// The file that a digest was read from: its name and its bytes.
    pub fn report_file(&self, digest: i64) -> Result<Option<(String, Vec<u8>)>> {
        self.read(|connection| {
            let found: Option<(String, Vec<u8>)> = connection
                .prepare_cached("SELECT name, text FROM reports WHERE digest = ?1")?
                .query_row([digest], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            found.map(|(name, text)| Ok((name, unpacked(&text)?))).transpose()
        })
    }

    /// Works of which only title and link are known, with their versions.
    pub fn papers_without_abstract(&self) -> Result<Vec<(ArxivId, u32)>> {
        self.read(|connection| {
            let sql = "SELECT id, version FROM papers WHERE abstract = '' ORDER BY id, version";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| Ok((parsed::<ArxivId>(row, 0)?, row.get(1)?)))?;
            let all = rows.collect::<rusqlite::Result<Vec<_>>>()?;
            Ok(all.into_iter().filter(|(id, _)| id.is_arxiv()).collect())
        })
    }

    /// Completes papers of which only title and link were known; gives how many were. Others are left as they are.
    pub fn complete_papers(&self, found: &[Paper]) -> Result<u32> {
        self.write(|transaction| {
            let mut update = transaction.prepare(
                "UPDATE papers SET title = ?2, abstract = ?3, authors = ?4, categories = ?5, comment = ?6
                 WHERE id = ?1 AND abstract = ''",
            )?;
            let mut completed = 0;
            for paper in found.iter().filter(|paper| !paper.summary.is_empty()) {
                let [authors, categories] = [&paper.authors, &paper.categories].map(serde_json::to_string);
                let changed = update.execute(params![
                    paper.id.as_str(),
                    paper.title,
                    paper.summary,
                    authors?,
                    categories?,
                    paper.comment
                ])?;
                completed += u32::from(changed > 0);
            }
            Ok(completed)
        })
    }
}

fn is_known(connection: &Connection, new: &NewReport) -> Result<bool> {
    let key = new.digest.key;
    let present: Option<i64> = connection
        .prepare_cached(
            "SELECT d.id FROM reports r JOIN digests d ON d.id = r.digest WHERE r.hash = ?1 AND d.profile = ?2",
        )?
        .query_row(params![new.hash, key.profile], |row| row.get(0))
        .optional()?;
    if let Some(digest) = present {
        // `index.md` is the newest of the pages beside it, whose name says more.
        connection.execute(
            "UPDATE reports SET name = ?2 WHERE digest = ?1 AND name NOT LIKE 'summary%' AND ?2 LIKE 'summary%'",
            params![digest, new.file_name],
        )?;
        return Ok(true);
    }
    let own = "SELECT 1 FROM digests WHERE profile = ?1 AND generated_at = ?2 AND origin <> 'import' LIMIT 1";
    let made_here = connection
        .prepare_cached(own)?
        .query_row(params![key.profile, new.digest.generated_at.as_second()], |_| Ok(()))
        .optional()?;
    Ok(made_here.is_some())
}

/// The paper under the version that the report names, else under the newest that is stored.
fn with_version(connection: &Connection, reported: &ReportedPaper) -> Result<Paper> {
    let mut paper = reported.paper.clone();
    if !reported.has_version {
        let newest: Option<u32> = connection
            .prepare_cached("SELECT MAX(version) FROM papers WHERE id = ?1")?
            .query_row([paper.id.as_str()], |row| row.get(0))?;
        paper.version = newest.unwrap_or(paper.version);
    }
    Ok(paper)
}

fn packed(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let done = encoder.write_all(bytes).and_then(|()| encoder.finish());
    done.map_err(|err| Error::defect(format!("A report cannot be packed: {err}")))
}

fn unpacked(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    let done = GzDecoder::new(bytes).read_to_end(&mut text);
    done.map_err(|err| Error::defect(format!("A stored report cannot be read: {err}")))?;
    Ok(text)
}
