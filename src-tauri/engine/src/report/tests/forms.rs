//! Every real report in other forms of its family: whatever was done to it on the way, each of its lines comes back, and
//! its papers are read.

use super::real;
use crate::report::{ImportedReport, Variant, read_bytes, write_back};

/// What a changed report must still say.
#[derive(Clone, Copy, PartialEq)]
enum Says {
    /// All that the unchanged one says.
    All,
    /// The same papers and decisions.
    Papers,
}

/// A form: what it is, how a report is brought into it, what it still says. No form adds `_` or `|`, so that a report
/// stays as escaped as it was.
type Form = (&'static str, fn(&str) -> String, Says);

fn each_line(text: &str, change: impl Fn(&str) -> String) -> String {
    text.split('\n').map(change).collect::<Vec<_>>().join("\n")
}

fn fields(text: &str, change: impl Fn(&str) -> String) -> String {
    each_line(text, |line| if line.starts_with("- **") { change(line) } else { line.to_owned() })
}

fn after(text: &str, begins: &str, added: &str) -> String {
    each_line(text, |line| if line.starts_with(begins) { format!("{line}\n{added}") } else { line.to_owned() })
}

fn before(text: &str, begins: &str, added: &str) -> String {
    each_line(text, |line| if line.starts_with(begins) { format!("{added}\n{line}") } else { line.to_owned() })
}

/// A field emptied in every report, the space after its colon kept.
fn emptied(text: &str, label: &str) -> String {
    fields(text, |line| if line.starts_with(label) { format!("{label} ") } else { line.to_owned() })
}

fn is_numbered(line: &str) -> bool {
    line.strip_prefix("## ").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

const CHART: &str = "<div style='flex: 1;'>\n<h4>研究热点分布</h4>\n<img src='img/a.png' alt='b' />\n</div>";

const FORMS: &[Form] = &[
    ("as it is", |text| text.to_owned(), Says::All),
    ("CRLF", |text| text.replace('\n', "\r\n"), Says::All),
    ("BOM", |text| format!("\u{FEFF}{text}"), Says::All),
    ("BOM and CRLF", |text| format!("\u{FEFF}{}", text.replace('\n', "\r\n")), Says::All),
    ("no line end", |text| text.trim_end().to_owned(), Says::All),
    (
        "no blank lines",
        |text| text.split('\n').filter(|l| !l.trim().is_empty()).collect::<Vec<_>>().join("\n"),
        Says::All,
    ),
    ("blank lines everywhere", |text| text[text.find("# Arxiv").unwrap()..].replace('\n', "\n\n"), Says::All),
    ("no rules", |text| text[text.find("# Arxiv").unwrap()..].replace("\n---", ""), Says::All),
    ("more rules", |text| text[text.find("# Arxiv").unwrap()..].replace("\n---\n", "\n---\n\n---\n"), Says::All),
    (
        "front matter with lists",
        |text| {
            let body = &text[text.find("# Arxiv").unwrap()..];
            format!(
                "---\nlayout: default\ntags:\n- arxiv\n- 研报\n标题: 研报\ncategories:\n  - llm\n# note\n---\n\n{body}"
            )
        },
        Says::All,
    ),
    (
        "wide colons in fields",
        |text| fields(text, |line| line.replacen(":**", "：**", 1).replacen("**:", "**：", 1)),
        Says::All,
    ),
    ("colons outside of the bold", |text| fields(text, |line| line.replacen(":** ", "**: ", 1)), Says::All),
    ("colons inside of the bold", |text| fields(text, |line| line.replacen("**: ", ":** ", 1)), Says::All),
    (
        "narrow colons in the header",
        |text| {
            each_line(
                text,
                |line| {
                    if line.starts_with("> **") { line.replacen("**：", "**: ", 1) } else { line.to_owned() }
                },
            )
        },
        Says::All,
    ),
    (
        "colons inside of the bold in the header",
        |text| {
            each_line(text, |line| {
                if line.starts_with("> **") { line.replacen("**：", "：** ", 1) } else { line.to_owned() }
            })
        },
        Says::All,
    ),
    (
        "no quote marks in the header",
        |text| {
            each_line(text, |line| {
                if line.starts_with("> **赛道") {
                    line.to_owned()
                } else {
                    line.strip_prefix("> ").unwrap_or(line).to_owned()
                }
            })
        },
        Says::All,
    ),
    ("spaces at the ends of lines", |text| fields(text, |line| format!("{line}  ")), Says::All),
    ("stars without a space", |text| text.replace(". ⭐ ", ". ⭐"), Says::All),
    ("keywords by commas", |text| fields(text, |line| line.replace('、', ", ")), Says::Papers),
    ("keywords by wide commas", |text| fields(text, |line| line.replace('、', "，")), Says::Papers),
    ("keywords by slashes", |text| fields(text, |line| line.replace('、', "/")), Says::Papers),
    ("keywords by semicolons", |text| fields(text, |line| line.replace('、', "；")), Says::Papers),
    ("keywords by spaces", |text| fields(text, |line| line.replace('、', " ")), Says::Papers),
    ("wide numbers of innovations", |text| fields(text, |line| line.replace(") ", "）")), Says::Papers),
    (
        "suffixes of trends",
        |text| {
            each_line(text, |line| {
                if line.starts_with("### ") {
                    format!("{line}（对应最大聚类，27 篇论文）")
                } else {
                    line.to_owned()
                }
            })
        },
        Says::Papers,
    ),
    ("a header that counts more", |text| text.replacen(" 篇\n", "9 篇\n", 1), Says::Papers),
    ("no translated titles", |text| emptied(text, "- **中文标题**:"), Says::Papers),
    ("no keywords", |text| emptied(text, "- **关键词:**"), Says::Papers),
    ("no summaries", |text| emptied(text, "- **总结:**"), Says::Papers),
    (
        "no innovations, and no space",
        |text| emptied(text, "- **技术创新:**").replace("技术创新:** \n", "技术创新:**\n"),
        Says::Papers,
    ),
    (
        "no pain points at all",
        |text| {
            each_line(text, |line| if line.starts_with("- **核心痛点:**") { String::new() } else { line.to_owned() })
        },
        Says::Papers,
    ),
    (
        "what a model thought, before the fields",
        |text| {
            each_line(text, |line| {
                if is_numbered(line) {
                    format!("{line}\n<think>\n\n好的，我来分析。\n</think>")
                } else {
                    line.to_owned()
                }
            })
        },
        Says::All,
    ),
    ("what a model thought, within a field", |text| after(text, "- **决策理由:**", "</think>\n\n又一段"), Says::Papers),
    ("a field that nobody knows", |text| after(text, "- **Link**:", "- **机构:** 某大学"), Says::All),
    ("lines between papers", |text| before(text, "---", "一行说明"), Says::Papers),
    ("a line under the title", |text| after(text, "# Arxiv", "\n一行说明"), Says::All),
    ("charts above the trends", |text| before(text, "## 📊", CHART), Says::All),
    ("charts above the papers", |text| after(text, "## 📝", CHART), Says::All),
    ("charts within the trends", |text| before(text, "### ", CHART), Says::All),
    ("lines after the end", |text| format!("{text}\n\n以上。\n"), Says::All),
    (
        "no trends",
        |text| {
            let [start, end] = ["## 📊", "## 📝"].map(|heading| text.find(heading).unwrap());
            format!("{}{}", &text[..start], &text[end..])
        },
        Says::Papers,
    ),
    ("no footer", |text| text[..text.find("*Generated").unwrap()].to_owned(), Says::Papers),
];

/// The lines that must come back, straight from the text.
fn lines(text: &str, escaped: bool) -> Vec<String> {
    let text = text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n");
    let mut lines = text.split('\n').peekable();
    if lines.peek() == Some(&"---") {
        lines.next();
        lines.by_ref().find(|line| *line == "---");
    }
    let is_chart = |line: &str| ["<div", "</div", "<h4", "<img"].iter().any(|tag| line.starts_with(tag));
    let kept = lines.filter(|line| !line.trim().is_empty() && line.trim() != "---" && !is_chart(line));
    kept.map(|line| if escaped { line.replace("\\_", "_").replace("\\|", "|") } else { line.to_owned() }).collect()
}

fn check_says(what: &str, says: Says, read: &ImportedReport, original: &ImportedReport) {
    let papers = |report: &ImportedReport| -> Vec<_> {
        let decision = |paper: &crate::report::ImportedPaper| paper.analysis.as_ref().map(|said| said.decision);
        report.papers.iter().map(|paper| (paper.id.clone(), paper.title.clone(), decision(paper))).collect()
    };
    assert_eq!(papers(read), papers(original), "{what}");
    assert_eq!((read.generated_at, read.date), (original.generated_at, original.date), "{what}");
    if says == Says::All {
        let said = |report: &ImportedReport| report.papers.iter().map(|p| p.analysis.clone()).collect::<Vec<_>>();
        assert_eq!(said(read), said(original), "{what}");
        assert_eq!((read.listed, read.counts), (original.listed, original.counts), "{what}");
        assert_eq!((&read.by, &read.categories), (&original.by, &original.categories), "{what}");
        assert_eq!(read.works_of_trends(), original.works_of_trends(), "{what}");
    }
}

#[test]
fn every_form_of_a_real_report_is_written_back_line_by_line() {
    let files = real::reports().into_iter().flatten().filter(|(name, _)| name.starts_with("summary_"));
    for (at, (name, bytes)) in files.enumerate() {
        let published = String::from_utf8(bytes).unwrap();
        let original = read_bytes(published.as_bytes(), Some(&name)).unwrap();
        let plain = published[published.find("# Arxiv").unwrap()..].replace("\\_", "_").replace("\\|", "|");
        for (number, (what, make, says)) in FORMS.iter().enumerate() {
            let escaped = (at + number) % 2 == 0;
            let text = make(if escaped { &published } else { &plain });
            let what = format!("{name}, {what}, escaped: {escaped}");
            let read = read_bytes(text.as_bytes(), None).unwrap_or_else(|err| panic!("{what}: {err}"));
            let written = write_back(&read);
            let charts = |line: &&str| ["<div", "</div", "<h4", "<img"].iter().any(|tag| line.starts_with(tag));
            assert!(!written.lines().any(|line| charts(&line)), "{what}");
            let kept = written.lines().filter(|line| !line.trim().is_empty() && line.trim() != "---");
            let expected = lines(&text, escaped);
            for (written, line) in kept.clone().zip(&expected) {
                assert_eq!(written, line, "{what}");
            }
            assert_eq!(kept.count(), expected.len(), "{what}");
            check_says(&what, *says, &read, &original);
            if text.contains("<div") {
                assert_eq!(read.variant, Variant::Charted, "{what}");
            }
            // Once more: what was written is a report that says the same.
            let again = read_bytes(written.as_bytes(), None).unwrap_or_else(|err| panic!("{what}: {err}"));
            assert_eq!(again.papers, read.papers, "{what}");
        }
    }
}
