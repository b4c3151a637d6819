//! Charts can be read in light and dark, and without eyes.

use super::day;
use crate::export::{site, svg};

/// Contrast of two colours. Source: <https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio>.
fn contrast(a: &str, b: &str) -> f64 {
    let luminance = |colour: &str| {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The fill of a class or element in a style sheet.
fn fill<'a>(style: &'a str, of: &str) -> &'a str {
    let rule = style.split(of).nth(1).unwrap_or_else(|| panic!("no {of} in {style}"));
    let fill = rule.split("fill:").nth(1).unwrap();
    &fill[..7]
}

#[test]
fn text_and_bars_stand_out_in_light_and_dark() {
    let chart = svg::trends(&day("推理优化"));
    let style = chart.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let (light, dark) = style.split_once("@media(prefers-color-scheme:dark)").expect("a dark mode");
    for mode in [light, dark] {
        let paper = fill(mode, ".paper{");
        assert!(contrast(paper, fill(mode, "text{")) >= 4.5, "{mode}");
        assert!(contrast(paper, fill(mode, ".bar{")) >= 3.0, "{mode}");
    }
    // The picture brings the paper that its colours stand on.
    assert!(chart.contains("<rect class=\"paper\""), "{chart}");
}

#[test]
fn a_screen_reader_hears_all_that_is_drawn() {
    let chart = svg::trends(&day("推理优化"));
    assert!(chart.contains("role=\"img\"") && chart.contains("aria-labelledby=\"trends-title trends-desc\""));
    assert!(chart.contains("<desc id=\"trends-desc\">🔥 推理优化 1 篇</desc>"), "{chart}");
    let page = |text: &str| {
        let files = site::files(&[site::page(&day(text), &|_| String::new())]);
        files.into_iter().find(|file| file.path == "index.md").unwrap().text
    };
    let alt = |text: &str| page(text).split("alt='").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    assert_eq!(alt("推理优化"), "研究热点分布：🔥 推理优化 1 篇");
    // What a model says there is no more than text.
    assert_eq!(
        alt("' onload='x' {{ y }} <z> _"),
        "研究热点分布：🔥 &#39; onload&#61;&#39;x&#39; &#123;&#123; y &#125;&#125; &#60;z&#62; &#95; 1 篇"
    );
    let read = crate::report::read(&page("' onload='x' {{ y }} <z> _"), None).unwrap();
    assert!(!crate::report::write_back(&read).contains("alt="), "the chart is no line of the report");
}
