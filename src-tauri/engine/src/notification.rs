//! What is said to the reader on the desktop, and when nothing is.

use jiff::{Zoned, civil::Date};

use crate::{
    digest::{Digest, ListedPaper},
    error::Error,
    settings,
    verdict::{Decision, Language},
    words,
};

/// Never more than this in a day.
const MOST_PER_DAY: u32 = 2;

/// Never more titles than this in one.
const MOST_NAMED: usize = 3;

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
    let recommended = words::RECOMMENDED.with(language, recommended);
    let counts =
        language.pick(format!("{recommended}，公告 {announced} 篇"), format!("{recommended} of {announced} announced"));
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
