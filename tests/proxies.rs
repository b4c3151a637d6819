//! Through a proxy: what it is asked for, what is said when it is wrong, and that mending it needs no restart.

use std::net::TcpListener;

use crate::{
    checks::{Printed, check_digest},
    support::{
        app::{App, Settings},
        arxiv::Arxiv,
        days::{self, Day, date},
        engine,
        proxy::{Kind, Proxy},
    },
};

const DAY: &str = "2026-01-09";

/// A host that only the proxy knows.
const HOST: &str = "rss.arxiv.test";

fn day() -> Day {
    Day { date: date(DAY), items: days::invented(1, 12) }
}

/// Settings under which arXiv is at `HOST`, behind a proxy.
fn settings(scheme: &str, proxy: &str) -> String {
    let text = Settings::at(&format!("{scheme}://{HOST}")).text();
    text.replace("proxy = \"none\"", &format!("proxy = \"{proxy}\""))
}

fn app(scheme: &str, proxy: &str) -> App {
    let app = App::bare();
    app.write("settings.toml", settings(scheme, proxy));
    app
}

#[test]
fn a_day_is_fetched_through_http_and_socks5() {
    for (kind, asked) in [
        (Kind::Http, "GET http://rss.arxiv.test/rss/cs.CL+cs.AI+cs.LG"),
        (Kind::HttpWithPassword, "GET http://rss.arxiv.test/rss/cs.CL+cs.AI+cs.LG"),
        (Kind::Socks5, "SOCKS5 rss.arxiv.test:80"),
    ] {
        let arxiv = Arxiv::start(day());
        let proxy = Proxy::start(kind, arxiv.url());
        let app = app("http", &proxy.url());
        app.run(&["run", "--date", DAY]).exits(0);
        check_digest(&Printed::of(&app, DAY), &day());
        assert_eq!(proxy.asked(), [asked], "{kind:?}");
        assert_eq!(arxiv.requests().len(), 1, "{kind:?}: nothing went around the proxy");
    }
}

/// What is behind the tunnel speaks no TLS: the tunnel is made to the right host, nothing readable is sent through it, and
/// what is said names host and proxy.
#[test]
fn https_goes_through_a_tunnel() {
    for (kind, asked) in [(Kind::Http, "CONNECT rss.arxiv.test:443"), (Kind::Socks5, "SOCKS5 rss.arxiv.test:443")] {
        let arxiv = Arxiv::start(day());
        let proxy = Proxy::start(kind, arxiv.url());
        let app = app("https", &proxy.url());
        let outcome = app.run(&["run", "--date", DAY]);
        outcome.exits(1);
        assert_eq!(proxy.asked(), [asked], "{kind:?}");
        assert_eq!(arxiv.requests().len(), 0, "{kind:?}: no request without TLS");
        let said = outcome.stderr.trim_end().lines().last().unwrap_or_default();
        assert!(said.contains(HOST) && said.contains(&proxy.host()), "{kind:?}: {said}");
        assert!(said.contains("network.proxy"), "{kind:?}: {said}");
    }
}

/// The address of a port that nobody listens at.
fn nobody(scheme: &str) -> String {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    format!("{scheme}://{address}")
}

#[test]
fn a_proxy_that_is_wrong_is_named() {
    let arxiv = Arxiv::start(day());
    let locked = Proxy::start(Kind::HttpWithPassword, arxiv.url());
    let without_password = format!("http://{}", locked.host());
    for (scheme, proxy, code, says) in [
        ("http", nobody("http"), 1, "through the proxy 127.0.0.1:"),
        ("https", nobody("http"), 1, "through the proxy 127.0.0.1:"),
        ("http", nobody("socks5h"), 1, "through the proxy 127.0.0.1:"),
        ("http", without_password.clone(), 1, "asks for a name and a password"),
        ("https", without_password, 1, "asks for a name and a password"),
        ("http", "ftp://127.0.0.1:21".into(), 2, "network.proxy"),
    ] {
        let app = app(scheme, &proxy);
        let outcome = app.run(&["run", "--date", DAY]);
        eprintln!("{scheme} {proxy}: {}", outcome.stderr.trim_end().lines().last().unwrap_or_default());
        outcome.exits(code);
        assert!(outcome.stderr.contains(says) && outcome.stderr.contains("network.proxy"), "{}", outcome.stderr);
        assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
        app.run(&["show", "--date", DAY]).exits(1);
    }
    assert_eq!(arxiv.requests().len(), 0);
}

#[test]
fn a_proxy_is_mended_without_a_restart() {
    let arxiv = Arxiv::start(day());
    let proxy = Proxy::start(Kind::Http, arxiv.url());
    let app = app("http", &nobody("http"));
    let engine = engine::open(&app);
    let run = || engine::run(&engine, date(DAY));
    let error = run().unwrap_err();
    assert!(error.message.contains("through the proxy") && error.what_to_do.contains("network.proxy"), "{error:?}");
    engine.set("network.proxy", &format!("\"{}\"", proxy.url())).unwrap();
    let done = run().unwrap();
    assert!(done.closed && done.tally.announced == 12, "{done:?}");
    assert_eq!(proxy.asked().len(), 1);
}
