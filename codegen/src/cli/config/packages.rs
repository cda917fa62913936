//! The settings of packages for other languages, and the rules of their registries.

use crate::emit::options::Group;
use crate::emit::packages::{OpenApi, Package, invalid_npm_name, invalid_python_name, is_python_version};

/// The settings of packages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Packages {
    pub(super) openapi: OpenApi,
    pub(super) npm: Package,
    pub(super) python: Package,
}

/// A registry's rules.
pub(super) struct Registry {
    /// Its key in `packages`.
    pub(super) key: &'static str,
    pub(super) group: Group,
    /// An example of a name.
    pub(super) example: &'static str,
    /// Why a name is invalid.
    pub(super) invalid_name: fn(&str) -> Option<&'static str>,
    pub(super) is_version: fn(&str) -> bool,
    /// How to write a version.
    pub(super) version_help: &'static str,
}

pub(super) const NPM: Registry = Registry {
    key: "npm",
    group: Group::Typescript,
    example: "@shop/errors",
    invalid_name: invalid_npm_name,
    is_version: |it| semver::Version::parse(it).is_ok(),
    version_help: "Write three whole numbers (Semantic Versioning 2.0), such as `1.4.0`.",
};

pub(super) const PYTHON: Registry = Registry {
    key: "python",
    group: Group::Python,
    example: "shop-errors",
    invalid_name: invalid_python_name,
    is_version: is_python_version,
    version_help: "Write it as in PEP 440, such as `1.4.0` or `1.5.0rc1`.",
};
