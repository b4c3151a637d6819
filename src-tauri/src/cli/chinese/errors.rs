//! The engine's errors that a reader of the command line meets most, in Chinese. Their words are English, with data in them:
//! `{}` stands for that, in the same order in both languages.

const ERRORS: &[(&str, &str)] = &[
    // What is asked for.
    ("{} is not stored here.", "这里没有存 {}。"),
    ("Fetch the day it was announced.", "请抓取公告它的那一天。"),
    ("Fetch the feed that holds it.", "请抓取含有它的订阅源。"),
    ("arXiv has no paper {}.", "arXiv 没有论文 {}。"),
    ("Check the identifier; it looks like 2601.03479.", "请检查编号，它应当像 2601.03479 这样。"),
    ("There is no digest of {} for the profile {}.", "没有 {} 的研报（画像 {}）。"),
    ("Make it with: arxiv-llm-daily run --date {}", "现在就做：arxiv-llm-daily run --date {}"),
    ("There is no digest yet for the profile {}.", "画像 {} 还没有研报。"),
    ("Make the first one with: arxiv-llm-daily run", "做第一期：arxiv-llm-daily run"),
    ("The digest of {} was read from a report, and a report has no ledger.", "{} 的研报是导入的，没有账本。"),
    ("See what it lists with: arxiv-llm-daily show --date {}", "看里面的论文：arxiv-llm-daily show --date {}"),
    ("There is no digest from {} to {} for the profile {}.", "从 {} 到 {} 没有研报（画像 {}）。"),
    (
        "Choose another day with --date, or make digests with: arxiv-llm-daily run --since D",
        "请用 --date 换一天，或者先做研报：arxiv-llm-daily run --since D",
    ),
    ("The newest announced day is {}.", "最新公告的一天是 {}。"),
    ("Nothing is found by {}.", "没有搜到 {}。"),
    ("Take a word away, or try another.", "去掉一个词，或者换一个词试试。"),
    ("There is no digest to export.", "没有可以导出的研报。"),
    ("{} is listed in no digest: there is no verdict to export.", "{} 没有列入研报，没有结论可以导出。"),
    (
        "Judge it first, leave it out, or export citations, which need no verdict.",
        "请先评审它，或者不选它；也可以导出文献格式，那不需要结论。",
    ),
    ("Nobody has judged any of the {} papers that were found.", "搜到的 {} 篇都还没有评审。"),
    (
        "Judge one with: arxiv-llm-daily judge ID, or export citations, which need no verdict.",
        "可以先评审一篇：arxiv-llm-daily judge ID；也可以导出文献格式，那不需要结论。",
    ),
    ("Nothing is searched for.", "没有写要搜什么。"),
    (
        "Name what is wanted: a word, \"a phrase\", au:NAME, cat:cs.CL, -not this.",
        "请写出要搜的：词、\"短语\"、au:姓名、cat:cs.CL、-不要的词。",
    ),
    // What the reader writes.
    ("The note has {} bytes, more than the {} that one may have.", "笔记有 {} 字节，超过了 {} 字节的上限。"),
    ("Keep long texts in a file of their own; the note was not changed.", "长文请另存成文件；笔记没有改动。"),
    ("The note had no version at {}.", "笔记没有 {} 的版本。"),
    ("Choose one of those that are listed.", "请从列出的版本里选一个。"),
    ("A tag has 1 to {} characters, {} has {}.", "标签是 1 到 {} 个字，{} 有 {} 个。"),
    ("Use a short name, such as to-read.", "请用短一点的名字，如 to-read。"),
    // Settings, profiles, keys.
    ("There is no setting {}.", "没有 {} 这项设置。"),
    ("See all of them with: arxiv-llm-daily config list", "看全部设置：arxiv-llm-daily config list"),
    ("The settings {} cannot be read: {}", "设置文件 {} 读不懂：{}"),
    (
        "Mend the file in an editor, or move it away to start with the defaults; it was not changed.",
        "请用编辑器改好它，或者移走它、从默认设置开始；文件没有被改动。",
    ),
    ("{} cannot be the name of a profile.", "{} 不能作为画像的名字。"),
    ("Use letters, digits, spaces, - and _, such as finance-ai.", "请用字母、数字、空格、- 和 _，如 finance-ai。"),
    ("There is no profile {}: {} does not exist.", "没有画像 {}：{} 不存在。"),
    ("See what there is with: arxiv-llm-daily profile list", "看有哪些：arxiv-llm-daily profile list"),
    ("The profile {} cannot be read: {}", "画像文件 {} 读不懂：{}"),
    (
        "Mend the file in an editor, or move it away; it was not changed.",
        "请用编辑器改好它，或者移走它；文件没有被改动。",
    ),
    ("This is the sample day: it has no data folder.", "这是示例，没有数据文件夹。"),
    ("Start again without --sample.", "请去掉 --sample。"),
    (
        "This is no key: a key is letters, digits and signs without spaces.",
        "这不是密钥：密钥由字母、数字和符号组成，没有空格。",
    ),
    ("Copy it once more.", "请重新复制一次。"),
    ("The key for {} was not kept: the keychain cannot be used ({}).", "{} 的密钥没有存下：钥匙串用不了（{}）。"),
    (
        "Unlock or start your system's keychain; without one, set the environment variable {}.",
        "请解锁或启动系统钥匙串；没有钥匙串就设置环境变量 {}。",
    ),
    // The model.
    ("{} is not the address of a model server.", "{} 不是模型服务的地址。"),
    (
        "Set judge.base_url to an http or https address, such as https://api.deepseek.com/v1.",
        "请把 judge.base_url 设为 http 或 https 地址，如 https://api.deepseek.com/v1。",
    ),
    ("judge.base_url is empty: there is no model to ask.", "judge.base_url 是空的，没有模型可用。"),
    (
        "Set it, such as https://api.deepseek.com/v1, or use the built-in judge: arxiv-llm-daily config set judge.engine builtin",
        "请设置它，如 https://api.deepseek.com/v1；或者改用内置评审：arxiv-llm-daily config set judge.engine builtin",
    ),
    ("No model is chosen.", "还没有选模型。"),
    (
        "Set judge.model to a name that the provider lists, such as deepseek-chat.",
        "请把 judge.model 设为服务商列出的名字，如 deepseek-chat。",
    ),
    ("There is no key for {}: the keychain cannot be used ({}).", "没有 {} 的密钥：钥匙串用不了（{}）。"),
    ("Set the environment variable {} to the key, and run again.", "请把密钥放进环境变量 {}，然后再运行。"),
    (
        "judge.budget_per_day is set, but no price: nothing would ever stop at it.",
        "设置了 judge.budget_per_day，却没有价格，预算不会起作用。",
    ),
    (
        "Set judge.price_input and judge.price_output (per million tokens), or judge.budget_per_day to 0.",
        "请设置 judge.price_input 和 judge.price_output（每百万 token），或者把 judge.budget_per_day 设为 0。",
    ),
    ("{} was not judged: the day's budget is used up.", "没有评审 {}：今天的预算用完了。"),
    ("Raise judge.budget_per_day, or try again tomorrow.", "请调高 judge.budget_per_day，或者明天再试。"),
    // The network.
    ("No papers were fetched: {}", "没有抓到论文：{}"),
    (
        "Check the network and network.proxy in the settings, then run again; nothing was stored.",
        "请检查网络和设置里的 network.proxy，然后再运行；没有存下任何数据。",
    ),
    (
        "Write them into network.proxy, as in http://NAME:PASSWORD@HOST:PORT, then run again; nothing was stored.",
        "请把它们写进 network.proxy，如 http://NAME:PASSWORD@HOST:PORT，然后再运行；没有存下任何数据。",
    ),
    (
        "Check arxiv.rss_url and arxiv.categories in the settings; nothing was stored.",
        "请检查设置里的 arxiv.rss_url 和 arxiv.categories；没有存下任何数据。",
    ),
    (
        "Try again later, and check the address in the settings; nothing was stored.",
        "请稍后再试，并检查设置里的地址；没有存下任何数据。",
    ),
    ("Check the addresses in the settings; nothing was stored.", "请检查设置里的地址；没有存下任何数据。"),
    ("Try again in some minutes; nothing was stored.", "请过几分钟再试；没有存下任何数据。"),
    ("Try again later; nothing was stored.", "请稍后再试；没有存下任何数据。"),
    (
        "Wait until {}; nothing is sent before, and nothing was stored.",
        "请等到 {}；此前不会发送请求，也没有存下任何数据。",
    ),
    ("{} answered HTTP 404: there is no such page.", "{} 返回 HTTP 404：没有这个页面。"),
    ("Nothing was asked: {}, and nothing is sent before {}.", "没有发送请求：{}，{} 之前不再发送。"),
    (
        "Try again after {}: asking earlier makes it worse. What is stored can be read.",
        "请在 {} 之后再试，提前请求只会更糟。已存的都能读。",
    ),
    ("network.proxy is {}, which is not a proxy's address: {}", "network.proxy 是 {}，不是代理的地址：{}"),
    (
        "Use system, none, http://HOST:PORT or socks5://HOST:PORT.",
        "请用 system、none、http://HOST:PORT 或 socks5://HOST:PORT。",
    ),
    // The data folder and its backups.
    ("A run is going on in this data folder already ({}).", "这个数据文件夹里已有一个运行（{}）。"),
    ("Wait for it, or cancel it there.", "请等它结束，或者在那边取消。"),
    ("The window of this data folder is open already ({}).", "这个数据文件夹的窗口已经打开（{}）。"),
    ("Look for it on your desktop.", "请在桌面上找找。"),
    ("A backup is being made or restored ({}).", "正在备份或恢复（{}）。"),
    ("Try again in a moment.", "请稍后再试。"),
    ("The data folder is now {}.", "数据文件夹现在是 {}。"),
    ("Start the app again: it goes on there.", "请重新启动，从那里继续。"),
    ("{} is there already.", "{} 已经存在。"),
    ("Choose another name.", "请换一个名字。"),
    ("There is no backup {}.", "没有备份 {}。"),
    ("`arxiv-llm-daily doctor` names the newest good one.", "最近一份完好的备份，`arxiv-llm-daily doctor` 会告诉你。"),
    ("A backup needs {} MB in {}, and {} MB are free.", "备份需要 {} MB（在 {}），而剩余空间只有 {} MB。"),
    (
        "Free some space, or name another place: arxiv-llm-daily backup PATH",
        "请腾出一些空间，或者换个地方：arxiv-llm-daily backup PATH",
    ),
    ("The disk is full, {} KB are free: {}", "磁盘满了，只剩 {} KB：{}"),
    ("There is no space left for the database: {}.", "数据库没有剩余空间可用：{}。"),
    ("Free some space and try again; nothing half-written is kept.", "请腾出一些空间再试；没有留下写了一半的内容。"),
    ("Another process is writing to the database: {}.", "另一个进程正在写数据库：{}。"),
    ("Wait a moment and try again; nothing was changed.", "请稍等再试；什么都没有改变。"),
    ("The database is damaged: {}.", "数据库已损坏：{}。"),
    (
        "Run `arxiv-llm-daily doctor`: it names the newest good backup to restore.",
        "请运行 `arxiv-llm-daily doctor`，它会告诉你可以恢复的最近一份完好的备份。",
    ),
    (
        "Check that the folder exists, is writable and has free space, or choose another.",
        "请确认文件夹存在、可以写入、有剩余空间，或者换一个。",
    ),
    ("Cancelled. What was done is kept.", "已取消。已完成的部分会保留。"),
    ("Run again to go on from here.", "再次运行会从这里接着做。"),
];

/// The Chinese of a sentence of the engine, where there is one.
pub fn in_chinese(said: &str) -> Option<String> {
    ERRORS.iter().find_map(|(english, chinese)| {
        let mut data = data(english, said)?.into_iter();
        let mut pieces = chinese.split("{}");
        let first = pieces.next().unwrap_or_default().to_owned();
        Some(pieces.fold(first, |text, piece| text + data.next().unwrap_or_default() + piece))
    })
}

/// What stands in the places of a sentence; None for another sentence.
fn data<'a>(pattern: &str, said: &'a str) -> Option<Vec<&'a str>> {
    let (first, places) = match pattern.split_once("{}") {
        None => return (pattern == said).then(Vec::new),
        Some((first, _)) => (first, pattern[first.len() + 2..].split("{}").collect::<Vec<_>>()),
    };
    let mut rest = said.strip_prefix(first)?;
    let mut found = Vec::new();
    for (at, piece) in places.iter().enumerate() {
        // The last ends with the sentence: what stands in it may hold the same words.
        let end = if at + 1 == places.len() { rest.len().checked_sub(piece.len())? } else { rest.find(piece)? };
        found.push(rest.get(..end)?);
        rest = rest.get(end..)?.strip_prefix(piece)?;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    #[test]
    fn sentences_are_told_with_their_data() {
        for (said, wanted) in [
            ("There is no setting \"no.key\".", Some("没有 \"no.key\" 这项设置。")),
            (
                "There is no profile \"x\": /home/a.b: c/x.toml does not exist.",
                Some("没有画像 \"x\"：/home/a.b: c/x.toml 不存在。"),
            ),
            (
                "A backup needs 12 MB in /mnt/a, and 3 MB are free.",
                Some("备份需要 12 MB（在 /mnt/a），而剩余空间只有 3 MB。"),
            ),
            ("Copy it once more.", Some("请重新复制一次。")),
            ("Copy it once more. Or not.", None),
            ("There is no setting", None),
            ("{}", None),
            ("", None),
        ] {
            assert_eq!(in_chinese(said).as_deref(), wanted, "{said}");
        }
    }

    #[test]
    fn both_languages_have_the_same_places() {
        for (english, chinese) in ERRORS {
            assert_eq!(english.matches("{}").count(), chinese.matches("{}").count(), "{english}");
            let shown = english.replace("{}", "7");
            assert!(in_chinese(&shown).is_some(), "{english}");
            let found = ERRORS.iter().filter(|(other, _)| data(other, &shown).is_some()).count();
            assert_eq!(found, 1, "{english} is taken for another sentence");
        }
    }

    /// All of the engine's source in one line, as strings that go over several lines are read.
    fn source(folder: &Path) -> String {
        let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        paths
            .map(|path| match path.is_dir() {
                true => source(&path),
                false => fs::read_to_string(&path).unwrap_or_default().replace("\\\"", "\"").replace("\\\n", " "),
            })
            .flat_map(|text| text.split_whitespace().map(|word| format!("{word} ")).collect::<Vec<_>>())
            .collect()
    }

    #[test]
    fn the_engine_still_says_each_of_them() {
        let source = source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/engine/src"));
        for (english, _) in ERRORS {
            for piece in english.split("{}").map(str::trim).filter(|piece| piece.len() > 5) {
                let piece = piece.trim_end_matches(" (");
                assert!(source.contains(piece), "the engine does not say {piece:?} ({english})");
            }
        }
    }
}
