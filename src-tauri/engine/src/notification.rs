//! What is said to the reader on the desktop, and when nothing is.

use std::collections::BTreeSet;

use jiff::{Zoned, civil::Date};

use crate::{
    Engine,
    digest::{Digest, ListedPaper},
    error::{Error, Result},
    pipeline::RunOutcome,
    settings::{self, Settings},
    store::DigestKey,
    verdict::{Decision, Language},
};

/// Never more than this in a day.
const MOST_PER_DAY: u32 = 2;

/// Never more titles than this in one.
const MOST_NAMED: usize = 3;

/// The days that had to wait.
const PENDING: &str = "notifications.pending";

/// One notification: all that a finished run has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    pub title: String,
    pub body: String,
    /// The day that a click opens.
    pub date: Date,
}

/// Whether a notification may be shown now.
pub fn may_notify(settings: &settings::Notifications, now: &Zoned, sent_today: u32, focused: bool) -> bool {
    settings.enabled && !focused && sent_today < MOST_PER_DAY && !is_quiet(settings, now)
}

fn is_quiet(settings: &settings::Notifications, now: &Zoned) -> bool {
    // The settings were checked when they were read.
    let Ok(Some((from, to))) = settings::quiet_hours(&settings.quiet_hours) else {
        return false;
    };
    let minute = now.hour() as u16 * 60 + now.minute() as u16;
    if from <= to { (from..to).contains(&minute) } else { minute >= from || minute < to }
}

/// "24 篇推荐，公告 347 篇 — 首篇标题": what the digests of some days have to say, the oldest first. None without a digest.
/// `papers_above` names the recommended papers of at least that score instead of the first only.
pub fn of_digests(digests: &[Digest], papers_above: f64, language: Language) -> Option<Notification> {
    let newest = digests.last()?;
    let announced: u32 = digests.iter().filter_map(|digest| digest.ledger).map(|ledger| ledger.announced).sum();
    let recommended: u32 = digests.iter().map(|digest| digest.counts.recommend).sum();
    let counts = language.pick(
        format!("{recommended} 篇推荐，公告 {announced} 篇"),
        format!("{recommended} recommended of {announced} announced"),
    );
    let title = |paper: &ListedPaper| {
        let translated = &paper.verdict.analysis.translated_title;
        if language == Language::Chinese && !translated.is_empty() { translated.clone() } else { paper.title.clone() }
    };
    let outstanding = digests.iter().rev().flat_map(|digest| digest.judged(Decision::Recommend));
    let outstanding = outstanding.filter(|paper| papers_above > 0.0 && paper.verdict.score >= papers_above);
    let mut named: Vec<String> = outstanding.take(MOST_NAMED).map(title).collect();
    if named.is_empty() {
        named.extend(newest.papers.first().map(title));
    }
    let named = named.join(language.pick("；", "; "));
    let (date, days) = (newest.date, digests.len());
    let day = match days {
        1 => language.pick(
            format!("{} 月 {} 日研报", date.month(), date.day()),
            format!("Digest of {}", date.strftime("%-d %B")),
        ),
        _ => language.pick(format!("{days} 份研报"), format!("{days} digests")),
    };
    let body = if named.is_empty() { counts } else { format!("{counts} — {named}") };
    Some(Notification { title: format!("Arxiv LLM Daily · {day}"), body, date })
}

/// What is said once when the day's digest cannot be made.
pub fn of_failure(date: Date, error: &Error, language: Language) -> Notification {
    Notification {
        title: language.pick("Arxiv LLM Daily · 今日研报未能完成", "Arxiv LLM Daily · No digest today yet").into(),
        body: format!("{} {}", error.message, error.what_to_do),
        date,
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_focus_and_two_a_day() {
        let settings = |quiet: &str| settings::Notifications { quiet_hours: quiet.into(), ..Default::default() };
        for (quiet, time, sent, focused, may) in [
            ("22:00-08:00", "09:00", 0, false, true),
            ("22:00-08:00", "07:59", 0, false, false),
            ("22:00-08:00", "22:00", 0, false, false),
            ("12:00-13:00", "12:30", 0, false, false),
            ("12:00-13:00", "13:00", 0, false, true),
            ("", "03:00", 1, false, true),
            ("", "03:00", 2, false, false),
            ("", "03:00", 0, true, false),
        ] {
            let now: Zoned = format!("2026-01-09T{time}[UTC]").parse().unwrap();
            assert_eq!(may_notify(&settings(quiet), &now, sent, focused), may, "{quiet} {time} {sent} {focused}");
        }
    }
}
