//! What the program around the engine calls every half minute.

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::Engine;
use crate::{
    error::{Code, Error, Result},
    pipeline::EmptyKind,
    schedule::{Known, Next, Retry, next},
    settings::{Settings, When},
    store::Store,
};

/// The most that may lie between two ticks, by the wall clock.
pub const TICK: std::time::Duration = std::time::Duration::from_secs(30);

/// A run that starts later than this after it was due is explained.
const LATE: SignedDuration = SignedDuration::from_secs(60);

/// Two ticks that lie further apart than this had a machine asleep between them.
const ASLEEP: SignedDuration = SignedDuration::from_secs(120);

const FIRST_GAP: SignedDuration = SignedDuration::from_mins(10);
const LONGEST_GAP: SignedDuration = SignedDuration::from_hours(6);

const RETRY: &str = "schedule.retry";
const PAUSED: &str = "schedule.paused_until";
const NEXT_DUE: &str = "schedule.next_due";
const LAST_TICK: &str = "schedule.last_tick";
const EXPLAINED: &str = "schedule.explained";
const SETTLED: &str = "schedule.settled";
const INCIDENT: &str = "schedule.incident";

/// A day that arXiv was asked for and announced nothing on, under a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Settled {
    profile: String,
    date: Date,
}

/// A try that failed, for the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Failed {
    tried_at: Timestamp,
    not_before: Timestamp,
    /// Tries that failed one after another.
    times: u32,
}

/// What a tick came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tick {
    /// The schedule is switched off, or there is no data folder.
    Off,
    /// The reader is still being asked what they want.
    Guided,
    /// Nothing is due before this.
    Waits(Timestamp),
    /// Somebody else's run is going on.
    Busy,
    /// A digest was made, or there was nothing to make.
    Ran(Option<Date>),
    /// It could not be made; tried again by itself.
    Failed(Error),
}

impl Engine {
    /// Makes the digest that is due, if one is. `last` is the tick before in this process: what lies between explains why
    /// a run is late.
    pub async fn tick(&self, last: Option<Timestamp>) -> Result<Tick> {
        if self.folder().is_err() {
            return Ok(Tick::Off);
        }
        // A program that stays open for weeks has a backup of each day, whether a run is made on it or not.
        let day = |at: Timestamp| at.to_zoned(self.clock.zone()).date();
        if last.is_some_and(|last| day(last) != day(self.clock.now())) {
            self.care();
        }
        let settings = self.settings()?;
        self.notify_pending(&settings)?;
        if !settings.schedule.enabled {
            return Ok(Tick::Off);
        }
        if self.host.has_window() && self.guide()?.is_shown() {
            return Ok(Tick::Guided);
        }
        let now = self.clock.now();
        let next = self.next_due(&settings)?;
        let store = self.store()?;
        let due = match next {
            Next::Run { due, .. } => due,
            Next::Wait(until) => until,
        };
        if store.recall(NEXT_DUE)? != Some(due) {
            store.remember(NEXT_DUE, Some(&due))?;
        }
        let Next::Run { date, due } = next else {
            // Every write syncs the disk: what a start has to know of the last tick is good to some minutes.
            if store.recall::<Timestamp>(LAST_TICK)?.is_none_or(|at| now.duration_since(at).abs() > FIRST_GAP) {
                store.remember(LAST_TICK, Some(&now))?;
            }
            return Ok(Tick::Waits(due));
        };
        if self.running().is_some() {
            return Ok(Tick::Busy);
        }
        if now.duration_since(due) > LATE {
            self.explain(store, &settings, date, due, last)?;
        }
        store.remember(LAST_TICK, Some(&now))?;
        self.make(store, &settings, date).await
    }

    /// What the schedule asks for now.
    pub(crate) fn next_due(&self, settings: &Settings) -> Result<Next> {
        // The settings were checked when they were read.
        let when = When::parse(&settings.schedule.time).unwrap_or(When::Auto);
        let store = self.store()?;
        let profile = self.profile_file(settings);
        let stored = store.newest_finished_day(&profile)?;
        let settled = store.recall::<Settled>(SETTLED)?.filter(|settled| settled.profile == profile);
        let failed: Option<Failed> = store.recall(RETRY)?;
        let known = Known {
            done: stored.max(settled.map(|settled| settled.date)),
            retry: failed.map(|failed| Retry { tried_at: failed.tried_at, not_before: failed.not_before }),
            paused_until: store.recall(PAUSED)?,
        };
        Ok(next(self.clock.now(), &self.clock.zone(), when, &known))
    }

    /// A run that comes late leaves a record of why, once.
    fn explain(
        &self,
        store: &Store,
        settings: &Settings,
        date: Date,
        due: Timestamp,
        last: Option<Timestamp>,
    ) -> Result<()> {
        let now = self.clock.now();
        if store.recall::<Date>(EXPLAINED)? == Some(date) {
            return Ok(());
        }
        // Neither a first start nor a day whose tries are on record has anything to explain.
        let new = store.newest_finished_day(&self.profile_file(settings))?.is_none();
        let tried = store.recall::<Failed>(RETRY)?.is_some_and(|failed| failed.tried_at >= due);
        if !new && !tried {
            let local = |moment: Timestamp| moment.to_zoned(self.clock.zone()).strftime("%Y-%m-%d %H:%M").to_string();
            let (chinese, english) = match last {
                _ if store.recall::<Timestamp>(PAUSED)?.is_some_and(|until| until > due) => {
                    ("当时处于暂停", "it was paused")
                }
                None => ("应用当时没有运行", "the app was not running"),
                Some(last) if now.duration_since(last) > ASLEEP => ("电脑当时在睡眠", "the machine was asleep"),
                Some(_) => ("时钟或定时设置有变动", "the clock or the schedule was changed"),
            };
            let (from, to) = (local(due), local(now));
            let message = self.language(settings).pick(
                format!("应在 {from} 运行，{to} 才开始：{chinese}。"),
                format!("Due at {from}, started at {to}: {english}."),
            );
            store.record_run(Some(date), &self.profile_file(settings), [due, now], "missed", &message, 0.0)?;
        }
        store.remember(EXPLAINED, Some(&date))
    }

    async fn make(&self, store: &Store, settings: &Settings, date: Date) -> Result<Tick> {
        let done = self.run(None, false).await;
        let now = self.clock.now();
        let failed: Option<Failed> = store.recall(RETRY)?;
        let times = failed.map_or(0, |failed| failed.times) + 1;
        let wait = |gap: SignedDuration| Failed { tried_at: now, not_before: now + gap, times };
        match done {
            Ok(outcome) => {
                let unconfirmed =
                    outcome.empty.as_ref().is_some_and(|empty| matches!(empty.kind, EmptyKind::Unconfirmed));
                // Answered with an older day's list: the day that is due is still to come.
                let behind = outcome.date.is_some_and(|made| made < date);
                if outcome.date.is_none() && !unconfirmed {
                    let profile = self.profile_file(settings);
                    store.remember(SETTLED, Some(&Settled { profile, date }))?;
                }
                let again = (unconfirmed || behind).then(|| wait(gap(times)));
                store.remember(RETRY, again.as_ref())?;
                store.remember::<Code>(INCIDENT, None)?;
                if let Err(error) = self.notify(&outcome) {
                    tracing::warn!("the notification was not shown: {error}");
                }
                Ok(Tick::Ran(outcome.date))
            }
            Err(error) if error.code == Code::Busy => Ok(Tick::Busy),
            // Nothing was sent to arXiv: the next tick may find a network.
            Err(error) if error.code == Code::Offline => {
                store.remember(RETRY, Some(&wait(SignedDuration::ZERO)))?;
                Ok(Tick::Failed(error))
            }
            Err(error) => {
                store.remember(RETRY, Some(&wait(gap(times))))?;
                if error.code != Code::Cancelled && store.recall::<Code>(INCIDENT)? != Some(error.code) {
                    store.remember(INCIDENT, Some(&error.code))?;
                    self.notify_failure(date, &error)?;
                }
                Ok(Tick::Failed(error))
            }
        }
    }

    /// Does nothing by itself until a moment; None ends the pause.
    pub fn pause(&self, until: Option<Timestamp>) -> Result<()> {
        self.store()?.remember(PAUSED, until.as_ref())
    }

    /// Until when nothing is done by itself, if that is still ahead.
    pub fn paused_until(&self) -> Result<Option<Timestamp>> {
        Ok(self.store()?.recall(PAUSED)?.filter(|until| *until > self.clock.now()))
    }
}

/// Ten minutes, doubling to six hours.
fn gap(times: u32) -> SignedDuration {
    let doubled = FIRST_GAP.checked_mul(1 << times.saturating_sub(1).min(10)).unwrap_or(LONGEST_GAP);
    doubled.min(LONGEST_GAP)
}

#[cfg(test)]
mod tests;
