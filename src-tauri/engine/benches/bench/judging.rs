//! The model judge at work: its time against the ideal, against a pipeline that asks for five papers at a time one
//! call after the other, and whether its memory stays flat.

use std::time::{Duration, Instant};

use engine::{
    judge::llm::{Client, Limits, Provider, ProviderKind, stream_judgements},
    paper::Paper,
    profile::Profile,
    verdict::Language,
};

use crate::model::{Model, Script};

const LATENCY: Duration = Duration::from_millis(50);
const CONCURRENCY: usize = 16;
/// A pipeline that asks for several papers in one call waits for all of their answers.
const PER_CALL: u32 = 5;
const TURNS: usize = 3;
/// Batches of which the memory is looked at, after the first.
const MORE: usize = 4;

pub fn print(papers: &[Paper]) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let ideal = papers.len() as f64 / CONCURRENCY as f64 * LATENCY.as_secs_f64();
        let mut ours: Vec<f64> = Vec::new();
        for _ in 0..TURNS {
            let model = Model::start(Script::new().latency(LATENCY)).await;
            ours.push(judge(&client(&model), papers).await);
        }
        ours.sort_by(f64::total_cmp);
        let median = ours[TURNS / 2];
        let sequential = one_after_the_other(papers).await;
        println!("\n| judge {} papers, a model of {LATENCY:?} | seconds | × ideal |", papers.len());
        println!("| --- | ---: | ---: |");
        println!("| ideal: {CONCURRENCY} at once | {ideal:.3} | 1.00 |");
        println!(
            "| ours, {CONCURRENCY} at once | {median:.3} | {:.2} ({:.2}–{:.2}) |",
            median / ideal,
            ours[0] / ideal,
            ours[TURNS - 1] / ideal
        );
        println!("| five papers per call, one call after the other | {sequential:.3} | {:.2} |", sequential / ideal);
        match memory(papers).await {
            Some((first, last)) => println!(
                "\nmemory after {} judged papers {first:.1} MiB, after {} {last:.1} MiB ({:.3} ×)",
                papers.len(),
                papers.len() * (1 + MORE),
                last / first
            ),
            None => println!("\nSKIPPED memory: this system has no /proc"),
        }
    });
}

fn client(model: &Model) -> Client {
    let provider = Provider {
        kind: ProviderKind::OpenAi,
        base_url: model.base_url(),
        model: "bench".into(),
        key: None,
        proxy: "none".into(),
        timeout: Duration::from_secs(60),
        concurrency: CONCURRENCY,
        price_input: 0.0,
        price_output: 0.0,
    };
    Client::new(provider).expect("a client")
}

/// The seconds until every paper has its verdict.
async fn judge(client: &Client, papers: &[Paper]) -> f64 {
    let start = Instant::now();
    let profile = Profile { focus: vec!["agents and tool use".into()], ..Profile::default() };
    let mut answers = stream_judgements(client, &profile, papers.to_vec(), Language::English, Limits::default());
    let mut judged = 0;
    while let Some((_, answer)) = answers.recv().await {
        answer.expect("a verdict");
        judged += 1;
    }
    assert_eq!(judged, papers.len());
    start.elapsed().as_secs_f64()
}

/// The same answers per second of the server, five of them in a call.
async fn one_after_the_other(papers: &[Paper]) -> f64 {
    let model = Model::start(Script::new().latency(LATENCY * PER_CALL)).await;
    let (client, profile) = (client(&model), Profile::default());
    let start = Instant::now();
    for five in papers.chunks(PER_CALL as usize) {
        client.judge(&profile, &five[0], Language::English).await.expect("a verdict");
    }
    start.elapsed().as_secs_f64()
}

/// MiB in use after the first batch, and after some more.
async fn memory(papers: &[Paper]) -> Option<(f64, f64)> {
    let model = Model::start(Script::new()).await;
    let client = client(&model);
    judge(&client, papers).await;
    model.forget();
    let first = resident()?;
    for _ in 0..MORE {
        judge(&client, papers).await;
        model.forget();
    }
    Some((first, resident()?))
}

fn resident() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}
