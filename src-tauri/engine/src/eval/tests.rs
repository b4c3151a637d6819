//! `eval` on small invented files, and on the recorded verdicts.

use std::{io::Write, path::PathBuf};

use super::*;

fn preset() -> Profile {
    in_language(Language::English)
}

fn in_language(language: Language) -> Profile {
    read_preset(profile::preset("finance-ai").unwrap().text(language)).unwrap()
}

/// Three days of forty papers: recommended ones are about agents, the others about galaxies.
fn invented(folder: &Path) -> (PathBuf, PathBuf) {
    let (mut labels, mut papers) = (String::new(), String::new());
    for day in 0..3 {
        for n in 0..40 {
            let id = format!("2601.{:05}", day * 100 + n);
            let (decision, title) = match n % 4 {
                0 | 1 => ("recommend", "LLM agents with tool use"),
                2 => ("borderline", "Colouring of planar graphs"),
                _ => ("skip", "Distant galaxies and dust"),
            };
            let report = format!("summary_2026010{}_120000.md", day + 5);
            labels.push_str(&format!("{{\"report\":\"{report}\",\"id\":\"{id}\",\"decision\":\"{decision}\"}}\n"));
            papers.push_str(&format!(
                "{{\"id\":\"{id}\",\"title\":\"{title} {n}\",\"abstract\":\"We study {title} in setting {n}.\",\"authors\":null}}\n"
            ));
        }
    }
    // A second verdict of a paper does not count; a paper without metadata is skipped.
    labels.push_str("{\"report\":\"summary_20260107_120000.md\",\"id\":\"2601.00000v2\",\"decision\":\"skip\"}\n");
    labels.push_str("{\"report\":\"summary_20260107_120000.md\",\"id\":\"2601.99999\",\"decision\":\"skip\"}\n");
    let (labels_file, papers_file) = (folder.join("verdicts.jsonl"), folder.join("papers.jsonl.gz"));
    std::fs::write(&labels_file, labels).unwrap();
    let mut zipped =
        flate2::write::GzEncoder::new(std::fs::File::create(&papers_file).unwrap(), flate2::Compression::fast());
    zipped.write_all(papers.as_bytes()).unwrap();
    zipped.finish().unwrap();
    (labels_file, papers_file)
}

#[test]
fn days_are_scored_by_what_was_known_before_them() {
    let folder = tempfile::tempdir().unwrap();
    let (labels, papers) = invented(folder.path());
    let day = |text: &str| Some(text.parse::<Date>().unwrap());
    for (from, until, cold_days, learned_days) in [
        (None, None, 3, 2),
        (day("2026-01-06"), None, 2, 2),
        (None, day("2026-01-05"), 1, 0),
        (day("2026-01-07"), day("2026-01-07"), 1, 1),
        (day("2027-01-01"), None, 0, 0),
    ] {
        let report = eval(&labels, &papers, from, until, &preset()).unwrap();
        assert_eq!((report.cold.days, report.learned.days), (cold_days, learned_days), "{from:?} {until:?}");
        assert_eq!((report.labelled, report.skipped, report.corpus), (120, 1, 120));
        assert_eq!(report.learned.auc.is_some(), learned_days > 0);
    }
    let report = eval(&labels, &papers, None, None, &preset()).unwrap();
    for score in [&report.cold, &report.learned, &report.methods[SVM].learned] {
        assert!(score.auc.unwrap() > 0.9, "agents and galaxies are easy to tell apart: {score:?}");
        assert_eq!(score.precision_at_10, Some(1.0));
    }
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["cold"]["days"], 3);
    assert!(json["methods"]["TF-IDF cosine"]["cold"]["auc"].is_f64());
    assert!(json["methods"]["TF-IDF cosine"]["learned"]["auc"].is_null());
    assert!(report.to_string().contains("learned: builtin"));
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let (labels, papers) = invented(folder.path());
    let broken = folder.path().join("broken.jsonl");
    std::fs::write(&broken, "{\"report\":\"summary_20260105_120000.md\"}\n").unwrap();
    let stranger = folder.path().join("stranger.jsonl");
    std::fs::write(&stranger, "{\"report\":\"x.md\",\"id\":\"2512.00001\",\"decision\":\"skip\"}\n").unwrap();
    let dayless = folder.path().join("dayless.jsonl");
    std::fs::write(&dayless, "{\"report\":\"x.md\",\"id\":\"2601.00001\",\"decision\":\"skip\"}\n").unwrap();
    for (labels, papers, says) in [
        (&broken, &papers, "Line 1"),
        (&stranger, &papers, "No label"),
        (&dayless, &papers, "names no day"),
        (&labels, &folder.path().join("absent"), "absent"),
    ] {
        let err = eval(labels, papers, None, None, &preset()).unwrap_err();
        assert!(err.message.contains(says), "{err:?}");
    }
}

#[test]
fn a_chinese_only_profile_holds_no_translation() {
    let stripped = chinese_only(&in_language(Language::Chinese));
    for line in stripped.focus.iter().chain(&stripped.exclude) {
        assert!(!line.contains('（'), "{line}");
    }
}

/// The aims of the judge, on the recorded verdicts and a part of the recorded papers: all of them take minutes without
/// optimisation, and have `make eval`.
#[test]
fn the_aims_hold_on_the_recorded_verdicts() {
    let Some(recorded) = builtin::real_data() else { return };
    let folder = tempfile::tempdir().unwrap();
    let labels = std::fs::read_to_string(recorded.join("verdicts.jsonl")).unwrap();
    let papers = read::papers(&recorded.join("papers.jsonl.gz")).unwrap();
    let mut part = String::new();
    for (at, paper) in papers.iter().enumerate() {
        if at % 20 == 0 || labels.contains(paper.id.as_str()) {
            part.push_str(&serde_json::to_string(paper).unwrap());
            part.push('\n');
        }
    }
    let (labels_file, papers_file) = (folder.path().join("verdicts.jsonl"), folder.path().join("papers.jsonl"));
    std::fs::write(&labels_file, labels).unwrap();
    std::fs::write(&papers_file, part).unwrap();
    let report = eval(&labels_file, &papers_file, None, None, &preset()).unwrap();
    println!("{report}");
    assert!(report.corpus < papers.len() / 5, "{report}");
    assert!(report.cold.auc.unwrap() >= 0.68, "{report}");
    assert!(report.learned.auc.unwrap() >= 0.80, "{report}");
    assert!(report.learned.above_svm.unwrap()[0] > 0.0, "{report}");
    let chinese = &report.methods[CHINESE];
    for (own, chinese) in [(&report.cold, &chinese.cold), (&report.learned, &chinese.learned)] {
        assert!(own.auc.unwrap() - chinese.auc.unwrap() <= 0.02, "{report}");
    }
    let trends = groupings::agreement(&recorded.join("verdicts.jsonl"), &papers).unwrap().unwrap();
    assert!(trends.builtin > trends.k_means, "{trends:?}");
}
