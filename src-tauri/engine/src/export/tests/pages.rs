//! Pages for people: HTML, SVG and the site.

use proptest::prelude::*;

use super::{day, notes, outside};
use crate::{
    export::{Notes, html, site, svg},
    report::{is_archive, read, render, write_back},
    verdict::{Decision, Language},
};

const PAYLOADS: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onload='x",
    "</title><script>",
    "javascript:alert(1)",
    "&lt;b&gt;",
    "]]><svg onload=x>",
    "<!-- -->",
];

/// Whatever the text, a page has the tags and attributes that it has with harmless text: not one `<` or `"` more.
#[test]
fn html_shows_text_as_text() {
    let page = |text: &str| {
        let mut day = day(text);
        let mut said =
            [&mut day.profile, &mut day.categories[0], &mut day.papers[0].categories[0], &mut day.trends[0].emoji];
        said.iter_mut().for_each(|part| **part = text.to_owned());
        day.papers[1].id = "feed:0123456789abcdef0123456789abcdef".parse().unwrap();
        day.papers[1].url = text.to_owned();
        html::page(&day, &notes(text))
    };
    let marks = |page: &str| (page.matches('<').count(), page.matches('"').count(), page.matches("href").count());
    let plain = page("x");
    assert!(plain.contains("default-src 'none'") && !plain.contains("src=") && !plain.contains("<script"));
    for text in PAYLOADS {
        assert_eq!(marks(&page(text)), marks(&plain), "{text}");
    }
}

#[test]
fn html_says_everything_of_a_day() {
    let page = html::page(&day("文字"), &notes("我的笔记"));
    for expected in [
        "lang=\"zh-CN\"",
        "当日公告 5",
        "● 推荐 1",
        "○ 不推荐 1",
        "未能评审：超时",
        "我的笔记",
        "prefers-color-scheme:dark",
        "@media print",
        "https://arxiv.org/abs/2601.00001v1",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    let mut english = day("text");
    english.language = Language::English;
    let page = html::page(&english, &Notes::new());
    assert!(page.contains("lang=\"en\"") && page.contains("● Recommend 1") && !page.contains("推荐"), "{page}");
}

/// An XML reader takes a chart, and a screen reader hears all of it.
#[test]
fn charts() {
    let words = |svg: &str| {
        let elements = elements(svg);
        assert_eq!(elements[0].0, "svg");
        ["title", "desc"].map(|tag| elements.iter().find(|(name, _)| name == tag).unwrap().1.clone())
    };
    let day = day("<a> & \"b\"");
    let said = words(&svg::trends(&day));
    assert_eq!(said[0], "研究热点分布");
    assert_eq!(said[1], "🔥 <a> & \"b\" 1 篇");
    let said = words(&svg::keywords(&day));
    assert_eq!(said[1], "<a> & \"b\" 2 篇；LLM 2 篇");
    let empty = crate::report::tests::made::digest(Language::English, vec![], vec![]);
    assert_eq!(words(&svg::trends(&empty))[1], "Nothing to show for this day");
    assert!(svg::trends(&day).contains("role=\"img\"") && svg::trends(&day).contains("prefers-color-scheme:dark"));
}

/// Names and texts of the elements of a document: tags must nest, and text must be escaped. A reader of its own, so that
/// the test does not lean on the writer.
fn elements(text: &str) -> Vec<(String, String)> {
    let unescaped =
        |text: &str| text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    let (mut open, mut found, mut rest): (Vec<usize>, Vec<(String, String)>, &str) = (vec![], vec![], text);
    while let Some(at) = rest.find('<') {
        let (words, tag) = rest.split_at(at);
        if let Some(place) = open.last() {
            found[*place].1.push_str(&unescaped(words));
        }
        let end = tag.find('>').expect("a tag that ends");
        let inner = &tag[1..end];
        if let Some(name) = inner.strip_prefix('/') {
            let place = open.pop().expect("an open element");
            assert_eq!(found[place].0, name);
        } else {
            found.push((inner.split([' ', '/']).next().unwrap().to_owned(), String::new()));
            if !inner.ends_with('/') {
                open.push(found.len() - 1);
            }
        }
        rest = &tag[end + 1..];
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{open:?} {rest}");
    found
}

#[test]
fn keywords_are_counted_once_per_paper_and_ordered() {
    let mut day = day("甲");
    day.papers[0].verdict.analysis.keywords = vec!["llm".into(), "LLM".into(), "RAG".into()];
    day.papers[1].verdict.analysis.keywords = vec!["Llm".into(), "RAG".into()];
    day.papers[2].verdict.analysis.keywords = ('a'..='k').map(String::from).chain(["rag".into()]).collect();
    let bars: Vec<_> = svg::keyword_bars(&day, 8).into_iter().map(|bar| (bar.label, bar.papers)).collect();
    assert_eq!(bars[..3], [("RAG".into(), 3), ("llm".into(), 2), ("a".into(), 1)]);
    assert_eq!(bars.len(), 8);
}

fn file<'a>(files: &'a [crate::export::File], path: &str) -> &'a str {
    let found = files.iter().find(|file| file.path == path);
    &found.unwrap_or_else(|| panic!("{path} in {:?}", files.iter().map(|f| &f.path).collect::<Vec<_>>())).text
}

#[test]
fn a_site() {
    let mut newer = day("新_|");
    newer.generated_at = "2026-01-12T16:30:00Z".parse().unwrap();
    let older = day("旧");
    let files = site::files(&[
        site::page(&older, &|_| String::new()),
        site::page(&newer, &|_| String::new()),
        site::page(&older, &|_| String::new()),
    ]);
    let archive = file(&files, "archive.md");
    assert!(archive.ends_with(
        "- [2026-01-12 摘要](summary_20260112_163000.md)\n\
         - [2026-01-09 摘要](summary_20260109_133045.md)\n\
         - [2026-01-09 摘要](summary_20260109_133045-2.md)\n"
    ));
    assert!(is_archive(archive, None));
    let index = file(&files, "index.md");
    assert!(index.starts_with("---\nlayout: default\ntitle: Arxiv LLM 每日研报\n"), "{index}");
    assert!(index.contains("\n---\n\n[查看所有摘要归档](archive.md) | 更新日期: 2026-01-12\n\n# Arxiv LLM 每日研报\n\n> **更新时间**：2026-01-13 00:30:00\n"));
    assert!(index.contains("⭐推荐 1 篇 \\| 📌边缘可看 0 篇 \\| ❌不推荐 1 篇"));
    assert!(index.contains("\n## 1. 新\\_\\|\n"));
    let page = file(&files, "summary_20260112_163000.md");
    assert!(page.starts_with("---\nlayout: default\ntitle: 2026-01-12 ArXiv 摘要\n"), "{page}");
    assert!(page.contains("<img src='img/summary-20260112-163000-1.svg' alt='研究热点分布："));
    assert!(file(&files, "img/summary-20260112-163000-1.svg").starts_with("<svg "));
    assert_eq!(read(page, None).unwrap().papers, read(index, None).unwrap().papers);
}

#[test]
fn escaping() {
    let check = |text: &str, expected: &str| assert_eq!(site::escape(text), expected);
    check("a_b | c", "a\\_b \\| c");
    check("<script>", "&#60;script>");
    check("</script> <!-- <?php", "&#60;/script> &#60;!-- &#60;?php");
    check("a < b, $a<1$, </think>", "a < b, $a<1$, </think>");
    check("[x](javascript:y) ![x](z) [x][y]", "[x]&#40;javascript:y) ![x]&#40;z) [x]&#91;y]");
    check("{{ x }} {% y %} {: .z} {{{", "{&#123; x }} {&#37; y %} {&#58; .z} {&#123;&#123;");
    check("&#60; &amp;", "&#38;#60; &amp;");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// A page of ours, read again, is the report that was published.
    #[test]
    fn a_published_page_is_read_back(text in "([_|<>&#;:{}%()\\[\\]\\\\a1 ]|&#60;|&#x|</|<b|script|think){0,12}") {
        let day = day(&text);
        let files = site::files(&[site::page(&day, &|_| String::new())]);
        for page in ["index.md", "summary_20260109_133045.md"] {
            let read = read(file(&files, page), Some(page)).unwrap();
            prop_assert_eq!(write_back(&read), render(&day));
            prop_assert_eq!(read.listed_counts().recommend as usize, day.judged(Decision::Recommend).count());
        }
    }
}

/// The published pages, built by kramdown as GitHub Pages does: headings where they belong, and others' text as text.
#[test]
fn kramdown_builds_the_site() {
    let program = "
require 'kramdown'; require 'json'
pages = JSON.parse(STDIN.read)
print JSON.generate(pages.map { |text| Kramdown::Document.new(text.sub(/\\A---\\n.*?\\n---\\n/m, ''), input: 'kramdown').to_html })";
    let texts = [
        "文字 $x_1$ | a_b",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](http://t.example/x.png)",
        "{{ site.x }} {% include x %}",
        "{: .x onclick='y'} {::options /}",
        "</think> a < b",
        "<!-- open",
        "`open",
        "**open",
        "* [x]: y",
        "\\",
        "&#60;b>",
        "<javascript:alert(1)>",
        "</div></article>",
        "*[x]: y",
        "[^1]",
        "$$ x",
    ];
    let pages: Vec<String> = texts
        .iter()
        .map(|text| file(&site::files(&[site::page(&day(text), &|_| String::new())]), "index.md").to_owned())
        .collect();
    let probe = ["-e", "require 'kramdown'"];
    let Some(built) = outside("ruby", &probe, &["-Ku", "-e", program], &serde_json::to_string(&pages).unwrap()) else {
        return;
    };
    // Liquid comes before kramdown, and sees the page itself.
    assert!(pages.iter().all(|page| !page.contains("{{") && !page.contains("{%")));
    for (text, html) in texts.iter().zip(built.as_array().unwrap()) {
        let html = html.as_str().unwrap();
        let count = |what: &str| html.matches(what).count();
        assert_eq!((count("<h1"), count("<h3"), count("<h2")), (1, 1, 6), "{text}:\n{html}");
        // Two charts are ours; the links are the archive.
        assert_eq!((count("<img"), count("<script"), count("<a ")), (2, 0, 1), "{text}:\n{html}");
        for mark in ["onerror=alert(1)>", "href=\"javascript", "onclick='y'", "<!--"] {
            assert_eq!(count(mark), 0, "{mark} by {text}:\n{html}");
        }
        assert_eq!(count("推荐决策:"), 3, "{text}");
    }
}
