//! `hash::v1` is frozen: these values come from an independent implementation, and never change.

use std::collections::HashSet;

use errbook::__private::{Index, hash};

/// Bytes that differ from each other: 11, 48, 85, …
fn key(length: u8) -> Vec<u8> {
    (0..length).map(|index| index.wrapping_mul(37).wrapping_add(11)).collect()
}

#[test]
fn known_answers() {
    let other = 0xdead_beef_0123_4567;
    for (length, zero, seeded) in [
        (0, 0x9931_8b24_a399_9a6d, 0x9f38_cec8_04bc_7604),
        (1, 0x36dd_3734_8d67_f721, 0x41f8_87aa_745c_d227),
        (2, 0x608f_ab6c_d22e_3a2d, 0x344b_527a_fa33_781a),
        (3, 0x6e1a_5e29_7abb_f69a, 0x589e_e669_ee96_a4d6),
        (4, 0x01f1_c2e8_b107_e1e5, 0xe944_75b4_ed36_6697),
        (7, 0x6c83_6193_b6db_9624, 0xe7d4_bfe3_7c58_cfbe),
        (8, 0x5156_038b_385b_4073, 0xcd4a_6cfa_6b0f_2eac),
        (9, 0x7119_dfd4_8d92_d967, 0x57d4_dddd_cfa1_3702),
        (16, 0x8fa4_5ca1_0653_4928, 0xf2d2_870d_5f50_12e7),
        (17, 0x464b_d0dc_2ad7_ae99, 0xee2e_4c3a_eadc_be15),
        (24, 0x957b_a36d_ef4e_42e2, 0x33b3_87a5_db00_b372),
        (25, 0xae07_c300_3bf4_5a11, 0xf3c5_46ae_931f_d78c),
        (40, 0x3080_c91a_4a34_aa6b, 0x35ec_49b2_979b_59fe),
    ] {
        assert_eq!(hash::v1(&key(length), 0), zero, "{length}");
        assert_eq!(hash::v1(&key(length), other), seeded, "{length}");
    }
}

#[test]
fn reductions_are_pinned_too() {
    let hash = 0x0123_4567_89ab_cdef;
    for (hash, pilot, size, bucket, slot) in [
        (0, 0, 1, 0, 0),
        (u64::MAX, 0, 7, 6, 6),
        (hash, 3, 1000, 4, 178),
        (hash, 4, 1000, 4, 110),
        (1 << 63, u16::MAX, 10, 5, 1),
        (u64::MAX, 9, 0, 0, 0),
    ] {
        assert_eq!(hash::bucket(hash, size), bucket, "{hash:#x} in {size}");
        assert_eq!(hash::slot(hash, pilot, size), slot, "{hash:#x} with {pilot} in {size}");
    }
}

#[test]
fn every_byte_counts() {
    for length in 1..=60 {
        let key = key(length);
        let hash = hash::v1(&key, 0);
        for place in 0..key.len() {
            let mut other = key.clone();
            other[place] ^= 1;
            assert_ne!(hash::v1(&other, 0), hash, "byte {place} of {length}");
        }
        assert_ne!(hash::v1(&key[1..], 0), hash);
    }
    // Only the length differs.
    let zeros = [0; 64];
    let mut hashes: Vec<_> = (0..=64).map(|length| hash::v1(&zeros[..length], 0)).collect();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), 65);
}

/// Chi-squared over 256 cells: 255 is expected, with a deviation of 23.
fn unevenness(cells: impl Iterator<Item = usize>) -> f64 {
    let mut counts = [0_u32; 256];
    let mut all = 0.0;
    for cell in cells {
        counts[cell] += 1;
        all += 1.0;
    }
    let mean: f64 = all / 256.0;
    counts.iter().map(|count| (f64::from(*count) - mean).powi(2) / mean).sum()
}

#[test]
fn distributes_well() {
    type Name = fn(u32) -> String;
    let names: [Name; 3] = [
        |index| format!("error_code_{index}"),
        |index| format!("E{index:04}"),
        |index| format!("{index}_of_the_longest_codes_that_anybody_has"),
    ];
    for name in names {
        for seed in [0, 1, u64::MAX] {
            let hashes: Vec<_> = (0..20_000).map(|index| hash::v1(name(index).as_bytes(), seed)).collect();
            let buckets = unevenness(hashes.iter().map(|hash| hash::bucket(*hash, 256)));
            let slots = unevenness(hashes.iter().map(|hash| hash::slot(*hash, 7, 256)));
            let low = unevenness(hashes.iter().map(|hash| usize::from(hash.to_le_bytes()[0])));
            for value in [buckets, slots, low] {
                assert!(value < 255.0 + 6.0 * 23.0, "{} with {seed}: {value}", name(0));
            }
        }
    }
}

#[test]
fn keys_of_one_bucket_spread_over_slots() {
    let hashes = (0..2_000_000_u32).map(|index| hash::v1(&index.to_le_bytes(), 0));
    let one_bucket = hashes.filter(|hash| hash::bucket(*hash, 100) == 42);
    let value = unevenness(one_bucket.map(|hash| hash::slot(hash, 1, 256)));
    assert!(value < 255.0 + 6.0 * 23.0, "{value}");
}

#[test]
fn an_empty_index_finds_nothing() {
    for (pilots, slots) in [(&[][..], &[1][..]), (&[0][..], &[][..]), (&[][..], &[][..])] {
        assert_eq!(Index::<u8>::new(0, pilots, slots).candidate("x"), None);
    }
}

#[test]
fn an_index_finds_every_key() {
    const SLOTS: usize = 300;
    let keys: &'static [String] = (0..250).map(|index| format!("code_{index}")).collect::<Vec<_>>().leak();
    let hashes: Vec<_> = keys.iter().map(|key| hash::v1(key.as_bytes(), 5)).collect();
    let mut buckets = vec![Vec::new(); 70];
    for (key, hash) in keys.iter().zip(hashes) {
        buckets[hash::bucket(hash, 70)].push((key.as_str(), hash));
    }
    let mut order: Vec<_> = (0..buckets.len()).collect();
    order.sort_by_key(|bucket| std::cmp::Reverse(buckets[*bucket].len()));

    // As the compiler does it: for each bucket, the first pilot under which no slot is taken twice.
    let mut slots = [""; SLOTS];
    let mut pilots = vec![0; buckets.len()];
    for bucket in order {
        let places = |pilot| buckets[bucket].iter().map(move |(_, hash)| hash::slot(*hash, pilot, SLOTS));
        let fits = |pilot: &u16| {
            let set: HashSet<_> = places(*pilot).collect();
            set.len() == buckets[bucket].len() && set.iter().all(|slot| slots[*slot].is_empty())
        };
        let pilot = (0..=u16::MAX).find(fits).expect("there is a pilot");
        let places: Vec<_> = places(pilot).collect();
        for (slot, (key, _)) in places.into_iter().zip(&buckets[bucket]) {
            slots[slot] = key;
        }
        pilots[bucket] = pilot;
    }

    let index: Index<&str> = Index::new(5, pilots.leak(), slots.to_vec().leak());
    for key in keys {
        assert_eq!(index.candidate(key), Some(key.as_str()));
    }
    assert_ne!(index.candidate("code_250"), Some("code_250"));
}
