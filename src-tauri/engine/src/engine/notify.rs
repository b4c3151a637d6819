//! When the reader is told of something on the desktop.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Engine;
use crate::{
    error::{Error, Result},
    notification::{Notification, may_notify, of_digests, of_failure},
    pipeline::RunOutcome,
    settings::Settings,
    store::DigestKey,
};

/// The days that had to wait.
const PENDING: &str = "notifications.pending";

impl Engine {
    /// Tells the reader on the desktop what a run came to, once, if this is a moment to do so; in quiet hours it waits.
    pub fn notify(&self, outcome: &RunOutcome) -> Result<()> {
        let (Some(date), true) = (outcome.date, outcome.changed) else {
            return Ok(());
        };
        let store = self.store()?;
        let mut waiting: BTreeSet<Date> = store.recall(PENDING)?.unwrap_or_default();
        waiting.insert(date);
        self.tell_of(&self.settings()?, waiting)
    }

    /// Says what had to wait, all of it in one, as soon as this is a moment to do so.
    pub(crate) fn notify_pending(&self, settings: &Settings) -> Result<()> {
        match self.store()?.recall::<BTreeSet<Date>>(PENDING)? {
            Some(waiting) => self.tell_of(settings, waiting),
            None => Ok(()),
        }
    }

    /// Says that the day's digest cannot be made. Unlike a digest, this does not wait for a better hour.
    pub(crate) fn notify_failure(&self, date: Date, error: &Error) -> Result<()> {
        let settings = self.settings()?;
        if self.may_notify(&settings)? {
            self.show(&of_failure(date, error, self.language(&settings)))?;
        }
        Ok(())
    }

    fn tell_of(&self, settings: &Settings, dates: BTreeSet<Date>) -> Result<()> {
        let store = self.store()?;
        // Who looks at the window sees it there.
        if !settings.notifications.enabled || self.host.is_focused() {
            return store.remember::<BTreeSet<Date>>(PENDING, None);
        }
        if !self.may_notify(settings)? {
            return store.remember(PENDING, Some(&dates));
        }
        let profile = self.profile_file(settings);
        let mut digests = Vec::new();
        for date in dates {
            if let Some(row) = store.shown_row(DigestKey { profile: &profile, date })? {
                digests.push(store.digest(&row)?);
            }
        }
        store.remember::<BTreeSet<Date>>(PENDING, None)?;
        match of_digests(&digests, settings.notifications.papers_above, self.language(settings)) {
            Some(notification) => self.show(&notification),
            None => Ok(()),
        }
    }

    fn may_notify(&self, settings: &Settings) -> Result<bool> {
        let now = self.clock.local();
        let midnight = now.start_of_day().map(|day| day.timestamp()).unwrap_or(self.clock.now());
        let sent = self.store()?.notified_since(midnight)?;
        Ok(may_notify(&settings.notifications, &now, sent, self.host.is_focused()))
    }

    fn show(&self, notification: &Notification) -> Result<()> {
        let Notification { title, body, date } = notification;
        self.store()?.record_notification(self.clock.now(), *date, title, body)?;
        self.host.notify(notification);
        Ok(())
    }
}
