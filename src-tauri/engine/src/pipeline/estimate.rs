//! What a run will come to, told before a model is asked.

use crate::{
    error::Result,
    judge::llm::{self, Estimate, Provider},
    paper::Paper,
    profile::Profile,
    settings::{DeepRead, Settings},
    store::Store,
    verdict::Usage,
};

/// Stored papers that say how long an abstract is.
const SAMPLE: u32 = 200;

/// For a day whose papers are not known yet: as many as are judged at most, of the length of those before.
pub(crate) fn usual(store: &Store, settings: &Settings, profile: &Profile, provider: &Provider) -> Result<Estimate> {
    let stored = store.last_announced(SAMPLE)?;
    let invented = llm::sample_paper();
    let papers: Vec<&Paper> = if stored.is_empty() { vec![&invented] } else { stored.iter().collect() };
    let all = llm::estimate(provider, profile, &papers, settings.judge.language);
    let most = settings.judge.max_papers;
    let scaled = |tokens: u32| (f64::from(tokens) / papers.len() as f64 * f64::from(most)) as u32;
    let usage = provider.price(scaled(all.input_tokens), scaled(all.output_tokens));
    Ok(with_reading(settings, profile, provider, most, usage))
}

/// For papers that are known.
pub(crate) fn of_papers(settings: &Settings, profile: &Profile, provider: &Provider, papers: &[&Paper]) -> Estimate {
    let usage = llm::estimate(provider, profile, papers, settings.judge.language);
    with_reading(settings, profile, provider, papers.len() as u32, usage)
}

/// Adds what reading in full will cost, and says it all.
fn with_reading(settings: &Settings, profile: &Profile, provider: &Provider, papers: u32, judging: Usage) -> Estimate {
    let read = match settings.judge.deep_read {
        DeepRead::Never => 0,
        DeepRead::All => papers,
        DeepRead::Recommended => (f64::from(papers) * profile.shares()[0]).round() as u32,
    };
    let reading = llm::estimate_full(provider, profile, read, settings.judge.language);
    let priced = provider.price_input > 0.0 || provider.price_output > 0.0;
    Estimate {
        papers,
        input_tokens: judging.input_tokens.saturating_add(reading.input_tokens),
        output_tokens: judging.output_tokens.saturating_add(reading.output_tokens),
        cost: priced.then_some(judging.cost + reading.cost),
    }
}
