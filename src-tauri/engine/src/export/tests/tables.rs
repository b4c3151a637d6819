use proptest::prelude::*;
use serde_json::Value;

use super::{day, notes};
use crate::export::{
    entries,
    table::{COLUMNS, csv, inert, json},
};

/// What a spreadsheet sees: records of cells.
fn cells(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn cells_are_never_formulas() {
    let check = |cell: &str, expected: &str| assert_eq!(inert(cell), expected);
    check("plain, text; with = inside", "plain, text; with = inside");
    check("=1+1", "'=1+1");
    check("  +cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0");
    check("-2+3", "'-2+3");
    check("@SUM(A1)", "'@SUM(A1)");
    check("\t=1", "'=1");
    check("\r\n=1", "'=1");
    check("＝1", "'＝1");
    check("a;=1", "a;'=1");
    check("a; \"=1", "a; \"'=1");
    check("\"=1", "\"'=1");
    check("a\n=1", "a =1");
    check("a-b", "a-b");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whichever of the usual separators a program takes, no cell begins like a formula.
    #[test]
    fn no_text_makes_a_formula(text in "[-=+@;,\t\n\r\"' a＝|]{0,12}") {
        let digests = [day(&text)];
        let notes = notes(&text);
        let table = csv(&entries(&digests, &notes)).unwrap();
        for delimiter in [b',', b';', b'\t'] {
            for cell in cells(&table, delimiter).into_iter().flatten() {
                let seen = cell.trim_start_matches(['"', '\u{FEFF}', ' ']);
                prop_assert!(!seen.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']), "{cell:?} by {:?}", delimiter as char);
            }
        }
    }
}

#[test]
fn a_table_has_a_row_for_each_paper() {
    let digests = [day("多行\n文本, \"引号\"")];
    let notes = notes("# 笔记\n正文");
    let table = csv(&entries(&digests, &notes)).unwrap();
    assert!(table.starts_with("\u{FEFF}\"date\",\"profile\""));
    let rows = cells(&table, b',');
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0], COLUMNS);
    let cell = |row: usize, column: &str| rows[row][COLUMNS.iter().position(|c| *c == column).unwrap()].as_str();
    assert_eq!((cell(1, "date"), cell(1, "id"), cell(1, "title")), ("2026-01-09", "2601.00001", "多行 文本, \"引号\""));
    assert_eq!((cell(1, "decision"), cell(1, "failure"), cell(1, "basis")), ("recommend", "", "abstract"));
    assert_eq!((cell(1, "tags"), cell(1, "note")), ("读过", "# 笔记 正文"));
    assert_eq!((cell(2, "id"), cell(2, "note")), ("math.GT/0309136", ""));
    assert_eq!(cell(3, "failure"), "timeout");
}

#[test]
fn json_holds_the_digest_as_show_prints_it_and_the_notes() {
    let digests = [day("文本")];
    let read: Value = serde_json::from_str(&json(&digests, &notes("笔记\n二")).unwrap()).unwrap();
    assert_eq!((&read["format"], &read["version"]), (&"arxiv-llm-daily".into(), &1.into()));
    let mut exported = read["digests"][0].clone();
    assert_eq!(exported["papers"][0]["note"], "笔记\n二");
    assert_eq!(exported["papers"][0]["tags"], serde_json::json!(["读过"]));
    assert_eq!(exported["papers"][1]["note"], "");
    for paper in exported["papers"].as_array_mut().unwrap() {
        paper.as_object_mut().unwrap().retain(|key, _| key != "note" && key != "tags");
    }
    let mut shown = serde_json::to_value(&digests[0]).unwrap();
    for paper in shown["papers"].as_array_mut().unwrap() {
        paper.as_object_mut().unwrap().retain(|key, _| key != "note" && key != "tags");
    }
    assert_eq!(exported, shown);
}
