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
};

use super::{
    Args,
    args::{ConfigCommand, Mark, ProfileCommand},
    learn, print, print_json,
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
                    text.push_str(&format!(
                        "# matches no word of the archive yet: {}\n",
                        line.replace(['\n', '\r'], " ")
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
            eprintln!("The next runs use the profile {name}.");
        }
        ProfileCommand::Edit { name } => edit(&file(&folder, &chosen(name), language)?)?,
        ProfileCommand::Preview { changed } => return super::paper::preview(args, &engine, changed),
        ProfileCommand::Path { name } => print(&file(&folder, &chosen(name), language)?.display().to_string()),
    }
    Ok(ExitCode::SUCCESS)
}

/// The profile's file; a preset is written out first.
fn file(folder: &Path, name: &str, language: engine::verdict::Language) -> Result<PathBuf> {
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
        let note = if one["preset"] == true { "  (preset)".to_owned() } else { text("problem") };
        print(&format!("{mark} {:<20}{}{note}", text("file"), text("name")));
    }
    Ok(())
}

fn edit(path: &Path) -> Result<()> {
    let editor =
        ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let Some(editor) = editor else {
        return Err(Error::usage(
            "No editor is named in VISUAL or EDITOR.",
            format!("Open this file yourself: {}", path.display()),
        ));
    };
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let status = Command::new(program).args(words).arg(path).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => {
            Err(Error::usage(format!("{program} ended with {status}."), format!("The file is {}", path.display())))
        }
        Err(err) => Err(Error::usage(format!("{program} cannot be started: {err}."), "Set EDITOR to your editor.")),
    }
}

pub fn config(args: &Args, command: &ConfigCommand) -> Result<ExitCode> {
    if args.sample {
        return Err(Error::usage("The sample day has no settings.", "Leave --sample away."));
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
