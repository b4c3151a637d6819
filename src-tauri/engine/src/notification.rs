//! What is said to the reader on the desktop, and when nothing is.

use jiff::Zoned;

use crate::{digest::Digest, settings, verdict::Language};

/// Never more than this in a day.
const MOST_PER_DAY: u32 = 2;

/// One notification: all that a finished run has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    pub title: String,
    pub body: String,
    /// The day that a click opens.
    pub date: jiff::civil::Date,
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

/// "24 篇推荐，公告 347 篇 — 首篇标题".
pub fn of_digest(digest: &Digest, language: Language) -> Notification {
    let announced = digest.ledger.map_or(0, |ledger| ledger.announced);
    let recommended = digest.counts.recommend;
    let counts = language.pick(
        format!("{recommended} 篇推荐，公告 {announced} 篇"),
        format!("{recommended} recommended of {announced} announced"),
    );
    let first = digest.papers.first().map(|paper| {
        let translated = &paper.verdict.analysis.translated_title;
        if language == Language::Chinese && !translated.is_empty() { translated.clone() } else { paper.title.clone() }
    });
    let date = digest.date;
    let day = language
        .pick(format!("{} 月 {} 日研报", date.month(), date.day()), format!("Digest of {}", date.strftime("%-d %B")));
    Notification {
        title: format!("Arxiv LLM Daily · {day}"),
        body: first.map_or(counts.clone(), |first| format!("{counts} — {first}")),
        date,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_focus_and_two_a_day() {
        let settings = |quiet: &str| settings::Notifications { enabled: true, quiet_hours: quiet.into() };
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
