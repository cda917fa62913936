//! Where to point when something is gone: at what stood beside it and is still there.

/// For each of some things in their old order, the nearest before it that has stayed, else the nearest after it.
pub(super) fn neighbours<T: Copy, U: Copy>(
    things: &[T],
    stayed: impl Fn(T) -> Option<U>,
) -> Vec<Option<Neighbour<T, U>>> {
    let kept: Vec<Option<U>> = things.iter().map(|it| stayed(*it)).collect();
    let mut out = vec![None; things.len()];
    let mut next = None;
    for at in (0..things.len()).rev() {
        out[at] = next;
        next = kept[at].map(|now| Neighbour { side: "before", then: things[at], now }).or(next);
    }
    let mut last = None;
    for at in 0..things.len() {
        out[at] = last.or(out[at]);
        last = kept[at].map(|now| Neighbour { side: "after", then: things[at], now }).or(last);
    }
    out
}

/// What stood beside something that is gone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Neighbour<T, U> {
    /// On which side of it: `before` or `after`.
    pub(super) side: &'static str,
    /// What it was.
    pub(super) then: T,
    /// What it is.
    pub(super) now: U,
}

/// Where something stood, in words; `name` is that of its neighbour. Empty where there is none.
pub(super) fn stood<T, U>(beside: Option<&Neighbour<T, U>>, name: impl Fn(&T) -> String) -> String {
    beside.map_or_else(String::new, |it| format!("; it stood {} {}", it.side, name(&it.then)))
}
