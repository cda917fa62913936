//! A book with what is generated from it, and what the chosen outputs cannot express.

use std::ops::Deref;

use super::options::{Group, Options};
use super::packages::{Package, invalid_npm_name, invalid_python_name, python_module, python_version};
use super::python;
use crate::diagnostics::{self, Diagnostic};
use crate::model::{Book, Publish};
use crate::text::quoted;

/// A book, and what is generated from it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Publication<'a> {
    pub(super) book: &'a Book,
    pub(super) options: &'a Options,
}

impl Deref for Publication<'_> {
    type Target = Book;

    fn deref(&self) -> &Book {
        self.book
    }
}

impl Publication<'_> {
    /// What the packages are about, in their metadata.
    pub(super) fn description(&self) -> String {
        let own = self.book.api.package.description.clone();
        own.unwrap_or_else(|| format!("The errors of the {}", self.book.api.full_name()))
    }

    /// Whether the registries of npm and Python may have the packages. A list names registries of Cargo's, which mean nothing there.
    pub(super) fn is_public(&self) -> bool {
        self.book.api.package.publish == Publish::Anywhere
    }

    /// The name and the version of the npm package.
    pub(super) fn npm(&self) -> (&str, &str) {
        let Package { name, version } = &self.options.npm;
        let api = &self.book.api;
        (name.as_deref().unwrap_or(&api.crate_name), version.as_deref().unwrap_or(&api.version))
    }

    /// The name and the version of the Python package.
    pub(super) fn python(&self) -> (&str, String) {
        let Package { name, version } = &self.options.python;
        let version = version.clone().or_else(|| python_version(&self.book.api.version));
        // The version was checked.
        (name.as_deref().unwrap_or(&self.book.api.crate_name), version.unwrap_or_default())
    }

    /// The name by which Python imports the package.
    pub(super) fn python_module(&self) -> String {
        python_module(self.python().0)
    }
}

/// What a book has that the chosen outputs cannot express.
pub(crate) fn problems(book: &Book, options: &Options) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let needs_version = options.has(Group::Python) && options.python.version.is_none();
    if needs_version && python_version(&book.api.version).is_none() {
        let what = format!("the version {} is not a version of Python packages", quoted(&book.api.version));
        let found_at = Diagnostic::new(&diagnostics::BAD_VERSION, what).at(book.api.places.of("version"), "");
        found.push(found_at.help(
            "Write the package's version in `errbook.toml`, as in PEP 440: `version = \"1.5.0rc1\"` in `[packages.python]`.",
        ));
    }
    if options.has(Group::Typescript) {
        let fix = "Write the package's name in `errbook.toml`, such as `name = \"@shop/errors\"` in `[packages.npm]`.";
        found.extend(unusable_name(book, &options.npm, "npm", invalid_npm_name, fix));
    }
    if options.has(Group::Python) {
        let fix =
            "Write the package's name in `errbook.toml`, such as `name = \"shop-errors\"` in `[packages.python]`.";
        found.extend(unusable_name(book, &options.python, "Python", invalid_python_name, fix));
        found.extend(python::collisions(book));
    }
    found
}

/// A package without a name of its own has the crate's, which its registry may not allow.
fn unusable_name(
    book: &Book,
    package: &Package,
    registry: &str,
    invalid_name: fn(&str) -> Option<&'static str>,
    fix: &str,
) -> Option<Diagnostic> {
    let name = &book.api.crate_name;
    // The name in the settings was checked when they were read.
    let why = invalid_name(name).filter(|_| package.name.is_none())?;
    let what = format!("the {registry} package cannot have the crate's name {}: {why}", quoted(name));
    Some(Diagnostic::new(&diagnostics::BAD_PACKAGE_NAME, what).at(book.api.place_of_crate_name(), "").help(fix))
}
