//! The model on small invented days.

use proptest::prelude::*;

use super::*;
use crate::paper::ArxivId;

/// A paper of which only id, title and abstract matter.
pub(crate) fn paper(id: &str, title: &str, summary: &str) -> Paper {
    Paper {
        id: id.parse::<ArxivId>().unwrap(),
        version: 1,
        title: title.to_owned(),
        authors: vec!["A. Author".to_owned()],
        categories: vec!["cs.CL".to_owned()],
        summary: summary.to_owned(),
        comment: None,
        url: format!("https://arxiv.org/abs/{id}"),
    }
}

fn profile(focus: &[&str], exclude: &[&str]) -> Profile {
    let own = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect();
    Profile { focus: own(focus), exclude: own(exclude), ..Profile::default() }
}

fn a_day() -> Vec<Paper> {
    vec![
        paper(
            "2601.00001",
            "Agents that use tools",
            "We train language agents for tool use and long-term agent memory.",
        ),
        paper("2601.00002", "Speech recognition with less data", "A model for speech recognition in noisy rooms."),
        paper(
            "2601.00003",
            "Jailbreak attacks on agents",
            "An adversarial attack and a jailbreak for tool use agents.",
        ),
        paper("2601.00004", "Galaxies at high redshift", "We observe dust in distant galaxies."),
        paper("2601.00005", "Proteins and folding", "Folding of proteins by diffusion."),
    ]
}

#[test]
fn the_profile_decides_the_order() {
    struct Case {
        focus: &'static [&'static str],
        exclude: &'static [&'static str],
        best: &'static str,
        second: &'static str,
        matched: &'static [&'static str],
    }
    for case in [
        Case {
            focus: &["Agents: tool use, agent memory"],
            exclude: &["galaxies, proteins"],
            best: "2601.00001",
            second: "2601.00003",
            matched: &["agent memory", "tool use"],
        },
        Case {
            focus: &["Speech: speech recognition"],
            exclude: &[],
            best: "2601.00002",
            second: "2601.00001",
            matched: &["speech recognition"],
        },
        Case {
            focus: &["语音识别（speech recognition）"],
            exclude: &["星系（galaxies）"],
            best: "2601.00002",
            second: "2601.00001",
            matched: &["语音识别"],
        },
    ] {
        let day = a_day();
        let papers: Vec<&Paper> = day.iter().collect();
        let ranked = Model::cold(&profile(case.focus, case.exclude), &papers).rank(&papers);
        assert_eq!(papers[ranked[0].index].id.as_str(), case.best, "{:?}", case.focus);
        assert_eq!(papers[ranked[1].index].id.as_str(), case.second, "{:?}", case.focus);
        assert_eq!(ranked[0].matched, case.matched, "{:?}", case.focus);
    }
}

#[test]
fn what_speaks_against_a_paper_is_named() {
    let day = a_day();
    let papers: Vec<&Paper> = day.iter().collect();
    let ranked =
        Model::cold(&profile(&["tool use"], &["Security: jailbreak, adversarial attack"]), &papers).rank(&papers);
    let jailbreak = ranked.iter().find(|r| r.index == 2).unwrap();
    assert_eq!(jailbreak.matched, ["tool use"]);
    assert_eq!(jailbreak.against, ["adversarial attack", "jailbreak"]);
}

#[test]
fn without_a_profile_or_a_corpus_the_order_is_that_of_the_ids() {
    let day = a_day();
    let papers: Vec<&Paper> = day.iter().rev().collect();
    for model in [Model::cold(&Profile::default(), &papers), Model::cold(&profile(&["agents"], &[]), &[])] {
        let ids: Vec<&str> = model.rank(&papers).iter().map(|r| papers[r.index].id.as_str()).collect();
        assert_eq!(ids, ["2601.00001", "2601.00002", "2601.00003", "2601.00004", "2601.00005"]);
    }
}

proptest! {
    #[test]
    fn a_ranking_is_a_permutation_with_scores_that_fall(
        texts in prop::collection::vec(("\\PC{0,30}", "\\PC{0,80}"), 0..12), focus in "\\PC{0,40}",
    ) {
        let papers: Vec<Paper> =
            texts.iter().enumerate().map(|(i, (t, s))| paper(&format!("2601.{i:05}"), t, s)).collect();
        let papers: Vec<&Paper> = papers.iter().collect();
        let model = Model::cold(&profile(&[&focus], &[]), &papers);
        let ranked = model.rank(&papers);
        let mut indices: Vec<usize> = ranked.iter().map(|r| r.index).collect();
        indices.sort_unstable();
        prop_assert_eq!(indices, (0..papers.len()).collect::<Vec<_>>());
        prop_assert!(ranked.windows(2).all(|pair| pair[0].score >= pair[1].score));
        prop_assert!(ranked.iter().all(|r| (0.0..=1.0).contains(&r.score)));
        prop_assert_eq!(&ranked, &model.rank(&papers));
    }
}
