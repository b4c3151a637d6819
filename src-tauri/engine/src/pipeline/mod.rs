//! One run: fetch, filter, rank, cut, judge, name the trends, close the ledger. Every stage stores what it did, so that a
//! run that was cut off goes on where it was.

#[cfg(test)]
mod days_tests;
mod deep_read;
pub(crate) mod estimate;
mod feeds;
mod fetch;
mod judge;
mod preview;
mod progress;
#[cfg(test)]
mod replay_tests;
mod second;
mod sort;
#[cfg(test)]
mod tests;

pub use judge::judge_one;
pub use preview::{Moved, Preview, preview};
pub use progress::{
    CaughtUp, EmptyDay, EmptyKind, ExportProgress, ExportStage, Progress, RunOutcome, Stage, StageProgress,
    VerdictProgress,
};

use std::collections::BTreeSet;

use jiff::{Timestamp, ToSpan as _, civil::Date};

use crate::{
    clock::Clock,
    digest::{Origin, Trend},
    error::{Code, Result},
    judge::llm::{Cancel, Client, Estimate},
    learn::{self, Knowledge, Learned, Whose},
    ledger,
    net::Fetch,
    paper::Announced,
    profile::Profile,
    settings::Settings,
    source::feed,
    store::{DigestKey, DigestRow, Purpose, Store, Why},
    trend,
    verdict::{Analysis, Language},
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
    /// What the built-in judge has learnt; it ranks.
    pub knowledge: &'a Knowledge,
    /// The model that judges; None for the built-in judge.
    pub model: Option<&'a Client>,
    /// Makes a new digest of a day that has a finished one.
    pub again: bool,
    /// In which the reader is told why a day is empty and what could not be had; digests are in `judge.language`.
    pub language: Language,
    pub cancel: Cancel,
    pub progress: &'a (dyn Fn(Progress) + Send + Sync),
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
    let listed = fetch::list(run, wanted).await?;
    let (caught_up, mut remarks) = catch_up(run, wanted, &listed).await?;
    if let fetch::Listed::Day { date, carried: true, .. } = &listed {
        remarks.extend(feeds::join(run, *date).await?);
    }
    let done = match listed {
        fetch::Listed::Day { date, remark, .. } => digest(run, date, remark).await?,
        fetch::Listed::Nothing(empty) => nothing(empty),
    };
    Ok(RunOutcome { caught_up, remarks, ..done })
}

/// The days that are awaited and whose list is here now, each as its own digest, oldest first. What cannot be had is told,
/// and does not keep the newest day from being made. Where one day is wanted, it alone is looked at.
async fn catch_up(run: &Run<'_>, wanted: Option<Date>, listed: &fetch::Listed) -> Result<(Vec<CaughtUp>, Vec<String>)> {
    let newest = match listed {
        fetch::Listed::Day { date, .. } => Some(*date),
        fetch::Listed::Nothing(_) => None,
    };
    let now = run.clock.now();
    let is_due = |date: Date, why: Why| match why {
        Why::Nothing => false,
        Why::Capped => wanted.is_none() || Some(date) == newest,
        Why::Missed | Why::Empty | Why::Stale => wanted.is_none() && Some(date) != newest,
    };
    // A run that was cut off after the lists had come goes on with the digests.
    let (mut here, mut due) = (BTreeSet::new(), BTreeSet::new());
    for (date, awaited) in run.store.awaited()? {
        if awaited.next_try > now || !is_due(date, awaited.why) {
            continue;
        }
        let is_whole = awaited.why != Why::Capped && run.store.fetched_categories(date)?.is_some();
        if is_whole {
            here.insert(date)
        } else {
            due.insert(date)
        };
    }
    let (mut done, mut remarks) = (Vec::new(), Vec::new());
    if !due.is_empty() {
        match second::fetch(run, &due).await {
            Ok(said) => {
                if let (Some(date), Some(more)) = (newest, newest.and_then(|date| said.lists.get(&date))) {
                    remarks.push(capped(run, date, Some(*more)));
                }
                here.extend(said.lists.into_keys().filter(|date| Some(*date) != newest));
            }
            Err(error) if error.code == Code::Cancelled => return Err(error),
            Err(error) => {
                tracing::warn!("{} days could not be caught up: {error}", due.len());
                if newest.is_some_and(|date| due.remove(&date)) {
                    remarks.extend(newest.map(|date| capped(run, date, None)));
                }
                if !due.is_empty() {
                    let count = due.len();
                    remarks.push(run.language.pick(
                        format!("有 {count} 天的列表没能补上，下次运行再试：{}", error.message),
                        format!(
                            "{count} missed days could not be caught up; the next run tries again: {}",
                            error.message
                        ),
                    ));
                }
            }
        }
    }
    for date in here {
        let outcome = digest(run, date, None).await?;
        if outcome.changed {
            done.push(CaughtUp { date, tally: outcome.tally });
        }
    }
    Ok((done, remarks))
}

/// The feed held as many papers as it can hold. `more`: what the second source added; None when it could not be asked.
fn capped(run: &Run<'_>, date: Date, more: Option<u32>) -> String {
    let cap = feed::CAP;
    match more {
        Some(more) => run.language.pick(
            format!("{date} 的每日源达到上限 {cap} 篇，已由第二来源补充 {more} 篇。"),
            format!("The feed of {date} held {cap} papers, the most it can; {more} more came from the second source."),
        ),
        None => run.language.pick(
            format!("{date} 的每日源达到上限 {cap} 篇，其余的没能从第二来源取得，下次运行再试。"),
            format!(
                "The feed of {date} held {cap} papers, the most it can; the rest could not be had, and is tried again."
            ),
        ),
    }
}

/// Makes the digest of a day whose list is stored.
async fn digest(run: &Run<'_>, date: Date, remark: Option<EmptyDay>) -> Result<RunOutcome> {
    let key = DigestKey { profile: run.profile_file, date };
    let present = run.store.digest_row(key)?;
    if let Some(row) = &present
        && is_settled(run, row)?
    {
        arrived(run, date)?;
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
    if let Err(error) = learn::topics::assign(run.store, run.profile_file) {
        // The digest is whole without; the next run makes up for it.
        tracing::warn!("the trends of {date} have no topics yet: {error}");
    }
    arrived(run, date)?;
    run.tell(Stage::Store, Some(date), 1, 1);
    outcome(run, &row, true, remark)
}

/// A day whose digest is made is no longer awaited, unless its list is not whole.
fn arrived(run: &Run<'_>, date: Date) -> Result<()> {
    match run.store.awaited()?.get(&date) {
        Some(awaited) if awaited.why != Why::Capped => run.store.day_arrived(date),
        _ => Ok(()),
    }
}

/// Fetches the lists of several days at once, as far as they are not here: the first step before each is made with `run`.
/// Gives an outcome for each day that has no list.
pub async fn fetch_days(run: &Run<'_>, dates: &[Date]) -> Result<Vec<RunOutcome>> {
    let mut missing = BTreeSet::new();
    for &date in dates {
        if run.store.fetched_categories(date)?.is_none() {
            missing.insert(date);
        }
    }
    if missing.is_empty() {
        return Ok(vec![]);
    }
    run.tell(Stage::Fetch, missing.first().copied(), 0, missing.len());
    if let Some(date) = fetch::feed_of(run, &missing).await? {
        missing.remove(&date);
    }
    if !missing.is_empty() {
        let said = second::fetch(run, &missing).await?;
        missing.retain(|date| !said.lists.contains_key(date));
    }
    Ok(missing.into_iter().map(|date| nothing(fetch::nothing(run, date))).collect())
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
    match named {
        Some(named) => Ok(named),
        None => {
            let recent = run.store.listed_between(run.profile_file, month_before(row.date), row.date, true)?;
            Ok(trend::name_since(&clusters, &papers, &analyses, &recent.iter().collect::<Vec<_>>(), row.language))
        }
    }
}

/// The first of the recent days that a day is compared with.
fn month_before(date: Date) -> Date {
    date.saturating_sub(30.days())
}

fn outcome(run: &Run<'_>, row: &DigestRow, changed: bool, empty: Option<EmptyDay>) -> Result<RunOutcome> {
    let tally = run.store.tally(row)?;
    Ok(RunOutcome {
        date: Some(row.date),
        tally,
        closed: tally.closes(),
        changed,
        empty,
        caught_up: vec![],
        remarks: vec![],
        vault_problem: None,
    })
}

fn nothing(empty: EmptyDay) -> RunOutcome {
    let tally = ledger::Tally::default();
    let (caught_up, remarks) = (vec![], vec![]);
    RunOutcome {
        date: None,
        tally,
        closed: true,
        changed: false,
        empty: Some(empty),
        caught_up,
        remarks,
        vault_problem: None,
    }
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
        (self.progress)(Progress::Stage(StageProgress {
            stage,
            date,
            done: count(done),
            total: count(total),
            elapsed_seconds: elapsed.max(0.0),
            cost: self.model.map_or(0.0, |client| client.spent().cost),
            estimate,
        }));
    }

    /// What the built-in judge knows now.
    fn learned(&self) -> Result<Learned> {
        let whose = Whose { file: self.profile_file, profile: self.profile, learns: self.settings.judge.learn };
        self.knowledge.learned(self.store, whose, self.clock.now())
    }

    fn stop_if_cancelled(&self) -> Result<()> {
        if *self.cancel.borrow() { Err(crate::error::Error::cancelled()) } else { Ok(()) }
    }
}
