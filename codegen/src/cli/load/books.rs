//! The books that a diff compares: found, read and compiled.

use std::ffi::OsStr;

use super::revision::{Origin, Side};
use super::spec_dir;
use crate::cli::args::SpecFolder;
use crate::cli::display::{prefix, shown};
use crate::cli::status::{self, Outcome, status};
use crate::compat;
use crate::compat::render::Snapshot;
use crate::model::Book;
use crate::{Compiled, compile, diagnostics};

/// Why there is no report, and how the command ends.
pub(in crate::cli) struct Stop {
    pub(in crate::cli) why: String,
    pub(in crate::cli) outcome: Outcome,
}

impl From<String> for Stop {
    fn from(why: String) -> Self {
        Self { why, outcome: Outcome::Failed }
    }
}

/// What is compared.
pub(in crate::cli) struct Books {
    /// The proposed book.
    pub(in crate::cli) head: Loaded,
    pub(in crate::cli) base: Base,
    /// The book that the version is compared with, if it is not the base.
    pub(in crate::cli) release: Option<Loaded>,
}

/// A side that compiles.
pub(in crate::cli) struct Loaded {
    pub(in crate::cli) side: Side,
    compiled: Compiled,
    pub(in crate::cli) book: Book,
}

pub(in crate::cli) enum Base {
    Book(Box<Loaded>),
    /// A side without a spec.
    Nothing(Side),
}

impl Loaded {
    pub(in crate::cli) fn snapshot(&self) -> Snapshot<'_> {
        let Self { side, compiled, book } = self;
        Snapshot { name: &side.name, book, sources: &compiled.sources, prefix: &side.prefix }
    }

    pub(in crate::cli) fn side(&self) -> compat::Side<'_> {
        compat::Side { book: &self.book, waivers: &self.compiled.waivers }
    }
}

impl Base {
    pub(in crate::cli) fn side(&self) -> &Side {
        match self {
            Self::Book(it) => &it.side,
            Self::Nothing(side) => side,
        }
    }

    pub(in crate::cli) fn loaded(&self) -> Option<&Loaded> {
        if let Self::Book(it) = self { Some(it) } else { None }
    }
}

impl Books {
    /// Finds and reads the books. The release is looked up if the base is a commit, or with `--since-release`.
    pub(in crate::cli) fn read(
        folder: &SpecFolder,
        base: Option<&OsStr>,
        head: Option<&OsStr>,
        since_release: bool,
    ) -> Result<Self, Stop> {
        let origin = Origin::new(folder)?;
        let head = head.map(|it| origin.head(it)).transpose()?;
        let base = match base {
            Some(name) => origin.base(name)?,
            None => origin.merge_base(head.as_ref())?,
        };
        let has_release = since_release || base.commit.is_some();
        let release = if has_release { origin.release(&base, head.as_ref())? } else { None };
        let head = proposed(folder, head)?;
        let base = earlier(base, &head.book)?;
        if release.is_none() && since_release {
            let (name, shallow) = (&base.side().name, origin.if_shallow()?);
            status!(
                "note: there is no release (a tag such as `v1.2.3`) before {name}; only {name} is compared{shallow}"
            );
        }
        let release = released(release, base.side(), since_release)?;
        Ok(Self { head, base, release })
    }
}

fn proposed(folder: &SpecFolder, head: Option<Side>) -> Result<Loaded, Stop> {
    let (side, compiled) = if let Some(mut side) = head {
        let inputs = std::mem::take(&mut side.inputs);
        (side, compile(inputs))
    } else {
        let side = Side::new(shown(&folder.path), String::new(), prefix(&folder.path), Vec::new());
        (side, spec_dir::read(folder))
    };
    let outcome = status::compiled(&compiled);
    loaded(side, compiled)
        .map_err(|_| Stop { why: "the spec has errors. Fix them before comparing it.".to_owned(), outcome })
}

fn earlier(mut side: Side, head: &Book) -> Result<Base, Stop> {
    if let Some(note) = &side.note {
        status!("note: {note}");
    }
    if !side.has_spec() {
        let hint = match side.commit {
            Some(_) => " If the spec folder was elsewhere then, name it: `--base REV:DIR`.",
            None => "",
        };
        status!("note: {} contains no spec: every code counts as new.{hint}", side.name);
        return Ok(Base::Nothing(side));
    }
    let compiled = compile(std::mem::take(&mut side.inputs));
    let mut it = loaded(side, compiled).map_err(|broken| match broken {
        Broken::Newer(why) => format!(
            "{why} Compare with a spec in this version of the language: `--base REV`. Or convert the earlier spec, and name its \
             folder: `--base DIR`."
        ),
        Broken::Errors(why) => {
            format!("{why} Name another base: `--base REV`. Or fix a copy of it, and name that: `--base DIR`.")
        }
    })?;
    if it.side.is_one_file {
        // One file cannot contain guides, so that theirs is not a change.
        it.book.guides.clone_from(&head.guides);
    }
    Ok(Base::Book(Box::new(it)))
}

fn released(release: Option<Side>, base: &Side, is_required: bool) -> Result<Option<Loaded>, Stop> {
    let Some(mut release) = release else { return Ok(None) };
    // It is the base itself, or precedes the first spec.
    if release.commit == base.commit || !release.has_spec() {
        return Ok(None);
    }
    let compiled = compile(std::mem::take(&mut release.inputs));
    match loaded(release, compiled) {
        Ok(it) => Ok(Some(it)),
        Err(Broken::Newer(why) | Broken::Errors(why)) if is_required => {
            Err(format!("{why} Run the command without `--since-release`.").into())
        }
        Err(Broken::Newer(why) | Broken::Errors(why)) => {
            status!("note: {why} The version is compared with that of {}.", base.name);
            Ok(None)
        }
    }
}

/// Why a side has no book, in one sentence.
enum Broken {
    /// It is written in an unknown version of the language.
    Newer(String),
    Errors(String),
}

/// Compiles a side, and reports its errors.
fn loaded(side: Side, mut compiled: Compiled) -> Result<Loaded, Broken> {
    if let Some(book) = compiled.book.take() {
        return Ok(Loaded { side, compiled, book });
    }
    status::report(&side.prefix, &compiled);
    let name = &side.name;
    Err(if compiled.diagnostics.iter().any(|it| *it.rule == diagnostics::UNSUPPORTED_VERSION) {
        Broken::Newer(format!("the spec of {name} is written in an unsupported version of the spec language."))
    } else {
        Broken::Errors(format!("the spec of {name} has errors."))
    })
}
