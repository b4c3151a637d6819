use std::fs;

use super::*;
use crate::{digest::MarkKind, judge::builtin::paper, paper::AnnounceType, paper::Announced};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

/// Sixty papers of three subjects, stored as one day's list.
fn papers(from: usize, count: usize) -> Vec<Paper> {
    (from..from + count)
        .map(|i| {
            let (title, summary) = match i % 3 {
                0 => ("Planning agents with tools", "Agents call tools and plan; memory of agents helps planning."),
                1 => ("Speech recognition in noise", "Speech of noisy rooms is recognised from audio by models."),
                _ => ("Dust in distant galaxies", "Galaxies at high redshift hold dust; telescopes observe galaxies."),
            };
            let setting = ["one", "two", "three", "four"][i % 4];
            paper(&format!("2512.{i:05}"), title, &format!("{summary} Setting {setting}."))
        })
        .collect()
}

fn announce(store: &Store, date: &str, papers: &[Paper]) {
    let list: Vec<Announced> =
        papers.iter().map(|paper| Announced { paper: paper.clone(), announce_type: AnnounceType::New }).collect();
    store.announce(date.parse().unwrap(), "feed", &[], at(0), &list).unwrap();
}

fn archive() -> Store {
    let store = Store::in_memory().unwrap();
    announce(&store, "2025-12-01", &papers(0, 60));
    store
}

fn reader() -> Profile {
    Profile { focus: vec!["Agents: tool use".into(), "Speech recognition".into()], ..Profile::default() }
}

fn id(n: usize) -> ArxivId {
    format!("2512.{n:05}").parse().unwrap()
}

fn ask(knowledge: &Knowledge, store: &Store, learns: bool) -> Learned {
    knowledge.learned(store, Whose { file: "mine", profile: &reader(), learns }, at(50)).unwrap()
}

fn score(learned: &Learned, n: usize) -> f64 {
    learned.model.score_known(&id(n)).unwrap()
}

#[test]
fn what_the_reader_does_is_learnt_and_can_be_taken_back() {
    let store = archive();
    let knowledge = Knowledge::default();
    let before = ask(&knowledge, &store, true);
    assert_eq!((before.labels, before.trained_at, before.mark.as_str()), (Labels::default(), None, ""));

    // Speech is what the reader does not want, an agent is what is starred.
    store.put_override("mine", &id(1), Some(Decision::Skip), at(1));
    store.mark(&id(3), MarkKind::Star, true, at(2)).unwrap();
    store.mark(&id(6), MarkKind::Read, true, at(2)).unwrap();
    store.mark(&"2512.99999".parse().unwrap(), MarkKind::Star, true, at(2)).unwrap();
    store.put_override("another profile", &id(9), Some(Decision::Skip), at(2));
    let after = ask(&knowledge, &store, true);
    assert_eq!(after.labels, Labels { own: 2, weak: 1, model: 0 }, "not what is not stored, nor another profile's");
    assert!(score(&after, 4) < score(&before, 4), "another paper of speech sinks");
    assert!(score(&after, 0) > score(&before, 0), "another paper of agents rises");
    assert_eq!(after.own.get(&id(1)), Some(&Decision::Skip));
    assert!(after.trained_at.is_some() && !after.mark.is_empty());

    // The reader's explicit word about a paper counts instead of its star.
    store.put_override("mine", &id(3), Some(Decision::Skip), at(3));
    assert_eq!(ask(&knowledge, &store, true).own.get(&id(3)), Some(&Decision::Skip));

    for n in [1, 3] {
        store.put_override("mine", &id(n), None, at(4));
    }
    for mark in [MarkKind::Star, MarkKind::Read] {
        (0..7).for_each(|n| assert!(store.mark(&id(n), mark, false, at(4)).is_ok()));
    }
    let back = ask(&knowledge, &store, true);
    assert_eq!(back.labels, Labels::default());
    (0..60).for_each(|n| assert_eq!(score(&back, n), score(&before, n), "{n}"));
}

#[test]
fn learning_can_be_switched_off_and_reset() {
    let store = archive();
    let knowledge = Knowledge::default();
    let cold = ask(&knowledge, &store, true);
    store.put_override("mine", &id(1), Some(Decision::Skip), at(1));
    assert_eq!(ask(&knowledge, &store, true).labels.own, 1);
    let off = ask(&knowledge, &store, false);
    assert_eq!((off.labels.own, score(&off, 4)), (0, score(&cold, 4)));
    assert_eq!(ask(&knowledge, &store, true).labels.own, 1, "it was not forgotten");

    store.forget_before("mine", at(1)).unwrap();
    let reset = ask(&knowledge, &store, true);
    assert_eq!((reset.labels.own, score(&reset, 4)), (0, score(&cold, 4)));
    store.put_override("mine", &id(2), Some(Decision::Recommend), at(2));
    assert_eq!(ask(&knowledge, &store, true).labels.own, 1, "what comes after is learnt");
}

#[test]
fn what_was_learnt_one_by_one_is_what_is_learnt_at_once() {
    let store = archive();
    let one_by_one = Knowledge::default();
    for n in 0..20 {
        store.put_override("mine", &id(n), Some(Decision::ALL[n % 3]), at(1));
        ask(&one_by_one, &store, true);
    }
    let (gradually, at_once) = (ask(&one_by_one, &store, true), ask(&Knowledge::default(), &store, true));
    assert_eq!(gradually.mark, at_once.mark);
    (0..60).for_each(|n| assert!((score(&gradually, n) - score(&at_once, n)).abs() < 1e-5, "{n}"));
}

#[test]
fn the_space_is_kept_in_a_file_and_made_again_when_that_is_no_use() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("judge.space");
    let store = archive();
    let near = |knowledge: &Knowledge| knowledge.space(&store).unwrap().similar(&papers(7, 1)[0], 5).unwrap();
    let first = near(&Knowledge::new(Some(file.clone())));
    let kept = fs::read(&file).unwrap();
    assert_eq!(near(&Knowledge::new(Some(file.clone()))), first, "read");
    let rested = Knowledge::new(Some(file.clone()));
    let before = rested.space(&store).unwrap();
    rested.rest();
    assert!(!Arc::ptr_eq(&rested.space(&store).unwrap(), &before), "it was let go");
    assert_eq!(near(&rested), first, "rested");
    for (what, bytes) in [
        ("empty", Some(vec![])),
        ("cut off", Some(kept[..kept.len() / 2].to_vec())),
        ("of something else", Some(b"SQLite format 3".repeat(40))),
        ("absent", None),
    ] {
        match bytes {
            Some(bytes) => fs::write(&file, bytes).unwrap(),
            None => fs::remove_file(&file).unwrap(),
        }
        assert_eq!(near(&Knowledge::new(Some(file.clone()))), first, "{what}");
        assert!(fs::read(&file).unwrap() == kept, "{what}: mended");
    }
    // The file of a larger archive, beside a database that never came so far.
    let other = Store::in_memory().unwrap();
    announce(&other, "2025-12-01", &papers(100, 9));
    let learned = ask(&Knowledge::new(Some(file)), &other, true);
    assert_eq!(learned.model.space().documents(), 9);
}

#[test]
fn a_file_that_is_lost_while_it_is_in_use_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("judge.space");
    let store = archive();
    store.put_override("mine", &id(1), Some(Decision::Skip), at(1));
    let expected = ask(&Knowledge::default(), &store, true);
    for (what, cut) in [("nothing of it left", 0), ("the places gone", 20_000), ("whole", u64::MAX)] {
        let knowledge = Knowledge::new(Some(file.clone()));
        ask(&knowledge, &store, true);
        let whole = fs::read(&file).unwrap();
        let open = fs::OpenOptions::new().write(true).open(&file).unwrap();
        open.set_len(cut.min(whole.len() as u64)).unwrap();
        // A place is read for one more decision, and one is taken back.
        store.put_override("mine", &id(2), Some(Decision::Recommend), at(2));
        store.put_override("mine", &id(1), None, at(2));
        let learned = ask(&knowledge, &store, true);
        assert_eq!(learned.labels.own, 1, "{what}");
        assert!(!learned.model.space().lost() && fs::read(&file).unwrap() == whole, "{what}: mended");
        store.put_override("mine", &id(2), None, at(3));
        store.put_override("mine", &id(1), Some(Decision::Skip), at(3));
        let learned = ask(&knowledge, &store, true);
        (0..60).for_each(|n| assert!((score(&learned, n) - score(&expected, n)).abs() < 1e-5, "{what}: {n}"));
    }
}

#[test]
fn papers_outside_of_the_space_are_near_too() {
    let store = archive();
    let inside = papers(0, 60);
    let space = Space::fit(&inside.iter().collect::<Vec<_>>());
    let far = paper("1001.00001", "Cooking with herbs", "A stew of lentils.");
    let near = paper("1001.00002", "Agents call tools", "Memory of agents helps planning with tools.");
    announce(&store, "2010-01-04", &[far, near.clone()]);
    let found = |paper: &Paper, count| similar(&store, &space, paper, count).unwrap();
    assert!(found(&inside[0], 5).iter().all(|(id, _)| *id != near.id), "what is not indexed is not found");
    store.index_until(std::time::Instant::now() + std::time::Duration::from_secs(60)).unwrap();
    let all = found(&inside[0], 60);
    let place = all.iter().position(|(id, _)| *id == near.id);
    assert!(place.is_some_and(|place| place < 25), "among the papers of its subject: {place:?}");
    assert!(all.windows(2).all(|pair| pair[0].1 >= pair[1].1));
    assert!(found(&near, 10).iter().all(|(id, nearness)| *id != near.id && *nearness > 0.5));
}

#[test]
fn a_small_archive_that_has_grown_is_learnt_again_with_its_labels() {
    let store = archive();
    let knowledge = Knowledge::default();
    store.put_override("mine", &id(1), Some(Decision::Skip), at(1));
    assert_eq!(ask(&knowledge, &store, true).model.space().documents(), 60);
    announce(&store, "2025-12-02", &papers(60, 12));
    let learned = ask(&knowledge, &store, true);
    assert_eq!((learned.model.space().documents(), learned.labels.own), (72, 1));
    assert!(!knowledge.refit_if_grown(&store).unwrap(), "nothing new");
}
