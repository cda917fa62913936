//! What spans several entries: codes, names, the envelope's members and the times of things.

use std::collections::HashMap;

use super::Draft;
use super::entry::RESERVED;
use super::shape::Report;
use crate::book::{CodeStyle, Envelope, Field, Type};
use crate::diagnostics::{self, Diagnostic};
use crate::source::Span;
use crate::text::quoted;

impl Report<'_> {
    /// Checks a draft as a whole, as far as it was read.
    pub(super) fn check(&mut self, draft: &Draft) {
        self.codes(draft);
        self.type_names(draft);
        self.times(draft);
        if draft.knows_envelope {
            self.envelope_collisions(draft);
        }
        self.references(draft);
    }

    fn codes(&mut self, draft: &Draft) {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        let style = draft.style();
        // One that could not be read has been reported.
        for entry in draft.errors.iter().filter(|it| it.places.has("code")) {
            let at = entry.places.of("code");
            self.code_style(&entry.code, at, style);
            if let Some(&first) = seen.get(&*entry.code) {
                let found = Diagnostic::new(
                    &diagnostics::DUPLICATE_CODE,
                    format!("the code {} is defined twice", quoted(&entry.code)),
                );
                let help = "An entry may have several statuses: `status: [409, 422]`. Merge the two, or give one of them another code.";
                self.push(found.at(at, "here again").at(first, "first here").help(help));
            } else {
                seen.insert(&entry.code, at);
            }
        }
        let mut gone: HashMap<&str, Span> = HashMap::new();
        for retired in &draft.retired {
            let at = retired.places.of("code");
            if let Some(&entry) = seen.get(&*retired.code).filter(|_| !retired.code.is_empty()) {
                let found = Diagnostic::new(
                    &diagnostics::RETIRED_CODE_USED,
                    format!("the code {} is retired, and defined again", quoted(&retired.code)),
                );
                let help = "Clients that still know the old meaning would read it into the new error. Give the new one another code.";
                self.push(found.at(entry, "defined here").at(at, "retired here").help(help));
            }
            if let Some(&first) = gone.get(&*retired.code) {
                let found = Diagnostic::new(
                    &diagnostics::DUPLICATE_CODE,
                    format!("the code {} is retired twice", quoted(&retired.code)),
                );
                self.push(found.at(at, "here again").at(first, "first here").help("Keep one of the two."));
            } else if !retired.code.is_empty() {
                gone.insert(&retired.code, at);
            }
        }
    }

    /// Types live in one namespace at the crate's root: a struct for each payload, and one for each object and enumeration in it.
    fn type_names(&mut self, draft: &Draft) {
        let mut seen: HashMap<String, (String, Span)> = HashMap::new();
        let mut named = Vec::new();
        for entry in &draft.errors {
            let at = if entry.places.has("name") { entry.places.of("name") } else { entry.places.of("code") };
            let mend = format!(
                "Give one of them another name in Rust: `name: {}2`, or better. The code on the wire stays as it is.",
                entry.name
            );
            if self.claim(&mut seen, &entry.name, format!("the code {}", quoted(&entry.code)), at, &mend) {
                named.push(entry);
            }
        }
        // The types within an entry are called after it: where its own name has to change, theirs will too.
        for entry in named {
            nested(&entry.fields, &mut |name, field| {
                let mend = "Give the field another name in Rust: `name: …`. The name on the wire stays as it is.";
                let what = format!("the field {} of {}", quoted(&field.name), quoted(&entry.code));
                self.claim(&mut seen, name, what, field.places.whole(), mend);
            });
        }
    }

    /// Takes a name for something; reports it where another has it already, and says whether it is free.
    fn claim(
        &mut self,
        seen: &mut HashMap<String, (String, Span)>,
        name: &str,
        what: String,
        at: Span,
        mend: &str,
    ) -> bool {
        if name.is_empty() {
            return false; // It could not be read, and that has been reported.
        }
        if RESERVED.contains(&name) {
            let message = format!("{what} would be called `{name}` in Rust, which the crate needs itself");
            self.push(Diagnostic::new(&diagnostics::BAD_NAME, message).at(at, "").help(mend));
            return false;
        }
        let Some((other, first)) = seen.get(name) else {
            seen.insert(name.to_owned(), (what, at));
            return true;
        };
        // One code defined twice has been reported as that.
        if *other != what {
            let message = format!("{other} and {what} would both be called `{name}` in Rust");
            let found = Diagnostic::new(&diagnostics::NAME_COLLISION, message);
            self.push(found.at(at, what).at(*first, other.clone()).help(mend));
        }
        false
    }

    /// Fields beside the code and the message cannot be called like them.
    fn envelope_collisions(&mut self, draft: &Draft) {
        let Envelope { code, message, fields_under: None, .. } = &draft.envelope else { return };
        for entry in &draft.errors {
            for field in entry.fields.iter().filter(|it| it.name == *code || it.name == *message) {
                let found = Diagnostic::new(
                    &diagnostics::ENVELOPE_COLLISION,
                    format!("the field {} would lie over the envelope's member of that name", quoted(&field.name)),
                );
                self.push(found.at(field.places.whole(), "").help(
                    "Give the field another name, or the fields a place of their own: `envelope: {fields: details}`.",
                ));
            }
        }
    }

    /// What has happened has happened by this version, and in the order in which things happen.
    fn times(&mut self, draft: &Draft) {
        let later = |a: &str, b: &str| {
            let (a, b) = (semver::Version::parse(a).ok(), semver::Version::parse(b).ok());
            a.zip(b).is_some_and(|(a, b)| a > b)
        };
        for entry in &draft.errors {
            let (Some(since), Some(deprecated)) = (&entry.since, &entry.deprecated) else { continue };
            if later(since, &deprecated.since) {
                let message = format!(
                    "the code is deprecated since {}, before it came with {}",
                    quoted(&deprecated.since),
                    quoted(since)
                );
                let found = Diagnostic::new(&diagnostics::BAD_SINCE, message);
                let found = found.at(deprecated.places.of("since"), "").at(entry.places.of("since"), "it came here");
                self.push(found.help("Name the version that deprecated it: that one, or a later one."));
            }
        }
        let Some(api) = &draft.api else { return };
        let deprecated = draft.errors.iter().filter_map(|it| it.deprecated.as_ref()).map(|it| (&it.since, &it.places));
        let retired = draft.retired.iter().map(|it| (&it.since, &it.places));
        let over = deprecated.chain(retired).map(|it| (it, &diagnostics::DEPRECATED_IN_FUTURE));
        let born = draft.errors.iter().filter_map(|it| Some((it.since.as_ref()?, &it.places)));
        for ((since, places), rule) in over.chain(born.map(|it| (it, &diagnostics::BAD_SINCE))) {
            if later(since, &api.version) {
                let message = format!("{} is still to come: the book is at {}", quoted(since), quoted(&api.version));
                let found = Diagnostic::new(rule, message);
                let found = found.at(places.of("since"), "").at(api.places.of("version"), "the version now");
                self.push(found.help("Raise `version` under `api` in the same change, or name an earlier version."));
            }
        }
    }
}

impl Draft {
    /// How codes are to be written. Without a style that could be read, no code is called wrong.
    pub(super) fn style(&self) -> CodeStyle {
        self.api.as_ref().map_or(CodeStyle::Any, |it| it.code_style)
    }
}

/// Calls `f` with the name of each type in a payload, and the field that it belongs to.
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
