//! What each command does, in terms of the rest of the engine.

use std::sync::Arc;

use jiff::civil::Date;
use url::Url;

use super::{stored, types::*};
use crate::{
    Engine,
    digest::{Digest, Origin},
    error::{Error, Result},
    export::stored,
    moving, profile, report, sample,
    settings::Settings,
    source::calendar,
    store::{DigestKey, DigestRow, Store},
};

pub async fn app(engine: &Arc<Engine>, _: Nothing) -> Result<AppInfo> {
    let settings = engine.settings()?;
    let judge = match settings.judge.engine {
        crate::settings::JudgeEngine::Builtin => "builtin".to_owned(),
        _ => settings.judge.model.clone(),
    };
    let profiles = match engine.folder() {
        Ok(folder) => profiles(engine, &folder.profiles(), &settings)?,
        Err(_) => Vec::new(),
    };
    Ok(AppInfo {
        version: env!("CARGO_PKG_VERSION").into(),
        sqlite: crate::store::version_of_sqlite().into(),
        data_dir: engine.folder().map(|folder| folder.path().display().to_string()).unwrap_or_default(),
        ui_language: settings.get("ui.language")?,
        system_language: engine.options.system_language,
        judge_language: settings.judge.language,
        theme: settings.get("ui.theme")?,
        profile: engine.profile_file(&settings),
        profiles,
        categories: settings.arxiv.categories.clone(),
        newest_announced: calendar::newest_announced(&engine.clock.arxiv()),
        judge,
        sample: engine.options.sample,
        guide: engine.guide().unwrap_or_default(),
        old_copy: engine.folder().ok().and_then(moving::old_copy).map(|path| path.display().to_string()),
        destination: engine.host.destination(),
        running: engine.running(),
        trouble: engine.trouble(),
    })
}

fn profiles(engine: &Engine, folder: &std::path::Path, settings: &Settings) -> Result<Vec<ProfileInfo>> {
    let names = profile::list(folder)?;
    Ok(names
        .into_iter()
        .map(|file| {
            // A broken profile is still listed, under its file's name: choosing it says what is wrong with it.
            let name = engine.profile(&file, settings).map(|profile| profile.name).unwrap_or_default();
            let preset = !folder.join(format!("{file}.toml")).exists();
            ProfileInfo { name: if name.is_empty() { file.clone() } else { name }, preset, file }
        })
        .collect())
}

/// The store and the row of the digest that is asked for.
fn find(engine: &Engine, date: Option<Date>) -> Result<(&Store, DigestRow)> {
    let settings = engine.settings()?;
    let profile = engine.profile_file(&settings);
    let store = engine.store()?;
    let date = match date {
        Some(date) => Some(date),
        None => store.newest_day(&profile, None)?,
    };
    let row = match date {
        Some(date) => store.shown_row(DigestKey { profile: &profile, date })?,
        None => None,
    };
    if row.is_none() && engine.folder().is_ok() {
        // A profile that does not exist is told as that.
        engine.profile(&profile, &settings)?;
    }
    let row = row.ok_or_else(|| match date {
        Some(date) => Error::not_found(
            format!("There is no digest of {date} for the profile {profile}."),
            format!("Make it with: arxiv-llm-daily run --date {date}"),
        ),
        None => Error::not_found(
            format!("There is no digest yet for the profile {profile}."),
            "Make the first one with: arxiv-llm-daily run",
        ),
    })?;
    Ok((store, row))
}

/// The digest that is asked for, as it is stored.
pub fn digest(engine: &Engine, date: Option<Date>) -> Result<Digest> {
    let (store, row) = find(engine, date)?;
    store.digest(&row)
}

/// A digest in Markdown; an imported report in its own variant.
pub fn text(engine: &Engine, date: Option<Date>) -> Result<String> {
    let (store, row) = find(engine, date)?;
    stored::markdown(store, &row)
}

pub async fn day(engine: &Arc<Engine>, request: DayRequest) -> Result<DayView> {
    let (store, row) = match find(engine, request.date) {
        Ok(found) => found,
        Err(error) if error.code == crate::error::Code::NotFound && request.date.is_none() => {
            return sample(engine, Nothing {}).await;
        }
        Err(error) => return Err(error),
    };
    // The reader is looking at it.
    engine.host.withdraw(row.date);
    let row = match request.attempt {
        Some(attempt) => super::archive::attempt(engine, row.date, attempt)?,
        None => row,
    };
    let (previous, next) = store.neighbours(&row.profile, row.date)?;
    let all = store.attempts(DigestKey { profile: &row.profile, date: row.date })?;
    let attempts = all.iter().filter(|(other, _)| other.complete).count();
    Ok(DayView {
        digest: store.digest(&row)?,
        previous,
        next,
        attempt: row.attempt,
        attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
    })
}

pub async fn sample(engine: &Arc<Engine>, _: Nothing) -> Result<DayView> {
    let store = engine.sample_store()?;
    let none = || Error::defect("The sample day is missing.");
    let date = store.newest_day(sample::PROFILE, None)?.ok_or_else(none)?;
    let row = store.digest_row(DigestKey { profile: sample::PROFILE, date })?.ok_or_else(none)?;
    Ok(DayView { digest: store.digest(&row)?, previous: None, next: None, attempt: 1, attempts: 1 })
}

pub async fn month(engine: &Arc<Engine>, request: MonthRequest) -> Result<Vec<DayCell>> {
    let first = Date::new(request.year, request.month, 1)
        .map_err(|err| Error::usage(format!("There is no such month: {err}"), "Use a month from 1 to 12."))?;
    super::archive::cells(engine, first, first.last_of_month())
}

pub async fn ledger(engine: &Arc<Engine>, request: DayRequest) -> Result<Ledger> {
    let (store, row) = match find(engine, request.date) {
        Err(error) if error.code == crate::error::Code::NotFound && request.sample => {
            let store = engine.sample_store()?;
            let date = store.newest_day(sample::PROFILE, None)?.unwrap_or_default();
            (store, store.digest_row(DigestKey { profile: sample::PROFILE, date })?.ok_or(error)?)
        }
        found => found?,
    };
    let row = match request.attempt {
        Some(attempt) => super::archive::attempt(engine, row.date, attempt)?,
        None => row,
    };
    if row.origin == Origin::Import {
        return Err(Error::not_found(
            format!("The digest of {} was read from a report, and a report has no ledger.", row.date),
            format!("See what it lists with: arxiv-llm-daily show --date {}", row.date),
        ));
    }
    store.ledger(&row)
}

pub async fn markdown(engine: &Arc<Engine>, request: DayRequest) -> Result<MarkdownText> {
    if !request.sample
        && let Ok((store, row)) = find(engine, request.date)
    {
        return Ok(MarkdownText { markdown: stored::markdown(store, &row)? });
    }
    let view = if request.sample { sample(engine, Nothing {}).await? } else { day(engine, request).await? };
    Ok(MarkdownText { markdown: report::render(&view.digest) })
}

pub async fn run(engine: &Arc<Engine>, request: DayRequest) -> Result<RunOutcome> {
    let outcome = engine.run(request.date, false).await?;
    if let Err(error) = engine.notify(&outcome) {
        tracing::warn!("the notification was not shown: {error}");
    }
    let grown = Arc::clone(engine);
    std::thread::spawn(move || {
        if let Err(error) = grown.refit_if_grown() {
            tracing::warn!("the archive was not learnt again: {error}");
        }
    });
    Ok(outcome)
}

pub async fn cancel(engine: &Arc<Engine>, _: Nothing) -> Result<Nothing> {
    engine.cancel();
    Ok(Nothing {})
}

pub async fn mark(engine: &Arc<Engine>, request: MarkRequest) -> Result<Marks> {
    let (_, store, _) = stored(engine, &request.id)?;
    let marks = store.mark(&request.id, request.mark, request.on, engine.clock.now())?;
    if request.mark == MarkKind::Star {
        engine.keep_note(&request.id);
    }
    Ok(marks)
}

pub async fn open_link(engine: &Arc<Engine>, request: LinkRequest) -> Result<Nothing> {
    let refused =
        |why: String| Error::usage(format!("{:?} is not opened: {why}.", request.url), "Copy it if you trust it.");
    let address = Url::parse(&request.url).map_err(|err| refused(err.to_string()))?;
    if !matches!(address.scheme(), "http" | "https") {
        return Err(refused("only http and https addresses are".into()));
    }
    engine.host.open_link(&address)?;
    Ok(Nothing {})
}

pub async fn set_setting(engine: &Arc<Engine>, request: SettingRequest) -> Result<AppInfo> {
    engine.set(&request.key, &request.value)?;
    app(engine, Nothing {}).await
}

pub async fn use_profile(engine: &Arc<Engine>, request: ProfileRequest) -> Result<AppInfo> {
    let settings = engine.settings()?;
    engine.profile(&request.file, &settings)?;
    engine.set("profile.current", &request.file)?;
    app(engine, Nothing {}).await
}
