//! AUC and precision by day, and how sure one can be of them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::read::Known;
use crate::{judge::builtin::Random, verdict::Decision};

/// A day needs this many papers to be scored.
const FEWEST_PAPERS: usize = 15;
const TOP: usize = 10;
const RESAMPLES: usize = 1_000;

/// Scores of the papers of each day: (score, whether it was recommended), in the same order for every method.
pub struct Scored(BTreeMap<Date, Vec<(f64, bool)>>);

pub struct Day {
    pub date: Date,
    pub auc: f64,
    pub precision: f64,
}

impl Scored {
    /// Days of which the method has scored every paper.
    pub fn of(known: &[Known], days: &[Date], scores: &[Option<f64>]) -> Self {
        let of_day = |&day: &Date| {
            let labels = known.iter().zip(scores).filter(|(label, _)| label.day == day);
            let papers: Option<Vec<(f64, bool)>> =
                labels.map(|(label, score)| Some(((*score)?, label.decision == Decision::Recommend))).collect();
            papers.filter(|papers| papers.len() >= FEWEST_PAPERS && auc(papers).is_some()).map(|papers| (day, papers))
        };
        Self(days.iter().filter_map(of_day).collect())
    }
}

pub fn per_day(scored: &Scored) -> Vec<Day> {
    let day = |(&date, papers): (&Date, &Vec<(f64, bool)>)| {
        Some(Day { date, auc: auc(papers)?, precision: precision(papers) })
    };
    scored.0.iter().filter_map(day).collect()
}

/// The chance that a recommended paper scores above another one, ties counting half. `None` without both kinds.
fn auc(papers: &[(f64, bool)]) -> Option<f64> {
    let mut sorted: Vec<&(f64, bool)> = papers.iter().collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut wins, mut below, mut positives) = (0.0, 0.0, 0.0);
    for tied in sorted.chunk_by(|a, b| a.0 == b.0) {
        let yes = tied.iter().filter(|paper| paper.1).count() as f64;
        let no = tied.len() as f64 - yes;
        wins += yes * (below + no / 2.0);
        below += no;
        positives += yes;
    }
    (positives > 0.0 && below > 0.0).then(|| wins / (positives * below))
}

/// The share of recommended papers among the ten best; the earlier label first among equals.
fn precision(papers: &[(f64, bool)]) -> f64 {
    let mut sorted: Vec<&(f64, bool)> = papers.iter().collect();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let top = &sorted[..TOP.min(sorted.len())];
    top.iter().filter(|paper| paper.1).count() as f64 / top.len().max(1) as f64
}

/// 95 % intervals of the mean AUC, and of its distance to `against`, when papers are drawn anew within each day. The same
/// draws for both.
pub fn bootstrap(scored: &Scored, against: Option<&Scored>) -> ([f64; 2], Option<[f64; 2]>) {
    let mut random = Random(20_260_109);
    let (mut means, mut distances) = (Vec::with_capacity(RESAMPLES), Vec::with_capacity(RESAMPLES));
    for _ in 0..RESAMPLES {
        let (mut own, mut distance) = (Vec::new(), Vec::new());
        for (date, papers) in &scored.0 {
            let drawn: Vec<usize> = (0..papers.len()).map(|_| random.below(papers.len())).collect();
            let redrawn = |papers: &[(f64, bool)]| auc(&drawn.iter().map(|&at| papers[at]).collect::<Vec<_>>());
            let Some(auc) = redrawn(papers) else { continue };
            own.push(auc);
            let other = against.and_then(|other| other.0.get(date)).filter(|other| other.len() == papers.len());
            distance.extend(other.and_then(|other| redrawn(other)).map(|other| auc - other));
        }
        means.extend(mean(&own));
        distances.extend(mean(&distance));
    }
    (interval(means).unwrap_or_default(), interval(distances))
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn interval(mut values: Vec<f64>) -> Option<[f64; 2]> {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values.get(((values.len().max(1) - 1) as f64 * share).round() as usize).copied();
    Some([at(0.025)?, at(0.975)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auc_counts_pairs() {
        for (papers, expected) in [
            (vec![(0.9, true), (0.1, false)], Some(1.0)),
            (vec![(0.1, true), (0.9, false)], Some(0.0)),
            (vec![(0.5, true), (0.5, false)], Some(0.5)),
            (vec![(0.9, true), (0.5, false), (0.4, true), (0.1, false)], Some(0.75)),
            (vec![(0.9, true)], None),
            (vec![], None),
        ] {
            assert_eq!(auc(&papers), expected, "{papers:?}");
        }
    }

    #[test]
    fn precision_looks_at_the_ten_best() {
        let papers: Vec<(f64, bool)> = (0..20).map(|i| (f64::from(20 - i), i % 2 == 0)).collect();
        assert_eq!(precision(&papers), 0.5);
        assert_eq!(precision(&papers[..1]), 1.0);
    }

    #[test]
    fn a_better_method_is_surely_better() {
        let date: Date = "2026-01-09".parse().unwrap();
        let truth = |i: usize| i.is_multiple_of(3);
        let good =
            Scored([(date, (0..60).map(|i| (f64::from(truth(i)) + (i % 7) as f64 / 10.0, truth(i))).collect())].into());
        let blind = Scored([(date, (0..60).map(|i| ((i % 7) as f64, truth(i))).collect())].into());
        let (interval, distance) = bootstrap(&good, Some(&blind));
        assert!(interval[0] > 0.9, "{interval:?}");
        assert!(distance.is_some_and(|d| d[0] > 0.2), "{distance:?}");
        let (_, distance) = bootstrap(&good, Some(&good));
        assert_eq!(distance, Some([0.0, 0.0]));
    }
}
