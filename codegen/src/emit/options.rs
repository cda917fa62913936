//! What is generated from a book: which outputs, and the layout of the Rust.

use super::features::{FEATURES, Feature};
use super::output::OWNED_FOLDERS;

/// Output files that are chosen together, by a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The crate with its README, or the module.
    Rust,
    /// The pages, and the settings of mdBook.
    Docs,
    /// `errors.json`.
    Json,
    /// `errors.csv`.
    Csv,
    /// The docs for language models.
    Llms,
}

impl Group {
    /// Every group with its word.
    pub const WORDS: &'static [(&'static str, Self)] =
        &[("rust", Self::Rust), ("docs", Self::Docs), ("json", Self::Json), ("csv", Self::Csv), ("llms", Self::Llms)];

    /// The groups of a book that names none.
    pub const DEFAULT: &'static [Self] = &[Self::Rust, Self::Docs, Self::Json];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }
}

/// The layout of the generated Rust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// A crate: `Cargo.toml`, and `src/`.
    Crate,
    /// A module of another crate: `mod.rs`, and the files beside it.
    Module {
        /// The module's path below that crate's root: `["errors"]`.
        path: Vec<String>,
    },
}

/// What is generated from a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    groups: Vec<Group>,
    /// The layout of the Rust.
    pub layout: Layout,
    features: Vec<&'static str>,
}

impl Options {
    /// These groups, in the layout of a crate.
    pub fn of(groups: impl IntoIterator<Item = Group>) -> Self {
        let mut groups: Vec<Group> = groups.into_iter().collect();
        groups.sort_unstable();
        groups.dedup();
        Self { groups, layout: Layout::Crate, features: Vec::new() }
    }

    /// Every group, in the layout of a crate.
    pub fn all() -> Self {
        Self::of(Group::WORDS.iter().map(|it| it.1))
    }

    /// In this layout.
    #[must_use]
    pub fn with_layout(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }

    /// With these features on: by default in a crate, always in a module. Unknown names are ignored.
    #[must_use]
    pub fn with_features<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<&str> = names.into_iter().collect();
        self.features = FEATURES.iter().map(|it| it.name).filter(|it| names.contains(it)).collect();
        self
    }

    /// Whether a group is generated.
    pub fn has(&self, group: Group) -> bool {
        self.groups.contains(&group)
    }

    /// The features that exist: `docs` includes the pages.
    pub(crate) fn features(&self) -> impl Iterator<Item = &'static Feature> {
        FEATURES.iter().filter(|it| it.name != "docs" || self.has(Group::Docs))
    }

    /// Whether a feature was chosen.
    pub(crate) fn is_on(&self, feature: &str) -> bool {
        self.features.contains(&feature)
    }

    /// The features that were chosen.
    pub(crate) fn chosen(&self) -> &[&'static str] {
        &self.features
    }

    /// Whether the Rust includes the pages: in a crate they have a feature, in a module the feature is on or off.
    pub(crate) fn has_pages(&self) -> bool {
        self.has(Group::Docs) && (!self.is_module() || self.is_on("docs"))
    }

    /// Whether the Rust is a module.
    pub(crate) fn is_module(&self) -> bool {
        matches!(self.layout, Layout::Module { .. })
    }

    /// The folders in which every file is generated.
    pub fn owned_folders(&self) -> impl Iterator<Item = &'static str> {
        OWNED_FOLDERS.iter().copied().filter(|it| match *it {
            "docs" => self.has(Group::Docs),
            _ => self.has(Group::Rust) && !self.is_module(),
        })
    }

    /// Whether every Rust file beside the manifest is generated, too.
    pub fn owns_rust_files(&self) -> bool {
        self.has(Group::Rust) && self.is_module()
    }

    /// The path of a Rust file, which a crate has in `src/`.
    pub(crate) fn rust_path(&self, path: &str) -> String {
        match path.strip_prefix("src/") {
            Some("lib.rs") if self.is_module() => MODULE_ROOT.to_owned(),
            Some(name) if self.is_module() => name.to_owned(),
            _ => path.to_owned(),
        }
    }
}

/// The root of a module.
pub(crate) const MODULE_ROOT: &str = "mod.rs";
