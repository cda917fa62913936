//! Half characters in JSON: escaped surrogates without their other half, which RFC 8259 allows and `serde_json` refuses.
//!
//! JavaScript writes one where it cuts a text in the middle of an emoji. It knows no errors.

use std::string::String;

/// The length of `\ud83d`.
const LENGTH: usize = 6;

/// JSON with each lone surrogate escape replaced by `\ufffd`; `None` if it has none. No place in the text moves.
pub(crate) fn replaced(json: &str) -> Option<String> {
    let mut replaced = String::new();
    let mut copied = 0;
    let mut place = 0;
    while let Some(found) = json.as_bytes().get(place..).unwrap_or_default().iter().position(|byte| *byte == b'\\') {
        place += found;
        place += match (unit(json, place), unit(json, place + LENGTH)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 2 * LENGTH,
            (Some(0xd800..=0xdfff), _) => {
                replaced.push_str(json.get(copied..place)?);
                replaced.push_str("\\ufffd");
                copied = place + LENGTH;
                LENGTH
            }
            (Some(_), _) => LENGTH,
            // Another escape, such as that of a backslash.
            (None, _) => 2,
        };
    }
    if copied == 0 {
        return None;
    }
    replaced.push_str(json.get(copied..)?);
    Some(replaced)
}

/// The UTF-16 unit whose escape stands at `place`.
fn unit(json: &str, place: usize) -> Option<u16> {
    let digits = json.get(place..place + LENGTH)?.strip_prefix("\\u")?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u16::from_str_radix(digits, 16).ok()
}
