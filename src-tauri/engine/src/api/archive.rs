//! The archive: a year of days, the attempts at a day, and what changed between two of them.

use std::{collections::HashMap, sync::Arc};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::types::{DayCell, DayKind};
use crate::{
    Engine,
    digest::{Counts, ListedPaper, Origin},
    error::{Error, Result},
    paper::ArxivId,
    source::calendar,
    store::{DigestKey, DigestRow, Why},
    verdict::Decision,
};

/// A year of the archive.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub struct YearRequest {
    pub year: i16,
}

/// A day by its date.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub struct AttemptsRequest {
    #[ts(type = "string")]
    pub date: Date,
}

/// One finished run of a day.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Attempt {
    /// Counts up from 1; the highest is what is shown.
    pub attempt: u32,
    #[ts(type = "string")]
    pub generated_at: Timestamp,
    pub judge: String,
    pub origin: Origin,
    pub counts: Counts,
}

/// Two attempts at one day.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
pub struct CompareRequest {
    #[ts(type = "string")]
    pub date: Date,
    pub a: u32,
    pub b: u32,
}

/// What differs between two attempts at a day.
#[derive(Debug, Clone, Default, Serialize, TS)]
pub struct Comparison {
    /// Papers that both judged, and not alike.
    pub changed: Vec<ChangedVerdict>,
    pub only_a: Vec<NamedPaper>,
    pub only_b: Vec<NamedPaper>,
    /// Papers that both judged alike.
    pub same: u32,
}

/// A paper on which two attempts differ.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ChangedVerdict {
    pub id: ArxivId,
    pub title: String,
    pub before: Decision,
    pub after: Decision,
    pub reason_before: String,
    pub reason_after: String,
}

/// A paper by its identifier and title.
#[derive(Debug, Clone, Serialize, TS)]
pub struct NamedPaper {
    pub id: ArxivId,
    pub title: String,
}

pub async fn year(engine: &Arc<Engine>, request: YearRequest) -> Result<Vec<DayCell>> {
    let first = Date::new(request.year, 1, 1)
        .map_err(|err| Error::usage(format!("There is no such year: {err}"), "Use a year such as 2026."))?;
    cells(engine, first, first.last_of_year())
}

/// Every day of a range, with what is stored of it or why nothing is.
pub(super) fn cells(engine: &Engine, first: Date, last: Date) -> Result<Vec<DayCell>> {
    let settings = engine.settings()?;
    let profile = engine.profile_file(&settings);
    let store = engine.store()?;
    let stored = store.days(&profile, first, last)?;
    let mut stored: HashMap<Date, _> = stored.into_iter().map(|day| (day.0.date, day)).collect();
    let reading = store.reading(&profile, first, last)?;
    let awaited = store.awaited()?;
    let now = engine.clock.arxiv();
    let days = std::iter::successors(Some(first), |date| date.tomorrow().ok()).take_while(|date| *date <= last);
    Ok(days
        .map(|date| match stored.remove(&date) {
            Some((row, counts, ledger)) => {
                let (read, attempts) = reading.get(&date).copied().unwrap_or_default();
                let origin = Some(row.origin);
                // An imported report has no ledger.
                let (counts, ledger) = (Some(counts), (row.origin != Origin::Import).then_some(ledger));
                DayCell { date, kind: DayKind::Digest, counts, ledger, origin, read, attempts }
            }
            None => {
                let kind = match awaited.get(&date).map(|awaited| awaited.why) {
                    Some(Why::Nothing) => DayKind::Holiday,
                    Some(Why::Empty | Why::Stale) => DayKind::Unconfirmed,
                    Some(Why::Missed | Why::Capped) | None => calendar::kind(date, &now),
                };
                DayCell { date, kind, counts: None, ledger: None, origin: None, read: 0, attempts: 0 }
            }
        })
        .collect())
}

pub async fn attempts(engine: &Arc<Engine>, request: AttemptsRequest) -> Result<Vec<Attempt>> {
    let settings = engine.settings()?;
    let profile = engine.profile_file(&settings);
    let all = engine.store()?.attempts(DigestKey { profile: &profile, date: request.date })?;
    let finished = all.into_iter().filter(|(row, _)| row.complete);
    Ok(finished
        .map(|(row, counts)| Attempt {
            attempt: row.attempt,
            generated_at: row.generated_at,
            judge: row.judge,
            origin: row.origin,
            counts,
        })
        .collect())
}

/// The row of one attempt at a day.
pub(super) fn attempt(engine: &Engine, date: Date, attempt: u32) -> Result<DigestRow> {
    let settings = engine.settings()?;
    let profile = engine.profile_file(&settings);
    let all = engine.store()?.attempts(DigestKey { profile: &profile, date })?;
    all.into_iter().map(|(row, _)| row).find(|row| row.attempt == attempt).ok_or_else(|| {
        Error::not_found(format!("There is no attempt {attempt} at {date}."), "Choose one of those that are listed.")
    })
}

pub async fn compare(engine: &Arc<Engine>, request: CompareRequest) -> Result<Comparison> {
    let store = engine.store()?;
    let listed = |number: u32| -> Result<Vec<ListedPaper>> {
        let digest = store.digest(&attempt(engine, request.date, number)?)?;
        Ok(digest.papers.into_iter().filter(|paper| paper.failure.is_none()).collect())
    };
    let named = |paper: &ListedPaper| NamedPaper { id: paper.id.clone(), title: paper.title.clone() };
    let (before, after) = (listed(request.a)?, listed(request.b)?);
    let mut later: HashMap<&ArxivId, &ListedPaper> = after.iter().map(|paper| (&paper.id, paper)).collect();
    let mut comparison = Comparison::default();
    for paper in &before {
        let (was, Some(other)) = (&paper.verdict.analysis, later.remove(&paper.id)) else {
            comparison.only_a.push(named(paper));
            continue;
        };
        let is = &other.verdict.analysis;
        if was.decision == is.decision {
            comparison.same += 1;
            continue;
        }
        comparison.changed.push(ChangedVerdict {
            id: paper.id.clone(),
            title: paper.title.clone(),
            before: was.decision,
            after: is.decision,
            reason_before: was.reason.clone(),
            reason_after: is.reason.clone(),
        });
    }
    comparison.only_b = after.iter().filter(|paper| later.contains_key(&paper.id)).map(named).collect();
    Ok(comparison)
}
