//! The keys of a file, and those of `api`.

use super::envelope::ENVELOPE;
use super::error::{ERROR, RETIRED};
use super::package::{PACKAGE, RUNTIME};
use super::retry::BOOK_RETRY;
use crate::diagnostics::{self, Diagnostic};
use crate::lower::LANGUAGE;
use crate::lower::context::{Context, Site};
use crate::lower::key::ValueType::{self, Boolean, Constant, Either, List, Text, Url, Version, Word};
use crate::lower::key::{Constraint, Map, Omitted, optional, required};
use crate::lower::presets;
use crate::lower::read::{Keys, misfit};
use crate::model::{Api, CodeStyle, KeySpans, Runtime};
use crate::syntax::{Kind, Value};
use crate::text::quoted;

#[rustfmt::skip]
pub(crate) static ROOT: Map = Map::new(
    "file",
    &[
        optional("errbook", Constant(LANGUAGE), Omitted::None, "The version of the language. Required in one file, and not allowed in the others."),
        optional("api", ValueType::Map(&API), Omitted::None, "The API, and its crate. Required in the same file."),
        optional("envelope", Either(&Word(presets::NAMES), &ValueType::Map(&ENVELOPE)), Omitted::Value("{within: error, code: code, message: message, fields: beside}"), "The layout of an error response: the name of [a preset](#presets), or a map. Only in that file."),
        optional("fallback", ValueType::Fallback, Omitted::Described("none, except codes with [the name of a status](#fallback-codes)"), "The codes for responses that no handler made. `null` instead of a code keeps the framework's own response. Only in that file."),
        optional("retry", ValueType::Map(&BOOK_RETRY), Omitted::Value("{retries: 3, backoff: {initial: 1s, factor: 2, max: 60s, jitter: full}}"), "The retry advice for errors without their own. Only in that file."),
        optional("errors", List(&ValueType::Map(&ERROR)), Omitted::None, "The errors."),
        optional("retired", List(&ValueType::Map(&RETIRED)), Omitted::None, "Codes that are no longer used."),
    ],
)
.constraint(Constraint::AllOrNone(&["errbook", "api"]));

#[rustfmt::skip]
pub(crate) static API: Map = Map::new(
    "api",
    &[
        required("name", Text, "The API's name."),
        required("version", Version, "The version of the contract. The generated crate has the same version, unless `crate` sets its own."),
        required("crate", Either(&Text, &ValueType::Map(&CRATE)), "The name of the generated crate. A map gives it its own version."),
        optional("runtime", ValueType::Map(&RUNTIME), Omitted::Described("this errbook's own version"), "The crate's dependency on the runtime `errbook`. An empty map is the default."),
        optional("package", ValueType::Map(&PACKAGE), Omitted::None, "What the generated `Cargo.toml` says of the package."),
        optional("code_style", Word(CodeStyle::NAMES), Omitted::Value("snake_case"), "How codes are written. With `integer` they are [whole numbers](#codes-statuses-durations-versions). `any` allows any text without invisible characters, and without spaces at its ends."),
        optional("open", Boolean, Omitted::Value("true"), "Whether the docs tell clients to expect unknown codes. The crate's types are open either way."),
        optional("docs_url", Url, Omitted::None, "The URL of the published folder `docs/`. `ErrorCode::docs_url` gives the URL of [a code's page](#pages) below it, such as `…/errors/not_found.html`, and [links](#texts) may begin with `/`. It begins with `https://` or `http://`; trailing slashes are dropped."),
    ],
);

pub(crate) static CRATE: Map = Map::new(
    "crate",
    &[
        required("name", Text, "The name of the generated crate."),
        required("version", Version, "The version of the generated crate."),
    ],
);

/// The keys allowed only in the head file, which identifies the API.
static HEAD: &[&str] = &["errbook", "api", "envelope", "fallback", "retry"];

impl Context<'_> {
    /// The head file. Reports a missing head file, and keys of the head in other files.
    pub(crate) fn head<'a, 't>(&mut self, roots: &'a [Keys<'t>], is_whole: bool) -> Option<&'a Keys<'t>> {
        let claims = |it: &&Keys<'t>| HEAD.iter().any(|key| it.pair(key).is_some());
        let strong = |it: &&Keys<'t>| it.pair("errbook").or_else(|| it.pair("api")).is_some();
        let Some(head) = roots.iter().find(strong) else {
            if is_whole {
                let found = Diagnostic::new(&diagnostics::NO_API, "no file of the spec has the key `api`");
                self.push(
                    found.help("Begin one file with `errbook: 1` and `api: {name: …, version: 0.1.0, crate: …}`."),
                );
            }
            return None;
        };
        for key in ["errbook", "api"] {
            if let Some(pair) = head.pair(key) {
                self.expect_value(&pair);
            } else if !head.is_doubtful(key) && !roots.iter().any(|it| it.pair(key).is_some()) {
                let found = Diagnostic::new(&diagnostics::MISSING_KEY, format!("the head file has no {}", quoted(key)));
                let help = if key == "api" {
                    "Add `api: {name: …, version: 0.1.0, crate: …}`."
                } else {
                    "Add `errbook: 1`, the version of the language."
                };
                self.push(found.at(head.head(), format!("missing {}", quoted(key))).help(help));
            }
        }
        for other in roots.iter().filter(claims).filter(|it| !std::ptr::eq(*it, head)) {
            for pair in HEAD.iter().filter_map(|key| other.pair(key)) {
                let found = Diagnostic::new(&diagnostics::TWO_APIS, format!("{} in a second file", quoted(pair.key)));
                let first = head.pair(pair.key).map_or(head.head(), |it| it.key_span);
                self.push(found.at(pair.key_span, "not allowed here").at(first, "this is the head file").help(
                    "Only one file may have `errbook`, `api`, `envelope`, `fallback` and `retry`. All others have `errors` and `retired`.",
                ));
            }
        }
        Some(head)
    }

    /// Whether this errbook reads the spec's version of the language.
    pub(crate) fn is_our_language(&mut self, value: Value<'_>) -> bool {
        match self.integer(value, "`errbook`") {
            None => true,
            Some(version) if version == i128::from(LANGUAGE) => true,
            Some(version) => {
                let found = Diagnostic::new(
                    &diagnostics::UNSUPPORTED_VERSION,
                    format!("unsupported version {version} of the spec language"),
                );
                let help = if version > i128::from(LANGUAGE) {
                    format!("This errbook supports version {LANGUAGE}. Update errbook.")
                } else {
                    format!("Write `errbook: {LANGUAGE}`.")
                };
                self.push(found.at(value.span(), format!("this errbook supports version {LANGUAGE}")).help(help));
                false
            }
        }
    }

    /// `api`.
    pub(crate) fn api(&mut self, value: Value<'_>) -> Option<Api> {
        let keys = self.keys(value, "`api`", &API)?;
        let docs_url = keys.get("docs_url").and_then(|it| self.url(it, "`docs_url`"));
        self.site = match &docs_url {
            Some(url) => Site::of(url),
            None if keys.get("docs_url").is_some() || keys.is_doubtful("docs_url") => Site::Unsure,
            None => Site::Nowhere,
        };
        let (crate_name, own) = keys.get("crate").map_or((None, None), |it| self.package(it));
        let (crate_version, crate_places) = own.unzip();
        Some(Api {
            name: keys.get("name").and_then(|it| self.paragraph(it, "`name`")).unwrap_or_default(),
            version: keys.get("version").and_then(|it| self.version(it, "`version`")).unwrap_or_default(),
            crate_name: crate_name.unwrap_or_default(),
            crate_version,
            crate_places,
            runtime: keys.get("runtime").map_or_else(Runtime::own, |it| self.runtime(it)),
            package: keys.get("package").map(|it| self.metadata(it)).unwrap_or_default(),
            // If the style is unknown, every code is accepted.
            code_style: match keys.get("code_style") {
                Some(it) => self.choice(it, "`code_style`", CodeStyle::WORDS).unwrap_or(CodeStyle::Any),
                None if keys.is_doubtful("code_style") => CodeStyle::Any,
                None => CodeStyle::Snake,
            },
            open: keys.get("open").and_then(|it| self.boolean(it, "`open`")).unwrap_or(true),
            docs_url,
            places: keys.places(),
        })
    }

    /// `api.crate`: a name, or a map with its own version.
    fn package(&mut self, value: Value<'_>) -> (Option<String>, Option<(String, KeySpans)>) {
        match value.kind() {
            Kind::Map => {}
            Kind::List => {
                let found = misfit(value, "`crate` must be text, or a map with `name` and `version`");
                self.push(found.help("Write the crate's name: `crate: shop-errors`."));
                return (None, None);
            }
            _ => return (self.crate_name(value), None),
        }
        let Some(keys) = self.keys(value, "`crate`", &CRATE) else { return (None, None) };
        let name = keys.get("name").and_then(|it| self.crate_name(it));
        let version = keys.get("version").and_then(|it| self.version(it, "`version`")).unwrap_or_default();
        (name, Some((version, keys.places())))
    }
}
