//! What the built-in judge has learnt: the space of the reader's own archive, kept in a file and fitted again as the
//! archive grows, and the model of a profile in it with what the reader and models said of papers.
//!
//! Nothing here is the only copy of anything: all of it is made again from the database.

pub mod topics;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs::File,
    io::{Read as _, Write as _},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;

use crate::{
    disk,
    error::Result,
    judge::builtin::{Model, Space},
    paper::{ArxivId, Paper, hash},
    profile::Profile,
    store::{Evidence, Store},
    verdict::Decision,
};

/// The most papers that a space is fitted on: the newest.
pub const MOST_PAPERS: u32 = 100_000;
/// An archive of up to this size is fitted again whenever it has grown: that takes a second.
const SMALL: u64 = 5_000;
/// A larger one is when it has grown by one in so many, in the background.
const GROWN_BY: u64 = 20;
/// The most model verdicts that are learnt from: the newest.
const MOST_VERDICTS: u32 = 10_000;

/// How much what the reader did counts, against 1 for a verdict of the reader's own. A star says as much.
const NOTED: f64 = 0.3;
const FOR_LATER: f64 = 0.3;
const READ: f64 = 0.1;
const MODEL: f64 = 0.4;

/// Words by which papers outside of the space are found, and how many of those are compared.
const TELLING: usize = 32;
const COMPARED: usize = 1_500;

/// The papers nearest to one in the whole store, without that one itself, nearest first, with their nearness (1 = the
/// same). All papers of the space are compared; of those outside of it, which are older or came in since, the ones that
/// share the paper's telling words.
pub fn similar(store: &Store, space: &Space, paper: &Paper, count: usize) -> Result<Vec<(ArxivId, f64)>> {
    let mut near = space.similar(paper, count)?;
    if store.stored_papers()? as usize > space.documents() {
        let place = space.place_of_paper(paper);
        for id in store.sharing(&space.telling_words(paper, TELLING), COMPARED)? {
            if id == paper.id || space.document(&id).is_some() {
                continue;
            }
            if let Some(other) = store.paper(&id)? {
                let nearness = space.nearness(&place, &space.place_of_paper(&other));
                near.push((id, nearness));
            }
        }
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        near.truncate(count);
    }
    Ok(near)
}

/// What was learnt, shared by all who ask. Methods that may have to fit a space take long: not for the window's thread.
#[derive(Default)]
pub struct Knowledge {
    file: Option<PathBuf>,
    fitted: Mutex<Option<Fitted>>,
    /// One fits, the others wait for it.
    fitting: Mutex<()>,
    mind: Mutex<Option<Mind>>,
}

#[derive(Clone)]
struct Fitted {
    space: Arc<Space>,
    /// How far the store had come, as `Store::archive` says.
    until: i64,
}

/// The profile whose knowledge is asked for.
#[derive(Clone, Copy)]
pub struct Whose<'a> {
    /// Its file name: overrides and digests are stored under it.
    pub file: &'a str,
    pub profile: &'a Profile,
    /// Whether it learns (`judge.learn`).
    pub learns: bool,
}

/// A profile's model with all that there is to learn from.
#[derive(Clone)]
pub struct Learned {
    pub model: Arc<Model>,
    pub labels: Labels,
    /// When something was learnt last; None when nothing ever was.
    pub trained_at: Option<Timestamp>,
    /// Names what was learnt, as an input of the verdicts that are made with it; empty for nothing.
    pub mark: String,
    /// What the reader decided, by an override or a star.
    pub own: Arc<HashMap<ArxivId, Decision>>,
}

/// How many papers were learnt from, by who said it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Labels {
    /// Overrides and stars.
    pub own: u32,
    /// What reading, noting and putting aside hint at.
    pub weak: u32,
    /// Verdicts of models.
    pub model: u32,
}

/// What one paper teaches.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Lesson {
    decision: Decision,
    weight: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Own,
    Weak,
    Model,
}

type Lessons = BTreeMap<(ArxivId, By), Lesson>;

struct Mind {
    file: String,
    read_hash: String,
    lessons: Lessons,
    /// Of learnt papers that are not in the space.
    strangers: HashMap<ArxivId, Vec<f32>>,
    /// What models said, and what that is current for.
    said: Vec<(ArxivId, Evidence)>,
    said_until: Option<(i64, i64, Timestamp)>,
    learned: Learned,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What a panic left behind is whole or absent; at worst it is made again.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Knowledge {
    /// Knowledge that is kept in a file; None keeps it in memory only.
    pub fn new(file: Option<PathBuf>) -> Self {
        Self { file, ..Self::default() }
    }

    /// The model of a profile, with all that there is to learn from until now. After one more decision this takes
    /// milliseconds; it fits a space when there is none, or the archive is small and has grown.
    pub fn learned(&self, store: &Store, whose: Whose, now: Timestamp) -> Result<Learned> {
        let space = self.space(store)?;
        match self.learned_in(Arc::clone(&space), store, whose, now) {
            Err(_) if space.lost() => self.learned_in(self.space(store)?, store, whose, now),
            learned => learned,
        }
    }

    fn learned_in(&self, space: Arc<Space>, store: &Store, whose: Whose, now: Timestamp) -> Result<Learned> {
        let mut held = lock(&self.mind);
        let read_hash = whose.profile.read_hash();
        let same = held.as_ref().is_some_and(|mind| {
            mind.file == whose.file && mind.read_hash == read_hash && Arc::ptr_eq(mind.learned.model.space(), &space)
        });
        if !same {
            *held = None;
        }
        let mind = match &mut *held {
            Some(mind) => mind,
            None => held.insert(Mind::new(whose, read_hash, space)?),
        };
        mind.listen(store, whose, now)?;
        Ok(mind.learned.clone())
    }

    /// Fits the space again if the archive has grown enough since, and tells whether it did. For a thread of its own.
    pub fn refit_if_grown(&self, store: &Store) -> Result<bool> {
        let fitted = self.current(store)?;
        let documents = fitted.space.documents() as u64;
        let new = store.stored_since(fitted.until)?.map_or(u64::MAX, u64::from);
        let grown = new.saturating_mul(GROWN_BY) > documents;
        if grown {
            let _one = lock(&self.fitting);
            self.fit(store)?;
        }
        Ok(grown)
    }

    /// The words and places of the archive; fits them when there are none, or the archive is small and has grown.
    pub fn space(&self, store: &Store) -> Result<Arc<Space>> {
        Ok(self.current(store)?.space)
    }

    fn current(&self, store: &Store) -> Result<Fitted> {
        let good = || -> Result<Option<Fitted>> {
            let Some(fitted) = self.held() else { return Ok(None) };
            let documents = fitted.space.documents() as u64;
            let good = match store.stored_since(fitted.until)? {
                Some(new) => new == 0 || documents + u64::from(new) > SMALL && documents > 0,
                None => false,
            };
            Ok(good.then_some(fitted))
        };
        if let Some(fitted) = good()? {
            return Ok(fitted);
        }
        let _one = lock(&self.fitting);
        if self.held().is_none() {
            let read = self.load();
            *lock(&self.fitted) = read;
        }
        // Another may have fitted it meanwhile.
        match good()? {
            Some(fitted) => Ok(fitted),
            None => self.fit(store),
        }
    }

    /// What was fitted or read, unless its file can no longer be read.
    fn held(&self) -> Option<Fitted> {
        lock(&self.fitted).clone().filter(|fitted| !fitted.space.lost())
    }

    /// Holds nothing that can be read again from the file.
    pub fn rest(&self) {
        if self.file.as_ref().is_some_and(|file| file.exists()) {
            (*lock(&self.mind), *lock(&self.fitted)) = (None, None);
        }
    }

    fn fit(&self, store: &Store) -> Result<Fitted> {
        let (papers, until) = store.archive(MOST_PAPERS)?;
        let mut fitted = Fitted { space: Arc::new(Space::fit(&papers.iter().collect::<Vec<_>>())), until };
        let count = papers.len();
        drop(papers);
        if let (Some(file), 1..) = (&self.file, count) {
            // The old file may be open, here or in another program: std opens files shared for deletion, so that it can be
            // replaced on Windows too. Where that fails all the same, the space stays in memory.
            let written = disk::write_whole_with(file, |out| {
                out.write_all(&until.to_le_bytes())?;
                fitted.space.write(out)
            });
            match written {
                Err(error) => tracing::warn!("what was learnt of the archive is not kept: {error}"),
                // From now on it is read from there, and the memory given back.
                Ok(()) => {
                    let same =
                        |read: &Fitted| read.until == until && read.space.documents() == fitted.space.documents();
                    if let Some(read) = self.load().filter(same) {
                        fitted = read;
                    }
                }
            }
        }
        *lock(&self.fitted) = Some(fitted.clone());
        Ok(fitted)
    }

    /// What the file holds; None when it is absent, damaged or of another version, which is mended by fitting again.
    fn load(&self) -> Option<Fitted> {
        let path = self.file.as_ref()?;
        let mut file = File::open(path).ok()?;
        let mut until = [0; 8];
        let space = file.read_exact(&mut until).ok().and_then(|()| Space::read(file, path));
        if space.is_none() {
            tracing::warn!("what was learnt of the archive cannot be read; it is learnt again");
        }
        Some(Fitted { space: Arc::new(space?), until: i64::from_le_bytes(until) })
    }
}

impl Mind {
    fn new(whose: Whose, read_hash: String, space: Arc<Space>) -> Result<Self> {
        let learned = Learned {
            model: Arc::new(Model::new(space, whose.profile)?),
            labels: Labels::default(),
            trained_at: None,
            mark: String::new(),
            own: Arc::default(),
        };
        Ok(Self {
            file: whose.file.to_owned(),
            read_hash,
            lessons: BTreeMap::new(),
            strangers: HashMap::new(),
            said: Vec::new(),
            said_until: None,
            learned,
        })
    }

    /// Learns what is new and takes back what no longer holds.
    fn listen(&mut self, store: &Store, whose: Whose, now: Timestamp) -> Result<()> {
        let wanted = if whose.learns { self.lessons_of(store)? } else { BTreeMap::new() };
        let gone: Vec<(ArxivId, By)> = self
            .lessons
            .iter()
            .filter(|(key, lesson)| wanted.get(key) != Some(lesson))
            .map(|(key, _)| key.clone())
            .collect();
        let mut changed = !gone.is_empty();
        let model = Arc::make_mut(&mut self.learned.model);
        for key in gone {
            if let (Some(lesson), Some(place)) = (self.lessons.remove(&key), place(model, &self.strangers, &key.0)?) {
                model.count(&place, lesson.decision, -lesson.weight);
            }
        }
        for (key, lesson) in wanted {
            if self.lessons.contains_key(&key) {
                continue;
            }
            let id = &key.0;
            if model.space().document(id).is_none() && !self.strangers.contains_key(id) {
                // A paper that is marked but not stored teaches nothing.
                let Some(paper) = store.paper(id)? else { continue };
                self.strangers.insert(id.clone(), model.space().place_of_paper(&paper));
            }
            if let Some(place) = place(model, &self.strangers, id)? {
                model.count(&place, lesson.decision, lesson.weight);
                self.lessons.insert(key, lesson);
                changed = true;
            }
        }
        if changed {
            model.settle();
            self.learned.trained_at = Some(now);
            self.sum_up();
        }
        Ok(())
    }

    /// What each paper teaches. The reader's own word silences all others about a paper, an override even a star; of
    /// several hints the strongest counts.
    fn lessons_of(&mut self, store: &Store) -> Result<Lessons> {
        let since = store.learns_since(&self.file)?;
        let (count, last) = store.finished_mark(&self.file)?;
        if self.said_until != Some((count, last, since)) {
            self.said = store.model_evidence(&self.file, since, MOST_VERDICTS)?;
            self.said_until = Some((count, last, since));
        }
        let mut lessons = Lessons::new();
        let mut done = store.reader_evidence(&self.file, since)?;
        done.sort_by_key(|(_, evidence)| matches!(evidence, Evidence::Override(_)));
        for (id, evidence) in done {
            let (by, lesson) = lesson(evidence);
            let known = lessons.entry((id, by)).or_insert(lesson);
            if lesson.weight >= known.weight {
                *known = lesson;
            }
        }
        for (id, evidence) in &self.said {
            let (by, lesson) = lesson(*evidence);
            lessons.insert((id.clone(), by), lesson);
        }
        let own: HashSet<ArxivId> = lessons.keys().filter(|(_, by)| *by == By::Own).map(|(id, _)| id.clone()).collect();
        lessons.retain(|(id, by), _| *by == By::Own || !own.contains(id));
        Ok(lessons)
    }

    fn sum_up(&mut self) {
        let mut labels = Labels::default();
        let mut parts = Vec::with_capacity(self.lessons.len() * 3);
        let mut own = HashMap::new();
        for ((id, by), lesson) in &self.lessons {
            let (count, name) = match by {
                By::Own => (&mut labels.own, "own"),
                By::Weak => (&mut labels.weak, "weak"),
                By::Model => (&mut labels.model, "model"),
            };
            *count += 1;
            parts.extend([id.as_str(), name, lesson.decision.as_str()]);
            if *by == By::Own {
                own.insert(id.clone(), lesson.decision);
            }
        }
        self.learned.mark = if parts.is_empty() { String::new() } else { hash(&parts)[..16].to_owned() };
        self.learned.labels = labels;
        self.learned.own = Arc::new(own);
    }
}

/// A place that cannot be read is an error, and makes a new mind: what was counted must be taken back from where it was.
fn place(model: &Model, strangers: &HashMap<ArxivId, Vec<f32>>, id: &ArxivId) -> Result<Option<Vec<f32>>> {
    match model.space().document(id) {
        Some(document) => model.space().place_of(document).map(Some),
        None => Ok(strangers.get(id).cloned()),
    }
}

fn lesson(evidence: Evidence) -> (By, Lesson) {
    let (by, decision, weight) = match evidence {
        Evidence::Override(decision) => (By::Own, decision, 1.0),
        Evidence::Star => (By::Own, Decision::Recommend, 1.0),
        Evidence::Later => (By::Weak, Decision::Recommend, FOR_LATER),
        Evidence::Note => (By::Weak, Decision::Recommend, NOTED),
        Evidence::Read => (By::Weak, Decision::Recommend, READ),
        Evidence::Model(decision) => (By::Model, decision, MODEL),
    };
    (by, Lesson { decision, weight })
}

#[cfg(test)]
mod tests;
