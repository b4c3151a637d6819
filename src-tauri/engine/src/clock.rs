//! Time is passed in, so that years of schedule can be tested in a second.

use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};

/// The zone in which arXiv announces.
pub const ARXIV_ZONE: &str = "America/New_York";

/// What the engine knows about time.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;

    /// The reader's own zone.
    fn zone(&self) -> TimeZone {
        TimeZone::system()
    }

    /// Now, where the reader is.
    fn local(&self) -> Zoned {
        self.now().to_zoned(self.zone())
    }

    /// Now, where arXiv is.
    fn arxiv(&self) -> Zoned {
        let zone = TimeZone::get(ARXIV_ZONE).unwrap_or(TimeZone::UTC);
        self.now().to_zoned(zone)
    }
}

/// The machine's clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still, for tests and for the sample day.
#[derive(Debug, Clone)]
pub struct FixedClock(pub Timestamp, pub TimeZone);

impl FixedClock {
    /// Noon UTC of a day.
    pub fn noon(day: Date) -> Self {
        let noon = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).map(|z| z.timestamp()).unwrap_or(Timestamp::UNIX_EPOCH);
        Self(noon, TimeZone::UTC)
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }

    fn zone(&self) -> TimeZone {
        self.1.clone()
    }
}
