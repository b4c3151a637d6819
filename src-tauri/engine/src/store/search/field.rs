//! The pieces of a paper's text, each a column of the index.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a search found something. The order is that of the columns of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "SearchField")]
pub enum Field {
    Abstract,
    Analysis,
    Title,
    TranslatedTitle,
    Keywords,
    Authors,
    Note,
    Tags,
    Id,
}

impl Field {
    pub(super) const ALL: [Self; 9] = [
        Self::Abstract,
        Self::Analysis,
        Self::Title,
        Self::TranslatedTitle,
        Self::Keywords,
        Self::Authors,
        Self::Note,
        Self::Tags,
        Self::Id,
    ];

    /// The fields that say what a paper is about in few words, and those that are the reader's own.
    pub(super) const HEAD: [Self; 6] =
        [Self::Title, Self::TranslatedTitle, Self::Keywords, Self::Note, Self::Tags, Self::Id];

    /// As it is called in JSON, and in the index.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Abstract => "abstract",
            Self::Analysis => "analysis",
            Self::Title => "title",
            Self::TranslatedTitle => "translated_title",
            Self::Keywords => "keywords",
            Self::Authors => "authors",
            Self::Note => "note",
            Self::Tags => "tags",
            Self::Id => "id",
        }
    }

    /// How much a word counts here: titles and the reader's own things first.
    pub(super) fn weight(self) -> f64 {
        match self {
            Self::Abstract => 1.0,
            Self::Analysis => 1.2,
            Self::Title | Self::TranslatedTitle => 5.0,
            Self::Keywords => 3.0,
            Self::Authors => 4.0,
            Self::Note => 6.0,
            Self::Tags => 8.0,
            Self::Id => 20.0,
        }
    }

    /// How many tokens it usually has: a word says more about a short text.
    pub(super) fn usual_length(self) -> f64 {
        match self {
            Self::Abstract => 180.0,
            Self::Analysis => 500.0,
            Self::Title => 11.0,
            Self::TranslatedTitle => 25.0,
            Self::Keywords => 15.0,
            Self::Authors => 12.0,
            Self::Note => 60.0,
            Self::Tags => 3.0,
            Self::Id => 2.0,
        }
    }
}
