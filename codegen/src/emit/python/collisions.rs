//! Errors and fields that would have the same name in Python, although their names in Rust differ.

use std::collections::HashMap;

use super::names::{self, UNKNOWN};
use crate::diagnostics::{self, Diagnostic};
use crate::model::{Book, Field, Header, Type};
use crate::source::Span;
use crate::text::quoted;

/// Names that are taken, each with what has it and its place.
type Seen = HashMap<String, (String, Option<Span>)>;

/// Every name that two things would have.
pub(in crate::emit) fn collisions(book: &Book) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let base = names::base(book);
    let mut exceptions: Seen = HashMap::from([
        (base, ("the base of all exceptions".to_owned(), None)),
        (UNKNOWN.to_owned(), ("the exception for unknown errors".to_owned(), None)),
    ]);
    for entry in &book.errors {
        let at = if entry.places.has("name") { entry.places.of("name") } else { entry.places.of("code") };
        let name = names::exception(book, &entry.name);
        let what = format!("the code {}", quoted(&entry.code));
        let fix = "Give the code a different name: `name: …`. The code on the wire does not change.";
        found.extend(claim(&mut exceptions, name, what, at, &diagnostics::NAME_COLLISION, fix));
        of_members(&entry.fields, &entry.payload_headers().collect::<Vec<_>>(), &mut found);
    }
    let members: Vec<Field> = book.envelope.response_members().map(|it| it.field.clone()).collect();
    of_members(&members, &[], &mut found);
    found
}

/// The attributes of a payload, and of the objects in it.
fn of_members(fields: &[Field], headers: &[&Header], found: &mut Vec<Diagnostic>) {
    let mut seen = Seen::new();
    let fields_of_it = fields.iter().map(|it| (&it.rust_name, &it.name, it.places.whole(), "field"));
    let headers = headers.iter().map(|it| (&it.rust_name, &it.name, it.places.whole(), "header"));
    for (rust_name, name, at, what) in fields_of_it.chain(headers) {
        let (attribute, what) = (names::attribute(rust_name), format!("the {what} {}", quoted(name)));
        let fix = "Give one of them a different name: `name: …`. The name on the wire does not change.";
        found.extend(claim(&mut seen, attribute, what, at, &diagnostics::FIELD_NAME_COLLISION, fix));
    }
    for field in fields {
        let mut ty = &field.ty;
        while let Type::List { of } = ty {
            ty = of;
        }
        if let Type::Object { fields, .. } = ty {
            of_members(fields, &[], found);
        }
    }
}

/// Registers a name, or reports a conflict.
fn claim(
    seen: &mut Seen,
    name: String,
    what: String,
    at: Span,
    rule: &'static diagnostics::Rule,
    fix: &str,
) -> Option<Diagnostic> {
    let Some((other, first)) = seen.get(&name) else {
        seen.insert(name, (what, Some(at)));
        return None;
    };
    let message = format!("{other} and {what} have the same name `{name}` in Python");
    let mut found = Diagnostic::new(rule, message).at(at, what);
    if let Some(first) = first {
        found = found.at(*first, other.clone());
    }
    Some(found.help(fix))
}
