//! The support itself, where a fault in it would make other tests pass for no reason.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use crate::support::{
    arxiv::{Arxiv, Fault},
    days::{self, Day, Kind},
    until,
};

/// Head, body and how the connection ended.
type Answer = (String, Vec<u8>, std::io::Result<usize>);

fn get(arxiv: &Arxiv, path: &str, headers: &str) -> Answer {
    get_within(Duration::from_secs(15), arxiv, path, headers)
}

fn get_within(limit: Duration, arxiv: &Arxiv, path: &str, headers: &str) -> Answer {
    let host = arxiv.url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(limit)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n").unwrap();
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes);
    let at = bytes.windows(4).position(|w| w == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
    (String::from_utf8_lossy(&bytes[..at]).to_lowercase(), bytes[at..].to_vec(), end)
}

#[test]
fn the_fake_arxiv_lists_like_the_real_one() {
    let day = Day { date: days::date("2026-01-09"), items: days::invented(1, 6) }
        .with_revisions(&days::invented(900, 2), Kind::Replace);
    let arxiv = Arxiv::start(day);
    let (head, body, _) = get(&arxiv, "/rss/cs.CL+cs.IR", "");
    let body = String::from_utf8(body).unwrap();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    for wanted in [
        "<title>cs.CL, cs.IR updates on arXiv.org</title>",
        "<pubDate>Fri, 09 Jan 2026 00:00:00 -0500</pubDate>",
        "<lastBuildDate>Fri, 09 Jan 2026 05:00:02 +0000</lastBuildDate>",
        "oai:arXiv.org:2601.00001v1",
        "Announce Type: cross \nAbstract: Large",
        "<arxiv:announce_type>replace-cross</arxiv:announce_type>",
        "oai:arXiv.org:2601.00900v2",
    ] {
        assert!(body.contains(wanted), "{wanted} is not in {body}");
    }
    let count = |path: &str| String::from_utf8(get(&arxiv, path, "").1).unwrap().matches("oai:arXiv.org").count();
    assert_eq!((count("/rss/cs"), count("/atom/cs.CL"), count("/atom/math")), (8, 3, 0));
    let tag = head.lines().find_map(|l| l.strip_prefix("etag: ")).unwrap().to_owned();
    assert!(get(&arxiv, "/rss/cs.CL+cs.IR", &format!("If-None-Match: {tag}\r\n")).0.starts_with("http/1.1 304"));
    let (head, zipped, _) = get(&arxiv, "/rss/cs.CL+cs.IR", "Accept-Encoding: gzip\r\n");
    assert!(head.contains("content-encoding: gzip"), "{head}");
    let mut text = String::new();
    flate2::read::GzDecoder::new(&zipped[..]).read_to_string(&mut text).unwrap();
    assert_eq!(text, body);
    let log = arxiv.requests();
    assert_eq!((log.len(), log[1].status, log[4].header("if-none-match")), (6, Some(200), Some(tag.as_str())));
}

/// The names of all elements of a document.
fn elements(xml: &[u8]) -> std::collections::BTreeSet<String> {
    let mut reader = quick_xml::Reader::from_reader(xml);
    let (mut names, mut buffer) = (std::collections::BTreeSet::new(), Vec::new());
    loop {
        match reader.read_event_into(&mut buffer).expect("XML") {
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                names.insert(tag.name().as_ref().to_owned());
            }
            quick_xml::events::Event::Eof => return names,
            _ => {}
        }
        buffer.clear();
    }
}

#[test]
fn the_second_sources_of_the_fake_are_shaped_like_the_recorded_ones() {
    let Some(data) = crate::support::real_data("the second sources") else { return };
    let recorded = |file: &str| elements(&std::fs::read(data.join(file)).unwrap());
    let arxiv = Arxiv::start(Day { date: days::date("2026-01-09"), items: days::invented(1, 5) });
    arxiv.page(2);
    for (path, original) in [
        ("/api/query?id_list=2601.00001", "arxiv-api/CrSamson+brevio-ai__arxiv_cs_lg.xml__ca0d820c.xml"),
        ("/api/query?id_list=abc", "arxiv-api/lukasschwab+arxiv.py__id_abc_s0_m100_b79c8dcf6bc3__eb5ed1e1.xml"),
        ("/oai?verb=ListRecords&metadataPrefix=arXiv&from=2026-01-09&set=cs", "arxiv-oai/cs-chain-001.xml"),
        (
            "/oai?verb=GetRecord&metadataPrefix=arXivRaw&identifier=oai:arXiv.org:2601.00001",
            "arxiv-oai/internetarchive+fatcat__arxivraw_1810.09584.xml__55ce381f.xml",
        ),
        (
            "/oai?verb=GetRecord&metadataPrefix=arXiv&identifier=oai:arXiv.org:9999.9999",
            "arxiv-oai/inveniosoftware+invenio__response_export_arxiv_zero.xml__1bccdeae.xml",
        ),
    ] {
        let ours = elements(&get(&arxiv, path, "").1);
        let theirs = recorded(original);
        assert!(ours.is_subset(&theirs), "{path}: {:?} is not in {original}", ours.difference(&theirs));
        assert!(ours.len() > 3, "{path}: {ours:?}");
    }
}

#[test]
fn the_fake_arxiv_fails_as_told() {
    let arxiv = Arxiv::start(Day { date: days::date("2026-01-09"), items: days::invented(1, 20) });
    arxiv.script([
        Fault::None,
        Fault::Status(429, Some("7")),
        Fault::CaptivePortal,
        Fault::Cut,
        Fault::Blank,
        Fault::Huge(3_000_000),
        Fault::Reset,
    ]);
    let next = || get(&arxiv, "/rss/cs", "");
    let whole = next();
    assert!(whole.1.ends_with(b"</rss>\n"));
    let many = next();
    assert!(many.0.starts_with("http/1.1 429") && many.0.contains("retry-after: 7"), "{}", many.0);
    assert!(next().1.starts_with(b"<!DOCTYPE html>"));
    let cut = next();
    assert!(cut.0.contains("200 ok") && !cut.1.ends_with(b"</rss>\n") && whole.1.starts_with(&cut.1));
    assert!(next().1.is_empty());
    assert!(next().1.len() >= 3_000_000);
    let reset = next();
    assert!(!reset.1.ends_with(b"</rss>\n") && reset.1.len() > 100, "{reset:?}");
    assert!(reset.2.is_err() || !reset.1.ends_with(b"0\r\n\r\n"), "neither reset nor cut off");
    assert!(next().1.ends_with(b"</rss>\n"));
}

#[test]
fn the_fake_arxiv_takes_its_time() {
    let arxiv = Arxiv::start(Day { date: days::date("2026-01-09"), items: days::invented(1, 1) });
    let log = |n: usize| arxiv.requests().get(n).cloned();
    arxiv.script([Fault::Hang, Fault::Slow(Duration::from_millis(1))]);
    std::thread::scope(|scope| {
        let hanging = scope.spawn(|| get_within(Duration::from_millis(400), &arxiv, "/rss/cs", ""));
        until("the request", Duration::from_secs(5), || log(0));
        assert_eq!(log(0).unwrap().status, None);
        assert!(hanging.join().unwrap().2.is_err(), "a hanging request was answered");
    });
    let start = Instant::now();
    // Each byte is a chunk of its own.
    assert!(get(&arxiv, "/rss/cs", "").1.ends_with(b"1\r\n>\r\n1\r\n\n\r\n0\r\n\r\n"));
    let bytes = get(&arxiv, "/rss/cs", "").1.len() as u64;
    assert!(start.elapsed() > Duration::from_millis(bytes), "one byte per millisecond of {bytes}");
    assert!(log(1).unwrap().at - log(0).unwrap().at >= Duration::from_millis(300));
    assert_eq!(arxiv.connections(), 3);
}

#[cfg(target_os = "linux")]
#[test]
fn the_desktop_remembers_and_clicks() {
    use std::collections::HashMap;

    use futures::StreamExt as _;
    use zbus::{connection::Builder, message::Type, zvariant::Value};

    use crate::support::{dbus::Desktop, runtime};

    const NAME: Option<&str> = Some("org.freedesktop.Notifications");
    const PATH: &str = "/org/freedesktop/Notifications";
    let desktop = Desktop::start();
    let said = runtime().block_on(async {
        let connection = Builder::address(desktop.address()).unwrap().build().await.unwrap();
        let mut heard = zbus::MessageStream::from(&connection);
        let rule = zbus::MatchRule::builder().msg_type(Type::Signal).path(PATH).unwrap().build();
        zbus::fdo::DBusProxy::new(&connection).await.unwrap().add_match_rule(rule).await.unwrap();
        let mut ids = Vec::new();
        for (replaces, body) in [(0_u32, "one"), (0, "two"), (1, "one again")] {
            let hints = HashMap::from([("urgency", Value::U8(1))]);
            let message = ("app", replaces, "icon", "Summary", body, vec!["default", "Open"], hints, -1_i32);
            let answer = connection.call_method(NAME, PATH, NAME, "Notify", &message).await.unwrap();
            ids.push(answer.body().deserialize::<u32>().unwrap());
        }
        assert_eq!(ids, [1, 2, 1]);
        connection.call_method(NAME, PATH, NAME, "CloseNotification", &2_u32).await.unwrap();
        let sent = desktop.notifications();
        let me = connection.unique_name().unwrap().as_str();
        for n in &sent {
            assert_eq!((n.app.as_str(), n.summary.as_str(), n.expires, n.sender.as_str()), ("app", "Summary", -1, me));
            assert_eq!(
                (&n.actions[..], &n.hints[..]),
                (&["default".to_owned(), "Open".into()][..], &["urgency".to_owned()][..])
            );
        }
        let seen: Vec<_> = sent.iter().map(|n| (n.id, n.body.as_str(), n.replaced, n.closed)).collect();
        assert_eq!(seen, [(2, "two", 0, true), (1, "one again", 1, false)]);
        assert!(sent[0].at < sent[1].at);
        // The click is what the sender hears.
        let clicked = async {
            while let Some(Ok(message)) = heard.next().await {
                if message.header().member().is_some_and(|member| member == "ActionInvoked") {
                    return message.body().deserialize::<(u32, String)>().unwrap();
                }
            }
            panic!("the bus is gone")
        };
        let (clicked, ()) = tokio::join!(tokio::time::timeout(Duration::from_secs(10), clicked), async {
            tokio::task::block_in_place(|| {
                std::thread::scope(|s| s.spawn(|| desktop.click(1, "default")).join().unwrap())
            });
        });
        assert_eq!(clicked.expect("the click is heard"), (1, "default".to_owned()));
        me.to_owned()
    });
    until("the sender is gone", Duration::from_secs(5), || (!desktop.connected(&said)).then_some(()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_window_can_be_driven() {
    use crate::support::{app::App, window::Window};
    let Some(browser) = ["x86_64", "aarch64"]
        .map(|machine| format!("/usr/lib/{machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser"))
        .into_iter()
        .find(|path| std::path::Path::new(path).exists())
    else {
        eprintln!("SKIPPED a_window_can_be_driven: no MiniBrowser");
        return;
    };
    let app = App::bare();
    let page = app.temp().join("page.html");
    std::fs::write(&page, "<p id=a onclick='this.innerText=\"clicked\"'>Hello</p>").unwrap();
    let window = Window::open_browser("a_window_can_be_driven", &app, &browser, &["--automation".into()], (800, 600));
    window.goto(&format!("file://{}", page.display()));
    assert_eq!(window.see("#a"), "Hello");
    window.click("#a");
    assert_eq!(window.texts("p"), ["clicked"]);
    let picture = app.temp().join("picture.png");
    window.screenshot(&picture).unwrap();
    assert!(std::fs::metadata(picture).unwrap().len() > 500);
}
