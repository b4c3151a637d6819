//! Days whose list is not here yet: looked at again with rising gaps.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use rusqlite::params;

use super::{Store, parsed, timestamp};
use crate::error::{Error, Result};

/// Why the list of a day is not here, or not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The app did not run on that day.
    Missed,
    /// A weekday with an empty answer.
    Empty,
    /// An answer that carries an earlier day's batch.
    Stale,
    /// The feed held as many papers as it can hold; the rest is to come from the second source.
    Capped,
    /// Both sources say that arXiv announced nothing. Not looked at again.
    Nothing,
}

impl Why {
    fn as_str(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Empty => "empty",
            Self::Stale => "stale",
            Self::Capped => "capped",
            Self::Nothing => "nothing",
        }
    }
}

impl std::str::FromStr for Why {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        [Self::Missed, Self::Empty, Self::Stale, Self::Capped, Self::Nothing]
            .into_iter()
            .find(|why| why.as_str() == text)
            .ok_or_else(|| Error::defect(format!("A day is awaited because of {text:?}.")))
    }
}

/// A day that is looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Awaited {
    pub why: Why,
    /// How often it was looked at in vain.
    pub tries: u32,
    pub next_try: Timestamp,
}

impl Store {
    /// Says that a day is to be looked at again.
    pub fn await_day(&self, date: Date, awaited: &Awaited) -> Result<()> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO awaited (date, why, tries, next_try) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (date)
                 DO UPDATE SET why = excluded.why, tries = excluded.tries, next_try = excluded.next_try",
                params![date.to_string(), awaited.why.as_str(), awaited.tries, awaited.next_try.as_second()],
            )?;
            Ok(())
        })
    }

    /// Says that a day needs no further look.
    pub fn day_arrived(&self, date: Date) -> Result<()> {
        self.write(|transaction| {
            transaction.execute("DELETE FROM awaited WHERE date = ?1", [date.to_string()])?;
            Ok(())
        })
    }

    /// Every day that is looked at again, or was found to have no list, oldest first.
    pub fn awaited(&self) -> Result<BTreeMap<Date, Awaited>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT date, why, tries, next_try FROM awaited")?;
            let rows = statement.query_map([], |row| {
                Ok((
                    parsed(row, 0)?,
                    Awaited { why: parsed(row, 1)?, tries: row.get(2)?, next_try: timestamp(row, 3)? },
                ))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}
