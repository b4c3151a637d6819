//! What others do to the data folder while the window is open: a second start, the command line, an editor.

use std::{
    sync::{Arc, mpsc},
    time::Duration,
};

use engine::Engine;
use notify::{RecursiveMode, Watcher as _};
use tauri::{AppHandle, Emitter as _};

use super::{LABEL, desktop::Desktop, second, show};

/// Changes come in bursts: the last of them is waited for this long.
const SETTLED: Duration = Duration::from_millis(200);

/// Watches the data folder for as long as the program lives. Without a folder, or on one that cannot be watched, the
/// window shows what others did when it next asks.
pub fn start(app: &AppHandle, engine: &Arc<Engine>, desktop: &Arc<Desktop>) {
    let Ok(folder) = engine.folder().cloned() else {
        return;
    };
    let (app, engine, desktop) = (app.clone(), engine.clone(), desktop.clone());
    let watched = std::thread::Builder::new().name("data folder".into()).spawn(move || {
        let (changed, changes) = mpsc::channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let touched = event.map(|event| if event.kind.is_access() { Vec::new() } else { event.paths });
            let _ = changed.send(touched.unwrap_or_default());
        });
        let mut watcher = match watcher {
            Ok(watcher) => watcher,
            Err(err) => return tracing::warn!("the data folder is not watched: {err}"),
        };
        for (path, mode) in
            [(folder.path().to_owned(), RecursiveMode::NonRecursive), (folder.profiles(), RecursiveMode::NonRecursive)]
        {
            if let Err(err) = watcher.watch(&path, mode) {
                tracing::info!("{} is not watched: {err}", path.display());
            }
        }
        let mut version = engine.version_elsewhere().unwrap_or_default();
        let mut answer = |paths: Vec<std::path::PathBuf>| {
            if let Some(destination) = second::asked(&folder) {
                desktop.go(destination);
                if let Err(err) = on_main(&app, &desktop) {
                    tracing::warn!("the window was not brought to the front: {err}");
                }
            }
            if paths.iter().any(|path| path.extension().is_some_and(|extension| extension == "toml")) {
                let _ = app.emit_to(LABEL, "settings", ());
                desktop.refresh_tray();
            }
            let now = engine.version_elsewhere().unwrap_or(version);
            if now != version {
                version = now;
                let _ = app.emit_to(LABEL, "changed", ());
                desktop.refresh_tray();
            }
        };
        // A second start may have come before the watch.
        answer(Vec::new());
        while let Ok(mut paths) = changes.recv() {
            while let Ok(more) = changes.recv_timeout(SETTLED) {
                paths.extend(more);
            }
            if !paths.is_empty() {
                answer(paths);
            }
        }
    });
    if let Err(err) = watched {
        tracing::warn!("the data folder is not watched: {err}");
    }
}

fn on_main(app: &AppHandle, desktop: &Arc<Desktop>) -> tauri::Result<()> {
    let (handle, desktop) = (app.clone(), desktop.clone());
    app.run_on_main_thread(move || {
        if let Err(err) = show(&handle, &desktop) {
            tracing::warn!("the window cannot be opened: {err}");
        }
    })
}
