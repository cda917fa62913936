//! What is probably not meant in an entry, and what the entry says that it does mean.

use std::collections::HashSet;

use super::shape::Report;
use crate::book::{Entry, Field, Header, HeaderType, Part, Type};
use crate::diagnostics::{self, Diagnostic, RULES, Severity};
use crate::source::Span;
use crate::syntax::{Kind, Scalar, Value};
use crate::text::{quoted, yaml};

impl Report<'_> {
    /// Drops the warnings that an entry allows, from those that were found since; reports what it allows for nothing.
    pub(super) fn silence(&mut self, since: usize, allow: Value<'_>) {
        let mut found = self.diagnostics.split_off(since);
        let mut there: HashSet<&str> = found.iter().filter(|it| !it.is_error()).map(|it| it.rule.id).collect();
        let mut allowed: HashSet<&str> = HashSet::new();
        for item in allow.items() {
            let Kind::Scalar(Scalar::Text(rule)) = item.kind() else { continue };
            if let Some(rule) = there.take(&**rule) {
                allowed.insert(rule);
                continue;
            }
            let known = RULES.iter().find(|it| it.id == *rule);
            let message = match known {
                Some(it) if it.severity == Severity::Error => {
                    format!("{} is an error, which nothing can allow", quoted(rule))
                }
                Some(_) => format!("{} does not come up here", quoted(rule)),
                None => format!("there is no rule {}", quoted(rule)),
            };
            let near = if known.is_none() { self.meant(rule, RULES.iter().map(|it| it.id)) } else { None };
            let finding = Diagnostic::new(&diagnostics::UNUSED_ALLOW, message).at(item.span(), "");
            self.push(match near {
                Some(near) => finding.help(format!("Did you mean `{near}`?")),
                None => finding.help("Remove it, so that the warning is heard when it does come up."),
            });
        }
        found.retain(|it| it.is_error() || !allowed.contains(it.rule.id));
        self.diagnostics.extend(found);
    }

    /// Reports a comment right after a text without quotes, unless it is written as comments are: with a space after `#`.
    pub(super) fn comment_in_text(&mut self, value: Value<'_>, text: &str, what: &str) {
        let span = value.span();
        let (file, end) = (self.sources.file(span.file), span.end as usize);
        let rest = &file.text[end..file.line(file.line_of(end)).end.max(end)];
        let comment = rest.trim();
        let is_cut =
            comment.strip_prefix('#').is_some_and(|it| it.starts_with(|c: char| !c.is_whitespace() && c != '#'));
        // Quotes end a text, whatever follows.
        if !is_cut || self.sources.slice(span).starts_with(['"', '\'']) {
            return;
        }
        let start = rest.len() - rest.trim_start().len();
        let place = self.sources.whole(span.file).part(end + start..end + start + comment.len());
        let whole = yaml(&format!("{text}{}{comment}", &rest[..start]));
        let message = format!("{what} ends where a comment begins: its text is {}", quoted(text));
        let found = Diagnostic::new(&diagnostics::COMMENT_IN_TEXT, message).at(place, "a comment for YAML");
        self.push(found.help(format!(
            "If this belongs to the text, put it in quotes: {}. If it is a comment, put a space after `#`.",
            quoted(&whole)
        )));
    }

    /// Headers that go with a status (RFC 9110, sections 11.6.1, 15.5.6 and 15.6.4; RFC 6585, section 4).
    pub(super) fn expected_headers(&mut self, entry: &Entry) {
        let expected = [(401, "WWW-Authenticate"), (405, "Allow"), (429, "Retry-After"), (503, "Retry-After")];
        for (status, name) in expected.into_iter().filter(|it| entry.statuses.contains(&it.0)) {
            if entry.headers.iter().any(|it| it.name.eq_ignore_ascii_case(name)) {
                continue;
            }
            let found = Diagnostic::new(
                &diagnostics::MISSING_HEADER,
                format!("a response with {status} has a header `{name}`"),
            );
            let help = match name {
                "WWW-Authenticate" => {
                    "Add `headers: {WWW-Authenticate: {value: Bearer}}`, or whichever scheme the API uses."
                }
                "Allow" => "Add `headers: {Allow: {type: string, optional: true}}`: the methods that there are.",
                _ => "Add `headers: {Retry-After: {type: delay, optional: true}}`: how long to wait.",
            };
            self.push(found.at(entry.places.of("status"), "").help(help));
        }
    }

    /// Fields and headers of which the docs would have to make a value up.
    pub(super) fn missing_examples(&mut self, entry: &Entry) {
        for field in entry.fields.iter().filter(|it| !it.optional) {
            self.missing_example(field);
        }
        for header in entry.headers.iter().filter(|it| !it.optional && !it.tells()) {
            self.made_up(&format!("the header {}", quoted(&header.name)), header.places.whole());
        }
    }

    fn missing_example(&mut self, field: &Field) {
        if field.tells() {
            return;
        }
        match field.ty.members() {
            Some(members) => members.iter().filter(|it| !it.optional).for_each(|it| self.missing_example(it)),
            None => self.made_up(&format!("the field {}", quoted(&field.name)), field.places.whole()),
        }
    }

    fn made_up(&mut self, what: &str, at: Span) {
        if self.flawed.contains(&at) {
            return; // Its type or its example is not what was meant.
        }
        let message = format!("{what} has no example: the docs show a value that is made up");
        let found = Diagnostic::new(&diagnostics::MISSING_EXAMPLE, message).at(at, "");
        self.push(found.help("Add `example: …`."));
    }

    /// Fields that the docs do not show at work: neither in the message nor in a response.
    pub(super) fn unused_fields(&mut self, entry: &Entry) {
        let are_given = entry.examples.iter().any(|it| it.places.is_some());
        let is_given = |field: &Field| {
            let values = entry.examples.iter().flat_map(|it| &it.values);
            values.into_iter().any(|(name, value)| *name == field.name && value.is_some())
        };
        for (index, field) in entry.fields.iter().enumerate() {
            // Where no examples are given, one is made up; that shows nothing unless there is something in it.
            let is_shown = if are_given { is_given(field) } else { !field.optional && field.tells() };
            let is_named = entry.message.parts.contains(&Part::Param(index));
            if is_shown || is_named || field.has_example || self.flawed.contains(&field.places.whole()) {
                continue;
            }
            let name = quoted(&field.name);
            let message = format!("neither the message nor any example shows the field {name}");
            let found = Diagnostic::new(&diagnostics::UNUSED_FIELD, message).at(field.places.whole(), "");
            self.push(found.help(format!("Give {name} an `example`, or name it in the message, in braces.")));
        }
    }
}

impl Field {
    /// Whether the docs have a value that tells something: one that was given, or one that is as good as any.
    fn tells(&self) -> bool {
        self.has_example || self.ty.tells()
    }
}

impl Type {
    /// Whether a value that is made up tells as much as any other.
    fn tells(&self) -> bool {
        match self {
            Self::Boolean | Self::Timestamp | Self::Enum { .. } => true,
            Self::List { of } => of.tells(),
            Self::Object { fields, .. } => fields.iter().all(|it| it.optional || it.tells()),
            Self::String | Self::Integer { .. } | Self::Number | Self::Any => false,
        }
    }
}

impl Header {
    /// Whether the docs have a value that tells something: one that was given, or one that is as good as any.
    fn tells(&self) -> bool {
        let is_made_up = matches!(self.ty, HeaderType::String | HeaderType::Integer | HeaderType::Unsigned);
        self.has_example || !is_made_up
    }
}
