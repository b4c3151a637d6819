//! The client for arXiv and other feeds: paced, bounded, and clear about what went wrong.
//!
//! One request at a time, of all processes of a data folder, its body included; a redirection is a request of its own. What
//! a server says about waiting is kept (`pace`) and obeyed, also by who asks "now".

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use futures::StreamExt as _;
use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, Proxy, Response, StatusCode, header, redirect::Policy};
use url::Url;

use super::{
    Fetch, Pending,
    body::{Body, Refused},
    kept::{self, Kept, Tags},
    pace::{self, Cooling},
};
use crate::{
    clock::{Clock, SystemClock},
    error::{Code, Error, Result},
    settings::Settings,
};

/// arXiv's hosts share their patience; every other host has its own.
const ARXIV: &str = "arxiv";
/// Redirections that are followed.
const HOPS: usize = 4;
/// Waits without a word from the server: ten minutes, doubling, up to six hours.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(10);
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(6);
/// After a 403, and the most that a server can ask for: "ten years" is a mistake of somebody's.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// How long and how much, at most.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub connect: Duration,
    pub idle: Duration,
    pub whole: Duration,
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connect: seconds(10), idle: seconds(30), whole: seconds(60), bytes: 10 * 1024 * 1024 }
    }
}

/// Asks arXiv and other feeds over HTTP.
pub struct Arxiv {
    client: Client,
    pace: PathBuf,
    settings: Settings,
    clock: Arc<dyn Clock>,
    limits: Limits,
}

impl Arxiv {
    /// `pace` is the file in which all processes of this data folder keep the time of the last request and the pauses; the
    /// bodies of feeds are kept beside it.
    pub fn new(settings: &Settings, pace: PathBuf) -> Result<Self> {
        Self::with(settings, pace, Arc::new(SystemClock), Limits::default())
    }

    pub(super) fn with(settings: &Settings, pace: PathBuf, clock: Arc<dyn Clock>, limits: Limits) -> Result<Self> {
        let client = builder(&settings.network.proxy)?
            .connect_timeout(limits.connect)
            .read_timeout(limits.idle)
            .timeout(limits.whole)
            // Bodies are unpacked in `body`, where the ratio can be seen.
            .no_gzip()
            .redirect(Policy::none())
            .pool_max_idle_per_host(1)
            .build()
            .map_err(|err| Error::defect(format!("The network cannot be set up: {err}")))?;
        Ok(Self { client, pace, settings: settings.clone(), clock, limits })
    }

    /// Until when arXiv asked this machine to wait, if it did: nothing is sent before.
    pub fn waits_until(pace: &Path, now: Timestamp) -> Option<Timestamp> {
        pace::cooling(pace, ARXIV, now).map(|cooling| cooling.until)
    }

    async fn fetch(&self, address: &Url) -> Result<Vec<u8>> {
        let mut target = address.clone();
        for _ in 0..=HOPS {
            match self.ask(&target).await? {
                Answer::Body(body) => return Ok(body),
                Answer::Elsewhere(next) => target = next,
            }
        }
        Err(Error::new(
            Code::NotAFeed,
            format!("No papers were fetched: {address} sends from one address to the next without an end."),
            "Check the addresses in the settings; nothing was stored.",
        ))
    }

    /// One request.
    async fn ask(&self, address: &Url) -> Result<Answer> {
        let group = self.group(address);
        let mut turn = pace::turn(&self.pace).await?;
        if let Some(cooling) = turn.cooling(&group, self.clock.now()) {
            return Err(self.waiting(address, &cooling));
        }
        turn.wait(self.interval(address)).await?;
        let folder = self.pace.with_extension("kept");
        let kept = if self.is_feed(address) { kept::find(&folder, address, self.clock.now()) } else { None };
        let mut request = self.client.get(address.clone()).header(header::ACCEPT_ENCODING, "gzip");
        if let Some(Kept { tags, .. }) = &kept {
            let tags = [(header::IF_NONE_MATCH, &tags.etag), (header::IF_MODIFIED_SINCE, &tags.modified)];
            for (name, value) in tags {
                request = value.iter().fold(request, |request, value| request.header(&name, value));
            }
        }
        let answer = match request.send().await {
            Ok(answer) => answer,
            Err(err) => {
                turn.done()?;
                return Err(self.unreachable(address, &err));
            }
        };
        let (status, headers) = (answer.status(), answer.headers().clone());
        if let Some((until, refused)) = self.asked_to_wait(status, &headers, turn.failures(&group)) {
            turn.cool(&group, until, refused);
            turn.done()?;
            return Err(refusal(address, status, &headers, &self.told(until)));
        }
        if status == StatusCode::NOT_MODIFIED {
            turn.welcome(&group);
            turn.done()?;
            return kept.map(|kept| Answer::Body(kept.body)).ok_or_else(|| {
                Error::new(
                    Code::Unavailable,
                    format!(
                        "No papers were fetched: {} says that nothing has changed, but nothing is here.",
                        host(address)
                    ),
                    "Try again in some minutes; nothing was stored.",
                )
            });
        }
        if let Some(next) = elsewhere(address, status, &headers) {
            turn.done()?;
            return next.map(Answer::Elsewhere);
        }
        if status == StatusCode::NOT_FOUND {
            turn.done()?;
            return Err(Error::not_found(
                format!("{address} answered HTTP 404: there is no such page."),
                "Check arxiv.rss_url and arxiv.categories in the settings; nothing was stored.",
            ));
        }
        if status == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
            turn.done()?;
            return Err(self.locked_out());
        }
        if !status.is_success() {
            turn.done()?;
            return Err(Error::new(
                Code::NotAFeed,
                format!("No papers were fetched: {address} answered HTTP {}.", status.as_u16()),
                "Check arxiv.rss_url and arxiv.categories in the settings; nothing was stored.",
            ));
        }
        turn.welcome(&group);
        let body = self.body(address, answer).await;
        turn.done()?;
        let body = body?;
        if self.is_feed(address) {
            let text = |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
            let (etag, modified) = (text(header::ETAG), text(header::LAST_MODIFIED));
            let tags =
                Tags { etag: etag.map(str::to_owned), modified: modified.map(str::to_owned), at: self.clock.now() };
            let kept = Kept { tags, body };
            kept::keep(&folder, address, &kept);
            return Ok(Answer::Body(kept.body));
        }
        Ok(Answer::Body(body))
    }

    async fn body(&self, address: &Url, answer: Response) -> Result<Vec<u8>> {
        let packed = match answer.headers().get(header::CONTENT_ENCODING).map(header::HeaderValue::as_bytes) {
            None | Some(b"identity" | b"") => false,
            Some(b"gzip" | b"x-gzip") => true,
            Some(_) => return Err(self.unusable(address, Refused::Broken)),
        };
        let mut body = Body::new(packed, self.limits.bytes);
        let mut chunks = answer.bytes_stream();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|err| self.unreachable(address, &err))?;
            body.push(&chunk).map_err(|refused| self.unusable(address, refused))?;
        }
        body.finish().map_err(|refused| self.unusable(address, refused))
    }

    /// At least 3.5 seconds to any host that is not this machine, and a little more: clocks that all tick alike meet.
    fn interval(&self, address: &Url) -> Duration {
        let seconds = self.settings.arxiv.interval_seconds(address);
        Duration::from_secs_f64(seconds * (1.0 + 0.15 * fastrand::f64()))
    }

    /// Whose patience this address costs.
    fn group(&self, address: &Url) -> String {
        let arxiv = &self.settings.arxiv;
        let ours = [&arxiv.rss_url, &arxiv.api_url, &arxiv.oai_url, &arxiv.html_url];
        let host = host(address);
        let of_arxiv = host == "arxiv.org" || host.ends_with(".arxiv.org");
        if of_arxiv || ours.iter().any(|url| self::host(url) == host) { ARXIV.to_owned() } else { host }
    }

    /// Whether the address is one of a feed, which stays the same from day to day.
    fn is_feed(&self, address: &Url) -> bool {
        let base = self.settings.arxiv.rss_url.as_str().trim_end_matches('/');
        address.as_str().starts_with(base) && address.query().is_none() || self.settings.feeds.urls.contains(address)
    }

    /// Until when to ask nothing, and whether that is a refusal.
    fn asked_to_wait(
        &self,
        status: StatusCode,
        headers: &header::HeaderMap,
        failures: u32,
    ) -> Option<(Timestamp, bool)> {
        let now = self.clock.now();
        let refused = matches!(status.as_u16(), 401 | 403);
        if !refused && status != StatusCode::TOO_MANY_REQUESTS && !status.is_server_error() {
            return None;
        }
        let asked = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
        let wait = if refused {
            A_DAY
        } else {
            asked
                .and_then(|asked| retry_after(asked, now))
                .unwrap_or_else(|| FIRST_WAIT.saturating_mul(1 << failures.min(10)).min(LONGEST_WAIT))
        };
        Some((now.saturating_add(wait.min(A_DAY)).unwrap_or(now), refused))
    }

    /// A moment as the reader reads it.
    fn told(&self, time: Timestamp) -> String {
        time.to_zoned(self.clock.zone()).strftime("%Y-%m-%d %H:%M:%S %Z").to_string()
    }

    fn waiting(&self, address: &Url, cooling: &Cooling) -> Error {
        let (code, why) = if cooling.refused {
            (Code::Refused, "refuses this machine")
        } else {
            (Code::Unavailable, "asked to wait")
        };
        let (host, until) = (host(address), self.told(cooling.until));
        Error::new(
            code,
            format!("Nothing was asked: {host} {why}, and nothing is sent before {until}."),
            format!("Try again after {until}: asking earlier makes it worse. What is stored can be read."),
        )
    }

    fn unreachable(&self, address: &Url, err: &reqwest::Error) -> Error {
        let host = host(address);
        let by = match self.proxy() {
            Some(proxy) => format!(" through the proxy {}", self::host(&proxy)),
            _ => String::new(),
        };
        let why = if err.is_timeout() {
            format!("{host} did not answer in time{by}")
        } else if err.is_connect() {
            format!("cannot connect to {host}{by}")
        } else {
            format!("the connection to {host}{by} broke off")
        };
        let cause = std::iter::successors(std::error::Error::source(err), |err| err.source()).last();
        let cause = cause.map_or(String::new(), |cause| format!(" ({cause})"));
        if cause.contains("proxy auth") {
            return self.locked_out();
        }
        Error::new(
            Code::Offline,
            format!("No papers were fetched: {why}{cause}."),
            "Check the network and network.proxy in the settings, then run again; nothing was stored.",
        )
    }

    /// The proxy wants to know who asks.
    fn locked_out(&self) -> Error {
        let proxy = self.proxy().map_or_else(|| "of the system".to_owned(), |proxy| host(&proxy));
        Error::new(
            Code::Offline,
            format!("No papers were fetched: the proxy {proxy} asks for a name and a password."),
            "Write them into network.proxy, as in http://NAME:PASSWORD@HOST:PORT, then run again; nothing was stored.",
        )
    }

    /// The proxy of the settings; None where there is none, or only the system's.
    fn proxy(&self) -> Option<Url> {
        match self.settings.network.proxy.as_str() {
            "system" | "none" | "" => None,
            address if address.contains("://") => Url::parse(address).ok(),
            address => Url::parse(&format!("http://{address}")).ok(),
        }
    }

    fn unusable(&self, address: &Url, refused: Refused) -> Error {
        let why = match refused {
            Refused::Long => format!("sent more than {} MiB", self.limits.bytes / 1024 / 1024),
            Refused::Tight => "sent a body that is packed more than 100 times, as no feed is".to_owned(),
            Refused::Broken => "sent a body that cannot be unpacked".to_owned(),
        };
        Error::new(
            Code::NotAFeed,
            format!("No papers were fetched: {} {why}.", host(address)),
            "Try again later, and check the address in the settings; nothing was stored.",
        )
    }
}

enum Answer {
    Body(Vec<u8>),
    Elsewhere(Url),
}

impl Fetch for Arxiv {
    fn get<'a>(&'a self, address: &'a Url) -> Pending<'a, Result<Vec<u8>>> {
        Box::pin(self.fetch(address))
    }
}

/// What `Retry-After` says: seconds, or a date. None when it says nothing that can be meant.
fn retry_after(asked: &str, now: Timestamp) -> Option<SignedDuration> {
    let asked = asked.trim();
    if !asked.is_empty() && asked.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are a long time too.
        return Some(asked.parse().map_or(A_DAY, |seconds: u32| SignedDuration::from_secs(seconds.into())));
    }
    let date = Timestamp::try_from(httpdate::parse_http_date(asked).ok()?).ok()?;
    Some(date.duration_since(now)).filter(SignedDuration::is_positive)
}

/// Where a redirection leads, if it is one.
fn elsewhere(address: &Url, status: StatusCode, headers: &header::HeaderMap) -> Option<Result<Url>> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
    let next = location.and_then(|location| address.join(location).ok());
    Some(next.filter(|next| matches!(next.scheme(), "http" | "https")).ok_or_else(|| {
        Error::new(
            Code::NotAFeed,
            format!("No papers were fetched: {address} sends elsewhere without saying where."),
            "Check the addresses in the settings; nothing was stored.",
        )
    }))
}

/// A client with the reader's proxy and a name that arXiv can complain to.
pub(super) fn builder(proxy: &str) -> Result<reqwest::ClientBuilder> {
    // The first to install it wins; a second call changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder().user_agent(concat!("arxiv-llm-daily/", env!("CARGO_PKG_VERSION")));
    match proxy {
        "system" | "" => Ok(builder),
        "none" => Ok(builder.no_proxy()),
        address => {
            let proxy = proxy_at(address).map_err(|err| {
                Error::usage(
                    format!("network.proxy is {address:?}, which is not a proxy's address: {err}"),
                    "Use system, none, http://HOST:PORT or socks5://HOST:PORT.",
                )
            })?;
            Ok(builder.proxy(proxy))
        }
    }
}

/// The proxy at an address. reqwest takes an address of another kind too, and then goes around it.
pub(super) fn proxy_at(address: &str) -> std::result::Result<Proxy, String> {
    const KINDS: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];
    match address.split_once("://") {
        Some((kind, _)) if !KINDS.contains(&kind.to_ascii_lowercase().as_str()) => {
            Err(format!("{kind} is no kind of proxy"))
        }
        _ => Proxy::all(address).map_err(|err| err.to_string()),
    }
}

fn host(address: &Url) -> String {
    let host = address.host_str().unwrap_or("the server");
    address.port().map_or(host.to_owned(), |port| format!("{host}:{port}"))
}

/// The server does not want to be asked, now or at all.
fn refusal(address: &Url, status: StatusCode, headers: &header::HeaderMap, until: &str) -> Error {
    let (host, status) = (host(address), status.as_u16());
    let asked = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    let asked: String = asked
        .map_or(String::new(), |asked| format!(" It asks to wait: {}.", asked.chars().take(40).collect::<String>()));
    let (code, why) = match status {
        401 | 403 => (Code::Refused, "refuses this machine"),
        429 => (Code::Unavailable, "says this machine asks too often"),
        _ => (Code::Unavailable, "is in trouble"),
    };
    Error::new(
        code,
        format!("No papers were fetched: {host} {why} (HTTP {status}).{asked}"),
        format!("Wait until {until}; nothing is sent before, and nothing was stored."),
    )
}

#[cfg(test)]
mod tests;
