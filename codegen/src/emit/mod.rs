//! A book compiled to files: `TARGETS` has a row for each, or for each kind.
//!
//! Emitters check nothing: a book is checked when it is built. Paths are known before contents are made, so that large books are
//! written part by part.

mod cargo_toml;
mod conformance;
mod data;
mod docs;
mod features;
mod group;
pub mod inject;
pub(crate) mod jobs;
mod openapi;
pub mod options;
pub mod output;
pub mod packages;
pub(crate) mod parallel;
mod publication;
mod python;
mod readme;
mod rust;
mod typescript;

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::Serialize;

use Emitter::{Chosen, Crate, Fixed, One, Optional, OptionalChosen, Several, Stream};
use Group::{Conformance, Csv, Docs, Json, Llms, Typescript};

use crate::emit::jobs::{Job, jobs};
use crate::emit::options::{Group, Options};
use crate::emit::output::{NOTICE, Output, manifest};
use crate::model::{Book, ErrorDef, Retired};
use crate::urls::PAGES;

/// An output file, or several of one kind.
pub(crate) struct Target {
    /// The path below the output folder. For several files, `*` is the name of each; in `python/`, it is that of the module.
    pub(crate) path: &'static str,
    emitter: Emitter,
    /// The outputs that it is chosen with.
    pub(crate) group: Group,
    /// Whether its changes are reviewed: pull requests collapse all other files.
    pub(crate) reviewed: bool,
}

/// The function that builds a target's contents.
enum Emitter {
    /// A file of the layout `crate` only.
    Crate(fn(&Publication<'_>) -> String),
    /// A file that depends on the options.
    Chosen(fn(&Publication<'_>) -> String),
    OptionalChosen(fn(&Publication<'_>) -> Option<String>),
    /// A file that is the same for every book, after the notice.
    Fixed(&'static str),
    One(fn(&Book) -> String),
    /// A file that not every book needs.
    Optional(fn(&Book) -> Option<String>),
    Several(fn(Publication<'_>) -> Series<'_>),
    /// A file that is too large to be held as a whole.
    Stream(fn(&Publication<'_>, &mut dyn Write) -> io::Result<()>),
}

/// Files of one kind, each made on its own.
struct Series<'a> {
    names: Vec<String>,
    /// The contents of the file at this position.
    contents: Box<dyn Fn(usize) -> String + Send + Sync + 'a>,
}

/// Every target except the manifest, which lists them.
#[rustfmt::skip]
pub(crate) static TARGETS: &[Target] = &[
    Target { path: "Cargo.toml", emitter: Crate(cargo_toml::emit), group: Group::Rust, reviewed: true },
    Target { path: "README.md", emitter: Crate(readme::emit), group: Group::Rust, reviewed: true },
    Target { path: BOOK_TOML, emitter: One(docs::book_toml::emit), group: Docs, reviewed: true },
    Target { path: "conformance.jsonl", emitter: One(conformance::emit), group: Conformance, reviewed: false },
    Target { path: "docs/errors.md", emitter: Chosen(docs::reference::emit), group: Docs, reviewed: true },
    Target { path: PAGES, emitter: Several(docs::page::emit), group: Docs, reviewed: true },
    Target { path: "docs/statuses/*.md", emitter: Several(docs::statuses::statuses), group: Docs, reviewed: false },
    Target { path: "docs/retired.md", emitter: Optional(docs::statuses::retired), group: Docs, reviewed: true },
    Target { path: "docs/SUMMARY.md", emitter: One(docs::summary::emit), group: Docs, reviewed: true },
    Target { path: "errors.json", emitter: Stream(data::errors_json::emit), group: Json, reviewed: false },
    Target { path: "errors.csv", emitter: One(data::csv::emit), group: Csv, reviewed: false },
    Target { path: "llms.txt", emitter: Chosen(data::llms::list), group: Llms, reviewed: false },
    Target { path: OPENAPI, emitter: Chosen(openapi::emit), group: Group::Openapi, reviewed: false },
    Target { path: "llms-full.txt", emitter: Stream(data::llms::full), group: Llms, reviewed: false },
    Target { path: "src/app_error.rs", emitter: Chosen(rust::app_error::emit), group: Group::Rust, reviewed: true },
    Target { path: "src/code.rs", emitter: Chosen(rust::code::emit), group: Group::Rust, reviewed: true },
    Target { path: "src/code_docs.rs", emitter: One(rust::code_docs::emit), group: Group::Rust, reviewed: true },
    Target { path: "src/code_info.rs", emitter: Chosen(rust::code_info::emit), group: Group::Rust, reviewed: true },
    Target { path: "src/index.rs", emitter: One(rust::index::emit), group: Group::Rust, reviewed: false },
    Target { path: "src/kind.rs", emitter: Chosen(rust::kind::emit), group: Group::Rust, reviewed: true },
    Target { path: "src/lib.rs", emitter: Chosen(rust::lib::emit), group: Group::Rust, reviewed: true },
    Target { path: "src/members.rs", emitter: OptionalChosen(rust::members::emit), group: Group::Rust, reviewed: true },
    Target { path: "src/openapi.rs", emitter: OptionalChosen(rust::openapi::emit), group: Group::Rust, reviewed: true },
    Target { path: "src/pages.rs", emitter: OptionalChosen(rust::pages::emit), group: Group::Rust, reviewed: true },
    Target { path: "src/payload.rs", emitter: Chosen(rust::payload::emit), group: Group::Rust, reviewed: true },
    Target { path: "src/schema.rs", emitter: One(rust::schema::emit), group: Group::Rust, reviewed: true },
    Target { path: "python/pyproject.toml", emitter: Chosen(python::pyproject), group: Group::Python, reviewed: true },
    Target { path: "python/README.md", emitter: Chosen(python::readme), group: Group::Python, reviewed: true },
    Target { path: "python/*/py.typed", emitter: One(|_| format!("# {NOTICE}\n")), group: Group::Python, reviewed: false },
    Target { path: "python/*/__init__.py", emitter: Chosen(python::init), group: Group::Python, reviewed: false },
    Target { path: "python/*/errors.py", emitter: One(python::errors), group: Group::Python, reviewed: true },
    Target { path: "python/*/fields.py", emitter: One(python::fields), group: Group::Python, reviewed: true },
    Target { path: "python/*/_fields_*.py", emitter: Several(python::parts_of_fields), group: Group::Python, reviewed: true },
    Target { path: "python/*/_book.py", emitter: One(python::book), group: Group::Python, reviewed: false },
    Target { path: "python/*/_api.py", emitter: Fixed(python::API), group: Group::Python, reviewed: false },
    Target { path: "python/*/_consume.py", emitter: Fixed(python::CONSUME), group: Group::Python, reviewed: false },
    Target { path: "python/*/_dates.py", emitter: Fixed(python::DATES), group: Group::Python, reviewed: false },
    Target { path: "python/*/_decode.py", emitter: Fixed(python::DECODE), group: Group::Python, reviewed: false },
    Target { path: "python/*/_document.py", emitter: Fixed(python::DOCUMENT), group: Group::Python, reviewed: false },
    Target { path: "python/*/_error.py", emitter: Fixed(python::ERROR), group: Group::Python, reviewed: false },
    Target { path: "python/*/_form.py", emitter: Fixed(python::FORM), group: Group::Python, reviewed: false },
    Target { path: "python/*/_json.py", emitter: Fixed(python::JSON), group: Group::Python, reviewed: false },
    Target { path: "python/*/_response.py", emitter: Fixed(python::RESPONSE), group: Group::Python, reviewed: false },
    Target { path: "python/*/_retry.py", emitter: Fixed(python::RETRY), group: Group::Python, reviewed: false },
    Target { path: "python/*/_schema.py", emitter: Fixed(python::SCHEMA), group: Group::Python, reviewed: false },
    Target { path: "python/*/_short.py", emitter: Fixed(python::SHORT), group: Group::Python, reviewed: false },
    Target { path: "python/*/_values.py", emitter: Fixed(python::VALUES), group: Group::Python, reviewed: false },
    Target { path: "typescript/README.md", emitter: Chosen(typescript::readme::emit), group: Typescript, reviewed: true },
    Target { path: "typescript/book.js", emitter: One(typescript::tables::emit), group: Typescript, reviewed: true },
    Target { path: "typescript/codes.d.ts", emitter: One(typescript::codes::types), group: Typescript, reviewed: false },
    Target { path: "typescript/codes.js", emitter: One(typescript::codes::script), group: Typescript, reviewed: false },
    Target { path: "typescript/errors.d.ts", emitter: One(typescript::types::emit), group: Typescript, reviewed: true },
    Target { path: "typescript/index.d.ts", emitter: One(typescript::index::types), group: Typescript, reviewed: true },
    Target { path: "typescript/index.js", emitter: One(typescript::index::script), group: Typescript, reviewed: false },
    Target { path: "typescript/lib/*", emitter: Several(typescript::fixed), group: Typescript, reviewed: false },
    Target { path: "typescript/package.json", emitter: Chosen(typescript::package::emit), group: Typescript, reviewed: true },
];

/// All output files of a book, in the layout of a crate, the manifest last. The same book gives the same bytes.
///
/// # Panics
///
/// If an emitter would write Rust that does not parse: that is a bug in the emitter.
pub fn emit(book: &Book) -> Vec<Output> {
    emit_with(book, &Options::all())
}

/// The chosen output files of a book, the manifest last. The same book and options give the same bytes.
///
/// # Panics
///
/// If an emitter would write Rust that does not parse: that is a bug in the emitter.
pub fn emit_with(book: &Book, options: &Options) -> Vec<Output> {
    let outputs = parallel::each(&jobs(book, options), Job::outputs);
    let mut outputs: Vec<Output> = outputs.into_iter().flatten().collect();
    outputs.push(manifest(outputs.iter().map(|output| &*output.path)));
    outputs
}

/// The groups of the files that a manifest lists.
pub fn listed(paths: &BTreeSet<String>) -> Vec<Group> {
    TARGETS.iter().filter(|it| paths.contains(it.path)).map(|it| it.group).collect()
}

/// A code in the form of `errors.json`.
pub fn data<'a>(book: &'a Book, entry: &'a ErrorDef) -> impl Serialize + 'a {
    data::errors_json::of_code(book, entry)
}

/// A retired code in the form of `errors.json`.
pub fn data_of_retired<'a>(book: &'a Book, retired: &'a Retired) -> impl Serialize + 'a {
    data::errors_json::of_retired(book, retired)
}

/// The page of a code, retired codes included, as Markdown: the file without the notice at its top, if every group is
/// generated.
pub fn page(book: &Book, code: &str) -> Option<String> {
    page_with(book, &Options::all(), code)
}

/// The same, if these are generated.
pub fn page_with(book: &Book, options: &Options, code: &str) -> Option<String> {
    docs::page::of_code(Publication { book, options }, code)
}

pub use crate::urls::{page_name, page_path, page_url};
#[doc(hidden)]
pub use conformance::Decoder;
pub use docs::book_toml::{BOOK_TOML, SITE};
pub(crate) use features::FEATURES;
use publication::Publication;
pub(crate) use publication::problems;

/// The path of the `OpenAPI` document.
const OPENAPI: &str = "openapi.json";
