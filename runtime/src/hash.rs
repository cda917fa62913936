//! The hash behind [`Index`](crate::Index), and the two reductions that go with it.
//!
//! A generated crate holds tables that the compiler computed with these functions: they are frozen. A better hash is
//! `v2`, beside `v1`. This module knows neither codes nor tables.

const SEED: u64 = 0xa076_1d64_78bd_642f;
const WORD: u64 = 0xe703_7ed1_a0b4_28db;
const LENGTH: u64 = 0x8ebc_6af0_9c88_c6e3;
const PILOT: u64 = 0x5899_65cc_7537_4cc3;

/// The hash of `key`, version 1. Frozen: the same key and seed give the same hash for ever, on every machine.
///
/// It reads the whole key, in the manner of wyhash: words of eight bytes, multiplied to 128 bits and folded. It is fast
/// on short keys and good enough for a table that its maker has checked; it is no defence against an adversary.
///
/// ```
/// assert_eq!(errbook::hash::v1(b"not_found", 0), 0x24f1_30db_65b7_bd30);
/// ```
#[inline]
pub fn v1(key: &[u8], seed: u64) -> u64 {
    let mut state = seed ^ fold(seed ^ SEED, WORD);
    let mut rest = key;
    while rest.len() > 16 {
        let Some((head, tail)) = rest.split_first_chunk() else {
            break;
        };
        state = fold(u64::from_le_bytes(*head) ^ state, WORD);
        rest = tail;
    }
    let (low, high) = ends(key, rest);
    let folded = fold(low ^ WORD, high ^ state);
    // Lossless: no target of Rust has a wider `usize`.
    fold(folded ^ LENGTH, WORD ^ key.len() as u64)
}

/// The last (at most) sixteen bytes as two words, which overlap where there are fewer.
///
/// `rest` is the end of `key` that the loop has left: all of a short key, 9 to 16 bytes of a long one.
#[inline]
fn ends(key: &[u8], rest: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (rest.first_chunk(), key.last_chunk()) {
        (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
    } else if let (Some(first), Some(last)) = (rest.first_chunk(), rest.last_chunk()) {
        (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)))
    } else if let (Some(first), Some(last)) = (rest.first(), rest.last()) {
        // One to three bytes: first, middle and last are all of them.
        let middle = rest[rest.len() / 2];
        (u64::from(*first) << 16 | u64::from(middle) << 8 | u64::from(*last), 0)
    } else {
        (0, 0)
    }
}

/// The bucket of `hash`, below `buckets`; 0 when there are none.
///
/// Which pilot belongs to a key: `pilots[bucket(hash, pilots.len())]`. Any number of buckets will do.
///
/// ```
/// let hash = errbook::hash::v1(b"not_found", 0);
/// assert!(errbook::hash::bucket(hash, 7) < 7);
/// ```
#[inline]
pub fn bucket(hash: u64, buckets: usize) -> usize {
    reduce(hash, buckets)
}

/// The slot of `hash` under `pilot`, below `slots`; 0 when there are none.
///
/// It depends on all of the hash, so that the keys of one bucket spread, and another pilot spreads them anew.
///
/// ```
/// let hash = errbook::hash::v1(b"not_found", 0);
/// assert!(errbook::hash::slot(hash, 0, 11) < 11);
/// ```
#[inline]
pub fn slot(hash: u64, pilot: u16, slots: usize) -> usize {
    reduce(fold(hash ^ u64::from(pilot).wrapping_mul(PILOT), LENGTH), slots)
}

/// The two halves of the product, one folded on the other.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the low half is what is wanted")]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// `hash` scaled down to below `size`.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the result is below `size`, which is a `usize`")]
fn reduce(hash: u64, size: usize) -> usize {
    ((u128::from(hash) * size as u128) >> 64) as usize
}
