//! The last body of each feed, so that "not modified" means something: the body that is here already.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::paper::hash;

/// After this long a feed is fetched whole again, whatever its tags say.
const FOR: SignedDuration = SignedDuration::from_hours(8 * 24);

/// What a server said of a body, and the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub tags: Tags,
    pub body: Vec<u8>,
}

/// What is sent back to the server exactly as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tags {
    pub etag: Option<String>,
    pub modified: Option<String>,
    /// When the body was fetched.
    pub at: Timestamp,
}

fn file(folder: &Path, address: &Url) -> PathBuf {
    folder.join(&hash(&[address.as_str()])[..32])
}

/// The body of an address, unless it is too old. What cannot be read is not there.
pub(super) fn find(folder: &Path, address: &Url, now: Timestamp) -> Option<Kept> {
    let bytes = fs::read(file(folder, address)).ok()?;
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let tags: Tags = serde_json::from_slice(&bytes[..end]).ok()?;
    let age = now.duration_since(tags.at);
    (age < FOR && age > -FOR).then(|| Kept { tags, body: bytes[end + 1..].to_vec() })
}

/// Keeps a body, if it is a whole feed: a hotel's page or half a list would otherwise come back for days. A disk that is
/// full costs the next request a body, and nothing else.
pub(super) fn keep(folder: &Path, address: &Url, kept: &Kept) {
    let nothing_to_ask_with = kept.tags.etag.is_none() && kept.tags.modified.is_none();
    if nothing_to_ask_with || !is_whole(&kept.body) {
        let _ = fs::remove_file(file(folder, address));
        return;
    }
    if let Err(err) = write(folder, address, kept) {
        tracing::warn!("a feed cannot be kept: {err}");
    }
    // Feeds of categories that nobody follows any more.
    for old in fs::read_dir(folder).into_iter().flatten().flatten() {
        let age = old.metadata().and_then(|data| data.modified()).ok().and_then(|time| time.elapsed().ok());
        if age.is_some_and(|age| age > FOR.unsigned_abs() * 2) {
            let _ = fs::remove_file(old.path());
        }
    }
}

fn write(folder: &Path, address: &Url, kept: &Kept) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let path = file(folder, address);
    let fresh = path.with_extension("new");
    let mut to = fs::File::create(&fresh)?;
    to.write_all(serde_json::to_string(&kept.tags)?.as_bytes())?;
    to.write_all(b"\n")?;
    to.write_all(&kept.body)?;
    fs::rename(fresh, path)
}

fn is_whole(body: &[u8]) -> bool {
    let body = body.trim_ascii_end();
    [&b"</rss>"[..], b"</feed>", b"</rdf:RDF>", b"}"].iter().any(|end| body.ends_with(end))
}
