//! The keys of an entry of `errors`, and of one of `retired`.

use super::fields::FIELD;
use super::headers::HEADER;
use super::retry::ERROR_RETRY;
use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::draft::{Head, Members};
use crate::lower::examples::EXAMPLE;
use crate::lower::key::ValueType::{
    self, Code, CodeName, Either, List, MapOf, Markdown, Paragraph, Status, Template, Text, Values, Version, Word,
};
use crate::lower::key::{Map, Omitted, optional, required};
use crate::lower::read::Keys;
use crate::model::{CodeStyle, Deprecated, ErrorDef, Retired, When};
use crate::names;
use crate::source::Span;
use crate::syntax::{Kind, Value};
use crate::text::quoted;

#[rustfmt::skip]
pub(crate) static ERROR: Map = Map::new(
    "error",
    &[
        required("status", Either(&Status, &List(&Status)), "The HTTP status. The first of a list is the default; `Error::with_status` takes the others."),
        required("code", Code, "The code on the wire. It must not change once published."),
        required("meaning", Paragraph, "What happened."),
        required("remediation", Paragraph, "What the caller should do."),
        optional("message", Template, Omitted::Described("the meaning, verbatim"), "The message of the response."),
        optional("name", Text, Omitted::Described("[derived](#names-in-rust)"), "The Rust name of the variant and of the payload's struct."),
        optional("fields", MapOf(&FIELD), Omitted::None, "The payload in the body. The order is that of `new`'s arguments."),
        optional("headers", MapOf(&HEADER), Omitted::None, "The payload in headers, after the fields, and constant headers."),
        optional("envelope", Values, Omitted::None, "The code's values of [members](#a-member) with `per: code`, by their names. `code: null` and `message: null`: the error does not send it."),
        optional("retry", Either(&Word(When::NAMES), &ValueType::Map(&ERROR_RETRY)), Omitted::Value("never"), "Whether to retry the request."),
        optional("since", Version, Omitted::None, "The version that added the code."),
        optional("deprecated", ValueType::Map(&DEPRECATED), Omitted::None, "Deprecates the code, and its items in Rust with `#[deprecated]`."),
        optional("details", Markdown, Omitted::None, "Details for the code's page."),
        optional("causes", List(&Paragraph), Omitted::None, "Causes of the error, for the code's page."),
        optional("tags", List(&Text), Omitted::None, "Tags, shown on the code's page and in `errors.json`."),
        optional("examples", List(&ValueType::Map(&EXAMPLE)), Omitted::Described("one, derived from the fields' examples"), "Example responses."),
        optional("allow", List(&Text), Omitted::None, "Ids of warnings to silence for this error."),
    ],
);

#[rustfmt::skip]
static DEPRECATED: Map = Map::new(
    "deprecated",
    &[
        required("since", Version, "The version that deprecated the code."),
        optional("use", CodeName, Omitted::None, "The code to use instead: another code under `errors`."),
        optional("note", Paragraph, Omitted::None, "The reason."),
    ],
);

#[rustfmt::skip]
pub(crate) static RETIRED: Map = Map::new(
    "retired",
    &[
        required("code", CodeName, "The retired code."),
        required("since", Version, "The version that retired it."),
        optional("use", CodeName, Omitted::None, "The code to use instead."),
        optional("renamed_to", CodeName, Omitted::None, "The new name of the same error. Not together with `use`."),
    ],
);

impl Context<'_> {
    /// One entry of `errors`. Mistakes are reported, and replaced by placeholders.
    pub(crate) fn entry(&mut self, value: Value<'_>, style: CodeStyle, head: &Head) -> Option<ErrorDef> {
        let before = self.diagnostics.len();
        self.flawed.clear();
        let keys = self.keys(value, "an entry of `errors`", &ERROR)?;
        let envelope = keys.get("envelope").map(|it| self.code_envelope(it, head)).unwrap_or_default();
        let code = keys.get("code").and_then(|it| self.code(it, style, keys.get("name").is_some()));
        let places = if code.is_some() { keys.places() } else { keys.places().without("code") };
        let name = match (keys.get("name"), &code) {
            (Some(it), _) => self.type_name(it),
            (None, Some(code)) => self.derived_name(places.of("code"), code, style),
            (None, None) => String::new(),
        };
        let meaning = keys.get("meaning").and_then(|it| self.markdown(it, "`meaning`")).unwrap_or_default();
        let fields = keys.get("fields").map(|it| self.fields(it, &name)).unwrap_or_default();
        let headers = keys.get("headers").map(|it| self.headers(it)).unwrap_or_default();
        self.member_collisions(&fields, &headers);
        let members = Members { fields: &fields, headers: &headers, are_known: !are_doubtful(&keys) };
        if !members.are_known {
            self.doubtful.extend(code.clone());
        }
        let mistakes = self.diagnostics.len();
        let message = self.message(keys.get("message"), &meaning, members);
        let examples = self.examples(keys.get("examples"), members);
        let has_no_examples = keys.get("examples").is_none() && !keys.is_doubtful("examples");
        let are_shown_known = members.are_known
            && mistakes == self.diagnostics.len()
            && !keys.is_doubtful("message")
            && !keys.is_doubtful("examples");
        let entry = ErrorDef {
            statuses: keys.get("status").map(|it| self.statuses(it)).unwrap_or_default(),
            name,
            remediation: keys.get("remediation").and_then(|it| self.markdown(it, "`remediation`")).unwrap_or_default(),
            retry: self.entry_retry(keys.get("retry"), &head.retry),
            since: keys.get("since").and_then(|it| self.version(it, "`since`")),
            deprecated: keys.get("deprecated").and_then(|it| self.deprecated(it, style)),
            details: keys.get("details").and_then(|it| self.markdown_blocks(it, "`details`")),
            causes: keys.get("causes").map(|it| self.causes(it)).unwrap_or_default(),
            tags: keys.get("tags").map(|it| self.words(it, "`tags`")).unwrap_or_default(),
            allow: keys.get("allow").map(|it| self.words(it, "`allow`")).unwrap_or_default(),
            places,
            code: code.unwrap_or_default(),
            meaning,
            message,
            fields,
            headers,
            envelope,
            examples,
        };
        self.unusual_code(&entry.code, entry.places.of("code"), style);
        self.expected_headers(&entry, &head.envelope);
        if has_no_examples {
            self.missing_examples(&entry);
        }
        if are_shown_known {
            self.unused_fields(&entry);
        }
        self.take_invisible(value.span());
        if let Some(allow) = keys.get("allow") {
            self.silence(before, allow);
        }
        Some(entry)
    }

    /// One entry of `retired`.
    pub(crate) fn retired(&mut self, value: Value<'_>, style: CodeStyle) -> Option<Retired> {
        let keys = self.keys(value, "an entry of `retired`", &RETIRED)?;
        let out = Retired {
            code: keys.get("code").and_then(|it| self.named_code(it, style, "`code`")).unwrap_or_default(),
            since: keys.get("since").and_then(|it| self.version(it, "`since`")).unwrap_or_default(),
            replacement: keys.get("use").and_then(|it| self.named_code(it, style, "`use`")),
            renamed_to: keys.get("renamed_to").and_then(|it| self.named_code(it, style, "`renamed_to`")),
            places: keys.places(),
        };
        if out.replacement.is_some() && out.renamed_to.is_some() {
            let found = Diagnostic::new(&diagnostics::MISPLACED_KEY, "`use` and `renamed_to` exclude each other");
            let found =
                found.at(out.places.of("renamed_to"), "the new name").at(out.places.of("use"), "the replacement");
            self.push(found.help(
                "Keep `renamed_to` if it is the same error under a new code, or `use` if it is a different error.",
            ));
        }
        Some(out)
    }

    /// `code`: the code on the wire, which may be empty if the error has a `name`.
    fn code(&mut self, value: Value<'_>, style: CodeStyle, is_named: bool) -> Option<String> {
        let text = self.any_code(value, style, "`code`")?;
        if text.trim().is_empty() && !(text.is_empty() && is_named) {
            let found = Diagnostic::new(&diagnostics::EMPTY_TEXT, "`code` is empty").at(value.span(), "");
            self.push(found.help("Write the code. If it is empty on the wire, add a Rust name: `name: …`."));
            return None;
        }
        Some(text)
    }

    fn statuses(&mut self, value: Value<'_>) -> Vec<u16> {
        if !matches!(value.kind(), Kind::List) {
            return self.status(value).into_iter().collect();
        }
        let mut out: Vec<(u16, Value<'_>)> = Vec::new();
        for item in value.items() {
            let Some(status) = self.status(item) else { continue };
            if let Some((_, first)) = out.iter().find(|(it, _)| *it == status) {
                let found = Diagnostic::new(&diagnostics::BAD_STATUS, format!("duplicate status {status}"));
                self.push(
                    found.at(item.span(), "duplicate").at(first.span(), "first used here").help("Remove one of them."),
                );
            } else {
                out.push((status, item));
            }
        }
        if value.items().len() == 0 {
            let found = Diagnostic::new(&diagnostics::BAD_STATUS, "`status` is an empty list");
            self.push(found.at(value.span(), "empty").help("Write at least one status. The first is the default."));
        }
        out.into_iter().map(|(status, _)| status).collect()
    }

    /// `name`: the Rust name of a type.
    fn type_name(&mut self, value: Value<'_>) -> String {
        let Some(text) = self.text(value, "`name`") else { return String::new() };
        let found = if names::RESERVED.contains(&&*text) {
            Diagnostic::new(
                &diagnostics::BAD_NAME,
                format!("the Rust name `{text}` is reserved for the generated crate"),
            )
            .help(format!("Choose a different name, such as `Api{text}`."))
        } else if !names::is_upper_camel(&text) {
            let found =
                Diagnostic::new(&diagnostics::BAD_NAME, format!("{} is not a valid type name in Rust", quoted(&text)));
            match names::upper_camel(&text, "Code") {
                Some(better) if better != text && !names::RESERVED.contains(&&*better) => {
                    found.help(format!("Write `{better}`."))
                }
                _ => found.help("Write an identifier in UpperCamelCase, such as `RateLimited`."),
            }
        } else {
            return text;
        };
        self.push(found.at(value.span(), ""));
        String::new()
    }

    fn derived_name(&mut self, at: Span, code: &str, style: CodeStyle) -> String {
        let prefix = if style == CodeStyle::Integer && code.starts_with('-') { "CodeMinus" } else { "Code" };
        let found = match names::upper_camel(code, prefix) {
            Some(name) if names::RESERVED.contains(&&*name) => {
                let found = Diagnostic::new(
                    &diagnostics::BAD_NAME,
                    format!("the Rust name `{name}` of the code {} is reserved for the generated crate", quoted(code)),
                );
                found.help(format!(
                    "Add a different Rust name, such as `name: Api{name}`. The code on the wire does not change."
                ))
            }
            Some(name) => return name,
            None => {
                let found = Diagnostic::new(
                    &diagnostics::BAD_NAME,
                    format!("no Rust name can be derived from the code {}", quoted(code)),
                );
                found.help("Add a Rust name in UpperCamelCase: `name: …`. The code on the wire does not change.")
            }
        };
        self.push(found.at(at, ""));
        String::new()
    }

    fn deprecated(&mut self, value: Value<'_>, style: CodeStyle) -> Option<Deprecated> {
        let keys = self.keys(value, "`deprecated`", &DEPRECATED)?;
        Some(Deprecated {
            since: keys.get("since").and_then(|it| self.version(it, "`since`")).unwrap_or_default(),
            replacement: keys.get("use").and_then(|it| self.named_code(it, style, "`use`")),
            note: keys.get("note").and_then(|it| self.markdown(it, "`note`")),
            places: keys.places(),
        })
    }

    fn causes(&mut self, value: Value<'_>) -> Vec<String> {
        let items = self.list(value, "`causes`");
        items.into_iter().filter_map(|it| self.markdown(it, "an item of `causes`")).collect()
    }

    fn words(&mut self, value: Value<'_>, what: &str) -> Vec<String> {
        let items = self.list(value, what);
        items.into_iter().filter_map(|it| self.paragraph(it, &format!("an item of {what}"))).collect()
    }
}

/// Whether some fields or headers may not have been read.
fn are_doubtful(keys: &Keys<'_>) -> bool {
    ["fields", "headers"].into_iter().any(|key| {
        let is_no_map = keys.get(key).is_some_and(|it| !matches!(it.kind(), Kind::Map));
        keys.is_doubtful(key) || is_no_map
    })
}
