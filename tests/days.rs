//! Which days there are, and what became of each paper, through the real program.

use crate::support::{
    app::{App, Settings},
    arxiv::{Arxiv, Fault},
    clock::FakeClock,
    days::{self, Announced, Day, Kind, date},
};

fn day(date_text: &str, from: u32) -> Day {
    Day { date: date(date_text), items: days::invented(from, 12) }
}

/// A week in January: Monday's papers revised on Wednesday, Tuesday's repeated on Thursday.
fn week() -> Vec<Day> {
    let [monday, tuesday, wednesday, thursday] =
        [("2026-01-05", 1), ("2026-01-06", 101), ("2026-01-07", 201), ("2026-01-08", 301)]
            .map(|(text, n)| day(text, n));
    let wednesday = wednesday.with_revisions(&monday.items[..3], Kind::Replace);
    let thursday = thursday.with_repeats(&tuesday.items[..4]);
    vec![monday, tuesday, wednesday, thursday]
}

fn ranked(app: &App, day: &Day) -> Vec<String> {
    let ledger = app.json(&["ledger", "--date", &day.date.to_string()]);
    assert_eq!(ledger["closed"], true, "{}", day.date);
    let papers = ledger["papers"].as_array().unwrap();
    papers.iter().filter(|p| !p["rank"].is_null()).map(|p| p["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_range_of_days_is_made_from_the_second_source_as_it_was_in_the_feed() {
    let week = week();
    let arxiv = Arxiv::start(week[0].clone());
    let by_feed = App::new(&Settings::new(&arxiv));
    for day in &week {
        arxiv.publish(day.clone());
        by_feed.run(&["run", "--date", &day.date.to_string()]).exits(0);
    }
    let asked = arxiv.requests().len();
    let mut at_once = App::new(&Settings::new(&arxiv));
    // OAI-PMH is asked for days of the last three months, the query API for older ones.
    let of_that_week = FakeClock::start(&mut at_once, "2026-01-09 12:00:00");
    at_once.run(&["run", "--since", "2026-01-05", "--until", "2026-01-08"]).exits(0);
    let source = if of_that_week.is_some() { "/oai" } else { "/api/" };
    assert!(arxiv.requests()[asked..].iter().any(|request| request.path.starts_with(source)), "{source} was not asked");
    assert!(
        arxiv.requests().len() - asked <= 4,
        "{:?}",
        arxiv.requests()[asked..].iter().map(|r| &r.path).collect::<Vec<_>>()
    );
    for (number, day) in week.iter().enumerate() {
        let [mut once, mut twice] = [&by_feed, &at_once].map(|app| ranked(app, day));
        once.sort();
        twice.sort();
        assert_eq!(once, twice, "{}", day.date);
        assert_eq!(once.len(), 12, "no paper is reported twice, and none is lost");
        let shown = at_once.json(&["show", "--date", &day.date.to_string()]);
        // The last day is still in the feed.
        assert_eq!(shown["reconstructed"], number < 3, "{}", day.date);
    }
}

/// Days of years ago, whose lists nobody has stored: the query API knows what was submitted.
#[test]
fn days_of_long_ago_come_from_the_query_api() {
    let days = [("2019-03-05", 1), ("2019-03-06", 101), ("2019-03-07", 201)].map(|(text, n)| day(text, n));
    let arxiv = Arxiv::start(day("2026-01-09", 401));
    days.iter().for_each(|day| arxiv.remember(day.clone()));
    let app = App::new(&Settings::new(&arxiv));
    let range = ["run", "--since", "2019-03-05", "--until", "2019-03-07"];
    app.run(&range).exits(0);
    let asked: Vec<String> = arxiv.requests().into_iter().map(|request| request.path).collect();
    let (queries, others): (Vec<&String>, Vec<&String>) = asked.iter().partition(|path| path.starts_with("/api/query"));
    assert!(others.iter().all(|path| path.starts_with("/rss/")) && others.len() <= 1, "{asked:?}");
    assert!(!queries.is_empty() && queries.len() <= 2, "{asked:?}");
    for query in queries {
        for part in ["submittedDate", "cat%3Acs.CL", "cat%3Acs.AI", "cat%3Acs.LG"] {
            assert!(query.contains(part), "{part}: {query}");
        }
    }
    for day in &days {
        let date = day.date.to_string();
        let mut ids: Vec<String> = day.items.iter().map(|item| item.id.clone()).collect();
        let mut listed = ranked(&app, day);
        ids.sort();
        listed.sort();
        assert_eq!(listed, ids, "{date}");
        assert_eq!(app.json(&["show", "--date", &date])["reconstructed"], true, "{date}");
    }
    // What is stored is not asked for again.
    app.run(&range).exits(0);
    assert_eq!(arxiv.requests().len(), asked.len(), "{:?}", &arxiv.requests()[asked.len()..]);
}

/// An answer that says that there is nothing is not believed, and the next run has the day.
#[test]
fn a_false_empty_answer_leaves_the_day_open() {
    let old = day("2019-03-05", 1);
    let arxiv = Arxiv::start(day("2026-01-09", 401));
    arxiv.remember(old.clone());
    let app = App::new(&Settings::new(&arxiv));
    arxiv.fault_at("/api", Fault::FalseEmpty);
    let range = ["run", "--since", "2019-03-05", "--until", "2019-03-05"];
    app.run(&range);
    app.run(&["ledger", "--date", "2019-03-05"]).exits(1);
    arxiv.fault_at("/api", Fault::None);
    app.run(&range).exits(0);
    assert_eq!(ranked(&app, &old).len(), 12);
}

#[test]
fn arxiv_itself_is_searched() {
    let arxiv = Arxiv::start(day("2026-01-09", 1));
    let app = App::new(&Settings::new(&arxiv));
    let found = app.json(&["search", "--arxiv", "\"speech recognition\"", "--limit", "2"]);
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), 2, "{found:?}");
    for hit in found {
        assert!(hit["title"].is_string() && hit["date"].is_string() && hit["snippet"].is_string(), "{hit}");
    }
    assert_eq!(arxiv.requests().len(), 1);
    // It is stored: nothing more is asked to judge it.
    let id = found[0]["id"].as_str().unwrap();
    app.json(&["judge", id]);
    assert_eq!(arxiv.requests().len(), 1);
    let plain = app.run(&["search", "--arxiv", "no such words at all"]);
    assert!(plain.exits(0).stderr.contains("arXiv has nothing"), "{}", plain.stderr);
    app.run(&["search", "--arxiv", "-only"]).exits(2);
    arxiv.fault_at("/api", Fault::Status(503, None));
    app.run(&["search", "--arxiv", "speech"]).exits(1);
}

#[test]
fn why_answers_for_any_paper_and_judge_judges_it() {
    let mut elsewhere = Announced { categories: vec!["math.GT".into()], ..days::invented(900, 1).remove(0) };
    elsewhere.title = "A knot".into();
    let mut friday = day("2026-01-09", 401);
    friday.items.push(elsewhere.clone());
    let arxiv = Arxiv::start(friday.clone());
    let thursday = week().pop().unwrap();
    let app = App::new(&Settings { max_papers: 5, ..Settings::new(&arxiv) });
    app.run(&["run", "--date", "2026-01-09"]).exits(0);
    arxiv.remember(thursday.clone());

    for (id, reason, can_judge) in [
        (elsewhere.id.as_str(), "category", true),
        (&thursday.items[0].id, "not_fetched", true),
        ("2601.09999", "unknown_id", false),
        ("9999.00001", "", false),
    ] {
        if reason.is_empty() {
            app.run(&["why", id]).exits(2);
            continue;
        }
        let why = app.json(&["why", id]);
        assert_eq!((&why["not_listed"], &why["can_judge"]), (&reason.into(), &can_judge.into()), "{why}");
        let said = app.run(&["why", id]);
        assert!(said.exits(0).stdout.contains("is not in any list you follow"), "{}", said.stdout);
    }
    let ledger = app.json(&["ledger", "--date", "2026-01-09"]);
    let cut = ledger["papers"].as_array().unwrap().iter().find(|paper| paper["rank"] == 9).unwrap();
    let cut = cut["id"].as_str().unwrap().to_owned();
    let why = app.json(&["why", &cut]);
    assert_eq!((&why["not_listed"], &why["fates"][0]["rule"]), (&serde_json::Value::Null, &"rank 9 of 12".into()));
    assert!(app.run(&["why", &cut]).stdout.contains(&format!("arxiv-llm-daily judge {cut}")));
    for id in [&cut, &thursday.items[0].id] {
        let judged = app.json(&["judge", id]);
        assert_eq!(judged["verdict"]["judged_by"], "builtin");
    }
    let after = app.json(&["ledger", "--date", "2026-01-09"]);
    assert_eq!(after["closed"], true);
    assert_eq!(
        [&after["announced"], &after["judged"], &after["filtered"]],
        [&12, &6, &6].map(|n: &i32| serde_json::json!(n)).each_ref()
    );
    let why = app.json(&["why", &cut]);
    assert_eq!((&why["fates"][0]["state"], &why["fates"][0]["judged_by"]), (&"judged".into(), &"builtin".into()));
}

#[test]
fn a_changed_profile_is_tried_before_it_is_saved() {
    let arxiv = Arxiv::start(day("2026-01-09", 1));
    let app = App::new(&Settings::new(&arxiv));
    app.run(&["run", "--date", "2026-01-09"]).exits(0);
    let changed = app.temp().join("changed.toml");
    std::fs::write(&changed, "name = \"x\"\nexclude_terms = [\"speech recognition\"]\n").unwrap();
    let path = changed.to_str().unwrap();
    let preview = app.json(&["profile", "preview", path]);
    assert_eq!((&preview["days"], &preview["papers"], &preview["let_in_total"]), (&1.into(), &12.into(), &0.into()));
    let out = preview["out"].as_array().unwrap();
    assert_eq!(preview["out_total"], 3, "a quarter of the topics");
    assert!(out.iter().all(|paper| paper["rule"] == "exclude: speech recognition"));
    assert!(app.run(&["profile", "preview", path]).exits(0).stdout.contains("it would take out 3 and let in 0"));
    app.run(&["profile", "preview", "nobody"]).exits(1);
}
