//! A SQLite VFS around the system's own that records what is written to a folder and what was synced, so that a power cut
//! can be played at any moment of it; and that fails on request. Other folders pass through untouched.

use std::{
    collections::BTreeMap,
    ffi::{CStr, CString, c_char, c_int, c_void},
    fs,
    path::{Path, PathBuf},
    ptr,
    sync::{Arc, Mutex, OnceLock},
};

use rusqlite::ffi::{self, sqlite3_file, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs};

/// What happened to the files of a folder, in order.
#[derive(Debug, Clone)]
pub enum Event {
    Write(String, u64, Vec<u8>),
    Truncate(String, u64),
    /// What was done to a file until here survives a power cut.
    Sync(String),
    /// The name went; for good only when the folder was synced with it.
    Delete(String, bool),
    /// The test was told that this is on disk.
    Acknowledged(String),
}

#[derive(Default)]
pub struct Tape {
    events: Mutex<Vec<Event>>,
    /// Every change from this one on (counted down to 0) is answered by the code.
    fault: Mutex<Option<(u64, c_int)>>,
}

impl Tape {
    pub fn events(&self) -> Vec<Event> {
        self.events.lock().unwrap().clone()
    }

    pub fn acknowledge(&self, what: &str) {
        self.push(Event::Acknowledged(what.to_owned()));
    }

    /// After `changes` more changes of any file, each is answered by `code`, until `heal`.
    pub fn fail_after(&self, changes: u64, code: c_int) {
        *self.fault.lock().unwrap() = Some((changes, code));
    }

    /// Whether a fault was met, which ends here.
    pub fn heal(&self) -> bool {
        self.fault.lock().unwrap().take().is_some_and(|(left, _)| left == 0)
    }

    fn push(&self, event: Event) {
        self.events.lock().unwrap().push(event);
    }

    fn fault(&self) -> Option<c_int> {
        let mut fault = self.fault.lock().unwrap();
        let (left, code) = fault.as_mut()?;
        if *left == 0 {
            return Some(*code);
        }
        *left -= 1;
        None
    }
}

/// The files of a folder as they may be after a power cut at the `cut`-th event: what was synced is there, of the rest any
/// part, torn at sectors. `before` is what was there before the first event.
pub fn after_power_cut(
    before: &BTreeMap<String, Vec<u8>>,
    events: &[Event],
    cut: usize,
    random: &mut fastrand::Rng,
) -> BTreeMap<String, Vec<u8>> {
    let mut synced = before.clone();
    // Deleted, but the folder was not synced: they may come back.
    let mut ghosts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut pending: BTreeMap<&str, Vec<&Event>> = BTreeMap::new();
    for event in &events[..cut] {
        match event {
            Event::Write(name, ..) | Event::Truncate(name, _) => pending.entry(name).or_default().push(event),
            Event::Sync(name) => {
                ghosts.remove(name);
                let file = synced.entry(name.clone()).or_default();
                pending.remove(name.as_str()).into_iter().flatten().for_each(|event| apply(file, event, |_| true));
            }
            Event::Delete(name, for_good) => {
                pending.remove(name.as_str());
                if let Some(file) = synced.remove(name).filter(|_| !for_good) {
                    ghosts.insert(name.clone(), file);
                }
            }
            Event::Acknowledged(_) => {}
        }
    }
    // The most telling cuts keep nothing or all of what was not synced.
    let keep = match random.u8(0..4) {
        0 => 0.0,
        1 => 1.0,
        _ => random.f64(),
    };
    for (name, events) in pending {
        let mut file = synced.get(name).cloned().unwrap_or_default();
        for event in events {
            apply(&mut file, event, |_| random.f64() < keep);
        }
        if synced.contains_key(name) || !file.is_empty() || random.bool() {
            synced.insert(name.to_owned(), file);
        }
    }
    for (name, file) in ghosts {
        if !synced.contains_key(&name) && random.bool() {
            synced.insert(name, file);
        }
    }
    synced
}

const SECTOR: usize = 512;

fn apply(file: &mut Vec<u8>, event: &Event, mut kept: impl FnMut(usize) -> bool) {
    match event {
        Event::Write(_, at, bytes) => {
            let mut at = *at as usize;
            let mut rest = bytes.as_slice();
            while !rest.is_empty() {
                let (sector, more) = rest.split_at(rest.len().min(SECTOR - at % SECTOR));
                if kept(at) {
                    file.resize(file.len().max(at + sector.len()), 0);
                    file[at..at + sector.len()].copy_from_slice(sector);
                }
                at += sector.len();
                rest = more;
            }
        }
        Event::Truncate(_, to) if kept(0) => file.resize(*to as usize, 0),
        _ => {}
    }
}

/// The files of a folder, but for shared memory, which no power cut leaves.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.is_file() && !path.to_string_lossy().ends_with("-shm"));
    files.map(|path| (name(&path), fs::read(&path).unwrap())).collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

static TAPES: Mutex<Vec<(PathBuf, Arc<Tape>)>> = Mutex::new(Vec::new());

/// Records what SQLite does to the files of this folder from now on.
pub fn record(folder: &Path) -> Arc<Tape> {
    register();
    let tape = Arc::new(Tape::default());
    TAPES.lock().unwrap().push((folder.canonicalize().unwrap(), tape.clone()));
    tape
}

fn tape_of(path: &Path) -> Option<Arc<Tape>> {
    let folder = path.parent()?;
    TAPES.lock().unwrap().iter().rev().find(|(recorded, _)| recorded == folder).map(|(_, tape)| tape.clone())
}

/// The system's VFS.
struct Real(*mut sqlite3_vfs);
// SAFETY: SQLite's own VFS objects live as long as the process and may be used by all threads.
unsafe impl Send for Real {}
// SAFETY: as above.
unsafe impl Sync for Real {}

static REAL: OnceLock<Real> = OnceLock::new();

fn real() -> *mut sqlite3_vfs {
    REAL.get().expect("a registered VFS").0
}

fn register() {
    REAL.get_or_init(|| {
        // SAFETY: the default VFS is there from the first call on; ours is a copy of it with three functions replaced,
        // leaked because SQLite keeps the pointer.
        unsafe {
            let real = ffi::sqlite3_vfs_find(ptr::null());
            let mut ours = *real;
            ours.szOsFile += size_of::<File>() as c_int;
            ours.pNext = ptr::null_mut();
            ours.zName = CString::new("storm").unwrap().into_raw();
            ours.xOpen = Some(open);
            ours.xDelete = Some(delete);
            // The copy's other functions get our pointer; those of the system look at pAppData only.
            assert_eq!(ffi::sqlite3_vfs_register(Box::into_raw(Box::new(ours)), 1), ffi::SQLITE_OK);
            Real(real)
        }
    });
}

/// An open file of a recorded folder; the system's own file object follows it in memory.
#[repr(C)]
struct File {
    base: sqlite3_file,
    /// Leaked boxes, freed by `close`.
    tape: *mut Arc<Tape>,
    name: *mut String,
}

unsafe fn inner(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: SQLite gave szOsFile bytes, of which ours are the first.
    unsafe { file.cast::<u8>().add(size_of::<File>()).cast() }
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    path: ffi::sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite passes a path or null, and memory for our file object and the system's.
    unsafe {
        let open = (*real()).xOpen.unwrap();
        let path_text = (!path.is_null()).then(|| PathBuf::from(CStr::from_ptr(path).to_string_lossy().into_owned()));
        let Some((tape, path_text)) = path_text.and_then(|path| Some((tape_of(&path)?, path))) else {
            return open(real(), path, file, flags, out);
        };
        if flags & ffi::SQLITE_OPEN_CREATE != 0
            && !path_text.exists()
            && let Some(code) = tape.fault()
        {
            (*file).pMethods = ptr::null();
            return if code == ffi::SQLITE_FULL { ffi::SQLITE_CANTOPEN } else { code };
        }
        let code = open(real(), path, inner(file), flags, out);
        let ours = file.cast::<File>();
        (*ours).base.pMethods = ptr::null();
        if !(*inner(file)).pMethods.is_null() {
            (*ours).tape = Box::into_raw(Box::new(tape));
            (*ours).name = Box::into_raw(Box::new(name(&path_text)));
            (*ours).base.pMethods = &METHODS;
        }
        code
    }
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, path: *const c_char, sync: c_int) -> c_int {
    // SAFETY: SQLite passes a path.
    unsafe {
        let text = PathBuf::from(CStr::from_ptr(path).to_string_lossy().into_owned());
        let code = (*real()).xDelete.unwrap()(real(), path, sync);
        if let (ffi::SQLITE_OK, Some(tape)) = (code, tape_of(&text)) {
            tape.push(Event::Delete(name(&text), sync != 0));
        }
        code
    }
}

unsafe fn recorded<'a>(file: *mut sqlite3_file) -> (&'a Arc<Tape>, &'a str) {
    // SAFETY: `open` filled the object in.
    unsafe {
        let ours = file.cast::<File>();
        (&*(*ours).tape, (*(*ours).name).as_str())
    }
}

/// Calls the same function of the system's file.
macro_rules! pass {
    ($file:ident . $function:ident ( $($argument:expr),* )) => {{
        let file = inner($file);
        (*(*file).pMethods).$function.unwrap()(file, $($argument),*)
    }};
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: the object was made by `open`, and SQLite closes it once. The same for all functions below.
    unsafe {
        let code = pass!(file.xClose());
        let ours = file.cast::<File>();
        drop(Box::from_raw((*ours).tape));
        drop(Box::from_raw((*ours).name));
        code
    }
}

unsafe extern "C" fn read(file: *mut sqlite3_file, to: *mut c_void, bytes: c_int, at: sqlite3_int64) -> c_int {
    unsafe { pass!(file.xRead(to, bytes, at)) }
}

unsafe extern "C" fn write(file: *mut sqlite3_file, from: *const c_void, bytes: c_int, at: sqlite3_int64) -> c_int {
    unsafe {
        let (tape, name) = recorded(file);
        if let Some(code) = tape.fault() {
            return if code == ffi::SQLITE_IOERR { ffi::SQLITE_IOERR_WRITE } else { code };
        }
        let code = pass!(file.xWrite(from, bytes, at));
        if code == ffi::SQLITE_OK {
            let written = std::slice::from_raw_parts(from.cast::<u8>(), bytes as usize).to_vec();
            tape.push(Event::Write(name.to_owned(), at as u64, written));
        }
        code
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, to: sqlite3_int64) -> c_int {
    unsafe {
        let (tape, name) = recorded(file);
        // A full disk still takes a file that becomes shorter, and syncs what it has.
        if tape.fault().is_some_and(|code| code != ffi::SQLITE_FULL) {
            return ffi::SQLITE_IOERR_TRUNCATE;
        }
        let code = pass!(file.xTruncate(to));
        if code == ffi::SQLITE_OK {
            tape.push(Event::Truncate(name.to_owned(), to as u64));
        }
        code
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    unsafe {
        let (tape, name) = recorded(file);
        if tape.fault().is_some_and(|code| code != ffi::SQLITE_FULL) {
            return ffi::SQLITE_IOERR_FSYNC;
        }
        let code = pass!(file.xSync(flags));
        if code == ffi::SQLITE_OK {
            tape.push(Event::Sync(name.to_owned()));
        }
        code
    }
}

unsafe extern "C" fn file_size(file: *mut sqlite3_file, size: *mut sqlite3_int64) -> c_int {
    unsafe { pass!(file.xFileSize(size)) }
}

unsafe extern "C" fn lock(file: *mut sqlite3_file, level: c_int) -> c_int {
    unsafe { pass!(file.xLock(level)) }
}

unsafe extern "C" fn unlock(file: *mut sqlite3_file, level: c_int) -> c_int {
    unsafe { pass!(file.xUnlock(level)) }
}

unsafe extern "C" fn check_reserved(file: *mut sqlite3_file, out: *mut c_int) -> c_int {
    unsafe { pass!(file.xCheckReservedLock(out)) }
}

unsafe extern "C" fn control(file: *mut sqlite3_file, operation: c_int, argument: *mut c_void) -> c_int {
    unsafe { pass!(file.xFileControl(operation, argument)) }
}

unsafe extern "C" fn sector_size(file: *mut sqlite3_file) -> c_int {
    unsafe { pass!(file.xSectorSize()) }
}

unsafe extern "C" fn characteristics(file: *mut sqlite3_file) -> c_int {
    unsafe { pass!(file.xDeviceCharacteristics()) }
}

unsafe extern "C" fn shm_map(
    file: *mut sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    unsafe { pass!(file.xShmMap(page, size, extend, out)) }
}

unsafe extern "C" fn shm_lock(file: *mut sqlite3_file, offset: c_int, n: c_int, flags: c_int) -> c_int {
    unsafe { pass!(file.xShmLock(offset, n, flags)) }
}

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    unsafe { pass!(file.xShmBarrier()) }
}

unsafe extern "C" fn shm_unmap(file: *mut sqlite3_file, delete: c_int) -> c_int {
    unsafe { pass!(file.xShmUnmap(delete)) }
}

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    // Version 2: no memory-mapped reads and writes, which would pass by.
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
