//! The lines of a profile as the judge reads them: phrases in English, whatever language they are written in.

use std::{collections::HashMap, sync::LazyLock};

use super::words::{Word, is_academic, words};
use crate::profile::Profile;

/// A few words of the profile that are looked for as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// As the reader wrote it.
    pub written: String,
    pub stems: Vec<String>,
}

/// The longest phrase that is looked for as a whole, in words.
const PHRASE: usize = 4;

/// Words that say something only in company: stems.
const VAGUE: &[&str] = &[
    "agentic",
    "autonom",
    "languag",
    "long",
    "multi",
    "self",
    "text",
    "toy",
    "understand",
    "servic",
    "select",
    "context",
];

/// Chinese terms of the field and what papers call them: a term, a tab, one or more English phrases.
static GLOSSARY: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| include_str!("data/glossary.tsv").lines().filter_map(|line| line.split_once('\t')).collect());

/// The glossary read the other way: the stems of an English phrase, and the first Chinese term that means it.
static CHINESE: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    let mut terms = HashMap::new();
    for (chinese, english) in include_str!("data/glossary.tsv").lines().filter_map(|line| line.split_once('\t')) {
        for phrase in english.split(", ") {
            let stems: Vec<String> = words(phrase).into_iter().map(|word| word.stem).collect();
            terms.entry(stems.join(" ")).or_insert(chinese);
        }
    }
    terms
});

/// What Chinese readers call the phrase of these stems, if the glossary knows.
pub fn in_chinese(stems: &[String]) -> Option<&'static str> {
    CHINESE.get(stems.join(" ").as_str()).copied()
}

/// The longest term of the glossary, in characters.
static LONGEST: LazyLock<usize> = LazyLock::new(|| GLOSSARY.keys().map(|term| term.chars().count()).max().unwrap_or(0));

/// A stretch of a line in one script, and what it means in English; empty when that is not known.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    written: String,
    english: String,
}

/// The whole line in English: what is Chinese is translated by the glossary, term by term; the rest is left out.
pub fn in_english(line: &str) -> String {
    pieces(line).into_iter().map(|piece| piece.english).filter(|e| !e.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A line of a profile in English: its translation, else what the glossary makes of it.
pub fn reading(profile: &Profile, line: &str) -> String {
    profile.translation(line).map_or_else(|| in_english(line), str::to_owned)
}

/// Whether papers in English cannot be expected to say what a line says: it is in Chinese, and does not hold its own
/// English words, as those of the presets do.
pub fn wants_english(line: &str) -> bool {
    let han = line.chars().filter(|c| is_chinese(*c)).count();
    let latin = line.chars().filter(char::is_ascii_alphabetic).count();
    // A Chinese character says as much as two letters or more. A single English word in a Chinese sentence is a name.
    let is_word = |word: &str| word.chars().any(|c| c.is_ascii_alphabetic()) && !word.chars().any(is_chinese);
    let words: Vec<&str> = line.split(|c: char| c == ' ' || "（）()：，、".contains(c)).collect();
    let phrase = words.windows(2).any(|pair| pair.iter().all(|word| is_word(word)));
    han > 0 && !(phrase && latin * 2 >= han)
}

/// The phrases of a line: what stands between its punctuation, and the words of that which say something alone.
pub fn phrases(line: &str) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    for piece in pieces(line) {
        let translated = piece.written != piece.english;
        for english in piece.english.split(", ") {
            let words = words(english);
            if words.is_empty() {
                continue;
            }
            let stems = |words: &[Word]| words.iter().map(|word| word.stem.clone()).collect::<Vec<_>>();
            let whole = words.len() <= PHRASE && words[1..].iter().all(|word| word.joined);
            if translated {
                found.push(Phrase { written: piece.written.clone(), stems: stems(&words) });
                continue;
            }
            if whole {
                found.push(Phrase { written: english.trim().to_owned(), stems: stems(&words) });
            }
            for pair in words.windows(2).filter(|pair| pair[1].joined) {
                let written = format!("{} {}", pair[0].surface, pair[1].surface);
                found.push(Phrase { written, stems: stems(pair) });
            }
            // Words of every abstract explain nothing when they stand alone.
            let telling = |word: &&Word| !is_academic(&word.stem) && !VAGUE.contains(&word.stem.as_str());
            for word in words.iter().filter(telling) {
                found.push(Phrase { written: word.surface.clone(), stems: vec![word.stem.clone()] });
            }
        }
    }
    found
}

/// The phrases of an exclusion that say by themselves what is not wanted: whole ones only. A word out of one means
/// nothing ("generated" of "self-generated loops"), and a term in the midst of a Chinese sentence may be the very thing
/// that is wanted (与金融无关).
pub fn exclusions(line: &str) -> Vec<Phrase> {
    let separates =
        |c: char| (c.is_ascii_punctuation() && !matches!(c, '-' | '\'')) || (!c.is_ascii() && !c.is_alphanumeric());
    let stems = |english: &str| words(english).into_iter().map(|word| word.stem).collect::<Vec<_>>();
    let mut found = Vec::new();
    for part in line.split(separates).map(str::trim).filter(|part| !part.is_empty()) {
        let known = GLOSSARY.get(part).into_iter().flat_map(|english| english.split(", ")).map(stems);
        let own = part.is_ascii().then(|| stems(part));
        let whole = known.chain(own).filter(|stems| (1..=PHRASE).contains(&stems.len()));
        found.extend(whole.map(|stems| Phrase { written: part.to_owned(), stems }));
    }
    // A single word of every abstract excludes nothing.
    found.retain(|phrase| {
        phrase.stems.len() > 1 || !(is_academic(&phrase.stems[0]) || VAGUE.contains(&phrase.stems[0].as_str()))
    });
    found
}

/// The phrases of a line that are looked for only as a whole.
pub fn whole_phrases(line: &str) -> Vec<Vec<String>> {
    pieces(line)
        .iter()
        .flat_map(|piece| piece.english.split(", "))
        .map(|english| words(english).into_iter().map(|word| word.stem).collect::<Vec<_>>())
        .filter(|stems| (1..=PHRASE).contains(&stems.len()))
        .collect()
}

fn pieces(line: &str) -> Vec<Piece> {
    let separates =
        |c: char| (c.is_ascii_punctuation() && !matches!(c, '-' | '\'')) || (!c.is_ascii() && !c.is_alphanumeric());
    let mut pieces = Vec::new();
    for part in line.split(separates) {
        let mut rest = part.trim();
        while let Some(first) = rest.chars().next() {
            let chinese = is_chinese(first);
            let end = rest.find(|c: char| c != ' ' && is_chinese(c) != chinese).unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            let run = run.trim();
            if chinese {
                pieces.extend(translated(run));
            } else {
                pieces.push(Piece { written: run.to_owned(), english: run.to_owned() });
            }
            rest = after.trim_start();
        }
    }
    pieces
}

/// The longest terms of the glossary, from left to right.
fn translated(run: &str) -> Vec<Piece> {
    let chars: Vec<char> = run.chars().filter(|c| *c != ' ').collect();
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let known = (1..=(*LONGEST).min(chars.len() - at)).rev().find_map(|length| {
            let term: String = chars[at..at + length].iter().collect();
            GLOSSARY.get(term.as_str()).map(|english| (length, Piece { written: term, english: (*english).to_owned() }))
        });
        match known {
            Some((length, piece)) => {
                pieces.push(piece);
                at += length;
            }
            None => at += 1,
        }
    }
    pieces
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}')
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::verdict::Language;

    #[test]
    fn a_line_is_read_in_english() {
        for (line, expected) in [
            ("Agents: tool use, planning", "Agents, tool use, planning"),
            ("智能体：工具调用、规划", "agents, tool use, tool calling, planning"),
            ("大模型推理", "large language models, reasoning, inference"),
            ("关注LLM智能体的记忆", "LLM, agents, memory"),
            ("语音识别（speech recognition）", "speech recognition, speech recognition"),
            ("毫无关系", ""),
            ("", ""),
        ] {
            assert_eq!(in_english(line), expected, "{line:?}");
        }
    }

    #[test]
    fn only_a_line_without_english_words_of_its_own_wants_them() {
        for (line, expected) in [
            ("智能体：工具调用、规划", true),
            ("关注LLM智能体的记忆", true),
            ("基于BERT的情感分析", true),
            ("LLM agents", false),
            ("玩具实验：规模小，说明不了实际效果（toy experiments）", false),
            ("", false),
        ] {
            assert_eq!(wants_english(line), expected, "{line:?}");
        }
        for preset in crate::profile::PRESETS {
            for language in [Language::Chinese, Language::English] {
                let profile: Profile = toml::from_str(preset.text(language)).unwrap();
                assert_eq!(profile.lines().find(|line| wants_english(line)), None, "{}", preset.file);
            }
        }
    }

    #[test]
    fn phrases_are_named_as_the_reader_wrote_them() {
        let shown = |line: &str| -> Vec<String> {
            phrases(line).iter().map(|p| format!("{}={}", p.written, p.stems.join(" "))).collect()
        };
        for (line, expected) in [
            (
                "Agents: tool use",
                vec!["Agents=agent", "agents=agent", "tool use=tool use", "tool use=tool use", "tool=tool"],
            ),
            ("检索增强生成", vec!["检索增强生成=retriev augment generat"]),
            ("new methods", vec!["new methods=new method", "new methods=new method"]),
        ] {
            assert_eq!(shown(line), expected, "{line:?}");
        }
    }

    #[test]
    fn an_exclusion_is_looked_for_as_a_whole() {
        let shown = |line: &str| -> Vec<String> {
            exclusions(line).iter().map(|p| format!("{}={}", p.written, p.stems.join(" "))).collect()
        };
        for (line, expected) in [
            ("与金融或企业业务无关的领域：自动驾驶", vec!["自动驾驶=autonom drive"]),
            (
                "Security: jailbreak, adversarial attack",
                vec!["jailbreak=jailbreak", "adversarial attack=adversari attack"],
            ),
            ("Self-generated and self-judged loops without insight", vec![]),
        ] {
            let shown = shown(line);
            assert!(expected.iter().all(|phrase| shown.contains(&phrase.to_string())), "{line:?}: {shown:?}");
            assert!(
                !shown.iter().any(|phrase| phrase.contains("financ") || phrase.contains("generat")),
                "{line:?}: {shown:?}"
            );
        }
    }

    #[test]
    fn the_glossary_is_large_and_has_each_term_once() {
        let file = include_str!("data/glossary.tsv");
        let mut terms = HashSet::new();
        for line in file.lines() {
            let (chinese, english) = line.split_once('\t').unwrap_or_else(|| panic!("no tab in {line:?}"));
            assert!(chinese.chars().all(is_chinese), "{line:?}");
            assert!(!words(english).is_empty(), "{line:?}");
            assert!(terms.insert(chinese), "{chinese} twice");
        }
        assert!(terms.len() >= 400, "{} terms", terms.len());
    }

    /// Lines as readers write them, each of which names something that papers are about.
    #[test]
    fn what_readers_write_in_chinese_is_read() {
        for line in [
            "程序修复与单元测试生成",
            "编译器和芯片设计",
            "点击率预估、召回与排序",
            "谣言与假新闻",
            "浏览器和手机上的操作",
            "缩放定律",
            "机器阅读理解",
            "社交媒体舆情",
            "数据库与结构化查询",
            "天气预报",
            "显存优化与流水线并行",
            "智能投顾与高频交易",
            "知识追踪",
            "模糊测试与侧信道",
        ] {
            assert_ne!(in_english(line), "", "{line}");
        }
    }
}
