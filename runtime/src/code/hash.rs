//! The hash of [`Index`](super::Index), and its two reductions. It knows neither codes nor tables.
//!
//! Generated crates hold tables that the compiler computed with these functions, so they are frozen. A better hash would be
//! a `v2` beside `v1`.

const SEED: u64 = 0xa076_1d64_78bd_642f;
const WORD: u64 = 0xe703_7ed1_a0b4_28db;
const LENGTH: u64 = 0x8ebc_6af0_9c88_c6e3;
const PILOT: u64 = 0x5899_65cc_7537_4cc3;

/// The hash of `key`, version 1. Frozen: a key and a seed give the same hash forever, on every machine.
///
/// It reads the whole key, in the manner of wyhash: words of eight bytes, multiplied to 128 bits and folded. It is fast on
/// short keys and good enough for a table that the compiler has checked. It does not resist an adversary.
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

/// The last sixteen bytes (or fewer) as two words, which overlap if there are fewer.
///
/// `rest` is the part of `key` after the loop: all of a short key, 9 to 16 bytes of a long one.
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
/// The pilot of a key is `pilots[bucket(hash, pilots.len())]`.
#[inline]
pub fn bucket(hash: u64, buckets: usize) -> usize {
    reduce(hash, buckets)
}

/// The slot of `hash` under `pilot`, below `slots`; 0 when there are none.
///
/// It depends on the whole hash, so that the keys of one bucket spread, and spread differently for each pilot.
#[inline]
pub fn slot(hash: u64, pilot: u16, slots: usize) -> usize {
    reduce(fold(hash ^ u64::from(pilot).wrapping_mul(PILOT), LENGTH), slots)
}

/// The two halves of the product, combined by exclusive or.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "only the low half is wanted")]
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
