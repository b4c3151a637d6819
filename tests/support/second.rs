//! The second sources of the fake arXiv, in the shape of the recorded answers: the query API's Atom of 2026 and OAI-PMH.
//!
//! They know every day that was published or remembered. As with arXiv, a record has one datestamp: the mailing date of
//! its last listing. A paper of Monday that is replaced on Thursday is in Thursday's list, with the times of both versions.

use std::{collections::BTreeMap, fmt::Write as _};

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, Weekday},
    tz::TimeZone,
};

use super::{
    arxiv::escape,
    days::{Announced, Day, Kind},
};

/// A work as arXiv knows it after all these days.
struct Work {
    item: Announced,
    datestamp: Date,
    /// When each version was submitted.
    versions: Vec<Timestamp>,
    deleted: bool,
}

fn at_noon(date: Date) -> Timestamp {
    date.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).expect("a noon").timestamp()
}

/// What is announced on a mailing date was submitted on the weekday before.
fn submitted(mailed: Date) -> Timestamp {
    let mut date = mailed.saturating_sub(1.day());
    while matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
        date = date.saturating_sub(1.day());
    }
    at_noon(date)
}

/// The first day of the month that an identifier names.
fn month(id: &str) -> Date {
    let digits: String = id.rsplit('/').next().unwrap_or(id).chars().take(4).collect();
    let (year, month) = (digits[..2].parse::<i16>().expect("a year"), digits[2..].parse().expect("a month"));
    Date::new(if year > 90 { 1900 + year } else { 2000 + year }, month, 1).expect("a month")
}

fn works(history: &BTreeMap<Date, Day>, deleted: &BTreeMap<String, Date>) -> BTreeMap<String, Work> {
    let mut works: BTreeMap<String, Work> = BTreeMap::new();
    for day in history.values() {
        for item in &day.items {
            let now = submitted(day.date);
            match works.get_mut(&item.id) {
                Some(work) => {
                    while work.versions.len() < item.version as usize {
                        work.versions.push(now);
                    }
                    work.item = item.clone();
                    work.datestamp = day.date;
                }
                None => {
                    let first = if item.kind == Kind::New { now } else { at_noon(month(&item.id)) };
                    let mut versions = vec![first];
                    while versions.len() < item.version as usize {
                        versions.push(now);
                    }
                    works.insert(
                        item.id.clone(),
                        Work { item: item.clone(), datestamp: day.date, versions, deleted: false },
                    );
                }
            }
        }
    }
    for (id, date) in deleted {
        if let Some(work) = works.get_mut(id) {
            work.deleted = true;
            work.datestamp = *date;
        }
    }
    works
}

/// What one request asks for, by name.
pub fn query(text: &str) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

/// The answer of the query API.
pub fn api(
    asked: &BTreeMap<String, String>,
    history: &BTreeMap<Date, Day>,
    deleted: &BTreeMap<String, Date>,
) -> String {
    let works = works(history, deleted);
    let text = |key: &str| asked.get(key).map_or("", String::as_str);
    let number = |key: &str, default: usize| text(key).parse().unwrap_or(default);
    let (start, most) = (number("start", 0), number("max_results", 10).min(2_000));
    let mut found: Vec<(&Work, usize)> = Vec::new();
    if text("id_list").is_empty() {
        found.extend(works.values().filter(|work| matches(work, text("search_query"))).map(|w| (w, w.versions.len())));
        found.sort_by(|(a, _), (b, _)| (b.versions[0], &b.item.id).cmp(&(a.versions[0], &a.item.id)));
    } else {
        for written in text("id_list").split(',') {
            let (id, version) = written.rsplit_once('v').unwrap_or((written, ""));
            if !id.chars().any(|c| c.is_ascii_digit()) || id.contains(' ') {
                return error_entry(written);
            }
            if let Some(work) = works.get(id) {
                found.push((work, version.parse().unwrap_or(work.versions.len()).min(work.versions.len())));
            }
        }
    }
    found.retain(|(work, _)| !work.deleted);
    let total = found.len();
    let entries: String = found.iter().skip(start).take(most).map(|(work, version)| entry(work, *version)).collect();
    atom(text("search_query"), start, most, total, &entries)
}

/// A page of the query API that says that there is nothing.
pub fn empty_page() -> String {
    atom("all:nothing", 0, 10, 0, "")
}

/// What the query API answers, with status 200, to an identifier that it does not understand.
pub fn error_entry(id: &str) -> String {
    let entry = format!(
        "  <entry>\n    <id>https://arxiv.org/api/errors#incorrect_id_format_for_{id}</id>\n    <title>Error</title>\n    \
         <updated>2026-01-09T01:00:00Z</updated>\n    <link href=\"https://arxiv.org/api/errors#incorrect_id_format_for_{id}\" \
         rel=\"alternate\" type=\"text/html\"/>\n    <summary>incorrect id format for {id}</summary>\n    <author>\n      \
         <name>arXiv api core</name>\n    </author>\n  </entry>\n"
    );
    atom("", 0, 10, 1, &entry)
}

fn atom(query: &str, start: usize, most: usize, total: usize, entries: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\" \
         xmlns:arxiv=\"http://arxiv.org/schemas/atom\" xmlns=\"http://www.w3.org/2005/Atom\">\n  \
         <id>https://arxiv.org/api/fake</id>\n  <title>arXiv Query: search_query={}&amp;start={start}&amp;max_results={most}</title>\n  \
         <updated>2026-01-09T01:00:00Z</updated>\n  \
         <opensearch:itemsPerPage>{most}</opensearch:itemsPerPage>\n  <opensearch:totalResults>{total}</opensearch:totalResults>\n  \
         <opensearch:startIndex>{start}</opensearch:startIndex>\n{entries}</feed>\n",
        escape(query)
    )
}

fn entry(work: &Work, version: usize) -> String {
    let Announced { id, title, summary, authors, categories, .. } = &work.item;
    let mut out = format!(
        "  <entry>\n    <id>http://arxiv.org/abs/{id}v{version}</id>\n    <title>{}</title>\n    <updated>{}</updated>\n    \
         <link href=\"https://arxiv.org/abs/{id}v{version}\" rel=\"alternate\" type=\"text/html\"/>\n    \
         <link href=\"https://arxiv.org/pdf/{id}v{version}\" rel=\"related\" type=\"application/pdf\" title=\"pdf\"/>\n    \
         <summary>{}</summary>\n",
        escape(title),
        work.versions[version.max(1) - 1],
        escape(summary),
    );
    for category in categories {
        let _ = writeln!(out, "    <category term=\"{category}\" scheme=\"http://arxiv.org/schemas/atom\"/>");
    }
    let _ = writeln!(out, "    <published>{}</published>", work.versions[0]);
    let _ = writeln!(out, "    <arxiv:primary_category term=\"{}\"/>", categories[0]);
    for author in authors {
        let _ = writeln!(out, "    <author>\n      <name>{}</name>\n    </author>", escape(author));
    }
    out + "  </entry>\n"
}

/// `A AND (B OR C)`, where each is `cat:`, `submittedDate:[… TO …]`, or a field with a word or a phrase.
fn matches(work: &Work, query: &str) -> bool {
    query.split(" AND ").all(|clause| clause.trim_matches(['(', ')']).split(" OR ").any(|term| meets(work, term)))
}

fn meets(work: &Work, term: &str) -> bool {
    let (field, value) = term.split_once(':').unwrap_or(("all", term));
    let value = value.trim_matches('"').to_lowercase();
    let item = &work.item;
    let has = |text: &str| text.to_lowercase().contains(&value);
    match field {
        "cat" => item.categories.iter().any(|c| c.to_lowercase() == value),
        "ti" => has(&item.title),
        "abs" => has(&item.summary),
        "au" => item.authors.iter().any(|author| has(author)),
        "submittedDate" => {
            let written = work.versions[0].strftime("%Y%m%d%H%M").to_string();
            let (from, until) = value.trim_matches(['[', ']']).split_once(" to ").expect("a range of dates");
            (from..=until).contains(&written.as_str())
        }
        _ => has(&item.title) || has(&item.summary) || item.authors.iter().any(|author| has(author)),
    }
}

/// The answer of OAI-PMH, at most `page` records of a list at once.
pub fn oai(
    asked: &BTreeMap<String, String>,
    history: &BTreeMap<Date, Day>,
    deleted: &BTreeMap<String, Date>,
    page: usize,
) -> String {
    let works = works(history, deleted);
    let text = |key: &str| asked.get(key).map_or("", String::as_str);
    let prefix_known = |prefix: &str| matches!(prefix, "arXiv" | "arXivRaw");
    match text("verb") {
        "GetRecord" if !prefix_known(text("metadataPrefix")) => oai_error("cannotDisseminateFormat", "no such format"),
        "GetRecord" => match works.get(text("identifier").trim_start_matches("oai:arXiv.org:")) {
            Some(work) => oai_answer(&format!("<GetRecord>\n{}</GetRecord>\n", record(work, text("metadataPrefix")))),
            None => oai_error("idDoesNotExist", "Identifier has correct form but does not correspond to an item"),
        },
        "ListRecords" => {
            // A token holds the question and how far it got.
            let token = text("resumptionToken");
            let parts: Vec<&str> = if token.is_empty() {
                vec![text("from"), text("until"), text("set"), text("metadataPrefix"), "0"]
            } else {
                token.split('|').collect()
            };
            let [from, until, set, prefix, start] = parts[..] else {
                return oai_error("badResumptionToken", "The resumption token is invalid or expired");
            };
            if !prefix_known(prefix) {
                return oai_error("cannotDisseminateFormat", "no such format");
            }
            let start: usize = start.parse().unwrap_or(0);
            let listed: Vec<&Work> = works
                .values()
                .filter(|work| {
                    let date = work.datestamp.to_string();
                    (from.is_empty() || *from <= *date) && (until.is_empty() || *date <= *until)
                })
                .filter(|work| set.is_empty() || sets(work).iter().any(|own| own == set))
                .collect();
            if listed.is_empty() {
                return oai_error("noRecordsMatch", "No records match");
            }
            let records: String = listed.iter().skip(start).take(page).map(|work| record(work, prefix)).collect();
            let next = if start + page < listed.len() {
                format!("{from}|{until}|{set}|{prefix}|{}", start + page)
            } else {
                String::new()
            };
            let token = if listed.len() <= page {
                String::new()
            } else {
                format!(
                    "<resumptionToken cursor=\"{start}\" completeListSize=\"{}\">{next}</resumptionToken>\n",
                    listed.len()
                )
            };
            oai_answer(&format!("<ListRecords>\n{records}{token}</ListRecords>\n"))
        }
        other => oai_error("badVerb", &format!("{other} is no verb of this fake")),
    }
}

/// An error of OAI-PMH, which comes with status 200.
pub fn oai_error(code: &str, text: &str) -> String {
    oai_answer(&format!("<error code=\"{code}\">{text}</error>\n"))
}

fn oai_answer(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/ \
         http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd\">\n<responseDate>2026-01-09T02:00:00Z</responseDate>\n\
         <request>http://oaipmh.arxiv.org/oai</request>\n{inside}</OAI-PMH>\n"
    )
}

fn sets(work: &Work) -> Vec<String> {
    const GROUPS: [&str; 7] = ["cs", "econ", "eess", "math", "q-bio", "q-fin", "stat"];
    let mut sets: Vec<String> = Vec::new();
    for category in &work.item.categories {
        let archive = category.split('.').next().expect("an archive");
        let set = if GROUPS.contains(&archive) { archive.to_owned() } else { format!("physics:{archive}") };
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    sets
}

fn record(work: &Work, prefix: &str) -> String {
    let Announced { id, title, summary, authors, categories, .. } = &work.item;
    let status = if work.deleted { " status=\"deleted\"" } else { "" };
    let sets: String = sets(work).iter().map(|set| format!(" <setSpec>{set}</setSpec>\n")).collect();
    let header = format!(
        "<record>\n<header{status}>\n <identifier>oai:arXiv.org:{id}</identifier>\n <datestamp>{}</datestamp>\n{sets}</header>\n",
        work.datestamp
    );
    if work.deleted {
        return header + "</record>\n";
    }
    let (title, summary, categories) = (escape(title), escape(summary), categories.join(" "));
    let dates: String = match (prefix, &work.versions[..]) {
        ("arXivRaw", versions) => {
            let version = |(number, time): (usize, &Timestamp)| {
                let date = time.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S GMT");
                format!(
                    "<version version=\"v{}\"><date>{date}</date><size>401kb</size><source_type>D</source_type></version>",
                    number + 1
                )
            };
            versions.iter().enumerate().map(version).collect()
        }
        (_, [only]) => format!("<created>{}</created>", only.strftime("%Y-%m-%d")),
        (_, versions) => format!(
            "<created>{}</created><updated>{}</updated>",
            versions[0].strftime("%Y-%m-%d"),
            versions[versions.len() - 1].strftime("%Y-%m-%d")
        ),
    };
    let authors = if prefix == "arXivRaw" {
        // arXiv's line of authors: commas, and "and" before the last.
        let names: Vec<String> = authors.iter().map(|name| escape(name)).collect();
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => names.concat(),
        }
    } else {
        let author = |name: &String| {
            let (fore, key) = name.rsplit_once(' ').unwrap_or(("", name));
            let fore = if fore.is_empty() { String::new() } else { format!("<forenames>{}</forenames>", escape(fore)) };
            format!("<author><keyname>{}</keyname>{fore}</author>", escape(key))
        };
        authors.iter().map(author).collect()
    };
    format!(
        "{header}<metadata>\n <{prefix} xmlns=\"http://arxiv.org/OAI/{prefix}/\">\n <id>{id}</id>{dates}<title>{title}</title>\
         <authors>{authors}</authors><categories>{categories}</categories>\
         <license>http://arxiv.org/licenses/nonexclusive-distrib/1.0/</license><abstract>  {summary}\n</abstract></{prefix}>\n\
         </metadata>\n</record>\n"
    )
}
