//! The command line in the reader's language: English and Chinese, by the settings or by the system.

use serde_json::Value;

use crate::{
    invariants,
    support::{
        app::{App, Outcome, Settings},
        arxiv::Arxiv,
        days::{self, Day, date},
    },
};

const DAY: &str = "2026-01-09";
const CHINESE: &str = "[ui]\nlanguage = \"zh-CN\"\n";

fn has_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// Eight papers of which five are judged, with no more in the settings than that and `more`.
fn app(arxiv: &Arxiv, more: &str) -> App {
    App::new(&Settings { max_papers: 5, more, ..Settings::new(arxiv) })
}

fn arxiv() -> Arxiv {
    Arxiv::start(Day { date: date(DAY), items: days::invented(1, 8) })
}

/// What a command says, and what of it is not in Chinese.
struct Case<'a> {
    args: &'a [&'a str],
    code: i32,
    says: &'a [&'a str],
    /// Beginnings of lines that hold data, names, or the engine's own words.
    besides: &'a [&'a str],
}

/// What is wrong with an answer.
fn faults(outcome: &Outcome, case: &Case) -> Vec<String> {
    let Case { args, code, says, besides } = case;
    let all = format!("{}{}", outcome.stdout, outcome.stderr);
    let missing = says.iter().filter(|wanted| !all.contains(**wanted)).map(|wanted| format!("{wanted:?} is not there"));
    let lines = all.lines().map(str::trim).filter(|line| line.chars().any(char::is_alphabetic) && !has_chinese(line));
    let english = lines.filter(|line| !besides.iter().any(|start| line.starts_with(start)));
    let english = english.map(|line| format!("not in Chinese: {line}"));
    let ended = (outcome.code != Some(*code)).then(|| format!("ended with {}", outcome.status));
    let faults: Vec<String> = missing.chain(english).chain(ended).collect();
    if faults.is_empty() { faults } else { vec![format!("{args:?}: {faults:#?} in\n{all}")] }
}

#[test]
fn every_main_command_speaks_chinese() {
    let arxiv = arxiv();
    let app = app(&arxiv, CHINESE);
    let out = app.temp().join("out.bib").display().to_string();
    let mut wrong = Vec::new();
    for (args, code, says, besides) in [
        (
            &["run", "--date", DAY][..],
            0,
            &[
                "正在下载公告",
                "正在评审 5 / 5",
                "2026-01-09：公告 8 = 评审 5 + 过滤 3 + 失败 0",
                "已存入 ",
                "阅读：arxiv-llm-daily show",
            ][..],
            &[][..],
        ),
        (&["run", "--date", DAY], 0, &["（早已做好，没有变化）"], &[]),
        (&["run", "--date", "2026-01-10"], 0, &["2026-01-10 是周末，arXiv 周末不发布公告。"], &[]),
        (
            &["ledger"],
            0,
            &[
                "类别                公告    评审      过滤    失败",
                "过滤：排在评审名额之外",
                "[排在评审名额之外（第 6 名，共 8 篇）]",
            ],
            &["cs."],
        ),
        (
            &["why", "2601.00001"],
            0,
            &["2026-01-09 由 arXiv 公告（新论文）", "关注：cs.CL, cs.AI, cs.LG"],
            &["2601.00001"],
        ),
        (&["search", "study"], 0, &["找到 8 篇，列出 8 篇"], &["2601."]),
        (&["search", "不存在的词"], 0, &["没有找到「不存在的词」。"], &[]),
        (
            &["doctor"],
            0,
            &["正常     数据库", "正常     搜索索引", "正常     定时抓取        已关闭；没有错过的运行"],
            &[],
        ),
        (&["judge", "2601.00002"], 0, &["（内置评审）："], &["2601.00002", "Study", "Large", "We ", "Experiments"]),
        (&["learned"], 0, &["学自你的 0 次取舍"], &["+", "-"]),
        (&["profile", "list"], 0, &["（预设）"], &[]),
        (&["profile", "preview", "llm-research"], 0, &["最近 1 期的 8 篇里，会多过滤 "], &["2026-01-09  2601."]),
        (
            &["key", "status", "--base-url", "https://api.example.org/v1"],
            0,
            &["没有 https://api.example.org:443 的密钥"],
            &[],
        ),
        (&["model", "estimate"], 0, &["5 篇：约输入 0、输出 0 tokens；费用约 0.0000"], &[]),
        (&["model", "usage"], 0, &["一共 0.0000；今天 0.0000"], &[]),
        (&["export", "--format", "bibtex", "--out", &out], 0, &["已导出到 "], &[]),
        (&["backup"], 0, &["1 期研报，", "已核对。"], &["/"]),
        (
            &["show", "--date", "2026-02-02"],
            1,
            &["错误：没有 2026-02-02 的研报（画像 finance-ai）。现在就做：arxiv-llm-daily run --date 2026-02-02"],
            &[],
        ),
        (&["config", "set", "no.key", "1"], 2, &["错误：没有 \"no.key\" 这项设置。看全部设置："], &[]),
        (
            &["config", "set", "judge.max_papers", "many"],
            2,
            &["错误：这样不行。什么都没有改变。请换一种方式再试。\n详情：judge.max_papers cannot be"],
            &[],
        ),
        (&["--help"], 0, &["用法：", "命令：", "选项：", "通读你所关注领域"], &["arxiv-llm-daily ", "-"]),
        (
            &["help", "config", "set"],
            0,
            &["用法：arxiv-llm-daily config set", "参数：", "VALUE 按 TOML 读"],
            &["<", "-"],
        ),
        (
            &["serach", "x"],
            2,
            &["错误：没有「serach」这个命令", "也许是「search」", "用法：", "详细说明见「--help」。"],
            &[],
        ),
        (&["why"], 2, &["错误：还缺参数：<ID>"], &[]),
        (&["profile", "use", "llm-research"], 0, &["以后的运行使用画像「llm-research」。"], &[]),
    ] {
        wrong.extend(faults(&app.run(args), &Case { args, code, says, besides }));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for shown in [&["show"][..], &["show", "--format", "markdown"]] {
        assert!(
            app.run(&[&["--profile", "finance-ai"], shown].concat())
                .exits(0)
                .stdout
                .starts_with("# Arxiv LLM 每日研报")
        );
    }
}

#[test]
fn what_a_script_reads_is_the_same_in_every_language() {
    let arxiv = arxiv();
    let mut app = app(&arxiv, "");
    app.run(&["run", "--date", DAY]).exits(0);
    let all: [&[&str]; 6] =
        [&["ledger"], &["show"], &["search", "study"], &["learned"], &["doctor"], &["config", "list"]];
    let plain = |app: &App| {
        let mut read = all.map(|args| app.json(args));
        // The clock goes on.
        let checks = read[4]["checks"].as_array_mut().unwrap();
        checks.retain(|check| !["clock", "space"].contains(&check["name"].as_str().unwrap()));
        (read, app.run(&["man"]).exits(0).stdout.clone(), app.run(&["completions", "bash"]).exits(0).stdout.clone())
    };
    let english = plain(&app);
    app.set("LANG", "zh_CN.UTF-8");
    assert!(app.run(&["ledger"]).stdout.contains("公告 8"));
    assert_eq!(plain(&app), english);
    let Value::Array(checks) = &english.0[4]["checks"] else { panic!("{:?}", english.0[4]) };
    assert!(checks.iter().all(|check| !has_chinese(check["found"].as_str().unwrap())), "{checks:?}");
}

#[test]
fn the_language_is_that_of_the_settings_else_of_the_system() {
    for (ui, variables, chinese) in [
        ("", &[][..], false),
        ("", &[("LANG", "zh_CN.UTF-8")][..], true),
        ("", &[("LANG", "en_GB.UTF-8"), ("LC_MESSAGES", "zh_CN.UTF-8")], true),
        ("", &[("LC_ALL", "zh_CN.UTF-8")], true),
        ("", &[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")], false),
        ("", &[("LANG", "de_DE.UTF-8")], false),
        ("[ui]\nlanguage = \"en\"\n", &[("LANG", "zh_CN.UTF-8")], false),
        ("[ui]\nlanguage = \"system\"\n", &[("LANG", "zh_CN.UTF-8")], true),
        (CHINESE, &[], true),
        (CHINESE, &[("LANG", "en_GB.UTF-8")], true),
    ] {
        let mut app = App::new(&Settings { more: ui, ..Settings::at("http://127.0.0.1:9") });
        variables.iter().for_each(|(name, value)| app.set(name, value));
        let what = format!("{ui:?} {variables:?}");
        // Before anything is parsed, in the answer, and in an error.
        let said = [(&["--help"][..], 0), (&["profile", "list"], 0), (&["show"], 1), (&["show", "--no"], 2)];
        for (args, code) in said {
            let outcome = app.run(args);
            let all = format!("{}{}", outcome.exits(code).stdout, outcome.stderr);
            let speaks = ["用法：", "（预设）", "错误：", "错误："].iter().any(|word| all.contains(word));
            assert_eq!(speaks, chinese, "{what} {args:?}: {all}");
            // A profile's name is data.
            assert!(chinese || args == ["profile", "list"] || !has_chinese(&all), "{what} {args:?}: {all}");
        }
    }
    // The folder of the environment, and one that is named with a sign of equality.
    let mut app = App::new(&Settings { more: CHINESE, ..Settings::at("http://127.0.0.1:9") });
    let folder = app.data().display().to_string();
    assert!(app.run_as_is(&["--help", &format!("--data-dir={folder}")]).exits(0).stdout.contains("用法："));
    assert!(app.run_as_is(&["--help"]).exits(0).stdout.contains("Usage:"));
    app.set("ARXIV_LLM_DAILY_DATA", &folder);
    assert!(app.run_as_is(&["--help"]).exits(0).stdout.contains("用法："));
    // A file that cannot be read: the system's language says so.
    app.set("LANG", "zh_CN.UTF-8");
    app.write("settings.toml", "[ui\n");
    assert!(app.run(&["show"]).exits(1).stderr.starts_with("错误：设置文件 "));
}

/// A piece of text in the source, and the calls that it stands in.
struct Literal {
    text: String,
    within: Vec<String>,
}

/// Every string literal of a source without comments.
fn literals(code: &str) -> Vec<Literal> {
    let (mut found, mut within, mut name) = (Vec::new(), Vec::new(), String::new());
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                let mut text = String::new();
                while let Some(c) = chars.next().filter(|c| *c != '"') {
                    match c {
                        '\\' if chars.next() == Some('x') => drop((chars.next(), chars.next())),
                        '\\' => text.push(' '),
                        c => text.push(c),
                    }
                }
                found.push(Literal { text, within: within.clone() });
            }
            '\'' => {
                // A character, or a lifetime.
                let mut ahead = chars.clone();
                match (ahead.next(), ahead.next(), ahead.next()) {
                    (Some('\\'), Some(_), _) => {
                        chars.by_ref().take_while(|c| *c != '\'').for_each(drop);
                    }
                    (Some(_), Some('\''), _) => {
                        chars.nth(1);
                    }
                    _ => {}
                }
            }
            '(' => within.push(std::mem::take(&mut name)),
            ')' => drop(within.pop()),
            _ => {}
        }
        match c {
            c if c.is_alphanumeric() || c == '_' => name.push(c),
            '!' => {}
            '(' => {}
            _ => name.clear(),
        }
    }
    found
}

/// Whether a text says something: words beside what is filled in, and not one name alone.
fn says_something(text: &str) -> bool {
    let mut plain = String::new();
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let words = plain.split_whitespace().filter(|word| word.chars().filter(char::is_ascii_alphabetic).count() > 1);
    plain.trim() != plain && words.clone().count() > 0 || words.count() > 1
}

#[test]
fn the_command_line_prints_no_english_that_has_no_chinese() {
    // What is not for the reader alone, or is said in full elsewhere.
    const BESIDES: [&str; 4] =
        ["command line", "arxiv-llm-daily judge {id}", "arxiv-llm-daily {}", "error: {message} {what_to_do}"];
    let (mut looked_at, mut found) = (0, Vec::new());
    for source in invariants::files("src-tauri/src/cli", &["rs"]) {
        // The help has a test of its own; the man page is English.
        if source.path.ends_with("/args.rs") || source.path.contains("/chinese") {
            continue;
        }
        for Literal { text, within } in literals(&source.code) {
            looked_at += 1;
            let in_both = within.iter().any(|call| call == "pick");
            // A defect is told by its code; what is logged or looked for is not printed.
            let apart = within.iter().any(|call| ["defect", "error", "warn", "starts_with"].contains(&call.as_str()));
            let printed = says_something(&text) && !has_chinese(&text) && !BESIDES.contains(&text.as_str());
            if printed && !in_both && !apart {
                found.push(format!("{}: {text:?} within {within:?}", source.path));
            }
        }
    }
    assert!(found.is_empty(), "said in English only: {found:#?}");
    assert!(looked_at > 300, "{looked_at} texts were looked at");
}

#[test]
fn the_lint_itself_sees_what_is_printed() {
    let seen = |code: &str| {
        let all = literals(code);
        let all = all.iter().filter(|literal| says_something(&literal.text));
        all.map(|literal| literal.within.iter().any(|call| call == "pick")).collect::<Vec<_>>()
    };
    for (code, wanted) in [
        (r#"print("Nothing was found.");"#, &[false][..]),
        (r#"print(language.pick("什么都没找到。", "Nothing was found."))"#, &[true]),
        (r#"language.pick(format!("{n} 篇"), format!("{n} papers"))"#, &[true]),
        (r#"eprintln!("{n} papers")"#, &[false]),
        (r#"if c == '"' { print(" at least") }"#, &[false]),
        (r#"print("{:<11} {}", text["title"], 'a')"#, &[]),
    ] {
        let found = seen(code);
        let english: Vec<bool> = found.into_iter().collect();
        assert_eq!(english, wanted, "{code}");
    }
}
