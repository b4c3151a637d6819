//! The published form: a folder of Markdown pages that Jekyll and kramdown turn into a site, as our readers know it.
//!
//! Around the body of each report stand front matter and, on the first page, a link to the archive. Every `_` and `|`
//! is escaped. What would be more than text to kramdown, Liquid or a browser (a tag, a template, the target of a
//! link) loses that by one character written as its number (`&#60;`); `report::read` undoes both.

use std::{collections::HashSet, fmt::Write as _, sync::LazyLock};

use jiff::{Timestamp, tz::TimeZone};
use regex::Regex;

use super::{File, svg};
use crate::{
    digest::Digest,
    report::{self, ImportedReport},
    verdict::Language,
};

/// A report to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub generated_at: Timestamp,
    pub language: Language,
    /// The page's name without `.md`, if it had one before.
    pub name: Option<String>,
    /// From the title to the footer, unescaped.
    pub body: String,
    /// What the picture shows, and the picture, as SVG.
    pub charts: Vec<(String, String)>,
}

/// A digest of ours, with its charts.
pub fn page(digest: &Digest, beside: report::Beside) -> Page {
    let body = report::render_with(digest, beside);
    let charts = charts(digest);
    Page { generated_at: digest.generated_at, language: digest.language, name: None, body, charts }
}

/// An imported report, in its own variant and under the name that it had. The charts that it may have had are not kept:
/// they are drawn anew.
pub fn imported_page(
    digest: &Digest,
    report: &ImportedReport,
    file_name: Option<&str>,
    beside: report::Beside,
) -> Page {
    let name = file_name.and_then(|name| name.strip_suffix(".md")).filter(|name| is_page_name(name));
    Page {
        generated_at: report.generated_at,
        language: report.language,
        name: name.map(str::to_owned),
        body: report::write_body_with(report, beside),
        charts: charts(digest),
    }
}

fn charts(digest: &Digest) -> Vec<(String, String)> {
    if digest.trends.is_empty() {
        return vec![];
    }
    // Nobody hears the title and description inside of a picture that a page links to.
    let said = |chinese: &str, english: &str, bars: &[svg::Bar]| {
        let name = digest.language.pick(chinese, english);
        format!("{name}{}{}", digest.language.pick("：", ": "), svg::description(bars, digest.language))
    };
    let keywords = svg::keyword_bars(digest, 8);
    vec![
        (said("研究热点分布", "Topics of the day", &svg::trend_bars(digest)), svg::trends(digest)),
        (said("关键词分布（Top 8）", "Keywords (top 8)", &keywords), svg::keywords(digest)),
    ]
}

/// The whole site: `index.md` (the newest report), `archive.md` (newest first), one page per report with the UTC time
/// of its making as its name, and the charts.
pub fn files(pages: &[Page]) -> Vec<File> {
    let mut pages: Vec<&Page> = pages.iter().collect();
    pages.sort_by_key(|page| std::cmp::Reverse(page.generated_at));
    let mut taken = HashSet::new();
    let named: Vec<(String, &Page)> = pages.into_iter().map(|page| (free_name(page, &mut taken), page)).collect();

    let mut files = vec![];
    for (at, (name, page)) in named.iter().enumerate() {
        let pictures: Vec<_> =
            page.charts.iter().enumerate().map(|(at, (alt, _))| (picture(name, at), alt.as_str())).collect();
        let body = with_charts(&escape(&page.body), &pictures);
        for ((path, _), (_, svg)) in pictures.iter().zip(&page.charts) {
            files.push(File { path: path.clone(), text: svg.clone() });
        }
        let day = utc(page, "%Y-%m-%d");
        if at == 0 {
            let title = page.language.pick("Arxiv LLM 每日研报", "Arxiv LLM Daily Report");
            let link = page
                .language
                .pick("[查看所有摘要归档](archive.md) | 更新日期: ", "[All summaries](archive.md) | Updated: ");
            let text = format!("{}{link}{day}\n\n{body}", front_matter(title));
            files.push(File { path: "index.md".to_owned(), text });
        }
        let title = format!("{day} ArXiv {}", page.language.pick("摘要", "Summary"));
        files.push(File { path: format!("{name}.md"), text: format!("{}{body}", front_matter(&title)) });
    }
    files.push(File { path: "archive.md".to_owned(), text: archive(&named) });
    files
}

fn front_matter(title: &str) -> String {
    format!("---\nlayout: default\ntitle: {title}\n{}\n---\n\n", report::GENERATOR)
}

fn utc(page: &Page, format: &str) -> String {
    page.generated_at.to_zoned(TimeZone::UTC).strftime(format).to_string()
}

/// `summary_20260109_132836`, and nothing that leads out of the folder.
fn is_page_name(name: &str) -> bool {
    name.strip_prefix("summary_").is_some_and(|rest| {
        rest.len() >= 15 && rest.len() <= 40 && rest.chars().all(|c| c.is_ascii_digit() || "_-".contains(c))
    })
}

/// `summary_20260109_132836`; two reports of one second are told apart by a number.
fn free_name(page: &Page, taken: &mut HashSet<String>) -> String {
    let name = page.name.clone().unwrap_or_else(|| utc(page, "summary_%Y%m%d_%H%M%S"));
    let mut free = name.clone();
    let mut number = 2;
    while !taken.insert(free.clone()) {
        free = format!("{name}-{number}");
        number += 1;
    }
    free
}

/// Without `_`, which kramdown and people who escape by hand do not agree about.
fn picture(name: &str, at: usize) -> String {
    format!("img/{}-{}.svg", name.replace('_', "-"), at + 1)
}

fn archive(named: &[(String, &Page)]) -> String {
    let language = named.first().map_or(Language::Chinese, |(_, page)| page.language);
    let mut out = front_matter(language.pick("ArXiv Summary 归档", "ArXiv Summary Archive"));
    out.push_str(language.pick(
        "[返回首页](index.md)\n\n# ArXiv 摘要归档\n\n以下是所有可用的ArXiv摘要文件，按日期排序（最新在前）：\n\n",
        "[Back to the first page](index.md)\n\n# ArXiv Summary Archive\n\nAll summaries, newest first:\n\n",
    ));
    for (name, page) in named {
        let word = page.language.pick("摘要", "Summary");
        let _ = writeln!(out, "- [{} {word}]({name}.md)", utc(page, "%Y-%m-%d"));
    }
    out
}

/// The body with its charts under the heading of the trends.
fn with_charts(body: &str, pictures: &[(String, &str)]) -> String {
    let heading = body.find("\n## 📊 ").map(|at| at + 1);
    let end = heading.and_then(|at| body[at..].find('\n').map(|length| at + length + 1));
    let (Some(end), false) = (end, pictures.is_empty()) else { return body.to_owned() };
    let mut charts = String::from("\n<div>\n");
    for (path, alt) in pictures {
        let alt = attribute(alt);
        let _ = writeln!(charts, "<img src='{path}' alt='{alt}' style='max-width: 100%; height: auto;' />");
    }
    charts.push_str("</div>\n");
    format!("{}{charts}{}", &body[..end], &body[end..])
}

/// Text in an attribute of a page: whatever means something to HTML, kramdown or Liquid is written as a number.
fn attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in report::one_line(text).chars() {
        if c.is_ascii_punctuation() && !",.;:()-/+!?".contains(c) { number(&mut out, c) } else { out.push(c) }
    }
    out
}

/// The coloured dot before a trend of published reports, exactly: a mark without text, whoever writes it.
static DOT: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "a literal of ours, covered by the tests")]
    Regex::new(
        "^<span style='display: inline-block; width: [0-9]{1,2}px; height: [0-9]{1,2}px; border-radius: 50%; \
         background-color: #[0-9a-fA-F]{6}; margin-right: [0-9]{1,2}px; vertical-align: middle;'></span>",
    )
    .expect("a valid pattern")
});

/// The escaping of the published form.
pub fn escape(body: &str) -> String {
    let mut out = String::with_capacity(body.len() + body.len() / 16);
    let mut before = '\n';
    let mut dot_ends = 0;
    for (at, c) in body.char_indices() {
        let rest = &body[at + c.len_utf8()..];
        if c == '<'
            && let Some(dot) = DOT.find(&body[at..])
        {
            dot_ends = at + dot.end();
        }
        if at < dot_ends {
            out.push(c);
            before = c;
            continue;
        }
        match c {
            '_' | '|' => {
                out.push('\\');
                out.push(c);
            }
            '<' if opens_markup(rest) => number(&mut out, c),
            // A number that stands in the text itself must not be undone.
            '&' if rest.starts_with('#') => number(&mut out, c),
            '(' | '[' | ':' if before == ']' => number(&mut out, c),
            '{' | '%' | ':' | '#' if before == '{' => number(&mut out, c),
            _ => out.push(c),
        }
        before = c;
    }
    out
}

fn number(out: &mut String, c: char) {
    let _ = write!(out, "&#{};", u32::from(c));
}

/// Whether a `<` with this after it begins a tag, a comment or an address. The end of a tag that HTML does not have,
/// such as a stray `</think>`, ends nothing.
fn opens_markup(rest: &str) -> bool {
    match rest.strip_prefix('/') {
        Some(rest) => {
            let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
            name.to_lowercase() != "think"
        }
        None => rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?'),
    }
}
