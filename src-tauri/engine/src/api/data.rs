//! Data safety: backups, the way back, and a look at everything.

use std::{fs, path::PathBuf, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::types::Nothing;
pub use crate::backups::{Backup, BackupKind, Restored};
use crate::{
    Engine, backups,
    error::{Code, Result},
    judge::llm::{self, ProviderKind},
    secrets,
    settings::{JudgeEngine, is_loopback},
    store::{
        self, IndexCheck, Indexing,
        health::{self, Findings},
    },
};

/// Where a backup goes.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct BackupRequest {
    /// A file that is not there yet, or a folder; `backups/` when absent.
    #[serde(default)]
    #[ts(type = "string", optional)]
    pub path: Option<PathBuf>,
}

/// A backup to restore.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RestoreRequest {
    #[ts(type = "string")]
    pub path: PathBuf,
}

/// How good one thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    Ok,
    Warning,
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Check {
    pub name: &'static str,
    pub state: CheckState,
    /// What was found, in a sentence.
    pub found: String,
    /// One thing to do, when something is wrong.
    pub what_to_do: Option<String>,
}

/// All that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Checkup {
    pub checks: Vec<Check>,
    /// Nothing is bad; warnings are.
    pub ok: bool,
}

pub async fn backup(engine: &Arc<Engine>, request: BackupRequest) -> Result<Backup> {
    engine.store()?;
    backups::make(&engine.around()?, BackupKind::Asked, request.path.as_deref())
}

pub async fn backups(engine: &Arc<Engine>, _: Nothing) -> Result<Vec<Backup>> {
    backups::list(engine.folder()?)
}

pub async fn restore(engine: &Arc<Engine>, request: RestoreRequest) -> Result<Restored> {
    engine.restore(&request.path)
}

pub async fn doctor(engine: &Arc<Engine>, _: Nothing) -> Result<Checkup> {
    let folder = engine.folder()?;
    let newest_good = backups::newest_good(folder)?;
    let offer = backups::offer(folder, newest_good.as_ref());
    let mut checks = vec![version(engine)];
    match health::look(&folder.database()) {
        Ok(findings) => checks.extend(of_database(engine, &findings, newest_good.as_ref(), offer)?),
        Err(error) => checks.push(Check::bad("integrity", error.message, offer)),
    }
    checks.extend(search_index(engine));
    checks.push(permissions(engine)?);
    checks.push(space(engine)?);
    checks.push(volume(engine)?);
    checks.extend(kept(engine, newest_good)?);
    checks.push(keychain(engine)?);
    checks.push(schedule(engine)?);
    let ok = checks.iter().all(|check| check.state != CheckState::Bad);
    Ok(Checkup { checks, ok })
}

impl Check {
    fn ok(name: &'static str, found: impl Into<String>) -> Self {
        Self { name, state: CheckState::Ok, found: found.into(), what_to_do: None }
    }

    fn warning(name: &'static str, found: impl Into<String>, what_to_do: impl Into<String>) -> Self {
        Self { name, state: CheckState::Warning, found: found.into(), what_to_do: Some(what_to_do.into()) }
    }

    fn bad(name: &'static str, found: impl Into<String>, what_to_do: impl Into<String>) -> Self {
        Self { name, state: CheckState::Bad, found: found.into(), what_to_do: Some(what_to_do.into()) }
    }
}

fn version(engine: &Engine) -> Check {
    let this = format!(
        "arxiv-llm-daily {}, SQLite {}, schema {}",
        env!("CARGO_PKG_VERSION"),
        store::version_of_sqlite(),
        store::newest_schema()
    );
    match engine.trouble() {
        Some(error) if error.code != Code::Damaged => Check::warning("version", error.message, error.what_to_do),
        _ => Check::ok("version", this),
    }
}

fn of_database(
    engine: &Engine,
    findings: &Findings,
    newest_good: Option<&Backup>,
    offer: String,
) -> Result<Vec<Check>> {
    let database = engine.folder()?.database();
    if let Some(first) = findings.broken.first() {
        let more = findings.broken.len() - 1;
        return Ok(vec![Check::bad("integrity", format!("{first}; {more} more"), offer.clone())]);
    }
    let mut checks = vec![match newest_good
        .map(|backup| store::backup::rows_lost_since(&database, &backup.path))
        .transpose()?
        .flatten()
    {
        None => {
            Check::ok("integrity", "every page and index is whole; nothing differs from the newest backup that may not")
        }
        Some(lost) => Check::bad("integrity", lost, offer.clone()),
    }];
    checks.push(match findings.dangling.first() {
        None => Check::ok("foreign keys", "every row points at one that is there"),
        Some(first) => Check::bad("foreign keys", first, offer.clone()),
    });
    checks.push(match findings.open_ledgers.first() {
        None => {
            Check::ok("ledger", format!("{} digests: announced = judged + filtered + failed in each", findings.ledgers))
        }
        Some(first) => Check::bad(
            "ledger",
            format!("{first}; {} more", findings.open_ledgers.len() - 1),
            "Make that day again with `arxiv-llm-daily run --date D --again`, and report the defect.",
        ),
    });
    let now = engine.clock.now();
    checks.push(match findings.newest {
        Some(newest) if newest > now + SignedDuration::from_hours(1) => Check::warning(
            "clock",
            format!("it is {now} by this machine, but something was written at {newest}"),
            "Set the clock: days, pauses between requests and backups go by it.",
        ),
        _ if now < earliest() => {
            Check::warning("clock", format!("it is {now} by this machine, before this app was made"), "Set the clock.")
        }
        _ => Check::ok("clock", now.to_string()),
    });
    Ok(checks)
}

/// What is done by itself, and when that last came late.
fn schedule(engine: &Engine) -> Result<Check> {
    const NAME: &str = "schedule";
    let settings = engine.settings()?;
    let Ok(store) = engine.store() else { return Ok(Check::ok(NAME, "there is nothing to go by yet")) };
    let missed = store.last_missed(&engine.profile_file(&settings))?;
    let missed = missed.map_or("no run came late".into(), |missed| format!("the last late run: {}", missed.message));
    let state = if settings.schedule.enabled { "on" } else { "off" };
    Ok(Check::ok(NAME, format!("{state}; {missed}")))
}

/// None while there is no database to index.
fn search_index(engine: &Engine) -> Option<Check> {
    const NAME: &str = "search index";
    const ANEW: &str = "Nothing is lost, it is made from the database: the next search makes it anew.";
    let check = match engine.store().ok()?.check_index() {
        Err(error) => Check::warning(NAME, error.message, error.what_to_do),
        Ok(IndexCheck { damage: Some(damage), .. }) => Check::warning(NAME, format!("it is damaged: {damage}"), ANEW),
        Ok(IndexCheck { indexing: Indexing { indexed, current: true, .. }, .. }) => {
            Check::ok(NAME, format!("it is whole and holds all {indexed} papers"))
        }
        Ok(IndexCheck { indexing: Indexing { indexed, papers, .. }, .. }) => Check::ok(
            NAME,
            format!("it is whole and holds {indexed} of {papers} papers; the next search adds the rest"),
        ),
    };
    Some(check)
}

/// Whether the key that the chosen model needs can be had. A keychain that no one needs is not asked: it may ask its
/// owner first.
fn keychain(engine: &Engine) -> Result<Check> {
    const NAME: &str = "keychain";
    let settings = engine.settings()?;
    let judge = &settings.judge;
    if judge.engine == JudgeEngine::Builtin {
        return Ok(Check::ok(NAME, "the built-in judge needs no key"));
    }
    let kind = match judge.engine {
        JudgeEngine::Ollama => ProviderKind::Ollama,
        _ => ProviderKind::OpenAi,
    };
    let address = match llm::address(kind, &judge.base_url) {
        Ok(address) => address,
        Err(error) => return Ok(Check::bad(NAME, error.message, error.what_to_do)),
    };
    let place = secrets::place(&address);
    if is_loopback(&address) {
        return Ok(Check::ok(NAME, format!("{place} is on this machine and needs no key")));
    }
    let found = engine.key(&settings, kind, &judge.base_url)?;
    Ok(match (found.from, found.problem) {
        (Some(secrets::Origin::Environment), _) => {
            Check::ok(NAME, format!("the key for {place} is in {}", secrets::VARIABLE))
        }
        (Some(secrets::Origin::Keychain), _) => Check::ok(NAME, format!("it has a key for {place}")),
        (None, Some(problem)) => Check::warning(
            NAME,
            format!("it cannot be used: {problem}"),
            format!("Unlock it, or set the environment variable {} to the key of {place}.", secrets::VARIABLE),
        ),
        (None, None) => Check::warning(
            NAME,
            format!("it has no key for {place}"),
            "If that service wants one: arxiv-llm-daily key set",
        ),
    })
}

/// A moment before which this app did not exist.
fn earliest() -> Timestamp {
    jiff::civil::date(2026, 1, 1).to_zoned(jiff::tz::TimeZone::UTC).map(|day| day.timestamp()).unwrap_or_default()
}

fn permissions(engine: &Engine) -> Result<Check> {
    let folder = engine.folder()?;
    let to_do = "Give yourself the right to write to it, or choose another folder with --data-dir.";
    let probe = folder.path().join(format!(".{}.probe", std::process::id()));
    let written = fs::write(&probe, "");
    let _ = fs::remove_file(&probe);
    if let Err(err) = written {
        return Ok(Check::bad("permissions", format!("{} cannot be written: {err}", folder.path().display()), to_do));
    }
    let files = [folder.database(), folder.settings(), folder.backups()].into_iter().filter(|path| path.exists());
    for path in files {
        if fs::metadata(&path).is_ok_and(|file| file.permissions().readonly()) {
            return Ok(Check::bad("permissions", format!("{} cannot be written", path.display()), to_do));
        }
    }
    Ok(Check::ok("permissions", format!("{} can be written", folder.path().display())))
}

fn space(engine: &Engine) -> Result<Check> {
    let folder = engine.folder()?;
    let needed = store::length(&folder.database());
    Ok(match (engine.options.volume)(folder.path()).free {
        None => Check::ok("space", "this system does not tell"),
        Some(free) if free < (64 << 20) => {
            Check::bad("space", format!("{} MB are free", free >> 20), "Free some space: writes will soon fail.")
        }
        Some(free) if free < 2 * needed => Check::warning(
            "space",
            format!("{} MB are free, and the database has {} MB", free >> 20, needed >> 20),
            "Free some space: backups need as much as the database.",
        ),
        Some(free) => Check::ok("space", format!("{} MB are free", free >> 20)),
    })
}

fn volume(engine: &Engine) -> Result<Check> {
    let folder = engine.folder()?;
    Ok(match (engine.options.volume)(folder.path()).network {
        true => Check::warning(
            "volume",
            format!(
                "{} is on another machine: the database works without a write-ahead log, and slower",
                folder.path().display()
            ),
            "Keep the data folder on a disk of this machine, and its backups on the other.",
        ),
        false => Check::ok("volume", "a disk of this machine"),
    })
}

/// Backups, and databases that were set aside.
fn kept(engine: &Engine, newest_good: Option<Backup>) -> Result<Vec<Check>> {
    let folder = engine.folder()?;
    let holds = store::backup::about(&folder.database()).map(|(_, holds)| holds).unwrap_or_default();
    let to_do = "Make one now: arxiv-llm-daily backup";
    let mut checks = vec![match newest_good {
        Some(backup) if engine.clock.now().duration_since(backup.at) > SignedDuration::from_hours(3 * 24) => {
            Check::warning("backups", format!("the newest good one is of {}", backup.at), to_do)
        }
        Some(backup) => {
            Check::ok("backups", format!("the newest good one is of {}: {}", backup.at, backup.path.display()))
        }
        None if holds.digests == 0 && holds.notes == 0 => Check::ok("backups", "there is nothing to keep yet"),
        None => Check::warning("backups", "there is no good one", to_do),
    }];
    let aside = backups::set_aside(folder);
    if let Some(first) = aside.first() {
        checks.push(Check::warning(
            "set aside",
            format!("{} damaged databases are kept, such as {}", aside.len(), first.display()),
            "Delete them when nothing of them is missed.",
        ));
    }
    Ok(checks)
}
