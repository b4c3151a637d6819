//! The judge's stage: each answer is stored as it arrives; an answer that is stored is never asked for again.

use std::collections::HashMap;

use super::{
    Progress, Run, Stage, VerdictProgress, estimate, month_before,
    sort::{self, Ranking},
};
use crate::{
    digest::{Failure, FailureClass},
    error::{Code, Error, Result},
    judge::{builtin, llm},
    paper::{ArxivId, Paper},
    store::{DigestKey, DigestRow, EntryRow, Purpose},
    verdict::{Basis, Decision, Inputs, Language, Usage, Verdict},
};

/// Judges what waits in the digest, and tries again what failed. Tells whether anything came of it.
pub(super) async fn judge(run: &Run<'_>, row: &DigestRow, ranking: Option<Ranking>) -> Result<bool> {
    let entries = run.store.entries(row.id)?;
    let open: Vec<&EntryRow> =
        entries.iter().filter(|entry| matches!(entry.state.as_str(), "waiting" | "failed")).collect();
    if open.is_empty() {
        return Ok(false);
    }
    let waited = open.iter().any(|entry| entry.state == "waiting");
    let mut builtin = builtin_verdicts(run, row, &entries, ranking)?;
    let Some(client) = run.model else {
        let verdicts: Vec<_> =
            open.iter().filter_map(|entry| Some((&entry.paper, builtin.remove(&entry.paper.id)?))).collect();
        run.tell(Stage::Judge, Some(row.date), 0, verdicts.len());
        run.store.judged_all(row.id, &verdicts, run.clock.now())?;
        run.tell(Stage::Judge, Some(row.date), verdicts.len(), verdicts.len());
        return Ok(true);
    };
    let total = entries.iter().filter(|entry| entry.state != "filtered").count();
    let mut done = total - open.len();
    let mut ask = Vec::new();
    let mut changed = waited;
    for entry in open {
        let inputs = model_inputs(run, client, &entry.paper, row.language);
        match run.store.verdict_made_from(&entry.paper, &inputs)? {
            Some(verdict) => {
                run.store.judged_before(row.id, &entry.paper.id, verdict)?;
                changed = true;
                done += 1;
            }
            None => ask.push((entry.paper.clone(), inputs)),
        }
    }
    let asked: Vec<&Paper> = ask.iter().map(|(paper, _)| paper).collect();
    let estimate = estimate::of_papers(run.settings, run.profile, client.provider(), &asked);
    run.tell_with(Stage::Judge, Some(row.date), done, total, Some(estimate));
    let papers: Vec<Paper> = ask.iter().map(|(paper, _)| paper.clone()).collect();
    let limits = llm::Limits { max_cost: budget_left(run)?, cancel: run.cancel.clone() };
    let mut answers = llm::stream_judgements(client, run.profile, papers, row.language, limits);
    let mut answered = vec![false; ask.len()];
    while let Some((index, mut answer)) = answers.recv().await {
        if let Err(failure) = &mut answer
            && failure.class == FailureClass::Budget
        {
            failure.next_try = tomorrow(run);
        }
        let (paper, inputs) = &ask[index];
        answered[index] = true;
        changed |= answer.is_ok();
        store(run, row, client, paper, inputs, answer, &builtin)?;
        // Answers that wait to be stored come first: they are paid, and a crash would lose them.
        if answers.is_empty() {
            record(run, Purpose::Judge)?;
        }
        done += 1;
        run.tell(Stage::Judge, Some(row.date), done, total);
    }
    for ((paper, inputs), answered) in ask.iter().zip(answered) {
        if !answered {
            let message = String::new();
            let cancelled = Failure { class: FailureClass::Cancelled, message, next_try: None };
            store(run, row, client, paper, inputs, Err(cancelled), &builtin)?;
        }
    }
    record(run, Purpose::Judge)?;
    Ok(changed)
}

/// Writes down what was spent since this was last done.
pub(super) fn record(run: &Run<'_>, purpose: Purpose) -> Result<()> {
    let Some(client) = run.model else { return Ok(()) };
    run.store.add_usage(run.clock.local().date(), &client.provider().model, purpose, &client.take_new())
}

/// When the day's budget is there again: the reader's next midnight.
fn tomorrow(run: &Run<'_>) -> Option<jiff::Timestamp> {
    let tomorrow = run.clock.local().tomorrow().ok()?;
    Some(tomorrow.start_of_day().ok()?.timestamp())
}

fn store(
    run: &Run<'_>,
    row: &DigestRow,
    client: &llm::Client,
    paper: &Paper,
    inputs: &Inputs,
    answer: std::result::Result<llm::Answer, Failure>,
    builtin: &HashMap<ArxivId, Verdict>,
) -> Result<()> {
    let own = builtin.get(&paper.id);
    match answer {
        Ok(answer) => {
            let verdict = Verdict {
                analysis: answer.analysis,
                judged_by: client.provider().model.clone(),
                basis: Basis::Abstract,
                flags: answer.flags,
                score: own.map_or(0.0, |own| own.score),
                usage: answer.usage,
                inputs: inputs.clone(),
            };
            run.store.judged(row.id, paper, &verdict, run.clock.now())?;
        }
        Err(failure) => {
            let own = own.ok_or_else(|| Error::defect(format!("{} has no rank.", paper.id)))?;
            run.store.failed(row.id, paper, &failure, own, run.clock.now())?;
        }
    }
    if let Some(paper) = run.store.listed_in(row.id, &paper.id)? {
        (run.progress)(Progress::Verdict(Box::new(VerdictProgress { date: row.date, paper })));
    }
    Ok(())
}

/// What the built-in judge says of every paper above the cut.
fn builtin_verdicts(
    run: &Run<'_>,
    row: &DigestRow,
    entries: &[EntryRow],
    ranking: Option<Ranking>,
) -> Result<HashMap<ArxivId, Verdict>> {
    let ranked: Vec<&EntryRow> = entries.iter().filter(|entry| entry.rank.is_some()).collect();
    let ranking = match ranking {
        Some(ranking) => ranking,
        None => {
            let key = DigestKey { profile: run.profile_file, date: row.date };
            let papers: Vec<&Paper> = ranked.iter().map(|entry| &entry.paper).collect();
            sort::rank_again(run, key, &papers)?
        }
    };
    let above: Vec<&EntryRow> = ranked.into_iter().filter(|entry| entry.state != "filtered").collect();
    let learned = run.learned()?;
    let places = above
        .iter()
        .map(|entry| {
            let none = || Error::defect(format!("{} has no rank.", entry.paper.id));
            ranking.get(&entry.paper.id).ok_or_else(none)
        })
        .collect::<Result<Vec<_>>>()?;
    let mut scores: Vec<f64> = places.iter().map(|place| place.score).collect();
    // A digest that is gone on with keeps its ranks, though the judge may have learnt since.
    scores.sort_by(|a, b| b.total_cmp(a));
    let recent = recent_scores(run, row, &learned.model)?;
    let decisions = builtin::decide_day(run.profile.shares(), &recent, &scores);
    let mut verdicts = HashMap::new();
    for ((entry, place), decision) in above.iter().zip(places).zip(decisions) {
        let verdict = builtin_verdict(run, &learned.mark, &entry.paper, place, decision, row.language);
        verdicts.insert(entry.paper.id.clone(), verdict);
    }
    Ok(verdicts)
}

fn builtin_verdict(
    run: &Run<'_>,
    mark: &str,
    paper: &Paper,
    place: &builtin::Ranked,
    decision: Decision,
    language: Language,
) -> Verdict {
    Verdict {
        analysis: builtin::analyse(paper, place, decision, language),
        judged_by: "builtin".into(),
        basis: Basis::Abstract,
        flags: llm::speaks_to_a_model(&format!("{}\n{}", paper.title, paper.summary))
            .then(|| llm::FLAG_INJECTION.to_owned())
            .into_iter()
            .collect(),
        score: place.score,
        usage: Usage::default(),
        inputs: Inputs {
            judge: "builtin".into(),
            model: mark.to_owned(),
            prompt_version: builtin::VERSION.into(),
            profile_hash: run.profile.read_hash(),
            text_hash: paper.text_hash(),
            language,
        },
    }
}

/// Judges one paper now, by the chosen judge, whatever the filter or the cut of its day said. In its digest an entry that
/// had no verdict of the judge becomes judged, so that the ledger stays closed; nothing else of the digest moves. A paper
/// that is judged there keeps the verdict that is shown: the new one is a row of its own.
pub async fn judge_one(run: &Run<'_>, paper: &Paper) -> Result<()> {
    let place = run.store.digest_of_paper(run.profile_file, &paper.id)?;
    let date = match &place {
        Some((date, ..)) => Some(*date),
        None => run.store.newest_day(run.profile_file, None)?,
    };
    let row = match date {
        Some(date) => run.store.shown_row(DigestKey { profile: run.profile_file, date })?,
        None => None,
    };
    let language = row.as_ref().map_or(run.settings.judge.language, |row| row.language);
    let own = builtin_alone(run, paper, row.as_ref(), language)?;
    let waits = place.filter(|(.., state)| state != "judged").map(|(_, digest, _)| digest);
    let verdict = match run.model {
        None => {
            // The built-in judge says the same of the same: asking it again adds nothing.
            if let Some(present) = run.store.verdict_made_from(paper, &own.inputs)? {
                return waits.map_or(Ok(()), |digest| run.store.judged_before(digest, &paper.id, present));
            }
            own
        }
        Some(client) => {
            if !may_spend(run)? {
                return Err(Error::new(
                    Code::Unavailable,
                    format!("{} was not judged: the day's budget is used up.", paper.id),
                    "Raise judge.budget_per_day, or try again tomorrow.",
                ));
            }
            let answer = match client.judge(run.profile, paper, language).await {
                Ok(answer) => answer,
                Err(failure) => {
                    // Attempts without an answer may have been charged too.
                    record(run, Purpose::Judge)?;
                    return Err(Error::new(
                        Code::Unavailable,
                        format!("{} was not judged: {} {}", paper.id, failure.class.as_str(), failure.message),
                        "Try again in some minutes, or check the model in the settings; nothing was changed.",
                    ));
                }
            };
            Verdict {
                analysis: answer.analysis,
                judged_by: client.provider().model.clone(),
                basis: Basis::Abstract,
                flags: answer.flags,
                score: own.score,
                usage: answer.usage,
                inputs: model_inputs(run, client, paper, language),
            }
        }
    };
    match waits {
        Some(digest) => run.store.judged(digest, paper, &verdict, run.clock.now())?,
        None => run.store.judged_alone(paper, &verdict, run.clock.now())?,
    }
    // The answer first: it is paid, and a crash would lose it.
    record(run, Purpose::Judge)
}

/// What the built-in judge says of a paper: its place among those that were judged on its day, or on the newest one.
fn builtin_alone(run: &Run<'_>, paper: &Paper, row: Option<&DigestRow>, language: Language) -> Result<Verdict> {
    let entries = row.map_or(Ok(Vec::new()), |row| run.store.entries(row.id))?;
    let others = entries.iter().filter(|entry| entry.state != "filtered" && entry.paper.id != paper.id);
    let mut papers: Vec<&Paper> = others.map(|entry| &entry.paper).collect();
    let judged = papers.len();
    papers.push(paper);
    let date = row.map_or(run.clock.arxiv().date(), |row| row.date);
    let ranked = sort::rank(run, DigestKey { profile: run.profile_file, date }, &papers)?;
    let place = ranked.iter().enumerate().find(|(_, ranked)| ranked.index == judged);
    let (position, place) = place.ok_or_else(|| Error::defect(format!("{} has no rank.", paper.id)))?;
    // With nothing to compare it with, nothing speaks for either side.
    let decision = match judged {
        0 => Decision::Borderline,
        _ => builtin::decide(run.profile.shares(), judged, position),
    };
    Ok(builtin_verdict(run, &run.learned()?.mark, paper, place, decision, language))
}

/// What the papers of recent days score by what the judge knows now: scores of different days are then of one measure.
fn recent_scores(run: &Run<'_>, row: &DigestRow, model: &builtin::Model) -> Result<Vec<f64>> {
    let recent = run.store.listed_between(run.profile_file, month_before(row.date), row.date, false)?;
    let ranked = model.rank(&recent.iter().collect::<Vec<_>>());
    Ok(ranked.into_iter().map(|ranked| ranked.score).collect())
}

fn model_inputs(run: &Run<'_>, client: &llm::Client, paper: &Paper, language: Language) -> Inputs {
    Inputs {
        judge: run.settings.judge.engine.as_str().into(),
        model: client.provider().model.clone(),
        prompt_version: llm::PROMPT_VERSION.into(),
        profile_hash: run.profile.judged_hash(),
        text_hash: paper.text_hash(),
        language,
    }
}

/// What may still be spent today (the reader's day); None when there is no cap.
fn budget_left(run: &Run<'_>) -> Result<Option<f64>> {
    let cap = run.settings.judge.budget_per_day;
    if cap <= 0.0 {
        return Ok(None);
    }
    Ok(Some((cap - run.store.spent_today(&run.clock.local())?).max(0.0)))
}

/// Whether the day's budget allows another request.
pub(super) fn may_spend(run: &Run<'_>) -> Result<bool> {
    Ok(budget_left(run)?.is_none_or(|left| left > 0.0))
}
