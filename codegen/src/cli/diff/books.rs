//! The books that a diff is about: found, read and compiled.

use std::ffi::OsStr;

use crate::cli::revision::{Place, Side};
use crate::cli::words::shown;
use crate::cli::{Outcome, SpecFolder, spec, talk};
use crate::diff;
use crate::diff::show::Edition;
use crate::model::Book;
use crate::{Compiled, compile, diagnostics};

/// Why there is nothing to show.
pub(super) struct Stop {
    pub(super) why: String,
    pub(super) outcome: Outcome,
}

impl From<String> for Stop {
    fn from(why: String) -> Self {
        Self { why, outcome: Outcome::Failed }
    }
}

/// What is compared.
pub(super) struct Books {
    /// What is proposed.
    pub(super) head: Loaded,
    pub(super) base: Base,
    /// What the version is judged by, where that is not the base.
    pub(super) release: Option<Loaded>,
}

/// A side, compiled without errors.
pub(super) struct Loaded {
    pub(super) side: Side,
    compiled: Compiled,
    pub(super) book: Book,
}

/// What is there.
pub(super) enum Base {
    Book(Box<Loaded>),
    /// No spec.
    Nothing(Side),
}

impl Loaded {
    pub(super) fn edition(&self) -> Edition<'_> {
        let Self { side, compiled, book } = self;
        Edition { name: &side.name, book, sources: &compiled.sources, prefix: &side.prefix }
    }

    pub(super) fn side(&self) -> diff::Side<'_> {
        diff::Side { book: &self.book, waivers: &self.compiled.waivers }
    }
}

impl Base {
    pub(super) fn side(&self) -> &Side {
        match self {
            Self::Book(it) => &it.side,
            Self::Nothing(side) => side,
        }
    }

    pub(super) fn loaded(&self) -> Option<&Loaded> {
        if let Self::Book(it) = self { Some(it) } else { None }
    }
}

impl Books {
    /// Finds and reads them. The release is looked for where the base is a commit, or where somebody asks for it.
    pub(super) fn read(
        folder: &SpecFolder,
        base: Option<&OsStr>,
        head: Option<&OsStr>,
        since_release: bool,
    ) -> Result<Self, Stop> {
        let place = Place::new(folder)?;
        let head = head.map(|it| place.head(it)).transpose()?;
        let base = match base {
            Some(name) => place.base(name)?,
            None => place.merge_base(head.as_ref())?,
        };
        let has_release = since_release || base.commit.is_some();
        let release = if has_release { place.release(&base, head.as_ref())? } else { None };
        let head = proposed(folder, head)?;
        let base = old(base, &head.book)?;
        if release.is_none() && since_release {
            let (name, shallow) = (&base.side().name, place.if_shallow()?);
            talk!(
                "note: {name} comes from no release (a tag like `v1.2.3`), so it is all that is compared with.{shallow}"
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
        (Side::new(shown(&folder.path), String::new(), spec::prefix(&folder.path), Vec::new()), spec::read(folder))
    };
    let outcome = spec::outcome(&compiled);
    let why = || "the spec has errors, so nothing can be said of its changes. Mend them first.".to_owned();
    loaded(side, compiled).map_err(|_| Stop { why: why(), outcome })
}

fn old(mut side: Side, head: &Book) -> Result<Base, Stop> {
    if let Some(note) = &side.note {
        talk!("note: {note}");
    }
    if !side.has_spec() {
        let hint = match side.commit {
            Some(_) => " If its folder was another then, name it: `--base REV:DIR`.",
            None => "",
        };
        talk!("note: there is no spec in {}: everything counts as new.{hint}", side.name);
        return Ok(Base::Nothing(side));
    }
    let compiled = compile(std::mem::take(&mut side.inputs));
    let mut it = loaded(side, compiled).map_err(|broken| match broken {
        Broken::Newer(why) => format!(
            "{why} Compare with one that is as new as the language: `--base REV`. Or write the old one in the new language, \
             and name it: `--base DIR`."
        ),
        Broken::Errors(why) => {
            format!("{why} Name another base: `--base REV`. Or mend a copy of it, and name that: `--base DIR`.")
        }
    })?;
    if it.side.is_one_file {
        // It has no guides, which is not to say that there were none.
        it.book.guides.clone_from(&head.guides);
    }
    Ok(Base::Book(Box::new(it)))
}

fn released(release: Option<Side>, base: &Side, is_asked: bool) -> Result<Option<Loaded>, Stop> {
    let Some(mut release) = release else { return Ok(None) };
    // It is the base itself, or from before there was a book.
    if release.commit == base.commit || !release.has_spec() {
        return Ok(None);
    }
    let compiled = compile(std::mem::take(&mut release.inputs));
    match loaded(release, compiled) {
        Ok(it) => Ok(Some(it)),
        Err(Broken::Newer(why) | Broken::Errors(why)) if is_asked => {
            Err(format!("{why} Leave out `--since-release`.").into())
        }
        Err(Broken::Newer(why) | Broken::Errors(why)) => {
            talk!("note: {why} The version is compared with that of {}.", base.name);
            Ok(None)
        }
    }
}

/// Why a side has no book, in one sentence.
enum Broken {
    /// It is written in another language than this one.
    Newer(String),
    Errors(String),
}

/// The book of a side. What is wrong with its spec is said.
fn loaded(side: Side, mut compiled: Compiled) -> Result<Loaded, Broken> {
    if let Some(book) = compiled.book.take() {
        return Ok(Loaded { side, compiled, book });
    }
    spec::talk_of(&side.prefix, &compiled);
    let name = &side.name;
    Err(if compiled.diagnostics.iter().any(|it| *it.rule == diagnostics::UNSUPPORTED_VERSION) {
        let what = "is written in a version of the spec language that this errbook does not read.";
        Broken::Newer(format!("the spec of {name} {what}"))
    } else {
        Broken::Errors(format!("the spec of {name} has errors, so nothing can be compared with it."))
    })
}
