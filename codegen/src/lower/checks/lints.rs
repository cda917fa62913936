//! Warnings about an error, and the `allow` that silences them.

use std::collections::HashSet;

use crate::diagnostics::{self, Diagnostic, RULES, Severity};
use crate::lower::context::Context;
use crate::model::{Envelope, ErrorDef, Field, Header, HeaderType, Part, Type};
use crate::source::Span;
use crate::syntax::{Kind, Scalar, Value};
use crate::text::{quoted, yaml};

impl Context<'_> {
    /// Removes the warnings that an error allows from those since `since`, and reports an `allow` without effect.
    pub(crate) fn silence(&mut self, since: usize, allow: Value<'_>) {
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
                    format!("{} is an error, which cannot be allowed", quoted(rule))
                }
                Some(_) => format!("the warning {} does not occur here", quoted(rule)),
                None => format!("unknown rule {}", quoted(rule)),
            };
            let near = if known.is_none() { self.meant(rule, RULES.iter().map(|it| it.id)) } else { None };
            let finding = Diagnostic::new(&diagnostics::UNUSED_ALLOW, message).at(item.span(), "");
            self.push(match near {
                Some(near) => finding.help(format!("Did you mean `{near}`?")),
                None if known.is_some_and(|it| it.severity == Severity::Error) => {
                    finding.help("Remove it: `allow` silences warnings only.")
                }
                None => finding.help("Remove it, so that the warning is shown if it occurs later."),
            });
        }
        found.retain(|it| it.is_error() || !allowed.contains(it.rule.id));
        self.diagnostics.extend(found);
    }

    /// Reports a comment right after an unquoted text, unless a space follows its `#`.
    pub(crate) fn comment_in_text(&mut self, value: Value<'_>, text: &str, what: &str) {
        let span = value.span();
        let (file, end) = (self.sources.file(span.file), span.end as usize);
        let rest = &file.text[end..file.line(file.line_of(end)).end.max(end)];
        let comment = rest.trim();
        let is_cut =
            comment.strip_prefix('#').is_some_and(|it| it.starts_with(|c: char| !c.is_whitespace() && c != '#'));
        // A closing quote unambiguously ends the text.
        if !is_cut || self.sources.slice(span).starts_with(['"', '\'']) {
            return;
        }
        let start = rest.len() - rest.trim_start().len();
        let place = self.sources.whole(span.file).part(end + start..end + start + comment.len());
        let whole = yaml(&format!("{text}{}{comment}", &rest[..start]));
        let message = format!("{what} is cut off by a comment: its text is {}", quoted(text));
        let found = Diagnostic::new(&diagnostics::COMMENT_IN_TEXT, message).at(place, "read as a comment");
        self.push(found.help(format!(
            "Quote the text, if this is part of it: {}. If it is a comment, add a space after `#`.",
            quoted(&whole)
        )));
    }

    /// Reports a text that is still to be written: `TODO`, alone or with a note after a colon.
    pub(crate) fn todo_text(&mut self, value: Value<'_>, text: &str, what: &str) {
        if text.trim() == "TODO" || text.starts_with("TODO:") {
            let found = Diagnostic::new(&diagnostics::TODO_TEXT, format!("{what} is not written yet"));
            self.push(found.at(value.span(), "").help("Write the text: callers read it in the docs."));
        }
    }

    /// Reports a missing header that a status calls for (RFC 9110, sections 11.6.1, 15.5.6, 15.5.22 and
    /// 15.6.4; RFC 6585, section 4).
    pub(crate) fn expected_headers(&mut self, entry: &ErrorDef, envelope: &Envelope) {
        let expected =
            [(401, "WWW-Authenticate"), (405, "Allow"), (426, "Upgrade"), (429, "Retry-After"), (503, "Retry-After")];
        for (status, name) in expected.into_iter().filter(|it| entry.statuses.contains(&it.0)) {
            let mut sent = entry.headers.iter().map(|it| &it.name).chain(envelope.headers.iter().map(|it| &it.name));
            if sent.any(|it| it.eq_ignore_ascii_case(name)) {
                continue;
            }
            let found = Diagnostic::new(
                &diagnostics::MISSING_HEADER,
                format!("a {status} response should have the header `{name}`"),
            );
            let help = match name {
                "WWW-Authenticate" => "Add `headers: {WWW-Authenticate: {value: Bearer}}`, with the scheme of the API.",
                "Upgrade" => "Add `headers: {Upgrade: {value: websocket}}`, with the protocols that the API wants.",
                "Allow" => "Add `headers: {Allow: {type: string, optional: true}}`, the allowed methods.",
                _ => "Add `headers: {Retry-After: {type: delay, optional: true}}`, the time to wait.",
            };
            self.push(found.at(entry.places.of("status"), "").help(help));
        }
    }

    /// Reports fields and headers for which the docs would show a placeholder value.
    pub(crate) fn missing_examples(&mut self, entry: &ErrorDef) {
        for field in entry.fields.iter().filter(|it| !it.optional) {
            self.missing_example(field);
        }
        for header in entry.headers.iter().filter(|it| !it.optional && !it.is_telling()) {
            self.placeholder_value(&format!("the header {}", quoted(&header.name)), header.places.whole());
        }
    }

    fn missing_example(&mut self, field: &Field) {
        if field.is_telling() {
            return;
        }
        match field.ty.members() {
            Some(members) => members.iter().filter(|it| !it.optional).for_each(|it| self.missing_example(it)),
            None => self.placeholder_value(&format!("the field {}", quoted(&field.name)), field.places.whole()),
        }
    }

    fn placeholder_value(&mut self, what: &str, at: Span) {
        if self.flawed.contains(&at) {
            return; // Its type or its example has been reported.
        }
        let message = format!("{what} has no example, and the docs show a placeholder value");
        let found = Diagnostic::new(&diagnostics::MISSING_EXAMPLE, message).at(at, "");
        self.push(found.help("Add `example: …`."));
    }

    /// Reports fields that the docs show neither in the message nor in a response.
    pub(crate) fn unused_fields(&mut self, entry: &ErrorDef) {
        let are_given = entry.examples.iter().any(|it| it.places.is_some());
        let is_given = |field: &Field| {
            let values = entry.examples.iter().flat_map(|it| &it.values);
            values.into_iter().any(|(name, value)| *name == field.name && value.is_some())
        };
        for (index, field) in entry.fields.iter().enumerate() {
            // A derived example shows an optional field only if that has an example.
            let is_shown = if are_given { is_given(field) } else { !field.optional && field.is_telling() };
            let is_named = entry.message.parts.contains(&Part::Param(index));
            if is_shown || is_named || field.has_example || self.flawed.contains(&field.places.whole()) {
                continue;
            }
            let name = quoted(&field.name);
            let message = format!("the field {name} is used neither in the message nor in an example");
            let found = Diagnostic::new(&diagnostics::UNUSED_FIELD, message).at(field.places.whole(), "");
            self.push(found.help(format!("Add an `example` to {name}, or use it in the message, in braces.")));
        }
    }
}

impl Field {
    /// Whether the docs have a meaningful value: one that was given, or a derived one that is as good.
    fn is_telling(&self) -> bool {
        self.has_example || self.ty.is_telling()
    }
}

impl Type {
    /// Whether a derived value is as good as any other.
    fn is_telling(&self) -> bool {
        match self {
            Self::Boolean | Self::Timestamp | Self::Delay { .. } | Self::Enum { .. } => true,
            Self::List { of } => of.is_telling(),
            Self::Object { fields, .. } => fields.iter().all(|it| it.optional || it.is_telling()),
            Self::String | Self::Integer { .. } | Self::Number | Self::Any => false,
        }
    }
}

impl Header {
    /// Whether the docs have a meaningful value: one that was given, or a derived one that is as good.
    fn is_telling(&self) -> bool {
        let is_made_up = matches!(self.ty, HeaderType::String | HeaderType::Integer | HeaderType::Unsigned);
        self.has_example || !is_made_up
    }
}
