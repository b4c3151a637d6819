//! The engine itself in a data folder, for what has to go on without a restart.

use std::sync::Arc;

use engine::{
    Engine, Host, Options, clock::SystemClock, error::Result, notification::Notification, pipeline::Progress,
    pipeline::RunOutcome, verdict::Language,
};
use jiff::civil::Date;

use super::app::App;

/// Nobody around the engine.
struct Nobody;

impl Host for Nobody {
    fn progress(&self, _: &Progress) {}
    fn open_link(&self, _: &url::Url) -> Result<()> {
        Ok(())
    }
    fn notify(&self, _: &Notification) {}
    fn is_focused(&self) -> bool {
        false
    }
    fn name(&self) -> &'static str {
        "test"
    }
}

pub fn open(app: &App) -> Engine {
    let options = Options {
        data_dir: app.data(),
        profile: None,
        sample: false,
        system_language: Language::English,
        volume: |_| engine::disk::Volume::default(),
    };
    Engine::open(options, Arc::new(SystemClock), Arc::new(Nobody)).expect("an engine")
}

pub fn run(engine: &Engine, date: Date) -> Result<RunOutcome> {
    super::runtime().block_on(engine.run(Some(date), false))
}
