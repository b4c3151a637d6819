//! A summary is worth what can be checked: every figure and quoted name in it is looked up in the text that the judge
//! was given, whatever the form it is written in there.

mod figures;
mod numerals;
mod text;

use serde::Serialize;
use ts_rs::TS;

use crate::verdict::Analysis;
use figures::{Figure, Value};
use text::Text;

/// Part of an analysis that states figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Summary,
    Innovations,
    Reason,
}

/// Where something stands in a text, in UTF-16 code units, as the window counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

/// Where the source has what an analysis states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Place {
    /// Index of the source text: in an abstract-only check 0 is the title and 1 the abstract.
    pub part: usize,
    pub span: Span,
}

/// A figure or a quoted name that an analysis states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Claim {
    pub field: Field,
    /// Index of the innovation; 0 for the other fields.
    pub item: usize,
    pub span: Span,
    /// As it is written.
    pub text: String,
    /// None: the source does not say so.
    pub found: Option<Place>,
}

/// Looks up every number, percentage and quoted name of an analysis in the source texts, in the order of summary,
/// innovations, reason.
pub fn check(analysis: &Analysis, source: &[&str]) -> Vec<Claim> {
    let source: Vec<Text> = source.iter().map(|text| Text::new(text)).collect();
    let known: Vec<Vec<Figure>> = source.iter().map(figures::in_source).collect();
    let innovations = analysis.innovations.iter().enumerate();
    let fields = std::iter::once((Field::Summary, 0, &analysis.summary))
        .chain(innovations.map(|(item, text)| (Field::Innovations, item, text)))
        .chain(std::iter::once((Field::Reason, 0, &analysis.reason)));
    let mut claims = Vec::new();
    for (field, item, written) in fields {
        let text = Text::new(written);
        for figure in figures::claims(&text) {
            let found = source.iter().zip(&known).enumerate().find_map(|(part, (source, known))| {
                let (start, end) = look_up(&figure, source, known)?;
                Some(Place { part, span: source.span(start, end) })
            });
            let span = text.span(figure.start, figure.end);
            claims.push(Claim { field, item, span, text: text.original(figure.start, figure.end).to_owned(), found });
        }
    }
    claims
}

/// How many of the claims the source supports.
pub fn supported(claims: &[Claim]) -> usize {
    claims.iter().filter(|claim| claim.found.is_some()).count()
}

fn look_up(claim: &Figure, source: &Text, known: &[Figure]) -> Option<(usize, usize)> {
    match &claim.value {
        Value::Name(runs) => {
            let places: Option<Vec<_>> = runs.iter().map(|run| source.find_name(run)).collect();
            places?.first().copied()
        }
        Value::Number(_) => {
            known.iter().find(|figure| claim.is_stated_by(figure)).map(|figure| (figure.start, figure.end))
        }
    }
}
