//! arXiv's daily feed: RSS 2.0 and Atom, and the RSS 1.0 of before 2024. Source:
//! <https://info.arxiv.org/help/rss_specifications.html>.
//!
//! Why not feed-rs, which reads other feeds (`other`): it drops what arXiv adds to RSS and Atom (authors in Atom, the announce
//! type), so that its work would have to be done twice, and it copies every text several times. One walk that borrows from
//! the bytes takes less than three times as long as looking at them at all (`make bench`).

use std::{
    borrow::Cow,
    collections::{HashMap, hash_map::Entry},
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use url::Url;

use super::{
    not_an_answer,
    text::{self, authors, one_line},
    xml::{Step, Why, decode, walk},
};
use crate::{
    clock::ARXIV_ZONE,
    error::{Error, Result},
    paper::{AnnounceType, Announced, ArxivId, Paper},
};

/// arXiv's feed carries no more items than this, and leaves the rest away without a word. Source:
/// <https://info.arxiv.org/help/rss.html>.
pub const CAP: usize = 2_000;

/// One answer of the daily feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// arXiv's mailing date, as the feed says it.
    pub date: Date,
    /// Each paper once, in the feed's order.
    pub papers: Vec<Announced>,
    /// The feed has as many items as it can have: there may be more, which only the second source knows.
    pub capped: bool,
    /// Some bytes were no text in the character set that the feed declares; they are shown as `�`.
    pub damaged: bool,
}

/// The address of the feed of all categories, in one request.
pub fn address(rss_url: &Url, categories: &[String]) -> Result<Url> {
    if categories.is_empty() {
        return Err(Error::usage(
            "arxiv.categories is empty: there is nothing to fetch.",
            "Choose some, for instance: arxiv-llm-daily config set arxiv.categories '[\"cs.CL\", \"cs.AI\"]'",
        ));
    }
    let base = rss_url.as_str().trim_end_matches('/');
    let base = if base.ends_with("/rss") || base.ends_with("/atom") { base.to_owned() } else { format!("{base}/rss") };
    Url::parse(&format!("{base}/{}", categories.join("+"))).map_err(|err| Error::defect(err.to_string()))
}

/// Reads a feed. Anything that is not a whole feed of arXiv's is an error: half a list would be a wrong ledger.
pub fn parse(bytes: &[u8]) -> Result<Feed> {
    let (text, damaged) = decode(bytes).map_err(|why| not_a_feed(&why))?;
    // An item is seldom shorter: one allocation instead of a dozen, each of which would copy what is there.
    let mut papers: Vec<Announced> = Vec::with_capacity((text.len() / 1_500).min(CAP));
    let mut items = 0;
    let mut root = Root::Unknown;
    let mut dates = Dates::default();
    let mut entry: Option<Draft<'_>> = None;
    walk(&text, |step| {
        match step {
            Step::Open(name, attributes) => match (name, &mut entry) {
                (name, _) if root == Root::Unknown => root = Root::of(name)?,
                ("item" | "entry", entry) => {
                    let id = attributes.get("about").map_or(Cow::Borrowed(""), Cow::Owned);
                    *entry = Some(Draft { id, ..Draft::default() });
                }
                ("category", Some(entry)) => entry.categories.extend(attributes.get("term").map(Cow::Owned)),
                ("link", Some(entry)) if entry.link.is_empty() => {
                    entry.link = attributes.get("href").map_or(Cow::Borrowed(""), Cow::Owned);
                }
                _ => {}
            },
            Step::Close("item" | "entry", _) => {
                items += 1;
                let Some(draft) = entry.take() else { return Ok(()) };
                let draft = if root == Root::Rdf { rdf::modernised(draft)? } else { draft };
                papers.push(draft.announced()?);
            }
            Step::Close(name, text) => match &mut entry {
                Some(entry) => entry.close(name, text),
                None => dates.close(name, &text),
            },
        }
        Ok(())
    })
    .map_err(|why| not_a_feed(&why))?;
    let date = dates.mailing_date(root).ok_or_else(|| not_a_feed("it does not say its date"))?;
    Ok(Feed { date, papers: each_once(papers), capped: items >= CAP, damaged })
}

/// The same paper in two of the categories stands at its first place: a new paper is new, whatever the other list calls it.
fn each_once(papers: Vec<Announced>) -> Vec<Announced> {
    let mut places: HashMap<&str, usize> = HashMap::with_capacity(papers.len());
    // For each paper, at its first place, which of its items says most.
    let mut chosen: Vec<usize> = Vec::with_capacity(papers.len());
    for (item, announced) in papers.iter().enumerate() {
        match places.entry(announced.paper.id.as_str()) {
            Entry::Vacant(vacant) => {
                vacant.insert(chosen.len());
                chosen.push(item);
            }
            Entry::Occupied(place) => {
                let before = &mut chosen[*place.get()];
                if order(announced.announce_type) < order(papers[*before].announce_type) {
                    *before = item;
                }
            }
        }
    }
    if chosen.len() == papers.len() {
        return papers;
    }
    let mut papers: Vec<Option<Announced>> = papers.into_iter().map(Some).collect();
    chosen.into_iter().filter_map(|item| papers[item].take()).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Root {
    Unknown,
    Rss,
    Atom,
    Rdf,
}

impl Root {
    fn of(name: &str) -> std::result::Result<Self, Why> {
        match name {
            "rss" => Ok(Self::Rss),
            "feed" => Ok(Self::Atom),
            "RDF" => Ok(Self::Rdf),
            other => Err(format!("its first element is {other:?}")),
        }
    }
}

/// When the feed says that it was made.
#[derive(Default)]
struct Dates {
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
}

impl Dates {
    fn close(&mut self, name: &str, text: &str) {
        let text = text.trim();
        let rfc2822 = || jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok();
        match name {
            "pubDate" | "published" => self.published = rfc2822().or_else(|| text.parse().ok()),
            "lastBuildDate" => self.updated = rfc2822(),
            "updated" | "date" => self.updated = text.parse().ok(),
            _ => {}
        }
    }

    fn mailing_date(&self, root: Root) -> Option<Date> {
        let time = self.published.or(self.updated)?.to_zoned(TimeZone::get(ARXIV_ZONE).ok()?);
        // The old feed was made with the announcement, on the evening before the mailing date.
        if root == Root::Rdf && time.hour() >= 20 { time.date().tomorrow().ok() } else { Some(time.date()) }
    }
}

fn order(announce_type: AnnounceType) -> u8 {
    match announce_type {
        AnnounceType::New => 0,
        AnnounceType::Cross => 1,
        AnnounceType::Replace => 2,
        AnnounceType::ReplaceCross => 3,
    }
}

/// An entry that is being read.
#[derive(Default)]
struct Draft<'t> {
    id: Cow<'t, str>,
    link: Cow<'t, str>,
    title: Cow<'t, str>,
    description: Cow<'t, str>,
    creators: Cow<'t, str>,
    announce_type: Option<Cow<'t, str>>,
    categories: Vec<Cow<'t, str>>,
}

impl<'t> Draft<'t> {
    fn close(&mut self, name: &str, text: Cow<'t, str>) {
        match name {
            "guid" | "id" => self.id = text,
            "link" if self.link.is_empty() => self.link = text,
            "title" => self.title = text,
            "description" | "summary" => self.description = text,
            "creator" if self.creators.is_empty() => self.creators = text,
            "creator" => {
                self.creators.to_mut().push_str(", ");
                self.creators.to_mut().push_str(&text);
            }
            "announce_type" => self.announce_type = Some(text),
            "category" => self.categories.push(text),
            _ => {}
        }
    }

    fn announced(self) -> std::result::Result<Announced, Why> {
        let described = described(&self.description);
        let named = [Some(self.id.as_ref()), described.as_ref().map(|(id, ..)| *id), Some(self.link.as_ref())];
        let mut identified = named.into_iter().flatten().filter_map(|text| ArxivId::parse_versioned(text).ok());
        let (id, version) = identified.next().ok_or_else(|| {
            format!("an entry has no arXiv identifier ({:?})", self.id.chars().take(80).collect::<String>())
        })?;
        let version = version.or_else(|| identified.find_map(|(_, version)| version)).unwrap_or(1);
        let announce_type = self.announce_type.as_deref().map(str::trim);
        let announce_type = announce_type.or(described.as_ref().map(|(_, kind, _)| *kind)).unwrap_or("new");
        let announce_type = announce_type
            .parse()
            .map_err(|_| format!("{id} is announced as {announce_type:?}, which is none of arXiv's types"))?;
        let summary = described.as_ref().map_or(self.description.as_ref(), |(_, _, summary)| summary);
        let mut categories: Vec<String> = Vec::with_capacity(self.categories.len());
        for term in self.categories.iter().flat_map(|text| text::categories(text)) {
            if !categories.iter().any(|known| known == term) {
                categories.push(term.to_owned());
            }
        }
        let paper = Paper {
            version,
            title: one_line(&self.title),
            authors: authors(&self.creators),
            categories,
            summary: one_line(summary),
            comment: None,
            url: ["https://arxiv.org/abs/", id.as_str()].concat(),
            id,
        };
        Ok(Announced { paper, announce_type })
    }
}

/// The parts of `arXiv:2604.22002v1 Announce Type: new \nAbstract: Social media…`: identifier, type, abstract.
fn described(description: &str) -> Option<(&str, &str, &str)> {
    let rest = description.trim_start().strip_prefix("arXiv:")?;
    let (id, rest) = rest.split_once(char::is_whitespace)?;
    let rest = rest.trim_start().strip_prefix("Announce Type:")?.trim_start();
    let (kind, rest) = rest.split_at(rest.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(rest.len()));
    let rest = rest.trim_start();
    Some((id, kind, rest.strip_prefix("Abstract:").unwrap_or(rest).trim_start()))
}

fn not_a_feed(why: &str) -> Error {
    not_an_answer(
        "arXiv's daily feed",
        why,
        "Try again in some minutes; if it stays, check arxiv.rss_url and arxiv.categories in the settings.",
    )
}

mod rdf;

pub(super) use rdf::without_tags;
#[cfg(test)]
mod tests;
