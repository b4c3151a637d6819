//! `mark`, `profile` and `config`: what the reader marks and sets.

use std::{
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    sync::Arc,
};

use engine::{
    Engine,
    api::{self, TagRequest, types::MarkRequest},
    digest::Marks,
    error::{Error, Result},
    paper::ArxivId,
    profile,
    settings::Settings,
    verdict::Language,
    words,
};

use super::{
    Args,
    args::{ConfigCommand, Mark, ProfileCommand},
    learn, padded, print, print_json,
    read::open,
};

pub fn mark(args: &Args, id: &ArxivId, mark: &Mark) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    match mark {
        Mark::Set(kind, on) => {
            let request = MarkRequest { id: id.clone(), mark: *kind, on: *on };
            let marks = futures::executor::block_on(api::mark(&engine, request))?;
            print_marks(args, id, marks, &engine.tags(id)?)
        }
        Mark::Tag(name, on) => {
            let request = TagRequest { id: id.clone(), tag: name.clone(), on: *on };
            let tags = futures::executor::block_on(api::tag(&engine, request))?;
            let marks = engine.marks(id)?;
            print_marks(args, id, marks, &tags)
        }
    }
}

fn print_marks(args: &Args, id: &ArxivId, marks: Marks, tags: &[String]) -> Result<ExitCode> {
    if args.json {
        print_json(&serde_json::json!({
            "id": id, "read": marks.read, "star": marks.star, "later": marks.later, "tags": tags,
        }))?;
    }
    Ok(ExitCode::SUCCESS)
}

pub fn profile(args: &Args, command: &ProfileCommand) -> Result<ExitCode> {
    let engine = Arc::new(open(args)?);
    let settings = engine.settings()?;
    let folder = engine.folder()?.profiles();
    let current = engine.profile_file(&settings);
    let chosen = |name: &Option<String>| name.clone().unwrap_or_else(|| current.clone());
    let language = settings.judge.language;
    match command {
        ProfileCommand::List => list(args, &engine, &folder, &current)?,
        ProfileCommand::Show { name } => {
            let profile = engine.profile(&chosen(name), &settings)?;
            // Only the chosen profile has a place among the words of the archive.
            let silent = if chosen(name) == current { learn::silent_lines(&engine)? } else { Vec::new() };
            if args.json {
                let mut shown = serde_json::to_value(&profile)?;
                shown["silent_lines"] = silent.into();
                print_json(&shown)?;
            } else {
                let mut text = toml::to_string_pretty(&profile).map_err(|err| Error::defect(err.to_string()))?;
                for line in silent {
                    let line = line.replace(['\n', '\r'], " ");
                    text.push_str(&args.language.pick(
                        format!("# 已存的论文里还没有其中的任何词：{line}\n"),
                        format!("# matches no word of the archive yet: {line}\n"),
                    ));
                }
                print(&text);
            }
        }
        ProfileCommand::Use { name } => {
            engine.profile(name, &settings)?;
            if profile::preset(name).is_some() {
                profile::save_preset(&folder, name, language)?;
            }
            Settings::set(&engine.folder()?.settings(), "profile.current", name)?;
            let said = args
                .language
                .pick(format!("以后的运行使用画像「{name}」。"), format!("The next runs use the profile {name}."));
            eprintln!("{said}");
        }
        ProfileCommand::Edit { name } => edit(&file(&folder, &chosen(name), language)?, args.language)?,
        ProfileCommand::Preview { changed } => return super::paper::preview(args, &engine, changed),
        ProfileCommand::Path { name } => print(&file(&folder, &chosen(name), language)?.display().to_string()),
    }
    Ok(ExitCode::SUCCESS)
}

/// The profile's file; a preset is written out first.
fn file(folder: &Path, name: &str, language: Language) -> Result<PathBuf> {
    if profile::preset(name).is_some() {
        return profile::save_preset(folder, name, language);
    }
    profile::load(folder, name, language)?;
    Ok(folder.join(format!("{name}.toml")))
}

fn list(args: &Args, engine: &Engine, folder: &Path, current: &str) -> Result<()> {
    let settings = engine.settings()?;
    let mut all = Vec::new();
    for file in profile::list(folder)? {
        let (name, problem) = match engine.profile(&file, &settings) {
            Ok(profile) => (profile.name, None),
            Err(error) => (String::new(), Some(error.message)),
        };
        let preset = !folder.join(format!("{file}.toml")).exists();
        all.push(serde_json::json!({
            "file": file, "name": name, "preset": preset, "current": file == current, "problem": problem,
        }));
    }
    if args.json {
        return print_json(&all);
    }
    for one in &all {
        let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
        let mark = if one["current"] == true { "*" } else { " " };
        let name = match one["preset"] == true {
            true => words::PRESET.with(args.language, text("name")),
            false => text("name"),
        };
        print(&format!("{mark} {}{name}{}", padded(&text("file"), 20), text("problem")));
    }
    Ok(())
}

fn edit(path: &Path, language: Language) -> Result<()> {
    let editor =
        ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let Some(editor) = editor else {
        return Err(Error::usage(
            language.pick("环境变量 VISUAL 和 EDITOR 都没有指定编辑器。", "No editor is named in VISUAL or EDITOR."),
            language.pick(
                format!("请自己打开这个文件：{}", path.display()),
                format!("Open this file yourself: {}", path.display()),
            ),
        ));
    };
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let status = Command::new(program).args(words).arg(path).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Error::usage(
            language.pick(format!("{program} 异常结束（{status}）。"), format!("{program} ended with {status}.")),
            language.pick(format!("文件在 {}", path.display()), format!("The file is {}", path.display())),
        )),
        Err(err) => Err(Error::usage(
            language.pick(format!("启动不了 {program}：{err}。"), format!("{program} cannot be started: {err}.")),
            language.pick("请把 EDITOR 设为你的编辑器。", "Set EDITOR to your editor."),
        )),
    }
}

pub fn config(args: &Args, command: &ConfigCommand) -> Result<ExitCode> {
    if args.sample {
        return Err(Error::usage(
            args.language.pick("示例没有设置。", "The sample day has no settings."),
            args.language.pick("请去掉 --sample。", "Leave --sample away."),
        ));
    }
    let data_dir = match &args.data_dir {
        Some(path) => path.clone(),
        None => crate::platform::data_dir()?,
    };
    let path = engine::folder::Folder::open(&data_dir)?.settings();
    match command {
        ConfigCommand::Path => print(&path.display().to_string()),
        ConfigCommand::Get { key } => {
            let value = Settings::load(&path)?.get(key)?;
            if args.json { print_json(&serde_json::json!({ "key": key, "value": value }))? } else { print(&value) }
        }
        ConfigCommand::Set { key, value } => {
            let value = Settings::set(&path, key, value)?.get(key)?;
            eprintln!("{key} = {value}");
        }
        ConfigCommand::List if args.json => print_json(&Settings::load(&path)?)?,
        ConfigCommand::List => {
            for (key, value) in Settings::load(&path)?.list()? {
                print(&format!("{key} = {value}"));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
