//! The lines of a profile in English: one request for all of them, each found by its number.

use engine::{digest::FailureClass, judge::llm::Cancel};
use serde_json::json;
use tokio::sync::watch;

use super::{client, ollama, provider};
use crate::model::{Act, Model, Script};

fn lines() -> Vec<String> {
    ["智能体：工具调用", "大模型推理\n与量化"].map(str::to_owned).to_vec()
}

fn never() -> Cancel {
    watch::channel(false).1
}

fn said(lines: &serde_json::Value) -> Act {
    Act::Content(json!({ "lines": lines }).to_string())
}

#[tokio::test]
async fn one_request_translates_all_lines() {
    let good = said(&json!([
        {"n": 2, "english": "inference and quantization of large language models"},
        {"n": 1, "english": "agents, tool use"},
    ]));
    let model = Model::start(Script::new().always(good)).await;
    for provider in [provider(&model), ollama(&model)] {
        let client = client(provider);
        let (english, usage) = client.translate(&lines(), &never()).await.unwrap();
        assert_eq!(english, ["agents, tool use", "inference and quantization of large language models"]);
        assert!(usage.input_tokens > 0);
    }
    assert_eq!(model.calls(), 2);
    assert_eq!(client(provider(&model)).translate(&[], &never()).await.unwrap().0, Vec::<String>::new());
    assert_eq!(model.calls(), 2, "no lines, no request");
}

#[tokio::test]
async fn an_answer_with_anything_else_is_refused_once_and_then_given_up() {
    let one = |n: i64, english: &str| json!({"n": n, "english": english});
    for (name, answer) in [
        ("a line is missing", json!([one(1, "agents")])),
        ("a line twice", json!([one(1, "agents"), one(1, "tools")])),
        ("a line too many", json!([one(1, "agents"), one(2, "inference"), one(3, "more")])),
        ("no number", json!([one(1, "agents"), {"english": "inference"}])),
        ("number 0", json!([one(0, "agents"), one(1, "inference")])),
        ("empty", json!([one(1, "agents"), one(2, "")])),
        ("still Chinese", json!([one(1, "智能体与工具"), one(2, "inference")])),
        ("far too long", json!([one(1, &"agents ".repeat(400)), one(2, "inference")])),
        ("texts", json!(["agents", "inference"])),
        ("no list", json!("agents")),
    ] {
        let model = Model::start(Script::new().always(said(&answer))).await;
        let failure = client(provider(&model)).translate(&lines(), &never()).await.unwrap_err();
        assert_eq!((failure.class, model.calls()), (FailureClass::InvalidAnswer, 2), "{name}");
    }
}
