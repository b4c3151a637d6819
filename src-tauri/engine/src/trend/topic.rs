//! Whether a trend of today is about what a trend of an earlier day was about.

use std::collections::BTreeMap;

use super::cluster::Terms;
use crate::paper::Paper;

/// What papers are about, by the terms that they have more often than the day's others: stems and pairs of stems with
/// weights; of length 1, or empty.
pub type About = BTreeMap<String, f64>;

/// The most terms that are remembered.
const TERMS: usize = 40;
/// A term must be in so much larger a share of the papers than of the others.
const FEWEST: f64 = 0.1;
/// Trends as near as this are of one topic. On recorded days trends named by the same term (memory, hallucination,
/// reinforcement learning, tool calling) are 0.29 to 0.54 near to each other, trends of one day seldom above 0.25.
const SAME: f64 = 0.28;
/// What a new day counts in the memory of a topic.
const NEWEST: f64 = 0.5;

/// What each group of papers of a day is about, the groups being indices into the papers.
pub fn about(groups: &[Vec<usize>], papers: &[&Paper]) -> Vec<About> {
    let texts: Vec<Terms> = papers.iter().map(|paper| Terms::of(paper, &[])).collect();
    let mut all: BTreeMap<&str, usize> = BTreeMap::new();
    for key in texts.iter().flat_map(|terms| terms.0.keys()) {
        *all.entry(key).or_default() += 1;
    }
    groups
        .iter()
        .map(|group| {
            let mut inside: BTreeMap<&str, usize> = BTreeMap::new();
            for key in group.iter().flat_map(|&at| texts[at].0.keys()) {
                *inside.entry(key).or_default() += 1;
            }
            let others = papers.len().saturating_sub(group.len()).max(1) as f64;
            let weighed = inside.into_iter().filter(|&(_, count)| count > 1 || group.len() == 1).map(|(key, count)| {
                let outside = all.get(key).copied().unwrap_or(count).saturating_sub(count) as f64 / others;
                (key.to_owned(), count as f64 / group.len() as f64 - outside)
            });
            remembered(weighed.filter(|(_, weight)| *weight >= FEWEST))
        })
        .collect()
}

/// For each of today's trends the topic that it is the same as, an index into `topics`: the nearest pairs first, each at
/// most once.
pub fn same(topics: &[&About], today: &[About]) -> Vec<Option<usize>> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (at, about) in today.iter().enumerate() {
        for (topic, known) in topics.iter().enumerate() {
            let near: f64 = about.iter().filter_map(|(term, weight)| Some(weight * known.get(term)?)).sum();
            if near >= SAME {
                pairs.push((near, at, topic));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut found = vec![None; today.len()];
    for (_, at, topic) in pairs {
        if found[at].is_none() && !found.contains(&Some(topic)) {
            found[at] = Some(topic);
        }
    }
    found
}

/// What a topic is about after one more day.
pub fn blend(known: &About, today: &About) -> About {
    let mut both: About = known.iter().map(|(term, weight)| (term.clone(), weight * (1.0 - NEWEST))).collect();
    for (term, weight) in today {
        *both.entry(term.clone()).or_default() += weight * NEWEST;
    }
    remembered(both)
}

fn remembered(weighed: impl IntoIterator<Item = (String, f64)>) -> About {
    let mut terms: Vec<(String, f64)> = weighed.into_iter().collect();
    terms.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    terms.truncate(TERMS);
    let length = terms.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    terms.into_iter().map(|(term, weight)| (term, weight / length.max(1e-12))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trend::{cluster, cluster::tests::a_day};

    #[test]
    fn a_topic_is_known_again_by_its_words() {
        let day = a_day();
        let papers: Vec<&Paper> = day.iter().collect();
        let groups: Vec<Vec<usize>> = cluster(&papers, &[]).into_iter().map(|cluster| cluster.papers).collect();
        let [tools, speech] = &about(&groups, &papers)[..] else { panic!("two trends") };
        assert!(tools.contains_key("tool call") && speech.contains_key("speech recognit"));
        // The next day has the same in the other order, and something new.
        let new: About = [("galaxi".to_owned(), 1.0)].into();
        let today = [speech.clone(), new.clone(), tools.clone()];
        for (known, expected) in [
            (vec![], vec![None, None, None]),
            (vec![tools, speech], vec![Some(1), None, Some(0)]),
            (vec![&new], vec![None, Some(0), None]),
            (vec![tools, tools], vec![None, None, Some(0)]),
        ] {
            assert_eq!(same(&known, &today), expected);
        }
        let after = blend(tools, &new);
        assert_eq!(same(&[&after], &[tools.clone()]), [Some(0)], "one odd day does not make another topic");
    }
}
