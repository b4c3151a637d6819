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
    verdict::Language,
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
    examine(engine, engine.language(&engine.settings().unwrap_or_default()))
}

/// [`doctor`], told in a language.
pub fn examine(engine: &Engine, language: Language) -> Result<Checkup> {
    let folder = engine.folder()?;
    let newest_good = backups::newest_good(folder)?;
    let offer = backups::offer(folder, newest_good.as_ref(), language);
    let mut checks = vec![version(engine)];
    match health::look(&folder.database()) {
        Ok(findings) => checks.extend(of_database(engine, &findings, newest_good.as_ref(), offer, language)?),
        Err(error) => checks.push(Check::bad("integrity", error.message, offer)),
    }
    checks.extend(search_index(engine, language));
    checks.push(permissions(engine, language)?);
    checks.push(space(engine, language)?);
    checks.push(volume(engine, language)?);
    checks.extend(kept(engine, newest_good, language)?);
    checks.push(keychain(engine, language)?);
    checks.push(schedule(engine, language)?);
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
    language: Language,
) -> Result<Vec<Check>> {
    let say = |chinese: String, english: String| language.pick(chinese, english);
    let database = engine.folder()?.database();
    if let Some(first) = findings.broken.first() {
        let more = findings.broken.len() - 1;
        return Ok(vec![Check::bad(
            "integrity",
            say(format!("{first}；另有 {more} 处"), format!("{first}; {more} more")),
            offer.clone(),
        )]);
    }
    let mut checks = vec![match newest_good
        .map(|backup| store::backup::rows_lost_since(&database, &backup.path))
        .transpose()?
        .flatten()
    {
        None => Check::ok(
            "integrity",
            language.pick(
                "每一页、每个索引都完好；与最近的备份相比，不该变的都没有变",
                "every page and index is whole; nothing differs from the newest backup that may not",
            ),
        ),
        Some(lost) => Check::bad("integrity", lost, offer.clone()),
    }];
    checks.push(match findings.dangling.first() {
        None => Check::ok("foreign keys", language.pick("每一行指向的都在", "every row points at one that is there")),
        Some(first) => Check::bad("foreign keys", first, offer.clone()),
    });
    checks.push(match findings.open_ledgers.first() {
        None => Check::ok(
            "ledger",
            say(
                format!("{} 期研报，每期都是：公告 = 评审 + 过滤 + 失败", findings.ledgers),
                format!("{} digests: announced = judged + filtered + failed in each", findings.ledgers),
            ),
        ),
        Some(first) => Check::bad(
            "ledger",
            say(
                format!("{first}；另有 {} 处", findings.open_ledgers.len() - 1),
                format!("{first}; {} more", findings.open_ledgers.len() - 1),
            ),
            language.pick(
                "用 `arxiv-llm-daily run --date D --again` 重做那一天，并请把这个缺陷报告给我们。",
                "Make that day again with `arxiv-llm-daily run --date D --again`, and report the defect.",
            ),
        ),
    });
    let now = engine.clock.now();
    checks.push(match findings.newest {
        Some(newest) if newest > now + SignedDuration::from_hours(1) => Check::warning(
            "clock",
            say(
                format!("本机时间是 {now}，而数据里有 {newest} 写下的内容"),
                format!("it is {now} by this machine, but something was written at {newest}"),
            ),
            language.pick(
                "请校准时钟：日期、请求间隔和备份都以它为准。",
                "Set the clock: days, pauses between requests and backups go by it.",
            ),
        ),
        _ if now < earliest() => Check::warning(
            "clock",
            say(
                format!("本机时间是 {now}，那时还没有这个应用"),
                format!("it is {now} by this machine, before this app was made"),
            ),
            language.pick("请校准时钟。", "Set the clock."),
        ),
        _ => Check::ok("clock", now.to_string()),
    });
    Ok(checks)
}

/// What is done by itself, and when that last came late.
fn schedule(engine: &Engine, language: Language) -> Result<Check> {
    const NAME: &str = "schedule";
    let settings = engine.settings()?;
    let Ok(store) = engine.store() else {
        return Ok(Check::ok(NAME, language.pick("还没有数据可看", "there is nothing to go by yet")));
    };
    let missed = store.last_missed(&engine.profile_file(&settings))?;
    let missed = missed.map_or_else(
        || language.pick("没有错过的运行", "no run came late").to_owned(),
        |missed| {
            let said = missed.message;
            language.pick(format!("最近一次错过：{said}"), format!("the last late run: {said}"))
        },
    );
    Ok(Check::ok(
        NAME,
        match settings.schedule.enabled {
            true => language.pick(format!("已开启；{missed}"), format!("on; {missed}")),
            false => language.pick(format!("已关闭；{missed}"), format!("off; {missed}")),
        },
    ))
}

/// None while there is no database to index.
fn search_index(engine: &Engine, language: Language) -> Option<Check> {
    const NAME: &str = "search index";
    let anew = language.pick(
        "什么都没有丢：索引由数据库生成，下次搜索时会重新建立。",
        "Nothing is lost, it is made from the database: the next search makes it anew.",
    );
    let check = match engine.store().ok()?.check_index() {
        Err(error) => Check::warning(NAME, error.message, error.what_to_do),
        Ok(IndexCheck { damage: Some(damage), .. }) => {
            Check::warning(NAME, language.pick(format!("已损坏：{damage}"), format!("it is damaged: {damage}")), anew)
        }
        Ok(IndexCheck { indexing: Indexing { indexed, current: true, .. }, .. }) => {
            let chinese = format!("完好，{indexed} 篇论文都在里面");
            Check::ok(NAME, language.pick(chinese, format!("it is whole and holds all {indexed} papers")))
        }
        Ok(IndexCheck { indexing: Indexing { indexed, papers, .. }, .. }) => Check::ok(
            NAME,
            language.pick(
                format!("完好，收了 {papers} 篇论文里的 {indexed} 篇；其余的下次搜索时补上"),
                format!("it is whole and holds {indexed} of {papers} papers; the next search adds the rest"),
            ),
        ),
    };
    Some(check)
}

/// Whether the key that the chosen model needs can be had. A keychain that no one needs is not asked: it may ask its
/// owner first.
fn keychain(engine: &Engine, language: Language) -> Result<Check> {
    const NAME: &str = "keychain";
    let settings = engine.settings()?;
    let judge = &settings.judge;
    if judge.engine == JudgeEngine::Builtin {
        return Ok(Check::ok(NAME, language.pick("内置评审不需要密钥", "the built-in judge needs no key")));
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
        let chinese = format!("{place} 在本机，不需要密钥");
        return Ok(Check::ok(NAME, language.pick(chinese, format!("{place} is on this machine and needs no key"))));
    }
    let found = engine.key(&settings, kind, &judge.base_url)?;
    Ok(match (found.from, found.problem) {
        (Some(secrets::Origin::Environment), _) => Check::ok(
            NAME,
            language.pick(
                format!("{place} 的密钥来自环境变量 {}", secrets::VARIABLE),
                format!("the key for {place} is in {}", secrets::VARIABLE),
            ),
        ),
        (Some(secrets::Origin::Keychain), _) => {
            let chinese = format!("钥匙串里有 {place} 的密钥");
            Check::ok(NAME, language.pick(chinese, format!("it has a key for {place}")))
        }
        (None, Some(problem)) => Check::warning(
            NAME,
            language.pick(format!("钥匙串用不了：{problem}"), format!("it cannot be used: {problem}")),
            language.pick(
                format!("请解锁钥匙串，或者把 {place} 的密钥放进环境变量 {}。", secrets::VARIABLE),
                format!("Unlock it, or set the environment variable {} to the key of {place}.", secrets::VARIABLE),
            ),
        ),
        (None, None) => Check::warning(
            NAME,
            language.pick(format!("钥匙串里没有 {place} 的密钥"), format!("it has no key for {place}")),
            language.pick(
                "如果该服务需要密钥：arxiv-llm-daily key set",
                "If that service wants one: arxiv-llm-daily key set",
            ),
        ),
    })
}

/// A moment before which this app did not exist.
fn earliest() -> Timestamp {
    jiff::civil::date(2026, 1, 1).to_zoned(jiff::tz::TimeZone::UTC).map(|day| day.timestamp()).unwrap_or_default()
}

fn permissions(engine: &Engine, language: Language) -> Result<Check> {
    let folder = engine.folder()?;
    let to_do = language.pick(
        "请取得写入权限，或者用 --data-dir 另选一个文件夹。",
        "Give yourself the right to write to it, or choose another folder with --data-dir.",
    );
    let probe = folder.path().join(format!(".{}.probe", std::process::id()));
    let written = fs::write(&probe, "");
    let _ = fs::remove_file(&probe);
    if let Err(err) = written {
        let path = folder.path().display();
        let found = language.pick(format!("{path} 不能写入：{err}"), format!("{path} cannot be written: {err}"));
        return Ok(Check::bad("permissions", found, to_do));
    }
    let files = [folder.database(), folder.settings(), folder.backups()].into_iter().filter(|path| path.exists());
    for path in files {
        if fs::metadata(&path).is_ok_and(|file| file.permissions().readonly()) {
            let path = path.display();
            let found = language.pick(format!("{path} 不能写入"), format!("{path} cannot be written"));
            return Ok(Check::bad("permissions", found, to_do));
        }
    }
    let path = folder.path().display();
    Ok(Check::ok("permissions", language.pick(format!("{path} 可以写入"), format!("{path} can be written"))))
}

fn space(engine: &Engine, language: Language) -> Result<Check> {
    let folder = engine.folder()?;
    let needed = store::length(&folder.database());
    let left = |free: u64| language.pick(format!("还有 {} MB", free >> 20), format!("{} MB are free", free >> 20));
    Ok(match (engine.options.volume)(folder.path()).free {
        None => Check::ok("space", language.pick("系统没有告知", "this system does not tell")),
        Some(free) if free < (64 << 20) => Check::bad(
            "space",
            left(free),
            language.pick("请腾出一些空间：很快就写不下了。", "Free some space: writes will soon fail."),
        ),
        Some(free) if free < 2 * needed => Check::warning(
            "space",
            language.pick(
                format!("{}，而数据库有 {} MB", left(free), needed >> 20),
                format!("{}, and the database has {} MB", left(free), needed >> 20),
            ),
            language
                .pick("请腾出一些空间：备份和数据库一样大。", "Free some space: backups need as much as the database."),
        ),
        Some(free) => Check::ok("space", left(free)),
    })
}

fn volume(engine: &Engine, language: Language) -> Result<Check> {
    let folder = engine.folder()?;
    let path = folder.path().display();
    Ok(match (engine.options.volume)(folder.path()).network {
        true => Check::warning(
            "volume",
            language.pick(
                format!("{path} 在另一台机器上：数据库不用预写日志，会慢一些"),
                format!("{path} is on another machine: the database works without a write-ahead log, and slower"),
            ),
            language.pick(
                "请把数据文件夹放在本机磁盘上，备份放在那一台。",
                "Keep the data folder on a disk of this machine, and its backups on the other.",
            ),
        ),
        false => Check::ok("volume", language.pick("本机磁盘", "a disk of this machine")),
    })
}

/// Backups, and databases that were set aside.
fn kept(engine: &Engine, newest_good: Option<Backup>, language: Language) -> Result<Vec<Check>> {
    let folder = engine.folder()?;
    let holds = store::backup::about(&folder.database()).map(|(_, holds)| holds).unwrap_or_default();
    let to_do = language.pick("现在就做一份：arxiv-llm-daily backup", "Make one now: arxiv-llm-daily backup");
    let mut checks = vec![match newest_good {
        Some(backup) if engine.clock.now().duration_since(backup.at) > SignedDuration::from_hours(3 * 24) => {
            let chinese = format!("最近一份完好的备份是 {} 的", backup.at);
            Check::warning("backups", language.pick(chinese, format!("the newest good one is of {}", backup.at)), to_do)
        }
        Some(backup) => {
            let (at, path) = (backup.at, backup.path.display());
            let chinese = format!("最近一份完好的备份是 {at} 的：{path}");
            Check::ok("backups", language.pick(chinese, format!("the newest good one is of {at}: {path}")))
        }
        None if holds.digests == 0 && holds.notes == 0 => {
            Check::ok("backups", language.pick("还没有需要备份的内容", "there is nothing to keep yet"))
        }
        None => Check::warning("backups", language.pick("没有完好的备份", "there is no good one"), to_do),
    }];
    let aside = backups::set_aside(folder);
    if let Some(first) = aside.first() {
        checks.push(Check::warning(
            "set aside",
            language.pick(
                format!("留着 {} 个损坏的数据库，例如 {}", aside.len(), first.display()),
                format!("{} damaged databases are kept, such as {}", aside.len(), first.display()),
            ),
            language.pick("确认不再需要时，可以删除。", "Delete them when nothing of them is missed."),
        ));
    }
    Ok(checks)
}
