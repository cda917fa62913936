//! The cost of decoding an error, encoding it, and looking up its code, compared with handwritten code.
//!
//! `wire` prints nanoseconds, with the feature `allocations` those as well; `wire NAME` does one thing ten thousand times,
//! for tools that count instructions.

#[allow(dead_code, reason = "the books of the runtime's tests")]
#[path = "../../runtime/tests/runtime/forms/books.rs"]
mod books;
mod forms;
#[allow(dead_code, reason = "the books of the runtime's tests")]
#[path = "../../runtime/tests/runtime/forms/kit.rs"]
mod kit;
mod lookup;
mod peers;
mod responses;

use std::hint::black_box;
use std::time::Instant;

use axum::response::IntoResponse as _;
use masko_errors::Error;

/// One thing that is measured.
struct Case {
    group: &'static str,
    name: &'static str,
    run: fn(),
}

const TIMES: u32 = 10_000;

fn cases() -> Vec<Case> {
    let case = |group, name, run| Case { group, name, run };
    vec![
        case("decode", "errbook", || drop(black_box(Error::decode(402, &(), black_box(peers::BODY))))),
        case("decode", "map", decode::<peers::Loose>),
        case("decode", "map-from-bytes", || drop(black_box(peers::loose(black_box(peers::BODY.as_bytes()))))),
        case("decode", "tagged", decode::<peers::Tagged>),
        case("decode", "problem_details", || drop(black_box(peers::problem(black_box(peers::PROBLEM))))),
        case("decode", "floor", || {
            black_box(peers::floor(black_box(peers::BODY)));
        }),
        case("decode-plain", "errbook", || drop(black_box(Error::decode(404, &(), black_box(peers::PLAIN))))),
        case("decode-plain", "map", || drop(black_box(peers::Loose::read(black_box(peers::PLAIN))))),
        case("decode-plain", "map-from-bytes", || drop(black_box(peers::loose(black_box(peers::PLAIN.as_bytes()))))),
        case("decode-plain", "floor", || {
            black_box(peers::floor_of_a_plain_one(black_box(peers::PLAIN)));
        }),
        case("decode-shape", "tree", || drop(black_box(forms::tree(black_box(peers::BODY))))),
        case("decode-shape", "short", || drop(black_box(forms::short(black_box(peers::BODY))))),
        case("decode-stripe", "errbook", || drop(black_box(forms::stripe(black_box(forms::STRIPE))))),
        case("decode-stripe", "map-from-bytes", || drop(black_box(forms::stripe_by_hand(black_box(forms::STRIPE))))),
        case("decode-google", "errbook", || drop(black_box(forms::google(black_box(forms::GOOGLE))))),
        case("decode-google", "map-from-bytes", || drop(black_box(forms::google_by_hand(black_box(forms::GOOGLE))))),
        case("decode-json-api", "errbook", || drop(black_box(forms::json_api(black_box(forms::JSON_API))))),
        case("decode-json-api", "map-from-bytes", || {
            drop(black_box(forms::json_api_by_hand(black_box(forms::JSON_API))));
        }),
        case("decode-problem", "errbook", || drop(black_box(forms::problem(black_box(forms::PROBLEM))))),
        case("decode-problem", "map-from-bytes", || {
            drop(black_box(forms::problem_by_hand(black_box(forms::PROBLEM))));
        }),
        case("encode", "errbook", || {
            let error = Error::from(masko_errors::InsufficientCredits::new(black_box(140), black_box(50)));
            let _ = black_box(error.encode());
        }),
        case("encode", "floor", || drop(black_box(peers::write_floor(black_box(140), black_box(50))))),
        case("encode", "thiserror", || drop(black_box(peers::write_usual(black_box(140), black_box(50))))),
        case("encode", "problem_details", || drop(black_box(peers::write_problem(black_box(140), black_box(50))))),
        case("encode-stripe", "errbook", || {
            let _ = black_box(black_box(&*forms::STRIPE_ERROR).encode());
        }),
        case("encode-stripe", "floor", || drop(black_box(forms::stripe_sent_by_hand(black_box("number"))))),
        case("encode-problem", "errbook", || {
            let _ = black_box(black_box(&*forms::PROBLEM_ERROR).encode());
        }),
        case("encode-problem", "floor", || drop(black_box(forms::problem_sent_by_hand(black_box(30))))),
        case("respond", "errbook", || {
            let error = Error::from(masko_errors::InsufficientCredits::new(black_box(140), black_box(50)));
            drop(black_box(error.into_response()));
        }),
        case("respond", "format!", || drop(black_box(responses::by_format(black_box(140), black_box(50))))),
        case("respond", "Json", || drop(black_box(responses::by_json(black_box(140), black_box(50))))),
        case("from_str", "errbook", || lookup::each(lookup::errbook)),
        case("from_str", "hashify", || lookup::each(lookup::hashify)),
        case("from_str", "phf", || lookup::each(lookup::phf)),
        case("from_str", "strum", || lookup::each(lookup::strum)),
    ]
}

/// Something that a body is decoded into.
trait Read: Sized {
    fn read(body: &str) -> Self;
}

fn decode<R: Read>() {
    drop(black_box(R::read(black_box(peers::BODY))));
}

fn main() -> std::process::ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let cases = cases();
    if let [one] = wanted.as_slice() {
        let Some(case) = cases.iter().find(|it| format!("{}/{}", it.group, it.name) == *one) else {
            let known: Vec<String> = cases.iter().map(|it| format!("{}/{}", it.group, it.name)).collect();
            eprintln!("there is no {one}: {}", known.join(", "));
            return std::process::ExitCode::FAILURE;
        };
        for _ in 0..TIMES {
            (case.run)();
        }
        return std::process::ExitCode::SUCCESS;
    }
    println!("| | | ns | allocations |\n| --- | --- | --- | --- |");
    for case in &cases {
        println!("| {} | {} | {:.0} | {} |", case.group, case.name, time(case.run), allocations(case.run));
    }
    std::process::ExitCode::SUCCESS
}

/// How often a run allocates.
#[cfg(feature = "allocations")]
fn allocations(run: fn()) -> u64 {
    allocation_counter::measure(run).count_total
}

#[cfg(not(feature = "allocations"))]
fn allocations(_: fn()) -> &'static str {
    ""
}

/// Nanoseconds per run, the minimum of many rounds: other load on the machine can only add to it.
fn time(run: fn()) -> f64 {
    (0..50)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..TIMES {
                run();
            }
            start.elapsed().as_secs_f64() * 1e9 / f64::from(TIMES)
        })
        .fold(f64::INFINITY, f64::min)
}
