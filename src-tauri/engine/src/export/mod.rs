//! Digests as files for other programs. Every format is a pure function from digests and the reader's notes to text;
//! [`write`] and [`vault::keep`] put the text on the disk, each file whole or not at all.

pub mod citation;
pub mod format;
pub mod html;
pub mod latex;
pub mod name;
pub mod site;
pub mod stored;
pub mod style;
pub mod svg;
pub mod table;
pub mod vault;

use std::{collections::BTreeMap, fs, ops::ControlFlow, path::Path};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    digest::{Digest, ListedPaper, Origin},
    disk,
    error::{Error, Result},
    paper::ArxivId,
};

#[cfg(test)]
mod tests;

/// What the reader has written about a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jotted {
    /// Markdown.
    pub note: String,
    pub tags: Vec<String>,
}

/// The reader's notes by work.
pub type Notes = BTreeMap<ArxivId, Jotted>;

static NOTHING: Jotted = Jotted { note: String::new(), tags: vec![] };

/// A paper on a day, with what the reader has written about it: the row of every list that is exported.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    pub date: Date,
    pub profile: &'a str,
    /// A paper of the sample day is invented, and says so in every format.
    pub origin: Origin,
    pub paper: &'a ListedPaper,
    pub jotted: &'a Jotted,
}

/// Every paper of the digests, in their order.
pub fn entries<'a>(digests: impl IntoIterator<Item = &'a Digest>, notes: &'a Notes) -> Vec<Entry<'a>> {
    let of = |digest: &'a Digest| {
        digest.papers.iter().map(move |paper| Entry {
            date: digest.date,
            profile: &digest.profile,
            origin: digest.origin,
            paper,
            jotted: notes.get(&paper.id).unwrap_or(&NOTHING),
        })
    };
    digests.into_iter().flat_map(of).collect()
}

/// A file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative to the folder of the export, with `/` between folders on every system.
    pub path: String,
    pub text: String,
}

/// Writes files into a folder, each whole or not at all. `progress` is told how many of how many are done, and may
/// break off: what has been written stays, and is whole.
///
/// # Errors
/// `Disk`, naming the file; `Cancelled`.
pub fn write(folder: &Path, files: &[File], mut progress: impl FnMut(usize, usize) -> ControlFlow<()>) -> Result<()> {
    for (done, file) in files.iter().enumerate() {
        if progress(done, files.len()).is_break() {
            return Err(Error::cancelled());
        }
        let path = place(folder, file)?;
        disk::write_whole(&path, file.text.as_bytes())?;
    }
    let _ = progress(files.len(), files.len());
    Ok(())
}

/// Where a file of an export belongs; its folder is made.
fn place(folder: &Path, file: &File) -> Result<std::path::PathBuf> {
    let path = file.path.split('/').fold(folder.to_owned(), |path, part| path.join(part));
    let parent = path.parent().unwrap_or(folder);
    fs::create_dir_all(parent).map_err(|err| Error::disk("make the folder", parent, &err))?;
    Ok(path)
}
