//! What the machine says about the volume that a folder is on.

use std::path::Path;

use engine::disk::Volume;

/// Free space and whether the volume is another machine's, of a folder or of the nearest one above it that is there.
pub fn volume(path: &Path) -> Volume {
    let Some(place) = path.ancestors().find(|place| place.exists()) else { return Volume::default() };
    Volume { free: fs4::available_space(place).ok(), network: is_network(place) }
}

/// File systems of Linux whose memory-mapped files are not shared between machines, by their magic numbers.
/// Source: statfs(2) and `include/uapi/linux/magic.h`.
#[cfg(target_os = "linux")]
fn is_network(place: &Path) -> bool {
    const NETWORK: &[u64] = &[
        0x6969,      // NFS
        0x517B,      // SMB
        0xFF53_4D42, // CIFS
        0xFE53_4D42, // SMB2
        0x5346_414F, // AFS
        0x7375_7245, // Coda
        0x0102_1997, // 9P
        0x00C3_6400, // Ceph
        0x564C,      // NCP
        0x0BD0_0BD0, // Lustre
    ];
    // The kernel's number has 32 bits; some systems keep it in a signed word.
    rustix::fs::statfs(place).is_ok_and(|found| NETWORK.contains(&(found.f_type as u64 & 0xFFFF_FFFF)))
}

/// `MNT_LOCAL` of statfs(2) on macOS. Not run yet on a Mac.
#[cfg(target_os = "macos")]
fn is_network(place: &Path) -> bool {
    const MNT_LOCAL: u32 = 0x1000;
    rustix::fs::statfs(place).is_ok_and(|found| found.f_flags & MNT_LOCAL == 0)
}

/// A share has a UNC path, whatever letter it was given. Not run yet on Windows.
#[cfg(windows)]
fn is_network(place: &Path) -> bool {
    place.canonicalize().is_ok_and(|path| path.to_string_lossy().starts_with(r"\\?\UNC\"))
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn is_network(_: &Path) -> bool {
    false
}
