//! The commands on a data folder of their own.

mod evidence;
mod place;
mod reader;
mod report;

use std::sync::Arc;

use jiff::{Timestamp, tz::TimeZone};
use url::Url;

use crate::{
    Engine, Host, Options,
    clock::FixedClock,
    error::Result,
    notification::Notification,
    paper::{AnnounceType, Announced, ArxivId, Paper},
    pipeline::Progress,
    verdict::Language,
};

/// Nobody around the engine.
pub struct Nobody;

impl Host for Nobody {
    fn progress(&self, _: &Progress) {}
    fn open_link(&self, _: &Url) -> Result<()> {
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

/// An engine on a folder, at a moment.
pub fn engine_at(folder: &std::path::Path, now: &str) -> Arc<Engine> {
    engine_of(folder, now, Arc::new(Nobody))
}

/// The same with somebody around it.
pub fn engine_of(folder: &std::path::Path, now: &str, host: Arc<dyn Host>) -> Arc<Engine> {
    let options = Options {
        data_dir: folder.to_owned(),
        profile: None,
        sample: false,
        system_language: Language::Chinese,
        volume: |_| crate::disk::Volume::default(),
    };
    let now: Timestamp = now.parse().unwrap();
    Arc::new(Engine::open(options, Arc::new(FixedClock(now, TimeZone::UTC)), host).unwrap())
}

pub fn id(text: &str) -> ArxivId {
    text.parse().unwrap()
}

/// Papers in the stored list of a day, judged by nobody.
pub fn announce(engine: &Engine, date: &str, titles: &[(&str, &str)]) {
    let list: Vec<Announced> = titles
        .iter()
        .map(|(id_text, title)| Announced {
            paper: Paper {
                id: id(id_text),
                version: 1,
                title: (*title).to_owned(),
                authors: vec!["Ada Lovelace".into()],
                categories: vec!["cs.CL".into()],
                summary: "An abstract.".into(),
                comment: None,
                url: format!("https://arxiv.org/abs/{id_text}"),
            },
            announce_type: AnnounceType::New,
        })
        .collect();
    engine.store().unwrap().announce(date.parse().unwrap(), "feed", &[], engine.clock.now(), &list).unwrap();
}
