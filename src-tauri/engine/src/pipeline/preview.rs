//! What a changed profile would do: the rules of the saved one and of the changed one, over the last stored days.

use jiff::civil::Date;
use serde::Serialize;
use ts_rs::TS;

use crate::{error::Result, filter::Filter, paper::ArxivId, profile::Profile, settings::Settings, store::Store};

/// Days that are looked at.
const DAYS: u32 = 30;
/// Papers of each list that are named; the totals count all.
const NAMED: usize = 200;

/// The effect of a changed profile on the last stored days.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct Preview {
    /// Stored days that were looked at, at most 30.
    pub days: u32,
    /// Papers in their lists.
    pub papers: u32,
    /// Papers that would be taken out and are not now; the newest first, at most 200.
    pub out: Vec<Moved>,
    /// Papers that would be let in and are taken out now.
    pub let_in: Vec<Moved>,
    pub out_total: u32,
    pub let_in_total: u32,
}

/// A paper that a changed profile moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Moved {
    pub id: ArxivId,
    pub title: String,
    #[ts(type = "string")]
    pub date: Date,
    /// The rule that would take it out, or that takes it out now.
    pub rule: String,
}

/// Compares two profiles on the last stored days. Nothing is changed, and no list is fetched.
pub fn preview(store: &Store, settings: &Settings, saved: &Profile, changed: &Profile) -> Result<Preview> {
    let mut preview = Preview::default();
    for date in store.last_lists(DAYS)? {
        let list = store.announced(date)?;
        let before = store.announced_before(date)?;
        let [saved, changed] = [saved, changed].map(|profile| Filter::new(settings, profile, &before));
        preview.days += 1;
        for announced in &list {
            preview.papers += 1;
            let (moved, total, rule) = match (saved.rule(announced), changed.rule(announced)) {
                (None, Some(rule)) => (&mut preview.out, &mut preview.out_total, rule),
                (Some(rule), None) => (&mut preview.let_in, &mut preview.let_in_total, rule),
                _ => continue,
            };
            *total += 1;
            if moved.len() < NAMED {
                let paper = &announced.paper;
                moved.push(Moved { id: paper.id.clone(), title: paper.title.clone(), date, rule: rule.to_string() });
            }
        }
    }
    Ok(preview)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::paper::{AnnounceType, Announced, Paper};

    #[test]
    fn a_changed_profile_is_tried_on_the_stored_days() {
        let store = Store::in_memory().unwrap();
        let settings = Settings::default();
        for (day, from) in [("2026-01-08", 1), ("2026-01-09", 3)] {
            // Four papers a day, of which the first two of the second day are those of the day before.
            let list: Vec<Announced> = (from..from + 4)
                .map(|n| Announced {
                    paper: Paper {
                        id: format!("2601.{n:05}").parse().unwrap(),
                        version: 1,
                        title: ["An agent", "A tree", "A jailbreak"][n % 3].into(),
                        authors: vec![format!("Author {n}")],
                        categories: vec!["cs.CL".into()],
                        summary: String::new(),
                        comment: None,
                        url: String::new(),
                    },
                    announce_type: AnnounceType::New,
                })
                .collect();
            store
                .announce(day.parse().unwrap(), "feed", &settings.arxiv.categories, Timestamp::UNIX_EPOCH, &list)
                .unwrap();
        }
        let with = |exclude: &[&str], include: &[&str]| Profile {
            exclude_terms: exclude.iter().map(|t| t.to_string()).collect(),
            include_terms: include.iter().map(|t| t.to_string()).collect(),
            ..Profile::default()
        };
        // 1 tree, 2 jailbreak, 3 agent, 4 tree; 5 jailbreak, 6 agent.
        for (saved, changed, out, let_in) in [
            (with(&[], &[]), with(&[], &[]), &[][..], &[][..]),
            (with(&[], &[]), with(&["jailbreak"], &[]), &["2601.00005", "2601.00002"], &[]),
            (with(&["jailbreak"], &[]), with(&[], &[]), &[], &["2601.00005", "2601.00002"]),
            (
                with(&["tree"], &[]),
                with(&[], &["tree", "jailbreak"]),
                &["2601.00006", "2601.00003"],
                &["2601.00001", "2601.00004"],
            ),
        ] {
            let given = preview(&store, &settings, &saved, &changed).unwrap();
            let ids = |moved: &[Moved]| moved.iter().map(|one| one.id.to_string()).collect::<Vec<_>>();
            assert_eq!((given.days, given.papers), (2, 8));
            assert_eq!(
                (ids(&given.out), ids(&given.let_in)),
                (out.iter().map(|s| s.to_string()).collect(), let_in.iter().map(|s| s.to_string()).collect())
            );
            assert_eq!((given.out_total as usize, given.let_in_total as usize), (out.len(), let_in.len()));
        }
        let given = preview(&store, &settings, &with(&[], &[]), &with(&["jail*"], &[])).unwrap();
        assert_eq!(
            (given.out[0].rule.as_str(), given.out[0].date.to_string().as_str()),
            ("exclude: jail*", "2026-01-09")
        );
    }
}
