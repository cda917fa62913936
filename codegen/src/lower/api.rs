//! What a book has once: `api`, `envelope` and `retry`.

use super::prose::Site;
use super::shape::{Key, Keys, Report, optional, required};
use crate::book::{Api, Backoff, CodeStyle, Envelope, Jitter, Retry, Runtime, When};
use crate::diagnostics::{self, Diagnostic};
use crate::syntax::{Kind, Value};
use crate::text::quoted;

static API: &[Key] = &[
    required("name"),
    required("version"),
    required("crate"),
    optional("runtime"),
    optional("code_style"),
    optional("open"),
    optional("docs_url"),
];
static RUNTIME: &[Key] = &[optional("version"), optional("path")];
static ENVELOPE: &[Key] = &[optional("within"), optional("code"), optional("message"), optional("fields")];
static BOOK_RETRY: &[Key] = &[optional("retries"), optional("backoff")];
static ENTRY_RETRY: &[Key] = &[required("when"), optional("retries"), optional("backoff")];
static BACKOFF: &[Key] = &[optional("initial"), optional("factor"), optional("max"), optional("jitter")];

static STYLES: &[(&str, CodeStyle)] = &[
    ("snake_case", CodeStyle::Snake),
    ("camelCase", CodeStyle::Camel),
    ("PascalCase", CodeStyle::Pascal),
    ("SCREAMING_SNAKE_CASE", CodeStyle::ScreamingSnake),
    ("kebab-case", CodeStyle::Kebab),
    ("any", CodeStyle::Any),
];
static WHEN: &[(&str, When)] = &[("never", When::Never), ("idempotent", When::Idempotent), ("always", When::Always)];

impl Report<'_> {
    /// `api`: which API it is.
    pub(super) fn api(&mut self, value: Value<'_>) -> Option<Api> {
        let keys = self.keys(value, "`api`", API)?;
        let docs_url = keys.get("docs_url").and_then(|it| self.url(it, "`docs_url`"));
        self.site = match &docs_url {
            Some(url) => Site::of(url),
            None if keys.get("docs_url").is_some() || keys.is_doubtful("docs_url") => Site::Unsure,
            None => Site::Nowhere,
        };
        Some(Api {
            name: keys.get("name").and_then(|it| self.paragraph(it, "`name`")).unwrap_or_default(),
            version: keys.get("version").and_then(|it| self.version(it, "`version`")).unwrap_or_default(),
            crate_name: keys.get("crate").and_then(|it| self.crate_name(it)).unwrap_or_default(),
            runtime: keys.get("runtime").map_or_else(Runtime::own, |it| self.runtime(it)),
            // Where the style is in doubt, no code is called wrong.
            code_style: match keys.get("code_style") {
                Some(it) => self.choice(it, "`code_style`", STYLES).unwrap_or(CodeStyle::Any),
                None if keys.is_doubtful("code_style") => CodeStyle::Any,
                None => CodeStyle::Snake,
            },
            open: keys.get("open").and_then(|it| self.boolean(it, "`open`")).unwrap_or(true),
            docs_url,
            places: keys.places(),
        })
    }

    /// `api.runtime`: where the crate finds the runtime.
    fn runtime(&mut self, value: Value<'_>) -> Runtime {
        let Some(keys) = self.keys(value, "`runtime`", RUNTIME) else { return Runtime::own() };
        let version = keys.get("version").and_then(|it| {
            let text = self.text(it, "`version`")?;
            if semver::VersionReq::parse(&text).is_err() {
                let found =
                    Diagnostic::new(&diagnostics::BAD_VERSION, format!("{} is no version requirement", quoted(&text)));
                self.push(found.at(it.span(), "").help("Write it as in a `Cargo.toml`: `\"0.1\"`."));
            }
            Some(text)
        });
        let path = keys.get("path").and_then(|it| {
            let text = self.text(it, "`path`")?;
            if text.contains('\\') || text.chars().any(crate::text::is_invisible) {
                let found = Diagnostic::new(
                    &diagnostics::BAD_PATH,
                    format!("{} is not a path that works everywhere", quoted(&text)),
                );
                self.push(
                    found
                        .at(it.span(), "")
                        .help("Write it with `/` between the folders, as seen from the crate's folder."),
                );
            }
            Some(text)
        });
        if version.is_none() && path.is_none() { Runtime::own() } else { Runtime { version, path } }
    }

    /// `envelope`: how an error lies in JSON.
    pub(super) fn envelope(&mut self, value: Option<Value<'_>>) -> Envelope {
        let mut out = Envelope {
            within: Some("error".to_owned()),
            code: "code".to_owned(),
            message: "message".to_owned(),
            fields_under: None,
            places: None,
        };
        let Some(keys) = value.and_then(|it| self.keys(it, "`envelope`", ENVELOPE)) else { return out };
        out.places = Some(keys.places());
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
                    format!("`{key}` and `{other}` of the envelope are both called {}", quoted(name)),
                );
                let places = keys.places();
                self.push(
                    found
                        .at(places.of(key), "one of them")
                        .at(places.of(other), "the other")
                        .help("Give each member of the body a name of its own."),
                );
                break;
            }
        }
        out
    }

    /// `retry` of the book: the advice for entries that give none of their own.
    pub(super) fn book_retry(&mut self, value: Option<Value<'_>>) -> Backoff {
        let out = Backoff { retries: 3, initial_ms: 1_000, factor: 2.0, max_ms: 60_000, jitter: Jitter::Full };
        match value.and_then(|it| self.keys(it, "`retry`", BOOK_RETRY)) {
            Some(keys) => self.backoff(&keys, out),
            None => out,
        }
    }

    /// `retry` of an entry: a word, or a map.
    pub(super) fn entry_retry(&mut self, value: Option<Value<'_>>, book: &Backoff) -> Retry {
        let never = Retry { when: When::Never, backoff: book.clone() };
        let Some(value) = value else { return never };
        if !matches!(value.kind(), Kind::Map) {
            return Retry { when: self.retry_word(value, WHEN).unwrap_or(When::Never), ..never };
        }
        let Some(keys) = self.keys(value, "`retry`", ENTRY_RETRY) else { return never };
        let when = keys.get("when").and_then(|it| self.retry_word(it, WHEN));
        if when == Some(When::Never)
            && let Some(pair) = keys.given("retries").or_else(|| keys.given("backoff"))
        {
            let found = Diagnostic::new(
                &diagnostics::BAD_RETRY,
                format!("{} says how to do what is never done", quoted(pair.key)),
            );
            self.push(found.at(pair.key_span, "").help("Remove it, or write `when: idempotent` or `when: always`."));
        }
        Retry { when: when.unwrap_or(When::Never), backoff: self.backoff(&keys, book.clone()) }
    }

    /// `retries` and `backoff`, over what holds without them.
    fn backoff(&mut self, keys: &Keys<'_>, mut out: Backoff) -> Backoff {
        if let Some(value) = keys.get("retries")
            && let Some(number) = self.integer(value, "`retries`")
        {
            if let Ok(number @ 0..=100) = u32::try_from(number) {
                out.retries = number;
            } else {
                let found = Diagnostic::new(&diagnostics::BAD_RETRY, format!("{number} retries"));
                let help = "`retries` is how many tries there are after the first: 0 to 100.";
                self.push(found.at(value.span(), "").help(help));
            }
        }
        let Some(value) = keys.get("backoff") else { return out };
        let Some(keys) = self.keys(value, "`backoff`", BACKOFF) else { return out };
        let given = [keys.given("initial"), keys.given("max")];
        let read = given.map(|it| it.and_then(|it| self.duration(it.value, &quoted(it.key))));
        out.initial_ms = read[0].unwrap_or(out.initial_ms);
        out.max_ms = read[1].unwrap_or(out.max_ms);
        // Where one of the two could not be read, nothing is said of the other.
        let are_read = given.map(|it| it.is_some()) == read.map(|it| it.is_some());
        if let Some(first) = given.into_iter().flatten().next()
            && are_read
            && out.max_ms < out.initial_ms
        {
            let found = Diagnostic::new(&diagnostics::BAD_RETRY, "the longest wait is shorter than the first");
            let found = match given {
                [Some(initial), Some(max)] => {
                    found.at(max.value.span(), "the longest wait").at(initial.value.span(), "the first")
                }
                _ => found.at(first.value.span(), ""),
            };
            let (initial, max) = (out.initial_ms, out.max_ms);
            let help = format!(
                "`initial` is {initial} ms here and `max` {max} ms, given or by default. Make `max` the longer one."
            );
            self.push(found.help(help));
        }
        if let Some(value) = keys.get("factor") {
            out.factor = self.factor(value).unwrap_or(out.factor);
        }
        if let Some(value) = keys.get("jitter") {
            out.jitter =
                self.choice(value, "`jitter`", &[("none", Jitter::None), ("full", Jitter::Full)]).unwrap_or(out.jitter);
        }
        out
    }

    fn factor(&mut self, value: Value<'_>) -> Option<f64> {
        let number = match value.kind() {
            Kind::Scalar(it) => it.as_number(),
            _ => None,
        };
        let Some(number) = number else {
            self.wrong_type(value, "`factor` must be a number", "Write it as digits, with a point if need be: `1.5`.");
            return None;
        };
        if (1.0..=100.0).contains(&number) {
            return Some(number);
        }
        let found = Diagnostic::new(&diagnostics::BAD_RETRY, format!("a factor of {number}"));
        self.push(found.at(value.span(), "").help("Each wait is `factor` times the one before: 1 to 100."));
        None
    }
}

impl Runtime {
    /// This errbook's own version.
    fn own() -> Self {
        Self { version: Some(env!("CARGO_PKG_VERSION").to_owned()), path: None }
    }
}
