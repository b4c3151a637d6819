//! The fields of an analysis from the paper's own sentences. What no sentence says stays empty.

use std::sync::LazyLock;

use regex::Regex;

use super::{Ranked, keywords::keywords, sentences::sentences};
use crate::{
    paper::Paper,
    verdict::{Analysis, Decision, Language},
};

/// A summary takes a second sentence while it stays below this length, in characters.
const SUMMARY_LENGTH: usize = 480;
const INNOVATIONS: usize = 3;
/// How many words of the profile a reason names, each way.
const NAMED: usize = 4;

/// The verdict in words: every field is a sentence or phrase of the paper, the reason names words of the profile.
pub fn analyse(paper: &Paper, ranked: &Ranked, decision: Decision, language: Language) -> Analysis {
    let sentences = sentences(&paper.summary);
    let roles = Roles::of(&sentences);
    let innovations: Vec<String> = roles.innovations.iter().map(|&at| sentences[at].clone()).collect();
    Analysis {
        decision,
        reason: reason(ranked, decision, language),
        translated_title: String::new(),
        keywords: keywords(paper),
        pain_point: roles.pain_point.map(|at| sentences[at].clone()).unwrap_or_default(),
        application_value: roles.application.map(|at| sentences[at].clone()).unwrap_or_default(),
        summary: summary(&sentences, &roles),
        innovations,
    }
}

fn reason(ranked: &Ranked, decision: Decision, language: Language) -> String {
    let list = |words: &[String]| {
        words.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(language.pick("、", ", "))
    };
    let (matched, against) = (list(&ranked.matched), list(&ranked.against));
    // Words of the profile and words that decisions have taught, which are told by the same names.
    match (matched.is_empty(), against.is_empty(), decision) {
        (false, true, _) => language.pick(format!("有利：{matched}。"), format!("For: {matched}.")),
        (false, false, _) => {
            language.pick(format!("有利：{matched}；不利：{against}。"), format!("For: {matched}; against: {against}."))
        }
        (true, false, _) => language.pick(format!("不利：{against}。"), format!("Against: {against}.")),
        (true, true, Decision::Skip) => {
            language.pick("没有命中关注方向。", "Nothing in it matches your focus.").to_owned()
        }
        (true, true, _) => language
            .pick(
                "没有命中关注方向的词语，仅按整体相近程度排在前面。",
                "No words of your focus occur in it; it is placed by overall similarity alone.",
            )
            .to_owned(),
    }
}

#[allow(clippy::expect_used, reason = "literals of ours, covered by the tests")]
fn pattern(text: &str) -> Regex {
    Regex::new(&format!("(?i){text}")).expect("a valid pattern")
}

static TURN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(however|yet|but|nevertheless|nonetheless|unfortunately|still|despite|although|though|while)\b|\bhowever,|\byet\b",
    )
});
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(existing|current|prior|previous|conventional|traditional|recent|standard|most|many|these|such|state-of-the-art)\b[^.]{0,50}\b(methods?|approach(es)?|models?|techniques?|works?|systems?|solutions?|benchmarks?|datasets?|stud(y|ies)|frameworks?|pipelines?|agents?|research|strateg(y|ies)|evaluations?|paradigms?|efforts)\b",
    )
});
static TROUBLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(challeng\w*|limit(s|ed|ing|ations?)?|suffers?|struggl\w*|fails?|failures?|failing|lack(s|ing)?|bottlenecks?|costly|expensive|prohibitive\w*|under-?explored|unexplored|unclear|overlook\w*|neglect\w*|hinder\w*|hamper\w*|imped\w*|inefficien\w*|inefficac\w*|difficult\w*|insufficien\w*|inadequa\w*|ignor\w*|vulnerab\w*|unreliable|brittle|constrain\w*|scarc\w*|prone|degrad\w*|cannot|unable|shortcoming\w*|drawbacks?|problem(atic|s)?|remains?|rarely|little|gap|poorly|hallucinat\w*|restrict\w*)\b",
    )
});
static CLAIM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(we|this (paper|work|study|article|report)|(in )?our (work|paper))\b[^.;]{0,60}\b(propose|introduce|present|develop|design|build|built|create|release|formulate|devise|establish|construct|contribute|curate|unveil|reformulate|offer|provide|describe)(s|d|es|ed)?\b|\b(is|are) (hereby )?(proposed|introduced|presented)\b",
    )
});
static DETAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(our|the (proposed|key|core|main|central)|its (key|core|main)) ?(novel|new|proposed|key|core|main|central)?\s?(method|approach|framework|model|system|algorithm|pipeline|architecture|idea|insight|innovation|contribution|technique|strategy)s?\b[^.]{0,40}\b(is|are|use|combine|leverage|integrate|employ|decouple|decompose|unif|learn|exploit|introduce|consist|extend|replace|align|adapt)|^(first|second|third|specifically|in particular|concretely|to this end|to address this|to achieve this)\b[^.]{0,10},",
    )
});
static RESULT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(experiments?|results?|evaluations?|empirical(ly)?|benchmarks?|analys[ei]s|findings?|we (show|find|demonstrate|observe|prove))\b[^.]{0,80}\b(show|demonstrate|reveal|indicate|achieve|outperform|improve|confirm|suggest|validate|highlight|that)|\boutperform\w*|\bstate-of-the-art (performance|results)|\d(\.\d+)?\s?(\\?%|\\times|×|x\b|percent|points)",
    )
});
static APPLICATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(deployed (in|on|to|at|within|across|for)|in production\b|production (system|environment|traffic|use)|(practical|real-world|industrial|clinical|enterprise|commercial) (deployments?|applications?|use|usage|utility|implications|value|adoption)|(can|could|may) (also )?be (directly |readily |easily |seamlessly )?(applied|deployed|integrated|used) (to|in|into|on|for|with|by|as)\b|applicable to|online a/b|a/b test\w*|practitioners|enabl(es|ing) (practical|real-time|reliable|scalable|efficient|on-device)\b|suitable for\b|downstream applications)",
    )
});

/// What each sentence of an abstract does, by its position.
struct Roles {
    pain_point: Option<usize>,
    innovations: Vec<usize>,
    results: Vec<usize>,
    application: Option<usize>,
}

impl Roles {
    fn of(sentences: &[String]) -> Self {
        let all = || sentences.iter().enumerate();
        let claims: Vec<usize> = all().filter(|(_, s)| CLAIM.is_match(s)).map(|(at, _)| at).collect();
        let first_claim = claims.first().copied().unwrap_or(sentences.len());
        let pain = |(at, s): (usize, &String)| {
            let signs = [TURN.is_match(s), OTHERS.is_match(s), at < first_claim].iter().filter(|&&sign| sign).count();
            let says_so = TROUBLE.is_match(s) && signs >= 2 && !claims.contains(&at) && at <= first_claim;
            says_so.then_some((usize::from(TURN.is_match(s)) + signs, at))
        };
        let pain_point = all().filter_map(pain).min_by_key(|&(signs, at)| (usize::MAX - signs, at)).map(|(_, at)| at);
        let results: Vec<usize> = all()
            .filter(|&(at, s)| at >= first_claim.min(1) && RESULT.is_match(s) && !claims.contains(&at))
            .map(|(at, _)| at)
            .collect();
        let details = all()
            .filter(|&(at, s)| {
                at > first_claim && DETAIL.is_match(s) && !claims.contains(&at) && !results.contains(&at)
            })
            .map(|(at, _)| at);
        let mut innovations: Vec<usize> = claims.iter().copied().chain(details).take(INNOVATIONS).collect();
        innovations.sort_unstable();
        let application = all()
            .filter(|&(at, s)| {
                at > 0 && APPLICATION.is_match(s) && Some(at) != pain_point && at >= first_claim.min(sentences.len())
            })
            .map(|(at, _)| at)
            .next_back();
        Self { pain_point, innovations, results, application }
    }
}

/// One or two sentences: what was found, where the abstract says so; else what it says of what was made; else that.
fn summary(sentences: &[String], roles: &Roles) -> String {
    let taken =
        |at: &usize| roles.innovations.contains(at) || roles.pain_point == Some(*at) || roles.application == Some(*at);
    let mut best: Vec<usize> = roles.results.iter().copied().filter(|at| !taken(at)).collect();
    if best.is_empty() {
        let told = roles.innovations.first().map_or(0, |&at| at + 1);
        best = (told..sentences.len()).filter(|at| !taken(at)).take(1).collect();
    }
    if best.is_empty() {
        best = roles.results.first().or(roles.innovations.first()).copied().into_iter().collect();
    }
    let Some(&first) = best.first() else { return sentences.first().cloned().unwrap_or_default() };
    let mut summary = sentences[first].clone();
    if let Some(&second) = best.get(1)
        && summary.chars().count() + sentences[second].chars().count() < SUMMARY_LENGTH
    {
        if summary.is_ascii() || !summary.ends_with(['。', '！', '？']) {
            summary.push(' ');
        }
        summary.push_str(&sentences[second]);
    }
    summary
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::builtin::paper;

    fn ranked(matched: &[&str], against: &[&str]) -> Ranked {
        let own = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        Ranked { index: 0, score: 0.5, matched: own(matched), against: own(against) }
    }

    #[test]
    fn fields_are_sentences_that_do_what_the_field_says() {
        struct Case {
            summary: &'static str,
            pain_point: &'static str,
            innovations: &'static [&'static str],
            result: &'static str,
            application: &'static str,
        }
        for case in [
            Case {
                summary: "Language agents call tools. However, existing methods fail when $n>3$ tools interact, e.g. In \
                          chains. We propose ToolNet, a planner over tool graphs. Experiments on four benchmarks show \
                          that it improves success by 12\\%. It has been deployed in a bank's help desk.",
                pain_point: "However, existing methods fail when $n>3$ tools interact, e.g. In chains.",
                innovations: &["We propose ToolNet, a planner over tool graphs."],
                result: "Experiments on four benchmarks show that it improves success by 12\\%.",
                application: "It has been deployed in a bank's help desk.",
            },
            Case {
                summary: "We study sparse experts.",
                pain_point: "",
                innovations: &[],
                result: "We study sparse experts.",
                application: "",
            },
            Case {
                summary: "This paper introduces a corpus of calls. We release all 900 hours of it.",
                pain_point: "",
                innovations: &["This paper introduces a corpus of calls.", "We release all 900 hours of it."],
                result: "This paper introduces a corpus of calls.",
                application: "",
            },
            Case { summary: "", pain_point: "", innovations: &[], result: "", application: "" },
        ] {
            let paper = paper("2601.00001", "A title", case.summary);
            let found = analyse(&paper, &ranked(&[], &[]), Decision::Skip, Language::English);
            assert_eq!(found.pain_point, case.pain_point, "{}", case.summary);
            assert_eq!(found.innovations, case.innovations, "{}", case.summary);
            assert_eq!(found.summary, case.result, "{}", case.summary);
            assert_eq!(found.application_value, case.application, "{}", case.summary);
            assert_eq!(found.translated_title, "", "the judge cannot translate");
        }
    }

    #[test]
    fn the_reason_names_what_matched_and_admits_when_nothing_did() {
        use Decision::*;
        for (matched, against, decision, chinese, english) in [
            (
                vec!["tool use", "agent memory"],
                vec![],
                Recommend,
                "有利：tool use、agent memory。",
                "For: tool use, agent memory.",
            ),
            (
                vec!["tool use"],
                vec!["jailbreak"],
                Borderline,
                "有利：tool use；不利：jailbreak。",
                "For: tool use; against: jailbreak.",
            ),
            (vec![], vec!["jailbreak"], Skip, "不利：jailbreak。", "Against: jailbreak."),
            (vec![], vec![], Skip, "没有命中关注方向。", "Nothing in it matches your focus."),
            (
                vec![],
                vec![],
                Recommend,
                "没有命中关注方向的词语，仅按整体相近程度排在前面。",
                "No words of your focus occur in it; it is placed by overall similarity alone.",
            ),
        ] {
            let ranked = ranked(&matched, &against);
            assert_eq!(reason(&ranked, decision, Language::Chinese), chinese);
            assert_eq!(reason(&ranked, decision, Language::English), english);
        }
    }
}
