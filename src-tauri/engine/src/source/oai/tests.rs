use std::sync::Mutex;

use super::*;
use crate::net::Pending;

/// Answers by script, and keeps what was asked for.
pub(crate) struct Scripted {
    answers: Mutex<Vec<String>>,
    pub asked: Mutex<Vec<String>>,
}

impl Scripted {
    pub fn new(answers: &[&str]) -> Self {
        let answers = answers.iter().rev().map(|answer| (*answer).to_owned()).collect();
        Self { answers: Mutex::new(answers), asked: Mutex::default() }
    }
}

impl Fetch for Scripted {
    fn get<'a>(&'a self, address: &'a Url) -> Pending<'a, Result<Vec<u8>>> {
        self.asked.lock().unwrap().push(address.query().unwrap_or_default().to_owned());
        let answer = self.answers.lock().unwrap().pop().expect("another request was made");
        Box::pin(async move { Ok(answer.into_bytes()) })
    }
}

fn answer(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">\
         <responseDate>2026-01-09T02:00:00Z</responseDate><request verb=\"ListRecords\">https://oaipmh.arxiv.org/oai</request>\
         {inside}</OAI-PMH>"
    )
}

fn raw(id: &str, versions: &[(&str, &str)], comment: &str) -> String {
    let versions: String = versions
        .iter()
        .map(|(number, date)| {
            format!("<version version=\"{number}\"><date>{date}</date><size>12kb</size><source_type>D</source_type></version>")
        })
        .collect();
    format!(
        "<record><header><identifier>oai:arXiv.org:{id}</identifier><datestamp>2026-01-09</datestamp><setSpec>cs</setSpec></header>\
         <metadata><arXivRaw xmlns=\"http://arxiv.org/OAI/arXivRaw/\"><id>{id}</id><submitter>A</submitter>{versions}\
         <title>On\n  {id}</title><authors>Ada Lin (Oslo), M\\'elodie Wu and C. Fox</authors><categories>cs.CL cs.AI</categories>\
         <comments>{comment}</comments><abstract>  First &lt; second.\n</abstract></arXivRaw></metadata></record>"
    )
}

fn token(token: &str) -> String {
    format!("<resumptionToken cursor=\"0\" completeListSize=\"3\">{token}</resumptionToken>")
}

fn error(code: &str) -> String {
    answer(&format!("<error code=\"{code}\">Because of {code}.</error>"))
}

fn page(records: &[String], next: &str) -> String {
    answer(&format!("<ListRecords>{}{}</ListRecords>", records.concat(), token(next)))
}

fn listed(answers: &[&str]) -> (Result<Vec<Record>>, Vec<String>) {
    let fetch = Scripted::new(answers);
    let (from, until) = ("2026-01-08".parse().unwrap(), "2026-01-09".parse().unwrap());
    let list = run(list(&fetch, &Settings::default(), from, until, Some("cs")));
    let asked = fetch.asked.lock().unwrap().clone();
    (list, asked)
}

pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

const V1: (&str, &str) = ("v1", "Thu, 08 Jan 2026 03:41:50 GMT");
const V2: (&str, &str) = ("v2", "Fri, 09 Jan 2026 01:00:00 GMT");

#[test]
fn a_list_is_paged_and_every_record_is_there_once() {
    let first = page(&[raw("2601.00001", &[V1], "9 pages"), raw("math/0309136", &[V1, V2], "")], "t|2");
    let deleted = "<record><header status=\"deleted\"><identifier>oai:arXiv.org:2601.00003</identifier>\
                   <datestamp>2026-01-09</datestamp></header></record>";
    let last = page(&[raw("2601.00001", &[V1, V2], "withdrawn"), deleted.to_owned()], "");
    let (list, asked) = listed(&[&first, &last]);
    let list = list.unwrap();
    assert_eq!(
        asked,
        [
            "verb=ListRecords&metadataPrefix=arXivRaw&from=2026-01-08&until=2026-01-09&set=cs",
            "verb=ListRecords&resumptionToken=t%7C2"
        ]
    );
    let told: Vec<_> =
        list.iter().map(|r| (r.paper.id.as_str(), r.paper.version, r.versions.len(), r.withdrawn, r.deleted)).collect();
    assert_eq!(
        told,
        [("2601.00001", 2, 2, true, false), ("math/0309136", 2, 2, false, false), ("2601.00003", 1, 0, false, true)]
    );
    let old = &list[1];
    assert_eq!(old.paper.title, "On math/0309136");
    assert_eq!(old.paper.authors, ["Ada Lin", "Mélodie Wu", "C. Fox"]);
    assert_eq!(old.paper.categories, ["cs.CL", "cs.AI"]);
    assert_eq!(old.paper.summary, "First < second.");
    assert_eq!(old.paper.comment, None);
    assert_eq!(old.versions[0].1.to_string(), "2026-01-08T03:41:50Z");
    assert_eq!(
        (old.created.unwrap().to_string(), old.updated.unwrap().to_string()),
        ("2026-01-08".into(), "2026-01-09".into())
    );
    assert_eq!(old.datestamp.unwrap().to_string(), "2026-01-09");
}

#[test]
fn errors_inside_of_good_answers() {
    let one = page(&[raw("2601.00001", &[V1], "")], "t|2");
    let two = page(&[raw("2601.00002", &[V1], "")], "");
    let expired = error("badResumptionToken");
    // Nothing on these days.
    assert_eq!(listed(&[&error("noRecordsMatch")]).0.unwrap(), []);
    // A token that expired: once more from the beginning, and nothing twice.
    let (list, asked) = listed(&[&one, &expired, &one, &two]);
    assert_eq!(list.unwrap().len(), 2);
    assert_eq!(asked[0], asked[2]);
    // Twice is too much: no half list.
    let check = |answers: &[&str], code: Code, says: &str| {
        let failed = listed(answers).0.unwrap_err();
        assert_eq!(failed.code, code, "{failed}");
        assert!(failed.message.contains(says), "{failed}");
    };
    check(&[&one, &expired, &one, &expired], Code::Unavailable, "badResumptionToken");
    check(&[&error("badArgument")], Code::NotAFeed, "Because of badArgument.");
    check(&[&one, &one], Code::Unavailable, "again and again");
    check(&["Rate exceeded."], Code::NotAFeed, "Rate exceeded.");
    check(&[""], Code::NotAFeed, "empty");
    check(&["<html><body>503</body></html>"], Code::NotAFeed, "web page");
    check(&["<rss version='2.0'></rss>"], Code::NotAFeed, "rss");
    check(&[&one[..one.len() / 2]], Code::NotAFeed, "breaks off");
    check(&[&one.replace("On", "&lol;")], Code::NotAFeed, "&lol;");
    check(&[&one.replace("2026-01-09<", "yesterday<")], Code::NotAFeed, "yesterday");
    check(&[&one.replace("oai:arXiv.org:2601.00001", "oai:elsewhere:1")], Code::NotAFeed, "oai:elsewhere:1");
    let endless: Vec<String> =
        (0..=MOST_PAGES).map(|n| page(&[raw("2601.00001", &[V1], "")], &format!("t|{n}"))).collect();
    check(&endless.iter().map(String::as_str).collect::<Vec<_>>(), Code::Unavailable, "does not end");
}

#[test]
fn one_record() {
    let ask = |answer: &str| {
        let fetch = Scripted::new(&[answer]);
        let id = "math/0309136".parse().unwrap();
        let record = run(record(&fetch, &Settings::default(), &id));
        assert_eq!(
            fetch.asked.lock().unwrap()[..],
            ["verb=GetRecord&metadataPrefix=arXivRaw&identifier=oai%3AarXiv.org%3Amath%2F0309136"]
        );
        record
    };
    let found = ask(&answer(&format!("<GetRecord>{}</GetRecord>", raw("math/0309136", &[V2, V1], "")))).unwrap();
    assert_eq!(found.unwrap().versions.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(ask(&error("idDoesNotExist")).unwrap(), None);
    assert_eq!(ask(&error("badVerb")).unwrap_err().code, Code::NotAFeed);
}

#[test]
fn the_sets_of_categories() {
    let check = |categories: &[&str], expected: &[&str]| {
        assert_eq!(sets(&categories.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>()), expected);
    };
    check(&["cs.CL", "cs.AI", "stat.ML"], &["cs", "stat"]);
    check(
        &["hep-th", "astro-ph.CO", "math-ph", "math.GT"],
        &["physics:hep-th", "physics:astro-ph", "physics:math-ph", "math"],
    );
    check(&[], &[]);
}

proptest::proptest! {
    #[test]
    fn no_damage_makes_it_panic(at in 0..1_000_usize, byte: u8) {
        let mut bytes = page(&[raw("2601.00001", &[V1, V2], "x")], "t").into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(page) = parse(&bytes) {
            proptest::prop_assert!(page.records.len() <= 1);
        }
    }
}
