//! The first stage: arXiv's list of the day, whole, or a reason why there is none.

use std::collections::BTreeSet;

use jiff::{Timestamp, ToSpan as _, civil::Date};

use super::{EmptyDay, EmptyKind, Run, Stage, second};
use crate::{
    error::{Error, Result},
    source::{
        calendar::{self, DayKind},
        feed,
    },
    store::{Awaited, Why},
};

pub(super) enum Listed {
    /// The list of `date` is stored. `remark`: what is odd about it; `carried`: by the feed, just now.
    Day { date: Date, remark: Option<EmptyDay>, carried: bool },
    /// arXiv announced nothing, or what it says is not believed.
    Nothing(EmptyDay),
}

/// The list of the day that is wanted, or of the one that the feed carries.
pub(super) async fn list(run: &Run<'_>, wanted: Option<Date>) -> Result<Listed> {
    match wanted {
        None => newest(run).await,
        Some(date) => day(run, date).await,
    }
}

/// The list that the feed carries. What it does not carry is noted, so that the second source is asked.
async fn newest(run: &Run<'_>) -> Result<Listed> {
    let announced = calendar::newest_announced(&run.clock.arxiv());
    let carried = carried(run).await?;
    second::note_missed(run, carried.date())?;
    match carried {
        Carried::List(date) if date >= announced => Ok(Listed::Day { date, remark: None, carried: true }),
        Carried::List(date) if run.clock.now() < feed_is_due(announced) => {
            Ok(Listed::Day { date, remark: Some(not_yet(run, announced)), carried: true })
        }
        Carried::List(date) => Ok(match doubted(run, announced, Why::Stale).await? {
            Listed::Nothing(empty) => Listed::Day { date, remark: Some(empty), carried: true },
            whole => {
                // Both days are here; the older one is made on the way.
                run.store.await_day(date, &Awaited { why: Why::Missed, tries: 0, next_try: run.clock.now() })?;
                whole
            }
        }),
        Carried::Empty(date) => match calendar::no_announcement(date) {
            Some(kind) => {
                // The newest list was mailed before the weekend; if it is not here, it was missed.
                second::note_missed(run, announced.saturating_add(1.day()))?;
                Ok(Listed::Nothing(empty(run, date, kind)))
            }
            None if date < announced && run.clock.now() < feed_is_due(announced) => {
                second::note_missed(run, announced)?;
                Ok(Listed::Nothing(not_yet(run, announced)))
            }
            None if date < announced => {
                second::note_missed(run, announced)?;
                doubted(run, announced, Why::Stale).await
            }
            None => doubted(run, date, Why::Empty).await,
        },
        Carried::Stale(date) => doubted(run, date, Why::Stale).await,
    }
}

async fn day(run: &Run<'_>, date: Date) -> Result<Listed> {
    let stored = run.store.fetched_categories(date)?;
    if stored.as_ref().is_some_and(|fetched| run.settings.arxiv.categories.iter().all(|c| fetched.contains(c))) {
        return Ok(Listed::Day { date, remark: None, carried: false });
    }
    if let Some(kind) = calendar::no_announcement(date) {
        return Ok(Listed::Nothing(empty(run, date, kind)));
    }
    let announced = calendar::newest_announced(&run.clock.arxiv());
    if date > announced {
        return Err(Error::not_found(
            calendar::explain(date, DayKind::NotAnnounced, run.language),
            format!("The newest announced day is {announced}."),
        ));
    }
    // The feed knows best what it carries: this machine's clock can be wrong.
    match carried(run).await? {
        Carried::List(carried) if carried == date => {
            second::note_missed(run, date)?;
            return Ok(Listed::Day { date, remark: None, carried: true });
        }
        Carried::Empty(carried) if carried == date => return doubted(run, date, Why::Empty).await,
        Carried::Stale(carried) if carried == date => return doubted(run, date, Why::Stale).await,
        _ if date == announced && run.clock.now() < feed_is_due(date) => {
            return Ok(Listed::Nothing(not_yet(run, date)));
        }
        _ => {}
    }
    let asked = second::fetch(run, &BTreeSet::from([date])).await;
    match (asked, stored) {
        (Ok(said), _) if said.lists.contains_key(&date) => Ok(Listed::Day { date, remark: None, carried: false }),
        // The list of categories that were added since cannot be had; the rest of the day is here.
        (_, Some(_)) => Ok(Listed::Day { date, remark: None, carried: false }),
        (Ok(said), None) if said.nothing.contains(&date) => Ok(Listed::Nothing(nothing(run, date))),
        (Ok(_), None) => Ok(Listed::Nothing(unconfirmed(run, date, Why::Stale, None))),
        (Err(error), None) => Err(error),
    }
}

/// Stores what the feed carries, if it is one of these days. Tells which.
pub(super) async fn feed_of(run: &Run<'_>, dates: &BTreeSet<Date>) -> Result<Option<Date>> {
    match carried(run).await? {
        Carried::List(date) => Ok(Some(date).filter(|date| dates.contains(date))),
        Carried::Empty(_) | Carried::Stale(_) => Ok(None),
    }
}

/// What the feed carries.
enum Carried {
    /// The list of this day, which is stored now.
    List(Date),
    Empty(Date),
    /// It says this day, and carries nothing that an earlier list did not hold.
    Stale(Date),
}

impl Carried {
    fn date(&self) -> Date {
        match self {
            Self::List(date) | Self::Empty(date) | Self::Stale(date) => *date,
        }
    }
}

async fn carried(run: &Run<'_>) -> Result<Carried> {
    let address = feed::address(&run.settings.arxiv.rss_url, &run.settings.arxiv.categories)?;
    let mut cancel = run.cancel.clone();
    let bytes = tokio::select! {
        bytes = run.fetch.get(&address) => bytes?,
        Ok(_) = cancel.wait_for(|cancelled| *cancelled) => return Err(Error::cancelled()),
    };
    let feed = feed::parse(&bytes)?;
    let date = feed.date;
    if feed.papers.is_empty() {
        return Ok(Carried::Empty(date));
    }
    if run.store.unseen_before(date, &feed.papers)? == 0 {
        return Ok(Carried::Stale(date));
    }
    run.store.announce(date, "feed", &run.settings.arxiv.categories, run.clock.now(), &feed.papers)?;
    if feed.capped && run.store.list_source(date)?.as_deref() == Some("feed") {
        let now = run.clock.now();
        run.store.await_day(date, &Awaited { why: Why::Capped, tries: 0, next_try: now })?;
    } else {
        run.store.day_arrived(date)?;
    }
    run.tell(Stage::Fetch, Some(date), 1, 1);
    Ok(Carried::List(date))
}

/// A weekday whose answer is not believed: the second source is asked, when it is time to.
async fn doubted(run: &Run<'_>, date: Date, why: Why) -> Result<Listed> {
    if run.store.fetched_categories(date)?.is_some() {
        // The list came earlier today, from whichever source.
        return Ok(Listed::Day { date, remark: None, carried: false });
    }
    let now = run.clock.now();
    let before = run.store.awaited()?.get(&date).copied();
    match before {
        Some(before) if before.why == Why::Nothing => return Ok(Listed::Nothing(nothing(run, date))),
        Some(before) if before.next_try > now => {
            return Ok(Listed::Nothing(unconfirmed(run, date, why, Some(before.next_try))));
        }
        Some(before) => run.store.await_day(date, &Awaited { why, ..before })?,
        None => run.store.await_day(date, &Awaited { why, tries: 0, next_try: now })?,
    }
    match second::fetch(run, &BTreeSet::from([date])).await {
        Ok(said) if said.lists.contains_key(&date) => return Ok(Listed::Day { date, remark: None, carried: false }),
        Ok(said) if said.nothing.contains(&date) => return Ok(Listed::Nothing(nothing(run, date))),
        Ok(_) => {}
        Err(error) if error.code == crate::error::Code::Cancelled => return Err(error),
        Err(error) => {
            tracing::warn!("{date} could not be checked against the second source: {error}");
            let tries = before.map_or(0, |before| before.tries) + 1;
            let next_try = second::next_try(now, tries);
            run.store.await_day(date, &Awaited { why, tries, next_try })?;
        }
    }
    let awaited = run.store.awaited()?.get(&date).copied();
    let awaited = awaited.unwrap_or(Awaited { why, tries: 1, next_try: second::next_try(now, 1) });
    Ok(Listed::Nothing(unconfirmed(run, date, why, Some(awaited.next_try))))
}

/// When the feed is to carry a day, with an hour's grace: it changes around midnight.
fn feed_is_due(date: Date) -> Timestamp {
    calendar::feed_changes_at(date).saturating_add(1.hour()).unwrap_or(Timestamp::MAX)
}

/// arXiv has announced the day by the calendar, and the feed changes around midnight.
fn not_yet(run: &Run<'_>, date: Date) -> EmptyDay {
    let due = feed_is_due(date);
    let at = local(run, due);
    let message = run.language.pick(
        format!("arXiv 已公布 {date}，每日源要到 {at} 左右才会更新。"),
        format!("arXiv has announced {date}; the daily feed carries it from about {at} on."),
    );
    EmptyDay { date, kind: EmptyKind::NotAnnounced, message, next_try: Some(due) }
}

fn empty(run: &Run<'_>, date: Date, kind: DayKind) -> EmptyDay {
    let message = calendar::explain(date, kind, run.language);
    let kind = match kind {
        DayKind::Weekend => EmptyKind::Weekend,
        DayKind::Holiday => EmptyKind::Holiday,
        _ => EmptyKind::Unconfirmed,
    };
    EmptyDay { date, kind, message, next_try: None }
}

/// Both sources say that there is nothing.
pub(super) fn nothing(run: &Run<'_>, date: Date) -> EmptyDay {
    let message = run.language.pick(
        format!("arXiv 在 {date} 没有公告所关注类别的论文：每日源和第二来源（OAI-PMH）都没有。"),
        format!(
            "arXiv announced nothing on {date} in the categories you follow: neither the feed nor OAI-PMH has a list."
        ),
    );
    EmptyDay { date, kind: EmptyKind::Nothing, message, next_try: None }
}

fn unconfirmed(run: &Run<'_>, date: Date, why: Why, next_try: Option<Timestamp>) -> EmptyDay {
    let (chinese, english) = match why {
        Why::Empty => ("收到的列表是空的", "the list that came is empty"),
        _ => ("收到的是之前某天的列表", "the list that came is that of an earlier day"),
    };
    let (then, later) = next_try
        .map(|at| local(run, at))
        .map_or(Default::default(), |at| (format!("，{at} 再看"), format!("; looked at again at {at}")));
    let message = run.language.pick(
        format!("{date} 是工作日，但{chinese}，第二来源也还没有；尚未核实{then}。"),
        format!("{date} is a weekday, but {english}, and the second source has none either: not confirmed yet{later}."),
    );
    EmptyDay { date, kind: EmptyKind::Unconfirmed, message, next_try }
}

/// A moment as the reader's clock shows it.
fn local(run: &Run<'_>, at: Timestamp) -> String {
    at.to_zoned(run.clock.zone()).strftime("%Y-%m-%d %H:%M").to_string()
}
