//! A perfect hash for a set of texts, by hash and displace: keys are distributed among buckets, and each bucket gets
//! the first pilot that maps its keys to free slots. It knows the runtime's hash and no book.

use errbook::__private::hash;

/// A hash without collisions.
pub(super) struct PerfectHash {
    pub(super) seed: u64,
    /// One for each bucket.
    pub(super) pilots: Vec<u16>,
    /// The key in each slot. The number of slots is a power of two.
    pub(super) slots: Vec<Option<usize>>,
}

/// The average number of keys that share a pilot.
const BUCKET: usize = 4;

impl PerfectHash {
    /// A hash for these keys, which must be distinct.
    pub(super) fn of(keys: &[&str]) -> Self {
        // At least a fifth of the slots stay free, so that a pilot exists for the last buckets.
        let slots = (keys.len() * 5 / 4).max(1).next_power_of_two();
        let buckets = keys.len().div_ceil(BUCKET).max(1).next_power_of_two();
        // A seed rarely fails.
        let found = (0..=u64::MAX).find_map(|seed| Self::with_seed(keys, seed, buckets, slots));
        found.unwrap_or(Self { seed: 0, pilots: vec![0; buckets], slots: vec![None; slots] })
    }

    fn with_seed(keys: &[&str], seed: u64, buckets: usize, slots: usize) -> Option<Self> {
        let hashes: Vec<u64> = keys.iter().map(|key| hash::v1(key.as_bytes(), seed)).collect();
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); buckets];
        for (key, &hash) in hashes.iter().enumerate() {
            members[hash::bucket(hash, buckets)].push(key);
        }
        let mut order: Vec<usize> = (0..buckets).collect();
        // The largest buckets first, while most slots are free. The sort is stable, so the result is deterministic.
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

    /// The slots of keys under a pilot, if they are free and distinct.
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
