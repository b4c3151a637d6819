//! When the app works by itself.

use std::sync::Arc;

use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Nothing;
use crate::{Engine, error::Result, schedule::Next, store::LastRun};

/// What the app does by itself, and when next.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ScheduleView {
    pub enabled: bool,
    /// `auto`, or `HH:MM` local.
    pub time: String,
    /// In the past when a run is due now; None when the schedule is off.
    #[ts(type = "string | null")]
    pub next_due: Option<Timestamp>,
    #[ts(type = "string | null")]
    pub paused_until: Option<Timestamp>,
    /// None where it cannot be had.
    pub start_at_login: Option<bool>,
    /// What the newest run came to.
    pub last: Option<LastRun>,
    /// The newest run that was late, and why.
    pub missed: Option<LastRun>,
}

/// Starts the app with the desktop's session, hidden, or no longer.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub struct StartRequest {
    pub on: bool,
}

/// What the reader chose when the window was closed.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub struct CloseRequest {
    /// Goes on in the tray; else the app ends.
    pub keep: bool,
    /// Not asked again.
    pub remember: bool,
}

/// Pauses what the app does by itself until tomorrow, or ends the pause.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub struct PauseRequest {
    pub on: bool,
}

pub async fn schedule(engine: &Arc<Engine>, _: Nothing) -> Result<ScheduleView> {
    let settings = engine.settings()?;
    let enabled = settings.schedule.enabled && engine.folder().is_ok();
    let next_due = match enabled.then(|| engine.next_due(&settings)).transpose()? {
        Some(Next::Run { due, .. }) => Some(due),
        Some(Next::Wait(until)) => Some(until),
        None => None,
    };
    let (store, profile) = (engine.store()?, engine.profile_file(&settings));
    Ok(ScheduleView {
        enabled,
        time: settings.schedule.time.clone(),
        next_due,
        paused_until: engine.paused_until()?,
        start_at_login: engine.host.starts_at_login(),
        last: store.last_run(&profile)?,
        missed: store.last_missed(&profile)?,
    })
}

pub async fn pause(engine: &Arc<Engine>, request: PauseRequest) -> Result<ScheduleView> {
    let tomorrow = engine.clock.local().start_of_day().and_then(|day| day.checked_add(1.day()));
    let until = if request.on { tomorrow.ok().map(|day| day.timestamp()) } else { None };
    engine.pause(until)?;
    schedule(engine, Nothing {}).await
}

pub async fn set_start_at_login(engine: &Arc<Engine>, request: StartRequest) -> Result<ScheduleView> {
    engine.host.start_at_login(request.on)?;
    schedule(engine, Nothing {}).await
}

pub async fn close(engine: &Arc<Engine>, request: CloseRequest) -> Result<Nothing> {
    if request.remember {
        engine.set("ui.close_to_tray", if request.keep { "\"always\"" } else { "\"never\"" })?;
    }
    engine.host.close(request.keep);
    Ok(Nothing {})
}

pub async fn painted(engine: &Arc<Engine>, _: Nothing) -> Result<Nothing> {
    engine.host.painted();
    Ok(Nothing {})
}
