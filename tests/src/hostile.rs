//! For any bytes and any texts: a diagnostic with its place, or a book whose texts stay in their context.

mod bytes;
pub(crate) mod chance;
mod disk;
mod escapes;
mod mutants;
mod properties;

use std::num::NonZero;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use errbook_codegen::compile;
use errbook_codegen::emit::emit;
use errbook_codegen::input::{Content, Input};

use chance::Chance;
pub(crate) use mutants::Mutants;
pub(crate) use properties::obeyed;

/// The number of mutations in CI. `ERRBOOK_MUTATIONS` overrides it; the first ones are the same.
const MUTATIONS: u64 = 30_000;

/// Nothing this small takes longer, on the busiest machine.
const LONGEST: Duration = Duration::from_secs(20);

/// The files of a spec, mutated at random by a seed: the invariants of all specs hold for each.
#[test]
fn mutations_of_every_fixture() {
    let count = std::env::var("ERRBOOK_MUTATIONS").map_or(MUTATIONS, |it| it.parse().expect("a whole number"));
    let mutants = Mutants::new();
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let tallies: Vec<Tally> = std::thread::scope(|scope| {
        let some = |first: usize| {
            let seeds = (first as u64..count).step_by(threads);
            let mutants = &mutants;
            move || seeds.fold(Tally::default(), |tally, seed| tally.with(mutants, seed))
        };
        let running: Vec<_> = (0..threads).map(|first| scope.spawn(some(first))).collect();
        running.into_iter().map(|it| it.join().expect("panics are caught")).collect()
    });
    let failed: Vec<u64> = tallies.iter().flat_map(|it| it.failed.clone()).collect();
    assert!(failed.is_empty(), "{} of {count} mutants failed: {:?}", failed.len(), &failed[..failed.len().min(100)]);
    // Neither all rejected nor all accepted: both paths are tested.
    let accepted: u64 = tallies.iter().map(|it| it.accepted).sum();
    assert!(accepted * 50 > count && accepted * 2 < count, "{accepted} of {count} make a book");
}

/// The results of some mutants.
#[derive(Default)]
struct Tally {
    accepted: u64,
    failed: Vec<u64>,
}

impl Tally {
    /// One more. Where it fails, its text is said, and the next one is tried: a mistake must not hide others.
    fn with(mut self, mutants: &Mutants, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let inputs = mutants.one(&mut chance);
        if let Ok(is_accepted) = std::panic::catch_unwind(AssertUnwindSafe(|| is_accepted(&inputs, &mut chance))) {
            self.accepted += u64::from(is_accepted);
        } else {
            self.failed.push(seed);
            eprintln!("mutant {seed}: {}\n", shown(&inputs));
        }
        self
    }
}

/// The files, as Rust would have them.
fn shown(inputs: &[Input]) -> String {
    let one = |Input { path, content }: &Input| match content {
        Content::Bytes(bytes) => format!("{path:?}: b\"{}\"", bytes.escape_ascii()),
        other => format!("{path:?}: {other:?}"),
    };
    inputs.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// Tries one, and says whether it makes a book.
fn is_accepted(inputs: &[Input], chance: &mut Chance) -> bool {
    let start = Instant::now();
    let compiled = compile(inputs.to_vec());
    properties::hold(&compiled);
    // The following checks are expensive: each runs on a sample.
    if chance.one_in(100) {
        properties::drawing(&compiled);
    }
    if chance.one_in(50) {
        properties::for_programs(&compiled);
    }
    if chance.one_in(10) {
        properties::edits_fix(&compiled, inputs);
    }
    if let Some(book) = compiled.book.as_ref().filter(|_| chance.one_in(100)) {
        emit(book);
    }
    assert!(start.elapsed() < LONGEST, "it took {:?}", start.elapsed());
    compiled.book.is_some()
}
