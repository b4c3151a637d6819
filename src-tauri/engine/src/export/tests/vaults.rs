use std::{fs, ops::ControlFlow};

use proptest::prelude::*;

use super::{day, notes};
use crate::{
    error::Code,
    export::{
        Notes,
        vault::{BEGIN, END, Note, keep, merge, notes_of},
    },
};

fn note(block: &str) -> Note {
    Note {
        path: "papers/2601.00001.md".into(),
        properties: vec![("decision", "skip".into()), ("keywords", "[\"甲\"]".into())],
        first_properties: vec![("tags", "[\"x\"]".into())],
        block: block.into(),
    }
}

#[test]
fn a_new_note() {
    let expected =
        format!("---\ndecision: skip\nkeywords: [\"甲\"]\ntags: [\"x\"]\n---\n\n{BEGIN}\n\nours\n\n{END}\n\n");
    assert_eq!(merge(None, &note("ours")).unwrap(), expected);
    assert_eq!(merge(Some(" \n"), &note("ours")).unwrap(), expected);
}

#[test]
fn what_is_the_readers_stays_byte_for_byte() {
    let check = |existing: &str, expected: &str| {
        assert_eq!(merge(Some(existing), &note("new")).unwrap(), expected);
        assert_eq!(merge(Some(expected), &note("new")).unwrap(), expected, "again");
    };
    let ours = format!("{BEGIN}\n\nnew\n\n{END}");
    let front = "---\ndecision: skip\nkeywords: [\"甲\"]\n---\n";
    check(
        &format!("---\ndecision: recommend\nkeywords: []\n---\nmine\n{BEGIN}\nold\n{END} and mine\n\t \n"),
        &format!("{front}mine\n{ours} and mine\n\t \n"),
    );
    // Lists as Obsidian writes them, other properties, comments, in any order.
    check(
        &format!(
            "---\ncssclass: wide # mine\nkeywords:\n  - a\n- b\ntags:\n  - kept\ndecision: x\nrating: 5\n---\n{BEGIN}{END}"
        ),
        &format!(
            "---\ncssclass: wide # mine\nkeywords: [\"甲\"]\ntags:\n  - kept\ndecision: skip\nrating: 5\n---\n{ours}"
        ),
    );
    check("Only mine.", &format!("{front}Only mine.\n\n{ours}\n"));
    check("---\nmy: x\n---\nMine.\n", &format!("---\nmy: x\n{}---\nMine.\n\n{ours}\n", &front[4..front.len() - 4]));
    let crlf = |text: &str| text.replace('\n', "\r\n");
    check(&crlf(&format!("mine\n{BEGIN}\nold\n{END}\nmine\n")), &crlf(&format!("{front}mine\n{ours}\nmine\n")));
    check(
        &format!("{BEGIN}\n{END}\n---\nnot front matter\n---\n"),
        &format!("{front}{ours}\n---\nnot front matter\n---\n"),
    );
}

#[test]
fn damaged_marks_are_not_touched() {
    let check = |existing: &str| {
        let err = merge(Some(existing), &note("new")).unwrap_err();
        assert_eq!(err.code, Code::BrokenFile);
        assert!(err.message.contains("papers/2601.00001.md"), "{}", err.message);
    };
    check(&format!("{BEGIN}\nno end"));
    check(&format!("no begin {END}"));
    check(&format!("{END}{BEGIN}"));
    check(&format!("{BEGIN}{END}{BEGIN}{END}"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_stands_around_the_block_stays(before in "[^%]{0,40}", after in "(?s)[^%]{0,40}", property in "[a-c]{1,3}: [a-z]{0,5}") {
        let existing = format!("---\n{property}\n---\n{before}{BEGIN}old{END}{after}");
        let merged = merge(Some(&existing), &note("new")).unwrap();
        let property = format!("---\n{property}\n");
        prop_assert!(merged.starts_with(&property));
        let (head, tail) = (merged.find(BEGIN).unwrap(), merged.find(END).unwrap() + END.len());
        let kept = merged[..head].ends_with(&format!("---\n{before}"));
        prop_assert!(kept);
        prop_assert_eq!(&merged[tail..], after.as_str());
        prop_assert_eq!(merge(Some(&merged), &note("new")).unwrap(), merged);
    }

    /// No paper, no model and no note of the reader can end the block.
    #[test]
    fn no_text_ends_the_block(text in "[% \\[\\]\\(\\)<{#a\n]{0,20}") {
        let hostile = format!("{text}{END}{text}{BEGIN}");
        for note in notes_of(&day(&hostile), &notes(&hostile)) {
            let merged = merge(None, &note).unwrap();
            prop_assert_eq!(merged.matches(END).count(), 1);
            prop_assert_eq!(merged.matches("%% arxiv-llm-daily:begin").count(), 1);
            prop_assert_eq!(merge(Some(&merged), &note).unwrap(), merged);
        }
    }

    /// What others wrote is text in the note: no link, embed, tag or HTML of theirs.
    #[test]
    fn others_text_is_only_text(text in "(<img src=x>|<% tp %>|\\[\\[|!\\[\\]|\\]\\(|\\{\\{|#tag| |%%|a){0,8}") {
        let day = day(&text);
        for note in notes_of(&day, &Notes::new()) {
            let links = note.block.matches("[[papers/").count();
            prop_assert_eq!(note.block.matches("[[").count(), links);
            for mark in ["<img", "<%", "](", "{{", " #tag", "%%"] {
                prop_assert!(!note.block.contains(mark), "{} in {}", mark, note.block);
            }
        }
    }
}

#[test]
fn a_day_and_its_papers() {
    let notes = notes_of(&day("题目"), &notes("我的笔记"));
    let paths: Vec<_> = notes.iter().map(|note| note.path.as_str()).collect();
    assert_eq!(
        paths,
        ["days/2026-01-09 finance.md", "papers/2601.00001.md", "papers/math.GT-0309136.md", "papers/2601.00003.md"]
    );
    let day = &notes[0].block;
    for expected in [
        "公告 5 · 评审 2 · 过滤 2 · 失败 1",
        "## 推荐\n\n- [[papers/2601.00001.md|题目]]",
        "## 未能评审\n\n- [[papers/2601.00003.md|Third]]",
    ] {
        assert!(day.contains(expected), "{day}");
    }
    let paper = &notes[1].block;
    for expected in ["# 题目", "<https://arxiv.org/abs/2601.00001v1>", "**总结** 题目", "## 笔记\n\n我的笔记"]
    {
        assert!(paper.contains(expected), "{paper}");
    }
    assert!(notes[1].first_properties.contains(&("tags", "[\"arxiv-llm-daily/paper\", \"读过\"]".to_owned())));
    assert!(notes[3].block.contains("> 未能评审，以下为内置评审：超时"));
}

#[test]
fn keeping_a_vault_in_step() {
    let folder = tempfile::tempdir().unwrap();
    let go_on = |_, _| ControlFlow::Continue(());
    let vault = |text: &str| notes_of(&day(text), &Notes::new());
    assert_eq!(keep(folder.path(), &vault("旧"), go_on).unwrap(), 4);
    assert_eq!(keep(folder.path(), &vault("旧"), go_on).unwrap(), 0, "nothing to do, nothing touched");
    let path = folder.path().join("papers/2601.00001.md");
    fs::write(&path, fs::read_to_string(&path).unwrap() + "我的想法\n").unwrap();
    assert_eq!(
        keep(folder.path(), &vault("新"), go_on).unwrap(),
        3,
        "the day, and the two papers of which something is said"
    );
    let text = fs::read_to_string(&path).unwrap();
    // The alias is the reader's since the note was made.
    assert!(text.contains("# 新") && text.ends_with("我的想法\n") && text.matches('旧').count() == 1, "{text}");

    fs::write(&path, b"\xff\xfe not text").unwrap();
    let err = keep(folder.path(), &vault("三"), go_on).unwrap_err();
    assert!(err.message.contains("2601.00001.md is not UTF-8 text"), "{}", err.message);
    assert_eq!(fs::read(&path).unwrap(), b"\xff\xfe not text");
}
