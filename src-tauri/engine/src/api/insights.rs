//! What the weeks have in common: keywords over time, and where judge and reader agree.

use std::{collections::HashMap, sync::Arc};

use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::types::Nothing;
use crate::{Engine, error::Result, verdict::Decision};

/// The keywords of a range of days.
#[derive(Debug, Clone, Default, Deserialize, TS)]
pub struct KeywordsRequest {
    /// `YYYY-MM-DD`; the last 84 days when absent.
    #[serde(default)]
    #[ts(type = "string", optional)]
    pub since: Option<Date>,
    /// The most that are given, the most frequent first.
    pub limit: u32,
}

/// A keyword of verdicts, day by day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct KeywordView {
    pub keyword: String,
    pub days: Vec<KeywordCount>,
}

/// How many papers of a day have a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct KeywordCount {
    #[ts(type = "string")]
    pub date: Date,
    pub papers: u32,
}

/// What the reader said of papers, against what their digest says. A star says "recommend".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct Agreement {
    pub pairs: Vec<AgreementPair>,
    /// Oldest first, at most the last twelve in which something was said.
    pub months: Vec<AgreementMonth>,
}

/// How often the judge said one thing and the reader another, or the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct AgreementPair {
    pub judge: Decision,
    pub reader: Decision,
    pub papers: u32,
}

/// A month of days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AgreementMonth {
    /// `YYYY-MM`.
    pub month: String,
    pub agreed: u32,
    pub said: u32,
}

pub async fn keywords(engine: &Arc<Engine>, request: KeywordsRequest) -> Result<Vec<KeywordView>> {
    let store = engine.store()?;
    let profile = engine.profile_file(&engine.settings()?);
    let since = match request.since {
        Some(since) => since,
        None => store.newest_day(&profile, None)?.unwrap_or_default().saturating_sub(84.days()),
    };
    let mut words: HashMap<String, KeywordView> = HashMap::new();
    for (keyword, date, papers) in store.keyword_days(&profile, since)? {
        // One word in several spellings is one word, called as it was written first.
        let view = words.entry(keyword.to_lowercase()).or_insert_with(|| KeywordView { keyword, days: Vec::new() });
        match view.days.last_mut() {
            Some(last) if last.date == date => last.papers += papers,
            _ => view.days.push(KeywordCount { date, papers }),
        }
    }
    let total = |view: &KeywordView| view.days.iter().map(|day| day.papers).sum::<u32>();
    let mut words: Vec<KeywordView> = words.into_values().collect();
    words.sort_by(|a, b| total(b).cmp(&total(a)).then_with(|| a.keyword.cmp(&b.keyword)));
    words.truncate(request.limit as usize);
    Ok(words)
}

pub async fn agreement(engine: &Arc<Engine>, _: Nothing) -> Result<Agreement> {
    let profile = engine.profile_file(&engine.settings()?);
    let mut agreement = Agreement::default();
    for (date, judge, reader) in engine.store()?.said_of(&profile)? {
        match agreement.pairs.iter_mut().find(|pair| pair.judge == judge && pair.reader == reader) {
            Some(pair) => pair.papers += 1,
            None => agreement.pairs.push(AgreementPair { judge, reader, papers: 1 }),
        }
        let month = date.strftime("%Y-%m").to_string();
        if agreement.months.last().is_none_or(|last| last.month != month) {
            agreement.months.push(AgreementMonth { month, agreed: 0, said: 0 });
        }
        if let Some(last) = agreement.months.last_mut() {
            last.said += 1;
            last.agreed += u32::from(judge == reader);
        }
    }
    let old = agreement.months.len().saturating_sub(12);
    agreement.months.drain(..old);
    Ok(agreement)
}
