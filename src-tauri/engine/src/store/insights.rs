//! What verdicts have in common over days, and what the reader said of the same papers.

use jiff::civil::Date;
use rusqlite::params;

use super::{Store, learning::decision, parsed};
use crate::{error::Result, verdict::Decision};

/// The digests that count for a day: of each day the newest finished attempt.
const SHOWN: &str = "SELECT MAX(id) FROM digests WHERE profile = ?1 AND complete AND date >= ?2 GROUP BY date";

impl Store {
    /// Keywords of a profile's judged papers by day, the oldest day first, each with the number of papers that have it.
    pub fn keyword_days(&self, profile: &str, since: Date) -> Result<Vec<(String, Date, u32)>> {
        self.read(|connection| {
            let sql = format!(
                "SELECT k.value, d.date, COUNT(*) FROM digests d JOIN entries e ON e.digest = d.id
                 JOIN verdicts v ON v.id = e.verdict, json_each(v.analysis, '$.keywords') k
                 WHERE d.id IN ({SHOWN}) AND e.state = 'judged' AND k.value <> ''
                 GROUP BY d.date, k.value ORDER BY d.date, k.value"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map(params![profile, since.to_string()], |row| {
                Ok((row.get(0)?, parsed(row, 1)?, row.get(2)?))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// What the judge and then the reader said of each paper that the reader overrode or starred, by the day of the
    /// digest that lists it, the oldest first. A paper counts once; an override counts before a star.
    pub fn said_of(&self, profile: &str) -> Result<Vec<(Date, Decision, Decision)>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT date, judge, reader FROM (
                    SELECT d.date AS date, v.decision AS judge, said.decision AS reader,
                        ROW_NUMBER() OVER (PARTITION BY said.paper ORDER BY d.date DESC, d.attempt DESC) AS newest
                    FROM (
                        SELECT paper, decision FROM overrides WHERE profile = ?1
                        UNION ALL
                        SELECT m.paper, 'recommend' FROM marks m WHERE m.mark = 'star' AND NOT EXISTS (
                            SELECT 1 FROM overrides o WHERE o.profile = ?1 AND o.paper = m.paper)
                    ) said
                    JOIN entries e ON e.paper = said.paper AND e.state = 'judged'
                    JOIN digests d ON d.id = e.digest AND d.profile = ?1 AND d.complete
                    JOIN verdicts v ON v.id = e.verdict
                 ) WHERE newest = 1 ORDER BY date",
            )?;
            let rows =
                statement.query_map([profile], |row| Ok((parsed(row, 0)?, decision(row, 1)?, decision(row, 2)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}
