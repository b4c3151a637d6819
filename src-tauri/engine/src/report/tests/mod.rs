mod forms;
pub(crate) mod made;
mod properties;
mod reading;
mod real;
mod rendered;

pub(crate) use real::reports as real_reports;

use super::*;

#[test]
fn one_line_is_one_line() {
    let check = |text: &str, expected: &str| assert_eq!(one_line(text), expected, "{text:?}");
    check("plain", "plain");
    check("  a \r\n\t b\u{2028}c\u{85}d\u{3000}e ", "a b c d e");
    check("# a\n## b", "# a ## b");
    check("nul\0 bell\u{7} \u{202E}desrever", "nul bell desrever");
    check("👨\u{200D}🔬", "👨\u{200D}🔬");
    check(" \n ", "");
}
