//! What the reader decided about papers, against the judge.

use jiff::Timestamp;
use rusqlite::params;

use super::Store;
use crate::{error::Result, paper::ArxivId, verdict::Decision};

impl Store {
    /// Sets the reader's own decision about a paper under a profile, or takes it back. Verdicts stay as they are.
    pub fn override_verdict(
        &self,
        profile: &str,
        id: &ArxivId,
        decision: Option<Decision>,
        at: Timestamp,
    ) -> Result<()> {
        self.write(|transaction| {
            match decision {
                Some(decision) => transaction.execute(
                    "INSERT INTO overrides (profile, paper, decision, at) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (profile, paper) DO UPDATE SET decision = excluded.decision, at = excluded.at",
                    params![profile, id.as_str(), decision.as_str(), at.as_second()],
                )?,
                None => transaction.execute(
                    "DELETE FROM overrides WHERE profile = ?1 AND paper = ?2",
                    params![profile, id.as_str()],
                )?,
            };
            Ok(())
        })
    }
}
