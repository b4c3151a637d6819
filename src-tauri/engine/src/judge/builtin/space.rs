//! What the archive alone teaches: how rare each word is, which words keep the same company, and where each paper
//! stands among the others. Words that occur in the same abstracts get similar vectors (positive pointwise mutual
//! information, reduced to its main directions: Levy and Goldberg 2014); a paper is the weighted sum of its words.

mod file;

use std::{collections::HashMap, panic, thread};

use rust_stemmers::Stemmer;
use rustc_hash::FxHashMap;

use super::{
    linear::{Ridge, SparseSymmetric, add_scaled, dot, normalise},
    words::{each_word, is_academic, is_function_word, stem, stemmer},
};
use crate::paper::{ArxivId, Paper};

/// How many words get a vector: the most frequent ones. Fits in a `u16`.
const WORDS: usize = 6_000;
/// A word in fewer papers keeps no reliable company.
const FEWEST_PAPERS: u32 = 3;
/// A small archive has fewer: it cannot tell more apart.
const DIRECTIONS: usize = 128;
/// The title's words count this often.
const TITLE_WEIGHT: u16 = 2;
const FUNCTION_WORD: u32 = u32::MAX;

/// Word numbers, ascending, with weights; of length 1, or empty.
pub type Terms = Vec<(u32, f32)>;

/// The archive as numbers. Made from the papers alone, in the order in which they are given.
pub struct Space {
    /// Surface → stem; function words are known as such.
    surfaces: FxHashMap<String, u32>,
    stems: FxHashMap<String, u32>,
    names: Vec<String>,
    idf: Vec<f32>,
    academic: Vec<bool>,
    /// Row of each word in `vectors`; `u16::MAX` for one without.
    rows: Vec<u16>,
    vectors: Vec<f32>,
    pub width: usize,
    centre: Vec<f32>,
    ids: HashMap<ArxivId, u32>,
    documents: Vec<ArxivId>,
    pub terms: Vec<Terms>,
    /// Document after document, `width` numbers each: centred, of length 1.
    pub places: Vec<f32>,
    /// All documents, for the regressions that start from them.
    pub all: Ridge,
}

/// A text in the numbers of a space.
pub struct Text {
    /// Words in order; what is no word of the archive holds a place, so that nothing reads across it.
    pub sequence: Vec<u32>,
    pub terms: Terms,
}

impl Space {
    /// Learns from the corpus. Papers given twice count once.
    pub fn fit(corpus: &[&Paper]) -> Self {
        let mut space = Self {
            surfaces: FxHashMap::default(),
            stems: FxHashMap::default(),
            names: Vec::new(),
            idf: Vec::new(),
            academic: Vec::new(),
            rows: Vec::new(),
            vectors: Vec::new(),
            width: 0,
            centre: Vec::new(),
            ids: HashMap::new(),
            documents: Vec::new(),
            terms: Vec::new(),
            places: Vec::new(),
            all: Ridge::new(0),
        };
        let counted = space.count(corpus);
        let mut frequency = vec![0u32; space.names.len()];
        counted.iter().flatten().for_each(|&(word, _)| frequency[word as usize] += 1);
        let total = counted.len() as f64;
        space.idf = frequency.iter().map(|&n| (libm::log((1.0 + total) / (1.0 + f64::from(n))) + 1.0) as f32).collect();
        space.terms = counted.into_iter().map(|counts| space.weigh(counts)).collect();
        space.learn_words(&frequency);
        space.place_documents();
        space
    }

    fn count(&mut self, corpus: &[&Paper]) -> Vec<Vec<(u32, u16)>> {
        let stemmer = stemmer();
        let mut counted = Vec::with_capacity(corpus.len());
        for paper in corpus {
            if self.ids.contains_key(&paper.id) {
                continue;
            }
            self.ids.insert(paper.id.clone(), counted.len() as u32);
            self.documents.push(paper.id.clone());
            let mut words: Vec<(u32, u16)> = Vec::new();
            for (text, weight) in [(&paper.title, TITLE_WEIGHT), (&paper.summary, 1)] {
                each_word(text, |surface, _| {
                    let word = self.intern(&stemmer, surface);
                    if word != FUNCTION_WORD {
                        words.push((word, weight));
                    }
                });
            }
            counted.push(merge(words));
        }
        counted
    }

    fn intern(&mut self, stemmer: &Stemmer, surface: &str) -> u32 {
        if let Some(&word) = self.surfaces.get(surface) {
            return word;
        }
        let word = if is_function_word(surface) {
            FUNCTION_WORD
        } else {
            let stem = stem(stemmer, surface);
            match self.stems.get(&stem) {
                Some(&word) => word,
                None => {
                    let word = self.names.len() as u32;
                    self.academic.push(is_academic(&stem));
                    self.stems.insert(stem, word);
                    self.names.push(surface.to_owned());
                    word
                }
            }
        };
        self.surfaces.insert(surface.to_owned(), word);
        word
    }

    fn weigh(&self, counts: Vec<(u32, u16)>) -> Terms {
        let mut terms: Terms = counts
            .into_iter()
            .map(|(word, count)| (word, (1.0 + libm::logf(f32::from(count))) * self.idf[word as usize]))
            .collect();
        let length = terms.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        if length > 0.0 {
            terms.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
        terms
    }

    fn learn_words(&mut self, frequency: &[u32]) {
        let mut frequent: Vec<u32> =
            (0..frequency.len() as u32).filter(|&word| frequency[word as usize] >= FEWEST_PAPERS).collect();
        frequent.sort_by_key(|&word| (u32::MAX - frequency[word as usize], word));
        frequent.truncate(WORDS);
        self.rows = vec![u16::MAX; frequency.len()];
        for (row, &word) in frequent.iter().enumerate() {
            self.rows[word as usize] = row as u16;
        }
        let matrix = self.company(&frequent, frequency);
        (self.vectors, self.width) =
            matrix.scaled_eigenvectors(DIRECTIONS.min(frequent.len() / 2).min(self.terms.len() / 5));
    }

    /// How much more often two words meet in a paper than chance would have it, where it is more.
    fn company(&self, frequent: &[u32], frequency: &[u32]) -> SparseSymmetric {
        let size = frequent.len();
        let mut together = vec![0u32; size * size.saturating_sub(1) / 2];
        let place = |a: usize, b: usize| a * a.saturating_sub(1) / 2 + b;
        let mut rows: Vec<usize> = Vec::new();
        for terms in &self.terms {
            rows.clear();
            rows.extend(
                terms.iter().map(|&(word, _)| self.rows[word as usize]).filter(|&r| r != u16::MAX).map(usize::from),
            );
            rows.sort_unstable();
            for (at, &a) in rows.iter().enumerate() {
                let start = place(a, 0);
                rows[..at].iter().for_each(|&b| together[start + b] += 1);
            }
        }
        let total = self.terms.len() as f64;
        let mut matrix = SparseSymmetric { starts: vec![0], columns: Vec::new(), values: Vec::new() };
        let chance: Vec<f64> =
            frequent.iter().map(|&word| f64::from(frequency[word as usize]) / total.max(1.0)).collect();
        for a in 0..size {
            for b in (0..size).filter(|&b| b != a) {
                let count = together[place(a.max(b), a.min(b))];
                let surprise = f64::from(count) / (total * chance[a] * chance[b]);
                if surprise > 1.0 {
                    matrix.columns.push(b as u16);
                    matrix.values.push(libm::log(surprise) as f32);
                }
            }
            matrix.starts.push(matrix.columns.len());
        }
        matrix
    }

    fn place_documents(&mut self) {
        let mut places: Vec<f32> = Vec::with_capacity(self.terms.len() * self.width);
        for terms in &self.terms {
            places.extend(self.sum(terms));
        }
        let mut centre = vec![0.0f64; self.width];
        for place in places.chunks_exact(self.width.max(1)) {
            centre.iter_mut().zip(place).for_each(|(sum, &x)| *sum += f64::from(x));
        }
        self.centre = centre.into_iter().map(|sum| (sum / self.terms.len().max(1) as f64) as f32).collect();
        self.all = Ridge::new(self.width);
        for place in places.chunks_exact_mut(self.width.max(1)) {
            centred(place, &self.centre);
            self.all.add(place, 0.0, 1.0);
        }
        self.places = places;
    }

    /// The weighted sum of the words' vectors, as it is.
    pub fn sum(&self, terms: &Terms) -> Vec<f32> {
        let mut sum = vec![0.0; self.width];
        for &(word, weight) in terms {
            if let Some(vector) = self.vector(word) {
                add_scaled(&mut sum, weight, vector);
            }
        }
        sum
    }

    /// The vector of a word, if it has one.
    pub fn vector(&self, word: u32) -> Option<&[f32]> {
        self.row(word).map(|row| &self.vectors[row * self.width..][..self.width])
    }

    /// The row of a word in `vectors`, if it has one.
    pub fn row(&self, word: u32) -> Option<usize> {
        let row = *self.rows.get(word as usize)?;
        (row != u16::MAX).then_some(usize::from(row))
    }

    /// The vectors of all words that have one, by their rows.
    pub fn vectors(&self) -> impl Iterator<Item = &[f32]> {
        self.vectors.chunks_exact(self.width.max(1))
    }

    /// Where a text stands among the papers, from the sum of its words.
    pub fn place(&self, mut sum: Vec<f32>) -> Vec<f32> {
        centred(&mut sum, &self.centre);
        sum
    }

    /// A paper in the numbers of this space; words that the archive has never seen are left out.
    pub fn paper(&self, paper: &Paper) -> Text {
        self.text(&[(&paper.title, TITLE_WEIGHT), (&paper.summary, 1)])
    }

    pub fn line(&self, text: &str) -> Text {
        self.text(&[(text, 1)])
    }

    fn text(&self, parts: &[(&str, u16)]) -> Text {
        let stemmer = stemmer();
        let mut sequence = Vec::new();
        let mut words = Vec::new();
        for &(text, weight) in parts {
            sequence.push(FUNCTION_WORD);
            each_word(text, |surface, _| {
                let known = self.surfaces.get(surface).copied().or_else(|| {
                    if is_function_word(surface) { None } else { self.stems.get(&stem(&stemmer, surface)).copied() }
                });
                let word = known.unwrap_or(FUNCTION_WORD);
                sequence.push(word);
                if word != FUNCTION_WORD {
                    words.push((word, weight));
                }
            });
        }
        Text { sequence, terms: self.weigh(merge(words)) }
    }

    /// The number of a stem that the archive knows.
    pub fn word(&self, stem: &str) -> Option<u32> {
        self.stems.get(stem).copied()
    }

    /// The word as it was first seen.
    pub fn name(&self, word: u32) -> &str {
        self.names.get(word as usize).map_or("", String::as_str)
    }

    pub fn idf(&self, word: u32) -> f32 {
        self.idf.get(word as usize).copied().unwrap_or(0.0)
    }

    /// Whether the word belongs to every abstract rather than to a subject.
    pub fn is_academic(&self, word: u32) -> bool {
        self.academic.get(word as usize).copied().unwrap_or(true)
    }

    pub fn words(&self) -> usize {
        self.names.len()
    }

    /// The place of a paper of the archive in its list.
    pub fn document(&self, id: &ArxivId) -> Option<usize> {
        self.ids.get(id).map(|&at| at as usize)
    }

    /// Where a paper stands among the others, whether it is one of them or not.
    pub fn place_of_paper(&self, paper: &Paper) -> Vec<f32> {
        match self.document(&paper.id) {
            Some(document) => self.place_of(document).to_vec(),
            None => self.place(self.sum(&self.paper(paper).terms)),
        }
    }

    /// The papers of the archive nearest to one, without that one itself; as `nearest`.
    pub fn similar(&self, paper: &Paper, count: usize) -> Vec<(ArxivId, f64)> {
        self.nearest(&self.place_of_paper(paper), self.document(&paper.id), count)
    }

    /// The words that tell a paper apart from others, with their weights, the weightiest first.
    pub fn telling_words(&self, paper: &Paper, count: usize) -> Vec<(String, f64)> {
        let mut terms = self.paper(paper).terms;
        terms.retain(|&(word, _)| !self.is_academic(word));
        terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        terms.into_iter().take(count).map(|(word, weight)| (self.name(word).to_owned(), f64::from(weight))).collect()
    }

    /// How near two places are: 1 = the same.
    pub fn nearness(&self, place: &[f32], other: &[f32]) -> f64 {
        f64::from(dot(place, other))
    }

    /// How many papers the archive has.
    pub fn documents(&self) -> usize {
        self.documents.len()
    }

    /// The documents nearest to a place with their nearness (1 = the same), nearest first; equal ones in their order.
    fn nearest(&self, place: &[f32], without: Option<usize>, count: usize) -> Vec<(ArxivId, f64)> {
        if self.width == 0 || count == 0 {
            return Vec::new();
        }
        // One pass in the order of memory; the few best are kept sorted.
        let best = |places: &[f32], from: usize| {
            let mut best: Vec<(f32, usize)> = Vec::with_capacity(count.min(places.len()) + 1);
            for (at, other) in places.chunks_exact(self.width).enumerate() {
                let near = dot(place, other);
                if (best.len() == count && best.last().is_some_and(|last| near <= last.0)) || Some(from + at) == without
                {
                    continue;
                }
                best.insert(best.partition_point(|kept| kept.0 >= near), (near, from + at));
                best.truncate(count);
            }
            best
        };
        let half = self.documents.len() / 2;
        let (upper, lower) = self.places.split_at(half * self.width);
        let mut found = thread::scope(|scope| {
            let lower = scope.spawn(|| best(lower, half));
            let mut found = best(upper, 0);
            found.extend(lower.join().unwrap_or_else(|err| panic::resume_unwind(err)));
            found
        });
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.truncate(count);
        found.into_iter().map(|(near, document)| (self.documents[document].clone(), f64::from(near))).collect()
    }

    /// The place of a document of the archive.
    pub fn place_of(&self, document: usize) -> &[f32] {
        &self.places[document * self.width..][..self.width]
    }
}

fn centred(place: &mut [f32], centre: &[f32]) {
    add_scaled(place, -1.0, centre);
    normalise(place);
}

/// One entry for each word, ascending, with its counts added.
fn merge(mut words: Vec<(u32, u16)>) -> Vec<(u32, u16)> {
    words.sort_unstable();
    words.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 = kept.1.saturating_add(next.1);
        }
        same
    });
    words
}
