//! `eval`: the built-in judge against known verdicts, beside the methods that it has to beat. Every change to the judge
//! is decided by this table.

mod baselines;
mod groupings;
mod measure;
mod read;
mod table;

use std::{collections::BTreeMap, path::Path, sync::Arc};

use jiff::civil::Date;
use serde::Serialize;

use self::{
    baselines::Baselines,
    measure::{Scored, bootstrap, per_day},
    read::{Known, Labels},
};
use crate::{
    error::{Error, Result},
    judge::builtin::{self, Model, Space},
    paper::Paper,
    profile::{self, Profile},
    verdict::Language,
};
pub use read::papers;

/// What `eval --json` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvalReport {
    pub cold: Score,
    pub learned: Score,
    pub methods: BTreeMap<String, Method>,
    /// Labels of papers that are not in the papers file.
    pub skipped: usize,
    /// Labelled papers with metadata.
    pub labelled: usize,
    /// Papers that the word statistics come from.
    pub corpus: usize,
    /// How well clusters agree with the groupings of the reports beside the labels file, where there are any.
    pub trends: Option<groupings::Agreement>,
}

/// Averages over the days that are scored; `None` where there is no such day, or the method does not work that way.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Score {
    pub auc: Option<f64>,
    pub precision_at_10: Option<f64>,
    /// How many days were scored.
    pub days: usize,
    /// 95 % of a bootstrap over papers.
    pub interval: Option<[f64; 2]>,
    /// 95 % of a paired bootstrap: this AUC less that of TF-IDF + SVM on the same papers.
    pub above_svm: Option<[f64; 2]>,
    pub by_day: BTreeMap<Date, f64>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Method {
    pub cold: Score,
    pub learned: Score,
}

/// The judge's own name in the table, and those of the methods that the bootstrap compares or adds.
const OURS: &str = "builtin";
const CHINESE: &str = "builtin, Chinese-only profile";
const SVM: &str = "TF-IDF + linear SVM";

/// Scores the judge. `from` and `until` limit the days that are scored, not those that are learnt from.
pub fn eval(
    labels: &Path,
    papers: &Path,
    from: Option<Date>,
    until: Option<Date>,
    profile: &Profile,
) -> Result<EvalReport> {
    let papers = read::papers(papers)?;
    let Labels { known, skipped, days } = read::labels(labels, &papers)?;
    if known.is_empty() {
        return Err(Error::usage(
            format!("No label in {} is of a paper in the papers file.", labels.display()),
            "Give --labels and --papers that belong together.",
        ));
    }
    let corpus: Vec<&Paper> = papers.iter().collect();
    let space = Arc::new(Space::fit(&corpus));
    let wanted = |day: Date| from.is_none_or(|from| day >= from) && until.is_none_or(|until| day <= until);
    let scored: Vec<Date> = days.into_iter().filter(|&day| wanted(day)).collect();
    let baselines = Baselines::of(&corpus, &known, profile, Arc::clone(&space))?;

    let mut all: BTreeMap<String, [Vec<Option<f64>>; 2]> = BTreeMap::new();
    all.insert(OURS.to_owned(), ours(&space, profile, &corpus, &known, &scored)?);
    if let Some(preset) = profile::preset("finance-ai") {
        let chinese = chinese_only(&read_preset(preset.text(Language::Chinese))?);
        all.insert(CHINESE.to_owned(), ours(&space, &chinese, &corpus, &known, &scored)?);
    }
    for (name, scores) in baselines.scores(&scored) {
        all.insert(name.to_owned(), scores);
    }
    let svm: Scored = Scored::of(&known, &scored, &all[SVM][1]);
    let mut methods = BTreeMap::new();
    for (name, [cold, learned]) in &all {
        let mut method = Method {
            cold: score(&Scored::of(&known, &scored, cold), None),
            learned: score(&Scored::of(&known, &scored, learned), (name != SVM).then_some(&svm)),
        };
        if name != SVM {
            method.cold.above_svm = None;
        }
        methods.insert(name.clone(), method);
    }
    let own = methods.get(OURS).cloned().unwrap_or_default();
    let trends = groupings::agreement(labels, &papers)?;
    Ok(EvalReport {
        cold: own.cold,
        learned: own.learned,
        methods,
        skipped,
        labelled: known.len(),
        corpus: papers.len(),
        trends,
    })
}

fn read_preset(text: &str) -> Result<Profile> {
    toml::from_str(text).map_err(|err| Error::defect(format!("A preset is broken: {err}")))
}

/// Cold and learned scores of every labelled paper of a scored day.
fn ours(
    space: &Arc<Space>,
    profile: &Profile,
    corpus: &[&Paper],
    known: &[Known],
    days: &[Date],
) -> Result<[Vec<Option<f64>>; 2]> {
    let mut model = Model::new(Arc::clone(space), profile)?;
    let mut cold = vec![None; known.len()];
    let mut learned = vec![None; known.len()];
    let rank = |model: &Model, day: Date, scores: &mut Vec<Option<f64>>| {
        let of_day: Vec<usize> = (0..known.len()).filter(|&at| known[at].day == day).collect();
        let papers: Vec<&Paper> = of_day.iter().map(|&at| corpus[known[at].paper]).collect();
        model.rank(&papers).iter().for_each(|ranked| scores[of_day[ranked.index]] = Some(ranked.score));
    };
    days.iter().for_each(|&day| rank(&model, day, &mut cold));
    for &day in days {
        let earlier: Vec<builtin::Label> = known
            .iter()
            .filter(|label| label.day < day)
            .map(|label| builtin::Label { paper: corpus[label.paper], decision: label.decision, weight: 1.0 })
            .collect();
        if !earlier.is_empty() {
            model.forget();
            model.learn(&earlier);
            rank(&model, day, &mut learned);
        }
    }
    Ok([cold, learned])
}

fn score(scored: &Scored, against: Option<&Scored>) -> Score {
    let days = per_day(scored);
    if days.is_empty() {
        return Score::default();
    }
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
    let (interval, above_svm) = bootstrap(scored, against);
    Score {
        auc: Some(mean(days.iter().map(|day| day.auc).collect())),
        precision_at_10: Some(mean(days.iter().map(|day| day.precision).collect())),
        days: days.len(),
        interval: Some(interval),
        above_svm,
        by_day: days.into_iter().map(|day| (day.date, day.auc)).collect(),
    }
}

/// The profile as a reader would have written it who writes no English: what stands in brackets without a Chinese
/// character is left out.
fn chinese_only(profile: &Profile) -> Profile {
    let strip = |lines: &[String]| {
        let keep = |line: &String| {
            let mut kept = String::new();
            let mut rest = line.as_str();
            while let Some(open) = rest.find('（') {
                let close = rest[open..].find('）').map_or(rest.len(), |at| open + at + '）'.len_utf8());
                kept.push_str(&rest[..open]);
                if rest[open..close].chars().skip(1).any(|c| ('\u{3400}'..'\u{a000}').contains(&c)) {
                    kept.push_str(&rest[open..close]);
                }
                rest = &rest[close..];
            }
            kept + rest
        };
        lines.iter().map(keep).collect()
    };
    Profile { focus: strip(&profile.focus), exclude: strip(&profile.exclude), ..profile.clone() }
}

#[cfg(test)]
mod tests;
