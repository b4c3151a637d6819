//! `run`: the digest of a day, or of several, with progress on stderr.

use std::{
    io::{IsTerminal as _, Write as _},
    process::ExitCode,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use engine::{
    Engine, Host,
    api::types::{CaughtUp, Progress, RunOutcome, Stage, StageProgress},
    error::{Code, Error, Result},
    notification::Notification,
    source::calendar,
    verdict::Language,
    words,
};
use jiff::civil::Date;
use url::Url;

use super::{
    Args, SOME_FAILED,
    args::{Day, RunArgs},
    print, report,
};
use crate::notifications::Notifications;

/// The program around the engine when there is no window.
pub struct Terminal {
    json: bool,
    notifications: Option<Notifications>,
    /// The stage that was last told, so that a log file gets a line a stage and not one a paper.
    told: Mutex<Option<Stage>>,
}

impl Terminal {
    pub fn new(json: bool, notify: bool) -> Self {
        Self { json, notifications: notify.then(|| Notifications::start(|_| {})), told: Mutex::default() }
    }

    fn tell(&self, stage: &StageProgress) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let new = told.replace(stage.stage) != Some(stage.stage);
        let mut err = std::io::stderr().lock();
        let name = stage_name(stage.stage);
        let mut line =
            if stage.total > 1 { format!("{name} {} of {}", stage.done, stage.total) } else { name.to_owned() };
        if stage.cost > 0.0 {
            line.push_str(&format!(", {:.4} spent", stage.cost));
        }
        if let Some(estimate) = &stage.estimate {
            let cost = estimate.cost.map_or(String::new(), |cost| format!(", about {cost:.4}"));
            line.push_str(&format!(
                " (the model: up to {} papers, about {} tokens in and {} out{cost})",
                estimate.papers, estimate.input_tokens, estimate.output_tokens
            ));
        }
        if err.is_terminal() {
            let end = if new { "\n" } else { "\r\x1b[K" };
            let _ = write!(err, "{end}{line}");
        } else if new || (stage.stage == Stage::Judge && stage.done == stage.total) {
            let _ = writeln!(err, "{line}");
        }
    }
}

/// The command line speaks English.
fn stage_name(stage: Stage) -> &'static str {
    let words = match stage {
        Stage::Fetch => words::STAGE_FETCH,
        Stage::Filter => words::STAGE_FILTER,
        Stage::Rank => words::STAGE_RANK,
        Stage::Judge => words::STAGE_JUDGE,
        Stage::DeepRead => words::STAGE_DEEP_READ,
        Stage::Trend => words::STAGE_TREND,
        Stage::Store => words::STAGE_STORE,
    };
    words.of(Language::English)
}

impl Host for Terminal {
    fn progress(&self, progress: &Progress) {
        if let Progress::Export(export) = progress {
            if std::io::stderr().is_terminal() && export.total > 1 {
                eprint!("\r\x1b[K{} of {} files", export.done, export.total);
                if export.done == export.total {
                    eprintln!();
                }
            }
        } else if matches!(progress, Progress::Verdict(_)) {
            // For a window that shows the list while it grows; a log has the stages.
        } else if self.json {
            print(&serde_json::to_string(progress).unwrap_or_default());
        } else if let Progress::Stage(stage) = progress {
            self.tell(stage);
        } else if std::io::stderr().is_terminal() {
            eprintln!();
        }
    }

    fn open_link(&self, address: &Url) -> Result<()> {
        print(address.as_str());
        Ok(())
    }

    fn notify(&self, notification: &Notification) {
        if let Some(notifications) = &self.notifications {
            notifications.show(notification);
        }
    }

    fn is_focused(&self) -> bool {
        false
    }

    fn name(&self) -> &'static str {
        "command line"
    }

    fn keychain(&self) -> &dyn engine::secrets::Keychain {
        &crate::platform::Keychain
    }
}

pub fn run(args: &Args, run: &RunArgs) -> Result<ExitCode> {
    let terminal = Arc::new(Terminal::new(args.json, run.notify));
    let engine = Arc::new(crate::open_engine(args, terminal.clone())?);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|err| Error::defect(format!("The program cannot start its threads: {err}")))?;
    let done = runtime.block_on(async {
        let interrupted = Arc::new(AtomicBool::new(false));
        tokio::spawn(cancel_on_interrupt(engine.clone(), interrupted.clone()));
        let mut dates = dates(&engine, run)?;
        let several = dates.len() > 1;
        let (mut code, mut news) = (0, None);
        // All lists at once: the second source is asked for the whole range, not for each day of it.
        if several {
            let wanted: Vec<Date> = dates.iter().copied().flatten().collect();
            match engine.fetch_days(&wanted).await {
                Ok(empty) if !args.json => {
                    empty.iter().try_for_each(|day| summary(&engine, day).map(|text| print(&text)))?
                }
                Ok(_) => {}
                // The days that are here already are made all the same.
                Err(error) if error.code != Code::Cancelled => {
                    report(&error);
                    code = 1;
                }
                Err(error) => return Err(error),
            }
            let mut here = Vec::new();
            for date in wanted {
                if engine.has_list(date)? {
                    here.push(Some(date));
                }
            }
            dates = here;
        }
        for date in dates {
            match engine.run(date, run.again).await {
                Ok(outcome) => {
                    if !args.json {
                        print(&summary(&engine, &outcome)?);
                    }
                    if outcome.tally.failed > 0 && code == 0 {
                        code = SOME_FAILED;
                    }
                    if let Some(problem) = &outcome.vault_problem {
                        report(problem);
                    }
                    if outcome.changed {
                        news = Some(outcome);
                    }
                }
                // One day of several that cannot be had does not keep the others from being made.
                Err(error) if several && error.code != Code::Cancelled => {
                    report(&error);
                    code = 1;
                }
                Err(error) => return Err(error),
            }
            if interrupted.load(Ordering::Relaxed) {
                break;
            }
        }
        if let Some(outcome) = news.filter(|_| run.notify && !interrupted.load(Ordering::Relaxed)) {
            engine.notify(&outcome)?;
        }
        engine.refit_if_grown()?;
        Ok(ExitCode::from(code))
    });
    if let Some(notifications) = &terminal.notifications {
        notifications.finish();
    }
    done
}

/// The first Ctrl-C stops the run and keeps what is done; the second ends the program.
async fn cancel_on_interrupt(engine: Arc<Engine>, interrupted: Arc<AtomicBool>) {
    while tokio::signal::ctrl_c().await.is_ok() {
        let first = !interrupted.swap(true, Ordering::Relaxed);
        if !first || !engine.cancel() {
            std::process::exit(1);
        }
        eprintln!("\nStopping; what is done is kept. Press Ctrl-C again to end at once.");
    }
}

/// The days to make: one, or the mailing dates of a range. None is the newest that there is.
fn dates(engine: &Engine, run: &RunArgs) -> Result<Vec<Option<Date>>> {
    let Some(since) = run.since else {
        return Ok(vec![Day::date(run.date)]);
    };
    let until = run.until.unwrap_or_else(|| calendar::newest_announced(&engine.now_at_arxiv()));
    let dates: Vec<_> = calendar::mailing_dates(since, until).map(Some).collect();
    if dates.is_empty() {
        return Err(Error::usage(
            format!("arXiv mails nothing from {since} to {until}."),
            "Choose a range that holds a weekday, and whose end is not before its start.",
        ));
    }
    Ok(dates)
}

fn summary(engine: &Engine, outcome: &RunOutcome) -> Result<String> {
    let mut text = String::new();
    for CaughtUp { date, tally } in &outcome.caught_up {
        text.push_str(&format!(
            "{date}: {} announced = {} judged + {} filtered + {} failed (a missed day, from arXiv's second source)\n",
            tally.announced, tally.judged, tally.filtered, tally.failed
        ));
    }
    let remarks = outcome.empty.iter().map(|empty| &empty.message).chain(&outcome.remarks);
    let remarks: String = remarks.map(|remark| format!("{remark}\n")).collect();
    let Some(date) = outcome.date else {
        return Ok(text + &remarks);
    };
    let tally = outcome.tally;
    let present = if outcome.changed { "" } else { " (it was there already; nothing changed)" };
    text.push_str(&format!(
        "{date}: {} announced = {} judged + {} filtered + {} failed{present}\n",
        tally.announced, tally.judged, tally.filtered, tally.failed
    ));
    if tally.failed > 0 {
        text.push_str(&format!(
            "Some papers could not be judged: see why with `arxiv-llm-daily ledger --date {date}`, try them again with \
             `arxiv-llm-daily run --date {date}`.\n"
        ));
    }
    text.push_str(&remarks);
    text.push_str(&format!(
        "Stored in {}. Read it with: arxiv-llm-daily show --date {date}",
        engine.folder()?.path().display()
    ));
    Ok(text)
}
