//! What the quoted lines under the title say: when, how many, and how they were judged.

use std::sync::LazyLock;

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use regex::Regex;

use super::{
    fields::{self, pattern},
    labels::{BOTH, Labels},
    one_line,
    render::ZONE,
};
use crate::{digest::Counts, ledger::Tally, verdict::Decision};

/// `> **更新时间**：…`, with the colon within the bold or without, the quote mark or without.
static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:[>*-]\s*)?\*\*(.+?)(?:\*\*\s*[:：]|[:：]\s*\*\*)\s*(.*)$"));
static TIME: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?"));
static NAMED_TIME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|[/\\])summary_(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)"));
static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d{1,9}"));

/// The quoted lines under the title.
#[derive(Default)]
pub(super) struct Quoted {
    /// The moment, and the day as it is written.
    pub updated: Option<(Timestamp, Date)>,
    pub listed: Option<u32>,
    pub counts: Option<Counts>,
    pub ledger: Option<Tally>,
    pub sample: bool,
    /// Who made it: what stands after `By`.
    pub by: Option<String>,
}

impl Quoted {
    /// What the lines above the first section say.
    pub fn of(lines: &[String]) -> Self {
        let mut quoted = Self::default();
        for found in lines.iter().filter_map(|line| QUOTED.captures(line)) {
            quoted.take(&found[1], &found[2]);
        }
        quoted
    }

    fn take(&mut self, label: &str, value: &str) {
        let is = |of: fn(&Labels) -> &'static str| BOTH.iter().any(|labels| of(labels) == label);
        let numbers = || NUMBER.find_iter(value).filter_map(|number| number.as_str().parse::<u32>().ok());
        if is(|l| l.updated) {
            self.updated = time(value);
        } else if is(|l| l.listed) {
            self.listed = numbers().next();
        } else if is(|l| l.distribution) {
            self.counts = distribution(value);
        } else if is(|l| l.announced) {
            if let [announced, judged, filtered, failed] = numbers().collect::<Vec<_>>()[..] {
                self.ledger = Some(Tally { announced, judged, filtered, failed });
            }
        } else if is(|l| l.generated) {
            let by = one_line(value.trim_start_matches("By "));
            self.by = Some(by).filter(|by| !by.is_empty());
        } else if is(|l| l.sample) {
            self.sample = true;
        }
    }
}

/// `⭐推荐 8 篇 | 📌边缘可看 7 篇 | ❌不推荐 5 篇`.
fn distribution(value: &str) -> Option<Counts> {
    let mut counts = Counts::default();
    let mut found = 0;
    for part in value.split('|') {
        let number = NUMBER.find(part)?.as_str().parse().ok()?;
        match fields::decision(NUMBER.replace(part, "").trim_end_matches([' ', '篇']))? {
            Decision::Recommend => counts.recommend = number,
            Decision::Borderline => counts.borderline = number,
            Decision::Skip => counts.skip = number,
        }
        found += 1;
    }
    (found == 3).then_some(counts)
}

/// `2026-01-09 21:30:45`, in UTC+8: the moment, and the day as it is written.
fn time(value: &str) -> Option<(Timestamp, Date)> {
    let found = TIME.captures(value)?;
    let part = |at: usize| found.get(at).map_or(Some(0), |part| part.as_str().parse::<i16>().ok());
    let local = civil([part(1)?, part(2)?, part(3)?, part(4)?, part(5)?, part(6)?])?;
    Some((ZONE.to_timestamp(local).ok()?, local.date()))
}

/// The time in `summary_20260109_132836.md`, which is UTC, and its day in UTC+8.
pub(super) fn time_of_name(name: &str) -> Option<(Timestamp, Date)> {
    let found = NAMED_TIME.captures(name)?;
    let mut parts = [0; 6];
    for (at, part) in parts.iter_mut().enumerate() {
        *part = found[at + 1].parse().ok()?;
    }
    let moment = civil(parts)?.to_zoned(TimeZone::UTC).ok()?.timestamp();
    Some((moment, ZONE.to_datetime(moment).date()))
}

fn civil([year, month, day, hour, minute, second]: [i16; 6]) -> Option<DateTime> {
    let small = |number: i16| i8::try_from(number).ok();
    DateTime::new(year, small(month)?, small(day)?, small(hour)?, small(minute)?, small(second)?, 0).ok()
}
