//! Names in Rust: of types, and of an error's members.

use std::collections::HashMap;

use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::draft::Draft;
use crate::model::{Field, Header, Type};
use crate::names::RESERVED;
use crate::source::Span;
use crate::text::quoted;

impl Context<'_> {
    /// Reports members with the same Rust name, and a `was` that names an existing field.
    pub(crate) fn member_collisions(&mut self, fields: &[Field], headers: &[Header]) {
        for field in fields.iter().filter(|it| it.was.is_some()) {
            if let Some(other) = fields.iter().find(|it| field.was.as_ref() == Some(&it.name)) {
                let message = format!(
                    "the previous name {} of {} is an existing field",
                    quoted(&other.name),
                    quoted(&field.name)
                );
                let found = Diagnostic::new(&diagnostics::FIELD_NAME_COLLISION, message)
                    .at(field.places.of("was"), "")
                    .at(other.places.whole(), "this field");
                self.push(found.help("Remove `was`, or write a name that is no longer in use."));
            }
        }
        let mut seen: HashMap<&str, (&str, Span)> = HashMap::new();
        let fields = fields.iter().map(|it| (&*it.rust_name, &*it.name, it.places.whole(), "field"));
        // A constant header is not a member.
        let payload = headers
            .iter()
            .filter(|it| it.carries_payload())
            .map(|it| (&*it.rust_name, &*it.name, it.places.whole(), "header"));
        for (rust_name, name, place, what) in fields.chain(payload).filter(|it| !it.0.is_empty()) {
            if let Some(&(other, first)) = seen.get(rust_name) {
                let message = format!("{} and {} have the same Rust name `{rust_name}`", quoted(other), quoted(name));
                let found = Diagnostic::new(&diagnostics::FIELD_NAME_COLLISION, message)
                    .at(place, format!("this {what}"))
                    .at(first, "first used here");
                self.push(
                    found.help(
                        "Give one of them a different Rust name: `name: …`. The name on the wire does not change.",
                    ),
                );
            } else {
                seen.insert(rust_name, (name, place));
            }
        }
    }

    /// Types share one namespace at the crate's root: a struct for each payload, and a type for each object and enum in it.
    pub(super) fn type_names(&mut self, draft: &Draft) {
        let mut seen: HashMap<String, (String, Span)> = HashMap::new();
        let mut named = Vec::new();
        for entry in &draft.errors {
            let at = if entry.places.has("name") { entry.places.of("name") } else { entry.places.of("code") };
            let fix = format!(
                "Give one of them a different Rust name, such as `name: {}2`. The code on the wire does not change.",
                entry.name
            );
            if self.claim(&mut seen, &entry.name, format!("the code {}", quoted(&entry.code)), at, &fix) {
                named.push(entry);
            }
        }
        // The type of a response's members, and the types in it.
        if let Some(first) = draft.envelope.response_members().next() {
            let (at, fix) = (first.field.places.whole(), "Give the code a different Rust name: `name: …`.");
            self.claim(&mut seen, "Members", "the members of the envelope".to_owned(), at, fix);
        }
        for member in draft.envelope.response_members() {
            nested(std::slice::from_ref(&member.field), &mut |name, field| {
                let fix = "Give the member a different Rust name: `name: …`.";
                let what = format!("the member {}", quoted(&field.name));
                self.claim(&mut seen, name, what, field.places.whole(), fix);
            });
        }
        // The names of types within an error begin with its name, so they change with it.
        for entry in named {
            nested(&entry.fields, &mut |name, field| {
                let fix = "Give the field a different Rust name: `name: …`. The name on the wire does not change.";
                let what = format!("the field {} of {}", quoted(&field.name), quoted(&entry.code));
                self.claim(&mut seen, name, what, field.places.whole(), fix);
            });
        }
    }

    /// Registers a name, or reports a conflict. Returns whether it was free.
    fn claim(
        &mut self,
        seen: &mut HashMap<String, (String, Span)>,
        name: &str,
        what: String,
        at: Span,
        fix: &str,
    ) -> bool {
        if name.is_empty() {
            return false; // It could not be read, which has been reported.
        }
        if RESERVED.contains(&name) {
            let message = format!("the Rust name `{name}` of {what} is reserved for the generated crate");
            self.push(Diagnostic::new(&diagnostics::BAD_NAME, message).at(at, "").help(fix));
            return false;
        }
        let Some((other, first)) = seen.get(name) else {
            seen.insert(name.to_owned(), (what, at));
            return true;
        };
        // Duplicate codes were reported already.
        if *other != what {
            let message = format!("{other} and {what} have the same Rust name `{name}`");
            let found = Diagnostic::new(&diagnostics::NAME_COLLISION, message);
            self.push(found.at(at, what).at(*first, other.clone()).help(fix));
        }
        false
    }
}

/// Calls `f` with the name of each type in a payload, and its field.
fn nested<'a>(fields: &'a [Field], f: &mut impl FnMut(&'a str, &'a Field)) {
    fn walk<'a>(ty: &'a Type, field: &'a Field, f: &mut impl FnMut(&'a str, &'a Field)) {
        match ty {
            Type::Enum { rust_name, .. } => f(rust_name, field),
            Type::Object { rust_name, fields } => {
                f(rust_name, field);
                nested(fields, f);
            }
            Type::List { of } => walk(of, field, f),
            _ => {}
        }
    }
    for field in fields {
        walk(&field.ty, field, f);
    }
}
