//! The real window on a display of its own, driven through WebKitWebDriver.
//!
//! Traps: WebKitWebDriver hangs without `TAURI_WEBVIEW_AUTOMATION=true`, and refuses a session that names a browser.
//! With `WEBKIT_DISABLE_COMPOSITING_MODE` or `WEBKIT_DISABLE_DMABUF_RENDERER` set, screenshots never come.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::TcpListener,
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use fantoccini::{Client, ClientBuilder, error::NewSessionError, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::{app::App, runtime, until};

/// How long anything in the window may take on a slow machine.
const LIMIT: Duration = Duration::from_secs(60);

/// A process with all that it starts; all of it is killed when dropped.
struct Group(Child);

impl Group {
    fn start(command: &mut Command) -> Self {
        let what = format!("{:?} starts", command.get_program());
        Self(command.process_group(0).stdin(Stdio::null()).spawn().expect(&what))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", self.0.id())]).status();
        let _ = self.0.wait();
    }
}

/// An X server without a screen, on the first free number.
pub struct Display {
    _server: Group,
    name: String,
}

impl Display {
    pub fn start((width, height): (u32, u32)) -> Self {
        let screen = format!("{width}x{height}x24");
        let mut server = Group::start(
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp", "-noreset"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        );
        let mut number = String::new();
        BufReader::new(server.0.stdout.take().expect("its stdout")).read_line(&mut number).expect("its number");
        assert!(!number.trim().is_empty(), "Xvfb (package xvfb) found no free display");
        Self { _server: server, name: format!(":{}", number.trim()) }
    }
}

impl Display {
    /// The value of `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Lets the program find this display when it is started without a driver.
    pub fn lend(&self, app: &mut App) {
        app.set("DISPLAY", &self.name);
        app.set("GDK_BACKEND", "x11");
        app.set("NO_AT_BRIDGE", "1");
    }
}

/// An open window. Dropped while a test fails, it leaves `target/outside-failures/NAME.png`.
pub struct Window {
    name: String,
    client: Option<Client>,
    // In the order in which they have to end: the driver with its browser, then the display.
    _driver: Group,
    display: Display,
}

impl Window {
    /// The display that it is on.
    pub fn display(&self) -> &Display {
        &self.display
    }

    /// Opens the program's window on its data folder. `name` is that of the test.
    pub fn open(name: &str, app: &App) -> Self {
        let args = ["--data-dir".to_owned(), app.data().display().to_string()];
        Self::open_browser(name, app, env!("CARGO_BIN_EXE_arxiv-llm-daily"), &args, (1440, 900))
    }

    /// Opens any WebKitGTK program that can be automated.
    pub fn open_browser(name: &str, app: &App, binary: &str, args: &[String], size: (u32, u32)) -> Self {
        let display = Display::start(size);
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        let log = fs::File::create(app.temp().join("window.log")).expect("a log file");
        let driver = Group::start(
            Command::new("WebKitWebDriver")
                .args(["--host=127.0.0.1", &format!("--port={port}")])
                .env_clear()
                .envs(app.environment())
                .env("DISPLAY", &display.name)
                .env("GDK_BACKEND", "x11")
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .env("NO_AT_BRIDGE", "1")
                .current_dir(app.temp())
                .stdout(log.try_clone().expect("a log file"))
                .stderr(log),
        );
        let options = json!({ "binary": binary, "args": args });
        let capabilities = Capabilities::from_iter([("webkitgtk:browserOptions".to_owned(), options)]);
        let connect = || {
            let address = format!("http://127.0.0.1:{port}");
            let mut builder = ClientBuilder::new(HttpConnector::new());
            runtime().block_on(async {
                let session = builder.capabilities(capabilities.clone()).connect(&address);
                match tokio::time::timeout(LIMIT, session).await {
                    Ok(Ok(client)) => Some(client),
                    // The driver does not listen yet.
                    Ok(Err(NewSessionError::FailedC(_) | NewSessionError::Failed(_))) => None,
                    Ok(Err(err)) => panic!("the window does not open: {err}"),
                    Err(_) => panic!("the window did not open within {LIMIT:?}"),
                }
            })
        };
        let client = until("WebKitWebDriver (package webkit2gtk-driver) listens", LIMIT, connect);
        Self { name: name.to_owned(), client: Some(client), _driver: driver, display }
    }

    /// The process of the program that was opened.
    pub fn process(&self, program: &Path) -> u32 {
        super::processes::running(self._driver.0.id(), program).expect("the program's process")
    }

    fn client(&self) -> &Client {
        self.client.as_ref().expect("an open window")
    }

    /// The value that a script of the page returns.
    #[track_caller]
    pub fn eval(&self, script: &str, args: &[Value]) -> Value {
        let answer = runtime()
            .block_on(async { tokio::time::timeout(LIMIT, self.client().execute(script, args.to_vec())).await });
        answer.expect("the page answers in time").unwrap_or_else(|err| panic!("{script}: {err}"))
    }

    /// The value that a script hands to its last argument, a function.
    #[track_caller]
    pub fn eval_async(&self, script: &str, args: &[Value]) -> Value {
        let answer = runtime()
            .block_on(async { tokio::time::timeout(LIMIT, self.client().execute_async(script, args.to_vec())).await });
        answer.expect("the page answers in time").unwrap_or_else(|err| panic!("{script}: {err}"))
    }

    /// What a reader sees of every element that matches a CSS selector.
    #[track_caller]
    pub fn texts(&self, css: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText.trim())";
        strings(&self.eval(script, &[css.into()]))
    }

    /// An attribute of every element that matches.
    #[track_caller]
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(e => e.getAttribute(arguments[1]) ?? '')";
        strings(&self.eval(script, &[css.into(), name.into()]))
    }

    /// Waits until something matches and has size on the screen; its text.
    #[track_caller]
    pub fn see(&self, css: &str) -> String {
        let script = "const e = document.querySelector(arguments[0]); \
                      return e && e.getClientRects().length ? e.innerText.trim() : null";
        self.wait(css, || self.eval(script, &[css.into()]).as_str().map(str::to_owned))
    }

    /// Waits until there is an answer.
    #[track_caller]
    pub fn wait<T>(&self, what: &str, ask: impl FnMut() -> Option<T>) -> T {
        until(what, LIMIT, ask)
    }

    /// A real click at the middle of the first element that matches.
    #[track_caller]
    pub fn click(&self, css: &str) {
        self.see(css);
        let clicked =
            runtime().block_on(async { self.client().find(fantoccini::Locator::Css(css)).await?.click().await });
        clicked.unwrap_or_else(|err| panic!("{css}: {err:?}"));
    }

    /// Presses keys as a reader does, wherever the focus is.
    #[track_caller]
    pub fn press(&self, keys: &str) {
        let pressed = runtime().block_on(async { self.client().active_element().await?.send_keys(keys).await });
        pressed.unwrap_or_else(|err| panic!("{keys:?}: {err}"));
    }

    /// Puts a text in the place of what a field holds, and leaves the field.
    #[track_caller]
    pub fn fill(&self, css: &str, text: &str) {
        self.see(css);
        self.eval("const e = document.querySelector(arguments[0]); e.focus(); e.select()", &[css.into()]);
        self.press(&format!("{text}\u{E004}"));
    }

    /// Gives a file to a field that takes one.
    #[track_caller]
    pub fn give(&self, css: &str, file: &Path) {
        let path = file.to_str().expect("a path");
        let given = runtime()
            .block_on(async { self.client().find(fantoccini::Locator::Css(css)).await?.send_keys(path).await });
        given.unwrap_or_else(|err| panic!("{css}: {err}"));
    }

    /// Chooses an option of a list.
    #[track_caller]
    pub fn choose(&self, css: &str, value: &str) {
        self.see(css);
        let script = "const e = document.querySelector(arguments[0]); e.value = arguments[1]; \
                      e.dispatchEvent(new Event('change', { bubbles: true })); return e.value";
        assert_eq!(self.eval(script, &[css.into(), value.into()]), value, "{css} has no {value}");
    }

    /// Answers the system's own dialog for files with this path, once: no driver reaches that dialog.
    pub fn answer_path(&self, path: &Path) {
        let script = "const real = window.fetch; const [path] = arguments; window.fetch = (url, ...rest) => { \
                      if (!String(url?.url ?? url).endsWith('/choose_path')) return real(url, ...rest); \
                      window.fetch = real; return Promise.resolve(new Response(JSON.stringify(path), \
                      { headers: { 'content-type': 'application/json', 'Tauri-Response': 'ok' } })); }";
        self.eval(script, &[path.display().to_string().into()]);
    }

    pub fn goto(&self, url: &str) {
        runtime().block_on(self.client().goto(url)).expect("the page loads");
    }

    /// The window as a PNG file.
    pub fn screenshot(&self, file: &Path) -> Result<(), String> {
        let shot = async { tokio::time::timeout(LIMIT, self.client().screenshot()).await };
        let png = runtime().block_on(shot).map_err(|err| err.to_string())?.map_err(|err| err.to_string())?;
        fs::create_dir_all(file.parent().ok_or("no folder")?).map_err(|err| err.to_string())?;
        fs::write(file, png).map_err(|err| err.to_string())
    }
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text").to_owned()).collect()
}

impl Drop for Window {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let file = super::root().join("target/outside-failures").join(format!("{}.png", self.name));
            match self.screenshot(&file) {
                Ok(()) => eprintln!("the window as it was: {}", file.display()),
                Err(err) => eprintln!("no picture of the window: {err}"),
            }
        }
        if let Some(client) = self.client.take() {
            let _ = runtime().block_on(async { tokio::time::timeout(Duration::from_secs(5), client.close()).await });
        }
    }
}
