//! The sample day: invented papers in the shape of real ones, for a first look and for whoever is offline.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::Deserialize;

use crate::{
    digest::{Failure, FailureClass, Origin, Trend},
    error::{Error, Result},
    ledger::{Entry, Rule, State},
    paper::{AnnounceType, Announced, ArxivId, Paper},
    store::{DigestKey, NewDigest, Store},
    verdict::{Analysis, Basis, Decision, Inputs, Language, Usage, Verdict},
};

/// The profile under which the sample day is stored.
pub const PROFILE: &str = "finance-ai";

/// What the reader of the sample day follows.
const CATEGORIES: [&str; 3] = ["cs.CL", "cs.AI", "cs.LG"];

/// Who is said to have judged the sample day.
const JUDGE: &str = "sample";

#[derive(Deserialize)]
struct Day {
    date: Date,
    papers: Vec<SamplePaper>,
    trends: BTreeMap<String, Vec<Trend>>,
}

#[derive(Deserialize)]
struct SamplePaper {
    id: ArxivId,
    version: u32,
    title: String,
    authors: Vec<String>,
    categories: Vec<String>,
    announce_type: AnnounceType,
    comment: Option<String>,
    #[serde(rename = "abstract")]
    summary: String,
    state: String,
    decision: Option<Decision>,
    #[serde(default)]
    score: f64,
    #[serde(default)]
    analysis: BTreeMap<String, Fields>,
    basis: Option<Basis>,
    #[serde(default)]
    flags: Vec<String>,
    failure: Option<SampleFailure>,
    rule: Option<String>,
}

#[derive(Deserialize)]
struct SampleFailure {
    class: FailureClass,
}

#[derive(Deserialize)]
struct Fields {
    reason: String,
    translated_title: String,
    keywords: Vec<String>,
    pain_point: String,
    application_value: String,
    summary: String,
    innovations: Vec<String>,
}

/// A store in memory that holds the sample day and nothing else.
pub fn load(language: Language) -> Result<Store> {
    let day: Day = serde_json::from_str(include_str!("day.json"))?;
    let store = Store::in_memory()?;
    let at = day.date.at(9, 4, 0, 0).to_zoned(TimeZone::UTC).map(|z| z.timestamp()).unwrap_or(Timestamp::UNIX_EPOCH);
    let list: Vec<Announced> = day.papers.iter().map(SamplePaper::announced).collect();
    store.announce(day.date, "sample", &CATEGORIES.map(str::to_owned), at, &list)?;

    let mut ranked: Vec<&SamplePaper> = day.papers.iter().filter(|paper| paper.rule.is_none()).collect();
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
    let rank_of: BTreeMap<&ArxivId, u32> = ranked.iter().zip(1..).map(|(paper, rank)| (&paper.id, rank)).collect();
    let entries: Vec<Entry> = day.papers.iter().map(|paper| paper.entry(rank_of.get(&paper.id).copied())).collect();
    let categories = CATEGORIES.map(str::to_owned);
    let digest = store.open_digest(
        &NewDigest {
            key: DigestKey { profile: PROFILE, date: day.date },
            origin: Origin::Sample,
            attempt: 1,
            inputs_hash: JUDGE,
            language,
            judge: JUDGE,
            categories: &categories,
            announced: list.len() as u32,
            generated_at: at,
        },
        &entries,
    )?;
    for paper in ranked {
        let verdict = paper.verdict(language)?;
        let announced = paper.announced().paper;
        match (&paper.failure, paper.state.as_str()) {
            (Some(failure), _) => {
                let failure = Failure { class: failure.class, message: String::new(), next_try: None };
                store.failed(digest, &announced, &failure, &verdict, at)?;
            }
            (None, "judged") => store.judged(digest, &announced, &verdict, at)?,
            (None, other) => return Err(Error::defect(format!("The sample's {} is {other:?}.", paper.id))),
        }
    }
    let trends = day.trends.get(language.tag()).map_or(&[][..], Vec::as_slice);
    store.complete_digest(digest, trends, at)?;
    Ok(store)
}

impl SamplePaper {
    fn announced(&self) -> Announced {
        let paper = Paper {
            id: self.id.clone(),
            version: self.version,
            title: self.title.clone(),
            authors: self.authors.clone(),
            categories: self.categories.clone(),
            summary: self.summary.clone(),
            comment: self.comment.clone(),
            url: format!("https://arxiv.org/abs/{}", self.id),
        };
        Announced { paper, announce_type: self.announce_type }
    }

    fn entry(&self, rank: Option<u32>) -> Entry {
        let rule = self.rule.as_deref().map(|rule| match rule {
            "cross-list" => Rule::CrossList,
            "replacement" => Rule::Replacement,
            "known" => Rule::Known,
            "category" => Rule::Category,
            other => Rule::Exclude(other.trim_start_matches("exclude: ").to_owned()),
        });
        let followed = self.categories.iter().find(|category| CATEGORIES.contains(&category.as_str()));
        let category = followed.or(self.categories.first());
        Entry {
            id: self.id.clone(),
            version: self.version,
            announce_type: self.announce_type,
            category: category.cloned().unwrap_or_default(),
            state: rule.map_or(State::Waiting, State::Filtered),
            rank,
            verdict: None,
        }
    }

    fn verdict(&self, language: Language) -> Result<Verdict> {
        let missing = || Error::defect(format!("The sample's {} has no analysis.", self.id));
        let fields = self.analysis.get(language.tag()).ok_or_else(missing)?;
        let judge = if self.failure.is_some() { "builtin" } else { JUDGE };
        let analysis = Analysis {
            decision: self.decision.ok_or_else(missing)?,
            reason: fields.reason.clone(),
            translated_title: fields.translated_title.clone(),
            keywords: fields.keywords.clone(),
            pain_point: fields.pain_point.clone(),
            application_value: fields.application_value.clone(),
            summary: fields.summary.clone(),
            innovations: fields.innovations.clone(),
        };
        Ok(Verdict {
            analysis,
            judged_by: judge.into(),
            basis: self.basis.unwrap_or(Basis::Abstract),
            flags: self.flags.clone(),
            score: self.score,
            usage: Usage::default(),
            inputs: Inputs {
                judge: judge.into(),
                model: String::new(),
                prompt_version: String::new(),
                profile_hash: String::new(),
                text_hash: self.announced().paper.text_hash(),
                language,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_day_is_a_whole_digest_in_both_languages() {
        for language in [Language::Chinese, Language::English] {
            let store = load(language).unwrap();
            let date = store.newest_day(PROFILE, None).unwrap().unwrap();
            let row = store.digest_row(DigestKey { profile: PROFILE, date }).unwrap().unwrap();
            let digest = store.digest(&row).unwrap();
            assert!(digest.ledger.unwrap().closes());
            assert!(digest.papers.len() >= 60, "{}", digest.papers.len());
            assert_eq!(digest.trends.len(), 5);
            assert!(digest.failed().count() >= 1);
            for decision in Decision::ALL {
                assert!(digest.judged(decision).count() >= 10, "{decision:?}");
            }
            let listed: std::collections::HashSet<_> = digest.papers.iter().map(|paper| &paper.id).collect();
            assert!(digest.trends.iter().flat_map(|trend| &trend.papers).all(|id| listed.contains(id)));
            assert!(digest.papers.iter().any(|paper| paper.title.contains('$')));
        }
    }
}
