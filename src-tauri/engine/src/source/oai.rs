//! OAI-PMH 2.0, the second source: what changed on which day, with every version. Sources:
//! <https://info.arxiv.org/help/oa/index.html>, <https://www.openarchives.org/OAI/openarchivesprotocol.html>.

use std::collections::{HashMap, HashSet};

use jiff::{Timestamp, civil::Date};
use url::Url;

use super::{
    Record, is_withdrawn, not_an_answer,
    text::{authors, categories, one_line, plain_name},
    utc_date,
    xml::{Step, Why, decode, walk},
};
use crate::{
    error::{Code, Error, Result},
    net::Fetch,
    paper::{ArxivId, Paper},
    settings::Settings,
};

/// One answer holds about a thousand records, and the busiest weekday of all of arXiv changes a few thousand.
const MOST_PAGES: usize = 60;

/// How arXiv writes a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefix {
    /// Authors one by one, dates without versions.
    Arxiv,
    /// Every version with its time; authors in one line.
    ArxivRaw,
}

impl Prefix {
    fn as_str(self) -> &'static str {
        match self {
            Self::Arxiv => "arXiv",
            Self::ArxivRaw => "arXivRaw",
        }
    }
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    pub records: Vec<Record>,
    /// To ask for the next page with.
    pub token: Option<String>,
    /// The error that OAI-PMH reports inside of a good answer: its code and its text.
    pub error: Option<(String, String)>,
}

/// The records whose datestamp lies from `from` to `until` (both included, UTC), each once, with their versions. A set is
/// one of `sets`; None is all of arXiv. Deleted records are in the list, marked.
///
/// An expired resumption token costs one new beginning; a list that does not end is an error, never half a list.
pub async fn list(
    fetch: &dyn Fetch,
    settings: &Settings,
    from: Date,
    until: Date,
    set: Option<&str>,
) -> Result<Vec<Record>> {
    list_as(fetch, settings, Prefix::ArxivRaw, from, until, set).await
}

/// Like `list`, in a format of your choice.
pub async fn list_as(
    fetch: &dyn Fetch,
    settings: &Settings,
    prefix: Prefix,
    from: Date,
    until: Date,
    set: Option<&str>,
) -> Result<Vec<Record>> {
    let (from, until) = (from.to_string(), until.to_string());
    let mut first =
        vec![("verb", "ListRecords"), ("metadataPrefix", prefix.as_str()), ("from", &from), ("until", &until)];
    first.extend(set.map(|set| ("set", set)));
    let mut address = with_query(&settings.arxiv.oai_url, &first);
    let mut records: Vec<Record> = Vec::new();
    let mut places: HashMap<ArxivId, usize> = HashMap::new();
    let mut tokens: HashSet<String> = HashSet::new();
    let mut begun_again = false;
    for _ in 0..MOST_PAGES {
        let page = parse(&fetch.get(&address).await?)?;
        match page.error.as_ref().map(|(code, _)| code.as_str()) {
            None => {}
            Some("noRecordsMatch") => return Ok(records),
            // What was had so far is kept: the new list brings it again.
            Some("badResumptionToken") if !begun_again => {
                begun_again = true;
                tokens.clear();
                address = with_query(&settings.arxiv.oai_url, &first);
                continue;
            }
            Some(_) => return Err(reported(page.error)),
        }
        for record in page.records {
            match places.get(&record.paper.id) {
                Some(&place) => records[place] = record,
                None => {
                    places.insert(record.paper.id.clone(), records.len());
                    records.push(record);
                }
            }
        }
        let Some(token) = page.token else { return Ok(records) };
        if !tokens.insert(token.clone()) {
            return Err(endless("it gives the same page again and again"));
        }
        address = with_query(&settings.arxiv.oai_url, &[("verb", "ListRecords"), ("resumptionToken", &token)]);
    }
    Err(endless("its list does not end"))
}

/// What arXiv knows of one work, with its versions; None when it has no such work.
pub async fn record(fetch: &dyn Fetch, settings: &Settings, id: &ArxivId) -> Result<Option<Record>> {
    let identifier = format!("oai:arXiv.org:{id}");
    let query = [("verb", "GetRecord"), ("metadataPrefix", "arXivRaw"), ("identifier", identifier.as_str())];
    let page = parse(&fetch.get(&with_query(&settings.arxiv.oai_url, &query)).await?)?;
    match page.error.as_ref().map(|(code, _)| code.as_str()) {
        None => Ok(page.records.into_iter().next()),
        Some("idDoesNotExist") => Ok(None),
        Some(_) => Err(reported(page.error)),
    }
}

/// The sets that hold these categories: `cs.CL` and `cs.AI` are in `cs`, `hep-th` in `physics:hep-th`. A set holds the
/// cross-lists into it too. Source: <https://info.arxiv.org/help/oa/index.html>, "Sets".
pub fn sets(categories: &[String]) -> Vec<String> {
    // The archives that are groups of their own; all others belong to physics.
    const GROUPS: [&str; 7] = ["cs", "econ", "eess", "math", "q-bio", "q-fin", "stat"];
    let mut sets: Vec<String> = Vec::new();
    for category in categories {
        let archive = category.split('.').next().unwrap_or(category);
        let set = if GROUPS.contains(&archive) { archive.to_owned() } else { format!("physics:{archive}") };
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    sets
}

fn with_query(base: &Url, query: &[(&str, &str)]) -> Url {
    let mut address = base.clone();
    address.query_pairs_mut().clear().extend_pairs(query);
    address
}

fn endless(why: &str) -> Error {
    Error::new(
        Code::Unavailable,
        format!("No papers were stored: arXiv's OAI-PMH service is in trouble: {why}."),
        "Try again later; nothing was stored.",
    )
}

fn reported(error: Option<(String, String)>) -> Error {
    let (code, text) = error.unwrap_or_default();
    let message = format!("No papers were stored: arXiv's OAI-PMH service reports {code}: {text}");
    match code.as_str() {
        "badResumptionToken" => Error::new(Code::Unavailable, message, "Try again later; nothing was stored."),
        _ => Error::new(Code::NotAFeed, message, "Check arxiv.oai_url in the settings; nothing was stored."),
    }
}

fn not_oai(why: &str) -> Error {
    not_an_answer(
        "arXiv's OAI-PMH",
        why,
        "Try again in some minutes; if it stays, check arxiv.oai_url in the settings.",
    )
}

/// Reads one answer: a page of a list, one record, or an error. The Dublin Core of OAI-PMH has no versions and no
/// categories, and is refused.
pub fn parse(bytes: &[u8]) -> Result<Page> {
    let (text, _) = decode(bytes).map_err(|why| not_oai(&why))?;
    let mut page = Page::default();
    let mut root = String::new();
    let mut draft: Option<Draft> = None;
    let mut code = None;
    walk(&text, |step| {
        match step {
            Step::Open(name, attributes) => {
                if root.is_empty() {
                    root = name.to_owned();
                    if !matches!(name, "OAI-PMH" | "record") {
                        return Err(format!("its first element is {name:?}"));
                    }
                }
                match (name, &mut draft) {
                    ("record", _) => draft = Some(Draft::default()),
                    ("header", Some(draft)) => draft.deleted = attributes.get("status").as_deref() == Some("deleted"),
                    ("dc", Some(_)) => return Err("it is Dublin Core, which names no categories".into()),
                    ("author", Some(draft)) => draft.name = Name::default(),
                    ("version", Some(draft)) => draft.version = attributes.get("version").unwrap_or_default(),
                    ("error", None) => code = attributes.get("code"),
                    _ => {}
                }
            }
            Step::Close(name, text) => match (name, &mut draft) {
                ("record", done) => page.records.extend(done.take().map(Draft::record).transpose()?),
                (name, Some(draft)) => draft.close(name, &text)?,
                ("resumptionToken", None) => {
                    page.token = Some(text.trim().to_owned()).filter(|token| !token.is_empty())
                }
                ("error", None) => page.error = Some((code.take().unwrap_or_default(), one_line(&text))),
                _ => {}
            },
        }
        Ok(())
    })
    .map_err(|why| not_oai(&why))?;
    Ok(page)
}

/// A record that is being read.
#[derive(Default)]
struct Draft {
    identifier: String,
    datestamp: Option<Date>,
    deleted: bool,
    created: Option<Date>,
    updated: Option<Date>,
    /// `v3`, while its element is open.
    version: String,
    versions: Vec<(u32, Timestamp)>,
    /// arXiv's `I`, "ignore", of the newest version: there is nothing to read any more.
    ignored: bool,
    name: Name,
    authors: Vec<String>,
    title: String,
    categories: Vec<String>,
    comment: Option<String>,
    summary: String,
}

#[derive(Default)]
struct Name {
    key: String,
    fore: String,
    suffix: String,
}

impl Draft {
    fn close(&mut self, name: &str, text: &str) -> std::result::Result<(), Why> {
        match name {
            "identifier" => self.identifier = text.trim().to_owned(),
            "datestamp" => self.datestamp = Some(day(text)?),
            "created" => self.created = Some(day(text)?),
            "updated" => self.updated = Some(day(text)?),
            "date" => {
                let number = self.version.trim_start_matches('v').parse();
                let number = number.map_err(|_| format!("{} has the version {:?}", self.identifier, self.version))?;
                let time = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text.trim());
                let time = time.map_err(|_| format!("{} has a version of {:?}", self.identifier, text.trim()))?;
                self.versions.push((number, time));
            }
            "source_type" => self.ignored = text.contains('I'),
            "keyname" => self.name.key = text.to_owned(),
            "forenames" => self.name.fore = text.to_owned(),
            "suffix" => self.name.suffix = text.to_owned(),
            "author" => {
                let Name { key, fore, suffix } = &self.name;
                let name = plain_name(&format!("{fore} {key} {suffix}"));
                if !name.is_empty() {
                    self.authors.push(name);
                }
            }
            // In arXivRaw all authors are one line; in arXiv this closes the list of them.
            "authors" if self.authors.is_empty() => self.authors = authors(text),
            "title" => self.title = one_line(text),
            "categories" => self.categories = text.split_whitespace().flat_map(categories).map(str::to_owned).collect(),
            "comments" => self.comment = Some(one_line(text)).filter(|comment| !comment.is_empty()),
            "abstract" => self.summary = one_line(text),
            _ => {}
        }
        Ok(())
    }

    fn record(mut self) -> std::result::Result<Record, Why> {
        let id = self.identifier.parse::<ArxivId>();
        let id = id.map_err(|_| format!("a record has the identifier {:?}", one_line(&self.identifier)))?;
        if self.deleted {
            return Ok(Record::deleted(id, self.datestamp));
        }
        if self.title.is_empty() && self.categories.is_empty() {
            return Err(format!("the record of {id} has no metadata"));
        }
        self.versions.sort_unstable();
        if let Some((_, time)) = self.versions.first() {
            self.created = self.created.or(Some(utc_date(*time)));
        }
        if let [_, .., (_, time)] = self.versions[..] {
            self.updated = self.updated.or(Some(utc_date(time)));
        }
        let paper = Paper {
            version: self.versions.last().map_or(1, |(number, _)| *number),
            title: self.title,
            authors: self.authors,
            categories: self.categories,
            summary: self.summary,
            comment: self.comment,
            url: format!("https://arxiv.org/abs/{id}"),
            id,
        };
        Ok(Record {
            withdrawn: self.ignored || is_withdrawn(&paper),
            paper,
            datestamp: self.datestamp,
            created: self.created,
            updated: self.updated,
            versions: self.versions,
            deleted: false,
        })
    }
}

/// `2015-11-05`, or with a time behind it.
fn day(text: &str) -> std::result::Result<Date, Why> {
    let text = text.trim();
    text.get(..10).unwrap_or(text).parse().map_err(|_| format!("a record has the date {text:?}"))
}

#[cfg(test)]
pub(super) mod tests;
