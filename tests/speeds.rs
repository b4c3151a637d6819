//! `make bench-window`: what the reader waits for in the real window of the release build, among 100,000 stored papers, and
//! its start and memory beside an empty Tauri window's in the same run. Ignored in `make test`: it needs what the Makefile
//! builds first.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use flate2::{Compression, write::GzEncoder};

use crate::support::{
    app::{App, Settings},
    processes, root,
    window::Window,
};

const TURNS: usize = 9;

fn percentile(times: &mut [f64], share: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    times[((times.len() - 1) as f64 * share).round() as usize]
}

fn line(what: &str, mut times: Vec<f64>, aim: &str) {
    let (median, p95) = (percentile(&mut times, 0.5), percentile(&mut times, 0.95));
    println!("| {what} ({}) | {median:.0} ms | {p95:.0} ms | {aim} |", times.len());
}

/// Milliseconds of an answer of the page.
fn milliseconds(value: &serde_json::Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no time"))
}

/// From the start of the process to the frame after the page's first whole picture.
fn start_of(window: &Window, program: &Path) -> f64 {
    let script = "const mark = performance.getEntriesByName('painted')[0];
        return mark ? performance.timeOrigin + mark.startTime : null";
    let painted = window.wait("the first picture", || window.eval(script, &[]).as_f64());
    painted - processes::started(window.process(program))
}

/// How long a deed in the page takes until it shows what is expected, and that is painted. Both are scripts: the page's own
/// policy lets no text become code.
fn timed(window: &Window, deed: &str, holds: &str) -> f64 {
    let script = format!(
        "const done = arguments[0], start = performance.now();
        const shown = () => {{ {holds} }};
        const painted = () => requestAnimationFrame(() => {{
          const {{ port1, port2 }} = new MessageChannel();
          port1.onmessage = () => done(performance.now() - start);
          port2.postMessage(0);
        }});
        let over = false;
        const look = () => {{
          if (over || !shown()) return;
          over = true;
          watch.disconnect();
          painted();
        }};
        const watch = new MutationObserver(look);
        watch.observe(document, {{ subtree: true, childList: true, attributes: true, characterData: true }});
        {deed};
        look();"
    );
    milliseconds(&window.eval_async(&script, &[]))
}

fn press(key: &str, ctrl: bool) -> String {
    format!(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', ctrlKey: {ctrl}, bubbles: true, cancelable: true }}))"
    )
}

fn opened(window: &Window, text: &str) {
    window.wait(text, || window.texts("[data-testid=day-title]").join("").contains(text).then_some(()));
}

/// Kilobytes of the built page, each file gzipped as a server would send it.
fn bundle() -> f64 {
    let mut bytes = 0;
    let mut folders = vec![root().join("ui/dist")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("ui/dist").map(|entry| entry.expect("an entry").path()) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !name.starts_with("KaTeX_") {
                let mut packed = GzEncoder::new(Vec::new(), Compression::best());
                packed.write_all(&fs::read(&path).expect("a file")).expect("packed");
                bytes += packed.finish().expect("packed").len();
            }
        }
    }
    bytes as f64 / 1e3
}

/// Months and years turned in the archive of ten years.
fn years(app: &App, program: &Path, size: (u32, u32)) -> Option<[Vec<f64>; 2]> {
    let data = std::env::var_os("BENCH_YEARS").map_or_else(|| root().join("target/tmp/ten-years"), PathBuf::from);
    if !data.join("whole").exists() {
        println!("SKIPPED: months and years: {} is not there", data.display());
        return None;
    }
    let more = "[ui]\nlanguage = \"zh-CN\"\ntheme = \"light\"\n\n[profile]\ncurrent = \"finance-ai\"\n";
    let settings = Settings { more, ..Settings::at("http://127.0.0.1:9") }.text();
    fs::write(data.join("settings.toml"), settings).expect("settings.toml");
    let args = ["--data-dir".to_owned(), data.display().to_string()];
    let window = Window::open_browser("speeds_years", app, program.to_str().expect("UTF-8"), &args, size);
    window.see("[data-testid=paper-row]");
    window.press("c");
    window.see("[data-testid=archive-day][data-kind=digest]");
    // What the start does in the background is over.
    std::thread::sleep(Duration::from_secs(5));
    let (title, year) = (".page h1", ".page .year h2");
    let turned = |button: &str, heading: &str| {
        let before = &window.texts(heading)[0];
        let deed = format!("document.querySelector('{button}').click()");
        timed(&window, &deed, &format!("return document.querySelector('{heading}').textContent !== {before:?}"))
    };
    let months = (0..24).map(|_| turned(".page header button", title)).collect();
    let years = (0..8).map(|_| turned(".page .year .head button", year)).collect();
    assert!(!window.attributes("[data-testid=archive-day][data-kind=digest]", "data-date").is_empty(), "empty months");
    Some([months, years])
}

#[test]
#[ignore = "make bench-window"]
fn speeds() {
    let named = |name: &str, usual: &str| std::env::var_os(name).map_or_else(|| root().join(usual), PathBuf::from);
    let program = named("BENCH_APP", "target/release/arxiv-llm-daily");
    let empty = named("BENCH_EMPTY", "target/release/empty-window");
    let data = named("BENCH_DATA", "target/bench-window");
    for path in [&program, &data.join("digests.sqlite")] {
        assert!(path.exists(), "{} is not there: make bench-window", path.display());
    }
    let app = App::bare();
    let more = "[ui]\nlanguage = \"zh-CN\"\ntheme = \"light\"\n\n[profile]\ncurrent = \"bench\"\n";
    let settings = Settings { more, ..Settings::at("http://127.0.0.1:9") }.text();
    fs::write(data.join("settings.toml"), settings).expect("settings.toml");
    fs::create_dir_all(data.join("profiles")).expect("a folder");
    fs::write(data.join("profiles/bench.toml"), "name = \"bench\"\nfocus = [\"large language models\"]\n")
        .expect("a profile");
    let args = ["--data-dir".to_owned(), data.display().to_string()];
    let size = (1440, 900);
    let ours = || Window::open_browser("speeds", &app, program.to_str().expect("UTF-8"), &args, size);
    let nothing = || Window::open_browser("speeds_empty", &app, empty.to_str().expect("UTF-8"), &[], size);

    // Turn by turn; the first of each warms the disk's cache.
    let (mut ours_start, mut empty_start, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let mut empty_memory = 0.0;
    if !empty.exists() {
        println!("SKIPPED: start and memory beside an empty window: {} is not there", empty.display());
    }
    let turns = if empty.exists() { TURNS + 1 } else { 0 };
    for turn in 0..turns {
        let window = nothing();
        let theirs = start_of(&window, &empty);
        std::thread::sleep(Duration::from_secs(1));
        empty_memory = processes::memory(window.process(&empty));
        drop(window);
        let window = ours();
        let own = start_of(&window, &program);
        assert!(
            !window.attributes("[data-testid=paper-row]", "data-id").is_empty(),
            "painted before the report was there"
        );
        drop(window);
        if turn > 0 {
            ours_start.push(own);
            empty_start.push(theirs);
            ratios.push(own / theirs);
        }
    }

    let window = ours();
    opened(&window, "1月30日");
    let pane = "document.querySelector('[data-testid=paper-pane]')?.dataset.id";
    let mut keys = Vec::new();
    for _ in 0..60 {
        let before = window.eval(&format!("return {pane}"), &[]);
        keys.push(timed(&window, &press("j", false), &format!("return {pane} !== {before}")));
    }
    std::thread::sleep(Duration::from_secs(2));
    let memory = processes::memory(window.process(&program));

    let mut palette = Vec::new();
    for _ in 0..20 {
        palette.push(timed(&window, &press("k", true), "return document.querySelector('[role=option]') !== null"));
        timed(&window, &press("Escape", false), "return document.querySelector('[role=listbox]') === null");
    }

    let mut days = Vec::new();
    let title = |is: bool| {
        format!(
            "return document.querySelector('[data-testid=day-title]')?.textContent.includes('1月30日') === {is} && \
             document.querySelector('[data-testid=paper-row]') !== null"
        )
    };
    for _ in 0..20 {
        timed(&window, &press("[", false), &title(false));
        days.push(timed(&window, &press("]", false), &title(true)));
    }

    window.press("/");
    window.see("[data-testid=search-field]");
    let mut searches = Vec::new();
    for query in [
        "model",
        "large language models",
        "量化",
        "推荐",
        "quantization",
        "retrieval augm",
        "\"graph neural networks\"",
        "检索增强",
        "bandit regret",
        "transformer OR recurrent",
        "金融",
        "learning cat:cs.CL",
        "幻觉",
        "agents date:2026-01",
        "sheaf",
        "LLM推理",
        "reinforcement -learning",
        "tokenizer",
        "知识图谱",
        "speech enhancement decision:recommend",
    ] {
        let quoted = serde_json::to_string(query).expect("a text");
        let deed = format!(
            "const field = document.querySelector('[data-testid=search-field]'); field.value = {quoted}; field.dispatchEvent(new Event('input', {{ bubbles: true }}))"
        );
        let holds = format!(
            "return document.querySelector('[data-testid=search]').dataset.answered === {quoted} && document.querySelector('[data-testid=hit]') !== null"
        );
        searches.push(timed(&window, &deed, &holds));
    }
    drop(window);
    let years = years(&app, &program, size);

    println!("\n| what (times) | median | p95 | aim |\n| --- | ---: | ---: | ---: |");
    line("key to next paper", keys, "50 ms");
    line("palette", palette, "100 ms");
    line("search, first results", searches, "100 ms");
    line("a day of 400 papers", days, "150 ms");
    if let Some([months, years]) = years {
        line("another month of ten years, drawn", months, "50 ms");
        line("another year of ten years, drawn", years, "150 ms");
    }
    println!("| memory reading (proportional, all processes) | {memory:.0} MB | | an empty window and 60 MB |");
    if !ratios.is_empty() {
        line("start to today's report painted", ours_start, "");
        line("start of an empty Tauri window", empty_start, "");
        let (median, worst) = (percentile(&mut ratios, 0.5), percentile(&mut ratios, 1.0));
        println!("| the one against the other, turn by turn | {median:.2} | {worst:.2} (worst) | 1.25 |");
        println!("| memory of the empty window | {empty_memory:.0} MB | | |");
    }
    println!("| the page, gzipped, without KaTeX's fonts | {:.0} kB | | 300 kB |", bundle());
}
