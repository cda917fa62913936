//! Matching items of two books: fields by name or `was`, headers by name without case, and the neighbour that
//! represents a removed item.

use crate::model::{Field, Header};

/// Whether a field of the old book corresponds to a new one: by its name, or by the new one's `was`.
pub(super) fn is_same_field(before: &Field, after: &Field, old: &[Field]) -> bool {
    let is_new = || !old.iter().any(|it| it.name == after.name);
    before.name == after.name || after.was.as_ref() == Some(&before.name) && is_new()
}

/// Whether two headers are the same: HTTP ignores the case of their names.
pub(super) fn is_same_header(a: &Header, b: &Header) -> bool {
    a.name.eq_ignore_ascii_case(&b.name)
}

/// The former neighbour of a removed item.
#[derive(Debug, Clone)]
pub struct Anchor {
    /// Its side: `before` or `after`.
    pub side: &'static str,
    /// The old name of the neighbour.
    pub name: String,
}

/// A neighbour that still exists.
#[derive(Debug, Clone, Copy)]
pub(super) struct Neighbour<T, U> {
    side: &'static str,
    then: T,
    pub(super) now: U,
}

impl<T: Copy, U> Neighbour<T, U> {
    /// The neighbour as an anchor.
    pub(super) fn anchor(&self, name: impl Fn(T) -> String) -> Anchor {
        Anchor { side: self.side, name: name(self.then) }
    }
}

/// For each item in the old order, the nearest preceding item that still exists, or else the nearest following one.
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
