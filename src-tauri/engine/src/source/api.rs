//! The query API, an Atom feed: works by identifier, and searches. Source:
//! <https://info.arxiv.org/help/api/user-manual.html>.

use std::collections::HashSet;

use jiff::{Timestamp, civil::Date};
use url::Url;

use super::{
    Record, is_withdrawn, not_an_answer,
    text::{categories, one_line, plain_name},
    utc_date,
    xml::{Step, Why, decode, walk},
};
use crate::{
    error::{Code, Error, Result},
    net::Fetch,
    paper::{ArxivId, Paper},
    settings::Settings,
};

/// Identifiers in one request: a longer address is refused by some proxies.
const IDS: usize = 100;
/// Results in one request. arXiv allows 2,000; half of it stays well below the limit of a body.
const RESULTS: usize = 1_000;
/// A page that is empty, or that says that there is nothing, is asked for this often before it is believed: arXiv now and
/// then answers so for what is there.
const ASKED: usize = 2;

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    pub records: Vec<Record>,
    /// How many there are in all, as arXiv says.
    pub total: usize,
    /// Entries in this answer, those that could not be used included.
    pub entries: usize,
    /// The text of an "Error" entry, which comes with a good status.
    pub error: Option<String>,
}

/// What arXiv knows of these works, in their newest version. What arXiv does not know, and entries of other feeds, are
/// not in the answer.
pub async fn by_ids(fetch: &dyn Fetch, settings: &Settings, ids: &[ArxivId]) -> Result<Vec<Record>> {
    let ids: Vec<&str> = ids.iter().filter(|id| id.is_arxiv()).map(ArxivId::as_str).collect();
    let mut records = Vec::with_capacity(ids.len());
    for part in ids.chunks(IDS) {
        let list = part.join(",");
        let most = part.len().to_string();
        let query = [("id_list", list.as_str()), ("start", "0"), ("max_results", most.as_str())];
        records.extend(believed(fetch, &with_query(&settings.arxiv.api_url, &query)).await?.records);
    }
    Ok(records)
}

/// The works that match a query of arXiv's own language (`all:"speech recognition" AND cat:cs.CL`), newest first, at most
/// `limit`.
pub async fn search(fetch: &dyn Fetch, settings: &Settings, query: &str, limit: usize) -> Result<Vec<Record>> {
    let mut records: Vec<Record> = Vec::new();
    let mut known: HashSet<ArxivId> = HashSet::new();
    let mut start = 0;
    while records.len() < limit {
        let (first, most) = (start.to_string(), RESULTS.min(limit - records.len()).to_string());
        let address = with_query(
            &settings.arxiv.api_url,
            &[
                ("search_query", query),
                ("start", &first),
                ("max_results", &most),
                ("sortBy", "submittedDate"),
                ("sortOrder", "descending"),
            ],
        );
        let page = believed(fetch, &address).await?;
        // A paper that is added while we page moves another to the next page, where it comes once more.
        records.extend(page.records.into_iter().filter(|record| known.insert(record.paper.id.clone())));
        start += page.entries;
        if page.entries == 0 && start < page.total.min(limit) {
            return Err(Error::new(
                Code::Unavailable,
                format!(
                    "No papers were stored: arXiv's query API gave {start} of {} results and then nothing.",
                    page.total
                ),
                "Try again in some minutes; nothing was stored.",
            ));
        }
        if page.entries == 0 || start >= page.total {
            break;
        }
    }
    Ok(records)
}

/// A reader's words in arXiv's own language: all of them wanted, `"a phrase"` together, `-word` not, `ti:`, `au:`, `abs:`,
/// `cat:` and the like as arXiv has them. A query that is in that language already stays as it is. None where nothing is
/// wanted.
pub fn wanted(query: &str) -> Option<String> {
    const FIELDS: [&str; 8] = ["all:", "ti:", "au:", "abs:", "co:", "jr:", "cat:", "id:"];
    let query = query.trim();
    if [" AND ", " OR ", " ANDNOT "].iter().any(|operator| query.contains(operator)) {
        return Some(query.to_owned());
    }
    // Odd pieces stand between quotation marks.
    let pieces = query.split('"').enumerate().flat_map(|(n, piece)| match n % 2 {
        0 => piece.split_whitespace().map(|word| (word, false)).collect(),
        _ => vec![(piece.trim(), true)],
    });
    let (mut with, mut without) = (Vec::new(), Vec::new());
    let mut before = "";
    for (piece, quoted) in pieces {
        // What stands before a phrase: `ti:"…"`, `-"…"`, `-ti:"…"`.
        let (before_this, word) = if quoted { (std::mem::take(&mut before), piece) } else { ("", piece) };
        if !quoted && (piece == "-" || FIELDS.contains(&piece.trim_start_matches('-'))) {
            before = piece;
            continue;
        }
        let (sign, rest) = match before_this.strip_prefix('-').or_else(|| word.strip_prefix('-').filter(|_| !quoted)) {
            Some(rest) => (true, rest),
            None => (false, if quoted { before_this } else { word }),
        };
        let (field, word) = match quoted {
            true => (FIELDS.iter().find(|field| rest == **field).copied(), word),
            false => match FIELDS.iter().find(|field| rest.starts_with(**field)) {
                Some(field) => (Some(*field), &rest[field.len()..]),
                None => (None, rest),
            },
        };
        if word.is_empty() {
            continue;
        }
        let word = if word.contains(char::is_whitespace) { format!("\"{word}\"") } else { word.to_owned() };
        let term = format!("{}{word}", field.unwrap_or("all:"));
        if sign { without.push(term) } else { with.push(term) }
    }
    if with.is_empty() {
        return None;
    }
    Some(std::iter::once(with.join(" AND ")).chain(without).collect::<Vec<_>>().join(" ANDNOT "))
}

/// The query for what was submitted from `since` to `until` (both included, UTC) in any of these categories.
pub fn submitted(categories: &[String], since: Date, until: Date) -> String {
    let categories: Vec<String> = categories.iter().map(|category| format!("cat:{category}")).collect();
    let day = |date: Date| date.strftime("%Y%m%d").to_string();
    let dates = format!("submittedDate:[{}0000 TO {}2359]", day(since), day(until));
    if categories.is_empty() { dates } else { format!("({}) AND {dates}", categories.join(" OR ")) }
}

/// A page; one that is empty although there should be something is asked for once more.
async fn believed(fetch: &dyn Fetch, address: &Url) -> Result<Page> {
    let mut page = Page::default();
    for _ in 0..ASKED {
        page = parse(&fetch.get(address).await?)?;
        if let Some(error) = page.error {
            return Err(Error::usage(
                format!("arXiv's query API refuses the question: {error}."),
                "Check the identifier or the query.",
            ));
        }
        if page.entries > 0 {
            break;
        }
    }
    Ok(page)
}

fn with_query(base: &Url, query: &[(&str, &str)]) -> Url {
    let mut address = base.clone();
    address.query_pairs_mut().clear().extend_pairs(query);
    address
}

fn not_the_api(why: &str) -> Error {
    not_an_answer(
        "arXiv's query API",
        why,
        "Try again in some minutes; if it stays, check arxiv.api_url in the settings.",
    )
}

/// Reads one answer.
pub fn parse(bytes: &[u8]) -> Result<Page> {
    if bytes.trim_ascii().starts_with(b"Rate exceeded") {
        return Err(Error::new(
            Code::Unavailable,
            "No papers were fetched: arXiv's query API says that this machine asks too often.",
            "Try again later; nothing was stored.",
        ));
    }
    let (text, _) = decode(bytes).map_err(|why| not_the_api(&why))?;
    let mut page = Page::default();
    let mut draft: Option<Draft> = None;
    let mut first = true;
    walk(&text, |step| {
        match step {
            Step::Open(name, attributes) => {
                if std::mem::take(&mut first) && name != "feed" {
                    return Err(format!("its first element is {name:?}"));
                }
                match (name, &mut draft) {
                    ("entry", _) => draft = Some(Draft::default()),
                    ("author", Some(draft)) => draft.in_author = true,
                    ("category", Some(draft)) => draft.category(&attributes.get("term").unwrap_or_default(), false),
                    ("primary_category", Some(draft)) => {
                        draft.category(&attributes.get("term").unwrap_or_default(), true);
                    }
                    ("link", Some(draft)) => draft.links.extend(attributes.get("href")),
                    _ => {}
                }
            }
            Step::Close("entry", _) => {
                page.entries += 1;
                match draft.take() {
                    Some(draft) if draft.id.contains("/api/errors") => page.error = Some(draft.summary),
                    Some(draft) => page.records.push(draft.record()?),
                    None => {}
                }
            }
            Step::Close("totalResults", text) => {
                page.total = text.trim().parse().map_err(|_| format!("it has {:?} results", text.trim()))?;
            }
            Step::Close(name, text) => {
                if let Some(draft) = &mut draft {
                    draft.close(name, &text)?;
                }
            }
        }
        Ok(())
    })
    .map_err(|why| not_the_api(&why))?;
    Ok(page)
}

/// An entry that is being read.
#[derive(Default)]
struct Draft {
    id: String,
    links: Vec<String>,
    title: String,
    summary: String,
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
    in_author: bool,
    authors: Vec<String>,
    categories: Vec<String>,
    comment: Option<String>,
}

impl Draft {
    fn category(&mut self, term: &str, primary: bool) {
        for (place, term) in categories(term).enumerate() {
            match self.categories.iter().position(|known| known == term) {
                Some(at) if primary && place == 0 => self.categories[..=at].rotate_right(1),
                Some(_) => {}
                None if primary && place == 0 => self.categories.insert(0, term.to_owned()),
                None => self.categories.push(term.to_owned()),
            }
        }
    }

    fn close(&mut self, name: &str, text: &str) -> std::result::Result<(), Why> {
        match name {
            "id" => self.id = text.trim().to_owned(),
            "title" => self.title = one_line(text),
            "summary" => self.summary = one_line(text),
            "published" => self.published = Some(time(text)?),
            "updated" => self.updated = Some(time(text)?),
            "author" => self.in_author = false,
            "name" if self.in_author => {
                let name = plain_name(text);
                // `:` is what is left of "DUNE Collaboration: B. Abi".
                if name.chars().any(char::is_alphanumeric) {
                    self.authors.push(name);
                }
            }
            "comment" => self.comment = Some(one_line(text)).filter(|comment| !comment.is_empty()),
            _ => {}
        }
        Ok(())
    }

    fn record(self) -> std::result::Result<Record, Why> {
        let mut named = std::iter::once(&self.id).chain(&self.links).filter_map(|t| ArxivId::parse_versioned(t).ok());
        let (id, version) = named.next().ok_or_else(|| {
            format!("an entry has no arXiv identifier ({:?})", self.id.chars().take(80).collect::<String>())
        })?;
        let same = id.clone();
        let version = version.or_else(|| named.find(|(id, _)| *id == same).and_then(|(_, version)| version));
        let version = version.unwrap_or(1);
        let mut versions: Vec<(u32, Timestamp)> = self.published.map(|time| (1, time)).into_iter().collect();
        if version > 1 {
            versions.extend(self.updated.map(|time| (version, time)));
        }
        let paper = Paper {
            version,
            title: self.title,
            authors: self.authors,
            categories: self.categories,
            summary: self.summary,
            comment: self.comment,
            url: format!("https://arxiv.org/abs/{id}"),
            id,
        };
        Ok(Record {
            withdrawn: is_withdrawn(&paper),
            paper,
            datestamp: None,
            created: self.published.map(utc_date),
            updated: self.updated.filter(|_| version > 1).map(utc_date),
            versions,
            deleted: false,
        })
    }
}

fn time(text: &str) -> std::result::Result<Timestamp, Why> {
    text.trim().parse().map_err(|_| format!("it has the time {:?}", text.trim()))
}

#[cfg(test)]
mod tests;
