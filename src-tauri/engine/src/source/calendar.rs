//! arXiv's announcement calendar. Source: <https://info.arxiv.org/help/availability.html>: announced Sunday to Thursday
//! at 20:00 Eastern, mailed with the date of the next day, Monday to Friday; holidays have no announcement.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::{
    Timestamp, ToSpan as _, Zoned,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{clock::ARXIV_ZONE, verdict::Language};

/// Local hour in New York at which the next day's list is announced.
const ANNOUNCED_AT: i8 = 20;

/// Local hour in New York at which submissions for the next announcement close.
const CLOSED_AT: i8 = 14;

/// What a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// There is a digest.
    Digest,
    Weekend,
    Holiday,
    /// arXiv has not announced it yet.
    NotAnnounced,
    /// arXiv announced, and nothing is stored here.
    Missed,
    /// A weekday on which arXiv's answer was empty, or an earlier day's: looked at again.
    Unconfirmed,
}

/// Evenings without an announcement, as arXiv publishes them.
#[derive(Debug, Deserialize)]
struct Holidays {
    deferred: BTreeMap<Date, String>,
}

/// Mailing dates without a list: the days after those evenings.
#[allow(clippy::expect_used, reason = "a file of ours, covered by the tests")]
static HOLIDAYS: LazyLock<BTreeMap<Date, String>> = LazyLock::new(|| {
    let file: Holidays = toml::from_str(include_str!("holidays.toml")).expect("a valid file of holidays");
    file.deferred.into_iter().map(|(evening, name)| (next(evening), name)).collect()
});

/// Why arXiv announces nothing on a date, if it announces nothing.
pub fn no_announcement(date: Date) -> Option<DayKind> {
    match date.weekday() {
        Weekday::Saturday | Weekday::Sunday => Some(DayKind::Weekend),
        _ if HOLIDAYS.contains_key(&date) => Some(DayKind::Holiday),
        _ => None,
    }
}

/// The name of a holiday.
pub fn holiday(date: Date) -> Option<&'static str> {
    HOLIDAYS.get(&date).map(String::as_str)
}

/// The newest mailing date that arXiv has announced at a moment (given in New York's time).
pub fn newest_announced(now: &Zoned) -> Date {
    let today = now.date();
    let mut date = if now.hour() >= ANNOUNCED_AT { next(today) } else { today };
    while no_announcement(date).is_some() {
        date = previous(date);
    }
    date
}

/// What a date is for somebody who has no digest of it.
pub fn kind(date: Date, now: &Zoned) -> DayKind {
    no_announcement(date)
        .unwrap_or_else(|| if date > newest_announced(now) { DayKind::NotAnnounced } else { DayKind::Missed })
}

/// The mailing date of a version by the time of its submission: submissions close at 14:00 on weekdays, and what is in by
/// then is announced with the next mailing. arXiv holds some papers back for days or weeks: those come later than this.
/// Source: <https://info.arxiv.org/help/availability.html>.
pub fn mailing_date(submitted: Timestamp) -> Date {
    let zone = TimeZone::get(ARXIV_ZONE).unwrap_or(TimeZone::UTC);
    let local = submitted.to_zoned(zone);
    let mut closed = if local.hour() >= CLOSED_AT { next(local.date()) } else { local.date() };
    while matches!(closed.weekday(), Weekday::Saturday | Weekday::Sunday) {
        closed = next(closed);
    }
    let mut mailed = next(closed);
    while no_announcement(mailed).is_some() {
        mailed = next(mailed);
    }
    mailed
}

/// When the feed is expected to carry the list of a date: around midnight in New York.
pub fn feed_changes_at(date: Date) -> Timestamp {
    let zone = TimeZone::get(ARXIV_ZONE).unwrap_or(TimeZone::UTC);
    date.at(0, 0, 0, 0).to_zoned(zone).map_or(Timestamp::UNIX_EPOCH, |midnight| midnight.timestamp())
}

/// The mailing dates of a range, oldest first.
pub fn mailing_dates(since: Date, until: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(since), |date| date.tomorrow().ok())
        .take_while(move |date| *date <= until)
        .filter(|date| no_announcement(*date).is_none())
}

/// One line that says why a day is empty.
pub fn explain(date: Date, kind: DayKind, language: Language) -> String {
    match kind {
        DayKind::Weekend => language.pick(
            format!("{date} 是周末，arXiv 周末不发布公告。"),
            format!("{date} is a weekend: arXiv announces nothing."),
        ),
        DayKind::Holiday => {
            let name = holiday(date).unwrap_or("");
            language.pick(
                format!("{date} 是 arXiv 假日（{name}），当天没有公告。"),
                format!("{date} is an arXiv holiday ({name}): nothing is announced."),
            )
        }
        DayKind::NotAnnounced => {
            language.pick(format!("arXiv 尚未公布 {date} 的公告。"), format!("arXiv has not announced {date} yet."))
        }
        DayKind::Missed | DayKind::Unconfirmed | DayKind::Digest => language.pick(
            format!("{date} 是工作日，但收到的列表是空的，尚未核实。"),
            format!("{date} is a weekday, but the list that came is empty: not confirmed yet."),
        ),
    }
}

fn next(date: Date) -> Date {
    date.saturating_add(1.day())
}

fn previous(date: Date) -> Date {
    date.saturating_sub(1.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_announced_date() {
        for (now, newest) in [
            ("2026-01-09T10:00", "2026-01-09"),
            ("2026-01-09T20:00", "2026-01-09"),
            ("2026-01-08T19:59", "2026-01-08"),
            ("2026-01-08T20:00", "2026-01-09"),
            ("2026-01-10T12:00", "2026-01-09"),
            ("2026-01-11T19:59", "2026-01-09"),
            ("2026-01-11T20:00", "2026-01-12"),
            // Thanksgiving's own list was announced the evening before; there is none on that evening.
            ("2026-11-26T12:00", "2026-11-26"),
            ("2026-11-26T21:00", "2026-11-26"),
            ("2026-11-27T21:00", "2026-11-26"),
            ("2026-11-29T20:00", "2026-11-30"),
        ] {
            let now: Zoned = format!("{now}[America/New_York]").parse().unwrap();
            assert_eq!(newest_announced(&now).to_string(), newest, "{now}");
        }
    }

    #[test]
    fn a_version_is_mailed_after_the_next_deadline() {
        for (submitted, mailed) in [
            // arXiv:1810.09584v2 and its OAI datestamp, as recorded.
            ("2019-01-13T11:17:09Z", "2019-01-15"),
            // Thursday before and at 14:00 in New York.
            ("2026-01-08T18:59:59Z", "2026-01-09"),
            ("2026-01-08T19:00:00Z", "2026-01-12"),
            // Friday before and after the deadline, and the weekend.
            ("2026-01-09T18:00:00Z", "2026-01-12"),
            ("2026-01-09T19:00:00Z", "2026-01-13"),
            ("2026-01-11T23:00:00Z", "2026-01-13"),
            // In summer 14:00 is four hours before 18:00 UTC.
            ("2026-07-14T17:59:59Z", "2026-07-15"),
            ("2026-07-14T18:00:00Z", "2026-07-16"),
            // What would be mailed on a holiday is mailed on the next day.
            ("2026-01-16T15:00:00Z", "2026-01-19"),
            ("2026-01-16T20:00:00Z", "2026-01-21"),
            ("2026-01-19T15:00:00Z", "2026-01-21"),
        ] {
            assert_eq!(mailing_date(submitted.parse().unwrap()).to_string(), mailed, "{submitted}");
        }
    }

    #[test]
    fn a_holidays_missing_list_is_that_of_the_day_after() {
        // As public collectors saw it: identifiers above all earlier ones, or none.
        for (date, has_list) in [
            ("2025-01-20", true),
            ("2025-01-21", false),
            ("2025-06-19", true),
            ("2025-06-20", false),
            ("2025-07-04", true),
            ("2025-07-07", false),
            ("2025-09-01", true),
            ("2025-09-02", false),
            ("2025-12-25", true),
            ("2025-12-26", false),
            ("2025-12-31", false),
            ("2026-01-01", true),
            ("2026-01-02", false),
            ("2026-01-19", true),
            ("2026-01-20", false),
        ] {
            assert_eq!(no_announcement(date.parse().unwrap()).is_none(), has_list, "{date}");
        }
    }

    /// Identifiers are given in the order of announcement: a day on which most of what collectors first saw lies above
    /// everything earlier had a list, and no other day had.
    #[test]
    fn the_days_with_a_list_are_those_on_which_new_identifiers_appeared() {
        let Some(data) = crate::source::real_data() else { return };
        let file = std::fs::File::open(data.join("papers.jsonl.gz")).unwrap();
        let lines = std::io::BufRead::lines(std::io::BufReader::new(flate2::read::GzDecoder::new(file)));
        let mut seen: BTreeMap<Date, Vec<String>> = BTreeMap::new();
        for line in lines.map(|line| line.unwrap()) {
            let id = line.split('"').nth(3).unwrap();
            let first = line.split_once("\"first_seen\": \"").and_then(|(_, rest)| rest.get(..10)?.parse().ok());
            if let Some(first) = first.filter(|_| id.starts_with("25") || id.starts_with("26")) {
                seen.entry(first).or_default().push(id.to_owned());
            }
        }
        let mut highest = String::new();
        for date in days("2025-12-22", "2026-01-30") {
            let mut ids = seen.remove(&date).unwrap_or_default();
            ids.sort();
            let has_list = ids.get(ids.len() / 2).is_some_and(|id| *id > highest);
            assert_eq!(no_announcement(date).is_none(), has_list, "{date}: {} papers", ids.len());
            highest = ids.pop().filter(|id| *id > highest).unwrap_or(highest);
        }
    }

    fn days(first: &str, last: &str) -> impl Iterator<Item = Date> {
        let last: Date = last.parse().unwrap();
        std::iter::successors(first.parse().ok(), |date: &Date| date.tomorrow().ok())
            .take_while(move |date| *date <= last)
    }

    #[test]
    fn every_day_has_a_kind() {
        let now: Zoned = "2026-01-09T10:00[America/New_York]".parse().unwrap();
        for (date, expected) in [
            ("2026-01-10", DayKind::Weekend),
            ("2026-01-12", DayKind::NotAnnounced),
            ("2026-01-08", DayKind::Missed),
            ("2026-01-02", DayKind::Holiday),
        ] {
            assert_eq!(kind(date.parse().unwrap(), &now), expected, "{date}");
        }
    }
}
