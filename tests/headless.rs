//! A whole day without a window: what it prints, stores and exits with.

use serde_json::Value;

use crate::{
    checks::{Printed, check_digest, check_events, feed_requests, kept_rows, list, number, text},
    support::{
        app::{App, Judge, Settings},
        arxiv::Arxiv,
        days::{self, Announced, Day, Kind, date},
        model::{self, Model, Script},
        real_data,
    },
};

const DAY: &str = "2026-01-09";

/// The recorded day, in the categories that make all of it new.
fn real_day(test: &str) -> Option<(Day, Vec<String>)> {
    let day = days::real(&real_data(test)?, DAY);
    let categories = day.primary_categories();
    assert_eq!((day.items.len(), day.ids().len()), (347, 347), "the recorded day of days.json");
    Some((day, categories))
}

fn by_model(url: &str) -> Judge<'_> {
    Judge::Model { url, concurrency: 8, timeout_seconds: 20 }
}

/// Runs the day again and shows that nothing came of it.
#[track_caller]
fn check_second_run(app: &App, arxiv: &Arxiv, first: &Printed) {
    let (rows, asked) = (kept_rows(app), feed_requests(arxiv));
    let again = app.run(&["--json", "run", "--date", DAY]);
    again.exits(0);
    check_events(&again.events(), &first.ledger);
    let second = Printed::of(app, DAY);
    assert_eq!(second.show, first.show);
    assert_eq!(second.ledger, first.ledger);
    assert_eq!(second.markdown, first.markdown);
    assert_eq!(kept_rows(app), rows, "a second run changed the database");
    assert_eq!(feed_requests(arxiv), asked, "a day that is done was fetched again");
}

#[test]
fn a_real_day_through_the_builtin_judge() {
    let Some((day, categories)) = real_day("a_real_day_through_the_builtin_judge") else { return };
    let arxiv = Arxiv::start(day.clone());
    let app = App::new(&Settings { categories, ..Settings::new(&arxiv) });
    let run = app.run(&["--json", "run", "--date", DAY]);
    run.exits(0);
    let printed = Printed::of(&app, DAY);
    check_events(&run.events(), &printed.ledger);
    check_digest(&printed, &day);
    let counts = ["announced", "judged", "filtered", "failed"].map(|key| number(&printed.ledger, key));
    assert_eq!(counts, [347, 60, 287, 0]);
    assert_eq!(feed_requests(&arxiv), 1, "all categories in one request");
    for paper in list(&printed.show, "papers") {
        assert_eq!(paper["verdict"]["judged_by"], "builtin");
        assert_eq!(
            paper["verdict"]["translated_title"], "",
            "the built-in judge cannot translate, and does not pretend to"
        );
        assert!(!text(&paper["verdict"], "reason").is_empty());
    }
    // 40, 30 and 30 percent of 60, which are the shares of the presets.
    let counts = ["recommend", "borderline", "skip"].map(|key| number(&printed.show["counts"], key));
    assert_eq!(counts, [24, 18, 18]);
    check_second_run(&app, &arxiv, &printed);
}

#[test]
fn a_real_day_through_a_model() {
    let Some((day, categories)) = real_day("a_real_day_through_a_model") else { return };
    let arxiv = Arxiv::start(day.clone());
    let model = Model::spawn(Script::new().key("a-key-of-the-tests"));
    let mut app = App::new(&Settings { categories, judge: by_model(&model.base_url()), ..Settings::new(&arxiv) });
    app.set("ARXIV_LLM_DAILY_API_KEY", "a-key-of-the-tests");
    let run = app.run(&["--json", "run", "--date", DAY]);
    run.exits(0);
    let printed = Printed::of(&app, DAY);
    check_events(&run.events(), &printed.ledger);
    check_digest(&printed, &day);
    let counts = ["announced", "judged", "filtered", "failed"].map(|key| number(&printed.ledger, key));
    assert_eq!(counts, [347, 60, 287, 0]);
    for paper in list(&printed.show, "papers") {
        let (id, verdict) = (text(paper, "id"), &paper["verdict"]);
        assert_eq!(model.calls_for(id), 1, "one request per paper");
        assert_eq!(verdict["judged_by"], "fake-model");
        let said = model::verdict(id, false);
        for field in said.as_object().unwrap().keys() {
            assert_eq!(verdict[field], said[field], "{field} of {id}");
        }
    }
    let trends: Vec<&str> = list(&printed.show, "trends").iter().map(|trend| text(trend, "title")).collect();
    assert!(
        !trends.is_empty() && trends.iter().all(|title| title.starts_with("模型趋势")),
        "named by the model: {trends:?}"
    );
    let requests = model.requests();
    let asked: Vec<&str> = requests.iter().filter_map(|request| request.paper.as_deref()).collect();
    assert_eq!(asked.len(), 60, "only papers above the cut are asked for");
    for file in std::fs::read_dir(app.data()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file())
    {
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(18).any(|w| w == b"a-key-of-the-tests"), "the key is in {}", file.display());
    }
    let calls = model.calls();
    check_second_run(&app, &arxiv, &printed);
    assert_eq!(model.calls(), calls, "a second run asked the model");
}

#[test]
fn atom_gives_the_same_day_as_rss() {
    let day = Day { date: date(DAY), items: days::invented(1, 25) };
    let arxiv = Arxiv::start(day.clone());
    let printed = ["", "/atom"].map(|path| {
        let url = format!("{}{path}", arxiv.url());
        let app = App::new(&Settings::at(&url));
        app.run(&["run", "--date", DAY]).exits(0);
        let printed = Printed::of(&app, DAY);
        check_digest(&printed, &day);
        printed
    });
    let paths: Vec<String> = arxiv.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, ["/rss/cs.CL+cs.AI+cs.LG", "/atom/cs.CL+cs.AI+cs.LG"]);
    assert_eq!(printed[0].ledger, printed[1].ledger);
    let papers = |printed: &Printed| -> Vec<Value> {
        let mut papers = list(&printed.show, "papers").to_vec();
        for paper in &mut papers {
            paper["verdict"]["judged_at"] = Value::Null;
        }
        papers
    };
    assert_eq!(papers(&printed[0]), papers(&printed[1]));
}

#[test]
fn every_rule_of_the_filter_is_named_in_the_ledger() {
    let old = days::invented(900, 3);
    let crossed = Announced { kind: Kind::Cross, ..days::invented(950, 1).remove(0) };
    let revised_cross = Announced { kind: Kind::ReplaceCross, version: 3, ..days::invented(960, 1).remove(0) };
    let yesterday = Day { date: date("2026-01-08"), items: days::invented(100, 5) };
    let today = Day { date: date(DAY), items: days::invented(1, 30) }
        .with_revisions(&old, Kind::Replace)
        .with_repeats(&yesterday.items[..2]);
    let mut today = today;
    today.items.extend([crossed, revised_cross]);
    today.items[3].categories = vec!["math.CO".into(), "cs.CL".into()];
    today.items[5].title = "Jailbreak of everything".into();
    today.items[6].authors = vec!["Grace Followed".into()];
    today.items[6].title = "Another jailbreak".into();
    let arxiv = Arxiv::start(yesterday.clone());
    let more = "[profile]\ncurrent = \"mine\"\n";
    let cross = "include_cross_lists = false\n";
    let settings = Settings { max_papers: 10, more, ..Settings::new(&arxiv) };
    let app = App::bare();
    app.write("settings.toml", settings.text().replace("[judge]", &format!("{cross}\n[judge]")));
    app.write(
        "profiles/mine.toml",
        "name = \"Mine\"\nrole = \"An engineer.\"\nfocus = [\"Retrieval-augmented generation\"]\n\
         exclude_terms = [\"jailbreak\"]\nauthors = [\"Grace Followed\"]\nshares = [50, 30, 20]\n",
    );
    app.run(&["run", "--date", "2026-01-08"]).exits(0);
    check_digest(&Printed::of(&app, "2026-01-08"), &yesterday);
    arxiv.publish(today.clone());
    app.run(&["run", "--date", DAY]).exits(0);
    let printed = Printed::of(&app, DAY);
    check_digest(&printed, &today);
    let rules = printed.rules("filtered");
    let of = |n: usize| rules.get(&today.items[n].id).map(String::as_str);
    assert_eq!(of(3), Some("cross-list"));
    assert_eq!(of(5), Some("exclude: jailbreak"));
    assert!(
        of(6).is_none_or(|rule| rule.starts_with("rank ")),
        "a followed author always passes the filter: {:?}",
        of(6)
    );
    for revision in 30..33 {
        assert_eq!(of(revision), Some("replacement"));
    }
    for repeat in 33..35 {
        assert_eq!(of(repeat), Some("known"));
    }
    assert_eq!((of(35), of(36)), (Some("cross-list"), Some("replacement")));
    // 37 announced, of which 9 were taken out by name: 28 are ranked, and 10 of these are judged.
    let mut cut: Vec<&str> = rules.values().filter(|rule| rule.starts_with("rank ")).map(String::as_str).collect();
    cut.sort_unstable();
    let mut wanted: Vec<String> = (11..=28).map(|rank| format!("rank {rank} of 28")).collect();
    wanted.sort_unstable();
    assert_eq!(cut, wanted);
    assert_eq!(printed.show["profile"], "mine");
}

#[test]
fn export_writes_what_show_prints() {
    let arxiv = Arxiv::start(Day { date: date(DAY), items: days::invented(1, 20) });
    let app = App::new(&Settings::new(&arxiv));
    app.run(&["run", "--date", DAY]).exits(0);
    for format in ["markdown", "json"] {
        let out = app.temp().join(format!("out.{format}"));
        app.run(&["export", "--date", DAY, "--format", format, "--out", out.to_str().unwrap()]).exits(0);
        let shown = app.run(&["show", "--date", DAY, "--format", format]);
        let written = std::fs::read_to_string(&out).unwrap();
        assert!(written.len() > 2_000);
        if format == "markdown" {
            assert_eq!(written.trim_end(), shown.exits(0).stdout.trim_end());
            continue;
        }
        // The export says what it is, and has the reader's notes beside each paper.
        let mut written: Value = serde_json::from_str(&written).unwrap();
        assert_eq!((&written["format"], &written["version"]), (&"arxiv-llm-daily".into(), &1.into()));
        for paper in written["digests"][0]["papers"].as_array_mut().unwrap() {
            assert_eq!(paper.as_object_mut().unwrap().remove("note"), Some("".into()));
            assert_eq!(paper.as_object_mut().unwrap().remove("tags"), Some(Value::Array(vec![])));
        }
        let shown: Value = serde_json::from_str(&shown.exits(0).stdout).unwrap();
        assert_eq!(written["digests"], Value::Array(vec![shown]));
    }
    let files = app.temp().join("site");
    app.run(&["export", "--date", "all", "--format", "site", "--out", files.to_str().unwrap()]).exits(0);
    assert!(files.join("index.md").is_file() && files.join("archive.md").is_file());
    // Without a date, both mean the newest.
    assert_eq!(app.json(&["show"]), app.json(&["show", "--date", "latest"]));
}

#[test]
fn an_english_report_has_english_labels() {
    let arxiv = Arxiv::start(Day { date: date(DAY), items: days::invented(1, 20) });
    let app = App::bare();
    app.write("settings.toml", Settings::new(&arxiv).text().replace("[judge]\n", "[judge]\nlanguage = \"en\"\n"));
    app.run(&["run", "--date", DAY]).exits(0);
    let printed = Printed::of(&app, DAY);
    assert_eq!(printed.show["language"], "en");
    assert!(printed.markdown.starts_with("# "));
    let chinese: Vec<&str> =
        printed.markdown.lines().filter(|l| l.chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c))).collect();
    assert!(chinese.is_empty(), "{chinese:?}");
}

#[test]
fn the_sample_day_is_marked_and_leaves_no_trace() {
    let mut app = App::bare();
    let show = app.json(&["--sample", "show"]);
    assert!(list(&show, "papers").len() >= 60 && list(&show, "trends").len() >= 5);
    assert_eq!(show["origin"], "sample");
    assert!(list(&show, "papers").iter().any(|paper| !paper["failure"].is_null()), "a failed paper");
    for (locale, mark) in
        [("zh_CN.UTF-8", "> **示例**：这是虚构的示例日"), ("en_GB.UTF-8", "> **Sample**: an invented day")]
    {
        app.set("LANG", locale);
        let printed = app.run(&["--sample", "show"]);
        assert!(printed.exits(0).stdout.lines().any(|line| line.starts_with(mark)), "{locale}: {}", printed.stdout);
    }
    let left: Vec<_> = std::fs::read_dir(app.data()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_search_finds_papers_and_what_the_reader_wrote() {
    let arxiv = Arxiv::start(Day { date: date(DAY), items: days::invented(1, 8) });
    let app = App::new(&Settings { max_papers: 5, ..Settings::new(&arxiv) });
    app.run(&["run", "--date", DAY]).exits(0);
    let shown = app.json(&["show", "--date", DAY]);
    let paper = &list(&shown, "papers")[0];
    let (id, title) = (text(paper, "id"), text(paper, "title"));
    app.run(&["mark", id, "tag:未央"]).exits(0);
    for query in ["未央", "央", "tag:未央 is:unread", id, title] {
        let found = app.json(&["search", query, "--limit", "1"]);
        let [hit] = found.as_array().unwrap().as_slice() else { panic!("{query:?}: {found}") };
        assert_eq!((text(hit, "id"), text(hit, "title"), text(hit, "date")), (id, title, DAY), "{query:?}");
        assert!(
            hit["score"].is_number() && !text(hit, "snippet").is_empty() && !text(hit, "field").is_empty(),
            "{hit}"
        );
    }
    let without = app.json(&["search", "-tag:未央"]);
    assert!(!without.as_array().unwrap().is_empty());
    assert!(without.as_array().unwrap().iter().all(|hit| hit["id"] != id));
    assert_eq!(app.json(&["search", "nosuchwordanywhere"]), serde_json::json!([]));
    for odd in ["\"", "-", "(((", "AND OR NOT", "author:", "--", "a*^:{"] {
        app.run(&["search", "--", odd]).exits(0);
    }
}

#[test]
fn settings_and_profiles_are_read_and_written_by_command() {
    let app = App::bare();
    app.run(&["config", "set", "arxiv.categories", "[\"cs.IR\"]"]).exits(0);
    app.run(&["config", "set", "judge.model", "qwen3:8b"]).exits(0);
    assert_eq!(app.run(&["config", "get", "judge.model"]).exits(0).stdout.trim(), "qwen3:8b");
    let path = app.run(&["config", "path"]).exits(0).stdout.trim().to_owned();
    assert_eq!(std::path::Path::new(&path), app.data().join("settings.toml"));
    assert!(std::fs::read_to_string(path).unwrap().contains("cs.IR"));
    assert!(app.run(&["config", "list"]).exits(0).stdout.contains("arxiv.categories"));
    let before = std::fs::read(app.data().join("settings.toml")).unwrap();
    for (args, code) in
        [(["config", "set", "judge.concurrency", "many"], 2), (["config", "set", "no.such_key", "1"], 2)]
    {
        let outcome = app.run(&args);
        outcome.exits(code);
        assert!(outcome.stderr.contains(args[2]), "{}", outcome.stderr);
    }
    assert_eq!(std::fs::read(app.data().join("settings.toml")).unwrap(), before);
    let profiles = app.run(&["profile", "list"]);
    let profiles = &profiles.exits(0).stdout;
    assert!(profiles.contains("finance-ai") && profiles.contains("llm-research"), "{profiles}");
    app.run(&["profile", "use", "finance-ai"]).exits(0);
    assert!(
        app.run(&["profile", "show"]).exits(0).stdout.to_lowercase().contains("finan")
            || app.run(&["profile", "show"]).stdout.contains("金融")
    );
    assert_ne!(app.run(&["profile", "use", "nobody"]).code, Some(0));
}

#[test]
fn help_is_enough_to_work_from() {
    let app = App::bare();
    let help = app.run(&["--help"]);
    for word in ["run", "show", "export", "ledger", "profile", "config", "--data-dir", "--profile", "--json"] {
        assert!(help.exits(0).stdout.contains(word), "{word} is not in --help");
    }
    for command in ["run", "show", "export", "ledger", "profile", "config"] {
        let help = app.run(&[command, "--help"]);
        assert!(help.exits(0).stdout.lines().count() > 5, "{command} --help: {}", help.stdout);
    }
    assert!(app.run(&["--version"]).exits(0).stdout.contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn marks_are_kept_and_why_tells_what_became_of_a_paper() {
    let arxiv = Arxiv::start(Day { date: date(DAY), items: days::invented(1, 8) });
    let app = App::new(&Settings { max_papers: 5, ..Settings::new(&arxiv) });
    app.run(&["run", "--date", DAY]).exits(0);
    let ledger = app.json(&["ledger", "--date", DAY]);
    let in_state = |state: &str| {
        let paper = list(&ledger, "papers").iter().find(|paper| paper["state"] == state).unwrap();
        text(paper, "id").to_owned()
    };
    let (judged, filtered) = (in_state("judged"), in_state("filtered"));
    for (mark, key, now) in [
        ("star", "star", true),
        ("unstar", "star", false),
        ("later", "later", true),
        ("done", "later", false),
        ("read", "read", true),
    ] {
        assert_eq!(app.json(&["mark", &judged, mark])[key], now, "{mark}");
    }
    app.run(&["mark", &judged, "tag:to read"]).exits(0);
    assert_eq!(app.json(&["mark", &judged, "tag:agents"])["tags"], serde_json::json!(["agents", "to read"]));
    assert_eq!(app.json(&["mark", &judged, "untag:agents"])["tags"], serde_json::json!(["to read"]));
    let shown = app.json(&["show", "--date", DAY]);
    let paper = list(&shown, "papers").iter().find(|paper| paper["id"] == judged.as_str()).unwrap();
    assert_eq!(paper["marks"], serde_json::json!({ "read": true, "star": false, "later": false }));

    assert_eq!(app.json(&["why", &judged])["digests"][0]["judged_by"], "builtin");
    let rule = app.json(&["why", &filtered])["digests"][0]["rule"].as_str().unwrap().to_owned();
    assert!(rule.starts_with("rank ") && rule.ends_with(" of 8"), "{rule}");
    let said = app.run(&["why", &filtered]);
    assert!(said.exits(0).stdout.contains(&rule));
    assert!(app.run(&["why", "0704.0001"]).exits(0).stdout.contains("not in any list you follow"));
    app.run(&["why", "nothing"]).exits(2);
    app.run(&["mark", "0704.0001", "star"]).exits(1);
    app.run(&["mark", &judged, "tag:"]).exits(2);
}
