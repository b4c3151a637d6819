//! A paper: one arXiv work and a version of it.

use std::{fmt, str::FromStr, sync::LazyLock};

use regex::Regex;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use ts_rs::TS;

use crate::error::Error;

/// A work's identity without its version: `2601.03479`, `math.GT/0309136`, or `feed:` + a hash for an entry of another
/// feed. Source: <https://info.arxiv.org/help/arxiv_identifier.html>.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, TS)]
#[serde(transparent)]
pub struct ArxivId(String);

static OLD_STYLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^([a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v([1-9]\d{0,3}))?$"));
static FEED_STYLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^feed:[0-9a-f]{32}$"));

#[allow(clippy::expect_used, reason = "a literal of ours, covered by the tests")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

/// `2601.03479` and `2601.03479v2`: year, month, number. By hand, because a feed has two thousand of them.
fn new_style(text: &str) -> Option<(&str, Option<u32>)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (month, rest) = text.split_once('.')?;
    let number = digits(rest);
    if month.len() != 4 || digits(month) != 4 || !(1..=12).contains(&month[2..].parse::<u8>().ok()?) {
        return None;
    }
    let version = match (number, &rest[number..]) {
        (4 | 5, "") => None,
        (4 | 5, version) => {
            let version = version.strip_prefix('v')?;
            let is_number = (1..=4).contains(&version.len()) && digits(version) == version.len();
            Some(version.parse().ok().filter(|_| is_number && !version.starts_with('0'))?)
        }
        _ => return None,
    };
    Some((&text[..5 + number], version))
}

impl ArxivId {
    /// An identifier with or without a version, as written in a feed, a URL or by hand
    /// (`arXiv:2601.03479v2`, `https://arxiv.org/abs/2601.03479`).
    pub fn parse_versioned(text: &str) -> Result<(Self, Option<u32>), Error> {
        let text = text.trim();
        let bare = ["oai:arXiv.org:", "arXiv:", "arxiv:"].iter().find_map(|p| text.strip_prefix(p)).unwrap_or(text);
        if let Some((id, version)) = new_style(bare) {
            return Ok((Self(id.to_owned()), version));
        }
        let bare = match bare.split_once("arxiv.org/") {
            Some((_, rest)) => rest.split_once('/').map_or(rest, |(_, id)| id).trim_end_matches(".pdf"),
            None => bare,
        };
        let unknown = || {
            Error::usage(
                format!("{text:?} is not an arXiv identifier."),
                "Write it like 2601.03479, 2601.03479v2 or math.GT/0309136.",
            )
        };
        if let Some((id, version)) = new_style(bare) {
            return Ok((Self(id.to_owned()), version));
        }
        if let Some(found) = OLD_STYLE.captures(bare) {
            return Ok((Self(found[1].to_owned()), found.get(2).and_then(|v| v.as_str().parse().ok())));
        }
        if FEED_STYLE.is_match(bare) {
            return Ok((Self(bare.to_owned()), None));
        }
        Err(unknown())
    }

    /// The identity of an entry of a feed that is not arXiv's: stable over time, made from the entry's own id.
    pub fn of_feed_entry(feed_url: &str, entry_id: &str) -> Self {
        Self(format!("feed:{}", &hash(&[feed_url, entry_id])[..32]))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is arXiv's, and not an entry of another feed.
    pub fn is_arxiv(&self) -> bool {
        !self.0.starts_with("feed:")
    }
}

impl fmt::Display for ArxivId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ArxivId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse_versioned(text).map(|(id, _)| id)
    }
}

impl<'de> Deserialize<'de> for ArxivId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// How arXiv announced a paper that day, in the order of its lists. Source: arXiv's RSS specification,
/// `arxiv:announce_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum AnnounceType {
    New,
    Cross,
    Replace,
    ReplaceCross,
}

impl AnnounceType {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Cross => "cross",
            Self::Replace => "replace",
            Self::ReplaceCross => "replace-cross",
        }
    }

    pub fn is_cross_list(self) -> bool {
        matches!(self, Self::Cross | Self::ReplaceCross)
    }

    pub fn is_replacement(self) -> bool {
        matches!(self, Self::Replace | Self::ReplaceCross)
    }
}

impl FromStr for AnnounceType {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "new" => Ok(Self::New),
            "cross" => Ok(Self::Cross),
            "replace" => Ok(Self::Replace),
            "replace-cross" => Ok(Self::ReplaceCross),
            other => Err(Error::defect(format!("Unknown announce type {other:?}."))),
        }
    }
}

/// One version of a work, as announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Paper {
    pub id: ArxivId,
    pub version: u32,
    /// One line; may hold LaTeX.
    pub title: String,
    pub authors: Vec<String>,
    /// The primary category first.
    pub categories: Vec<String>,
    /// May hold LaTeX.
    #[serde(rename = "abstract")]
    pub summary: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub comment: Option<String>,
    pub url: String,
}

impl Paper {
    /// The hash of the text that a judge reads: a verdict is valid for exactly this.
    pub fn text_hash(&self) -> String {
        hash(&[&self.title, &self.summary])
    }
}

/// A paper in the list of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    pub paper: Paper,
    pub announce_type: AnnounceType,
}

/// SHA-256 over length-prefixed parts, as 64 hex digits: parts cannot run into each other.
pub fn hash(parts: &[&str]) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_le_bytes());
        sha.update(part.as_bytes());
    }
    sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
