//! Clusters in words: the terms that separate them, and counts. Nothing else is claimed.

use std::collections::{BTreeSet, HashMap};

use super::{Cluster, Term};
use crate::{
    digest::Trend,
    judge::builtin::{in_chinese, words::words},
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

/// A first appearance means something only after this many papers.
const ENOUGH_PAPERS: usize = 100;
/// How many times its usual share a term must have to be called rising, and in how many papers of the day.
const RISING: f64 = 2.0;
const RISING_PAPERS: usize = 3;

/// As `name_since`, without a past to compare with.
pub fn name(clusters: &[Cluster], papers: &[&Paper], analyses: &[&Analysis], language: Language) -> Vec<Trend> {
    name_since(clusters, papers, analyses, &[], language)
}

/// The emoji of what is left over; no subject has it.
const OTHER: &str = "🗃️";

/// Whether a trend is what is left over of a day, and not about one thing.
pub fn is_other(trend: &Trend) -> bool {
    trend.emoji == OTHER && [Language::Chinese, Language::English].iter().any(|l| trend.title == other_title(*l))
}

fn other_title(language: Language) -> &'static str {
    language.pick("其他", "Other")
}

/// The papers that are in no cluster; None when there are none, or nothing to be other than.
fn other(clusters: &[Cluster], papers: &[&Paper], analyses: &[&Analysis], language: Language) -> Option<Trend> {
    let named: BTreeSet<usize> = clusters.iter().flat_map(|cluster| cluster.papers.iter().copied()).collect();
    let rest: Vec<usize> = (0..papers.len()).filter(|at| !named.contains(at)).collect();
    if named.is_empty() || rest.is_empty() {
        return None;
    }
    let (count, recommended) = (rest.len(), recommended(&rest, analyses));
    Some(Trend {
        emoji: OTHER.to_owned(),
        title: other_title(language).to_owned(),
        observation: match language {
            Language::Chinese => format!("共 {count} 篇未归入以上方向，其中推荐 {recommended} 篇。"),
            Language::English => {
                format!("{count} papers of none of these directions, {recommended} of them recommended.")
            }
        },
        papers: rest.into_iter().map(|at| papers[at].id.clone()).collect(),
    })
}

fn recommended(papers: &[usize], analyses: &[&Analysis]) -> usize {
    let is = |&&at: &&usize| analyses.get(at).is_some_and(|analysis| analysis.decision == Decision::Recommend);
    papers.iter().filter(is).count()
}

/// One trend for each cluster, in the same order, and one of what is left over. `papers` and `analyses` are those that were clustered; `recent` are
/// the papers that were listed in the last 30 days, under the same profile, so that shares can be compared.
pub fn name_since(
    clusters: &[Cluster],
    papers: &[&Paper],
    analyses: &[&Analysis],
    recent: &[&Paper],
    language: Language,
) -> Vec<Trend> {
    let past = Past::of(recent);
    let mut used = BTreeSet::new();
    let left_over = other(clusters, papers, analyses, language);
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
                title: cluster.terms.iter().take(2).map(|term| shown(term, language)).collect::<Vec<_>>().join(" · "),
                observation: observation(cluster, analyses, language) + &news(cluster, papers.len(), &past, language),
                papers: cluster.papers.iter().map(|&at| papers[at].id.clone()).collect(),
            }
        })
        .chain(left_over)
        .collect()
}

/// A term in the reader's language where the glossary has it; else as the papers write it.
fn shown(term: &Term, language: Language) -> &str {
    let chinese = (language == Language::Chinese).then(|| in_chinese(&term.stems)).flatten();
    chinese.unwrap_or(&term.written)
}

/// The words and pairs of words of the papers of the last 30 days, with how many papers have them.
struct Past {
    papers: usize,
    frequency: HashMap<String, usize>,
}

impl Past {
    fn of(recent: &[&Paper]) -> Self {
        let mut frequency: HashMap<String, usize> = HashMap::new();
        for paper in recent {
            let mut terms = BTreeSet::new();
            for text in [&paper.title, &paper.summary] {
                let words = words(text);
                for pair in words.windows(2).filter(|pair| pair[1].joined) {
                    terms.insert(format!("{} {}", pair[0].stem, pair[1].stem));
                }
                terms.extend(words.into_iter().map(|word| word.stem));
            }
            terms.into_iter().for_each(|term| *frequency.entry(term).or_default() += 1);
        }
        Self { papers: recent.len(), frequency }
    }

    fn count(&self, term: &Term) -> usize {
        self.frequency.get(&term.stems.join(" ")).copied().unwrap_or(0)
    }
}

/// What is new against the last 30 days: a term that appears for the first time, or is more frequent than it was.
fn news(cluster: &Cluster, today: usize, past: &Past, language: Language) -> String {
    if past.papers < ENOUGH_PAPERS {
        return String::new();
    }
    if let Some(term) = cluster.terms.iter().find(|term| past.count(term) == 0) {
        return match language {
            Language::Chinese => format!("{} 近 30 天首次出现。", term.written),
            Language::English => format!(" {} appears for the first time in 30 days.", capitalised(&term.written)),
        };
    }
    let share = |count: usize, all: usize| count as f64 / all.max(1) as f64;
    let rising = |term: &&Term| {
        term.papers >= RISING_PAPERS && share(term.papers, today) >= RISING * share(past.count(term), past.papers)
    };
    cluster.terms.iter().find(rising).map_or_else(String::new, |term| {
        let (now, before) = (100.0 * share(term.papers, today), 100.0 * share(past.count(term), past.papers));
        match language {
            Language::Chinese => {
                format!("{} 升温：今天占 {now:.0}%，近 30 天为 {before:.0}%。", term.written)
            }
            Language::English => format!(
                " {} is rising: {now:.0}% of today's papers, {before:.0}% in the last 30 days.",
                capitalised(&term.written)
            ),
        }
    })
}

fn capitalised(term: &str) -> String {
    let mut chars = term.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn observation(cluster: &Cluster, analyses: &[&Analysis], language: Language) -> String {
    let count = cluster.papers.len();
    let recommended = recommended(&cluster.papers, analyses);
    let mention = |term: &Term| match language {
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
        judge::builtin::{Ranked, analyse, paper},
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
            assert_eq!(trends.iter().map(|t| t.emoji.as_str()).collect::<Vec<_>>(), ["🛠️", "🎙️", OTHER]);
            assert_eq!(trends[2].title, language.pick("其他", "Other"));
            assert_eq!(trends[2].papers, [day[5].id.clone()], "what is left over");
            assert_eq!(trends.iter().map(is_other).collect::<Vec<_>>(), [false, false, true]);
            for (trend, expected) in trends.iter().zip(observations) {
                assert!(trend.observation.starts_with(expected), "{}", trend.observation);
            }
            assert_eq!(trends[1].papers, [day[3].id.clone(), day[4].id.clone()]);
        }
    }

    #[test]
    fn what_is_new_is_said_only_where_the_past_shows_it() {
        let day = a_day();
        let papers: Vec<&Paper> = day.iter().collect();
        let clusters = cluster(&papers, &[]);
        let past = |title: &'static str, count: usize, all: usize| -> Vec<Paper> {
            (0..all).map(|i| paper("2512.00001", if i < count { title } else { "Dust" }, "")).collect()
        };
        for (recent, says) in [
            (past("Tool calling, agents, planning", 0, 120), "appears for the first time in 30 days."),
            (
                past("Tool calling by planning agents", 12, 120),
                "is rising: 50% of today's papers, 10% in the last 30 days.",
            ),
            (past("Tool calling by planning agents", 90, 120), "planning."),
            (past("Tool calling by planning agents", 0, 20), "planning."),
        ] {
            let recent: Vec<&Paper> = recent.iter().collect();
            let trends = name_since(&clusters, &papers, &[], &recent, Language::English);
            assert!(trends[0].observation.ends_with(says), "{}", trends[0].observation);
        }
    }

    #[test]
    fn a_chinese_report_names_trends_in_chinese_where_the_glossary_can() {
        let day = a_day();
        let papers: Vec<&Paper> = day.iter().collect();
        let trends = name(&cluster(&papers, &[]), &papers, &[], Language::Chinese);
        assert!(trends[0].title.starts_with("工具调用"), "{}", trends[0].title);
        assert!(trends[1].title.starts_with("语音识别"), "{}", trends[1].title);
    }
}
