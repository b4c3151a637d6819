//! The second source: the lists of days that the daily feed does not carry, or not whole, or not believably.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};

use super::{Run, Stage};
use crate::{
    error::Result,
    paper::{Announced, ArxivId},
    source::{Record, api, calendar, days, oai},
    store::{Awaited, Why},
};

/// How far back OAI-PMH is asked: it needs every record since the day. Older days come from the query API.
pub(super) const FAR: i64 = 90;
/// Days of datestamps in one list: about twenty pages of the busiest archive.
const WINDOW: i64 = 14;
/// Minutes until a day is looked at again: doubled every time, at most `LONGEST`.
const FIRST: i64 = 15;
const LONGEST: i64 = 6 * 60;

/// When a day that was looked at in vain so often is looked at again.
pub(super) fn next_try(now: Timestamp, tries: u32) -> Timestamp {
    let minutes = FIRST.checked_shl(tries.saturating_sub(1).min(16)).map_or(LONGEST, |minutes| minutes.min(LONGEST));
    now.saturating_add(minutes.minutes()).unwrap_or(now)
}

/// What the second source said about some days.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Days whose list is stored now, with the number of papers that were added.
    pub lists: BTreeMap<Date, u32>,
    /// Days on which arXiv announced nothing that is followed: either nothing at all, and then a later list is there, or
    /// only papers of other categories.
    pub nothing: BTreeSet<Date>,
}

/// Asks for the lists of days, stores those that there are, and keeps what was learnt about days that are awaited.
pub(super) async fn fetch(run: &Run<'_>, wanted: &BTreeSet<Date>) -> Result<Said> {
    let today = run.clock.now().to_zoned(TimeZone::UTC).date();
    let (old, recent): (BTreeSet<Date>, BTreeSet<Date>) =
        wanted.iter().partition(|date| date.saturating_add(FAR.days()) < today);
    let mut lists = days::Lists::default();
    let mut versions = Vec::new();
    if let (Some(first), Some(last)) = (old.first(), old.last()) {
        // The weekend and up to three holidays may lie between a submission and its mailing.
        let (since, until) = (first.saturating_sub(6.days()), *last);
        for (from, until) in windows(since, until, 7) {
            let query = api::submitted(&run.settings.arxiv.categories, from, until);
            let records = cancellable(run, api::search(run.fetch, run.settings, &query, usize::MAX)).await?;
            collect(run, &records, &old, &mut lists, &mut versions)?;
        }
    }
    if let Some(first) = recent.first() {
        let windows = windows(*first, today, WINDOW);
        let sets = oai::sets(&run.settings.arxiv.categories);
        let mut done = 0;
        for (from, until) in &windows {
            for set in &sets {
                run.tell(Stage::Fetch, Some(*first), done, windows.len() * sets.len());
                let records = cancellable(run, oai::list(run.fetch, run.settings, *from, *until, Some(set))).await?;
                collect(run, &records, &recent, &mut lists, &mut versions)?;
                done += 1;
            }
        }
    }
    run.store.keep_versions(&versions)?;
    keep(run, wanted, lists)
}

fn windows(since: Date, until: Date, days: i64) -> Vec<(Date, Date)> {
    std::iter::successors(Some(since), |from| Some(from.saturating_add(days.days())))
        .take_while(|from| *from <= until)
        .map(|from| (from, from.saturating_add((days - 1).days()).min(until)))
        .collect()
}

async fn cancellable<T>(run: &Run<'_>, work: impl Future<Output = Result<T>>) -> Result<T> {
    let mut cancel = run.cancel.clone();
    tokio::select! {
        done = work => done,
        Ok(_) = cancel.wait_for(|cancelled| *cancelled) => Err(crate::error::Error::cancelled()),
    }
}

/// Adds what some records say to the lists; the records themselves are not kept, a month of them is large.
fn collect(
    run: &Run<'_>,
    records: &[Record],
    wanted: &BTreeSet<Date>,
    into: &mut days::Lists,
    versions: &mut Vec<(ArxivId, u32, Timestamp)>,
) -> Result<()> {
    let ids: Vec<&ArxivId> = records.iter().map(|record| &record.paper.id).collect();
    let listed = run.store.listings(&ids)?;
    let stored: BTreeSet<Date> = run.store.listed_days()?.into_iter().collect();
    let has_list = |date: Date| stored.contains(&date);
    let found = days::lists(records, wanted, &run.settings.arxiv.categories, &listed, &has_list);
    into.announced.extend(found.announced);
    for (date, list) in found.lists {
        let present = into.lists.entry(date).or_default();
        for announced in list {
            // The same record in two sets, or in two windows because it changed in between.
            if !present.iter().any(|one| one.paper.id == announced.paper.id) {
                present.push(announced);
            }
        }
    }
    let kept: HashSet<&ArxivId> = into.lists.values().flatten().map(|announced| &announced.paper.id).collect();
    versions.extend(
        records
            .iter()
            .filter(|record| kept.contains(&record.paper.id))
            .flat_map(|record| record.versions.iter().map(|(version, at)| (record.paper.id.clone(), *version, *at))),
    );
    Ok(())
}

fn keep(run: &Run<'_>, wanted: &BTreeSet<Date>, lists: days::Lists) -> Result<Said> {
    let (now, categories) = (run.clock.now(), &run.settings.arxiv.categories);
    let awaited = run.store.awaited()?;
    let mut said = Said::default();
    for &date in wanted {
        let list: &[Announced] = lists.lists.get(&date).map_or(&[], Vec::as_slice);
        let is_capped = awaited.get(&date).is_some_and(|awaited| awaited.why == Why::Capped);
        // What was due on that day, or later, has been announced: nothing more is to come.
        let is_past = lists.announced.range(date..).next().is_some();
        if !list.is_empty() {
            let before = run.store.announced_count(date)?;
            run.store.announce(date, "oai", categories, now, list)?;
            said.lists.insert(date, run.store.announced_count(date)? - before);
        } else if is_past && !is_capped {
            said.nothing.insert(date);
            run.store.await_day(date, &Awaited { why: Why::Nothing, tries: 0, next_try: now })?;
        } else if let Some(before) = awaited.get(&date).filter(|_| !is_past) {
            let tries = before.tries + 1;
            run.store.await_day(date, &Awaited { why: before.why, tries, next_try: next_try(now, tries) })?;
        }
        if is_capped && is_past {
            run.store.day_arrived(date)?;
        }
    }
    Ok(said)
}

/// The mailing dates between the last stored list and `until`, both excluded, that have no list: noted as missed, so that
/// they are caught up, by this run or by a later one. What lies before the first run of all is not missed.
pub(super) fn note_missed(run: &Run<'_>, until: Date) -> Result<()> {
    let stored = run.store.listed_days()?;
    let Some(last) = stored.iter().rev().find(|date| **date < until) else {
        return Ok(());
    };
    let awaited = run.store.awaited()?;
    let earliest = until.saturating_sub(FAR.days()).max(last.saturating_add(1.day()));
    for date in calendar::mailing_dates(earliest, until.saturating_sub(1.day())) {
        if !awaited.contains_key(&date) {
            let missed = Awaited { why: Why::Missed, tries: 0, next_try: run.clock.now() };
            run.store.await_day(date, &missed)?;
        }
    }
    Ok(())
}
