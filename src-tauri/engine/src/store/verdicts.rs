//! Verdicts, append-only, found again by what they were made from.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Store, parsed, timestamp};
use crate::{
    error::Result,
    paper::{ArxivId, Paper},
    verdict::{Basis, Decision, Verdict},
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

/// A verdict that was given at some time, as the reader is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastVerdict {
    pub decision: Decision,
    pub reason: String,
    pub judged_by: String,
    pub basis: Basis,
    pub judged_at: Timestamp,
    /// Of the profile that it was made for.
    pub profile_hash: String,
}

impl Store {
    /// Every verdict on a paper, the newest first.
    pub fn verdicts(&self, id: &ArxivId) -> Result<Vec<PastVerdict>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT decision, analysis ->> 'reason', judged_by, basis, judged_at, profile_hash FROM verdicts
                 WHERE paper = ?1 ORDER BY id DESC",
            )?;
            let rows = statement.query_map([id.as_str()], |row| {
                Ok(PastVerdict {
                    decision: parsed(row, 0)?,
                    reason: row.get(1)?,
                    judged_by: row.get(2)?,
                    basis: match row.get_ref(3)?.as_str() {
                        Ok("full_text") => Basis::FullText,
                        _ => Basis::Abstract,
                    },
                    judged_at: timestamp(row, 4)?,
                    profile_hash: row.get(5)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

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
