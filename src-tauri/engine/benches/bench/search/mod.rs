//! Search, storing and opening among 100,000 papers, or as many as `BENCH_PAPERS` says (1000000: ten years and more).
//!
//! The papers are grown from the real ones by recombining their sentences, the same in every run. Searching is measured in
//! a process of its own, so that its memory is that of searching.

use std::{
    collections::HashSet,
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use engine::{
    digest::Origin,
    ledger::{Entry, State},
    paper::{AnnounceType, Announced, Paper},
    report,
    store::{DigestKey, NewDigest, Search, SearchSort, Store},
    verdict::{Analysis, Basis, Decision, Inputs, Language, Usage, Verdict},
};
use jiff::{Timestamp, ToSpan as _, civil::Date};

/// Papers of a usual day, and how many of them are judged.
const PER_DAY: usize = 400;
const JUDGED: usize = 60;

/// Where the child that searches finds the store.
const CHILD: &str = "BENCH_SEARCH_IN";

/// A data folder to be filled for `make bench-window`, which measures the same papers from the window.
const FILL: &str = "BENCH_FILL";

const PROFILE: &str = "bench";

/// Common and rare, Chinese and English, words and all that a query can be made of.
const QUERIES: [&str; 60] = [
    // common words
    "model",
    "learning",
    "large language models",
    "data",
    "performance",
    "we propose",
    "the",
    "results show",
    "method",
    "neural networks",
    // rarer ones
    "quantization",
    "federated learning",
    "protein folding",
    "sheaf",
    "antibody design",
    "homomorphic encryption",
    "gravitational waves",
    "bandit regret",
    "speech enhancement",
    "sparse attention",
    "tokenizer",
    "nowcasting",
    // phrases and what is left out
    "\"large language model\"",
    "\"graph neural networks\"",
    "\"in-context learning\"",
    "\"mixture of experts\"",
    "reinforcement -learning",
    "diffusion -image",
    "transformer OR recurrent",
    "\"state-of-the-art\" retrieval",
    // being typed, parts of words, mistakes
    "q",
    "tr",
    "quantiz",
    "retrieval augm",
    "bert",
    "former",
    "quantizaton",
    "reinforcment lerning",
    // Chinese
    "模型",
    "推荐",
    "量化",
    "多模态",
    "大模型",
    "的",
    "推理",
    "检索增强",
    "知识图谱",
    "金融",
    "幻觉",
    "多模态推荐系统",
    // mixed
    "LLM量化",
    "LLM推理",
    "RAG检索",
    "Agent 工具",
    // with filters
    "model cat:cs.CL",
    "推荐 decision:recommend",
    "learning date:2026-01",
    "agents is:unread date:>=2025-06",
    "author:wang attention",
    "is:starred",
];

pub fn run() {
    if let Some(folder) = std::env::var_os(CHILD) {
        return search(Path::new(&folder));
    }
    let Some(data) = std::env::var_os("REAL_DATA_DIR").map(PathBuf::from) else {
        println!("SKIPPED: search at scale needs REAL_DATA_DIR");
        return;
    };
    let papers = std::env::var("BENCH_PAPERS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000_usize);
    if let Some(folder) = std::env::var_os(FILL) {
        return fill(Path::new(&folder), &data, papers);
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("data.sqlite");
    println!("\n{papers} papers:\n");

    let start = Instant::now();
    let mut source = Source::read(&data);
    let store = Store::open(&path).expect("a store");
    let last: Date = "2026-01-30".parse().expect("a date");
    let (mut raw, indexing) = grow(&mut source, &store, papers, last);
    let grown = start.elapsed();

    let start = Instant::now();
    raw += source.day(&store, last, 1_000, JUDGED);
    let stored = start.elapsed();
    index(&store);
    let with_index = start.elapsed();

    let key = DigestKey { profile: PROFILE, date: last.yesterday().expect("a day") };
    let opened = times(20, || {
        let row = store.shown_row(key).expect("a row").expect("a digest");
        store.digest(&row).expect("a digest");
    });
    drop(store);
    let size = |name: &str| fs::metadata(folder.path().join(name)).map_or(0, |file| file.len());
    let (database, index) = (size("data.sqlite"), size("search.sqlite"));
    let mib = |bytes: u64| bytes as f64 / 1_048_576.0;
    println!("| what | measured | aim |");
    println!("| --- | ---: | ---: |");
    println!(
        "| grown and indexed, of which indexing | {:.0} s, {:.0} s | |",
        grown.as_secs_f64(),
        indexing.as_secs_f64()
    );
    println!(
        "| a day of 1,000 papers stored, then with index | {:.2} s, {:.2} s | 1.5 s |",
        stored.as_secs_f64(),
        with_index.as_secs_f64()
    );
    println!("| a day opened (median, worst of 20) | {:.1} ms, {:.1} ms | 30 ms |", opened[10], opened[19]);
    println!(
        "| bytes on disk per raw text ({:.0} MiB): database, index, both | {:.2}, {:.2}, {:.2} | 2.3 |",
        mib(raw),
        database as f64 / raw as f64,
        index as f64 / raw as f64,
        (database + index) as f64 / raw as f64,
    );
    let child = std::process::Command::new(std::env::current_exe().expect("this program"))
        .env(CHILD, folder.path())
        .status()
        .expect("a child");
    assert!(child.success());
}

/// Days of announcements before `last`; how many bytes of text, and how long indexing took.
fn grow(source: &mut Source, store: &Store, papers: usize, last: Date) -> (u64, Duration) {
    let days = papers.div_ceil(PER_DAY);
    let (mut raw, mut indexing) = (0, Duration::ZERO);
    for day in 0..days {
        let date = last.saturating_sub(((days - day) as i64).days());
        raw += source.day(store, date, PER_DAY, JUDGED);
        if day % 10 == 9 || day + 1 == days {
            let start = Instant::now();
            index(store);
            indexing += start.elapsed();
        }
    }
    (raw, indexing)
}

/// The same days with a last one whose 400 papers are all judged, as a data folder of the app.
fn fill(folder: &Path, data: &Path, papers: usize) {
    fs::create_dir_all(folder).expect("a folder");
    let mut source = Source::read(data);
    let store = Store::open(&folder.join("digests.sqlite")).expect("a store");
    let last: Date = "2026-01-30".parse().expect("a date");
    grow(&mut source, &store, papers, last);
    source.day(&store, last, PER_DAY, PER_DAY);
    index(&store);
}

fn index(store: &Store) {
    while !store.index_until(Instant::now() + Duration::from_secs(600)).expect("indexed").current {}
}

fn times(turns: usize, mut work: impl FnMut()) -> Vec<f64> {
    let mut times: Vec<f64> = (0..turns)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

/// What this thread has had of a processor, in ms: beside other work a clock on the wall measures that work too. None where
/// the system does not tell.
fn on_cpu() -> Option<f64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split_whitespace().next()?.parse::<f64>().ok()? / 1e6)
}

/// Asks every query five times, beside the same words in FTS5's own ranking.
fn search(folder: &Path) {
    let store = Store::open(&folder.join("data.sqlite")).expect("a store");
    let start = Instant::now();
    ask(&store, "warm up");
    let first = start.elapsed();
    let (mut all, mut alone, mut slowest) = (Vec::new(), Vec::new(), Vec::new());
    for query in QUERIES {
        let before = on_cpu();
        let times = times(5, || ask(&store, query));
        if let (Some(before), Some(after)) = (before, on_cpu()) {
            alone.push((after - before) / 5.0);
        }
        slowest.push((times[2], alone.last().copied().unwrap_or_default(), query));
        all.extend(times);
    }
    let memory = fs::read_to_string("/proc/self/status").ok().and_then(|status| {
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?.to_owned();
        line.split_whitespace().nth(1)?.parse::<f64>().ok()
    });
    let reference = rusqlite::Connection::open(folder.join("search.sqlite")).expect("the index");
    let words = [
        "model",
        "learn",
        "data",
        "perform",
        "method",
        "quantiz",
        "sheaf",
        "bandit",
        "token",
        "\"neural network\"",
        "\"larg languag model\"",
        "\"推 荐\"",
        "\"量 化\"",
        "\"多 模 态\"",
        "的",
        "\"模 型\"",
        "llm AND \"量 化\"",
    ];
    let (mut by_hand, before) = (Vec::new(), on_cpu());
    for query in words {
        by_hand.extend(times(3, || {
            let sql = "SELECT rowid FROM text WHERE text MATCH ?1 ORDER BY rank LIMIT 20";
            let mut statement = reference.prepare_cached(sql).expect("a statement");
            let rows = statement.query_map([query], |row| row.get::<_, i64>(0)).expect("rows");
            assert!(rows.count() <= 20);
        }));
    }
    let by_hand_cpu = before.zip(on_cpu()).map(|(before, after)| (after - before) / by_hand.len() as f64);
    let percentile = |times: &mut Vec<f64>, share: f64| {
        times.sort_by(f64::total_cmp);
        times[((times.len() - 1) as f64 * share) as usize]
    };
    println!("| search, first of a process | {:.0} ms | |", first.as_secs_f64() * 1e3);
    println!(
        "| search, {} queries: median, p95, worst | {:.1}, {:.1}, {:.1} ms | p95 100 ms (300 ms among 1,000,000) |",
        QUERIES.len(),
        percentile(&mut all, 0.5),
        percentile(&mut all, 0.95),
        percentile(&mut all, 1.0),
    );
    if !alone.is_empty() {
        println!(
            "| the same in processor time, mean of five: median, p95, worst | {:.1}, {:.1}, {:.1} ms | |",
            percentile(&mut alone, 0.5),
            percentile(&mut alone, 0.95),
            percentile(&mut alone, 1.0),
        );
    }
    println!(
        "| FTS5 by hand, `ORDER BY rank LIMIT 20`, {} queries: median, p95, worst | {:.1}, {:.1}, {:.1} ms | |",
        words.len(),
        percentile(&mut by_hand, 0.5),
        percentile(&mut by_hand, 0.95),
        percentile(&mut by_hand, 1.0),
    );
    if let Some(mean) = by_hand_cpu {
        println!("| the same in processor time, mean | {mean:.1} ms | |");
    }
    let memory = memory.map_or("not measured here".to_owned(), |kib| format!("{:.0} MiB", kib / 1024.0));
    println!("| most memory while searching | {memory} | 150 MiB |");
    slowest.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.total_cmp(&a.0)));
    println!(
        "\nSlowest: {}",
        slowest.iter().take(12).map(|(ms, cpu, q)| format!("{q} {ms:.0} ({cpu:.0}) ms")).collect::<Vec<_>>().join(", ")
    );
}

fn ask(store: &Store, query: &str) {
    store.index_until(Instant::now()).expect("an index");
    store.search(&Search { query, sort: SearchSort::Relevance, offset: 0, limit: 30 }).expect("an answer");
}

/// What new papers are made of.
struct Source {
    titles: Vec<[String; 2]>,
    sentences: Vec<String>,
    authors: Vec<String>,
    categories: Vec<Vec<String>>,
    analyses: Vec<Analysis>,
    random: fastrand::Rng,
    made: usize,
}

impl Source {
    fn read(folder: &Path) -> Self {
        let file = fs::File::open(folder.join("papers.jsonl.gz")).expect("papers.jsonl.gz");
        let (mut titles, mut sentences, mut authors, mut categories) = (vec![], vec![], HashSet::new(), vec![]);
        for line in BufReader::new(flate2::read::MultiGzDecoder::new(file)).lines() {
            let row: serde_json::Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
            let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
            let list = |key: &str| serde_json::from_value::<Vec<String>>(row[key].clone()).unwrap_or_default();
            let title = text("title");
            let words: Vec<&str> = title.split_whitespace().collect();
            let (a, b) = words.split_at(words.len() / 2);
            titles.push([a.join(" "), b.join(" ")]);
            sentences.extend(text("abstract").split(". ").map(str::to_owned));
            authors.extend(list("authors"));
            categories.push(list("categories"));
        }
        let mut authors: Vec<String> = authors.into_iter().collect();
        authors.sort_unstable();
        let mut analyses = Vec::new();
        let mut files: Vec<_> =
            fs::read_dir(folder.join("reports")).expect("reports").map(|e| e.expect("a file").path()).collect();
        files.sort();
        for file in files {
            let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            let read = report::read_bytes(&fs::read(&file).expect("a report"), Some(&name));
            analyses.extend(read.into_iter().flat_map(|report| report.papers).filter_map(|paper| paper.analysis));
        }
        Self { titles, sentences, authors, categories, analyses, random: fastrand::Rng::with_seed(2026), made: 0 }
    }

    fn paper(&mut self) -> Paper {
        self.made += 1;
        let number = self.made;
        let id = format!("{:02}{:02}.{:05}", 7 + number / 1_200_000, 1 + number / 100_000 % 12, number % 100_000);
        let random = &mut self.random;
        let mut pick = |most: usize| random.usize(..most);
        let title = format!("{} {}", self.titles[pick(self.titles.len())][0], self.titles[pick(self.titles.len())][1]);
        let sentences: Vec<&str> =
            (0..6 + pick(4)).map(|_| self.sentences[pick(self.sentences.len())].as_str()).collect();
        let authors = (0..1 + pick(7)).map(|_| self.authors[pick(self.authors.len())].clone()).collect();
        Paper {
            url: format!("https://arxiv.org/abs/{id}"),
            id: id.parse().expect("an id"),
            version: 1,
            title,
            authors,
            categories: self.categories[pick(self.categories.len())].clone(),
            summary: sentences.join(". "),
            comment: None,
        }
    }

    /// An analysis of which every field is another paper's.
    fn analysis(&mut self) -> Analysis {
        let random = &mut self.random;
        let mut pick = || self.analyses[random.usize(..self.analyses.len())].clone();
        Analysis {
            decision: pick().decision,
            reason: pick().reason,
            translated_title: pick().translated_title,
            keywords: pick().keywords,
            pain_point: pick().pain_point,
            application_value: pick().application_value,
            summary: pick().summary,
            innovations: pick().innovations,
        }
    }

    /// Stores a day with its digest; how many bytes of text it has.
    fn day(&mut self, store: &Store, date: Date, count: usize, judged: usize) -> u64 {
        let papers: Vec<Paper> = (0..count).map(|_| self.paper()).collect();
        let list: Vec<Announced> =
            papers.iter().map(|paper| Announced { paper: paper.clone(), announce_type: AnnounceType::New }).collect();
        let at = Timestamp::UNIX_EPOCH;
        store.announce(date, "bench", &[], at, &list).expect("stored");
        let verdicts: Vec<(&Paper, Verdict)> =
            papers[..judged].iter().map(|paper| (paper, verdict(paper, self.analysis()))).collect();
        let entries: Vec<Entry> = papers.iter().map(entry).collect();
        let new = NewDigest {
            key: DigestKey { profile: PROFILE, date },
            origin: Origin::Run,
            attempt: 1,
            inputs_hash: "bench",
            language: Language::Chinese,
            judge: "bench",
            categories: &[],
            announced: count as u32,
            generated_at: at,
        };
        let digest = store.open_digest(&new, &entries).expect("a digest");
        store.judged_all(digest, &verdicts, at).expect("stored");
        store.complete_digest(digest, &[], at).expect("stored");
        let length = |texts: &[String]| texts.iter().map(String::len).sum::<usize>();
        let of_paper = |paper: &Paper| paper.title.len() + paper.summary.len() + length(&paper.authors);
        let of_analysis = |a: &Analysis| {
            let texts = [&a.reason, &a.translated_title, &a.pain_point, &a.application_value, &a.summary];
            texts.iter().map(|text| text.len()).sum::<usize>() + length(&a.keywords) + length(&a.innovations)
        };
        let bytes = papers.iter().map(of_paper).sum::<usize>()
            + verdicts.iter().map(|(_, verdict)| of_analysis(&verdict.analysis)).sum::<usize>();
        bytes as u64
    }
}

fn entry(paper: &Paper) -> Entry {
    Entry {
        id: paper.id.clone(),
        version: paper.version,
        announce_type: AnnounceType::New,
        category: paper.categories.first().cloned().unwrap_or_default(),
        state: State::Waiting,
        rank: None,
        verdict: None,
    }
}

fn verdict(paper: &Paper, analysis: Analysis) -> Verdict {
    let decision: Decision = analysis.decision;
    Verdict {
        score: if decision == Decision::Recommend { 0.9 } else { 0.4 },
        analysis,
        judged_by: "bench".into(),
        basis: Basis::Abstract,
        flags: Vec::new(),
        usage: Usage::default(),
        inputs: Inputs {
            judge: "bench".into(),
            model: "bench".into(),
            prompt_version: "1".into(),
            profile_hash: String::new(),
            text_hash: paper.text_hash(),
            language: Language::Chinese,
        },
    }
}
