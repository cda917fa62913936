//! Which API a book is about, and how its crate is generated.

use serde::Serialize;

use super::keywords::CodeStyle;
use super::spans::KeySpans;
use crate::source::Span;

/// Which API a book is about, and how its crate is generated.
#[derive(Debug, Clone, Serialize)]
pub struct Api {
    /// The API's name.
    pub name: String,
    /// The version of the contract.
    pub version: String,
    /// The crate's name.
    #[serde(rename = "crate")]
    pub crate_name: String,
    /// The crate's own version; `None`: it uses the contract's.
    pub crate_version: Option<String>,
    /// Its dependency on the runtime.
    pub runtime: Runtime,
    /// What its `Cargo.toml` says of the package.
    pub package: Package,
    /// How codes are written.
    pub code_style: CodeStyle,
    /// Whether the docs tell clients to expect unknown codes.
    pub open: bool,
    /// The URL of the published docs, without a trailing slash.
    pub docs_url: Option<String>,
    /// Its places in the spec.
    #[serde(skip)]
    pub places: KeySpans,
    /// The places of the crate's name and version, if the crate has its own version.
    #[serde(skip)]
    pub crate_places: Option<KeySpans>,
}

impl Api {
    /// The name with the word *API*, which it may have already: `Shop API`.
    pub fn full_name(&self) -> String {
        let last = self.name.split_whitespace().next_back().unwrap_or_default();
        let has_word = last.ends_with("API") || last.eq_ignore_ascii_case("api");
        if has_word { self.name.clone() } else { format!("{} API", self.name) }
    }

    /// The crate's version, whether it is its own or the contract's.
    pub fn crate_version(&self) -> &str {
        self.crate_version.as_deref().unwrap_or(&self.version)
    }

    /// The place of the crate's version, whether it is its own or the contract's.
    pub(crate) fn place_of_crate_version(&self) -> Span {
        self.crate_places.as_ref().unwrap_or(&self.places).of("version")
    }

    /// The place of the crate's name.
    pub(crate) fn place_of_crate_name(&self) -> Span {
        self.crate_places.as_ref().map_or_else(|| self.places.of("crate"), |it| it.of("name"))
    }

    /// The origin of the published docs, to which links that begin with `/` are relative.
    pub fn site(&self) -> Option<&str> {
        self.docs_url.as_deref().map(site)
    }
}

/// The origin of a URL: `https://shop.example`.
pub(crate) fn site(url: &str) -> &str {
    let host = url.find("://").map_or(0, |it| it + "://".len());
    let end = url[host..].find(['/', '?', '#']).map_or(url.len(), |it| host + it);
    &url[..end]
}

/// The source of the runtime.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Runtime {
    /// A requirement as Cargo reads it.
    pub version: Option<String>,
    /// A path relative to the crate's folder.
    pub path: Option<String>,
    /// The URL of a git repository.
    pub git: Option<String>,
    /// A commit of that repository.
    pub rev: Option<String>,
}

impl Runtime {
    /// Its keys that have a value, as in a `Cargo.toml`.
    pub fn keys(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let Self { version, path, git, rev } = self;
        let keys = [("version", version), ("path", path), ("git", git), ("rev", rev)];
        keys.into_iter().filter_map(|(key, value)| Some((key, value.as_deref()?)))
    }
}

/// What the generated `Cargo.toml` says of the package.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Package {
    /// The description.
    pub description: Option<String>,
    /// An SPDX expression.
    pub license: Option<String>,
    /// The URL of the source.
    pub repository: Option<String>,
    /// The URL of the home page.
    pub homepage: Option<String>,
    /// The URL of the documentation.
    pub documentation: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// Categories of the registry.
    pub categories: Vec<String>,
    /// Where it may be published.
    pub publish: Publish,
}

/// Where a package may be published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Publish {
    /// Nowhere.
    #[default]
    Never,
    /// In every registry.
    Anywhere,
    /// In these registries.
    Registries(Vec<String>),
}

impl Package {
    /// Its texts that have a value, apart from the description.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let Self { license, repository, homepage, documentation, .. } = self;
        let keys = [
            ("license", license),
            ("repository", repository),
            ("homepage", homepage),
            ("documentation", documentation),
        ];
        keys.into_iter().filter_map(|(key, value)| Some((key, value.as_deref()?)))
    }

    /// Its lists that are not empty, apart from the registries.
    pub fn lists(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        let Self { authors, keywords, categories, .. } = self;
        let keys = [("authors", authors), ("keywords", keywords), ("categories", categories)];
        keys.into_iter().map(|(key, list)| (key, list.as_slice())).filter(|it| !it.1.is_empty())
    }
}
