//! Which files are read, and how much of them.

use std::{
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
};

use super::RefusedFile;
use crate::{
    error::{Code, Error, Result},
    report::MOST_BYTES,
};

/// A file that may be a report.
pub struct Found {
    pub path: PathBuf,
    /// By the reader, and not just met in a folder.
    pub named: bool,
}

/// The files that are named, and all Markdown below the folders that are. Oldest names first, so that the reports of a
/// day come in their order; `index.md` repeats one of the pages beside it and comes last.
pub fn of(paths: &[PathBuf], refused: &mut Vec<RefusedFile>) -> Vec<Found> {
    let mut found = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => below(path, &mut found, refused),
            Ok(_) => found.push(Found { path: path.clone(), named: true }),
            Err(err) => refused.push(unreadable(path, &err, true)),
        }
    }
    found.sort_by_cached_key(|Found { path, .. }| {
        let is_index = path.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("index"));
        (is_index, path.file_name().map(ToOwned::to_owned), path.clone())
    });
    found
}

/// Hidden folders hold no reports, and a link to a folder may lead in a circle.
fn below(folder: &Path, found: &mut Vec<Found>, refused: &mut Vec<RefusedFile>) {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(err) => {
                refused.push(unreadable(&folder, &err, true));
                continue;
            }
        };
        for entry in entries.filter_map(std::result::Result::ok) {
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("markdown"))
                && !path.is_dir()
            {
                found.push(Found { path, named: false });
            }
        }
    }
}

fn unreadable(path: &Path, err: &std::io::Error, named: bool) -> RefusedFile {
    RefusedFile { path: path.display().to_string(), reason: format!("It cannot be read: {err}."), named }
}

/// The bytes of a file that is not too large to be a report.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let refuse = |why: String| Error::new(Code::Usage, why, "Give reports in Markdown.");
    let unreadable = |err: std::io::Error| refuse(format!("It cannot be read: {err}."));
    // A pipe or a device may never end.
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(refuse("It is not a file.".into()));
    }
    let most = MOST_BYTES as u64;
    if metadata.len() > most {
        return Err(refuse(format!(
            "It has {} MB, and no report has more than {}.",
            metadata.len() / 1_000_000,
            most / 1_000_000
        )));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    Ok(bytes)
}
