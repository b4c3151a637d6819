//! Where the window is asked to go, by a link from outside. Navigation only: a link changes nothing.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use url::Url;

use crate::{
    error::{Error, Result},
    paper::ArxivId,
};

/// The scheme of the app's links.
pub const SCHEME: &str = "arxiv-llm-daily";

/// A longer link is refused unread, in bytes.
const LONGEST: usize = 256;

/// A place in the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "to", rename_all = "lowercase")]
pub enum Destination {
    /// The newest digest.
    Today,
    Day {
        #[ts(type = "string")]
        date: Date,
    },
    Paper {
        id: ArxivId,
    },
    Search {
        query: String,
    },
    Settings,
}

impl Destination {
    /// Reads `arxiv-llm-daily://paper/ID`, `/day/D` or `/search?q=`. Anything else is refused: links come from anywhere.
    pub fn parse(link: &str) -> Result<Self> {
        let refused = |why: &str| {
            let shown: String = link.chars().take(80).filter(|c| !c.is_control()).collect();
            Error::usage(
                format!("The link {shown:?} cannot be followed: {why}."),
                "Links look like arxiv-llm-daily://paper/2601.03479, arxiv-llm-daily://day/2026-01-09 or arxiv-llm-daily://search?q=agent.",
            )
        };
        if link.len() > LONGEST {
            return Err(refused("it is longer than 256 bytes"));
        }
        let url = Url::parse(link).map_err(|_| refused("it is not an address"))?;
        if url.scheme() != SCHEME {
            return Err(refused("it is not one of this app"));
        }
        let has_more = url.port().is_some() || !url.username().is_empty() || url.fragment().is_some();
        let path = url.path().trim_matches('/');
        match url.host_str() {
            _ if has_more => Err(refused("it has parts that no link of this app has")),
            Some("paper") if url.query().is_none() => {
                let (id, _) = ArxivId::parse_versioned(path).map_err(|_| refused("it names no paper"))?;
                Ok(Self::Paper { id })
            }
            Some("day") if url.query().is_none() => {
                let date = path.parse().map_err(|_| refused("it names no day"))?;
                Ok(Self::Day { date })
            }
            Some("search") if path.is_empty() => {
                let mut asked = url.query_pairs();
                match (asked.next(), asked.next()) {
                    (Some((name, query)), None) if name == "q" && !query.chars().any(char::is_control) => {
                        Ok(Self::Search { query: query.into_owned() })
                    }
                    _ => Err(refused("it asks for nothing")),
                }
            }
            _ => Err(refused("it leads nowhere in this app")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_places() {
        let paper = |id: &str| Destination::Paper { id: id.parse().unwrap() };
        let search = |query: &str| Destination::Search { query: query.into() };
        for (link, expected) in [
            ("arxiv-llm-daily://paper/2601.03479", paper("2601.03479")),
            ("arxiv-llm-daily://paper/2601.03479v2", paper("2601.03479")),
            ("arxiv-llm-daily://paper/math.GT/0309136", paper("math.GT/0309136")),
            ("arxiv-llm-daily://day/2026-01-09", Destination::Day { date: "2026-01-09".parse().unwrap() }),
            ("arxiv-llm-daily://search?q=%E6%99%BA%E8%83%BD%E4%BD%93+agent", search("智能体 agent")),
        ] {
            assert_eq!(Destination::parse(link).unwrap(), expected, "{link}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        let long = format!("arxiv-llm-daily://search?q={}", "a".repeat(256));
        for link in [
            "https://arxiv.org/abs/2601.03479",
            "arxiv-llm-daily://paper/../../etc/passwd",
            "arxiv-llm-daily://paper/2601.03479?do=delete",
            "arxiv-llm-daily://paper/",
            "arxiv-llm-daily://day/2026-13-40",
            "arxiv-llm-daily://day/today",
            "arxiv-llm-daily://search",
            "arxiv-llm-daily://search?q=a&run=1",
            "arxiv-llm-daily://search?q=a%00b",
            "arxiv-llm-daily://settings/set?key=judge.base_url",
            "arxiv-llm-daily://me@paper/2601.03479",
            "arxiv-llm-daily:paper/2601.03479",
            "javascript:alert(1)",
            "",
            &long,
        ] {
            assert!(Destination::parse(link).is_err(), "{link}");
        }
    }
}
