//! The compiler of errbook: a spec's text in, generated files out.
//!
//! ```text
//! files ─ input ─▶ Sources ─ syntax ─▶ nodes with spans ─ lower ─▶ Book ─ emit ─▶ Vec<Output> ─ cli ─▶ disk
//!                        └─────────── Vec<Diagnostic> ───────────┘
//! ```
//!
//! Each step takes the result of the previous one, and knows nothing of the next. Only [`cli`] knows the disk.
//!
//! ```
//! use errbook_codegen::{Input, compile, emit};
//!
//! let spec = "
//! errbook: 1
//! api: {name: Shop, version: 1.0.0, crate: shop-errors}
//! errors:
//!   - {status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}
//!   - {status: 500, code: internal_error, meaning: The shop failed., remediation: Try again.}
//! fallback: {4xx: not_found, 5xx: internal_error}
//! ";
//! let compiled = compile(vec![Input::new("shop.yaml", spec)]);
//! assert!(compiled.diagnostics.is_empty());
//!
//! let outputs = emit::emit(&compiled.book.expect("a spec without mistakes gives a book"));
//! assert!(outputs.iter().any(|it| it.path == "src/lib.rs"));
//! ```

#[cfg(feature = "cli")]
pub mod cli;
pub mod compat;
pub mod diagnostics;
pub mod drift;
pub mod edits;
pub mod emit;
pub mod format;
pub mod input;
mod lower;
mod markdown;
pub mod model;
pub mod named;
#[doc(hidden)]
pub mod names;
pub mod reference;
pub mod revise;
pub mod source;
mod syntax;
#[doc(hidden)]
pub mod text;
mod urls;
pub mod verify;
mod waivers;
pub mod wire;

#[cfg(feature = "cli")]
pub use cli::write::{GenerateError, Generated, drift, generate};
use compat::Waiver;
use diagnostics::{Diagnostic, Diagnostics};
use emit::options::Options;
pub use input::{Input, Role, role};
#[doc(hidden)]
pub use markdown::unsupported_links;
use model::Book;
use source::Sources;

/// The result of compiling a spec.
#[derive(Debug)]
pub struct Compiled {
    /// The files, for the places of diagnostics.
    pub sources: Sources,
    /// The book; `None` if any diagnostic is an error.
    pub book: Option<Book>,
    /// The waivers of `waivers.yaml`, in its order.
    pub waivers: Vec<Waiver>,
    /// All diagnostics, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
}

impl Compiled {
    /// Adds what the chosen outputs cannot express. There is no book then.
    pub fn check_outputs(&mut self, options: &Options) {
        let found = self.book.as_ref().map(|book| emit::problems(book, options)).unwrap_or_default();
        if !found.is_empty() {
            self.diagnostics.extend(found);
            diagnostics::sort(&mut self.diagnostics);
            self.book = None;
        }
    }
}

/// Compiles a spec. The order of `inputs` is irrelevant, and files that are not part of a spec are ignored.
pub fn compile(mut inputs: Vec<Input>) -> Compiled {
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let mut sources = Sources::default();
    let mut found = Diagnostics::default();
    let (mut specs, mut guides, mut waivers) = (Vec::new(), Vec::new(), None);
    for input in inputs {
        match role(&input.path) {
            Role::Spec => specs.extend(input::read(&mut sources, input, &mut found)),
            Role::Guide => guides.extend(input::read(&mut sources, input, &mut found)),
            Role::Waivers => waivers = input::read(&mut sources, input, &mut found),
            Role::Misnamed => {
                let stem = input.path.rsplit_once('.').map_or("", |it| it.0);
                let file = sources.add(input.path.clone(), String::new());
                let ignored =
                    Diagnostic::new(&diagnostics::IGNORED_FILE, format!("{} is not read", text::quoted(&input.path)));
                found.push(ignored.at(sources.whole(file), "").help(format!(
                    "The files of a spec end in `.yaml`. Rename it to {}.",
                    text::quoted(&format!("{stem}.yaml"))
                )));
            }
            Role::None => {}
        }
    }
    let mut context = lower::Context::new(&sources, found);
    let waivers = waivers.map(|it| waivers::read(&mut context, it)).unwrap_or_default();
    let book = lower::lower(&mut context, &lower::Files { specs, guides });
    let diagnostics = context.finish();
    Compiled { sources, book, waivers, diagnostics }
}
