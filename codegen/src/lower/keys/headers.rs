//! The keys of a header: one that carries payload, or a constant one.

use std::collections::HashMap;

use super::fields::{MINIMUM, UNIT};
use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::key::ValueType::{self, Any, Boolean, Paragraph, Scalar as AnyScalar, Text};
use crate::lower::key::{Constraint, Map, Omitted, optional};
use crate::lower::read::Keys;
use crate::model::{Header, HeaderType, HeaderTypeName, KeySpans};
use crate::source::Span;
use crate::syntax::{Kind, Pair, Scalar, Value};
use crate::text::quoted;

#[rustfmt::skip]
pub(crate) static HEADER: Map = Map::new(
    "header",
    &[
        optional("type", ValueType::TypeName(HeaderTypeName::NAMES, "header-types"), Omitted::None, "The type of the value. A header has either `type` or `value`."),
        optional("value", AnyScalar, Omitted::None, "A constant value. `minimum`, `unit`, `optional` and `example` are not allowed with it."),
        MINIMUM,
        UNIT,
        optional("optional", Boolean, Omitted::Value("false"), "Whether a server may omit the header."),
        optional("doc", Paragraph, Omitted::None, "What the header means."),
        optional("example", Any, Omitted::Described("derived from the type"), "An example value for the docs."),
        optional("name", Text, Omitted::Described("[derived](#names-in-rust)"), "The Rust name."),
    ],
)
.constraint(Constraint::ExactlyOne(&["type", "value"]));

/// Headers that the server or errbook sets (RFC 9110, sections 6.6, 7.6, 8; RFC 9112, sections 6 and 7). `Upgrade` is not one
/// of them: any response may name the protocols that the API wants (RFC 9110, section 7.8).
static NOT_OURS: &[&str] = &[
    "connection",
    "content-encoding",
    "content-length",
    "content-range",
    "content-type",
    "date",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
];

impl Context<'_> {
    /// `headers`: a map of names to types or values.
    pub(crate) fn headers(&mut self, value: Value<'_>) -> Vec<Header> {
        if !matches!(value.kind(), Kind::Map) {
            self.wrong_type(
                value,
                "`headers` must be a map of names to types or values",
                "Write names with types or values, such as `headers: {Retry-After: {type: delay}}`.",
            );
        }
        let mut seen: HashMap<String, Pair<'_>> = HashMap::new();
        let mut out = Vec::new();
        for pair in value.pairs() {
            // Names of headers are case-insensitive (RFC 9110, section 5.1).
            if let Some(first) = seen.get(&pair.key.to_ascii_lowercase()) {
                let message = format!("{} and {} are the same header", quoted(first.key), quoted(pair.key));
                let found = Diagnostic::new(&diagnostics::FIELD_NAME_COLLISION, message);
                let found = found.at(pair.key_span, "duplicate").at(first.key_span, "first used here");
                self.push(found.help("Remove one of them: names of headers are case-insensitive."));
                continue;
            }
            seen.insert(pair.key.to_ascii_lowercase(), pair);
            out.push(self.watched(pair.key_span, |it| it.header(&pair)));
        }
        out
    }

    fn header(&mut self, pair: &Pair<'_>) -> Header {
        let what = format!("the header {}", quoted(pair.key));
        if let Kind::Scalar(scalar) = pair.value.kind() {
            let shown = if pair.value.is_null() { "…" } else { scalar.as_written() };
            let help = format!("Write `{{value: {shown}}}` for a constant, or `{{type: …}}`.");
            self.wrong_type(pair.value, &format!("{what} must be a map"), &help);
            return Header::stand_in(pair);
        }
        let Some(keys) = self.keys(pair.value, &what, &HEADER) else { return Header::stand_in(pair) };
        self.header_name(pair);
        let constant = keys.get("value");
        let ty = match (keys.get("type"), constant) {
            (Some(word), None) => self.header_type(word, &keys),
            (None, Some(value)) => {
                HeaderType::Constant { value: self.header_text(value, "`value`").unwrap_or_default() }
            }
            (Some(word), Some(value)) => {
                let found = Diagnostic::new(&diagnostics::MISPLACED_KEY, format!("{what} has both a type and a value"));
                self.push(
                    found
                        .at(value.span(), "a constant")
                        .at(word.span(), "a type")
                        .help("Keep `value` for a constant, or `type` otherwise."),
                );
                return Header::stand_in(pair);
            }
            (None, None) => {
                if keys.is_whole {
                    let found =
                        Diagnostic::new(&diagnostics::MISSING_KEY, format!("{what} has neither `type` nor `value`"));
                    let help = "Add `type: …`, or `value: …` for a constant.";
                    self.push(found.at(pair.key_span, "").help(help));
                }
                return Header::stand_in(pair);
            }
        };
        if let HeaderType::Constant { .. } = ty {
            for key in ["minimum", "unit", "optional", "example"] {
                if let Some(pair) = keys.given(key) {
                    let found =
                        Diagnostic::new(&diagnostics::MISPLACED_KEY, format!("`{key}` is not allowed with `value`"));
                    self.push(found.at(pair.key_span, "").help(format!("Remove `{key}`.")));
                }
            }
        }
        let example = keys.get("example").and_then(|it| self.header_example(it, &ty, &what));
        Header {
            name: pair.key.to_owned(),
            rust_name: self.member_name(pair, keys.get("name"), &what),
            optional: keys.get("optional").and_then(|it| self.boolean(it, "`optional`")).unwrap_or(false),
            doc: keys.get("doc").and_then(|it| self.markdown(it, "`doc`")),
            has_example: example.is_some(),
            example: example.unwrap_or_else(|| ty.made_up()),
            places: keys.places().named(pair.key_span),
            ty,
        }
    }

    fn header_type(&mut self, word: Value<'_>, keys: &Keys<'_>) -> HeaderType {
        let Some(name) = self.choice(word, "`type`", HeaderTypeName::WORDS) else { return HeaderType::String };
        let minimum = keys.get("minimum");
        self.keys_of_type(name.as_str(), keys, HEADER.keys);
        match name {
            HeaderTypeName::Delay => HeaderType::Delay { unit: self.unit(keys) },
            HeaderTypeName::Integer if minimum.is_some_and(|it| self.minimum(it)) => HeaderType::Unsigned,
            HeaderTypeName::Integer => HeaderType::Integer,
            HeaderTypeName::String => HeaderType::String,
            HeaderTypeName::Date => HeaderType::Date,
        }
    }

    /// Checks that a header's name is a token, and that a book may set it.
    pub(super) fn header_name(&mut self, pair: &Pair<'_>) {
        if self.token(pair.key, pair.key_span) && NOT_OURS.contains(&&*pair.key.to_ascii_lowercase()) {
            let message = format!("the header {} is set by the server", quoted(pair.key));
            let found = Diagnostic::new(&diagnostics::BAD_HEADER_NAME, message).at(pair.key_span, "");
            self.push(found.help("Remove it: it describes the connection or the body."));
        }
    }

    /// Checks that a header's name is a token (RFC 9110, section 5.6.2).
    pub(super) fn token(&mut self, name: &str, at: Span) -> bool {
        if !name.is_empty() && name.chars().all(is_token) {
            return true;
        }
        let found =
            Diagnostic::new(&diagnostics::BAD_HEADER_NAME, format!("invalid header name {}", quoted(name))).at(at, "");
        self.push(
            found.help("A name consists of ASCII letters, digits, and ``!#$%&'*+-.^_`|~`` (RFC 9110, section 5.6.2)."),
        );
        false
    }

    /// A valid value of a header.
    pub(crate) fn header_text(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        // Headers are untyped on the wire: a number is its digits.
        let text = match value.kind() {
            Kind::Scalar(it @ (Scalar::Integer(_) | Scalar::Boolean(_) | Scalar::Float(_))) => {
                it.as_written().to_owned()
            }
            _ => self.any_text(value, what)?,
        };
        self.comment_in_text(value, &text, what);
        match errbook::HeaderText::new(text.clone()) {
            Ok(_) if !text.is_empty() => Some(text),
            _ => {
                let found =
                    Diagnostic::new(&diagnostics::BAD_HEADER_VALUE, format!("invalid header value {}", quoted(&text)));
                self.push(found.at(value.span(), "").help(
                    "A value consists of visible ASCII characters with spaces between them, without line breaks (RFC 9110, section 5.5).",
                ));
                None
            }
        }
    }
}

/// Whether a token may contain a character (RFC 9110, section 5.6.2).
pub(super) fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

impl Header {
    /// A placeholder for one that could not be read, so that references to it are not reported.
    fn stand_in(pair: &Pair<'_>) -> Self {
        Self {
            name: pair.key.to_owned(),
            rust_name: String::new(),
            ty: HeaderType::String,
            optional: true,
            doc: None,
            example: errbook::Value::Null,
            has_example: false,
            places: KeySpans::new(pair.key_span, Vec::new()),
        }
    }
}
