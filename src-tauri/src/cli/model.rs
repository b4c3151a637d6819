//! `key` and `model`: the provider's key, its models, what it costs, and what its verdicts rest on.

use std::{
    future::Future,
    io::{BufRead as _, IsTerminal as _},
    process::ExitCode,
    sync::Arc,
};

use engine::{
    Engine,
    api::{self, Step, StepName, StepState, types::Nothing},
    error::{Error, Result},
    judge::llm::{Estimate, ProviderKind},
    secrets::{Origin, VARIABLE},
    verdict::Language,
    words,
};

use super::{
    Args,
    args::{KeyCommand, ModelCommand, Table},
    padded, print, print_json,
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
            let request = api::SetKeyRequest { base_url: base_url(given), key: Some(read_key(args.language)?) };
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
        Some(Origin::Keychain) => args.language.pick(
            format!("{place} 的密钥在钥匙串里。"),
            format!("There is a key for {place} in the keychain."),
        ),
        Some(Origin::Environment) => args.language.pick(
            format!("{place} 的密钥来自环境变量 {VARIABLE}。"),
            format!("The key for {place} is that of the environment variable {VARIABLE}."),
        ),
        None if status.keychain == "ok" => args.language.pick(
            format!("没有 {place} 的密钥。存一个：arxiv-llm-daily key set"),
            format!("There is no key for {place}. Keep one with: arxiv-llm-daily key set"),
        ),
        None => args.language.pick(
            format!("没有 {place} 的密钥，钥匙串也用不了（{}）。请设置环境变量 {VARIABLE}。", status.keychain),
            format!(
                "There is no key for {place}: the keychain cannot be used ({}). Set the environment variable {VARIABLE}.",
                status.keychain
            ),
        ),
    });
    Ok(ExitCode::SUCCESS)
}

/// One line of stdin: an argument would be in the shell's history and in the list of processes.
fn read_key(language: Language) -> Result<String> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        eprintln!("{}", language.pick("粘贴密钥，然后按回车：", "Paste the key and press Enter:"));
    }
    let mut line = String::new();
    match stdin.lock().read_line(&mut line) {
        Ok(read) if read > 0 && !line.trim().is_empty() => Ok(line.trim().to_owned()),
        _ => Err(Error::usage(
            language.pick("标准输入里没有密钥。", "No key came on stdin."),
            language.pick("这样给出：arxiv-llm-daily key set < FILE", "Give it like: arxiv-llm-daily key set < FILE"),
        )),
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
                test.steps.iter().for_each(|step| print(&of_step(step, args.language)));
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
                let Estimate { papers, input_tokens, output_tokens, .. } = estimate;
                let cost = match estimate.cost {
                    Some(cost) => args.language.pick(format!("费用约 {cost:.4}"), format!("costs about {cost:.4}")),
                    None => args.language.pick("没有设置价格", "no price is set").to_owned(),
                };
                print(&args.language.pick(
                    format!("{papers} 篇：约输入 {input_tokens}、输出 {output_tokens} tokens；{cost}"),
                    format!("{papers} papers: about {input_tokens} tokens in, {output_tokens} out; {cost}"),
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
        print(
            args.language.pick(
                "本机的常用端口上没有模型服务应答。",
                "No model server answers on this machine at the usual ports.",
            ),
        );
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
    eprintln!(
        "{}",
        args.language.pick(
            format!("错误：服务器没有列出模型。请把 judge.model 设为你知道的名字。\n详情：{problem}"),
            format!("error: The server lists no models: {problem} Set judge.model to a name that you know."),
        )
    );
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
            let (total, today, budget) = (report.total_cost, report.today_cost, report.budget);
            let budget = match budget > 0.0 {
                true => args.language.pick(format!("，预算 {budget:.4}"), format!(" of {budget:.4}")),
                false => String::new(),
            };
            print(&args.language.pick(
                format!("一共 {total:.4}；今天 {today:.4}{budget}"),
                format!("total {total:.4}; today {today:.4}{budget}"),
            ));
        }
    }
    Ok(())
}

fn evidence(args: &Args, engine: &Arc<Engine>, id: &engine::paper::ArxivId) -> Result<()> {
    let report = wait(api::evidence(engine, api::types::PaperRequest { id: id.clone() }))?;
    if args.json {
        return print_json(&report);
    }
    let (found, total) = (report.found, report.total);
    print(&args.language.pick(
        format!("{found} / {total} 个数字在原文中找到"),
        format!("{found} of {total} figures found in the source"),
    ));
    for figure in &report.figures {
        let place = figure
            .place
            .as_ref()
            .map_or_else(|| args.language.pick("未找到", "not found").to_owned(), |place| place.quote.clone());
        print(&format!("{}  {} {place}", if figure.found { "✓" } else { "✗" }, padded(&figure.text, 16)));
    }
    Ok(())
}

fn of_step(step: &Step, language: Language) -> String {
    let (name, name_of_json) = match step.name {
        StepName::Reachable => (words::STEP_REACHABLE, "reachable"),
        StepName::Authorised => (words::STEP_AUTHORISED, "authorised"),
        StepName::Model => (words::STEP_MODEL, "model"),
        StepName::Structured => (words::STEP_STRUCTURED, "structured"),
        StepName::Context => (words::STEP_CONTEXT, "context"),
        StepName::Cost => (words::STEP_COST, "cost"),
    };
    let (state, state_of_json) = match step.state {
        StepState::Ok => (words::STEP_OK, "ok"),
        StepState::Failed => (words::STEP_FAILED, "failed"),
        StepState::Unknown => (words::STEP_UNKNOWN, "unknown"),
        StepState::Skipped => (words::STEP_SKIPPED, "skipped"),
    };
    let name = padded(language.pick(name.of(language), name_of_json), language.pick(14, 11));
    let state = padded(language.pick(state.of(language), state_of_json), language.pick(6, 8));
    format!("{name} {state} {}", step.detail).trim_end().to_owned()
}

/// Runs a command of the engine that may ask the network.
fn wait<T>(command: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|err| Error::defect(format!("The program cannot start its threads: {err}")))?;
    runtime.block_on(command)
}
