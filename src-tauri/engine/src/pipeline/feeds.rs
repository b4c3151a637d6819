//! The other feeds of the settings: what is new in them joins the list of the day that is being made, and is judged like
//! arXiv's papers.

use std::collections::HashSet;

use jiff::civil::Date;

use super::Run;
use crate::{
    error::{Code, Result},
    source::other,
    store::DigestKey,
};

/// Adds the entries that no list held before. Each feed is asked once a day, and only while the day's digest is not
/// finished: an entry that comes later belongs to the next day. Gives a line for each feed that could not be read.
pub(super) async fn join(run: &Run<'_>, date: Date) -> Result<Vec<String>> {
    let row = run.store.digest_row(DigestKey { profile: run.profile_file, date })?;
    if row.is_some_and(|row| row.complete) && !run.again {
        return Ok(vec![]);
    }
    let fetched = run.store.fetched_categories(date)?.unwrap_or_default();
    let mut settings = run.settings.clone();
    settings.feeds.urls.retain(|url| !fetched.contains(url.as_str()));
    let mut remarks = Vec::new();
    for (url, entries) in other::fetch_all(run.fetch, &settings).await {
        run.stop_if_cancelled()?;
        match entries {
            Ok(mut entries) => {
                let ids: Vec<_> = entries.iter().map(|entry| entry.paper.id.clone()).collect();
                let listed = run.store.listings(&ids.iter().collect::<Vec<_>>())?;
                let known: HashSet<_> = listed.keys().collect();
                entries.retain(|entry| !known.contains(&entry.paper.id));
                let feed = [url.to_string()];
                run.store.announce(date, "feed", &feed, run.clock.now(), &entries)?;
            }
            Err(error) if error.code == Code::Cancelled => return Err(error),
            Err(error) => {
                tracing::warn!("{url} could not be read: {error}");
                remarks.push(run.language.pick(
                    format!("未能读取 {url}：{}", error.message),
                    format!("{url} could not be read: {}", error.message),
                ));
            }
        }
    }
    Ok(remarks)
}
