//! The keys of `api.package` and `api.runtime`: what the generated `Cargo.toml` says of the package and its dependency.

use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::key::ValueType::{self, Boolean, Either, List, Text, Url};
use crate::lower::key::{Map, Omitted, optional};
use crate::lower::read::misfit;
use crate::model::{Package, Publish, Runtime};
use crate::syntax::{Kind, Scalar, Value};
use crate::text::{is_invisible, quoted};

const TEXTS: ValueType = List(&Text);

#[rustfmt::skip]
pub(crate) static PACKAGE: Map = Map::new(
    "package",
    &[
        optional("description", Text, Omitted::Described("one with the API's name"), "The package's description."),
        optional("license", Text, Omitted::None, "An SPDX expression, such as `MIT OR Apache-2.0`."),
        optional("repository", Url, Omitted::None, "The URL of the source."),
        optional("homepage", Url, Omitted::None, "The URL of the home page."),
        optional("documentation", Url, Omitted::None, "The URL of the crate's documentation."),
        optional("authors", TEXTS, Omitted::None, "The authors, each as `Name <email>`."),
        optional("keywords", TEXTS, Omitted::None, "Words to find it by."),
        optional("categories", TEXTS, Omitted::None, "Categories of the registry."),
        optional("publish", Either(&Boolean, &TEXTS), Omitted::Value("false"), "Whether `cargo publish` is allowed, or to which registries. The npm and Python packages are private unless it is `true`."),
    ],
);

#[rustfmt::skip]
pub(super) static RUNTIME: Map = Map::new(
    "runtime",
    &[
        optional("version", Text, Omitted::None, "A version requirement, as in a `Cargo.toml`."),
        optional("path", Text, Omitted::None, "A path relative to the crate's folder, with `/` as the separator."),
        optional("git", Text, Omitted::None, "The URL of a git repository that contains it. Not together with `path`."),
        optional("rev", Text, Omitted::None, "The commit in that repository."),
    ],
);

impl Context<'_> {
    /// `api.package`.
    pub(super) fn metadata(&mut self, value: Value<'_>) -> Package {
        let Some(keys) = self.keys(value, "`package`", &PACKAGE) else { return Package::default() };
        let text = |it: &mut Self, key: &str| keys.get(key).and_then(|value| it.text(value, &format!("`{key}`")));
        let url = |it: &mut Self, key: &str| keys.get(key).and_then(|value| it.url(value, &format!("`{key}`")));
        let texts = |it: &mut Self, key: &str| keys.get(key).map(|value| it.texts(value, key)).unwrap_or_default();
        Package {
            description: keys.get("description").and_then(|it| self.paragraph(it, "`description`")),
            license: text(self, "license"),
            repository: url(self, "repository"),
            homepage: url(self, "homepage"),
            documentation: url(self, "documentation"),
            authors: texts(self, "authors"),
            keywords: texts(self, "keywords"),
            categories: texts(self, "categories"),
            publish: keys.get("publish").map(|it| self.publish(it)).unwrap_or_default(),
        }
    }

    fn texts(&mut self, value: Value<'_>, key: &str) -> Vec<String> {
        let items = self.list(value, &format!("`{key}`"));
        items.into_iter().filter_map(|it| self.text(it, &format!("an item of `{key}`"))).collect()
    }

    fn publish(&mut self, value: Value<'_>) -> Publish {
        match value.kind() {
            Kind::Scalar(Scalar::Boolean(true)) => Publish::Anywhere,
            Kind::Scalar(Scalar::Boolean(false)) => Publish::Never,
            Kind::List => Publish::Registries(self.texts(value, "publish")),
            _ => {
                let found = misfit(value, "`publish` must be `true`, `false`, or a list of registries");
                self.push(found.help("Write `publish: true` to allow every registry."));
                Publish::Never
            }
        }
    }

    /// `api.runtime`.
    pub(super) fn runtime(&mut self, value: Value<'_>) -> Runtime {
        let Some(keys) = self.keys(value, "`runtime`", &RUNTIME) else { return Runtime::own() };
        let version = keys.get("version").and_then(|it| {
            let text = self.text(it, "`version`")?;
            if semver::VersionReq::parse(&text).is_err() {
                let found = Diagnostic::new(
                    &diagnostics::BAD_VERSION,
                    format!("invalid version requirement {}", quoted(&text)),
                );
                self.push(found.at(it.span(), "").help("Write it as in a `Cargo.toml`, such as `\"0.1\"`."));
            }
            Some(text)
        });
        let path = keys.get("path").and_then(|it| {
            let text = self.text(it, "`path`")?;
            if text.contains('\\') || text.chars().any(is_invisible) {
                let found =
                    Diagnostic::new(&diagnostics::BAD_PATH, format!("{} is not a portable path", quoted(&text)));
                self.push(
                    found
                        .at(it.span(), "")
                        .help("Use `/` as the separator. The path is relative to the crate's folder."),
                );
            }
            Some(text)
        });
        let git = keys.get("git").and_then(|it| {
            let text = self.text(it, "`git`")?;
            if !text.contains("://") || text.contains(|c: char| c.is_whitespace() || is_invisible(c)) {
                let found = Diagnostic::new(&diagnostics::BAD_LINK, format!("`git` is not a URL: {}", quoted(&text)));
                self.push(found.at(it.span(), "").help("Write a URL as in a `Cargo.toml`: `https://…` or `ssh://…`."));
            }
            Some(text)
        });
        let rev = keys.get("rev").and_then(|it| self.text(it, "`rev`"));
        if let (Some(rev), None) = (keys.pair("rev"), keys.pair("git")) {
            let found = Diagnostic::new(&diagnostics::MISPLACED_KEY, "`rev` has no effect without `git`");
            self.push(found.at(rev.key_span, "not allowed here").help("Add `git`, the URL of the repository."));
        }
        if let (Some(path), Some(git)) = (keys.pair("path"), keys.pair("git")) {
            let found = Diagnostic::new(&diagnostics::MISPLACED_KEY, "`path` and `git` are two sources of one crate");
            let found = found.at(git.key_span, "not allowed here").at(path.key_span, "the other source");
            self.push(found.help("Remove one of them."));
        }
        let runtime = Runtime { version, path, git, rev };
        if runtime == Runtime::default() { Runtime::own() } else { runtime }
    }
}

impl Runtime {
    /// The runtime of this errbook's own version.
    pub(super) fn own() -> Self {
        Self { version: Some(env!("CARGO_PKG_VERSION").to_owned()), ..Self::default() }
    }
}
