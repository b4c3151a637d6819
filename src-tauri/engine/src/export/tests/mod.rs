mod charts;
mod citations;
mod pages;
mod tables;
mod vaults;

use std::{
    io::Write as _,
    ops::ControlFlow,
    process::{Command, Stdio},
};

use serde_json::Value;

use super::{
    File, Jotted, Notes,
    format::{Day, Format, Output, make, save},
    name, write,
};
use crate::{
    digest::{Digest, FailureClass, Trend},
    ledger::Tally,
    report::tests::made::{analysis, digest, failed, id, paper},
    verdict::{Decision, Language},
};

/// A day with a judged, a skipped and a failed paper; `text` stands everywhere where a paper or a model may say something.
fn day(text: &str) -> Digest {
    let mut said = analysis(Decision::Recommend);
    for part in [&mut said.reason, &mut said.translated_title, &mut said.pain_point, &mut said.summary] {
        *part = text.to_owned();
    }
    said.application_value = text.to_owned();
    said.keywords = vec![text.to_owned(), "LLM".into()];
    said.innovations = vec![text.to_owned(), text.to_owned()];
    let mut first = paper("2601.00001", text, said.clone());
    first.summary = text.to_owned();
    first.authors = vec!["Ada B. Lovelace".into(), text.to_owned()];
    let mut papers = vec![first, paper("math.GT/0309136", "Second", analysis(Decision::Skip))];
    papers.push(failed(paper("2601.00003", "Third", said), FailureClass::Timeout));
    let trend = Trend {
        emoji: "🔥".into(),
        title: text.to_owned(),
        observation: text.to_owned(),
        papers: vec![id("2601.00001")],
    };
    let mut day = digest(Language::Chinese, vec![trend], papers);
    day.ledger = Some(Tally { announced: 5, judged: 2, filtered: 2, failed: 1 });
    day
}

fn notes(note: &str) -> Notes {
    Notes::from([(id("2601.00001"), Jotted { note: note.to_owned(), tags: vec!["读过".into()] })])
}

/// The JSON that another program makes of a text; None, said aloud, where it is not installed.
fn outside(program: &str, probe: &[&str], args: &[&str], input: &str) -> Option<Value> {
    let has = Command::new(program).args(probe).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !has.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: {program} {} does not work here", probe.join(" "));
        return None;
    }
    let mut child = Command::new(program).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let feeding = std::thread::spawn(move || stdin.write_all(input.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    feeding.join().unwrap();
    assert!(output.status.success(), "{program} failed");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn file_names() {
    let check = |text: &str, expected: &str| assert_eq!(name::file_name(text), expected, "{text:?}");
    check("2026-01-09 finance", "2026-01-09 finance");
    check("金融 AI", "金融 AI");
    check("../../etc/passwd", "-..-etc-passwd");
    check("a:b*c?d\"e<f>g|h\\i/j\nk", "a-b-c-d-e-f-g-h-i-j k");
    check("CON", "_CON");
    check("nul.txt", "_nul.txt");
    check("con2", "con2");
    check("trailing. . ", "trailing");
    check(" ...", "untitled");
    check("", "untitled");
    check(&"长".repeat(300), &"长".repeat(40));
}

#[test]
fn names_of_works() {
    let check = |text: &str, expected: &str| assert_eq!(name::of_work(&id(text)), expected);
    check("2601.03479", "2601.03479");
    check("math.GT/0309136", "math.GT-0309136");
    check("feed:0123456789abcdef0123456789abcdef", "feed-0123456789abcdef0123456789abcdef");
}

#[test]
fn files_are_written_into_folders_with_progress_and_can_be_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let file = |path: &str| File { path: path.to_owned(), text: path.to_owned() };
    let files = [file("a.md"), file("img/b.svg"), file("c.md")];
    let mut seen = vec![];
    write(folder.path(), &files, |done, all| {
        seen.push((done, all));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(seen, [(0, 3), (1, 3), (2, 3), (3, 3)]);
    assert_eq!(std::fs::read_to_string(folder.path().join("img/b.svg")).unwrap(), "img/b.svg");

    let other = tempfile::tempdir().unwrap();
    let stop = |done, _| if done == 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    assert_eq!(write(other.path(), &files, stop).unwrap_err().code, crate::error::Code::Cancelled);
    let names: Vec<_> = std::fs::read_dir(other.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["a.md"]);
}

#[test]
fn a_file_that_cannot_be_written_is_named_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("img"), "a file where a folder should be").unwrap();
    let err =
        write(folder.path(), &[File { path: "img/b.svg".into(), text: "x".into() }], |_, _| ControlFlow::Continue(()));
    assert!(err.unwrap_err().message.contains("img"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// Two exports at once: whoever comes last, the file is one of the two, whole.
#[test]
fn two_exports_at_once_leave_whole_files() {
    let folder = tempfile::tempdir().unwrap();
    let texts = ["a".repeat(200_000), "b".repeat(100_000)];
    std::thread::scope(|scope| {
        for text in &texts {
            let files = [File { path: "day.md".into(), text: text.clone() }];
            let folder = folder.path();
            scope.spawn(move || (0..30).for_each(|_| write(folder, &files, |_, _| ControlFlow::Continue(())).unwrap()));
        }
        for _ in 0..100 {
            let seen = std::fs::read_to_string(folder.path().join("day.md")).unwrap_or_default();
            assert!(seen.is_empty() || texts.contains(&seen), "{} bytes", seen.len());
        }
    });
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn formats() {
    let (first, second) = (day("一"), day("二"));
    let imported = crate::report::read(&crate::report::render(&first).replace("一", "如原文"), None).unwrap();
    let days = [
        Day { digest: &first, imported: Some(&imported), file_name: None },
        Day { digest: &second, imported: None, file_name: None },
    ];
    let paths = |output: Output| match output {
        Output::File(text) => {
            assert!(!text.is_empty());
            vec!["one file".to_owned()]
        }
        Output::Folder(files) => files.into_iter().map(|file| file.path).collect(),
        Output::Vault(notes) => notes.into_iter().map(|note| note.path).collect(),
    };
    let check = |name: &str, expected: &[&str]| {
        let format: Format = name.parse().unwrap();
        assert_eq!(paths(make(format, &days, &Notes::new()).unwrap()), expected, "{name}");
    };
    check("markdown", &["2026-01-09 finance.md", "2026-01-09 finance (2).md"]);
    check("html", &["2026-01-09 finance.html", "2026-01-09 finance (2).html"]);
    let pages = ["index.md", "summary_20260109_133045.md"];
    let first_pictures = ["img/summary-20260109-133045-1.svg", "img/summary-20260109-133045-2.svg"];
    let pictures = ["img/summary-20260109-133045-2-1.svg", "img/summary-20260109-133045-2-2.svg"];
    check("site", &[&first_pictures, &pages[..], &pictures, &["summary_20260109_133045-2.md", "archive.md"]].concat());
    let papers = ["papers/2601.00001.md", "papers/math.GT-0309136.md", "papers/2601.00003.md"];
    check("obsidian", &[&["days/2026-01-09 finance.md"][..], &papers].concat());
    for name in ["json", "csv", "bibtex", "ris", "csl-json"] {
        check(name, &["one file"]);
    }
    assert!("pdf".parse::<Format>().unwrap_err().what_to_do.contains("csl-json"));

    let as_it_was = make(Format::Markdown, &days[..1], &Notes::new()).unwrap();
    assert_eq!(as_it_was, Output::File(crate::report::write_back(&imported)));
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new/day.md");
    assert_eq!(save(&out, &as_it_was, |_, _| ControlFlow::Continue(())).unwrap(), 1);
    assert!(std::fs::read_to_string(out).unwrap().contains("## 1. 如原文\n"));
}

#[test]
fn a_sample_says_so_in_every_format() {
    let mut sample = day("文字");
    sample.origin = crate::digest::Origin::Sample;
    let day = [Day { digest: &sample, imported: None, file_name: None }];
    for format in Format::ALL {
        let texts = match make(format, &day, &Notes::new()).unwrap() {
            Output::File(text) => vec![text],
            Output::Folder(files) => files
                .into_iter()
                .filter(|f| f.path.ends_with(".md") && f.path != "archive.md")
                .map(|f| f.text)
                .collect(),
            Output::Vault(notes) => notes.into_iter().map(|note| note.block).collect(),
        };
        for text in texts {
            assert!(text.contains("示例") || text.to_lowercase().contains("sample"), "{}: {text}", format.as_str());
        }
    }
}
