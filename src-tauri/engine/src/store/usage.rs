//! What went to models, by day, model and purpose.

use jiff::civil::Date;
use rusqlite::params;
use serde::Serialize;
use ts_rs::TS;

use super::{Store, parsed};
use crate::{error::Result, judge::llm::Spent};

/// What a model was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Judge,
    DeepRead,
    Trends,
    Test,
    Translation,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Judge => "judge",
            Self::DeepRead => "deep_read",
            Self::Trends => "trends",
            Self::Test => "test",
            Self::Translation => "translation",
        }
    }
}

/// All that one model was asked for on one day for one purpose.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct UsageRow {
    /// The reader's own day.
    #[ts(type = "string")]
    pub day: Date,
    pub model: String,
    /// `judge`, `deep_read`, `trends`, `test` or `translation`.
    pub purpose: String,
    pub requests: u32,
    pub input_tokens: u32,
    pub output_tokens: u32,
    /// In the provider's currency.
    pub cost: f64,
}

impl Store {
    /// Adds to what was spent; nothing when nothing was.
    pub fn add_usage(&self, day: Date, model: &str, purpose: Purpose, spent: &Spent) -> Result<()> {
        if spent.requests == 0 && spent.usage == Default::default() {
            return Ok(());
        }
        self.write(|transaction| {
            transaction
                .prepare_cached(
                    "INSERT INTO usage (day, model, purpose, requests, input_tokens, output_tokens, cost)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                     ON CONFLICT (day, model, purpose) DO UPDATE SET requests = requests + excluded.requests,
                        input_tokens = input_tokens + excluded.input_tokens,
                        output_tokens = output_tokens + excluded.output_tokens, cost = cost + excluded.cost",
                )?
                .execute(params![
                    day.to_string(),
                    model,
                    purpose.as_str(),
                    spent.requests,
                    spent.usage.input_tokens,
                    spent.usage.output_tokens,
                    spent.usage.cost
                ])?;
            Ok(())
        })
    }

    /// What was spent from one day to another, both included, the newest day first.
    pub fn usage(&self, since: Date, until: Date) -> Result<Vec<UsageRow>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT day, model, purpose, requests, input_tokens, output_tokens, cost FROM usage
                 WHERE day BETWEEN ?1 AND ?2 ORDER BY day DESC, model, purpose",
            )?;
            let rows = statement.query_map([since.to_string(), until.to_string()], |row| {
                Ok(UsageRow {
                    day: parsed(row, 0)?,
                    model: row.get(1)?,
                    purpose: row.get(2)?,
                    requests: row.get(3)?,
                    input_tokens: row.get(4)?,
                    output_tokens: row.get(5)?,
                    cost: row.get(6)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}
