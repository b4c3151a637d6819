//! A paper as the index sees it: everything that is stored about it, by field.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _};

use super::{facets, field::Field};
use crate::{
    digest::Marks,
    error::Result,
    paper::ArxivId,
    verdict::{Analysis, Decision},
};

/// Between the parts of a field: no token, and no sentence runs over it.
const BREAK: &str = " · ";

pub(super) struct Document {
    pub id: ArxivId,
    pub title: String,
    /// The texts of the fields, in the order of `Field::ALL`; empty where there is none.
    pub texts: [String; Field::ALL.len()],
    pub categories: Vec<String>,
    pub tags: Vec<String>,
    /// The days of the lists and reports that it is in, the first first.
    pub dates: Vec<Date>,
    /// The reader's own verdict, else the newest.
    pub decision: Option<Decision>,
    pub overridden: bool,
    pub judged: bool,
    pub marks: Marks,
}

impl Document {
    pub fn text(&self, field: Field) -> &str {
        &self.texts[field as usize]
    }

    /// The authors, keywords … one by one.
    pub fn pieces(&self, field: Field) -> impl Iterator<Item = &str> {
        self.text(field).split(BREAK).filter(|piece| !piece.is_empty())
    }

    /// Whether the reader did something with it.
    pub fn is_own(&self) -> bool {
        let text = |field| !self.text(field).is_empty();
        self.marks.star || self.marks.later || self.overridden || text(Field::Note) || text(Field::Tags)
    }

    pub fn facets(&self) -> Vec<String> {
        let mut facets = vec![facets::ALL.to_owned()];
        for category in &self.categories {
            facets.extend(facets::category(category));
            facets.extend(category.split_once('.').and_then(|(archive, _)| facets::category(archive)));
        }
        for date in &self.dates {
            facets.extend([facets::year(*date), facets::month(*date), facets::day(*date)]);
        }
        facets.extend(self.decision.map(facets::decision_of));
        facets.extend(self.tags.iter().filter_map(|tag| facets::tag(tag)));
        let holds = [
            (facets::READ, self.marks.read),
            (facets::STAR, self.marks.star),
            (facets::LATER, self.marks.later),
            (facets::NOTE, !self.text(Field::Note).is_empty()),
            (facets::TAG, !self.text(Field::Tags).is_empty()),
            (facets::OVERRIDE, self.overridden),
            (facets::ANALYSIS, self.judged),
            (facets::OWN, self.is_own()),
            (facets::CODE, facets::links_code(self.text(Field::Abstract))),
        ];
        facets.extend(holds.into_iter().filter(|(_, holds)| *holds).map(|(facet, _)| facet.to_owned()));
        facets.sort_unstable();
        facets.dedup();
        facets
    }
}

/// The statements that read a document: each by an index (`tests/plans.rs`).
pub(super) const STATEMENTS: [&str; 7] = [
    "SELECT title, abstract, authors, categories, comment FROM papers WHERE id = ?1 ORDER BY version DESC",
    "SELECT decision, analysis FROM verdicts WHERE paper = ?1 ORDER BY id DESC",
    "SELECT text FROM notes WHERE paper = ?1",
    "SELECT tag FROM tags WHERE paper = ?1 ORDER BY tag",
    "SELECT mark FROM marks WHERE paper = ?1",
    "SELECT decision FROM overrides WHERE paper = ?1 ORDER BY at DESC LIMIT 1",
    "SELECT date FROM announced WHERE paper = ?1
     UNION SELECT d.date FROM entries e JOIN digests d ON d.id = e.digest WHERE e.paper = ?1 ORDER BY 1",
];

/// Reads a paper with all that belongs to it; None when it is not stored.
pub(super) fn read(database: &Connection, id: &str) -> Result<Option<Document>> {
    let [papers, verdicts, notes, tags, marks, overrides, dates] = STATEMENTS;
    let Ok(arxiv_id) = id.parse::<ArxivId>() else { return Ok(None) };

    let mut texts: [String; Field::ALL.len()] = Default::default();
    let mut text = |field: Field, piece: &str| {
        // An earlier version mostly says the same; the built-in judge quotes the abstract.
        let quoted = field == Field::Analysis && texts[Field::Abstract as usize].contains(piece);
        let whole = &mut texts[field as usize];
        if !piece.trim().is_empty() && !quoted && !whole.contains(piece) {
            if !whole.is_empty() {
                whole.push_str(BREAK);
            }
            whole.push_str(piece);
        }
    };
    let (mut title, mut categories) = (None, Vec::new());
    let mut statement = database.prepare_cached(papers)?;
    let mut rows = statement.query([id])?;
    while let Some(row) = rows.next()? {
        let version_title: String = row.get(0)?;
        text(Field::Title, &version_title);
        text(Field::Abstract, row.get_ref(1)?.as_str().unwrap_or_default());
        text(Field::Abstract, row.get_ref(4)?.as_str().unwrap_or_default());
        for author in super::super::json::<Vec<String>>(row, 2)? {
            text(Field::Authors, &author);
        }
        for category in super::super::json::<Vec<String>>(row, 3)? {
            // As found in the wild: `cs.CV, cs.MM` in one.
            let each = category.split([',', ' ']).filter(|name| !name.is_empty());
            each.for_each(|name| {
                if !categories.iter().any(|known| known == name) {
                    categories.push(name.to_owned());
                }
            });
        }
        title.get_or_insert(version_title);
    }
    let Some(title) = title else { return Ok(None) };

    let (mut decision, mut judged) = (None, false);
    let mut statement = database.prepare_cached(verdicts)?;
    let mut rows = statement.query([id])?;
    let mut analyses: Vec<Analysis> = Vec::new();
    while let Some(row) = rows.next()? {
        judged = true;
        if decision.is_none() {
            decision = row.get_ref(0)?.as_str().ok().and_then(|text| text.parse().ok());
        }
        analyses.push(super::super::json(row, 1)?);
    }
    for analysis in &analyses {
        text(Field::TranslatedTitle, &analysis.translated_title);
        analysis.keywords.iter().for_each(|keyword| text(Field::Keywords, keyword));
    }
    for analysis in &analyses {
        let Analysis { reason, summary, pain_point, application_value, innovations, .. } = analysis;
        let parts = [summary, pain_point, application_value, reason].into_iter().chain(innovations);
        parts.for_each(|part| text(Field::Analysis, part));
    }

    let each = |sql: &str, visit: &mut dyn FnMut(&str)| -> Result<()> {
        let mut statement = database.prepare_cached(sql)?;
        let mut rows = statement.query([id])?;
        while let Some(row) = rows.next()? {
            visit(row.get_ref(0)?.as_str().unwrap_or_default());
        }
        Ok(())
    };
    each(notes, &mut |note| text(Field::Note, note))?;
    text(Field::Id, id);
    let mut own_tags = Vec::new();
    each(tags, &mut |tag| own_tags.push(tag.to_owned()))?;
    texts[Field::Tags as usize] = own_tags.join(BREAK);
    let mut held = Marks::default();
    each(marks, &mut |mark| match mark {
        "read" => held.read = true,
        "star" => held.star = true,
        _ => held.later = true,
    })?;
    let mut days = Vec::new();
    each(dates, &mut |date| days.extend(date.parse::<Date>()))?;
    let own: Option<String> = database.prepare_cached(overrides)?.query_row([id], |row| row.get(0)).optional()?;
    let own = own.and_then(|text| text.parse().ok());
    Ok(Some(Document {
        id: arxiv_id,
        title,
        texts,
        categories,
        tags: own_tags,
        dates: days,
        decision: own.or(decision),
        overridden: own.is_some(),
        judged,
        marks: held,
    }))
}
