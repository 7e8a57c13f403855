//! Finds long segments by runs of tokens, of which every match keeps at least one.
//!
//! `c` runs of tokens that do not overlap are chosen from each segment. An edit breaks at most one run, so a match at most
//! `c − 1` edits away contains one of the runs unchanged. Rare runs are chosen: a rare word alone, or two to four frequent
//! words in a row. A query looks up all of its own runs; these are many, but few segments have chosen the frequent ones.

use gloss_core::text;

use super::layout::RARE_TOKENS_LIMIT;

/// A segment with at least this many tokens is found by runs, a shorter one by its rarest tokens.
pub(super) const MIN_LONG_TOKENS: usize = 10;

/// Upper limit of tokens in a run.
const MAX_RUN_TOKENS: usize = 4;

/// Upper limit of tokens in a piece. Runs are chosen within pieces, so that the time grows linearly with a segment's length.
const MAX_PIECE_TOKENS: usize = 64;

/// How many runs a segment of `length` tokens needs.
pub(super) fn runs_needed(length: usize) -> usize {
    let (_, longest) = RARE_TOKENS_LIMIT.lengths(length);
    RARE_TOKENS_LIMIT.edits(longest) + 1
}

/// How many buckets hold `runs` runs: enough that a run which no segment has shares its bucket with few others.
pub(super) fn bucket_count(runs: usize) -> usize {
    (runs / 4 + 1).next_power_of_two()
}

/// The bucket of a run among `buckets`, a power of two.
pub(super) fn bucket(run: u64, buckets: usize) -> u32 {
    (run >> 32) as u32 & (buckets - 1) as u32
}

/// Calls `visit` with the hash, start and length of every run of tokens.
pub(super) fn for_each_run(hashes: &[u64], mut visit: impl FnMut(u64, usize, usize)) {
    for start in 0..hashes.len() {
        let mut run = 0;
        for (length, hash) in (1..=MAX_RUN_TOKENS).zip(&hashes[start..]) {
            run = text::combine_hashes(run, *hash);
            visit(run, start, length);
        }
    }
}

/// Chooses the runs by which a segment is found: the cheapest set that does not overlap.
#[derive(Debug, Default)]
pub(super) struct RunChooser {
    /// The hash and cost of each run, by its start and length.
    costs: Vec<[(u64, u64); MAX_RUN_TOKENS]>,
    /// The lowest cost of the first `n` runs within the first `m` tokens, and the length of the last run; 0 if no run ends
    /// there.
    table: Vec<(u64, u8)>,
}

impl RunChooser {
    /// Calls `chosen` with the hash of each run chosen for a segment; `cost` says how frequent a run is.
    pub(super) fn choose(&mut self, hashes: &[u64], cost: impl Fn(u64) -> u64, chosen: &mut impl FnMut(u64)) {
        self.costs.clear();
        self.costs.resize(hashes.len(), [(0, 0); MAX_RUN_TOKENS]);
        // With at least 1 each, runs that no segment has do not come free.
        for_each_run(hashes, |run, start, length| self.costs[start][length - 1] = (run, cost(run) + 1));
        let (all, pieces) = (runs_needed(hashes.len()), hashes.len().div_ceil(MAX_PIECE_TOKENS));
        for piece in 0..pieces {
            let share = |piece: usize, total: usize| total * piece / pieces;
            let (start, end) = (share(piece, hashes.len()), share(piece + 1, hashes.len()));
            self.choose_in_piece(start, end, share(piece + 1, all) - share(piece, all), chosen);
        }
    }

    /// Chooses `runs` runs among the tokens `start..end` by dynamic programming.
    fn choose_in_piece(&mut self, start: usize, end: usize, runs: usize, chosen: &mut impl FnMut(u64)) {
        let width = end - start + 1;
        self.table.clear();
        self.table.resize(width * (runs + 1), (u64::MAX, 0));
        self.table[..width].fill((0, 0));
        for run in 1..=runs {
            for tokens in run..width {
                let mut best = self.table[run * width + tokens - 1];
                best.1 = 0;
                for length in 1..=MAX_RUN_TOKENS.min(tokens) {
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
    fn a_segment_has_more_runs_than_any_match_has_edits() {
        for length in MIN_LONG_TOKENS..400 {
            let hashes: Vec<u64> = (0..length as u64).map(|n| text::hash(&n.to_le_bytes())).collect();
            let mut runs = 0;
            RunChooser::default().choose(&hashes, |run| run % 1000, &mut |_| runs += 1);
            let (least, most) = RARE_TOKENS_LIMIT.lengths(length);
            let edits =
                (least..=most).map(|other| RARE_TOKENS_LIMIT.edits(other.max(length))).max().unwrap_or_default();
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
        RunChooser::default().choose(&hashes, cost, &mut |run| runs.push(run));
        assert!(runs.contains(&rare));
        assert!(runs.iter().all(|run| *run == rare || !singles.contains(run)));
    }
}
