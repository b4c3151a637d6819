//! Where the reader is in the first minutes. The schedule waits until they have said what they want.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Engine;
use crate::error::Result;

const KEY: &str = "guide";

/// The steps of the first minutes, in their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GuideStep {
    #[default]
    Language,
    Interests,
    Model,
    Schedule,
    Run,
}

/// How far the guide has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GuideState {
    /// It was never shown, nor needed: something is stored or set already.
    #[default]
    None,
    /// It is to be shown when the window opens, at its step.
    Open,
    /// It was left, and can be gone on with.
    Left,
    Done,
}

/// The guide as it was left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Guide {
    pub step: GuideStep,
    pub state: GuideState,
}

impl Guide {
    pub fn is_shown(self) -> bool {
        self.state == GuideState::Open
    }
}

impl Engine {
    /// The guide; open from its first step where nothing was ever set or stored.
    pub fn guide(&self) -> Result<Guide> {
        if self.folder.is_none() {
            return Ok(Guide::default());
        }
        Ok(self.store()?.recall(KEY)?.unwrap_or_else(|| match self.is_untouched() {
            true => Guide { state: GuideState::Open, ..Guide::default() },
            false => Guide::default(),
        }))
    }

    /// Remembers where the reader is; on the sample day only the window does.
    pub fn set_guide(&self, guide: Guide) -> Result<()> {
        if self.folder.is_none() {
            return Ok(());
        }
        self.store()?.remember(KEY, Some(&guide))
    }
}
