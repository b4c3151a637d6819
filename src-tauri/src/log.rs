//! The program's log: files in the data folder, bounded in all, and shared by every process that works on the folder.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Mutex,
};

/// A file that would grow beyond this many bytes is set aside.
const LARGEST_FILE: u64 = 4 * 1024 * 1024;

/// Files that were set aside and are kept: with the one that is written, 16 MiB at most.
const KEPT: u32 = 3;

/// A longer line is cut, in bytes: an answer of a server may be quoted in it.
const LONGEST_LINE: usize = 8 * 1024;

/// Logs to a folder from now on. What cannot be logged is not worth failing for.
pub fn to(folder: &Path) {
    if fs::create_dir_all(folder).is_ok() {
        let _ = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(Mutex::new(Log { folder: folder.to_owned(), largest: LARGEST_FILE }))
            .with_max_level(tracing::Level::INFO)
            .try_init();
    }
}

struct Log {
    folder: PathBuf,
    largest: u64,
}

impl Log {
    /// The file that is written, or the one that was set aside `age` times.
    fn file(&self, age: u32) -> PathBuf {
        self.folder.join(match age {
            0 => "arxiv-llm-daily.log".into(),
            age => format!("arxiv-llm-daily.{age}.log"),
        })
    }

    fn set_aside(&self) -> io::Result<()> {
        for age in (0..KEPT).rev() {
            match fs::rename(self.file(age), self.file(age + 1)) {
                Err(err) if err.kind() != io::ErrorKind::NotFound => return Err(err),
                _ => {}
            }
        }
        Ok(())
    }
}

impl Write for Log {
    /// One line. The file is opened for each: another process may have set it aside, and lines are few.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let kept = match line.get(..LONGEST_LINE) {
            Some(start) => [start, " …\n".as_bytes()].concat(),
            None => line.to_owned(),
        };
        let present = fs::metadata(self.file(0)).map_or(0, |file| file.len());
        if present > 0 && present + kept.len() as u64 > self.largest {
            self.set_aside()?;
        }
        OpenOptions::new().append(true).create(true).open(self.file(0))?.write_all(&kept)?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(folder: &Path) -> Vec<u64> {
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).collect()
    }

    #[test]
    fn what_is_kept_is_bounded_and_the_newest() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log { folder: folder.path().to_owned(), largest: 1000 };
        for number in 0..1000 {
            // As the subscriber does: a line at once.
            log.write_all(format!("line {number:04} of a log that goes on and on\n").as_bytes()).unwrap();
        }
        let sizes = sizes(folder.path());
        assert_eq!(sizes.len(), KEPT as usize + 1);
        assert!(sizes.iter().all(|size| (900..=1000).contains(size)), "{sizes:?}");
        let newest = fs::read_to_string(log.file(0)).unwrap();
        assert!(newest.ends_with("line 0999 of a log that goes on and on\n"), "{newest}");
        let before = fs::read_to_string(log.file(1)).unwrap();
        let first = newest.lines().next().unwrap()[5..9].parse::<u32>().unwrap();
        assert!(before.contains(&format!("line {:04}", first - 1)), "no line is lost between two files");
    }

    #[test]
    fn two_processes_share_a_file_and_a_long_line_is_cut() {
        let folder = tempfile::tempdir().unwrap();
        let [mut one, mut other] = [0, 1].map(|_| Log { folder: folder.path().to_owned(), largest: 100_000 });
        for _ in 0..1000 {
            one.write_all(b"of the window, which is open for days\n").unwrap();
            other.write_all(&[b'x'; 100_000]).unwrap();
        }
        let sizes = sizes(folder.path());
        assert!(sizes.len() == KEPT as usize + 1 && sizes.iter().all(|size| *size <= 100_000), "{sizes:?}");
    }

    #[test]
    fn all_of_it_stays_below_20_mb() {
        assert!(LARGEST_FILE * u64::from(KEPT + 1) <= 20_000_000);
    }
}
