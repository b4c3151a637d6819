//! The data folder as a whole: looked after, restored, moved, emptied.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::PoisonError,
};

use super::{Engine, Options};
use crate::{
    backups::{self, Around, Restored},
    clock::Clock,
    error::{Error, Result},
    folder::Folder,
    moving,
    store::Store,
};

impl Engine {
    /// What surrounds the backups of this folder.
    pub(crate) fn around(&self) -> Result<Around<'_>> {
        Ok(around(self.folder()?, &self.options, self.clock.as_ref(), self.host.name()))
    }

    /// Puts a backup in the place of the database. The engine goes on with it.
    pub fn restore(&self, backup: &Path) -> Result<Restored> {
        let around = self.around()?;
        let restored = backups::restore(&around, backup, self.store.get())?;
        if self.store.get().is_none() {
            drop(self.store.set(backups::open(&around)?));
        }
        Ok(restored)
    }

    /// Makes everything as on the first day: an empty database, no settings, no profiles. What was there is a backup, whose
    /// path is given.
    pub fn reset(&self) -> Result<PathBuf> {
        let folder = self.folder()?;
        if let Some(error) = self.trouble() {
            return Err(error);
        }
        // In a folder of its own, with what belongs to a database.
        let place = folder.path().join(".reset.part");
        let empty = place.join("empty.sqlite");
        let _ = fs::remove_dir_all(&place);
        fs::create_dir(&place).map_err(|err| Error::disk("create", &place, &err))?;
        let restored = Store::open(&empty).map(drop).and_then(|()| self.restore(&empty));
        let _ = fs::remove_dir_all(&place);
        let kept = restored?.kept_as;
        let profiles = fs::read_dir(folder.profiles()).into_iter().flatten().flatten().map(|entry| entry.path());
        let toml = profiles.filter(|path| path.extension().is_some_and(|end| end == "toml"));
        for path in toml.chain([folder.settings(), folder.space()]).filter(|path| path.exists()) {
            fs::remove_file(&path).map_err(|err| Error::disk("delete", &path, &err))?;
        }
        Ok(kept)
    }

    /// Checks what a crash left, and makes the backup of the day if it is due: in the background, with connections of its
    /// own. To be called when the window opens, when a run begins or ends, on a new day, and after an import.
    pub fn care(&self) {
        let (Some(folder), Some(store)) = (self.folder.clone(), self.store.get()) else { return };
        if store.trouble().is_some() {
            return;
        }
        let (damage, clock, options, holder) =
            (store.damage(), self.clock.clone(), self.options.clone(), self.host.name());
        let work = std::thread::Builder::new().name("care".into()).spawn(move || {
            backups::care(&around(&folder, &options, clock.as_ref(), holder), &damage);
        });
        match work {
            Ok(work) => self.care.lock().unwrap_or_else(PoisonError::into_inner).push(work),
            Err(err) => tracing::warn!("no thread for the backup: {err}"),
        }
    }

    /// Moves the data folder, see [`moving::to`]. From then on everything is refused here until the program starts again.
    pub fn move_data(&self, to: &Path) -> Result<PathBuf> {
        let new = moving::to(&self.around()?, self.store()?, to)?;
        Ok(self.moved.get_or_init(|| new).clone())
    }
}

pub(super) fn around<'a>(folder: &'a Folder, options: &Options, clock: &dyn Clock, holder: &'a str) -> Around<'a> {
    Around { folder, now: clock.now(), zone: clock.zone(), volume: options.volume, holder }
}
