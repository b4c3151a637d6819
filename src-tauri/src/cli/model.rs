//! `key` and `model`: the provider's key, its models, what it costs, and what its verdicts rest on.

use std::{
    future::Future,
    io::{BufRead as _, IsTerminal as _},
    process::ExitCode,
    sync::Arc,
};

use engine::{
    Engine,
    api::{self, types::Nothing},
    error::{Error, Result},
    judge::llm::ProviderKind,
};

use super::{
    Args,
    args::{KeyCommand, ModelCommand, Table},
    print, print_json,
    read::open,
};

/// A test that fails is an answer, and not a good one.
const FAILED: u8 = 1;

pub fn key(args: &Args, command: &KeyCommand) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let settings = engine.settings()?;
    let base_url = |given: &Option<String>| given.clone().unwrap_or_else(|| settings.judge.base_url.clone());
    let status = match command {
        KeyCommand::Status { base_url } => {
            wait(api::key_status(&engine, api::KeyRequest { base_url: base_url.clone() }))?
        }
        KeyCommand::Set { base_url: given } => {
            let request = api::SetKeyRequest { base_url: base_url(given), key: Some(read_key()?) };
            wait(api::set_key(&engine, request))?
        }
        KeyCommand::Delete { base_url: given } => {
            wait(api::set_key(&engine, api::SetKeyRequest { base_url: base_url(given), key: None }))?
        }
    };
    if args.json {
        print_json(&status)?;
        return Ok(ExitCode::SUCCESS);
    }
    let place = &status.place;
    print(&match status.from {
        Some(engine::secrets::Origin::Keychain) => format!("There is a key for {place} in the keychain."),
        Some(engine::secrets::Origin::Environment) => {
            format!("The key for {place} is that of the environment variable {}.", engine::secrets::VARIABLE)
        }
        None if status.keychain == "ok" => {
            format!("There is no key for {place}. Keep one with: arxiv-llm-daily key set")
        }
        None => format!(
            "There is no key for {place}: the keychain cannot be used ({}). Set the environment variable {}.",
            status.keychain,
            engine::secrets::VARIABLE
        ),
    });
    Ok(ExitCode::SUCCESS)
}

/// One line of stdin: an argument would be in the shell's history and in the list of processes.
fn read_key() -> Result<String> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        eprintln!("Paste the key and press Enter:");
    }
    let mut line = String::new();
    match stdin.lock().read_line(&mut line) {
        Ok(read) if read > 0 && !line.trim().is_empty() => Ok(line.trim().to_owned()),
        _ => Err(Error::usage("No key came on stdin.", "Give it like: arxiv-llm-daily key set < FILE")),
    }
}

pub fn model(args: &Args, command: &ModelCommand) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    match command {
        ModelCommand::Providers => providers(args, &engine)?,
        ModelCommand::Find => find(args, &engine)?,
        ModelCommand::List { base_url } => return list(args, &engine, base_url.as_deref()),
        ModelCommand::Test { base_url, model } => {
            let request = api::TestRequest { kind: None, base_url: base_url.clone(), model: model.clone() };
            let test = wait(api::test_connection(&engine, request))?;
            if args.json {
                print_json(&test)?;
            } else {
                for step in &test.steps {
                    let [name, state] = [serde_json::to_value(step.name)?, serde_json::to_value(step.state)?];
                    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
                    print(format!("{:<11} {:<8} {}", text(&name), text(&state), step.detail).trim_end());
                }
            }
            return Ok(ExitCode::from(if test.ok { 0 } else { FAILED }));
        }
        ModelCommand::Usage { since, until, format } => usage(args, &engine, *since, *until, *format)?,
        ModelCommand::Evidence { id } => evidence(args, &engine, id)?,
        ModelCommand::Estimate { date } => {
            let estimate = wait(api::estimate(&engine, api::EstimateRequest { date: *date }))?;
            if args.json {
                print_json(&estimate)?;
            } else {
                let cost = estimate.cost.map_or("no price is set".to_owned(), |cost| format!("costs about {cost:.4}"));
                print(&format!(
                    "{} papers: about {} tokens in, {} out; {cost}",
                    estimate.papers, estimate.input_tokens, estimate.output_tokens
                ));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn providers(args: &Args, engine: &Arc<Engine>) -> Result<()> {
    let providers = wait(api::providers(engine, Nothing {}))?;
    if args.json {
        return print_json(&providers);
    }
    for provider in providers {
        print(&format!("{:<12} {:<58} {}", provider.id, provider.base_url, provider.models.join(", ")));
    }
    Ok(())
}

fn find(args: &Args, engine: &Arc<Engine>) -> Result<()> {
    let found = wait(api::find_servers(engine, Nothing {}))?;
    if args.json {
        return print_json(&found);
    }
    if found.is_empty() {
        print("No model server answers on this machine at the usual ports.");
    }
    for server in found {
        print(&format!("{}  {}  {}", server.name, server.base_url, server.models.join(", ")));
    }
    Ok(())
}

fn list(args: &Args, engine: &Arc<Engine>, base_url: Option<&str>) -> Result<ExitCode> {
    let settings = engine.settings()?;
    let kind = match settings.judge.engine {
        engine::settings::JudgeEngine::Ollama => ProviderKind::Ollama,
        _ => ProviderKind::OpenAi,
    };
    let base_url = base_url.unwrap_or(&settings.judge.base_url).to_owned();
    let list = wait(api::models(engine, api::ModelsRequest { kind, base_url }))?;
    if args.json {
        print_json(&list)?;
    } else {
        list.models.iter().for_each(|model| print(model));
    }
    let Some(problem) = list.problem else { return Ok(ExitCode::SUCCESS) };
    eprintln!("error: The server lists no models: {problem} Set judge.model to a name that you know.");
    Ok(ExitCode::from(FAILED))
}

fn usage(
    args: &Args,
    engine: &Arc<Engine>,
    since: Option<jiff::civil::Date>,
    until: Option<jiff::civil::Date>,
    format: Table,
) -> Result<()> {
    let report = wait(api::usage(engine, api::UsageRequest { since, until }))?;
    let line = |row: &engine::store::UsageRow, between: &str| {
        // A name that holds a comma is quoted; no other column can.
        let model = if row.model.contains([',', '"']) && between == "," {
            format!("\"{}\"", row.model.replace('"', "\"\""))
        } else {
            row.model.clone()
        };
        let [requests, input, output] = [row.requests, row.input_tokens, row.output_tokens].map(|n| n.to_string());
        let cost = format!("{:.6}", row.cost);
        [row.day.to_string(), model, row.purpose.clone(), requests, input, output, cost].join(between)
    };
    if args.json || format == Table::Json {
        return print_json(&report);
    }
    match format {
        Table::Csv => {
            print("day,model,purpose,requests,input_tokens,output_tokens,cost");
            report.rows.iter().for_each(|row| print(&line(row, ",")));
        }
        _ => {
            report.rows.iter().for_each(|row| print(&line(row, "  ")));
            let budget = if report.budget > 0.0 { format!(" of {:.4}", report.budget) } else { String::new() };
            print(&format!("total {:.4}; today {:.4}{budget}", report.total_cost, report.today_cost));
        }
    }
    Ok(())
}

fn evidence(args: &Args, engine: &Arc<Engine>, id: &engine::paper::ArxivId) -> Result<()> {
    let report = wait(api::evidence(engine, api::types::PaperRequest { id: id.clone() }))?;
    if args.json {
        return print_json(&report);
    }
    print(&format!("{} of {} figures found in the source", report.found, report.total));
    for figure in &report.figures {
        let place = figure.place.as_ref().map_or("not found".to_owned(), |place| place.quote.clone());
        print(&format!("{}  {:<16} {place}", if figure.found { "✓" } else { "✗" }, figure.text));
    }
    Ok(())
}

/// Runs a command of the engine that may ask the network.
fn wait<T>(command: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|err| Error::defect(format!("The program cannot start its threads: {err}")))?;
    runtime.block_on(command)
}
