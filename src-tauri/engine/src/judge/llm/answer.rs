//! A model's text as a verdict, or what is wrong with it. Nothing is repaired: a verdict that had to be guessed at is
//! none.

use std::{fmt, sync::LazyLock};

use regex::Regex;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Map, Value, error::Category};

use super::{
    FLAG_LANGUAGE, FLAG_MARKUP,
    untrusted::{self, pattern},
};
use crate::{
    paper::{ArxivId, Paper},
    verdict::{Analysis, Decision, Language},
};

/// Something that was read out of an answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Read<T> {
    pub(super) value: T,
    pub(super) flags: Vec<String>,
}

/// Why an answer cannot be used, or not as it is.
#[derive(Debug, PartialEq)]
pub(super) enum Fault<T> {
    /// What is wrong, in our own words.
    Invalid(String),
    /// The model declined in prose; what it said.
    Refused(String),
    /// Good but for its language, flagged as such.
    WrongLanguage(Box<Read<T>>),
}

impl<T> From<String> for Fault<T> {
    fn from(what: String) -> Self {
        Self::Invalid(what)
    }
}

/// Reads the verdict on `paper`.
pub(super) fn judgement(text: &str, paper: &Paper, language: Language) -> Result<Read<Analysis>, Fault<Analysis>> {
    let fields = only_object(text)?;
    let source = format!("{}\n{}", paper.title, paper.summary);
    let mut reader = Fields { fields: &fields, source: &source, markup: false };
    let decision = reader.text("decision", 40)?;
    let analysis = Analysis {
        decision: decision.to_ascii_lowercase().parse().map_err(|_| {
            let known = Decision::ALL.map(Decision::as_str).join(", ");
            format!("decision is none of {known}")
        })?,
        reason: reader.filled("reason", 2_000)?,
        translated_title: reader.text("translated_title", 800)?,
        keywords: reader.texts("keywords", 20, 120)?,
        pain_point: reader.text("pain_point", 2_000)?,
        application_value: reader.text("application_value", 2_000)?,
        summary: reader.filled("summary", 4_000)?,
        innovations: reader.texts("innovations", 12, 1_500)?.iter().map(|item| unnumbered(item)).collect(),
    };
    about_the_asked_paper(&fields, &analysis, paper)?;
    let mut flags = Vec::new();
    if reader.markup {
        flags.push(FLAG_MARKUP.to_owned());
    }
    if !is_in(language, &prose(&analysis)) {
        flags.push(FLAG_LANGUAGE.to_owned());
        return Err(Fault::WrongLanguage(Box::new(Read { value: analysis, flags })));
    }
    Ok(Read { value: analysis, flags })
}

/// The only top-level object in a text, without the fences, the thinking and the prose around it. The same object twice
/// is one.
pub(super) fn only_object<T>(text: &str) -> Result<Map<String, Value>, Fault<T>> {
    let mut rest = without_thinking(text)?;
    let mut found: Option<Map<String, Value>> = None;
    while let Some(start) = object_start(rest) {
        rest = &rest[start..];
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Object>();
        let object = match stream.next() {
            Some(Ok(Object(object))) => object,
            Some(Err(err)) if err.classify() == Category::Eof => return Err(Fault::Invalid("it is cut off".into())),
            Some(Err(err)) if err.is_data() => return Err(Fault::Invalid("it has a field twice".into())),
            _ => return Err(Fault::Invalid("it is not valid JSON".into())),
        };
        rest = &rest[stream.byte_offset()..];
        match &found {
            Some(first) if *first != object => return Err(Fault::Invalid("it holds two different objects".into())),
            _ => found = Some(object),
        }
    }
    found.ok_or_else(|| refusal(text).unwrap_or_else(|| Fault::Invalid("it holds no JSON object".into())))
}

/// What follows the thinking of a model that shows it. Inside an object `<think>` is only a word.
fn without_thinking<T>(text: &str) -> Result<&str, Fault<T>> {
    let text = text.trim();
    if text.starts_with('{') || text.starts_with("```") {
        return Ok(text);
    }
    for (open, close) in [("<think>", "</think>"), ("<thinking>", "</thinking>")] {
        match text.rfind(close) {
            Some(at) => return Ok(&text[at + close.len()..]),
            None if text.starts_with(open) => return Err(Fault::Invalid("it ends within its thinking".into())),
            None => {}
        }
    }
    Ok(text)
}

/// Where the next object begins: a brace before a key or another brace. Braces of LaTeX and of templates are prose.
fn object_start(text: &str) -> Option<usize> {
    static START: LazyLock<Regex> = LazyLock::new(|| pattern(r#"\{\s*(?:["'}]|$)"#));
    START.find(text).map(|found| found.start())
}

/// An object whose fields are all different: of two values for one field, neither can be believed.
struct Object(Map<String, Value>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Once;
        impl<'de> Visitor<'de> for Once {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Object, A::Error> {
                let mut fields = Map::new();
                while let Some((name, value)) = access.next_entry::<String, Value>()? {
                    if fields.insert(name, value).is_some() {
                        return Err(serde::de::Error::custom("twice"));
                    }
                }
                Ok(Object(fields))
            }
        }
        deserializer.deserialize_map(Once)
    }
}

fn refusal<T>(text: &str) -> Option<Fault<T>> {
    static DECLINES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"(?i)\b(?:i(?:'|’)?m sorry|i am sorry|i apologi[sz]e|i can(?:'|’)?t|i cannot|i(?:'|’)?m (?:unable|not able)|",
            r"i am (?:unable|not able)|i won(?:'|’)?t|i must decline|unable to (?:assist|help|comply)|",
            r"against (?:my|our) (?:guidelines|policy|policies))\b|",
            r"抱歉|对不起|无法(?:提供|完成|协助|回答|评审|处理|满足)|不能(?:提供|协助|回答|评审)|",
            r"违反(?:了)?(?:相关)?(?:规定|政策|法律)|换个话题|我拒绝"
        ))
    });
    (!text.contains('{') && DECLINES.is_match(text)).then(|| Fault::Refused(untrusted::visible(text.trim(), 200)))
}

/// The fields of an object, each read once and as what it must be.
pub(super) struct Fields<'a> {
    pub(super) fields: &'a Map<String, Value>,
    /// Links that stand here may stand in the answer.
    pub(super) source: &'a str,
    /// Whether anything was taken out of a text.
    pub(super) markup: bool,
}

impl Fields<'_> {
    fn value(&self, name: &str) -> Result<&Value, String> {
        self.fields.get(name).ok_or_else(|| format!("{name} is missing"))
    }

    /// A text of at most `longest` characters; may be empty.
    pub(super) fn text(&mut self, name: &str, longest: usize) -> Result<String, String> {
        let Value::String(text) = self.value(name)? else { return Err(format!("{name} is not a string")) };
        let text = text.clone();
        self.plain(name, &text, longest)
    }

    /// A text that says something.
    pub(super) fn filled(&mut self, name: &str, longest: usize) -> Result<String, String> {
        let text = self.text(name, longest)?;
        if text.is_empty() { Err(format!("{name} is empty")) } else { Ok(text) }
    }

    /// A list of at most `most` texts; empty ones are left out.
    pub(super) fn texts(&mut self, name: &str, most: usize, longest: usize) -> Result<Vec<String>, String> {
        let Value::Array(items) = self.value(name)? else { return Err(format!("{name} is not a list")) };
        if items.len() > most {
            return Err(format!("{name} has {} items", items.len()));
        }
        let mut texts = Vec::with_capacity(items.len());
        for item in items.clone() {
            let Value::String(text) = item else { return Err(format!("{name} holds something that is not a string")) };
            let text = self.plain(name, &text, longest)?;
            if !text.is_empty() {
                texts.push(text);
            }
        }
        Ok(texts)
    }

    fn plain(&mut self, name: &str, text: &str, longest: usize) -> Result<String, String> {
        let length = text.chars().count();
        if length > longest {
            return Err(format!("{name} is {length} characters long"));
        }
        let (plain, changed) = untrusted::plain(text, self.source);
        self.markup |= changed;
        Ok(plain)
    }
}

/// An innovation without the number and the stop that the report writes itself.
fn unnumbered(item: &str) -> String {
    // A point is a number's own only when no digit follows: `1. 提出…`, but `1.5 倍…`.
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:([(（]?\d{1,2}[)）、]|[①-⑳]|[-•*] )|(\d{1,2}[.．])\P{Nd})"));
    let number = NUMBER.captures(item).and_then(|found| found.get(1).or(found.get(2)));
    let bare = number.map_or(item, |number| &item[number.end()..]);
    bare.trim().trim_end_matches(['；', ';', '。']).trim_end().to_owned()
}

/// An answer that names another paper than the asked one, and not because the paper itself does, is about another.
fn about_the_asked_paper(fields: &Map<String, Value>, analysis: &Analysis, paper: &Paper) -> Result<(), String> {
    static ID: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\b(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\b"));
    let other = || Err("it is about another paper".to_owned());
    for name in ["id", "arxiv_id", "paper_id", "paper"] {
        if let Some(Value::String(named)) = fields.get(name)
            && let Ok(named) = named.parse::<ArxivId>()
            && named != paper.id
        {
            return other();
        }
    }
    let text = format!("{} {} {}", prose(analysis), analysis.translated_title, analysis.keywords.join(" "));
    for found in ID.captures_iter(&text) {
        let named = &found[1];
        if named != paper.id.as_str() && !paper.summary.contains(named) && !paper.title.contains(named) {
            return other();
        }
    }
    Ok(())
}

fn prose(analysis: &Analysis) -> String {
    let Analysis { reason, pain_point, application_value, summary, innovations, .. } = analysis;
    format!("{reason} {pain_point} {application_value} {summary} {}", innovations.join(" "))
}

/// Whether prose is in a language, names in English aside. Chinese prose about models is at least a quarter Chinese
/// characters by letters; English prose has next to none.
pub(super) fn is_in(language: Language, prose: &str) -> bool {
    let (mut han, mut kana, mut letters) = (0usize, 0usize, 0usize);
    for c in prose.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        match c {
            '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' => han += 1,
            '\u{3040}'..='\u{30FF}' | '\u{AC00}'..='\u{D7AF}' => kana += 1,
            _ => {}
        }
    }
    let latin = prose.chars().filter(char::is_ascii_alphabetic).count();
    match language {
        Language::Chinese => han * 5 >= letters && kana * 10 <= han,
        Language::English => latin * 10 >= letters * 9,
    }
}
