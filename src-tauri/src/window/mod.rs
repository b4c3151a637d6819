//! The window: a web view on the engine's commands. It may ask for nothing else.

mod desktop;
mod paint;
mod second;
pub(crate) mod tray;
#[cfg(feature = "updater")]
mod update;
mod watch;

use std::{process::ExitCode, sync::Arc};

use engine::{
    Engine, api,
    destination::Destination,
    error::{Code, Error, Result},
    settings::CloseToTray,
};
use tauri::{
    AppHandle, Emitter as _, Manager as _, RunEvent, WebviewUrl, WebviewWindowBuilder, WindowEvent,
    ipc::{Invoke, InvokeBody, InvokeError, InvokeResponseBody},
};
use tauri_plugin_window_state::StateFlags;

use crate::{cli, platform};
use desktop::Desktop;

const LABEL: &str = "main";

/// A page that has not drawn anything after this long is not waited for.
const LISTENS: std::time::Duration = std::time::Duration::from_secs(10);

/// Commands after which the tray may have something else to say.
const TOLD_BY_THE_TRAY: [&str; 6] = ["mark", "mark_many", "pause", "set_setting", "use_profile", "day"];

/// Opens the window and stays until it is closed; where one is open already, that one comes to the front.
pub fn open(args: &cli::Args) -> Result<ExitCode> {
    let destination = args.link.as_deref().map(Destination::parse).transpose()?;
    let desktop = Arc::new(Desktop::new(destination));
    let engine = Arc::new(crate::open_engine(args, desktop.clone())?);
    let _lock = match engine.folder() {
        Ok(folder) => match folder.lock_window("window") {
            Ok(lock) => Some(lock),
            Err(error) if error.code == Code::Busy => {
                second::ask(folder, args.link.as_deref())?;
                return Ok(ExitCode::SUCCESS);
            }
            Err(error) => return Err(error),
        },
        Err(_) => None,
    };
    // Whatever was dragged out of an earlier window has long been taken.
    if let Ok(folder) = engine.folder() {
        let _ = std::fs::remove_dir_all(folder.dragged());
    }
    let (commands, asked, hidden) = (engine.clone(), desktop.clone(), args.hidden);
    let context = tauri::generate_context!();
    let builder = tauri::Builder::default();
    #[cfg(feature = "updater")]
    let looks = update::is_configured(&context);
    // Without a key and an address the plugin would keep the app from starting.
    #[cfg(feature = "updater")]
    let builder = if looks { builder.plugin(tauri_plugin_updater::Builder::new().build()) } else { builder };
    let app = builder
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
                .build(),
        )
        .invoke_handler(move |invoke| handle(&commands, &asked, invoke))
        .setup({
            let (engine, desktop) = (engine.clone(), desktop.clone());
            move |app| {
                let tray = desktop.start(app.handle(), &engine);
                // Hidden where there is no tray would be gone.
                if !(hidden && tray) {
                    show(app.handle(), &desktop)?;
                }
                watch::start(app.handle(), &engine, &desktop);
                #[cfg(feature = "updater")]
                if looks {
                    tauri::async_runtime::spawn(update::look(app.handle().clone(), engine.clone()));
                }
                tauri::async_runtime::spawn(keep_schedule(engine.clone(), desktop.clone()));
                Ok(())
            }
        })
        .build(context)
        .map_err(|err| Error::defect(format!("The window cannot be opened: {err}")))?;
    app.run(move |app, event| match event {
        RunEvent::WindowEvent { event: WindowEvent::Focused(true), .. } => desktop.seen(),
        RunEvent::WindowEvent { event: WindowEvent::CloseRequested { api, .. }, .. }
            if desktop.has_tray() && !desktop.is_ending() =>
        {
            match close_to_tray(&engine) {
                CloseToTray::Never => {}
                CloseToTray::Always => desktop.keep(),
                CloseToTray::Ask if desktop.insists() => {}
                CloseToTray::Ask => {
                    api.prevent_close();
                    let _ = app.emit_to(LABEL, "closing", ());
                }
            }
        }
        // Without a window the app goes on only where the tray can bring it back.
        RunEvent::ExitRequested { api, code: None, .. } if desktop.is_kept() => api.prevent_exit(),
        event => {
            if let Some(link) = platform::asked_by_the_system(&event) {
                desktop.asked(link.as_deref());
            }
        }
    });
    Ok(ExitCode::SUCCESS)
}

fn close_to_tray(engine: &Engine) -> CloseToTray {
    engine.settings().map_or(CloseToTray::Ask, |settings| settings.ui.close_to_tray)
}

/// Asks the schedule every half minute. A laptop that wakes goes on here, at most half a minute later.
async fn keep_schedule(engine: Arc<Engine>, desktop: Arc<Desktop>) {
    // What a run tells is to find a page that listens.
    let start = std::time::Instant::now();
    while desktop.is_open() && !desktop.is_painted() && start.elapsed() < LISTENS {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    engine.care();
    let mut last = None;
    loop {
        if let Err(error) = engine.tick(last).await {
            tracing::warn!("the schedule: {error}");
        }
        desktop.refresh_tray();
        last = Some(jiff::Timestamp::now());
        if !desktop.is_open() {
            engine.rest();
            platform::give_memory_back();
        }
        let had_tray = desktop.has_tray();
        tokio::time::sleep(engine::TICK).await;
        // One that is started anew is back by then.
        if !had_tray {
            desktop.come_back();
        }
    }
}

/// Brings the window to the front, or opens it.
pub(crate) fn show(app: &AppHandle, desktop: &Arc<Desktop>) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(LABEL) {
        window.unminimize()?;
        window.show()?;
        return window.set_focus();
    }
    desktop.is_new();
    desktop.read_ahead();
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
    paint::expect(desktop);
    Ok(())
}

/// Every command goes to the engine by its name. What may be called is the capability's list, checked before this.
fn handle(engine: &Arc<Engine>, desktop: &Arc<Desktop>, invoke: Invoke) -> bool {
    let (engine, desktop) = (engine.clone(), desktop.clone());
    let name = invoke.message.command().to_owned();
    desktop.heard();
    let request = match invoke.message.payload() {
        InvokeBody::Json(value) => value.clone(),
        InvokeBody::Raw(_) => serde_json::Value::Null,
    };
    invoke.resolver.respond_async(async move {
        let told = TOLD_BY_THE_TRAY.contains(&name.as_str());
        // A query of the database must not hold up the events of the window.
        let answer = tauri::async_runtime::spawn(async move { api::call(&engine, &name, request).await }).await;
        let answer = answer.unwrap_or_else(|err| Err(Error::defect(format!("A command broke off: {err}"))));
        if told {
            desktop.refresh_tray();
        }
        answer.map(InvokeResponseBody::Json).map_err(|error| {
            tracing::error!("{:?}: {} {}", error.code, error.message, error.what_to_do);
            InvokeError(serde_json::to_value(error).unwrap_or_default())
        })
    });
    true
}

/// Ends this process and starts the same program again, with the web view's safe setting.
fn relaunch_safely() {
    if let Err(error) = platform::relaunch_safely() {
        tracing::error!("the blank window could not be opened again: {error}");
    }
}
