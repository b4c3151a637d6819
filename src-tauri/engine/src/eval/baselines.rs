//! The methods that the judge has to beat, as others build them. None needs downloaded weights.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use jiff::civil::Date;

use super::{SVM, read::Known};
use crate::{
    error::Result,
    judge::builtin::{Random, Ridge, Space, dot, orthonormalise, words::words},
    paper::Paper,
    profile::Profile,
    verdict::Decision,
};

/// Words and pairs in fewer papers than this are left out, as is usual.
const FEWEST_PAPERS: u32 = 3;
/// Latent semantic analysis sees the most frequent terms only.
const LSA_TERMS: usize = 10_000;
const LSA_WIDTH: usize = 200;

type Terms = Vec<(u32, f32)>;
type Scores = [Vec<Option<f64>>; 2];

pub struct Baselines<'a> {
    known: &'a [Known],
    /// Of each labelled paper.
    terms: Vec<Terms>,
    latent: Vec<Vec<f32>>,
    places: Vec<Vec<f32>>,
    /// The nearness of each labelled paper to the text of all focus lines.
    cosine: Vec<f64>,
    width: usize,
}

impl<'a> Baselines<'a> {
    pub fn of(corpus: &[&Paper], known: &'a [Known], profile: &Profile, space: Arc<Space>) -> Result<Self> {
        let mut ids: HashMap<String, u32> = HashMap::new();
        let counts: Vec<Terms> =
            corpus.iter().map(|paper| count(&mut ids, &[(&paper.title, 2.0), (&paper.summary, 1.0)])).collect();
        let query = count(&mut ids, &[(&profile.focus.join(". "), 1.0)]);
        let mut frequency = vec![0u32; ids.len()];
        counts.iter().flatten().for_each(|&(id, _)| frequency[id as usize] += 1);
        // The most frequent first, so that a prefix of the terms is the most frequent ones.
        let mut kept: Vec<u32> = (0..ids.len() as u32).filter(|&id| frequency[id as usize] >= FEWEST_PAPERS).collect();
        kept.sort_by_key(|&id| (std::cmp::Reverse(frequency[id as usize]), id));
        let mut place = vec![u32::MAX; ids.len()];
        kept.iter().enumerate().for_each(|(at, &id)| place[id as usize] = at as u32);
        let total = corpus.len() as f64;
        let idf = |n: u32| (libm::log((1.0 + total) / (1.0 + f64::from(n))) + 1.0) as f32;
        let weigh = |counts: &Terms, most: usize| -> Terms {
            let weighed =
                |&(id, n): &(u32, f32)| (place[id as usize], (1.0 + libm::logf(n)) * idf(frequency[id as usize]));
            let mut terms: Terms = counts.iter().map(weighed).filter(|&(at, _)| (at as usize) < most).collect();
            terms.sort_unstable_by_key(|&(at, _)| at);
            let length = terms.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
            terms.iter_mut().for_each(|(_, weight)| *weight /= length.max(1e-12));
            terms
        };
        let terms: Vec<Terms> = known.iter().map(|label| weigh(&counts[label.paper], kept.len())).collect();
        let query = weigh(&query, kept.len());
        let width = kept.len();
        let most = LSA_TERMS.min(width);
        let rows: Vec<Terms> = counts.iter().map(|counts| weigh(counts, most)).collect();
        let latent = latent(&rows, most);
        Ok(Self {
            cosine: terms.iter().map(|own| near(own, &query)).collect(),
            latent: known.iter().map(|label| latent(label.paper)).collect(),
            places: known.iter().map(|label| space.place_of(label.paper)).collect::<Result<_>>()?,
            terms,
            known,
            width,
        })
    }

    /// The scores of every labelled paper of the days: before and after learning, for each method by name.
    pub fn scores(&self, days: &[Date]) -> Vec<(&'static str, Scores)> {
        let none = || vec![None; self.known.len()];
        let cosine = self.known.iter().zip(&self.cosine).map(|(label, &s)| days.contains(&label.day).then_some(s));
        vec![
            ("TF-IDF cosine", [cosine.collect(), none()]),
            (SVM, [none(), self.learned(days, |train, test| self.svm(train, test))]),
            ("TF-IDF + LSA, ridge", [none(), self.learned(days, |train, test| self.ridge(train, test))]),
            ("mean similarity to recommendations", [none(), self.learned(days, |train, test| self.mean(train, test))]),
        ]
    }

    /// Each day scored by what was decided on earlier days.
    fn learned(&self, days: &[Date], score: impl Fn(&[usize], &[usize]) -> Vec<f64>) -> Vec<Option<f64>> {
        let mut scores = vec![None; self.known.len()];
        let of = |wanted: &dyn Fn(Date) -> bool| -> Vec<usize> {
            (0..self.known.len()).filter(|&at| wanted(self.known[at].day)).collect()
        };
        for &day in days {
            let (train, test) = (of(&|d| d < day), of(&|d| d == day));
            if !train.is_empty() {
                score(&train, &test).into_iter().zip(test).for_each(|(score, at)| scores[at] = Some(score));
            }
        }
        scores
    }

    /// A linear support vector machine with squared hinge loss, classes balanced, C = 0.1 (arxiv-sanity's), by dual
    /// coordinate descent (Hsieh et al. 2008).
    fn svm(&self, train: &[usize], test: &[usize]) -> Vec<f64> {
        let positive = |at: usize| self.known[at].decision == Decision::Recommend;
        let positives = train.iter().filter(|&&at| positive(at)).count().max(1) as f64;
        let negatives = (train.len() as f64 - positives).max(1.0);
        let share = |at: usize| train.len() as f64 / 2.0 / if positive(at) { positives } else { negatives };
        // The last weight is the intercept's.
        let mut weights = vec![0.0f64; self.width + 1];
        let mut alpha = vec![0.0f64; train.len()];
        let value = |weights: &[f64], at: usize| -> f64 {
            self.terms[at].iter().map(|&(term, x)| weights[term as usize] * f64::from(x)).sum::<f64>()
                + weights[self.width]
        };
        let mut random = Random(7);
        let mut order: Vec<usize> = (0..train.len()).collect();
        for _ in 0..200 {
            for i in (1..order.len()).rev() {
                order.swap(i, random.below(i + 1));
            }
            let mut largest = 0.0f64;
            for &i in &order {
                let at = train[i];
                let y = if positive(at) { 1.0 } else { -1.0 };
                let diagonal = 1.0 / (2.0 * 0.1 * share(at));
                let gradient = y * value(&weights, at) - 1.0 + diagonal * alpha[i];
                // Rows have length 1, and the intercept counts as one more term.
                let new = (alpha[i] - gradient / (2.0 + diagonal)).max(0.0);
                let step = (new - alpha[i]) * y;
                largest = largest.max(step.abs());
                alpha[i] = new;
                for &(term, x) in &self.terms[at] {
                    weights[term as usize] += step * f64::from(x);
                }
                weights[self.width] += step;
            }
            if largest < 1e-5 {
                break;
            }
        }
        test.iter().map(|&at| value(&weights, at)).collect()
    }

    fn ridge(&self, train: &[usize], test: &[usize]) -> Vec<f64> {
        let width = self.latent.first().map_or(0, Vec::len);
        let mut ridge = Ridge::new(width);
        for &at in train {
            let target = match self.known[at].decision {
                Decision::Recommend => 1.0,
                Decision::Borderline => 0.45,
                Decision::Skip => 0.0,
            };
            ridge.add(&self.latent[at], target, 1.0);
        }
        let line = ridge.solve(3.0);
        test.iter().map(|&at| line.at(&self.latent[at])).collect()
    }

    fn mean(&self, train: &[usize], test: &[usize]) -> Vec<f64> {
        let liked: Vec<usize> =
            train.iter().copied().filter(|&at| self.known[at].decision == Decision::Recommend).collect();
        let near = |at: usize| liked.iter().map(|&other| f64::from(dot(&self.places[at], &self.places[other]))).sum();
        test.iter().map(|&at| near(at)).collect()
    }
}

/// Words and pairs of neighbours, by numbers that `ids` hands out, with how often they occur.
fn count(ids: &mut HashMap<String, u32>, parts: &[(&str, f32)]) -> Terms {
    let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
    let mut add = |term: String, weight: f32| {
        let new = ids.len() as u32;
        *counts.entry(*ids.entry(term).or_insert(new)).or_default() += weight;
    };
    for &(text, weight) in parts {
        let words = words(text);
        for pair in words.windows(2) {
            add(format!("{} {}", pair[0].stem, pair[1].stem), weight);
        }
        words.into_iter().for_each(|word| add(word.stem, weight));
    }
    counts.into_iter().collect()
}

fn near(a: &Terms, b: &Terms) -> f64 {
    let shared = a.iter().filter_map(|&(id, x)| b.binary_search_by_key(&id, |t| t.0).ok().map(|at| x * b[at].1));
    f64::from(shared.sum::<f32>())
}

/// Rows in the subspace that holds most of them, of length 1: a truncated singular value decomposition up to a rotation,
/// which neither cosine nor ridge can tell from it.
fn latent(rows: &[Terms], terms: usize) -> impl Fn(usize) -> Vec<f32> {
    let width = LSA_WIDTH.min(terms).min(rows.len() / 20);
    let mut random = Random(11);
    let mut basis: Vec<f32> = (0..terms * width).map(|_| random.below(2_001) as f32 / 1_000.0 - 1.0).collect();
    let project = |basis: &[f32], row: &Terms| {
        let mut sum = vec![0.0f32; width];
        for &(term, x) in row {
            let from = term as usize * width;
            sum.iter_mut().zip(&basis[from..from + width]).for_each(|(sum, b)| *sum += x * b);
        }
        sum
    };
    if width > 0 {
        for _ in 0..3 {
            orthonormalise(&mut basis, width, 1);
            let mut next = vec![0.0f32; terms * width];
            for row in rows {
                let image = project(&basis, row);
                for &(term, x) in row {
                    let from = term as usize * width;
                    next[from..from + width].iter_mut().zip(&image).for_each(|(sum, y)| *sum += x * y);
                }
            }
            basis = next;
        }
        orthonormalise(&mut basis, width, 2);
    }
    let projected: Vec<Vec<f32>> = rows
        .iter()
        .map(|row| {
            let mut place = project(&basis, row);
            let length = dot(&place, &place).sqrt().max(1e-12);
            place.iter_mut().for_each(|x| *x /= length);
            place
        })
        .collect();
    move |at| projected[at].clone()
}
