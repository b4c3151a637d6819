//! Recall against brute force, and known items, over the real papers and reports.
//!
//! The oracle is SQL's `LIKE` over what the database holds: it knows nothing of tokens, stems or the index.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    io::BufRead as _,
    path::{Path, PathBuf},
    sync::{LazyLock, Mutex},
};

use super::*;
use crate::{
    paper::ArxivId,
    report::{is_archive, read_bytes},
};

/// Papers of the archive that are taken in besides those of the reports; all with `ALL_PAPERS=1`.
const PAPERS: usize = 1_200;

struct Library {
    store: Store,
    /// Everything that can be found, by paper and field; in lower case.
    plain: Mutex<rusqlite::Connection>,
    papers: Vec<Paper>,
    analyses: Vec<(ArxivId, Analysis)>,
}

static LIBRARY: LazyLock<Option<Library>> = LazyLock::new(|| {
    let folder = real_data()?;
    let mut papers = archive(&folder);
    let mut analyses: Vec<(ArxivId, Analysis)> = Vec::new();
    let mut seen = HashSet::new();
    let mut files: Vec<_> = std::fs::read_dir(folder.join("reports")).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for file in files {
        let (name, bytes) = (file.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(&file).unwrap());
        if is_archive(&String::from_utf8_lossy(&bytes), Some(&name)) {
            continue;
        }
        for read in read_bytes(&bytes, Some(&name)).unwrap().papers {
            let Some(id) = read.id.clone() else { continue };
            if seen.insert(id.clone()) {
                if !papers.iter().any(|paper| paper.id == id) {
                    papers.push(Paper { authors: Vec::new(), ..paper(id.as_str(), &read.title, "") });
                }
                analyses.extend(read.analysis.map(|analysis| (id, analysis)));
            }
        }
    }
    let wanted: HashSet<&ArxivId> = analyses.iter().map(|(id, _)| id).collect();
    let all = std::env::var_os("ALL_PAPERS").is_some();
    let step = if all { 1 } else { (papers.len() / PAPERS).max(1) };
    let papers: Vec<Paper> = papers
        .iter()
        .enumerate()
        .filter(|(number, paper)| number % step == 0 || wanted.contains(&paper.id))
        .map(|(_, paper)| paper.clone())
        .collect();

    let store = Store::in_memory().unwrap();
    announce(&store, "2026-01-09", &papers);
    let of: HashMap<&ArxivId, &Paper> = papers.iter().map(|paper| (&paper.id, paper)).collect();
    let judged: Vec<(Paper, Analysis)> = analyses.iter().map(|(id, a)| (of[id].clone(), a.clone())).collect();
    judge(&store, "2026-01-09", &judged);
    index(&store);

    let plain = rusqlite::Connection::open_in_memory().unwrap();
    plain.execute_batch("CREATE TABLE plain (id, text)").unwrap();
    plain.execute_batch("BEGIN").unwrap();
    let put = |id: &ArxivId, text: &str| {
        plain.prepare_cached("INSERT INTO plain VALUES (?1, ?2)").unwrap().execute([id.as_str(), text]).unwrap();
    };
    for paper in &papers {
        put(&paper.id, &paper.title);
        put(&paper.id, &paper.summary);
        paper.authors.iter().for_each(|author| put(&paper.id, author));
    }
    for (id, analysis) in &analyses {
        texts(analysis).into_iter().for_each(|text| put(id, text));
    }
    plain.execute_batch("COMMIT").unwrap();
    Some(Library { store, plain: Mutex::new(plain), papers, analyses })
});

fn archive(folder: &Path) -> Vec<Paper> {
    let file = std::fs::File::open(folder.join("papers.jsonl.gz")).unwrap();
    let lines = std::io::BufReader::new(flate2::read::MultiGzDecoder::new(file)).lines();
    let read = |line: std::io::Result<String>| {
        let value: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let list = |key: &str| serde_json::from_value(value[key].clone()).unwrap_or_default();
        let id = text("id");
        id.parse::<ArxivId>().ok()?;
        let found = paper(&id, &text("title"), &text("abstract"));
        Some(Paper { authors: list("authors"), categories: list("categories"), ..found })
    };
    let mut seen = HashSet::new();
    lines.filter_map(read).filter(|paper| seen.insert(paper.id.clone())).collect()
}

/// The folder of recorded data. Absent: the test is skipped out loud, or fails where a skip is a failure.
fn real_data() -> Option<PathBuf> {
    let folder = std::env::var_os("REAL_DATA_DIR").map(PathBuf::from);
    if folder.is_none() {
        assert!(std::env::var_os("REQUIRE_REAL_DATA").is_none_or(|v| v != "1"), "REAL_DATA_DIR is not set");
        eprintln!("SKIPPED: REAL_DATA_DIR is not set");
    }
    folder
}

fn texts(analysis: &Analysis) -> Vec<&str> {
    let Analysis { reason, translated_title, keywords, pain_point, application_value, summary, innovations, .. } =
        analysis;
    let one = [reason, translated_title, pain_point, application_value, summary];
    one.into_iter().chain(keywords).chain(innovations).map(String::as_str).collect()
}

impl Library {
    fn brute(&self, word: &str) -> BTreeSet<String> {
        let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let sql = "SELECT DISTINCT id FROM plain WHERE text LIKE '%' || ?1 || '%' ESCAPE '\\'";
        let plain = self.plain.lock().unwrap();
        let mut statement = plain.prepare_cached(sql).unwrap();
        let rows = statement.query_map([escaped], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// Every paper that brute force finds is found; says which words miss what.
    fn check_recall(&self, queries: &[(String, String)]) {
        let mut missed = Vec::new();
        for (word, query) in queries {
            let expected = self.brute(word);
            assert!(!expected.is_empty(), "{word:?} was sampled from the text");
            let found = self.store.search_ids(query).unwrap();
            let got: BTreeSet<String> = found.iter().map(ArxivId::to_string).collect();
            let lost: Vec<_> = expected.difference(&got).collect();
            if !lost.is_empty() {
                missed.push(format!("{word:?}: {} of {}, such as {}", lost.len(), expected.len(), lost[0]));
            }
        }
        assert!(missed.is_empty(), "{} of {} miss something:\n{}", missed.len(), queries.len(), missed.join("\n"));
    }
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// `count` of the words, evenly over their list.
fn sample<T: Clone>(words: &[T], count: usize, random: &mut fastrand::Rng) -> Vec<T> {
    let mut words = words.to_vec();
    random.shuffle(&mut words);
    words.truncate(count);
    words
}

#[test]
fn no_chinese_word_of_one_to_three_characters_is_missed() {
    let Some(library) = &*LIBRARY else { return };
    let mut words: [BTreeSet<String>; 3] = Default::default();
    for (_, analysis) in &library.analyses {
        for text in texts(analysis) {
            let chars: Vec<char> = text.chars().collect();
            for length in 1..=3 {
                for run in chars.windows(length).filter(|run| run.iter().all(|c| is_han(*c))) {
                    words[length - 1].insert(run.iter().collect());
                }
            }
        }
    }
    let mut random = fastrand::Rng::with_seed(8);
    let mut queries = Vec::new();
    for words in words {
        let words: Vec<String> = words.into_iter().collect();
        queries.extend(sample(&words, 200, &mut random).into_iter().map(|word| (word.clone(), word)));
    }
    queries.extend(["推荐", "量化", "多模态", "大模型"].map(|word| (word.to_owned(), word.to_owned())));
    assert!(queries.len() >= 500);
    library.check_recall(&queries);
}

#[test]
fn no_mixed_word_is_missed() {
    let Some(library) = &*LIBRARY else { return };
    let mut words = BTreeSet::new();
    for (_, analysis) in &library.analyses {
        for text in texts(analysis) {
            let chars: Vec<char> = text.chars().collect();
            for run in chars.windows(5).filter(|run| {
                let latin = run.iter().take_while(|c| c.is_ascii_alphabetic()).count();
                (2..=4).contains(&latin) && run[latin..].iter().all(|c| is_han(*c))
            }) {
                words.insert(run.iter().collect::<String>());
            }
        }
    }
    let words: Vec<String> = words.into_iter().collect();
    // Cut out of a word, its first letters are too few for a search to look inside of words.
    let whole = |word: &&String| word.chars().filter(char::is_ascii).count() >= 3;
    let words: Vec<String> = words.iter().filter(whole).cloned().collect();
    let queries = sample(&words, 120, &mut fastrand::Rng::with_seed(3));
    assert!(queries.len() >= 50, "{}", queries.len());
    library.check_recall(&queries.into_iter().map(|word| (word.clone(), word)).collect::<Vec<_>>());
}

#[test]
fn no_english_word_or_phrase_is_missed() {
    let Some(library) = &*LIBRARY else { return };
    let (mut words, mut phrases) = (BTreeSet::new(), BTreeSet::new());
    let edge = |c: char| !c.is_ascii_alphanumeric();
    for paper in &library.papers {
        for text in [&paper.title, &paper.summary] {
            let tokens: Vec<&str> = text.split_whitespace().collect();
            words.extend(tokens.iter().map(|word| word.trim_matches(edge).to_owned()));
            for pair in tokens.windows(2).chain(tokens.windows(3)) {
                let phrase = pair.join(" ");
                if phrase.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-')) && text.contains(&phrase)
                {
                    phrases.insert(phrase);
                }
            }
        }
    }
    let plain = |word: &String| word.len() >= 3 && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let words: Vec<String> = words.into_iter().filter(plain).collect();
    let phrases: Vec<String> = phrases.into_iter().filter(|p| p.split([' ', '-']).all(|w| w.len() >= 3)).collect();
    let mut random = fastrand::Rng::with_seed(5);
    let mut queries: Vec<(String, String)> =
        sample(&words, 300, &mut random).into_iter().map(|word| (word.clone(), word)).collect();
    let found = sample(&phrases, 220, &mut random);
    queries.extend(found.into_iter().map(|phrase| (phrase.clone(), format!("\"{phrase}\""))));
    assert!(queries.len() >= 500);
    library.check_recall(&queries);
}

/// A query by which a reader looks for a paper that they remember.
#[test]
fn a_known_paper_is_among_the_first_five() {
    let Some(library) = &*LIBRARY else { return };
    let mut random = fastrand::Rng::with_seed(11);
    let mut queries: Vec<(&'static str, String, ArxivId)> = Vec::new();
    let titled: Vec<&Paper> = library.papers.iter().filter(|p| p.title.split_whitespace().count() >= 5).collect();
    let content = |text: &str| -> Vec<String> {
        let mut words = Vec::new();
        for word in text.split(|c: char| !c.is_ascii_alphabetic()) {
            if word.len() >= 4 && !words.iter().any(|w: &String| w.eq_ignore_ascii_case(word)) {
                words.push(word.to_lowercase());
            }
        }
        words
    };
    for paper in sample(&titled, 120, &mut random) {
        // Three to four words of the title, in any order; half of the time the last not typed to its end.
        let mut words = content(&paper.title);
        random.shuffle(&mut words);
        words.truncate(3 + random.usize(..2));
        if words.len() >= 3 {
            let mut query = words.join(" ");
            if random.bool() {
                query.pop();
            }
            queries.push(("words of the title", query, paper.id.clone()));
        }
    }
    for paper in sample(&titled, 60, &mut random) {
        let words: Vec<&str> = paper.title.split_whitespace().collect();
        let at = random.usize(..=words.len() - 4);
        queries.push(("a stretch of the title", words[at..at + 4].join(" "), paper.id.clone()));
    }
    let written: Vec<&Paper> = titled.iter().filter(|p| p.authors.len() > 1).copied().collect();
    for paper in sample(&written, 60, &mut random) {
        let name =
            paper.authors[random.usize(..paper.authors.len())].split_whitespace().next_back().unwrap_or_default();
        let words = content(&paper.title);
        let word = words.iter().max_by_key(|word| word.len()).cloned().unwrap_or_default();
        queries.push(("an author and a word", format!("{name} {word}"), paper.id.clone()));
    }
    for (id, analysis) in sample(&library.analyses, 80, &mut random) {
        let title: Vec<char> = analysis.translated_title.chars().collect();
        if title.len() >= 6 {
            let length = 6.min(title.len());
            let at = random.usize(..=title.len() - length);
            queries.push(("six characters of the Chinese title", title[at..at + length].iter().collect(), id));
        }
    }
    for (id, analysis) in sample(&library.analyses, 60, &mut random) {
        let keywords: Vec<&str> = analysis.keywords.iter().take(3).map(String::as_str).collect();
        if keywords.len() == 3 {
            queries.push(("three of its keywords", keywords.join(" "), id));
        }
    }
    assert!(queries.len() >= 300, "{}", queries.len());
    let mut kinds: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let mut missed = Vec::new();
    for (kind, query, id) in &queries {
        let found = library.store.search(&Search { query, sort: SearchSort::Relevance, offset: 0, limit: 5 }).unwrap();
        let counts = kinds.entry(kind).or_default();
        counts.1 += 1;
        if found.hits.iter().any(|hit| hit.id == *id) {
            counts.0 += 1;
        } else {
            let all =
                library.store.search(&Search { query, sort: SearchSort::Relevance, offset: 0, limit: 200 }).unwrap();
            let place = all
                .hits
                .iter()
                .position(|hit| hit.id == *id)
                .map_or("not found".to_owned(), |at| format!("{} of {}", at + 1, all.total));
            missed.push(format!(
                "{kind}: {query:?} is {id}, {place}; instead {:?}",
                found.hits.iter().map(marked).collect::<Vec<_>>()
            ));
        }
    }
    let share = 1.0 - missed.len() as f64 / queries.len() as f64;
    println!("{} of {} in the first five; {kinds:?}", queries.len() - missed.len(), queries.len());
    println!("{}", missed.join("\n"));
    assert!(share >= 0.95, "{share:.3} {kinds:?}\n{}", missed.join("\n"));
}
