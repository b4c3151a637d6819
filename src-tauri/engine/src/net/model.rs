//! One exchange with a model server: JSON out, bounded bytes back. What they mean is the judge's business.

use std::{fmt, time::Duration};

use jiff::Timestamp;
use reqwest::{
    Method,
    header::{AUTHORIZATION, DATE, HeaderMap, HeaderValue, RETRY_AFTER},
    redirect::Policy,
};
use serde_json::Value;
use url::Url;

use crate::{
    error::{Code, Error},
    settings::is_loopback,
};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// An answer may be this long, in bytes; a verdict is about 3 KiB, a list of models a few hundred.
pub const MAX_BODY: usize = 4 * 1024 * 1024;

/// The connections to one model server.
#[derive(Clone)]
pub struct Http(reqwest::Client);

/// What came back, whatever its status.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    /// From `Retry-After` (seconds or a date) or `retry-after-ms`.
    pub retry_after: Option<Duration>,
    /// Text that is not UTF-8 has replacement characters.
    pub body: String,
}

/// Nothing usable came back. The texts name the cause and never an address or a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// Not whole within the time that was given, once connected.
    #[error("no whole answer in time")]
    Timeout,
    /// No connection: refused, DNS, TLS, or not within 10 s.
    #[error("cannot connect: {0}")]
    Unreachable(String),
    /// The connection ended in the middle.
    #[error("the connection was cut: {0}")]
    Cut(String),
    /// More than `MAX_BODY`.
    #[error("the answer is longer than {} MiB", MAX_BODY / 1024 / 1024)]
    TooLarge,
}

impl Http {
    /// `proxy` is `network.proxy` of the settings: `system`, `none` or a URL. A loopback server is never asked through
    /// a proxy: it would be the proxy's own machine. Redirects are not followed, so that a key goes nowhere else.
    pub fn new(base_url: &Url, proxy: &str) -> Result<Self, Error> {
        // A second provider is refused by rustls; the first is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = reqwest::Client::builder()
            .user_agent(concat!("arxiv-llm-daily/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(Policy::none())
            .referer(false);
        let builder = match proxy {
            _ if is_loopback(base_url) => builder.no_proxy(),
            "system" | "" => builder,
            "none" => builder.no_proxy(),
            url => builder.proxy(super::arxiv::proxy_at(url).map_err(|err| {
                Error::new(
                    Code::BrokenFile,
                    format!("The proxy of the settings cannot be used: {err}"),
                    "Set network.proxy to system, none, or an address such as http://127.0.0.1:7890.",
                )
            })?),
        };
        // Reading the system's certificates takes a tenth of a second, and a machine may have none.
        let builder = if base_url.scheme() == "http" { builder.tls_certs_only([]) } else { builder };
        let client = builder.build().map_err(|err| {
            Error::new(
                Code::Offline,
                format!("No connections to the model server can be made: {}", cause(&err)),
                "Check the system's certificates (the package ca-certificates) and the proxy in the settings.",
            )
        })?;
        Ok(Self(client))
    }

    /// POSTs JSON. `timeout` is for the whole exchange.
    pub async fn post(
        &self,
        url: Url,
        key: Option<&str>,
        body: &Value,
        timeout: Duration,
    ) -> Result<Reply, TransportError> {
        self.exchange(Method::POST, url, key, Some(body), timeout).await
    }

    /// GETs. `timeout` is for the whole exchange.
    pub async fn get(&self, url: Url, key: Option<&str>, timeout: Duration) -> Result<Reply, TransportError> {
        self.exchange(Method::GET, url, key, None, timeout).await
    }

    async fn exchange(
        &self,
        method: Method,
        url: Url,
        key: Option<&str>,
        body: Option<&Value>,
        timeout: Duration,
    ) -> Result<Reply, TransportError> {
        let mut request = self.0.request(method, url).timeout(timeout);
        if let Some(key) = key {
            let mut bearer = HeaderValue::from_str(&format!("Bearer {key}"))
                .map_err(|_| TransportError::Unreachable("the key holds characters that no key has".to_owned()))?;
            bearer.set_sensitive(true);
            request = request.header(AUTHORIZATION, bearer);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let mut response = request.send().await.map_err(|err| transport(&err))?;
        let status = response.status().as_u16();
        let retry_after = retry_after(response.headers());
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|err| transport(&err))? {
            if bytes.len() + chunk.len() > MAX_BODY {
                return Err(TransportError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Reply { status, retry_after, body: String::from_utf8_lossy(&bytes).into_owned() })
    }
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Http")
    }
}

fn transport(err: &reqwest::Error) -> TransportError {
    if err.is_connect() {
        TransportError::Unreachable(cause(err))
    } else if err.is_timeout() {
        TransportError::Timeout
    } else {
        TransportError::Cut(cause(err))
    }
}

/// The innermost error: the outer ones only say that a request failed, and name the address.
fn cause(err: &dyn std::error::Error) -> String {
    let mut innermost = err;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    if let Some(milliseconds) = text("retry-after-ms").and_then(|value| value.parse().ok()) {
        return Some(Duration::from_millis(milliseconds));
    }
    let value = text(RETRY_AFTER.as_str())?;
    if let Ok(seconds) = value.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    // The server's own clock, so that a wrong clock here does not matter.
    let date = |text: &str| jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp());
    let now = text(DATE.as_str()).and_then(date).unwrap_or_else(Timestamp::now);
    Some(date(value)?.duration_since(now).try_into().unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_milliseconds_or_a_date() {
        let check = |headers: &[(&'static str, &'static str)], expected: Option<u64>| {
            let map = headers.iter().map(|(k, v)| (k.parse().unwrap(), HeaderValue::from_static(v))).collect();
            assert_eq!(retry_after(&map).map(|wait| wait.as_millis() as u64), expected, "{headers:?}");
        };
        check(&[], None);
        check(&[("retry-after", "7")], Some(7_000));
        check(&[("retry-after", " 1.5 ")], Some(1_500));
        check(&[("retry-after", "20"), ("retry-after-ms", "250")], Some(250));
        check(
            &[("date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")],
            Some(30_000),
        );
        check(&[("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")], Some(0));
        check(&[("retry-after", "-3")], None);
        check(&[("retry-after", "soon")], None);
    }
}
