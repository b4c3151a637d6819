//! Topics: trends that go on from day to day.

use std::collections::BTreeMap;

use jiff::{ToSpan as _, civil::Date};

use crate::{
    error::Result,
    paper::Paper,
    store::{Store, Topic},
    trend::{self, is_other},
};

/// A topic that was not seen for so many days is forgotten: what comes then is a new one.
const REMEMBERED: i64 = 30;

/// A topic with the days on which it was seen, oldest first, and how many papers it had.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub topic: Topic,
    pub days: Vec<(Date, u32)>,
}

/// Gives the trends of a profile's finished digests their topics where they have none yet, oldest day first.
pub fn assign(store: &Store, profile: &str) -> Result<()> {
    for (digest, date) in store.digests_without_topics(profile)? {
        let trends = store.trends(digest)?;
        let entries = store.entries(digest)?;
        let papers: Vec<&Paper> = entries
            .iter()
            .filter(|entry| matches!(entry.state.as_str(), "judged" | "failed"))
            .map(|entry| &entry.paper)
            .collect();
        let places: BTreeMap<&str, usize> = papers.iter().enumerate().map(|(at, p)| (p.id.as_str(), at)).collect();
        let named: Vec<usize> = (0..trends.len()).filter(|&at| !is_other(&trends[at])).collect();
        let groups: Vec<Vec<usize>> = named
            .iter()
            .map(|&at| trends[at].papers.iter().filter_map(|id| places.get(id.as_str()).copied()).collect())
            .collect();
        let abouts = trend::about(&groups, &papers);
        let [from, to] = [-REMEMBERED, REMEMBERED].map(|days| date.saturating_add(days.days()));
        let known = store.topics_between(profile, from, to)?;
        let same = trend::same(&known.iter().map(|topic| &topic.words).collect::<Vec<_>>(), &abouts);
        let mut topics: Vec<Option<Topic>> = vec![None; trends.len()];
        for ((&at, about), same) in named.iter().zip(&abouts).zip(same) {
            let trend = &trends[at];
            let (id, words) = match same {
                Some(known_at) => (known[known_at].id, trend::blend(&known[known_at].words, about)),
                None => (0, about.clone()),
            };
            topics[at] = Some(Topic { id, title: trend.title.clone(), emoji: trend.emoji.clone(), words });
        }
        store.set_topics(digest, profile, date, &topics)?;
    }
    Ok(())
}

/// The topics of a profile that were seen from a day on, those of most days first.
pub fn seen(store: &Store, profile: &str, from: Date) -> Result<Vec<Seen>> {
    let mut days: BTreeMap<i64, Vec<(Date, u32)>> = BTreeMap::new();
    for day in store.topic_days(profile, from)? {
        days.entry(day.topic).or_default().push((day.date, day.papers));
    }
    let known = store.topics_between(profile, from, Date::MAX)?;
    let mut seen: Vec<Seen> =
        known.into_iter().filter_map(|topic| Some(Seen { days: days.remove(&topic.id)?, topic })).collect();
    let papers = |seen: &Seen| seen.days.iter().map(|(_, papers)| papers).sum::<u32>();
    seen.sort_by(|a, b| {
        b.days.len().cmp(&a.days.len()).then(papers(b).cmp(&papers(a))).then(a.topic.id.cmp(&b.topic.id))
    });
    Ok(seen)
}
