//! The two protocols on the wire: what is sent, what comes back, and what a server turns out not to take.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use url::Url;

use super::{
    Provider, ProviderKind,
    prompt::Question,
    refusal::{Completion, Rejection, Trouble, brief, trouble},
};
use crate::{
    digest::FailureClass,
    error::{Code, Error},
    net::model::Reply,
};

/// Longer than any verdict, with room for a model that thinks first.
const MAX_ANSWER_TOKENS: u32 = 8_192;

/// The context that Ollama is asked for, in tokens. One size for nearly all papers: another size makes it load the
/// model again.
const USUAL_CONTEXT: u32 = 16_384;

/// Instructions, profile and abstract, in tokens; measured with the presets' profiles, with room.
const INSTRUCTIONS: u32 = 2_500;

const OLLAMA: &str = "http://127.0.0.1:11434";

/// The address of a model server as it is asked, without a slash at the end. An empty one is Ollama's usual place.
/// Fails on what is no http(s) address, and on one that carries a user's name.
pub fn address(kind: ProviderKind, base_url: &str) -> Result<Url, Error> {
    let text = base_url.trim().trim_end_matches('/');
    let text = match kind {
        ProviderKind::OpenAi => text.trim_end_matches("/chat/completions"),
        ProviderKind::Ollama if text.is_empty() => OLLAMA,
        ProviderKind::Ollama => text.trim_end_matches("/v1").trim_end_matches("/api"),
    };
    let unusable = || {
        Error::new(
            Code::Usage,
            format!("{text:?} is not the address of a model server."),
            "Set judge.base_url to an http or https address, such as https://api.deepseek.com/v1.",
        )
    };
    let url = Url::parse(text).map_err(|_| unusable())?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() || !url.username().is_empty() {
        return Err(unusable());
    }
    Ok(url)
}

/// A path below the address.
pub(super) fn endpoint(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    let root = base.path().trim_end_matches('/').to_owned();
    url.set_path(&format!("{root}{path}"));
    url
}

/// How an answer's shape is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Format {
    Schema,
    Object,
    Text,
}

/// How the length of an answer is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Length {
    MaxTokens,
    MaxCompletionTokens,
    Unlimited,
}

/// What a server and model take. Starts with the best, and learns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Accepts {
    pub(super) format: Format,
    pub(super) length: Length,
    pub(super) temperature: bool,
    /// Some models answer only as a stream.
    pub(super) stream: bool,
    /// Some models think by default, and then refuse to answer in one piece.
    pub(super) no_thinking: bool,
    /// Some models know no system message.
    pub(super) system: bool,
    /// An answer was given with these.
    pub(super) proven: bool,
}

impl Default for Accepts {
    fn default() -> Self {
        Self {
            format: Format::Schema,
            length: Length::MaxTokens,
            temperature: true,
            stream: false,
            no_thinking: false,
            system: true,
            proven: false,
        }
    }
}

impl Accepts {
    /// What to try after a server refused a request (400, 404, 422) that was sent with these. None when its message
    /// speaks of something else.
    pub(super) fn after(self, said: &str) -> Option<Self> {
        let said = said.to_lowercase();
        let names = |words: &[&str]| words.iter().any(|word| said.contains(word));
        let mut next = self;
        if names(&["enable_thinking"]) && !self.no_thinking {
            next.no_thinking = true;
        } else if names(&[
            "response_format",
            "json_schema",
            "json_object",
            "structured output",
            "guided",
            "invalid format",
        ]) {
            next.format = self.format.simpler()?;
        } else if names(&["max_completion_tokens"]) && self.length == Length::MaxTokens {
            next.length = Length::MaxCompletionTokens;
        } else if names(&["max_tokens", "max_completion_tokens", "maxoutputtokens"]) && self.length != Length::Unlimited
        {
            next.length = Length::Unlimited;
        } else if names(&["temperature"]) && self.temperature {
            next.temperature = false;
        } else if names(&["stream"]) && !self.stream {
            next.stream = true;
        } else if names(&["system role", "system message", "developer instruction"]) && self.system {
            next.system = false;
        } else if self.proven || names(&["context", "too long", "token", "model", "balance", "key"]) {
            return None;
        } else {
            // A server that has answered nothing yet and does not say what it minds: most often the schema.
            next.format = self.format.simpler()?;
        }
        Some(next)
    }
}

impl Format {
    fn simpler(self) -> Option<Self> {
        match self {
            Self::Schema => Some(Self::Object),
            Self::Object => Some(Self::Text),
            Self::Text => None,
        }
    }
}

/// The address and the body of a question.
pub(super) fn request(
    provider: &Provider,
    base: &Url,
    accepts: Accepts,
    question: &Question,
    remark: Option<&str>,
) -> (Url, Value) {
    let user = question.user_with(remark);
    let messages = if accepts.system {
        json!([{"role": "system", "content": question.system}, {"role": "user", "content": user}])
    } else {
        json!([{"role": "user", "content": format!("{}\n\n{user}", question.system)}])
    };
    let mut body = Map::new();
    body.insert("model".into(), json!(provider.model));
    body.insert("messages".into(), messages);
    body.insert("stream".into(), json!(accepts.stream));
    match provider.kind {
        ProviderKind::OpenAi => {
            match accepts.format {
                Format::Schema => body.insert(
                    "response_format".into(),
                    json!({"type": "json_schema", "json_schema":
                        {"name": question.schema_name, "strict": true, "schema": question.schema}}),
                ),
                Format::Object => body.insert("response_format".into(), json!({"type": "json_object"})),
                Format::Text => None,
            };
            match accepts.length {
                Length::MaxTokens => body.insert("max_tokens".into(), json!(MAX_ANSWER_TOKENS)),
                Length::MaxCompletionTokens => body.insert("max_completion_tokens".into(), json!(MAX_ANSWER_TOKENS)),
                Length::Unlimited => None,
            };
            if accepts.temperature {
                body.insert("temperature".into(), json!(0));
            }
            if accepts.stream {
                body.insert("stream_options".into(), json!({"include_usage": true}));
            }
            if accepts.no_thinking {
                body.insert("enable_thinking".into(), json!(false));
            }
            (endpoint(base, "/chat/completions"), Value::Object(body))
        }
        ProviderKind::Ollama => {
            match accepts.format {
                Format::Schema => body.insert("format".into(), question.schema.clone()),
                Format::Object => body.insert("format".into(), json!("json")),
                Format::Text => None,
            };
            let context = context_for(question, remark);
            body.insert(
                "options".into(),
                json!({"temperature": 0, "num_ctx": context, "num_predict": MAX_ANSWER_TOKENS}),
            );
            (endpoint(base, "/api/chat"), Value::Object(body))
        }
    }
}

/// The context that holds a question and its answer, in tokens.
fn context_for(question: &Question, remark: Option<&str>) -> u32 {
    let need = prompt_tokens(question, remark).saturating_mul(4) / 3 + MAX_ANSWER_TOKENS / 2;
    need.next_power_of_two().max(USUAL_CONTEXT)
}

/// The tokens of text that fit into a context beside the instructions and the longest answer.
pub(super) fn room(context: u32) -> u32 {
    // The estimate of tokens may be a quarter too low.
    context.saturating_sub(MAX_ANSWER_TOKENS + INSTRUCTIONS) / 4 * 3
}

/// About how many tokens a question is. Measured tokenisers are within a third of this for English and Chinese.
pub(super) fn prompt_tokens(question: &Question, remark: Option<&str>) -> u32 {
    tokens(&question.system) + tokens(&question.user) + remark.map_or(0, tokens)
}

/// About how many tokens a text is: four Latin letters or digits to a token, and three Chinese characters to two.
pub fn tokens(text: &str) -> u32 {
    let (mut narrow, mut wide) = (0u32, 0u32);
    for c in text.chars() {
        if c.is_ascii() { narrow += 1 } else { wide += 1 }
    }
    narrow / 4 + wide * 2 / 3 + 1
}

/// Reads a reply of a server.
pub(super) fn read(kind: ProviderKind, reply: &Reply) -> Result<Completion, Trouble> {
    if reply.status != 200 {
        return Err(trouble(reply.status, &reply.body));
    }
    let body = reply.body.trim_start();
    let streamed = ["data:", "event:", ":"].iter().any(|start| body.starts_with(start));
    let value = if streamed { assemble(body) } else { objects(body, kind) };
    let value = value.map_err(|what| Trouble::Unusable(what, Completion::default()))?;
    if let Some(error) = value.get("error").filter(|error| !error.is_null()) {
        // Gateways answer 200 and put the real status inside.
        let status = error.get("code").and_then(Value::as_u64).filter(|code| (400..600).contains(code));
        return Err(trouble(status.map_or(502, |code| code as u16), &reply.body));
    }
    match kind {
        ProviderKind::OpenAi => chat_completion(&value),
        ProviderKind::Ollama => ollama_chat(&value),
    }
}

/// A reply that is any JSON, such as a list of models.
pub(super) fn object(kind: ProviderKind, reply: &Reply) -> Result<Value, Rejection> {
    if reply.status == 200 {
        return objects(reply.body.trim(), kind).map_err(|what| {
            Rejection::new(FailureClass::InvalidAnswer, format!("The answer cannot be used: {what}."))
        });
    }
    Err(match trouble(reply.status, &reply.body) {
        Trouble::Rejected(rejection)
        | Trouble::Overloaded(rejection)
        | Trouble::Passing(rejection)
        | Trouble::Final(rejection) => rejection,
        Trouble::Unusable(what, _) => Rejection::new(FailureClass::InvalidAnswer, what),
    })
}

fn chat_completion(value: &Value) -> Result<Completion, Trouble> {
    let usage = &value["usage"];
    let mut completion = Completion {
        text: String::new(),
        input_tokens: count(&usage["prompt_tokens"]),
        output_tokens: count(&usage["completion_tokens"]),
    };
    let Some(choice) = value["choices"].get(0) else {
        return Err(Trouble::Unusable("it holds no answer".into(), completion));
    };
    let message = &choice["message"];
    completion.text = content(&message["content"]);
    let finish = choice["finish_reason"].as_str().unwrap_or_default().to_lowercase();
    let refusal = message["refusal"].as_str().unwrap_or_default();
    match finish.as_str() {
        "content_filter" | "sensitive" | "safety" | "blocklist" | "prohibited_content" | "recitation" => {
            Err(refused("The provider's moderation stopped the answer."))
        }
        _ if !refusal.is_empty() => Err(refused(refusal)),
        "length" | "max_tokens" | "model_context_window_exceeded" => {
            Err(Trouble::Unusable("it is cut off at the longest answer the model gives".into(), completion))
        }
        "error" | "network_error" | "insufficient_system_resource" | "abort" => Err(Trouble::Passing(Rejection::new(
            FailureClass::ProviderError,
            format!("The provider stopped in the middle ({finish})."),
        ))),
        _ if completion.text.trim().is_empty() => Err(Trouble::Unusable("it is empty".into(), completion)),
        _ => Ok(completion),
    }
}

fn ollama_chat(value: &Value) -> Result<Completion, Trouble> {
    let completion = Completion {
        text: content(&value["message"]["content"]),
        input_tokens: count(&value["prompt_eval_count"]),
        output_tokens: count(&value["eval_count"]),
    };
    if value["done"] == json!(false) {
        return Err(Trouble::Unusable("it is cut off".into(), completion));
    }
    match value["done_reason"].as_str() {
        Some("length") => {
            Err(Trouble::Unusable("it is cut off at the longest answer the model gives".into(), completion))
        }
        _ if completion.text.trim().is_empty() => Err(Trouble::Unusable("it is empty".into(), completion)),
        _ => Ok(completion),
    }
}

fn refused(said: &str) -> Trouble {
    Trouble::Final(Rejection::new(FailureClass::Refused, brief(said)))
}

/// A message's text; some servers send a list of parts.
fn content(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().filter_map(|part| part["text"].as_str()).collect(),
        _ => String::new(),
    }
}

fn count(value: &Value) -> Option<u32> {
    value.as_u64().filter(|count| *count > 0).and_then(|count| u32::try_from(count).ok())
}

/// A body of one JSON object, or of Ollama's one object a line.
fn objects(body: &str, kind: ProviderKind) -> Result<Value, String> {
    let not_json = || match body.starts_with('<') {
        true => "the server sent a web page".to_owned(),
        false if body.is_empty() => "the server sent nothing".to_owned(),
        false => "the server sent something that is not JSON".to_owned(),
    };
    match serde_json::from_str(body) {
        Ok(value) => Ok(value),
        Err(_) if kind == ProviderKind::Ollama && body.contains('\n') => {
            let mut text = String::new();
            let mut last = Value::Null;
            for line in body.lines().filter(|line| !line.trim().is_empty()) {
                last = serde_json::from_str(line).map_err(|_| not_json())?;
                text.push_str(&content(&last["message"]["content"]));
            }
            last["message"] = json!({"content": text});
            Ok(last)
        }
        Err(_) => Err(not_json()),
    }
}

/// The chunks of a stream as the one answer that they add up to.
fn assemble(body: &str) -> Result<Value, String> {
    let (mut text, mut refusal) = (String::new(), String::new());
    let (mut finish, mut usage) = (Value::Null, Value::Null);
    for line in body.lines() {
        // Comments keep the connection alive; events have no names here.
        let Some(data) = line.strip_prefix("data:").map(str::trim) else { continue };
        if data == "[DONE]" {
            break;
        }
        let chunk: Value =
            serde_json::from_str(data).map_err(|_| "the stream holds something that is not JSON".to_owned())?;
        if chunk.get("error").is_some_and(|error| !error.is_null()) {
            return Ok(chunk);
        }
        if chunk["usage"].is_object() {
            usage = chunk["usage"].clone();
        }
        let Some(choice) = chunk["choices"].get(0) else { continue };
        text.push_str(&content(&choice["delta"]["content"]));
        refusal.push_str(choice["delta"]["refusal"].as_str().unwrap_or_default());
        if !choice["finish_reason"].is_null() {
            finish = choice["finish_reason"].clone();
        }
    }
    if finish.is_null() {
        return Err("the stream ended before the answer did".to_owned());
    }
    Ok(json!({
        "choices": [{"message": {"content": text, "refusal": refusal}, "finish_reason": finish}],
        "usage": usage,
    }))
}
