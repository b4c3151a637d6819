//! What is stored, gathered for an export: digests, the files of imported ones, and what the reader wrote.

use std::{
    collections::{BTreeMap, HashSet},
    ops::ControlFlow,
    path::Path,
};

use jiff::civil::Date;

use super::{
    Entry, Jotted, NOTHING, Notes,
    format::{self, Day, Format, Output},
    vault,
};
use crate::{
    digest::{Counts, Digest, ListedPaper, Origin},
    error::{Error, Result},
    paper::ArxivId,
    report::{self, ImportedReport},
    store::{DigestRow, Store},
    verdict::Language,
};

/// A digest, and the report that it was read from with the name of its file.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredDay {
    pub digest: Digest,
    pub imported: Option<(String, ImportedReport)>,
}

/// Digests with what an export needs of each. `progress` is told how many of how many are read, and may break off.
///
/// # Errors
/// Of the store; `Cancelled`.
pub fn days(
    store: &Store,
    rows: &[DigestRow],
    mut progress: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<Vec<StoredDay>> {
    let mut days = Vec::with_capacity(rows.len());
    for row in rows {
        if progress(days.len(), rows.len()).is_break() {
            return Err(Error::cancelled());
        }
        days.push(StoredDay { digest: store.digest(row)?, imported: imported(store, row)? });
    }
    Ok(days)
}

/// The report that a digest was read from.
pub fn imported(store: &Store, row: &DigestRow) -> Result<Option<(String, ImportedReport)>> {
    if row.origin != Origin::Import {
        return Ok(None);
    }
    let Some((name, bytes)) = store.report_file(row.id)? else { return Ok(None) };
    let report = report::read_bytes(&bytes, Some(&name))?;
    Ok(Some((name, report)))
}

/// A digest in Markdown: an imported one in its own variant.
pub fn markdown(store: &Store, row: &DigestRow) -> Result<String> {
    match imported(store, row)? {
        Some((_, report)) => Ok(report::write_back(&report)),
        None => Ok(report::render(&store.digest(row)?)),
    }
}

/// All notes and tags of the reader.
pub fn notes(store: &Store) -> Result<Notes> {
    let mut notes = Notes::new();
    for (id, text) in store.notes()? {
        notes.entry(id).or_default().note = text;
    }
    for (id, tag) in store.all_tags()? {
        notes.entry(id).or_default().tags.push(tag);
    }
    Ok(notes)
}

/// Days in a format, see [`format::make`].
pub fn make(format: Format, days: &[StoredDay], notes: &Notes) -> Result<Output> {
    format::make(format, &given(days), notes)
}

/// Days in a format, see [`format::make_one`].
pub fn make_one(format: Format, days: &[StoredDay], notes: &Notes) -> Result<Output> {
    format::make_one(format, &given(days), notes)
}

fn given(days: &[StoredDay]) -> Vec<Day<'_>> {
    days.iter()
        .map(|day| Day {
            digest: &day.digest,
            imported: day.imported.as_ref().map(|(_, report)| report),
            file_name: day.imported.as_ref().map(|(name, _)| name.as_str()),
        })
        .collect()
}

/// Chosen papers, as digests that hold nothing else: each under the digest that lists it, oldest day first. What such a
/// digest would say about a whole day is left out: the ledger, and trends without any of the papers. A paper that no
/// digest lists has no verdict: with `unjudged` it is there without one, under the day it was announced, else it is given
/// back as left out.
///
/// # Errors
/// Of the store; `Cancelled`.
pub fn selection(
    store: &Store,
    profile: &str,
    ids: &[ArxivId],
    unjudged: bool,
    mut progress: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<(Vec<StoredDay>, Vec<ArxivId>)> {
    let mut by_digest: BTreeMap<i64, (DigestRow, HashSet<&ArxivId>)> = BTreeMap::new();
    let mut alone: BTreeMap<Date, Vec<ListedPaper>> = BTreeMap::new();
    let mut left_out = Vec::new();
    for (done, id) in ids.iter().enumerate() {
        if progress(done, ids.len()).is_break() {
            return Err(Error::cancelled());
        }
        if let Some(row) = store.listing(profile, id)? {
            by_digest.entry(row.id).or_insert_with(|| (row, HashSet::new())).1.insert(id);
        } else if unjudged && let Some(placed) = store.placed(profile, id)? {
            alone.entry(placed.date.unwrap_or_default()).or_default().push(placed.paper);
        } else {
            left_out.push(id.clone());
        }
    }
    let mut days = Vec::with_capacity(by_digest.len() + alone.len());
    for (row, ids) in by_digest.into_values() {
        days.push(StoredDay { digest: only(store.digest(&row)?, &ids), imported: None });
    }
    days.extend(
        alone.into_iter().map(|(date, papers)| StoredDay { digest: unlisted(profile, date, papers), imported: None }),
    );
    days.sort_by_key(|day| (day.digest.date, day.digest.generated_at));
    Ok((days, left_out))
}

/// Papers of a day that nobody has judged, for formats that say nothing of verdicts.
fn unlisted(profile: &str, date: Date, papers: Vec<ListedPaper>) -> Digest {
    Digest {
        date,
        profile: profile.to_owned(),
        generated_at: jiff::Timestamp::UNIX_EPOCH,
        language: Language::English,
        origin: Origin::Run,
        judge: String::new(),
        complete: true,
        reconstructed: false,
        categories: Vec::new(),
        counts: Counts::default(),
        ledger: None,
        trends: Vec::new(),
        evidence: None,
        papers,
    }
}

fn only(mut digest: Digest, ids: &HashSet<&ArxivId>) -> Digest {
    digest.papers.retain(|paper| ids.contains(&paper.id));
    digest.counts = Counts::default();
    let judged = digest.papers.iter().filter(|paper| paper.failure.is_none());
    judged.for_each(|paper| digest.counts.add(paper.verdict.analysis.decision));
    digest.ledger = None;
    digest.trends.retain_mut(|trend| {
        trend.papers.retain(|id| ids.contains(id));
        !trend.papers.is_empty()
    });
    digest
}

/// Keeps a day's notes in a vault in step, and those of its papers. Gives how many notes changed.
pub fn keep_day(store: &Store, vault: &Path, row: &DigestRow) -> Result<usize> {
    let digest = store.digest(row)?;
    vault::keep(vault, &vault::notes_of(&digest, &notes(store)?), |_, _| ControlFlow::Continue(()))
}

/// Keeps the note of one paper in a vault in step; a paper that no digest lists has none.
pub fn keep_paper(store: &Store, vault: &Path, profile: &str, id: &ArxivId) -> Result<()> {
    let Some(row) = store.listing(profile, id)? else { return Ok(()) };
    let Some(paper) = store.placed(profile, id)?.map(|placed| placed.paper) else { return Ok(()) };
    let jotted = jotted(store, id)?;
    let entry = Entry { date: row.date, profile: &row.profile, origin: row.origin, paper: &paper, jotted: &jotted };
    vault::keep(vault, &[vault::paper_note(&entry, row.language)], |_, _| ControlFlow::Continue(())).map(drop)
}

/// What the reader wrote about one paper.
pub fn jotted(store: &Store, id: &ArxivId) -> Result<Jotted> {
    Ok(Jotted { note: store.note(id)?.map(|note| note.text).unwrap_or_default(), tags: store.tags(id)? })
}

/// An entry for a paper alone.
pub fn entry_of<'a>(paper: &'a ListedPaper, date: jiff::civil::Date, jotted: Option<&'a Jotted>) -> Entry<'a> {
    Entry { date, profile: "", origin: Origin::Run, paper, jotted: jotted.unwrap_or(&NOTHING) }
}
