//! The window: a web view on the engine's commands. It may ask for nothing else.

use std::{
    process::ExitCode,
    sync::{Arc, OnceLock},
};

use engine::{
    Engine, Host, api,
    api::types::Progress,
    error::{Error, Result},
    notification::Notification,
};
use tauri::{
    AppHandle, Emitter as _, Manager as _, WebviewUrl, WebviewWindowBuilder,
    ipc::{Invoke, InvokeBody, InvokeError},
};
use tauri_plugin_opener::OpenerExt as _;
use url::Url;

use crate::{cli, notifications::Notifications};

const LABEL: &str = "main";

/// Opens the window and stays until it is closed.
pub fn open(args: &cli::Args) -> Result<ExitCode> {
    let desktop = Arc::new(Desktop::default());
    let engine = Arc::new(crate::open_engine(args, desktop.clone())?);
    let _lock = match engine.folder() {
        Ok(folder) => Some(folder.lock_window("window")?),
        Err(_) => None,
    };
    engine.care();
    let commands = engine.clone();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(move |invoke| handle(&commands, invoke))
        .setup(move |app| {
            desktop.start(app.handle());
            open_window(app.handle())?;
            Ok(())
        })
        .build(tauri::generate_context!())
        .map_err(|err| Error::defect(format!("The window cannot be opened: {err}")))?;
    app.run(|_, _| {});
    Ok(ExitCode::SUCCESS)
}

fn open_window(app: &AppHandle) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Arxiv LLM Daily")
        .inner_size(1280.0, 840.0)
        .min_inner_size(420.0, 480.0)
        // The page never leaves itself; links go to the browser through a command.
        .on_navigation(|address| {
            let own = matches!(address.scheme(), "tauri" | "ipc") || address.host_str() == Some("tauri.localhost");
            own || (cfg!(debug_assertions) && address.host_str() == Some("localhost"))
        })
        .build()?;
    Ok(())
}

/// Every command goes to the engine by its name. What may be called is the capability's list, checked before this.
fn handle(engine: &Arc<Engine>, invoke: Invoke) -> bool {
    let engine = engine.clone();
    let name = invoke.message.command().to_owned();
    let request = match invoke.message.payload() {
        InvokeBody::Json(value) => value.clone(),
        InvokeBody::Raw(_) => serde_json::Value::Null,
    };
    invoke.resolver.respond_async(async move {
        // A query of the database must not hold up the events of the window.
        let answer = tauri::async_runtime::spawn(async move { api::call(&engine, &name, request).await }).await;
        let answer = answer.unwrap_or_else(|err| Err(Error::defect(format!("A command broke off: {err}"))));
        answer.map_err(|error| {
            tracing::error!("{:?}: {} {}", error.code, error.message, error.what_to_do);
            InvokeError(serde_json::to_value(error).unwrap_or_default())
        })
    });
    true
}

/// The desktop around the window.
#[derive(Default)]
struct Desktop {
    app: OnceLock<AppHandle>,
    notifications: OnceLock<Notifications>,
}

impl Desktop {
    fn start(&self, app: &AppHandle) {
        let _ = self.app.set(app.clone());
        let app = app.clone();
        let _ = self.notifications.set(Notifications::start(move |date| {
            let _ = app.emit_to(LABEL, "show-day", date.to_string());
            if let Some(window) = app.get_webview_window(LABEL) {
                let _ = window.unminimize();
                let _ = window.set_focus();
            }
        }));
    }
}

impl Host for Desktop {
    fn progress(&self, progress: &Progress) {
        if let Some(app) = self.app.get() {
            let _ = app.emit_to(LABEL, "progress", progress);
        }
    }

    fn open_link(&self, address: &Url) -> Result<()> {
        let app = self.app.get().ok_or_else(|| Error::defect("There is no window yet."))?;
        app.opener().open_url(address.as_str(), None::<&str>).map_err(|err| {
            Error::new(
                engine::error::Code::NotFound,
                format!("The browser could not be started: {err}"),
                "Copy the address instead.",
            )
        })
    }

    fn notify(&self, notification: &Notification) {
        if let Some(notifications) = self.notifications.get() {
            notifications.show(notification);
        }
    }

    fn is_focused(&self) -> bool {
        self.app
            .get()
            .and_then(|app| app.get_webview_window(LABEL))
            .is_some_and(|window| window.is_focused().unwrap_or(false))
    }

    fn name(&self) -> &'static str {
        "window"
    }
}
