//! The words that several faces of the app say: the tray, notifications, the command line and the window. The window's copy,
//! `ui/src/i18n/common.ts`, is written from here.

use crate::verdict::Language;

/// One saying in both languages. `{n}` stands for a number.
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

    /// With a number in it.
    pub fn with(self, language: Language, n: u32) -> String {
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
            for said in [FETCH_NOW, PAUSE, RESUME, QUIT, STAGE_FETCH, STAGE_TREND] {
                let said = format!("'{}'", said.of(language));
                assert!(!text.contains(&said), "{}: {said} is said apart from the table", language.tag());
            }
        }
    }
}
