//! What is found by what, in which order, and what is shown of it.

use super::{super::CompletionKind, *};
use crate::digest::MarkKind;

/// Five papers of three days, with everything that can be searched.
fn library() -> Store {
    let store = Store::in_memory().unwrap();
    let quantization = Paper {
        authors: vec!["Kurt Gödel".into(), "Emmy Noether".into()],
        categories: vec!["cs.CL".into(), "cs.LG".into()],
        ..paper(
            "2601.00001",
            "Efficient Quantization of Large Language Models",
            "We quantize weights to 4 bits. The code is at https://github.com/example/q. Inference is fast.",
        )
    };
    let retrieval = Paper {
        authors: vec!["Paul Erd\\H{o}s".into(), "José Müller".into()],
        categories: vec!["cs.IR".into()],
        ..paper(
            "2601.00002",
            "RoBERTa for Retrieval-Augmented Generation",
            "Retrieval with GPT-4o and Qwen2.5 helps agents. Weights of large language models stay frozen.",
        )
    };
    let old = Paper {
        authors: vec!["Ada Lovelace".into()],
        categories: vec!["math.GT".into()],
        ..paper("math.GT/0309136", "On graphs", "A survey of graph transformers, with a note on quantum groups.")
    };
    let quiet = paper("2601.00004", "Reinforcement Learning for Games", "An agent plays. It learns.");
    let fifth = paper("2601.00005", "A Benchmark of Agents", "We measure how agents plan and use tools.");
    announce(&store, "2025-12-31", &[old]);
    announce(&store, "2026-01-08", &[quiet, fifth.clone()]);
    announce(&store, "2026-01-09", &[quantization.clone(), retrieval.clone()]);
    let chinese = Analysis {
        translated_title: "大语言模型的高效量化".into(),
        keywords: vec!["量化".into(), "大语言模型".into()],
        summary: "本文提出了一种LLM量化方法，显著降低推理成本。".into(),
        reason: "与推荐系统的部署有关，值得推荐。".into(),
        ..analysis(Decision::Recommend)
    };
    let other = Analysis {
        translated_title: "面向检索增强生成的RoBERTa".into(),
        keywords: vec!["多模态".into(), "检索增强".into()],
        summary: "多模态检索与推荐系统的结合。".into(),
        ..analysis(Decision::Skip)
    };
    judge(&store, "2026-01-09", &[(quantization, chinese), (retrieval, other)]);
    let at = Timestamp::UNIX_EPOCH;
    let id = |text: &str| text.parse().unwrap();
    store.mark(&id("2601.00002"), MarkKind::Star, true, at).unwrap();
    store.mark(&id("2601.00005"), MarkKind::Read, true, at).unwrap();
    store.tag(&id("2601.00005"), "To Read", true, at).unwrap();
    store.tag(&id("2601.00001"), "rag", true, at).unwrap();
    store.tag(&id("2601.00001"), "storage", true, at).unwrap();
    store
        .write(|connection| {
            connection
                .execute("INSERT INTO notes VALUES ('2601.00004', 'Compare with AlphaZero, 与围棋有关', 0)", [])?;
            connection.execute("INSERT INTO overrides VALUES ('finance-ai', '2601.00004', 'recommend', 0)", [])?;
            Ok(())
        })
        .unwrap();
    index(&store);
    store
}

const Q: &str = "2601.00001";
const R: &str = "2601.00002";
const OLD: &str = "math.GT/0309136";
const GAMES: &str = "2601.00004";
const BENCH: &str = "2601.00005";

#[test]
fn a_query_finds_exactly_these() {
    let store = library();
    let check = |query: &str, expected: &[&str]| {
        let found = search(&store, query);
        let mut got = ids(&found);
        got.sort_unstable();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(got, expected, "{query:?}");
        assert_eq!(found.total as usize, expected.len(), "{query:?}");
        let mut all: Vec<String> = store.search_ids(query).unwrap().iter().map(|id| id.to_string()).collect();
        all.sort_unstable();
        assert_eq!(all, expected, "{query:?}");
        assert!(found.total_is_exact && found.corrected.is_none(), "{query:?}: {:?}", found.corrected);
    };
    // Words, stems, any case, accents and full-width forms.
    check("quantization", &[Q]);
    check("QUANTIZED", &[Q]);
    check("ｑｕａｎｔｉｚａｔｉｏｎ", &[Q]);
    check("large models", &[Q, R]);
    check("agents", &[R, GAMES, BENCH]);
    check("godel", &[Q, GAMES, BENCH]);
    check("Erdős", &[R]);
    check("muller", &[R]);
    check("jose MÜLLER", &[R]);
    // Chinese from one character up.
    check("量", &[Q]);
    check("推荐", &[Q, R]);
    check("推荐系统", &[Q, R]);
    check("多模态", &[R]);
    check("模态", &[R]);
    check("围棋", &[GAMES]);
    check("荐推", &[]);
    // Mixed, and runs of several words.
    check("LLM量化", &[Q]);
    check("多模态推荐系统", &[R]);
    check("量化 推理", &[Q]);
    // Letters and digits.
    check("GPT4o", &[R]);
    check("gpt-4o", &[R]);
    check("qwen", &[R]);
    check("4 bits", &[Q]);
    // The beginning of a word and what is inside of one.
    check("quantiz", &[Q]);
    check("bert", &[R]);
    check("transf", &[OLD]);
    check("re", &[R, GAMES, BENCH]);
    // Phrases, alternatives, what is not wanted.
    check("\"large language models\"", &[Q, R]);
    check("\"language large\"", &[]);
    check("\"retrieval augmented\"", &[R]);
    check("retrieval-augmented", &[R]);
    check("\"large language mod", &[Q, R]);
    check("models -quantization", &[R]);
    check("models -\"frozen\"", &[Q]);
    check("agents -games -retrieval", &[BENCH]);
    check("graphs OR games", &[OLD, GAMES]);
    check("graphs | games", &[OLD, GAMES]);
    check("weights graphs OR frozen", &[R]);
    check("-agents", &[Q, OLD]);
    check("graphs OR -weights", &[OLD, GAMES, BENCH]);
    // Filters.
    check("author:Noether", &[Q, GAMES, BENCH]);
    check("author:\"emmy noether\" games", &[GAMES]);
    check("author:games", &[]);
    check("title:graphs", &[OLD]);
    check("note:alphazero", &[GAMES]);
    check("cat:cs.IR", &[R]);
    check("cat:cs", &[Q, R, GAMES, BENCH]);
    check("cat:math.GT,cs.IR", &[OLD, R]);
    check("-cat:cs.CL", &[R, OLD]);
    check("date:2026-01-09", &[Q, R]);
    check("date:2026-01", &[Q, R, GAMES, BENCH]);
    check("date:2025", &[OLD]);
    check("date:2025-12..2026-01-08", &[OLD, GAMES, BENCH]);
    check("date:>=2026-01-09", &[Q, R]);
    check("date:<2026", &[OLD]);
    check("date:..2025-12-30", &[]);
    check("date:2026-03..2026-01", &[]);
    check("decision:recommend", &[Q, GAMES]);
    check("decision:不推荐", &[R]);
    check("has:note", &[GAMES]);
    check("has:tag", &[Q, BENCH]);
    check("has:code", &[Q]);
    check("is:starred", &[R]);
    check("is:unread", &[Q, R, OLD, GAMES]);
    check("-is:unread", &[BENCH]);
    check("agents is:unread", &[R, GAMES]);
    check("tag:rag", &[Q]);
    check("tag:\"to read\"", &[BENCH]);
    check("tag:read", &[]);
    check("id:2601.00004", &[GAMES]);
    check("2601.00004", &[GAMES]);
    check("arxiv:2601.00004v1", &[]);
    check("id:math.GT/0309136", &[OLD]);
    check("推荐 decision:recommend date:2026-01", &[Q]);
    // Unfinished filters ask for nothing yet; unknown ones are text.
    check("graphs author:", &[OLD]);
    check("graphs date:202", &[OLD]);
    check("graphs is:unr", &[OLD]);
    check("nosuch:graphs", &[]);
    check("graphs OR", &[OLD]);
    // Nothing.
    check("", &[]);
    check("  \"\" - ( ) :", &[]);
    check("!!!", &[]);
    check("\"", &[]);
}

#[test]
fn what_is_meant_comes_first() {
    let store = library();
    let first = |query: &str, expected: &str, field: Field| {
        let found = search(&store, query);
        assert_eq!((ids(&found)[0], found.hits[0].field), (expected, field), "{query:?}: {:?}", found.hits);
        assert!(found.hits.is_sorted_by(|a, b| a.score >= b.score), "{query:?}: {:?}", found.hits);
    };
    first("agents", BENCH, Field::Title);
    first("bits", Q, Field::Abstract);
    first("alphazero", GAMES, Field::Note);
    first("storage", Q, Field::Tags);
    first("量化", Q, Field::TranslatedTitle);
    first("检索增强", R, Field::TranslatedTitle);
    first("graph", OLD, Field::Title);
    first("lovelace", OLD, Field::Authors);
    first("large language models", Q, Field::Title);
    first("推理成本", Q, Field::Analysis);
    first("2601.00005", BENCH, Field::Id);
}

#[test]
fn the_right_piece_of_text_is_marked() {
    let store = library();
    let check = |query: &str, expected: &str| {
        assert_eq!(marked(&search(&store, query).hits[0]), expected, "{query:?}");
    };
    check("quantized", "Efficient [Quantization] of Large Language Models");
    check("推理", "本文提出了一种LLM量化方法，显著降低[推理]成本。 · 与推荐系统的部署有关，值得推荐。");
    check(
        "llm量化",
        "本文提出了一种[LLM][量化]方法，显著降低推理成本。 · 与推荐系统的部署有关，值得推荐。"
            .replace("][", "")
            .as_str(),
    );
    check("godel", "Kurt [Gödel] · Emmy Noether");
    check("erdos", "Paul [Erd\\H{o}s] · José Müller");
    check("qwen", "Retrieval with GPT-4o and [Qwen]2.5 helps agents. Weights of large language models stay frozen.");
    check("quantum groups", "A survey of graph transformers, with a note on [quantum] [groups].");
    check("is:starred", "多模态检索与推荐系统的结合。");
}

#[test]
fn a_mistake_is_forgiven_only_when_nothing_matches() {
    let store = library();
    let check = |query: &str, corrected: Option<&str>, expected: &[&str]| {
        let found = search(&store, query);
        assert_eq!((found.corrected.as_deref(), ids(&found)), (corrected, expected.to_vec()), "{query:?}");
    };
    check("quantizaton", Some("quantization"), &[Q]);
    check("reinforcment lerning -zzzzz", Some("reinforcement learning -zzzzz"), &[GAMES]);
    check("author:lovelase", Some("author:lovelace"), &[OLD]);
    check("grap", None, &[OLD]);
    // What is left of a name that was cut off, a word too many: only when nothing has all of it.
    check("M量化", Some("量化"), &[Q]);
    check("quantization xy weights", Some("quantization weights"), &[Q]);
    check("reinforcment lerning 围起", Some("reinforcement learning"), &[GAMES]);
    check("zz yy quantum groups", Some("quantum groups"), &[OLD]);
    check("-graphs \"language large\" 量化", None, &[]);
    check("author:lovelace 量化", None, &[]);
    check("zzzzzzzz", None, &[]);
}

#[test]
fn pages_are_stretches_of_one_list_in_either_order() {
    let store = Store::in_memory().unwrap();
    for day in 1..=9 {
        let papers: Vec<Paper> = (0..120)
            .map(|n| {
                let title = if n % 40 == 7 { "Agents plan" } else { "Another title" };
                let text = if n % 3 == 0 { "multiagents, all of them" } else { "agents everywhere" };
                paper(&format!("26{day:02}.{n:05}"), title, text)
            })
            .collect();
        announce(&store, &format!("2026-01-0{day}"), &papers);
    }
    index(&store);
    for sort in [SearchSort::Relevance, SearchSort::Date] {
        let page = |offset, limit| store.search(&Search { query: "agents", sort, offset, limit }).unwrap();
        let all = page(0, 5_000);
        assert_eq!((all.hits.len(), all.total, all.total_is_exact), (1_080, 1_080, true), "{sort:?}");
        let unique: std::collections::HashSet<_> = ids(&all).into_iter().collect();
        assert_eq!(unique.len(), 1_080);
        let mut pages = Vec::new();
        for offset in (0..1_080).step_by(90) {
            pages.extend(page(offset, 90).hits);
        }
        assert_eq!(
            pages.iter().map(|hit| &hit.id).collect::<Vec<_>>(),
            all.hits.iter().map(|hit| &hit.id).collect::<Vec<_>>()
        );
        let exact = all.hits.iter().position(|hit| marked(hit).contains("multi[")).unwrap_or(all.hits.len());
        assert!(all.hits[..exact.min(700)].iter().all(|hit| !marked(hit).contains("multi")), "whole words come first");
        match sort {
            SearchSort::Relevance => assert!(all.hits[..20].iter().all(|hit| hit.title == "Agents plan")),
            SearchSort::Date => assert!(all.hits[..700].is_sorted_by(|a, b| a.date >= b.date)),
        }
    }
}

#[test]
fn what_may_be_typed_next_is_suggested() {
    let store = library();
    let check = |query: &str, kind: CompletionKind, expected: &str, from: u32| {
        let cursor = query.encode_utf16().count() as u32;
        let found = store.complete(query, cursor).unwrap();
        let first = found.iter().find(|c| c.kind == kind).unwrap_or_else(|| panic!("{query:?}: {found:?}"));
        assert_eq!((first.insert.as_str(), first.from), (expected, from), "{query:?}: {found:?}");
    };
    check("au", CompletionKind::Operator, "author:", 0);
    check("agents is:un", CompletionKind::Operator, "is:unread", 7);
    check("-has:no", CompletionKind::Operator, "has:note", 1);
    check("cat:cs.i", CompletionKind::Category, "cat:cs.IR", 0);
    check("量 author:noe", CompletionKind::Author, "author:\"Emmy Noether\"", 2);
    check("author:\"kurt g", CompletionKind::Author, "author:\"Kurt Gödel\"", 0);
    check("tag:to", CompletionKind::Tag, "tag:\"To Read\"", 0);
    check("reinf", CompletionKind::Term, "reinforcement", 0);
    check("检索", CompletionKind::Term, "检索增强", 0);
    check("LLM多模", CompletionKind::Term, "LLM多模态", 0);
    assert_eq!(store.complete("agents ", 7).unwrap(), []);
    assert_eq!(store.complete("", 0).unwrap(), []);
    // Spaces of every width; found by the property below.
    check("\u{2000}cat:cs.i", CompletionKind::Category, "cat:cs.IR", 1);
    // Only what is before the cursor counts.
    assert_eq!(store.complete("reinf agents", 5).unwrap()[0].insert, "reinforcement");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]
    #[test]
    fn no_input_is_an_error(query in r#"([a-z0-9\PC]|"|-|\(|\)|:|\*|\^|\{|\}|OR|AND|NOT|NEAR|author:|date:|cat:|is:|tag:|量|化| ){0,30}"#) {
        use std::sync::LazyLock;
        static LIBRARY: LazyLock<Store> = LazyLock::new(library);
        for sort in [SearchSort::Relevance, SearchSort::Date] {
            LIBRARY.search(&Search { query: &query, sort, offset: 0, limit: 10 }).unwrap();
        }
        for cursor in 0..=query.encode_utf16().count() as u32 {
            LIBRARY.complete(&query, cursor).unwrap();
        }
    }
}
