//! Work on several threads, with results in order, so that the output never depends on threads.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The number of threads, including the caller's. A part may be divided again. It does not depend on the number of cores.
const THREADS: usize = 2;

/// Applies a function to each part, and returns the results in order. A panic is passed to the caller.
pub(crate) fn each<T: Sync, R: Send>(parts: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if let [] | [_] = parts {
        return parts.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let some = || {
        let mut made = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = parts.get(at) else { return made };
            made.push((at, work(part)));
        }
    };
    let mut made = thread::scope(|scope| {
        let spawned = (1..THREADS.min(parts.len())).map(|_| thread::Builder::new().spawn_scoped(scope, some));
        // If no thread can be started, this one does all the work.
        let others: Vec<_> = spawned.flatten().collect();
        let mut made = some();
        for other in others {
            match other.join() {
                Ok(more) => made.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        made
    });
    made.sort_unstable_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, result)| result).collect()
}

/// The ranges that divide a list into parts of equal length, with a shorter last one.
pub(super) fn ranges(length: usize, part: NonZeroUsize) -> Vec<std::ops::Range<usize>> {
    (0..length).step_by(part.get()).map(|start| start..(start + part.get()).min(length)).collect()
}
