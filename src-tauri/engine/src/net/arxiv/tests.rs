use std::{
    io::Write as _,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use flate2::{Compression, write::GzEncoder};
use jiff::tz::TimeZone;
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use super::*;

/// What one request gets.
#[derive(Clone)]
enum Act {
    /// These bytes, and the connection stays open.
    Send(Vec<u8>),
    /// These bytes, one per pause.
    Drip(Vec<u8>, Duration),
    /// These bytes, and then the connection is reset.
    Reset(Vec<u8>),
    Hang,
}

/// A server of a script: the n-th request gets the n-th act, the last one for ever.
struct Server {
    url: Url,
    log: Arc<Mutex<Vec<(Instant, String)>>>,
    connections: Arc<Mutex<usize>>,
}

impl Server {
    async fn of(acts: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}/rss/cs", listener.local_addr().unwrap())).unwrap();
        let (log, connections) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(0)));
        let (told, counted) = (Arc::clone(&log), Arc::clone(&connections));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *counted.lock().unwrap() += 1;
                tokio::spawn(serve(stream, Arc::clone(&told), acts.clone()));
            }
        });
        Self { url, log, connections }
    }

    fn heads(&self) -> Vec<String> {
        self.log.lock().unwrap().iter().map(|(_, head)| head.clone()).collect()
    }
}

async fn serve(mut stream: TcpStream, log: Arc<Mutex<Vec<(Instant, String)>>>, acts: Vec<Act>) {
    while let Some(head) = head(&mut stream).await {
        let act = {
            let mut log = log.lock().unwrap();
            log.push((Instant::now(), head));
            acts[(log.len() - 1).min(acts.len() - 1)].clone()
        };
        match act {
            Act::Send(bytes) => stream.write_all(&bytes).await.unwrap_or_default(),
            Act::Drip(bytes, pause) => {
                for byte in bytes {
                    tokio::time::sleep(pause).await;
                    if stream.write_all(&[byte]).await.is_err() {
                        return;
                    }
                }
            }
            Act::Reset(bytes) => {
                stream.write_all(&bytes).await.unwrap_or_default();
                tokio::time::sleep(Duration::from_millis(50)).await;
                stream.set_zero_linger().unwrap();
                return;
            }
            Act::Hang => std::future::pending().await,
        }
    }
}

/// The head of a request in lower case, or None at the end of the connection.
async fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    Some(String::from_utf8_lossy(&head).to_lowercase())
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Act {
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
    Act::Send([head.into_bytes(), body.to_vec()].concat())
}

fn ok(headers: &str, body: &[u8]) -> Act {
    answer("200 OK", headers, body)
}

const FEED: &[u8] = b"<rss><channel></channel></rss>\n";

/// A clock that is put forward by hand.
struct Hand(Mutex<Timestamp>);

impl Hand {
    fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new("2026-01-09T12:00:00Z".parse().unwrap())))
    }

    fn forward(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap();
        *now = now.saturating_add(by).unwrap();
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::UTC
    }
}

/// A data folder, and the clients on it: each is what a new process would be.
struct Folder(TempDir, Arc<Hand>);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap(), Hand::new())
    }

    fn client_with(&self, server: &Url, seconds: f64, proxy: &str, limits: Limits) -> Arxiv {
        let mut settings = Settings::default();
        settings.arxiv.rss_url = server.join("/").unwrap();
        settings.arxiv.min_interval_seconds = seconds;
        settings.network.proxy = proxy.to_owned();
        Arxiv::with(&settings, self.0.path().join("arxiv.pace"), self.1.clone(), limits).unwrap()
    }

    fn client(&self, server: &Server) -> Arxiv {
        self.client_with(&server.url, 0.0, "none", Limits::default())
    }
}

#[tokio::test]
async fn a_request_names_the_app_and_takes_gzip() {
    let server = Server::of(vec![ok("", FEED)]).await;
    let folder = Folder::new();
    assert_eq!(folder.client(&server).get(&server.url).await.unwrap(), FEED);
    let head = &server.heads()[0];
    let name = concat!("user-agent: arxiv-llm-daily/", env!("CARGO_PKG_VERSION"));
    for line in [name, "accept-encoding: gzip", "get /rss/cs http/1.1"] {
        assert!(head.contains(line), "{line} is not in {head}");
    }
    assert!(!head.contains("if-none-match") && !head.contains("if-modified-since"), "{head}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_are_spaced_across_tasks_clients_and_restarts() {
    const GAP: f64 = 0.2;
    // One of the requests is redirected, one fails, one is cancelled: all count.
    let acts = vec![
        ok("", FEED),
        answer("302 Found", "location: /rss/math\r\n", b""),
        ok("", FEED),
        Act::Reset(vec![]),
        Act::Hang,
    ];
    let server = Server::of([acts, vec![ok("", FEED); 3]].concat()).await;
    let folder = Folder::new();
    for _ in 0..2 {
        let client = folder.client_with(&server.url, GAP, "none", Limits::default());
        let _ = client.get(&server.url).await;
    }
    let client = folder.client_with(&server.url, GAP, "none", Limits::default());
    assert!(client.get(&server.url).await.is_err());
    assert!(tokio::time::timeout(Duration::from_millis(400), client.get(&server.url)).await.is_err());
    let (one, two) = (&folder.client_with(&server.url, GAP, "none", Limits::default()), &client);
    let (a, b, c) = tokio::join!(one.get(&server.url), two.get(&server.url), one.get(&server.url));
    assert!(a.is_ok() && b.is_ok() && c.is_ok());
    let log = server.log.lock().unwrap();
    let gaps: Vec<f64> = log.windows(2).map(|pair| (pair[1].0 - pair[0].0).as_secs_f64()).collect();
    assert_eq!(gaps.len(), 7, "{log:?}");
    assert!(gaps.iter().all(|gap| *gap >= GAP), "{gaps:?}");
}

#[tokio::test]
async fn one_connection_serves_many_requests() {
    let server = Server::of(vec![ok("", FEED)]).await;
    let folder = Folder::new();
    let client = folder.client(&server);
    for _ in 0..5 {
        client.get(&server.url).await.unwrap();
    }
    assert_eq!((server.heads().len(), *server.connections.lock().unwrap()), (5, 1));
}

#[test]
fn other_hosts_than_this_machine_wait_three_seconds_and_more() {
    let folder = Folder::new();
    let url = |text: &str| Url::parse(text).unwrap();
    for (seconds, address, least, most) in [
        (0.0, "https://rss.arxiv.org/rss/cs", 3.0, 3.5),
        (3.5, "https://export.arxiv.org/api/query", 3.5, 4.1),
        (10.0, "https://oaipmh.arxiv.org/oai", 10.0, 11.6),
        (0.0, "http://127.0.0.1:9/rss/cs", 0.0, 0.0),
    ] {
        let client = folder.client_with(&url("http://127.0.0.1:9/"), seconds, "none", Limits::default());
        for _ in 0..100 {
            let waits = client.interval(&url(address)).as_secs_f64();
            assert!((least..=most).contains(&waits), "{address}: {waits}");
        }
    }
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let tags = "etag: W/\"x y\"\r\nlast-modified: Fri, 09 Jan 2026 05:00:00 GMT\r\n";
    let unchanged = Act::Send(b"HTTP/1.1 304 Not Modified\r\netag: W/\"x y\"\r\n\r\n".to_vec());
    let server =
        Server::of(vec![ok(tags, FEED), unchanged.clone(), unchanged.clone(), ok(tags, FEED), unchanged]).await;
    let folder = Folder::new();
    let asked_with_tags = |n: usize| {
        let head = server.heads()[n].clone();
        head.contains("if-none-match: w/\"x y\"") && head.contains("if-modified-since: fri, 09 jan 2026 05:00:00 gmt")
    };
    for n in 0..3 {
        // A new process each time: the body is on disk.
        assert_eq!(folder.client(&server).get(&server.url).await.unwrap(), FEED);
        assert_eq!(asked_with_tags(n), n > 0, "request {n}");
    }
    // Eight days after the body was fetched it is fetched again, although it was confirmed in between.
    folder.1.forward(SignedDuration::from_hours(8 * 24));
    assert_eq!(folder.client(&server).get(&server.url).await.unwrap(), FEED);
    assert!(!asked_with_tags(3));
    assert_eq!(folder.client(&server).get(&server.url).await.unwrap(), FEED);
    assert!(asked_with_tags(4));
}

#[tokio::test]
async fn not_modified_for_ever_is_no_feed() {
    let server = Server::of(vec![Act::Send(b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec())]).await;
    let folder = Folder::new();
    for _ in 0..2 {
        let error = folder.client(&server).get(&server.url).await.unwrap_err();
        assert_eq!(error.code, Code::Unavailable);
        assert!(error.message.contains("nothing is here"), "{error}");
    }
}

#[tokio::test]
async fn half_a_feed_and_a_hotels_page_are_not_kept() {
    let tags = "etag: \"1\"\r\nlast-modified: Fri, 09 Jan 2026 05:00:00 GMT\r\n";
    let server =
        Server::of(vec![ok(tags, b"<!DOCTYPE html><html></html>"), ok(tags, b"<rss><chan"), ok(tags, FEED)]).await;
    let folder = Folder::new();
    for _ in 0..3 {
        folder.client(&server).get(&server.url).await.unwrap();
    }
    assert!(server.heads().iter().all(|head| !head.contains("if-")), "{:?}", server.heads());
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut zip = GzEncoder::new(Vec::new(), Compression::best());
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap()
}

#[tokio::test]
async fn bodies_are_unpacked_within_bounds() {
    const PACKED: &str = "content-encoding: gzip\r\n";
    let check = async |act: Act, expected: std::result::Result<&[u8], &str>| {
        let server = Server::of(vec![act]).await;
        let folder = Folder::new();
        let client = folder.client_with(&server.url, 0.0, "none", Limits { bytes: 1 << 20, ..Limits::default() });
        match (client.get(&server.url).await, expected) {
            (Ok(body), Ok(expected)) => assert_eq!(body, expected),
            (Err(error), Err(says)) => assert!(error.message.contains(says), "{error}"),
            (got, expected) => panic!("{got:?} instead of {expected:?}"),
        }
    };
    let text = b"the quick brown fox <jumps> over the lazy dog\n".repeat(2_000);
    check(ok(PACKED, &gzip(FEED)), Ok(FEED)).await;
    // Some real text repeats itself; 46 bytes, two thousand times, still is below the free size.
    check(ok(PACKED, &gzip(&text[..60_000])), Ok(&text[..60_000])).await;
    check(ok(PACKED, &gzip(&vec![b' '; 900 * 1024])), Err("packed more than 100 times")).await;
    check(ok(PACKED, &gzip(&vec![b' '; 5 << 20])), Err("packed more than 100 times")).await;
    check(ok("", &vec![b' '; (1 << 20) + 1]), Err("more than 1 MiB")).await;
    let mut noise = fastrand::Rng::with_seed(1);
    let noise: Vec<u8> = std::iter::repeat_with(|| b"abcdefgh"[noise.usize(..8)]).take(5 << 18).collect();
    check(ok(PACKED, &gzip(&noise)), Err("more than 1 MiB")).await;
    check(ok(PACKED, b"not gzip"), Err("cannot be unpacked")).await;
    check(ok(PACKED, &gzip(FEED)[..20]), Err("cannot be unpacked")).await;
    check(ok("content-encoding: br\r\n", FEED), Err("cannot be unpacked")).await;
}

#[test]
fn both_forms_of_retry_after() {
    let now: Timestamp = "2026-01-09T12:00:00Z".parse().unwrap();
    let seconds = SignedDuration::from_secs;
    for (asked, wait) in [
        ("120", Some(seconds(120))),
        (" 0 ", Some(seconds(0))),
        ("Fri, 09 Jan 2026 12:05:00 GMT", Some(seconds(300))),
        // The older form of a date.
        ("Friday, 09-Jan-26 12:05:00 GMT", Some(seconds(300))),
        ("315360000", Some(seconds(315_360_000))),
        ("99999999999999999999999", Some(A_DAY)),
        ("Fri, 09 Jan 2026 11:00:00 GMT", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
        ("Fri, 99 Jan 2026 12:05:00 GMT", None),
    ] {
        assert_eq!(retry_after(asked, now), wait, "{asked:?}");
    }
}

#[tokio::test]
async fn nothing_is_sent_in_a_pause() {
    let minutes = SignedDuration::from_mins;
    for (status, headers, pause, code) in [
        ("429 Too Many Requests", "", minutes(10), Code::Unavailable),
        ("429 Too Many Requests", "retry-after: 90\r\n", SignedDuration::from_secs(90), Code::Unavailable),
        ("429 Too Many Requests", "retry-after: Fri, 09 Jan 2026 12:30:00 GMT\r\n", minutes(30), Code::Unavailable),
        ("429 Too Many Requests", "retry-after: 315360000\r\n", A_DAY, Code::Unavailable),
        ("429 Too Many Requests", "retry-after: whenever\r\n", minutes(10), Code::Unavailable),
        ("503 Service Unavailable", "", minutes(10), Code::Unavailable),
        ("502 Bad Gateway", "", minutes(10), Code::Unavailable),
        ("403 Forbidden", "", A_DAY, Code::Refused),
        ("403 Forbidden", "retry-after: 1\r\n", A_DAY, Code::Refused),
    ] {
        let server = Server::of(vec![answer(status, headers, b"Rate exceeded."), ok("", FEED)]).await;
        let folder = Folder::new();
        let first = folder.client(&server).get(&server.url).await.unwrap_err();
        assert_eq!(first.code, code, "{status} {headers}");
        let until = folder.1.now().checked_add(pause).unwrap();
        let told = until.strftime("%Y-%m-%d %H:%M:%S").to_string();
        assert!(first.what_to_do.contains(&told), "{}", first.what_to_do);
        assert_eq!(Arxiv::waits_until(&folder.0.path().join("arxiv.pace"), folder.1.now()), Some(until));
        // Another process, a moment before the end: nothing is sent, and it says until when.
        folder.1.forward(pause - SignedDuration::from_secs(1));
        let second = folder.client(&server).get(&server.url).await.unwrap_err();
        assert_eq!(second.code, code, "{status} {headers}");
        assert!(second.message.starts_with("Nothing was asked") && second.message.contains(&told), "{second}");
        assert_eq!(server.heads().len(), 1, "{status} {headers}");
        folder.1.forward(SignedDuration::from_secs(1));
        assert_eq!(folder.client(&server).get(&server.url).await.unwrap(), FEED, "{status} {headers}");
        assert_eq!(Arxiv::waits_until(&folder.0.path().join("arxiv.pace"), folder.1.now()), None);
    }
}

#[tokio::test]
async fn pauses_double_up_to_six_hours_and_begin_anew_after_an_answer() {
    let no = answer("503 Service Unavailable", "", b"");
    let server = Server::of([vec![no.clone(); 8], vec![ok("", FEED), no]].concat()).await;
    let folder = Folder::new();
    let mut pauses = Vec::new();
    for _ in 0..10 {
        if folder.client(&server).get(&server.url).await.is_err() {
            let until = Arxiv::waits_until(&folder.0.path().join("arxiv.pace"), folder.1.now()).unwrap();
            let pause = until.duration_since(folder.1.now());
            pauses.push(pause.as_mins());
            folder.1.forward(pause);
        }
    }
    assert_eq!(pauses, [10, 20, 40, 80, 160, 320, 360, 360, 10]);
}

#[tokio::test]
async fn every_host_has_its_own_pause() {
    let arxiv = Server::of(vec![answer("429 Too Many Requests", "", b"")]).await;
    let journal = Server::of(vec![ok("", FEED)]).await;
    let folder = Folder::new();
    let client = folder.client(&arxiv);
    assert!(client.get(&arxiv.url).await.is_err());
    assert_eq!(client.get(&journal.url).await.unwrap(), FEED);
    // All of arXiv's hosts are one.
    for host in ["https://arxiv.org/html/1", "https://export.arxiv.org/api/query", "https://oaipmh.arxiv.org/oai"] {
        let error = client.get(&Url::parse(host).unwrap()).await.unwrap_err();
        assert!(error.message.starts_with("Nothing was asked"), "{error}");
    }
}

#[tokio::test]
async fn what_takes_too_long_or_breaks_off_is_told() {
    let limits = Limits {
        connect: Duration::from_millis(300),
        idle: Duration::from_millis(300),
        whole: Duration::from_millis(900),
        ..Limits::default()
    };
    let long = |pause| {
        Act::Drip(format!("HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{}", "x".repeat(999)).into_bytes(), pause)
    };
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n<rss>".to_vec();
    for (name, act, says) in [
        ("silence", Act::Hang, "in time"),
        ("a byte now and then", long(Duration::from_millis(20)), "in time"),
        ("a pause in the middle", long(Duration::from_millis(400)), "in time"),
        ("reset mid-body", Act::Reset(half), "broke off"),
        ("no HTTP", Act::Reset(b"SSH-2.0-OpenSSH\r\n\r\n".to_vec()), "broke off"),
    ] {
        let server = Server::of(vec![act, ok("", FEED)]).await;
        let folder = Folder::new();
        let start = Instant::now();
        // What breaks off is not to be taken for slow on a machine that is.
        let limits = if says == "in time" { limits } else { Limits::default() };
        let client = folder.client_with(&server.url, 0.0, "none", limits);
        let error = client.get(&server.url).await.unwrap_err();
        assert_eq!(error.code, Code::Offline, "{name}: {error}");
        assert!(error.message.contains(says), "{name}: {error}");
        assert!(start.elapsed() < Duration::from_secs(10), "{name}: {:?}", start.elapsed());
        // Recovers without a restart.
        assert_eq!(client.get(&server.url).await.unwrap(), FEED, "{name}");
    }
    // A machine that does not take the connection: its queue is full.
    let full = tokio::net::TcpSocket::new_v4().unwrap();
    full.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let full = full.listen(1).unwrap();
    let address = full.local_addr().unwrap();
    let waiting: Vec<_> = (0..8).map(|_| tokio::spawn(TcpStream::connect(address))).collect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let (folder, start) = (Folder::new(), Instant::now());
    let url = Url::parse(&format!("http://{address}/rss/cs")).unwrap();
    let error = folder.client_with(&url, 0.0, "none", limits).get(&url).await.unwrap_err();
    assert!(error.code == Code::Offline && error.message.contains("in time"), "{error}");
    assert!(start.elapsed() >= limits.connect, "{:?}", start.elapsed());
    waiting.iter().for_each(tokio::task::JoinHandle::abort);
    let folder = Folder::new();
    let secure = Server::of(vec![Act::Reset(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec())]).await;
    let secure = Url::parse(&secure.url.as_str().replace("http://", "https://")).unwrap();
    for address in [secure.as_str(), "http://nothing.invalid/rss/cs", "http://192.0.2.1/rss/cs"] {
        let address = Url::parse(address).unwrap();
        let error = folder.client_with(&address, 0.0, "none", limits).get(&address).await.unwrap_err();
        assert_eq!(error.code, Code::Offline, "{address}: {error}");
    }
    let defaults = Limits::default();
    let seconds = [defaults.connect, defaults.idle, defaults.whole].map(|limit| limit.as_secs());
    assert_eq!((seconds, defaults.bytes), ([10, 30, 60], 10 << 20));
}

#[tokio::test]
async fn redirections_end() {
    let server = Server::of(vec![answer("301 Moved Permanently", "location: /rss/cs\r\n", b"")]).await;
    let folder = Folder::new();
    let error = folder.client(&server).get(&server.url).await.unwrap_err();
    assert!(error.message.contains("without an end"), "{error}");
    assert_eq!(server.heads().len(), HOPS + 1);
    let server = Server::of(vec![answer("302 Found", "location: file:///etc/passwd\r\n", b"")]).await;
    assert_eq!(folder.client(&server).get(&server.url).await.unwrap_err().code, Code::NotAFeed);
}

/// An HTTP proxy, or a SOCKS5 proxy: both count the connections that they make.
async fn proxy(socks: bool) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let kind = if socks { "socks5" } else { "http" };
    let address = format!("{kind}://{}", listener.local_addr().unwrap());
    let made = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&made);
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let told = Arc::clone(&told);
            tokio::spawn(async move {
                let (target, first) = if socks { socks5(&mut client).await } else { absolute(&mut client).await };
                told.lock().unwrap().push(target.clone());
                let mut server = TcpStream::connect(&target).await.unwrap();
                server.write_all(&first).await.unwrap();
                let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
            });
        }
    });
    (address, made)
}

/// The greeting of RFC 1928, without a password, to an IPv4 address.
async fn socks5(client: &mut TcpStream) -> (String, Vec<u8>) {
    let mut greeting = [0; 2];
    client.read_exact(&mut greeting).await.unwrap();
    client.read_exact(&mut vec![0; greeting[1].into()]).await.unwrap();
    client.write_all(&[5, 0]).await.unwrap();
    let mut request = [0; 10];
    client.read_exact(&mut request).await.unwrap();
    assert_eq!(request[..4], [5, 1, 0, 1], "connect to an IPv4 address");
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
    let ip = std::net::Ipv4Addr::new(request[4], request[5], request[6], request[7]);
    (format!("{ip}:{}", u16::from_be_bytes([request[8], request[9]])), Vec::new())
}

/// A request line with a whole address in it.
async fn absolute(client: &mut TcpStream) -> (String, Vec<u8>) {
    let head = head(client).await.unwrap();
    let target = head.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
    (target, head.replacen("get", "GET", 1).replacen("http/1.1", "HTTP/1.1", 1).into_bytes())
}

#[tokio::test]
async fn through_a_proxy() {
    for socks in [false, true] {
        let server = Server::of(vec![ok("", FEED)]).await;
        let (address, made) = proxy(socks).await;
        let folder = Folder::new();
        let client = folder.client_with(&server.url, 0.0, &address, Limits::default());
        assert_eq!(client.get(&server.url).await.unwrap(), FEED, "{address}");
        let host = format!("127.0.0.1:{}", server.url.port().unwrap());
        assert_eq!(made.lock().unwrap()[..], [host], "{address}");
        assert_eq!(server.heads().len(), 1);
    }
    // A proxy that is not there is told, and nothing goes around it.
    let server = Server::of(vec![ok("", FEED)]).await;
    let folder = Folder::new();
    let client = folder.client_with(&server.url, 0.0, "socks5://127.0.0.1:1", Limits::default());
    assert_eq!(client.get(&server.url).await.unwrap_err().code, Code::Offline);
    assert_eq!(server.heads().len(), 0);
}
