//! A verdict: what a judge made of a paper for a profile.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;

/// 推荐 / 边缘可看 / 不推荐.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    Recommend,
    Borderline,
    Skip,
}

impl Decision {
    pub const ALL: [Self; 3] = [Self::Recommend, Self::Borderline, Self::Skip];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recommend => "recommend",
            Self::Borderline => "borderline",
            Self::Skip => "skip",
        }
    }

    /// The word of the report.
    pub fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Recommend, Language::Chinese) => "推荐",
            (Self::Borderline, Language::Chinese) => "边缘可看",
            (Self::Skip, Language::Chinese) => "不推荐",
            (Self::Recommend, Language::English) => "Recommend",
            (Self::Borderline, Language::English) => "Borderline",
            (Self::Skip, Language::English) => "Skip",
        }
    }
}

impl FromStr for Decision {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL
            .into_iter()
            .find(|d| d.as_str() == text)
            .ok_or_else(|| Error::usage(format!("{text:?} is not a decision."), "Use recommend, borderline or skip."))
    }
}

/// The language of analyses and reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Language {
    #[serde(rename = "zh-CN")]
    Chinese,
    #[serde(rename = "en")]
    English,
}

impl Language {
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The one of two texts that is in this language.
    pub fn pick<T>(self, chinese: T, english: T) -> T {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }
}

impl FromStr for Language {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "zh-CN" => Ok(Self::Chinese),
            "en" => Ok(Self::English),
            other => Err(Error::usage(format!("{other:?} is not a language of this app."), "Use zh-CN or en.")),
        }
    }
}

/// The eight fields of DESIGN 5.3. What a judge does not know stays empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Analysis {
    pub decision: Decision,
    pub reason: String,
    pub translated_title: String,
    pub keywords: Vec<String>,
    pub pain_point: String,
    pub application_value: String,
    pub summary: String,
    pub innovations: Vec<String>,
}

impl Analysis {
    /// A decision, and nothing said of the paper.
    pub fn empty(decision: Decision) -> Self {
        Self {
            decision,
            reason: String::new(),
            translated_title: String::new(),
            keywords: Vec::new(),
            pain_point: String::new(),
            application_value: String::new(),
            summary: String::new(),
            innovations: Vec::new(),
        }
    }
}

/// What the judge had read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    Abstract,
    FullText,
}

/// A verdict as it is stored: never changed, never deleted.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    pub analysis: Analysis,
    /// `builtin`, or the model's name.
    pub judged_by: String,
    pub basis: Basis,
    /// Remarks about the verdict for the reader, such as `injection`.
    pub flags: Vec<String>,
    /// Relevance in 0..=1 as the built-in judge sees it.
    pub score: f64,
    pub usage: Usage,
    pub inputs: Inputs,
}

/// What a verdict was made from. Equal inputs mean the verdict is reused, for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// `builtin`, `openai` or `ollama`.
    pub judge: String,
    /// The model's name; empty for the built-in judge.
    pub model: String,
    pub prompt_version: String,
    /// Hash of the profile's content.
    pub profile_hash: String,
    /// Hash of the text that was judged.
    pub text_hash: String,
    pub language: Language,
}

impl Inputs {
    /// The key under which the store finds a verdict again.
    pub fn hash(&self, paper: &str) -> String {
        let language = self.language.tag();
        crate::paper::hash(&[
            paper,
            &self.judge,
            &self.model,
            &self.prompt_version,
            &self.profile_hash,
            &self.text_hash,
            language,
        ])
    }
}

/// What an answer of a model cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Usage {
    pub input_tokens: u32,
    pub output_tokens: u32,
    /// In the provider's currency.
    pub cost: f64,
}
