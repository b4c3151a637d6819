//! Facts about a paper, as tokens of the index: so that a filter is one more word of the query, and costs as little.
//! They start with `§`, which no token of a text does.

use jiff::civil::Date;

use crate::{
    paper::hash,
    verdict::{Decision, Language},
};

/// Every paper has it.
pub(super) const ALL: &str = "§all";
/// No paper has it.
pub(super) const NEVER: &str = "§never";
/// The reader did something with it: star, later, note, tag or verdict of their own.
pub(super) const OWN: &str = "§own";
pub(super) const READ: &str = "§read";
pub(super) const STAR: &str = "§star";
pub(super) const LATER: &str = "§later";
pub(super) const NOTE: &str = "§note";
pub(super) const TAG: &str = "§tag";
pub(super) const OVERRIDE: &str = "§override";
pub(super) const CODE: &str = "§code";
pub(super) const ANALYSIS: &str = "§analysis";

pub(super) fn year(date: Date) -> String {
    format!("§d{}", date.year())
}

pub(super) fn month(date: Date) -> String {
    format!("§d{}m{:02}", date.year(), date.month())
}

pub(super) fn day(date: Date) -> String {
    format!("§d{}m{:02}d{:02}", date.year(), date.month(), date.day())
}

/// `cs.CL`, or a whole archive: `cs`, `cs.*`.
pub(super) fn category(name: &str) -> Option<String> {
    let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    (!bare.is_empty()).then(|| format!("§c{bare}"))
}

/// A tag, whatever its letters' case.
pub(super) fn tag(name: &str) -> Option<String> {
    let name = name.trim().to_lowercase();
    (!name.is_empty()).then(|| format!("§t{}", &hash(&[&name])[..16]))
}

pub(super) fn decision_of(decision: Decision) -> String {
    format!("§{}", decision.as_str())
}

/// A decision by its name or by its word in a report.
pub(super) fn decision(value: &str) -> Option<String> {
    let value = value.to_lowercase();
    Decision::ALL
        .into_iter()
        .find(|decision| {
            decision.as_str() == value
                || [Language::Chinese, Language::English].iter().any(|l| decision.word(*l).to_lowercase() == value)
        })
        .map(decision_of)
}

pub(super) fn is(value: &str) -> Option<String> {
    let facet = match value {
        "read" => READ,
        "starred" | "star" => STAR,
        "later" => LATER,
        "noted" => NOTE,
        "tagged" => TAG,
        "overridden" => OVERRIDE,
        "judged" => ANALYSIS,
        _ => return None,
    };
    Some(facet.to_owned())
}

pub(super) fn has(value: &str) -> Option<String> {
    let facet = match value.to_ascii_lowercase().as_str() {
        "note" | "notes" => NOTE,
        "star" => STAR,
        "tag" | "tags" => TAG,
        "later" => LATER,
        "override" => OVERRIDE,
        "code" => CODE,
        "analysis" | "verdict" => ANALYSIS,
        _ => return None,
    };
    Some(facet.to_owned())
}

/// The values of `is:` and `has:` that are suggested.
pub(super) const IS: [&str; 5] = ["unread", "read", "starred", "later", "overridden"];
pub(super) const HAS: [&str; 5] = ["note", "star", "tag", "code", "override"];

/// Whether a text links to code.
pub(super) fn links_code(text: &str) -> bool {
    const HOSTS: [&str; 6] =
        ["github.com", "github.io", "gitlab.com", "bitbucket.org", "huggingface.co", "codeberg.org"];
    let text = text.to_ascii_lowercase();
    HOSTS.iter().any(|host| text.contains(host))
}
