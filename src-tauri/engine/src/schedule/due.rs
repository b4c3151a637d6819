//! When a digest is due. Pure: what is known goes in, what is to be done comes out, so that ten years of sleeping laptops,
//! clock jumps and daylight saving can be tested in a minute.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use crate::{
    clock::ARXIV_ZONE,
    settings::When,
    source::calendar::{self, no_announcement},
};

/// The feed changes around midnight, New York's time; asked a little later, it has.
const FEED_LAG: SignedDuration = SignedDuration::from_mins(5);

/// What is known of runs when the next one is looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Known {
    /// The newest mailing date that needs nothing more: it has a digest, or arXiv is known to have announced nothing.
    pub done: Option<Date>,
    /// Set by a try that failed: when it was, and when to try again.
    pub retry: Option<Retry>,
    /// Nothing is done by itself before this.
    pub paused_until: Option<Timestamp>,
}

/// A try that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    pub tried_at: Timestamp,
    pub not_before: Timestamp,
}

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Make the digest of this mailing date, which was due at that moment.
    Run { date: Date, due: Timestamp },
    /// Nothing before this moment.
    Wait(Timestamp),
}

/// What the schedule asks for at a moment, in the reader's zone. Only the newest day that is due is asked for: a run
/// catches up older ones by itself.
pub fn next(now: Timestamp, zone: &TimeZone, when: When, known: &Known) -> Next {
    let newest = newest_due(now, zone, when);
    let (date, due) = match newest {
        (date, due) if known.done.is_none_or(|done| date > done) => (date, due),
        (date, _) => {
            // A clock that was set back has days behind it that lie ahead: those are done too.
            let after = following(known.done.unwrap_or(date).max(date));
            return Next::Wait(paused(due_at(after, zone, when), known));
        }
    };
    let earliest = match known.retry {
        // A try in the future is one of a clock that has been set back since.
        Some(retry) if retry.tried_at <= now => retry.not_before,
        _ => now,
    };
    let earliest = paused(earliest, known);
    if earliest <= now { Next::Run { date, due } } else { Next::Wait(earliest) }
}

fn paused(moment: Timestamp, known: &Known) -> Timestamp {
    known.paused_until.map_or(moment, |until| until.max(moment))
}

/// The newest mailing date that is due, and since when.
fn newest_due(now: Timestamp, zone: &TimeZone, when: When) -> (Date, Timestamp) {
    let mut date = calendar::newest_announced(&now.to_zoned(arxiv_zone()));
    loop {
        let due = due_at(date, zone, when);
        if due <= now {
            return (date, due);
        }
        date = preceding(date);
    }
}

/// When the digest of a mailing date is due.
pub fn due_at(date: Date, zone: &TimeZone, when: When) -> Timestamp {
    let midnight = date.to_zoned(arxiv_zone()).map(|zoned| zoned.timestamp()).unwrap_or(Timestamp::MAX);
    let listed = midnight.saturating_add(FEED_LAG).unwrap_or(Timestamp::MAX);
    let When::At(time) = when else {
        return listed;
    };
    let local = listed.to_zoned(zone.clone());
    let days = std::iter::successors(Some(local.date()), |day| day.tomorrow().ok());
    // A time that daylight saving skips is taken as the one after the gap; a local day that a zone skips has none.
    let moments = days.take(3).filter_map(|day| day.to_datetime(time).to_zoned(zone.clone()).ok());
    moments.map(|moment| moment.timestamp()).into_iter().find(|moment| *moment >= listed).unwrap_or(listed)
}

fn arxiv_zone() -> TimeZone {
    static ZONE: std::sync::LazyLock<TimeZone> =
        std::sync::LazyLock::new(|| TimeZone::get(ARXIV_ZONE).unwrap_or(TimeZone::UTC));
    ZONE.clone()
}

fn following(date: Date) -> Date {
    let after = std::iter::successors(date.tomorrow().ok(), |date| date.tomorrow().ok());
    after.into_iter().find(|date| no_announcement(*date).is_none()).unwrap_or(Date::MAX)
}

fn preceding(date: Date) -> Date {
    let before = std::iter::successors(date.yesterday().ok(), |date| date.yesterday().ok());
    before.into_iter().find(|date| no_announcement(*date).is_none()).unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests;
