//! Every command once: the window, the command line and the generated TypeScript all use these.

mod archive;
mod commands;
mod paper;
pub mod types;
#[cfg(test)]
mod typescript;

use std::sync::Arc;

use serde_json::Value;

use crate::{
    Engine,
    error::{Error, Result},
};
pub use archive::*;
pub use commands::*;
pub use paper::*;
use types::*;

/// Declares a command: its name, what it takes, what it gives.
macro_rules! commands {
    ($( $(#[doc = $doc:literal])* $name:ident($request:ty) -> $response:ty; )*) => {
        /// The names of all commands, in the order of their declaration.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// Calls a command by name, with JSON in and out.
        pub async fn call(engine: &Arc<Engine>, name: &str, request: Value) -> Result<Value> {
            match name {
                $(stringify!($name) => {
                    let request: $request = serde_json::from_value(request).map_err(|err| {
                        Error::usage(format!("{name}: {err}"), "This is a defect of the window: please report it.")
                    })?;
                    let response: $response = $name(engine, request).await?;
                    Ok(serde_json::to_value(response)?)
                })*
                other => Err(Error::usage(format!("There is no command {other:?}."), "This is a defect of the window: please report it.")),
            }
        }

        #[cfg(test)]
        pub(crate) fn declarations(types: &mut typescript::Types) -> Vec<typescript::Declaration> {
            vec![$(typescript::Declaration {
                doc: concat!($($doc, "\n",)*),
                name: stringify!($name),
                request: types.name_of::<$request>(),
                response: types.name_of::<$response>(),
            }),*]
        }
    };
}

commands! {
    /// What the window needs before it can draw anything.
    app(Nothing) -> AppInfo;
    /// The digest of a day, or of the newest one; the sample day when nothing is stored.
    day(DayRequest) -> DayView;
    /// The invented day that shows what a digest looks like.
    sample(Nothing) -> DayView;
    /// A month for the calendar.
    month(MonthRequest) -> Vec<DayCell>;
    /// Where every announced paper of a day went.
    ledger(DayRequest) -> Ledger;
    /// A digest as Markdown.
    markdown(DayRequest) -> MarkdownText;
    /// Makes the digest of a day, or of the newest announced one. Progress comes as events; answers when it is done.
    run(DayRequest) -> RunOutcome;
    /// Stops the run that is going on; what is done is kept.
    cancel(Nothing) -> Nothing;
    /// Marks a paper as read, starred or for later, or takes the mark off.
    mark(MarkRequest) -> Marks;
    /// Opens a web address in the reader's browser.
    open_link(LinkRequest) -> Nothing;
    /// Sets one key of settings.toml.
    set_setting(SettingRequest) -> AppInfo;
    /// Chooses the profile of the next runs and of what is shown.
    use_profile(ProfileRequest) -> AppInfo;
    // paper
    /// All that is stored of a paper.
    paper(PaperRequest) -> PaperView;
    /// What became of a paper: in which list, which rule or verdict and by whom, or why no list holds it. One that is not
    /// stored is looked up at arXiv.
    why(PaperRequest) -> WhyView;
    /// Judges a paper now, by the chosen judge; one that is not stored is fetched from arXiv.
    judge(PaperRequest) -> JudgedView;
    /// What a changed profile would take out of the last 30 stored days, or let in.
    preview_filter(PreviewRequest) -> crate::pipeline::Preview;
    // archive
    /// A year for the calendar.
    year(YearRequest) -> Vec<DayCell>;
    /// The finished attempts at a day.
    attempts(AttemptsRequest) -> Vec<Attempt>;
    /// What changed between two attempts at a day.
    compare(CompareRequest) -> Comparison;
}
