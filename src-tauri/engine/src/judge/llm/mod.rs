//! The model judge: one paper, one request, one verdict, from any server that speaks the OpenAI-compatible protocol or
//! Ollama's own. Nothing that a server or a paper says is trusted: an answer is a verdict only when every field of it is
//! what was asked for.

mod answer;
mod ask;
mod batch;
mod gate;
pub mod presets;
mod probe;
mod prompt;
mod refusal;
mod rollup;
mod schema;
mod speech;
mod translate;
mod trends;
mod untrusted;
mod wire;

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use url::Url;

use crate::{
    clock::{Clock, SystemClock},
    digest::Failure,
    error::{Code, Error},
    net::model::Http,
    paper::Paper,
    profile::Profile,
    verdict::{Analysis, Language, Usage},
};

pub use batch::{Limits, stream_judgements};
pub use probe::{
    Connection, Estimate, Local, Structured, estimate, estimate_full, find_local, find_local_at, list_models,
    sample as sample_paper, test_connection,
};
pub use prompt::{FULL_PROMPT_VERSION, PROMPT_VERSION};
pub use rollup::ROLLUP_PROMPT_VERSION;
pub use speech::speaks_to_a_model;

use gate::Gate;
pub use wire::{Accepts, address, tokens};

/// The paper's text speaks to a model.
pub const FLAG_INJECTION: &str = "injection";
/// The answer is in another language than asked for, twice.
pub const FLAG_LANGUAGE: &str = "language";
/// The answer held links, images or markup that the paper's text does not; they were taken out.
pub const FLAG_MARKUP: &str = "markup";

/// The context that a hosted model has at least, where its server does not tell; every preset's models have it.
const UNTOLD: u32 = 32_768;
/// As `UNTOLD`, of a server on this machine.
const UNTOLD_LOCAL: u32 = 16_384;
/// Of a full text, in tokens: introduction, method, results and conclusion are seldom longer, and each costs.
const LONGEST_READING: u32 = 16_000;

/// The protocol a server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
pub enum ProviderKind {
    /// `POST {base_url}/chat/completions`.
    OpenAi,
    /// Ollama's own `/api/chat`: its `/v1` ignores the context length and cuts prompts silently.
    Ollama,
}

/// A key that no log, message or file of ours ever shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// None for an empty or blank text.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// The key itself, for the one header that it belongs in.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// `text` without the key: servers repeat it in their error messages.
    fn hide_in(&self, text: &str) -> String {
        text.replace(&self.0, "•••")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(•••)")
    }
}

impl serde::Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("•••")
    }
}

/// A model and where to reach it.
#[derive(Debug, Clone, PartialEq)]
pub struct Provider {
    pub kind: ProviderKind,
    /// Such as `https://api.deepseek.com/v1` or `http://127.0.0.1:11434`.
    pub base_url: String,
    pub model: String,
    pub key: Option<Secret>,
    /// `network.proxy` of the settings: `system`, `none` or a URL. Loopback servers are never asked through it.
    pub proxy: String,
    /// For one request, from connecting to the last byte.
    pub timeout: Duration,
    /// Requests at the same time, at most; fewer while the server says that it is too much.
    pub concurrency: usize,
    /// Per million tokens, in the provider's currency.
    pub price_input: f64,
    /// Per million tokens, in the provider's currency.
    pub price_output: f64,
}

impl Provider {
    /// What these tokens cost.
    pub fn price(&self, input_tokens: u32, output_tokens: u32) -> Usage {
        let cost = (f64::from(input_tokens) * self.price_input + f64::from(output_tokens) * self.price_output) / 1e6;
        Usage { input_tokens, output_tokens, cost }
    }
}

/// How long to wait between attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pacing {
    /// The first back-off is random in 0 to this, the next in 0 to twice this, and so on.
    pub first_wait: Duration,
    /// No wait is longer. A server that asks for more (a used-up daily quota) fails the papers until then.
    pub longest_wait: Duration,
}

impl Default for Pacing {
    fn default() -> Self {
        Self { first_wait: Duration::from_secs(2), longest_wait: Duration::from_secs(60) }
    }
}

impl Pacing {
    /// A random wait before attempt `n` + 1, full jitter: papers that failed together do not come back together.
    fn wait(self, n: u32) -> Duration {
        let cap = self.first_wait.saturating_mul(2u32.saturating_pow(n.saturating_sub(1))).min(self.longest_wait);
        cap.mul_f64(fastrand::f64())
    }
}

/// A model's verdict on one paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub analysis: Analysis,
    /// Of all attempts for this paper.
    pub usage: Usage,
    /// `FLAG_…`, for the reader.
    pub flags: Vec<String>,
}

/// Becomes true when the reader cancels. A dropped sender never cancels.
pub type Cancel = watch::Receiver<bool>;

/// A model server with what is known about it. Clones share it.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    provider: Provider,
    base: Url,
    http: Http,
    gate: Gate,
    pacing: Pacing,
    clock: Arc<dyn Clock>,
    /// What this server and model take, as found out so far.
    accepts: Mutex<Accepts>,
    /// The real context length in tokens, once it was asked for; None where the server does not tell.
    context: OnceLock<Option<u32>>,
    spent: Mutex<Spent>,
}

/// What went to a model.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Spent {
    pub requests: u32,
    pub usage: Usage,
    /// The part that `Client::take_new` has told.
    told: (u32, Usage),
}

/// What is known of a server and a model, to be kept from one run to the next.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Capabilities {
    pub accepts: Accepts,
    /// None: it was asked for, and the server does not tell.
    pub context: Option<u32>,
    /// Whether the context was asked for at all.
    pub context_asked: bool,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Client").field(&self.0.provider).finish()
    }
}

impl Client {
    /// No request is made yet. Fails on an address that is not http(s), a missing model name, or a broken proxy.
    pub fn new(provider: Provider) -> Result<Self, Error> {
        Self::with(provider, Pacing::default(), Arc::new(SystemClock))
    }

    /// As `new`, with other waits and another clock.
    pub fn with(provider: Provider, pacing: Pacing, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let base = wire::address(provider.kind, &provider.base_url)?;
        if provider.model.trim().is_empty() {
            return Err(Error::new(
                Code::Usage,
                "No model is chosen.",
                "Set judge.model to a name that the provider lists, such as deepseek-chat.",
            ));
        }
        let http = Http::new(&base, &provider.proxy)?;
        let gate = Gate::new(provider.concurrency.max(1), pacing);
        Ok(Self(Arc::new(Inner {
            provider,
            base,
            http,
            gate,
            pacing,
            clock,
            accepts: Mutex::default(),
            context: OnceLock::new(),
            spent: Mutex::default(),
        })))
    }

    pub fn provider(&self) -> &Provider {
        &self.0.provider
    }

    /// All that was spent through this client, also on answers that could not be used.
    pub fn spent(&self) -> Usage {
        self.meter().usage
    }

    /// What was spent since this was last asked: what is still to be written down.
    pub fn take_new(&self) -> Spent {
        let mut meter = self.meter();
        let now = (meter.requests, meter.usage);
        let (requests, told) = std::mem::replace(&mut meter.told, now);
        let usage = Usage {
            input_tokens: meter.usage.input_tokens - told.input_tokens,
            output_tokens: meter.usage.output_tokens - told.output_tokens,
            cost: meter.usage.cost - told.cost,
        };
        Spent { requests: meter.requests - requests, usage, told: Default::default() }
    }

    fn meter(&self) -> MutexGuard<'_, Spent> {
        self.0.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes over what an earlier process found out about this server and model.
    pub fn remember(&self, known: Capabilities) {
        *self.0.accepts.lock().unwrap_or_else(PoisonError::into_inner) = known.accepts;
        if known.context_asked {
            let _ = self.0.context.set(known.context);
        }
    }

    /// What is known of the server and the model by now.
    pub fn capabilities(&self) -> Capabilities {
        let accepts = *self.0.accepts.lock().unwrap_or_else(PoisonError::into_inner);
        let context = self.0.context.get().copied();
        Capabilities { accepts, context: context.flatten(), context_asked: context.is_some() }
    }

    /// How many tokens of a paper's full text fit beside the question and its answer. Asks the server for its real
    /// context the first time.
    pub async fn room(&self) -> u32 {
        let context = match self.0.context.get() {
            Some(known) => *known,
            None => {
                let told = probe::context(&self.0.provider).await;
                *self.0.context.get_or_init(|| told)
            }
        };
        let usual = if crate::settings::is_loopback(&self.0.base) { UNTOLD_LOCAL } else { UNTOLD };
        wire::room(context.unwrap_or(usual)).min(LONGEST_READING)
    }

    /// Judges one paper, in at most 3 attempts.
    pub async fn judge(&self, profile: &Profile, paper: &Paper, language: Language) -> Result<Answer, Failure> {
        self.judge_unless(profile, paper, language, &never()).await.map_err(|refusal| refusal.failure)
    }

    /// Judges one paper by its full text, or the part of it that is given.
    pub async fn judge_in_full(
        &self,
        profile: &Profile,
        paper: &Paper,
        full_text: &str,
        language: Language,
        cancel: &Cancel,
    ) -> Result<Answer, Failure> {
        let question = prompt::judge_in_full(profile, paper, full_text, language);
        // What the paper says anywhere may stand in the answer.
        let whole = Paper { summary: format!("{}\n{full_text}", paper.summary), ..paper.clone() };
        self.answer(question, &whole, language, cancel).await.map_err(|refusal| refusal.failure)
    }

    async fn judge_unless(
        &self,
        profile: &Profile,
        paper: &Paper,
        language: Language,
        cancel: &Cancel,
    ) -> Result<Answer, ask::Refusal> {
        self.answer(prompt::judge(profile, paper, language), paper, language, cancel).await
    }

    /// `paper` is what the model was given of it.
    async fn answer(
        &self,
        question: prompt::Question,
        paper: &Paper,
        language: Language,
        cancel: &Cancel,
    ) -> Result<Answer, ask::Refusal> {
        let read = |text: &str| answer::judgement(text, paper, language);
        let text = format!("{}\n{}", paper.title, paper.summary);
        // Looked at while the model thinks.
        let (asked, speaks) =
            tokio::join!(self.ask(&question, language, cancel, read), async { speaks_to_a_model(&text) });
        let (read, usage) = asked?;
        let mut flags = read.flags;
        if speaks {
            flags.insert(0, FLAG_INJECTION.to_owned());
        }
        Ok(Answer { analysis: read.value, usage, flags })
    }
}

fn never() -> Cancel {
    watch::channel(false).1
}
