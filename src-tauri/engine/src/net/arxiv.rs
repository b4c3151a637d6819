//! The client for arXiv and other feeds: paced, bounded, and clear about what went wrong.

use std::{path::PathBuf, time::Duration};

use futures::StreamExt as _;
use reqwest::{Client, Proxy, StatusCode, header};
use url::Url;

use super::{Fetch, Pending, pace};
use crate::{
    error::{Code, Error, Result},
    settings::{self, Settings},
};

const CONNECT: Duration = Duration::from_secs(10);
const IDLE: Duration = Duration::from_secs(30);
const WHOLE: Duration = Duration::from_secs(60);
const MOST_BYTES: usize = 10 * 1024 * 1024;

/// Asks arXiv over HTTP.
pub struct Arxiv {
    client: Client,
    pace: PathBuf,
    settings: settings::Arxiv,
}

impl Arxiv {
    /// `pace` is the file in which all processes of this data folder keep the time of the last request.
    pub fn new(settings: &Settings, pace: PathBuf) -> Result<Self> {
        let client =
            builder(&settings.network.proxy)?.connect_timeout(CONNECT).read_timeout(IDLE).timeout(WHOLE).gzip(true);
        let client = client.build().map_err(|err| Error::defect(format!("The network cannot be set up: {err}")))?;
        Ok(Self { client, pace, settings: settings.arxiv.clone() })
    }

    async fn fetch(&self, address: &Url) -> Result<Vec<u8>> {
        let interval = Duration::from_secs_f64(self.settings.interval_seconds(address));
        let turn = pace::turn(&self.pace, interval).await?;
        let answer = self.client.get(address.clone()).send().await;
        turn.done()?;
        let answer = answer.map_err(|err| unreachable(address, &err))?;
        if let Some(error) = refused(address, answer.status(), answer.headers()) {
            return Err(error);
        }
        let mut body = Vec::new();
        let mut chunks = answer.bytes_stream();
        while let Some(chunk) = chunks.next().await {
            body.extend_from_slice(&chunk.map_err(|err| unreachable(address, &err))?);
            if body.len() > MOST_BYTES {
                return Err(Error::new(
                    Code::NotAFeed,
                    format!("{} sent more than {} MiB.", host(address), MOST_BYTES / 1024 / 1024),
                    "Check arxiv.rss_url in the settings; nothing was stored.",
                ));
            }
        }
        Ok(body)
    }
}

impl Fetch for Arxiv {
    fn get<'a>(&'a self, address: &'a Url) -> Pending<'a, Result<Vec<u8>>> {
        Box::pin(self.fetch(address))
    }
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
            let proxy = Proxy::all(address).map_err(|err| {
                Error::usage(
                    format!("network.proxy is {address:?}, which is not a proxy's address: {err}"),
                    "Use system, none, http://HOST:PORT or socks5://HOST:PORT.",
                )
            })?;
            Ok(builder.proxy(proxy))
        }
    }
}

fn host(address: &Url) -> String {
    let host = address.host_str().unwrap_or("the server");
    address.port().map_or(host.to_owned(), |port| format!("{host}:{port}"))
}

fn unreachable(address: &Url, err: &reqwest::Error) -> Error {
    let host = host(address);
    let why = if err.is_timeout() {
        format!("{host} did not answer in time")
    } else if err.is_connect() {
        format!("cannot connect to {host}")
    } else if err.is_decode() {
        format!("{host} sent a body that cannot be decompressed")
    } else {
        format!("the connection to {host} broke off")
    };
    let cause = std::iter::successors(std::error::Error::source(err), |err| err.source()).last();
    let cause = cause.map_or(String::new(), |cause| format!(" ({cause})"));
    Error::new(
        Code::Offline,
        format!("No papers were fetched: {why}{cause}."),
        "Check the network and network.proxy in the settings, then run again; nothing was stored.",
    )
}

fn refused(address: &Url, status: StatusCode, headers: &header::HeaderMap) -> Option<Error> {
    let host = host(address);
    let wait = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    let wait = wait.map_or(String::new(), |wait| format!(" It asks to wait: {wait}."));
    match status.as_u16() {
        200..300 => None,
        401 | 403 => Some(Error::new(
            Code::Refused,
            format!("No papers were fetched: {host} refuses this machine (HTTP {}).{wait}", status.as_u16()),
            "Wait a day before you try again: asking more often makes it worse. Nothing was stored.",
        )),
        429 => Some(Error::new(
            Code::Unavailable,
            format!("No papers were fetched: {host} says this machine asks too often (HTTP 429).{wait}"),
            "Try again later; nothing was stored.",
        )),
        500..600 => Some(Error::new(
            Code::Unavailable,
            format!("No papers were fetched: {host} is in trouble (HTTP {}).{wait}", status.as_u16()),
            "Try again in some minutes; nothing was stored.",
        )),
        404 => Some(Error::not_found(
            format!("{address} answered HTTP 404: there is no such page."),
            "Check arxiv.rss_url and arxiv.categories in the settings; nothing was stored.",
        )),
        code => Some(Error::new(
            Code::NotAFeed,
            format!("No papers were fetched: {address} answered HTTP {code}."),
            "Check arxiv.rss_url and arxiv.categories in the settings; nothing was stored.",
        )),
    }
}
