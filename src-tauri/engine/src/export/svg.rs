//! Charts of a day: its topics, and its keywords. SVG drawn by us, readable in light and dark, alone or in a page,
//! and by a screen reader, to which title and description say everything that is drawn.

use std::collections::HashMap;

use maud::{PreEscaped, html};

use crate::{digest::Digest, report::one_line, verdict::Language};

/// A bar: what it stands for, and how many papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    pub label: String,
    pub papers: usize,
}

/// The day's trends with their numbers of papers, in the digest's order.
pub fn trend_bars(digest: &Digest) -> Vec<Bar> {
    let bar = |trend: &crate::digest::Trend| Bar {
        label: one_line(&format!("{} {}", trend.emoji, trend.title)),
        papers: trend.papers.len(),
    };
    digest.trends.iter().map(bar).collect()
}

/// The keywords of most papers, at most `most`; a word counts once per paper, upper and lower case alike.
pub fn keyword_bars(digest: &Digest, most: usize) -> Vec<Bar> {
    let mut bars: Vec<Bar> = vec![];
    let mut places: HashMap<String, usize> = HashMap::new();
    for paper in &digest.papers {
        let mut counted = vec![];
        for keyword in paper.verdict.analysis.keywords.iter().map(|word| one_line(word)).filter(|word| !word.is_empty())
        {
            let place = *places.entry(keyword.to_lowercase()).or_insert(bars.len());
            if place == bars.len() {
                bars.push(Bar { label: keyword, papers: 0 });
            }
            if !counted.contains(&place) {
                counted.push(place);
                bars[place].papers += 1;
            }
        }
    }
    // Stable: equally frequent words stay in the order of the papers.
    bars.sort_by_key(|bar| std::cmp::Reverse(bar.papers));
    bars.truncate(most);
    bars
}

/// 研究热点分布.
pub fn trends(digest: &Digest) -> String {
    let title = digest.language.pick("研究热点分布", "Topics of the day");
    draw("trends", title, &trend_bars(digest), digest.language)
}

/// 关键词分布（Top 8）.
pub fn keywords(digest: &Digest) -> String {
    let title = digest.language.pick("关键词分布（Top 8）", "Keywords (top 8)");
    draw("keywords", title, &keyword_bars(digest, 8), digest.language)
}

/// A paper of its own under the bars: a picture follows the reader's system, and the page around it may not.
const STYLE: &str = ".paper{fill:#fbf9f5}text{font:13px system-ui,-apple-system,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;\
    fill:#2b2a27}.bar{fill:#9a4b2f}.track{fill:#2b2a27;opacity:.08}\
    @media(prefers-color-scheme:dark){.paper{fill:#1b1a18}text{fill:#e8e4dc}.bar{fill:#d98f6f}.track{fill:#e8e4dc;opacity:.12}}";
const WIDTH: usize = 640;
const ROW: usize = 30;
const LEFT: usize = 250;
const FULL: usize = 340;

fn nothing(language: Language) -> &'static str {
    language.pick("本日没有数据", "Nothing to show for this day")
}

/// All that a chart shows, in words.
pub fn description(bars: &[Bar], language: Language) -> String {
    let say = |bar: &Bar| match language {
        Language::Chinese => format!("{} {} 篇", bar.label, bar.papers),
        Language::English => format!("{}: {}", bar.label, bar.papers),
    };
    if bars.is_empty() {
        return nothing(language).to_owned();
    }
    bars.iter().map(say).collect::<Vec<_>>().join(language.pick("；", "; "))
}

/// Horizontal bars. `name` makes the ids of title and description, so that two charts can stand in one page.
fn draw(name: &str, title: &str, bars: &[Bar], language: Language) -> String {
    let most = bars.iter().map(|bar| bar.papers).max().unwrap_or(0).max(1);
    let height = 34 + ROW * bars.len().max(1);
    let nothing = nothing(language);
    let svg = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox={"-12 -6 " (WIDTH + 24) " " (height + 12)} role="img" lang=(language.tag())
            aria-labelledby={(name) "-title " (name) "-desc"} {
            title id={(name) "-title"} { (title) }
            desc id={(name) "-desc"} { (description(bars, language)) }
            style { (PreEscaped(STYLE)) }
            rect class="paper" x="-12" y="-6" width=(WIDTH + 24) height=(height + 12) rx="6" {}
            text x="0" y="18" font-weight="600" { (title) }
            @if bars.is_empty() { text x="0" y="50" { (nothing) } }
            @for (at, bar) in bars.iter().enumerate() {
                @let y = 34 + ROW * at;
                text x=(LEFT - 10) y=(y + 16) text-anchor="end" { (shortened(&bar.label)) }
                rect class="track" x=(LEFT) y=(y + 4) width=(FULL) height="16" rx="3" {}
                rect class="bar" x=(LEFT) y=(y + 4) width=(FULL * bar.papers / most) height="16" rx="3" {}
                text x=(LEFT + FULL + 10) y=(y + 16) { (bar.papers) }
            }
        }
    };
    svg.into_string()
}

/// As much of a label as fits beside the bars, where a Chinese character is twice as wide as a Latin one.
fn shortened(label: &str) -> String {
    let mut width = 0;
    let mut short = String::new();
    for c in label.chars() {
        width += if c.is_ascii() { 7 } else { 13 };
        if width > LEFT - 24 {
            short.push('…');
            break;
        }
        short.push(c);
    }
    short
}
