//! Clusters in words: the terms that separate them, and counts. Nothing else is claimed.

use std::collections::BTreeSet;

use super::Cluster;
use crate::{
    digest::Trend,
    paper::Paper,
    verdict::{Analysis, Decision, Language},
};

/// Emoji for subjects, by a stem among the cluster's terms.
const SUBJECTS: &[(&str, &str)] = &[
    ("agent", "🤖"),
    ("tool", "🛠️"),
    ("speech", "🎙️"),
    ("audio", "🎙️"),
    ("memori", "🧠"),
    ("reason", "🧠"),
    ("multimod", "🎨"),
    ("visual", "🎨"),
    ("vision", "🎨"),
    ("imag", "🎨"),
    ("video", "🎬"),
    ("retriev", "🔎"),
    ("rag", "🔎"),
    ("quantiz", "⚡"),
    ("infer", "⚡"),
    ("code", "💻"),
    ("financi", "💹"),
    ("secur", "🛡️"),
    ("attack", "🛡️"),
    ("jailbreak", "🛡️"),
    ("privaci", "🛡️"),
    ("safeti", "🛡️"),
    ("medic", "🩺"),
    ("clinic", "🩺"),
    ("robot", "🦾"),
    ("recommend", "🛒"),
    ("graph", "🕸️"),
    ("benchmark", "📏"),
    ("synthet", "🧪"),
    ("expert", "🧩"),
];
/// For clusters of no listed subject, in order.
const OTHERS: &[&str] = &["🔥", "📚", "🧭", "🔬", "🌱", "📌", "💡", "🗂️"];

/// One trend for each cluster, in the same order. `papers` and `analyses` are those that were clustered.
pub fn name(clusters: &[Cluster], papers: &[&Paper], analyses: &[&Analysis], language: Language) -> Vec<Trend> {
    let mut used = BTreeSet::new();
    clusters
        .iter()
        .map(|cluster| {
            let stems = || cluster.terms.iter().flat_map(|term| &term.stems);
            let subject = stems().find_map(|stem| SUBJECTS.iter().find(|(s, e)| s == stem && !used.contains(e)));
            let emoji =
                subject.map(|&(_, emoji)| emoji).or_else(|| OTHERS.iter().find(|e| !used.contains(*e)).copied());
            let emoji = emoji.unwrap_or(OTHERS[0]);
            used.insert(emoji);
            Trend {
                emoji: emoji.to_owned(),
                title: cluster.terms.iter().take(2).map(|t| t.written.as_str()).collect::<Vec<_>>().join(" · "),
                observation: observation(cluster, analyses, language),
                papers: cluster.papers.iter().map(|&at| papers[at].id.clone()).collect(),
            }
        })
        .collect()
}

fn observation(cluster: &Cluster, analyses: &[&Analysis], language: Language) -> String {
    let count = cluster.papers.len();
    let recommended = cluster
        .papers
        .iter()
        .filter(|&&at| analyses.get(at).is_some_and(|analysis| analysis.decision == Decision::Recommend))
        .count();
    let mention = |term: &super::Term| match language {
        Language::Chinese => format!("{} 篇提到 {}", term.papers, term.written),
        Language::English => format!("{} mention {}", term.papers, term.written),
    };
    let mentions: Vec<String> = cluster.terms.iter().map(mention).collect();
    match language {
        Language::Chinese => format!("共 {count} 篇，其中推荐 {recommended} 篇；{}。", mentions.join("，")),
        Language::English => {
            format!("{count} papers, {recommended} of them recommended; {}.", mentions.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        judge::builtin::{Ranked, analyse},
        trend::{cluster, cluster::tests::a_day},
    };

    #[test]
    fn a_trend_says_what_can_be_counted() {
        let day = a_day();
        let papers: Vec<&Paper> = day.iter().collect();
        let analyses: Vec<Analysis> = papers
            .iter()
            .enumerate()
            .map(|(index, paper)| {
                let decision = if index < 2 { Decision::Recommend } else { Decision::Skip };
                let ranked = Ranked { index, score: 0.5, matched: vec![], against: vec![] };
                analyse(paper, &ranked, decision, Language::English)
            })
            .collect();
        let analyses: Vec<&Analysis> = analyses.iter().collect();
        let clusters = cluster(&papers, &analyses);
        for (language, observations) in [
            (
                Language::Chinese,
                [
                    "共 3 篇，其中推荐 2 篇；3 篇提到 tool calling",
                    "共 2 篇，其中推荐 0 篇；2 篇提到 speech recognition",
                ],
            ),
            (
                Language::English,
                [
                    "3 papers, 2 of them recommended; 3 mention tool calling",
                    "2 papers, 0 of them recommended; 2 mention speech recognition",
                ],
            ),
        ] {
            let trends = name(&clusters, &papers, &analyses, language);
            assert_eq!(trends.iter().map(|t| t.emoji.as_str()).collect::<Vec<_>>(), ["🛠️", "🎙️"]);
            for (trend, expected) in trends.iter().zip(observations) {
                assert!(trend.observation.starts_with(expected), "{}", trend.observation);
            }
            assert_eq!(trends[1].papers, [day[3].id.clone(), day[4].id.clone()]);
        }
    }
}
