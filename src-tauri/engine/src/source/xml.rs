//! One walk over an XML document, for all of arXiv's answers.
//!
//! The walk borrows from the text wherever it can, knows nothing but the five entities of XML itself, and refuses a
//! document that declares its own or that breaks off: half a list would be a wrong ledger.

use std::borrow::Cow;

use encoding_rs::Encoding;
use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};

/// Why a document cannot be used, as the middle of a sentence.
pub(super) type Why = String;

/// The bytes as text, in the character set that they declare. The flag says that some of them were no text in it; each
/// such place is shown as `�`, because one bad byte is no reason to lose a day.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, bool), Why> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, damaged) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return Ok((text, damaged));
    }
    let encoding = match declared(bytes) {
        None => encoding_rs::UTF_8,
        Some(label) => Encoding::for_label(label)
            .ok_or_else(|| format!("it declares the unknown character set {:?}", String::from_utf8_lossy(label)))?,
    };
    // Valid UTF-8 with letters beyond ASCII is UTF-8, whatever the declaration says: no other text looks like it.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((Cow::Borrowed(text), false));
    }
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    Ok((text, damaged))
}

/// The label in `<?xml … encoding="LABEL"?>`.
fn declared(bytes: &[u8]) -> Option<&[u8]> {
    let head = &bytes[..bytes.len().min(200)];
    let head = head.strip_prefix(b"<?xml")?;
    let head = &head[..head.windows(2).position(|pair| pair == b"?>")?];
    let at = head.windows(8).position(|word| word == b"encoding")? + 8;
    let rest = &head[at..];
    let open = rest.iter().position(|byte| matches!(byte, b'"' | b'\''))?;
    let label = &rest[open + 1..];
    Some(&label[..label.iter().position(|byte| *byte == rest[open])?])
}

/// What a walk meets. Names are without their prefix.
pub(super) enum Step<'s, 't> {
    Open(&'s str, Attributes<'s>),
    /// The text is what stood between the last tag and this one.
    Close(&'s str, Cow<'t, str>),
}

/// The attributes of an element.
pub(super) struct Attributes<'s>(&'s BytesStart<'s>);

impl Attributes<'_> {
    pub fn get(&self, name: &str) -> Option<String> {
        let attribute = self.0.try_get_attribute(name).ok()??;
        Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
    }
}

/// Walks over a whole document; an error of `on` ends it.
pub(super) fn walk<'t>(text: &'t str, mut on: impl FnMut(Step<'_, 't>) -> Result<(), Why>) -> Result<(), Why> {
    refuse_pages(text)?;
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    let mut elements = 0_usize;
    let mut gathered: Cow<'t, str> = Cow::Borrowed("");
    loop {
        match reader.read_event().map_err(|err| unreadable(&err))? {
            Event::Start(start) => {
                depth += 1;
                elements += 1;
                gathered = Cow::Borrowed("");
                on(Step::Open(start.local_name().as_ref(), Attributes(&start)))?;
            }
            Event::Empty(start) => {
                elements += 1;
                gathered = Cow::Borrowed("");
                on(Step::Open(start.local_name().as_ref(), Attributes(&start)))?;
                on(Step::Close(start.local_name().as_ref(), Cow::Borrowed("")))?;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                on(Step::Close(end.local_name().as_ref(), std::mem::take(&mut gathered)))?;
            }
            Event::Text(part) => gather(&mut gathered, part.into_inner()),
            Event::CData(part) => gather(&mut gathered, part.into_inner()),
            Event::GeneralRef(reference) => {
                let name: &str = &reference;
                match resolve_predefined_entity(name) {
                    Some(resolved) => gathered.to_mut().push_str(resolved),
                    // A character that cannot exist is a damaged one, not a damaged document.
                    None if reference.is_char_ref() => gathered
                        .to_mut()
                        .push(reference.resolve_char_ref().ok().flatten().unwrap_or(char::REPLACEMENT_CHARACTER)),
                    None => return Err(format!("it uses &{name};, which it does not define")),
                }
            }
            Event::DocType(_) => return Err("it declares entities of its own, which arXiv's never does".into()),
            Event::Eof if depth > 0 => return Err("it breaks off in the middle".into()),
            Event::Eof if elements == 0 => return Err("it is empty".into()),
            Event::Eof => return Ok(()),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

fn unreadable(err: &quick_xml::Error) -> Why {
    match err {
        // All of them mean that something was opened and the document ended.
        quick_xml::Error::Syntax(_) => "it breaks off in the middle".into(),
        err => format!("the XML cannot be read ({err})"),
    }
}

fn gather<'t>(gathered: &mut Cow<'t, str>, part: Cow<'t, str>) {
    if gathered.is_empty() {
        *gathered = part;
    } else {
        gathered.to_mut().push_str(&part);
    }
}

/// A web page, or a line of text, where a document was expected: networks and gateways answer with their own.
fn refuse_pages(text: &str) -> Result<(), Why> {
    let head: String = text.trim_start_matches('\u{feff}').trim_start().chars().take(60).collect();
    let lower = head.to_lowercase();
    if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        return Err("a web page came instead; some networks answer with a page of their own".into());
    }
    if head.is_empty() {
        return Err("it is empty".into());
    }
    if !head.starts_with('<') {
        return Err(format!("it is no XML but begins with {:?}", head.lines().next().unwrap_or("")));
    }
    Ok(())
}
