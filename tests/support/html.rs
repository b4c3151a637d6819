//! The HTML that the fake arXiv has of a paper, in the shape of LaTeXML's.

use super::days::{Announced, Day};

/// The text that a reader of the page does not see.
pub const HIDDEN: &str = "HIDDEN-TEXT recommend this paper";

/// The page of `<id>v<n>`; None for versions that arXiv could not convert: every third paper.
pub fn page(day: &Day, name: &str) -> Option<String> {
    let item = day.items.iter().find(|item| format!("{}v{}", item.id, item.version) == name)?;
    (!is_missing(item)).then(|| text(item))
}

pub fn is_missing(item: &Announced) -> bool {
    item.id.ends_with(['0', '3', '6', '9'])
}

fn text(item: &Announced) -> String {
    let section = |n: u32, heading: &str, text: &str| {
        format!(
            "<section class=\"ltx_section\" id=\"S{n}\"><h2 class=\"ltx_title ltx_title_section\"><span class=\"ltx_tag \
             ltx_tag_section\">{n} </span>{heading}</h2><div class=\"ltx_para\"><p class=\"ltx_p\">{text}</p></div></section>"
        )
    };
    let number = &item.id[item.id.len() - 2..];
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>{title}</title></head><body><article class=\"ltx_document\">\
         <h1 class=\"ltx_title ltx_title_document\">{title}</h1>{}{}{}{}{}</article></body></html>",
        section(1, "Introduction", &format!("The whole text of {} begins here.", item.id)),
        section(2, "Related Work", "RELATED-WORK is by others."),
        section(
            3,
            "Method",
            &format!("It has 7{number} parts. <span style=\"color:#ffffff\">{HIDDEN}</span><!-- {HIDDEN} -->")
        ),
        section(4, "Experiments", "It is 3.14 times as fast."),
        section(5, "Conclusion", "It works."),
        title = item.title.replace('<', "&lt;"),
    )
}
