//! What the built-in judge has learnt, and what it makes of a paper now. Nothing of this changes a digest.

use std::sync::Arc;

use jiff::{Timestamp, ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{apart, stored, types::Nothing};
use crate::{Engine, error::Result, learn, paper::ArxivId, sample, verdict::Decision};

/// The papers nearest to one.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct SimilarRequest {
    pub id: ArxivId,
    pub limit: u32,
}

/// A paper of the archive near to another.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SimilarPaper {
    pub id: ArxivId,
    pub title: String,
    /// When it was first announced here; null for one that never was.
    #[ts(type = "string | null")]
    pub date: Option<Date>,
    /// 1 = the same, 0 = as far apart as any two papers.
    pub score: f64,
}

/// What has been learnt for the chosen profile.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct LearnedView {
    /// `judge.learn`.
    pub enabled: bool,
    pub labels: LabelCounts,
    /// The weightiest first; a negative weight speaks against a paper.
    pub words: Vec<LearnedWord>,
    /// When something was learnt last since the start of the program; null for nothing.
    #[ts(type = "string | null")]
    pub trained_at: Option<Timestamp>,
}

/// How many papers were learnt from, by who said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct LabelCounts {
    /// The reader's overrides and stars.
    pub own: u32,
    /// Papers that the reader read, noted or put aside.
    pub weak: u32,
    /// Verdicts of models.
    pub model: u32,
}

/// A word with its weight in deviations of the score.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct LearnedWord {
    pub word: String,
    pub weight: f64,
}

/// A paper by its id.
#[derive(Debug, Clone, Deserialize, TS)]
pub struct RankedPaper {
    pub id: ArxivId,
}

/// What speaks for a paper and against it, as the judge sees it now: words of the profile, then words that were learnt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WhyRanked {
    pub r#for: Vec<String>,
    pub against: Vec<String>,
}

/// The live list.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct ForYouRequest {
    /// How many days back from the newest digest; 7 when absent.
    #[serde(default)]
    #[ts(optional)]
    pub days: Option<u16>,
    pub limit: u32,
}

/// A paper of the live list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ForYouPaper {
    pub id: ArxivId,
    pub title: String,
    #[ts(type = "string")]
    pub date: Date,
    /// Relevance in 0..=1 as of now.
    pub score: f64,
    pub r#for: Vec<String>,
    pub against: Vec<String>,
}

/// Topics from a day on.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct TopicsRequest {
    /// `YYYY-MM-DD`; the last 30 days when absent.
    #[serde(default)]
    #[ts(type = "string", optional)]
    pub since: Option<Date>,
}

/// A topic that goes on from day to day, named as on its newest day.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TopicView {
    #[ts(type = "number")]
    pub topic: i64,
    pub title: String,
    pub emoji: String,
    /// Oldest first.
    pub days: Vec<TopicCount>,
}

/// How many papers of a day belong to a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct TopicCount {
    #[ts(type = "string")]
    pub date: Date,
    pub papers: u32,
}

/// The most papers that are given at once.
const MOST: usize = 200;
/// How many words each way say what was learnt.
const WORDS: usize = 30;

/// The nearest papers of the whole archive, the nearest first.
pub async fn similar(engine: &Arc<Engine>, request: SimilarRequest) -> Result<Vec<SimilarPaper>> {
    apart(engine, move |engine| {
        let (paper, store, sample) = stored(engine, &request.id)?;
        let near = learn::similar(store, &*engine.space(sample)?, &paper, MOST.min(request.limit as usize))?;
        let mut found = Vec::with_capacity(near.len());
        for (id, score) in near {
            // What was stored when the archive was learnt may be gone after a backup was restored.
            if let Some(paper) = store.paper(&id)? {
                found.push(SimilarPaper { title: paper.title, date: store.first_announced(&id)?, id, score });
            }
        }
        Ok(found)
    })
    .await
}

pub async fn learned(engine: &Arc<Engine>, _: Nothing) -> Result<LearnedView> {
    apart(engine, |engine| {
        let learned = engine.learned(false)?;
        let taught = learned.model.taught_words(WORDS);
        let mut words: Vec<LearnedWord> =
            taught.good.into_iter().chain(taught.bad).map(|(word, weight)| LearnedWord { word, weight }).collect();
        words.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then_with(|| a.word.cmp(&b.word)));
        let learn::Labels { own, weak, model } = learned.labels;
        Ok(LearnedView {
            enabled: engine.settings()?.judge.learn,
            labels: LabelCounts { own, weak, model },
            words,
            trained_at: learned.trained_at,
        })
    })
    .await
}

/// Forgets what was learnt for the chosen profile: only what the reader and models decide from now on is learnt from.
/// Overrides, stars and notes stay as they are.
pub async fn reset_learning(engine: &Arc<Engine>, _: Nothing) -> Result<LearnedView> {
    let profile = engine.profile_file(&engine.settings()?);
    engine.store()?.forget_before(&profile, engine.clock.now())?;
    learned(engine, Nothing {}).await
}

pub async fn why_ranked(engine: &Arc<Engine>, request: RankedPaper) -> Result<WhyRanked> {
    apart(engine, move |engine| {
        let (paper, _, sample) = stored(engine, &request.id)?;
        let ranked = engine.learned(sample)?.model.rank(&[&paper]);
        let (r#for, against) =
            ranked.into_iter().map(|ranked| (ranked.matched, ranked.against)).next().unwrap_or_default();
        Ok(WhyRanked { r#for, against })
    })
    .await
}

/// What the reader has not read of the last days, the best first as the judge sees it now: also papers below the cut.
/// A paper that the reader has decided on stands where that decision puts it, whatever else was learnt.
pub async fn for_you(engine: &Arc<Engine>, request: ForYouRequest) -> Result<Vec<ForYouPaper>> {
    apart(engine, move |engine| {
        let store = engine.store()?;
        let profile =
            if engine.folder().is_ok() { engine.profile_file(&engine.settings()?) } else { sample::PROFILE.to_owned() };
        let Some(newest) = store.newest_day(&profile, None)? else { return Ok(Vec::new()) };
        let from = newest.saturating_sub(i64::from(request.days.unwrap_or(7).max(1) - 1).days());
        let learned = engine.learned(false)?;
        let mut scored = Vec::new();
        for (id, date) in store.unread_between(&profile, from, newest.saturating_add(1.day()))? {
            let score = match learned.model.score_known(&id) {
                Some(score) => Some(score),
                None => store.paper(&id)?.and_then(|paper| Some(learned.model.rank(&[&paper]).first()?.score)),
            };
            let Some(score) = score else { continue };
            let score = match learned.own.get(&id) {
                None => score,
                Some(Decision::Recommend) => (1.0 + score) / 2.0,
                Some(Decision::Borderline) => (0.5 + score) / 2.0,
                Some(Decision::Skip) => score / 10.0,
            };
            scored.push((score, id, date));
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        scored.truncate(MOST.min(request.limit as usize));
        let mut found = Vec::with_capacity(scored.len());
        for (score, id, date) in scored {
            if let Some(paper) = store.paper(&id)?
                && let Some(ranked) = learned.model.rank(&[&paper]).pop()
            {
                let (r#for, against) = (ranked.matched, ranked.against);
                found.push(ForYouPaper { id, title: paper.title, date, score, r#for, against });
            }
        }
        Ok(found)
    })
    .await
}

/// Lines of the chosen profile that match no word of the archive; none while there is no archive.
pub async fn silent_lines(engine: &Arc<Engine>, _: Nothing) -> Result<Vec<String>> {
    apart(engine, |engine| {
        let model = engine.learned(false)?.model;
        let nothing_yet = model.space().documents() == 0;
        Ok(if nothing_yet { Vec::new() } else { model.silent_lines().to_vec() })
    })
    .await
}

pub async fn topics(engine: &Arc<Engine>, request: TopicsRequest) -> Result<Vec<TopicView>> {
    apart(engine, move |engine| {
        let store = engine.store()?;
        let profile = engine.profile_file(&engine.settings()?);
        let newest = store.newest_day(&profile, None)?.unwrap_or_default();
        let since = request.since.unwrap_or_else(|| newest.saturating_sub(30.days()));
        learn::topics::assign(store, &profile)?;
        let seen = learn::topics::seen(store, &profile, since)?;
        let view = |seen: learn::topics::Seen| TopicView {
            topic: seen.topic.id,
            title: seen.topic.title,
            emoji: seen.topic.emoji,
            days: seen.days.into_iter().map(|(date, papers)| TopicCount { date, papers }).collect(),
        };
        Ok(seen.into_iter().map(view).collect())
    })
    .await
}
