//! A roll-up in Markdown. All that is not ours is one line of text behind a prefix of ours, as in a report.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::{Period, Rollup, WordChange, decision};
use crate::{report::one_line, verdict::Language};

/// `Arxiv LLM 周报 2026-W02`, `Arxiv LLM 月报 2026-01`.
pub fn title(kind: Period, first: Date, language: Language) -> String {
    match kind {
        Period::Week => {
            let week = first.iso_week_date();
            let name = language.pick("Arxiv LLM 周报", "Arxiv LLM Weekly Roll-up");
            format!("{name} {}-W{:02}", week.year(), week.week())
        }
        Period::Month => {
            let name = language.pick("Arxiv LLM 月报", "Arxiv LLM Monthly Roll-up");
            format!("{name} {}-{:02}", first.year(), first.month())
        }
    }
}

fn share(count: u32, of: u32) -> String {
    match f64::from(count) * 100.0 / f64::from(of.max(1)) {
        share if share >= 9.95 => format!("{share:.0}%"),
        share => format!("{share:.1}%"),
    }
}

/// The whole page.
pub fn of(rollup: &Rollup) -> String {
    let language = rollup.language;
    let pick = |chinese: &'static str, english: &'static str| language.pick(chinese, english);
    let (period, before) = match rollup.kind {
        Period::Week => (pick("本周", "of the week"), pick("上周", "week before")),
        Period::Month => (pick("本月", "of the month"), pick("上月", "month before")),
    };
    let unit = pick(" 篇", "");
    let counts = rollup.counts;
    let mut out = format!("# {}\n\n", rollup.title);
    let mut quoted = |label: &str, value: &str| {
        let _ = writeln!(out, "> **{label}**{}{value}", pick("：", ": "));
    };
    quoted(pick("时间范围", "Days"), &format!("{}{}{}", rollup.first, pick(" 至 ", " to "), rollup.last));
    quoted(pick("研报", "Digests"), &format!("{}{}", rollup.days, pick(" 天", "")));
    let (compared, compared_before) = rollup.compared;
    // Imported reports may list a paper on several days; the shares below count it once.
    let once = (compared != rollup.papers).then(|| match language {
        Language::Chinese => format!("去重后 {compared} 篇"),
        Language::English => format!("{compared} different ones"),
    });
    let earlier = (compared_before > 0).then(|| format!("{before} {compared_before}{unit}"));
    let more: Vec<String> = once.into_iter().chain(earlier).collect();
    let more = match more.is_empty() {
        true => String::new(),
        false => format!("{}{}{}", pick("（", " ("), more.join(pick("，", ", ")), pick("）", ")")),
    };
    quoted(pick("论文数量", "Papers"), &format!("{}{unit}{more}", rollup.papers));
    quoted(
        pick("推荐分布", "Verdicts"),
        &format!(
            "⭐{} {}{unit} | 📌{} {}{unit} | ❌{} {}{unit}",
            pick("推荐", "Recommend"),
            counts.recommend,
            pick("边缘可看", "Borderline"),
            counts.borderline,
            pick("不推荐", "Skip"),
            counts.skip
        ),
    );
    let none = if compared_before == 0 {
        pick("（之前没有研报可比）", "(There is no digest before to compare with.)")
    } else {
        pick("（没有明显变化）", "(Nothing stands out.)")
    };
    if let Some(paragraph) = &rollup.paragraph {
        let (by, text) = (one_line(&paragraph.model), one_line(&paragraph.text));
        let _ = match language {
            Language::Chinese => writeln!(out, "\n> **综述（模型 {by} 所写）**：{text}"),
            Language::English => writeln!(out, "\n> **In short (written by the model {by})**: {text}"),
        };
    }
    let with_before = |change: &WordChange| {
        // Weeks differ in length: nine papers of three hundred are fewer than seven of eighty.
        let said = |count: u32, of: u32| match count {
            0 => format!("0{unit}"),
            _ => format!("{count}{unit}{}{}", pick("，", ", "), share(count, of)),
        };
        let (open, close) = (pick("（", " ("), pick("）", ")"));
        format!("{}{open}{before} {}{close}", said(change.count, compared), said(change.before, compared_before))
    };
    let alone = |change: &WordChange| format!("{}{unit}", change.count);
    let mut words = |heading: &str, changes: &[WordChange], said: &dyn Fn(&WordChange) -> String| {
        let _ = write!(out, "\n## {heading}\n\n");
        for change in changes {
            let _ = writeln!(out, "- {}{}{}", one_line(&change.word), pick("：", ": "), said(change));
        }
        if changes.is_empty() {
            let _ = writeln!(out, "{none}");
        }
    };
    words(pick("📈 上升", "📈 Rising"), &rollup.rose, &with_before);
    words(pick("📉 下降", "📉 Falling"), &rollup.fell, &with_before);
    words(pick("🌱 首次出现", "🌱 First seen"), &rollup.first_seen, &alone);

    let _ = write!(out, "\n## ⭐ {}\n", language.pick(format!("{period}最佳"), format!("Best {period}")));
    for (best, number) in rollup.best.iter().zip(1..) {
        let (paper, said) = (&best.paper, &best.paper.verdict.analysis);
        let _ = write!(out, "\n### {number}. {}\n", one_line(&paper.title));
        let mut field = |label: &str, value: &str| {
            let value = one_line(value);
            if !value.is_empty() {
                let _ = writeln!(out, "- **{label}**: {value}");
            }
        };
        field(pick("中文标题", "Translated title"), &said.translated_title);
        let link = if paper.id.is_arxiv() { format!("https://arxiv.org/abs/{}", paper.id) } else { paper.url.clone() };
        field("Link", &link);
        field(pick("日期", "Day"), &best.date.to_string());
        field(pick("推荐决策", "Decision"), decision(paper).word(language));
        field(pick("决策理由", "Reason"), &said.reason);
        field(pick("总结", "Summary"), &said.summary);
        if paper.marks.star {
            field(pick("收藏", "Starred"), pick("是", "yes"));
        }
    }
    if rollup.best.is_empty() {
        let _ = writeln!(out, "\n{}", pick("（没有推荐的论文）", "(No paper was recommended.)"));
    }
    out
}
