//! What of one book is what of the other: fields by name or `was`, headers without regard to letter case, and the
//! neighbour that represents what was removed.

use crate::model::{Field, Header};

/// Whether a field of the old book is one of the new: of the same name, or of the one that its `was` gives.
pub(super) fn is_same_field(before: &Field, after: &Field, old: &[Field]) -> bool {
    let is_new = || !old.iter().any(|it| it.name == after.name);
    before.name == after.name || after.was.as_ref() == Some(&before.name) && is_new()
}

/// Whether two headers are one: HTTP ignores the letter case of their names.
pub(super) fn is_same_header(a: &Header, b: &Header) -> bool {
    a.name.eq_ignore_ascii_case(&b.name)
}

/// What something that was removed was next to.
#[derive(Debug, Clone)]
pub struct Anchor {
    /// On which side of it: `before` or `after`.
    pub side: &'static str,
    /// The old name of the neighbour.
    pub name: String,
}

/// A neighbour that has stayed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Neighbour<T, U> {
    side: &'static str,
    then: T,
    pub(super) now: U,
}

impl<T: Copy, U> Neighbour<T, U> {
    /// The anchor that it is.
    pub(super) fn anchor(&self, name: impl Fn(T) -> String) -> Anchor {
        Anchor { side: self.side, name: name(self.then) }
    }
}

/// For each of some things in their old order, the nearest one before it that has stayed, or else the nearest one after.
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
