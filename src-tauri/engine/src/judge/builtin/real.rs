//! The judge on a real day: nothing it says is its own invention.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader},
    path::PathBuf,
};

use super::{Model, analyse, decide};
use crate::{
    paper::Paper,
    profile::Profile,
    trend,
    verdict::{Analysis, Language},
};

/// The folder of recorded data. Absent: the test is skipped out loud, or fails where a skip is a failure.
pub(crate) fn real_data() -> Option<PathBuf> {
    match std::env::var_os("REAL_DATA_DIR") {
        Some(folder) => Some(PathBuf::from(folder)),
        None => {
            assert!(std::env::var_os("REQUIRE_REAL_DATA").is_none_or(|v| v != "1"), "REAL_DATA_DIR is not set");
            eprintln!("SKIPPED: REAL_DATA_DIR is not set");
            None
        }
    }
}

pub(crate) fn real_papers(folder: &std::path::Path) -> Vec<Paper> {
    let file = std::fs::File::open(folder.join("papers.jsonl.gz")).unwrap();
    BufReader::new(flate2::read::GzDecoder::new(file))
        .lines()
        .filter_map(|line| {
            let value: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
            let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
            let id = text("id").parse().ok()?;
            Some(Paper { id, ..super::paper("2601.00001", &text("title"), &text("abstract")) })
        })
        .collect()
}

#[test]
fn on_a_real_day_every_field_is_the_papers_own_text() {
    let Some(folder) = real_data() else { return };
    let days: HashMap<String, Vec<String>> =
        serde_json::from_slice(&std::fs::read(folder.join("days.json")).unwrap()).unwrap();
    let papers = real_papers(&folder);
    let day: Vec<&Paper> = papers.iter().filter(|p| days["2026-01-09"].iter().any(|id| id == p.id.as_str())).collect();
    assert!(day.len() > 100, "{} papers", day.len());
    let profile: Profile = toml::from_str(include_str!("../../profile/presets/finance-ai.zh-CN.toml")).unwrap();
    let ranked = Model::cold(&profile, &day).unwrap().rank(&day);
    let verdicts: Vec<(&Paper, Analysis)> = ranked
        .iter()
        .take(60)
        .enumerate()
        .map(|(position, ranked)| {
            let decision = decide(profile.shares(), 60, position);
            (day[ranked.index], analyse(day[ranked.index], ranked, decision, Language::Chinese))
        })
        .collect();
    let show = std::env::var_os("SHOW").is_some();
    for (paper, analysis) in &verdicts {
        let own = format!("{} {}", paper.title, paper.summary).split_whitespace().collect::<Vec<_>>().join(" ");
        let is_own = |part: &str| own.contains(part);
        assert!(is_own(&analysis.pain_point) && is_own(&analysis.application_value), "{}: {analysis:?}", paper.id);
        assert!(analysis.innovations.iter().all(|sentence| is_own(sentence)), "{}: {analysis:?}", paper.id);
        assert!(!analysis.summary.is_empty() && analysis.translated_title.is_empty(), "{}: {analysis:?}", paper.id);
        assert!(!analysis.keywords.is_empty(), "{}: {analysis:?}", paper.id);
        if show {
            eprintln!("{} {}\n{analysis:#?}", paper.id, paper.title);
        }
    }
    let has = |field: fn(&Analysis) -> bool| verdicts.iter().filter(|(_, analysis)| field(analysis)).count();
    assert!(has(|a| !a.pain_point.is_empty()) > 30, "most abstracts name a problem");
    assert!(has(|a| !a.innovations.is_empty()) > 50, "nearly all abstracts say what they propose");
    let (papers, analyses): (Vec<&Paper>, Vec<&Analysis>) = verdicts.iter().map(|(p, a)| (*p, a)).unzip();
    let clusters = trend::cluster(&papers, &analyses);
    assert!((2..=8).contains(&clusters.len()), "{clusters:?}");
    if show {
        for trend in trend::name(&clusters, &papers, &analyses, Language::Chinese) {
            eprintln!("{} {} {}", trend.emoji, trend.title, trend.observation);
            trend.papers.iter().for_each(|id| eprintln!("    {}", papers.iter().find(|p| p.id == *id).unwrap().title));
        }
    }
}

#[test]
fn on_real_days_topics_go_on_and_trends_of_one_day_are_not_one_topic() {
    let Some(folder) = real_data() else { return };
    let days: std::collections::BTreeMap<String, Vec<String>> =
        serde_json::from_slice(&std::fs::read(folder.join("days.json")).unwrap()).unwrap();
    let papers = real_papers(&folder);
    let by_id: HashMap<&str, &Paper> = papers.iter().map(|paper| (paper.id.as_str(), paper)).collect();
    let profile: Profile = toml::from_str(include_str!("../../profile/presets/finance-ai.zh-CN.toml")).unwrap();
    let abouts: Vec<Vec<trend::About>> = days
        .values()
        .take(7)
        .map(|ids| {
            let day: Vec<&Paper> = ids.iter().filter_map(|id| by_id.get(id.as_str()).copied()).collect();
            let listed: Vec<&Paper> = Model::cold(&profile, &day)
                .unwrap()
                .rank(&day)
                .iter()
                .take(60)
                .map(|ranked| day[ranked.index])
                .collect();
            let groups: Vec<Vec<usize>> = trend::cluster(&listed, &[]).into_iter().map(|c| c.papers).collect();
            trend::about(&groups, &listed)
        })
        .collect();
    let same = |a: &trend::About, b: &trend::About| trend::same(&[a], std::slice::from_ref(b))[0].is_some();
    let (mut pairs, mut mistaken) = (0, 0);
    for day in &abouts {
        for (at, a) in day.iter().enumerate() {
            pairs += at;
            mistaken += day[..at].iter().filter(|b| same(a, b)).count();
        }
    }
    let earlier = |day: usize| abouts[..day].iter().flatten().collect::<Vec<_>>();
    let later: usize = abouts[1..].iter().map(Vec::len).sum();
    let gone_on: usize =
        (1..abouts.len()).map(|day| trend::same(&earlier(day), &abouts[day]).iter().flatten().count()).sum();
    eprintln!("{mistaken} of {pairs} pairs of one day, {gone_on} of {later} trends go on");
    assert!(mistaken * 33 < pairs, "{mistaken} of {pairs}");
    assert!(gone_on * 4 > later, "{gone_on} of {later}");
}
