//! The judge's stage: each answer is stored as it arrives; an answer that is stored is never asked for again.

use std::collections::HashMap;

use super::{
    Run, Stage, estimate,
    sort::{self, Ranking},
};
use crate::{
    digest::{Failure, FailureClass},
    error::{Error, Result},
    judge::{builtin, llm},
    paper::{ArxivId, Paper},
    store::{DigestKey, DigestRow, EntryRow, Purpose},
    verdict::{Basis, Inputs, Usage, Verdict},
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
        let inputs = model_inputs(run, client, &entry.paper, row);
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
            run.store.judged(row.id, paper, &verdict, run.clock.now())
        }
        Err(failure) => match own {
            Some(own) => run.store.failed(row.id, paper, &failure, own, run.clock.now()),
            None => Err(Error::defect(format!("{} has no rank.", paper.id))),
        },
    }
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
    let mut verdicts = HashMap::new();
    for entry in &above {
        let Some(place) = ranking.get(&entry.paper.id) else {
            return Err(Error::defect(format!("{} has no rank.", entry.paper.id)));
        };
        let position = entry.rank.unwrap_or(1) as usize - 1;
        let decision = builtin::decide(run.profile.shares(), above.len(), position);
        let verdict = Verdict {
            analysis: builtin::analyse(&entry.paper, place, decision, row.language),
            judged_by: "builtin".into(),
            basis: Basis::Abstract,
            flags: llm::speaks_to_a_model(&format!("{}\n{}", entry.paper.title, entry.paper.summary))
                .then(|| llm::FLAG_INJECTION.to_owned())
                .into_iter()
                .collect(),
            score: place.score,
            usage: Usage::default(),
            inputs: Inputs {
                judge: "builtin".into(),
                model: String::new(),
                prompt_version: builtin::VERSION.into(),
                profile_hash: run.profile.judged_hash(),
                text_hash: entry.paper.text_hash(),
                language: row.language,
            },
        };
        verdicts.insert(entry.paper.id.clone(), verdict);
    }
    Ok(verdicts)
}

fn model_inputs(run: &Run<'_>, client: &llm::Client, paper: &Paper, row: &DigestRow) -> Inputs {
    Inputs {
        judge: run.settings.judge.engine.as_str().into(),
        model: client.provider().model.clone(),
        prompt_version: llm::PROMPT_VERSION.into(),
        profile_hash: run.profile.judged_hash(),
        text_hash: paper.text_hash(),
        language: row.language,
    }
}

/// What may still be spent today (the reader's day); None when there is no cap.
fn budget_left(run: &Run<'_>) -> Result<Option<f64>> {
    let cap = run.settings.judge.budget_per_day;
    if cap <= 0.0 {
        return Ok(None);
    }
    let now = run.clock.local();
    let midnight = now.start_of_day().map(|day| day.timestamp()).unwrap_or(run.clock.now());
    Ok(Some((cap - run.store.spent_on(now.date(), midnight)?).max(0.0)))
}

/// Whether the day's budget allows another request.
pub(super) fn may_spend(run: &Run<'_>) -> Result<bool> {
    Ok(budget_left(run)?.is_none_or(|left| left > 0.0))
}
