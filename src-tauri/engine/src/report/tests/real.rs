//! Every real report, written again and compared with the file itself.

use std::{fs, path::PathBuf};

use crate::report::{ImportedReport, Variant, Warning, is_archive, read_bytes, write_back};

/// The folder of recorded reports, unless there is none here.
pub fn reports() -> Option<Vec<(String, Vec<u8>)>> {
    let Some(folder) = std::env::var_os("REAL_DATA_DIR") else {
        assert!(std::env::var_os("REQUIRE_REAL_DATA").is_none_or(|v| v != "1"), "REAL_DATA_DIR is not set");
        eprintln!("SKIPPED: REAL_DATA_DIR is not set");
        return None;
    };
    let folder = PathBuf::from(folder).join("reports");
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: PathBuf| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap());
    let files: Vec<_> = files.into_iter().map(read).filter(|(name, _)| name.ends_with(".md")).collect();
    assert!(files.len() > 10, "no reports in {}", folder.display());
    Some(files)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The lines that must come back, straight from the file.
fn lines_of_file(text: &str) -> Vec<String> {
    let mut lines = text.lines().peekable();
    if lines.peek() == Some(&"---") {
        lines.next();
        lines.by_ref().find(|line| *line == "---");
    }
    let is_chart = |line: &str| ["<div", "</div", "<h4", "<img"].iter().any(|tag| line.starts_with(tag));
    lines
        .filter(|line| !line.trim().is_empty() && line.trim() != "---" && !is_chart(line))
        .map(|line| line.replace("\\_", "_").replace("\\|", "|"))
        .collect()
}

fn each(check: impl Fn(&str, &str, ImportedReport)) {
    for (name, bytes) in reports().into_iter().flatten() {
        let text = text(&bytes);
        if !is_archive(&text, Some(&name)) {
            let report = read_bytes(&bytes, Some(&name)).unwrap_or_else(|err| panic!("{name}: {err}"));
            check(&name, &text, report);
        }
    }
}

#[test]
fn every_real_report_is_written_back_as_it_was() {
    each(|name, text, report| {
        let written = write_back(&report);
        let written: Vec<_> = written.lines().filter(|line| !line.trim().is_empty() && line.trim() != "---").collect();
        for (written, line) in written.iter().zip(lines_of_file(text)) {
            assert_eq!(*written, line, "{name}");
        }
        assert_eq!(written, lines_of_file(text), "{name}");
    });
}

/// The parse carries the report: what is kept beside it are real oddities, counted here by another way.
#[test]
fn what_is_kept_beside_the_parse_is_odd() {
    each(|name, text, report| {
        let odd_line = |line: &&str| {
            let keywords = line.strip_prefix("- **关键词:** ").is_some_and(|words| !words.contains('、'));
            let innovations =
                line.strip_prefix("- **技术创新:** ").is_some_and(|said| !said.is_empty() && !said.starts_with("1) "));
            keywords || innovations
        };
        let odd = text.lines().filter(odd_line).count();
        let kept = report.papers.iter().filter(|paper| paper.text.is_some()).count();
        assert_eq!(kept, odd, "{name}: {:?}", report.papers.iter().filter_map(|p| p.text.as_ref()).collect::<Vec<_>>());
        assert!(report.trends.iter().all(|trend| trend.text.is_none()), "{name}: {:?}", report.trends);
    });
}

#[test]
fn what_is_read_is_what_the_files_say() {
    each(|name, text, report| {
        let count = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
        assert_eq!(report.papers.len(), count("- **Link**: "), "{name}");
        assert_eq!(report.trends.len(), count("### "), "{name}");
        assert_eq!(report.trends.iter().map(|t| t.papers.len()).sum::<usize>(), count("- ") - 9 * report.papers.len());
        for (trend, works) in report.trends.iter().zip(report.works_of_trends()) {
            assert_eq!(works.len(), trend.papers.len(), "{name}: {}", trend.title);
            assert!(!trend.observation.is_empty() && !trend.title.contains(['<', '（']), "{trend:?}");
        }
        assert!(report.papers.iter().all(|p| p.id.is_some() && p.version.is_some() && p.analysis.is_some()), "{name}");
        let counts = report.listed_counts();
        assert_eq!(counts.recommend as usize, count("- **推荐决策:** 推荐"), "{name}");
        assert_eq!(counts.borderline as usize, count("- **推荐决策:** 边缘可看"), "{name}");
        assert_eq!(counts.skip as usize, count("- **推荐决策:** 不推荐"), "{name}");
        assert_eq!(report.categories, ["cs.CL"], "{name}");
        assert_eq!(report.counts.map(|c| c.total()), Some(counts.total()), "{name}");
        let charted = text.contains("<div");
        assert_eq!(report.variant, if charted { Variant::Charted } else { Variant::Plain }, "{name}");
        assert_eq!(report.notes.len(), count("注："), "{name}");
        let lost: Vec<_> =
            text.lines().filter_map(|line| line.strip_prefix("> **论文数量**：")?.strip_suffix(" 篇")).collect();
        let claimed: usize = lost[0].parse().unwrap();
        let lost = claimed > report.papers.len();
        assert_eq!(report.warnings.iter().any(|w| matches!(w, Warning::Count { .. })), lost, "{name}");
        assert_eq!(report.warnings.len(), usize::from(lost), "{name}: {:?}", report.warnings);
    });
}

/// Blank lines and rules too, for the model page and all of its kind that have no note between rules.
#[test]
fn the_model_page_comes_back_byte_for_byte() {
    each(|name, text, report| {
        let start = text.find("# Arxiv LLM").unwrap();
        let file = text[start..].replace("\\_", "_").replace("\\|", "|");
        if report.variant == Variant::Plain && report.notes.is_empty() {
            assert_eq!(super::super::write_body(&report).trim_end(), file.trim_end(), "{name}");
        }
    });
}

#[test]
fn the_archive_page_is_known() {
    for (name, bytes) in reports().into_iter().flatten() {
        assert_eq!(is_archive(&text(&bytes), Some("x.md")), name == "archive.md", "{name}");
        if name == "archive.md" {
            let err = read_bytes(&bytes, Some(&name)).unwrap_err();
            assert_eq!(err.message, "archive.md is not a report: it is the list of reports of a site.");
        }
    }
}
