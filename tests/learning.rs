//! What the built-in judge learns, from outside: nearest papers, words with weights, topics; and that digests stay.

use serde_json::Value;

use crate::{
    checks::{Printed, list, number, text},
    support::{
        app::{App, Judge, Settings},
        arxiv::Arxiv,
        days::{self, Day},
        model::{Model, Script},
        real_data,
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

#[test]
fn a_chinese_profile_is_translated_once_and_then_only_where_it_changed() {
    let arxiv = Arxiv::start(Day { date: days::date(DAY), items: days::invented(1, 5) });
    let model = Model::spawn(Script::new());
    let url = model.base_url();
    let judge = Judge::Model { url: &url, concurrency: 4, timeout_seconds: 20 };
    let app = App::new(&Settings { judge, ..Settings::new(&arxiv) });
    let write = |focus: &str, rest: &str| {
        app.write(
            "profiles/mine.toml",
            format!("# mine\nfocus = [{focus}, \"tool use\"]\nexclude = [\"围棋\"]\n{rest}"),
        );
    };
    let asked = || -> Vec<String> {
        let requests = model.requests();
        let translations = requests.iter().filter(|request| request.user().contains("The lines of the profile"));
        translations.map(|request| request.user().to_owned()).collect()
    };
    let run = |more: &[&str]| {
        app.run(&[&["--profile", "mine", "run", "--date", DAY], more].concat()).exits(0);
    };
    let english = || app.json(&["--profile", "mine", "profile", "show"])["english"].clone();

    write("\"智能体的长期记忆\"", "");
    run(&[]);
    assert_eq!(asked().len(), 1);
    assert!(
        asked()[0].contains("1. 智能体的长期记忆\n2. 围棋\n") && !asked()[0].contains("tool use"),
        "{}",
        asked()[0]
    );
    let [first, second] = [1, 2].map(|n| format!("agents in English, line {n}"));
    assert_eq!(english(), serde_json::json!({"围棋": second, "智能体的长期记忆": first}));
    let kept = std::fs::read_to_string(app.data().join("profiles/mine.toml")).unwrap();
    assert!(kept.starts_with("# mine\n"), "the file is the reader's: {kept}");

    run(&["--again"]);
    assert_eq!(asked().len(), 1, "what is translated is not asked about again");

    // The reader puts one right, and changes the other line.
    write("\"智能体的短期记忆\"", "[english]\n\"围棋\" = \"the game of Go\"\n\"智能体的长期记忆\" = \"gone\"\n");
    run(&["--again"]);
    assert_eq!(asked().len(), 2);
    assert!(asked()[1].contains("1. 智能体的短期记忆\n") && !asked()[1].contains("围棋"), "{}", asked()[1]);
    assert_eq!(english(), serde_json::json!({"围棋": "the game of Go", "智能体的短期记忆": first}));

    // A model that does not answer this stops nothing: the glossary does.
    write("\"检索增强\"", "");
    model.set_script(Script::new().rejects("The lines of the profile", "not today"));
    run(&["--again"]);
    assert_eq!(english(), Value::Null);
}
