//! The built-in judge and what it learns.

use std::{
    hint::black_box,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Instant,
};

use engine::{
    clock::{Clock as _, SystemClock},
    digest::MarkKind,
    judge::builtin::{Label, Model, Space},
    learn::{Knowledge, Whose},
    paper::{AnnounceType, Announced, Paper},
    profile::Profile,
    store::Store,
    verdict::Decision,
};

use super::{Line, TURNS, papers};

/// The built-in judge at the size of years: a space of 100,000 papers, 10,000 decisions.
pub fn lines() -> Vec<Line> {
    let archive = Arc::new(large(101_000));
    let (new, old) = (&archive[..1_000], &archive[1_000..]);
    let started = Instant::now();
    let space = Arc::new(Space::fit(&old.iter().collect::<Vec<_>>()));
    eprintln!("fitted 100,000 papers in {:.1} s", started.elapsed().as_secs_f64());
    let profile = Profile {
        focus: ["agents and tool use", "retrieval augmented generation", "efficient inference"]
            .map(str::to_owned)
            .into(),
        exclude: ["jailbreak, adversarial attack".to_owned()].into(),
        ..Profile::default()
    };
    let decision = |n: usize| Decision::ALL[n * 7 % 3];
    let mut model = Model::new(Arc::clone(&space), &profile).expect("a model");
    model.learn(&labels(&old[..500], decision));
    let model = Arc::new(model);

    let (papers, texts) = (new.to_vec(), new.to_vec());
    let ranks = Arc::clone(&model);
    let rank = Line {
        turns: TURNS,
        name: "rank 1,000 new papers in a space of 100,000, 500 decisions learnt",
        against: "lower-casing and splitting the same texts once",
        ours: Box::new(move || drop(black_box(ranks.rank(&papers.iter().collect::<Vec<_>>())))),
        reference: Box::new(move || split(&texts)),
    };

    let (judged, mut learner) = (Arc::clone(&archive), Model::clone(&model));
    let places = Arc::clone(&space);
    let retrain = Line {
        turns: TURNS,
        name: "retrain on 10,000 decisions",
        against: "one dot product with each of their places",
        ours: Box::new(move || {
            learner.forget();
            learner.learn(&labels(&judged[1_000..11_000], decision));
        }),
        reference: Box::new(move || {
            black_box(scan(&places, 10_000));
        }),
    };

    let (one, near, places) = (archive[0].clone(), from_file(&space), Arc::clone(&space));
    let nearest = Line {
        turns: TURNS,
        name: "the 10 nearest of 100,000 papers to a new one",
        against: "one dot product with each of their places, on one thread",
        ours: Box::new(move || drop(black_box(near.similar(&one, 10).expect("found")))),
        reference: Box::new(move || {
            black_box(scan(&places, 100_000));
        }),
    };

    let corpus = Arc::clone(&archive);
    let texts = Arc::clone(&archive);
    let refit = Line {
        turns: 1,
        name: "fit the space of 100,000 papers",
        against: "lower-casing and splitting the same texts once",
        ours: Box::new(move || drop(black_box(Space::fit(&corpus[1_000..].iter().collect::<Vec<_>>())))),
        reference: Box::new(move || split(&texts[1_000..])),
    };

    // Ten thousand stars; one more, and the day's list in its new order.
    let store = Store::in_memory().expect("a store");
    let list: Vec<Announced> = archive[1_000..13_000]
        .iter()
        .map(|paper| Announced { paper: paper.clone(), announce_type: AnnounceType::New })
        .collect();
    store.announce("2026-01-09".parse().expect("a date"), "bench", &[], SystemClock.now(), &list).expect("stored");
    let ids: Vec<_> = list.iter().map(|announced| announced.paper.id.clone()).collect();
    for id in &ids[..10_000] {
        store.mark(id, MarkKind::Star, true, SystemClock.now()).expect("marked");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let knowledge = Knowledge::new(Some(folder.path().join("judge.space")));
    let whose = move |store: &Store, knowledge: &Knowledge| {
        let whose = Whose { file: "bench", profile: &profile, learns: true };
        knowledge.learned(store, whose, SystemClock.now()).expect("learnt")
    };
    assert_eq!(whose(&store, &knowledge).labels.own, 10_000);
    let mut on = false;
    let list_ids = ids[11_000..].to_vec();
    let places = Arc::clone(&space);
    let override_one = Line {
        turns: TURNS,
        name: "one more decision after 10,000, and a list of 1,000 in its new order",
        against: "one dot product with each of 100,000 places",
        ours: Box::new(move || {
            let _kept = &folder;
            on = !on;
            store.mark(&ids[10_500], MarkKind::Star, on, SystemClock.now()).expect("marked");
            let learned = whose(&store, &knowledge);
            let mut order: Vec<_> = list_ids.iter().map(|id| (learned.model.score_known(id), id)).collect();
            order.sort_by(|a, b| b.0.partial_cmp(&a.0).expect("a number"));
            black_box(order);
        }),
        reference: Box::new(move || {
            black_box(scan(&places, 100_000));
        }),
    };

    let (corpus, busy) = (Arc::clone(&archive), Arc::clone(&space));
    let fitting = Arc::new(AtomicBool::new(false));
    let meanwhile = Line {
        turns: TURNS,
        name: "rank 1,000 new papers while the space is fitted in the background",
        against: "one dot product with each of 100,000 places, meanwhile too",
        ours: Box::new(move || {
            if !fitting.swap(true, Ordering::SeqCst) {
                let (corpus, fitting) = (Arc::clone(&corpus), Arc::clone(&fitting));
                thread::spawn(move || {
                    black_box(Space::fit(&corpus[1_000..].iter().collect::<Vec<_>>()));
                    fitting.store(false, Ordering::SeqCst);
                });
            }
            drop(black_box(model.rank(&archive[..1_000].iter().collect::<Vec<_>>())));
        }),
        reference: Box::new(move || {
            black_box(scan(&busy, 100_000));
        }),
    };
    vec![rank, retrain, override_one, nearest, refit, meanwhile]
}

/// How many of the truly nearest papers outside of the space are found: real papers, the space fitted on every second one.
pub fn print() {
    let Some(data) = std::env::var_os("REAL_DATA_DIR") else {
        println!("\nSKIPPED: the nearest papers outside of the space need REAL_DATA_DIR");
        return;
    };
    let all = engine::eval::papers(&std::path::Path::new(&data).join("papers.jsonl.gz")).expect("papers");
    let (inside, outside): (Vec<_>, Vec<_>) = all.iter().enumerate().partition(|(n, _)| n % 2 == 0);
    let (inside, outside): (Vec<&Paper>, Vec<&Paper>) =
        (inside.into_iter().map(|(_, p)| p).collect(), outside.into_iter().map(|(_, p)| p).collect());
    let store = Store::in_memory().expect("a store");
    let list: Vec<Announced> =
        all.iter().map(|paper| Announced { paper: paper.clone(), announce_type: AnnounceType::New }).collect();
    store.announce("2026-01-09".parse().expect("a date"), "bench", &[], SystemClock.now(), &list).expect("stored");
    while !store.index_until(Instant::now() + std::time::Duration::from_secs(60)).expect("indexed").current {}
    let space = Space::fit(&inside);
    let places: Vec<Vec<f32>> = outside.iter().map(|paper| space.place_of_paper(paper)).collect();
    let (mut wanted, mut found, mut took) = (0, 0, Vec::new());
    for paper in inside.iter().step_by(57) {
        let place = space.place_of_paper(paper);
        let nearness = |at: &Vec<f32>| space.nearness(&place, at);
        let mut nearest: Vec<(f64, usize)> = places.iter().map(nearness).zip(0..).collect();
        nearest.sort_by(|a, b| b.0.total_cmp(&a.0));
        let started = Instant::now();
        let near = engine::learn::similar(&store, &space, paper, 100).expect("found");
        took.push(started.elapsed().as_secs_f64() * 1e3);
        wanted += 5;
        found += nearest[..5].iter().filter(|(_, n)| near.iter().any(|(id, _)| *id == outside[*n].id)).count();
    }
    took.sort_by(f64::total_cmp);
    println!(
        "\nOf the 5 nearest outside of the space {:.0} % are found, among {} papers; {:.0} ms (median).",
        100.0 * found as f64 / f64::from(wanted),
        all.len(),
        took[took.len() / 2]
    );
}

fn labels(papers: &[Paper], decision: impl Fn(usize) -> Decision) -> Vec<Label<'_>> {
    papers.iter().enumerate().map(|(n, paper)| Label { paper, decision: decision(n), weight: 1.0 }).collect()
}

fn split(papers: &[Paper]) {
    for paper in papers {
        black_box(format!("{} {}", paper.title, paper.summary).to_lowercase().split_whitespace().count());
    }
}

/// The same space as the app has it.
fn from_file(space: &Space) -> Space {
    let kept = tempfile::NamedTempFile::new().expect("a file");
    space.write(&mut kept.as_file()).expect("written");
    Space::read(kept.reopen().expect("opened"), kept.path()).expect("read")
}

fn scan(space: &Space, count: usize) -> f32 {
    let one = space.place_of(0).expect("a place");
    let mut sum = 0.0;
    let product = |_, place: &[f32]| sum += one.iter().zip(place).map(|(a, b)| a * b).sum::<f32>();
    space.each_place(0..count.min(space.documents()), product).expect("places");
    sum
}

/// Papers of real length: half of each abstract is sentences of the sample day, half invented words of which a few are
/// frequent and most rare, as in a language.
fn large(count: usize) -> Vec<Paper> {
    let mut papers = papers(count);
    let mut state = 7_u64;
    for paper in &mut papers {
        paper.summary = paper.summary.split(". ").take(4).collect::<Vec<_>>().join(". ");
        for _ in 0..60 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let even = (state >> 33) as f64 / f64::from(1_u32 << 31);
            let mut word = 40_000_f64.powf(even) as usize;
            paper.summary.push(' ');
            for _ in 0..4 {
                paper.summary.push_str(
                    ["ba", "ko", "mi", "tu", "ra", "le", "so", "ni", "gu", "fe", "po", "da", "vi", "xu", "zo"]
                        [word % 15],
                );
                word /= 15;
            }
        }
    }
    papers
}
