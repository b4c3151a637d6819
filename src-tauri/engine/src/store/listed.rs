//! The papers of a digest as a reader sees them: paper, verdict, evidence, and what the reader did with it.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::{Store, json, papers, parsed, timestamp};
use crate::{
    digest::{Evidence, ListedPaper, Marks, Revision, ShownVerdict},
    error::Result,
    paper::{AnnounceType, ArxivId},
    source::{self, calendar, links},
    verdict::{Analysis, Basis, Decision},
};

impl Store {
    /// A paper as a digest lists it; None when it was not judged there.
    pub fn listed_in(&self, digest: i64, id: &ArxivId) -> Result<Option<ListedPaper>> {
        self.read(|connection| {
            let entry = "SELECT * FROM entries WHERE digest = ?1 AND paper = ?2";
            Ok(listed_of(connection, entry, params![digest, id.as_str()])?.pop())
        })
    }

    /// A paper with its newest verdict, whether a digest lists it or not; None when nobody has judged it.
    pub fn listed_alone(&self, id: &ArxivId) -> Result<Option<ListedPaper>> {
        self.read(|connection| {
            let entry = "SELECT 0 AS digest, paper, version, 'judged' AS state, NULL AS failure, NULL AS rank,
                id AS verdict, COALESCE((SELECT a.announce_type FROM announced a
                    WHERE a.paper = v.paper AND a.version = v.version ORDER BY a.date LIMIT 1), 'new') AS announce_type
                FROM verdicts v WHERE v.paper = ?1 ORDER BY v.id DESC LIMIT 1";
            Ok(listed_of(connection, entry, params![id.as_str()])?.pop())
        })
    }
}

/// What the reader did with `e.paper` under the profile of `d`: marks, whether there is a note, decision, tags.
const READERS: &str = "
            EXISTS (SELECT 1 FROM marks m WHERE m.paper = e.paper AND m.mark = 'read'),
            EXISTS (SELECT 1 FROM marks m WHERE m.paper = e.paper AND m.mark = 'star'),
            EXISTS (SELECT 1 FROM marks m WHERE m.paper = e.paper AND m.mark = 'later'),
            EXISTS (SELECT 1 FROM notes n WHERE n.paper = e.paper),
            (SELECT o.decision FROM overrides o WHERE o.profile = d.profile AND o.paper = e.paper),
            (SELECT json_group_array(t.tag) FROM (SELECT tag FROM tags WHERE paper = e.paper ORDER BY tag) t)";

/// Reads [`READERS`], of which the first column is `from`.
fn readers_of_row(row: &Row, from: usize) -> rusqlite::Result<(Marks, (bool, Option<Decision>, Vec<String>))> {
    let marks = Marks { read: row.get(from)?, star: row.get(from + 1)?, later: row.get(from + 2)? };
    let decision = match row.get_ref(from + 4)?.as_str() {
        Ok(_) => Some(parsed(row, from + 4)?),
        Err(_) => None,
    };
    Ok((marks, (row.get(from + 3)?, decision, json(row, from + 5)?)))
}

/// What the reader did with a paper under a profile.
pub(super) fn readers(
    connection: &Connection,
    profile: &str,
    id: &ArxivId,
) -> Result<(Marks, (bool, Option<Decision>, Vec<String>))> {
    let sql = format!("SELECT {READERS} FROM (SELECT ?1 AS paper) e, (SELECT ?2 AS profile) d");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row(params![id.as_str(), profile], |row| readers_of_row(row, 0))?)
}

/// The papers of a digest in the order of the report, or one of them.
pub(super) fn listed(connection: &Connection, digest: i64, only: Option<&ArxivId>) -> Result<Vec<ListedPaper>> {
    let entries = "SELECT * FROM entries WHERE digest = ?1 AND (?2 IS NULL OR paper = ?2)";
    listed_of(connection, entries, params![digest, only.map(ArxivId::as_str)])
}

/// The papers of some rows in the shape of `entries`, with all that a reader sees of them.
fn listed_of(connection: &Connection, entries: &str, params: impl rusqlite::Params) -> Result<Vec<ListedPaper>> {
    let sql = format!(
        "SELECT {}, e.announce_type, e.failure, e.rank, v.analysis, v.judged_by, v.basis, v.flags, v.score, v.judged_at,
            {READERS},
            (SELECT MAX(a.version) FROM announced a
                WHERE a.paper = e.paper AND a.version < e.version AND a.date < COALESCE(d.date, '9999')),
            (SELECT MIN(a.date) FROM announced a WHERE a.paper = e.paper AND a.date < COALESCE(d.date, '9999')),
            (SELECT s.submitted_at FROM versions s WHERE s.paper = e.paper AND s.version = 1),
            c.found, c.total, f.paper IS NOT NULL, f.sections IS NULL
         FROM ({entries}) e
         LEFT JOIN digests d ON d.id = e.digest
         JOIN papers p ON p.id = e.paper AND p.version = e.version
         JOIN verdicts v ON v.id = e.verdict
         LEFT JOIN evidence c ON c.verdict = e.verdict
         LEFT JOIN full_texts f ON f.paper = e.paper AND f.version = e.version
         WHERE e.state IN ('judged', 'failed')
         ORDER BY e.state = 'failed',
            CASE v.decision WHEN 'recommend' THEN 0 WHEN 'borderline' THEN 1 ELSE 2 END, e.rank, e.paper",
        papers::COLUMNS
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params, |row| {
        let paper = papers::from_row(row)?;
        let analysis: Analysis = json(row, 11)?;
        let announce_type: AnnounceType = parsed(row, 8)?;
        let (marks, (note, override_decision, tags)) = readers_of_row(row, 17)?;
        Ok(ListedPaper {
            revision: revision(row, paper.version, announce_type)?,
            withdrawn: source::is_withdrawn(&paper),
            code_links: links::code_links(&paper),
            id: paper.id,
            version: paper.version,
            title: paper.title,
            authors: paper.authors,
            categories: paper.categories,
            announce_type,
            url: paper.url,
            summary: paper.summary,
            comment: paper.comment,
            rank: row.get::<_, Option<u32>>(10)?.unwrap_or(0),
            verdict: ShownVerdict {
                analysis,
                judged_by: row.get(12)?,
                basis: match row.get_ref(13)?.as_str() {
                    Ok("full_text") => Basis::FullText,
                    _ => Basis::Abstract,
                },
                flags: json(row, 14)?,
                score: row.get(15)?,
                judged_at: timestamp(row, 16)?,
            },
            evidence: match (row.get(26)?, row.get(27)?) {
                (Some(found), Some(total)) => Some(Evidence { found, total }),
                _ => None,
            },
            full_text: row.get::<_, bool>(28)? && !row.get::<_, bool>(29)?,
            no_full_text: row.get::<_, bool>(28)? && row.get::<_, bool>(29)?,
            failure: if row.get_ref(9)?.as_str().is_ok() { Some(json(row, 9)?) } else { None },
            marks,
            note,
            override_decision,
            tags,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn revision(row: &Row, version: u32, announce_type: AnnounceType) -> rusqlite::Result<Option<Revision>> {
    let previous: Option<u32> = row.get(23)?;
    if previous.is_none() && !announce_type.is_replacement() {
        return Ok(None);
    }
    let listed: Option<String> = row.get(24)?;
    let submitted: Option<i64> = row.get(25)?;
    let mailed = submitted.and_then(|second| Timestamp::from_second(second).ok()).map(calendar::mailing_date);
    Ok(Some(Revision { version, previous, first_announced: listed.and_then(|date| date.parse().ok()).or(mailed) }))
}
