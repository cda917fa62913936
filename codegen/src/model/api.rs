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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Runtime {
    /// A requirement as Cargo reads it.
    pub version: Option<String>,
    /// A path relative to the crate's folder.
    pub path: Option<String>,
}
