//! What the tray's menu says and does (DESIGN 6). All of it is in the window too: some desktops have no tray.

use engine::{
    Engine,
    error::Result,
    verdict::Language,
    words::{self, Words},
};

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
            (false, n) => words::UNREAD.with(self.language, n),
        }
    }

    pub fn entries(&self) -> Vec<Entry> {
        let line = |label: String, action| Entry::Line { label, action };
        let say = |words: Words, action| line(words.of(self.language).to_owned(), action);
        let unread = words::UNREAD.with(self.language, self.unread);
        let today = match self.unread {
            0 => self.language.pick("打开今日", "Open today").to_owned(),
            _ => self.language.pick(format!("打开今日（{unread}）"), format!("Open today ({unread})")),
        };
        vec![
            line(today, Action::OpenToday),
            Entry::Separator,
            match self.running {
                true => say(words::CANCEL, Action::Cancel),
                false => say(words::FETCH_NOW, Action::Fetch),
            },
            match self.paused {
                true => say(words::RESUME, Action::Resume),
                false => say(words::PAUSE, Action::Pause),
            },
            say(words::SETTINGS, Action::Settings),
            Entry::Separator,
            say(words::QUIT, Action::Quit),
        ]
    }
}
