//! The model judge against a server that does what real ones do, over real connections.

mod answers;
mod batches;
mod faults;
mod injection;
mod injections;
mod probe;
mod translate;
mod trends;

use std::{sync::Arc, time::Duration};

use engine::{
    clock::FixedClock,
    judge::llm::{Client, Pacing, Provider, ProviderKind, Secret},
    paper::Paper,
    profile::Profile,
};
use jiff::civil::date;

use crate::model::Model;

/// Waits that a test has the patience for.
const PACING: Pacing = Pacing { first_wait: Duration::from_millis(20), longest_wait: Duration::from_secs(2) };

fn provider(model: &Model) -> Provider {
    Provider {
        kind: ProviderKind::OpenAi,
        base_url: model.base_url(),
        model: "test-model".to_owned(),
        key: Secret::new("sk-test-1234567890"),
        proxy: "system".to_owned(),
        timeout: Duration::from_secs(10),
        concurrency: 4,
        price_input: 2.0,
        price_output: 8.0,
    }
}

fn ollama(model: &Model) -> Provider {
    Provider { kind: ProviderKind::Ollama, base_url: model.root(), key: None, ..provider(model) }
}

fn client(provider: Provider) -> Client {
    let clock = FixedClock::noon(date(2026, 1, 9));
    Client::with(provider, PACING, Arc::new(clock)).expect("a client")
}

fn paper(id: &str) -> Paper {
    Paper {
        id: id.parse().expect("an id"),
        version: 1,
        title: "Sparse Routing for Long Contexts".to_owned(),
        authors: vec!["A. Author".to_owned()],
        categories: vec!["cs.CL".to_owned()],
        summary: "We route tokens to experts and cut latency by 2.3x at equal accuracy.".to_owned(),
        comment: None,
        url: format!("https://arxiv.org/abs/{id}"),
    }
}

fn papers(count: usize) -> Vec<Paper> {
    (1..=count).map(|n| paper(&format!("2601.{n:05}"))).collect()
}

fn profile() -> Profile {
    Profile {
        name: "Test".to_owned(),
        role: "An engineer who builds with language models".to_owned(),
        focus: vec!["efficient inference".to_owned()],
        exclude: vec!["pure theory".to_owned()],
        ..Profile::default()
    }
}
