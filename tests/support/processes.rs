//! What Linux tells of a program and of all that it started.

use std::{fs, path::Path};

/// Id, parent and start (in ticks since boot) of every process.
fn all() -> Vec<(u32, u32, u64)> {
    fs::read_dir("/proc")
        .expect("the processes")
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let id = path.file_name()?.to_str()?.parse().ok()?;
            let stat = fs::read_to_string(path.join("stat")).ok()?;
            // The name before this may hold anything.
            let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
            Some((id, fields.get(1)?.parse().ok()?, fields.get(19)?.parse().ok()?))
        })
        .collect()
}

/// The process and everything below it.
pub fn below(process: u32) -> Vec<u32> {
    let processes = all();
    let mut below = vec![process];
    let mut next = 0;
    while let Some(&id) = below.get(next) {
        below.extend(processes.iter().filter(|(_, parent, _)| *parent == id).map(|(child, ..)| child));
        next += 1;
    }
    below
}

/// The process below another that runs this program.
pub fn running(above: u32, program: &Path) -> Option<u32> {
    let program = program.canonicalize().ok()?;
    below(above).into_iter().find(|id| fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|exe| exe == program))
}

/// When a process started, in milliseconds since 1970, to a hundredth of a second.
pub fn started(process: u32) -> f64 {
    let uptime = fs::read_to_string("/proc/uptime").expect("the uptime");
    let uptime: f64 = uptime.split(' ').next().and_then(|text| text.parse().ok()).expect("seconds");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time after 1970");
    let ticks = all().into_iter().find(|(id, ..)| *id == process).map_or(0, |(.., ticks)| ticks);
    (now.as_secs_f64() - uptime + ticks as f64 / 100.0) * 1e3
}

/// The memory of a process and all below it, shared parts by their share, in megabytes.
pub fn memory(process: u32) -> f64 {
    let share = |id: u32| -> Option<f64> {
        let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
        rollup.lines().find(|line| line.starts_with("Pss:"))?.split_whitespace().nth(1)?.parse().ok()
    };
    below(process).into_iter().filter_map(share).sum::<f64>() * 1024.0 / 1e6
}
