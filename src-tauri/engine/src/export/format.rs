//! The formats by their names: days in, files out.

use std::{
    collections::{HashMap, HashSet},
    fs,
    ops::ControlFlow,
    path::Path,
    str::FromStr,
};

use super::{
    Entry, File, NOTHING, Notes, citation, entries, html, name, site, table,
    vault::{self, Note},
};
use crate::{
    digest::{Digest, ListedPaper},
    disk,
    error::{Error, Result},
    paper::ArxivId,
    report::{self, ImportedReport},
};

/// What `export --format` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Markdown,
    Site,
    Obsidian,
    Html,
    Json,
    Csv,
    Bibtex,
    Ris,
    CslJson,
}

impl Format {
    pub const ALL: [Self; 9] = [
        Self::Markdown,
        Self::Site,
        Self::Obsidian,
        Self::Html,
        Self::Json,
        Self::Csv,
        Self::Bibtex,
        Self::Ris,
        Self::CslJson,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Site => "site",
            Self::Obsidian => "obsidian",
            Self::Html => "html",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Bibtex => "bibtex",
            Self::Ris => "ris",
            Self::CslJson => "csl-json",
        }
    }

    /// Whether it holds citations alone, which need no verdict.
    pub fn is_citations(self) -> bool {
        matches!(self, Self::Bibtex | Self::Ris | Self::CslJson)
    }

    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown | Self::Site | Self::Obsidian => "md",
            Self::Html => "html",
            Self::Json | Self::CslJson => "json",
            Self::Csv => "csv",
            Self::Bibtex => "bib",
            Self::Ris => "ris",
        }
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text).ok_or_else(|| {
            let names = Self::ALL.map(Self::as_str).join(", ");
            Error::usage(format!("{text:?} is not a format of an export."), format!("Use one of {names}."))
        })
    }
}

/// A digest to be exported, and the report that it was read from, if it was: that one is written back as it was.
#[derive(Debug, Clone, Copy)]
pub struct Day<'a> {
    pub digest: &'a Digest,
    pub imported: Option<&'a ImportedReport>,
    /// Of the imported report: its page in a site keeps its name.
    pub file_name: Option<&'a str>,
}

/// What an export has made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// One file for all days.
    File(String),
    /// Files for a folder.
    Folder(Vec<File>),
    /// Notes to be merged into a folder.
    Vault(Vec<Note>),
}

/// Days in a format. Tables, citations and JSON are one file for all days; Markdown and HTML one per day, which for a
/// single day is just that file; a site and a vault are folders.
///
/// # Errors
/// Never for digests of ours; a `Defect` otherwise.
pub fn make(format: Format, days: &[Day], notes: &Notes) -> Result<Output> {
    let digests = || days.iter().map(|day| day.digest);
    let entries = || entries(digests(), notes);
    Ok(match format {
        Format::Markdown => per_day(format, days, |day| markdown(day, notes)),
        Format::Html => per_day(format, days, |day| html::page(day.digest, notes)),
        Format::Site => {
            let page = |day: &Day| {
                let beside = beside(day, notes);
                match day.imported {
                    Some(report) => site::imported_page(day.digest, report, day.file_name, &beside),
                    None => site::page(day.digest, &beside),
                }
            };
            Output::Folder(site::files(&days.iter().map(page).collect::<Vec<_>>()))
        }
        // A paper of several days is one note, as the last of them saw it.
        Format::Obsidian => {
            let mut seen = HashSet::new();
            let all: Vec<Note> = digests().flat_map(|digest| vault::notes_of(digest, notes)).collect();
            let mut last: Vec<Note> = all.into_iter().rev().filter(|note| seen.insert(note.path.clone())).collect();
            last.reverse();
            Output::Vault(last)
        }
        Format::Json => Output::File(table::json(digests(), notes)?),
        Format::Csv => Output::File(table::csv(&once_a_day(entries()))?),
        Format::Bibtex => Output::File(citation::bibtex(&entries())),
        Format::Ris => Output::File(citation::ris(&entries())),
        Format::CslJson => Output::File(citation::csl_json(&entries())?),
    })
}

/// Each paper once for each day, as the last report of that day has it.
fn once_a_day(entries: Vec<Entry>) -> Vec<Entry> {
    let mut seen = HashSet::new();
    let new = |entry: &Entry| seen.insert((entry.date, entry.profile.to_owned(), entry.paper.id.clone()));
    let mut last: Vec<Entry> = entries.into_iter().rev().filter(new).collect();
    last.reverse();
    last
}

/// As [`make`], but in one file also in Markdown and HTML: what was chosen from several days belongs together.
pub fn make_one(format: Format, days: &[Day], notes: &Notes) -> Result<Output> {
    Ok(match format {
        Format::Markdown => Output::File(days.iter().map(|day| markdown(day, notes)).collect::<Vec<_>>().join("\n\n")),
        Format::Html => Output::File(html::pages(&days.iter().map(|day| day.digest).collect::<Vec<_>>(), notes)),
        _ => make(format, days, notes)?,
    })
}

fn markdown(day: &Day, notes: &Notes) -> String {
    match day.imported {
        Some(report) => report::write_back_with(report, &beside(day, notes)),
        None => report::render_with(day.digest, &beside(day, notes)),
    }
}

/// What stands under a paper's fields in Markdown, by its id: the reader's own.
fn beside<'a>(day: &Day<'a>, notes: &'a Notes) -> impl Fn(&ArxivId) -> String + 'a {
    let papers: HashMap<&ArxivId, &ListedPaper> = day.digest.papers.iter().map(|paper| (&paper.id, paper)).collect();
    let language = day.digest.language;
    move |id| {
        let jotted = notes.get(id).unwrap_or(&NOTHING);
        let paper = papers.get(id);
        report::readers_fields(
            &report::ReadersOwn {
                star: paper.is_some_and(|paper| paper.marks.star),
                decision: paper.and_then(|paper| paper.override_decision),
                tags: &jotted.tags,
                note: &jotted.note,
            },
            language,
        )
    }
}

fn per_day(format: Format, days: &[Day], text: impl Fn(&Day) -> String) -> Output {
    if let [day] = days {
        return Output::File(text(day));
    }
    let mut taken = HashSet::new();
    let file = |day: &Day| {
        let base = name::file_name(&format!("{} {}", day.digest.date, day.digest.profile));
        // Two reports of a day: the second and later are numbered.
        let mut numbered = (1..).map(|n| if n == 1 { base.clone() } else { format!("{base} ({n})") });
        let free = numbered.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default();
        File { path: format!("{free}.{}", format.extension()), text: text(day) }
    };
    Output::Folder(days.iter().map(file).collect())
}

/// Puts an export where it was asked for: `out` is the file for [`Output::File`], else the folder. `progress` is told how
/// many files of how many are done, and may break off. Returns the number of files written; notes that stay the same are
/// not.
///
/// # Errors
/// `Disk`, naming the file; `BrokenFile` for a note that cannot be merged; `Cancelled`. What was written before is whole.
pub fn save(out: &Path, output: &Output, progress: impl FnMut(usize, usize) -> ControlFlow<()>) -> Result<usize> {
    match output {
        Output::File(text) => {
            if let Some(folder) = out.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                fs::create_dir_all(folder).map_err(|err| Error::disk("make the folder", folder, &err))?;
            }
            disk::write_whole(out, text.as_bytes())?;
            Ok(1)
        }
        Output::Folder(files) => super::write(out, files, progress).map(|()| files.len()),
        Output::Vault(notes) => vault::keep(out, notes, progress),
    }
}
