//! Servers that refuse, stumble, hang, or take less than they should.

use std::time::{Duration, Instant};

use engine::{
    digest::FailureClass::{
        self, BadRequest, InvalidAnswer, ProviderError, RateLimited, Timeout, Unauthorized, Unreachable,
    },
    judge::llm::{Client, Provider},
    verdict::Language,
};

use super::{client, ollama, paper, profile, provider};
use crate::model::{Act, Model, Script};

const ID: &str = "2601.03479";

#[tokio::test]
async fn a_status_is_retried_when_it_may_pass_and_not_otherwise() {
    let check = async |name: &str, act: Act, first_only: Option<usize>, always: (FailureClass, usize)| {
        if let Some(calls) = first_only {
            let model = Model::start(Script::new().paper(ID, [act.clone()])).await;
            let result = client(provider(&model)).judge(&profile(), &paper(ID), Language::Chinese).await;
            assert!(result.is_ok(), "{name}: {result:?}");
            assert_eq!(model.calls(), calls, "{name}: requests when it passes");
        }
        let model = Model::start(Script::new().always(act)).await;
        let failure = client(provider(&model)).judge(&profile(), &paper(ID), Language::Chinese).await.unwrap_err();
        assert_eq!((failure.class, model.calls()), always, "{name}: {failure:?}");
        assert!(!failure.message.contains("sk-test"), "{name}");
    };
    check("401", Act::status(401), None, (Unauthorized, 1)).await;
    check("402", Act::status(402), None, (Unauthorized, 1)).await;
    check("403", Act::status(403), None, (Unauthorized, 1)).await;
    check("404", Act::error(404, "The model `x` does not exist"), None, (BadRequest, 1)).await;
    check("400 context", Act::error(400, "This model's maximum context length is 4096 tokens"), None, (BadRequest, 1))
        .await;
    check("400 key", Act::error(400, "API key not valid. Please pass a valid API key."), None, (Unauthorized, 1)).await;
    check("301", Act::status(301), None, (BadRequest, 1)).await;
    check("429 quota", Act::error(429, "insufficient_quota: check your plan"), None, (Unauthorized, 1)).await;
    check("429", Act::status(429), Some(2), (RateLimited, 3)).await;
    check("429 now", Act::later(429, "0"), Some(2), (RateLimited, 3)).await;
    check("529", Act::status(529), Some(2), (RateLimited, 3)).await;
    check("500", Act::status(500), Some(2), (ProviderError, 3)).await;
    check("502", Act::status(502), Some(2), (ProviderError, 3)).await;
    check("503", Act::status(503), Some(2), (ProviderError, 3)).await;
    check("503 soon", Act::later(503, "0"), Some(2), (ProviderError, 3)).await;
    check(
        "error in a 200",
        Act::Body(r#"{"error": {"code": 502, "message": "upstream"}}"#.into()),
        Some(2),
        (ProviderError, 3),
    )
    .await;
    check("401 in a 200", Act::Body(r#"{"error": {"code": 401, "message": "no"}}"#.into()), None, (Unauthorized, 1))
        .await;
    check("cut", Act::Cut, Some(2), (InvalidAnswer, 3)).await;
}

#[tokio::test]
async fn retry_after_is_waited_for_and_a_long_one_ends_the_run_with_a_time() {
    let model = Model::start(Script::new().paper(ID, [Act::later(429, "1")])).await;
    let start = Instant::now();
    client(provider(&model)).judge(&profile(), &paper(ID), Language::Chinese).await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());

    let model = Model::start(Script::new().always(Act::later(429, "7200"))).await;
    let start = Instant::now();
    let failure = client(provider(&model)).judge(&profile(), &paper(ID), Language::Chinese).await.unwrap_err();
    assert_eq!((failure.class, model.calls()), (RateLimited, 1));
    assert_eq!(failure.next_try.unwrap().to_string(), "2026-01-09T14:00:00Z");
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn silence_is_a_timeout_asked_about_twice() {
    for act in [Act::Hang, Act::Idle] {
        let model = Model::start(Script::new().always(act.clone())).await;
        let client = client(Provider { timeout: Duration::from_millis(200), ..provider(&model) });
        let failure = client.judge(&profile(), &paper(ID), Language::Chinese).await.unwrap_err();
        assert_eq!((failure.class, model.calls()), (Timeout, 2), "{act:?}");
    }
}

#[tokio::test]
async fn no_server_is_unreachable() {
    let gone = {
        let model = Model::start(Script::new()).await;
        model.base_url()
    };
    let model = Model::start(Script::new()).await;
    let client = client(Provider { base_url: gone, ..provider(&model) });
    let failure = client.judge(&profile(), &paper(ID), Language::Chinese).await.unwrap_err();
    assert_eq!(failure.class, Unreachable, "{failure:?}");
    assert!(failure.message.contains("127.0.0.1"), "{failure:?}");
}

#[tokio::test]
async fn what_a_server_does_not_take_is_found_out_once() {
    type Sent = fn(&serde_json::Value) -> bool;
    let table: &[(&str, &'static str, &'static str, Sent)] = &[
        ("schema", "json_schema", "response_format type json_schema is not supported", |b| {
            b["response_format"]["type"] == "json_object"
        }),
        ("any format", "response_format", "Unrecognized parameter: response_format", |b| {
            b.get("response_format").is_none()
        }),
        ("schema, unsaid", "json_schema", "Bad request", |b| b["response_format"]["type"] == "json_object"),
        ("temperature", "\"temperature\"", "Unsupported value: 'temperature' does not support 0", |b| {
            b.get("temperature").is_none()
        }),
        (
            "max_tokens",
            "\"max_tokens\"",
            "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
            |b| b["max_completion_tokens"].is_u64(),
        ),
        ("any limit", "_tokens\"", "max_tokens: unknown field", |b| {
            b.get("max_tokens").is_none() && b.get("max_completion_tokens").is_none()
        }),
        (
            "one piece",
            "\"stream\":false",
            "This model only support stream mode, please enable the stream parameter",
            |b| b["stream"] == true,
        ),
        ("system", "\"role\":\"system\"", "System role not supported", |b| {
            b["messages"].as_array().unwrap().len() == 1
        }),
    ];
    for (name, word, message, sent) in table {
        let model = Model::start(Script::new().rejects(word, message)).await;
        let client = client(provider(&model));
        client.judge(&profile(), &paper(ID), Language::Chinese).await.unwrap_or_else(|err| panic!("{name}: {err:?}"));
        let learning = model.calls();
        client.judge(&profile(), &paper("2601.00002"), Language::Chinese).await.unwrap();
        assert_eq!(model.calls(), learning + 1, "{name}: not asked about again");
        let last = model.requests().pop().unwrap();
        assert!(sent(&last.body), "{name}: {}", last.body);
    }
}

#[tokio::test]
async fn a_server_that_thinks_is_told_not_to() {
    let act = Act::error(400, "parameter.enable_thinking must be set to false for non-streaming calls");
    let model = Model::start(Script::new().paper(ID, [act])).await;
    client(provider(&model)).judge(&profile(), &paper(ID), Language::Chinese).await.unwrap();
    assert_eq!(model.requests().pop().unwrap().body["enable_thinking"], false);
}

#[tokio::test]
async fn a_prompt_that_was_not_read_whole_is_no_judgement() {
    let model = Model::start(Script::new().always(Act::ReadOnly(120))).await;
    for provider in [provider(&model), ollama(&model)] {
        let before = model.calls();
        let failure = client(provider).judge(&profile(), &paper(ID), Language::Chinese).await.unwrap_err();
        assert_eq!((failure.class, model.calls() - before), (InvalidAnswer, 1));
        assert!(failure.message.contains("only 120 of about"), "{failure:?}");
    }
}

#[tokio::test]
async fn ollama_is_asked_in_its_own_way() {
    let model = Model::start(Script::new()).await;
    for base_url in [model.root(), format!("{}/", model.root()), model.base_url(), format!("{}/api", model.root())] {
        let client = client(Provider { base_url, ..ollama(&model) });
        client.judge(&profile(), &paper(ID), Language::Chinese).await.unwrap();
        let request = model.requests().pop().unwrap();
        assert_eq!(request.path, "/api/chat");
        assert_eq!(request.body["options"]["num_ctx"], 16_384);
        assert_eq!(request.body["format"]["type"], "object");
        assert_eq!(request.authorization, None);
    }
}

#[tokio::test]
async fn an_address_that_is_none_is_said_before_any_request() {
    let model = Model::start(Script::new()).await;
    for base_url in ["", "api.deepseek.com", "ftp://host/v1", "file:///etc/passwd", "http://user:pw@host/v1"] {
        let err = Client::new(Provider { base_url: base_url.to_owned(), ..provider(&model) }).unwrap_err();
        assert!(err.message.contains("not the address"), "{base_url}: {err}");
    }
    let err = Client::new(Provider { model: " ".to_owned(), ..provider(&model) }).unwrap_err();
    assert_eq!(err.message, "No model is chosen.");
    let err =
        Client::new(Provider { base_url: "https://a.example".into(), proxy: "not a url".into(), ..provider(&model) });
    assert!(err.unwrap_err().message.contains("proxy"));
}

#[tokio::test]
async fn a_key_is_shown_nowhere() {
    let model = Model::start(Script::new().key("another")).await;
    let provider = provider(&model);
    let client = client(provider.clone());
    let failure = client.judge(&profile(), &paper(ID), Language::Chinese).await.unwrap_err();
    assert_eq!(failure.class, Unauthorized);
    for shown in [failure.message, format!("{provider:?} {client:?}"), serde_json::to_string(&provider.key).unwrap()] {
        assert!(!shown.contains("sk-test"), "{shown}");
    }
}
