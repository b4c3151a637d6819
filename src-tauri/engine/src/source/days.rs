//! The list of a past day, put together from what arXiv knows of its papers today.
//!
//! **How mailing dates, datestamps and submissions relate.** Submissions close at 14:00 in New York on weekdays; what is
//! in by then is announced at 20:00 (what closed on Friday, on Sunday) and mailed with the date of the next day, which is D.
//! arXiv's OAI-PMH changes with the announcement, around midnight UTC, so that a record of that night has the datestamp D:
//! arXiv:1810.09584v2, submitted on Sunday 2019-01-13, was mailed on Tuesday 2019-01-15, and that is its datestamp. But a
//! record has one datestamp, its last one: a later version, a cross-list, or a journal reference moves it. Hence:
//!
//! - To rebuild D, records from D until today are needed, and not only those of D.
//! - A version belongs to D when its submission was due then (`calendar::mailing_date`): version 1 as new (as a cross-list,
//!   where the primary category is not followed), a later one as a replacement. This is exact but for what arXiv held back.
//! - A record of datestamp D none of whose versions was due then was held back and is new, or it was cross-listed, or only
//!   its metadata changed. OAI-PMH does not say which. It is taken as new when the list of its due day is here and does
//!   not hold it, and as a cross-list when its primary category is not followed; both only within `RECENT` days after it
//!   was due, because a change that comes later is nearly always one of metadata.
//! - A journal reference is processed with an announcement too, without being mailed: one more change that is none.
//! - What a stored list of an earlier day holds, or one whose digest is made, is not listed once more. When all that was
//!   due on D is in later lists, D was a holiday that the calendar does not know; when only some of it is, the feed
//!   repeated it.
//!
//! Sources: <https://info.arxiv.org/help/availability.html>, <https://info.arxiv.org/help/oa/index.html>.
//!
//! So the membership can differ from the feed's, by papers that were held back or cross-listed late; a day that was made
//! this way is marked as reconstructed. The text is that of the newest version: no source gives older ones.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{ToSpan as _, civil::Date};

use super::{Record, calendar};
use crate::{
    filter,
    paper::{AnnounceType, Announced, ArxivId, Paper},
};

/// Days after its due day in which an unexplained change of a record is taken for an announcement.
const RECENT: i64 = 30;

/// A stored list that holds a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listing {
    pub date: Date,
    pub version: u32,
    /// A digest of that day is made, which reported the paper.
    pub reported: bool,
}

/// The lists of some days.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    pub lists: BTreeMap<Date, Vec<Announced>>,
    /// The days for which anything at all was due that arXiv has announced, followed or not.
    pub announced: BTreeSet<Date>,
}

/// Sorts records into the lists of the days that are wanted. `followed`: the categories of the settings. `listed`: the
/// stored lists that hold a paper. `has_list`: whether the list of a day is stored.
pub fn lists(
    records: &[Record],
    wanted: &BTreeSet<Date>,
    followed: &[String],
    listed: &HashMap<ArxivId, Vec<Listing>>,
    has_list: &dyn Fn(Date) -> bool,
) -> Lists {
    let mut found = Lists::default();
    // Whether all that was due on a day is in later lists.
    let mut put_off: BTreeMap<Date, bool> = BTreeMap::new();
    for record in records.iter().filter(|record| !record.deleted) {
        let due: Vec<(u32, Date)> =
            record.versions.iter().map(|(version, at)| (*version, calendar::mailing_date(*at))).collect();
        found.announced.extend(due.iter().map(|(_, date)| *date));
        let paper = &record.paper;
        if !paper.categories.iter().any(|category| filter::holds(followed, category)) {
            continue;
        }
        let is_primary = paper.categories.first().is_some_and(|category| filter::holds(followed, category));
        let listed = listed.get(&paper.id).map_or(&[][..], Vec::as_slice);
        let may_be_late = |due: Date| listed.is_empty() && !wanted.contains(&due) && (!is_primary || has_list(due));
        for &date in wanted {
            if let Some((version, how)) = place(record, date, &due, is_primary, listed, &may_be_late) {
                let announced = Announced { paper: Paper { version, ..paper.clone() }, announce_type: how };
                let is_later = listed.iter().any(|one| one.version == version && one.date > date);
                found.lists.entry(date).or_default().push(announced);
                *put_off.entry(date).or_insert(true) &= is_later;
            }
        }
    }
    found.lists.retain(|date, _| put_off.get(date) != Some(&true));
    for list in found.lists.values_mut() {
        // As in arXiv's lists: new ones first, each part by identifier.
        list.sort_by(|a, b| (a.announce_type, &a.paper.id).cmp(&(b.announce_type, &b.paper.id)));
    }
    found
}

/// Under which version, and as what, a record was in the list of a day. `may_be_late`: whether what was due on a day can
/// be what was announced later.
fn place(
    record: &Record,
    date: Date,
    due: &[(u32, Date)],
    is_primary: bool,
    listed: &[Listing],
    may_be_late: &dyn Fn(Date) -> bool,
) -> Option<(u32, AnnounceType)> {
    use AnnounceType::{Cross, New, Replace, ReplaceCross};
    // The highest version that was due on that day; two within a day are announced as one.
    if let Some(&(version, _)) = due.iter().rev().find(|(_, mailed)| *mailed == date) {
        let is_taken = |one: &Listing| one.version == version && (one.date < date || (one.reported && one.date > date));
        if listed.iter().any(is_taken) {
            return None;
        }
        let is_first = due.iter().any(|(version, mailed)| *version == 1 && *mailed == date);
        let how = match (is_first, is_primary) {
            (true, true) => New,
            (true, false) => Cross,
            (false, true) => Replace,
            (false, false) => ReplaceCross,
        };
        return Some((version, how));
    }
    let (version, last) = due.last().copied()?;
    let is_recent = last < date && date <= last.saturating_add(RECENT.days());
    if record.datestamp != Some(date) || !is_recent || !may_be_late(last) {
        return None;
    }
    match is_primary {
        false => Some((version, Cross)),
        true => (version == 1).then_some((version, New)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(categories: &[&str], versions: &[&str], datestamp: &str) -> Record {
        let versions: Vec<_> = (1..).zip(versions.iter().map(|at| at.parse().unwrap())).collect();
        let paper = Paper {
            id: "2601.00001".parse().unwrap(),
            version: versions.len() as u32,
            title: String::new(),
            authors: vec![],
            categories: categories.iter().map(|c| c.to_string()).collect(),
            summary: String::new(),
            comment: None,
            url: String::new(),
        };
        let datestamp = Some(datestamp.parse().unwrap());
        Record { paper, datestamp, created: None, updated: None, versions, withdrawn: false, deleted: false }
    }

    #[test]
    fn a_record_is_in_the_list_of_the_day_on_which_it_was_announced() {
        use AnnounceType::{Cross, New, Replace, ReplaceCross};
        // Due on Friday 2026-01-09, on Monday the 12th, and in November.
        let (friday, monday, november) = ("2026-01-08T12:00:00Z", "2026-01-09T12:00:00Z", "2025-11-12T12:00:00Z");
        let cl = &["cs.CL"][..];
        let cross = &["math.CO", "cs.CL"][..];
        let (nowhere, tuesday) = (None, Some("2026-01-06"));
        for (what, categories, versions, datestamp, listed, has_list, expected) in [
            ("new", cl, &[friday][..], "2026-01-09", nowhere, false, Some((1, New))),
            ("changed since", cl, &[friday], "2026-02-02", nowhere, false, Some((1, New))),
            ("revised since", cl, &[friday, monday], "2026-01-12", nowhere, false, Some((1, New))),
            ("new, elsewhere", cross, &[friday], "2026-01-09", nowhere, false, Some((1, Cross))),
            ("a new version", cl, &[november, friday], "2026-01-09", nowhere, false, Some((2, Replace))),
            (
                "a new version, elsewhere",
                cross,
                &[november, friday],
                "2026-01-09",
                nowhere,
                false,
                Some((2, ReplaceCross)),
            ),
            ("two versions in a day", cl, &[friday, friday], "2026-01-09", nowhere, false, Some((2, New))),
            ("of another day", cl, &[monday], "2026-01-12", nowhere, false, None),
            ("not followed", &["math.CO"], &[friday], "2026-01-09", nowhere, false, None),
            ("held back", cl, &["2026-01-05T12:00:00Z"], "2026-01-09", nowhere, true, Some((1, New))),
            ("held back, but its list is not here", cl, &["2026-01-05T12:00:00Z"], "2026-01-09", nowhere, false, None),
            ("metadata of a listed paper", cl, &["2026-01-05T12:00:00Z"], "2026-01-09", tuesday, true, None),
            ("what a holiday put off", cl, &[friday], "2026-01-12", Some("2026-01-12"), false, None),
            ("listed on that very day", cl, &[friday], "2026-01-09", Some("2026-01-09"), true, Some((1, New))),
            ("cross-listed late", cross, &["2026-01-05T12:00:00Z"], "2026-01-09", nowhere, false, Some((1, Cross))),
            ("metadata of an old paper", cross, &[november], "2026-01-09", nowhere, false, None),
        ] {
            let wanted = BTreeSet::from(["2026-01-09".parse().unwrap()]);
            let listed = listed.map(|day| ("2601.00001".parse().unwrap(), vec![listing(day, false)]));
            let given = lists(
                &[record(categories, versions, datestamp)],
                &wanted,
                &["cs.CL".to_owned()],
                &listed.into_iter().collect(),
                &|_| has_list,
            );
            let given: Vec<_> =
                given.lists.into_values().flatten().map(|a| (a.paper.version, a.announce_type)).collect();
            assert_eq!(given, Vec::from_iter(expected), "{what}");
        }
    }

    fn listing(day: &str, reported: bool) -> Listing {
        Listing { date: day.parse().unwrap(), version: 1, reported }
    }

    #[test]
    fn what_the_feed_repeats_later_stays_on_its_day_unless_it_was_reported() {
        let friday = "2026-01-08T12:00:00Z";
        let [mut repeated, other] =
            [record(&["cs.CL"], &[friday], "2026-01-13"), record(&["cs.CL"], &[friday], "2026-01-09")];
        repeated.paper.id = "2601.00002".parse().unwrap();
        for (reported, count) in [(false, 2), (true, 1)] {
            let listed = HashMap::from([(repeated.paper.id.clone(), vec![listing("2026-01-13", reported)])]);
            let wanted = BTreeSet::from(["2026-01-09".parse().unwrap()]);
            let records = [repeated.clone(), other.clone()];
            let given = lists(&records, &wanted, &["cs.CL".to_owned()], &listed, &|_| true);
            assert_eq!(given.lists.values().flatten().count(), count);
        }
    }

    #[test]
    fn a_deleted_record_is_in_no_list() {
        let gone = Record { deleted: true, ..record(&["cs.CL"], &["2026-01-08T12:00:00Z"], "2026-01-09") };
        let wanted = BTreeSet::from(["2026-01-09".parse().unwrap()]);
        let given = lists(&[gone], &wanted, &["cs.CL".to_owned()], &HashMap::new(), &|_| true);
        assert!(given.lists.is_empty() && given.announced.is_empty());
    }
}
