//! A profile: what the reader cares about, as a file that the reader may edit.

mod files;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use files::{PRESETS, Preset, follow, free_name, list, load, preset, read, remove, save, save_preset, translate};

/// The content of `profiles/NAME.toml`. Keys that this version does not know are kept in the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    pub name: String,
    /// Who the reader is, in a sentence, for the judges.
    pub role: String,
    /// Directions the reader wants to see, a sentence each.
    pub focus: Vec<String>,
    /// What the reader does not want to see, a sentence each.
    pub exclude: Vec<String>,
    /// For the filter: when not empty, a paper must hold at least one.
    pub include_terms: Vec<String>,
    /// For the filter: a paper that holds one is taken out.
    pub exclude_terms: Vec<String>,
    /// Followed authors; their papers always pass the filter.
    pub authors: Vec<String>,
    /// arXiv categories of interest; empty means all that are fetched.
    pub categories: Vec<String>,
    /// Percent of judged papers to recommend, to call borderline, and to skip.
    pub shares: [u32; 3],
    /// Lines of `focus` and `exclude` in English, by the line as it is written: from a model, or the reader. The built-in
    /// judge reads them in the place of the lines.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub english: BTreeMap<String, String>,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            name: String::new(),
            role: String::new(),
            focus: Vec::new(),
            exclude: Vec::new(),
            include_terms: Vec::new(),
            exclude_terms: Vec::new(),
            authors: Vec::new(),
            categories: Vec::new(),
            shares: [40, 30, 30],
            english: BTreeMap::new(),
        }
    }
}

impl Profile {
    /// The hash of what a judge is told of this profile: role, focus and exclusions. Changing a filter term or a share
    /// does not make old verdicts of a model wrong.
    pub fn judged_hash(&self) -> String {
        let mut parts = vec![self.role.as_str()];
        parts.extend(self.focus.iter().map(String::as_str));
        parts.push("\u{0}exclude");
        parts.extend(self.exclude.iter().map(String::as_str));
        crate::paper::hash(&parts)
    }

    /// As `judged_hash`, with the translations that the built-in judge reads; the same where there are none.
    pub fn read_hash(&self) -> String {
        let own = self.judged_hash();
        let english: Vec<&str> = self.lines().filter_map(|line| self.translation(line)).collect();
        if english.is_empty() { own } else { crate::paper::hash(&[&[own.as_str()], english.as_slice()].concat()) }
    }

    /// All lines of `focus`, then those of `exclude`.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.focus.iter().chain(&self.exclude).map(String::as_str)
    }

    /// A line in English, where a model or the reader has translated it.
    pub fn translation(&self, line: &str) -> Option<&str> {
        self.english.get(line).map(|english| english.trim()).filter(|english| !english.is_empty())
    }

    /// The shares as fractions that add up to 1; equal thirds when all are 0.
    pub fn shares(&self) -> [f64; 3] {
        let total: f64 = self.shares.iter().copied().map(f64::from).sum();
        if total == 0.0 {
            return [1.0 / 3.0; 3];
        }
        self.shares.map(|share| f64::from(share) / total)
    }
}
