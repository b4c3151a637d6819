//! A day's papers together: every one gets exactly one result.

use std::time::{Duration, Instant};

use engine::{
    digest::{Failure, FailureClass},
    judge::llm::{Answer, Client, Limits, Provider, stream_judgements},
    verdict::Language,
};
use tokio::sync::watch;

use super::{client, paper, papers, profile, provider};
use crate::model::{Act, Model, Script};

type Results = Vec<Result<Answer, Failure>>;

async fn run(client: &Client, count: usize, limits: Limits) -> Results {
    let mut results: Vec<Option<Result<Answer, Failure>>> = vec![None; count];
    let mut stream = stream_judgements(client, &profile(), papers(count), Language::Chinese, limits);
    while let Some((index, result)) = stream.recv().await {
        assert!(results[index].replace(result).is_none(), "paper {index} has two results");
    }
    results
        .into_iter()
        .enumerate()
        .map(|(n, result)| result.unwrap_or_else(|| panic!("paper {n} has no result")))
        .collect()
}

fn classes(results: &Results, class: FailureClass) -> usize {
    results.iter().filter(|result| result.as_ref().is_err_and(|failure| failure.class == class)).count()
}

#[tokio::test]
async fn every_paper_gets_its_own_verdict_and_no_more_requests_than_allowed_are_out() {
    let model = Model::start(Script::new().latency(Duration::from_millis(30))).await;
    let client = client(provider(&model));
    let results = run(&client, 30, Limits::default()).await;
    for (paper, result) in papers(30).iter().zip(&results) {
        let answer = result.as_ref().unwrap();
        let expected = crate::model::verdict(paper.id.as_str(), false);
        assert_eq!(serde_json::to_value(&answer.analysis).unwrap(), expected);
    }
    assert_eq!((model.calls(), model.in_flight_max()), (30, 4));
    let sum: f64 = results.iter().map(|result| result.as_ref().unwrap().usage.cost).sum();
    assert!((client.spent().cost - sum).abs() < 1e-9);
}

#[tokio::test]
async fn one_bad_paper_never_hurts_another() {
    let script = Script::new()
        .paper("2601.00002", [Act::Content("no".into()), Act::Content("no".into())])
        .paper("2601.00003", vec![Act::status(500); 3])
        .paper("2601.00005", [Act::Finish("content_filter")])
        .paper("2601.00007", [Act::error(400, "maximum context length is 4096")])
        .paper("2601.00009", [Act::status(403)]);
    let model = Model::start(script).await;
    // One at a time, so that the 403 comes after answers.
    let client = client(Provider { concurrency: 1, ..provider(&model) });
    let results = run(&client, 12, Limits::default()).await;
    let failed: Vec<usize> = (0..12).filter(|n| results[*n].is_err()).map(|n| n + 1).collect();
    assert_eq!(failed, [2, 3, 5, 7, 9]);
}

#[tokio::test]
async fn a_refused_key_is_not_hammered() {
    for act in [Act::status(401), Act::status(402), Act::status(403), Act::error(404, "model not found")] {
        let model = Model::start(Script::new().always(act.clone()).latency(Duration::from_millis(20))).await;
        let client = client(provider(&model));
        let results = run(&client, 50, Limits::default()).await;
        let class = results[0].as_ref().unwrap_err().class;
        assert_eq!(classes(&results, class), 50);
        assert!(model.calls() <= 4, "{act:?}: {} requests", model.calls());
    }
}

#[tokio::test]
async fn a_used_up_quota_fails_the_rest_until_it_is_back() {
    let script = Script::new().call(3, Act::later(429, "3600"));
    let model = Model::start(script.clone()).await;
    let client = client(Provider { concurrency: 1, ..provider(&model) });
    let results = run(&client, 20, Limits::default()).await;
    assert_eq!((model.calls(), classes(&results, FailureClass::RateLimited)), (3, 18));
    assert!(results[19].as_ref().unwrap_err().next_try.is_some());
}

#[tokio::test]
async fn a_server_that_hangs_for_everybody_is_left() {
    let model = Model::start(Script::new().always(Act::Hang)).await;
    let client = client(Provider { timeout: Duration::from_millis(150), ..provider(&model) });
    let results = run(&client, 60, Limits::default()).await;
    assert_eq!(classes(&results, FailureClass::Timeout), 60);
    assert!(model.calls() <= 24, "{} requests", model.calls());
}

#[tokio::test]
async fn the_budget_is_a_hard_cap() {
    let model = Model::start(Script::new()).await;
    let one = {
        let client = client(provider(&model));
        client.judge(&profile(), &paper("2601.00001"), Language::Chinese).await.unwrap().usage.cost
    };
    let client = client(provider(&model));
    let results = run(&client, 40, Limits { max_cost: Some(one * 10.0), ..Limits::default() }).await;
    let judged = results.iter().filter(|result| result.is_ok()).count();
    assert_eq!(judged + classes(&results, FailureClass::Budget), 40);
    assert!((9..=14).contains(&judged), "{judged} judged");
    assert!(client.spent().cost <= one * 14.5, "at most the requests under way over");
    let again = run(&client, 5, Limits { max_cost: Some(one * 10.0), ..Limits::default() }).await;
    assert!(again.iter().all(Result::is_ok), "what was spent before this batch is the caller's to count");
}

#[tokio::test]
async fn cancelling_keeps_what_was_asked_for_and_asks_no_more() {
    let model = Model::start(Script::new().latency(Duration::from_millis(100))).await;
    let client = client(provider(&model));
    let (cancel, cancelled) = watch::channel(false);
    let mut stream = stream_judgements(
        &client,
        &profile(),
        papers(40),
        Language::Chinese,
        Limits { cancel: cancelled, ..Limits::default() },
    );
    let mut results = vec![stream.recv().await.unwrap()];
    cancel.send(true).unwrap();
    while let Some(result) = stream.recv().await {
        results.push(result);
    }
    assert_eq!(results.len(), 40);
    let answered = results.iter().filter(|(_, result)| result.is_ok()).count();
    assert_eq!(answered, model.calls(), "every request that was sent was let finish");
    assert!(model.calls() <= 9, "{} requests", model.calls());
}

#[tokio::test]
async fn a_cancelled_back_off_ends_at_once() {
    let model = Model::start(Script::new().always(Act::later(429, "2"))).await;
    let client = client(provider(&model));
    let (cancel, cancelled) = watch::channel(false);
    let limits = Limits { cancel: cancelled, ..Limits::default() };
    let mut stream = stream_judgements(&client, &profile(), papers(8), Language::Chinese, limits);
    tokio::time::sleep(Duration::from_millis(150)).await;
    let start = Instant::now();
    cancel.send(true).unwrap();
    let mut results = Vec::new();
    while let Some((_, result)) = stream.recv().await {
        results.push(result);
    }
    assert_eq!(classes(&results, FailureClass::Cancelled), 8, "{results:?}");
    assert!(start.elapsed() < Duration::from_millis(500), "{:?}", start.elapsed());
}

#[tokio::test]
async fn dropping_the_receiver_ends_everything() {
    let model = Model::start(Script::new().latency(Duration::from_millis(50))).await;
    let client = client(provider(&model));
    let mut stream = stream_judgements(&client, &profile(), papers(60), Language::Chinese, Limits::default());
    assert!(stream.recv().await.unwrap().1.is_ok());
    drop(stream);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(model.calls() <= 12, "{} requests", model.calls());
}

#[tokio::test]
async fn too_much_slows_everything_down_and_it_recovers() {
    let script = (1..=6)
        .fold(Script::new().latency(Duration::from_millis(10)), |script, n| script.call(n, Act::later(429, "0")));
    let model = Model::start(script).await;
    let client = client(Provider { concurrency: 8, ..provider(&model) });
    let results = run(&client, 60, Limits::default()).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 60);
    assert_eq!(model.calls(), 66);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_tenth_of_all_requests_failing_nearly_all_papers_are_judged() {
    let model = Model::start(Script::new().failures(0.1, 7)).await;
    let client = client(Provider { concurrency: 16, ..provider(&model) });
    let results = run(&client, 1_000, Limits::default()).await;
    let judged = results.iter().filter(|result| result.is_ok()).count();
    println!("{judged} of 1000 judged in {} requests", model.calls());
    assert!(judged >= 995, "{judged} of 1000 judged");
}

/// The promise about its time (1.10 × the ideal) is measured in the bench.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn as_many_requests_are_under_way_as_the_reader_allows() {
    let model = Model::start(Script::new().latency(Duration::from_millis(50))).await;
    let client = client(Provider { concurrency: 16, ..provider(&model) });
    let results = run(&client, 300, Limits::default()).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(model.in_flight_max(), 16);
}
