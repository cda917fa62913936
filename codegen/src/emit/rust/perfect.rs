//! A perfect hash for a set of texts, by hash and displace: keys fall into buckets, and each bucket gets the first pilot
//! that puts its keys where no other lies. It knows the runtime's hash and nothing of a book.

use errbook::hash;

/// A hash without collisions.
pub(super) struct Perfect {
    pub(super) seed: u64,
    /// One for each bucket.
    pub(super) pilots: Vec<u16>,
    /// A power of two of them: which key lies there.
    pub(super) slots: Vec<Option<usize>>,
}

/// How many keys share a pilot on average.
const BUCKET: usize = 4;

impl Perfect {
    /// One for these keys, none of which stands twice.
    pub(super) fn of(keys: &[&str]) -> Self {
        // A fifth of the slots stay free at the least, or the last buckets would find no place.
        let slots = (keys.len() * 5 / 4).max(1).next_power_of_two();
        let buckets = keys.len().div_ceil(BUCKET).max(1).next_power_of_two();
        // Different keys have different hashes under all but few seeds, and a seed that fails is rare.
        let found = (0..=u64::MAX).find_map(|seed| Self::with_seed(keys, seed, buckets, slots));
        found.unwrap_or(Self { seed: 0, pilots: vec![0; buckets], slots: vec![None; slots] })
    }

    fn with_seed(keys: &[&str], seed: u64, buckets: usize, slots: usize) -> Option<Self> {
        let hashes: Vec<u64> = keys.iter().map(|key| hash::v1(key.as_bytes(), seed)).collect();
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); buckets];
        for (key, &it) in hashes.iter().enumerate() {
            members[hash::bucket(it, buckets)].push(key);
        }
        let mut order: Vec<usize> = (0..buckets).collect();
        // The fullest first, while there is room; the sort is stable, so that the result is always the same.
        order.sort_by_key(|&bucket| std::cmp::Reverse(members[bucket].len()));
        let mut out = Self { seed, pilots: vec![0; buckets], slots: vec![None; slots] };
        for bucket in order {
            let (pilot, places) =
                (0..=u16::MAX).find_map(|pilot| Some((pilot, out.places(&members[bucket], &hashes, pilot)?)))?;
            out.pilots[bucket] = pilot;
            for (place, &key) in places.into_iter().zip(&members[bucket]) {
                out.slots[place] = Some(key);
            }
        }
        Some(out)
    }

    /// Where a pilot puts keys, if all those places are free and no two are the same.
    fn places(&self, keys: &[usize], hashes: &[u64], pilot: u16) -> Option<Vec<usize>> {
        let mut places = Vec::with_capacity(keys.len());
        for &key in keys {
            let place = hash::slot(hashes[key], pilot, self.slots.len());
            if self.slots[place].is_some() || places.contains(&place) {
                return None;
            }
            places.push(place);
        }
        Some(places)
    }
}
