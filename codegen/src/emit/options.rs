//! What is generated from a book: which outputs, and the layout of the Rust.

use super::TARGETS;
use super::features::{FEATURES, Feature};
pub use super::group::Group;
use super::output::{OWNED_FOLDERS, OwnedFolder};
use super::packages::{OpenApi, Package};

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
    /// The version of the `OpenAPI` document.
    pub openapi: OpenApi,
    /// The npm package.
    pub npm: Package,
    /// The Python package.
    pub python: Package,
}

impl Options {
    /// These groups, in the layout of a crate.
    pub fn of(groups: impl IntoIterator<Item = Group>) -> Self {
        let mut groups: Vec<Group> = groups.into_iter().collect();
        groups.sort_unstable();
        groups.dedup();
        Self {
            groups,
            layout: Layout::Crate,
            features: Vec::new(),
            openapi: OpenApi::default(),
            npm: Package::default(),
            python: Package::default(),
        }
    }

    /// Every group, in the layout of a crate.
    pub fn all() -> Self {
        Self::of(TARGETS.iter().map(|it| it.group))
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

    /// The features that exist: `docs` includes the pages, and `utoipa` the document.
    pub(crate) fn features(&self) -> impl Iterator<Item = &'static Feature> {
        FEATURES.iter().filter(|it| match it.name {
            "docs" => self.has(Group::Docs),
            "utoipa" => self.has_openapi(),
            _ => true,
        })
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

    /// Whether there is a document in the version that `utoipa` writes.
    fn has_openapi(&self) -> bool {
        self.has(Group::Openapi) && self.openapi == OpenApi::V3_1
    }

    /// Whether the Rust includes that document: in a crate it has a feature, in a module the feature is on or off.
    pub(crate) fn has_utoipa(&self) -> bool {
        self.has_openapi() && (!self.is_module() || self.is_on("utoipa"))
    }

    /// Whether the Rust is a module.
    pub(crate) fn is_module(&self) -> bool {
        matches!(self.layout, Layout::Module { .. })
    }

    /// The folders of the chosen groups in which every file is generated, or every source file.
    pub fn owned_folders(&self) -> impl Iterator<Item = &'static OwnedFolder> {
        OWNED_FOLDERS.iter().filter(|it| self.has(it.group) && !(it.group == Group::Rust && self.is_module()))
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
