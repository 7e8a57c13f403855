//! How long segments are found: by runs of tokens that no match can have lost.
//!
//! A segment of `m` tokens has `c` runs that do not overlap. An edit spoils one run at most, so if a match may be `c − 1`
//! edits away, one of the runs stands in it as it is. The runs are chosen to be rare ones: where a segment has a rare word,
//! that alone; where it has frequent ones, two or three in a row. A query asks for each run of its own; it has many, but
//! next to nobody else chose the frequent ones.

use gloss_core::text;

use super::layout::RARE;

/// Segments with fewer tokens are found by their rarest ones.
pub(super) const LONG: usize = 10;

/// A run has at most so many tokens.
const LONGEST: usize = 4;

/// Runs are chosen within pieces of this size, so that the time does not grow with the square of a segment's length.
const PIECE: usize = 64;

/// How many runs a segment of so many tokens needs.
pub(super) fn needed(length: usize) -> usize {
    let (_, longest) = RARE.lengths(length);
    RARE.edits(longest) + 1
}

/// How many buckets so many runs are kept in: as many as make a run that nobody has meet few others.
pub(super) fn buckets(runs: usize) -> usize {
    (runs / 4 + 1).next_power_of_two()
}

/// The bucket of a run among `buckets`, a power of two.
pub(super) fn bucket(run: u64, buckets: usize) -> u32 {
    (run >> 32) as u32 & (buckets - 1) as u32
}

/// Calls `found` with the hash, start and length of every run of tokens.
pub(super) fn each(hashes: &[u64], mut found: impl FnMut(u64, usize, usize)) {
    for start in 0..hashes.len() {
        let mut run = 0;
        for (length, hash) in (1..=LONGEST).zip(&hashes[start..]) {
            run = text::combine_hashes(run, *hash);
            found(run, start, length);
        }
    }
}

/// Chooses the runs of segments.
#[derive(Debug, Default)]
pub(super) struct Chooser {
    /// The cost of each run by its start and length.
    costs: Vec<[(u64, u64); LONGEST]>,
    /// The least cost of so many runs among so many tokens, and the length of the last run; 0 if no run ends there.
    table: Vec<(u64, u8)>,
}

impl Chooser {
    /// Calls `chosen` with the hash of each run of a segment; `cost` tells how frequent a run is.
    pub(super) fn choose(&mut self, hashes: &[u64], cost: impl Fn(u64) -> u64, chosen: &mut impl FnMut(u64)) {
        self.costs.clear();
        self.costs.resize(hashes.len(), [(0, 0); LONGEST]);
        // What is one dearer keeps the choice from depending on runs that nobody has.
        each(hashes, |run, start, length| self.costs[start][length - 1] = (run, cost(run) + 1));
        let (all, pieces) = (needed(hashes.len()), hashes.len().div_ceil(PIECE));
        for piece in 0..pieces {
            let place = |piece: usize, of: usize| of * piece / pieces;
            let (start, end) = (place(piece, hashes.len()), place(piece + 1, hashes.len()));
            self.choose_in(start, end, place(piece + 1, all) - place(piece, all), chosen);
        }
    }

    fn choose_in(&mut self, start: usize, end: usize, runs: usize, chosen: &mut impl FnMut(u64)) {
        let width = end - start + 1;
        self.table.clear();
        self.table.resize(width * (runs + 1), (u64::MAX, 0));
        self.table[..width].fill((0, 0));
        for run in 1..=runs {
            for tokens in run..width {
                let mut best = self.table[run * width + tokens - 1];
                best.1 = 0;
                for length in 1..=LONGEST.min(tokens) {
                    let before = self.table[(run - 1) * width + tokens - length].0;
                    let cost = before.saturating_add(self.costs[start + tokens - length][length - 1].1);
                    if cost < best.0 {
                        best = (cost, length as u8);
                    }
                }
                self.table[run * width + tokens] = best;
            }
        }
        let (mut run, mut tokens) = (runs, width - 1);
        while run > 0 && tokens > 0 {
            let length = usize::from(self.table[run * width + tokens].1);
            if length == 0 {
                tokens -= 1;
                continue;
            }
            tokens -= length;
            run -= 1;
            chosen(self.costs[start + tokens][length - 1].0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_has_runs_enough_for_any_match() {
        for length in LONG..400 {
            let hashes: Vec<u64> = (0..length as u64).map(|n| text::hash(&n.to_le_bytes())).collect();
            let mut runs = 0;
            Chooser::default().choose(&hashes, |run| run % 1000, &mut |_| runs += 1);
            let (least, most) = RARE.lengths(length);
            let edits = (least..=most).map(|other| RARE.edits(other.max(length))).max().unwrap_or_default();
            assert!(runs > edits, "{length}: {runs} runs, {edits} edits");
        }
    }

    #[test]
    fn rare_tokens_are_chosen_alone_and_frequent_ones_in_runs() {
        let hashes: Vec<u64> = (0..12u64).map(|n| text::hash(&n.to_le_bytes())).collect();
        let rare = text::combine_hashes(0, hashes[5]);
        let singles: Vec<u64> = hashes.iter().map(|&hash| text::combine_hashes(0, hash)).collect();
        let mut runs = Vec::new();
        let cost = |run: u64| if singles.contains(&run) && run != rare { 1000 } else { 1 };
        Chooser::default().choose(&hashes, cost, &mut |run| runs.push(run));
        assert!(runs.contains(&rare));
        assert!(runs.iter().all(|run| *run == rare || !singles.contains(run)));
    }
}
