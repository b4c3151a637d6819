//! The model judge: providers, keys, what it costs, and what its verdicts rest on.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    stored,
    types::{Nothing, PaperRequest},
};
use crate::{
    Engine,
    error::{Code, Error, Result},
    judge::{
        evidence::{self, Field},
        llm::{self, Connection, Estimate, ProviderKind, Secret, Structured, presets::PRESETS},
    },
    pipeline,
    provider::Other,
    sample, secrets,
    settings::{JudgeEngine, Settings},
    source::full_text::{self, Section},
    store::{DigestKey, Purpose, UsageRow},
    verdict::Language,
};

/// A provider to choose from.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ProviderInfo {
    pub id: String,
    /// In the language of the interface.
    pub name: String,
    pub kind: ProviderKind,
    pub base_url: String,
    /// Cheap and good enough first; names age, the server's own list is what counts.
    pub models: Vec<String>,
    /// On the reader's own machine.
    pub local: bool,
    pub key_needed: bool,
    /// Where a key is made.
    pub key_url: Option<String>,
}

/// A model server that was found on this machine.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FoundServer {
    pub name: String,
    pub kind: ProviderKind,
    pub base_url: String,
    pub models: Vec<String>,
}

#[derive(Debug, Clone, Deserialize, TS)]
pub struct ModelsRequest {
    pub kind: ProviderKind,
    pub base_url: String,
}

/// The models of a server, or why it lists none: a name can be typed then.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ModelList {
    pub models: Vec<String>,
    pub problem: Option<String>,
}

/// What is absent is the settings'.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct TestRequest {
    #[ts(optional)]
    pub kind: Option<ProviderKind>,
    #[ts(optional)]
    pub base_url: Option<String>,
    #[ts(optional)]
    pub model: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum StepName {
    Reachable,
    Authorised,
    Model,
    Structured,
    Context,
    Cost,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum StepState {
    Ok,
    Failed,
    /// The server does not tell.
    Unknown,
    /// Nothing was to be found out after what failed before it.
    Skipped,
}

/// One thing that a test of the connection looked at.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Step {
    pub name: StepName,
    pub state: StepState,
    /// For the reader, in the language of the interface. May hold what the server said: untrusted text.
    pub detail: String,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct ConnectionTest {
    pub steps: Vec<Step>,
    pub ok: bool,
}

#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default)]
pub struct KeyRequest {
    /// The settings' when absent.
    #[ts(optional)]
    pub base_url: Option<String>,
}

/// Whether there is a key for an address. The key itself never leaves the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct KeyStatus {
    pub stored: bool,
    pub from: Option<secrets::Origin>,
    /// `ok`, or why the keychain cannot be used.
    pub keychain: String,
    /// Scheme, host and port: what the key is bound to.
    pub place: String,
}

#[derive(Deserialize, TS)]
pub struct SetKeyRequest {
    pub base_url: String,
    /// None forgets it.
    pub key: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize, TS)]
#[serde(default)]
pub struct EstimateRequest {
    /// A stored day; a usual one when absent.
    #[ts(type = "string", optional)]
    pub date: Option<Date>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize, TS)]
#[serde(default)]
pub struct UsageRequest {
    /// The first day of the reader's own calendar; all when absent.
    #[ts(type = "string", optional)]
    pub since: Option<Date>,
    #[ts(type = "string", optional)]
    pub until: Option<Date>,
}

/// What went to models. All money is in the provider's currency, by the prices of the settings at that time.
#[derive(Debug, Clone, Serialize, TS)]
pub struct UsageReport {
    /// The newest day first.
    pub rows: Vec<UsageRow>,
    pub total_cost: f64,
    pub today_cost: f64,
    /// `judge.budget_per_day`; 0 is no cap.
    pub budget: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceSource {
    Title,
    Abstract,
    FullText,
}

/// Where the text has a figure; in UTF-16 code units of the title, of the abstract, or of a paragraph or heading of the
/// stored full text.
#[derive(Debug, Clone, Serialize, TS)]
pub struct EvidencePlace {
    pub source: EvidenceSource,
    /// In the full text: which section, from 0.
    pub section: Option<usize>,
    /// In the full text: which paragraph of the section, from 0; None for its heading.
    pub paragraph: Option<usize>,
    pub start: usize,
    pub end: usize,
    /// The words around it.
    pub quote: String,
}

/// A figure or quoted name that the shown verdict states.
#[derive(Debug, Clone, Serialize, TS)]
pub struct EvidenceFigure {
    pub field: Field,
    /// Which innovation, from 0.
    pub item: usize,
    /// In UTF-16 code units of the field.
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub found: bool,
    pub place: Option<EvidencePlace>,
}

#[derive(Debug, Clone, Serialize, TS)]
pub struct EvidenceReport {
    pub found: usize,
    pub total: usize,
    pub figures: Vec<EvidenceFigure>,
}

/// A paper's full text as it was fetched.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FullTextView {
    pub version: u32,
    #[ts(type = "string")]
    pub fetched_at: jiff::Timestamp,
    pub sections: Vec<Section>,
}

pub async fn providers(engine: &Arc<Engine>, _: Nothing) -> Result<Vec<ProviderInfo>> {
    let language = engine.language(&engine.settings()?);
    let info = |preset: &llm::presets::Preset| ProviderInfo {
        id: preset.id.into(),
        name: language.pick(preset.chinese, preset.english).into(),
        kind: preset.kind,
        base_url: preset.base_url.into(),
        models: preset.models.iter().map(|model| (*model).into()).collect(),
        local: preset.is_local(),
        key_needed: !preset.is_local(),
        key_url: (!preset.key_url.is_empty()).then(|| preset.key_url.into()),
    };
    Ok(PRESETS.iter().map(info).collect())
}

pub async fn find_servers(engine: &Arc<Engine>, _: Nothing) -> Result<Vec<FoundServer>> {
    let language = engine.language(&engine.settings()?);
    let name = |id: &str| PRESETS.iter().find(|preset| preset.id == id).map(|p| language.pick(p.chinese, p.english));
    let found = llm::find_local().await.into_iter().map(|local| FoundServer {
        name: name(local.preset).unwrap_or(local.preset).into(),
        kind: local.kind,
        base_url: local.base_url,
        models: local.models,
    });
    Ok(found.collect())
}

pub async fn models(engine: &Arc<Engine>, request: ModelsRequest) -> Result<ModelList> {
    let settings = engine.settings()?;
    let other = Other { kind: Some(request.kind), base_url: Some(&request.base_url), model: Some("") };
    let (provider, _) = engine.provider(&settings, &other)?;
    Ok(match llm::list_models(&provider).await {
        Ok(models) => ModelList { models, problem: None },
        Err(failure) => ModelList { models: Vec::new(), problem: Some(failure.message) },
    })
}

pub async fn test_connection(engine: &Arc<Engine>, request: TestRequest) -> Result<ConnectionTest> {
    let settings = engine.settings()?;
    let language = engine.language(&settings);
    let other = Other { kind: request.kind, base_url: request.base_url.as_deref(), model: request.model.as_deref() };
    let (provider, found) = engine.provider(&settings, &other)?;
    let profile = match engine.folder() {
        Ok(_) => engine.profile(&engine.profile_file(&settings), &settings)?,
        Err(_) => crate::profile::Profile::default(),
    };
    let connection = llm::test_connection(&provider, &profile, settings.judge.language).await?;
    engine.keep_usage(&provider.model, Purpose::Test, &connection.spent)?;
    if let Some(capabilities) = &connection.capabilities {
        engine.keep_capabilities(&provider, capabilities)?;
    }
    let priced = provider.price_input > 0.0 || provider.price_output > 0.0;
    let steps = steps(&connection, found.problem.as_deref(), priced, language);
    Ok(ConnectionTest { ok: connection.failure.is_none(), steps })
}

fn steps(test: &Connection, no_keychain: Option<&str>, priced: bool, language: Language) -> Vec<Step> {
    let said = test.failure.as_ref().map(|failure| failure.message.clone()).unwrap_or_default();
    let judged = test.failure.is_none();
    let state = |known: Option<bool>| match known {
        Some(true) => StepState::Ok,
        Some(false) => StepState::Failed,
        None if judged => StepState::Unknown,
        None => StepState::Skipped,
    };
    let seconds = format!("{:.1}", test.seconds);
    let reachable = match test.reachable {
        true => language.pick(format!("{seconds} 秒内有应答"), format!("answered within {seconds} s")),
        false => said.clone(),
    };
    let authorised = match (test.authorised, no_keychain) {
        (Some(false), Some(problem)) => {
            language.pick(format!("{said}（系统钥匙串不可用：{problem}）"), format!("{said} (no keychain: {problem})"))
        }
        (Some(false), None) => said.clone(),
        (Some(true), _) => language.pick("服务器接受请求", "the server takes the request").into(),
        (None, _) => String::new(),
    };
    let model = match test.model_exists {
        Some(true) => language.pick("模型可用", "the model is there").to_owned(),
        Some(false) => language.pick("服务器没有列出这个模型", "the server does not list this model").to_owned(),
        None => String::new(),
    };
    let structured = match test.structured {
        Some(Structured::Schema) => language.pick("按 JSON Schema 作答", "held to the JSON schema").to_owned(),
        Some(Structured::Object) => language.pick("按 JSON 对象作答", "held to a JSON object").to_owned(),
        Some(Structured::Text) => language.pick("仅按文字要求作答", "asked in words only").to_owned(),
        // What is left over is why no paper was judged.
        None if test.reachable && test.authorised != Some(false) && test.model_exists != Some(false) => said.clone(),
        None => String::new(),
    };
    let structured_state = match test.structured {
        Some(_) => StepState::Ok,
        None if structured.is_empty() => StepState::Skipped,
        None => StepState::Failed,
    };
    let context = match test.context {
        Some(tokens) => language.pick(format!("上下文 {tokens} tokens"), format!("a context of {tokens} tokens")),
        None => language.pick("服务器未告知上下文长度", "the server does not tell its context").to_owned(),
    };
    let cost = match test.sample {
        Some(usage) => {
            let tokens = language.pick(
                format!("一篇样例论文：输入 {} tokens，输出 {} tokens", usage.input_tokens, usage.output_tokens),
                format!("one sample paper: {} tokens in, {} out", usage.input_tokens, usage.output_tokens),
            );
            match priced {
                true => language
                    .pick(format!("{tokens}，费用 {:.5}", usage.cost), format!("{tokens}, costs {:.5}", usage.cost)),
                false => language.pick(format!("{tokens}；未设单价"), format!("{tokens}; no price is set")),
            }
        }
        None => String::new(),
    };
    vec![
        Step { name: StepName::Reachable, state: state(Some(test.reachable)), detail: reachable },
        Step { name: StepName::Authorised, state: state(test.authorised), detail: authorised },
        Step { name: StepName::Model, state: state(test.model_exists), detail: model },
        Step { name: StepName::Structured, state: structured_state, detail: structured },
        Step {
            name: StepName::Context,
            state: if test.context.is_some() { StepState::Ok } else { state(None) },
            detail: context,
        },
        Step { name: StepName::Cost, state: state(test.sample.map(|_| true)), detail: cost },
    ]
}

pub async fn key_status(engine: &Arc<Engine>, request: KeyRequest) -> Result<KeyStatus> {
    let settings = engine.settings()?;
    let base_url = request.base_url.as_deref().unwrap_or(&settings.judge.base_url);
    status(engine, &settings, base_url)
}

/// The protocol does not matter to a key, but an empty address is Ollama's usual one.
fn kind_of(settings: &Settings) -> ProviderKind {
    match settings.judge.engine {
        JudgeEngine::Ollama => ProviderKind::Ollama,
        _ => ProviderKind::OpenAi,
    }
}

fn status(engine: &Engine, settings: &Settings, base_url: &str) -> Result<KeyStatus> {
    let kind = kind_of(settings);
    let place = secrets::place(&llm::address(kind, base_url)?);
    let found = engine.key(settings, kind, base_url)?;
    Ok(KeyStatus {
        stored: found.key.is_some(),
        from: found.from,
        keychain: found.problem.unwrap_or_else(|| "ok".into()),
        place,
    })
}

pub async fn set_key(engine: &Arc<Engine>, request: SetKeyRequest) -> Result<KeyStatus> {
    engine.folder()?;
    let settings = engine.settings()?;
    let place = secrets::place(&llm::address(kind_of(&settings), &request.base_url)?);
    let key = match &request.key {
        Some(text) => Some(
            Secret::new(text).filter(|key| key.reveal().chars().all(|c| c.is_ascii_graphic())).ok_or_else(|| {
                Error::usage("This is no key: a key is letters, digits and signs without spaces.", "Copy it once more.")
            })?,
        ),
        None => None,
    };
    engine.host.keychain().set(&place, key.as_ref()).map_err(|problem| {
        Error::new(
            Code::Refused,
            format!("The key for {place} was not kept: the keychain cannot be used ({problem})."),
            format!(
                "Unlock or start your system's keychain; without one, set the environment variable {}.",
                secrets::VARIABLE
            ),
        )
    })?;
    if key.is_some() {
        super::keys::remember(engine, &place)?;
    }
    status(engine, &settings, &request.base_url)
}

pub async fn estimate(engine: &Arc<Engine>, request: EstimateRequest) -> Result<Estimate> {
    let settings = engine.settings()?;
    let profile_file = engine.profile_file(&settings);
    let profile = match engine.folder() {
        Ok(_) => engine.profile(&profile_file, &settings)?,
        Err(_) => crate::profile::Profile::default(),
    };
    let (provider, store) = (engine.unkeyed(&settings), engine.store()?);
    let known = match request.date {
        Some(date) => match store.digest_row(DigestKey { profile: &profile_file, date })? {
            Some(row) => {
                let open = |state: &str| matches!(state, "waiting" | "failed");
                let entries = store.entries(row.id)?;
                Some(entries.into_iter().filter(|entry| open(&entry.state)).map(|entry| entry.paper).collect())
            }
            None => {
                let list = store.announced(date)?;
                let most = settings.judge.max_papers as usize;
                let papers: Vec<_> = list.into_iter().map(|announced| announced.paper).take(most).collect();
                (!papers.is_empty()).then_some(papers)
            }
        },
        None => None,
    };
    let estimate = match &known {
        Some(papers) => {
            pipeline::estimate::of_papers(&settings, &profile, &provider, &papers.iter().collect::<Vec<_>>())
        }
        None => pipeline::estimate::usual(store, &settings, &profile, &provider)?,
    };
    Ok(match settings.judge.engine {
        // Thinking for oneself is free.
        JudgeEngine::Builtin => Estimate { papers: estimate.papers, cost: Some(0.0), ..Estimate::default() },
        _ => estimate,
    })
}

pub async fn usage(engine: &Arc<Engine>, request: UsageRequest) -> Result<UsageReport> {
    let settings = engine.settings()?;
    let store = engine.store()?;
    let rows = store.usage(request.since.unwrap_or(Date::MIN), request.until.unwrap_or(Date::MAX))?;
    Ok(UsageReport {
        // The sum of nothing is -0.0, and is printed so.
        total_cost: rows.iter().map(|row| row.cost).sum::<f64>() + 0.0,
        today_cost: store.spent_today(&engine.clock.local())?,
        budget: settings.judge.budget_per_day,
        rows,
    })
}

pub async fn evidence(engine: &Arc<Engine>, request: PaperRequest) -> Result<EvidenceReport> {
    let (_, store, is_sample) = stored(engine, &request.id)?;
    let profile = if is_sample { sample::PROFILE.to_owned() } else { engine.profile_file(&engine.settings()?) };
    // Without a verdict nothing was said that could be looked up.
    let Some(checkable) = store.checkable(&profile, &request.id)? else {
        return Ok(EvidenceReport { found: 0, total: 0, figures: Vec::new() });
    };
    let full_text = match checkable.text_tokens {
        Some(tokens) => store
            .full_text(&checkable.paper.id, checkable.paper.version)?
            .and_then(|text| text.sections)
            .map(|sections| full_text::cut(&sections, tokens, llm::tokens)),
        None => None,
    };
    let mut texts = vec![checkable.paper.title.as_str(), checkable.paper.summary.as_str()];
    texts.extend(full_text.as_ref().map(|excerpt| excerpt.text.as_str()));
    let claims = evidence::check(&checkable.analysis, &texts);
    let found = evidence::supported(&claims);
    let place = |evidence::Place { part, span }: evidence::Place| {
        let source = [EvidenceSource::Title, EvidenceSource::Abstract, EvidenceSource::FullText][part.min(2)];
        // The model was given a part of the full text; a reader is shown the whole.
        let whole = full_text.as_ref().filter(|_| part == 2).and_then(|excerpt| excerpt.place(span.start..span.end));
        let (section, paragraph) =
            (whole.as_ref().map(|place| place.section), whole.as_ref().and_then(|p| p.paragraph));
        let units = whole.map_or(span.start..span.end, |place| place.units);
        EvidencePlace {
            source,
            section,
            paragraph,
            start: units.start,
            end: units.end,
            quote: quote(texts[part], span),
        }
    };
    let figure = |claim: evidence::Claim| EvidenceFigure {
        field: claim.field,
        item: claim.item,
        start: claim.span.start,
        end: claim.span.end,
        text: claim.text,
        found: claim.found.is_some(),
        place: claim.found.map(place),
    };
    let total = claims.len();
    Ok(EvidenceReport { found, total, figures: claims.into_iter().map(figure).collect() })
}

/// A place with some words on either side.
fn quote(text: &str, span: evidence::Span) -> String {
    const AROUND: usize = 60;
    let units: Vec<u16> = text.encode_utf16().collect();
    let (start, end) = (span.start.saturating_sub(AROUND), (span.end + AROUND).min(units.len()));
    let inside = String::from_utf16_lossy(&units[start..end]).replace('\u{FFFD}', "");
    let cut = |at_edge: bool| if at_edge { "" } else { "…" };
    format!("{}{}{}", cut(start == 0), inside.trim(), cut(end == units.len()))
}

pub async fn full_text(engine: &Arc<Engine>, request: PaperRequest) -> Result<Option<FullTextView>> {
    let store = engine.store()?;
    let profile = engine.profile_file(&engine.settings()?);
    // The version that the shown verdict is about, which need not be the newest.
    let judged = store.checkable(&profile, &request.id)?.map(|checkable| checkable.paper);
    let paper = match judged {
        Some(paper) => Some(paper),
        None => store.paper(&request.id)?,
    };
    let Some(paper) = paper else { return Ok(None) };
    let Some(text) = store.full_text(&paper.id, paper.version)? else { return Ok(None) };
    Ok(text.sections.map(|sections| FullTextView { version: text.version, fetched_at: text.fetched_at, sections }))
}
