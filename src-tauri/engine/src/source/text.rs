//! The texts of papers as arXiv writes them: line breaks of the submission form, authors in one line, TeX in names.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// Folds white space; titles and abstracts come with the line breaks of their submission form.
pub(crate) fn one_line(text: &str) -> String {
    let text = text.trim();
    if is_folded(text) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Whether a text has no white space but single blanks. Nearly all of a feed's texts are so, and this loop is one that
/// the compiler makes into vector instructions.
fn is_folded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let doubled = pairs.fold(false, |found, (a, b)| found | (*a == b' ' && *b == b' '));
    let odd = bytes.iter().fold(false, |found, byte| found | (*byte < b' ') | (*byte >= 0x80));
    !doubled && (!odd || !text.chars().any(|c| c != ' ' && c.is_whitespace()))
}

/// Splits arXiv's line of authors at commas and `and`, without their affiliations: `A. Lin (Oslo), B. Wu and C. Fox`.
///
/// A feed has ten thousand names, most of them plain: what is not plain is looked for once in the whole line.
pub(crate) fn authors(line: &str) -> Vec<String> {
    let dressed = line.bytes().fold(false, |found, byte| found | matches!(byte, b'(' | b'\\' | b'{' | b'~'));
    let line = if dressed { without_brackets(line) } else { Cow::Borrowed(line) };
    let clean = if dressed { plain_name } else { one_line };
    let joined = line.contains("and ");
    let mut names = Vec::with_capacity(1 + line.bytes().filter(|byte| *byte == b',').count());
    let mut add = |name: &str| names.extend(Some(clean(name)).filter(|name| is_name(name)));
    for part in line.split(',') {
        match joined {
            true => split_at_and(part).for_each(&mut add),
            false => add(part),
        }
    }
    names
}

fn without_brackets(line: &str) -> Cow<'_, str> {
    // A bracket that is never closed must not swallow the authors after it.
    if !line.contains('(') || line.matches('(').count() != line.matches(')').count() {
        return Cow::Borrowed(line);
    }
    let mut depth = 0_usize;
    let outside = line.chars().filter(|c| {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ')' => {}
            _ => return depth == 0,
        }
        false
    });
    Cow::Owned(outside.collect())
}

fn split_at_and(name: &str) -> impl Iterator<Item = &str> {
    let name = name.trim();
    name.strip_prefix("and ").unwrap_or(name).split(" and ")
}

/// `:`, left over from `DUNE Collaboration: B. Abi`, is no author.
fn is_name(name: &str) -> bool {
    name.chars().any(char::is_alphanumeric)
}

/// The categories in a term: some of arXiv's answers have `cs.CV, cs.MM` as one, and among them the classes of other
/// schemes (`53D10, 53D15`, `I.2.7`), which begin with a digit or a capital, and sentences that went astray.
pub(crate) fn categories(term: &str) -> impl Iterator<Item = &str> {
    let parts = term.split([',', ';']).map(str::trim);
    parts.filter(|part| part.starts_with(|c: char| c.is_ascii_lowercase()) && !part.contains(char::is_whitespace))
}

/// A name without TeX: `M\'elodie`, `Ho{\v{r}}ava` and `Łukasz` as people write them. What is not an accent or a letter
/// of TeX stays as it is.
pub fn plain_name(name: &str) -> String {
    let name = one_line(name);
    if !name.contains(['\\', '{', '~']) {
        return name;
    }
    let mut rest = name.as_str();
    let mut plain = String::with_capacity(name.len());
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '{' | '}' => {}
            '~' => plain.push(' '),
            '\\' => rest = command(rest, &mut plain),
            c => plain.push(c),
        }
    }
    one_line(&plain.nfc().collect::<String>())
}

/// Reads what follows a backslash; gives what is left.
fn command<'a>(rest: &'a str, plain: &mut String) -> &'a str {
    let Some(first) = rest.chars().next() else {
        plain.push('\\');
        return rest;
    };
    let word_length =
        if first.is_ascii_alphabetic() { rest.bytes().take_while(u8::is_ascii_alphabetic).count() } else { 0 };
    if word_length == 0 {
        let after = &rest[first.len_utf8()..];
        return match accent(first) {
            Some(mark) => accented(after, mark, plain),
            // An escaped character: `\&`, `\_`, `\-`.
            None => {
                plain.push(first);
                after
            }
        };
    }
    let (word, after) = rest.split_at(word_length);
    if let Some(letter) = letter(word) {
        plain.push_str(letter);
        return after.strip_prefix("{}").unwrap_or(after.strip_prefix(' ').unwrap_or(after));
    }
    // `\c{c}`, `\v s`, and `Fran\ccois`, which TeX itself would not understand.
    let fits = |next: char| match first {
        'c' => "csCStT".contains(next),
        'v' => "csznreCSZNRE".contains(next),
        'k' => "aeAE".contains(next),
        'H' => "ouOU".contains(next),
        _ => false,
    };
    if let (Some(mark), true) = (accent(first), word.chars().nth(1).is_none_or(fits)) {
        return accented(&rest[1..], mark, plain);
    }
    plain.push('\\');
    plain.push_str(word);
    after
}

/// Puts a combining mark on the next letter, which may be in braces or a letter of TeX: `{e}`, `\i`, `{\i}`.
fn accented<'a>(rest: &'a str, mark: char, plain: &mut String) -> &'a str {
    let mut rest = rest.trim_start();
    let braces = rest.len();
    rest = rest.trim_start_matches('{').trim_start();
    let braces = braces - rest.len();
    let Some(base) = rest.chars().next() else { return rest };
    if base == '\\' {
        let word = rest[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let (word, after) = rest[1..].split_at(word);
        match word {
            // A dotless letter under an accent is the letter itself.
            "i" => plain.push('i'),
            "j" => plain.push('j'),
            word => match letter(word) {
                Some(letter) => plain.push_str(letter),
                None => return rest,
            },
        }
        rest = after.strip_prefix(' ').unwrap_or(after);
    } else if base.is_alphabetic() {
        plain.push(base);
        rest = &rest[base.len_utf8()..];
    } else {
        return rest;
    }
    plain.push(mark);
    if braces > 0 { rest.trim_start_matches('}') } else { rest }
}

/// The combining character of one of TeX's accents.
fn accent(command: char) -> Option<char> {
    Some(match command {
        '`' => '\u{300}',
        '\'' => '\u{301}',
        '^' => '\u{302}',
        '~' => '\u{303}',
        '=' => '\u{304}',
        'u' => '\u{306}',
        '.' => '\u{307}',
        '"' => '\u{308}',
        'r' => '\u{30a}',
        'H' => '\u{30b}',
        'v' => '\u{30c}',
        'd' => '\u{323}',
        'c' => '\u{327}',
        'k' => '\u{328}',
        'b' => '\u{331}',
        _ => return None,
    })
}

/// TeX's letters that are words.
fn letter(word: &str) -> Option<&'static str> {
    Some(match word {
        "o" => "ø",
        "O" => "Ø",
        "l" => "ł",
        "L" => "Ł",
        "ss" => "ß",
        "ae" => "æ",
        "AE" => "Æ",
        "oe" => "œ",
        "OE" => "Œ",
        "aa" => "å",
        "AA" => "Å",
        "i" => "ı",
        "j" => "ȷ",
        "dh" => "ð",
        "dj" => "đ",
        "DJ" => "Đ",
        "th" => "þ",
        "TH" => "Þ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_tex() {
        for (written, read) in [
            ("M\\'elodie", "Mélodie"),
            ("Jos\\'{e} A.", "José A."),
            ("Fran\\ccois \\vSevo", "François Ševo"),
            ("Cristina Br{\\\"a}ndle", "Cristina Brändle"),
            ("Philippe Lauren\\c{c}ot", "Philippe Laurençot"),
            ("Petr Ho\\v{r}ava", "Petr Hořava"),
            ("Petr Ho{\\v r}ava", "Petr Hořava"),
            ("Mart\\'{\\i}n", "Martín"),
            ("Mart\\'\\i n", "Martín"),
            ("\\L ukasz \\O{}stergaard", "Łukasz Østergaard"),
            ("Erd\\H{o}s, Stra\\ss e", "Erdős, Straße"),
            ("\\AA ke Bj\\\"orck", "Åke Björck"),
            ("Mu\\~noz~Garc\\'ia", "Muñoz García"),
            ("Zoë Faraday", "Zoë Faraday"),
            ("Alice \\textsc{B}", "Alice \\textscB"),
            ("half\\", "half\\"),
            ("odd \\'", "odd"),
            ("R\\&D", "R&D"),
        ] {
            assert_eq!(plain_name(written), read, "{written}");
        }
    }

    #[test]
    fn a_line_of_authors() {
        for (line, names) in [
            ("A. Lin, B. Wu and C. Fox", &["A. Lin", "B. Wu", "C. Fox"][..]),
            ("A. Lin, B. Wu, and \\'Edgar Rold\\'an", &["A. Lin", "B. Wu", "Édgar Roldán"]),
            ("Zoë F. (Lab A, Oslo), M. Lin (1 and 2)", &["Zoë F.", "M. Lin"]),
            ("Anamta Khan, Ratna Kandala,  Deepti,", &["Anamta Khan", "Ratna Kandala", "Deepti"]),
            ("Ferdinand Anderson", &["Ferdinand Anderson"]),
            ("", &[]),
            ("A. Lin (never closed, B. Wu", &["A. Lin (never closed", "B. Wu"]),
        ] {
            assert_eq!(authors(line), names, "{line}");
        }
    }

    #[test]
    fn only_arxivs_categories() {
        let check = |text: &str, expected: &[&str]| assert_eq!(categories(text).collect::<Vec<_>>(), expected);
        check("cs.CV, cs.MM", &["cs.CV", "cs.MM"]);
        check(" cond-mat.stat-mech\n", &["cond-mat.stat-mech"]);
        check("accepted for Astronomy, unbounded coefficients", &[]);
        check("53D10, 53D15", &[]);
        check("I.2.7; F.1", &[]);
        check("", &[]);
    }

    #[test]
    fn white_space_is_folded() {
        for (text, line) in [
            ("  On\n  the way ", "On the way"),
            ("one line", "one line"),
            ("two  blanks", "two blanks"),
            ("a\u{a0}b\tc", "a b c"),
            ("Łódź", "Łódź"),
            ("", ""),
            (" ", ""),
        ] {
            assert_eq!(one_line(text), line, "{text:?}");
        }
    }
}
