//! The invariants of DESIGN 3, read off the source: each names the file that breaks it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::support::root;

/// A source file without comments and unit tests, by its path in the repository.
pub struct Source {
    pub path: String,
    pub code: String,
}

pub fn files(folder: &str, extensions: &[&str]) -> Vec<Source> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("target") {
                walk(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    let wanted = |path: &PathBuf| path.extension().is_some_and(|e| extensions.iter().any(|x| e == *x));
    let sources: Vec<Source> = found
        .into_iter()
        .filter(wanted)
        .map(|path| Source {
            code: without_comments_and_tests(&fs::read_to_string(&path).unwrap()),
            path: path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"),
        })
        .collect();
    assert!(!sources.is_empty(), "no {extensions:?} in {folder}: the layout of DESIGN 3 is gone");
    sources
}

fn without_comments_and_tests(text: &str) -> String {
    let mut code = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let inline_tests = lines.peek().is_some_and(|next| next.starts_with("mod ") && next.ends_with('{'));
        if line == "#[cfg(test)]" && inline_tests {
            // Closed by the first brace in the first column.
            while lines.next().is_some_and(|line| line != "}") {}
            continue;
        }
        let comment =
            line.match_indices("//").map(|(at, _)| at).find(|at| line[..*at].ends_with([' ', '\t']) || *at == 0);
        code.push_str(&line[..comment.unwrap_or(line.len())]);
        code.push('\n');
    }
    code
}

/// No file outside of the allowed folders or files holds one of these.
fn check_only(what: &str, sources: &[Source], allowed: &[&str], words: &[&str]) {
    let mut broken = Vec::new();
    for Source { path, code } in sources {
        if allowed.iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        for (number, line) in code.lines().enumerate() {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                broken.push(format!("{path}:{}: {word:?} in {}", number + 1, line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "{what}:\n{}", broken.join("\n"));
}

/// The Rust of the program: without files of unit tests, which are no part of it.
fn rust() -> Vec<Source> {
    let mut tests = Vec::new();
    let all: Vec<Source> =
        ["src-tauri/src", "src-tauri/engine/src"].iter().flat_map(|folder| files(folder, &["rs"])).collect();
    for Source { path, .. } in &all {
        let text = fs::read_to_string(root().join(path)).unwrap();
        let folder =
            path.strip_suffix("/mod.rs").or(path.strip_suffix("/lib.rs")).unwrap_or(path.trim_end_matches(".rs"));
        let declared = text.split("#[cfg(test)]\n").skip(1);
        let names = declared.filter_map(|rest| rest.lines().next()?.split_once("mod ")?.1.strip_suffix(';'));
        tests.extend(names.flat_map(|name| [format!("{folder}/{name}.rs"), format!("{folder}/{name}/")]));
    }
    tests.extend(["src-tauri/engine/tests/", "src-tauri/engine/benches/"].map(str::to_owned));
    let is_test = |path: &str| tests.iter().any(|test| path == test || test.ends_with('/') && path.starts_with(test));
    let rust: Vec<Source> = all.into_iter().filter(|source| !is_test(&source.path)).collect();
    assert!(!tests.is_empty() && rust.len() > 30, "the modules of the engine are not understood");
    rust
}

#[test]
fn the_lint_itself_sees_code_and_not_comments() {
    let text = "a(); // SELECT\n/// SELECT\nlet u = \"http://x\";\n#[cfg(test)]\nmod tests {\n  SELECT\n}\nb();\n";
    assert_eq!(without_comments_and_tests(text), "a(); \n\nlet u = \"http://x\";\nb();\n");
}

#[test]
fn only_the_store_speaks_sql() {
    let sql = ["SELECT ", "INSERT ", "UPDATE ", "DELETE FROM", "CREATE TABLE", "PRAGMA ", "BEGIN IMMEDIATE", "sqlite_"];
    let store = "src-tauri/engine/src/store/";
    check_only("SQL outside of store/", &rust(), &[store], &sql);
    let rusqlite: Vec<Source> = rust()
        .into_iter()
        .map(|source| match source.path.as_str() {
            // The one error of the engine is made from every library's.
            "src-tauri/engine/src/error.rs" => Source { code: source.code.replace("rusqlite::Error", ""), ..source },
            _ => source,
        })
        .collect();
    check_only("the database outside of store/", &rusqlite, &[store], &["rusqlite"]);
}

#[test]
fn only_net_opens_sockets() {
    let words = ["reqwest", "TcpStream", "TcpListener", "UdpSocket", "UnixStream", "std::net", "tokio::net", "hyper::"];
    check_only("sockets outside of net/", &rust(), &["src-tauri/engine/src/net/"], &words);
}

#[test]
fn operating_systems_differ_only_in_platform() {
    let words =
        ["target_os", "cfg(unix", "cfg(windows", "not(unix", "not(windows", "std::os::", "cfg!(windows", "cfg!(unix"];
    check_only("OS-specific code outside of platform/", &rust(), &["src-tauri/src/platform"], &words);
}

/// An action is code of others that runs with our rights: it is the one that was looked at, and may do the least.
#[test]
fn workflows_pin_what_they_use_and_may_only_read() {
    for path in ["ci", "release"].map(|name| root().join(format!(".github/workflows/{name}.yml"))) {
        // Its comments say which version a pin is.
        let (text, path) = (fs::read_to_string(&path).unwrap(), path.display().to_string());
        let used: Vec<&str> =
            text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: ")).collect();
        assert!(!used.is_empty(), "{path} uses nothing");
        for action in used {
            let (name, pin) = action.split_once('@').expect(action);
            let (sha, version) = pin.split_once(" # v").expect(action);
            let is_pinned = sha.len() == 40 && sha.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(
                name.contains('/') && is_pinned && version.starts_with(|c: char| c.is_ascii_digit()),
                "{path}: {action}"
            );
        }
        let permissions = text.split("\npermissions:\n").nth(1).expect("permissions of the whole workflow");
        assert!(permissions.starts_with("  contents: read\n") && !permissions[18..].starts_with("  "), "{path}");
        let more = text.matches("contents: write").count();
        assert!(more <= usize::from(path.ends_with("release.yml")) && !text.contains("write-all"), "{path}");
    }
}

#[test]
fn only_the_host_of_the_ui_knows_tauri() {
    let ui = files("ui/src", &["ts", "svelte", "js"]);
    check_only("Tauri outside of ui/src/host", &ui, &["ui/src/host/"], &["@tauri-apps", "__TAURI"]);
}

#[test]
fn untrusted_text_never_becomes_html() {
    let ui = files("ui/src", &["ts", "svelte", "js"]);
    let words = [
        "{@html",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "renderToString",
        "eval(",
        "srcdoc",
    ];
    check_only("text as HTML", &ui, &[], &words);
}

#[test]
fn the_engine_depends_on_no_window() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let mut graph: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in lock.split("[[package]]").skip(1) {
        let value = |line: &'static str| package.lines().find_map(move |l| l.strip_prefix(line)?.strip_suffix('"'));
        let name = value("name = \"").expect("a name");
        let inside =
            package.split_once("dependencies = [").map_or("", |(_, rest)| rest.split(']').next().unwrap_or(""));
        // `name`, or `name version` where there are several; all versions of a name are taken together.
        let names = inside.lines().filter_map(|l| l.trim().strip_prefix('"')?.split([' ', '"']).next());
        graph.entry(name).or_default().extend(names);
    }
    assert!(graph["arxiv-llm-daily"].contains(&"tauri"), "the lock file is not understood: the app depends on Tauri");
    let mut reached = BTreeSet::new();
    let mut next = vec!["engine"];
    while let Some(name) = next.pop() {
        if reached.insert(name) {
            next.extend(graph[name].iter().copied());
        }
    }
    let window = ["tauri", "wry", "tao", "gtk", "webkit2gtk", "javascriptcore-rs", "muda", "tray-icon", "notify-rust"];
    let found: Vec<_> = reached.iter().filter(|name| window.contains(name) || name.starts_with("tauri-")).collect();
    assert!(found.is_empty(), "the engine depends on {found:?}");
}

/// The top-level module of the engine that a path belongs to.
fn module(path: &str) -> &str {
    let inside = path.strip_prefix("src-tauri/engine/src/").expect("a path of the engine");
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}

/// The modules that `crate::a::…` and `crate::{a::…, b, …}` name.
fn named(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let preceded = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$');
        let rest = &code[at + "crate::".len()..];
        if preceded {
            continue;
        }
        let mut depth = 0;
        let mut at_start = true;
        for (place, c) in rest.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => {}
                c if c.is_whitespace() => continue,
                _ => {
                    if at_start && depth <= 1 {
                        let end = rest[place..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(0);
                        names.insert(rest[place..place + end].to_owned());
                    }
                    at_start = false;
                    if depth == 0 {
                        break;
                    }
                    continue;
                }
            }
            at_start = depth == 1;
            if depth == 0 {
                break;
            }
        }
    }
    names
}

#[test]
fn imports_of_the_engine_do_not_go_in_circles() {
    assert_eq!(
        named(
            "use crate::{\n  a::{x, y::z},\n  b, c::*,\n};\nfn f() { crate::d::g(); mycrate::no() } pub(crate) fn h() {}"
        ),
        ["a", "b", "c", "d"].map(str::to_owned).into(),
    );
    let sources: Vec<Source> = rust().into_iter().filter(|s| s.path.starts_with("src-tauri/engine/src/")).collect();
    // What the crate's root gives out under its own name belongs to the module that it comes from.
    let lib = sources.iter().find(|s| module(&s.path) == "lib").expect("lib.rs");
    let given: BTreeMap<&str, &str> = lib
        .code
        .lines()
        .filter_map(|line| line.strip_prefix("pub use ")?.strip_suffix(';')?.split_once("::"))
        .flat_map(|(from, names)| names.trim_matches(['{', '}']).split(", ").map(move |name| (name, from)))
        .collect();
    let modules: BTreeSet<String> = sources.iter().map(|s| module(&s.path).to_owned()).collect();
    let mut graph: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for source in sources.iter().filter(|s| module(&s.path) != "lib") {
        for name in named(&source.code) {
            let to = given.get(name.as_str()).map_or(name.clone(), |from| (*from).to_owned());
            if modules.contains(&to) && to != module(&source.path) {
                graph.entry(module(&source.path).to_owned()).or_default().insert(to, source.path.clone());
            }
        }
    }
    assert!(given.get("Engine") == Some(&"engine") && graph.len() > 5, "imports are not understood: {graph:?}");
    let reaches = |from: &String, wanted: &String| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(module) = next.pop() {
            if seen.insert(module) {
                next.extend(graph.get(module).into_iter().flat_map(|to| to.keys()));
            }
        }
        seen.contains(wanted)
    };
    let imports = graph.iter().flat_map(|(from, to)| to.iter().map(move |(to, path)| (from, to, path)));
    let circles: Vec<String> = imports
        .filter(|(from, to, _)| reaches(to, from))
        .map(|(from, to, path)| format!("{from} imports {to} in {path}"))
        .collect();
    assert!(circles.is_empty(), "circular imports among:\n{}", circles.join("\n"));
}

fn json(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|err| panic!("{}: {err}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|err| panic!("{}: {err}", path.display()))
}

#[test]
fn every_command_is_allowed_by_name_and_nothing_else_is() {
    let mut permissions = BTreeSet::new();
    for file in fs::read_dir(root().join("src-tauri/capabilities")).expect("src-tauri/capabilities") {
        let capability = json(&file.unwrap().path());
        assert!(capability["remote"].is_null(), "a capability for remote pages: {capability}");
        for permission in capability["permissions"].as_array().expect("permissions") {
            let name = permission.as_str().or_else(|| permission["identifier"].as_str()).expect("a permission");
            permissions.insert(name.to_owned());
        }
    }
    let commands: BTreeSet<String> =
        engine::api::NAMES.iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
    let allowed: BTreeSet<String> = permissions.iter().filter(|p| p.starts_with("allow-")).cloned().collect();
    let missing: Vec<_> = commands.difference(&allowed).collect();
    assert!(missing.is_empty(), "commands that no capability allows: {missing:?}");
    for plugin in ["fs:", "shell:", "http:", "process:", "core:default", "core:webview:allow-create"] {
        assert!(!permissions.iter().any(|p| p.starts_with(plugin)), "{plugin} is allowed in {permissions:?}");
    }
}

#[test]
fn the_page_may_load_and_reach_nothing() {
    let config = json(&root().join("tauri.conf.json"));
    let app = &config["app"];
    assert_ne!(app["withGlobalTauri"], Value::Bool(true), "withGlobalTauri");
    let security = &app["security"];
    assert!(security["dangerousDisableAssetCspModification"] != Value::Bool(true));
    assert!(security["assetProtocol"]["enable"] != Value::Bool(true), "the asset protocol reads files");
    assert!(security["dangerousRemoteDomainIpcAccess"].is_null());
    let policy: BTreeMap<String, BTreeSet<String>> = match &security["csp"] {
        Value::String(text) => text
            .split(';')
            .filter_map(|directive| {
                let mut words = directive.split_whitespace().map(str::to_owned);
                Some((words.next()?, words.collect()))
            })
            .collect(),
        Value::Object(map) => map
            .iter()
            .map(|(name, value)| match value {
                Value::String(text) => (name.clone(), text.split_whitespace().map(str::to_owned).collect()),
                other => (name.clone(), serde_json::from_value(other.clone()).unwrap()),
            })
            .collect(),
        other => panic!("no content security policy: {other}"),
    };
    let is = |name: &str, words: &[&str]| {
        let wanted: BTreeSet<String> = words.iter().map(|word| (*word).to_owned()).collect();
        assert_eq!(policy.get(name), Some(&wanted), "{name}");
    };
    is("default-src", &["'none'"]);
    is("script-src", &["'self'"]);
    is("connect-src", &["ipc:", "http://ipc.localhost"]);
    for (name, words) in &policy {
        for word in words {
            let known = ["'self'", "'none'", "ipc:", "http://ipc.localhost", "data:", "blob:", "'unsafe-inline'"];
            assert!(known.contains(&word.as_str()), "{name} allows {word}");
            assert!(word != "'unsafe-inline'" || name.starts_with("style-src"), "{name} allows {word}");
        }
    }
    for window in app["windows"].as_array().into_iter().flatten() {
        assert!(
            window["devtools"] != Value::Bool(true) && window["url"].as_str().is_none_or(|url| !url.contains("://"))
        );
    }
}
