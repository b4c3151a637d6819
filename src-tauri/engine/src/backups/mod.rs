//! The backups of a data folder: when one is made, which are kept, how one is brought back.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::Serialize;
use ts_rs::TS;

use crate::{
    disk::{self, Volume},
    error::{Code, Error, Result},
    folder::Folder,
    store::{
        self, Opening, Store,
        backup::{self, Beside, Holds},
        beside, length,
    },
    verdict::Language,
};

const DAILY: usize = 7;
const WEEKLY: usize = 4;
const BEFORE: usize = 3;

/// In the name of a backup of before a migration.
const MIGRATION: &str = "-migration";

/// Bytes that stay free beside a backup, for the work that goes on.
const MARGIN: u64 = 16 << 20;

/// Bytes below which a disk is called full.
const FULL: u64 = 1 << 20;

/// Why a backup is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BackupKind {
    /// Made by itself once a day; the last seven.
    Daily,
    /// The last daily one of a week, of four weeks.
    Weekly,
    /// Made before a migration, or before a restore or a bulk delete; the last three of either.
    Before,
    /// Asked for by the reader, who alone deletes it.
    Asked,
}

impl BackupKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Daily | Self::Weekly => "daily",
            Self::Before => "before",
            Self::Asked => "asked",
        }
    }
}

/// A backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Backup {
    pub path: PathBuf,
    #[ts(type = "string")]
    pub at: Timestamp,
    #[ts(type = "number")]
    pub bytes: u64,
    pub kind: BackupKind,
    pub papers: u32,
    pub digests: u32,
    pub notes: u32,
}

/// What surrounds a backup: the folder, the time, the machine.
#[derive(Clone)]
pub struct Around<'a> {
    pub folder: &'a Folder,
    pub now: Timestamp,
    pub zone: TimeZone,
    pub volume: fn(&Path) -> Volume,
    /// Who is at work, for the second who asks.
    pub holder: &'a str,
}

/// A file of `backups/` as its name tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Named {
    path: PathBuf,
    at: Timestamp,
    kind: BackupKind,
}

fn name(at: Timestamp, kind: BackupKind) -> String {
    format!("digests-{}-{}.sqlite", at.strftime("%Y%m%dT%H%M%SZ"), kind.as_str())
}

fn named(path: PathBuf) -> Option<Named> {
    let (at, kind) = path.file_name()?.to_str()?.strip_prefix("digests-")?.strip_suffix(".sqlite")?.split_once('-')?;
    let at = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", at).ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp();
    let kind = match kind.split('-').next()? {
        "daily" => BackupKind::Daily,
        "before" => BackupKind::Before,
        "asked" => BackupKind::Asked,
        _ => return None,
    };
    Some(Named { path, at, kind })
}

/// The backups of a folder, newest first; the daily ones that are kept for their week as weekly.
fn listed(folder: &Folder) -> Result<Vec<Named>> {
    let place = folder.backups();
    let entries = match fs::read_dir(&place) {
        Ok(entries) => entries,
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(err) => return Err(Error::disk("read", &place, &err)),
    };
    let mut all: Vec<Named> = entries.filter_map(|entry| named(entry.ok()?.path())).collect();
    all.sort_by(|a, b| (b.at, &b.path).cmp(&(a.at, &a.path)));
    for weekly in all.iter_mut().filter(|one| one.kind == BackupKind::Daily).skip(DAILY) {
        weekly.kind = BackupKind::Weekly;
    }
    Ok(all)
}

/// Those of a list, newest first, that are no longer kept.
fn surplus(all: &[Named]) -> Vec<PathBuf> {
    let mut weeks = BTreeSet::new();
    let mut before = [0; 2];
    let kept = |one: &&Named| match one.kind {
        BackupKind::Daily | BackupKind::Asked => true,
        BackupKind::Before => {
            // However often something is restored, what was there before the schema changed stays.
            let migration = one.path.file_name().is_some_and(|name| name.to_string_lossy().contains(MIGRATION));
            let count = &mut before[usize::from(migration)];
            *count += 1;
            *count <= BEFORE
        }
        BackupKind::Weekly => {
            let week = one.at.to_zoned(TimeZone::UTC).date().iso_week_date();
            weeks.len() < WEEKLY && weeks.insert((week.year(), week.week()))
        }
    };
    let kept: BTreeSet<&Path> = all.iter().filter(kept).map(|one| one.path.as_path()).collect();
    all.iter().filter(|one| !kept.contains(one.path.as_path())).map(|one| one.path.clone()).collect()
}

/// The backups of a folder, newest first, with what they hold. A file that cannot be read is left out; `doctor` names it.
pub fn list(folder: &Folder) -> Result<Vec<Backup>> {
    Ok(listed(folder)?.into_iter().filter_map(|one| Some(described(&one, backup::about(&one.path).ok()?.1))).collect())
}

fn described(one: &Named, holds: Holds) -> Backup {
    let Holds { papers, digests, notes } = holds;
    Backup { path: one.path.clone(), at: one.at, bytes: length(&one.path), kind: one.kind, papers, digests, notes }
}

/// The newest backup that stands every check.
pub fn newest_good(folder: &Folder) -> Result<Option<Backup>> {
    let good = |one: &Named| Some(described(one, backup::check(&one.path).ok()?));
    Ok(listed(folder)?.iter().find_map(good))
}

/// Makes a backup in `backups/`, or at a path that the reader names, and deletes those that are no longer kept.
pub fn make(around: &Around, kind: BackupKind, to: Option<&Path>) -> Result<Backup> {
    let _lock = around.folder.lock_backups(around.holder)?;
    make_locked(around, kind, "", to)
}

fn make_before_migration(around: &Around) -> Result<Backup> {
    let _lock = around.folder.lock_backups(around.holder)?;
    make_locked(around, BackupKind::Before, MIGRATION, None)
}

/// `why` stands in the name, after the kind.
fn make_locked(around: &Around, kind: BackupKind, why: &str, to: Option<&Path>) -> Result<Backup> {
    let target = match to {
        None => free_name(&around.folder.backups(), &name(around.now, kind).replace(".sqlite", why)),
        Some(path) if path.is_dir() => path.join(name(around.now, kind)),
        Some(path) => path.to_owned(),
    };
    if target.exists() {
        return Err(Error::usage(format!("{} is there already.", target.display()), "Choose another name."));
    }
    let place = target.parent().filter(|place| !place.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(place).map_err(|err| Error::disk("create", place, &err))?;
    clear_parts(&around.folder.backups());
    let database = around.folder.database();
    check_space(place, around.volume, length(&database) + length(&beside(&database, "-wal")))?;
    let part = beside(&target, ".part");
    let _ = fs::remove_file(&part);
    let holds = backup::write(&database, &part, &files(around.folder)?, around.now)?;
    disk::rename(&part, &target)?;
    if to.is_none() {
        // An old backup is given up only when the new one is on disk.
        for path in surplus(&listed(around.folder)?) {
            let _ = fs::remove_file(path);
        }
    }
    Ok(described(&Named { path: target, at: around.now, kind }, holds))
}

fn free_name(place: &Path, name: &str) -> PathBuf {
    let first = place.join(format!("{name}.sqlite"));
    let more = (2..).map(|n| place.join(format!("{name}-{n}.sqlite")));
    std::iter::once(first.clone()).chain(more).find(|path| !path.exists()).unwrap_or(first)
}

/// Takes away what a backup left that was cut off. Whoever calls this holds the lock on backups.
fn clear_parts(place: &Path) {
    let entries = fs::read_dir(place).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        if path.to_string_lossy().contains(".part") {
            let _ = fs::remove_file(path);
        }
    }
}

fn check_space(place: &Path, volume: fn(&Path) -> Volume, needed: u64) -> Result<()> {
    match volume(place).free {
        Some(free) if free < needed + MARGIN => Err(Error::new(
            Code::Disk,
            format!(
                "A backup needs {} MB in {}, and {} MB are free.",
                (needed + MARGIN).div_ceil(1 << 20),
                place.display(),
                free >> 20
            ),
            "Free some space, or name another place: arxiv-llm-daily backup PATH",
        )),
        _ => Ok(()),
    }
}

/// What goes into a backup beside the database: the settings and the profiles.
fn files(folder: &Folder) -> Result<Vec<Beside>> {
    let profiles = fs::read_dir(folder.profiles()).into_iter().flatten().flatten().map(|entry| entry.path());
    let profiles = profiles.filter(|path| path.extension().is_some_and(|end| end == "toml"));
    let mut files = Vec::new();
    for path in std::iter::once(folder.settings()).chain(profiles).filter(|path| path.is_file()) {
        let bytes = fs::read(&path).map_err(|err| Error::disk("read", &path, &err))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let within = if path.parent() == Some(folder.path()) { name.into_owned() } else { format!("profiles/{name}") };
        files.push((within, bytes));
    }
    Ok(files)
}

/// Whether the reader's day has no backup yet although there is something to keep.
fn is_due(around: &Around) -> Result<bool> {
    let day = |at: Timestamp| -> Date { at.to_zoned(around.zone.clone()).date() };
    let today = day(around.now);
    Ok(!listed(around.folder)?.iter().any(|one| one.kind == BackupKind::Daily && day(one.at) == today)
        && backup::about(&around.folder.database())?.1 != Holds::default())
}

/// What is done for a data folder in the background: the check that a crash left, and the backup of the day. What cannot
/// be done is logged and tried again next time; damage is put where the store sees it.
pub fn care(around: &Around, damage: &Mutex<Option<Error>>) {
    let database = around.folder.database();
    let result = check_left(around).and_then(|()| {
        if !is_due(around)? {
            return Ok(());
        }
        // Good backups are not to be rotated away by copies of a database that is going bad.
        let previous = listed(around.folder)?.into_iter().find(|one| one.kind != BackupKind::Asked);
        if let Some(previous) = previous
            && let Some(lost) = backup::rows_lost_since(&database, &previous.path)?
            && backup::check(&previous.path).is_ok()
        {
            return Err(damaged(around.folder, &lost));
        }
        make(around, BackupKind::Daily, None).map(drop)
    });
    match result {
        Err(error) if error.code == Code::Damaged => {
            tracing::error!("{} {}", error.message, error.what_to_do);
            let found = damaged(around.folder, error.message.trim_end_matches('.'));
            *damage.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
        }
        Err(error) => tracing::warn!("no backup was made: {} {}", error.message, error.what_to_do),
        Ok(()) => {}
    }
}

fn check_left(around: &Around) -> Result<()> {
    let database = around.folder.database();
    let left = beside(&database, ".check");
    if !left.exists() {
        return Ok(());
    }
    let findings = store::health::look(&database)?;
    if let Some(problem) = findings.broken.iter().chain(&findings.dangling).next() {
        return Err(damaged(around.folder, problem));
    }
    let _ = fs::remove_file(left);
    Ok(())
}

/// Opens the database of a folder. Code `Damaged`: it is not good, was not changed, and a backup is offered.
pub fn open(around: &Around) -> Result<Store> {
    let database = around.folder.database();
    if length(&database) == 0 && (!listed(around.folder)?.is_empty() || !set_aside(around.folder).is_empty()) {
        let what = if database.exists() { "is empty" } else { "is gone" };
        let mut error = damaged(around.folder, what);
        error.message = format!("{} {what}, although there are backups of it.", database.display());
        return Err(error);
    }
    let before = || match make_before_migration(around) {
        // Another process migrates; what it backs up is what this one would.
        Err(error) if error.code == Code::Busy => Ok(()),
        made => made.map(drop),
    };
    let network = (around.volume)(around.folder.path()).network;
    if network {
        tracing::warn!("the data folder is on another machine: no write-ahead log is used");
    }
    Store::open_with(&database, &Opening { network, before_migration: &before }).map_err(|error| {
        match (error.code, (around.volume)(around.folder.path()).free) {
            (Code::Damaged, _) => damaged(around.folder, error.message.trim_end_matches('.')),
            // SQLite calls it an I/O error when there is no room for its log.
            (Code::Disk, Some(free)) if free < FULL => Error::new(
                Code::Disk,
                format!("The disk is full, {} KB are free: {}", free >> 10, error.message),
                "Free some space and try again; nothing half-written is kept.",
            ),
            _ => error,
        }
    })
}

/// Databases that were found damaged and put aside.
pub fn set_aside(folder: &Folder) -> Vec<PathBuf> {
    let prefix = format!("{}.damaged-", folder.database().file_name().unwrap_or_default().to_string_lossy());
    let entries = fs::read_dir(folder.path()).into_iter().flatten().flatten();
    let of_database = |path: &PathBuf| {
        path.file_name().is_some_and(|name| {
            let name = name.to_string_lossy();
            name.starts_with(&prefix) && !name.ends_with("-wal") && !name.ends_with("-journal")
        })
    };
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(of_database).collect();
    found.sort();
    found
}

/// An error of a damaged database, with the newest good backup and what that lacks.
pub fn damaged(folder: &Folder, why: &str) -> Error {
    let database = folder.database();
    let message = match why.contains(&*database.to_string_lossy()) {
        true => format!("{why}."),
        false => format!("{} is damaged: {why}.", database.display()),
    };
    Error::new(Code::Damaged, message, offer(folder, newest_good(folder).ok().flatten().as_ref(), Language::English))
}

/// What to do about a damaged database: the newest good backup is offered, with what it lacks.
pub fn offer(folder: &Folder, newest_good: Option<&Backup>, language: Language) -> String {
    let Some(backup) = newest_good else {
        return language
            .pick(
                "backups/ 里没有完好的备份：请从别处恢复一份，或者移走这个文件重新开始（请留着它，SQLite 的 `.recover` 也许还能\
                 读出大部分内容）。",
                "There is no good backup in backups/: restore one from elsewhere, or move the file away to begin anew (keep \
                 it: SQLite's `.recover` may read much of it).",
            )
            .to_owned();
    };
    let since = backup::since(&folder.database(), backup.at);
    let lacks: Vec<String> = since.iter().map(|(what, count)| format!("{count} {what}")).collect();
    let lacks = match lacks.is_empty() {
        true => "what came later".to_owned(),
        false => format!("what came later ({})", lacks.join(", ")),
    };
    if language == Language::Chinese {
        let Backup { at, digests, papers, notes, path, .. } = backup;
        return format!(
            "可以恢复最近一份完好的备份，{} 的（{digests} 期研报，{papers} 篇论文，{notes} 条笔记；此后的内容不在其中）；损坏的\
             数据库会留在旁边：arxiv-llm-daily restore \"{}\"",
            at.strftime("%Y-%m-%d %H:%M UTC"),
            path.display()
        );
    }
    format!(
        "Restore the newest good backup, of {} ({} digests, {} papers, {} notes; it lacks {lacks}); the damaged database is \
         kept beside it: arxiv-llm-daily restore \"{}\"",
        backup.at.strftime("%Y-%m-%d %H:%M UTC"),
        backup.digests,
        backup.papers,
        backup.notes,
        backup.path.display()
    )
}

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Restored {
    /// Where the database of before is now: a backup, or set aside when it was damaged.
    pub kept_as: PathBuf,
    /// Settings and profiles that were missing and are back.
    pub brought_back: Vec<String>,
    /// Those that differ from the backup's: left as they are, with the backup's beside them.
    pub left: Vec<String>,
}

/// Puts a backup in the place of the database, which is kept as a backup, or set aside if it is damaged. `store` is None
/// when the database could not be opened. Whenever this is cut off, the database is the old or the new one, or is
/// missing with both beside it, which the next opening says.
pub fn restore(around: &Around, backup: &Path, store: Option<&Store>) -> Result<Restored> {
    let folder = around.folder;
    if let Some(error) = store.and_then(Store::read_only) {
        return Err(error);
    }
    if !backup.is_file() {
        return Err(Error::not_found(
            format!("There is no backup {}.", backup.display()),
            "`arxiv-llm-daily doctor` names the newest good one.",
        ));
    }
    // A run would go on with what it knows of the database of before.
    let _run = folder.lock_pipeline(around.holder)?;
    let _lock = folder.lock_backups(around.holder)?;
    let database = folder.database();
    let scratch = beside(&database, ".restore.part");
    // Twice: what is prepared, and what the transaction writes.
    check_space(folder.path(), around.volume, 2 * length(backup))?;
    let files = backup::prepare(backup, &scratch)?;
    let kept = match store.filter(|store| store.trouble().is_none()) {
        Some(_) => match make_locked(around, BackupKind::Before, "", None) {
            Ok(kept) => Some(kept.path),
            Err(error) if error.code == Code::Damaged => None,
            Err(error) => return Err(error),
        },
        None => None,
    };
    let aside = beside(&database, &format!(".damaged-{}", around.now.strftime("%Y%m%dT%H%M%SZ")));
    let kept_as = match (store, kept) {
        (Some(store), Some(kept)) => {
            store.replace_by(&scratch)?;
            kept
        }
        (Some(store), None) => {
            store.put_aside(&scratch, &aside)?;
            aside
        }
        (None, _) => {
            store::put_aside(&database, &scratch, &aside)?;
            aside
        }
    };
    let _ = fs::remove_file(&scratch);
    let _ = fs::remove_file(beside(&database, ".check"));
    let (mut brought_back, mut left) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let Some(path) = place(folder, &name) else { continue };
        match fs::read(&path) {
            Err(err) if err.kind() == std::io::ErrorKind::NotFound => {
                fs::create_dir_all(folder.profiles()).map_err(|err| Error::disk("create", &folder.profiles(), &err))?;
                disk::write_whole(&path, &bytes)?;
                brought_back.push(name);
            }
            Ok(present) if present == bytes => {}
            _ => {
                disk::write_whole(&beside(&path, ".from-backup"), &bytes)?;
                left.push(name);
            }
        }
    }
    Ok(Restored { kept_as, brought_back, left })
}

/// Where a file of a backup goes: nowhere but to the settings and into the folder of profiles.
fn place(folder: &Folder, name: &str) -> Option<PathBuf> {
    if name == "settings.toml" {
        return Some(folder.settings());
    }
    let name = name.strip_prefix("profiles/").filter(|name| name.ends_with(".toml") && !name.starts_with('.'))?;
    let plain = !name.contains(['/', '\\', ':']);
    plain.then(|| folder.profiles().join(name))
}

#[cfg(test)]
mod tests;
