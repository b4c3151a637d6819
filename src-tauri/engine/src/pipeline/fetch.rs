//! The first stage: arXiv's list of the day, whole, or a reason why there is none.

use jiff::civil::Date;

use super::{EmptyDay, EmptyKind, Run, Stage};
use crate::{
    error::{Error, Result},
    source::{
        calendar::{self, DayKind},
        feed,
    },
};

pub(super) enum Listed {
    /// The list of `date` is stored. `remark`: what is odd about it.
    Day { date: Date, remark: Option<EmptyDay> },
    /// arXiv announced nothing.
    Nothing(EmptyDay),
}

pub(super) async fn list(run: &Run<'_>, wanted: Option<Date>) -> Result<Listed> {
    let newest = calendar::newest_announced(&run.clock.arxiv());
    let stored = match wanted {
        Some(date) => run.store.fetched_categories(date)?,
        None => None,
    };
    if let Some(date) = wanted {
        if stored.as_ref().is_some_and(|fetched| run.settings.arxiv.categories.iter().all(|c| fetched.contains(c))) {
            return Ok(Listed::Day { date, remark: None });
        }
        if let Some(kind) = calendar::no_announcement(date) {
            return Ok(Listed::Nothing(empty(run, date, kind)));
        }
        if date > newest {
            return Err(Error::not_found(
                calendar::explain(date, DayKind::NotAnnounced, run.settings.judge.language),
                format!("The newest announced day is {newest}."),
            ));
        }
    }
    let address = feed::address(&run.settings.arxiv.rss_url, &run.settings.arxiv.categories)?;
    let mut cancel = run.cancel.clone();
    let bytes = tokio::select! {
        bytes = run.fetch.get(&address) => bytes?,
        Ok(_) = cancel.wait_for(|cancelled| *cancelled) => return Err(Error::cancelled()),
    };
    let feed = feed::parse(&bytes)?;
    if let Some(date) = wanted
        && feed.date != date
    {
        // The list of categories that were added since cannot be had any more; the rest of the day is here.
        if stored.is_some() {
            return Ok(Listed::Day { date, remark: None });
        }
        return Err(Error::not_found(
            format!("The list of {date} cannot be had: the daily feed carries {} now.", feed.date),
            "The daily feed holds only the newest day; leave --date away to fetch that.",
        ));
    }
    if feed.papers.is_empty() {
        let kind = calendar::no_announcement(feed.date).unwrap_or(DayKind::Missed);
        return Ok(Listed::Nothing(empty(run, feed.date, kind)));
    }
    run.store.announce(feed.date, "feed", &run.settings.arxiv.categories, run.clock.now(), &feed.papers)?;
    run.tell(Stage::Fetch, Some(feed.date), 1, 1);
    // The calendar says that there is a newer list, but the feed does not carry it: often it changes only at midnight.
    let remark = (feed.date < newest).then(|| EmptyDay {
        date: newest,
        kind: EmptyKind::Unconfirmed,
        message: run.settings.judge.language.pick(
            format!("按日历 arXiv 已公布 {newest}，但当日源仍是 {} 的列表。", feed.date),
            format!("By the calendar arXiv has announced {newest}, but the daily feed still carries {}.", feed.date),
        ),
    });
    Ok(Listed::Day { date: feed.date, remark })
}

fn empty(run: &Run<'_>, date: Date, kind: DayKind) -> EmptyDay {
    let message = calendar::explain(date, kind, run.settings.judge.language);
    let kind = match kind {
        DayKind::Weekend => EmptyKind::Weekend,
        DayKind::Holiday => EmptyKind::Holiday,
        _ => EmptyKind::Unconfirmed,
    };
    EmptyDay { date, kind, message }
}
