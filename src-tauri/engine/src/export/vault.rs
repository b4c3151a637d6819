//! An Obsidian vault: a note per day and per paper, with properties and links.
//!
//! What we write into a note stands between two marks, and our properties in its front matter; all else belongs to
//! the reader, and comes out of [`merge`] byte for byte as it went in. `tags` and `aliases` are the reader's too: they
//! are written once, when a note is made.

use std::{collections::HashMap, fmt::Write as _, fs, ops::ControlFlow, path::Path};

use super::{Entry, File, Notes, name, place};
use crate::{
    digest::{Digest, Origin},
    disk,
    error::{Code, Error, Result},
    report::{failure_word, one_line},
    verdict::{Decision, Language},
};

pub const BEGIN: &str = "%% arxiv-llm-daily:begin (what stands up to the end mark is written by the app) %%";
pub const END: &str = "%% arxiv-llm-daily:end %%";
/// What the first mark is known by: its explanation may change.
const BEGINS: &str = "%% arxiv-llm-daily:begin";

/// How often a note that changes under our hands is merged anew.
const MOST_TRIES: usize = 5;

/// A note as we would write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Relative to the vault's folder.
    pub path: String,
    /// Ours: kept up to date. Values are YAML.
    pub properties: Vec<(&'static str, String)>,
    /// Written when the note is made, and the reader's from then on.
    pub first_properties: Vec<(&'static str, String)>,
    /// What stands between the marks.
    pub block: String,
}

/// The notes of a day: one of the day itself, one of each of its papers.
pub fn notes_of(digest: &Digest, jotted: &Notes) -> Vec<Note> {
    let entries = super::entries([digest], jotted);
    let mut notes = vec![day_note(digest, &entries)];
    notes.extend(entries.iter().map(|entry| paper_note(entry, digest.language)));
    notes
}

fn day_path(digest: &Digest) -> String {
    let mark = if digest.origin == Origin::Sample { " sample" } else { "" };
    format!("days/{} {}{mark}.md", digest.date, name::file_name(&digest.profile))
}

fn sample(language: Language) -> &'static str {
    language.pick("示例：这是虚构的示例日", "Sample: this day is invented")
}

fn paper_path(entry: &Entry) -> String {
    format!("papers/{}.md", name::of_work(&entry.paper.id))
}

fn day_note(digest: &Digest, entries: &[Entry]) -> Note {
    let language = digest.language;
    let link = |entry: &Entry| format!("[[{}|{}]]", paper_path(entry), label(&entry.paper.title));
    let mut block = format!("# {} {}\n\n", language.pick("Arxiv LLM 每日研报", "Arxiv LLM Daily Report"), digest.date);
    if digest.origin == Origin::Sample {
        let _ = write!(block, "> {}\n\n", sample(language));
    }
    if let Some(tally) = &digest.ledger {
        let words = language.pick(["公告", "评审", "过滤", "失败"], ["announced", "judged", "filtered", "failed"]);
        let numbers = [tally.announced, tally.judged, tally.filtered, tally.failed];
        let said: Vec<_> = words.iter().zip(numbers).map(|(word, number)| format!("{word} {number}")).collect();
        let _ = write!(block, "{}\n\n", said.join(" · "));
    }
    let by_id: HashMap<_, _> = entries.iter().map(|entry| (&entry.paper.id, entry)).collect();
    if !digest.trends.is_empty() {
        let _ = write!(block, "## {}\n\n", language.pick("今日趋势速览", "Trends"));
    }
    for trend in &digest.trends {
        let _ =
            write!(block, "### {} {}\n\n{}\n\n", inert(&trend.emoji), inert(&trend.title), inert(&trend.observation));
        for entry in trend.papers.iter().filter_map(|id| by_id.get(id)) {
            let _ = writeln!(block, "- {}", link(entry));
        }
        block.push('\n');
    }
    let mut section = |heading: &str, listed: Vec<&Entry>| {
        if !listed.is_empty() {
            let _ = write!(block, "## {heading}\n\n");
            listed.iter().for_each(|entry| {
                let _ = writeln!(block, "- {}", link(entry));
            });
            block.push('\n');
        }
    };
    for decision in Decision::ALL {
        let judged = |e: &&Entry| e.paper.failure.is_none() && e.paper.verdict.analysis.decision == decision;
        section(decision.word(language), entries.iter().filter(judged).collect());
    }
    let failed = |e: &&Entry| e.paper.failure.is_some();
    section(language.pick("未能评审", "Not judged"), entries.iter().filter(failed).collect());
    Note {
        path: day_path(digest),
        properties: vec![
            ("date", digest.date.to_string()),
            ("profile", yaml(&digest.profile)),
            ("judge", yaml(&digest.judge)),
            ("recommend", digest.counts.recommend.to_string()),
            ("borderline", digest.counts.borderline.to_string()),
            ("skip", digest.counts.skip.to_string()),
        ],
        first_properties: vec![("tags", yaml_list(&["arxiv-llm-daily/day".to_owned()]))],
        block: block.trim_end().to_owned(),
    }
}

pub fn paper_note(entry: &Entry, language: Language) -> Note {
    let paper = entry.paper;
    let said = &paper.verdict.analysis;
    let mut block = format!("# {}\n\n", inert(&paper.title));
    if entry.origin == Origin::Sample {
        let _ = write!(block, "> {}\n\n", sample(language));
    }
    if !said.translated_title.trim().is_empty() {
        let _ = write!(block, "{}\n\n", inert(&said.translated_title));
    }
    let address = if paper.id.is_arxiv() {
        format!("https://arxiv.org/abs/{}v{}", paper.id, paper.version)
    } else {
        web(&paper.url)
    };
    if !address.is_empty() {
        let _ = write!(block, "<{address}>\n\n");
    }
    let tags: Vec<_> = entry.jotted.tags.iter().map(|tag| tag_name(tag)).filter(|tag| !tag.is_empty()).collect();
    if !tags.is_empty() {
        let _ = write!(block, "**{}** #{}\n\n", language.pick("标签", "Tags"), tags.join(" #"));
    }
    if let Some(failure) = &paper.failure {
        let word = failure_word(failure.class, language);
        let _ = write!(
            block,
            "> {}{word}\n\n",
            language.pick("未能评审，以下为内置评审：", "Not judged; what follows is the built-in verdict: ")
        );
    }
    let innovations: Vec<_> =
        said.innovations.iter().enumerate().map(|(at, item)| format!("{}) {item}", at + 1)).collect();
    for (word, text) in [
        (language.pick("决策理由", "Reason"), said.reason.clone()),
        (language.pick("核心痛点", "Pain point"), said.pain_point.clone()),
        (language.pick("应用价值", "Application value"), said.application_value.clone()),
        (language.pick("总结", "Summary"), said.summary.clone()),
        (language.pick("技术创新", "Innovations"), innovations.join(language.pick("；", "; "))),
        (language.pick("摘要", "Abstract"), paper.summary.clone()),
    ] {
        if !text.trim().is_empty() {
            let _ = write!(block, "**{word}** {}\n\n", inert(&text));
        }
    }
    if !entry.jotted.note.trim().is_empty() {
        let note = without_comments(entry.jotted.note.trim());
        let _ = write!(block, "## {}\n\n{note}\n\n", language.pick("笔记", "Notes"));
    }
    let tags: Vec<_> = std::iter::once("arxiv-llm-daily/paper".to_owned()).chain(tags).collect();
    Note {
        path: paper_path(entry),
        properties: vec![
            ("title", yaml(&paper.title)),
            ("arxiv", yaml(paper.id.as_str())),
            ("version", paper.version.to_string()),
            ("announced", entry.date.to_string()),
            ("decision", said.decision.as_str().to_owned()),
            ("judged_by", yaml(&paper.verdict.judged_by)),
            ("authors", yaml_list(&paper.authors)),
            ("categories", yaml_list(&paper.categories)),
            ("keywords", yaml_list(&said.keywords)),
            ("star", paper.marks.star.to_string()),
            ("my_decision", paper.override_decision.map_or("null", Decision::as_str).to_owned()),
        ],
        first_properties: vec![("aliases", yaml_list(&[label(&paper.title)])), ("tags", yaml_list(&tags))],
        block: block.trim_end().to_owned(),
    }
}

fn web(url: &str) -> String {
    match url::Url::parse(&one_line(url)) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => url.as_str().replace(['<', '>'], ""),
        _ => String::new(),
    }
}

/// Text that is nothing but text to Obsidian and its plugins: no comment mark (which could end our block), no link,
/// embed, tag, HTML or template. Most take two characters, which are set apart; `< a` means the same in a formula.
fn inert(text: &str) -> String {
    let opens = |c: char, next: char| match c {
        '<' => next.is_ascii_alphabetic() || "/!?%".contains(next),
        '{' => "{%".contains(next),
        ']' => "([".contains(next),
        '[' | '%' => next == c,
        _ => false,
    };
    let text = one_line(text);
    let mut out = String::with_capacity(text.len() + 8);
    for (c, next) in text.chars().zip(text.chars().skip(1).chain([' '])) {
        if c == '#' && (out.is_empty() || out.ends_with(' ')) {
            out.push('\\');
        }
        out.push(c);
        if opens(c, next) {
            out.push(' ');
        }
    }
    out
}

/// The reader's own Markdown: theirs to format, but it may not end our block.
fn without_comments(note: &str) -> String {
    let mut out = String::with_capacity(note.len());
    for c in note.chars() {
        if c == '%' && out.ends_with('%') {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// A title within a link.
fn label(title: &str) -> String {
    inert(&title.replace(['[', ']', '|'], " "))
}

/// A JSON string, which is a YAML string too.
fn yaml(text: &str) -> String {
    serde_json::Value::from(without_comments(&one_line(text))).to_string()
}

fn yaml_list(items: &[String]) -> String {
    let items: Vec<_> = items.iter().filter(|item| !item.trim().is_empty()).map(|item| yaml(item)).collect();
    format!("[{}]", items.join(", "))
}

/// A tag as Obsidian allows it: letters, digits, `_`, `-`, `/`; not digits alone.
fn tag_name(tag: &str) -> String {
    let allowed = |c: char| if c.is_alphanumeric() || "_-/".contains(c) { c } else { '-' };
    let tag: String = one_line(tag).chars().map(allowed).collect();
    if !tag.is_empty() && tag.chars().all(|c| c.is_ascii_digit()) { format!("t{tag}") } else { tag }
}

/// The text of a note after writing ours into what is there. Outside of our properties and our marks it is what was
/// there, byte for byte; writing the same again changes nothing.
///
/// # Errors
/// `BrokenFile` when the marks are damaged, so that it cannot be known what is the reader's.
pub fn merge(existing: Option<&str>, note: &Note) -> Result<String> {
    let Some(existing) = existing.filter(|text| !text.trim().is_empty()) else {
        let lines =
            |all: &[(&str, String)]| all.iter().map(|(key, value)| format!("{key}: {value}\n")).collect::<String>();
        let properties = lines(&note.properties) + &lines(&note.first_properties);
        return Ok(format!("---\n{properties}---\n\n{BEGIN}\n\n{}\n\n{END}\n\n", note.block));
    };
    let line_end = if existing.contains("\r\n") { "\r\n" } else { "\n" };
    let block = format!("{BEGIN}\n\n{}\n\n{END}", note.block).replace('\n', line_end);
    let (front, rest) = split_front(existing);
    let starts: Vec<_> = rest.match_indices(BEGINS).map(|(at, _)| at).collect();
    let ends: Vec<_> = rest.match_indices(END).map(|(at, _)| at).collect();
    let rest = match (&starts[..], &ends[..]) {
        ([], []) => {
            let gap = if rest.is_empty() || rest.ends_with('\n') { line_end.to_owned() } else { line_end.repeat(2) };
            format!("{rest}{gap}{block}{line_end}")
        }
        ([start], [end]) if start < end => format!("{}{block}{}", &rest[..*start], &rest[end + END.len()..]),
        _ => return Err(damaged(&note.path)),
    };
    Ok(format!("{}{rest}", merge_front(front, &note.properties, line_end)))
}

fn damaged(path: &str) -> Error {
    Error::new(
        Code::BrokenFile,
        format!("The marks of the app in {path} are damaged; the note was not touched."),
        "Make sure that there is one begin mark and one end mark after it, or delete both.",
    )
}

/// The front matter, its rules included, and the rest. Both together are the text.
fn split_front(text: &str) -> (&str, &str) {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else { return ("", text) };
    let mut end = first.len();
    for line in lines {
        end += line.len();
        if line.trim_end() == "---" {
            return text.split_at(end);
        }
    }
    ("", text)
}

/// Our properties where they stand, or at the end; a property goes on over lines that are indented or begin with `-`,
/// as Obsidian writes lists.
fn merge_front(front: &str, properties: &[(&'static str, String)], line_end: &str) -> String {
    let line = |(key, value): &(&str, String)| format!("{key}: {value}{line_end}");
    if front.is_empty() {
        return format!("---{line_end}{}---{line_end}", properties.iter().map(line).collect::<String>());
    }
    let lines: Vec<&str> = front.split_inclusive('\n').collect();
    let (opening, closing) = (lines[0], lines[lines.len() - 1]);
    let mut out = opening.to_owned();
    let mut written = vec![false; properties.len()];
    let mut in_ours = false;
    for text in &lines[1..lines.len() - 1] {
        let goes_on = text.starts_with([' ', '\t', '-']) && text.trim_end() != "---";
        if in_ours && goes_on {
            continue;
        }
        let is_of =
            |(key, _): &(&str, String)| text.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':'));
        match properties.iter().position(is_of) {
            Some(at) => {
                in_ours = true;
                if !std::mem::replace(&mut written[at], true) {
                    out.push_str(&line(&properties[at]));
                }
            }
            None => {
                in_ours = false;
                out.push_str(text);
            }
        }
    }
    properties
        .iter()
        .zip(written)
        .filter(|(_, written)| !written)
        .for_each(|(property, _)| out.push_str(&line(property)));
    out.push_str(closing);
    out
}

/// Writes notes into a vault, and says how many of them changed. A note is read again right before it is replaced, so that
/// what was typed meanwhile is merged and not lost; a note that stays the same is not touched.
///
/// # Errors
/// `Disk`; `BrokenFile` for a note that is not text or whose marks are damaged; `Cancelled`. Notes written before the
/// error are whole.
pub fn keep(folder: &Path, notes: &[Note], mut progress: impl FnMut(usize, usize) -> ControlFlow<()>) -> Result<usize> {
    let mut changed = 0;
    for (done, note) in notes.iter().enumerate() {
        if progress(done, notes.len()).is_break() {
            return Err(Error::cancelled());
        }
        let path = place(folder, &File { path: note.path.clone(), text: String::new() })?;
        let mut tries = 0;
        loop {
            let before = read_note(&path)?;
            let after = merge(before.as_deref(), note)?;
            if before.as_deref() == Some(after.as_str()) {
                break;
            }
            if read_note(&path)? == before {
                disk::write_whole(&path, after.as_bytes())?;
                changed += 1;
                break;
            }
            tries += 1;
            if tries == MOST_TRIES {
                return Err(Error::new(
                    Code::Busy,
                    format!("{} is being changed by another program; it was not touched.", path.display()),
                    "Wait until that program is done, and export again.",
                ));
            }
        }
    }
    let _ = progress(notes.len(), notes.len());
    Ok(changed)
}

fn read_note(path: &Path) -> Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| {
            Error::new(
                Code::BrokenFile,
                format!("{} is not UTF-8 text; it was not touched.", path.display()),
                "Move it out of the vault, and export again.",
            )
        }),
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(err) => Err(Error::disk("read", path, &err)),
    }
}
