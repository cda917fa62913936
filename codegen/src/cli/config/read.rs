//! The text of `errbook.toml`: its keys, and their values. It knows no folder.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::packages::{NPM, PYTHON, Packages, Registry};
use super::{CONFIG, OUT, SPEC};
use crate::diagnostics::{self, Diagnostic, Diagnostics, Rule};
use crate::emit::FEATURES;
use crate::emit::options::Group;
use crate::emit::packages::{OpenApi, Package, python_version};
use crate::input::{Input, read as read_input};
use crate::source::{FileId, Sources, Span};
use crate::text::{alternatives, is_invisible, listed, nearest, quoted};

/// The values of the file, with defaults.
pub(super) struct Read {
    pub(super) spec: String,
    pub(super) out: String,
    pub(super) outputs: Vec<Group>,
    pub(super) is_module: bool,
    pub(super) features: Vec<String>,
    pub(super) packages: Packages,
}

/// The keys.
const KEYS: &[&str] = &["spec", "out", "outputs", "layout", "features", "openapi", "packages"];

/// The values of `layout`.
const LAYOUTS: &[(&str, bool)] = &[("crate", false), ("module", true)];

/// Reads the file. All its mistakes are reported.
pub(super) fn read(sources: &mut Sources, bytes: Vec<u8>) -> Result<Read, Vec<Diagnostic>> {
    let mut found = Diagnostics::default();
    let Some(file) = read_input(sources, Input::new(CONFIG, bytes), &mut found) else { return Err(found.sorted()) };
    let text = sources.file(file).text.clone();
    let mut reader = Reader { file, found };
    let (table, errors) = DeTable::parse_recoverable(&text);
    for error in errors {
        let span = reader.span(error.span().unwrap_or_default());
        let message = error.message().lines().next().unwrap_or_default();
        let found = Diagnostic::new(&diagnostics::TOML_SYNTAX, format!("invalid TOML: {message}"));
        reader.found.push(found.at(span, "").help("See https://toml.io."));
    }
    let read = if reader.found.is_empty() { Some(reader.table(table.get_ref())) } else { None };
    match read {
        Some(read) if reader.found.is_empty() => Ok(read),
        _ => Err(reader.found.sorted()),
    }
}

struct Reader {
    file: FileId,
    found: Diagnostics,
}

impl Reader {
    fn span(&self, range: Range<usize>) -> Span {
        let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { file: self.file, start: at(range.start), end: at(range.end) }
    }

    fn table(&mut self, table: &DeTable<'_>) -> Read {
        self.known_keys(table, CONFIG, KEYS);
        let get = |name: &str| table.get(name);
        let outputs = get("outputs").map(|it| self.words(it, "outputs", Group::WORDS));
        if let Some(value) =
            get("outputs").filter(|it| matches!(it.get_ref(), DeValue::Array(items) if items.is_empty()))
        {
            let found = Diagnostic::new(&diagnostics::UNKNOWN_VALUE, "`outputs` is empty");
            let help = format!("Write some of {}.", listed(Group::WORDS.iter().map(|it| it.0)));
            self.found.push(found.at(self.span(value.span()), "every generated file would be deleted").help(help));
        }
        let features: Vec<(&str, &str)> = FEATURES.iter().map(|it| (it.name, it.name)).collect();
        let features = get("features").map(|it| self.words(it, "features", &features)).unwrap_or_default();
        let chosen: Vec<Group> =
            outputs.as_ref().map_or_else(|| Group::DEFAULT.to_vec(), |it| it.iter().map(|it| it.0).collect());
        let packages = self.packages(table, &chosen);
        let place_of = |name: &str| features.iter().find(|it| it.0 == name).map(|it| it.1);
        if !chosen.contains(&Group::Docs) {
            let llms = outputs.iter().flatten().find(|it| it.0 == Group::Llms);
            self.without(Group::Docs, "output `llms`", llms.map(|it| it.1));
            self.without(Group::Docs, "feature `docs`", place_of("docs"));
        }
        if !chosen.contains(&Group::Openapi) {
            self.without(Group::Openapi, "feature `utoipa`", place_of("utoipa"));
        } else if packages.openapi == OpenApi::V3_0
            && let Some(at) = place_of("utoipa")
        {
            let found = Diagnostic::new(&diagnostics::UNKNOWN_VALUE, "the feature `utoipa` needs OpenAPI 3.1");
            self.found.push(found.at(at, "`openapi` is 3.0").help("Remove `openapi`, or this feature."));
        }
        Read {
            spec: get("spec").and_then(|it| self.path(it, "spec")).unwrap_or_else(|| SPEC.to_owned()),
            out: get("out").and_then(|it| self.path(it, "out")).unwrap_or_else(|| OUT.to_owned()),
            is_module: get("layout").and_then(|it| self.word(it, "`layout`", LAYOUTS)).unwrap_or(false),
            features: features.into_iter().map(|it| it.0.to_owned()).collect(),
            packages,
            outputs: chosen,
        }
    }

    /// A table within the file.
    fn subtable<'a, 'i>(
        &mut self,
        value: &'a Spanned<DeValue<'i>>,
        name: &str,
        keys: &[&str],
    ) -> Option<&'a DeTable<'i>> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(value, &format!("`{name}` must be a table"));
            return None;
        };
        self.known_keys(table, &format!("`{name}`"), keys);
        Some(table)
    }

    fn known_keys(&mut self, table: &DeTable<'_>, what: &str, keys: &[&str]) {
        for key in table.keys().filter(|it| !keys.contains(&it.get_ref().as_ref())) {
            self.unknown_key(key, what, keys);
        }
    }

    fn unknown_key(&mut self, key: &Spanned<DeString<'_>>, what: &str, keys: &[&str]) {
        let name = key.get_ref();
        let found = Diagnostic::new(&diagnostics::UNKNOWN_KEY, format!("{what} has no key {}", quoted(name)));
        let help = match nearest(name, keys.iter().copied()) {
            Some(similar) => format!("Did you mean `{similar}`?"),
            None => format!("The keys are {}.", listed(keys.iter().copied())),
        };
        let at = self.span(key.span());
        self.found.push(found.at(at, "unknown key").help(help));
    }

    /// A portable path, relative to the file.
    fn path(&mut self, value: &Spanned<DeValue<'_>>, key: &str) -> Option<String> {
        let text = self.text(value, &format!("`{key}`"))?;
        let is_absolute = text.starts_with('/') || text.contains(':');
        if text.is_empty() || is_absolute || text.contains('\\') || text.chars().any(is_invisible) {
            let found = Diagnostic::new(&diagnostics::BAD_PATH, format!("{} is not a portable path", quoted(&text)));
            let at = self.span(value.span());
            self.found
                .push(found.at(at, "").help(format!("Write a path relative to {CONFIG}, with `/` as the separator.")));
            return None;
        }
        Some(text)
    }

    fn text(&mut self, value: &Spanned<DeValue<'_>>, what: &str) -> Option<String> {
        let text = if let DeValue::String(text) = value.get_ref() { Some(text.to_string()) } else { None };
        if text.is_none() {
            self.wrong_type(value, &format!("{what} must be a string"));
        }
        text
    }

    fn wrong_type(&mut self, value: &Spanned<DeValue<'_>>, message: &str) {
        let found = Diagnostic::new(&diagnostics::WRONG_TYPE, message);
        let (at, kind) = (self.span(value.span()), value.get_ref().type_str());
        self.found.push(found.at(at, format!("this is of the type {kind}")));
    }

    /// One of these words.
    fn word<T: Copy>(&mut self, value: &Spanned<DeValue<'_>>, what: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(value, what)?;
        if let Some((_, found)) = words.iter().find(|it| it.0 == text) {
            return Some(*found);
        }
        let found = Diagnostic::new(&diagnostics::UNKNOWN_VALUE, format!("{what} cannot be {}", quoted(&text)));
        // Of versions, none is a misspelt one.
        let similar = nearest(&text, words.iter().map(|it| it.0)).filter(|_| text.contains(char::is_alphabetic));
        let help = match similar {
            Some(similar) => format!("Did you mean `{similar}`?"),
            None => format!("Write {}.", alternatives(words.iter().map(|it| it.0))),
        };
        let at = self.span(value.span());
        self.found.push(found.at(at, "unknown value").help(help));
        None
    }

    /// A list of such words, with their places.
    fn words<T: Copy>(&mut self, value: &Spanned<DeValue<'_>>, key: &str, words: &[(&str, T)]) -> Vec<(T, Span)> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(value, &format!("`{key}` must be a list of strings"));
            return Vec::new();
        };
        let what = format!("an item of `{key}`");
        items.iter().filter_map(|it| Some((self.word(it, &what, words)?, self.span(it.span())))).collect()
    }

    /// Reports something that contains another output, or links to it.
    fn without(&mut self, output: Group, what: &str, at: Option<Span>) {
        let Some(at) = at else { return };
        let word = output.as_str();
        let found = Diagnostic::new(&diagnostics::UNKNOWN_VALUE, format!("the {what} needs the output `{word}`"));
        self.found
            .push(found.at(at, format!("uses the files of `{word}`")).help(format!("Add `{word}` to `outputs`.")));
    }
}

impl Reader {
    /// The settings of the packages among the chosen outputs.
    fn packages(&mut self, table: &DeTable<'_>, outputs: &[Group]) -> Packages {
        self.expect_output(table, "openapi", "openapi", Group::Openapi, outputs);
        let openapi =
            table.get("openapi").and_then(|it| self.word(it, "`openapi`", OpenApi::WORDS)).unwrap_or_default();
        let Some(value) = table.get("packages") else { return Packages { openapi, ..Packages::default() } };
        let Some(packages) = self.subtable(value, "packages", &[NPM.key, PYTHON.key]) else {
            return Packages::default();
        };
        let mut package = |registry| self.package(packages, registry, outputs);
        Packages { openapi, npm: package(&NPM), python: package(&PYTHON) }
    }

    fn package(&mut self, packages: &DeTable<'_>, registry: &Registry, outputs: &[Group]) -> Package {
        let path = format!("packages.{}", registry.key);
        self.expect_output(packages, registry.key, &path, registry.group, outputs);
        let Some(value) = packages.get(registry.key) else { return Package::default() };
        let Some(keys) = self.subtable(value, &path, &["name", "version"]) else { return Package::default() };
        let name = keys.get("name").and_then(|value| {
            let name = self.text(value, "`name`")?;
            let why = if name.is_empty() { Some("it is empty") } else { (registry.invalid_name)(&name) };
            if let Some(why) = why {
                let message = format!("invalid package name {}: {why}", quoted(&name));
                let help = format!("Choose a name such as {}.", quoted(registry.example));
                self.invalid(value, &diagnostics::BAD_PACKAGE_NAME, message, help);
            }
            Some(name)
        });
        let version = keys.get("version").and_then(|value| {
            let version = self.text(value, "`version`")?;
            if !(registry.is_version)(&version) {
                let help = match python_version(&version).filter(|_| registry.group == Group::Python) {
                    Some(canonical) => format!("Write {}, the same version as in PEP 440.", quoted(&canonical)),
                    None => registry.version_help.to_owned(),
                };
                let message = format!("`version` is not a version: {}", quoted(&version));
                self.invalid(value, &diagnostics::BAD_VERSION, message, help);
            }
            Some(version)
        });
        Package { name, version }
    }

    fn invalid(&mut self, value: &Spanned<DeValue<'_>>, rule: &'static Rule, message: String, help: String) {
        let at = self.span(value.span());
        self.found.push(Diagnostic::new(rule, message).at(at, "").help(help));
    }

    /// Reports a key that has no effect without an output.
    fn expect_output(&mut self, table: &DeTable<'_>, key: &str, path: &str, output: Group, outputs: &[Group]) {
        let Some((key, _)) = table.get_key_value(key).filter(|_| !outputs.contains(&output)) else { return };
        let word = output.as_str();
        let found =
            Diagnostic::new(&diagnostics::MISPLACED_KEY, format!("`{path}` has no effect without the output `{word}`"));
        let at = self.span(key.span());
        self.found.push(found.at(at, "not allowed here").help(format!("Add `{word}` to `outputs`, or remove this.")));
    }
}
