//! A paper's text from arXiv's HTML (made by LaTeXML): its sections, and the part of them that a judge reads. Nothing
//! that a reader of the page does not see gets through: no comment, no script, no hidden or white text.

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use ego_tree::iter::Edge;
use regex::Regex;
use scraper::{Html, Node, node::Element};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use url::Url;

use crate::paper::{ArxivId, hash};

/// A section of a paper with the text of its subsections.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Section {
    /// As it is numbered in the paper; empty for text before the first heading.
    pub heading: String,
    pub paragraphs: Vec<String>,
}

/// A text is kept up to this many characters; a thesis is longer, and no judge reads so far.
const LONGEST: usize = 600_000;

/// Where arXiv has the HTML of a version.
pub fn address(html_url: &Url, id: &ArxivId, version: u32) -> Option<Url> {
    Url::parse(&format!("{}/{id}v{version}", html_url.as_str().trim_end_matches('/'))).ok()
}

/// Reads the sections of a page: None when it holds no paper. Formulas are their LaTeX between dollars; references,
/// appendices, tables, figures and footnotes are left out.
pub fn parse(html: &str) -> Option<Vec<Section>> {
    let page = Html::parse_document(html);
    let mut reader = Reader::default();
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) => reader.open(node.value()),
            Edge::Close(node) => reader.close(node.value()),
        }
        if reader.length > LONGEST {
            break;
        }
    }
    reader.sections.retain(|section| !section.paragraphs.is_empty());
    (!reader.sections.is_empty()).then_some(reader.sections)
}

#[derive(Default)]
struct Reader {
    sections: Vec<Section>,
    /// Open elements whose content does not count.
    skipped: usize,
    in_document: usize,
    heading: Option<String>,
    /// Whether the heading is a section's own, and not a subsection's.
    heads_section: bool,
    paragraph: Option<String>,
    /// Paragraphs within each other: boxes hold some.
    paragraphs: usize,
    length: usize,
}

impl Reader {
    fn open(&mut self, node: &Node) {
        let Some(element) = node.as_element() else {
            if let Node::Text(text) = node {
                self.text(text);
            }
            return;
        };
        if self.skipped > 0 || is_left_out(element) || is_hidden(element) {
            self.skipped += 1;
            return;
        }
        let has = |class: &str| element.classes().any(|own| own == class);
        if element.name() == "math" {
            // What MathML draws is said again in its LaTeX: one of them.
            if let Some(latex) = element.attr("alttext") {
                self.text(&format!(" ${latex}$ "));
            }
            self.skipped += 1;
        } else if has("ltx_document") {
            self.in_document += 1;
        } else if has("ltx_section") {
            self.sections.push(Section { heading: String::new(), paragraphs: Vec::new() });
        } else if has("ltx_title") {
            self.heading = Some(String::new());
            self.heads_section = has("ltx_title_section");
        } else if has("ltx_p") && self.in_document > 0 {
            self.paragraphs += 1;
            self.paragraph.get_or_insert_default().push(' ');
        } else if matches!(element.name(), "br" | "li" | "p" | "div") {
            self.text(" ");
        }
    }

    fn close(&mut self, node: &Node) {
        let Some(element) = node.as_element() else { return };
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let has = |class: &str| element.classes().any(|own| own == class);
        // In the order of `open`, so that every element is closed as what it was opened as.
        if has("ltx_document") {
            self.in_document -= 1;
        } else if has("ltx_section") {
            // What follows it belongs to it, until the next one opens.
        } else if has("ltx_title") {
            let heading = one_line(&self.heading.take().unwrap_or_default());
            if self.heads_section
                && let Some(section) = self.sections.last_mut()
            {
                section.heading = heading;
            }
        } else if has("ltx_p") && self.in_document > 0 {
            self.paragraphs -= 1;
            if self.paragraphs == 0 {
                let text = self.paragraph.take().unwrap_or_default();
                self.add(one_line(&text));
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        if let Some(place) = self.heading.as_mut().or(self.paragraph.as_mut()) {
            place.push_str(text);
        }
    }

    fn add(&mut self, paragraph: String) {
        if paragraph.is_empty() {
            return;
        }
        if self.sections.is_empty() {
            self.sections.push(Section { heading: String::new(), paragraphs: Vec::new() });
        }
        self.length += paragraph.len();
        if let Some(section) = self.sections.last_mut() {
            section.paragraphs.push(paragraph);
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is no running text of the paper.
fn is_left_out(element: &Element) -> bool {
    const TAGS: [&str; 16] = [
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "svg",
        "nav",
        "header",
        "footer",
        "button",
        "form",
        "figure",
        "table",
        "annotation",
        "head",
    ];
    const CLASSES: [&str; 13] = [
        "ltx_bibliography",
        "ltx_appendix",
        "ltx_abstract",
        "ltx_authors",
        "ltx_note",
        "ltx_figure",
        "ltx_table",
        "ltx_tabular",
        "ltx_ERROR",
        "ltx_page_header",
        "ltx_page_footer",
        "ltx_TOC",
        "ltx_phantom",
    ];
    TAGS.contains(&element.name()) || element.classes().any(|class| CLASSES.contains(&class))
}

/// What a reader of the page does not see: hidden, white or near-white, tiny, transparent, or out of the page.
fn is_hidden(element: &Element) -> bool {
    if element.attr("hidden").is_some() || element.attr("aria-hidden").is_some_and(|value| value == "true") {
        return true;
    }
    if element.attr("color").is_some_and(|color| is_white(color.trim())) {
        return true;
    }
    let Some(style) = element.attr("style") else { return false };
    let style = style.to_ascii_lowercase();
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
        let value = value.trim().trim_end_matches("!important").trim();
        match name.trim() {
            "display" => value == "none",
            "visibility" => matches!(value, "hidden" | "collapse"),
            "opacity" | "fill-opacity" => value.parse::<f64>().is_ok_and(|opacity| opacity < 0.2),
            "color" | "--ltx-fg-color" | "fill" | "-webkit-text-fill-color" => is_white(value),
            "font-size" => is_tiny(value),
            "font" => value.split_whitespace().any(is_tiny),
            "transform" => value.contains("scale(0"),
            "clip" | "clip-path" => value != "auto" && value != "none",
            "left" | "top" | "right" | "bottom" | "text-indent" | "margin-left" | "margin-top" => is_far(value),
            "max-height" | "max-width" | "height" | "width" => {
                number(value).is_some_and(|(size, _)| size == 0.0) && style.contains("overflow")
            }
            _ => false,
        }
    })
}

/// A number with its unit.
fn number(value: &str) -> Option<(f64, &str)> {
    let end = value.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(value.len());
    Some((value[..end].parse().ok()?, value[end..].trim()))
}

fn is_tiny(value: &str) -> bool {
    match number(value) {
        Some((size, "px" | "pt")) => size < 4.0,
        Some((size, "%")) => size < 30.0,
        Some((size, "em" | "rem" | "ex")) => size < 0.3,
        Some((size, "")) => size == 0.0,
        _ => false,
    }
}

fn is_far(value: &str) -> bool {
    number(value).is_some_and(|(size, _)| size <= -300.0)
}

/// White and what is next to it: all channels at least 0xE6, or no opacity.
fn is_white(value: &str) -> bool {
    const NAMES: [&str; 9] =
        ["white", "snow", "ivory", "ghostwhite", "whitesmoke", "floralwhite", "mintcream", "azure", "transparent"];
    const LEAST: f64 = 230.0;
    let value = value.to_ascii_lowercase();
    if NAMES.contains(&value.as_str()) {
        return true;
    }
    if let Some(digits) = value.strip_prefix('#').filter(|digits| digits.is_ascii()) {
        let wide: String = match digits.len() {
            3 | 4 => digits.chars().flat_map(|c| [c, c]).collect(),
            _ => digits.to_owned(),
        };
        let channel = |at: Range<usize>| wide.get(at).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let light = [0..2, 2..4, 4..6].into_iter().all(|at| channel(at).is_some_and(|value| f64::from(value) >= LEAST));
        return light || (wide.len() == 8 && channel(6..8).is_some_and(|alpha| alpha < 52));
    }
    let Some((kind, inside)) = value.split_once('(') else { return false };
    let parts: Vec<&str> = inside
        .trim_end_matches(')')
        .split(|c: char| c == ',' || c == '/' || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .collect();
    let amount = |part: &&str, whole: f64| match part.strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().ok().map(|percent| percent / 100.0 * whole),
        None => part.parse::<f64>().ok(),
    };
    let clear = parts.get(3).and_then(|alpha| amount(alpha, 1.0)).is_some_and(|alpha| alpha < 0.2);
    match kind {
        "rgb" | "rgba" => {
            let light = parts.iter().take(3).all(|part| amount(part, 255.0).is_some_and(|value| value >= LEAST));
            clear || (parts.len() >= 3 && light)
        }
        "hsl" | "hsla" => clear || parts.get(2).and_then(|part| amount(part, 100.0)).is_some_and(|l| l >= 92.0),
        _ => false,
    }
}

/// What a section is to a judge, in the order in which they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Introduction,
    Method,
    Results,
    Conclusion,
}

/// The part that a heading names. None: related work and the like, which say nothing of this paper's own. A section
/// with a name of its own is most often the method's.
fn part(heading: &str) -> Option<Part> {
    static RULES: LazyLock<Vec<(Regex, Option<Part>)>> = LazyLock::new(|| {
        [
            (r"related|background|prior work|literature|preliminar|notation|references|acknowledg|appendix|ethic|impact|contribution statement|conflict|funding|availability|reproducib|checklist|supplement|disclos|disclaimer", None),
            (r"introduction|motivation|overview$", Some(Part::Introduction)),
            (r"conclu|discussion|limitation|future|summary|closing|outlook", Some(Part::Conclusion)),
            (r"experiment|result|evaluat|ablation|analys|finding|performance|empirical|comparison|case stud|benchmarking", Some(Part::Results)),
        ]
        .into_iter()
        .map(|(words, part)| (pattern(&format!("(?i){words}")), part))
        .collect()
    });
    match RULES.iter().find(|(words, _)| words.is_match(heading)) {
        Some((_, part)) => *part,
        None => Some(Part::Method),
    }
}

#[allow(clippy::expect_used, reason = "literals of ours, covered by the tests")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

/// The part of a full text that a judge reads, and where each line of it stands in the whole.
#[derive(Debug, Default)]
pub struct Excerpt {
    pub text: String,
    lines: Vec<Line>,
}

/// A heading or a paragraph in an excerpt.
#[derive(Debug)]
struct Line {
    /// Where it begins and ends in the excerpt, in UTF-16 code units.
    units: Range<usize>,
    section: usize,
    /// None: the section's heading.
    paragraph: Option<usize>,
}

/// A place in a full text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Index of the section.
    pub section: usize,
    /// Index of the section's paragraph; None for its heading.
    pub paragraph: Option<usize>,
    /// Where in the paragraph or heading, in UTF-16 code units.
    pub units: Range<usize>,
}

impl Excerpt {
    fn add(&mut self, before: &str, text: &str, section: usize, paragraph: Option<usize>) {
        let last = self.lines.last().map_or(0, |line| line.units.end + 1);
        let start = last + before.encode_utf16().count();
        self.lines.push(Line { units: start..start + text.encode_utf16().count(), section, paragraph });
        self.text.extend([before, text, "\n"]);
    }

    /// Where something that stands in the excerpt, counted in UTF-16 code units, stands in the whole text.
    pub fn place(&self, units: Range<usize>) -> Option<Place> {
        let line = self.lines.iter().find(|line| line.units.contains(&units.start))?;
        let start = units.start - line.units.start;
        let end = units.end.min(line.units.end) - line.units.start;
        Some(Place { section: line.section, paragraph: line.paragraph, units: start..end })
    }
}

/// Introduction, method, results and conclusion within `room` tokens, as `tokens` counts them. Where they are too
/// long, each gets its share from its beginning, and what one does not need goes to the others.
pub fn cut(sections: &[Section], room: u32, tokens: impl Fn(&str) -> u32) -> Excerpt {
    const SHARES: [(Part, u32); 4] =
        [(Part::Introduction, 25), (Part::Method, 30), (Part::Results, 30), (Part::Conclusion, 15)];
    let mut of_part: BTreeMap<Part, Vec<(usize, &Section, u32)>> = BTreeMap::new();
    for (number, section) in sections.iter().enumerate() {
        if let Some(part) = part(&section.heading) {
            let size = section.paragraphs.iter().map(|paragraph| tokens(paragraph) + 1).sum::<u32>();
            of_part.entry(part).or_default().push((number, section, size + tokens(&section.heading) + 1));
        }
    }
    let need = |part: Part| of_part.get(&part).map_or(0, |list| list.iter().map(|(.., size)| size).sum::<u32>());
    let mut granted: BTreeMap<Part, u32> = BTreeMap::new();
    for (part, share) in SHARES {
        granted.insert(part, need(part).min(room / 100 * share + room % 100 * share / 100));
    }
    let mut left = room - granted.values().sum::<u32>();
    for part in [Part::Results, Part::Method, Part::Introduction, Part::Conclusion] {
        let more = left.min(need(part) - granted[&part]);
        *granted.entry(part).or_default() += more;
        left -= more;
    }
    let mut out = Excerpt::default();
    for (part, list) in &of_part {
        let mut left = granted[part];
        for (number, section, _) in list {
            let heading = tokens(&section.heading) + 1;
            let Some(first) = section.paragraphs.first() else { continue };
            if heading + tokens(first) + 1 > left {
                break;
            }
            left -= heading;
            if !section.heading.is_empty() {
                out.add("## ", &section.heading, *number, None);
            }
            for (index, paragraph) in section.paragraphs.iter().enumerate() {
                let size = tokens(paragraph) + 1;
                if size > left {
                    // Nothing stands here: an empty end of the paragraph.
                    out.add("[…]", "", *number, Some(index));
                    left = 0;
                    break;
                }
                left -= size;
                out.add("", paragraph, *number, Some(index));
            }
        }
    }
    out
}

/// The hash of what a judge reads when it reads in full.
pub fn text_hash(title: &str, summary: &str, full_text: &str) -> String {
    hash(&[title, summary, full_text])
}

#[cfg(test)]
mod tests;
