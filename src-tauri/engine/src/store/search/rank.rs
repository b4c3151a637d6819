//! How well a paper answers a query, and which piece of its text says so.
//!
//! The score is BM25F (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009, 3.6) over the text itself:
//! the index keeps no copy of the text, and only a bounded number of candidates is read again.

use std::collections::HashMap;

use rustc_hash::FxHashMap;
use serde::Serialize;
use ts_rs::TS;

use super::{
    document::Document,
    expression::{EXACT, Patterns},
    field::Field,
    tokens::{self, Stems},
};

/// How soon a further occurrence of a word counts less. Source: usual value of BM25.
const K1: f64 = 1.2;
/// How much a longer text is set back. Source: usual value of BM25.
const B: f64 = 0.75;

/// What another form of a word counts beside the word as it was written: "generative" where "generation" was asked for.
const OTHER_FORM: f64 = 0.85;

/// Width of a snippet; a Chinese character is two wide.
const SNIPPET: usize = 170;
/// What is shown before the first hit, at most.
const BEFORE: usize = 50;

/// A run of text in a snippet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "SnippetPiece")]
pub struct Piece {
    pub text: String,
    /// Whether this is what was asked for.
    pub hit: bool,
}

/// What a document came to.
pub(super) struct Scored {
    pub score: f64,
    pub field: Field,
    pub snippet: Vec<Piece>,
}

/// Where a part of the query was found.
#[derive(Clone, Copy)]
struct Found {
    part: usize,
    quality: f64,
    /// Less than 1 for another form of the word.
    form: f64,
    start: usize,
    end: usize,
}

/// Scores documents against one query.
pub(super) struct Ranker<'a> {
    parts: &'a [Patterns],
    /// Numbers of the stems that patterns are made of; 0 is every other.
    numbers: HashMap<&'a str, u32>,
    /// What those stems begin with. A stem begins as its word does, so most words need not be stemmed to be none of them.
    firsts: Vec<char>,
    /// Numbers of words as they are written, each looked up once.
    known: FxHashMap<Box<str>, u32>,
    /// By the number of their first token: part, tokens, quality.
    starts: HashMap<u32, Vec<(usize, Vec<u32>, f64)>>,
    weights: Vec<f64>,
    stems: Stems,
}

impl<'a> Ranker<'a> {
    pub fn new(parts: &'a [Patterns], papers: u32) -> Self {
        let mut numbers = HashMap::new();
        let mut starts: HashMap<u32, Vec<_>> = HashMap::new();
        for (part, patterns) in parts.iter().enumerate() {
            for pattern in &patterns.all {
                let tokens: Vec<u32> = pattern
                    .tokens
                    .iter()
                    .map(|token| {
                        let next = numbers.len() as u32 + 1;
                        *numbers.entry(token.as_str()).or_insert(next)
                    })
                    .collect();
                if let Some(first) = tokens.first() {
                    starts.entry(*first).or_default().push((part, tokens, pattern.quality));
                }
            }
        }
        let total = f64::from(papers.max(1));
        let rarity = |with: u32| libm::log(1.0 + (total - f64::from(with) + 0.5).max(0.5) / (f64::from(with) + 0.5));
        let weights = parts.iter().map(|part| rarity(part.papers)).collect();
        let mut firsts: Vec<char> = numbers.keys().filter_map(|token| token.chars().next()).collect();
        firsts.sort_unstable();
        firsts.dedup();
        Self { parts, numbers, firsts, known: FxHashMap::default(), starts, weights, stems: Stems::default() }
    }

    /// The score of a document, and the piece that shows why.
    pub fn score(&mut self, document: &Document, with_snippet: bool) -> Scored {
        let mut weighted = vec![0.0; self.parts.len()];
        let mut best: Option<(f64, Field, Vec<Found>)> = None;
        let mut bonus = 0.0;
        for field in Field::ALL {
            let text = document.text(field);
            if text.is_empty() {
                continue;
            }
            let (found, length) = self.find(field, text);
            if found.is_empty() {
                continue;
            }
            let shortness = 1.0 - B + B * length as f64 / field.usual_length();
            let mut covered = vec![[0.0_f64; 2]; self.parts.len()];
            for hit in &found {
                weighted[hit.part] += field.weight() * hit.quality * hit.form / shortness;
                let [cover, as_written] = &mut covered[hit.part];
                *cover = cover.max(hit.quality);
                *as_written = as_written.max(hit.quality * hit.form);
            }
            let [cover, as_written] =
                [0, 1].map(|which| covered.iter().map(|part| part[which]).sum::<f64>() / self.parts.len() as f64);
            if matches!(field, Field::Title | Field::TranslatedTitle | Field::Note | Field::Tags | Field::Id) {
                // A title that is what was asked for, word for word, is the paper that was meant.
                let tokens: usize = found.iter().map(|hit| self.parts[hit.part].all[0].tokens.len()).sum();
                let share = (tokens as f64 / length.max(1) as f64).min(1.0);
                bonus = f64::max(bonus, as_written * (1.0 + 2.0 * share + 2.0 * nearness(&found, self.parts.len())));
            } else {
                bonus = f64::max(bonus, as_written * nearness(&found, self.parts.len()));
            }
            let value = cover * 100.0 + field.weight();
            if best.as_ref().is_none_or(|(other, ..)| value > *other) {
                best = Some((value, field, found));
            }
        }
        let saturated = |w: &f64| w / (K1 + w);
        let mut score: f64 = weighted.iter().zip(&self.weights).map(|(w, rarity)| rarity * saturated(w)).sum();
        score += bonus;
        if document.is_own() && score > 0.0 {
            score += 0.5;
        }
        let (field, found) = match best {
            Some((_, field, found)) => (field, found),
            // Found by a fact, not by a text.
            None => {
                let told = [Field::Note, Field::Analysis, Field::Abstract];
                (told.into_iter().find(|field| !document.text(*field).is_empty()).unwrap_or(Field::Title), Vec::new())
            }
        };
        let snippet = if with_snippet { snippet(document.text(field), &found) } else { Vec::new() };
        Scored { score: (score * 1e4).round() / 1e4, field, snippet }
    }

    /// Every place where a part of the query is in a text, and how many tokens the text has.
    fn find(&mut self, field: Field, text: &str) -> (Vec<Found>, usize) {
        let mut stream: Vec<(u32, usize, usize)> = Vec::with_capacity(text.len() / 5);
        let (known, numbers, stems) = (&mut self.known, &self.numbers, &mut self.stems);
        let may_be = |word: &str| word.chars().next().is_some_and(|first| self.firsts.contains(&first));
        tokens::each(text, |word, script, start, end| {
            if !may_be(word) {
                stream.push((0, start, end));
                return;
            }
            let number = match known.get(word) {
                Some(number) => *number,
                None => {
                    let number = numbers.get(stems.of(word, script)).copied().unwrap_or(0);
                    known.insert(word.into(), number);
                    number
                }
            };
            stream.push((number, start, end));
        });
        let mut found: Vec<Found> = Vec::new();
        for (at, (number, start, _)) in stream.iter().enumerate() {
            if *number == 0 {
                continue;
            }
            for (part, tokens, quality) in self.starts.get(number).into_iter().flatten() {
                let fields = &self.parts[*part].fields;
                if !(fields.is_empty() || fields.contains(&field)) {
                    continue;
                }
                let follows = stream.get(at..at + tokens.len());
                if follows.is_some_and(|run| run.iter().zip(tokens).all(|((n, ..), token)| n == token)) {
                    let end = stream[at + tokens.len() - 1].2;
                    let word = &self.parts[*part].word;
                    let other = *quality == EXACT && !word.is_empty() && !text[*start..end].eq_ignore_ascii_case(word);
                    let form = if other { OTHER_FORM } else { 1.0 };
                    found.push(Found { part: *part, quality: *quality, form, start: *start, end });
                }
            }
        }
        (found, stream.len())
    }
}

/// 1 when all parts of the query are found right behind each other in their order, less the further apart they are.
fn nearness(found: &[Found], parts: usize) -> f64 {
    if parts < 2 {
        return 1.0;
    }
    let mut nearest = f64::INFINITY;
    for hit in found.iter().filter(|hit| hit.part == 0) {
        let mut end = hit.end;
        let mut gaps = 0;
        let whole = (1..parts).all(|part| {
            let next = found.iter().filter(|other| other.part == part && other.start >= end).map(|o| (o.start, o.end));
            match next.min() {
                Some((start, next_end)) => {
                    gaps += start - end;
                    end = next_end;
                    true
                }
                None => false,
            }
        });
        if whole {
            nearest = nearest.min(gaps.saturating_sub(parts - 1) as f64);
        }
    }
    if nearest.is_finite() { 1.0 / (1.0 + nearest / 20.0) } else { 0.0 }
}

/// The stretch of a text with the most different parts of the query in it, the hits set apart.
fn snippet(text: &str, found: &[Found]) -> Vec<Piece> {
    let mut hits: Vec<Found> = found.to_vec();
    hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
    let mut best = (0.0, 0);
    for (at, hit) in hits.iter().enumerate() {
        let inside = hits[at..].iter().take_while(|other| other.end <= hit.start + SNIPPET);
        let mut parts: HashMap<usize, f64> = HashMap::new();
        let mut count = 0.0;
        for other in inside {
            let quality = parts.entry(other.part).or_default();
            *quality = quality.max(other.quality);
            count += 0.001;
        }
        let value = parts.values().sum::<f64>() + count;
        if value > best.0 {
            best = (value, at);
        }
    }
    let first_hit = hits.get(best.1).map_or(0, |hit| hit.start);
    let start = start_before(text, first_hit);
    let end = end_after(text, start, hits.get(best.1).map_or(0, |hit| hit.end));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |piece: &str, hit: bool| {
        let piece: String = piece.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect();
        match pieces.last_mut() {
            Some(last) if last.hit == hit => last.text.push_str(&piece),
            _ if piece.is_empty() => {}
            _ => pieces.push(Piece { text: piece, hit }),
        }
    };
    if start > 0 {
        push("…", false);
    }
    let mut at = start;
    for hit in hits.iter().filter(|hit| hit.start >= start && hit.end <= end) {
        if hit.end <= at {
            continue;
        }
        let from = hit.start.max(at);
        push(&text[at..from], false);
        push(&text[from..hit.end], true);
        at = hit.end;
    }
    push(&text[at..end], false);
    if end < text.len() {
        push("…", false);
    }
    pieces
}

fn width(c: char) -> usize {
    if (c as u32) < 0x1100 { 1 } else { 2 }
}

/// A sentence's or at least a word's beginning, not far before a hit.
fn start_before(text: &str, hit: usize) -> usize {
    let (mut room, mut at) = (BEFORE, hit);
    let mut word = hit;
    for (index, c) in text[..hit].char_indices().rev() {
        room = room.saturating_sub(width(c));
        if matches!(c, '。' | '！' | '？' | '；' | '·' | '\n') {
            return hit - text[index + c.len_utf8()..hit].trim_start().len();
        }
        if c.is_whitespace() || width(c) == 2 {
            word = index + if c.is_whitespace() { c.len_utf8() } else { 0 };
        }
        if room == 0 {
            return word;
        }
        at = index;
    }
    at
}

/// A word's end when the snippet is wide enough; never before the end of the first hit.
fn end_after(text: &str, start: usize, hit_end: usize) -> usize {
    let mut room = SNIPPET;
    let mut word = hit_end.max(start);
    for (index, c) in text[start..].char_indices() {
        let at = start + index;
        if room < width(c) && at >= hit_end {
            return word;
        }
        room = room.saturating_sub(width(c));
        if at >= word && (c.is_whitespace() || width(c) == 2) {
            word = if c.is_whitespace() { at } else { at + c.len_utf8() };
        }
    }
    text.len()
}
