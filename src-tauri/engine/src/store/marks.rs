//! The reader's marks.

use jiff::Timestamp;
use rusqlite::params;

use super::Store;
use crate::{
    digest::{MarkKind, Marks},
    error::Result,
    paper::ArxivId,
};

impl Store {
    /// Sets or takes off a mark, and returns all marks of the paper.
    pub fn mark(&self, id: &ArxivId, mark: MarkKind, on: bool, at: Timestamp) -> Result<Marks> {
        self.write(|transaction| {
            let place = [id.as_str(), mark.as_str()];
            if on {
                transaction.execute(
                    "INSERT INTO marks (paper, mark, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                    params![place[0], place[1], at.as_second()],
                )?;
            } else {
                transaction.execute("DELETE FROM marks WHERE paper = ?1 AND mark = ?2", place)?;
            }
            let mut marks = Marks::default();
            let mut statement = transaction.prepare_cached("SELECT mark FROM marks WHERE paper = ?1")?;
            let mut rows = statement.query([id.as_str()])?;
            while let Some(row) = rows.next()? {
                match row.get_ref(0)?.as_str() {
                    Ok("read") => marks.read = true,
                    Ok("star") => marks.star = true,
                    _ => marks.later = true,
                }
            }
            Ok(marks)
        })
    }
}
