//! What can be known of a model server before a day depends on it.

use std::{
    sync::{Arc, PoisonError},
    time::{Duration, Instant},
};

use futures::future::join_all;
use serde::Serialize;
use serde_json::Value;
use tokio::time::timeout;
use ts_rs::TS;
use url::Url;

use super::{
    Capabilities, Client, Pacing, Provider, ProviderKind, Secret, Spent,
    presets::{PRESETS, Preset},
    prompt,
    wire::{self, Format},
};
use crate::{
    clock::SystemClock,
    digest::{Failure, FailureClass},
    error::Error,
    net::model::{Http, TransportError},
    paper::{ArxivId, Paper},
    profile::Profile,
    verdict::{Language, Usage},
};

/// `test_connection` answers within this.
const TEST: Duration = Duration::from_secs(10);
/// How long `find_local` waits for a server.
const SEARCH: Duration = Duration::from_millis(600);
/// A list of models or a detail of one should not take longer.
const DETAIL: Duration = Duration::from_secs(5);
/// What an answer of the usual lengths (DESIGN 5.3) comes to, in tokens.
const ANSWER_TOKENS: u32 = 650;
/// The four sections of a paper of usual length, in tokens.
const TYPICAL_READING: u32 = 9_000;

/// How a server keeps a model to the shape of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Structured {
    /// It is held to the schema.
    Schema,
    /// It is held to JSON.
    Object,
    /// It is only asked to.
    Text,
}

/// What a test of a connection found out. What could not be known is None.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Connection {
    pub reachable: bool,
    pub authorised: Option<bool>,
    pub model_exists: Option<bool>,
    pub structured: Option<Structured>,
    /// The real context length, in tokens.
    pub context: Option<u32>,
    /// What the sample paper cost, in the provider's currency.
    pub sample: Option<Usage>,
    /// Why no sample paper was judged.
    pub failure: Option<Failure>,
    pub seconds: f64,
    /// All that the test cost.
    #[serde(skip)]
    pub spent: Spent,
    /// What was found out, for the runs that follow; None when no paper was judged.
    #[serde(skip)]
    pub capabilities: Option<Capabilities>,
}

/// What judging will come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, TS)]
pub struct Estimate {
    pub papers: u32,
    pub input_tokens: u32,
    pub output_tokens: u32,
    /// In the provider's currency; None where the settings name no price.
    pub cost: Option<f64>,
}

/// A model server that was found on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Local {
    /// The id of its preset.
    pub preset: &'static str,
    pub kind: ProviderKind,
    pub base_url: String,
    pub models: Vec<String>,
}

/// The models that a provider lists, in its order. Its `model` may be empty.
pub async fn list_models(provider: &Provider) -> Result<Vec<String>, Failure> {
    let server = Server::new(provider).map_err(|err| failure(FailureClass::BadRequest, err.message))?;
    Ok(server.models(DETAIL.min(provider.timeout)).await?.into_iter().map(|(name, _)| name).collect())
}

/// Judges an invented paper, and asks the server about itself, in under 10 s.
pub async fn test_connection(provider: &Provider, profile: &Profile, language: Language) -> Result<Connection, Error> {
    let start = Instant::now();
    let provider = Provider { timeout: provider.timeout.min(TEST - Duration::from_millis(500)), ..provider.clone() };
    let server = Server::new(&provider)?;
    // One attempt's worth of patience: the reader waits.
    let pacing = Pacing { first_wait: Duration::from_millis(200), longest_wait: Duration::from_secs(2) };
    let client = Client::with(provider.clone(), pacing, Arc::new(SystemClock))?;
    let paper = sample();
    let deadline = (TEST - Duration::from_millis(500)).saturating_sub(start.elapsed());
    let (models, context, judged) = tokio::join!(
        server.models(DETAIL),
        server.context(&provider.model),
        timeout(deadline, client.judge(profile, &paper, language)),
    );
    let judged = judged.unwrap_or_else(|_| {
        Err(failure(FailureClass::Timeout, format!("No verdict on a sample paper within {} s.", TEST.as_secs())))
    });
    let failed = judged.as_ref().err().map(|failure| failure.class);
    let listed = models.as_ref().ok();
    // An answer, even one that says no, is one.
    let silent = |class| matches!(class, FailureClass::Timeout | FailureClass::Unreachable);
    let named = listed.map(|models| models.iter().any(|(name, _)| *name == provider.model));
    let accepts = *client.0.accepts.lock().unwrap_or_else(PoisonError::into_inner);
    let context = context.or_else(|| {
        let (_, entry) = listed?.iter().find(|(name, _)| *name == provider.model)?;
        context_in(entry)
    });
    Ok(Connection {
        reachable: !failed.is_some_and(silent) || !models.as_ref().is_err_and(|failure| silent(failure.class)),
        authorised: match failed {
            Some(FailureClass::Unauthorized) => Some(false),
            None => Some(true),
            Some(_) => models.is_ok().then_some(true),
        },
        model_exists: if judged.is_ok() { Some(true) } else { named },
        structured: judged.is_ok().then_some(match accepts.format {
            Format::Schema => Structured::Schema,
            Format::Object => Structured::Object,
            Format::Text => Structured::Text,
        }),
        context,
        spent: client.take_new(),
        capabilities: judged.is_ok().then_some(Capabilities { accepts, context, context_asked: true }),
        sample: judged.as_ref().ok().map(|answer| answer.usage),
        failure: judged.err(),
        seconds: start.elapsed().as_secs_f64(),
    })
}

/// The model servers on this machine, found in under 800 ms.
pub async fn find_local() -> Vec<Local> {
    let presets: Vec<Preset> = PRESETS.iter().filter(|preset| preset.is_local()).copied().collect();
    find_local_at(&presets).await
}

/// As `find_local`, at other places.
pub async fn find_local_at(presets: &[Preset]) -> Vec<Local> {
    let found = presets.iter().map(|preset| async move {
        let provider = Provider {
            kind: preset.kind,
            base_url: preset.base_url.to_owned(),
            model: String::new(),
            key: None,
            proxy: "none".to_owned(),
            timeout: SEARCH,
            concurrency: 1,
            price_input: 0.0,
            price_output: 0.0,
        };
        let models = Server::new(&provider).ok()?.models(SEARCH).await.ok()?;
        Some(Local {
            preset: preset.id,
            kind: preset.kind,
            base_url: preset.base_url.to_owned(),
            models: models.into_iter().map(|(name, _)| name).collect(),
        })
    });
    join_all(found).await.into_iter().flatten().collect()
}

/// The real context of the provider's model, in tokens, where its server tells.
pub(super) async fn context(provider: &Provider) -> Option<u32> {
    let server = Server::new(provider).ok()?;
    let (own, models) = tokio::join!(server.context(&provider.model), server.models(DETAIL));
    own.or_else(|| {
        let models = models.ok()?;
        context_in(&models.iter().find(|(name, _)| *name == provider.model)?.1)
    })
}

/// What judging papers will come to, in tokens and money. A model that thinks before it answers costs more.
pub fn estimate(provider: &Provider, profile: &Profile, papers: &[&Paper], language: Language) -> Usage {
    let input = papers.iter().map(|paper| wire::prompt_tokens(&prompt::judge(profile, paper, language), None));
    let input = input.fold(0, u32::saturating_add);
    let papers = u32::try_from(papers.len()).unwrap_or(u32::MAX);
    provider.price(input, ANSWER_TOKENS.saturating_mul(papers))
}

/// What reading `papers` papers in full will come to, when nothing of them is known yet.
pub fn estimate_full(provider: &Provider, profile: &Profile, papers: u32, language: Language) -> Usage {
    let instructions = wire::prompt_tokens(&prompt::judge_in_full(profile, &sample(), "", language), None);
    let each = instructions + TYPICAL_READING;
    provider.price(each.saturating_mul(papers), ANSWER_TOKENS.saturating_mul(papers))
}

/// A paper that nobody wrote.
pub fn sample() -> Paper {
    Paper {
        id: ArxivId::of_feed_entry("sample", "connection"),
        version: 1,
        title: "Token Budgets for Retrieval-Augmented Generation".to_owned(),
        authors: Vec::new(),
        categories: vec!["cs.CL".to_owned()],
        summary: "We ask how many retrieved passages a language model needs. A small controller stops reading when more \
                  context no longer changes the answer. On three question answering benchmarks it keeps accuracy within \
                  0.4 points while reading 38% fewer tokens."
            .to_owned(),
        comment: None,
        url: String::new(),
    }
}

/// A server to ask about itself.
struct Server {
    kind: ProviderKind,
    base: Url,
    http: Http,
    key: Option<Secret>,
}

impl Server {
    fn new(provider: &Provider) -> Result<Self, Error> {
        let base = wire::address(provider.kind, &provider.base_url)?;
        let http = Http::new(&base, &provider.proxy)?;
        Ok(Self { kind: provider.kind, base, http, key: provider.key.clone() })
    }

    /// The listed models, each with all that the server says about it.
    async fn models(&self, patience: Duration) -> Result<Vec<(String, Value)>, Failure> {
        let (path, list, name) = match self.kind {
            ProviderKind::OpenAi => ("/models", "data", "id"),
            ProviderKind::Ollama => ("/api/tags", "models", "name"),
        };
        let reply = self.http.get(wire::endpoint(&self.base, path), self.key(), patience).await;
        let reply = reply.map_err(|err| {
            let class = match err {
                TransportError::Timeout => FailureClass::Timeout,
                TransportError::Unreachable(_) => FailureClass::Unreachable,
                _ => FailureClass::InvalidAnswer,
            };
            failure(class, err.to_string())
        })?;
        let value = wire::object(self.kind, &reply).map_err(|rejection| {
            let said = self.key.as_ref().map_or(rejection.said.clone(), |key| key.hide_in(&rejection.said));
            failure(rejection.class, said)
        })?;
        let entries = value[list].as_array().or(value.as_array());
        let entries =
            entries.ok_or_else(|| failure(FailureClass::InvalidAnswer, "The server lists no models.".into()))?;
        let named = |entry: &Value| {
            // Gemini's list has the names of its own protocol.
            let name = entry[name].as_str()?.trim_start_matches("models/").to_owned();
            Some((name, entry.clone()))
        };
        Ok(entries.iter().filter_map(named).collect())
    }

    fn key(&self) -> Option<&str> {
        self.key.as_ref().map(Secret::reveal)
    }

    /// The context length that only a detail of the server tells: Ollama's of the model, LM Studio's, llama.cpp's.
    async fn context(&self, model: &str) -> Option<u32> {
        let body = serde_json::json!({"model": model});
        if self.kind == ProviderKind::Ollama {
            let url = wire::endpoint(&self.base, "/api/show");
            let reply = self.http.post(url, self.key(), &body, DETAIL).await.ok()?;
            let value = wire::object(self.kind, &reply).ok()?;
            let info = value["model_info"].as_object()?;
            return info.iter().find(|(name, _)| name.ends_with(".context_length")).and_then(|(_, n)| length(n));
        }
        if !crate::settings::is_loopback(&self.base) {
            return None;
        }
        let at = |path: &str| {
            let mut url = self.base.clone();
            url.set_path(path);
            async move {
                let reply = self.http.get(url, self.key(), DETAIL).await.ok()?;
                wire::object(self.kind, &reply).ok()
            }
        };
        let (studio, props) = tokio::join!(at("/api/v0/models"), at("/props"));
        let studio = studio.and_then(|value| {
            let entry = value["data"].as_array()?.iter().find(|entry| entry["id"] == model)?;
            length(&entry["loaded_context_length"]).or(length(&entry["max_context_length"]))
        });
        studio.or_else(|| length(&props?["default_generation_settings"]["n_ctx"]))
    }
}

/// The context length that a list of models gives: OpenRouter and Moonshot, vLLM, llama.cpp.
fn context_in(entry: &Value) -> Option<u32> {
    ["context_length", "max_model_len", "context_window"]
        .into_iter()
        .find_map(|name| length(&entry[name]))
        .or_else(|| length(&entry["meta"]["n_ctx"]))
}

fn length(value: &Value) -> Option<u32> {
    value.as_u64().filter(|tokens| *tokens > 0).and_then(|tokens| u32::try_from(tokens).ok())
}

fn failure(class: FailureClass, message: String) -> Failure {
    Failure { class, message, next_try: None }
}
