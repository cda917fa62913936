//! One entry of `errors`, and one of `retired`.

use super::shape::{Key, Keys, Report, optional, required};
use crate::book::{Backoff, CodeStyle, Deprecated, Entry, Field, Header, Retired};
use crate::diagnostics::{self, Diagnostic};
use crate::names;
use crate::syntax::{Kind, Value};
use crate::text::quoted;

static ENTRY: &[Key] = &[
    required("status"),
    required("code"),
    required("meaning"),
    required("remediation"),
    optional("message"),
    optional("name"),
    optional("fields"),
    optional("headers"),
    optional("retry"),
    optional("since"),
    optional("deprecated"),
    optional("details"),
    optional("causes"),
    optional("tags"),
    optional("examples"),
    optional("allow"),
];
static DEPRECATED: &[Key] = &[required("since"), optional("use"), optional("note")];
static RETIRED: &[Key] = &[required("code"), required("since"), optional("use"), optional("renamed_to")];

/// Names that the crate needs itself.
pub(super) static RESERVED: &[&str] = &["ALL", "Error", "ErrorCode", "ErrorKind", "OrError", "Self", "Unknown"];

/// What an entry carries.
#[derive(Clone, Copy)]
pub(super) struct Members<'a> {
    pub(super) fields: &'a [Field],
    pub(super) headers: &'a [Header],
    /// Whether these are all: only then is a name that is not among them unknown.
    pub(super) are_known: bool,
}

impl Report<'_> {
    /// One entry. What is wrong in it is reported, and something harmless put in its place.
    pub(super) fn entry(&mut self, value: Value<'_>, style: CodeStyle, book_retry: &Backoff) -> Option<Entry> {
        let before = self.diagnostics.len();
        self.flawed.clear();
        let keys = self.keys(value, "an entry of `errors`", ENTRY)?;
        let code = keys.get("code").and_then(|it| self.code(it, keys.get("name").is_some()));
        let places = if code.is_some() { keys.places() } else { keys.places().without("code") };
        let name = match (keys.get("name"), &code) {
            (Some(it), _) => self.type_name(it),
            (None, Some(code)) => self.derived_name(places.of("code"), code),
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
        let entry = Entry {
            statuses: keys.get("status").map(|it| self.statuses(it)).unwrap_or_default(),
            name,
            remediation: keys.get("remediation").and_then(|it| self.markdown(it, "`remediation`")).unwrap_or_default(),
            retry: self.entry_retry(keys.get("retry"), book_retry),
            since: keys.get("since").and_then(|it| self.version(it, "`since`")),
            deprecated: keys.get("deprecated").and_then(|it| self.deprecated(it)),
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
            examples,
        };
        self.unusual_code(&entry.code, entry.places.of("code"), style);
        self.expected_headers(&entry);
        if has_no_examples {
            self.missing_examples(&entry);
        }
        if are_shown_known {
            self.unused_fields(&entry);
        }
        self.unseen_in(value.span());
        if let Some(allow) = keys.get("allow") {
            self.silence(before, allow);
        }
        Some(entry)
    }

    /// One tombstone.
    pub(super) fn retired(&mut self, value: Value<'_>) -> Option<Retired> {
        let keys = self.keys(value, "an entry of `retired`", RETIRED)?;
        let out = Retired {
            code: keys.get("code").and_then(|it| self.text(it, "`code`")).unwrap_or_default(),
            since: keys.get("since").and_then(|it| self.version(it, "`since`")).unwrap_or_default(),
            replacement: keys.get("use").and_then(|it| self.text(it, "`use`")),
            renamed_to: keys.get("renamed_to").and_then(|it| self.text(it, "`renamed_to`")),
            places: keys.places(),
        };
        if out.replacement.is_some() && out.renamed_to.is_some() {
            let found = Diagnostic::new(&diagnostics::MISPLACED_KEY, "a code is either replaced or renamed");
            let found = found.at(out.places.of("renamed_to"), "renamed").at(out.places.of("use"), "replaced");
            self.push(found.help(
                "`renamed_to`: the same error under another code. `use`: another error that serves instead. Keep one.",
            ));
        }
        Some(out)
    }

    /// `code`: what stands on the wire, which may be nothing at all where there is a name to call it by.
    fn code(&mut self, value: Value<'_>, is_named: bool) -> Option<String> {
        let text = self.any_text(value, "`code`")?;
        if text.trim().is_empty() && !(text.is_empty() && is_named) {
            let found = Diagnostic::new(&diagnostics::EMPTY_TEXT, "`code` is empty").at(value.span(), "");
            self.push(found.help("Write the code. If it is empty on the wire, give it a name in Rust: `name: …`."));
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
                let found = Diagnostic::new(&diagnostics::BAD_STATUS, format!("the status {status} stands twice"));
                self.push(
                    found.at(item.span(), "here again").at(first.span(), "first here").help("Remove one of the two."),
                );
            } else {
                out.push((status, item));
            }
        }
        if value.items().len() == 0 {
            let found = Diagnostic::new(&diagnostics::BAD_STATUS, "an error needs a status");
            self.push(
                found.at(value.span(), "nothing in the list").help("Name at least one. The first is the default."),
            );
        }
        out.into_iter().map(|(status, _)| status).collect()
    }

    /// `name`: a type's name in Rust.
    fn type_name(&mut self, value: Value<'_>) -> String {
        let Some(text) = self.text(value, "`name`") else { return String::new() };
        let found = if RESERVED.contains(&&*text) {
            Diagnostic::new(&diagnostics::BAD_NAME, format!("the crate needs the name `{text}` itself"))
                .help(format!("Call it something else, `Api{text}` for example."))
        } else if !names::is_upper_camel(&text) {
            let found =
                Diagnostic::new(&diagnostics::BAD_NAME, format!("{} is no name for a type in Rust", quoted(&text)));
            match names::upper_camel(&text, "Code") {
                Some(better) if better != text && !RESERVED.contains(&&*better) => {
                    found.help(format!("Write `{better}`."))
                }
                _ => found.help("It is an identifier in UpperCamelCase, such as `RateLimited`."),
            }
        } else {
            return text;
        };
        self.push(found.at(value.span(), ""));
        String::new()
    }

    fn derived_name(&mut self, at: crate::source::Span, code: &str) -> String {
        let found = match names::upper_camel(code, "Code") {
            Some(name) if RESERVED.contains(&&*name) => {
                let found = Diagnostic::new(
                    &diagnostics::BAD_NAME,
                    format!("{} would be called `{name}` in Rust, which the crate needs itself", quoted(code)),
                );
                found.help(format!(
                    "Give it another name there: `name: Api{name}`. The code on the wire stays as it is."
                ))
            }
            Some(name) => return name,
            None => {
                let found = Diagnostic::new(
                    &diagnostics::BAD_NAME,
                    format!("no Rust name can be made of the code {}", quoted(code)),
                );
                found.help("Give it one: `name: …`, in UpperCamelCase. The code on the wire stays as it is.")
            }
        };
        self.push(found.at(at, "this code"));
        String::new()
    }

    fn deprecated(&mut self, value: Value<'_>) -> Option<Deprecated> {
        let keys = self.keys(value, "`deprecated`", DEPRECATED)?;
        Some(Deprecated {
            since: keys.get("since").and_then(|it| self.version(it, "`since`")).unwrap_or_default(),
            replacement: keys.get("use").and_then(|it| self.text(it, "`use`")),
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

/// Whether fields or headers may be meant that were not read.
fn are_doubtful(keys: &Keys<'_>) -> bool {
    ["fields", "headers"].into_iter().any(|key| {
        let is_no_map = keys.get(key).is_some_and(|it| !matches!(it.kind(), Kind::Map));
        keys.is_doubtful(key) || is_no_map
    })
}
