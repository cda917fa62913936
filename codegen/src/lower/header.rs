//! Headers: those that carry payload, and those that are always the same.

use std::collections::HashMap;

use super::shape::{Key, Report, optional};
use crate::book::{Header, HeaderType};
use crate::diagnostics::{self, Diagnostic};
use crate::syntax::{Kind, Pair, Scalar, Value};
use crate::text::quoted;

static HEADER: &[Key] = &[
    optional("type"),
    optional("value"),
    optional("minimum"),
    optional("optional"),
    optional("doc"),
    optional("example"),
    optional("name"),
];

static HEADER_TYPES: &[(&str, HeaderType)] = &[
    ("delay", HeaderType::Delay),
    ("integer", HeaderType::Integer),
    ("string", HeaderType::String),
    ("date", HeaderType::Date),
];

/// Headers that the server or errbook sets (RFC 9110, sections 6.6, 7.6, 8; RFC 9112, sections 6 and 7).
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
    "upgrade",
];

impl Report<'_> {
    /// `headers`: a map of names to types or values.
    pub(super) fn headers(&mut self, value: Value<'_>) -> Vec<Header> {
        if !matches!(value.kind(), Kind::Map) {
            self.wrong_type(
                value,
                "`headers` must be a map of names to types or values",
                "For example `headers: {Retry-After: {type: delay}}`.",
            );
        }
        let mut seen: HashMap<String, Pair<'_>> = HashMap::new();
        let mut out = Vec::new();
        for pair in value.pairs() {
            // HTTP does not tell `ETag` from `etag` (RFC 9110, section 5.1).
            if let Some(first) = seen.get(&pair.key.to_ascii_lowercase()) {
                let message = format!("{} and {} are one header", quoted(first.key), quoted(pair.key));
                let found = Diagnostic::new(&diagnostics::FIELD_NAME_COLLISION, message);
                let found = found.at(pair.key_span, "here again").at(first.key_span, "first here");
                self.push(
                    found.help("Remove one of the two: HTTP makes no difference between capitals and small letters."),
                );
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
            let help = format!("Always the same: `{{value: {shown}}}`. Otherwise: `{{type: …}}`.");
            self.wrong_type(pair.value, &format!("{what} must be a map"), &help);
            return Header::stand_in(pair);
        }
        let Some(keys) = self.keys(pair.value, &what, HEADER) else { return Header::stand_in(pair) };
        self.header_name(pair);
        let constant = keys.get("value");
        let ty = match (keys.get("type"), constant) {
            (Some(word), None) => self.header_type(word, keys.get("minimum")),
            (None, Some(value)) => HeaderType::Constant(self.header_text(value, "`value`").unwrap_or_default()),
            (Some(word), Some(value)) => {
                let found = Diagnostic::new(&diagnostics::MISPLACED_KEY, format!("{what} has both a type and a value"));
                self.push(
                    found
                        .at(value.span(), "always this")
                        .at(word.span(), "or one of these")
                        .help("Keep `value` if it is always the same, else `type`."),
                );
                return Header::stand_in(pair);
            }
            (None, None) => {
                if keys.is_whole {
                    let found =
                        Diagnostic::new(&diagnostics::MISSING_KEY, format!("{what} has neither `type` nor `value`"));
                    let help = "Add `type: …`, or `value: …` if it is always the same.";
                    self.push(found.at(pair.key_span, "").help(help));
                }
                return Header::stand_in(pair);
            }
        };
        if let HeaderType::Constant(_) = ty {
            for key in ["minimum", "optional", "example"] {
                if let Some(pair) = keys.given(key) {
                    let found = Diagnostic::new(
                        &diagnostics::MISPLACED_KEY,
                        format!("`{key}` goes with `type`, and {what} is always the same"),
                    );
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

    fn header_type(&mut self, word: Value<'_>, minimum: Option<Value<'_>>) -> HeaderType {
        let ty = self.text(word, "`type`").and_then(|text| {
            self.word(&text, HEADER_TYPES, || {
                let message = format!("the `type` of a header cannot be {}", quoted(&text));
                Diagnostic::new(&diagnostics::UNKNOWN_VALUE, message).at(word.span(), "unknown value")
            })
        });
        let Some(ty) = ty else { return HeaderType::String };
        match (ty, minimum) {
            (HeaderType::Integer, Some(value)) if self.minimum(value) => HeaderType::Unsigned,
            (ty @ HeaderType::Integer, _) | (ty, None) => ty,
            (ty, Some(value)) => {
                let found = Diagnostic::new(&diagnostics::MISPLACED_KEY, "`minimum` goes with `type: integer`");
                self.push(found.at(value.span(), "").at(word.span(), "the type here").help("Remove `minimum`."));
                ty
            }
        }
    }

    /// A header's name is a token (RFC 9110, section 5.6.2), and one that the book may set.
    fn header_name(&mut self, pair: &Pair<'_>) {
        let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        let found = if pair.key.is_empty() || !pair.key.chars().all(is_token) {
            Diagnostic::new(&diagnostics::BAD_HEADER_NAME, format!("a header cannot be called {}", quoted(pair.key)))
                .help("A name holds ASCII letters, digits, and ``!#$%&'*+-.^_`|~`` (RFC 9110, section 5.6.2).")
        } else if NOT_OURS.contains(&&*pair.key.to_ascii_lowercase()) {
            Diagnostic::new(
                &diagnostics::BAD_HEADER_NAME,
                format!("the header {} is the server's to set", quoted(pair.key)),
            )
            .help("Remove it: it describes the connection or the body, and is written with them.")
        } else {
            return;
        };
        self.push(found.at(pair.key_span, ""));
    }

    /// A text that may stand in a header.
    pub(super) fn header_text(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        // A number is as good as its digits here: on the wire there are no types.
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
                let found = Diagnostic::new(
                    &diagnostics::BAD_HEADER_VALUE,
                    format!("a header cannot have the value {}", quoted(&text)),
                );
                self.push(found.at(value.span(), "").help(
                    "Visible ASCII characters with blanks between them, and no line breaks (RFC 9110, section 5.5).",
                ));
                None
            }
        }
    }
}

impl Header {
    /// In place of one that could not be read: what names it is not called wrong.
    fn stand_in(pair: &Pair<'_>) -> Self {
        Self {
            name: pair.key.to_owned(),
            rust_name: String::new(),
            ty: HeaderType::String,
            optional: true,
            doc: None,
            example: errbook::Value::Null,
            has_example: false,
            places: crate::book::Places::new(pair.key_span, Vec::new()),
        }
    }
}
