//! Papers that share the telling words of another: whom to compare with it, among more than anyone compares.

use std::collections::HashMap;

use super::{
    super::Store,
    facets,
    field::Field,
    find::{NEWEST_OF, paper_of},
    tokens::{self, Stems},
};
use crate::{error::Result, paper::ArxivId};

/// Papers that are looked at for one word: a word of more tells little.
const MOST_OF_A_WORD: u32 = 20_000;

impl Store {
    /// The papers that hold the weightiest of these words in title or abstract, at most so many, the weightiest first.
    /// What is not indexed yet is not found.
    pub fn sharing(&self, words: &[(String, f64)], most: usize) -> Result<Vec<ArxivId>> {
        self.index.guarded(|| {
            self.index.read(|index| {
                let mut stems = Stems::default();
                let mut weights: HashMap<i64, f64> = HashMap::new();
                for (word, weight) in words {
                    let mut phrase: Vec<String> = Vec::new();
                    tokens::each(word, |token, script, _, _| phrase.push(stems.of(token, script).to_owned()));
                    if phrase.is_empty() || phrase.iter().any(|token| token.contains('"') || token == facets::ALL) {
                        continue;
                    }
                    let [title, summary] = [Field::Title, Field::Abstract].map(Field::as_str);
                    let expression = format!("{{{title} {summary}}} : \"{}\"", phrase.join(" "));
                    let mut statement = index.prepare_cached(NEWEST_OF)?;
                    let mut rows = statement.query(rusqlite::params![expression, MOST_OF_A_WORD])?;
                    while let Some(row) = rows.next()? {
                        *weights.entry(row.get(0)?).or_default() += weight;
                    }
                }
                let mut weighed: Vec<(i64, f64)> = weights.into_iter().collect();
                weighed.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
                weighed.truncate(most);
                let mut found = Vec::with_capacity(weighed.len());
                for (doc, _) in weighed {
                    found.extend(paper_of(index, doc)?.and_then(|paper| paper.parse().ok()));
                }
                Ok(found)
            })
        })
    }
}
