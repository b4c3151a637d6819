//! Ten real days in a row, with all that arXiv adds to a list; then the same days caught up at once.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::Path,
};

use flate2::read::GzDecoder;
use jiff::civil::Weekday;
use serde_json::Value;

use super::{
    days_tests::{World, caught_up, date, noon, run_at, settings},
    *,
};
use crate::paper::{AnnounceType, Announced, ArxivId, Paper};

/// The days of `days.json` as arXiv would have listed them, and the primary categories of their papers.
fn real_days(data: &Path) -> (BTreeMap<Date, Vec<Announced>>, Vec<String>) {
    let days: BTreeMap<Date, Vec<String>> = serde_json::from_slice(&fs::read(data.join("days.json")).unwrap()).unwrap();
    let wanted: HashSet<&str> = days.values().flatten().map(String::as_str).collect();
    let lines = BufReader::new(GzDecoder::new(File::open(data.join("papers.jsonl.gz")).unwrap())).lines();
    let (mut papers, mut others) = (BTreeMap::new(), Vec::new());
    for line in lines.map(|line| line.unwrap()) {
        // The id is the first field of a line.
        let id = line.split('"').nth(3).unwrap();
        if wanted.contains(id) {
            papers.insert(id.to_owned(), paper(&line));
        } else if others.len() < 400 && id.starts_with("2511.") {
            others.push(paper(&line));
        }
    }
    let announced = |paper: &Paper, announce_type| Announced { paper: paper.clone(), announce_type };
    let mut lists: BTreeMap<Date, Vec<Announced>> = BTreeMap::new();
    let followed: BTreeSet<String> = papers.values().map(|paper| paper.categories[0].clone()).collect();
    // Only what is in a followed category comes in the feed.
    let mut others = others.into_iter().filter(|paper| paper.categories.iter().any(|c| followed.contains(c)));
    let mut earlier: Vec<Paper> = Vec::new();
    let mut yesterday: Vec<Announced> = Vec::new();
    for (number, (day, ids)) in days.iter().filter(|(_, ids)| !ids.is_empty()).enumerate() {
        let new: Vec<Announced> = ids.iter().map(|id| announced(&papers[id], AnnounceType::New)).collect();
        let mut list = new.clone();
        // Replacements of papers of earlier days, and of papers that no list of ours held.
        for paper in earlier.iter().skip(number).step_by(earlier.len() / 15 + 1) {
            let revised = Paper { version: paper.version + number as u32, ..paper.clone() };
            list.push(announced(&revised, AnnounceType::Replace));
        }
        for paper in others.by_ref().take(5) {
            list.push(announced(&Paper { version: 2, ..paper }, AnnounceType::Replace));
        }
        for paper in others.by_ref().take(10) {
            let mut categories = vec!["math.HO".to_owned()];
            categories.extend(paper.categories);
            list.push(announced(&Paper { categories, ..paper }, AnnounceType::Cross));
        }
        // Twenty papers of earlier days once more as new, and once the whole of yesterday's.
        let repeated = earlier.iter().rev().step_by(earlier.len() / 20 + 1).take(20);
        let known: HashSet<ArxivId> = list.iter().map(|announced| announced.paper.id.clone()).collect();
        list.extend(repeated.filter(|p| !known.contains(&p.id)).map(|paper| announced(paper, AnnounceType::New)));
        if number == 5 {
            let known: HashSet<ArxivId> = list.iter().map(|announced| announced.paper.id.clone()).collect();
            list.extend(yesterday.iter().filter(|one| !known.contains(&one.paper.id)).cloned());
        }
        earlier.extend(new.iter().map(|announced| announced.paper.clone()));
        yesterday = new;
        lists.insert(*day, list);
    }
    assert_eq!(
        lists.values().flatten().filter(|one| one.announce_type == AnnounceType::Cross).count(),
        10 * lists.len()
    );
    let followed = followed.iter().cloned().collect();
    (lists, followed)
}

fn paper(line: &str) -> Paper {
    let json: Value = serde_json::from_str(line).unwrap();
    let text = |key: &str| json[key].as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let categories = json["categories"].as_array().into_iter().flatten().filter_map(Value::as_str);
    Paper {
        id: text("id").parse().unwrap(),
        version: 1,
        title: text("title"),
        authors: vec![],
        categories: categories.map(str::to_owned).collect(),
        // Which papers there are is what counts here; ranking whole abstracts unoptimised takes minutes.
        summary: String::new(),
        comment: None,
        url: String::new(),
    }
}

/// The papers of a day that passed the filter, by what became of each.
fn reported(store: &Store, day: Date) -> BTreeSet<ArxivId> {
    let row = store.digest_row(DigestKey { profile: "test", date: day }).unwrap().unwrap();
    let ledger = store.ledger(&row).unwrap();
    assert!(ledger.closed, "{day}");
    assert_eq!(ledger.papers.len() as u32, ledger.tally.announced, "{day}");
    ledger.papers.into_iter().filter(|paper| paper.rank.is_some()).map(|paper| paper.id).collect()
}

#[tokio::test]
async fn real_days_with_everything_that_comes_twice() {
    let Some(data) = crate::source::real_data() else { return };
    let (lists, followed) = real_days(&data);
    let world = World::of(lists.clone());
    let mut settings = settings();
    settings.arxiv.categories = followed;
    settings.judge.max_papers = 10;

    let daily = Store::in_memory().unwrap();
    let mut all: BTreeSet<ArxivId> = BTreeSet::new();
    for (day, list) in &lists {
        world.comes(&day.to_string());
        let outcome = run_at(&world, &daily, &noon(&day.to_string()), &settings, None).await.unwrap();
        let ids: HashSet<_> = list.iter().map(|announced| &announced.paper.id).collect();
        assert_eq!((outcome.date, outcome.tally.announced as usize), (Some(*day), ids.len()));
        assert!(outcome.closed);
        let today = reported(&daily, *day);
        let repeats: Vec<_> = today.intersection(&all).collect();
        assert!(repeats.is_empty(), "{day} reports again: {repeats:?}");
        all.extend(today);
    }
    assert_eq!(world.asked(), vec!["feed"; lists.len()]);
    let new: usize = lists
        .values()
        .flatten()
        .filter(|announced| matches!(announced.announce_type, AnnounceType::New | AnnounceType::Cross))
        .map(|announced| &announced.paper.id)
        .collect::<HashSet<_>>()
        .len();
    assert_eq!(all.len(), new, "every new paper and every cross-list, once");

    // The same days, of which only the first and the last were seen.
    let at_once = Store::in_memory().unwrap();
    let [first, last] = [lists.keys().next().unwrap(), lists.keys().last().unwrap()];
    for day in [first, last] {
        world.comes(&day.to_string());
        let outcome = run_at(&world, &at_once, &noon(&day.to_string()), &settings, None).await.unwrap();
        if day == last {
            let between: Vec<_> =
                lists.keys().filter(|day| *day != first && *day != last).map(Date::to_string).collect();
            assert_eq!(caught_up(&outcome), between);
        }
    }
    let mut caught: BTreeSet<ArxivId> = BTreeSet::new();
    for day in lists.keys() {
        let today = reported(&at_once, *day);
        assert!(today.is_disjoint(&caught), "{day}");
        caught.extend(today);
    }
    let [missing, added]: [Vec<_>; 2] = [all.difference(&caught).collect(), caught.difference(&all).collect()];
    assert!(missing.is_empty() && added.is_empty(), "missing {missing:?}, added {added:?}");
    assert!(lists.keys().all(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)));
    assert_eq!(date("2026-01-05"), *first);
}
