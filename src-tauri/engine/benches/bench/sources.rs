//! A day of 2,000 papers on its way in: read from the feed, stored, put into the search index. Real papers where
//! REAL_DATA_DIR has them, for their formulas, names and words; else the sample day's sentences.

use std::{
    fmt::Write as _,
    fs::File,
    hint::black_box,
    io::{BufRead as _, BufReader},
    path::Path,
    time::{Duration, Instant},
};

use engine::{
    clock::{Clock as _, SystemClock},
    paper::{AnnounceType, Announced, Paper},
    source::feed,
    store::Store,
};

use super::{Line, TURNS, papers};

const PAPERS: usize = 2_000;

pub fn lines() -> Vec<Line> {
    let papers = real().unwrap_or_else(|| papers(PAPERS));
    assert_eq!(papers.len(), PAPERS);
    let feed_xml = feed_xml(&papers);
    let read = feed::parse(feed_xml.as_bytes()).expect("a feed");
    assert_eq!(read.papers.len(), PAPERS);
    if let Some((read, written)) = read.papers.iter().zip(&papers).find(|(read, written)| read.paper != **written) {
        panic!("not as written: {:#?}\n{written:#?}", read.paper);
    }
    let (bytes, again) = (feed_xml.clone(), feed_xml.clone());
    let copied = feed_xml.clone();
    let parse = Line {
        turns: 3 * TURNS,
        name: "parse a feed of 2,000 papers",
        against: "an XML tokeniser that only walks the same bytes",
        ours: Box::new(move || drop(black_box(feed::parse(feed_xml.as_bytes()).expect("a feed")))),
        reference: Box::new(move || walk(&bytes)),
    };
    let parse_borrowed = Line {
        turns: 3 * TURNS,
        name: "the same",
        against: "the same tokeniser where it need not copy",
        ours: Box::new(move || drop(black_box(feed::parse(copied.as_bytes()).expect("a feed")))),
        reference: Box::new(move || walk_borrowed(&again)),
    };

    let list: Vec<Announced> =
        papers.iter().map(|paper| Announced { paper: paper.clone(), announce_type: AnnounceType::New }).collect();
    let folder = tempfile::tempdir().expect("a temporary folder").keep();
    let stored = |name: &'static str, index: bool| {
        let (folder, list, mut turn) = (folder.clone(), list.clone(), 0);
        move || {
            turn += 1;
            let own = folder.join(format!("{name}-{turn}"));
            std::fs::create_dir(&own).expect("a folder");
            let store = Store::open(&own.join("digests.sqlite")).expect("a store");
            store
                .announce("2026-01-09".parse().expect("a date"), "bench", &[], SystemClock.now(), &list)
                .expect("stored");
            if index {
                let done = store.index_until(Instant::now() + Duration::from_secs(600)).expect("an index");
                assert!(done.current && done.indexed as usize == PAPERS, "{done:?}");
            }
            drop(store);
            std::fs::remove_dir_all(&own).expect("removed");
        }
    };
    let (plain, indexed) = (folder.join("plain.sqlite"), folder.join("indexed.sqlite"));
    let (rows, more) = (list.clone(), list.clone());
    let store = Line {
        turns: TURNS,
        name: "store a day of 2,000 papers",
        against: "the same rows into one bare table, one transaction",
        ours: Box::new(stored("stored", false)),
        reference: Box::new(move || insert_plain(&plain, "CREATE TABLE t (id, title, abstract, authors)", &rows)),
    };
    let store_indexed = Line {
        turns: TURNS,
        name: "store a day of 2,000 papers, search index included (aim: ours below 1,000 ms)",
        against: "the same rows into one bare FTS5 table, one transaction",
        ours: Box::new(stored("indexed", true)),
        reference: Box::new(move || {
            insert_plain(&indexed, "CREATE VIRTUAL TABLE t USING fts5 (id, title, abstract, authors)", &more);
        }),
    };
    vec![parse, parse_borrowed, store, store_indexed]
}

/// The newest papers of the recorded ones.
fn real() -> Option<Vec<Paper>> {
    let file = File::open(Path::new(&std::env::var_os("REAL_DATA_DIR")?).join("papers.jsonl.gz")).ok()?;
    let rows: Vec<String> =
        BufReader::new(flate2::read::MultiGzDecoder::new(file)).lines().collect::<Result<_, _>>().ok()?;
    let papers = rows.iter().rev().filter_map(|row| {
        let row: serde_json::Value = serde_json::from_str(row).expect("JSON");
        let text = |key: &str| row[key].as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let list = |key: &str| serde_json::from_value::<Vec<String>>(row[key].clone()).unwrap_or_default();
        let id = text("id");
        let paper = Paper {
            url: format!("https://arxiv.org/abs/{id}"),
            id: id.parse().expect("an id"),
            version: 1,
            title: text("title"),
            authors: list("authors"),
            categories: list("categories"),
            summary: text("abstract"),
            comment: None,
        };
        // A feed has its authors in one line, so that some names cannot come back as they were.
        let plain = |name: &String| name.chars().all(|c| c.is_alphabetic() || " .-'’".contains(c));
        let whole = paper.authors.iter().all(|name| plain(name) && !format!(" {name}").contains(" and "));
        (whole
            && !paper.authors.is_empty()
            && !paper.categories.is_empty()
            && !paper.title.is_empty()
            && !paper.summary.is_empty())
        .then_some(paper)
    });
    Some(papers.take(PAPERS).collect())
}

/// In the shape of arXiv's own, line by line.
fn feed_xml(papers: &[Paper]) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut xml = String::from(
        "<?xml version='1.0' encoding='UTF-8'?>\n<rss xmlns:arxiv=\"http://arxiv.org/schemas/atom\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" version=\"2.0\">\n  <channel>\n    \
         <title>cs.CL updates on arXiv.org</title>\n    <pubDate>Fri, 09 Jan 2026 00:00:00 -0500</pubDate>\n",
    );
    for paper in papers {
        let categories: String =
            paper.categories.iter().map(|name| format!("      <category>{name}</category>\n")).collect();
        let _ = write!(
            xml,
            "    <item>\n      <title>{}</title>\n      <link>{}</link>\n      <description>arXiv:{id}v1 Announce Type: new \n\
             Abstract: {}</description>\n      <guid isPermaLink=\"false\">oai:arXiv.org:{id}v1</guid>\n{categories}      \
             <pubDate>Fri, 09 Jan 2026 00:00:00 -0500</pubDate>\n      <arxiv:announce_type>new</arxiv:announce_type>\n      \
             <dc:rights>http://arxiv.org/licenses/nonexclusive-distrib/1.0/</dc:rights>\n      \
             <dc:creator>{}</dc:creator>\n    </item>\n",
            escape(&paper.title),
            paper.url,
            escape(&paper.summary),
            escape(&paper.authors.join(", ")),
            id = paper.id,
        );
    }
    xml + "  </channel>\n</rss>\n"
}

fn walk(xml: &str) {
    let mut reader = quick_xml::Reader::from_reader(xml.as_bytes());
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).expect("XML") {
            quick_xml::events::Event::Eof => return,
            event => drop(black_box(event)),
        }
        buffer.clear();
    }
}

fn walk_borrowed(xml: &str) {
    let mut reader = quick_xml::Reader::from_str(xml);
    loop {
        match reader.read_event().expect("XML") {
            quick_xml::events::Event::Eof => return,
            event => drop(black_box(event)),
        }
    }
}

fn insert_plain(path: &Path, table: &str, list: &[Announced]) {
    let mut connection = rusqlite::Connection::open(path).expect("a database");
    connection.execute_batch(&format!("DROP TABLE IF EXISTS t; {table}")).expect("a table");
    let transaction = connection.transaction().expect("a transaction");
    for announced in list {
        let paper = &announced.paper;
        let row = (paper.id.as_str(), &paper.title, &paper.summary, paper.authors.join(", "));
        transaction.execute("INSERT INTO t VALUES (?1, ?2, ?3, ?4)", row).expect("a row");
    }
    transaction.commit().expect("a commit");
}
