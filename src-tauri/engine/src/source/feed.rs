//! arXiv's daily feed, RSS 2.0 or Atom. Source: <https://info.arxiv.org/help/rss_specifications.html>.
//!
//! feed-rs reads the feed; what it leaves out of arXiv's extensions (authors in Atom, the announce type) is picked up by a
//! second walk over the same bytes.

use std::{collections::HashMap, sync::LazyLock};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use quick_xml::{Reader, escape::unescape, events::Event};
use regex::Regex;
use url::Url;

use crate::{
    clock::ARXIV_ZONE,
    error::{Code, Error, Result},
    paper::{AnnounceType, Announced, ArxivId, Paper},
};

/// arXiv's feed carries no more items than this.
pub const CAP: usize = 2_000;

/// One answer of the daily feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// arXiv's mailing date, as the feed says it.
    pub date: Date,
    /// Each paper once, in the feed's order.
    pub papers: Vec<Announced>,
    pub capped: bool,
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

#[allow(clippy::expect_used, reason = "a literal of ours, covered by the tests")]
static DESCRIPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*arXiv:(\S+)\s+Announce Type:\s*([a-z-]+)\s*(?:Abstract:\s*)?").expect("a valid pattern")
});

/// Reads a feed. Anything that is not a whole feed of arXiv's is an error: half a list would be a wrong ledger.
pub fn parse(bytes: &[u8]) -> Result<Feed> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(512)])
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return Err(not_a_feed("a web page came instead of the feed; some networks answer with a page of their own"));
    }
    if head.contains("<!doctype") {
        return Err(not_a_feed("the feed declares entities of its own, which arXiv's never does"));
    }
    let extensions = extensions(bytes).map_err(|why| not_a_feed(&why))?;
    let feed = feed_rs::parser::parse(bytes).map_err(|err| not_a_feed(&format!("the XML cannot be read ({err})")))?;
    let published = feed.published.or(feed.updated).map(|time| time.timestamp());
    let date = published
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .and_then(|time| Some(time.to_zoned(TimeZone::get(ARXIV_ZONE).ok()?).date()))
        .ok_or_else(|| not_a_feed("the feed does not say its date"))?;
    let mut papers: Vec<Announced> = Vec::with_capacity(feed.entries.len());
    let mut places: HashMap<ArxivId, usize> = HashMap::new();
    for entry in &feed.entries {
        let announced = announced(entry, extensions.get(&entry.id))?;
        match places.get(&announced.paper.id) {
            // The same paper in two of the categories: a new paper is new, whatever the other list calls it.
            Some(&place) if order(announced.announce_type) < order(papers[place].announce_type) => {
                papers[place] = announced
            }
            Some(_) => {}
            None => {
                places.insert(announced.paper.id.clone(), papers.len());
                papers.push(announced);
            }
        }
    }
    Ok(Feed { date, papers, capped: feed.entries.len() >= 2_000 })
}

fn order(announce_type: AnnounceType) -> u8 {
    match announce_type {
        AnnounceType::New => 0,
        AnnounceType::Cross => 1,
        AnnounceType::Replace => 2,
        AnnounceType::ReplaceCross => 3,
    }
}

fn announced(entry: &feed_rs::model::Entry, extension: Option<&Extension>) -> Result<Announced> {
    let description = entry.summary.as_ref().map_or("", |text| text.content.as_str());
    let parts = DESCRIPTION.captures(description);
    let link = entry.links.first().map(|link| link.href.as_str());
    let named = [Some(entry.id.as_str()), parts.as_ref().and_then(|p| p.get(1)).map(|m| m.as_str()), link];
    let mut identified = named.into_iter().flatten().filter_map(|text| ArxivId::parse_versioned(text).ok());
    let (id, version) = identified.next().ok_or_else(|| {
        not_a_feed(&format!("an entry has no arXiv identifier ({:?})", entry.id.chars().take(80).collect::<String>()))
    })?;
    let version = version.or_else(|| identified.find_map(|(_, version)| version)).unwrap_or(1);
    let announce_type = extension
        .and_then(|extension| extension.announce_type.as_deref())
        .or(parts.as_ref().and_then(|p| p.get(2)).map(|m| m.as_str()))
        .unwrap_or("new");
    let announce_type = announce_type
        .parse()
        .map_err(|_| not_a_feed(&format!("{id} is announced as {announce_type:?}, which is none of arXiv's types")))?;
    let summary = parts.as_ref().and_then(|p| p.get(0)).map_or(description, |whole| &description[whole.end()..]);
    let url = format!("https://arxiv.org/abs/{id}");
    let title = entry.title.as_ref().map_or("", |text| text.content.as_str());
    let mut categories: Vec<String> = Vec::new();
    for term in entry.categories.iter().flat_map(|c| c.term.split([',', ' '])).filter(|term| !term.is_empty()) {
        if !categories.iter().any(|known| known == term) {
            categories.push(term.to_owned());
        }
    }
    let paper = Paper {
        id,
        version,
        title: one_line(title),
        authors: authors(extension.map_or("", |extension| extension.creators.as_str())),
        categories,
        summary: one_line(summary),
        comment: None,
        url,
    };
    Ok(Announced { paper, announce_type })
}

/// Splits arXiv's list of creators at its commas, but not inside the brackets of an affiliation.
fn authors(creators: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let split = creators.split(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0
    });
    split.map(one_line).filter(|name| !name.is_empty()).collect()
}

/// Folds white space; titles and abstracts come with the line breaks of their submission form.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn not_a_feed(why: &str) -> Error {
    Error::new(
        Code::NotAFeed,
        format!("No papers were stored: the answer is not arXiv's daily feed: {why}."),
        "Try again in some minutes; if it stays, check arxiv.rss_url and arxiv.categories in the settings.",
    )
}

/// What arXiv says of an entry beyond RSS and Atom.
#[derive(Default)]
struct Extension {
    creators: String,
    announce_type: Option<String>,
}

/// Walks over the feed for arXiv's extensions, by the entry's id. Also notices a document that ends too early.
fn extensions(bytes: &[u8]) -> std::result::Result<HashMap<String, Extension>, String> {
    let mut reader = Reader::from_reader(bytes);
    let mut found = HashMap::new();
    let mut open: Vec<String> = Vec::new();
    let mut entry: Option<(String, Extension)> = None;
    let mut text = String::new();
    let mut buffer = Vec::new();
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(|err| format!("the XML cannot be read ({err})"))?;
        match event {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                if matches!(name.as_str(), "item" | "entry") {
                    entry = Some((String::new(), Extension::default()));
                }
                open.push(name);
                text.clear();
            }
            Event::Text(part) => text.push_str(&part),
            Event::CData(part) => text.push_str(&part),
            Event::GeneralRef(reference) => {
                let written = format!("&{};", &*reference);
                let resolved =
                    unescape(&written).map_err(|_| format!("the feed uses {written}, which it does not define"))?;
                text.push_str(&resolved);
            }
            Event::End(end) => {
                let name = end.local_name().as_ref().to_owned();
                open.pop();
                match (name.as_str(), &mut entry) {
                    ("item" | "entry", done) => {
                        if let Some((id, extension)) = done.take() {
                            found.insert(id, extension);
                        }
                    }
                    ("guid" | "id", Some((id, _))) => *id = text.trim().to_owned(),
                    ("creator", Some((_, extension))) => {
                        if !extension.creators.is_empty() {
                            extension.creators.push_str(", ");
                        }
                        extension.creators.push_str(text.trim());
                    }
                    ("announce_type", Some((_, extension))) => extension.announce_type = Some(text.trim().to_owned()),
                    _ => {}
                }
                text.clear();
            }
            Event::Eof if open.is_empty() => return Ok(found),
            Event::Eof => return Err("it breaks off in the middle".into()),
            Event::Empty(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => {}
        }
        buffer.clear();
    }
}

#[cfg(test)]
mod tests;
