//! The schedule under a clock of our own: single cases first, then years of a laptop that sleeps, travels and is set
//! wrong.

use std::collections::HashMap;

use jiff::{SignedDuration, Span, civil::Time};

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn when_a_day_is_due() {
    for (date, zone, when, due) in [
        ("2026-01-09", "UTC", "auto", "2026-01-09T05:05:00Z"),
        // New York's summer.
        ("2026-07-09", "UTC", "auto", "2026-07-09T04:05:00Z"),
        ("2026-01-09", "Asia/Shanghai", "08:30", "2026-01-10T00:30:00Z"),
        ("2026-01-09", "Asia/Shanghai", "13:30", "2026-01-09T05:30:00Z"),
        ("2026-01-09", "Europe/Berlin", "07:00", "2026-01-09T06:00:00Z"),
        // The half hour that Berlin skips is taken after the gap.
        ("2026-03-27", "Europe/Berlin", "02:30", "2026-03-28T01:30:00Z"),
        ("2026-03-30", "America/New_York", "00:00", "2026-03-31T04:00:00Z"),
        // Samoa had no 30 December 2011.
        ("2011-12-30", "Pacific/Apia", "18:00", "2011-12-31T04:00:00Z"),
    ] {
        let zone = TimeZone::get(zone).unwrap();
        assert_eq!(due_at(date.parse().unwrap(), &zone, When::parse(when).unwrap()), at(due), "{date} {when}");
    }
}

#[test]
fn what_is_asked_for() {
    let day = |text: &str| Some(text.parse().unwrap());
    let run = |date: &str, due: &str| Next::Run { date: date.parse().unwrap(), due: at(due) };
    let retry = |tried: &str, then: &str| Some(Retry { tried_at: at(tried), not_before: at(then) });
    for (what, now, known, expected) in [
        ("a first start", "2026-01-09T12:00:00Z", Known::default(), run("2026-01-09", "2026-01-09T05:05:00Z")),
        (
            "announced, but not in the feed yet",
            "2026-01-09T02:00:00Z",
            Known { done: day("2026-01-08"), ..Known::default() },
            Next::Wait(at("2026-01-09T05:05:00Z")),
        ),
        (
            "done: the next is Monday's",
            "2026-01-09T12:00:00Z",
            Known { done: day("2026-01-09"), ..Known::default() },
            Next::Wait(at("2026-01-12T05:05:00Z")),
        ),
        (
            "a holiday is not waited for",
            "2026-11-26T12:00:00Z",
            Known { done: day("2026-11-26"), ..Known::default() },
            Next::Wait(at("2026-11-30T05:05:00Z")),
        ),
        (
            "a try that failed is left alone for a while",
            "2026-01-09T12:00:00Z",
            Known { retry: retry("2026-01-09T11:55:00Z", "2026-01-09T12:05:00Z"), ..Known::default() },
            Next::Wait(at("2026-01-09T12:05:00Z")),
        ),
        (
            "a try from a future that was only a wrong clock's counts for nothing",
            "2026-01-09T12:00:00Z",
            Known { retry: retry("2027-01-09T11:55:00Z", "2027-01-09T12:05:00Z"), ..Known::default() },
            run("2026-01-09", "2026-01-09T05:05:00Z"),
        ),
        (
            "paused",
            "2026-01-09T12:00:00Z",
            Known { paused_until: Some(at("2026-01-10T00:00:00Z")), ..Known::default() },
            Next::Wait(at("2026-01-10T00:00:00Z")),
        ),
        (
            "a clock that was set back has digests of days ahead",
            "2026-01-07T12:00:00Z",
            Known { done: day("2026-01-09"), ..Known::default() },
            Next::Wait(at("2026-01-12T05:05:00Z")),
        ),
    ] {
        assert_eq!(next(at(now), &TimeZone::UTC, When::Auto, &known), expected, "{what}");
    }
}

/// Zones with half hours, both hemispheres' summers, odd dates of change, a skipped day, and none of it.
const ZONES: [&str; 40] = [
    "UTC",
    "Asia/Shanghai",
    "America/New_York",
    "Europe/Berlin",
    "Europe/London",
    "America/Los_Angeles",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Australia/Adelaide",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Pacific/Chatham",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "Pacific/Marquesas",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/Caracas",
    "America/Mexico_City",
    "America/Halifax",
    "America/Anchorage",
    "America/Godthab",
    "Atlantic/Azores",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Asia/Tehran",
    "Asia/Jerusalem",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Pyongyang",
    "Asia/Hong_Kong",
    "Asia/Singapore",
    "Europe/Moscow",
    "Europe/Istanbul",
];

/// A wall-clock tick of the app.
const TICK: SignedDuration = SignedDuration::from_secs(30);

/// A laptop with an app on it, and what has happened to them. `now` is the true time; the laptop shows `now + skew`.
struct Laptop {
    random: fastrand::Rng,
    now: Timestamp,
    skew: SignedDuration,
    zone: TimeZone,
    when: When,
    online: bool,
    known: Known,
    /// Successful runs of each mailing date.
    runs: HashMap<Date, u32>,
    steps: u64,
}

impl Laptop {
    fn shown(&self) -> Timestamp {
        self.now + self.skew
    }

    /// One tick: the schedule is asked, and what it says is done.
    fn tick(&mut self) {
        self.steps += 1;
        let shown = self.shown();
        let Next::Run { date, due } = next(shown, &self.zone, self.when, &self.known) else {
            return;
        };
        assert!(due <= shown, "{date} was run before it was due");
        assert!(no_announcement(date).is_none(), "{date} has no announcement");
        assert!(self.known.paused_until.is_none_or(|until| until <= shown), "{date} was run in a pause");
        // Offline is tried at every tick; a server that is in trouble after ten minutes. With a clock that runs ahead,
        // arXiv has not announced what the schedule asks for.
        let announced = date <= newest_due(self.now, &self.zone, When::Auto).0;
        let wait = if !self.online {
            Some(TICK)
        } else if !announced {
            Some(SignedDuration::from_hours(1))
        } else if self.random.u8(..20) == 0 {
            Some(SignedDuration::from_mins(10))
        } else {
            None
        };
        if let Some(wait) = wait {
            self.known.retry = Some(Retry { tried_at: shown, not_before: shown + wait });
            return;
        }
        self.known.done = Some(date);
        self.known.retry = None;
        *self.runs.entry(date).or_default() += 1;
        assert_eq!(self.runs[&date], 1, "{date} was run twice");
    }

    /// Awake for some time, with the app running: ticks wherever one could do something.
    fn awake(&mut self, time: SignedDuration) {
        let end = self.now + time;
        while self.now < end {
            self.tick();
            let step = match next(self.shown(), &self.zone, self.when, &self.known) {
                Next::Run { .. } => TICK,
                // Between two moments of interest a tick asks and does nothing: only the last before it is made.
                Next::Wait(until) => until.duration_since(self.shown()).max(TICK),
            };
            // The tick falls anywhere in its half minute.
            let late = SignedDuration::from_secs(self.random.i64(0..30));
            self.now = (self.now + step + late).min(end);
        }
    }

    /// An hour of being awake, online and unpaused with a right clock is enough for whatever is due.
    fn settles(&mut self) {
        (self.skew, self.online, self.known.paused_until) = (SignedDuration::ZERO, true, None);
        let (date, due) = newest_due(self.now, &self.zone, self.when);
        self.awake(SignedDuration::from_hours(1));
        assert!(
            self.known.done.is_some_and(|done| done >= date),
            "{date} was due at {due} and not run by {} ({:?})",
            self.now,
            self.known
        );
    }

    /// What happens to laptops.
    fn live(&mut self) {
        let hours = |random: &mut fastrand::Rng, most: i64| SignedDuration::from_secs(random.i64(60..most * 3600));
        match self.random.u8(..100) {
            // Closed for the night, or for a holiday of three weeks.
            0..35 => self.now += hours(&mut self.random, 14),
            35..37 => self.now += hours(&mut self.random, 500),
            37..80 => {
                let time = hours(&mut self.random, 10);
                self.awake(time);
            }
            80..86 => self.online = !self.online,
            86..89 => {
                let minutes = self.random.i64(-90 * 24 * 60..90 * 24 * 60);
                self.skew = SignedDuration::from_mins(minutes);
            }
            89..92 => self.skew = SignedDuration::ZERO,
            92..94 => self.zone = TimeZone::get(ZONES[self.random.usize(..ZONES.len())]).unwrap(),
            94..96 => {
                let until = self.shown() + hours(&mut self.random, 24);
                self.known.paused_until = Some(until);
            }
            _ => self.settles(),
        }
    }
}

/// Ten years in each zone. `SCHEDULE_YEARS` says how many there are to be; by default two, which is enough for every
/// change of daylight saving.
#[test]
fn years_of_sleeping_travelling_and_wrong_clocks() {
    let years: i64 = std::env::var("SCHEDULE_YEARS").ok().and_then(|years| years.parse().ok()).unwrap_or(2);
    let mut steps = 0;
    for (seed, zone) in ZONES.iter().enumerate() {
        let mut random = fastrand::Rng::with_seed(seed as u64);
        let when = match random.u8(..3) {
            0 => When::At(Time::new(random.i8(0..24), random.i8(0..60), 0, 0).unwrap()),
            _ => When::Auto,
        };
        let start = at("2025-06-01T00:00:00Z");
        let zone = TimeZone::get(zone).unwrap();
        let (known, runs, skew) = (Known::default(), HashMap::new(), SignedDuration::ZERO);
        let mut laptop = Laptop { random, now: start, skew, zone, when, online: true, known, runs, steps: 0 };
        let end = start.to_zoned(TimeZone::UTC).checked_add(Span::new().years(years)).unwrap().timestamp();
        while laptop.now < end {
            laptop.live();
            if laptop.known.done.is_some_and(|done| done > newest_due(laptop.now, &laptop.zone, When::Auto).0) {
                // A digest of a day ahead would keep the right days from being made; there can be none.
                panic!("a day was done before arXiv announced it: {:?} at {}", laptop.known, laptop.now);
            }
        }
        steps += laptop.steps;
        assert!(laptop.runs.len() > years as usize * 50, "{} runs", laptop.runs.len());
    }
    println!("{steps} steps");
}

/// A quiet desktop that is always on makes exactly one run a day, within a minute of its being due.
#[test]
fn an_ordinary_year_has_one_run_a_day_within_a_minute() {
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let mut known = Known { done: Some("2025-12-31".parse().unwrap()), ..Known::default() };
    let mut now = at("2026-01-01T00:00:07Z");
    let mut made = Vec::new();
    while now < at("2027-01-01T00:00:00Z") {
        now = match next(now, &zone, When::Auto, &known) {
            Next::Run { date, due } => {
                assert!(now.duration_since(due) <= SignedDuration::from_secs(60), "{date}: {now}");
                made.push(date);
                known.done = Some(date);
                now + TICK
            }
            Next::Wait(until) => {
                let ticks = until.duration_since(now).as_secs() / 30;
                now + TICK * i32::try_from(ticks.max(1)).unwrap()
            }
        };
    }
    let expected: Vec<Date> =
        calendar::mailing_dates("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap()).collect();
    assert_eq!(made, expected);
}
