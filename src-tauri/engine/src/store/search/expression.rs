//! A query as FTS5 expressions: one for what was asked for as it stands, one that also takes words inside of words.
//!
//! Source: <https://sqlite.org/fts5.html#full_text_query_syntax>.

use std::fmt::Write as _;

use super::{
    facets,
    field::Field,
    query::{Item, Part, Query, Wanted, Word},
    tokens::{Script, Stems},
    vocabulary::Vocabulary,
};

/// Words that the ends of a phrase may be cut from, at each end.
const MOST_ENDS: usize = 40;

/// What a part of the query is found by: runs of tokens that stand directly behind each other, the exact ones first.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    pub fields: Vec<Field>,
    pub all: Vec<Pattern>,
    /// The number of papers that have it, as far as is known: a rare word says more.
    pub papers: u32,
    /// A single word as it was asked for, not stemmed; empty for anything else.
    pub word: String,
}

#[derive(Debug)]
pub(super) struct Pattern {
    pub tokens: Vec<String>,
    /// 1 for the words as they stand, less for words that hold them.
    pub quality: f64,
    /// Half of a run: found only together with the other half.
    half: bool,
}

impl Pattern {
    fn new(tokens: Vec<String>, quality: f64) -> Self {
        Self { tokens, quality, half: false }
    }
}

/// A query that can be put to the index.
#[derive(Debug)]
pub(super) struct Expressions {
    /// As it stands.
    pub exact: String,
    /// Also words that hold the words; None when that would be no more.
    pub loose: Option<String>,
    /// For the titles and the reader's own texts only; None when the query has nothing to find there.
    pub head: Option<String>,
    /// For ranking and marking: one for each wanted part, none for what is refused.
    pub patterns: Vec<Patterns>,
}

pub(super) const EXACT: f64 = 1.0;
const BEGINNING: f64 = 0.5;
const INSIDE: f64 = 0.2;

pub(super) fn build(query: &Query, vocabulary: &Vocabulary, stems: &mut Stems) -> Option<Expressions> {
    if query.clauses.is_empty() {
        return None;
    }
    let mut patterns = Vec::new();
    let (mut exact, mut loose, mut head) = (Joined::default(), Joined::default(), Joined::default());
    for clause in &query.clauses {
        if let [only @ Item { negated: true, .. }] = clause.alternatives.as_slice() {
            let refused = item(only, &[], |part| exact_of(part, stems));
            exact.refused.push(refused.clone());
            loose.refused.push(refused.clone());
            head.refused.push(refused);
            continue;
        }
        let (mut exacts, mut looses, mut heads) = (Vec::new(), Vec::new(), Vec::new());
        for wanted in &clause.alternatives {
            let as_it_stands = item(wanted, &[], |part| exact_of(part, stems));
            if wanted.negated {
                let all_but = format!("({} NOT {as_it_stands})", quoted(facets::ALL));
                looses.push(all_but.clone());
                heads.push(all_but.clone());
                exacts.push(all_but);
                continue;
            }
            exacts.push(as_it_stands);
            heads.push(item(wanted, &Field::HEAD, |part| exact_of(part, stems)));
            let mut found = Vec::new();
            looses.push(item(wanted, &[], |part| {
                let part = patterns_of(part, vocabulary, stems);
                let any = alternatives(&part);
                found.push(part);
                any
            }));
            if let Wanted::Text { fields, .. } = &wanted.wanted {
                patterns.extend(found.into_iter().map(|part| Patterns { fields: fields.clone(), ..part }));
            }
        }
        exact.wanted.push(exacts.join(" OR "));
        loose.wanted.push(looses.join(" OR "));
        head.wanted.push(heads.join(" OR "));
    }
    let (exact, loose, head) = (exact.whole(), loose.whole(), head.whole());
    Some(Expressions {
        loose: (loose != exact).then_some(loose),
        head: (!patterns.is_empty()).then_some(head),
        exact,
        patterns,
    })
}

#[derive(Default)]
struct Joined {
    wanted: Vec<String>,
    refused: Vec<String>,
}

impl Joined {
    fn whole(self) -> String {
        let wanted = match self.wanted.as_slice() {
            [] => quoted(facets::ALL),
            all => all.iter().map(|clause| format!("({clause})")).collect::<Vec<_>>().join(" AND "),
        };
        if self.refused.is_empty() { wanted } else { format!("({wanted}) NOT ({})", self.refused.join(" OR ")) }
    }
}

/// `fields` narrows a text that may be anywhere.
fn item(item: &Item, fields: &[Field], mut part: impl FnMut(&Part) -> String) -> String {
    let body = match &item.wanted {
        Wanted::Text { fields: own, parts } => {
            let parts: Vec<String> = parts.iter().map(|p| format!("({})", part(p))).collect();
            let columns = if own.is_empty() { fields } else { own };
            let names: Vec<&str> = columns.iter().map(|field| field.as_str()).collect();
            match names.as_slice() {
                [] => parts.join(" AND "),
                names => format!("{{{}}} : ({})", names.join(" "), parts.join(" AND ")),
            }
        }
        Wanted::Facets { any, none } => {
            let list = |facets: &[String]| facets.iter().map(|facet| quoted(facet)).collect::<Vec<_>>().join(" OR ");
            match none.as_slice() {
                [] => list(any),
                none => format!("({}) NOT ({})", list(any), list(none)),
            }
        }
    };
    format!("({body})")
}

fn quoted(tokens: &str) -> String {
    // Tokens hold no quotation marks; should one ever, it must not end the string.
    format!("\"{}\"", tokens.replace('"', ""))
}

fn exact_of(part: &Part, stems: &mut Stems) -> String {
    quoted(&tokens(&part.words, stems).join(" "))
}

fn alternatives(part: &Patterns) -> String {
    let mut any = String::new();
    for pattern in &part.all {
        if pattern.half {
            continue;
        }
        let or = if any.is_empty() { "" } else { " OR " };
        let _ = write!(any, "{or}{}", quoted(&pattern.tokens.join(" ")));
    }
    let whole = part.all.first().map(|pattern| pattern.tokens.as_slice()).unwrap_or_default();
    for (first, second) in splits(whole) {
        let _ = write!(any, " OR ({} AND {})", quoted(&first.join(" ")), quoted(&second.join(" ")));
    }
    any
}

fn tokens(words: &[Word], stems: &mut Stems) -> Vec<String> {
    words.iter().map(|word| stems.of(&word.text, word.script).to_owned()).collect()
}

/// The two halves that a run of characters may be, wherever it is split: words of two characters at least.
fn splits(tokens: &[String]) -> impl Iterator<Item = (&[String], &[String])> {
    let runs = tokens.iter().all(|token| token.chars().count() == 1 && !token.is_ascii());
    let ends = if runs && (4..=16).contains(&tokens.len()) { 2..tokens.len() - 1 } else { 0..0 };
    ends.map(|at| tokens.split_at(at))
}

/// Everything that a part may be found by.
fn patterns_of(part: &Part, vocabulary: &Vocabulary, stems: &mut Stems) -> Patterns {
    let exact = tokens(&part.words, stems);
    let mut all = vec![Pattern::new(exact.clone(), EXACT)];
    let mut papers = vocabulary.papers;
    for word in &part.words {
        // How rare a character is, is not counted; two of them are as rare as a word.
        let with = if word.script == Script::Cjk { vocabulary.papers / 20 } else { vocabulary.papers_with(&word.text) };
        papers = papers.min(with);
    }
    let latin = |word: &Word| word.script != Script::Cjk;
    match part.words.as_slice() {
        [only] if latin(only) => {
            let beginning = vocabulary.beginning_with(&only.text, usize::MAX, stems);
            for stem in vocabulary.expansions(&only.text, part.open, stems) {
                let quality = if beginning.contains(&stem) { BEGINNING } else { INSIDE };
                all.push(Pattern::new(vec![stem], quality));
            }
        }
        [first, .., last] if latin(first) && latin(last) => {
            let mut firsts = vec![exact[0].clone()];
            firsts.extend(vocabulary.ending_with(&first.text, MOST_ENDS, stems));
            let mut lasts = vec![exact[exact.len() - 1].clone()];
            lasts.extend(vocabulary.beginning_with(&last.text, MOST_ENDS, stems));
            for (f, first) in firsts.iter().enumerate() {
                for (l, last) in lasts.iter().enumerate() {
                    if (f, l) != (0, 0) {
                        let mut tokens = exact.clone();
                        tokens[0].clone_from(first);
                        let end = tokens.len() - 1;
                        tokens[end].clone_from(last);
                        all.push(Pattern::new(tokens, BEGINNING));
                    }
                }
            }
        }
        _ => {
            let halves = splits(&exact).flat_map(|(first, second)| [first.to_vec(), second.to_vec()]);
            all.extend(halves.map(|tokens| Pattern { tokens, quality: INSIDE, half: true }));
        }
    }
    let word = match part.words.as_slice() {
        [only] if latin(only) => only.text.clone(),
        _ => String::new(),
    };
    Patterns { fields: Vec::new(), all, papers, word }
}
