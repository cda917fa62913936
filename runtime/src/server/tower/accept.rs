//! Which of two media types a request's `Accept` asks for (RFC 9110, section 12.5.1).

use http::HeaderMap;
use http::header::ACCEPT;

const DETAILS: (&str, &str) = ("application", "problem+json");
const JSON: (&str, &str) = ("application", "json");

/// Whether problem details are requested, and not plain JSON.
///
/// The greater weight decides. With equal weights, problem details must be named explicitly: `*/*` alone means plain
/// JSON, and so does a request that accepts neither. A client that names both expects problem details for errors and
/// JSON for everything else.
///
/// Invalid media ranges are ignored, and so are parameters other than the weight.
pub(super) fn wants_details(headers: &HeaderMap) -> bool {
    let (mut details, mut json) = (Weight::default(), Weight::default());
    for value in headers.get_all(ACCEPT) {
        // Non-ASCII characters can only occur in a quoted parameter.
        for element in split(value.as_bytes(), b',') {
            let Some((ty, subtype, weight)) = range(element) else { continue };
            details.consider(DETAILS, (ty, subtype), weight);
            json.consider(JSON, (ty, subtype), weight);
        }
    }
    details.weight > json.weight || (details.weight == json.weight && details.weight > 0 && details.precision == NAMED)
}

/// The precision of a range that names the media type itself.
const NAMED: u8 = 3;

/// The weight of a media type by the most precise range that matches it, in thousandths.
#[derive(Default)]
struct Weight {
    precision: u8,
    weight: u16,
}

impl Weight {
    fn consider(&mut self, media_type: (&str, &str), range: (&[u8], &[u8]), weight: u16) {
        let same_type = range.0.eq_ignore_ascii_case(media_type.0.as_bytes());
        let precision = match range {
            (b"*", b"*") => 1,
            (_, b"*") if same_type => 2,
            (_, subtype) if same_type && subtype.eq_ignore_ascii_case(media_type.1.as_bytes()) => NAMED,
            _ => return,
        };
        if precision > self.precision {
            *self = Self { precision, weight };
        } else if precision == self.precision {
            self.weight = self.weight.max(weight);
        }
    }
}

/// Type, subtype and weight of one element of the header.
fn range(element: &[u8]) -> Option<(&[u8], &[u8], u16)> {
    let mut parts = split(element, b';').map(<[u8]>::trim_ascii);
    let name = parts.next()?;
    let slash = name.iter().position(|byte| *byte == b'/')?;
    let mut weight = 1000;
    for parameter in parts {
        if let [b'q' | b'Q', b'=', value @ ..] = parameter {
            weight = thousandths(value)?;
            break;
        }
    }
    Some((&name[..slash], &name[slash + 1..], weight))
}

/// A weight: `0` or `1`, with at most three decimals.
fn thousandths(text: &[u8]) -> Option<u16> {
    let (whole, decimals) = match text {
        [whole @ (b'0' | b'1')] => (*whole, &[][..]),
        [whole @ (b'0' | b'1'), b'.', decimals @ ..] if decimals.len() <= 3 => (*whole, decimals),
        _ => return None,
    };
    let mut weight = u16::from(whole - b'0');
    for place in 0..3 {
        let digit = decimals.get(place).copied().unwrap_or(b'0');
        weight = weight * 10 + u16::from(digit.is_ascii_digit().then(|| digit - b'0')?);
    }
    (weight <= 1000).then_some(weight)
}

/// The parts of a list. A separator in quotes does not count.
fn split(text: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |byte| {
        let here = !quoted && *byte == separator;
        if escaped {
            escaped = false;
        } else if *byte == b'"' {
            quoted = !quoted;
        } else if *byte == b'\\' {
            escaped = quoted;
        }
        here
    })
}
