//! Figures and names in prose, Chinese and English, with LaTeX in it.

use std::{
    ops::{BitAnd, BitOr},
    sync::LazyLock,
};

use regex::Regex;

use super::{
    numerals::{chinese, english, multiplier},
    text::{Text, pattern},
};

/// What a number may be a number of. A set: `5 points` is a plain number and a percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit(u8);

impl Unit {
    const PLAIN: Self = Self(1);
    const PERCENT: Self = Self(2);
    const TIMES: Self = Self(4);
    const ANY: Self = Self(7);
}

impl BitOr for Unit {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for Unit {
    type Output = bool;
    fn bitand(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    value: f64,
    unit: Unit,
    /// The value of the last digit written: 1.24万 has 100.
    grain: f64,
    /// 约, 超过, nearly: the source may have more digits.
    about: bool,
    /// In a source: inside a name (`GPT-5`). In a claim: after a word (`Gemini 2.5`).
    named: bool,
    decimal: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Number(Number),
    /// The Latin parts of a name; all must be found.
    Name(Vec<String>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    /// In bytes of the plain text.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: Value,
    /// False for words that support a figure and state none: both, dual, one.
    states: bool,
}

impl Figure {
    /// Whether a figure of the source says the same.
    pub(super) fn is_stated_by(&self, source: &Self) -> bool {
        let (Value::Number(claim), Value::Number(source)) = (&self.value, &source.value) else { return false };
        // The 5 of GPT-5 is no count of anything.
        if source.named && !(claim.named || claim.decimal || claim.value >= 1_000.0) {
            return false;
        }
        let equal = |a: f64, b: f64| {
            let near = if claim.about { claim.grain * 0.999 } else { 0.0 };
            (a - b).abs() <= near.max(a.abs().max(b.abs()) * 1e-9)
        };
        let same = claim.unit & source.unit && equal(claim.value, source.value);
        let share = |number: &Number| number.decimal && number.value < 1.0 && number.unit & Unit::PLAIN;
        let as_percent = claim.unit & Unit::PERCENT && share(source) && equal(claim.value, source.value * 100.0)
            || source.unit & Unit::PERCENT && share(claim) && equal(claim.value * 100.0, source.value);
        same || as_percent
    }
}

/// The figures and quoted names that an analysis states.
pub(super) fn claims(text: &Text) -> Vec<Figure> {
    let mut found = quoted(&text.plain);
    let covered: Vec<(usize, usize)> = found.iter().map(|figure| (figure.start, figure.end)).collect();
    let free = |figure: &Figure| !covered.iter().any(|(start, end)| figure.start < *end && *start < figure.end);
    found.extend(all(&text.plain).into_iter().filter(|figure| figure.states && free(figure)));
    found.sort_by_key(|figure| figure.start);
    found
}

/// The numbers that a source has, those in names too.
pub(super) fn in_source(text: &Text) -> Vec<Figure> {
    let mut found = Vec::new();
    for mut figure in all(&text.plain) {
        if let Value::Number(number) = &mut figure.value {
            number.named = false;
        }
        if let Value::Name(_) = figure.value {
            let name = &text.plain[figure.start..figure.end];
            for inner in NUMBER.find_iter(name) {
                let (number, end) = with_suffix(name, inner.start(), inner.end());
                let value = Value::Number(Number { named: true, ..number });
                found.push(Figure {
                    start: figure.start + inner.start(),
                    end: figure.start + end,
                    value,
                    states: false,
                });
            }
        } else {
            found.push(figure);
        }
    }
    found
}

/// Names in quotation marks, as far as they are Latin: the source is.
fn quoted(plain: &str) -> Vec<Figure> {
    static QUOTES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r#"“([^”]{1,80})”|「([^」]{1,80})」|『([^』]{1,80})』|《([^》]{1,80})》|‘([^’]{2,60})’|"([^"]{1,80})"|`([^`]{1,80})`"#,
        )
    });
    static LATIN: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z](?:[A-Za-z0-9 \-_.:'&@/^]*[A-Za-z0-9])?"));
    let quotes = QUOTES.captures_iter(plain).filter_map(|found| found.iter().skip(1).flatten().next());
    quotes
        .filter_map(|inside| {
            let runs: Vec<String> = LATIN.find_iter(inside.as_str()).map(|run| run.as_str().to_owned()).collect();
            let named = runs.iter().any(|run| run.chars().filter(char::is_ascii_alphabetic).count() >= 2);
            let value = Value::Name(runs);
            named.then(|| Figure { start: inside.start(), end: inside.end(), value, states: true })
        })
        .collect()
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"));

/// Every figure in a text, in order.
fn all(plain: &str) -> Vec<Figure> {
    static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"(?P<name>[A-Za-z][A-Za-z0-9]*(?:\.\d[A-Za-z0-9]*|[-_@^][A-Za-z0-9]+)*)",
            r"|(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)",
            r"|(?P<percent>百分之(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百点]+))",
            r"|(?P<part>[二三四五六七八九十]分之[一二三四五六七八九])",
            r"|(?P<half>一半|半数|减半|砍半|折半)",
            r"|(?P<double>翻倍|翻番|翻了一番|翻一番|加倍)",
            r"|(?P<chinese>[零〇一二两三四五六七八九十百千万亿]+(?:点[零一二三四五六七八九]+)?)",
        ))
    });
    let mut found: Vec<Figure> = Vec::new();
    let mut at = 0;
    while let Some(token) = TOKEN.captures_at(plain, at) {
        let Some(whole) = token.get(0) else { break };
        at = whole.end();
        let (start, end) = (whole.start(), whole.end());
        let mut push = |start: usize, end: usize, number: Number, states: bool| {
            let about = states && is_about(&plain[..start], &plain[end..]);
            let value = Value::Number(Number { about, ..number });
            found.push(Figure { start, end, value, states });
        };
        if token.name("name").is_some() {
            let name = whole.as_str();
            if name.contains(|c: char| c.is_ascii_digit()) {
                let value = Value::Name(vec![name.to_owned()]);
                found.push(Figure { start, end, value, states: true });
            } else if let Some((end, number, states)) = words(plain, start) {
                push(start, end, number, states);
                at = at.max(end);
            }
        } else if token.name("digits").is_some() {
            let (number, end) = with_suffix(plain, start, end);
            let named = plain[..start].trim_end().ends_with(|c: char| c.is_ascii_alphabetic());
            push(start, end, Number { named, ..number }, !plain[..start].ends_with('第'));
            at = end;
        } else if let Some(percent) = token.name("percent") {
            let digits = percent.as_str().trim_start_matches("百分之");
            if let Some(value) = digits.parse().ok().or_else(|| chinese(digits)) {
                push(start, end, number(value, Unit::PERCENT), true);
            }
        } else if token.name("part").is_some() {
            let (whole, part) = whole.as_str().split_once("分之").unwrap_or_default();
            if let (Some(whole), Some(part)) = (chinese(whole), chinese(part)) {
                push(start, end, fraction(part, whole), true);
            }
        } else if token.name("half").is_some() {
            push(start, end, fraction(1.0, 2.0), true);
        } else if token.name("double").is_some() {
            push(start, end, number(2.0, Unit::TIMES), true);
        } else if let Some((end, number, states)) = counted(plain, start, end) {
            push(start, end, number, states);
            at = at.max(end);
        }
    }
    share_units(plain, &mut found);
    found
}

fn number(value: f64, unit: Unit) -> Number {
    Number { value, unit, grain: 1.0, about: false, named: false, decimal: false }
}

/// A share: a third of something is 33.3 %, and something three times as much.
fn fraction(part: f64, whole: f64) -> Number {
    let unit = if part == 1.0 && whole == 2.0 { Unit::PERCENT } else { Unit::PERCENT | Unit::PLAIN };
    Number { decimal: true, ..number(part / whole * 100.0, unit) }
}

/// A number in digits with the multiplier and the unit that follow it, and where they end.
fn with_suffix(plain: &str, start: usize, end: usize) -> (Number, usize) {
    static POWER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:\s?[×x]\s?10\^?(-?\d{1,2})|[eE](-?\d{1,2})\b)"));
    static EXPONENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\^(-?\d{1,2})"));
    static SCALE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:([kKMBT])(?:[^A-Za-z0-9]|$)|\s?(千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)|[\s-]?(hundred|thousand|million|billion|trillion)\b)",
        )
    });
    let digits = plain[start..end].replace(',', "");
    let mut value: f64 = digits.parse().unwrap_or(0.0);
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let mut scale = 1.0;
    let mut end = end;
    if let Some(found) = POWER.captures(&plain[end..]) {
        let power = found.get(1).or(found.get(2)).and_then(|power| power.as_str().parse::<i32>().ok()).unwrap_or(0);
        scale = 10f64.powi(power);
        end += found[0].len();
    } else if let Some(found) = EXPONENT.captures(&plain[end..]).filter(|_| digits == "10") {
        value = 10f64.powi(found[1].parse().unwrap_or(0));
        end += found[0].len();
    } else if let Some(found) = SCALE.captures(&plain[end..]) {
        if let Some(letter) = found.get(1) {
            scale = match letter.as_str() {
                "M" => 1e6,
                "B" => 1e9,
                "T" => 1e12,
                _ => 1e3,
            };
            end += 1;
        } else if let Some(word) = found.get(2).or(found.get(3)) {
            scale = multiplier(word.as_str());
            end += word.end();
        }
    }
    let plain_unit = if decimals > 0 && scale == 1.0 { Unit::ANY } else { Unit::PLAIN };
    let (unit, end) = unit_after(plain, end).unwrap_or((plain_unit, end));
    let grain = 10f64.powi(-(decimals as i32)) * scale;
    let value = if scale < 1.0 { value / (1.0 / scale).round() } else { value * scale };
    (Number { value, unit, grain, about: false, named: false, decimal: decimals > 0 }, end)
}

/// The unit that stands at a place, and where it ends.
fn unit_after(plain: &str, at: usize) -> Option<(Unit, usize)> {
    static UNITS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"(?i)^(?:\s?(?P<percent>%|percent\b|per cent\b|percentage[- ]points?\b|个?百分点)",
            r"|\s?(?P<points>pp\b|pts?\b|(?:absolute )?points?\b|个点)",
            r"|\s?(?P<times>倍|×|x\b|[- ]?fold\b)",
            r"|\s?(?P<often>times\b))",
        ))
    });
    let found = UNITS.captures(&plain[at..])?;
    let end = at + found[0].len();
    if found.name("percent").is_some() {
        Some((Unit::PERCENT, end))
    } else if found.name("points").is_some() {
        Some((Unit::PERCENT | Unit::PLAIN, end))
    } else if found.name("often").is_some() {
        Some((Unit::TIMES | Unit::PLAIN, end))
    } else {
        // 2×2 is a product.
        let product = plain[end..].trim_start().starts_with(|c: char| c.is_ascii_digit());
        (!product).then_some((Unit::TIMES, end))
    }
}

fn is_about(before: &str, after: &str) -> bool {
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:约|近|超|超过|逾|接近|大约|将近|高达|多达|不到|至少|about|nearly|over|above|than|approximately|roughly|almost|around|least|to|~)\s?$",
        )
    });
    static AFTER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s?(?:余|多|以上|左右|\+)"));
    BEFORE.is_match(before) || AFTER.is_match(after)
}

/// A Chinese number: it counts something when a measure word follows, or when it is a large one.
fn counted(plain: &str, start: usize, end: usize) -> Option<(usize, Number, bool)> {
    static MEASURE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            "^(?:个|种|类|项|条|篇|款|层|阶段|步|轮|组|套|名|位|次|大|重|方面|维|部分|级|家|人|小时|天|年|月|分钟|秒|",
            "数据集|任务|基准|模型|模态|语言|领域|场景|模块|国|城市|件|例|张|幅|段|句|词|章|台|块|份|对|路|点|元组|",
            "比特|位|倍|亿|万|行|列|帧|代|档|头|跳|折|方)",
        ))
    });
    let written = &plain[start..end];
    if plain[..start].ends_with(['数', '几', '第', '上', '好', '成', '之', '统', '单', '唯', '同', '进']) {
        return None;
    }
    let value = chinese(written)?;
    if let Some(rest) = plain[end..].strip_prefix('成') {
        let share =
            !rest.starts_with(['分', '为', '员', '果', '功', '本', '立', '就', '型', '像', '熟', '对', '了', '的']);
        return (share && (1.0..10.0).contains(&value))
            .then(|| (end + '成'.len_utf8(), number(value * 10.0, Unit::PERCENT), true));
    }
    let (unit, unit_end) = unit_after(plain, end).unwrap_or((Unit::PLAIN, end));
    let measured = MEASURE.is_match(&plain[end..]) || unit_end > end;
    // 一种, 一个 are articles; 一倍 is an amount.
    let article = written == "一" && unit == Unit::PLAIN;
    let large = written.chars().count() > 1;
    let doubled = written == "一" && unit == Unit::TIMES;
    let number = number(if doubled { 2.0 } else { value }, unit);
    (measured || large).then_some((unit_end, number, !article))
}

/// An English number in words at a place, where it ends, and whether it states an amount.
fn words(plain: &str, start: usize) -> Option<(usize, Number, bool)> {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"(?i)^(?:(?P<part>one|two|three|four|five|six|seven|eight|nine)[- ](?P<whole>half|halves|thirds?|quarters?|fourths?|fifths?|tenths?)\b",
            r"|(?P<magnitude>orders? of magnitude)",
            r"|(?P<half>half|halves|halved|halving)\b",
            r"|(?P<twice>twice|doubl(?:es?|ed|ing)|twofold|two-fold)\b",
            r"|(?P<thrice>thrice|tripl(?:es?|ed|ing)|threefold|three-fold)\b",
            r"|(?P<two>both|dual|pairs?|paired|pairwise|bi)\b",
            r"|(?P<three>triplets?|triad|tri)\b",
            r"|(?P<dozen>dozen)\b",
            r"|(?P<tens>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?P<ones>one|two|three|four|five|six|seven|eight|nine))?\b",
            r"|(?P<small>zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)(?P<fold>fold)?\b",
            r"|(?P<bare>hundred|thousand|million|billion)\b)",
        ))
    });
    let found = WORDS.captures(&plain[start..])?;
    let end = start + found[0].len();
    let value = |name: &str| found.name(name).and_then(|word| english(word.as_str()));
    if let (Some(part), Some(whole)) = (value("part"), found.name("whole")) {
        let whole = match &whole.as_str().to_lowercase()[..2] {
            "ha" => 2.0,
            "th" => 3.0,
            "qu" | "fo" => 4.0,
            "fi" => 5.0,
            _ => 10.0,
        };
        return Some((end, fraction(part, whole), true));
    }
    if found.name("magnitude").is_some() {
        return Some((end, number(10.0, Unit::TIMES), false));
    }
    if found.name("half").is_some() {
        return Some((end, fraction(1.0, 2.0), true));
    }
    let fixed = [("twice", 2.0, true), ("thrice", 3.0, true)];
    if let Some((_, value, states)) = fixed.into_iter().find(|(name, ..)| found.name(name).is_some()) {
        return Some((end, number(value, Unit::TIMES), states));
    }
    let support = [("two", 2.0), ("three", 3.0), ("bare", 1.0)];
    if let Some((name, value)) = support.into_iter().find(|(name, _)| found.name(name).is_some()) {
        let value = if name == "bare" { multiplier(&found[0].to_lowercase()) } else { value };
        return Some((end, number(value, Unit::PLAIN), false));
    }
    if found.name("dozen").is_some() {
        return Some((end, number(12.0, Unit::PLAIN), false));
    }
    let base = match value("tens") {
        Some(tens) => tens + value("ones").unwrap_or(0.0),
        None => value("small")?,
    };
    if found.name("fold").is_some() {
        return Some((end, number(base, Unit::TIMES), true));
    }
    static SCALE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^[- ](hundred|thousand|million|billion)\b"));
    let (base, end) = match SCALE.captures(&plain[end..]) {
        Some(scale) => (base * multiplier(&scale[1].to_lowercase()), end + scale[0].len()),
        None => (base, end),
    };
    let (unit, end) = unit_after(plain, end).unwrap_or((Unit::PLAIN, end));
    Some((end, number(base, unit), base != 1.0 || unit != Unit::PLAIN))
}

/// In `5–10 %`, `from 78 to 90 %` and `3 到 5 倍` the first number has the unit of the second.
fn share_units(plain: &str, figures: &mut [Figure]) {
    static BETWEEN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)^\s?(?:-|–|—|~|/|、|,|至|到|和|与|to|and|or|,? ?and|vs\.?|versus)\s?$"));
    for n in (1..figures.len()).rev() {
        let (before, after) = figures.split_at_mut(n);
        let (Some(first), second) = (before.last_mut(), &after[0]) else { continue };
        let (Value::Number(one), Value::Number(two)) = (&mut first.value, &second.value) else { continue };
        let near = first.end <= second.start && BETWEEN.is_match(&plain[first.end..second.start]);
        if near && one.unit & Unit::PLAIN && !(two.unit & Unit::PLAIN) {
            one.unit = two.unit;
        }
    }
}
