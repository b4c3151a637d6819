//! Citations, read back by the tools that people use: pybtex, rispy and citeproc-py, where they are installed (`scripts/setup.sh test` does).

use serde_json::{Value, json};

use super::{day, notes, outside};
use crate::{
    digest::{Digest, ListedPaper},
    export::{
        Entry, Notes,
        citation::{bibtex, csl_json, ris},
        entries,
        latex::latex,
    },
    report::{
        one_line,
        tests::made::{analysis, digest, id, paper},
    },
    verdict::{Decision, Language},
};

#[test]
fn text_for_latex() {
    let check = |text: &str, expected: &str| assert_eq!(latex(text), expected, "{text}");
    check("Plain", "Plain");
    check("100% of R&D #1 a_b", "100\\% of R\\&D \\#1 a\\_b");
    check("$O(n^2)$ and $\\alpha_{ij}$", "$O(n^2)$ and $\\alpha_{ij}$");
    check("costs $5 only", "costs \\$5 only");
    check("$5 and $\\beta$", "\\$5 and $\\beta$");
    check("$\\input{/etc/passwd}$", "\\$\\textbackslash{}input{/etc/passwd}\\$");
    check("\\write18{rm}", "\\textbackslash{}write18{rm}");
    check("$x% y$", "\\$x\\% y\\$");
    check("$^^5cinput$", "\\$\\textasciicircum{}\\textasciicircum{}5cinput\\$");
    check("$\\left( x$", "\\$\\textbackslash{}left( x\\$");
    check("{MoE} models", "{MoE} models");
    check("open { brace", "open \\textbraceleft{} brace");
    check("} close {", "\\textbraceright{} close \\textbraceleft{}");
    check("{$}$ x", "{\\$}\\$ x");
    check("caf\\'e and \\\"{o}", "caf\\'e and \\\"{o}");
    check("already 5\\% \\& so", "already 5\\% \\& so");
    check("a~b^c\\", "a\\textasciitilde{}b\\textasciicircum{}c\\textbackslash{}");
    check("数据\n合成", "数据 合成");
    check("$$", "\\$\\$");
}

fn listed(papers: Vec<ListedPaper>) -> Digest {
    digest(Language::Chinese, vec![], papers)
}

#[test]
fn a_bibtex_entry() {
    let mut work = paper("2601.00001", "On $x_1$ & {LLM}s", analysis(Decision::Skip));
    work.authors = vec!["Ada B. Lovelace".into(), "Ludwig van der Berg".into(), "The Llama Team".into()];
    work.verdict.analysis.keywords = vec!["甲".into()];
    let digests = [listed(vec![work])];
    let expected = "\
@misc{2601.00001,
  title = {On $x_1$ \\& {LLM}s},
  author = {Lovelace, Ada B. and van der Berg, Ludwig and {The Llama Team}},
  year = {2026},
  month = {1},
  doi = {10.48550/arXiv.2601.00001},
  eprint = {2601.00001},
  archiveprefix = {arXiv},
  primaryclass = {cs.CL},
  url = {https://arxiv.org/abs/2601.00001},
  keywords = {甲, 读过},
  annote = {笔记},
}

";
    assert_eq!(bibtex(&entries(&digests, &notes("笔记"))), expected);
}

#[test]
fn years() {
    let check = |work: &str, expected: Value| {
        let digests = [listed(vec![paper(work, "T", analysis(Decision::Skip))])];
        let read: Value = serde_json::from_str(&csl_json(&entries(&digests, &Notes::new())).unwrap()).unwrap();
        assert_eq!(read[0]["issued"]["date-parts"], expected, "{work}");
    };
    check("2601.00001", json!([[2026, 1]]));
    check("0704.0001", json!([[2007, 4]]));
    check("math.GT/0309136", json!([[2003, 9]]));
    check("hep-th/9901001", json!([[1999, 1]]));
    check("feed:0123456789abcdef0123456789abcdef", json!([[2026, 1]]));
}

#[test]
fn a_work_of_two_days_is_cited_once() {
    let digests = [day("旧"), day("新")];
    let notes = Notes::new();
    let all = entries(&digests, &notes);
    assert_eq!(bibtex(&all).matches("@misc{").count(), 3);
    assert!(bibtex(&all).contains("title = {新}"));
    assert_eq!(ris(&all).matches("ER  - ").count(), 3);
}

/// Papers that are hard to cite: hostile ones, and the odd ones of the real data.
fn hard() -> Vec<ListedPaper> {
    let texts = [
        "plain",
        "{",
        "}",
        "}{",
        "$",
        "$x",
        "\\",
        "a\\",
        "%",
        "a % b",
        "\"",
        "@misc{x,",
        "}\n\n@misc{evil, title={x}",
        "ER  - ",
        "x\nER  - \nTY  - JOUR",
        "  ",
        "$\\frac{1}{2}$",
        "\\end{document}",
        "<i>x</i>",
        "数据、合成",
        "a and b",
        "{a and b",
        "x, y, z",
    ];
    let mut papers: Vec<_> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| {
            let mut said = analysis(Decision::Skip);
            said.keywords = vec![(*text).to_owned()];
            let mut work = paper(&format!("2601.{at:05}"), &format!("{text} T"), said);
            work.authors = vec![format!("Ada {text} Lovelace"), "Second Author".to_owned()];
            work.summary = (*text).to_owned();
            work
        })
        .collect();
    let mut seen: std::collections::HashSet<_> = papers.iter().map(|p| p.id.clone()).collect();
    for line in odd_papers() {
        let value: Value = serde_json::from_str(&line).unwrap();
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let Ok(id) = text("id").parse() else { continue };
        let mut work = paper("2601.00001", &text("title"), analysis(Decision::Skip));
        (work.id, work.summary) = (id, text("abstract"));
        work.authors = match &value["authors"] {
            Value::Array(all) => all.iter().filter_map(|a| a.as_str().map(str::to_owned)).collect(),
            other => vec![other.as_str().unwrap_or_default().to_owned()],
        };
        if seen.insert(work.id.clone()) {
            papers.push(work);
        }
    }
    papers
}

fn odd_papers() -> Vec<String> {
    use std::io::BufRead as _;
    let Some(folder) = std::env::var_os("REAL_DATA_DIR") else {
        assert!(std::env::var_os("REQUIRE_REAL_DATA").is_none_or(|v| v != "1"), "REAL_DATA_DIR is not set");
        eprintln!("SKIPPED: the odd papers; REAL_DATA_DIR is not set");
        return vec![];
    };
    let file = std::fs::File::open(std::path::Path::new(&folder).join("odd-papers.jsonl.gz")).unwrap();
    std::io::BufReader::new(flate2::read::GzDecoder::new(file)).lines().map(|line| line.unwrap()).collect()
}

fn python(module: &str, program: &str, input: &str) -> Option<Value> {
    // `scripts/setup.sh test` puts it there.
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/citation-readers/bin/python");
    let own = std::path::Path::new(own).exists().then(|| own.to_owned());
    let python = std::env::var("PYTHON").ok().or(own).unwrap_or_else(|| "python3".to_owned());
    let probe = ["-c", &format!("import {module}")];
    outside(&python, &probe, &["-X", "utf8", "-W", "ignore", "-c", program], input)
}

fn with_hard(check: impl Fn(&[Entry], &[ListedPaper])) {
    let digests = [listed(hard())];
    let notes = notes("}{ $ \\ % 笔记\nER  - \n");
    check(&entries(&digests, &notes), &digests[0].papers);
}

#[test]
fn pybtex_reads_what_was_written() {
    let program = "
import sys, json
from pybtex import errors
errors.set_strict_mode(True)
from pybtex.database import parse_string
data = parse_string(sys.stdin.read(), 'bibtex')
print(json.dumps([[k, dict(e.fields), [str(p) for p in e.persons.get('author', [])]] for k, e in data.entries.items()]))";
    with_hard(|entries, papers| {
        let Some(read) = python("pybtex", program, &bibtex(entries)) else { return };
        let read = read.as_array().unwrap();
        assert_eq!(read.len(), papers.len());
        for (read, paper) in read.iter().zip(papers) {
            let fields = read[1].as_object().unwrap();
            let field = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
            assert_eq!(read[0], paper.id.as_str().replace('/', "-"));
            assert_eq!(field("eprint"), paper.id.as_str());
            assert_eq!(field("title"), latex(&paper.title), "{}", paper.title);
            assert_eq!(one_line(field("abstract")), latex(&paper.summary));
            let authors = paper.authors.iter().filter(|a| !a.trim().is_empty()).count();
            assert_eq!(read[2].as_array().unwrap().len(), authors, "{:?} {:?}", paper.authors, read[2]);
        }
    });
}

#[test]
fn rispy_reads_what_was_written() {
    let program = "
import sys, json, rispy
print(json.dumps(rispy.loads(sys.stdin.read())))";
    with_hard(|entries, papers| {
        let Some(read) = python("rispy", program, &ris(entries)) else { return };
        let read = read.as_array().unwrap();
        assert_eq!(read.len(), papers.len());
        for (read, paper) in read.iter().zip(papers) {
            assert_eq!(read["id"], paper.id.as_str().replace('/', "-"));
            assert_eq!(read["type_of_reference"], "UNPB");
            assert_eq!(read["title"], one_line(&paper.title));
            assert_eq!(read["abstract"].as_str().unwrap_or_default(), one_line(&paper.summary));
            let authors = paper.authors.iter().filter(|a| !a.trim().is_empty()).count();
            assert_eq!(read["authors"].as_array().map_or(0, Vec::len), authors);
        }
    });
}

#[test]
fn citeproc_reads_what_was_written() {
    let program = "
import sys, json
from citeproc.source.json import CiteProcJSON
source = CiteProcJSON(json.load(sys.stdin))
print(json.dumps([[key, str(ref.title), len(ref.author) if 'author' in ref else 0] for key, ref in source.items()]))";
    with_hard(|entries, papers| {
        let Some(read) = python("citeproc", program, &csl_json(entries).unwrap()) else { return };
        let read = read.as_array().unwrap();
        assert_eq!(read.len(), papers.len());
        for (read, paper) in read.iter().zip(papers) {
            assert_eq!(read[0], paper.id.as_str().replace('/', "-").to_lowercase());
            let authors = paper.authors.iter().filter(|a| !a.trim().is_empty()).count();
            assert_eq!(read[2], authors);
        }
    });
}

#[test]
fn addresses_of_other_feeds_are_web_addresses() {
    let check = |url: &str, expected: Option<&str>| {
        let mut work = paper("feed:0123456789abcdef0123456789abcdef", "T", analysis(Decision::Skip));
        work.url = url.to_owned();
        work.id = id("feed:0123456789abcdef0123456789abcdef");
        let digests = [listed(vec![work])];
        let read: Value = serde_json::from_str(&csl_json(&entries(&digests, &Notes::new())).unwrap()).unwrap();
        assert_eq!(read[0].get("URL").and_then(Value::as_str), expected);
    };
    check("https://blog.example/1", Some("https://blog.example/1"));
    check("javascript:alert(1)", None);
    check("https://blog.example/{x}", Some("https://blog.example/%7Bx%7D"));
}
