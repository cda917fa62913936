//! The memory that hostile bodies need: at most a multiple of their size, whatever is repeated in them and wherever.

#[allow(dead_code, reason = "the books of the other tests")]
#[path = "../runtime/forms/books.rs"]
mod books;
#[allow(dead_code, reason = "the books of the other tests")]
#[path = "../runtime/forms/kit.rs"]
mod kit;
#[allow(dead_code, unreachable_pub, reason = "a whole crate as a module")]
#[path = "../../doc/book.rs"]
mod shop;

use allocation_counter::measure;
use errbook::{Error, Kind};

/// The length of a body. `ERRBOOK_LENGTH` overrides it: at most 1 MiB is decoded.
const LENGTH: usize = 1 << 16;
/// The peak of all allocations, as a multiple of that. The most expensive bytes are `0,` in a list of known items: each is
/// kept with its index, and then with its JSON pointer.
const MOST: u64 = 88;

const SHOP: &str =
    r#"{"t":{},"error":{"code":"out_of_stock","message":"Only 12 left.","wanted":30,"left":12,"more":[]}}"#;
const STRIPE: &str =
    r#"{"error":{"type":"card_error","code":"card_declined","message":"No.","param":"number","more":[{}]},"t":{}}"#;
const JSON_API: &str = r#"{"errors":[{"id":"e1","status":"422","code":"invalid","title":"T","detail":"D","source":{"pointer":"/x"},"links":{},"meta":{"limit":80,"more":[]}}]}"#;
const GOOGLE: &str = r#"{"error":{"code":404,"status":"NOT_FOUND","message":"M","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"R","domain":"d","metadata":{"k":"v"}},[]]}}"#;
const GRAPHQL: &str =
    r#"{"errors":[{"message":"M","path":[],"extensions":{"code":"NOT_FOUND","more":{}}}],"data":null}"#;

#[test]
fn a_multiple_of_the_body() {
    let length = std::env::var("ERRBOOK_LENGTH").map_or(LENGTH, |it| it.parse().expect("a whole number"));
    let mut all = Vec::new();
    all.extend(peaks::<shop::ErrorKind>(409, SHOP, length));
    all.extend(peaks::<kit::BookKind<books::Stripe>>(402, STRIPE, length));
    all.extend(peaks::<kit::BookKind<books::JsonApi>>(422, JSON_API, length));
    all.extend(peaks::<kit::BookKind<books::Google>>(404, GOOGLE, length));
    all.extend(peaks::<kit::BookKind<books::GraphQl>>(200, GRAPHQL, length));
    assert!(all.len() > 100, "{}", all.len());
    let largest = all.iter().max().expect("many");
    assert!(largest.0 <= MOST, "{} times the body: {}", largest.0, largest.1);
}

/// What is repeated in an object and in a list; `@` is a number.
const MEMBERS: [&str; 6] = [r#""@":0"#, r#""@":"""#, r#""@":{}"#, r#""a":0"#, r#""@":[0]"#, r#""code":"not_found""#];
const ITEMS: [&str; 6] = ["0", "\"\"", "{}", "[]", r#"{"a":0}"#, r#"{"code":"invalid","x":0}"#];

/// The peaks of all bodies that repeat one thing in an object or a list of this one.
fn peaks<K: Kind>(status: u16, body: &str, length: usize) -> Vec<(u64, String)> {
    let mut out = Vec::new();
    for (at, open) in body.match_indices(['{', '[']) {
        let (before, after) = body.split_at(at + 1);
        let separator = if after.starts_with(['}', ']']) { "" } else { "," };
        for repeated in if open == "{" { MEMBERS } else { ITEMS } {
            let mut long = before.to_owned();
            for index in 0.. {
                let next = repeated.replace('@', &index.to_string());
                if long.len() + next.len() + after.len() + 1 > length {
                    break;
                }
                long.push_str(if index == 0 { "" } else { "," });
                long.push_str(&next);
            }
            long.push_str(separator);
            long.push_str(after);
            let mut is_read = false;
            let used = measure(|| {
                let error = Error::<K>::decode(status, &(), &long);
                is_read = !format!("{:.100}", error.to_string()).is_empty();
            });
            assert!(is_read);
            out.push((used.bytes_max.div_ceil(long.len() as u64), format!("`{repeated}` in {body} at {at}")));
        }
    }
    out
}
