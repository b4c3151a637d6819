//! A fake arXiv on loopback, in the shape of the recorded feeds of 2025 and 2026: RSS 2.0 and Atom of one mailing date,
//! gzip, conditional requests, a log of every request, and faults by script. The query API and OAI-PMH (`second`) know
//! every day that was published or remembered here.

use std::{
    collections::{BTreeMap, VecDeque},
    convert::Infallible,
    fmt::Write as _,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io::Write as _,
    sync::{Arc, Mutex, MutexGuard},
    time::{Duration, Instant, SystemTime},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request as HttpRequest, State as Shared},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
    serve::ListenerExt as _,
};
use flate2::{Compression, write::GzEncoder};
use futures::{StreamExt as _, stream};
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use tokio::{net::TcpListener, task::JoinHandle};

use super::{
    days::{Announced, Day, Kind},
    second,
};

/// What can go wrong between arXiv and a reader.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Nothing: lets a request of a script pass.
    None,
    /// A status with a short text body and, if given, `Retry-After`.
    Status(u16, Option<&'static str>),
    /// 200 with the HTML of a hotel's log-in page.
    CaptivePortal,
    /// 200, a whole HTTP body, but the XML stops in the middle of an item.
    Cut,
    /// 200 and no byte of a body.
    Blank,
    /// The body trickles, one byte per pause.
    Slow(Duration),
    /// The connection breaks in the middle of the body.
    Reset,
    /// The request is read and never answered.
    Hang,
    /// A feed of at least this many bytes, uncompressed on the wire.
    Huge(usize),
    /// A feed of at least this many bytes, gzipped to next to nothing.
    Bomb(usize),
    /// 200 with exactly these bytes.
    Answer(Vec<u8>),
    /// 304, whether asked conditionally or not.
    NotModified,
    /// The query API finds nothing, although there is something.
    FalseEmpty,
    /// The query API's error, which comes with status 200.
    ErrorEntry,
    /// OAI-PMH does not know its resumption token any more.
    ExpiredToken,
}

/// One request as it came in.
#[derive(Debug, Clone)]
pub struct Request {
    pub at: Instant,
    /// Path and query.
    pub path: String,
    pub headers: HeaderMap,
    /// The status that it got; None while it hangs.
    pub status: Option<u16>,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

struct State {
    day: Day,
    /// What the second sources know.
    history: BTreeMap<Date, Day>,
    deleted: BTreeMap<String, Date>,
    /// Records in one page of OAI-PMH.
    page: usize,
    script: VecDeque<Fault>,
    always: Fault,
    /// What a path meets that begins so, before `always`.
    paths: Vec<(String, Fault)>,
    log: Vec<Request>,
    connections: usize,
}

/// A running fake; it stops when dropped.
pub struct Arxiv {
    url: String,
    state: Arc<Mutex<State>>,
    server: JoinHandle<()>,
}

impl Arxiv {
    /// Serves the feed of this day on a free port.
    pub fn start(day: Day) -> Self {
        let state = Arc::new(Mutex::new(State {
            history: BTreeMap::from([(day.date, day.clone())]),
            day,
            deleted: BTreeMap::new(),
            page: 1_000,
            script: VecDeque::new(),
            always: Fault::None,
            paths: Vec::new(),
            log: Vec::new(),
            connections: 0,
        }));
        let listener = super::runtime().block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let accepted = Arc::clone(&state);
        let listener = listener.tap_io(move |tcp| {
            let mut state = lock(&accepted);
            state.connections += 1;
            // A connection with linger 0 is reset instead of closed, and what it had not sent yet is lost.
            if matches!(state.script.front().unwrap_or(&state.always), Fault::Reset) {
                tcp.set_zero_linger().expect("linger");
            }
        });
        let router = Router::new().fallback(answer).with_state(Arc::clone(&state));
        let server = super::runtime().spawn(async move { axum::serve(listener, router).await.expect("a server") });
        Self { url, state, server }
    }

    /// The address that stands in for `https://rss.arxiv.org` and the other hosts.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// arXiv has announced: from now on the feed is that of this day.
    pub fn publish(&self, day: Day) {
        self.remember(day.clone());
        lock(&self.state).day = day;
    }

    /// The second sources know this day, but the feed does not carry it (any more, or yet).
    pub fn remember(&self, day: Day) {
        lock(&self.state).history.insert(day.date, day);
    }

    /// The feed says this, but the second sources do not know of it (a stale or empty feed).
    pub fn feed_only(&self, day: Day) {
        lock(&self.state).day = day;
    }

    /// A work that arXiv takes out of its records on this day.
    pub fn delete(&self, id: &str, date: Date) {
        lock(&self.state).deleted.insert(id.to_owned(), date);
    }

    /// OAI-PMH gives at most this many records at once.
    pub fn page(&self, records: usize) {
        lock(&self.state).page = records;
    }

    /// Every request for a path that begins so (`/oai`, `/api`, `/rss`) meets this fault from now on.
    pub fn fault_at(&self, path: &str, fault: Fault) {
        let mut state = lock(&self.state);
        state.paths.retain(|(known, _)| known != path);
        state.paths.push((path.to_owned(), fault));
    }

    /// Every request from now on meets this fault, after those of the script.
    pub fn fault(&self, fault: Fault) {
        lock(&self.state).always = fault;
    }

    /// The next requests meet these faults, one each.
    pub fn script(&self, faults: impl IntoIterator<Item = Fault>) {
        lock(&self.state).script.extend(faults);
    }

    pub fn requests(&self) -> Vec<Request> {
        lock(&self.state).log.clone()
    }

    /// TCP connections accepted so far.
    pub fn connections(&self) -> usize {
        lock(&self.state).connections
    }
}

impl Drop for Arxiv {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("the fake's state")
}

/// What a path holds, before anything goes wrong with it.
struct Page {
    content_type: &'static str,
    body: String,
    modified: SystemTime,
}

fn page(uri: &Uri, state: &State) -> Option<Page> {
    let day = &state.day;
    let path = uri.path().replace("%2B", "+").replace("%2b", "+");
    let built = midnight(day).checked_add(Duration::from_millis(2_866)).expect("a time");
    let (content_type, body) = match path.trim_start_matches('/').split_once('/') {
        Some(("rss", categories)) => ("application/rss+xml", rss(day, categories, &built)),
        Some(("atom", categories)) => ("application/atom+xml", atom(day, categories, &built)),
        Some(("api", "query")) => {
            let asked = second::query(uri.query().unwrap_or_default());
            ("application/atom+xml; charset=utf-8", second::api(&asked, &state.history, &state.deleted))
        }
        None if path == "/oai" => {
            let asked = second::query(uri.query().unwrap_or_default());
            ("text/xml; charset=utf-8", second::oai(&asked, &state.history, &state.deleted, state.page))
        }
        Some(("html", version)) => ("text/html; charset=utf-8", super::html::page(day, version)?),
        _ => return None,
    };
    Some(Page { content_type, body, modified: built.timestamp().into() })
}

async fn answer(Shared(state): Shared<Arc<Mutex<State>>>, request: HttpRequest) -> Response {
    let (fault, page, number) = {
        let mut state = lock(&state);
        state.log.push(Request {
            at: Instant::now(),
            path: request.uri().to_string(),
            headers: request.headers().clone(),
            status: None,
        });
        let path = request.uri().path();
        let here = state.paths.iter().find(|(start, _)| path.starts_with(start)).map(|(_, fault)| fault.clone());
        let fault = state.script.pop_front().or(here).unwrap_or_else(|| state.always.clone());
        (fault, page(request.uri(), &state), state.log.len() - 1)
    };
    let response = match page {
        Some(page) => respond(fault, page, request.headers()).await,
        None => (StatusCode::NOT_FOUND, "no such page in this fake").into_response(),
    };
    lock(&state).log[number].status = Some(response.status().as_u16());
    response
}

async fn respond(fault: Fault, mut page: Page, headers: &HeaderMap) -> Response {
    let feed = |body: Body| ([(header::CONTENT_TYPE, page.content_type)], body).into_response();
    match fault {
        Fault::None => {}
        Fault::Status(status, retry_after) => {
            let status = StatusCode::from_u16(status).expect("a status");
            let mut response = (status, "Rate exceeded.").into_response();
            if let Some(value) = retry_after {
                response.headers_mut().insert(header::RETRY_AFTER, value.parse().expect("a header"));
            }
            return response;
        }
        Fault::CaptivePortal => {
            let html = "<!DOCTYPE html><html><head><title>Welcome</title></head><body><form action=\"/login\">\
                        <p>Please accept our terms to use this network.<br><input name=room></form></body></html>";
            return ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response();
        }
        Fault::Blank => return feed(Body::empty()),
        Fault::Cut => page.body.truncate(floor(&page.body, page.body.len() * 3 / 5)),
        Fault::Slow(pause) => {
            let bytes = stream::iter(page.body.into_bytes()).then(move |byte| async move {
                tokio::time::sleep(pause).await;
                Ok::<_, Infallible>(Bytes::from(vec![byte]))
            });
            return ([(header::CONTENT_TYPE, page.content_type)], Body::from_stream(bytes)).into_response();
        }
        Fault::Reset => {
            let half = Bytes::from(page.body[..floor(&page.body, page.body.len() / 2)].to_owned());
            let broken = stream::iter([Ok(half)]).chain(stream::once(async {
                // The first half has to be on its way before the connection breaks.
                tokio::time::sleep(Duration::from_millis(300)).await;
                Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
            }));
            return feed(Body::from_stream(broken));
        }
        Fault::Hang => std::future::pending().await,
        Fault::Huge(bytes) => {
            let padding = " ".repeat(bytes.saturating_sub(page.body.len()));
            page.body.insert_str(page.body.len() - "</rss>\n".len(), &padding);
            return feed(Body::from(page.body));
        }
        Fault::Bomb(bytes) => {
            let padding = " ".repeat(bytes);
            page.body.insert_str(page.body.len() - "</rss>\n".len(), &padding);
            let mut zip = GzEncoder::new(Vec::new(), Compression::best());
            zip.write_all(page.body.as_bytes()).expect("memory");
            let kind = [(header::CONTENT_TYPE, page.content_type), (header::CONTENT_ENCODING, "gzip")];
            return (kind, zip.finish().expect("memory")).into_response();
        }
        Fault::Answer(bytes) => return feed(Body::from(bytes)),
        Fault::NotModified => return StatusCode::NOT_MODIFIED.into_response(),
        Fault::FalseEmpty => page.body = second::empty_page(),
        Fault::ErrorEntry => page.body = second::error_entry("abc"),
        Fault::ExpiredToken => {
            page.body = second::oai_error("badResumptionToken", "The resumption token is invalid or expired");
        }
    }
    conditional(page, headers)
}

/// 304 to who has it already, else the page, gzipped for who takes that.
fn conditional(page: Page, headers: &HeaderMap) -> Response {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let mut hasher = DefaultHasher::new();
    page.body.hash(&mut hasher);
    let etag = format!("\"{:016x}\"", hasher.finish());
    let modified = httpdate::fmt_http_date(page.modified);
    let unchanged = match text(header::IF_NONE_MATCH) {
        Some(tag) => tag == etag,
        None => text(header::IF_MODIFIED_SINCE).is_some_and(|since| since == modified),
    };
    let tags = [(header::ETAG, etag), (header::LAST_MODIFIED, modified)];
    if unchanged {
        return (StatusCode::NOT_MODIFIED, tags).into_response();
    }
    let kind = [(header::CONTENT_TYPE, page.content_type), (header::VARY, "Accept-Encoding")];
    if text(header::ACCEPT_ENCODING).is_some_and(|encodings| encodings.contains("gzip")) {
        let mut zip = GzEncoder::new(Vec::new(), Compression::fast());
        zip.write_all(page.body.as_bytes()).expect("memory");
        return (tags, kind, [(header::CONTENT_ENCODING, "gzip")], zip.finish().expect("memory")).into_response();
    }
    (tags, kind, page.body).into_response()
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// arXiv's feeds carry the mailing date as midnight of New York.
fn midnight(day: &Day) -> Zoned {
    day.date.to_zoned(TimeZone::get("America/New_York").expect("the zone")).expect("a midnight")
}

/// The items of the asked categories with their announce type: an archive such as `cs` stands for all of its classes.
fn listed<'a>(day: &'a Day, categories: &str) -> Vec<(&'a Announced, &'static str)> {
    let asked: Vec<String> = categories.split('+').map(str::to_lowercase).collect();
    let followed = |category: &String| {
        let category = category.to_lowercase();
        asked.iter().any(|a| category == *a || category.split_once('.').is_some_and(|(archive, _)| archive == a))
    };
    day.items
        .iter()
        .filter(|item| item.categories.iter().any(followed))
        .map(|item| {
            let primary = followed(&item.categories[0]);
            let kind = match item.kind {
                Kind::New if primary => "new",
                Kind::New | Kind::Cross => "cross",
                Kind::Replace if primary => "replace",
                Kind::Replace | Kind::ReplaceCross => "replace-cross",
            };
            (item, kind)
        })
        .take(2_000)
        .collect()
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn description(item: &Announced, kind: &str) -> String {
    let Announced { id, version, summary, .. } = item;
    escape(&format!("arXiv:{id}v{version} Announce Type: {kind} \nAbstract: {summary}"))
}

const RIGHTS: &str = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/";

fn rss(day: &Day, categories: &str, built: &Zoned) -> String {
    let title = categories.replace('+', ", ");
    let built = built.with_time_zone(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S +0000").to_string();
    let date = midnight(day).strftime("%a, %d %b %Y %H:%M:%S %z").to_string();
    let mut out = format!(
        "<?xml version='1.0' encoding='UTF-8'?>\n\
         <rss xmlns:arxiv=\"http://arxiv.org/schemas/atom\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         version=\"2.0\">\n  <channel>\n    <title>{title} updates on arXiv.org</title>\n    \
         <link>http://rss.arxiv.org/rss/{categories}</link>\n    \
         <description>{title} updates on the arXiv.org e-print archive.</description>\n    \
         <atom:link href=\"http://rss.arxiv.org/rss/{categories}\" rel=\"self\" type=\"application/rss+xml\"/>\n    \
         <docs>http://www.rssboard.org/rss-specification</docs>\n    <language>en-us</language>\n    \
         <lastBuildDate>{built}</lastBuildDate>\n    <managingEditor>rss-help@arxiv.org</managingEditor>\n    \
         <pubDate>{date}</pubDate>\n    <skipDays>\n      <day>Sunday</day>\n      <day>Saturday</day>\n    </skipDays>\n"
    );
    for (item, kind) in listed(day, categories) {
        let Announced { id, version, title, authors, .. } = item;
        let listed: String = item.categories.iter().map(|c| format!("      <category>{c}</category>\n")).collect();
        let _ = write!(
            out,
            "    <item>\n      <title>{}</title>\n      <link>https://arxiv.org/abs/{id}</link>\n      \
             <description>{}</description>\n      <guid isPermaLink=\"false\">oai:arXiv.org:{id}v{version}</guid>\n{listed}      \
             <pubDate>{date}</pubDate>\n      <arxiv:announce_type>{kind}</arxiv:announce_type>\n      \
             <dc:rights>{RIGHTS}</dc:rights>\n      <dc:creator>{}</dc:creator>\n    </item>\n",
            escape(title),
            description(item, kind),
            escape(&authors.join(", ")),
        );
    }
    out.push_str("  </channel>\n</rss>\n");
    out
}

fn atom(day: &Day, categories: &str, built: &Zoned) -> String {
    let title = categories.replace('+', ", ");
    let micros = |time: Timestamp| time.strftime("%Y-%m-%dT%H:%M:%S.%6f+00:00").to_string();
    let updated = micros(built.timestamp());
    let published = midnight(day).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let mut out = format!(
        "<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns:arxiv=\"http://arxiv.org/schemas/atom\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en-us\">\n  \
         <id>http://rss.arxiv.org/atom/{categories}</id>\n  <title>{title} updates on arXiv.org</title>\n  \
         <updated>{updated}</updated>\n  \
         <link href=\"http://rss.arxiv.org/atom/{categories}\" rel=\"self\" type=\"application/atom+xml\"/>\n  \
         <subtitle>{title} updates on the arXiv.org e-print archive.</subtitle>\n"
    );
    for (item, kind) in listed(day, categories) {
        let Announced { id, version, title, authors, .. } = item;
        let listed: String = item.categories.iter().map(|c| format!("    <category term=\"{c}\"/>\n")).collect();
        let _ = write!(
            out,
            "  <entry>\n    <id>oai:arXiv.org:{id}v{version}</id>\n    <title>{}</title>\n    <updated>{updated}</updated>\n    \
             <link href=\"https://arxiv.org/abs/{id}\" rel=\"alternate\" type=\"text/html\"/>\n    \
             <summary>{}</summary>\n{listed}    <published>{published}</published>\n    \
             <arxiv:announce_type>{kind}</arxiv:announce_type>\n    <dc:rights>{RIGHTS}</dc:rights>\n    \
             <dc:creator>{}</dc:creator>\n  </entry>\n",
            escape(title),
            description(item, kind),
            escape(&authors.join(", ")),
        );
    }
    out.push_str("</feed>\n");
    out
}
