//! A lookup in a table that the compiler has computed. It knows nothing of what it finds.

use crate::hash;

/// A perfect-hash lookup: from a text to the only entry that can have it, in constant time.
///
/// For generated code. The compiler chooses the seed and a pilot for each bucket so that no two keys share a slot. A slot
/// that no key falls into holds any entry: the caller compares.
///
/// ```
/// use errbook::Index;
///
/// // One key: whatever the hash says, it is the only candidate.
/// static INDEX: Index<&str> = Index::new(0, &[0], &["not_found"]);
/// let found = INDEX.candidate("not_found").filter(|name| *name == "not_found");
/// assert_eq!(found, Some("not_found"));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Index<C: 'static> {
    seed: u64,
    pilots: &'static [u16],
    slots: &'static [C],
}

impl<C: Copy> Index<C> {
    /// An index over `slots`. Both tables may have any length; in an empty one nothing is found.
    ///
    /// ```
    /// use errbook::Index;
    ///
    /// static EMPTY: Index<u32> = Index::new(0, &[], &[]);
    /// assert_eq!(EMPTY.candidate("not_found"), None);
    /// ```
    pub const fn new(seed: u64, pilots: &'static [u16], slots: &'static [C]) -> Self {
        Self { seed, pilots, slots }
    }

    /// The only entry whose key can be `key`. Whether it is must be checked by comparing.
    ///
    /// ```
    /// use errbook::Index;
    ///
    /// // The one slot holds `not_found`, and is the candidate for any other key too.
    /// static INDEX: Index<&str> = Index::new(0, &[0], &["not_found"]);
    /// assert_eq!(INDEX.candidate("lost"), Some("not_found"));
    /// ```
    #[inline]
    pub fn candidate(&self, key: &str) -> Option<C> {
        let hash = hash::v1(key.as_bytes(), self.seed);
        let pilot = *self.pilots.get(hash::bucket(hash, self.pilots.len()))?;
        self.slots.get(hash::slot(hash, pilot, self.slots.len())).copied()
    }
}
