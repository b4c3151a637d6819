//! The phrases of a profile, found in a text.

use rustc_hash::FxHashMap;

use super::{
    lines::{Phrase, exclusions, phrases},
    space::{Space, Text},
};
use crate::profile::Profile;

/// The phrases of a profile, by their first word.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    all: Vec<Known>,
    by_first: FxHashMap<u32, Vec<usize>>,
}

#[derive(Debug, Clone)]
struct Known {
    phrase: Phrase,
    words: Vec<u32>,
    against: bool,
}

impl Phrases {
    /// Those whose words the archive knows: of each line, then of its translation.
    pub fn of(profile: &Profile, space: &Space) -> Self {
        let mut found = Self::default();
        let wanted = with_translations(profile, &profile.focus).flat_map(phrases).map(|phrase| (phrase, false));
        let unwanted = with_translations(profile, &profile.exclude).flat_map(exclusions).map(|phrase| (phrase, true));
        for (phrase, against) in wanted.chain(unwanted) {
            let Some(words) = phrase.stems.iter().map(|stem| space.word(stem)).collect::<Option<Vec<u32>>>() else {
                continue;
            };
            found.by_first.entry(words[0]).or_default().push(found.all.len());
            found.all.push(Known { phrase, words, against });
        }
        found
    }

    /// Whether a text may hold an exclusion, by the words that it holds in any order.
    pub fn may_exclude(&self, holds: impl Fn(u32) -> bool) -> bool {
        self.all.iter().any(|known| known.against && known.words.iter().all(|&word| holds(word)))
    }

    /// Those that the text holds, for and against, the rarest first.
    pub fn find(&self, text: &Text, space: &Space) -> [Vec<String>; 2] {
        let mut held: Vec<usize> = Vec::new();
        for (at, word) in text.sequence.iter().enumerate() {
            for &candidate in self.by_first.get(word).into_iter().flatten() {
                let words = &self.all[candidate].words;
                let run = text.sequence.get(at..at + words.len());
                if run.is_some_and(|run| run == words.as_slice()) {
                    held.push(candidate);
                }
            }
        }
        held.sort_unstable();
        held.dedup();
        let weight = |at: usize| self.all[at].words.iter().map(|&word| space.idf(word)).sum::<f32>();
        held.sort_by(|&a, &b| weight(b).total_cmp(&weight(a)).then(a.cmp(&b)));
        [false, true].map(|against| {
            let mut taken: Vec<&Known> = Vec::new();
            for known in held.iter().map(|&at| &self.all[at]).filter(|known| known.against == against) {
                let covered = |other: &&Known| known.words.iter().all(|word| other.words.contains(word));
                if !taken.iter().any(covered) {
                    taken.push(known);
                }
            }
            taken.into_iter().map(|known| known.phrase.written.clone()).collect()
        })
    }
}

/// Each line, and behind it what it means in English where that is known.
fn with_translations<'p>(profile: &'p Profile, lines: &'p [String]) -> impl Iterator<Item = &'p str> {
    lines.iter().flat_map(|line| [Some(line.as_str()), profile.translation(line)]).flatten()
}
