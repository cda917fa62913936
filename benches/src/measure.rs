//! The cost of an operation in this process: wall time, CPU time and memory. It knows no compiler.

use std::fs;
use std::time::Instant;

/// Time that has passed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spent {
    /// Wall time.
    pub(crate) wall: f64,
    /// CPU time of all cores.
    pub(crate) cpu: f64,
}

/// The processes whose CPU time is counted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whose {
    /// This process's.
    Own,
    /// Its children that have exited.
    Children,
}

/// Runs an operation, and returns its cost.
pub(crate) fn timed<T>(whose: Whose, work: impl FnOnce() -> T) -> (T, Spent) {
    let (clock, cpu) = (Instant::now(), cpu_seconds(whose));
    let done = work();
    (done, Spent { wall: clock.elapsed().as_secs_f64(), cpu: cpu_seconds(whose) - cpu })
}

/// Seconds on the cores so far, by the hundredth: that is Linux's unit here. Elsewhere nothing is counted.
fn cpu_seconds(whose: Whose) -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The program's name is in brackets, and may contain spaces.
    let fields: Vec<&str> = text.rsplit_once(')').map_or("", |it| it.1).split_whitespace().collect();
    let first = match whose {
        Whose::Own => 11,
        Whose::Children => 13,
    };
    let ticks = |at: usize| fields.get(at).and_then(|it| it.parse::<f64>().ok()).unwrap_or_default();
    (ticks(first) + ticks(first + 1)) / 100.0
}

/// The peak memory of this process so far, in MB.
pub(crate) fn peak_megabytes() -> f64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|it| it.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or_default() * 1024.0 / 1e6
}
