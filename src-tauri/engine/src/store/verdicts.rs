//! Verdicts, append-only, found again by what they were made from.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::Store;
use crate::{
    error::Result,
    paper::{ArxivId, Paper},
    verdict::{Basis, Verdict},
};

pub(super) fn insert(
    connection: &Connection,
    id: &ArxivId,
    version: u32,
    verdict: &Verdict,
    at: Timestamp,
) -> Result<i64> {
    let inputs = &verdict.inputs;
    let basis = match verdict.basis {
        Basis::Abstract => "abstract",
        Basis::FullText => "full_text",
    };
    connection
        .prepare_cached(
            "INSERT INTO verdicts (paper, version, inputs_hash, judge, model, prompt_version, profile_hash, text_hash,
                language, decision, analysis, judged_by, basis, flags, score, input_tokens, output_tokens, cost, judged_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
        )?
        .execute(params![
            id.as_str(),
            version,
            inputs.hash(id.as_str()),
            inputs.judge,
            inputs.model,
            inputs.prompt_version,
            inputs.profile_hash,
            inputs.text_hash,
            inputs.language.tag(),
            verdict.analysis.decision.as_str(),
            serde_json::to_string(&verdict.analysis)?,
            verdict.judged_by,
            basis,
            serde_json::to_string(&verdict.flags)?,
            verdict.score,
            verdict.usage.input_tokens,
            verdict.usage.output_tokens,
            verdict.usage.cost,
            at.as_second(),
        ])?;
    let row = connection.last_insert_rowid();
    super::evidence::of_abstract(connection, row, id, version, verdict)?;
    Ok(row)
}

impl Store {
    /// The newest verdict that was made from exactly these inputs, if there is one.
    pub fn verdict_made_from(&self, paper: &Paper, inputs: &crate::verdict::Inputs) -> Result<Option<i64>> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached("SELECT id FROM verdicts WHERE inputs_hash = ?1 ORDER BY id DESC LIMIT 1")?
                .query_row([inputs.hash(paper.id.as_str())], |row| row.get(0))
                .optional()?)
        })
    }
}
