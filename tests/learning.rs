//! What the built-in judge learns, from outside: nearest papers, words with weights, topics; and that digests stay.

use serde_json::Value;

use crate::{
    checks::{Printed, list, number, text},
    support::{
        app::{App, Settings},
        arxiv::Arxiv,
        days, real_data,
    },
};

const DAY: &str = "2026-01-09";

#[test]
fn a_reader_sees_what_is_learnt_and_the_digest_stays() {
    let Some(data) = real_data("a_reader_sees_what_is_learnt_and_the_digest_stays") else { return };
    let day = days::real(&data, DAY);
    let arxiv = Arxiv::start(day.clone());
    let app = App::new(&Settings { categories: day.primary_categories(), ..Settings::new(&arxiv) });
    app.run(&["run", "--date", DAY]).exits(0);
    let before = Printed::of(&app, DAY);
    let papers = list(&before.show, "papers");
    let id = text(&papers[0], "id");

    let near = app.json(&["similar", id, "--limit", "7"]);
    let near = near.as_array().unwrap();
    assert_eq!(near.len(), 7);
    assert!(near.iter().all(|paper| text(paper, "id") != id && text(paper, "date") == DAY), "{near:?}");
    let scores: Vec<f64> = near.iter().map(|paper| paper["score"].as_f64().unwrap()).collect();
    assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]) && scores[0] > 0.2, "{scores:?}");
    app.run(&["similar", "2601.99999"]).exits(1);

    // The file of the space is no one's only copy.
    let space = app.data().join("judge.space");
    let kept = std::fs::read(&space).unwrap();
    for damaged in [&kept[..kept.len() / 3], b"not a space"] {
        std::fs::write(&space, damaged).unwrap();
        assert_eq!(app.json(&["similar", id, "--limit", "7"]).as_array().unwrap(), near);
    }

    let own = |learned: &Value| number(&learned["labels"], "own");
    let nothing = app.json(&["learned"]);
    assert_eq!((own(&nothing), list(&nothing, "words").len(), &nothing["enabled"]), (0, 0, &Value::Bool(true)));
    for paper in papers.iter().rev().take(5) {
        app.run(&["mark", text(paper, "id"), "star"]).exits(0);
    }
    let learned = app.json(&["learned"]);
    assert_eq!(own(&learned), 5);
    let weights: Vec<f64> = list(&learned, "words").iter().map(|word| word["weight"].as_f64().unwrap().abs()).collect();
    assert!(weights.len() > 10 && weights.windows(2).all(|pair| pair[0] >= pair[1]), "{weights:?}");
    assert!(learned["trained_at"].is_string());
    let frozen = |printed: &Printed| -> Vec<(Value, Value, Value)> {
        let papers = list(&printed.show, "papers").iter();
        papers.map(|paper| (paper["id"].clone(), paper["rank"].clone(), paper["verdict"].clone())).collect()
    };
    assert_eq!(frozen(&Printed::of(&app, DAY)), frozen(&before), "a digest is frozen");

    app.run(&["config", "set", "judge.learn", "false"]).exits(0);
    let off = app.json(&["learned"]);
    assert_eq!((own(&off), &off["enabled"]), (0, &Value::Bool(false)));
    app.run(&["config", "set", "judge.learn", "true"]).exits(0);
    assert_eq!(own(&app.json(&["learned"])), 5);
    assert_eq!(own(&app.json(&["learned", "--reset"])), 0);
    assert_eq!(own(&app.json(&["learned"])), 0);

    let topics = app.json(&["topics"]);
    let topics = topics.as_array().unwrap();
    assert!(!topics.is_empty());
    for topic in topics {
        assert!(list(topic, "days").iter().all(|day| text(day, "date") == DAY && number(day, "papers") > 0), "{topic}");
    }
}

#[test]
fn lines_of_the_profile_that_match_nothing_are_shown() {
    let Some(data) = real_data("lines_of_the_profile_that_match_nothing_are_shown") else { return };
    let day = days::real(&data, DAY);
    let arxiv = Arxiv::start(day.clone());
    let app = App::new(&Settings { categories: day.primary_categories(), ..Settings::new(&arxiv) });
    app.write("profiles/mine.toml", "focus = [\"智能体：工具调用\", \"毫无关系的一行\"]\n");
    let silent = |app: &App| app.json(&["--profile", "mine", "profile", "show"])["silent_lines"].clone();
    assert_eq!(silent(&app), serde_json::json!([]), "nothing is known before the first day");
    app.run(&["--profile", "mine", "run", "--date", DAY]).exits(0);
    assert_eq!(silent(&app), serde_json::json!(["毫无关系的一行"]));
    let shown = app.run(&["--profile", "mine", "profile", "show"]);
    assert!(shown.stdout.contains("# matches no word of the archive yet: 毫无关系的一行"), "{}", shown.stdout);
}
