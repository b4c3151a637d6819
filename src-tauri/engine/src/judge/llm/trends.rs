//! The names of the day's trends: one request for a digest.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{
    Client,
    answer::{self, Fault, Fields, Read},
    never, prompt,
};
use crate::{
    digest::{Failure, Trend},
    paper::{ArxivId, Paper},
    verdict::{Analysis, Language, Usage},
};

/// A digest has three to six; more than this is a list, not trends.
const MOST_TRENDS: usize = 12;

impl Client {
    /// Names the clusters of a day. An answer that names a paper which is in none of them is refused as a whole.
    pub async fn name_trends(
        &self,
        clusters: &[Vec<(&Paper, &Analysis)>],
        language: Language,
    ) -> Result<(Vec<Trend>, Usage), Failure> {
        let known = prompt::known_ids(clusters);
        if known.is_empty() {
            return Ok((Vec::new(), Usage::default()));
        }
        let question = prompt::trends(clusters, language);
        let read = |text: &str| trends(text, &known, language);
        let (read, usage) = self.ask(&question, language, &never(), read).await.map_err(|refusal| refusal.failure)?;
        Ok((read.value, usage))
    }
}

fn trends(text: &str, known: &HashSet<ArxivId>, language: Language) -> Result<Read<Vec<Trend>>, Fault<Vec<Trend>>> {
    let fields = answer::only_object(text)?;
    let items = match fields.get("trends") {
        Some(Value::Array(items)) if items.is_empty() => return Err(invalid("trends is empty")),
        Some(Value::Array(items)) if items.len() > MOST_TRENDS => return Err(invalid("trends has too many items")),
        Some(Value::Array(items)) => items,
        Some(_) => return Err(invalid("trends is not a list")),
        None => return Err(invalid("trends is missing")),
    };
    let mut value = Vec::with_capacity(items.len());
    for item in items {
        let Value::Object(fields) = item else { return Err(invalid("a trend is not an object")) };
        value.push(trend(fields, known)?);
    }
    let prose: String = value.iter().map(|trend: &Trend| trend.observation.as_str()).collect();
    let read = Read { value, flags: Vec::new() };
    if answer::is_in(language, &prose) { Ok(read) } else { Err(Fault::WrongLanguage(Box::new(read))) }
}

fn trend(fields: &Map<String, Value>, known: &HashSet<ArxivId>) -> Result<Trend, String> {
    let mut reader = Fields { fields, source: "", markup: false };
    let mut papers = Vec::new();
    for named in reader.texts("papers", known.len().max(1) * 2, 60)? {
        let id: ArxivId = named.parse().map_err(|_| "papers holds something that is no id".to_owned())?;
        if !known.contains(&id) {
            return Err(format!("papers names {id}, which is not in the list"));
        }
        if !papers.contains(&id) {
            papers.push(id);
        }
    }
    if papers.is_empty() {
        return Err("a trend has no papers".to_owned());
    }
    Ok(Trend {
        emoji: emoji(&reader.text("emoji", 40)?),
        title: reader.filled("title", 120)?,
        observation: reader.filled("observation", 800)?,
        papers,
    })
}

/// One emoji, or the plain one: a heading is `### EMOJI TITLE`, and a word there would be read as the title.
fn emoji(text: &str) -> String {
    use unicode_segmentation::UnicodeSegmentation as _;
    match text.graphemes(true).next() {
        Some(first) if !first.chars().any(|c| c.is_alphanumeric() || c.is_ascii()) => first.to_owned(),
        _ => prompt::PLAIN_EMOJI.to_owned(),
    }
}

fn invalid(what: &str) -> Fault<Vec<Trend>> {
    Fault::Invalid(what.to_owned())
}
