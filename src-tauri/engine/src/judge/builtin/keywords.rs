//! Key phrases of one paper, by its own words alone.

use std::collections::HashMap;

use super::{
    sentences::sentences,
    words::{Word, is_academic, words},
};
use crate::paper::Paper;

/// How many key phrases a reader gets.
const KEYWORDS: usize = 5;

/// Up to five phrases of one to three words that title and abstract dwell on, the weightiest first, as they are written.
pub fn keywords(paper: &Paper) -> Vec<String> {
    let mut phrases: HashMap<String, Phrase> = HashMap::new();
    let mut order = 0;
    let body = sentences(&paper.summary);
    let texts = std::iter::once((paper.title.as_str(), 3.0)).chain(body.iter().map(|s| (s.as_str(), 1.0)));
    for (text, weight) in texts {
        let words = words(text);
        for start in 0..words.len() {
            for length in 1..=3.min(words.len() - start) {
                let run = &words[start..start + length];
                if run[1..].iter().any(|word| !word.joined) {
                    break;
                }
                if is_academic(&run[0].stem) || is_academic(&run[length - 1].stem) {
                    continue;
                }
                let key = run.iter().map(|word| word.stem.as_str()).collect::<Vec<_>>().join(" ");
                let phrase = phrases.entry(key).or_insert_with(|| {
                    order += 1;
                    Phrase { written: as_written(text, run), weight: 0.0, times: 0, length, order }
                });
                phrase.weight += weight;
                phrase.times += 1;
            }
        }
    }
    let mut ranked: Vec<_> = phrases.into_iter().collect();
    // A phrase of two or three words says more than its words, if the paper repeats it or its title has it.
    let worth = |phrase: &Phrase| match phrase.length {
        1 => phrase.weight * if phrase.times > 1 { 0.8 } else { 0.4 },
        length => phrase.weight * (1.0 + 0.35 * length as f64) * if phrase.times > 1 { 1.3 } else { 0.8 },
    };
    ranked.sort_by(|(_, a), (_, b)| worth(b).total_cmp(&worth(a)).then(a.order.cmp(&b.order)));
    let mut taken: Vec<Vec<String>> = Vec::new();
    let mut keywords = Vec::new();
    for (key, phrase) in ranked {
        let stems: Vec<String> = key.split(' ').map(str::to_owned).collect();
        let shares_words = |other: &Vec<String>| {
            stems.iter().filter(|stem| other.contains(stem)).count() * 2 >= stems.len().min(other.len())
        };
        if taken.iter().any(shares_words) {
            continue;
        }
        taken.push(stems);
        keywords.push(phrase.written);
        if keywords.len() == KEYWORDS {
            break;
        }
    }
    keywords
}

struct Phrase {
    written: String,
    /// Occurrences, those in the title thrice.
    weight: f64,
    times: usize,
    length: usize,
    /// First seen first: the tie-break that keeps the answer the same everywhere.
    order: usize,
}

/// The run as the text writes it: with its own capitals and hyphens.
fn as_written(text: &str, run: &[Word]) -> String {
    let plain = run.iter().map(|word| word.surface.as_str()).collect::<Vec<_>>().join(" ");
    // Only ASCII is changed, so that places in one are places in the other.
    let comparable = text.to_ascii_lowercase().replace('-', " ");
    match comparable.find(&plain) {
        Some(at) => text[at..at + plain.len()].to_owned(),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::builtin::paper;

    #[test]
    fn key_phrases_are_what_title_and_abstract_dwell_on() {
        for (title, summary, expected) in [
            (
                "Speculative Decoding for Long-Context Retrieval",
                "Speculative decoding speeds up language models. We propose speculative decoding for long-context retrieval.",
                vec!["Speculative Decoding", "Long-Context Retrieval"],
            ),
            ("Tool Calling in Agents", "", vec!["Tool Calling", "Agents"]),
            ("A new method", "We propose a novel approach.", vec![]),
            ("", "", vec![]),
        ] {
            let found = keywords(&paper("2601.00001", title, summary));
            for phrase in &expected {
                assert!(found.iter().any(|f| f.contains(phrase)), "{title:?}: {phrase:?} in {found:?}");
            }
            assert!(!expected.is_empty() || found.is_empty(), "{title:?}: {found:?}");
        }
    }
}
