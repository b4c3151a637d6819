//! The support itself, where a fault in it would make other tests pass for no reason.

use std::{io::{Read as _, Write as _}, net::TcpStream, time::Duration};

use crate::support::{arxiv::{Arxiv, Fault}, days::{self, Day, Kind}};

fn get(arxiv: &Arxiv, path: &str, headers: &str) -> (String, Vec<u8>, std::io::Result<usize>) {
    let host = arxiv.url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
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

#[cfg(target_os = "linux")]
#[test]
fn the_desktop_remembers_and_clicks() {
    use crate::support::dbus::Desktop;
    let desktop = Desktop::start();
    let send = std::process::Command::new("dbus-send")
        .args([&format!("--bus={}", desktop.address()), "--print-reply", "--dest=org.freedesktop.Notifications"])
        .args(["/org/freedesktop/Notifications", "org.freedesktop.Notifications.Notify", "string:app", "uint32:0"])
        .args(["string:", "string:Summary", "string:Body", "array:string:default,Open", "dict:string:string:a,b", "int32:-1"])
        .output()
        .unwrap();
    // dbus-send cannot write a{sv}; the refusal itself shows that the listener is there with the right signature.
    let said = String::from_utf8_lossy(&send.stderr).into_owned();
    assert!(said.contains("InvalidArgs") || said.contains("Signature"), "{said}");
    desktop.click(1, "default");
    assert!(desktop.notifications().is_empty() && !desktop.connected(":1.999"));
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
