//! The reader's shelves: papers of many days, found by what the reader did with them.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Store, listed, papers, parsed};
use crate::{
    digest::{ListedPaper, MarkKind, ShownVerdict},
    error::Result,
    paper::{AnnounceType, ArxivId},
    verdict::{Analysis, Basis, Decision},
};

/// Which papers a shelf holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf<'a> {
    Mark(MarkKind),
    Note,
    /// Decided by the reader, under a profile.
    Override,
    Tag(&'a str),
    /// Listed papers of an author, by the whole name.
    Author(&'a str),
}

/// The order of a shelf: by when the paper was put there, or by title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShelfOrder {
    Newest,
    Oldest,
    Title,
}

/// A paper of some day.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Of the newest digest that lists it, else of its newest announcement; None for a paper that was neither.
    pub date: Option<Date>,
    /// False for a paper without any verdict: what `paper` says of one is then empty.
    pub judged: bool,
    pub paper: ListedPaper,
}

impl Shelf<'_> {
    /// Papers and times: of `?1`, a name, and `?2`, the profile.
    fn sql(self) -> &'static str {
        match self {
            Self::Mark(_) => "SELECT paper, at FROM marks WHERE mark = ?1 AND ?2 IS NOT NULL",
            Self::Note => "SELECT paper, updated_at AS at FROM notes WHERE ?1 IS NOT NULL AND ?2 IS NOT NULL",
            Self::Override => "SELECT paper, at FROM overrides WHERE ?1 IS NOT NULL AND profile = ?2",
            Self::Tag(_) => "SELECT paper, at FROM tags WHERE tag = ?1 AND ?2 IS NOT NULL",
            Self::Author(_) => {
                "SELECT e.paper AS paper, MAX(unixepoch(d.date)) AS at
                 FROM digests d JOIN entries e ON e.digest = d.id JOIN papers p ON p.id = e.paper AND p.version = e.version
                 WHERE d.profile = ?2 AND e.state IN ('judged', 'failed')
                    AND EXISTS (SELECT 1 FROM json_each(p.authors) a WHERE a.value = ?1 COLLATE NOCASE)
                 GROUP BY e.paper"
            }
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Mark(mark) => mark.as_str(),
            Self::Tag(name) | Self::Author(name) => name,
            Self::Note | Self::Override => "",
        }
    }
}

impl Store {
    /// A page of a shelf under a profile, and how many papers the whole shelf has.
    pub fn shelf(
        &self,
        profile: &str,
        shelf: Shelf,
        order: ShelfOrder,
        offset: u32,
        limit: u32,
    ) -> Result<(u32, Vec<Placed>)> {
        self.read(|connection| {
            let order = match order {
                ShelfOrder::Newest => "s.at DESC, s.paper",
                ShelfOrder::Oldest => "s.at, s.paper",
                ShelfOrder::Title => {
                    "(SELECT p.title FROM papers p WHERE p.id = s.paper ORDER BY p.version DESC LIMIT 1)
                     COLLATE NOCASE, s.paper"
                }
            };
            let sql = format!("SELECT s.paper FROM ({}) s ORDER BY {order} LIMIT ?3 OFFSET ?4", shelf.sql());
            let mut statement = connection.prepare_cached(&sql)?;
            let rows =
                statement.query_map(params![shelf.name(), profile, limit, offset], |row| parsed::<ArxivId>(row, 0))?;
            let ids = rows.collect::<rusqlite::Result<Vec<_>>>()?;
            let placed = ids.iter().filter_map(|id| placed(connection, profile, id).transpose());
            Ok((count(connection, profile, shelf)?, placed.collect::<Result<_>>()?))
        })
    }

    /// How many papers a shelf holds.
    pub fn shelf_count(&self, profile: &str, shelf: Shelf) -> Result<u32> {
        self.read(|connection| count(connection, profile, shelf))
    }

    /// Every tag with the number of its papers, in alphabetical order.
    pub fn tag_counts(&self) -> Result<Vec<(String, u32)>> {
        self.read(|connection| {
            let sql = "SELECT tag, COUNT(*) FROM tags GROUP BY tag ORDER BY tag COLLATE NOCASE";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Every tag of every paper, for exports.
    pub fn all_tags(&self) -> Result<Vec<(ArxivId, String)>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT paper, tag FROM tags ORDER BY paper, tag")?;
            let rows = statement.query_map([], |row| Ok((parsed(row, 0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Every keyword of judged papers in the finished digests of a range of days.
    pub fn keywords(&self, profile: &str, from: Date, to: Date) -> Result<Vec<String>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT DISTINCT k.value FROM digests d JOIN entries e ON e.digest = d.id
                    JOIN verdicts v ON v.id = e.verdict, json_each(v.analysis, '$.keywords') k
                 WHERE d.profile = ?1 AND d.date BETWEEN ?2 AND ?3 AND d.complete AND e.state = 'judged'",
            )?;
            let rows = statement.query_map(params![profile, from.to_string(), to.to_string()], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// A paper as the newest digest lists it, the profile's own digests before others; None for a paper that is not
    /// stored.
    pub fn placed(&self, profile: &str, id: &ArxivId) -> Result<Option<Placed>> {
        self.read(|connection| placed(connection, profile, id))
    }
}

fn count(connection: &Connection, profile: &str, shelf: Shelf) -> Result<u32> {
    let sql = format!("SELECT COUNT(*) FROM ({})", shelf.sql());
    Ok(connection.prepare_cached(&sql)?.query_row(params![shelf.name(), profile], |row| row.get(0))?)
}

fn placed(connection: &Connection, profile: &str, id: &ArxivId) -> Result<Option<Placed>> {
    let listed: Option<(i64, Date)> = connection
        .prepare_cached(
            "SELECT d.id, d.date FROM entries e JOIN digests d ON d.id = e.digest
             WHERE e.paper = ?1 AND e.state IN ('judged', 'failed') AND e.verdict IS NOT NULL
             ORDER BY d.profile = ?2 DESC, d.complete DESC, d.date DESC, d.generated_at DESC, d.attempt DESC LIMIT 1",
        )?
        .query_row(params![id.as_str(), profile], |row| Ok((row.get(0)?, parsed(row, 1)?)))
        .optional()?;
    if let Some((digest, date)) = listed {
        let paper = listed::listed(connection, digest, Some(id))?.into_iter().next();
        return Ok(paper.map(|paper| Placed { date: Some(date), judged: true, paper }));
    }
    unjudged(connection, profile, id)
}

/// A paper that was never judged: below the cut, filtered, or met by a search.
fn unjudged(connection: &Connection, profile: &str, id: &ArxivId) -> Result<Option<Placed>> {
    let sql = format!("SELECT {} FROM papers p WHERE p.id = ?1 ORDER BY p.version DESC LIMIT 1", papers::COLUMNS);
    let Some(paper) = connection.prepare_cached(&sql)?.query_row([id.as_str()], papers::from_row).optional()? else {
        return Ok(None);
    };
    let announced: Option<(Date, AnnounceType)> = connection
        .prepare_cached("SELECT date, announce_type FROM announced WHERE paper = ?1 ORDER BY date DESC LIMIT 1")?
        .query_row([id.as_str()], |row| Ok((parsed(row, 0)?, parsed(row, 1)?)))
        .optional()?;
    let verdict = ShownVerdict {
        analysis: Analysis::empty(Decision::Skip),
        judged_by: String::new(),
        basis: Basis::Abstract,
        flags: Vec::new(),
        score: 0.0,
        judged_at: jiff::Timestamp::UNIX_EPOCH,
    };
    let (marks, jotted) = listed::readers(connection, profile, id)?;
    Ok(Some(Placed {
        date: announced.map(|(date, _)| date),
        judged: false,
        paper: ListedPaper {
            revision: None,
            evidence: None,
            full_text: false,
            no_full_text: false,
            withdrawn: crate::source::is_withdrawn(&paper),
            code_links: crate::source::links::code_links(&paper),
            id: paper.id,
            version: paper.version,
            title: paper.title,
            authors: paper.authors,
            categories: paper.categories,
            announce_type: announced.map_or(AnnounceType::New, |(_, kind)| kind),
            url: paper.url,
            summary: paper.summary,
            comment: paper.comment,
            rank: 0,
            verdict,
            failure: None,
            marks,
            note: jotted.0,
            override_decision: jotted.1,
            tags: jotted.2,
        },
    }))
}
