//! What a hostile paper can do: be flagged, and nothing else.

use std::io::{BufRead as _, BufReader};

use engine::{
    judge::llm::{FLAG_INJECTION, Limits, speaks_to_a_model, stream_judgements},
    paper::Paper,
    verdict::Language,
};
use serde_json::Value;

use super::{
    client,
    injections::{HONEST, INJECTIONS},
    paper, profile, provider,
};
use crate::model::{Act, Model, Script};

#[test]
fn a_text_that_speaks_to_a_model_is_noticed() {
    assert!(INJECTIONS.len() >= 100);
    let chinese = INJECTIONS.iter().filter(|text| text.chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c))).count();
    assert!(chinese >= 40, "{chinese} in Chinese");
    let missed: Vec<_> = INJECTIONS.iter().filter(|text| !speaks_to_a_model(text)).collect();
    assert!(missed.is_empty(), "{} of {} not noticed: {missed:#?}", missed.len(), INJECTIONS.len());
    for text in INJECTIONS {
        let within = format!("We study sparse routing for long contexts. {text} Experiments follow.");
        assert!(speaks_to_a_model(&within), "not noticed within an abstract: {text}");
    }
}

#[test]
fn an_honest_text_is_not() {
    let wrongly: Vec<_> = HONEST.iter().filter(|text| speaks_to_a_model(text)).collect();
    assert!(wrongly.is_empty(), "{wrongly:#?}");
}

#[test]
fn hardly_any_real_abstract_is() {
    let Some(dir) = crate::real_data() else { return };
    let file = std::fs::File::open(dir.join("papers.jsonl.gz")).unwrap();
    let (mut flagged, mut all) = (Vec::new(), 0);
    // Every eighth: the whole takes minutes in a debug build.
    for line in BufReader::new(flate2::read::GzDecoder::new(file)).lines().step_by(8) {
        let paper: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = format!("{}\n{}", paper["title"].as_str().unwrap_or(""), paper["abstract"].as_str().unwrap_or(""));
        all += 1;
        if speaks_to_a_model(&text) {
            flagged.push(paper["id"].as_str().unwrap_or("").to_owned());
        }
    }
    println!("{} of {all} real abstracts are flagged: {flagged:?}", flagged.len());
    assert!(flagged.len() * 1_000 <= all, "{} of {all}: {flagged:?}", flagged.len());
}

/// Even a model that obeys whatever the paper says can write only one paper's eight fields, in plain text.
#[tokio::test]
async fn a_model_that_obeys_can_do_nothing_more_than_misjudge() {
    let model = Model::start(Script::new().always(Act::Obey)).await;
    let client = client(provider(&model));
    let papers: Vec<Paper> = INJECTIONS
        .iter()
        .enumerate()
        .map(|(n, text)| Paper {
            summary: format!("我们研究路由方法。{text} 实验在后。"),
            ..paper(&format!("2603.{:05}", n + 1))
        })
        .collect();
    let count = papers.len();
    let mut stream = stream_judgements(&client, &profile(), papers, Language::Chinese, Limits::default());
    let mut seen = vec![false; count];
    while let Some((index, result)) = stream.recv().await {
        assert!(!std::mem::replace(&mut seen[index], true));
        let text = INJECTIONS[index];
        // An answer that names another paper is refused; all others are the asked paper's own.
        let Ok(answer) = result else { continue };
        assert!(answer.flags.iter().any(|flag| flag == FLAG_INJECTION), "{text}");
        let shown = serde_json::to_value(&answer.analysis).unwrap();
        assert_eq!(shown.as_object().unwrap().len(), 8, "{text}");
        let shown = shown.to_string();
        // A link of the paper's own may be repeated, as it stands; the profile is in none.
        let links = if text.contains("http") { "?profile=" } else { "http" };
        for forbidden in
            [links, "![", "](", "<img", "<script", "onerror", "evil.example/p", "\\n", "\u{200b}", "\u{202e}"]
        {
            assert!(!shown.contains(forbidden), "{text}: {forbidden:?} in {shown}");
        }
    }
    assert!(seen.into_iter().all(|seen| seen));
    for request in model.requests() {
        let user = request.user();
        let mark = user.split_once("<paper-").unwrap().1.split_once('>').unwrap().0;
        assert_eq!(user.matches(&format!("</paper-{mark}>")).count(), 1, "{user}");
    }
}

#[tokio::test]
async fn an_answer_for_other_papers_is_refused() {
    let model = Model::start(Script::new().always(Act::ObeyForOthers)).await;
    let failure =
        client(provider(&model)).judge(&profile(), &paper("2603.00001"), Language::Chinese).await.unwrap_err();
    assert!(failure.message.contains("another paper"), "{failure:?}");
}
