//! What is stored, gathered for an export: digests, the files of imported ones, and what the reader wrote.

use std::{
    collections::{BTreeMap, HashSet},
    ops::ControlFlow,
    path::Path,
};

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
};

/// A digest, and the report that it was read from with the name of its file.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredDay {
    pub digest: Digest,
    pub imported: Option<(String, ImportedReport)>,
}

/// Digests with what an export needs of each.
pub fn days(store: &Store, rows: &[DigestRow]) -> Result<Vec<StoredDay>> {
    rows.iter().map(|row| Ok(StoredDay { digest: store.digest(row)?, imported: imported(store, row)? })).collect()
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
    let days: Vec<Day> = days
        .iter()
        .map(|day| Day {
            digest: &day.digest,
            imported: day.imported.as_ref().map(|(_, report)| report),
            file_name: day.imported.as_ref().map(|(name, _)| name.as_str()),
        })
        .collect();
    format::make(format, &days, notes)
}

/// Chosen papers, as digests that hold nothing else: each under the digest that lists it, oldest day first. What such a
/// digest would say about a whole day is left out: the ledger, and trends without any of the papers.
///
/// # Errors
/// `NotFound`, naming a paper that no digest lists.
pub fn selection(store: &Store, profile: &str, ids: &[ArxivId]) -> Result<Vec<StoredDay>> {
    let mut by_digest: BTreeMap<i64, (DigestRow, HashSet<&ArxivId>)> = BTreeMap::new();
    for id in ids {
        let row = store.listing(profile, id)?.ok_or_else(|| {
            Error::not_found(
                format!("{id} is listed in no digest: there is no verdict to export."),
                "Judge it first, or leave it out.",
            )
        })?;
        by_digest.entry(row.id).or_insert_with(|| (row, HashSet::new())).1.insert(id);
    }
    let mut chosen = by_digest.into_values().collect::<Vec<_>>();
    chosen.sort_by_key(|(row, _)| (row.date, row.generated_at));
    let day = |(row, ids): (DigestRow, HashSet<&ArxivId>)| {
        Ok(StoredDay { digest: only(store.digest(&row)?, &ids), imported: None })
    };
    chosen.into_iter().map(day).collect()
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
