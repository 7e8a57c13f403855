//! Times of single calls and of whole passes.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

/// The times of many calls.
pub struct Times(Vec<Duration>);

impl Times {
    /// Calls `f` on each item, after one pass that is not counted; also adds up what it returns.
    pub fn of<T>(items: &[T], mut f: impl FnMut(&T) -> usize) -> (Self, usize) {
        items.iter().for_each(|item| {
            black_box(f(item));
        });
        let mut answers = 0;
        let times = items.iter().map(|item| {
            let start = Instant::now();
            answers += black_box(f(item));
            start.elapsed()
        });
        let mut times: Vec<Duration> = times.collect();
        times.sort_unstable();
        (Self(times), answers)
    }

    /// In microseconds.
    pub fn mean(&self) -> f64 {
        self.0.iter().sum::<Duration>().as_secs_f64() * 1e6 / self.0.len().max(1) as f64
    }

    pub fn percentile(&self, percent: usize) -> f64 {
        let at = (self.0.len() * percent / 100).min(self.0.len().saturating_sub(1));
        self.0.get(at).map_or(0.0, |time| time.as_secs_f64() * 1e6)
    }
}

/// The best of some runs in seconds, and what the last one returned.
pub fn best<T>(runs: usize, mut f: impl FnMut() -> T) -> (f64, T) {
    let mut run = || {
        let start = Instant::now();
        let value = black_box(f());
        (start.elapsed().as_secs_f64(), value)
    };
    let mut best = run();
    for _ in 1..runs {
        let next = run();
        best = (best.0.min(next.0), next.1);
    }
    best
}

/// The memory this process has now, in megabytes.
pub fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}
