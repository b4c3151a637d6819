//! What the archive alone teaches: how rare each word is, which words keep the same company, and where each paper
//! stands among the others. Words that occur in the same abstracts get similar vectors (positive pointwise mutual
//! information, reduced to its main directions: Levy and Goldberg 2014); a paper is the weighted sum of its words.

mod documents;
mod file;

use std::{collections::HashSet, ops::Range, panic, thread};

use rust_stemmers::Stemmer;
use rustc_hash::FxHashMap;

use self::documents::{Documents, Texts};
use super::{
    linear::{Ridge, SparseSymmetric, add_scaled, dot, normalise},
    words::{each_word, is_academic, is_function_word, stem, stemmer},
};
use crate::{
    error::Result,
    paper::{ArxivId, Paper},
};

/// How many words get a vector: the most frequent ones. Fits in a `u16`.
const WORDS: usize = 6_000;
/// A word in fewer papers keeps no reliable company.
const FEWEST_PAPERS: u32 = 3;
/// A small archive has fewer: it cannot tell more apart.
const DIRECTIONS: usize = 128;
/// The title's words count this often.
const TITLE_WEIGHT: u16 = 2;
const FUNCTION_WORD: u32 = u32::MAX;

/// A word's number and its weight.
pub type Term = (u32, f32);
/// Words, ascending; of length 1, or empty.
pub type Terms = Vec<Term>;

/// The archive as numbers. Made from the papers alone, in the order in which they are given. What is asked of single
/// papers may have to be read from a file, and can fail; what is asked of words cannot.
pub struct Space {
    /// Surface → stem; function words are known as such.
    surfaces: FxHashMap<String, u32>,
    stems: FxHashMap<String, u32>,
    names: Texts,
    idf: Vec<f32>,
    academic: Vec<bool>,
    /// Row of each word in `vectors`; `u16::MAX` for one without.
    rows: Vec<u16>,
    vectors: Vec<f32>,
    pub width: usize,
    centre: Vec<f32>,
    /// All documents, for the regressions that start from them.
    pub all: Ridge,
    documents: Documents,
}

/// The terms of all papers, one after another.
struct Counted {
    starts: Vec<u32>,
    terms: Terms,
}

impl Counted {
    fn each(&self) -> impl Iterator<Item = &[Term]> {
        self.starts.windows(2).map(|ends| &self.terms[ends[0] as usize..ends[1] as usize])
    }

    fn papers(&self) -> usize {
        self.starts.len() - 1
    }
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
            names: Texts::default(),
            idf: Vec::new(),
            academic: Vec::new(),
            rows: Vec::new(),
            vectors: Vec::new(),
            width: 0,
            centre: Vec::new(),
            all: Ridge::new(0),
            documents: Documents::here(Texts::default(), vec![0], Vec::new(), Vec::new(), 0, 0),
        };
        let (ids, mut counted) = space.count(corpus);
        let mut frequency = vec![0u32; space.names.len()];
        counted.terms.iter().for_each(|&(word, _)| frequency[word as usize] += 1);
        let total = counted.papers() as f64;
        space.idf = frequency.iter().map(|&n| (libm::log((1.0 + total) / (1.0 + f64::from(n))) + 1.0) as f32).collect();
        for ends in counted.starts.windows(2) {
            space.weigh(&mut counted.terms[ends[0] as usize..ends[1] as usize]);
        }
        space.learn_words(&frequency, &counted);
        let places = space.place_documents(&counted);
        let Counted { starts, terms } = counted;
        space.documents = Documents::here(ids, starts, terms, places, space.names.len(), space.width);
        space
    }

    fn count(&mut self, corpus: &[&Paper]) -> (Texts, Counted) {
        let stemmer = stemmer();
        let mut known = HashSet::with_capacity(corpus.len());
        let (mut ids, mut counted) = (Texts::default(), Counted { starts: vec![0], terms: Vec::new() });
        for paper in corpus {
            if !known.insert(&paper.id) {
                continue;
            }
            ids.push(paper.id.as_str());
            let mut words: Vec<(u32, u16)> = Vec::new();
            for (text, weight) in [(&paper.title, TITLE_WEIGHT), (&paper.summary, 1)] {
                each_word(text, |surface, _| {
                    let word = self.intern(&stemmer, surface);
                    if word != FUNCTION_WORD {
                        words.push((word, weight));
                    }
                });
            }
            counted.terms.extend(merge(words));
            counted.starts.push(counted.terms.len() as u32);
        }
        (ids, counted)
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
                    self.names.push(surface);
                    word
                }
            }
        };
        self.surfaces.insert(surface.to_owned(), word);
        word
    }

    /// Makes weights of counts.
    fn weigh(&self, terms: &mut [Term]) {
        for (word, weight) in &mut *terms {
            *weight = (1.0 + libm::logf(*weight)) * self.idf[*word as usize];
        }
        let length = terms.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        if length > 0.0 {
            terms.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
    }

    fn learn_words(&mut self, frequency: &[u32], counted: &Counted) {
        let mut frequent: Vec<u32> =
            (0..frequency.len() as u32).filter(|&word| frequency[word as usize] >= FEWEST_PAPERS).collect();
        frequent.sort_by_key(|&word| (u32::MAX - frequency[word as usize], word));
        frequent.truncate(WORDS);
        self.rows = vec![u16::MAX; frequency.len()];
        for (row, &word) in frequent.iter().enumerate() {
            self.rows[word as usize] = row as u16;
        }
        let matrix = self.company(&frequent, frequency, counted);
        (self.vectors, self.width) =
            matrix.scaled_eigenvectors(DIRECTIONS.min(frequent.len() / 2).min(counted.papers() / 5));
    }

    /// How much more often two words meet in a paper than chance would have it, where it is more.
    fn company(&self, frequent: &[u32], frequency: &[u32], counted: &Counted) -> SparseSymmetric {
        let size = frequent.len();
        let mut together = vec![0u32; size * size.saturating_sub(1) / 2];
        let place = |a: usize, b: usize| a * a.saturating_sub(1) / 2 + b;
        let mut rows: Vec<usize> = Vec::new();
        for terms in counted.each() {
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
        let total = counted.papers() as f64;
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

    fn place_documents(&mut self, counted: &Counted) -> Vec<f32> {
        let mut places: Vec<f32> = Vec::with_capacity(counted.papers() * self.width);
        for terms in counted.each() {
            places.extend(self.sum(terms));
        }
        let mut centre = vec![0.0f64; self.width];
        for place in places.chunks_exact(self.width.max(1)) {
            centre.iter_mut().zip(place).for_each(|(sum, &x)| *sum += f64::from(x));
        }
        self.centre = centre.into_iter().map(|sum| (sum / counted.papers().max(1) as f64) as f32).collect();
        self.all = Ridge::new(self.width);
        for place in places.chunks_exact_mut(self.width.max(1)) {
            centred(place, &self.centre);
            self.all.add(place, 0.0, 1.0);
        }
        places
    }

    /// The weighted sum of the words' vectors, as it is.
    pub fn sum(&self, terms: &[Term]) -> Vec<f32> {
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
        let mut terms: Terms = merge(words).collect();
        self.weigh(&mut terms);
        Text { sequence, terms }
    }

    /// The number of a stem that the archive knows.
    pub fn word(&self, stem: &str) -> Option<u32> {
        self.stems.get(stem).copied()
    }

    /// The word as it was first seen.
    pub fn name(&self, word: u32) -> &str {
        self.names.get(word as usize).unwrap_or_default()
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
        self.documents.find(id)
    }

    /// Where a paper stands among the others, whether it is one of them or not.
    pub fn place_of_paper(&self, paper: &Paper) -> Vec<f32> {
        match self.document(&paper.id).map(|document| self.place_of(document)) {
            Some(Ok(place)) => place,
            _ => self.place(self.sum(&self.paper(paper).terms)),
        }
    }

    /// The papers of the archive nearest to one, without that one itself; as `nearest`.
    pub fn similar(&self, paper: &Paper, count: usize) -> Result<Vec<(ArxivId, f64)>> {
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

    /// Whether papers of the archive can no longer be read from the file: it is time to read it anew, or to fit again.
    pub fn lost(&self) -> bool {
        self.documents.lost()
    }

    /// The terms of a document of the archive.
    pub fn terms_of(&self, document: usize) -> Result<Terms> {
        self.documents.terms(document)
    }

    /// The place of a document of the archive: `width` numbers, centred, of length 1.
    pub fn place_of(&self, document: usize) -> Result<Vec<f32>> {
        self.documents.place(document)
    }

    /// Shows the terms of all documents in their order.
    pub fn each_terms(&self, each: impl FnMut(usize, &[Term])) -> Result<()> {
        self.documents.each_terms(each)
    }

    /// Shows the places of some documents in their order.
    pub fn each_place(&self, documents: Range<usize>, each: impl FnMut(usize, &[f32])) -> Result<()> {
        self.documents.each_place(documents, each)
    }

    /// The documents nearest to a place with their nearness (1 = the same), nearest first; equal ones in their order.
    fn nearest(&self, place: &[f32], without: Option<usize>, count: usize) -> Result<Vec<(ArxivId, f64)>> {
        if self.width == 0 || count == 0 {
            return Ok(Vec::new());
        }
        // One pass in the order of memory; the few best are kept sorted.
        let best = |documents: Range<usize>| -> Result<Vec<(f32, usize)>> {
            let mut best: Vec<(f32, usize)> = Vec::with_capacity(count.min(documents.len()) + 1);
            self.each_place(documents, |at, other| {
                let near = dot(place, other);
                if (best.len() == count && best.last().is_some_and(|last| near <= last.0)) || Some(at) == without {
                    return;
                }
                best.insert(best.partition_point(|kept| kept.0 >= near), (near, at));
                best.truncate(count);
            })?;
            Ok(best)
        };
        let half = self.documents() / 2;
        let mut found = thread::scope(|scope| -> Result<_> {
            let lower = scope.spawn(|| best(half..self.documents()));
            let mut found = best(0..half)?;
            found.extend(lower.join().unwrap_or_else(|err| panic::resume_unwind(err))?);
            Ok(found)
        })?;
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.truncate(count);
        Ok(found.into_iter().filter_map(|(near, at)| Some((self.documents.id(at)?, f64::from(near)))).collect())
    }
}

fn centred(place: &mut [f32], centre: &[f32]) {
    add_scaled(place, -1.0, centre);
    normalise(place);
}

/// One entry for each word, ascending, with its counts added.
fn merge(mut words: Vec<(u32, u16)>) -> impl Iterator<Item = Term> {
    words.sort_unstable();
    words.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 = kept.1.saturating_add(next.1);
        }
        same
    });
    words.into_iter().map(|(word, count)| (word, f32::from(count)))
}
