//! The named rules that take a paper out before judging (DESIGN 4).

mod terms;

use std::collections::{HashMap, HashSet};

pub use terms::Terms;

use crate::{
    ledger::Rule,
    paper::{Announced, ArxivId},
    profile::Profile,
    settings::Settings,
};

/// The rules of a profile and the settings, ready to be asked about many papers.
pub struct Filter<'a> {
    include_cross_lists: bool,
    include_replacements: bool,
    followed: &'a [String],
    categories: &'a [String],
    authors: HashSet<String>,
    include: Terms,
    exclude: Terms,
    announced_before: &'a HashMap<ArxivId, u32>,
}

impl<'a> Filter<'a> {
    /// `announced_before`: papers of this list that an earlier list held, with the newest version it held.
    pub fn new(settings: &'a Settings, profile: &'a Profile, announced_before: &'a HashMap<ArxivId, u32>) -> Self {
        Self {
            include_cross_lists: settings.arxiv.include_cross_lists,
            include_replacements: settings.arxiv.include_replacements,
            followed: &settings.arxiv.categories,
            categories: &profile.categories,
            authors: profile.authors.iter().map(|name| terms::fold(name)).collect(),
            include: Terms::new(&profile.include_terms),
            exclude: Terms::new(&profile.exclude_terms),
            announced_before,
        }
    }

    /// The rule that takes the paper out; None when it is to be ranked. A repeat is taken out whoever wrote it, so that a
    /// paper is reported once; apart from that a followed author's paper always passes.
    pub fn rule(&self, announced: &Announced) -> Option<Rule> {
        let paper = &announced.paper;
        let replacement = announced.announce_type.is_replacement();
        let known = self.announced_before.get(&paper.id);
        if known.is_some_and(|&version| !replacement || version >= paper.version) {
            return Some(Rule::Known);
        }
        if paper.authors.iter().any(|name| self.authors.contains(&terms::fold(name))) {
            return None;
        }
        if replacement && !self.include_replacements {
            return Some(Rule::Replacement);
        }
        if announced.announce_type.is_cross_list() && !self.include_cross_lists {
            return Some(Rule::CrossList);
        }
        // A stored list can hold more than is followed now: categories are removed from the settings later, and another
        // profile follows others. What no source gave a category is let through.
        let followed = |list: &[String]| list.is_empty() || paper.categories.iter().any(|c| holds(list, c));
        let is_placed = paper.categories.iter().any(|category| is_arxiv_category(category));
        if (is_placed && !followed(self.followed)) || !followed(self.categories) {
            return Some(Rule::Category);
        }
        let text = terms::fold(&format!("{}\n{}", paper.title, paper.summary));
        if let Some(term) = self.exclude.first_in(&text) {
            return Some(Rule::Exclude(term.to_owned()));
        }
        if !self.include.is_empty() && self.include.first_in(&text).is_none() {
            return Some(Rule::NoIncludeTerm);
        }
        None
    }

    /// The category under which a paper is counted: the first of its categories that is followed, else its primary one.
    pub fn category(&self, announced: &Announced) -> String {
        let categories = &announced.paper.categories;
        let followed = categories.iter().find(|category| holds(self.followed, category));
        followed.or(categories.first()).cloned().unwrap_or_else(|| "unknown".into())
    }
}

/// Whether this is one of arXiv's categories, and not where an entry of another feed comes from.
fn is_arxiv_category(category: &str) -> bool {
    const ARCHIVES: [&str; 20] = [
        "astro-ph", "cond-mat", "cs", "econ", "eess", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math",
        "math-ph", "nlin", "nucl-ex", "nucl-th", "physics", "q-bio", "q-fin", "quant-ph", "stat",
    ];
    ARCHIVES.contains(&category.split_once('.').map_or(category, |(archive, _)| archive))
}

/// Whether a category is among others, of which an archive such as `math` stands for all of its classes.
pub fn holds(categories: &[String], category: &str) -> bool {
    let archive = category.split_once('.').map(|(archive, _)| archive);
    categories.iter().any(|one| one == category || Some(one.as_str()) == archive)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{AnnounceType, Paper};

    fn announced(kind: AnnounceType, title: &str, author: &str, category: &str, version: u32) -> Announced {
        let paper = Paper {
            id: "2601.00001".parse().unwrap(),
            version,
            title: title.into(),
            authors: vec![author.into()],
            categories: vec![category.into()],
            summary: "We study.".into(),
            comment: None,
            url: String::new(),
        };
        Announced { paper, announce_type: kind }
    }

    #[test]
    fn each_rule_by_its_name() {
        use AnnounceType::{Cross, New, Replace, ReplaceCross};
        let mut settings = Settings::default();
        settings.arxiv.include_cross_lists = false;
        let profile = Profile {
            exclude_terms: vec!["jailbreak*".into()],
            include_terms: vec!["agent*".into(), "量化".into()],
            authors: vec!["Zoe Faraday".into()],
            categories: vec!["cs.CL".into()],
            ..Profile::default()
        };
        let before = HashMap::from([("2601.00001".parse().unwrap(), 1)]);
        let nothing = HashMap::new();
        for (announced, earlier, rule) in [
            (announced(New, "An Agent", "A", "cs.CL", 1), &nothing, None),
            (announced(New, "A 量化agent", "A", "cs.CL", 1), &nothing, None),
            (announced(New, "An Agent", "A", "cs.CL", 1), &before, Some("known")),
            (announced(New, "An Agent", "Zoë Faraday", "cs.CL", 1), &before, Some("known")),
            (announced(Cross, "An Agent", "A", "cs.CL", 1), &nothing, Some("cross-list")),
            (announced(Replace, "An Agent", "A", "cs.CL", 2), &before, Some("replacement")),
            (announced(Replace, "An Agent", "Zoë Faraday", "cs.CL", 2), &before, None),
            (announced(ReplaceCross, "An Agent", "Zoë Faraday", "cs.CL", 1), &before, Some("known")),
            (announced(New, "An Agent", "A", "math.GT", 1), &nothing, Some("category")),
            (announced(New, "Jailbreaking an Agent", "A", "cs.CL", 1), &nothing, Some("exclude: jailbreak*")),
            (announced(New, "Jailbreaking", "Zoë Faraday", "math.GT", 1), &nothing, None),
            (announced(New, "A Tree", "A", "cs.CL", 1), &nothing, Some("no include term")),
        ] {
            let filter = Filter::new(&settings, &profile, earlier);
            let given = filter.rule(&announced).map(|rule| rule.to_string());
            assert_eq!(given.as_deref(), rule, "{announced:?}");
        }
    }

    #[test]
    fn what_is_no_longer_followed_is_taken_out_by_name() {
        let mut settings = Settings::default();
        let profile = Profile::default();
        let nothing = HashMap::new();
        for (followed, of, rule) in [
            (&["cs.CL", "cs.IR"][..], &["cs.IR"][..], None),
            (&["cs.CL"], &["cs.IR"], Some(Rule::Category)),
            (&["cs.CL"], &["cs.IR", "cs.CL"], None),
            (&["cs"], &["cs.IR"], None),
            (&["math"], &["cs.IR"], Some(Rule::Category)),
            (&["cs.CL"], &[], None),
            (&["cs.CL"], &["blog.example.org"], None),
        ] {
            settings.arxiv.categories = followed.iter().map(|c| c.to_string()).collect();
            let mut paper = announced(AnnounceType::New, "T", "A", "x", 1);
            paper.paper.categories = of.iter().map(|c| c.to_string()).collect();
            assert_eq!(Filter::new(&settings, &profile, &nothing).rule(&paper), rule, "{of:?} in {followed:?}");
        }
    }

    #[test]
    fn a_paper_is_counted_under_its_first_followed_category() {
        let settings = Settings::default();
        let profile = Profile::default();
        let nothing = HashMap::new();
        let filter = Filter::new(&settings, &profile, &nothing);
        for (categories, counted) in
            [(&["cs.SE", "cs.LG", "cs.CL"][..], "cs.LG"), (&["math.GT"], "math.GT"), (&[], "unknown")]
        {
            let mut paper = announced(AnnounceType::New, "T", "A", "x", 1);
            paper.paper.categories = categories.iter().map(|c| c.to_string()).collect();
            assert_eq!(filter.category(&paper), counted);
        }
    }
}
