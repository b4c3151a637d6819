//! The papers that are worth it, judged once more by their full text.

use std::sync::atomic::{AtomicBool, Ordering};

use futures::{StreamExt as _, stream};

use super::{Run, Stage, judge};
use crate::{
    digest::{Failure, FailureClass},
    error::{Code, Error},
    judge::llm,
    paper::Paper,
    settings::DeepRead,
    source::full_text,
    store::{DigestRow, Purpose},
    verdict::{Basis, Inputs, Verdict},
};

type Result<T, E = Error> = std::result::Result<T, E>;

/// Less than this, in tokens, is no full text: the verdict stays on the abstract.
const LEAST_ROOM: u32 = 1_000;

/// Reads the papers of a digest that are to be read in full: fetches their texts one after the other, as arXiv asks,
/// while the model reads those that have come. What cannot be had or read stays judged by its abstract. Tells whether
/// anything came of it.
pub(super) async fn read(run: &Run<'_>, row: &DigestRow) -> Result<bool> {
    let Some(client) = run.model else { return Ok(false) };
    let all = match run.settings.judge.deep_read {
        DeepRead::Never => return Ok(false),
        DeepRead::Recommended => false,
        DeepRead::All => true,
    };
    let mut papers = run.store.unread(row.id, all)?;
    papers.retain(|paper| paper.id.is_arxiv());
    if papers.is_empty() {
        return Ok(false);
    }
    let room = client.room().await;
    if room < LEAST_ROOM {
        tracing::info!(room, "the model's context is too short for full texts");
        return Ok(false);
    }
    let total = papers.len();
    run.tell(Stage::DeepRead, Some(row.date), 0, total);
    let reading = &Reading { run, row, client, room, over: AtomicBool::new(false) };
    // Boxed: the compiler cannot see otherwise that these may move between threads.
    let mut answers = stream::iter(papers)
        .then(|paper| reading.find(paper))
        .map(|found| reading.ask(found))
        .buffer_unordered(client.provider().concurrency.max(1))
        .boxed();
    let (mut done, mut changed) = (0, false);
    while let Some(answer) = answers.next().await {
        match answer? {
            Some((Found { paper, text, inputs }, Ok(answer))) => {
                let verdict = Verdict {
                    analysis: answer.analysis,
                    judged_by: client.provider().model.clone(),
                    basis: Basis::FullText,
                    flags: answer.flags,
                    score: run.store.score(row.id, &paper.id)?,
                    usage: answer.usage,
                    inputs,
                };
                run.store.judged_in_full(row.id, &paper, &verdict, (&text, room), run.clock.now())?;
                changed = true;
            }
            Some((found, Err(failure))) => {
                tracing::warn!("{} was not read in full ({:?}): {}", found.paper.id, failure.class, failure.message);
                let for_all = [FailureClass::Unauthorized, FailureClass::Unreachable, FailureClass::RateLimited];
                if for_all.contains(&failure.class) {
                    reading.over.store(true, Ordering::Relaxed);
                }
            }
            None => {}
        }
        judge::record(run, Purpose::DeepRead)?;
        done += 1;
        run.tell(Stage::DeepRead, Some(row.date), done, total);
    }
    Ok(changed)
}

/// A paper with what the model is given of its text.
struct Found {
    paper: Paper,
    text: String,
    inputs: Inputs,
}

/// The stage while it goes on.
struct Reading<'a> {
    run: &'a Run<'a>,
    row: &'a DigestRow,
    client: &'a llm::Client,
    /// For text, in tokens.
    room: u32,
    /// Set once nothing more is to be fetched or asked.
    over: AtomicBool,
}

impl Reading<'_> {
    fn goes_on(&self) -> Result<bool> {
        let stopped = self.over.load(Ordering::Relaxed) || *self.run.cancel.borrow();
        Ok(!stopped && judge::may_spend(self.run)?)
    }

    /// What the judge reads of a paper's full text; None when it cannot be had now, or at all.
    async fn find(&self, paper: Paper) -> Result<Option<Found>> {
        if !self.goes_on()? {
            return Ok(None);
        }
        let (run, store) = (self.run, self.run.store);
        let sections = match store.full_text(&paper.id, paper.version)? {
            Some(stored) => stored.sections,
            None => match fetch(run, &paper).await {
                Ok(sections) => {
                    store.keep_full_text(&paper, sections.as_deref(), run.clock.now())?;
                    sections
                }
                Err(error) => {
                    // arXiv is not asked again and again for what it does not give today.
                    tracing::warn!("no more full texts are fetched: {error}");
                    self.over.store(true, Ordering::Relaxed);
                    None
                }
            },
        };
        let text = sections.map(|sections| full_text::cut(&sections, self.room, llm::tokens).text).unwrap_or_default();
        if text.trim().is_empty() {
            return Ok(None);
        }
        let inputs = inputs(run, self.client, &paper, &text, self.row);
        Ok(Some(Found { paper, text, inputs }))
    }

    /// Asks the model, unless it has answered the same before.
    async fn ask(&self, found: Result<Option<Found>>) -> Result<Option<(Found, Result<llm::Answer, Failure>)>> {
        let Some(found) = found? else { return Ok(None) };
        let run = self.run;
        if let Some(verdict) = run.store.verdict_made_from(&found.paper, &found.inputs)? {
            run.store.judged_before(self.row.id, &found.paper.id, verdict)?;
            return Ok(None);
        }
        if !self.goes_on()? {
            return Ok(None);
        }
        let language = self.row.language;
        let answer = self.client.judge_in_full(run.profile, &found.paper, &found.text, language, &run.cancel).await;
        Ok(Some((found, answer)))
    }
}

/// The sections of a paper's page; None when arXiv has none.
async fn fetch(run: &Run<'_>, paper: &Paper) -> Result<Option<Vec<full_text::Section>>> {
    let address = full_text::address(&run.settings.arxiv.html_url, &paper.id, paper.version)
        .ok_or_else(|| Error::defect("The address of a full text is none."))?;
    let mut cancel = run.cancel.clone();
    let bytes = tokio::select! {
        bytes = run.fetch.get(&address) => bytes,
        Ok(_) = cancel.wait_for(|cancelled| *cancelled) => Err(Error::cancelled()),
    };
    match bytes {
        Ok(bytes) => Ok(full_text::parse(&String::from_utf8_lossy(&bytes))),
        Err(error) if error.code == Code::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn inputs(run: &Run<'_>, client: &llm::Client, paper: &Paper, text: &str, row: &DigestRow) -> Inputs {
    Inputs {
        judge: run.settings.judge.engine.as_str().into(),
        model: client.provider().model.clone(),
        prompt_version: llm::FULL_PROMPT_VERSION.into(),
        profile_hash: run.profile.judged_hash(),
        text_hash: full_text::text_hash(&paper.title, &paper.summary, text),
        language: row.language,
    }
}
