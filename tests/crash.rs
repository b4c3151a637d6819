//! kill -9 in the middle: what was acknowledged is kept, and the day completes.

use std::{collections::BTreeSet, time::Duration};

use crate::{
    checks::{Printed, check_digest, database},
    support::{
        app::{App, Judge, Settings},
        arxiv::Arxiv,
        days::{self, Day, date},
        model::{Model, Script},
        until,
    },
};

const DAY: &str = "2026-01-09";
const LIMIT: Duration = Duration::from_secs(60);

fn check_database(app: &App) {
    let connection = rusqlite::Connection::open(database(app)).unwrap();
    let said: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(said, "ok");
}

#[test]
fn no_answer_that_had_arrived_is_asked_for_again() {
    const PAPERS: usize = 12;
    // Answers come in pairs, 1.5 s apart: half of that after one there is none under way, and what came has been stored.
    let latency = Duration::from_millis(1_500);
    let check = |answers: usize| {
        let day = Day { date: date(DAY), items: days::invented(1, PAPERS as u32) };
        let arxiv = Arxiv::start(day.clone());
        let model = Model::spawn(Script::new().latency(latency));
        let url = model.base_url();
        let judge = Judge::Model { url: &url, concurrency: 2, timeout_seconds: 20 };
        let app = App::new(&Settings { judge, ..Settings::new(&arxiv) });
        let delivered = || -> BTreeSet<String> {
            let requests = model.requests().into_iter();
            requests.filter(|request| request.delivered).filter_map(|request| request.paper).collect()
        };
        let run = app.start(&["run", "--date", DAY]);
        until("the model is asked", LIMIT, || (model.calls() > 0 && delivered().len() >= answers).then_some(()));
        std::thread::sleep(latency / 2);
        let kept = delivered();
        let killed = run.kill();
        assert_eq!(killed.code, None, "it ended before it was killed: {killed:?}");
        let before = model.calls();

        // What is there may be shown, but not as a finished day.
        let shown = app.run(&["--json", "show", "--date", DAY]);
        if shown.code == Some(0) {
            let shown: serde_json::Value = serde_json::from_str(&shown.stdout).unwrap();
            assert_eq!(shown["complete"], false, "after {answers} answers");
        } else {
            shown.exits(1);
        }

        app.run(&["run", "--date", DAY]).exits(0);
        let printed = Printed::of(&app, DAY);
        check_digest(&printed, &day);
        check_database(&app);
        let again: Vec<String> = model.requests()[before..].iter().filter_map(|r| r.paper.clone()).collect();
        let asked: BTreeSet<String> = again.iter().cloned().collect();
        assert_eq!(asked.len(), again.len(), "after {answers} answers, one paper was asked for twice: {again:?}");
        let wanted: BTreeSet<String> = day.ids().into_iter().filter(|id| !kept.contains(id)).collect();
        assert_eq!(asked, wanted, "after {answers} answers");
        assert!(printed.rules("failed").is_empty());
        kept.len()
    };
    // At the same time: each waits most of the while.
    let kept: Vec<usize> = std::thread::scope(|scope| {
        let checks: Vec<_> = [0, 1, 5, PAPERS - 1, PAPERS].map(|answers| scope.spawn(move || check(answers))).into();
        checks.into_iter().map(|check| check.join().expect("no failed check")).collect()
    });
    assert!(
        kept[0] < kept[1] && kept[1] < kept[2] && kept[2] < kept[3],
        "the kills came at different points: {kept:?}"
    );
    assert_eq!(kept[4], PAPERS, "the last kill came while the trends were named");
}

#[test]
fn a_run_killed_anywhere_completes_later() {
    let day = Day { date: date(DAY), items: days::invented(1, 300) };
    let arxiv = Arxiv::start(day.clone());
    let app = App::new(&Settings::new(&arxiv));
    for milliseconds in [0, 5, 10, 20, 30, 45, 60, 90, 120, 160, 220, 300] {
        let run = app.start(&["run", "--date", DAY]);
        std::thread::sleep(Duration::from_millis(milliseconds));
        run.kill();
    }
    app.run(&["run", "--date", DAY]).exits(0);
    check_digest(&Printed::of(&app, DAY), &day);
    check_database(&app);
}
