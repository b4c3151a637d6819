//! The script that samples figures to be labelled by hand. It knows nothing of the checker, and prints ids and offsets, no
//! sentences: `cargo test -p engine --test main -- --ignored --nocapture sampled > more.csv`, then write `supported` or
//! `unsupported` into each line after reading the abstract, and append them to `labels.csv`.

use std::fs;

use engine::{paper::ArxivId, report};
use regex::Regex;

use super::labelled::field;

const FIGURES: usize = 240;
/// Of these many, one gets another number than the report has, so that it is surely unsupported.
const ALTERED: usize = 4;

#[test]
#[ignore = "a tool: it prints figures that are to be labelled"]
fn figures_are_sampled() {
    let Some(dir) = crate::real_data() else { return };
    let number = Regex::new(r"[0-9][0-9,]*(\.[0-9]+)?").unwrap();
    let mut files: Vec<_> = fs::read_dir(dir.join("reports")).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut found = Vec::new();
    for path in files {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let Ok(read) = report::read_bytes(&fs::read(&path).unwrap(), Some(&name)) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        for id in read.papers.iter().filter_map(|paper| paper.id.as_ref()).map(ArxivId::as_str) {
            for part in ["summary", "innovations", "reason"] {
                let Some(said) = field(&text, id, part) else { continue };
                for figure in number.find_iter(&said) {
                    // The numbers of a list, `1) …`, are no figures.
                    if said[figure.end()..].starts_with(')') {
                        continue;
                    }
                    let characters = |to: usize| said[..to].chars().count();
                    let place = (characters(figure.start()), characters(figure.end()));
                    found.push((name.clone(), id.to_owned(), part, place, figure.as_str().to_owned()));
                }
            }
        }
    }
    assert!(found.len() >= FIGURES, "only {} figures", found.len());
    let mut random = fastrand::Rng::with_seed(2026);
    random.shuffle(&mut found);
    println!("report,id,field,start,end,label,altered");
    for (n, (report, id, part, (start, end), written)) in found.into_iter().take(FIGURES).enumerate() {
        let other = if n % ALTERED == 0 { altered(&written, &mut random) } else { String::new() };
        let label = if other.is_empty() { "?" } else { "unsupported" };
        println!("{report},{id},{part},{start},{end},{label},{other}");
    }
}

/// The same number with one of its digits changed.
fn altered(written: &str, random: &mut fastrand::Rng) -> String {
    let digits: Vec<usize> = written.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let at = digits[random.usize(..digits.len())];
    let digit = u32::from(written.as_bytes()[at] - b'0');
    let other = (digit + random.u32(1..9)) % 10;
    format!("{}{}{}", &written[..at], other.max(1), &written[at + 1..]).replace(',', "")
}
