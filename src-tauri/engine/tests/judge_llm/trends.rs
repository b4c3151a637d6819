//! The day's trends: named by the model, from the papers of the day and no others.

use engine::{
    digest::FailureClass,
    paper::Paper,
    verdict::{Analysis, Decision, Language},
};
use serde_json::{Value, json};

use super::{client, papers, provider};
use crate::model::{Act, Model, Script};

fn analysis() -> Analysis {
    Analysis {
        reason: "相关".to_owned(),
        keywords: vec!["推理".to_owned()],
        summary: "提出一种路由方法。".to_owned(),
        ..Analysis::empty(Decision::Recommend)
    }
}

fn clusters<'a>(papers: &'a [Paper], analysis: &'a Analysis) -> Vec<Vec<(&'a Paper, &'a Analysis)>> {
    papers.chunks(3).map(|chunk| chunk.iter().map(|paper| (paper, analysis)).collect()).collect()
}

#[tokio::test]
async fn one_request_names_all_clusters() {
    let (papers, analysis) = (papers(9), analysis());
    let model = Model::start(Script::new()).await;
    let client = client(provider(&model));
    for language in [Language::Chinese, Language::English] {
        let (trends, usage) = client.name_trends(&clusters(&papers, &analysis), language).await.unwrap();
        assert_eq!(trends.len(), 3);
        assert_eq!(trends[1].papers, papers[3..6].iter().map(|paper| paper.id.clone()).collect::<Vec<_>>());
        assert!(!trends[0].title.is_empty() && !trends[0].observation.is_empty() && usage.cost > 0.0);
    }
    assert_eq!(model.calls(), 2);
    assert!(client.name_trends(&[], Language::Chinese).await.unwrap().0.is_empty());
    assert_eq!(model.calls(), 2, "a day without papers is not asked about");
}

#[tokio::test]
async fn an_answer_with_anything_else_is_refused_once_and_then_given_up() {
    let (papers, analysis) = (papers(6), analysis());
    let table: Vec<(&str, Act)> = vec![
        ("an unknown id", Act::Edit(|a| a["trends"][0]["papers"] = json!(["2601.99999"]))),
        (
            "one unknown among known",
            Act::Edit(|a| a["trends"][1]["papers"].as_array_mut().unwrap().push(json!("2512.00001"))),
        ),
        ("no id", Act::Edit(|a| a["trends"][0]["papers"] = json!(["the first paper"]))),
        ("no papers", Act::Edit(|a| a["trends"][0]["papers"] = json!([]))),
        ("no title", Act::Edit(|a| a["trends"][0]["title"] = json!(""))),
        ("observation missing", Act::Edit(|a| drop(a["trends"][0].as_object_mut().unwrap().remove("observation")))),
        ("no trends", Act::Edit(|a| a["trends"] = json!([]))),
        ("trends as text", Act::Edit(|a| a["trends"] = json!("推理"))),
        ("a list of words", Act::Edit(|a| a["trends"] = json!(["推理", "智能体"]))),
        ("cut off", Act::Finish("length")),
        ("prose", Act::Content("今天的趋势是推理。".into())),
    ];
    for (name, act) in table {
        let model = Model::start(Script::new().call(1, act.clone())).await;
        let result = client(provider(&model)).name_trends(&clusters(&papers, &analysis), Language::Chinese).await;
        assert_eq!((result.unwrap().0.len(), model.calls()), (2, 2), "{name}");
        let model = Model::start(Script::new().always(act)).await;
        let failure = client(provider(&model)).name_trends(&clusters(&papers, &analysis), Language::Chinese).await;
        assert_eq!((failure.unwrap_err().class, model.calls()), (FailureClass::InvalidAnswer, 2), "{name}");
    }
}

#[tokio::test]
async fn what_is_odd_but_harmless_is_put_right() {
    let (papers, analysis) = (papers(6), analysis());
    let check = async |act: Act, read: fn(&engine::digest::Trend) -> Value, expected: Value| {
        let model = Model::start(Script::new().always(act)).await;
        let (trends, _) =
            client(provider(&model)).name_trends(&clusters(&papers, &analysis), Language::Chinese).await.unwrap();
        assert_eq!((read(&trends[0]), model.calls()), (expected, 1));
    };
    // A paper in two trends, and twice in one; versions; no emoji, a word as one, three at once.
    check(
        Act::Edit(|a| a["trends"][0]["papers"] = json!(["2601.00004", "2601.00001v2", "2601.00004"])),
        |t| json!(t.papers),
        json!(["2601.00004", "2601.00001"]),
    )
    .await;
    check(Act::Edit(|a| a["trends"][0]["emoji"] = json!("")), |t| json!(t.emoji), json!("📌")).await;
    check(Act::Edit(|a| a["trends"][0]["emoji"] = json!("fire")), |t| json!(t.emoji), json!("📌")).await;
    check(Act::Edit(|a| a["trends"][0]["emoji"] = json!("🛡️🔥🤖")), |t| json!(t.emoji), json!("🛡️")).await;
    check(Act::Edit(|a| a["trends"][0]["title"] = json!("推理\n<b>优化</b>")), |t| json!(t.title), json!("推理 优化"))
        .await;
}
