//! Work on several threads, with its results in order: which thread has done what changes nothing. It knows nothing of
//! what is done.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many threads work at the same pieces, with the one that asks. A piece may be divided again. Nobody is asked how many
/// cores there are: the machine stays out of it.
const THREADS: usize = 2;

/// What a function makes of each piece, in the order of the pieces. A panic in it goes on to the caller.
pub(super) fn each<T: Sync, R: Send>(pieces: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if let [] | [_] = pieces {
        return pieces.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let some = || {
        let mut made = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(piece) = pieces.get(at) else { return made };
            made.push((at, work(piece)));
        }
    };
    let mut made = thread::scope(|scope| {
        let spawned = (1..THREADS.min(pieces.len())).map(|_| thread::Builder::new().spawn_scoped(scope, some));
        // Where there are no threads to be had, this one does it all.
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
    made.into_iter().map(|(_, it)| it).collect()
}

/// Parts of equal length of a list that is so long, and a shorter last one.
pub(super) fn ranges(length: usize, part: NonZeroUsize) -> Vec<std::ops::Range<usize>> {
    (0..length).step_by(part.get()).map(|start| start..(start + part.get()).min(length)).collect()
}
