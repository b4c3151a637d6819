//! Every command once: the window, the command line and the generated TypeScript all use these.

mod archive;
mod commands;
mod data;
mod guide;
mod insights;
mod keys;
mod learn;
mod model;
mod network;
mod paper;
mod place;
mod reader;
mod reading;
mod report;
mod schedule;
mod search;
mod settings;
#[cfg(test)]
mod tests;
pub mod types;
#[cfg(test)]
mod typescript;

use std::sync::Arc;

use serde_json::Value;

use crate::rollup::Rollup;
use crate::{
    Engine,
    error::{Error, Result},
    judge::llm::Estimate,
    paper::{ArxivId, Paper},
    store::Store,
};
pub use archive::*;
pub use commands::*;
pub use data::*;
pub use guide::*;
pub use insights::*;
pub use keys::*;
pub use learn::*;
pub use model::*;
pub use network::*;
pub use paper::*;
pub use place::*;
pub use reader::*;
pub use reading::*;
pub use report::*;
pub use schedule::*;
pub use search::*;
pub use settings::*;
use types::*;

/// Declares a command: its name, what it takes, what it gives.
macro_rules! commands {
    ($( $(#[doc = $doc:literal])* $name:ident($request:ty) -> $response:ty; )*) => {
        /// The names of all commands, in the order of their declaration.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// Calls a command by name, with JSON in and out. A day of 400 papers is over a megabyte of it: it comes written.
        pub async fn call(engine: &Arc<Engine>, name: &str, request: Value) -> Result<String> {
            match name {
                $(stringify!($name) => {
                    let request: $request = serde_json::from_value(request).map_err(|err| {
                        Error::usage(format!("{name}: {err}"), "This is a defect of the window: please report it.")
                    })?;
                    let response: $response = $name(engine, request).await?;
                    Ok(serde_json::to_string(&response)?)
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

/// The window's runtime moves a command between threads.
#[cfg(test)]
fn _a_command_is_send(engine: &Arc<Engine>) -> impl Send {
    call(engine, "", Value::Null)
}

/// Does on a thread of its own what may take long, so that neither the window nor another command waits for it.
async fn apart<T: Send + 'static>(
    engine: &Arc<Engine>,
    work: impl FnOnce(&Engine) -> Result<T> + Send + 'static,
) -> Result<T> {
    let engine = Arc::clone(engine);
    let (done, answer) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || done.send(work(&engine)));
    answer.await.unwrap_or_else(|_| Err(Error::defect("The work broke off.")))
}

/// A stored paper and its store, and whether that is the sample day's, which is shown to who has nothing yet.
fn stored<'a>(engine: &'a Engine, id: &ArxivId) -> Result<(Paper, &'a Store, bool)> {
    let store = engine.store()?;
    if let Some(paper) = store.paper(id)? {
        return Ok((paper, store, false));
    }
    let store = engine.sample_store()?;
    let paper = store.paper(id)?.ok_or_else(|| not_stored(id))?;
    Ok((paper, store, true))
}

fn not_stored(id: &ArxivId) -> Error {
    Error::not_found(format!("{id} is not stored here."), "Fetch the day it was announced.")
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

    // schedule
    /// What the app does by itself, and when next.
    schedule(Nothing) -> ScheduleView;
    /// Pauses what the app does by itself until tomorrow, or ends the pause.
    pause(PauseRequest) -> ScheduleView;
    /// Starts the app with the desktop's session, hidden, or no longer.
    set_start_at_login(StartRequest) -> ScheduleView;
    /// What the reader chose when the window was closed.
    close(CloseRequest) -> Nothing;
    /// The window has shown something.
    painted(Nothing) -> Nothing;
    /// Remembers where the reader is in the first minutes; the schedule waits while the guide is open.
    set_guide(Guide) -> Nothing;
    // learn
    /// The papers of the whole archive that are nearest to one.
    similar(SimilarRequest) -> Vec<SimilarPaper>;
    /// What the built-in judge has learnt from the reader and from models.
    learned(Nothing) -> LearnedView;
    /// Forgets what was learnt; the reader's own words stay as they are.
    reset_learning(Nothing) -> LearnedView;
    /// What speaks for a paper and against it, as of now.
    why_ranked(RankedPaper) -> WhyRanked;
    /// What the reader has not read of the last days, in the order of now.
    for_you(ForYouRequest) -> Vec<ForYouPaper>;
    /// Lines of the profile that matched nothing in the archive.
    silent_lines(Nothing) -> Vec<String>;
    /// How the built-in judge reads the lines of a profile.
    profile_reading(ProfileRequest) -> ProfileReading;
    /// Keeps what a line of a profile means in English, as the reader says it.
    set_profile_reading(SetReadingRequest) -> ProfileReading;
    /// Has the model translate the lines of a profile that want it.
    translate_profile(ProfileRequest) -> ProfileReading;
    /// Topics that go on from day to day.
    topics(TopicsRequest) -> Vec<TopicView>;
    /// Keywords of judged papers over days, the most frequent first.
    keywords(KeywordsRequest) -> Vec<KeywordView>;
    /// Where the reader and the judge said the same of a paper, and where not.
    agreement(Nothing) -> Agreement;
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
    // reader
    /// The note on a paper, with its history.
    note(PaperRequest) -> NoteView;
    /// Saves the note on a paper; an empty text deletes it.
    save_note(SaveNoteRequest) -> NoteView;
    /// An earlier text of a note, and what has become of it.
    note_version(NoteVersionRequest) -> NoteVersionText;
    /// The reader's own decision about a paper, against the judge's, or null to take it back.
    override_verdict(OverrideRequest) -> OverrideView;
    /// Puts a tag on a paper, or takes it off; gives its tags.
    tag(TagRequest) -> Vec<String>;
    /// Marks many papers at once, all or none; gives those whose state changed.
    mark_many(MarkManyRequest) -> ChangedPapers;
    /// Follows an author in the chosen profile, or no longer; gives the followed ones.
    follow_author(FollowRequest) -> Vec<String>;
    /// Papers of many days by what the reader did with them.
    library(LibraryRequest) -> LibraryPage;
    /// How many papers each view of the library holds.
    library_counts(Nothing) -> LibraryCounts;
    // report
    /// Reads reports from files and folders; what is none is refused by name, and the others are still imported.
    import_reports(ImportRequest) -> ImportDone;
    /// Writes digests, chosen papers or what a search finds to files; progress comes as `export` events.
    export(ExportRequest) -> ExportDone;
    /// Stops the exports that are going on; files that were written are whole.
    cancel_export(Nothing) -> Nothing;
    /// Lets the reader choose a folder, or a place for a file; null when they chose none.
    choose_path(ChooseRequest) -> Option<String>;
    /// Lets the reader choose files to read, one or many; none when they chose none.
    choose_files(Nothing) -> Vec<String>;
    /// A paper as a citation.
    citation(CitationRequest) -> CitationText;
    /// Makes a file of what the reader begins to drag out of the window.
    drag_out(DragRequest) -> DraggedFile;
    /// A week or a month in one page.
    rollup(RollupRequest) -> Rollup;
    /// The same with one paragraph by the model, which is asked once for the same digests.
    sum_up(RollupRequest) -> Rollup;
    // model
    /// The services and local servers to choose a model from.
    providers(Nothing) -> Vec<ProviderInfo>;
    /// The model servers on this machine, within a second.
    find_servers(Nothing) -> Vec<FoundServer>;
    /// The models that a server lists.
    models(ModelsRequest) -> ModelList;
    /// Judges an invented paper, and says step by step what works, within ten seconds.
    test_connection(TestRequest) -> ConnectionTest;
    /// Whether there is a key for an address.
    key_status(KeyRequest) -> KeyStatus;
    /// Keeps a key in the system's keychain, bound to scheme, host and port of the address, or forgets it.
    set_key(SetKeyRequest) -> KeyStatus;
    /// Deletes the keys of all services from the keychain.
    delete_keys(Nothing) -> DeletedKeys;
    /// What judging a day will come to.
    estimate(EstimateRequest) -> Estimate;
    /// What models were asked for, and what it cost.
    usage(UsageRequest) -> UsageReport;
    /// Each figure of a paper's verdict, and where the text that the model was given has it.
    evidence(PaperRequest) -> EvidenceReport;
    /// A paper's full text, where it was fetched.
    full_text(PaperRequest) -> Option<FullTextView>;
    // search
    /// Searches papers, analyses, notes and tags.
    search(SearchRequest) -> SearchResult;
    /// What may be typed next, for the piece of the query at the cursor.
    complete(CompleteRequest) -> Vec<Completion>;
    // data
    /// Makes a backup: in backups/, or at a path.
    backup(BackupRequest) -> Backup;
    /// The backups in backups/, newest first.
    backups(Nothing) -> Vec<Backup>;
    /// Puts a backup in the place of the database, which is kept.
    restore(RestoreRequest) -> Restored;
    /// Looks at everything that keeps the data safe, and says what to do.
    doctor(Nothing) -> Checkup;
    /// Copies the data folder to another place, checks the copy, and goes on there after a restart.
    move_data(MoveRequest) -> DataPlace;
    /// Starts the program again.
    restart(Nothing) -> Nothing;
    /// Deletes the copy in the place that the data was moved from.
    delete_old_copy(Nothing) -> DataPlace;
    /// Makes a backup, and then everything as on the first day; the keys stay in the keychain.
    reset(Nothing) -> WasReset;
    /// The end of the newest log.
    log(Nothing) -> LogView;
    /// Asks arXiv for the feed of the followed categories, through the proxy of the settings.
    test_network(Nothing) -> NetworkTest;

    // settings
    /// Every key of settings.toml.
    settings(Nothing) -> SettingsView;
    /// A profile as it can be edited.
    profile(ProfileRequest) -> ProfileView;
    /// Writes a profile; a preset becomes a file first.
    save_profile(SaveProfileRequest) -> AppInfo;
    /// A new profile that begins as a copy of another.
    new_profile(NewProfileRequest) -> AppInfo;
    /// Takes a profile out of the list; its file is kept beside the others.
    delete_profile(ProfileRequest) -> AppInfo;
    /// arXiv's categories.
    taxonomy(Nothing) -> Vec<Category>;
    /// What a profile may begin with, from papers that the reader likes.
    seed_profile(SeedRequest) -> Seed;
}
