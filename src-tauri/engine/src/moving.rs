//! The data folder in another place: copied, checked, and then found there. What was copied stays where it was until the
//! reader deletes it; a folder that was moved from keeps a pointer, so that whoever opens it comes to the new place.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    backups::{self, Around},
    disk,
    error::{Code, Error, Result},
    folder::{Folder, POINTER, follow},
    store::{Store, backup, beside, length},
};

/// In the new folder: where the old copy is.
const ORIGIN: &str = "moved-from";

/// Room that is left free on the new volume.
const MARGIN: u64 = 64 << 20;

/// Files that belong to this place, are made again, or are copied by other means.
fn stays(name: &str) -> bool {
    let parts = [".lock", ".part", ".probe", ".open", ".check", "-wal", "-shm", "-journal"];
    [POINTER, ORIGIN, "window.request", "logs"].contains(&name)
        || name.starts_with("digests.sqlite")
        || name.starts_with("search.sqlite")
        || parts.iter().any(|end| name.ends_with(end))
}

/// The folder that this one was moved from, while its old copy is still there.
pub fn old_copy(folder: &Folder) -> Option<PathBuf> {
    let old = PathBuf::from(fs::read_to_string(folder.path().join(ORIGIN)).ok()?.trim());
    (old.join("digests.sqlite").exists() && follow(&old).ok()? == folder.path()).then_some(old)
}

/// Deletes what was copied from the folder that this one was moved from; the pointer and what is not ours stay.
///
/// # Errors
/// `NotFound` when there is no such copy.
pub fn delete_old_copy(folder: &Folder) -> Result<PathBuf> {
    let old = old_copy(folder)
        .ok_or_else(|| Error::not_found("There is no old copy of the data folder.", "There is nothing to delete."))?;
    for entry in entries(&old)? {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name == POINTER {
            continue;
        }
        let ours = stays(&name) || folder.path().join(&name).exists();
        if ours {
            let gone = if entry.is_dir() { fs::remove_dir_all(&entry) } else { fs::remove_file(&entry) };
            gone.map_err(|err| Error::disk("delete", &entry, &err))?;
        }
    }
    let _ = fs::remove_file(folder.path().join(ORIGIN));
    Ok(old)
}

/// Copies a data folder to another place, checks the copy, and leaves the pointer. Gives the new folder: the chosen one if
/// it is empty, else a new one in it. Nobody writes to the database meanwhile; until the pointer is written nothing has
/// changed, and what a broken-off move leaves is an unfinished folder beside the new place.
///
/// # Errors
/// `Busy` while a run goes on, `Usage` for a place that cannot be, `Disk`.
pub fn to(around: &Around, store: &Store, chosen: &Path) -> Result<PathBuf> {
    let folder = around.folder;
    let target = target(folder, chosen)?;
    let _run = folder.lock_pipeline(around.holder)?;
    let _backups = folder.lock_backups(around.holder)?;
    let place = target.parent().ok_or_else(|| unfit(&target, "it has no folder around it"))?;
    let files = files_below(folder.path(), Path::new(""))?;
    let bytes =
        files.iter().map(|file| length(&folder.path().join(file))).sum::<u64>() + 3 * length(&folder.database());
    if let Some(free) = (around.volume)(place).free.filter(|free| *free < bytes + MARGIN) {
        return Err(Error::new(
            Code::Disk,
            format!("{} MB are needed there, and {} MB are free.", (bytes + MARGIN).div_ceil(1 << 20), free >> 20),
            "Free some space, or choose another folder; nothing was changed.",
        ));
    }
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let part = target.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let moved = fs::create_dir_all(&part).map_err(|err| Error::disk("create", &part, &err)).and_then(|()| {
        store.hold(|| {
            copy_database(around, &part)?;
            for file in &files {
                copy_file(&folder.path().join(file), &part.join(file))?;
            }
            disk::write_whole(&part.join(ORIGIN), folder.path().to_string_lossy().as_bytes())?;
            // An empty folder of that name would be in the way of the new one.
            let _ = fs::remove_dir(&target);
            disk::rename(&part, &target)?;
            disk::write_whole(&folder.path().join(POINTER), target.to_string_lossy().as_bytes())
        })
    });
    if let Err(error) = moved {
        let _ = fs::remove_dir_all(&part);
        return Err(error);
    }
    Ok(target)
}

/// The folder that the data goes to: it is empty or not there yet, and apart from the one that is moved.
fn target(folder: &Folder, chosen: &Path) -> Result<PathBuf> {
    if !chosen.is_absolute() {
        return Err(unfit(chosen, "its path is not a whole one"));
    }
    let exists = chosen.exists();
    let chosen = if exists {
        chosen.canonicalize().map_err(|err| Error::disk("open", chosen, &err))?
    } else {
        chosen.to_owned()
    };
    let target = if exists && !entries(&chosen)?.is_empty() { chosen.join("arxiv-llm-daily") } else { chosen };
    if target.starts_with(folder.path()) || folder.path().starts_with(&target) {
        return Err(unfit(&target, "it is the data folder itself, in it, or around it"));
    }
    if target.exists() && (target.is_file() || !entries(&target)?.is_empty()) {
        return Err(unfit(&target, "there is something in it already"));
    }
    Ok(target)
}

fn unfit(path: &Path, why: &str) -> Error {
    Error::usage(
        format!("The data cannot be moved to {}: {why}.", path.display()),
        "Choose another folder; nothing was changed.",
    )
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let disk = |err: std::io::Error| Error::disk("read", folder, &err);
    fs::read_dir(folder).map_err(disk)?.map(|entry| entry.map(|entry| entry.path()).map_err(disk)).collect()
}

/// The files that are copied as they are, by their paths below the folder.
fn files_below(root: &Path, within: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in entries(&root.join(within))? {
        let name = path.file_name().unwrap_or_default();
        if stays(&name.to_string_lossy()) && within.as_os_str().is_empty() {
            continue;
        }
        let here = within.join(name);
        if path.is_dir() {
            found.extend(files_below(root, &here)?);
        } else {
            found.push(here);
        }
    }
    Ok(found)
}

/// A copy whose rows are counted and summed against the original's.
fn copy_database(around: &Around, part: &Path) -> Result<()> {
    let (from, to) = (around.folder.database(), part.join("digests.sqlite"));
    let checked = beside(&to, ".copy");
    let holds = backup::write(&from, &checked, &[], around.now)?;
    backup::prepare(&checked, &to)?;
    fs::remove_file(&checked).map_err(|err| Error::disk("delete", &checked, &err))?;
    if backup::check(&to)? != holds {
        return Err(backups::damaged(around.folder, "its copy does not hold what it holds"));
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> Result<()> {
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder).map_err(|err| Error::disk("create", folder, &err))?;
    let bytes = fs::read(from).map_err(|err| Error::disk("read", from, &err))?;
    disk::write_whole(to, &bytes)?;
    if fs::read(to).map_err(|err| Error::disk("read", to, &err))? != bytes {
        return Err(Error::new(
            Code::Disk,
            format!("{} is not what was written to it.", to.display()),
            "Choose a folder on another disk; nothing was changed.",
        ));
    }
    Ok(())
}
