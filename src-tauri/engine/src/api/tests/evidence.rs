//! Where the figures of a verdict stand in the text that the reader is shown.

use serde_json::{Value, json};

use super::{announce, engine_at, id};
use crate::{
    Engine, api,
    digest::Origin,
    judge::llm,
    ledger::{Entry, State},
    paper::{AnnounceType, Announced},
    source::full_text::{self, Section},
    store::{DigestKey, NewDigest},
    verdict::{Analysis, Basis, Decision, Inputs, Language, Usage, Verdict},
};

const ID: &str = "2601.00001";

fn sections() -> Vec<Section> {
    let section = |heading: &str, paragraphs: &[&str]| Section {
        heading: heading.into(),
        paragraphs: paragraphs.iter().map(|text| (*text).to_owned()).collect(),
    };
    vec![
        // In the order of the page; a judge is given the introduction first, and nothing of the related work.
        section("1 Results on 12 tasks", &["Über 𝔸: first.", "It is 2.3x faster, at 40\\% of the cost."]),
        section("2 Related work", &["Others needed 77 days."]),
        section("3 Introduction", &["We read 1,500 papers."]),
    ]
}

/// A paper that was judged by its full text.
fn read_in_full(engine: &Engine, summary: &str) {
    announce(engine, "2026-01-09", &[(ID, "A title")]);
    let store = engine.store().unwrap();
    let Announced { paper, .. } = store.announced("2026-01-09".parse().unwrap()).unwrap().remove(0);
    let settings = engine.settings().unwrap();
    let new = NewDigest {
        key: DigestKey { profile: &engine.profile_file(&settings), date: "2026-01-09".parse().unwrap() },
        origin: Origin::Run,
        attempt: 1,
        inputs_hash: "test",
        language: Language::Chinese,
        judge: "model",
        categories: &[],
        announced: 1,
        generated_at: engine.clock.now(),
    };
    let entry = Entry {
        id: paper.id.clone(),
        version: 1,
        announce_type: AnnounceType::New,
        category: "cs.CL".into(),
        state: State::Waiting,
        rank: Some(1),
        verdict: None,
    };
    let digest = store.open_digest(&new, &[entry]).unwrap();
    let analysis = Analysis {
        decision: Decision::Recommend,
        reason: "好".into(),
        translated_title: "题".into(),
        keywords: vec![],
        pain_point: String::new(),
        application_value: String::new(),
        summary: summary.into(),
        innovations: vec![],
    };
    let verdict = Verdict {
        analysis,
        judged_by: "model".into(),
        basis: Basis::FullText,
        flags: vec![],
        score: 1.0,
        usage: Usage::default(),
        inputs: Inputs {
            judge: "openai".into(),
            model: "model".into(),
            prompt_version: "1".into(),
            profile_hash: String::new(),
            text_hash: String::new(),
            language: Language::Chinese,
        },
    };
    store.keep_full_text(&paper, Some(&sections()), engine.clock.now()).unwrap();
    let given = full_text::cut(&sections(), 10_000, llm::tokens).text;
    store.judged_in_full(digest, &paper, &verdict, (&given, 10_000), engine.clock.now()).unwrap();
}

#[tokio::test]
async fn a_figure_is_shown_at_its_place_in_the_stored_full_text() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine_at(folder.path(), "2026-01-09T12:00:00Z");
    read_in_full(&engine, "在 12 个任务上读了 1500 篇，快 2.3 倍，成本降至 40%，耗时 77 天。");
    let request = || json!({"id": id(ID)});
    let answer =
        async |name| -> Value { serde_json::from_str(&api::call(&engine, name, request()).await.unwrap()).unwrap() };
    let (evidence, text) = (answer("evidence").await, answer("full_text").await);
    let shown = |figure: &Value| {
        let place = &figure["place"];
        if place.is_null() {
            return "nowhere".to_owned();
        }
        assert_eq!(place["source"], "full_text", "{figure}");
        let number = |key: &str| place[key].as_u64().map(|n| n as usize);
        let section = &text["sections"][number("section").unwrap()];
        let line = match number("paragraph") {
            Some(n) => &section["paragraphs"][n],
            None => &section["heading"],
        };
        let units: Vec<u16> = line.as_str().unwrap().encode_utf16().collect();
        String::from_utf16(&units[number("start").unwrap()..number("end").unwrap()]).unwrap()
    };
    let places: Vec<(String, String)> = evidence["figures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|figure| (figure["text"].as_str().unwrap().to_owned(), shown(figure)))
        .collect();
    let expected = [("12", "12"), ("1500", "1,500"), ("2.3 倍", "2.3x"), ("40%", "40\\%"), ("77", "nowhere")];
    assert_eq!(places, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
}
