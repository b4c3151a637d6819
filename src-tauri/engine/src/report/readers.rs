//! What the reader wrote about a paper, as it stands in an exported report: fields of their own under the nine, only
//! where there is something to say. A report is read back without them.

use super::one_line;
use crate::{
    paper::ArxivId,
    verdict::{Decision, Language},
};

/// The lines that stand under a paper's fields, by its id; each ends in a line break.
pub type Beside<'a> = &'a dyn Fn(&ArxivId) -> String;

/// A report without anything of the reader's.
pub(super) fn nothing(_: &ArxivId) -> String {
    String::new()
}

/// The reader's own about a paper.
#[derive(Debug, Clone, Copy)]
pub struct ReadersOwn<'a> {
    pub star: bool,
    pub decision: Option<Decision>,
    pub tags: &'a [String],
    /// Markdown.
    pub note: &'a str,
}

/// Fields in Markdown, none where there is nothing. A note of several lines is indented, so that it stays part of its
/// paper whatever it holds.
pub fn readers_fields(own: &ReadersOwn, language: Language) -> String {
    let mut fields = String::new();
    let mut field = |label: &str, value: &str| fields.push_str(&format!("- **{label}:** {value}\n"));
    if own.star {
        field(language.pick("收藏", "Starred"), language.pick("是", "yes"));
    }
    if let Some(decision) = own.decision {
        field(language.pick("我的决策", "My decision"), decision.word(language));
    }
    if !own.tags.is_empty() {
        let tags: Vec<_> = own.tags.iter().map(|tag| one_line(tag)).collect();
        field(language.pick("标签", "Tags"), &tags.join(language.pick("、", ", ")));
    }
    let note: Vec<&str> = own.note.trim().lines().map(str::trim_end).collect();
    match note[..] {
        [] => {}
        [line] => field(language.pick("笔记", "Note"), line),
        _ => {
            let lines: Vec<_> =
                note.iter().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") }).collect();
            fields.push_str(&format!("- **{}:**\n{}\n", language.pick("笔记", "Note"), lines.join("\n")));
        }
    }
    fields
}
