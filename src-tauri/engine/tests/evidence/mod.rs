//! What the evidence checker finds, whatever form it is written in, and how well it does on real reports.

mod labelled;
mod sample;

use engine::{
    judge::evidence::{self, Claim, Field},
    verdict::Analysis,
};
use labelled::analysis;

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

#[test]
fn figures_of_real_reports_are_judged_as_by_hand() {
    let Some(dir) = crate::real_data() else { return };
    let measured = labelled::measure(&dir);
    measured.mistakes.iter().for_each(|mistake| println!("{mistake}"));
    println!("{measured}");
    assert!(measured.total >= 200 && measured.unsupported >= 60);
    assert!(measured.precision() >= 0.97, "precision {:.3}", measured.precision());
    assert!(measured.recall() >= 0.95, "recall {:.3}", measured.recall());
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
