//! What it means when a server says anything but an answer.

use jiff::Timestamp;
use serde_json::Value;

use super::untrusted;
use crate::digest::FailureClass;

/// What a server answered, whichever protocol it speaks.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Completion {
    pub(super) text: String,
    /// None when the server did not say.
    pub(super) input_tokens: Option<u32>,
    pub(super) output_tokens: Option<u32>,
}

/// What a reply means when it is not a completion.
#[derive(Debug, PartialEq)]
pub(super) enum Trouble {
    /// A parameter, perhaps: the same question may be sent in another way.
    Rejected(Rejection),
    /// Too much at once; come back later.
    Overloaded(Rejection),
    /// The server's own trouble; may pass.
    Passing(Rejection),
    /// An answer that is none. Its tokens may have been charged for.
    Unusable(String, Completion),
    /// This paper will not be answered, or none will.
    Final(Rejection),
}

/// A refusal as the reader is told of it.
#[derive(Debug, PartialEq)]
pub(super) struct Rejection {
    pub(super) class: FailureClass,
    /// What the server said. Untrusted text.
    pub(super) said: String,
    pub(super) reach: Reach,
    pub(super) next_try: Option<Timestamp>,
}

/// How far a refusal reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// This paper.
    Paper,
    /// Every paper, unless another one was answered: firewalls answer 403 to some texts, and gateways 404.
    AllUnlessAnswered,
    /// Every paper.
    All,
}

impl Rejection {
    pub(super) fn new(class: FailureClass, said: String) -> Self {
        Self { class, said, reach: Reach::Paper, next_try: None }
    }
}

/// What a status other than 200 means.
pub(super) fn trouble(status: u16, body: &str) -> Trouble {
    let error = ErrorBody::read(body);
    let says = |words: &[&str]| {
        let all = format!("{} {}", error.code, error.message).to_lowercase();
        words.iter().any(|word| all.contains(word))
    };
    let said =
        if error.message.is_empty() { format!("HTTP {status}") } else { format!("HTTP {status}: {}", error.message) };
    let reject = |class| Rejection::new(class, said.clone());
    let for_all = |class| Rejection { reach: Reach::All, ..reject(class) };
    let likely_for_all = |class| Rejection { reach: Reach::AllUnlessAnswered, ..reject(class) };
    match status {
        400 | 403 | 422 | 451 if says(MODERATION) || error.code.split(' ').any(|code| code == "1301") => {
            Trouble::Final(reject(FailureClass::Refused))
        }
        401 | 402 => Trouble::Final(for_all(FailureClass::Unauthorized)),
        400 | 429
            if says(&[
                "insufficient_quota",
                "insufficient balance",
                "arrearage",
                "exceeded_current_quota",
                "欠费",
                "余额不足",
            ]) =>
        {
            Trouble::Final(for_all(FailureClass::Unauthorized))
        }
        400 if says(&["api key not valid", "api_key_invalid", "invalid api key", "invalid_api_key"]) => {
            Trouble::Final(for_all(FailureClass::Unauthorized))
        }
        403 => Trouble::Final(likely_for_all(FailureClass::Unauthorized)),
        404 => Trouble::Rejected(likely_for_all(FailureClass::BadRequest)),
        400 | 405 | 413 | 415 | 422 => Trouble::Rejected(reject(FailureClass::BadRequest)),
        429 | 529 => Trouble::Overloaded(reject(FailureClass::RateLimited)),
        408 | 409 | 425 | 500.. => Trouble::Passing(reject(FailureClass::ProviderError)),
        300..=399 => Trouble::Final(for_all(FailureClass::BadRequest)),
        _ => Trouble::Final(reject(FailureClass::BadRequest)),
    }
}

/// How providers name their moderation: OpenAI and Azure, DashScope, DeepSeek, Moonshot, Volcengine, OpenRouter. Zhipu
/// has the code 1301.
const MODERATION: &[&str] = &[
    "content_filter",
    "content_policy",
    "content management policy",
    "data_inspection_failed",
    "datainspectionfailed",
    "inappropriate content",
    "content exists risk",
    "high risk",
    "sensitivecontent",
    "sensitive content",
    "moderation",
    "flagged",
    "敏感内容",
    "不安全",
];

/// What the many shapes of an error have in common.
#[derive(Default)]
struct ErrorBody {
    code: String,
    message: String,
}

impl ErrorBody {
    fn read(body: &str) -> Self {
        let Ok(value) = serde_json::from_str::<Value>(body) else {
            let page = body.trim_start().starts_with('<');
            return Self { code: String::new(), message: if page { "a web page".into() } else { brief(body) } };
        };
        // Gemini's compatible endpoint puts the object in a list.
        let value = value.get(0).unwrap_or(&value);
        let error = value.get("error").filter(|error| !error.is_null()).unwrap_or(value);
        if let Value::String(message) = error {
            return Self { code: String::new(), message: brief(message) };
        }
        let text = |name: &str| match &error[name] {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let message = ["message", "detail", "msg"].iter().map(|name| text(name)).find(|text| !text.is_empty());
        let code = format!("{} {} {}", text("code"), text("type"), text("param"));
        Self { code, message: brief(&message.unwrap_or_else(|| body.to_owned())) }
    }
}

/// A server's words on one line, short enough for a list.
pub(super) fn brief(text: &str) -> String {
    let line = untrusted::visible(text, 2_000).split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(300) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
