//! `settings.toml`: every key of DESIGN 5.2 with its default. Keys of other versions are kept in the file.

use std::{fs, path::Path};

use jiff::civil::Time;
use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::{
    error::{Code, Error, Result},
    verdict::Language,
};

/// The settings as the engine uses them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub profile: ProfileChoice,
    pub arxiv: Arxiv,
    pub feeds: Feeds,
    pub judge: Judge,
    pub network: Network,
    pub schedule: Schedule,
    pub notifications: Notifications,
    pub export: Export,
    pub ui: Ui,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileChoice {
    /// `profiles/CURRENT.toml`, or a preset.
    pub current: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Arxiv {
    pub categories: Vec<String>,
    pub rss_url: Url,
    pub api_url: Url,
    pub oai_url: Url,
    pub html_url: Url,
    /// Between any two requests to arXiv; below 3 only for loopback hosts.
    pub min_interval_seconds: f64,
    pub include_cross_lists: bool,
    pub include_replacements: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Feeds {
    pub urls: Vec<Url>,
}

/// Who judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JudgeEngine {
    Builtin,
    Openai,
    Ollama,
}

impl JudgeEngine {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Builtin => "builtin",
            Self::Openai => "openai",
            Self::Ollama => "ollama",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeepRead {
    Never,
    Recommended,
    All,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Judge {
    pub engine: JudgeEngine,
    pub base_url: String,
    pub model: String,
    pub concurrency: u32,
    pub timeout_seconds: u64,
    /// Of the analysis and the report.
    pub language: Language,
    pub max_papers: u32,
    /// Whether the built-in judge learns from what the reader and models decide.
    pub learn: bool,
    pub deep_read: DeepRead,
    /// In the provider's currency; 0 is no cap.
    pub budget_per_day: f64,
    /// Per million tokens.
    pub price_input: f64,
    pub price_output: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Network {
    /// `system`, `none`, or the address of an HTTP or SOCKS5 proxy.
    pub proxy: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Schedule {
    pub enabled: bool,
    /// `auto`, or `HH:MM` local.
    pub time: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Notifications {
    pub enabled: bool,
    /// `HH:MM-HH:MM` local; empty for none.
    pub quiet_hours: String,
    /// Names every recommended paper of at least this score, up to three; 0 names the first of the day.
    pub papers_above: f64,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Export {
    /// The folder of an Obsidian vault that is kept in step after each run and note; empty for none.
    pub vault: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ui {
    pub language: UiLanguage,
    pub theme: Theme,
    /// Whether a closed window goes on in the tray, where there is one.
    pub close_to_tray: CloseToTray,
}

/// What closing the window means where there is a tray.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CloseToTray {
    Ask,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UiLanguage {
    #[serde(rename = "system")]
    System,
    #[serde(rename = "zh-CN")]
    Chinese,
    #[serde(rename = "en")]
    English,
}

impl UiLanguage {
    /// The language that this means to a reader whose system speaks `system`.
    pub fn or(self, system: Language) -> Language {
        match self {
            Self::System => system,
            Self::Chinese => Language::Chinese,
            Self::English => Language::English,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    System,
    Light,
    Dark,
}

#[allow(clippy::expect_used, reason = "literals of ours, covered by the tests")]
fn url(text: &str) -> Url {
    Url::parse(text).expect("a valid address")
}

impl Default for ProfileChoice {
    fn default() -> Self {
        Self { current: crate::profile::PRESETS[0].file.into() }
    }
}

impl Default for Arxiv {
    fn default() -> Self {
        Self {
            categories: ["cs.CL", "cs.AI", "cs.LG"].map(str::to_owned).to_vec(),
            rss_url: url("https://rss.arxiv.org"),
            api_url: url("https://export.arxiv.org/api/query"),
            oai_url: url("https://oaipmh.arxiv.org/oai"),
            html_url: url("https://arxiv.org/html"),
            min_interval_seconds: 3.5,
            include_cross_lists: true,
            include_replacements: false,
        }
    }
}

impl Default for Judge {
    fn default() -> Self {
        Self {
            engine: JudgeEngine::Builtin,
            base_url: String::new(),
            model: String::new(),
            concurrency: 8,
            timeout_seconds: 120,
            language: Language::Chinese,
            max_papers: 60,
            learn: true,
            deep_read: DeepRead::Recommended,
            budget_per_day: 0.0,
            price_input: 0.0,
            price_output: 0.0,
        }
    }
}

impl Default for Network {
    fn default() -> Self {
        Self { proxy: "system".into() }
    }
}

impl Default for Schedule {
    fn default() -> Self {
        Self { enabled: true, time: "auto".into() }
    }
}

impl Default for Notifications {
    fn default() -> Self {
        Self { enabled: true, quiet_hours: "22:00-08:00".into(), papers_above: 0.0 }
    }
}

impl Default for Ui {
    fn default() -> Self {
        Self { language: UiLanguage::System, theme: Theme::System, close_to_tray: CloseToTray::Ask }
    }
}

impl Settings {
    /// Reads the file; a missing one means the defaults. A broken one is an error that names the line, and is left as
    /// it is.
    pub fn load(path: &Path) -> Result<Self> {
        parse(&read(path)?, path)
    }

    /// The value of `section.key`, as TOML.
    pub fn get(&self, key: &str) -> Result<String> {
        let value = toml::Value::try_from(self).map_err(|err| Error::defect(err.to_string()))?;
        let found = key.split('.').try_fold(&value, |value, part| value.get(part));
        match found {
            Some(toml::Value::String(text)) => Ok(text.clone()),
            Some(value) => Ok(value.to_string()),
            None => Err(unknown_key(key)),
        }
    }

    /// Every key with its value as TOML, in the order of the file.
    pub fn list(&self) -> Result<Vec<(String, String)>> {
        let document = toml_edit::ser::to_document(self).map_err(|err| Error::defect(err.to_string()))?;
        let mut all = Vec::new();
        for (section, table) in document.as_table() {
            for (key, value) in table.as_table_like().into_iter().flat_map(|table| table.iter()) {
                all.push((format!("{section}.{key}"), value.to_string().trim().to_owned()));
            }
        }
        Ok(all)
    }

    /// Sets one key in the file, and keeps everything else in it. Nothing is written when the result would not be valid.
    pub fn set(path: &Path, key: &str, value: &str) -> Result<Self> {
        let text = read(path)?;
        parse(&text, path)?;
        let (text, settings) = Self::changed(&text, key, value)?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|err| Error::disk("create", folder, &err))?;
        }
        crate::disk::write_whole(path, text.as_bytes())?;
        Ok(settings)
    }

    /// The text of a settings file with one key set; order, comments and keys of other versions stay. The value is TOML,
    /// else it is taken as a string.
    pub fn changed(text: &str, key: &str, value: &str) -> Result<(String, Self)> {
        Self::default().get(key)?;
        let (section, name) = key.split_once('.').ok_or_else(|| unknown_key(key))?;
        let impossible = |why: &str| {
            Error::usage(
                format!("{key} cannot be {value:?}: {why}"),
                "Nothing was changed. See what it is now with: arxiv-llm-daily config list",
            )
        };
        let mut document: toml_edit::DocumentMut = text.parse().map_err(|err| impossible(&format!("{err}")))?;
        let is_text = toml_edit::ser::to_document(&Self::default())
            .ok()
            .and_then(|defaults| Some(defaults.get(section)?.get(name)?.is_str()))
            .unwrap_or(false);
        let given = match value.parse::<toml_edit::Value>() {
            Ok(parsed) if parsed.is_str() == is_text => parsed,
            _ => value.into(),
        };
        let table = document.entry(section).or_insert_with(toml_edit::table);
        let Some(table) = table.as_table_like_mut() else {
            return Err(impossible(&format!("{section} is not a table")));
        };
        match table.get_mut(name).and_then(toml_edit::Item::as_value_mut) {
            Some(present) => {
                let decor = present.decor().clone();
                *present = given;
                *present.decor_mut() = decor;
            }
            None => {
                table.insert(name, toml_edit::value(given));
            }
        }
        let text = document.to_string();
        let settings: Self = toml::from_str(&text).map_err(|err| impossible(err.message()))?;
        settings.check().map_err(|why| impossible(&why))?;
        Ok((text, settings))
    }

    fn check(&self) -> std::result::Result<(), String> {
        let arxiv = &self.arxiv;
        let odd = arxiv
            .categories
            .iter()
            .find(|c| c.is_empty() || !c.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c)));
        if let Some(category) = odd {
            return Err(format!("{category:?} is not an arXiv category such as cs.CL"));
        }
        if !(0.0..=3600.0).contains(&arxiv.min_interval_seconds) {
            return Err("arxiv.min_interval_seconds must be from 0 to 3600".into());
        }
        let money = [self.judge.budget_per_day, self.judge.price_input, self.judge.price_output];
        if !money.iter().all(|amount| amount.is_finite() && *amount >= 0.0) {
            return Err("judge.budget_per_day and the prices must not be negative".into());
        }
        for address in
            [&arxiv.rss_url, &arxiv.api_url, &arxiv.oai_url, &arxiv.html_url].into_iter().chain(&self.feeds.urls)
        {
            if !matches!(address.scheme(), "http" | "https") {
                return Err(format!("{address} is not an http or https address"));
            }
        }
        let [concurrency, timeout] = [u64::from(self.judge.concurrency), self.judge.timeout_seconds];
        if !(1..=256).contains(&concurrency) || !(1..=86_400).contains(&timeout) {
            return Err("judge.concurrency must be from 1 to 256, judge.timeout_seconds from 1 to 86400".into());
        }
        quiet_hours(&self.notifications.quiet_hours)?;
        When::parse(&self.schedule.time)?;
        Ok(())
    }
}

impl Arxiv {
    /// Seconds between two requests to this address: below 3 only on this machine.
    pub fn interval_seconds(&self, address: &Url) -> f64 {
        if is_loopback(address) { self.min_interval_seconds } else { self.min_interval_seconds.max(3.0) }
    }
}

/// Whether an address is on this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// When the reader wants the digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// As soon as arXiv's feed has it.
    Auto,
    /// At the first such local time after the feed has it.
    At(Time),
}

impl When {
    /// Reads `schedule.time`: `auto`, or `HH:MM`.
    pub fn parse(text: &str) -> std::result::Result<Self, String> {
        let text = text.trim();
        if text == "auto" {
            return Ok(Self::Auto);
        }
        let wrong = || format!("schedule.time is {text:?}, not auto or like 08:30");
        let (hours, minutes) = text.split_once(':').ok_or_else(wrong)?;
        let numbers = hours.parse::<i8>().ok().zip(minutes.parse::<i8>().ok());
        numbers.and_then(|(hours, minutes)| Time::new(hours, minutes, 0, 0).ok()).map(Self::At).ok_or_else(wrong)
    }
}

/// Start and end of the quiet hours in minutes after local midnight; None for no quiet hours.
pub fn quiet_hours(text: &str) -> std::result::Result<Option<(u16, u16)>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let minutes = |text: &str| -> Option<u16> {
        let (hours, minutes) = text.trim().split_once(':')?;
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
    };
    text.split_once('-')
        .and_then(|(from, to)| Some((minutes(from)?, minutes(to)?)))
        .map(Some)
        .ok_or_else(|| format!("notifications.quiet_hours is {text:?}, not like 22:00-08:00"))
}

fn read(path: &Path) -> Result<String> {
    match fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes)
            .map(|text| text.trim_start_matches('\u{feff}').to_owned())
            .map_err(|_| broken(path, "it is not UTF-8 text")),
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(err) => Err(Error::disk("read", path, &err)),
    }
}

fn parse(text: &str, path: &Path) -> Result<Settings> {
    let settings: Settings = toml::from_str(text).map_err(|err| broken(path, err.to_string().trim()))?;
    settings.check().map_err(|why| broken(path, &why))?;
    Ok(settings)
}

fn broken(path: &Path, why: &str) -> Error {
    Error::new(
        Code::BrokenFile,
        format!("The settings {} cannot be read: {why}", path.display()),
        "Mend the file in an editor, or move it away to start with the defaults; it was not changed.",
    )
}

fn unknown_key(key: &str) -> Error {
    Error::usage(format!("There is no setting {key:?}."), "See all of them with: arxiv-llm-daily config list")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_those_of_the_design() {
        let settings = Settings::default();
        for (key, value) in [
            ("arxiv.categories", r#"["cs.CL", "cs.AI", "cs.LG"]"#),
            ("arxiv.min_interval_seconds", "3.5"),
            ("judge.engine", "builtin"),
            ("judge.language", "zh-CN"),
            ("judge.max_papers", "60"),
            ("notifications.quiet_hours", "22:00-08:00"),
            ("ui.theme", "system"),
        ] {
            assert_eq!(settings.get(key).unwrap(), value, "{key}");
        }
        assert_eq!(settings.arxiv.rss_url.as_str().trim_end_matches('/'), "https://rss.arxiv.org");
    }

    #[test]
    fn setting_a_key_keeps_comments_order_and_unknown_keys() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        let before = "# mine\n[judge]\nmodel = \"a\" # this one\nfuture = 1\n\n[later]\nx = 2\n";
        fs::write(&path, before).unwrap();
        Settings::set(&path, "judge.model", "b").unwrap();
        Settings::set(&path, "ui.theme", "dark").unwrap();
        let after = fs::read_to_string(&path).unwrap();
        assert_eq!(after, before.replace("\"a\"", "\"b\"") + "\n[ui]\ntheme = \"dark\"\n");
    }

    #[test]
    fn a_value_is_toml_else_a_string() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        for (key, value, stored) in [
            ("judge.max_papers", "12", "12"),
            ("judge.model", "12", "12"),
            ("judge.model", "deepseek-chat", "deepseek-chat"),
            ("arxiv.categories", r#"["cs.IR"]"#, r#"["cs.IR"]"#),
            ("arxiv.include_cross_lists", "false", "false"),
            ("judge.budget_per_day", "0.5", "0.5"),
        ] {
            assert_eq!(Settings::set(&path, key, value).unwrap().get(key).unwrap(), stored, "{key} = {value}");
        }
    }

    #[test]
    fn bad_values_and_broken_files_change_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        for (key, value) in [
            ("judge.engine", "gpt"),
            ("nothing.here", "1"),
            ("judge", "1"),
            ("judge.max_papers", "many"),
            ("arxiv.categories", r#"["cs CL"]"#),
            ("arxiv.rss_url", "ftp://x"),
            ("notifications.quiet_hours", "late"),
            ("judge.concurrency", "0"),
            ("arxiv.min_interval_seconds", "1e30"),
            ("judge.budget_per_day", "nan"),
        ] {
            assert_eq!(Settings::set(&path, key, value).unwrap_err().code, Code::Usage, "{key} = {value}");
            assert!(!path.exists());
        }
        for text in ["[judge\n", "[judge]\nmax_papers = \"x\"", "[arxiv]\nrss_url = \"file:///etc\""] {
            fs::write(&path, text).unwrap();
            assert_eq!(Settings::load(&path).unwrap_err().code, Code::BrokenFile, "{text}");
            assert_eq!(Settings::set(&path, "ui.theme", "dark").unwrap_err().code, Code::BrokenFile, "{text}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        let check = |url: &str, expected| assert_eq!(is_loopback(&Url::parse(url).unwrap()), expected, "{url}");
        check("http://127.0.0.1:1234/v1", true);
        check("http://localhost:11434", true);
        check("http://[::1]:8080/v1", true);
        check("http://192.168.1.2:1234/v1", false);
        check("http://localhost.example.com/v1", false);
    }
}
