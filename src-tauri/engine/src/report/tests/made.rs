//! Digests made for tests; all of it invented.

use jiff::{Timestamp, civil::date};

use crate::{
    digest::{Counts, Digest, Failure, FailureClass, ListedPaper, Marks, Origin, ShownVerdict, Trend},
    paper::{AnnounceType, ArxivId},
    verdict::{Analysis, Basis, Decision, Language},
};

pub fn id(text: &str) -> ArxivId {
    text.parse().unwrap()
}

pub fn analysis(decision: Decision) -> Analysis {
    Analysis::empty(decision)
}

pub fn paper(id_text: &str, title: &str, analysis: Analysis) -> ListedPaper {
    ListedPaper {
        id: id(id_text),
        version: 1,
        title: title.to_owned(),
        authors: vec!["A. Author".to_owned()],
        categories: vec!["cs.CL".to_owned()],
        announce_type: AnnounceType::New,
        url: format!("https://arxiv.org/abs/{id_text}"),
        summary: String::new(),
        comment: None,
        rank: 1,
        verdict: ShownVerdict {
            analysis,
            judged_by: "builtin".to_owned(),
            basis: Basis::Abstract,
            flags: vec![],
            score: 0.5,
            judged_at: Timestamp::UNIX_EPOCH,
        },
        evidence: None,
        full_text: false,
        no_full_text: false,
        failure: None,
        marks: Marks::default(),
        revision: None,
        withdrawn: false,
        code_links: vec![],
        note: false,
        override_decision: None,
        tags: vec![],
    }
}

pub fn failed(mut paper: ListedPaper, class: FailureClass) -> ListedPaper {
    paper.failure = Some(Failure { class, message: "what the server said".to_owned(), next_try: None });
    paper
}

/// A digest of these papers; the counts are theirs, and there is no ledger.
pub fn digest(language: Language, trends: Vec<Trend>, papers: Vec<ListedPaper>) -> Digest {
    let mut counts = Counts::default();
    papers.iter().filter(|p| p.failure.is_none()).for_each(|p| counts.add(p.verdict.analysis.decision));
    Digest {
        date: date(2026, 1, 9),
        profile: "finance".to_owned(),
        generated_at: "2026-01-09T13:30:45Z".parse().unwrap(),
        language,
        origin: Origin::Run,
        judge: "builtin".to_owned(),
        complete: true,
        reconstructed: false,
        categories: vec!["cs.CL".to_owned(), "cs.AI".to_owned()],
        counts,
        ledger: None,
        trends,
        evidence: None,
        papers,
    }
}
