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
        let ranked = Model::cold(&profile(case.focus, case.exclude), &papers).unwrap().rank(&papers);
        assert_eq!(papers[ranked[0].index].id.as_str(), case.best, "{:?}", case.focus);
        assert_eq!(papers[ranked[1].index].id.as_str(), case.second, "{:?}", case.focus);
        assert_eq!(ranked[0].matched, case.matched, "{:?}", case.focus);
    }
}

#[test]
fn what_speaks_against_a_paper_is_named() {
    let day = a_day();
    let papers: Vec<&Paper> = day.iter().collect();
    let ranked = Model::cold(&profile(&["tool use"], &["Security: jailbreak, adversarial attack"]), &papers)
        .unwrap()
        .rank(&papers);
    let jailbreak = ranked.iter().find(|r| r.index == 2).unwrap();
    assert_eq!(jailbreak.matched, ["tool use"]);
    assert_eq!(jailbreak.against, ["adversarial attack", "jailbreak"]);
}

#[test]
fn without_a_profile_or_a_corpus_the_order_is_that_of_the_ids() {
    let day = a_day();
    let papers: Vec<&Paper> = day.iter().rev().collect();
    for model in [Model::cold(&Profile::default(), &papers), Model::cold(&profile(&["agents"], &[]), &[])] {
        let ids: Vec<&str> = model.unwrap().rank(&papers).iter().map(|r| papers[r.index].id.as_str()).collect();
        assert_eq!(ids, ["2601.00001", "2601.00002", "2601.00003", "2601.00004", "2601.00005"]);
    }
}

/// Sixty papers of three subjects, in a corpus large enough for words to keep company.
fn an_archive() -> Vec<Paper> {
    (0..60)
        .map(|i| {
            let (title, summary) = match i % 3 {
                0 => ("Planning agents with tools", "Agents call tools and plan; memory of agents helps planning."),
                1 => (
                    "Speech recognition in noise",
                    "Speech of noisy rooms is recognised from audio by acoustic models.",
                ),
                _ => ("Dust in distant galaxies", "Galaxies at high redshift hold dust; telescopes observe galaxies."),
            };
            paper(
                &format!("2512.{i:05}"),
                title,
                &format!("{summary} Setting {}.", ["one", "two", "three", "four"][i % 4]),
            )
        })
        .collect()
}

#[test]
fn decisions_change_the_order_and_can_be_forgotten() {
    let archive = an_archive();
    let corpus: Vec<&Paper> = archive.iter().collect();
    let mut model = Model::cold(&profile(&["Agents: tool use", "Speech recognition"], &[]), &corpus).unwrap();
    let papers = [corpus[0], corpus[1], corpus[2]];
    let score = |model: &Model, index: usize| model.rank(&papers).iter().find(|r| r.index == index).unwrap().score;
    let before: Vec<f64> = (0..3).map(|index| score(&model, index)).collect();

    model.learn(&[Label { paper: corpus[4], decision: Decision::Skip, weight: 1.0 }]);
    assert!(score(&model, 1) < before[1], "one decision against speech is seen at once");
    model.learn(&[Label { paper: corpus[4], decision: Decision::Skip, weight: -1.0 }]);
    assert!((score(&model, 1) - before[1]).abs() < 1e-5, "and can be taken back");

    let decision = |i: usize| [Decision::Skip, Decision::Recommend, Decision::Borderline][i % 3];
    let labels: Vec<Label> = (3..60).map(|i| Label { paper: corpus[i], decision: decision(i), weight: 1.0 }).collect();
    model.learn(&labels);
    let order: Vec<usize> = model.rank(&papers).iter().map(|r| r.index).collect();
    assert_eq!(order[0], 1, "fifty-seven decisions for speech");
    assert!(score(&model, 0) < before[0]);
    let Taught { good, bad } = model.taught_words(5);
    assert!(good.iter().any(|(word, weight)| word == "speech" && *weight > 0.0), "{good:?}");
    assert!(bad.iter().any(|(word, weight)| word == "agents" && *weight < 0.0), "{bad:?}");

    model.forget();
    let after: Vec<f64> = (0..3).map(|index| score(&model, index)).collect();
    assert_eq!(after, before);
    assert_eq!(model.taught_words(5), Taught::default());
}

#[test]
fn the_nearest_papers_are_of_the_same_subject() {
    let archive = an_archive();
    let corpus: Vec<&Paper> = archive.iter().collect();
    let space = Space::fit(&corpus);
    let stranger = paper("2601.00009", "Galaxies and dust", "We observe distant galaxies.");
    for (subject, own) in [(corpus[0], 0), (corpus[1], 1), (&stranger, 2)] {
        let near = space.similar(subject, 8).unwrap();
        assert_eq!(near.len(), 8);
        assert!(near.windows(2).all(|pair| pair[0].1 >= pair[1].1));
        for (id, _) in near {
            let at = archive.iter().position(|paper| paper.id == id).unwrap();
            assert_eq!(at % 3, own, "{id} beside {}", subject.title);
            assert_ne!(id, subject.id);
        }
    }
    assert_eq!(space.similar(corpus[0], 0).unwrap(), vec![]);
}

#[test]
fn a_chinese_profile_ranks_as_its_translation_does() {
    let archive = an_archive();
    let corpus: Vec<&Paper> = archive.iter().collect();
    let papers = [corpus[2], corpus[1], corpus[0]];
    for (chinese, english) in [("语音识别", "speech recognition"), ("智能体：规划", "agents: planning")] {
        let ids = |focus: &str| -> Vec<usize> {
            Model::cold(&profile(&[focus], &[]), &corpus).unwrap().rank(&papers).iter().map(|r| r.index).collect()
        };
        assert_eq!(ids(chinese), ids(english), "{chinese}");
    }
}

#[test]
fn a_translated_line_is_read_in_the_place_of_the_glossary() {
    let archive = an_archive();
    let corpus: Vec<&Paper> = archive.iter().collect();
    // The glossary knows no word of it.
    let line = "遥远恒星集团里的细小颗粒";
    let plain = profile(&[line], &["嘈杂屋里的说话声"]);
    assert_eq!(Model::cold(&plain, &corpus).unwrap().silent_lines(), [line, "嘈杂屋里的说话声"]);
    let english = [(line, "dust in galaxies"), ("嘈杂屋里的说话声", "noisy rooms"), ("gone", "agents")];
    let english = english.map(|(line, text)| (line.to_owned(), text.to_owned())).into();
    let translated = Profile { english, ..plain.clone() };
    let model = Model::cold(&translated, &corpus).unwrap();
    assert_eq!(model.silent_lines(), [""; 0]);
    let papers = [corpus[0], corpus[1], corpus[2]];
    let ranked = model.rank(&papers);
    assert_eq!(ranked.iter().map(|r| r.index).collect::<Vec<_>>(), [2, 0, 1]);
    assert_eq!(ranked[0].matched, ["dust", "galaxies"]);
    assert_eq!(ranked[2].against, ["noisy rooms"]);
    assert_ne!(translated.read_hash(), plain.read_hash());
    assert_eq!(translated.judged_hash(), plain.judged_hash(), "a model reads the lines themselves");
}

#[test]
fn lines_without_a_known_word_are_named() {
    let archive = an_archive();
    let corpus: Vec<&Paper> = archive.iter().collect();
    let model =
        Model::cold(&profile(&["agents", "毫无关系的一行", "qwertz"], &["galaxies", "zxcvb"]), &corpus).unwrap();
    assert_eq!(model.silent_lines(), ["毫无关系的一行", "qwertz", "zxcvb"]);
}

proptest! {
    #[test]
    fn a_ranking_is_a_permutation_with_scores_that_fall(
        texts in prop::collection::vec(("\\PC{0,30}", "\\PC{0,80}"), 0..12), focus in "\\PC{0,40}",
    ) {
        let papers: Vec<Paper> =
            texts.iter().enumerate().map(|(i, (t, s))| paper(&format!("2601.{i:05}"), t, s)).collect();
        let papers: Vec<&Paper> = papers.iter().collect();
        let model = Model::cold(&profile(&[&focus], &[]), &papers).unwrap();
        let ranked = model.rank(&papers);
        let mut indices: Vec<usize> = ranked.iter().map(|r| r.index).collect();
        indices.sort_unstable();
        prop_assert_eq!(indices, (0..papers.len()).collect::<Vec<_>>());
        prop_assert!(ranked.windows(2).all(|pair| pair[0].score >= pair[1].score));
        prop_assert!(ranked.iter().all(|r| (0.0..=1.0).contains(&r.score)));
        prop_assert_eq!(&ranked, &model.rank(&papers));
    }
}
