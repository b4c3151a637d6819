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
    judge::llm::Estimate,
    ledger::Tally,
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
    language: Language,
    notifications: Option<Notifications>,
    /// The stage that was last told, so that a log file gets a line a stage and not one a paper.
    told: Mutex<Option<Stage>>,
}

impl Terminal {
    pub fn new(args: &Args, notify: bool) -> Self {
        let Args { json, language, .. } = *args;
        Self { json, language, notifications: notify.then(|| Notifications::start(|_| {})), told: Mutex::default() }
    }

    fn tell(&self, stage: &StageProgress) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let new = told.replace(stage.stage) != Some(stage.stage);
        let mut err = std::io::stderr().lock();
        let line = stage_line(stage, self.language);
        if err.is_terminal() {
            let end = if new { "\n" } else { "\r\x1b[K" };
            let _ = write!(err, "{end}{line}");
        } else if new || (stage.stage == Stage::Judge && stage.done == stage.total) {
            let _ = writeln!(err, "{line}");
        }
    }
}

fn stage_line(stage: &StageProgress, language: Language) -> String {
    let name = match stage.stage {
        Stage::Fetch => words::STAGE_FETCH,
        Stage::Filter => words::STAGE_FILTER,
        Stage::Rank => words::STAGE_RANK,
        Stage::Judge => words::STAGE_JUDGE,
        Stage::DeepRead => words::STAGE_DEEP_READ,
        Stage::Trend => words::STAGE_TREND,
        Stage::Store => words::STAGE_STORE,
    };
    let StageProgress { done, total, cost, .. } = stage;
    let mut line = name.of(language).to_owned();
    if *total > 1 {
        line.push_str(&language.pick(format!(" {done} / {total}"), format!(" {done} of {total}")));
    }
    if *cost > 0.0 {
        line.push_str(&language.pick(format!("，费用 {cost:.4}"), format!(", {cost:.4} spent")));
    }
    if let Some(Estimate { papers, input_tokens, output_tokens, cost, .. }) = &stage.estimate {
        let cost = cost
            .map_or(String::new(), |cost| language.pick(format!("，费用约 {cost:.4}"), format!(", about {cost:.4}")));
        line.push_str(&language.pick(
            format!("（模型：最多 {papers} 篇，约输入 {input_tokens}、输出 {output_tokens} tokens{cost}）"),
            format!(
                " (the model: up to {papers} papers, about {input_tokens} tokens in and {output_tokens} out{cost})"
            ),
        ));
    }
    line
}

impl Host for Terminal {
    fn progress(&self, progress: &Progress) {
        if let Progress::Export(export) = progress {
            if std::io::stderr().is_terminal() && export.total > 1 {
                let (done, total) = (export.done, export.total);
                let line = self.language.pick(format!("{done} / {total} 个文件"), format!("{done} of {total} files"));
                eprint!("\r\x1b[K{line}");
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
    let terminal = Arc::new(Terminal::new(args, run.notify));
    let engine = Arc::new(crate::open_engine(args, terminal.clone())?);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|err| Error::defect(format!("The program cannot start its threads: {err}")))?;
    let done = runtime.block_on(async {
        let interrupted = Arc::new(AtomicBool::new(false));
        tokio::spawn(cancel_on_interrupt(engine.clone(), interrupted.clone(), args.language));
        let mut dates = dates(&engine, run, args.language)?;
        let several = dates.len() > 1;
        let (mut code, mut news) = (0, None);
        // All lists at once: the second source is asked for the whole range, not for each day of it.
        if several {
            let wanted: Vec<Date> = dates.iter().copied().flatten().collect();
            match engine.fetch_days(&wanted).await {
                Ok(empty) if !args.json => {
                    empty.iter().try_for_each(|day| summary(&engine, day, args.language).map(|text| print(&text)))?
                }
                Ok(_) => {}
                // The days that are here already are made all the same.
                Err(error) if error.code != Code::Cancelled => {
                    report(&error, args.language);
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
                        print(&summary(&engine, &outcome, args.language)?);
                    }
                    if outcome.tally.failed > 0 && code == 0 {
                        code = SOME_FAILED;
                    }
                    if let Some(problem) = &outcome.vault_problem {
                        report(problem, args.language);
                    }
                    if outcome.changed {
                        news = Some(outcome);
                    }
                }
                // One day of several that cannot be had does not keep the others from being made.
                Err(error) if several && error.code != Code::Cancelled => {
                    report(&error, args.language);
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
async fn cancel_on_interrupt(engine: Arc<Engine>, interrupted: Arc<AtomicBool>, language: Language) {
    while tokio::signal::ctrl_c().await.is_ok() {
        let first = !interrupted.swap(true, Ordering::Relaxed);
        if !first || !engine.cancel() {
            std::process::exit(1);
        }
        let said = language.pick(
            "正在停止；已完成的部分会保留。再按一次 Ctrl-C 立即结束。",
            "Stopping; what is done is kept. Press Ctrl-C again to end at once.",
        );
        eprintln!("\n{said}");
    }
}

/// The days to make: one, or the mailing dates of a range. None is the newest that there is.
fn dates(engine: &Engine, run: &RunArgs, language: Language) -> Result<Vec<Option<Date>>> {
    let Some(since) = run.since else {
        return Ok(vec![Day::date(run.date)]);
    };
    let until = run.until.unwrap_or_else(|| calendar::newest_announced(&engine.now_at_arxiv()));
    let dates: Vec<_> = calendar::mailing_dates(since, until).map(Some).collect();
    if dates.is_empty() {
        return Err(Error::usage(
            language.pick(
                format!("从 {since} 到 {until}，arXiv 没有公告。"),
                format!("arXiv mails nothing from {since} to {until}."),
            ),
            language.pick(
                "请选一段含有工作日、且结束不早于开始的日期。",
                "Choose a range that holds a weekday, and whose end is not before its start.",
            ),
        ));
    }
    Ok(dates)
}

fn summary(engine: &Engine, outcome: &RunOutcome, language: Language) -> Result<String> {
    let mut text = String::new();
    for CaughtUp { date, tally } in &outcome.caught_up {
        let counts = counts(*date, tally, language);
        text.push_str(&language.pick(
            format!("{counts}（错过的一天，取自 arXiv 的第二来源）\n"),
            format!("{counts} (a missed day, from arXiv's second source)\n"),
        ));
    }
    let remarks = outcome.empty.iter().map(|empty| &empty.message).chain(&outcome.remarks);
    let remarks: String = remarks.map(|remark| format!("{remark}\n")).collect();
    let Some(date) = outcome.date else {
        return Ok(text + &remarks);
    };
    let present = if outcome.changed {
        ""
    } else {
        language.pick("（早已做好，没有变化）", " (it was there already; nothing changed)")
    };
    text.push_str(&format!("{}{present}\n", counts(date, &outcome.tally, language)));
    if outcome.tally.failed > 0 {
        text.push_str(&language.pick(
            format!(
                "有些论文未能评审：用 `arxiv-llm-daily ledger --date {date}` 看原因，用 `arxiv-llm-daily run --date {date}` \
                 重试。\n"
            ),
            format!(
                "Some papers could not be judged: see why with `arxiv-llm-daily ledger --date {date}`, try them again with \
                 `arxiv-llm-daily run --date {date}`.\n"
            ),
        ));
    }
    text.push_str(&remarks);
    let folder = engine.folder()?.path().display();
    text.push_str(&language.pick(
        format!("已存入 {folder}。阅读：arxiv-llm-daily show --date {date}"),
        format!("Stored in {folder}. Read it with: arxiv-llm-daily show --date {date}"),
    ));
    Ok(text)
}

/// A day's sum, which closes.
pub fn counts(date: Date, tally: &Tally, language: Language) -> String {
    let Tally { announced, judged, filtered, failed } = tally;
    let [all, by_judge, by_rule, not] =
        [words::ANNOUNCED, words::JUDGED, words::FILTERED, words::FAILED].map(|words| words.of(language));
    language.pick(
        format!("{date}：{all} {announced} = {by_judge} {judged} + {by_rule} {filtered} + {not} {failed}"),
        format!("{date}: {announced} {all} = {judged} {by_judge} + {filtered} {by_rule} + {failed} {not}"),
    )
}
