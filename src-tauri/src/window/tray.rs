//! What the tray's menu says and does (DESIGN 6). All of it is in the window too: some desktops have no tray.

use engine::{Engine, error::Result, verdict::Language};

/// What an entry does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    OpenToday,
    Fetch,
    Cancel,
    Pause,
    Resume,
    Settings,
    Quit,
}

/// One line of the menu, or what separates two groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    Line { label: String, action: Action },
    Separator,
}

/// What the tray knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    pub language: Language,
    pub unread: u32,
    pub running: bool,
    pub paused: bool,
}

impl State {
    pub fn of(engine: &Engine) -> Result<Self> {
        let settings = engine.settings()?;
        Ok(Self {
            language: engine.language(&settings),
            unread: engine.unread()?,
            running: engine.running().is_some(),
            paused: engine.paused_until()?.is_some(),
        })
    }

    /// What hovering says.
    pub fn tip(&self) -> String {
        match (self.running, self.unread) {
            (true, _) => self.language.pick("正在生成研报", "Making the digest").into(),
            (false, 0) => "Arxiv LLM Daily".into(),
            (false, n) => self.language.pick(format!("{n} 篇未读"), format!("{n} unread")),
        }
    }

    pub fn entries(&self) -> Vec<Entry> {
        let say = |chinese: &str, english: &str| self.language.pick(chinese, english).to_owned();
        let line = |label: String, action| Entry::Line { label, action };
        let today = match self.unread {
            0 => say("打开今日", "Open today"),
            n => self.language.pick(format!("打开今日（{n} 篇未读）"), format!("Open today ({n} unread)")),
        };
        vec![
            line(today, Action::OpenToday),
            Entry::Separator,
            match self.running {
                true => line(say("取消抓取", "Cancel"), Action::Cancel),
                false => line(say("立即抓取", "Fetch now"), Action::Fetch),
            },
            match self.paused {
                true => line(say("恢复自动抓取", "Resume"), Action::Resume),
                false => line(say("暂停到明天", "Pause until tomorrow"), Action::Pause),
            },
            line(say("设置", "Settings"), Action::Settings),
            Entry::Separator,
            line(say("退出", "Quit"), Action::Quit),
        ]
    }
}
