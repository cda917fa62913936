//! Unpaired surrogate escapes in JSON, which RFC 8259 allows and `serde_json` rejects.
//!
//! JavaScript writes one when a string is cut in the middle of an emoji.

use std::string::String;

/// The length of `\ud83d`.
const LENGTH: usize = 6;

/// JSON with each unpaired surrogate escape replaced by `\ufffd`, which has the same length; `None` if there are none.
pub(crate) fn replaced(json: &str) -> Option<String> {
    let mut replaced = String::new();
    let mut copied = 0;
    let mut position = 0;
    while let Some(found) = json.as_bytes().get(position..).unwrap_or_default().iter().position(|byte| *byte == b'\\') {
        position += found;
        position += match (unit(json, position), unit(json, position + LENGTH)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 2 * LENGTH,
            (Some(0xd800..=0xdfff), _) => {
                replaced.push_str(json.get(copied..position)?);
                replaced.push_str("\\ufffd");
                copied = position + LENGTH;
                LENGTH
            }
            (Some(_), _) => LENGTH,
            // A two-byte escape, such as that of a backslash.
            (None, _) => 2,
        };
    }
    if copied == 0 {
        return None;
    }
    replaced.push_str(json.get(copied..)?);
    Some(replaced)
}

/// The UTF-16 unit whose escape starts at `position`.
fn unit(json: &str, position: usize) -> Option<u16> {
    let digits = json.get(position..position + LENGTH)?.strip_prefix("\\u")?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u16::from_str_radix(digits, 16).ok()
}
