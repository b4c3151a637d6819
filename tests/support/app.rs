//! The real program in a folder of its own: nothing of the machine's settings reaches it, and it cannot outlive its time.

use std::{
    ffi::OsString,
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

use super::arxiv::Arxiv;

const PROGRAM: &str = env!("CARGO_BIN_EXE_arxiv-llm-daily");

/// Longer than any run of these tests takes on a slow machine.
const LIMIT: Duration = Duration::from_secs(100);

/// Who judges, as `[judge]` says it.
pub enum Judge<'a> {
    Builtin,
    /// A model server of the OpenAI protocol.
    Model {
        url: &'a str,
        concurrency: u32,
        timeout_seconds: u32,
    },
}

/// What `settings.toml` says beside what every test needs.
pub struct Settings<'a> {
    /// The address that stands in for every host of arXiv.
    pub arxiv: &'a str,
    pub judge: Judge<'a>,
    pub categories: Vec<String>,
    pub max_papers: u32,
    /// Further TOML, such as a whole section.
    pub more: &'a str,
}

impl<'a> Settings<'a> {
    pub fn new(arxiv: &'a Arxiv) -> Self {
        Self::at(arxiv.url())
    }

    pub fn at(arxiv: &'a str) -> Self {
        let categories = ["cs.CL", "cs.AI", "cs.LG"].map(str::to_owned).to_vec();
        Self { arxiv, judge: Judge::Builtin, categories, max_papers: 60, more: "" }
    }

    pub fn text(&self) -> String {
        let Self { arxiv, judge, categories, max_papers, more } = self;
        let judge = match judge {
            Judge::Builtin => "engine = \"builtin\"\n".to_owned(),
            Judge::Model { url, concurrency, timeout_seconds } => format!(
                "engine = \"openai\"\nbase_url = \"{url}\"\nmodel = \"fake-model\"\nconcurrency = {concurrency}\n\
                 timeout_seconds = {timeout_seconds}\n"
            ),
        };
        format!(
            "[arxiv]\ncategories = {categories:?}\nrss_url = \"{arxiv}\"\napi_url = \"{arxiv}/api/query\"\n\
             oai_url = \"{arxiv}/oai\"\nhtml_url = \"{arxiv}/html\"\nmin_interval_seconds = 0.0\n\n\
             [judge]\n{judge}max_papers = {max_papers}\ndeep_read = \"never\"\n\n\
             [network]\nproxy = \"none\"\n\n[schedule]\nenabled = false\n\n[notifications]\nquiet_hours = \"\"\n\n{more}"
        )
    }
}

/// A data folder and the environment that the program is run in.
pub struct App {
    home: TempDir,
    env: Vec<(String, String)>,
}

impl App {
    pub fn new(settings: &Settings) -> Self {
        let app = Self::bare();
        app.write("settings.toml", settings.text());
        app
    }

    /// A data folder as it is before the first start.
    pub fn bare() -> Self {
        let home = tempfile::Builder::new().prefix("arxiv-llm-daily-test").tempdir().expect("a folder");
        for folder in ["data", "home", "config", "cache", "share", "state", "runtime"] {
            fs::create_dir(home.path().join(folder)).expect("a folder");
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let private = fs::Permissions::from_mode(0o700);
            fs::set_permissions(home.path().join("runtime"), private).expect("permissions");
        }
        Self { home, env: Vec::new() }
    }

    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    pub fn temp(&self) -> &Path {
        self.home.path()
    }

    /// Sets a variable for every later start.
    pub fn set(&mut self, key: &str, value: &str) {
        self.env.push((key.to_owned(), value.to_owned()));
    }

    /// Writes a file of the data folder.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.data().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file of the data folder");
    }

    /// The environment: what a program needs of the machine's, and nothing that names a display, a bus or a proxy.
    pub fn environment(&self) -> Vec<(String, String)> {
        let kept = ["PATH", "SYSTEMROOT", "WINDIR", "TEMP", "TMP", "PATHEXT", "COMSPEC", "LLVM_PROFILE_FILE"];
        let mut all: Vec<(String, String)> =
            kept.iter().filter_map(|key| Some(((*key).to_owned(), std::env::var(key).ok()?))).collect();
        let folder = |name: &str| self.home.path().join(name).display().to_string();
        for (key, name) in [
            ("HOME", "home"),
            ("USERPROFILE", "home"),
            ("APPDATA", "share"),
            ("LOCALAPPDATA", "share"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_DATA_HOME", "share"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_RUNTIME_DIR", "runtime"),
        ] {
            all.push((key.to_owned(), folder(name)));
        }
        all.push(("LANG".into(), "C.UTF-8".into()));
        all.push(("TZ".into(), "UTC".into()));
        all.push(("RUST_BACKTRACE".into(), "1".into()));
        // Without this a library would start a bus of its own.
        all.push(("DBUS_SESSION_BUS_ADDRESS".into(), format!("unix:path={}", folder("no-bus"))));
        all.extend(self.env.iter().cloned());
        all
    }

    /// Runs to the end. Panics when that takes too long.
    pub fn run(&self, args: &[&str]) -> Outcome {
        self.start(args).wait()
    }

    /// Runs to the end with this on stdin.
    pub fn run_with(&self, args: &[&str], input: &str) -> Outcome {
        let mut running = self.start(args);
        let mut stdin = running.child.stdin.take().expect("its stdin");
        std::io::Write::write_all(&mut stdin, input.as_bytes()).expect("it reads");
        drop(stdin);
        running.wait()
    }

    /// Runs without `--data-dir`.
    pub fn run_as_is(&self, args: &[&str]) -> Outcome {
        self.spawn(args.iter().map(Into::into).collect()).wait()
    }

    /// Starts, and goes on at once.
    pub fn start(&self, args: &[&str]) -> Running {
        self.start_program(Path::new(PROGRAM), args)
    }

    /// Starts the same program from another place.
    pub fn start_program(&self, program: &Path, args: &[&str]) -> Running {
        let folder = ["--data-dir".into(), self.data().into_os_string()];
        self.spawn_program(program, folder.into_iter().chain(args.iter().map(Into::into)).collect())
    }

    pub fn run_program(&self, program: &Path, args: &[&str]) -> Outcome {
        self.start_program(program, args).wait()
    }

    fn spawn(&self, args: Vec<OsString>) -> Running {
        self.spawn_program(Path::new(PROGRAM), args)
    }

    fn spawn_program(&self, program: &Path, args: Vec<OsString>) -> Running {
        let mut command = Command::new(program);
        command.args(&args).env_clear().envs(self.environment());
        command.current_dir(self.home.path()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let stdout = reader(child.stdout.take().expect("its stdout"));
        let stderr = reader(child.stderr.take().expect("its stderr"));
        Running { child, stdout, stderr, what: format!("{args:?}"), start: Instant::now() }
    }

    /// Runs with `--json` before the arguments; the one value on stdout. Panics when it does not exit with 0.
    pub fn json(&self, args: &[&str]) -> Value {
        let outcome = self.run(&[&["--json"], args].concat());
        outcome.exits(0);
        serde_json::from_str(&outcome.stdout).unwrap_or_else(|err| panic!("stdout is not JSON ({err}): {outcome:?}"))
    }
}

/// What a program has printed so far.
struct Pipe {
    bytes: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
}

impl Pipe {
    fn so_far(&self) -> String {
        String::from_utf8_lossy(&self.bytes.lock().expect("what was read")).into_owned()
    }

    /// Of a program that has ended.
    fn whole(&mut self) -> String {
        if let Some(reader) = self.reader.take() {
            reader.join().expect("a pipe");
        }
        self.so_far()
    }
}

fn reader(mut pipe: impl Read + Send + 'static) -> Pipe {
    let bytes = Arc::<Mutex<Vec<u8>>>::default();
    let read = bytes.clone();
    let reader = std::thread::spawn(move || {
        let mut part = [0; 8192];
        while let Ok(count @ 1..) = pipe.read(&mut part) {
            read.lock().expect("what was read").extend_from_slice(&part[..count]);
        }
    });
    Pipe { bytes, reader: Some(reader) }
}

/// Dropped while a test fails, it says what the program logged.
impl Drop for App {
    fn drop(&mut self) {
        if std::thread::panicking() {
            for file in ["data/logs/arxiv-llm-daily.log", "window.log"] {
                let text = fs::read_to_string(self.home.path().join(file)).unwrap_or_default();
                let last: Vec<&str> = text.lines().rev().take(20).collect();
                last.iter().rev().for_each(|line| eprintln!("{file}: {line}"));
            }
        }
    }
}

/// A started program; killed when dropped.
pub struct Running {
    child: Child,
    stdout: Pipe,
    stderr: Pipe,
    what: String,
    start: Instant,
}

impl Running {
    /// Waits for its end. Panics, and kills it, when that does not come in time.
    pub fn wait(mut self) -> Outcome {
        // Whoever reads on finds the end.
        drop(self.child.stdin.take());
        loop {
            if let Some(status) = self.child.try_wait().expect("its state") {
                return self.outcome(status);
            }
            if self.start.elapsed() > LIMIT {
                let _ = self.child.kill();
                let status = self.child.wait().expect("its end");
                panic!("`{}` did not end within {LIMIT:?}: {:?}", self.what.clone(), self.outcome(status));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// What it has printed so far.
    pub fn printed(&self) -> String {
        self.stdout.so_far()
    }

    /// Whether it goes on.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("its state").is_none()
    }

    /// Its process number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// kill -9 (TerminateProcess on Windows).
    pub fn kill(mut self) -> Outcome {
        self.child.kill().expect("it is killed");
        let status = self.child.wait().expect("its end");
        self.outcome(status)
    }

    fn outcome(&mut self, status: ExitStatus) -> Outcome {
        Outcome {
            code: status.code(),
            status: status.to_string(),
            stdout: self.stdout.whole(),
            stderr: self.stderr.whole(),
            took: self.start.elapsed(),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How a program ended; `code` is None when it was killed.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub code: Option<i32>,
    /// The same in words, with the signal of who was killed.
    pub status: String,
    pub stdout: String,
    pub stderr: String,
    pub took: Duration,
}

impl Outcome {
    #[track_caller]
    pub fn exits(&self, code: i32) -> &Self {
        let Self { status, stdout, stderr, .. } = self;
        assert_eq!(self.code, Some(code), "{status}\n--- stdout\n{stdout}\n--- stderr\n{stderr}");
        self
    }

    /// The objects of `run --json`, one per line.
    #[track_caller]
    pub fn events(&self) -> Vec<Value> {
        let parse = |line: &str| {
            serde_json::from_str(line).unwrap_or_else(|err| panic!("{line:?} is not a JSON object: {err}"))
        };
        self.stdout.lines().map(parse).collect()
    }
}
