//! What spans several entries: codes, names and references.

use std::collections::{HashMap, HashSet};

use heck::{ToKebabCase, ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use super::Draft;
use super::entry::RESERVED;
use super::shape::Report;
use crate::book::{CodeStyle, Envelope, Field, Retired, Type};
use crate::diagnostic::{self, Diagnostic, is_invisible, listed, quoted};
use crate::source::Span;

impl Report<'_> {
    /// Checks a draft as a whole, as far as it was read.
    pub(super) fn check(&mut self, draft: &Draft) {
        self.codes(draft);
        self.type_names(draft);
        self.times(draft);
        if draft.knows_envelope {
            self.envelope_collisions(draft);
        }
        if draft.knows_codes {
            self.references(draft);
        }
    }

    fn codes(&mut self, draft: &Draft) {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        let style = draft.style();
        for entry in &draft.errors {
            let at = entry.places.of("code");
            self.code_style(&entry.code, at, style);
            if let Some(&first) = seen.get(&*entry.code) {
                let found = Diagnostic::new(
                    &diagnostic::DUPLICATE_CODE,
                    format!("the code {} is defined twice", quoted(&entry.code)),
                );
                let help = "An entry may have several statuses: `status: [409, 422]`. Merge the two, or give one of them another code.";
                self.push(found.at(at, "here again").at(first, "first here").help(help));
            } else if !entry.code.is_empty() {
                seen.insert(&entry.code, at);
            }
        }
        let mut gone: HashMap<&str, Span> = HashMap::new();
        for retired in &draft.retired {
            let at = retired.places.of("code");
            if let Some(&entry) = seen.get(&*retired.code) {
                let found = Diagnostic::new(
                    &diagnostic::RETIRED_CODE_USED,
                    format!("the code {} is retired, and defined again", quoted(&retired.code)),
                );
                let help = "Clients that still know the old meaning would read it into the new error. Give the new one another code.";
                self.push(found.at(entry, "defined here").at(at, "retired here").help(help));
            }
            if let Some(&first) = gone.get(&*retired.code) {
                let found = Diagnostic::new(
                    &diagnostic::DUPLICATE_CODE,
                    format!("the code {} is retired twice", quoted(&retired.code)),
                );
                self.push(found.at(at, "here again").at(first, "first here").help("Keep one of the two."));
            } else if !retired.code.is_empty() {
                gone.insert(&retired.code, at);
            }
        }
    }

    fn code_style(&mut self, code: &str, at: Span, style: CodeStyle) {
        if code.is_empty() {
            return; // It could not be read, and that has been reported.
        }
        let (name, styled) = match style {
            CodeStyle::Snake => ("snake_case", code.to_snake_case()),
            CodeStyle::Camel => ("camelCase", code.to_lower_camel_case()),
            CodeStyle::Pascal => ("PascalCase", code.to_upper_camel_case()),
            CodeStyle::ScreamingSnake => ("SCREAMING_SNAKE_CASE", code.to_shouty_snake_case()),
            CodeStyle::Kebab => ("kebab-case", code.to_kebab_case()),
            CodeStyle::Any => {
                if code.chars().any(is_invisible) || code.trim() != code {
                    let found = Diagnostic::new(
                        &diagnostic::BAD_CODE,
                        format!("{} has characters that nobody sees", quoted(code)),
                    );
                    self.push(found.at(at, "").help(
                        "Programs compare codes byte by byte. Leave out blanks at the ends, and control characters.",
                    ));
                }
                return;
            }
        };
        if is_styled(code, style) {
            return;
        }
        let found = Diagnostic::new(&diagnostic::BAD_CODE, format!("{} is not written in {name}", quoted(code)));
        let found = found.at(at, format!("the book's `code_style` is {name}"));
        self.push(if is_styled(&styled, style) {
            found.help(format!("Write `{styled}`. If it is on the wire already, a code cannot change: say `code_style: any` under `api`."))
        } else {
            found.help("Use ASCII letters and digits. If it is on the wire already, a code cannot change: say `code_style: any` under `api`.")
        });
    }

    /// Types live in one namespace at the crate's root: a struct for each payload, and one for each object and enumeration in it.
    fn type_names(&mut self, draft: &Draft) {
        let mut seen: HashMap<String, (String, Span)> = HashMap::new();
        // A code that is not written as the book asks will change, and its name with it.
        let style = draft.style();
        let mut named = Vec::new();
        for entry in draft.errors.iter().filter(|it| is_styled(&it.code, style)) {
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
            self.push(Diagnostic::new(&diagnostic::BAD_NAME, message).at(at, "").help(mend));
            return false;
        }
        let Some((other, first)) = seen.get(name) else {
            seen.insert(name.to_owned(), (what, at));
            return true;
        };
        // One code defined twice has been reported as that.
        if *other != what {
            let message = format!("{other} and {what} would both be called `{name}` in Rust");
            let found = Diagnostic::new(&diagnostic::NAME_COLLISION, message);
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
                    &diagnostic::ENVELOPE_COLLISION,
                    format!("the field {} would lie over the envelope's member of that name", quoted(&field.name)),
                );
                self.push(found.at(field.places.whole(), "").help(
                    "Give the field another name, or the fields a place of their own: `envelope: {fields: details}`.",
                ));
            }
        }
    }

    /// What is deprecated or retired is so by this version, or by an earlier one.
    fn times(&mut self, draft: &Draft) {
        let Some(api) = &draft.api else { return };
        let Ok(now) = semver::Version::parse(&api.version) else { return };
        let deprecated = draft.errors.iter().filter_map(|it| it.deprecated.as_ref()).map(|it| (&it.since, &it.places));
        let retired = draft.retired.iter().map(|it| (&it.since, &it.places));
        for (since, places) in deprecated.chain(retired) {
            if semver::Version::parse(since).is_ok_and(|it| it > now) {
                let message = format!("{} is still to come: the book is at {}", quoted(since), quoted(&api.version));
                let found = Diagnostic::new(&diagnostic::DEPRECATED_IN_FUTURE, message);
                let found = found.at(places.of("since"), "").at(api.places.of("version"), "the version now");
                self.push(found.help("Raise `version` under `api` in the same change, or name an earlier version."));
            }
        }
    }

    /// `use` and `renamed_to` name a code that there is.
    fn references(&mut self, draft: &Draft) {
        // What is not written as the book asks is not suggested.
        let style = draft.style();
        let known = || draft.errors.iter().map(|it| &*it.code).filter(move |it| is_styled(it, style));
        let codes: HashSet<&str> = draft.errors.iter().map(|it| &*it.code).collect();
        let gone: HashMap<&str, &Retired> = draft.retired.iter().map(|it| (&*it.code, it)).collect();
        for entry in &draft.errors {
            let Some((deprecated, code)) =
                entry.deprecated.as_ref().and_then(|it| Some((it, it.replacement.as_ref()?)))
            else {
                continue;
            };
            let at = deprecated.places.of("use");
            if *code == entry.code {
                let found = Diagnostic::new(
                    &diagnostic::UNKNOWN_CODE_REFERENCE,
                    format!("{} is to be replaced by itself", quoted(code)),
                );
                self.push(found.at(at, "").help("Name the code that serves instead, or leave `use` out."));
            } else if !codes.contains(&**code) {
                self.unknown_code(code, at, known());
            }
        }
        for retired in &draft.retired {
            for (key, code) in [("use", &retired.replacement), ("renamed_to", &retired.renamed_to)] {
                let Some(code) = code else { continue };
                if let Some(onward) = gone.get(&**code) {
                    let found = Diagnostic::new(
                        &diagnostic::UNKNOWN_CODE_REFERENCE,
                        format!("{} is retired itself", quoted(code)),
                    );
                    let found = found.at(retired.places.of(key), "").at(onward.places.of("code"), "retired here");
                    let onward = onward.replacement.iter().chain(&onward.renamed_to).next();
                    let living = listed(onward.map(|it| &**it).filter(|it| codes.contains(it)));
                    self.push(if living.is_empty() {
                        found.help("Name a code that stands under `errors`.")
                    } else {
                        found.help(format!("Name the code that it points to: {living}."))
                    });
                } else if !codes.contains(&**code) {
                    self.unknown_code(code, retired.places.of(key), known());
                }
            }
        }
    }
}

impl Draft {
    /// How codes are to be written. Without a style that could be read, no code is called wrong.
    fn style(&self) -> CodeStyle {
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

fn is_styled(code: &str, style: CodeStyle) -> bool {
    let words = |separator: char, is_first: fn(&u8) -> bool, is_letter: fn(&u8) -> bool| {
        code.split(separator).enumerate().all(|(at, word)| {
            let first = word.as_bytes().first();
            first.is_some_and(|it| is_first(it) || (at > 0 && it.is_ascii_digit()))
                && word.as_bytes().iter().all(|it| is_letter(it) || it.is_ascii_digit())
        })
    };
    let alphanumeric = |first: fn(&u8) -> bool| {
        code.as_bytes().first().is_some_and(first) && code.bytes().all(|it| it.is_ascii_alphanumeric())
    };
    match style {
        CodeStyle::Snake => words('_', u8::is_ascii_lowercase, u8::is_ascii_lowercase),
        CodeStyle::Kebab => words('-', u8::is_ascii_lowercase, u8::is_ascii_lowercase),
        CodeStyle::ScreamingSnake => words('_', u8::is_ascii_uppercase, u8::is_ascii_uppercase),
        CodeStyle::Camel => alphanumeric(u8::is_ascii_lowercase),
        CodeStyle::Pascal => alphanumeric(u8::is_ascii_uppercase),
        CodeStyle::Any => true,
    }
}
