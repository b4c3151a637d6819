//! What the evidence checker finds, whatever form it is written in, and how well it does on real reports.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader},
};

use engine::{
    judge::evidence::{self, Claim, Field},
    verdict::{Analysis, Decision},
};
use serde_json::Value;

fn analysis(summary: &str) -> Analysis {
    Analysis {
        decision: Decision::Skip,
        reason: String::new(),
        translated_title: String::new(),
        keywords: Vec::new(),
        pain_point: String::new(),
        application_value: String::new(),
        summary: summary.to_owned(),
        innovations: Vec::new(),
    }
}

/// The part of a text that a span of UTF-16 units covers.
fn cut(text: &str, span: evidence::Span) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    String::from_utf16(&units[span.start..span.end]).unwrap()
}

/// Each claim of the summary, and what of the source supports it (`-` for nothing).
fn check(summary: &str, source: &str, expected: &[(&str, &str)]) {
    let claims = evidence::check(&analysis(summary), &["A Title", source]);
    let found: Vec<(String, String)> = claims
        .iter()
        .map(|claim| {
            assert_eq!(cut(summary, claim.span), claim.text, "{summary}");
            let place = claim.found.map(|place| {
                assert_eq!(place.part, 1);
                cut(source, place.span)
            });
            (claim.text.clone(), place.unwrap_or_else(|| "-".to_owned()))
        })
        .collect();
    let expected: Vec<(String, String)> = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    assert_eq!(found, expected, "{summary} | {source}");
}

#[test]
fn a_figure_is_found_in_any_form() {
    check("速度提升2.3倍", "a 2.3x speedup", &[("2.3倍", "2.3x")]);
    check("速度提升 2.3 倍", r"a $2.3\times$ speedup", &[("2.3 倍", r"2.3\times")]);
    check("提速2.3×", "2.3-fold faster", &[("2.3×", "2.3-fold")]);
    check("A 2.3× gain", "2.3 times as fast", &[("2.3×", "2.3 times")]);
    check("准确率为50%", r"accuracy of 50\,\%", &[("50%", r"50\,\%")]);
    check("降低一半", "cut by 50 percent", &[("一半", "50 percent")]);
    check("降低50 %", "cut by half", &[("50 %", "half")]);
    check("占百分之五十", "50% of cases", &[("百分之五十", "50%")]);
    check("提升5.2个百分点", "by 5.2 points", &[("5.2个百分点", "5.2 points")]);
    check("占比达八成", "80% of them", &[("八成", "80%")]);
    check("降至三分之一", "one-third of the cost", &[("三分之一", "one-third")]);
    check("共12,400条", "12400 items", &[("12,400", "12400")]);
    check("共1.24万条", "12,400 items", &[("1.24万", "12,400")]);
    check("共12400条", r"12{,}400 items", &[("12400", "12{,}400")]);
    check("3万条", "30,000 items", &[("3万", "30,000")]);
    check("70亿参数", "a 7B model", &[("70亿", "7B")]);
    check("150万", "1.5 million pairs", &[("150万", "1.5 million")]);
    check("三个任务", "on three tasks", &[("三", "three")]);
    check("在3个任务上", "three tasks", &[("3", "three")]);
    check("十四项挑战", "fourteen challenges", &[("十四", "fourteen")]);
    check("两种方法", "both methods", &[("两", "both")]);
    check("性能翻倍", "doubles the throughput", &[("翻倍", "doubles")]);
    check("提升10倍", "an order of magnitude faster", &[("10倍", "order of magnitude")]);
    check("延迟降低40-70%", "a 40-70% latency reduction", &[("40", "40"), ("70%", "70%")]);
    check("从78%升至90%", "from 78 to 90%", &[("78%", "78"), ("90%", "90%")]);
    check("约1.2万条", "12,437 items", &[("1.2万", "12,437")]);
    check("准确率92%", "an accuracy of 0.92", &[("92%", "0.92")]);
    check("１２％的增益", "a 12% gain", &[("１２％", "12%")]);
    check("复杂度为10^5", "$10^{5}$ steps", &[("10^5", "10^{5}")]);
    check("学习率1e-4", "rate of 0.0001", &[("1e-4", "0.0001")]);
    check("The three tasks improve by 12%.", "12 percent on 3 tasks", &[("three", "3"), ("12%", "12 percent")]);
}

#[test]
fn a_figure_that_is_not_there_is_not_found() {
    check("速度提升2.4倍", "a 2.3x speedup", &[("2.4倍", "-")]);
    check("提升2.3%", "a 2.3x speedup", &[("2.3%", "-")]);
    check("提升3倍", "3% better", &[("3倍", "-")]);
    check("共12,500条", "12,400 items", &[("12,500", "-")]);
    check("共1.24亿", "12,400 items", &[("1.24亿", "-")]);
    check("四个任务", "three tasks", &[("四", "-")]);
    check("在5个模型上", "we test GPT-5", &[("5", "-")]);
    check("准确率83.2%", "83.17% accuracy", &[("83.2%", "-")]);
    check("一半样本", "a third of samples", &[("一半", "-")]);
}

#[test]
fn what_is_no_figure_is_no_claim() {
    for text in [
        "一种统一的方法，进一步提升一致性",
        "十分有效",
        "首次提出千问与百川的对比",
        "双阶段与单阶段",
        "两者互补，成功率高",
        "第3阶段，第一步",
        "零样本泛化",
        "一系列实验",
    ] {
        check(text, "nothing", &[]);
    }
}

#[test]
fn names_with_digits_and_names_in_quotes_are_looked_up() {
    check("在GPT-4o上", "with GPT-4o.", &[("GPT-4o", "GPT-4o")]);
    check("在GPT-4上", "with GPT-4o.", &[("GPT-4", "-")]);
    check("用Qwen2", "Qwen2.5-7B", &[("Qwen2", "-")]);
    check("用Qwen2.5-7B", "the Qwen2.5 7B model", &[("Qwen2.5-7B", "Qwen2.5 7B")]);
    check("R3L方法", "R$^3$L: Reflect-then-Retry", &[("R3L", "R$^3$L")]);
    check("用Gemini 2.5 Pro", "Gemini-2.5-Pro", &[("2.5", "2.5")]);
    check("提出“Self-Rewarding”机制", "a self-rewarding loop", &[("Self-Rewarding", "self-rewarding")]);
    check("提出“CoT”提示", "chain-of-thought prompting", &[("CoT", "chain-of-thought")]);
    check("提出“Deep Forest”机制", "a self-rewarding loop", &[("Deep Forest", "-")]);
    check("所谓“思维链”", "chain of thought", &[]);
}

#[test]
fn places_are_counted_as_the_window_counts_and_in_all_parts() {
    let analysis = Analysis {
        innovations: vec!["没有数字".to_owned(), "🔥快5倍".to_owned()],
        reason: "共3类".to_owned(),
        ..analysis("")
    };
    let source = ["Three 🔥 classes", "𝟙🔥 5x"];
    let claims = evidence::check(&analysis, &source);
    let shown: Vec<_> = claims
        .iter()
        .map(|claim: &Claim| {
            let place = claim.found.unwrap();
            (claim.field, claim.item, claim.span.start, place.part, cut(source[place.part], place.span))
        })
        .collect();
    let expected = [(Field::Innovations, 1, 3, 1, "5x".to_owned()), (Field::Reason, 0, 1, 0, "Three".to_owned())];
    assert_eq!(shown, expected);
    assert_eq!(evidence::supported(&claims), 2);
}

/// One figure of a real report, labelled by hand.
struct Label {
    report: String,
    id: String,
    field: String,
    /// In characters of the field, without the escapes of the published form.
    start: usize,
    end: usize,
    supported: bool,
    /// Written instead, for an altered figure.
    altered: String,
}

fn labels() -> Vec<Label> {
    let lines = include_str!("labels.csv").lines().skip(1);
    lines
        .map(|line| {
            let columns: Vec<&str> = line.splitn(7, ',').collect();
            Label {
                report: columns[0].to_owned(),
                id: columns[1].to_owned(),
                field: columns[2].to_owned(),
                start: columns[3].parse().unwrap(),
                end: columns[4].parse().unwrap(),
                supported: columns[5] == "supported",
                altered: columns[6].trim_matches('"').to_owned(),
            }
        })
        .collect()
}

/// A field of a paper's entry in a published report.
fn field(report: &str, id: &str, field: &str) -> Option<String> {
    let label = match field {
        "reason" => "- **决策理由",
        "summary" => "- **总结",
        _ => "- **技术创新",
    };
    let entry = report.split("\n## ").find(|entry| entry.contains(&format!("/abs/{id}")))?;
    let line = entry.lines().find(|line| line.starts_with(label))?;
    let (_, text) = line.split_once(":**").or_else(|| line.split_once("**:"))?;
    Some(text.trim_start().replace("\\_", "_").replace("\\|", "|"))
}

#[test]
fn figures_of_real_reports_are_judged_as_by_hand() {
    let Some(dir) = crate::real_data() else { return };
    let papers = std::fs::File::open(dir.join("papers.jsonl.gz")).unwrap();
    let papers: HashMap<String, (String, String)> = BufReader::new(flate2::read::GzDecoder::new(papers))
        .lines()
        .map(|line| {
            let paper: Value = serde_json::from_str(&line.unwrap()).unwrap();
            let text = |name: &str| paper[name].as_str().unwrap_or_default().to_owned();
            let id = text("id");
            (id.split('v').next().unwrap().to_owned(), (text("title"), text("abstract")))
        })
        .collect();
    let (mut marked, mut rightly, mut unsupported, mut total) = (0, 0, 0, 0);
    for label in labels() {
        let report = std::fs::read_to_string(dir.join("reports").join(&label.report)).unwrap();
        let text = field(&report, &label.id, &label.field).expect("the field of the label");
        let byte = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
        let written = &text[byte(label.start)..byte(label.end)];
        let stated = if label.altered.is_empty() { written } else { label.altered.as_str() };
        let text = format!("{}{stated}{}", &text[..byte(label.start)], &text[byte(label.end)..]);
        let start = text[..byte(label.start)].encode_utf16().count();
        let end = start + stated.encode_utf16().count();
        let (title, summary) = &papers[&label.id];
        let claims = evidence::check(&analysis(&text), &[title, summary]);
        let claim = claims.iter().find(|claim| claim.span.start < end && start < claim.span.end);
        let mark = claim.is_some_and(|claim| claim.found.is_none());
        total += 1;
        unsupported += usize::from(!label.supported);
        marked += usize::from(mark);
        rightly += usize::from(mark && !label.supported);
        if mark == label.supported {
            println!(
                "{} {} {stated:?}: marked {mark}, supported {} ({:?})",
                label.id,
                label.field,
                label.supported,
                claim.map(|c| &c.text)
            );
        }
    }
    let (precision, recall) = (rightly as f64 / marked as f64, rightly as f64 / unsupported as f64);
    println!("evidence: {total} figures, {unsupported} unsupported; precision {precision:.3}, recall {recall:.3}");
    assert!(total >= 200 && unsupported >= 60);
    assert!(precision >= 0.97, "precision {precision:.3}");
    assert!(recall >= 0.95, "recall {recall:.3}");
}

proptest::proptest! {
    #[test]
    fn no_text_is_too_odd(summary in "[0-9一二三十百万亿点分之半倍%×x.,$\\\\{}^A-Za-z🔥“” -]{0,60}", source in ".{0,80}") {
        for claim in evidence::check(&analysis(&summary), &[&source, &summary]) {
            proptest::prop_assert_eq!(cut(&summary, claim.span), claim.text);
            if let Some(place) = claim.found {
                cut([&source, &summary][place.part], place.span);
            }
        }
    }
}
