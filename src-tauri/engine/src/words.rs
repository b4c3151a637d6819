//! The words that several faces of the app say: the tray, notifications, the command line and the window. The window's copy,
//! `ui/src/i18n/common.ts`, is written from here.

use crate::{error::Code, verdict::Language};

/// One saying in both languages. `{n}` stands for a number or a name.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    chinese: &'static str,
    english: &'static str,
}

impl Words {
    /// As it is.
    pub fn of(self, language: Language) -> &'static str {
        language.pick(self.chinese, self.english)
    }

    /// With a number or a name in it.
    pub fn with(self, language: Language, n: impl std::fmt::Display) -> String {
        self.of(language).replace("{n}", &n.to_string())
    }
}

macro_rules! words {
    ($($name:ident: $chinese:literal, $english:literal;)*) => {
        $(#[doc = $english] pub const $name: Words = Words { chinese: $chinese, english: $english };)*

        /// All of them, by name.
        #[cfg(test)]
        const ALL: &[(&str, Words)] = &[$((stringify!($name), $name)),*];
    };
}

words! {
    FETCH_NOW: "立即抓取", "Fetch now";
    CANCEL: "取消", "Cancel";
    PAUSE: "暂停到明天", "Pause until tomorrow";
    RESUME: "恢复自动抓取", "Resume";
    SETTINGS: "设置", "Settings";
    QUIT: "退出", "Quit";
    UNREAD: "{n} 篇未读", "{n} unread";
    RECOMMENDED: "{n} 篇推荐", "{n} recommended";
    STAGE_FETCH: "正在下载公告", "Downloading the announcement";
    STAGE_FILTER: "正在过滤", "Filtering";
    STAGE_RANK: "正在排序", "Ranking";
    STAGE_JUDGE: "正在评审", "Judging";
    STAGE_DEEP_READ: "正在阅读全文", "Reading full texts";
    STAGE_TREND: "正在归纳趋势", "Naming trends";
    STAGE_STORE: "正在保存", "Saving";
    ERROR_USAGE: "这样不行", "That cannot be done";
    ERROR_NOT_FOUND: "没有找到", "Not found";
    ERROR_OFFLINE: "连不上网络", "No connection";
    ERROR_REFUSED: "对方服务器拒绝了请求", "The server refused the request";
    ERROR_UNAVAILABLE: "对方服务器暂时不可用", "The server is not available right now";
    ERROR_NOT_A_FEED: "收到的不是 arXiv 的公告", "What came back is not arXiv’s announcement";
    ERROR_BROKEN_FILE: "有一个文件读不懂", "A file cannot be read";
    ERROR_DISK: "数据文件夹用不了", "The data folder cannot be used";
    ERROR_DAMAGED: "数据库已损坏", "The database is damaged";
    ERROR_BUSY: "另一个运行正在进行", "Another run is going on";
    ERROR_CANCELLED: "已取消", "Cancelled";
    ERROR_DEFECT: "应用自己出了错", "The app itself failed";
    ERROR_USAGE_SAFE: "什么都没有改变。", "Nothing was changed.";
    ERROR_NOT_FOUND_SAFE: "已存的研报都在。", "Your stored digests are all there.";
    ERROR_OFFLINE_SAFE: "已存的研报和你的标记都在，离线也能读。", "Your stored digests and marks are all there and can be read offline.";
    ERROR_REFUSED_SAFE: "已存的研报都在，没有存下半截数据。", "Your stored digests are all there; nothing was stored half.";
    ERROR_UNAVAILABLE_SAFE: "已存的研报都在，没有存下半截数据。", "Your stored digests are all there; nothing was stored half.";
    ERROR_NOT_A_FEED_SAFE: "没有存下任何不完整的数据。", "Nothing incomplete was stored.";
    ERROR_BROKEN_FILE_SAFE: "原文件没有被改动。", "The file itself was not touched.";
    ERROR_DISK_SAFE: "没有覆盖任何东西。", "Nothing was overwritten.";
    ERROR_DAMAGED_SAFE: "没有删除任何东西。", "Nothing was deleted.";
    ERROR_BUSY_SAFE: "两边都不受影响。", "Neither run is harmed.";
    ERROR_CANCELLED_SAFE: "评审过的论文都留着。", "What was judged is kept.";
    ERROR_DEFECT_SAFE: "已存的数据没有改动。", "Your stored data was not changed.";
    ERROR_USAGE_ADVICE: "请换一种方式再试。", "Please try another way.";
    ERROR_NOT_FOUND_ADVICE: "换一天看看，或者抓取这一天。", "Choose another day, or fetch this one.";
    ERROR_OFFLINE_ADVICE: "检查网络或代理，然后再试。", "Check the network or the proxy, then try again.";
    ERROR_REFUSED_ADVICE: "检查代理、密钥和地址，然后再试。", "Check the proxy, the key and the address, then try again.";
    ERROR_UNAVAILABLE_ADVICE: "过几分钟再试。", "Try again in a few minutes.";
    ERROR_NOT_A_FEED_ADVICE: "可能是网络登录页或代理改了内容，换个网络再试。", "A login page or a proxy may have changed it; try again on another network.";
    ERROR_BROKEN_FILE_ADVICE: "按详情里的提示改好这个文件，然后再试。", "Mend the file as the details say, then try again.";
    ERROR_DISK_ADVICE: "检查文件夹的权限和剩余空间，然后再试。", "Check the folder’s permissions and free space, then try again.";
    ERROR_DAMAGED_ADVICE: "在「设置 › 数据」里恢复一份备份，或者运行 arxiv-llm-daily restore。", "Restore a backup in Settings › Data, or run arxiv-llm-daily restore.";
    ERROR_BUSY_ADVICE: "等它结束，然后再试。", "Wait until it ends, then try again.";
    ERROR_CANCELLED_ADVICE: "随时可以接着跑。", "Go on whenever you like.";
    ERROR_DEFECT_ADVICE: "再试一次；如果还是这样，请把详情发给我们。", "Try again; if it stays, please send us the details.";
    ANNOUNCED: "公告", "announced";
    JUDGED: "评审", "judged";
    FILTERED: "过滤", "filtered";
    FAILED: "失败", "failed";
    SAMPLE: "这是示例：论文全是虚构的，让你先看看研报的样子。", "A sample day: its papers are invented.";
    RECONSTRUCTED: "这一天的名单取自 arXiv 的 OAI-PMH 接口，收录的论文可能与每日源略有出入。", "The list of this day comes from arXiv’s OAI-PMH service; its papers can differ a little from the daily feed’s.";
    FAILURE_TIMEOUT: "模型超时", "The model took too long";
    FAILURE_UNREACHABLE: "连不上模型服务", "The model server cannot be reached";
    FAILURE_UNAUTHORIZED: "密钥被拒绝", "The key was refused";
    FAILURE_BAD_REQUEST: "模型服务不接受请求", "The model server refused the request";
    FAILURE_RATE_LIMITED: "请求过于频繁", "Too many requests";
    FAILURE_PROVIDER_ERROR: "模型服务出错", "The model server failed";
    FAILURE_INVALID_ANSWER: "模型的回答不合格式", "The model’s answer was malformed";
    FAILURE_REFUSED: "模型拒绝回答", "The model declined to answer";
    FAILURE_BUDGET: "超出当日预算", "Over the day’s budget";
    FAILURE_CANCELLED: "运行被取消", "The run was cancelled";
    CATEGORY: "类别", "Category";
    RULE_CATEGORY: "不在关注的类别", "not in a followed category";
    RULE_CROSS_LIST: "交叉列表", "cross-list";
    RULE_REPLACEMENT: "修订版", "replacement";
    RULE_KNOWN: "以前公告过", "announced before";
    RULE_NO_INCLUDE_TERM: "没有必含词", "no required term";
    RULE_RANK: "排在评审名额之外", "ranked below the cut";
    FIELD_TITLE: "标题", "title";
    FIELD_ABSTRACT: "摘要", "abstract";
    FIELD_ANALYSIS: "分析", "analysis";
    FIELD_NOTE: "笔记", "note";
    FIELD_FULL_TEXT: "全文", "full text";
    FIELD_TRANSLATED_TITLE: "译名", "translated title";
    FIELD_KEYWORDS: "关键词", "keywords";
    FIELD_AUTHORS: "作者", "authors";
    FIELD_TAGS: "标签", "tags";
    FIELD_ID: "编号", "number";
    STEP_REACHABLE: "能连上", "Reachable";
    STEP_AUTHORISED: "密钥有效", "Key accepted";
    STEP_MODEL: "有这个模型", "Model is there";
    STEP_STRUCTURED: "能按格式回答", "Answers in form";
    STEP_CONTEXT: "上下文够长", "Context is long enough";
    STEP_COST: "费用", "Cost";
    CHECK_VERSION: "版本", "Version";
    CHECK_INTEGRITY: "数据库", "Database";
    CHECK_FOREIGN_KEYS: "行与行的关联", "Rows that belong together";
    CHECK_LEDGER: "账本", "Ledger";
    CHECK_CLOCK: "时钟", "Clock";
    CHECK_SEARCH_INDEX: "搜索索引", "Search index";
    CHECK_PERMISSIONS: "权限", "Permissions";
    CHECK_SPACE: "剩余空间", "Free space";
    CHECK_VOLUME: "所在磁盘", "Disk";
    CHECK_BACKUPS: "备份", "Backups";
    CHECK_SET_ASIDE: "另存的损坏文件", "Damaged files set aside";
    CHECK_SCHEDULE: "定时抓取", "Schedule";
    CHECK_KEYCHAIN: "密钥", "Key";
    BUILTIN: "内置评审", "built-in judge";
    RULE_EXCLUDE: "排除词：{n}", "excluded term: {n}";
    PRESET: "{n}（预设）", "{n} (preset)";
    NOTHING_FOUND: "没有找到「{n}」。", "Nothing found for “{n}”.";
    STEP_OK: "可以", "works";
    STEP_FAILED: "不行", "fails";
    STEP_UNKNOWN: "未知", "unknown";
    STEP_SKIPPED: "跳过", "skipped";
    CHECK_OK: "正常", "fine";
    CHECK_WARNING: "要注意", "look at this";
    CHECK_BAD: "有问题", "bad";
}

/// What happened, what is safe, and one thing to do: the same for all errors of a code.
pub fn of_error(code: Code) -> [Words; 3] {
    match code {
        Code::Usage => [ERROR_USAGE, ERROR_USAGE_SAFE, ERROR_USAGE_ADVICE],
        Code::NotFound => [ERROR_NOT_FOUND, ERROR_NOT_FOUND_SAFE, ERROR_NOT_FOUND_ADVICE],
        Code::Offline => [ERROR_OFFLINE, ERROR_OFFLINE_SAFE, ERROR_OFFLINE_ADVICE],
        Code::Refused => [ERROR_REFUSED, ERROR_REFUSED_SAFE, ERROR_REFUSED_ADVICE],
        Code::Unavailable => [ERROR_UNAVAILABLE, ERROR_UNAVAILABLE_SAFE, ERROR_UNAVAILABLE_ADVICE],
        Code::NotAFeed => [ERROR_NOT_A_FEED, ERROR_NOT_A_FEED_SAFE, ERROR_NOT_A_FEED_ADVICE],
        Code::BrokenFile => [ERROR_BROKEN_FILE, ERROR_BROKEN_FILE_SAFE, ERROR_BROKEN_FILE_ADVICE],
        Code::Disk => [ERROR_DISK, ERROR_DISK_SAFE, ERROR_DISK_ADVICE],
        Code::Damaged => [ERROR_DAMAGED, ERROR_DAMAGED_SAFE, ERROR_DAMAGED_ADVICE],
        Code::Busy => [ERROR_BUSY, ERROR_BUSY_SAFE, ERROR_BUSY_ADVICE],
        Code::Cancelled => [ERROR_CANCELLED, ERROR_CANCELLED_SAFE, ERROR_CANCELLED_ADVICE],
        Code::Defect => [ERROR_DEFECT, ERROR_DEFECT_SAFE, ERROR_DEFECT_ADVICE],
    }
}

/// A rule of the ledger or a class of failure, by its name; None for one that holds data or is not known.
pub fn of_rule(rule: &str) -> Option<Words> {
    Some(match rule {
        "category" => RULE_CATEGORY,
        "cross-list" => RULE_CROSS_LIST,
        "replacement" => RULE_REPLACEMENT,
        "known" => RULE_KNOWN,
        "no include term" => RULE_NO_INCLUDE_TERM,
        "timeout" => FAILURE_TIMEOUT,
        "unreachable" => FAILURE_UNREACHABLE,
        "unauthorized" => FAILURE_UNAUTHORIZED,
        "bad request" => FAILURE_BAD_REQUEST,
        "rate limited" => FAILURE_RATE_LIMITED,
        "provider error" => FAILURE_PROVIDER_ERROR,
        "invalid answer" => FAILURE_INVALID_ANSWER,
        "refused" => FAILURE_REFUSED,
        "deferred: budget" => FAILURE_BUDGET,
        "cancelled" => FAILURE_CANCELLED,
        _ => return None,
    })
}

/// A rule of the ledger or a class of failure as the reader is told it. In English they are their own names.
pub fn rule(rule: &str, language: Language) -> String {
    if language == Language::English {
        return rule.to_owned();
    }
    match (of_rule(rule), rule.strip_prefix("exclude: "), rule.strip_prefix("rank ")) {
        (Some(words), ..) => words.of(language).to_owned(),
        (None, Some(term), _) => RULE_EXCLUDE.with(language, term),
        (None, None, Some(place)) => match place.split_once(" of ") {
            Some((rank, all)) => format!("{}（第 {rank} 名，共 {all} 篇）", RULE_RANK.of(language)),
            None => RULE_RANK.of(language).to_owned(),
        },
        (None, None, None) => rule.to_owned(),
    }
}

/// Where a search found something, by the name of the field.
pub fn of_field(name: &str) -> Option<Words> {
    Some(match name {
        "title" => FIELD_TITLE,
        "abstract" => FIELD_ABSTRACT,
        "analysis" => FIELD_ANALYSIS,
        "note" => FIELD_NOTE,
        "full_text" => FIELD_FULL_TEXT,
        "translated_title" => FIELD_TRANSLATED_TITLE,
        "keywords" => FIELD_KEYWORDS,
        "authors" => FIELD_AUTHORS,
        "tags" => FIELD_TAGS,
        "id" => FIELD_ID,
        _ => return None,
    })
}

/// One thing that the doctor looks at, by its name.
pub fn of_check(name: &str) -> Option<Words> {
    Some(match name {
        "version" => CHECK_VERSION,
        "integrity" => CHECK_INTEGRITY,
        "foreign keys" => CHECK_FOREIGN_KEYS,
        "ledger" => CHECK_LEDGER,
        "clock" => CHECK_CLOCK,
        "search index" => CHECK_SEARCH_INDEX,
        "permissions" => CHECK_PERMISSIONS,
        "space" => CHECK_SPACE,
        "volume" => CHECK_VOLUME,
        "backups" => CHECK_BACKUPS,
        "set aside" => CHECK_SET_ASIDE,
        "schedule" => CHECK_SCHEDULE,
        "keychain" => CHECK_KEYCHAIN,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::{fmt::Write as _, path::Path};

    use super::*;

    fn typescript() -> String {
        let mut out = String::from(
            "// Generated from src-tauri/engine/src/words.rs by `make types`. Do not edit.\n\n\
             /** What the window says in the same words as the tray, notifications and the command line. */\n\
             export const shared = {\n",
        );
        for language in [Language::Chinese, Language::English] {
            let _ = writeln!(out, "  '{}': {{", language.tag());
            for (name, words) in ALL {
                let _ = writeln!(out, "    {}: '{}',", name.to_lowercase(), words.of(language));
            }
            out.push_str("  },\n");
        }
        out + "};\n"
    }

    #[test]
    fn the_typescript_of_the_windows_words_is_current() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/i18n/common.ts");
        let wanted = typescript();
        if std::env::var_os("UPDATE_TYPES").is_some() {
            std::fs::write(&file, &wanted).unwrap();
        }
        let committed = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(committed == wanted, "ui/src/i18n/common.ts is stale: run `make types` and commit it");
    }

    /// The window's dictionaries take these words from the table and do not say them again.
    #[test]
    fn the_window_has_no_copy_of_its_own() {
        for language in [Language::Chinese, Language::English] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/i18n").join(language.tag());
            let mut text = String::new();
            for file in std::fs::read_dir(folder).unwrap() {
                text.push_str(&std::fs::read_to_string(file.unwrap().path()).unwrap());
            }
            for (name, _) in ALL {
                let taken = format!("shared.{}", name.to_lowercase());
                assert!(text.contains(&taken), "{}: {name} is not taken from the table", language.tag());
            }
            let errors = ALL.iter().filter(|(name, _)| name.starts_with("ERROR_") || name.starts_with("FAILURE_"));
            let others = [FETCH_NOW, PAUSE, RESUME, QUIT, STAGE_FETCH, STAGE_TREND, RECONSTRUCTED];
            for said in errors.map(|(_, words)| *words).chain(others) {
                let said = format!("'{}'", said.of(language));
                assert!(!text.contains(&said), "{}: {said} is said apart from the table", language.tag());
            }
        }
    }
}
