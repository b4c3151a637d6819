//! Real reports through the real store, and files that are none.

use std::{fs, path::PathBuf};

use super::{Imports, import};
use crate::{
    digest::Origin,
    export::{
        format::{Format, Output},
        stored,
    },
    paper::{ArxivId, Paper},
    report::tests::real_reports,
    store::{DigestKey, Store},
    verdict::Decision,
};

const PROFILE: &str = "finance-ai";

fn imported(store: &Store, paths: &[PathBuf]) -> Imports {
    import(store, PROFILE, paths, || true).unwrap()
}

/// What stands in a file apart from blank lines, rules, front matter and charts, unescaped; straight from the file.
fn lines(text: &str) -> Vec<String> {
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

fn reports_folder() -> Option<PathBuf> {
    real_reports()?;
    Some(PathBuf::from(std::env::var_os("REAL_DATA_DIR")?).join("reports"))
}

#[test]
fn every_real_report_comes_back_from_the_store_as_it_was() {
    let Some(folder) = reports_folder() else { return };
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(&home.path().join("digests.sqlite")).unwrap();
    let first = imported(&store, std::slice::from_ref(&folder));
    assert_eq!(first.refused, []);
    assert_eq!(first.skipped.len(), 1, "{:?}", first.skipped);
    assert!(first.skipped[0].ends_with("archive.md"));
    // index.md is one of the pages beside it.
    assert_eq!((first.imported.len(), first.unchanged.len()), (13, 1), "{:?}", first.unchanged);
    assert!(first.unchanged[0].ends_with("index.md"));
    let second = imported(&store, std::slice::from_ref(&folder));
    assert_eq!((second.imported.len(), second.unchanged.len()), (0, 14));

    // The header counts more than is listed: said, for the two in which papers were lost.
    let lost: Vec<_> =
        first.imported.iter().filter(|file| file.said.iter().any(|s| s.contains("are listed"))).collect();
    assert_eq!(lost.len(), 2, "{lost:?}");
    let last = first.imported.iter().filter(|f| f.date.to_string() == "2026-01-19").map(|f| f.attempt);
    assert_eq!(last.collect::<Vec<_>>(), [1, 2, 3, 4], "more reports of a day are further runs of it");

    let rows = store.finished(PROFILE).unwrap();
    assert_eq!(rows.len(), 13);
    let gathered = stored::days(&store, &rows, |_, _| std::ops::ControlFlow::Continue(())).unwrap();
    for day in &gathered {
        let (name, report) = day.imported.as_ref().unwrap();
        let file = fs::read_to_string(folder.join(name)).unwrap();
        let Output::File(written) =
            stored::make(Format::Markdown, std::slice::from_ref(day), &Default::default()).unwrap()
        else {
            panic!("one day is one file")
        };
        let written: Vec<_> =
            written.lines().filter(|l| !l.trim().is_empty() && l.trim() != "---").map(str::to_owned).collect();
        assert_eq!(written, lines(&file), "{name}");
        // The digest says what the report says.
        assert_eq!(day.digest.counts, report.listed_counts(), "{name}");
        assert_eq!(day.digest.papers.len(), file.matches("\n- **Link**: ").count(), "{name}");
        assert_eq!((day.digest.ledger, day.digest.origin), (None, Origin::Import));
        assert_eq!(day.digest.judge, "Arxiv_LLM_Daily Agent");
        assert!(day.digest.papers.iter().all(|p| p.summary.is_empty() && p.verdict.judged_by == day.digest.judge));
    }
    // As a site, each report is the page that it was.
    let Output::Folder(files) = stored::make(Format::Site, &gathered, &Default::default()).unwrap() else { panic!() };
    for day in &gathered {
        let (name, _) = day.imported.as_ref().unwrap();
        let page = files.iter().find(|f| f.path == *name).unwrap_or_else(|| panic!("no page {name}"));
        let file = fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(lines(&page.text), lines(&file), "{name}");
    }
    // What was exported is known when it comes back.
    let site = tempfile::tempdir().unwrap();
    crate::export::write(site.path(), &files, |_, _| std::ops::ControlFlow::Continue(())).unwrap();
    let back = imported(&store, &[site.path().to_owned()]);
    assert_eq!((back.imported.len(), back.unchanged.len(), back.refused.len()), (0, 14, 0), "{back:?}");
}

#[test]
fn papers_known_by_title_and_link_are_completed() {
    let store = Store::in_memory().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let text = "# Arxiv LLM 每日研报\n\n> **更新时间**：2026-01-09 21:30:45\n\n## 📝 论文详细列表\n\n## 1. Known\n\
        - **Link**: http://arxiv.org/abs/2601.00001v2\n- **推荐决策:** 推荐\n\n## 2. Elsewhere\n\
        - **Link**: https://blog.example/1\n- **推荐决策:** 也许\n\n## 3. Known\n- **Link**: http://arxiv.org/abs/2601.00001v2\n\
        - **推荐决策:** 不推荐\n\n---\n*Generated by AI Agent based on arXiv (cs.CL)*\n";
    fs::write(folder.path().join("day.md"), text).unwrap();
    let done = imported(&store, &[folder.path().join("day.md")]);
    assert_eq!(done.imported[0].papers, 2);
    assert!(done.imported[0].said.iter().any(|said| said.contains("more than once")), "{:?}", done.imported[0].said);
    let row = store.shown_row(DigestKey { profile: PROFILE, date: "2026-01-09".parse().unwrap() }).unwrap().unwrap();
    let digest = store.digest(&row).unwrap();
    assert_eq!(digest.judged(Decision::Recommend).count(), 1);
    let failed: Vec<_> = digest.failed().collect();
    assert_eq!((failed.len(), failed[0].url.as_str()), (1, "https://blog.example/1"));

    let id: ArxivId = "2601.00001".parse().unwrap();
    assert_eq!(store.papers_without_abstract().unwrap(), [(id.clone(), 2)]);
    let found = Paper {
        id: id.clone(),
        version: 3,
        title: "Known, as arXiv has it".into(),
        authors: vec!["Ada Lovelace".into()],
        categories: vec!["cs.CL".into()],
        summary: "Now there is one.".into(),
        comment: None,
        url: String::new(),
    };
    assert_eq!(store.complete_papers(std::slice::from_ref(&found)).unwrap(), 1);
    assert_eq!(store.complete_papers(&[Paper { summary: "Another.".into(), ..found }]).unwrap(), 0);
    assert_eq!(store.paper(&id).unwrap().unwrap().summary, "Now there is one.");
    assert_eq!(store.papers_without_abstract().unwrap(), []);
}

#[test]
fn what_is_not_a_report_is_refused_by_name_and_the_others_are_imported() {
    let folder = tempfile::tempdir().unwrap();
    let good =
        "# Arxiv LLM 每日研报\n\n> **更新时间**：2026-01-09 21:30:45\n\n## 1. T\n- **Link**: \n- **推荐决策:** 推荐\n";
    let nested = "> ".repeat(200_000) + &"[".repeat(200_000);
    let deep = folder.path().join("a/b/c/d/e");
    fs::create_dir_all(&deep).unwrap();
    fs::create_dir_all(folder.path().join(".git")).unwrap();
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("README.md", b"# Hello\n".to_vec(), "neither the title of a report"),
        ("empty.md", vec![], "neither the title"),
        ("binary.md", vec![b'#', 0, 159, 146], "binary"),
        ("latin.md", "# Arxiv LLM 研报 caf\u{e9}".bytes().filter(|b| *b != 0xC3).collect(), "not UTF-8"),
        (
            "wide.md",
            [0xFF, 0xFE].into_iter().chain("# A".encode_utf16().flat_map(u16::to_le_bytes)).collect(),
            "UTF-16",
        ),
        ("nested.md", nested.into_bytes(), "neither the title"),
        ("undated.md", "# Arxiv LLM 每日研报\n\n## 1. T\n- **Link**: \n".into(), "does not say when"),
        ("sample.md", good.replace("> **更新", "> **示例**：x\n> **更新").into_bytes(), "invented"),
        ("large.md", vec![], "104 MB"),
    ];
    for (name, bytes, _) in &cases {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    fs::File::create(folder.path().join("large.md")).unwrap().set_len(104 * 1_000_000).unwrap();
    fs::write(deep.join("summary_20260109_133045.MD"), good).unwrap();
    fs::write(folder.path().join(".git/hidden.md"), "# no").unwrap();
    fs::write(folder.path().join("_config.yml"), "x: y").unwrap();
    // Cut in the middle of a character: what is there is read.
    let cut =
        good.replace("21:30:45", "22:30:45").replace("- **推荐决策:** 推荐\n", "- **推荐决策:** 推荐\n- **总结:** 推");
    fs::write(folder.path().join("cut.md"), &cut.as_bytes()[..cut.len() - 1]).unwrap();

    let store = Store::in_memory().unwrap();
    let done = imported(&store, &[folder.path().to_owned(), folder.path().join("none.md")]);
    assert_eq!(done.imported.len(), 2, "{done:?}");
    assert!(done.imported.iter().all(|file| file.said.iter().any(|said| said.contains("cut off"))));
    assert_eq!(done.refused.len(), cases.len() + 1, "{:#?}", done.refused);
    for (name, _, why) in cases.iter().map(|(n, b, w)| (*n, b, *w)).chain([("none.md", &vec![], "cannot be read")]) {
        let refused = done.refused.iter().find(|r| r.path.ends_with(name)).unwrap_or_else(|| panic!("{name}"));
        assert!(refused.reason.contains(why), "{name}: {}", refused.reason);
    }
    assert_eq!(done.refused.iter().filter(|refused| refused.named).count(), 1);
}
