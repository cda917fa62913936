//! The members of problem details (RFC 9457), and the names of fields on the same level.
//!
//! A code's fields are extension members. RFC 9457 recommends names that begin with a letter and consist of ASCII
//! letters, digits and `_`. That is up to the author of the book: a field keeps its name, so that the documentation
//! matches. Only a reserved name is changed: see [`escaped`].

use std::borrow::Cow;

use super::Envelope;

pub(crate) const MEDIA_TYPE: &str = "application/problem+json";
/// The `type` of problem details without a page (RFC 9457, section 4.2.1).
pub(crate) const ABOUT_BLANK: &str = "about:blank";
/// The members that hold the code and the message.
pub(crate) static ENVELOPE: Envelope<'static> = Envelope::new("code", "detail");
/// The other members that describe the error and are not its fields.
pub(crate) const STANDARD: [&str; 4] = ["type", "title", "status", "instance"];

/// The name of a field's extension member: a reserved name gets one more underscore, however many it already has.
///
/// This keeps names distinct and reversible.
pub(crate) fn escaped(name: &str) -> Cow<'_, str> {
    if is_taken(name.trim_end_matches('_')) { Cow::Owned([name, "_"].concat()) } else { Cow::Borrowed(name) }
}

/// The name of a field, from that of its extension member.
pub(crate) fn unescaped(name: Cow<'_, str>) -> Cow<'_, str> {
    if !name.ends_with('_') || !is_taken(name.trim_end_matches('_')) {
        return name;
    }
    match name {
        Cow::Borrowed(name) => Cow::Borrowed(&name[..name.len() - 1]),
        Cow::Owned(mut name) => {
            name.pop();
            Cow::Owned(name)
        }
    }
}

fn is_taken(name: &str) -> bool {
    STANDARD.contains(&name) || [ENVELOPE.code(), ENVELOPE.message()].contains(&name)
}
