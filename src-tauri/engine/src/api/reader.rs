//! What the reader writes, decides and keeps: notes, overrides, tags, marks of many papers, the library.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use similar::{ChangeTag, TextDiff};
use ts_rs::TS;

use super::{stored, types::PaperRequest};
use crate::{
    Engine,
    digest::{ListedPaper, MarkKind},
    error::{Error, Result},
    paper::ArxivId,
    profile,
    report::one_line,
    store::{Placed, Shelf, ShelfOrder, Store},
    verdict::Decision,
};

/// The longest note in bytes: a book has less.
const MOST_NOTE: usize = 1024 * 1024;
/// The longest tag in characters.
const MOST_TAG: usize = 60;

/// A note with its history.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct NoteView {
    /// Markdown; empty when there is none.
    pub text: String,
    #[ts(type = "string | null")]
    pub saved_at: Option<Timestamp>,
    /// Earlier texts, the newest first: at most one every five minutes, for thirty days.
    pub versions: Vec<NoteVersionInfo>,
    /// Why the vault could not be kept in step, if it could not; the note is saved all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub vault_problem: Option<Error>,
}

/// An earlier text of a note.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct NoteVersionInfo {
    /// Until when the note was so.
    #[ts(type = "string")]
    pub at: Timestamp,
    pub chars: u32,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct SaveNoteRequest {
    pub id: ArxivId,
    /// Markdown; an empty text deletes the note, its history stays.
    pub text: String,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct NoteVersionRequest {
    pub id: ArxivId,
    /// As [`NoteVersionInfo`] gives it.
    #[ts(type = "string")]
    pub at: Timestamp,
}

/// An earlier text of a note, and what has become of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct NoteVersionText {
    pub text: String,
    /// From this text to the present one, word by word.
    pub difference: Vec<Piece>,
}

/// A piece of two texts that are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Piece {
    pub kind: PieceKind,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum PieceKind {
    Same,
    Removed,
    Added,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct OverrideRequest {
    pub id: ArxivId,
    /// Null takes the reader's decision back.
    pub decision: Option<Decision>,
}

/// The reader's own decision about a paper, if there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct OverrideView {
    pub decision: Option<Decision>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct TagRequest {
    pub id: ArxivId,
    pub tag: String,
    pub on: bool,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct MarkManyRequest {
    pub ids: Vec<ArxivId>,
    pub mark: MarkKind,
    pub on: bool,
}

/// The papers whose state changed: sent back with `on` turned round, they are as before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ChangedPapers {
    pub changed: Vec<ArxivId>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct FollowRequest {
    /// The whole name, as papers have it.
    pub name: String,
    pub on: bool,
}

/// What the library shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum LibraryView {
    Star,
    Later,
    Note,
    Override,
    Tag,
    Author,
}

/// By when the reader put it there (an author's papers: by day), or by title.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum LibrarySort {
    #[default]
    Newest,
    Oldest,
    Title,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct LibraryRequest {
    pub view: LibraryView,
    /// The tag, or the author's name.
    #[serde(default)]
    #[ts(optional)]
    pub value: Option<String>,
    #[serde(default)]
    #[ts(as = "Option<LibrarySort>", optional)]
    pub sort: LibrarySort,
    pub offset: u32,
    pub limit: u32,
}

/// A page of the library.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LibraryPage {
    /// Of the whole view.
    pub total: u32,
    pub papers: Vec<ListedOn>,
}

/// A paper in a list that mixes days.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ListedOn {
    /// Of the newest digest that lists it, else of its announcement.
    #[ts(type = "string | null")]
    pub date: Option<Date>,
    /// False for a paper that was never judged: its verdict then says nothing.
    pub judged: bool,
    pub paper: ListedPaper,
}

impl From<Placed> for ListedOn {
    fn from(placed: Placed) -> Self {
        Self { date: placed.date, judged: placed.judged, paper: placed.paper }
    }
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct LibraryCounts {
    pub star: u32,
    pub later: u32,
    pub note: u32,
    #[serde(rename = "override")]
    pub overridden: u32,
    pub tags: Vec<NamedCount>,
    /// Of the followed authors.
    pub authors: Vec<NamedCount>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct NamedCount {
    pub name: String,
    pub count: u32,
}

/// The store that has a paper: the reader's, or the sample day's.
fn store_of<'a>(engine: &'a Engine, id: &ArxivId) -> Result<&'a Store> {
    stored(engine, id).map(|(_, store, _)| store)
}

pub async fn note(engine: &Arc<Engine>, request: PaperRequest) -> Result<NoteView> {
    note_view(engine, store_of(engine, &request.id)?, &request.id)
}

fn note_view(engine: &Engine, store: &Store, id: &ArxivId) -> Result<NoteView> {
    let note = store.note(id)?;
    let versions = store.note_versions(id, engine.clock.now())?;
    Ok(NoteView {
        saved_at: note.as_ref().map(|note| note.saved_at),
        text: note.map(|note| note.text).unwrap_or_default(),
        versions: versions
            .into_iter()
            .map(|version| NoteVersionInfo { at: version.at, chars: version.chars })
            .collect(),
        vault_problem: None,
    })
}

pub async fn save_note(engine: &Arc<Engine>, request: SaveNoteRequest) -> Result<NoteView> {
    let SaveNoteRequest { id, text } = request;
    if text.len() > MOST_NOTE {
        return Err(Error::usage(
            format!("The note has {} bytes, more than the {MOST_NOTE} that one may have.", text.len()),
            "Keep long texts in a file of their own; the note was not changed.",
        ));
    }
    let text = if text.trim().is_empty() { "" } else { text.as_str() };
    let store = store_of(engine, &id)?;
    store.save_note(&id, text, engine.clock.now())?;
    Ok(NoteView { vault_problem: engine.keep_note(&id), ..note_view(engine, store, &id)? })
}

pub async fn note_version(engine: &Arc<Engine>, request: NoteVersionRequest) -> Result<NoteVersionText> {
    let store = store_of(engine, &request.id)?;
    let text = store.note_version(&request.id, request.at)?.ok_or_else(|| {
        Error::not_found(format!("The note had no version at {}.", request.at), "Choose one of those that are listed.")
    })?;
    let present = store.note(&request.id)?.map(|note| note.text).unwrap_or_default();
    Ok(NoteVersionText { difference: difference(&text, &present), text })
}

/// What was taken away and what was added, word by word; a Chinese character is a word.
fn difference(before: &str, after: &str) -> Vec<Piece> {
    let compared = TextDiff::from_unicode_words(before, after);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in compared.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => PieceKind::Same,
            ChangeTag::Delete => PieceKind::Removed,
            ChangeTag::Insert => PieceKind::Added,
        };
        match pieces.last_mut().filter(|last| last.kind == kind) {
            Some(last) => last.text.push_str(change.value()),
            None => pieces.push(Piece { kind, text: change.value().to_owned() }),
        }
    }
    pieces
}

pub async fn override_verdict(engine: &Arc<Engine>, request: OverrideRequest) -> Result<OverrideView> {
    let profile = engine.profile_file(&engine.settings()?);
    let store = store_of(engine, &request.id)?;
    store.override_verdict(&profile, &request.id, request.decision, engine.clock.now())?;
    engine.keep_note(&request.id);
    Ok(OverrideView { decision: request.decision })
}

pub async fn tag(engine: &Arc<Engine>, request: TagRequest) -> Result<Vec<String>> {
    let name = one_line(&request.tag);
    if name.is_empty() || name.chars().count() > MOST_TAG {
        return Err(Error::usage(
            format!("A tag has 1 to {MOST_TAG} characters, {name:?} has {}.", name.chars().count()),
            "Use a short name, such as to-read.",
        ));
    }
    let store = store_of(engine, &request.id)?;
    store.tag(&request.id, &name, request.on, engine.clock.now())?;
    engine.keep_note(&request.id);
    store.tags(&request.id)
}

pub async fn mark_many(engine: &Arc<Engine>, request: MarkManyRequest) -> Result<ChangedPapers> {
    let Some(first) = request.ids.first() else {
        return Ok(ChangedPapers { changed: Vec::new() });
    };
    let store = store_of(engine, first)?;
    for id in &request.ids {
        if store.paper(id)?.is_none() {
            return Err(Error::not_found(format!("{id} is not stored here."), "Nothing was marked."));
        }
    }
    let changed = store.mark_many(&request.ids, request.mark, request.on, engine.clock.now())?;
    if request.mark == MarkKind::Star {
        changed.iter().for_each(|id| drop(engine.keep_note(id)));
    }
    Ok(ChangedPapers { changed })
}

pub async fn follow_author(engine: &Arc<Engine>, request: FollowRequest) -> Result<Vec<String>> {
    let name = one_line(&request.name);
    if name.is_empty() {
        return Err(Error::usage("An author needs a name.", "Give it as papers have it, such as Ada Lovelace."));
    }
    let settings = engine.settings()?;
    let file = engine.profile_file(&settings);
    profile::follow(&engine.folder()?.profiles(), &file, &name, request.on, settings.judge.language)
}

pub async fn library(engine: &Arc<Engine>, request: LibraryRequest) -> Result<LibraryPage> {
    let value = request.value.unwrap_or_default();
    let shelf = match request.view {
        LibraryView::Star => Shelf::Mark(MarkKind::Star),
        LibraryView::Later => Shelf::Mark(MarkKind::Later),
        LibraryView::Note => Shelf::Note,
        LibraryView::Override => Shelf::Override,
        LibraryView::Tag => Shelf::Tag(&value),
        LibraryView::Author => Shelf::Author(&value),
    };
    let order = match request.sort {
        LibrarySort::Newest => ShelfOrder::Newest,
        LibrarySort::Oldest => ShelfOrder::Oldest,
        LibrarySort::Title => ShelfOrder::Title,
    };
    let profile = engine.profile_file(&engine.settings()?);
    let (total, placed) = engine.store()?.shelf(&profile, shelf, order, request.offset, request.limit.min(1_000))?;
    Ok(LibraryPage { total, papers: placed.into_iter().map(ListedOn::from).collect() })
}

pub async fn library_counts(engine: &Arc<Engine>, _: super::types::Nothing) -> Result<LibraryCounts> {
    let settings = engine.settings()?;
    let profile = engine.profile_file(&settings);
    let store = engine.store()?;
    let count = |shelf: Shelf| store.shelf_count(&profile, shelf);
    let authors = match engine.folder() {
        Ok(_) => engine.profile(&profile, &settings)?.authors,
        Err(_) => Vec::new(),
    };
    let named = |(name, count): (String, u32)| NamedCount { name, count };
    let of_author = |name: String| Ok(NamedCount { count: count(Shelf::Author(&name))?, name });
    Ok(LibraryCounts {
        star: count(Shelf::Mark(MarkKind::Star))?,
        later: count(Shelf::Mark(MarkKind::Later))?,
        note: count(Shelf::Note)?,
        overridden: count(Shelf::Override)?,
        tags: store.tag_counts()?.into_iter().map(named).collect(),
        authors: authors.into_iter().map(of_author).collect::<Result<_>>()?,
    })
}
