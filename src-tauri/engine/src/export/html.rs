//! A day in one HTML file, for mail, print, or a shelf: no script, nothing loaded from anywhere, light and dark.
//! Every text is put in by maud, which escapes it.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Entry, Notes, svg};
use crate::{
    digest::{Digest, ListedPaper, Origin},
    paper::ArxivId,
    report::{failure_word, one_line},
    verdict::{Decision, Language},
};

const STYLE: &str = "\
:root{color-scheme:light dark;--paper:#fbf9f5;--ink:#2b2a27;--soft:#6b675f;--line:#ddd8ce;--accent:#9a4b2f}
@media(prefers-color-scheme:dark){:root{--paper:#1b1a18;--ink:#e8e4dc;--soft:#a39d92;--line:#3a3733;--accent:#d98f6f}}
body{margin:0 auto;padding:32px 24px;max-width:44rem;background:var(--paper);color:var(--ink);font:16px/1.7 system-ui,\
-apple-system,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}
:lang(zh){line-height:1.8}
h1{font-size:28px;line-height:1.3;margin:0 0 8px}h2{font-size:21px;margin:48px 0 16px}h3{font-size:18px;line-height:1.4;margin:0 0 4px}
a{color:var(--accent)}p{margin:0 0 8px}.soft,dt{color:var(--soft);font-size:13px}
article{padding:24px 0;border-top:1px solid var(--line)}dl{margin:12px 0 0}dt{margin-top:8px}dd{margin:0}
.note{margin-top:12px;padding-left:12px;border-left:2px solid var(--accent);white-space:pre-wrap}
svg{max-width:100%;height:auto;margin:8px 0}section.trend{margin-bottom:16px}
@media print{body{max-width:none;padding:0;background:#fff;color:#000}article{break-inside:avoid}a{color:inherit}}";

/// The glyph and the word of a decision: never colour alone.
fn decision(decision: Decision, language: Language) -> String {
    let glyph = match decision {
        Decision::Recommend => "●",
        Decision::Borderline => "◐",
        Decision::Skip => "○",
    };
    format!("{glyph} {}", decision.word(language))
}

/// A digest as a whole HTML document.
pub fn page(digest: &Digest, notes: &Notes) -> String {
    pages(&[digest], notes)
}

/// Digests one after the other in one HTML document, in the language of the first.
pub fn pages(digests: &[&Digest], notes: &Notes) -> String {
    let language = digests.first().map_or(Language::English, |digest| digest.language);
    let dates: Vec<String> = match digests {
        [first, .., last] if first.date != last.date => vec![first.date.to_string(), last.date.to_string()],
        _ => digests.iter().take(1).map(|digest| digest.date.to_string()).collect(),
    };
    let page = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
                meta name="referrer" content="no-referrer";
                title { (title(language)) " " (dates.join(" – ")) }
                style { (PreEscaped(STYLE)) }
            }
            body { @for digest in digests { (day(digest, notes)) } }
        }
    };
    page.into_string()
}

fn title(language: Language) -> &'static str {
    language.pick("Arxiv LLM 每日研报", "Arxiv LLM Daily Report")
}

fn day(digest: &Digest, notes: &Notes) -> Markup {
    let language = digest.language;
    let entries = super::entries([digest], notes);
    let judged = |wanted: Decision| {
        entries.iter().filter(move |e| e.paper.failure.is_none() && e.paper.verdict.analysis.decision == wanted)
    };
    let failed: Vec<_> = entries.iter().filter(|e| e.paper.failure.is_some()).collect();
    html! {
        header {
            h1 { (title(language)) }
            p.soft { (digest.date) " · " (digest.profile) " · " (digest.categories.join(", ")) }
            @if digest.origin == Origin::Sample {
                p { strong { (language.pick("示例：这是虚构的示例日", "Sample: this day is invented")) } }
            }
            p {
                @for wanted in Decision::ALL {
                    span { (decision(wanted, language)) " " (judged(wanted).count()) } " \u{2003}"
                }
            }
            @if let Some(tally) = &digest.ledger {
                p.soft {
                    (language.pick("当日公告 ", "Announced ")) (tally.announced)
                    (language.pick("，评审 ", ", judged ")) (tally.judged)
                    (language.pick("，过滤 ", ", filtered ")) (tally.filtered)
                    (language.pick("，失败 ", ", failed ")) (tally.failed)
                }
            }
        }
        @if !digest.trends.is_empty() { (trends(digest)) }
        @for wanted in Decision::ALL {
            @if judged(wanted).next().is_some() {
                h2 { (decision(wanted, language)) }
                @for entry in judged(wanted) { (article(entry, language)) }
            }
        }
        @if !failed.is_empty() {
            h2 { (language.pick("⚠ 未能评审", "⚠ Not judged")) }
            @for entry in failed { (article(entry, language)) }
        }
    }
}

fn trends(digest: &Digest) -> Markup {
    let title_of =
        |id: &ArxivId| digest.papers.iter().find(|paper| paper.id == *id).map(|paper| one_line(&paper.title));
    html! {
        h2 { (digest.language.pick("今日趋势速览", "Trends")) }
        // Drawn by us, every text in them escaped.
        (PreEscaped(svg::trends(digest)))
        (PreEscaped(svg::keywords(digest)))
        @for trend in &digest.trends {
            section.trend {
                h3 { (trend.emoji) " " (trend.title) }
                p { (trend.observation) }
                ul { @for title in trend.papers.iter().filter_map(title_of) { li lang="en" { (title) } } }
            }
        }
    }
}

fn article(entry: &Entry, language: Language) -> Markup {
    let ListedPaper { title, verdict, .. } = entry.paper;
    let said = &verdict.analysis;
    let list =
        |items: &[String]| items.iter().map(|item| one_line(item)).collect::<Vec<_>>().join(language.pick("、", ", "));
    let innovations: Vec<_> =
        said.innovations.iter().enumerate().map(|(at, item)| format!("{}) {}", at + 1, one_line(item))).collect();
    let fields = [
        (language.pick("决策理由", "Reason"), said.reason.clone()),
        (language.pick("关键词", "Keywords"), list(&said.keywords)),
        (language.pick("核心痛点", "Pain point"), said.pain_point.clone()),
        (language.pick("应用价值", "Application value"), said.application_value.clone()),
        (language.pick("总结", "Summary"), said.summary.clone()),
        (language.pick("技术创新", "Innovations"), innovations.join(language.pick("；", "; "))),
        (language.pick("摘要", "Abstract"), entry.paper.summary.clone()),
    ];
    let address = address(entry.paper);
    html! {
        article {
            h3 lang="en" {
                @if let Some(address) = &address { a href=(address) rel="noopener noreferrer" { (title) } } @else { (title) }
            }
            @if !said.translated_title.is_empty() { p { (said.translated_title) } }
            p.soft {
                (decision(said.decision, language)) " · " (entry.paper.id) "v" (entry.paper.version) " · " (entry.paper.categories.join(" "))
                " · " (entry.paper.authors.join(", "))
            }
            @if let Some(failure) = &entry.paper.failure {
                p.soft {
                    (language.pick("未能评审：", "Not judged: ")) (failure_word(failure.class, language))
                    (language.pick("；以下为内置评审", "; what follows is the built-in verdict"))
                }
            }
            dl {
                @for (label, value) in fields.iter().filter(|(_, value)| !value.trim().is_empty()) { dt { (label) } dd { (value) } }
            }
            (jotted(entry, language))
        }
    }
}

fn jotted(entry: &Entry, language: Language) -> Markup {
    let jotted = entry.jotted;
    html! {
        @if entry.paper.marks.star { p.soft { "★ " (language.pick("已收藏", "Starred")) } }
        @if let Some(own) = entry.paper.override_decision {
            p.soft { (language.pick("我的决策：", "My decision: ")) (decision(own, language)) }
        }
        @if !jotted.tags.is_empty() { p.soft { (language.pick("标签：", "Tags: ")) (jotted.tags.join(", ")) } }
        @if !jotted.note.trim().is_empty() { div.note { (jotted.note.trim()) } }
    }
}

/// Where a paper's title leads: http and https only.
fn address(paper: &ListedPaper) -> Option<String> {
    if paper.id.is_arxiv() {
        return Some(format!("https://arxiv.org/abs/{}v{}", paper.id, paper.version));
    }
    let url = url::Url::parse(&one_line(&paper.url)).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}
