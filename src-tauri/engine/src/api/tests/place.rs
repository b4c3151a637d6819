use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{Arc, Mutex},
};

use jiff::{Timestamp, tz::TimeZone};
use url::Url;

use super::{announce, engine_at, engine_of, id};
use crate::{
    Engine, GuideState, GuideStep, Host, Options, Tick,
    api::{types::Nothing, *},
    clock::FixedClock,
    digest::MarkKind,
    error::{Code, Result},
    judge::llm::Secret,
    notification::Notification,
    pipeline::Progress,
    secrets::Keychain,
    verdict::{Decision, Language},
};

const NOW: &str = "2026-01-09T12:00:00Z";

/// A window, and a keychain in memory.
#[derive(Default)]
struct Window {
    keys: Mutex<BTreeMap<String, String>>,
    locked: bool,
}

impl Host for Window {
    fn progress(&self, _: &Progress) {}
    fn open_link(&self, _: &Url) -> Result<()> {
        Ok(())
    }
    fn notify(&self, _: &Notification) {}
    fn has_window(&self) -> bool {
        true
    }
    fn is_focused(&self) -> bool {
        true
    }
    fn name(&self) -> &'static str {
        "window"
    }
    fn keychain(&self) -> &dyn Keychain {
        self
    }
}

impl Keychain for Window {
    fn get(&self, place: &str) -> std::result::Result<Option<Secret>, String> {
        if self.locked {
            return Err("it is locked".into());
        }
        Ok(self.keys.lock().unwrap().get(place).and_then(|key| Secret::new(key)))
    }
    fn set(&self, place: &str, key: Option<&Secret>) -> std::result::Result<(), String> {
        let mut keys = self.keys.lock().unwrap();
        match key {
            Some(key) => keys.insert(place.into(), key.reveal().into()),
            None => keys.remove(place),
        };
        Ok(())
    }
}

#[tokio::test]
async fn the_schedule_waits_until_the_reader_was_asked() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine_of(folder.path(), NOW, Arc::new(Window::default()));
    let guide = |step, state| Guide { step, state };
    assert_eq!(app(&engine, Nothing {}).await.unwrap().guide, guide(GuideStep::Language, GuideState::Open));
    assert_eq!(engine.tick(None).await.unwrap(), Tick::Guided);
    // The first answers are written while the guide goes on.
    engine.set("arxiv.rss_url", "http://127.0.0.1:9").unwrap();
    engine.set("network.proxy", "none").unwrap();
    set_guide(&engine, guide(GuideStep::Interests, GuideState::Open)).await.unwrap();
    assert_eq!(engine.tick(None).await.unwrap(), Tick::Guided);
    drop(engine);
    // It is gone on with after a restart; without a window nobody is asked, and the day is made.
    let again = engine_of(folder.path(), NOW, Arc::new(Window::default()));
    assert_eq!(app(&again, Nothing {}).await.unwrap().guide, guide(GuideStep::Interests, GuideState::Open));
    assert_eq!(again.tick(None).await.unwrap(), Tick::Guided);
    drop(again);
    let hidden = engine_at(folder.path(), NOW);
    assert!(matches!(hidden.tick(None).await.unwrap(), Tick::Failed(_)), "nothing answers at the address");
    drop(hidden);
    for state in [GuideState::Left, GuideState::Done] {
        let engine = engine_of(folder.path(), NOW, Arc::new(Window::default()));
        set_guide(&engine, guide(GuideStep::Model, state)).await.unwrap();
        assert!(matches!(engine.tick(None).await.unwrap(), Tick::Failed(_)), "{state:?}");
    }
}

#[tokio::test]
async fn a_folder_where_something_is_set_is_not_asked() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("settings.toml"), "[schedule]\nenabled = false\n").unwrap();
    let engine = engine_of(folder.path(), NOW, Arc::new(Window::default()));
    assert_eq!(app(&engine, Nothing {}).await.unwrap().guide, Guide::default());
    assert_eq!(engine.tick(None).await.unwrap(), Tick::Off);
}

/// A folder with a paper, a note, a setting, a profile, a backup and a file that is not ours.
async fn filled(folder: &Path) -> Arc<Engine> {
    let engine = engine_at(folder, NOW);
    announce(&engine, "2026-01-09", &[("2601.00001", "One")]);
    save_note(&engine, SaveNoteRequest { id: id("2601.00001"), text: "keep me".into() }).await.unwrap();
    engine.set("judge.max_papers", "33").unwrap();
    fs::create_dir_all(folder.join("profiles")).unwrap();
    fs::write(folder.join("profiles/mine.toml"), "name = \"Mine\"\n").unwrap();
    fs::write(folder.join("own.txt"), "the reader's").unwrap();
    backup(&engine, BackupRequest::default()).await.unwrap();
    engine
}

#[tokio::test]
async fn a_program_that_stays_open_backs_up_each_day() {
    let place = tempfile::tempdir().unwrap();
    let daily = || {
        let names = fs::read_dir(place.path().join("backups")).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().contains("daily")).count()
    };
    let engine = filled(place.path()).await;
    engine.set("schedule.enabled", "false").unwrap();
    let now = engine.clock.now();
    for last in [None, Some(now - jiff::SignedDuration::from_secs(30))] {
        assert_eq!(engine.tick(last).await.unwrap(), Tick::Off);
    }
    drop(engine);
    assert_eq!(daily(), 0, "the day was begun by others");
    let engine = engine_at(place.path(), NOW);
    assert_eq!(engine.tick(Some(now - jiff::SignedDuration::from_hours(24))).await.unwrap(), Tick::Off);
    drop(engine);
    assert_eq!(daily(), 1);
}

async fn note_of(engine: &Arc<Engine>) -> String {
    note(engine, types::PaperRequest { id: id("2601.00001") }).await.map(|note| note.text).unwrap_or_default()
}

#[tokio::test]
async fn the_data_folder_moves_and_is_found_there() {
    let place = tempfile::tempdir().unwrap();
    let (old, new) = (place.path().join("old"), place.path().join("new"));
    let engine = filled(&old).await;
    let moved = move_data(&engine, MoveRequest { path: new.clone() }).await.unwrap();
    assert_eq!(moved.path, new);
    // Nothing more is done in the old place.
    let refused = save_note(&engine, SaveNoteRequest { id: id("2601.00001"), text: "lost".into() }).await.unwrap_err();
    assert!(refused.code == Code::Disk && refused.message.contains("new"), "{refused:?}");
    assert!(engine.set("judge.max_papers", "1").is_err());
    drop(engine);

    let engine = engine_at(&old, NOW);
    let info = app(&engine, Nothing {}).await.unwrap();
    assert_eq!(info.data_dir, new.canonicalize().unwrap().display().to_string());
    assert_eq!(info.old_copy, Some(old.canonicalize().unwrap().display().to_string()));
    assert_eq!(note_of(&engine).await, "keep me");
    assert_eq!(engine.settings().unwrap().judge.max_papers, 33);
    assert!(new.join("profiles/mine.toml").exists() && new.join("own.txt").exists());
    assert_eq!(backups(&engine, Nothing {}).await.unwrap().len(), 1);
    assert!(doctor(&engine, Nothing {}).await.unwrap().ok);

    delete_old_copy(&engine, Nothing {}).await.unwrap();
    let left: Vec<_> = fs::read_dir(&old).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["moved-to"]);
    assert_eq!(delete_old_copy(&engine, Nothing {}).await.unwrap_err().code, Code::NotFound);
    drop(engine);
    assert_eq!(note_of(&engine_at(&old, NOW)).await, "keep me");
    // A drive that is not connected is told, and nothing new is begun in its place.
    fs::rename(&new, place.path().join("away")).unwrap();
    let folder = crate::folder::Folder::open(&old).unwrap_err();
    assert!(folder.code == Code::Disk && folder.message.contains("not there"), "{folder:?}");
}

#[tokio::test]
async fn a_place_that_cannot_be_is_refused_and_nothing_changes() {
    let place = tempfile::tempdir().unwrap();
    let old = place.path().join("old");
    let engine = filled(&old).await;
    let full = place.path().join("full");
    fs::create_dir_all(full.join("arxiv-llm-daily/something")).unwrap();
    for (path, why) in [
        (old.clone(), "is the data folder"),
        (old.join("inside"), "in it"),
        (full.clone(), "something in it"),
        ("relative".into(), "not a whole one"),
        (place.path().to_owned(), ""),
    ] {
        let moved = move_data(&engine, MoveRequest { path: path.clone() }).await;
        // A folder with other things in it gets a new one.
        if why.is_empty() {
            continue;
        }
        let error = moved.unwrap_err();
        assert!(error.code == Code::Usage && error.message.contains(why), "{path:?}: {error:?}");
    }
    drop(engine);
    assert_eq!(
        app(&engine_at(&old, NOW), Nothing {}).await.unwrap().data_dir,
        place.path().canonicalize().unwrap().join("arxiv-llm-daily").display().to_string()
    );
}

#[tokio::test]
async fn the_data_folder_does_not_move_under_a_run() {
    let place = tempfile::tempdir().unwrap();
    let (old, new) = (place.path().join("old"), place.path().join("new"));
    let engine = filled(&old).await;
    let run = engine.folder().unwrap().lock_pipeline("a run").unwrap();
    let request = || MoveRequest { path: new.clone() };
    assert_eq!(move_data(&engine, request()).await.unwrap_err().code, Code::Busy);
    assert!(!new.exists() && !old.join("moved-to").exists());
    drop(run);
    move_data(&engine, request()).await.unwrap();
}

#[tokio::test]
async fn a_reset_begins_anew_and_can_be_taken_back() {
    let place = tempfile::tempdir().unwrap();
    let engine = filled(place.path()).await;
    let done = reset(&engine, Nothing {}).await.unwrap();
    assert_eq!(note_of(&engine).await, "");
    assert_eq!(app(&engine, Nothing {}).await.unwrap().guide.state, GuideState::Open);
    assert_eq!(engine.settings().unwrap().judge.max_papers, 60);
    assert!(!place.path().join("profiles/mine.toml").exists());
    assert!(
        fs::read_dir(place.path()).unwrap().all(|entry| !entry
            .unwrap()
            .file_name()
            .to_string_lossy()
            .contains("reset"))
    );
    restore(&engine, RestoreRequest { path: done.backup }).await.unwrap();
    assert_eq!(note_of(&engine).await, "keep me");
    assert_eq!(engine.settings().unwrap().judge.max_papers, 33);
    assert!(place.path().join("profiles/mine.toml").exists());
}

#[tokio::test]
async fn every_key_that_was_kept_is_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let host = Arc::new(Window::default());
    let engine = engine_of(folder.path(), NOW, host.clone());
    for (base_url, key) in [("https://api.deepseek.com/v1", "sk-1"), ("https://models.example.org:8443/v1", "sk-2")] {
        set_key(&engine, SetKeyRequest { base_url: base_url.into(), key: Some(key.into()) }).await.unwrap();
    }
    // Of a version that did not remember where.
    host.keys.lock().unwrap().insert("https://api.openai.com:443".into(), "sk-3".into());
    let deleted = delete_keys(&engine, Nothing {}).await.unwrap();
    assert_eq!(
        deleted.places,
        ["https://api.deepseek.com:443", "https://api.openai.com:443", "https://models.example.org:8443"]
    );
    assert!(host.keys.lock().unwrap().is_empty());
    assert!(delete_keys(&engine, Nothing {}).await.unwrap().places.is_empty());
    drop(engine);
    let locked = engine_of(folder.path(), NOW, Arc::new(Window { locked: true, ..Window::default() }));
    assert_eq!(delete_keys(&locked, Nothing {}).await.unwrap_err().code, Code::Refused);
}

fn sample() -> Arc<Engine> {
    let options = Options {
        data_dir: "unused".into(),
        profile: None,
        sample: true,
        system_language: Language::English,
        volume: |_| crate::disk::Volume::default(),
    };
    let now: Timestamp = NOW.parse().unwrap();
    let host = Arc::new(Window::default());
    Arc::new(Engine::open(options, Arc::new(FixedClock(now, TimeZone::UTC)), host).unwrap())
}

#[tokio::test]
async fn keywords_are_counted_by_day() {
    let engine = sample();
    let digest = types_sample(&engine).await;
    let mut counted: BTreeMap<String, u32> = BTreeMap::new();
    for paper in digest.papers.iter().filter(|paper| paper.failure.is_none()) {
        let mut words: Vec<String> = paper.verdict.analysis.keywords.iter().map(|word| word.to_lowercase()).collect();
        words.sort();
        words.dedup();
        words.into_iter().for_each(|word| *counted.entry(word).or_default() += 1);
    }
    let found = keywords(&engine, KeywordsRequest { since: None, limit: 1000 }).await.unwrap();
    assert_eq!(found.len(), counted.len());
    for view in &found {
        let days: Vec<_> = view.days.iter().map(|day| (day.date, day.papers)).collect();
        assert_eq!(days, [(digest.date, counted[&view.keyword.to_lowercase()])], "{}", view.keyword);
    }
    assert!(found.windows(2).all(|pair| pair[0].days[0].papers >= pair[1].days[0].papers), "the most frequent first");
    let later = digest.date.tomorrow().unwrap();
    assert!(keywords(&engine, KeywordsRequest { since: Some(later), limit: 9 }).await.unwrap().is_empty());
}

async fn types_sample(engine: &Arc<Engine>) -> crate::digest::Digest {
    crate::api::sample(engine, Nothing {}).await.unwrap().digest
}

#[tokio::test]
async fn judge_and_reader_are_compared() {
    let engine = sample();
    let digest = types_sample(&engine).await;
    let of = |decision: Decision| {
        let mut papers = digest.papers.iter().filter(move |paper| paper.verdict.analysis.decision == decision);
        (papers.next().unwrap().id.clone(), papers.next().unwrap().id.clone())
    };
    assert!(agreement(&engine, Nothing {}).await.unwrap().pairs.is_empty());
    let (starred, also) = of(Decision::Recommend);
    for id in [starred, also.clone()] {
        mark(&engine, types::MarkRequest { id, mark: MarkKind::Star, on: true }).await.unwrap();
    }
    // Starred and put down: the word counts.
    let (skipped, _) = of(Decision::Skip);
    for (id, decision) in [(also, Decision::Skip), (skipped, Decision::Recommend)] {
        override_verdict(&engine, OverrideRequest { id, decision: Some(decision) }).await.unwrap();
    }
    let said = agreement(&engine, Nothing {}).await.unwrap();
    let mut pairs: Vec<_> =
        said.pairs.iter().map(|pair| (pair.judge.as_str(), pair.reader.as_str(), pair.papers)).collect();
    pairs.sort();
    assert_eq!(pairs, [("recommend", "recommend", 1), ("recommend", "skip", 1), ("skip", "recommend", 1)]);
    let month = digest.date.strftime("%Y-%m").to_string();
    assert_eq!(said.months, [AgreementMonth { month, agreed: 1, said: 3 }]);
}

#[tokio::test]
async fn the_sample_day_says_why_its_papers_stand_where_they_do() {
    let folder = tempfile::tempdir().unwrap();
    // Started with it, and shown to who has nothing yet.
    for engine in [sample(), engine_of(folder.path(), NOW, Arc::new(Window::default()))] {
        let digest = types_sample(&engine).await;
        for paper in &digest.papers {
            let ranked = why_ranked(&engine, RankedPaper { id: paper.id.clone() }).await;
            assert!(ranked.is_ok(), "{}: {ranked:?}", paper.id);
            let checked = evidence(&engine, types::PaperRequest { id: paper.id.clone() }).await;
            assert!(checked.is_ok(), "{}: {checked:?}", paper.id);
            let near = similar(&engine, SimilarRequest { id: paper.id.clone(), limit: 6 }).await;
            assert!(near.is_ok(), "{}: {near:?}", paper.id);
        }
    }
}

#[tokio::test]
async fn the_sample_day_is_ranked_by_a_profile_in_the_language_of_the_window() {
    for (language, is_chinese) in [("en", false), ("zh-CN", true)] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("settings.toml"), format!("[ui]\nlanguage = \"{language}\"\n")).unwrap();
        let engine = engine_of(folder.path(), NOW, Arc::new(Window::default()));
        let mut phrases = Vec::new();
        for paper in types_sample(&engine).await.papers {
            phrases.extend(why_ranked(&engine, RankedPaper { id: paper.id }).await.unwrap().r#for);
        }
        let chinese = phrases.iter().any(|phrase| !phrase.is_ascii());
        assert!(!phrases.is_empty() && chinese == is_chinese, "{language}: {phrases:?}");
    }
}

#[tokio::test]
async fn the_log_that_is_shown_is_the_one_that_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine_of(folder.path(), NOW, Arc::new(Window::default()));
    let logs = engine.folder().unwrap().logs();
    fs::create_dir_all(&logs).unwrap();
    let write = |name: &str, minute: u64| {
        let path = logs.join(name);
        fs::write(&path, name).unwrap();
        let at = std::time::UNIX_EPOCH + std::time::Duration::from_secs(60 * minute);
        fs::File::options().append(true).open(path).unwrap().set_modified(at).unwrap();
    };
    let shown = || async { log(&engine, Nothing {}).await.unwrap().text };
    assert_eq!(shown().await, "", "there is none yet");
    write("arxiv-llm-daily.3.log", 1);
    write("arxiv-llm-daily.1.log", 2);
    write("notes.txt", 9);
    assert_eq!(shown().await, "arxiv-llm-daily.1.log", "the moment after a file was set aside");
    write("arxiv-llm-daily.log", 3);
    assert_eq!(shown().await, "arxiv-llm-daily.log");
}
