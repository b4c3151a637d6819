//! The model that the settings choose: its address, its key, and what is remembered of it.

use std::time::Duration;

use crate::{
    Engine,
    error::{Code, Error, Result},
    judge::llm::{self, Client, Pacing, Provider, ProviderKind},
    secrets::{self, Found},
    settings::{JudgeEngine, Settings, is_loopback},
    store::Purpose,
};

/// Another server or model than that of the settings; what is None is theirs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Other<'a> {
    pub kind: Option<ProviderKind>,
    pub base_url: Option<&'a str>,
    pub model: Option<&'a str>,
}

fn kind(settings: &Settings) -> ProviderKind {
    match settings.judge.engine {
        JudgeEngine::Ollama => ProviderKind::Ollama,
        JudgeEngine::Openai | JudgeEngine::Builtin => ProviderKind::OpenAi,
    }
}

/// What a server is remembered under.
fn server(provider: &Provider) -> Result<String> {
    let protocol = match provider.kind {
        ProviderKind::OpenAi => "openai",
        ProviderKind::Ollama => "ollama",
    };
    Ok(format!("{protocol} {}", llm::address(provider.kind, &provider.base_url)?))
}

impl Engine {
    /// The key for an address, and where it was found.
    pub(crate) fn key(&self, settings: &Settings, asked: ProviderKind, base_url: &str) -> Result<Found> {
        let address = llm::address(asked, base_url)?;
        let chosen = llm::address(kind(settings), &settings.judge.base_url).ok();
        Ok(secrets::find(self.host.keychain(), &address, chosen.as_ref()))
    }

    /// The provider of the settings, or another one, with the key that belongs to its address.
    pub(crate) fn provider(&self, settings: &Settings, other: &Other) -> Result<(Provider, Found)> {
        let judge = &settings.judge;
        let kind = other.kind.unwrap_or(kind(settings));
        let base_url = other.base_url.unwrap_or(&judge.base_url);
        let found = self.key(settings, kind, base_url)?;
        let provider = Provider {
            kind,
            base_url: base_url.to_owned(),
            model: other.model.unwrap_or(&judge.model).to_owned(),
            key: found.key.clone(),
            ..self.unkeyed(settings)
        };
        Ok((provider, found))
    }

    /// The provider of the settings without a key, to reckon with.
    pub(crate) fn unkeyed(&self, settings: &Settings) -> Provider {
        let judge = &settings.judge;
        Provider {
            kind: kind(settings),
            base_url: judge.base_url.clone(),
            model: judge.model.clone(),
            key: None,
            proxy: settings.network.proxy.clone(),
            timeout: Duration::from_secs(judge.timeout_seconds),
            concurrency: judge.concurrency as usize,
            price_input: judge.price_input,
            price_output: judge.price_output,
        }
    }

    /// The model of the settings, ready to be asked; None for the built-in judge.
    pub(crate) fn model(&self, settings: &Settings) -> Result<Option<Client>> {
        let judge = &settings.judge;
        match judge.engine {
            JudgeEngine::Builtin => return Ok(None),
            JudgeEngine::Openai if judge.base_url.is_empty() => {
                return Err(Error::new(
                    Code::Usage,
                    "judge.base_url is empty: there is no model to ask.",
                    "Set it, such as https://api.deepseek.com/v1, or use the built-in judge: arxiv-llm-daily config set judge.engine builtin",
                ));
            }
            JudgeEngine::Openai | JudgeEngine::Ollama => {}
        }
        let (provider, found) = self.provider(settings, &Other::default())?;
        let address = llm::address(provider.kind, &provider.base_url)?;
        if let Some(problem) = found.problem
            && address.scheme() == "https"
            && !is_loopback(&address)
        {
            return Err(Error::new(
                Code::Refused,
                format!("There is no key for {}: the keychain cannot be used ({problem}).", secrets::place(&address)),
                format!("Set the environment variable {} to the key, and run again.", secrets::VARIABLE),
            ));
        }
        let priceless = judge.price_input <= 0.0 && judge.price_output <= 0.0;
        if judge.budget_per_day > 0.0 && priceless && !is_loopback(&address) {
            return Err(Error::usage(
                "judge.budget_per_day is set, but no price: nothing would ever stop at it.",
                "Set judge.price_input and judge.price_output (per million tokens), or judge.budget_per_day to 0.",
            ));
        }
        let server = server(&provider)?;
        let client = Client::with(provider, Pacing::default(), self.clock.clone())?;
        if let Some(known) = self.store()?.capabilities(&server, &client.provider().model)? {
            client.remember(known);
        }
        Ok(Some(client))
    }

    /// Keeps what a run, or a test of the connection, has found out about a server and its model.
    pub(crate) fn keep_capabilities(&self, provider: &Provider, found: &llm::Capabilities) -> Result<()> {
        let (server, store) = (server(provider)?, self.store()?);
        if store.capabilities(&server, &provider.model)?.as_ref() == Some(found) {
            return Ok(());
        }
        store.remember_capabilities(&server, &provider.model, found, self.clock.now())
    }

    /// Writes down what was spent.
    pub(crate) fn keep_usage(&self, model: &str, purpose: Purpose, spent: &llm::Spent) -> Result<()> {
        self.store()?.add_usage(self.clock.local().date(), model, purpose, spent)
    }
}
