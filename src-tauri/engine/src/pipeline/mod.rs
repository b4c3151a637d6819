//! One run: fetch, filter, rank, cut, judge, name the trends, close the ledger. Every stage stores what it did, so that a
//! run that was cut off goes on where it was.

mod deep_read;
pub(crate) mod estimate;
mod fetch;
mod judge;
mod progress;
mod sort;
#[cfg(test)]
mod tests;

pub use progress::{EmptyDay, EmptyKind, Progress, RunOutcome, Stage, StageProgress};

use jiff::{Timestamp, civil::Date};

use crate::{
    clock::Clock,
    digest::{Origin, Trend},
    error::Result,
    judge::llm::{Cancel, Client, Estimate},
    ledger,
    net::Fetch,
    paper::Announced,
    profile::Profile,
    settings::Settings,
    store::{DigestKey, DigestRow, Purpose, Store},
    trend,
    verdict::Analysis,
};

/// What a run is made with. Time, network and model are passed in.
pub struct Run<'a> {
    pub store: &'a Store,
    pub clock: &'a dyn Clock,
    pub fetch: &'a dyn Fetch,
    pub settings: &'a Settings,
    /// The profile's file name: what its digests are stored under.
    pub profile_file: &'a str,
    pub profile: &'a Profile,
    /// The model that judges; None for the built-in judge.
    pub model: Option<&'a Client>,
    /// Makes a new digest of a day that has a finished one.
    pub again: bool,
    pub cancel: Cancel,
    pub progress: &'a (dyn Fn(StageProgress) + Send + Sync),
    pub started: Timestamp,
}

/// Makes the digest of a day, or of the one that the feed carries. A finished digest is left as it is, apart from papers
/// that the model could not judge: those are tried again.
pub async fn run(run: &Run<'_>, wanted: Option<Date>) -> Result<RunOutcome> {
    let profile = run.profile_file;
    let spent = || run.model.map_or(0.0, |client| client.spent().cost);
    let before = spent();
    let done = make(run, wanted).await;
    let (date, outcome, message) = match &done {
        Ok(outcome) => match &outcome.empty {
            Some(empty) if outcome.date.is_none() => (Some(empty.date), "empty", empty.message.clone()),
            _ => (outcome.date, "finished", String::new()),
        },
        Err(error) => (wanted, "failed", error.message.clone()),
    };
    if let Err(error) = &done {
        tracing::error!("the run failed: {error} ({:?})", error.code);
    }
    run.store.record_run(date, profile, [run.started, run.clock.now()], outcome, &message, spent() - before)?;
    done
}

/// How far back papers are looked for that a budget has deferred, in days.
const RESUMED: i64 = 14;

/// The days whose papers a budget has deferred until before today, the newest first.
pub(crate) fn deferred(store: &Store, profile: &str, clock: &dyn Clock) -> Result<Vec<Date>> {
    let today = clock.local().date();
    let since = today.checked_sub(jiff::SignedDuration::from_hours(24 * RESUMED)).unwrap_or(today);
    let now = clock.now();
    let mut days = store.deferred_days(profile, since, now)?;
    days.truncate(RESUMED as usize);
    Ok(days)
}

/// Goes on with the papers that the budgets of earlier days have deferred, as far as today's allows.
pub async fn resume_deferred(run: &Run<'_>, done: Option<Date>) -> Result<()> {
    for date in deferred(run.store, run.profile_file, run.clock)? {
        if Some(date) != done && !*run.cancel.borrow() && judge::may_spend(run)? {
            self::run(run, Some(date)).await?;
        }
    }
    Ok(())
}

async fn make(run: &Run<'_>, wanted: Option<Date>) -> Result<RunOutcome> {
    if let Some(date) = wanted
        && let Some(row) = run.store.digest_row(DigestKey { profile: run.profile_file, date })?
        && is_settled(run, &row)?
    {
        return outcome(run, &row, false, None);
    }
    run.tell_estimate(Stage::Fetch, wanted, 0, 1, || match run.model {
        Some(client) => estimate::usual(run.store, run.settings, run.profile, client.provider()).map(Some),
        None => Ok(None),
    })?;
    let (date, remark) = match fetch::list(run, wanted).await? {
        fetch::Listed::Day { date, remark } => (date, remark),
        fetch::Listed::Nothing(empty) => return Ok(nothing(empty)),
    };
    let key = DigestKey { profile: run.profile_file, date };
    let present = run.store.digest_row(key)?;
    if let Some(row) = &present
        && is_settled(run, row)?
    {
        return outcome(run, row, false, remark);
    }
    run.stop_if_cancelled()?;
    let list = run.store.announced(date)?;
    let (row, ranking) = sort::open(run, key, present, &list)?;
    let mut changed = judge::judge(run, &row, ranking).await?;
    changed |= deep_read::read(run, &row).await?;
    if row.complete && !changed {
        return outcome(run, &row, false, remark);
    }
    let trends = trends(run, &row).await?;
    run.tell(Stage::Store, Some(date), 0, 1);
    ledger::check_closed(date, &run.store.tally(&DigestRow { announced: distinct(&list), ..row.clone() })?)?;
    run.store.complete_digest(row.id, &trends, run.clock.now())?;
    run.tell(Stage::Store, Some(date), 1, 1);
    outcome(run, &row, true, remark)
}

/// Whether a run would change nothing: the digest is finished and of the whole list, and no paper of it waits for another
/// try.
fn is_settled(run: &Run<'_>, row: &DigestRow) -> Result<bool> {
    let grown = row.announced != run.store.announced_count(row.date)?;
    if row.origin != Origin::Run || !row.complete || run.again || grown {
        return Ok(false);
    }
    let retry = run.model.is_some() && run.store.tally(row)?.failed > 0;
    Ok(!retry)
}

fn distinct(list: &[Announced]) -> u32 {
    let ids: std::collections::HashSet<_> = list.iter().map(|announced| &announced.paper.id).collect();
    u32::try_from(ids.len()).unwrap_or(u32::MAX)
}

async fn trends(run: &Run<'_>, row: &DigestRow) -> Result<Vec<Trend>> {
    run.tell(Stage::Trend, Some(row.date), 0, 1);
    let digest = run.store.digest(row)?;
    // Where the model could judge nothing, the day still has its directions: those of the built-in verdicts.
    let all_failed = digest.papers.iter().all(|paper| paper.failure.is_some());
    let judged: Vec<_> = digest.papers.into_iter().filter(|paper| all_failed || paper.failure.is_none()).collect();
    let papers: Vec<_> = judged.iter().map(|listed| listed.paper()).collect();
    let papers: Vec<_> = papers.iter().collect();
    let analyses: Vec<&Analysis> = judged.iter().map(|listed| &listed.verdict.analysis).collect();
    let clusters = trend::cluster(&papers, &analyses);
    let named = match run.model {
        Some(client) if !clusters.is_empty() && !all_failed && !*run.cancel.borrow() && judge::may_spend(run)? => {
            let grouped: Vec<Vec<_>> = clusters
                .iter()
                .map(|cluster| cluster.papers.iter().map(|&i| (papers[i], analyses[i])).collect())
                .collect();
            let named = client.name_trends(&grouped, row.language).await;
            judge::record(run, Purpose::Trends)?;
            match named {
                Ok((trends, _)) => Some(trends),
                Err(failure) => {
                    tracing::warn!("the model did not name the trends ({:?}): {}", failure.class, failure.message);
                    None
                }
            }
        }
        _ => None,
    };
    run.tell(Stage::Trend, Some(row.date), 1, 1);
    Ok(named.unwrap_or_else(|| trend::name(&clusters, &papers, &analyses, row.language)))
}

fn outcome(run: &Run<'_>, row: &DigestRow, changed: bool, empty: Option<EmptyDay>) -> Result<RunOutcome> {
    let tally = run.store.tally(row)?;
    Ok(RunOutcome { date: Some(row.date), tally, closed: tally.closes(), changed, empty })
}

fn nothing(empty: EmptyDay) -> RunOutcome {
    RunOutcome { date: None, tally: ledger::Tally::default(), closed: true, changed: false, empty: Some(empty) }
}

impl Run<'_> {
    fn tell(&self, stage: Stage, date: Option<Date>, done: usize, total: usize) {
        self.tell_with(stage, date, done, total, None);
    }

    /// Tells with it what the run will come to.
    fn tell_estimate(
        &self,
        stage: Stage,
        date: Option<Date>,
        done: usize,
        total: usize,
        estimate: impl FnOnce() -> Result<Option<Estimate>>,
    ) -> Result<()> {
        self.tell_with(stage, date, done, total, estimate()?);
        Ok(())
    }

    fn tell_with(&self, stage: Stage, date: Option<Date>, done: usize, total: usize, estimate: Option<Estimate>) {
        let elapsed = self.clock.now().duration_since(self.started).as_secs_f64();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (self.progress)(StageProgress {
            stage,
            date,
            done: count(done),
            total: count(total),
            elapsed_seconds: elapsed.max(0.0),
            cost: self.model.map_or(0.0, |client| client.spent().cost),
            estimate,
        });
    }

    fn stop_if_cancelled(&self) -> Result<()> {
        if *self.cancel.borrow() { Err(crate::error::Error::cancelled()) } else { Ok(()) }
    }
}
