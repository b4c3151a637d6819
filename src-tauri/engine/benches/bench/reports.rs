//! Reports in and out.

use engine::{
    digest::{Counts, Digest, ListedPaper, Origin, Trend},
    export::{
        format::{self, Format},
        stored,
    },
    import,
    ledger::{Entry, State},
    paper::{AnnounceType, Announced, Paper},
    report, sample,
    store::{DigestKey, NewDigest, Store},
    verdict::{Basis, Inputs, Language, Usage, Verdict},
};
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};

use super::{LONG_TURNS, Line};

pub fn lines(one_day: &[ListedPaper]) -> Vec<Line> {
    vec![import_reports(one_day), year_as_site(one_day)]
}

/// A digest of a run on a day of a count, with these papers under ids of their own.
pub(crate) fn numbered(papers: &[ListedPaper], day: usize) -> Digest {
    let date = "2026-01-01".parse::<Date>().expect("a date").checked_add((day as i32).days()).expect("a date");
    let mut papers = papers.to_vec();
    let mut counts = Counts::default();
    for (at, paper) in papers.iter_mut().enumerate() {
        paper.id = format!("{:02}{:02}.{:05}", 10 + day / 360, 1 + day / 30 % 12, day % 30 * 1_000 + at)
            .parse()
            .expect("an id");
        paper.url = format!("https://arxiv.org/abs/{}", paper.id);
        paper.failure = None;
        counts.add(paper.verdict.analysis.decision);
    }
    let trend = Trend {
        emoji: "🔥".into(),
        title: "推理优化".into(),
        observation: "今日研究聚焦于推理优化。".into(),
        papers: papers.iter().take(6).map(|paper| paper.id.clone()).collect(),
    };
    Digest {
        date,
        profile: sample::PROFILE.into(),
        generated_at: date.at(9, 0, 0, 0).to_zoned(TimeZone::UTC).expect("a time").timestamp(),
        language: Language::Chinese,
        origin: Origin::Run,
        judge: "bench".into(),
        complete: true,
        reconstructed: false,
        evidence: None,
        categories: vec!["cs.CL".into()],
        counts,
        ledger: None,
        trends: vec![trend],
        papers,
    }
}

/// Reports of the size of real ones (60 KB), 1,000 of them.
fn import_reports(one_day: &[ListedPaper]) -> Line {
    let home = tempfile::tempdir().expect("a temporary folder").keep();
    let reports = home.join("reports");
    std::fs::create_dir(&reports).expect("a folder");
    let most = one_day.len().min(55);
    for day in 0..1_000 {
        let text = report::render(&numbered(&one_day[..most], day));
        assert!(text.len() > 50_000, "as large as real ones: {}", text.len());
        std::fs::write(reports.join(format!("report-{day:04}.md")), text).expect("a report");
    }
    let (mut turn, folder, plain) = (0, reports.clone(), home.join("plain.sqlite"));
    Line {
        name: "import 1,000 reports of 55 papers",
        against: "reading the files and storing their text in a bare table, one transaction each",
        ours: Box::new(move || {
            turn += 1;
            let file = home.join(format!("{turn}.sqlite"));
            let store = Store::open(&file).expect("a store");
            let done =
                import::import(&store, sample::PROFILE, std::slice::from_ref(&folder), || true).expect("imported");
            assert_eq!(done.imported.len(), 1_000, "{:?}", done.refused.first());
        }),
        reference: Box::new(move || {
            let mut connection = rusqlite::Connection::open(&plain).expect("a database");
            connection
                .execute_batch("PRAGMA journal_mode = wal; DROP TABLE IF EXISTS t; CREATE TABLE t (text)")
                .expect("a table");
            for entry in std::fs::read_dir(&reports).expect("a folder") {
                let text = std::fs::read_to_string(entry.expect("a file").path()).expect("text");
                let transaction = connection.transaction().expect("a transaction");
                transaction.execute("INSERT INTO t VALUES (?1)", [text]).expect("a row");
                transaction.commit().expect("a commit");
            }
        }),
        turns: LONG_TURNS,
    }
}

/// A year of 250 days of 60 papers, from the store to files.
fn year_as_site(one_day: &[ListedPaper]) -> Line {
    let home = tempfile::tempdir().expect("a temporary folder").keep();
    let store = Store::open(&home.join("digests.sqlite")).expect("a store");
    let most = one_day.len().min(60);
    for day in 0..250 {
        stored_run(&store, &numbered(&one_day[..most], day));
    }
    let gather = |store: &Store| {
        let rows = store.finished(sample::PROFILE).expect("digests");
        stored::make(
            Format::Site,
            &stored::days(store, &rows, |_, _| std::ops::ControlFlow::Continue(())).expect("digests"),
            &stored::notes(store).expect("notes"),
        )
        .expect("a site")
    };
    let format::Output::Folder(files) = gather(&store) else { panic!("a site is a folder") };
    let (site, plain) = (home.join("site"), home.join("plain"));
    std::fs::create_dir_all(plain.join("img")).expect("a folder");
    Line {
        name: "export a year as a site (250 days of 60 papers)",
        against: "writing the same files, each synced",
        ours: Box::new(move || {
            let written =
                format::save(&site, &gather(&store), |_, _| std::ops::ControlFlow::Continue(())).expect("saved");
            assert!(written > 250);
        }),
        reference: Box::new(move || {
            for file in &files {
                let mut out = std::fs::File::create(plain.join(&file.path)).expect("a file");
                std::io::Write::write_all(&mut out, file.text.as_bytes()).expect("written");
                out.sync_all().expect("synced");
            }
        }),
        turns: LONG_TURNS,
    }
}

/// Stores a digest as a run would have.
pub(crate) fn stored_run(store: &Store, digest: &Digest) {
    let list: Vec<Announced> =
        digest.papers.iter().map(|p| Announced { paper: p.paper(), announce_type: AnnounceType::New }).collect();
    store.announce(digest.date, "bench", &[], digest.generated_at, &list).expect("stored");
    let entry = |(paper, rank): (&ListedPaper, u32)| Entry {
        id: paper.id.clone(),
        version: paper.version,
        announce_type: AnnounceType::New,
        category: "cs.CL".into(),
        state: State::Waiting,
        rank: Some(rank),
        verdict: None,
    };
    let entries: Vec<Entry> = digest.papers.iter().zip(1..).map(entry).collect();
    let new = NewDigest {
        key: DigestKey { profile: &digest.profile, date: digest.date },
        origin: Origin::Run,
        attempt: 1,
        inputs_hash: "bench",
        language: digest.language,
        judge: "bench",
        categories: &digest.categories,
        announced: list.len() as u32,
        generated_at: digest.generated_at,
    };
    let row = store.open_digest(&new, &entries).expect("a digest");
    let verdict = |paper: &ListedPaper| Verdict {
        analysis: paper.verdict.analysis.clone(),
        judged_by: "bench".into(),
        basis: Basis::Abstract,
        flags: Vec::new(),
        score: paper.verdict.score,
        usage: Usage::default(),
        inputs: Inputs {
            judge: "bench".into(),
            model: String::new(),
            prompt_version: String::new(),
            profile_hash: String::new(),
            text_hash: String::new(),
            language: digest.language,
        },
    };
    let verdicts: Vec<(&Paper, Verdict)> =
        list.iter().zip(&digest.papers).map(|(announced, paper)| (&announced.paper, verdict(paper))).collect();
    store.judged_all(row, &verdicts, digest.generated_at).expect("judged");
    store.complete_digest(row, &digest.trends, digest.generated_at).expect("complete");
}
