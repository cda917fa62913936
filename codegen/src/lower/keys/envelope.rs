//! The key `envelope` of the head: the short form, a preset, or a template of the body, with headers and members.

use std::collections::HashMap;

use super::fields::{MINIMUM, TYPE_NAME, UNIT, VALUES, object_fields, of};
use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::key::ValueType::{self, Any, Character, Either, MapOf, Paragraph, Templates, Text, Word};
use crate::lower::key::{Map, Omitted, optional, required};
use crate::lower::presets;
use crate::lower::read::{Keys, misfit};
use crate::lower::template::{Reading, is_built_in, unquoted};
use crate::model::keywords::{PerName, SourceName};
use crate::model::{
    Envelope, EnvelopeHeader, EnvelopeMember, Field, KeySpans, Per, ReadCode, ShortForm, Source, TextPart, Type, What,
};
use crate::names;
use crate::syntax::{Kind, Pair, Scalar, Value};
use crate::text::{quoted, yaml};

#[rustfmt::skip]
pub(crate) static ENVELOPE: Map = Map::new(
    "envelope",
    &[
        optional("within", Text, Omitted::Value("error"), "The member of the body that holds the error. With `null`, the body itself is the error.").null("the body"),
        optional("code", Text, Omitted::Value("code"), "The member that holds the code."),
        optional("message", Text, Omitted::Value("message"), "The member that holds the message."),
        optional("fields", Text, Omitted::Value("beside"), "`beside`: the fields are siblings of the code and the message. Any other text is the member that holds them."),
        optional("body", ValueType::Body, Omitted::Described("as the four keys above"), "The body as [a template](#templates), or the name of [a preset](#presets). Not together with the four keys above."),
        optional("headers", Templates, Omitted::None, "Headers of every error response: texts, which may contain [placeholders](#templates)."),
        optional("content_type", Text, Omitted::Value("application/json"), "The media type of the body, for the header `Content-Type`."),
        optional("members", MapOf(&MEMBER), Omitted::None, "[Members](#a-member): values for placeholders that are neither built in nor fields."),
        optional("read_code", ValueType::Map(&READ_CODE), Omitted::None, "How a client cuts the code out of the text that it reads."),
    ],
);

#[rustfmt::skip]
static READ_CODE: Map = Map::new(
    "read_code",
    &[
        optional("after", Character, Omitted::None, "The code follows the last of these characters."),
        optional("before", Character, Omitted::None, "The code ends at the first of these characters."),
    ],
);

#[rustfmt::skip]
pub(crate) static MEMBER: Map = Map::new(
    "member",
    &[
        required("type", TYPE_NAME, "The type of the value."),
        MINIMUM,
        UNIT,
        VALUES,
        of(),
        object_fields(),
        optional("per", Word(PerName::NAMES), Omitted::Value("response"), "`response`: each response has its own value. `code`: each code has its own value, given by the `envelope` of its entry."),
        optional("from", Either(&Word(SourceName::NAMES), &ValueType::Map(&FROM)), Omitted::Value("caller"), "Only with `per: response`. The source of the value if the server's code does not set it: none, the clock, the path of the request, or one of its headers."),
        optional("default", Any, Omitted::None, "Only with `per: code`. The value of entries that do not give one. Without a default, every entry must give one.").null("no value"),
        optional("doc", Paragraph, Omitted::None, "What the member means."),
        optional("example", Any, Omitted::Described("derived from the type"), "An example value for the docs."),
        optional("was", Text, Omitted::None, "The previous name. `diff` then reports [a rename](rules.md#changes), not a removal and an addition."),
        optional("name", Text, Omitted::Described("[derived](#names-in-rust)"), "The Rust name."),
    ],
);

static FROM: Map = Map::new("from", &[required("header", Text, "The name of a header of the request.")]);

/// The keys of the short form.
static SHORT: &[&str] = &["within", "code", "message", "fields"];

/// The maximum number of members.
const MOST_MEMBERS: usize = 32;

/// Request headers that contain credentials (RFC 9110, sections 11.6.2 and 11.7.2; RFC 6265, section 4.2).
static SECRET: &[&str] = &["authorization", "cookie", "proxy-authorization"];

impl Context<'_> {
    /// `envelope` of the head.
    pub(crate) fn envelope(&mut self, value: Option<Value<'_>>) -> Envelope {
        let Some(value) = value else { return Envelope::default() };
        if let Kind::Scalar(Scalar::Text(_)) = value.kind() {
            let preset = self.preset(value, "`envelope`").unwrap_or_default();
            return Envelope { places: Some(KeySpans::new(value.span(), Vec::new())), ..preset };
        }
        if !matches!(value.kind(), Kind::Map) {
            let help = "Write `envelope: {body: …}`, with a response of the API as the body.";
            self.wrong_type(value, "`envelope` must be a map, or the name of a preset", help);
            return Envelope::default();
        }
        if self.is_body(value) {
            return Envelope::default();
        }
        let Some(keys) = self.keys(value, "`envelope`", &ENVELOPE) else { return Envelope::default() };
        let body = keys.get("body");
        let preset = body.filter(|it| matches!(it.kind(), Kind::Scalar(Scalar::Text(_))));
        let mut out = match (preset, body) {
            (Some(name), _) => self.preset(name, "`body`").unwrap_or_default(),
            (None, Some(_)) => Envelope::default(),
            (None, None) => Envelope::of_short(self.short_form(&keys)),
        };
        if let Some(body) = keys.given("body") {
            self.no_short_keys(&keys, &body);
        }
        self.own_members(&keys, &mut out);
        if let Some(body) = body.filter(|_| preset.is_none()) {
            let members = std::mem::take(&mut out.members);
            if let Some(node) = self.body(body, &mut Reading::new(&members)) {
                out.body = node;
            }
            out.members = members;
        }
        if let Some(headers) = keys.get("headers") {
            out.headers = self.envelope_headers(headers, &out.members);
        }
        if let Some(text) = keys.get("content_type").and_then(|it| self.content_type(it)) {
            out.content_type = text;
        }
        if let Some(pair) = keys.given("read_code") {
            out.read_code = self.read_code(&pair);
            if !out.has_code() {
                let found = Diagnostic::new(&diagnostics::MISPLACED_KEY, "`read_code` requires a place for the code");
                self.push(found.at(pair.key_span, "").help("Remove `read_code`, or add `{code}` to the template."));
            }
        }
        let is_short = out.preset.is_none()
            && out.headers.is_empty()
            && out.members.is_empty()
            && out.content_type == Envelope::JSON
            && out.read_code == ReadCode::default();
        out.short = if is_short { ShortForm::of(&out.body) } else { None };
        out.places = Some(keys.places());
        out
    }

    /// Reports a body, or the name of a preset, in place of the keys of `envelope`.
    fn is_body(&mut self, value: Value<'_>) -> bool {
        let Some(first) = value.pairs().next() else { return false };
        if value
            .pairs()
            .any(|it| ENVELOPE.keys.iter().any(|key| key.name == it.key) || self.meant_key(it.key, &ENVELOPE).is_some())
        {
            return false;
        }
        let found = Diagnostic::new(&diagnostics::UNKNOWN_KEY, format!("`envelope` has no key {}", quoted(first.key)));
        let preset = match first.value.kind() {
            Kind::Scalar(Scalar::Text(text)) => presets::NAMES.iter().find(|name| **name == &**text),
            _ => None,
        };
        let help = match preset {
            Some(name) => format!("Write the name of the preset alone: `envelope: {name}`."),
            None if value.pairs().all(|it| it.value.pairs().len() + it.value.items().len() == 0) => return false,
            None => format!(
                "If it is a part of the body, put it below `body`: `envelope: {{body: {{{}: …}}}}`.",
                yaml(first.key)
            ),
        };
        self.push(found.at(first.key_span, "unknown key").help(help));
        true
    }

    fn preset(&mut self, value: Value<'_>, what: &str) -> Option<Envelope> {
        if let Kind::Scalar(Scalar::Text(text)) = value.kind()
            && text.trim_start().starts_with(['{', '['])
        {
            let help = "Remove the quotes around the template: it is YAML, or JSON. A body that is a text cannot be described.";
            self.wrong_type(value, &format!("{what} must be a template, or the name of a preset"), help);
            return None;
        }
        let choices: Vec<(&str, &str)> = presets::NAMES.iter().map(|it| (*it, *it)).collect();
        self.choice(value, what, &choices).and_then(|name| presets::envelope(name, value.span()))
    }

    /// The short form: the four names.
    fn short_form(&mut self, keys: &Keys<'_>) -> ShortForm {
        let mut out = ShortForm::default();
        if let Some(pair) = keys.pair("within") {
            out.within = if pair.value.is_null() { None } else { self.text(pair.value, "`within`").or(out.within) };
        }
        if let Some(text) = keys.get("code").and_then(|it| self.text(it, "`code`")) {
            out.code = text;
        }
        if let Some(text) = keys.get("message").and_then(|it| self.text(it, "`message`")) {
            out.message = text;
        }
        out.fields_under = keys.get("fields").and_then(|it| self.text(it, "`fields`")).filter(|it| it != "beside");
        let members = [("message", Some(&out.message)), ("fields", out.fields_under.as_ref())];
        for (at, (key, name)) in members.iter().enumerate() {
            let earlier = [("code", Some(&out.code)), members[0]];
            let Some(name) = name else { continue };
            if let Some((other, _)) = earlier[..=at].iter().find(|(_, it)| *it == Some(*name)) {
                let found = Diagnostic::new(
                    &diagnostics::ENVELOPE_COLLISION,
                    format!("`{key}` and `{other}` of the envelope have the same name {}", quoted(name)),
                );
                let places = keys.places();
                self.push(
                    found
                        .at(places.of(key), "duplicate name")
                        .at(places.of(other), "first used here")
                        .help("Give each member of the body a different name."),
                );
                break;
            }
        }
        out
    }

    /// Reports keys of the short form beside `body`.
    fn no_short_keys(&mut self, keys: &Keys<'_>, body: &Pair<'_>) {
        for pair in SHORT.iter().filter_map(|key| keys.pair(key)) {
            let message = format!("`{}` is not allowed with `body`", pair.key);
            let found = Diagnostic::new(&diagnostics::MISPLACED_KEY, message);
            let found = found.at(pair.key_span, "").at(body.key_span, "the body");
            self.push(found.help(format!("Remove `{}`: the template has the names of its members.", pair.key)));
        }
    }

    /// Adds `members` to those of the preset. One with the same name replaces it.
    fn own_members(&mut self, keys: &Keys<'_>, out: &mut Envelope) {
        let Some(value) = keys.get("members") else { return };
        if !matches!(value.kind(), Kind::Map) {
            self.wrong_type(
                value,
                "`members` must be a map of names to members",
                "Write names with types, such as `members: {request_id: {type: string}}`.",
            );
        }
        let mut seen: HashMap<String, Pair<'_>> = HashMap::new();
        for pair in value.pairs() {
            let Some(member) = self.envelope_member(&pair) else { continue };
            if let Some(first) = seen.get(&member.field.rust_name).filter(|_| !member.field.rust_name.is_empty()) {
                let message = format!(
                    "{} and {} have the same Rust name `{}`",
                    quoted(first.key),
                    quoted(pair.key),
                    member.field.rust_name
                );
                let found = Diagnostic::new(&diagnostics::FIELD_NAME_COLLISION, message);
                let found = found.at(pair.key_span, "this member").at(first.key_span, "first used here");
                self.push(found.help("Give one of them a different Rust name: `name: …`."));
            } else {
                seen.insert(member.field.rust_name.clone(), pair);
            }
            match out.members.iter_mut().find(|it| it.field.name == member.field.name) {
                Some(replaced) => *replaced = member,
                None => out.members.push(member),
            }
        }
        if out.members.len() > MOST_MEMBERS {
            let found =
                Diagnostic::new(&diagnostics::BAD_ENVELOPE, format!("the envelope has {} members", out.members.len()));
            let found = found.at(value.span(), format!("the limit is {MOST_MEMBERS}"));
            self.push(found.help("Combine some of them into a member of type `object`."));
        }
    }

    fn envelope_member(&mut self, pair: &Pair<'_>) -> Option<EnvelopeMember> {
        let what = format!("the member {}", quoted(pair.key));
        let keys = self.keys(pair.value, &what, &MEMBER)?;
        if is_built_in(pair.key) {
            let message = format!("{what} has the name of a built-in placeholder");
            let found = Diagnostic::new(&diagnostics::ENVELOPE_COLLISION, message).at(pair.key_span, "");
            self.push(found.help("Rename the member: its name is used in placeholders only, not on the wire."));
        } else if pair.key.is_empty() || pair.key.contains(['{', '}', '?', ':', '|']) {
            let message = format!("{} cannot be the name of a placeholder", quoted(pair.key));
            let found = Diagnostic::new(&diagnostics::BAD_FIELD_NAME, message).at(pair.key_span, "");
            self.push(found.help("Use a name without `{`, `}`, `?`, `:` and `|`, such as `request_id`."));
        }
        let rust_name = self.member_name(pair, keys.get("name"), &what);
        let type_name = format!("Members{}", names::upper_camel_part(&rust_name));
        let ty = self.type_of(keys.get("type"), &keys, &type_name);
        let per = self.per(&keys, &ty, &what);
        let example = keys.get("example").and_then(|it| self.example_value(it, &ty, &what));
        let field = Field {
            name: pair.key.to_owned(),
            rust_name,
            optional: true,
            doc: keys.get("doc").and_then(|it| self.markdown(it, "`doc`")),
            has_example: example.is_some(),
            example: example.unwrap_or_else(|| ty.made_up()),
            was: keys.get("was").and_then(|it| self.text(it, "`was`")),
            places: keys.places().named(pair.key_span),
            ty,
        };
        Some(EnvelopeMember { field, per, is_own: true })
    }

    /// `per`, with `from` or `default`.
    fn per(&mut self, keys: &Keys<'_>, ty: &Type, what: &str) -> Per {
        let word = keys.get("per").and_then(|it| self.choice(it, "`per`", PerName::WORDS));
        let (misplaced, needed) = match word.unwrap_or(PerName::Response) {
            PerName::Response => (keys.pair("default"), PerName::Code),
            PerName::Code => (keys.given("from"), PerName::Response),
        };
        if let Some(pair) = misplaced {
            let message = format!("`{}` requires `per: {}`", pair.key, needed.as_str());
            let found = Diagnostic::new(&diagnostics::MISPLACED_KEY, message).at(pair.key_span, "");
            let place = keys.places();
            let found = if place.has("per") { found.at(place.of("per"), "the values") } else { found };
            self.push(found.help(format!("Remove `{}`, or write `per: {}`.", pair.key, needed.as_str())));
        }
        match word.unwrap_or(PerName::Response) {
            PerName::Response => {
                let from = keys.get("from").filter(|_| misplaced.is_none());
                Per::Response { from: from.map_or(Source::Caller, |it| self.source(it, ty)) }
            }
            PerName::Code => {
                let default = keys
                    .pair("default")
                    .map(|it| if it.value.is_null() { None } else { self.constant(it.value, ty, "default", what) });
                Per::Code { default }
            }
        }
    }

    /// `from`: what supplies a value, which must fit the type.
    fn source(&mut self, value: Value<'_>, ty: &Type) -> Source {
        let source = if let Kind::Map = value.kind() {
            let Some(keys) = self.keys(value, "`from`", &FROM) else { return Source::Caller };
            let Some(header) = keys.get("header") else { return Source::Caller };
            let Some(name) = self.text(header, "`header`") else { return Source::Caller };
            self.token(&name, header.span());
            if SECRET.contains(&&*name.to_ascii_lowercase()) {
                let message = format!("the header {} contains credentials, which a response must not", quoted(&name));
                let found = Diagnostic::new(&diagnostics::BAD_HEADER_NAME, message).at(header.span(), "");
                self.push(found.help("Use a different header, or let the server's code set the member."));
            }
            Source::Header(name)
        } else {
            let words = SourceName::WORDS.iter().map(|(word, name)| (*word, Some(*name)));
            let choices: Vec<_> = words.chain([("{header: …}", None)]).collect();
            let word = self.choice(value, "`from`", &choices);
            match word.flatten().unwrap_or(SourceName::Caller) {
                SourceName::Caller => Source::Caller,
                SourceName::Time => Source::Time,
                SourceName::Path => Source::Path,
            }
        };
        let needed = match &source {
            Source::Caller => return source,
            Source::Time => ("timestamp", matches!(ty, Type::Timestamp)),
            Source::Path | Source::Header(_) => ("string", matches!(ty, Type::String)),
        };
        // A type that could not be read was reported already.
        if !needed.1 && !matches!(ty, Type::Any) {
            let message = format!("this source supplies a {}, and the type is `{}`", needed.0, ty.word());
            let found = Diagnostic::new(&diagnostics::MISPLACED_KEY, message).at(value.span(), "");
            self.push(found.help(format!("Change the type to `{}`, or remove `from`.", needed.0)));
        }
        source
    }

    /// `headers` of the envelope: names with templates of their values.
    fn envelope_headers(&mut self, value: Value<'_>, members: &[EnvelopeMember]) -> Vec<EnvelopeHeader> {
        if !matches!(value.kind(), Kind::Map) {
            self.wrong_type(
                value,
                "`headers` must be a map of names to texts",
                "Write names with values, such as `headers: {X-Error-Code: \"{code}\"}`.",
            );
        }
        let mut out: Vec<EnvelopeHeader> = Vec::new();
        for pair in value.pairs() {
            self.header_name(&pair);
            if let Some(first) = out.iter().find(|it| it.name.eq_ignore_ascii_case(pair.key)) {
                let message = format!("{} and {} are the same header", quoted(&first.name), quoted(pair.key));
                let found = Diagnostic::new(&diagnostics::ENVELOPE_COLLISION, message);
                let found = found.at(pair.key_span, "duplicate").at(first.place, "first used here");
                self.push(found.help("Remove one of them: names of headers are case-insensitive."));
                continue;
            }
            if let Some(parts) = self.header_template(pair.value, members) {
                out.push(EnvelopeHeader { name: pair.key.to_owned(), value: parts, place: pair.key_span });
            }
        }
        out
    }

    /// The value of a header: a constant, or a text with placeholders.
    fn header_template(&mut self, value: Value<'_>, members: &[EnvelopeMember]) -> Option<Vec<TextPart>> {
        if let Some(quotes) = unquoted(value) {
            self.unquoted_placeholder(value, quotes);
            return None;
        }
        let text = match value.kind() {
            Kind::Scalar(it @ (Scalar::Integer(_) | Scalar::Boolean(_) | Scalar::Float(_))) => {
                it.as_written().to_owned()
            }
            _ => self.text(value, "a header")?,
        };
        let parts = self.text_parts(value, &text, &mut Reading::new(members))?;
        for part in &parts {
            let found = match part {
                // Spaces at its ends are inside of the value, beside a placeholder.
                TextPart::Text(text) if errbook::HeaderText::new(format!("x{text}x")).is_err() => {
                    Diagnostic::new(&diagnostics::BAD_HEADER_VALUE, format!("invalid header value {}", quoted(text)))
                        .at(value.span(), "")
                        .help("A value consists of visible ASCII characters with spaces between them, without line breaks (RFC 9110, section 5.5).")
                }
                TextPart::Slot(slot) => {
                    let member = members.iter().find(|it| slot.what == What::Member(it.field.name.clone()));
                    let kind = match member {
                        _ if slot.what == What::Fields => Some("an object"),
                        member => member.and_then(|it| it.field.ty.is_not_text()),
                    };
                    let Some(kind) = kind else { continue };
                    let message = format!("{} is {kind}, which cannot be a part of a text", quoted(slot.what.as_written()));
                    Diagnostic::new(&diagnostics::BAD_TEMPLATE, message)
                        .at(slot.place.unwrap_or(value.span()), "")
                        .help("Use a placeholder whose value is a text, a number or a boolean.")
                }
                TextPart::Text(_) => continue,
            };
            self.push(found);
            return None;
        }
        self.has_one_form(value, &parts).then_some(parts)
    }

    /// `content_type`: a media type (RFC 9110, section 8.3.1).
    fn content_type(&mut self, value: Value<'_>) -> Option<String> {
        let text = self.text(value, "`content_type`")?;
        let is_token = |it: &str| !it.is_empty() && it.chars().all(super::headers::is_token);
        let essence = text.split(';').next().unwrap_or_default().trim_end();
        let is_media_type = essence.split_once('/').is_some_and(|(ty, subtype)| is_token(ty) && is_token(subtype));
        // Under a type such as `text/html` a browser would obey the texts of an error.
        let is_json = essence.to_ascii_lowercase().contains("json");
        if is_media_type && is_json && errbook::HeaderText::new(text.clone()).is_ok() {
            return Some(text);
        }
        let message = if is_media_type {
            format!("{} is not a JSON media type", quoted(&text))
        } else {
            format!("invalid media type {}", quoted(&text))
        };
        let found = Diagnostic::new(&diagnostics::BAD_CONTENT_TYPE, message);
        let help = "Write a type and a subtype that names JSON, such as `application/vnd.shop+json` (RFC 9110, section 8.3.1).";
        self.push(found.at(value.span(), "").help(help));
        None
    }

    fn read_code(&mut self, pair: &Pair<'_>) -> ReadCode {
        let Some(keys) = self.keys(pair.value, "`read_code`", &READ_CODE) else { return ReadCode::default() };
        let mut character = |key: &str| {
            let value = keys.get(key)?;
            let text = self.any_text(value, &quoted(key))?;
            let mut characters = text.chars();
            if let (Some(it), None) = (characters.next(), characters.next()) {
                return Some(it);
            }
            let found = misfit(value, &format!("`{key}` must be one character"));
            self.push(found.help("Write the character next to the code, in quotes, such as `\"#\"`."));
            None
        };
        ReadCode { after: character("after"), before: character("before") }
    }
}
