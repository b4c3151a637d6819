//! What holds for every digest, whoever judged it: the contracts of DESIGN 4 and 5.1, checked on what the program prints.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::PathBuf,
};

use serde_json::Value;

use crate::support::{app::App, arxiv::Arxiv, days::Day};

/// The keys that an object must have; it may have more.
#[track_caller]
pub fn has_keys(what: &str, object: &Value, keys: &[&str]) {
    let present: Vec<&str> = object
        .as_object()
        .unwrap_or_else(|| panic!("{what} is no object: {object}"))
        .keys()
        .map(String::as_str)
        .collect();
    for key in keys {
        assert!(present.contains(key), "{what} has no {key:?}, only {present:?}");
    }
}

#[track_caller]
pub fn number(object: &Value, key: &str) -> u64 {
    object[key].as_u64().unwrap_or_else(|| panic!("{key} is no count in {object}"))
}

#[track_caller]
pub fn list<'a>(object: &'a Value, key: &str) -> &'a [Value] {
    object[key].as_array().unwrap_or_else(|| panic!("{key} is no list in {object}"))
}

#[track_caller]
pub fn text<'a>(object: &'a Value, key: &str) -> &'a str {
    object[key].as_str().unwrap_or_else(|| panic!("{key} is no text in {object}"))
}

/// Titles and abstracts as one line: the white space of a feed means nothing.
pub fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A stored day as the program prints it.
pub struct Printed {
    pub show: Value,
    pub ledger: Value,
    pub markdown: String,
}

impl Printed {
    pub fn of(app: &App, date: &str) -> Self {
        let markdown = app.run(&["show", "--date", date, "--format", "markdown"]);
        markdown.exits(0);
        Self {
            show: app.json(&["show", "--date", date]),
            ledger: app.json(&["ledger", "--date", date]),
            markdown: markdown.stdout,
        }
    }

    /// The ledger's rows of one state: id and rule.
    pub fn rules(&self, state: &str) -> BTreeMap<String, String> {
        let rows = list(&self.ledger, "papers").iter().filter(|row| row["state"] == state);
        rows.map(|row| (text(row, "id").to_owned(), text(row, "rule").to_owned())).collect()
    }
}

/// Everything that must hold of a finished digest of this day.
#[track_caller]
pub fn check_digest(printed: &Printed, day: &Day) {
    check_ledger(&printed.ledger, day);
    check_show(&printed.show, &printed.ledger, day);
    check_markdown(&printed.markdown, &printed.show, &printed.ledger);
}

#[track_caller]
fn check_ledger(ledger: &Value, day: &Day) {
    has_keys(
        "ledger",
        ledger,
        &["date", "announced", "judged", "filtered", "failed", "closed", "categories", "papers"],
    );
    assert_eq!(ledger["date"], day.date.to_string());
    assert_eq!(number(ledger, "announced"), day.ids().len() as u64, "announced is what arXiv served");
    assert_eq!(ledger["closed"], true);
    let mut seen = BTreeSet::new();
    let mut states: HashMap<&str, u64> = HashMap::new();
    for row in list(ledger, "papers") {
        has_keys("a paper of the ledger", row, &["id", "state", "rule", "reason", "rank"]);
        assert!(seen.insert(text(row, "id").to_owned()), "{} is in the ledger twice", row["id"]);
        *states.entry(text(row, "state")).or_default() += 1;
        assert!(row["rank"].is_u64() || row["rank"].is_null());
        let rule = text(row, "rule");
        match text(row, "state") {
            "judged" => assert!(rule.is_empty(), "{row}"),
            "filtered" => assert!(is_rule(rule), "{rule:?} is none of the rules of DESIGN 4"),
            "failed" => assert!(!rule.is_empty(), "{row}"),
            other => panic!("{other:?} is no state of a finished digest"),
        }
    }
    assert_eq!(seen, day.ids().into_iter().collect(), "every announced paper, and no other, is in the ledger");
    let mut of_categories: HashMap<&str, u64> = HashMap::new();
    for (category, tally) in ledger["categories"].as_object().expect("categories") {
        let parts = ["judged", "filtered", "failed"].map(|key| number(tally, key));
        assert_eq!(number(tally, "announced"), parts.iter().sum::<u64>(), "{category} does not close");
        for key in ["announced", "judged", "filtered", "failed"] {
            *of_categories.entry(key).or_default() += number(tally, key);
        }
    }
    for key in ["judged", "filtered", "failed"] {
        assert_eq!(number(ledger, key), states.get(key).copied().unwrap_or(0), "{key}");
    }
    for key in ["announced", "judged", "filtered", "failed"] {
        assert_eq!(number(ledger, key), of_categories[key], "{key} over all categories");
    }
    let sum = ["judged", "filtered", "failed"].map(|key| number(ledger, key)).iter().sum::<u64>();
    assert_eq!(number(ledger, "announced"), sum, "the ledger does not close");
}

fn is_rule(rule: &str) -> bool {
    let ranked = || {
        let (rank, of) = rule.strip_prefix("rank ")?.split_once(" of ")?;
        Some(rank.parse::<u32>().ok()? <= of.parse::<u32>().ok()?)
    };
    ["category", "cross-list", "replacement", "known", "no include term"].contains(&rule)
        || rule.strip_prefix("exclude: ").is_some_and(|term| !term.is_empty())
        || ranked() == Some(true)
}

#[track_caller]
fn check_show(show: &Value, ledger: &Value, day: &Day) {
    has_keys("show", show, &["date", "profile", "generated_at", "language", "counts", "trends", "papers"]);
    assert_eq!(show["date"], day.date.to_string());
    let served: HashMap<&str, _> = day.items.iter().map(|item| (item.id.as_str(), item)).collect();
    let counts = ["recommend", "borderline", "skip"].map(|key| number(&show["counts"], key));
    let papers = list(show, "papers");
    let states: HashMap<&str, &str> =
        list(ledger, "papers").iter().map(|r| (text(r, "id"), text(r, "state"))).collect();
    let mut judged = [0_u64; 3];
    let mut order = Vec::new();
    for paper in papers {
        let keys = ["id", "version", "title", "authors", "categories", "announce_type", "url", "abstract", "verdict"];
        has_keys("a paper of show", paper, &keys);
        let verdict = &paper["verdict"];
        let fields = [
            "decision",
            "reason",
            "translated_title",
            "pain_point",
            "application_value",
            "summary",
            "judged_by",
            "basis",
        ];
        for field in fields {
            text(verdict, field);
        }
        for field in ["keywords", "innovations", "flags"] {
            assert!(list(verdict, field).iter().all(Value::is_string), "{field} of {verdict}");
        }
        assert!(["abstract", "full_text"].contains(&text(verdict, "basis")), "{verdict}");
        let at = ["recommend", "borderline", "skip"]
            .iter()
            .position(|d| *d == text(verdict, "decision"))
            .expect("a decision");
        let id = text(paper, "id");
        let item = served.get(id).unwrap_or_else(|| panic!("{id} was never announced"));
        assert_eq!(paper["title"], folded(&item.title));
        assert_eq!(paper["abstract"], folded(&item.summary));
        assert_eq!(number(paper, "version"), u64::from(item.version));
        assert_eq!(list(paper, "categories").first().and_then(Value::as_str), Some(item.categories[0].as_str()));
        match states[id] {
            "judged" => {
                judged[at] += 1;
                order.push(at);
            }
            "failed" => {
                assert_eq!(text(verdict, "judged_by"), "builtin", "a failed paper carries the built-in verdict");
                order.push(3);
            }
            other => panic!("{id} is {other}, and listed"),
        }
    }
    assert_eq!(counts, judged, "counts are those of judged papers");
    assert_eq!(counts.iter().sum::<u64>(), number(ledger, "judged"));
    assert_eq!(papers.len() as u64, number(ledger, "judged") + number(ledger, "failed"));
    assert!(order.is_sorted(), "recommended first, failed last");
    for trend in list(show, "trends") {
        for field in ["emoji", "title", "observation"] {
            assert!(!text(trend, field).trim().is_empty(), "{trend}");
        }
        let inside = list(trend, "papers");
        assert!(!inside.is_empty(), "{trend}");
        assert!(
            inside.iter().all(|id| papers.iter().any(|p| p["id"] == *id)),
            "a trend of papers that are not listed: {trend}"
        );
    }
}

/// `> **推荐分布**：…` with its counts, as `index.md` writes it but for the escapes.
fn header(show: &Value, ledger: &Value) -> [String; 4] {
    let [recommend, borderline, skip] = ["recommend", "borderline", "skip"].map(|key| number(&show["counts"], key));
    let [announced, judged, filtered, failed] =
        ["announced", "judged", "filtered", "failed"].map(|key| number(ledger, key));
    [
        format!("> **论文数量**：{} 篇", list(show, "papers").len()),
        format!("> **推荐分布**：⭐推荐 {recommend} 篇 | 📌边缘可看 {borderline} 篇 | ❌不推荐 {skip} 篇"),
        format!("> **当日公告**：{announced} 篇，评审 {judged} 篇，过滤 {filtered} 篇，失败 {failed} 篇"),
        "> **自动生成**：By Arxiv_LLM_Daily Agent".to_owned(),
    ]
}

#[track_caller]
fn check_markdown(markdown: &str, show: &Value, ledger: &Value) {
    let lines: Vec<&str> = markdown.lines().collect();
    assert_eq!(lines[..2], ["# Arxiv LLM 每日研报", ""]);
    let time = lines[2].strip_prefix("> **更新时间**：").expect("the time");
    let shape: String = time.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    assert_eq!(shape, "0000-00-00 00:00:00");
    assert_eq!(lines[3..7], header(show, ledger));
    assert!(lines.contains(&"## 📊 今日趋势速览 (Trend Analysis)"));
    assert!(lines.contains(&"## 📝 论文详细列表"));
    let last = lines.iter().rev().find(|line| !line.is_empty()).expect("a footer");
    assert!(last.starts_with("*Generated by AI Agent based on arXiv (") && last.ends_with(")*"), "{last}");
    let count = |start: &str| lines.iter().filter(|line| line.starts_with(start)).count();
    let papers = list(show, "papers");
    for field in [
        "- **中文标题**: ",
        "- **Link**: ",
        "- **推荐决策:** ",
        "- **决策理由:** ",
        "- **关键词:** ",
        "- **核心痛点:** ",
        "- **应用价值:** ",
        "- **总结:** ",
        "- **技术创新:** ",
    ] {
        assert_eq!(count(field), papers.len(), "papers with {field}");
    }
    // An unknown translation is an empty field; the title itself must stand there, numbered from 1.
    let headings: Vec<&str> = lines
        .iter()
        .filter_map(|line| line.strip_prefix("## ")?.split_once(". "))
        .filter(|(number, _)| number.parse::<u32>().is_ok())
        .map(|(_, title)| title)
        .collect();
    let titles: Vec<&str> = papers.iter().map(|paper| text(paper, "title")).collect();
    assert_eq!(headings, titles, "the papers in the order of show");
    let failed = number(ledger, "failed");
    assert_eq!(markdown.contains("未能评审"), failed > 0, "failed papers have a section of their own");
    assert_eq!(count("> **赛道观察：**"), list(show, "trends").len());
}

/// `run --json` told its progress as objects, and the last one is the end with its counts.
#[track_caller]
pub fn check_events(events: &[Value], ledger: &Value) {
    let last = events.last().expect("at least one event");
    assert_eq!(last["event"], "finished", "{last}");
    for key in ["date", "announced", "judged", "filtered", "failed"] {
        assert_eq!(last[key], ledger[key], "{key}");
    }
    for event in events {
        assert!(event["event"].is_string(), "{event}");
    }
    assert!(events[..events.len() - 1].iter().all(|event| event["event"] != "finished"));
}

/// The file of the database.
pub fn database(app: &App) -> PathBuf {
    let files = std::fs::read_dir(app.data()).unwrap().map(|entry| entry.unwrap().path());
    let is_database = |path: &PathBuf| std::fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"SQLite format 3\0"));
    files.into_iter().find(is_database).expect("a database")
}

/// The rows of tables that a second run may not touch.
pub fn kept_rows(app: &App) -> Vec<String> {
    let connection = rusqlite::Connection::open(database(app)).unwrap();
    let names = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let mut all = Vec::new();
    for table in names("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    {
        // A log of runs may grow; what runs made may not.
        if table == "runs" {
            continue;
        }
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<_> = (0..columns).map(|n| format!("{:?}", row.get_ref(n).unwrap())).collect();
            all.push(format!("{table}: {}", values.join(", ")));
        }
    }
    all.sort();
    assert!(all.len() > 10, "the database is not understood: {all:?}");
    all
}

/// Requests for the daily feed.
pub fn feed_requests(arxiv: &Arxiv) -> usize {
    arxiv.requests().iter().filter(|r| r.path.starts_with("/rss/") || r.path.starts_with("/atom/")).count()
}
