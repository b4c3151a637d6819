//! What can be known of a server before a day depends on it.

use std::time::{Duration, Instant};

use engine::{
    digest::FailureClass,
    judge::llm::{
        Provider, Structured, estimate, find_local_at, list_models,
        presets::{PRESETS, Preset},
        test_connection,
    },
    verdict::Language,
};

use super::{client, ollama, papers, profile, provider};
use crate::model::{Act, Model, Script};

#[tokio::test]
async fn the_models_are_the_servers_own_list_and_a_failure_says_why() {
    let model = Model::start(Script::new().models(&["a-small", "b-large"])).await;
    for provider in [provider(&model), ollama(&model)] {
        let provider = Provider { model: String::new(), ..provider };
        assert_eq!(list_models(&provider).await.unwrap(), ["a-small", "b-large"]);
    }
    model.set_script(Script::new().key("another"));
    let failure = list_models(&provider(&model)).await.unwrap_err();
    assert_eq!(failure.class, FailureClass::Unauthorized);
    assert!(failure.message.contains("Incorrect API key") && !failure.message.contains("sk-test"), "{failure:?}");
}

#[tokio::test]
async fn a_test_says_what_works() {
    let script = Script::new().models(&["test-model"]).context(32_768);
    let model = Model::start(script.clone()).await;
    for provider in [provider(&model), ollama(&model)] {
        let found = test_connection(&provider, &profile(), Language::English).await.unwrap();
        assert_eq!((found.reachable, found.authorised, found.model_exists), (true, Some(true), Some(true)));
        assert_eq!((found.structured, found.context), (Some(Structured::Schema), Some(32_768)));
        assert!(found.sample.unwrap().cost > 0.0 && found.failure.is_none() && found.seconds < 5.0, "{found:?}");
    }
    model.set_script(script.clone().rejects("json_schema", "response_format json_schema is unavailable"));
    let found = test_connection(&provider(&model), &profile(), Language::Chinese).await.unwrap();
    assert_eq!(found.structured, Some(Structured::Object));
    model.set_script(script.rejects("response_format", "unknown field response_format"));
    let found = test_connection(&provider(&model), &profile(), Language::Chinese).await.unwrap();
    assert_eq!(found.structured, Some(Structured::Text));
}

#[tokio::test]
async fn a_test_says_what_does_not_work() {
    let check = async |name: &str, script: Script, change: fn(Provider) -> Provider, expected, class| {
        let model = Model::start(script).await;
        let found = test_connection(&change(provider(&model)), &profile(), Language::Chinese).await.unwrap();
        assert_eq!((found.reachable, found.authorised, found.model_exists), expected, "{name}: {found:?}");
        assert_eq!(found.failure.map(|failure| failure.class), Some(class), "{name}");
        assert!(found.sample.is_none() && found.structured.is_none(), "{name}");
    };
    let same: fn(Provider) -> Provider = |provider| provider;
    let named = Script::new().models(&["test-model"]);
    check("key", Script::new().key("another"), same, (true, Some(false), None), FailureClass::Unauthorized).await;
    check(
        "no such model",
        Script::new().models(&["other"]),
        same,
        (true, Some(true), Some(false)),
        FailureClass::BadRequest,
    )
    .await;
    check(
        "down",
        named.clone().always(Act::status(500)),
        same,
        (true, Some(true), Some(true)),
        FailureClass::ProviderError,
    )
    .await;
    let gone: fn(Provider) -> Provider =
        |provider| Provider { base_url: "http://127.0.0.1:9/v1".to_owned(), ..provider };
    check("nobody there", Script::new(), gone, (false, None, None), FailureClass::Unreachable).await;
    let hasty: fn(Provider) -> Provider = |provider| Provider { timeout: Duration::from_millis(300), ..provider };
    check("hangs", named.always(Act::Hang), hasty, (true, Some(true), Some(true)), FailureClass::Timeout).await;
}

#[tokio::test]
async fn a_test_takes_no_longer_than_ten_seconds() {
    let model = Model::start(Script::new().models(&["test-model"]).always(Act::Hang)).await;
    let provider = Provider { timeout: Duration::from_secs(120), ..provider(&model) };
    let start = Instant::now();
    let found = test_connection(&provider, &profile(), Language::Chinese).await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!(found.failure.unwrap().class, FailureClass::Timeout);
}

#[tokio::test]
async fn servers_on_this_machine_are_found_quickly() {
    let model = Model::start(Script::new().models(&["qwen3:8b"])).await;
    // A port that takes connections and says nothing.
    let mute = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let place = |id: &str, base_url: String| {
        let preset = PRESETS.iter().find(|preset| preset.id == id).unwrap();
        Preset { base_url: base_url.leak(), ..*preset }
    };
    let places = [
        place("ollama", model.root()),
        place("vllm", model.base_url()),
        place("lmstudio", format!("http://{}/v1", mute.local_addr().unwrap())),
        place("llamacpp", "http://127.0.0.1:9/v1".to_owned()),
    ];
    let start = Instant::now();
    let found = find_local_at(&places).await;
    assert!(start.elapsed() < Duration::from_millis(800), "{:?}", start.elapsed());
    let found: Vec<_> = found.iter().map(|local| (local.preset, local.models.as_slice())).collect();
    assert_eq!(found, [("ollama", &["qwen3:8b".to_owned()][..]), ("vllm", &["qwen3:8b".to_owned()])]);
}

#[tokio::test]
async fn an_estimate_is_near_what_is_spent() {
    let model = Model::start(Script::new()).await;
    let (provider, papers) = (provider(&model), papers(20));
    let expected = estimate(&provider, &profile(), &papers.iter().collect::<Vec<_>>(), Language::Chinese);
    let client = client(provider);
    for paper in &papers {
        client.judge(&profile(), paper, Language::Chinese).await.unwrap();
    }
    let spent = client.spent();
    assert_eq!(expected.input_tokens, spent.input_tokens, "the fake counts as the estimate does");
    // Its answers are shorter than real ones.
    assert!(expected.cost > spent.cost && expected.cost < spent.cost * 3.0, "{expected:?} {spent:?}");
}

#[test]
fn every_preset_is_usable() {
    for preset in PRESETS {
        assert!(preset.base_url.starts_with("http") && !preset.base_url.ends_with('/'), "{preset:?}");
        assert_eq!(preset.is_local(), preset.base_url.starts_with("http://127.0.0.1:"), "{preset:?}");
        assert_eq!(preset.is_local(), preset.models.is_empty(), "{preset:?}");
        assert_eq!(PRESETS.iter().filter(|other| other.id == preset.id).count(), 1, "{preset:?}");
    }
}
