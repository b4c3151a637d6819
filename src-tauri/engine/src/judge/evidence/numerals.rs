//! Numbers in words.

/// The value of a Chinese numeral; None for what is none (`两两`, `万千`).
pub(super) fn chinese(text: &str) -> Option<f64> {
    let digit = |c: char| {
        "零一二三四五六七八九".chars().position(|d| d == c).map(|d| d as f64).or(match c {
            '〇' => Some(0.0),
            '两' => Some(2.0),
            _ => None,
        })
    };
    let (whole, decimals) = text.split_once('点').unwrap_or((text, ""));
    let (mut total, mut section, mut last) = (0.0, 0.0, None::<f64>);
    for (n, c) in whole.chars().enumerate() {
        match c {
            '十' | '百' | '千' => {
                let unit = match c {
                    '十' => 10.0,
                    '百' => 100.0,
                    _ => 1_000.0,
                };
                let count = match last.take() {
                    Some(count) => count,
                    None if c == '十' && n == 0 => 1.0,
                    None => return None,
                };
                section += count * unit;
            }
            '万' | '亿' => {
                section += last.take().unwrap_or(0.0);
                if section == 0.0 {
                    return None;
                }
                total = (total + section) * if c == '万' { 1e4 } else { 1e8 };
                section = 0.0;
            }
            _ => {
                let value = digit(c)?;
                if last.is_some_and(|last| last != 0.0) {
                    return None;
                }
                last = Some(value);
            }
        }
    }
    let mut value = total + section + last.unwrap_or(0.0);
    for (n, c) in decimals.chars().enumerate() {
        value += digit(c)? / 10f64.powi(n as i32 + 1);
    }
    Some(value)
}

/// The value of an English number word below a hundred.
pub(super) fn english(word: &str) -> Option<f64> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let word = word.to_lowercase();
    let ones = ONES.iter().position(|one| *one == word).map(|n| n as f64);
    ones.or_else(|| TENS.iter().position(|ten| *ten == word).map(|n| (n as f64 + 2.0) * 10.0))
}

/// What a number is multiplied by when this word follows it; 1 for any other word.
pub(super) fn multiplier(word: &str) -> f64 {
    match word {
        "百" | "hundred" => 1e2,
        "千" | "thousand" => 1e3,
        "万" => 1e4,
        "十万" => 1e5,
        "百万" | "million" => 1e6,
        "千万" => 1e7,
        "亿" => 1e8,
        "十亿" | "billion" => 1e9,
        "百亿" => 1e10,
        "千亿" => 1e11,
        "trillion" => 1e12,
        _ => 1.0,
    }
}
