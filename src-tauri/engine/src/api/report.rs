//! Reports in and out: import, export, citations.

use std::{
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use url::Url;

use super::{apart, not_stored, types::Nothing};
use crate::{
    ChoosePath, Engine,
    digest::{Digest, ListedPaper},
    error::{Code, Error, Result},
    export::{
        citation,
        format::{self, Format, Output},
        name,
        stored::{self, StoredDay},
        style,
    },
    import::{self, Imports},
    net::Arxiv,
    paper::{ArxivId, Paper},
    pipeline::{ExportProgress, ExportStage, Progress},
    rollup::{self, Period, Rollup},
    source,
    store::{DigestKey, Placed, Purpose},
};

/// Papers that one import asks arXiv about, so that it ends within a minute; the next goes on.
const MOST_COMPLETED: usize = 1_000;
const COMPLETED_AT_ONCE: usize = 100;

#[derive(Debug, Clone, Deserialize, TS)]
pub struct ImportRequest {
    /// Files and folders.
    pub paths: Vec<String>,
}

/// What became of each file, and of the papers of which only title and link were known.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ImportDone {
    #[serde(flatten)]
    pub files: Imports,
    /// Papers whose abstract and authors were fetched from arXiv.
    pub completed: u32,
    /// Papers of which only title and link are known still; the next import with a network goes on.
    pub incomplete: u32,
    /// Why arXiv could not be asked about them; the reports are imported all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub problem: Option<Error>,
    /// Why the vault could not be kept in step.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub vault_problem: Option<Error>,
}

/// A week or month by a day of it.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RollupRequest {
    pub kind: Period,
    #[ts(type = "string")]
    pub date: Date,
}

/// What is exported.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum ExportWhat {
    /// The digest of a day.
    Day {
        #[ts(type = "string")]
        date: Date,
    },
    /// Chosen papers.
    Papers { ids: Vec<ArxivId> },
    /// All that a search finds, in the words of its query.
    Search { query: String },
    /// Every finished digest of the profile.
    All,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct ExportRequest {
    pub what: ExportWhat,
    /// `markdown`, `site`, `obsidian`, `html`, `json`, `csv`, `bibtex`, `ris` or `csl-json`.
    pub format: String,
    /// The file or folder.
    pub path: String,
    /// Leaves out all that the reader wrote, marked and decided: for what is published.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub without_notes: bool,
}

/// What an export has written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ExportDone {
    pub path: String,
    /// Files written; notes of a vault that stayed the same are not.
    pub files: u32,
    pub days: u32,
    /// Papers that a search found and that are not in the files: nobody has judged them.
    pub left_out: u32,
}

/// What the reader is to choose.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct ChooseRequest {
    pub kind: ChooseKind,
    /// What is proposed for a file that is saved.
    #[serde(default)]
    #[ts(optional)]
    pub name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChooseKind {
    OpenFolder,
    Save,
}

/// The form of a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
pub enum CitationStyle {
    #[serde(rename = "bibtex")]
    Bibtex,
    #[serde(rename = "ris")]
    Ris,
    #[serde(rename = "csl-json")]
    CslJson,
    /// APA, 7th edition.
    #[serde(rename = "apa")]
    Apa,
    /// GB/T 7714—2015.
    #[serde(rename = "gbt7714")]
    Gbt7714,
}

impl CitationStyle {
    /// By the name on the command line and in the contract.
    pub const ALL: [(&'static str, Self); 5] = [
        ("bibtex", Self::Bibtex),
        ("ris", Self::Ris),
        ("csl-json", Self::CslJson),
        ("apa", Self::Apa),
        ("gbt7714", Self::Gbt7714),
    ];
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct CitationRequest {
    pub id: ArxivId,
    pub style: CitationStyle,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CitationText {
    pub text: String,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct DragRequest {
    /// The file's name with its extension, `bib` or `md`; what a system does not take becomes `-`.
    pub name: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DraggedFile {
    /// As `text/uri-list` names a file: `file:///…`.
    pub address: String,
}

pub async fn import_reports(engine: &Arc<Engine>, request: ImportRequest) -> Result<ImportDone> {
    // The sample day takes nothing in.
    engine.folder()?;
    let paths: Vec<PathBuf> = request.paths.iter().map(PathBuf::from).collect();
    let settings = engine.settings()?;
    let profile = engine.profile_file(&settings);
    let of = profile.clone();
    let files = apart(engine, move |engine| import::import(engine.store()?, &of, &paths, || true)).await?;
    let mut done = ImportDone { files, completed: 0, incomplete: 0, problem: None, vault_problem: None };
    done.problem = complete(engine, &mut done.completed).await.err();
    let days: Vec<Date> = done.files.imported.iter().map(|file| file.date).collect();
    done.vault_problem = apart(engine, move |engine| Ok(engine.keep_days(&settings, &profile, &days))).await?;
    if !done.files.imported.is_empty() {
        engine.care();
    }
    let incomplete = engine.store()?.papers_without_abstract()?.len();
    done.incomplete = u32::try_from(incomplete).unwrap_or(u32::MAX);
    Ok(done)
}

/// Asks arXiv about papers of which only title and link are known. What has come is kept, whatever stops the rest.
async fn complete(engine: &Engine, completed: &mut u32) -> Result<()> {
    let store = engine.store()?;
    let mut ids: Vec<ArxivId> = store.papers_without_abstract()?.into_iter().map(|(id, _)| id).collect();
    ids.dedup();
    let settings = engine.settings()?;
    let fetch = Arxiv::new(&settings, engine.folder()?.pace())?;
    for part in ids[..ids.len().min(MOST_COMPLETED)].chunks(COMPLETED_AT_ONCE) {
        let records = source::api::by_ids(&fetch, &settings, part).await?;
        let papers: Vec<Paper> = records.into_iter().map(|record| record.paper).collect();
        *completed += store.complete_papers(&papers)?;
    }
    Ok(())
}

/// The roll-up of a week or a month.
pub async fn rollup(engine: &Arc<Engine>, request: RollupRequest) -> Result<Rollup> {
    let settings = engine.settings()?;
    let profile = engine.profile_file(&settings);
    let language = engine.language(&settings);
    apart(engine, move |engine| rollup::make(engine.store()?, &profile, request.kind, request.date, language)).await
}

/// One at a time: whoever asks second finds the paragraph that the first has paid for.
static WRITING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// The roll-up with a paragraph by the model of the settings: the one that is kept, or a new one. Without a model, and
/// whatever goes wrong with one, it is the roll-up that [`rollup`] gives.
pub async fn sum_up(engine: &Arc<Engine>, request: RollupRequest) -> Result<Rollup> {
    let _alone = WRITING.lock().await;
    let made = rollup(engine, request).await?;
    if made.paragraph.is_some() || engine.folder().is_err() {
        return Ok(made);
    }
    let settings = engine.settings()?;
    let client = match engine.model(&settings) {
        Ok(Some(client)) => client,
        Ok(None) => return Ok(made),
        Err(problem) => return Ok(made.with_problem(problem)),
    };
    if engine.budget_is_used_up(&settings)? {
        let what_to_do = "Look again tomorrow, or raise judge.budget_per_day.";
        let problem = Error::new(Code::Unavailable, "Today's budget for the model is used up.", what_to_do);
        return Ok(made.with_problem(problem));
    }
    let made = rollup::sum_up(engine.store()?, &client, made).await?;
    engine.keep_usage(&client.provider().model, Purpose::Trends, &client.take_new())?;
    engine.keep_capabilities(client.provider(), &client.capabilities())?;
    Ok(made)
}

pub async fn export(engine: &Arc<Engine>, request: ExportRequest) -> Result<ExportDone> {
    let format: Format = request.format.parse()?;
    apart(engine, move |engine| export_now(engine, &request, format)).await
}

fn export_now(engine: &Engine, request: &ExportRequest, format: Format) -> Result<ExportDone> {
    let cancelled = engine.export_cancels();
    let tell = |stage: ExportStage, done: usize, total: usize| {
        let (done, total) = (count(done), count(total));
        engine.host.progress(&Progress::Export(ExportProgress { stage, done, total }));
        if engine.export_cancels() == cancelled { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let (mut days, left_out) =
        gathered(engine, &request.what, format, |done, total| tell(ExportStage::Read, done, total))?;
    let mut notes = stored::notes(engine.store()?)?;
    if request.without_notes {
        notes.clear();
        days.iter_mut().flat_map(|day| &mut day.digest.papers).for_each(ListedPaper::forget_reader);
    }
    let chosen = matches!(request.what, ExportWhat::Papers { .. } | ExportWhat::Search { .. });
    let make = if chosen { stored::make_one } else { stored::make };
    let mut output = make(format, &days, &notes)?;
    if let (Output::Vault(notes), true) = (&mut output, chosen) {
        // A day's note is of the whole day.
        notes.retain(|note| note.path.starts_with("papers/"));
    }
    let out = place(Path::new(&request.path), format, matches!(request.what, ExportWhat::All), &output, &days);
    let files = format::save(&out, &output, |done, total| tell(ExportStage::Write, done, total))?;
    Ok(ExportDone {
        path: out.display().to_string(),
        files: count(files),
        days: count(days.len()),
        left_out: count(left_out),
    })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The days of an export, and how many papers cannot be in it.
fn gathered(
    engine: &Engine,
    what: &ExportWhat,
    format: Format,
    progress: impl FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<(Vec<StoredDay>, usize)> {
    let profile = engine.profile_file(&engine.settings()?);
    let store = engine.store()?;
    let (days, left_out) = match what {
        ExportWhat::Day { date } => {
            let row = store.shown_row(DigestKey { profile: &profile, date: *date })?;
            (stored::days(store, row.as_slice(), progress)?, 0)
        }
        ExportWhat::Papers { ids } => match stored::selection(store, &profile, ids, format.is_citations(), progress)? {
            (days, left_out) if left_out.is_empty() => (days, 0),
            (_, left_out) if store.paper(&left_out[0])?.is_none() => return Err(not_stored(&left_out[0])),
            (_, left_out) => return Err(unjudged(&left_out[0])),
        },
        ExportWhat::Search { query } => {
            let ids = super::search::search_ids(engine, query)?;
            let (days, left_out) = stored::selection(store, &profile, &ids, format.is_citations(), progress)?;
            (days, left_out.len())
        }
        ExportWhat::All => (stored::days(store, &store.finished(&profile)?, progress)?, 0),
    };
    if days.is_empty() {
        return Err(match what {
            ExportWhat::Day { date } => Error::not_found(
                format!("There is no digest of {date} for the profile {profile}."),
                format!("Make it with: arxiv-llm-daily run --date {date}"),
            ),
            ExportWhat::Search { query } if left_out == 0 => {
                Error::not_found(format!("Nothing is found by {query:?}."), "Take a word away, or try another.")
            }
            ExportWhat::Search { .. } => Error::not_found(
                format!("Nobody has judged any of the {left_out} papers that were found."),
                "Judge one with: arxiv-llm-daily judge ID, or export citations, which need no verdict.",
            ),
            _ => Error::not_found("There is no digest to export.", "Make the first one with: arxiv-llm-daily run"),
        });
    }
    Ok((days, left_out))
}

fn unjudged(id: &ArxivId) -> Error {
    Error::not_found(
        format!("{id} is listed in no digest: there is no verdict to export."),
        "Judge it first, leave it out, or export citations, which need no verdict.",
    )
}

/// Where an export goes: one file into a folder that was named gets a name of its own.
fn place(out: &Path, format: Format, all: bool, output: &Output, days: &[StoredDay]) -> PathBuf {
    let folder = out.is_dir() || out.to_string_lossy().ends_with(['/', '\\']);
    let per_day = matches!(format, Format::Markdown | Format::Html);
    if !matches!(output, Output::File(_)) || !(folder || (per_day && all)) {
        return out.to_owned();
    }
    let name = match days {
        [StoredDay { digest: Digest { date, profile, .. }, .. }] => format!("{date} {profile}"),
        _ => "arxiv-llm-daily".to_owned(),
    };
    out.join(format!("{}.{}", name::file_name(&name), format.extension()))
}

pub async fn cancel_export(engine: &Arc<Engine>, _: Nothing) -> Result<Nothing> {
    engine.cancel_exports();
    Ok(Nothing {})
}

pub async fn choose_path(engine: &Arc<Engine>, request: ChooseRequest) -> Result<Option<String>> {
    apart(engine, move |engine| {
        let proposed = request.name.map(|name| name::with_extension(&name));
        let what = match request.kind {
            ChooseKind::OpenFolder => ChoosePath::OpenFolder,
            ChooseKind::Save => ChoosePath::Save { name: proposed.unwrap_or_default() },
        };
        Ok(engine.host.choose_path(&what)?.first().map(|path| path.display().to_string()))
    })
    .await
}

pub async fn choose_files(engine: &Arc<Engine>, _: Nothing) -> Result<Vec<String>> {
    apart(engine, move |engine| {
        let chosen = engine.host.choose_path(&ChoosePath::OpenFiles)?;
        Ok(chosen.iter().map(|path| path.display().to_string()).collect())
    })
    .await
}

/// Other programs take a file that is dragged to them by its address, so it has to lie somewhere. It is no export: nothing
/// waits for the disk.
pub async fn drag_out(engine: &Arc<Engine>, request: DragRequest) -> Result<DraggedFile> {
    let folder = engine.folder()?.dragged();
    let name = name::with_extension(&request.name);
    if !matches!(Path::new(&name).extension().and_then(|extension| extension.to_str()), Some("bib" | "md")) {
        return Err(Error::usage(
            format!("{name} is neither .bib nor .md."),
            "This is a defect of the window: please report it.",
        ));
    }
    let path = folder.join(name);
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&path, request.text))
        .map_err(|err| Error::disk("write what is dragged to", &path, &err))?;
    let address =
        Url::from_file_path(&path).map_err(|()| Error::defect(format!("{} has no address.", path.display())))?;
    Ok(DraggedFile { address: address.into() })
}

pub async fn citation(engine: &Arc<Engine>, request: CitationRequest) -> Result<CitationText> {
    let profile = engine.profile_file(&engine.settings()?);
    let store = engine.store()?;
    let (store, placed) = match store.placed(&profile, &request.id)? {
        Some(placed) => (store, Some(placed)),
        None => (engine.sample_store()?, engine.sample_store()?.placed(&profile, &request.id)?),
    };
    let Placed { date, paper, .. } = placed.ok_or_else(|| not_stored(&request.id))?;
    let today = engine.clock.local().date();
    let jotted = stored::jotted(store, &request.id)?;
    let entry = stored::entry_of(&paper, date.unwrap_or(today), Some(&jotted));
    let text = match request.style {
        CitationStyle::Bibtex => citation::bibtex(&[entry]),
        CitationStyle::Ris => citation::ris(&[entry]),
        CitationStyle::CslJson => citation::csl_json(&[entry])?,
        CitationStyle::Apa => style::apa(&entry),
        CitationStyle::Gbt7714 => style::gbt7714(&entry, today),
    };
    Ok(CitationText { text: text.trim_end().to_owned() })
}
