//! A lookup in a table that the compiler has computed. It does not know the contents of the table.

use super::hash;

/// A perfect hash: maps a text to the only entry that can have it, in constant time.
///
/// The compiler chooses the seed, and a pilot for each bucket, so that no two keys share a slot. An unused slot holds an
/// arbitrary entry, so the caller must compare.
#[derive(Debug, Clone, Copy)]
pub struct Index<C: 'static> {
    seed: u64,
    pilots: &'static [u16],
    slots: &'static [C],
}

impl<C: Copy> Index<C> {
    /// Both tables may have any length; an empty one finds nothing.
    pub const fn new(seed: u64, pilots: &'static [u16], slots: &'static [C]) -> Self {
        Self { seed, pilots, slots }
    }

    /// The only entry whose key can be `key`. The caller must compare.
    #[inline]
    pub fn candidate(&self, key: &str) -> Option<C> {
        let hash = hash::v1(key.as_bytes(), self.seed);
        let pilot = *self.pilots.get(hash::bucket(hash, self.pilots.len()))?;
        self.slots.get(hash::slot(hash, pilot, self.slots.len())).copied()
    }
}
