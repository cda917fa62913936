//! The books that a diff compares: found, read and compiled.

use super::releases::Tags;
use super::revision::{Origin, Side};
use super::search::Search;
use super::spec_dir;
use crate::cli::args::{Diff, SpecFolder};
use crate::cli::display::{from_repository, prefix, shown};
use crate::cli::status::{self, Outcome, status};
use crate::compat::render::Snapshot;
use crate::compat::{self, OtherBook};
use crate::model::Book;
use crate::{Compiled, compile, diagnostics};

/// The reason why there is no report, and the outcome of the command.
pub(in crate::cli) struct Stop {
    pub(in crate::cli) why: String,
    pub(in crate::cli) outcome: Outcome,
}

impl From<String> for Stop {
    fn from(why: String) -> Self {
        Self { why, outcome: Outcome::Failed }
    }
}

/// The books to compare.
pub(in crate::cli) struct Books {
    /// The proposed book.
    pub(in crate::cli) head: Loaded,
    pub(in crate::cli) base: Base,
    /// The release that the version is compared with, if it is not the base.
    pub(in crate::cli) release: Option<Loaded>,
    /// The prefix of the paths of the head's files, from the root of the repository.
    pub(in crate::cli) prefix: String,
}

/// A side that compiles.
pub(in crate::cli) struct Loaded {
    pub(in crate::cli) side: Side,
    compiled: Compiled,
    pub(in crate::cli) book: Book,
}

pub(in crate::cli) enum Base {
    Book(Box<Loaded>),
    /// A side without this book, with the books that it contains instead.
    Nothing(Side, Vec<OtherBook>),
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
            Self::Nothing(side, _) => side,
        }
    }

    /// The books that it contains instead.
    pub(in crate::cli) fn others(&self) -> &[OtherBook] {
        if let Self::Nothing(_, others) = self { others } else { &[] }
    }

    pub(in crate::cli) fn loaded(&self) -> Option<&Loaded> {
        if let Self::Book(it) = self { Some(it) } else { None }
    }
}

impl Books {
    /// Finds and reads the books. The release is looked up if the base is a commit, or with `--since-release`.
    pub(in crate::cli) fn read(arguments: &Diff) -> Result<Self, Stop> {
        let Diff { spec: folder, since_release, .. } = arguments;
        let origin = Origin::new(folder)?;
        if let Some(remark) = origin.remark() {
            status!("note: {remark}");
        }
        let head = arguments.head.as_deref().map(|it| origin.head(it)).transpose()?;
        let base = match &arguments.base {
            Some(name) => origin.base(name)?,
            None => origin.merge_base(head.as_ref())?,
        };
        let head = proposed(folder, head, &origin)?;
        let prefix = match arguments.head {
            Some(_) => head.side.prefix.split_once(':').map_or("", |it| it.1).to_owned(),
            None => origin.prefix().unwrap_or_else(|| from_repository(&folder.path)),
        };
        let crate_name = &head.book.api.crate_name;
        let mut search = Search::new(folder.max_file_size);
        let (base, others) = origin.settled(base, crate_name, &mut search)?;
        let tags = Tags { crate_name, glob: arguments.release_tags.as_deref() };
        let has_release = *since_release || base.commit.is_some();
        let release = if has_release { origin.release(&tags, &base, &head.side, &mut search)? } else { None };
        let base = earlier(base, others, &head.book)?;
        if release.is_none() && *since_release {
            let (name, tags, shallow) = (&base.side().name, tags.described(), origin.if_shallow()?);
            status!(
                "note: there is no release of `{crate_name}` ({tags}) before {name}; only {name} is compared{shallow}"
            );
        }
        let release = released(release, base.side(), *since_release)?;
        Ok(Self { head, base, release, prefix })
    }
}

fn proposed(folder: &SpecFolder, head: Option<Side>, origin: &Origin<'_>) -> Result<Loaded, Stop> {
    let (side, compiled) = if let Some(mut side) = head {
        let inputs = std::mem::take(&mut side.inputs);
        (side, compile(inputs))
    } else {
        let side = Side::new(shown(&folder.path), String::new(), prefix(&folder.path), Vec::new());
        (side, spec_dir::read(folder))
    };
    let outcome = status::compiled(&compiled);
    let absent = if outcome == Outcome::Failed { origin.not_checked_out()? } else { None };
    loaded(side, compiled).map_err(|_| {
        let why = absent.unwrap_or_else(|| "the spec has errors. Fix them before comparing it.".to_owned());
        Stop { why, outcome }
    })
}

fn earlier(mut side: Side, others: Vec<OtherBook>, head: &Book) -> Result<Base, Stop> {
    if let Some(note) = &side.note {
        status!("note: {note}");
    }
    if !side.has_spec() {
        return Ok(Base::Nothing(side, others));
    }
    let compiled = compile(std::mem::take(&mut side.inputs));
    let mut it = loaded(side, compiled).map_err(|broken| match broken {
        Broken::Newer(why) => format!(
            "{why} Compare with a spec in this version of the language: `--base REV`. Or convert the earlier spec, and name its \
             folder: `--base DIR`."
        ),
        Broken::Errors(why) => {
            format!("{why} Choose a different base: `--base REV`. Or fix a copy of it, and use that: `--base DIR`.")
        }
    })?;
    if it.side.is_one_file {
        // A single file cannot contain guides, so missing ones are not a change.
        it.book.guides.clone_from(&head.guides);
    }
    Ok(Base::Book(Box::new(it)))
}

fn released(release: Option<Side>, base: &Side, is_required: bool) -> Result<Option<Loaded>, Stop> {
    let Some(mut release) = release else { return Ok(None) };
    // The release is the base itself, or precedes the first spec.
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
    /// It uses an unknown version of the language.
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
