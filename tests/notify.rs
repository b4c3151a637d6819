//! Notifications of headless runs, on a private bus with a listener that shows nothing.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use crate::{
    checks::{Printed, list, number, text},
    support::{
        app::{App, Settings},
        arxiv::Arxiv,
        days::{self, Day, date},
        dbus::Desktop,
    },
};

const DAY: &str = "2026-01-09";

fn day() -> Day {
    Day { date: date(DAY), items: days::invented(1, 40) }
}

#[test]
fn one_notification_for_a_new_day_and_none_for_an_old_one() {
    let (desktop, arxiv) = (Desktop::start(), Arxiv::start(day()));
    let mut app = App::new(&Settings::new(&arxiv));
    app.set("DBUS_SESSION_BUS_ADDRESS", desktop.address());
    app.run(&["run", "--date", DAY, "--notify"]).exits(0);
    let sent = desktop.notifications();
    assert_eq!(sent.len(), 1, "{sent:?}");
    let said = format!("{}\n{}", sent[0].summary, sent[0].body);
    let printed = Printed::of(&app, DAY);
    let recommended = number(&printed.show["counts"], "recommend");
    for wanted in [recommended.to_string(), "40".into(), text(&list(&printed.show, "papers")[0], "title").into()] {
        assert!(said.contains(&wanted), "{wanted:?} is not in {said:?}");
    }
    assert_eq!((sent[0].replaced, sent[0].closed), (0, false));
    assert!(!sent[0].app.is_empty());
    app.run(&["run", "--date", DAY, "--notify"]).exits(0);
    assert_eq!(desktop.notifications().len(), 1, "nothing new, and yet {:?}", desktop.notifications());
}

#[test]
fn none_that_was_not_asked_for() {
    let (desktop, arxiv) = (Desktop::start(), Arxiv::start(day()));
    let mut app = App::new(&Settings::new(&arxiv));
    app.set("DBUS_SESSION_BUS_ADDRESS", desktop.address());
    app.run(&["run", "--date", DAY]).exits(0);
    assert!(desktop.notifications().is_empty(), "{:?}", desktop.notifications());
}

#[test]
fn none_when_it_is_off_or_quiet() {
    let now = Timestamp::now().to_zoned(TimeZone::UTC);
    let at = |hours| now.checked_add(SignedDuration::from_hours(hours)).unwrap().strftime("%H:%M").to_string();
    let quiet = format!("quiet_hours = \"{}-{}\"", at(-1), at(1));
    for change in [quiet.as_str(), "quiet_hours = \"\"\nenabled = false"] {
        let (desktop, arxiv) = (Desktop::start(), Arxiv::start(day()));
        let mut app = App::bare();
        app.write("settings.toml", Settings::new(&arxiv).text().replace("quiet_hours = \"\"", change));
        app.set("DBUS_SESSION_BUS_ADDRESS", desktop.address());
        app.run(&["run", "--date", DAY, "--notify"]).exits(0);
        assert!(desktop.notifications().is_empty(), "{change}: {:?}", desktop.notifications());
    }
}

/// A paper's title is text for a server that says it reads markup, and for one that does so without saying.
#[test]
fn a_title_is_text_whatever_the_server_reads() {
    for (capabilities, ampersand) in [(&["body", "body-markup"][..], "R&amp;D &lt;b&gt;"), (&["body"], "R&D ‹b›")] {
        let mut day = day();
        for item in &mut day.items {
            item.title = format!("R&D <b>{}</b>", item.title);
        }
        let (desktop, arxiv) = (Desktop::with_capabilities(capabilities), Arxiv::start(day));
        let mut app = App::new(&Settings::new(&arxiv));
        app.set("DBUS_SESSION_BUS_ADDRESS", desktop.address());
        app.run(&["run", "--date", DAY, "--notify"]).exits(0);
        let sent = desktop.notifications();
        assert_eq!((sent.len(), desktop.capabilities_asked()), (1, 1));
        assert!(sent[0].body.contains(ampersand), "{:?}", sent[0]);
        assert!(sent[0].actions.is_empty(), "a server without actions is given none");
    }
}

/// The papers above a score are named together in the one notification of the day, the best first.
#[test]
fn papers_above_a_score_are_named_in_one() {
    let arxiv = Arxiv::start(day());
    let scores = App::new(&Settings::new(&arxiv));
    scores.run(&["run", "--date", DAY]).exits(0);
    let papers = Printed::of(&scores, DAY).show;
    let recommended: Vec<_> =
        list(&papers, "papers").iter().filter(|paper| paper["verdict"]["decision"] == "recommend").collect();
    let score = |n: usize| recommended[n]["verdict"]["score"].as_f64().expect("a score");
    assert!(
        score(1) > score(2),
        "{:?}",
        recommended.iter().map(|paper| &paper["verdict"]["score"]).collect::<Vec<_>>()
    );
    let desktop = Desktop::start();
    let mut app = App::bare();
    let change = format!("quiet_hours = \"\"\npapers_above = {}", (score(1) + score(2)) / 2.0);
    app.write("settings.toml", Settings::new(&arxiv).text().replace("quiet_hours = \"\"", &change));
    app.set("DBUS_SESSION_BUS_ADDRESS", desktop.address());
    app.run(&["run", "--date", DAY, "--notify"]).exits(0);
    let sent = desktop.notifications();
    assert_eq!(sent.len(), 1);
    for (n, paper) in recommended.iter().enumerate() {
        assert_eq!(sent[0].body.contains(text(paper, "title")), n < 2, "{n}: {:?}", sent[0]);
    }
}

#[test]
fn a_desktop_without_notifications_is_no_failure() {
    let arxiv = Arxiv::start(day());
    let app = App::new(&Settings::new(&arxiv));
    let outcome = app.run(&["run", "--date", DAY, "--notify"]);
    outcome.exits(0);
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
}
