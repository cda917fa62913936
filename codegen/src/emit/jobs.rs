//! The outputs of a book as jobs: each has its paths, and makes the contents when it runs.

use std::io::{self, Write};
use std::sync::Arc;

use super::options::{Group, Options};
use super::output::{Output, with_notice};
use super::parallel::ranges;
use super::{Emitter, Publication, TARGETS, Target};
use crate::model::Book;

/// Files that are made together.
pub(crate) struct Job<'a> {
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "the command line writes Rust last"))]
    pub(crate) group: Group,
    pub(crate) paths: Vec<String>,
    contents: Contents<'a>,
}

/// What writes a file in pieces.
pub(crate) type Stream<'a> = dyn Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'a;

enum Contents<'a> {
    Texts(Box<dyn Fn() -> Vec<String> + Send + Sync + 'a>),
    /// One file, written in pieces.
    Stream(Box<Stream<'a>>),
}

impl Job<'_> {
    /// The files with their contents.
    pub(crate) fn outputs(&self) -> Vec<Output> {
        let made = match &self.contents {
            Contents::Texts(make) => make(),
            Contents::Stream(write) => {
                let mut bytes = Vec::new();
                // Memory takes every byte, and all that is written is text.
                let _ = write(&mut bytes);
                vec![String::from_utf8(bytes).unwrap_or_default()]
            }
        };
        self.paths.iter().cloned().zip(made).map(|(path, contents)| Output { path, contents }).collect()
    }

    /// The path of a file that is written in pieces, and what writes it.
    #[cfg(feature = "cli")]
    pub(crate) fn stream(&self) -> Option<(&str, &Stream<'_>)> {
        match &self.contents {
            Contents::Texts(_) => None,
            Contents::Stream(write) => Some((self.paths.first()?, write)),
        }
    }
}

/// The jobs for all chosen outputs except the manifest, in the order of `TARGETS`.
pub(crate) fn jobs<'a>(book: &'a Book, options: &'a Options) -> Vec<Job<'a>> {
    let publication = Publication { book, options };
    TARGETS.iter().filter(|it| options.has(it.group)).flat_map(|it| of_target(it, publication)).collect()
}

fn of_target<'a>(target: &Target, it: Publication<'a>) -> Vec<Job<'a>> {
    /// The number of files of a kind that are made at once.
    const PART: usize = 64;
    let group = target.group;
    let path = match group {
        Group::Rust => it.options.rust_path(target.path),
        Group::Python => target.path.replacen('*', &it.python_module(), 1),
        _ => target.path.to_owned(),
    };
    let one = |contents: Box<dyn Fn() -> String + Send + Sync + 'a>| {
        let contents = Contents::Texts(Box::new(move || vec![contents()]));
        vec![Job { group, paths: vec![path.clone()], contents }]
    };
    // Whether the file exists is known when it is made.
    let made = |contents: Option<String>| contents.map_or_else(Vec::new, |it| one(Box::new(move || it.clone())));
    match target.emitter {
        Emitter::Crate(_) if it.options.is_module() => Vec::new(),
        Emitter::Crate(emit) | Emitter::Chosen(emit) => one(Box::new(move || emit(&it))),
        Emitter::Fixed(text) => {
            let to = path.clone();
            one(Box::new(move || with_notice(&to, text)))
        }
        Emitter::One(emit) => one(Box::new(move || emit(it.book))),
        Emitter::Stream(emit) => {
            let contents = Contents::Stream(Box::new(move |out| emit(&it, out)));
            vec![Job { group, paths: vec![path], contents }]
        }
        Emitter::OptionalChosen(emit) => made(emit(&it)),
        Emitter::Optional(emit) => made(emit(it.book)),
        Emitter::Several(emit) => {
            let series = Arc::new(emit(it));
            let job = |range: std::ops::Range<usize>| {
                let paths = series.names[range.clone()].iter().map(|name| path.replace('*', name)).collect();
                let series = Arc::clone(&series);
                Job {
                    group,
                    paths,
                    contents: Contents::Texts(Box::new(move || {
                        range.clone().map(|at| (series.contents)(at)).collect()
                    })),
                }
            };
            ranges(series.names.len(), PART.try_into().expect("it is not 0")).into_iter().map(job).collect()
        }
    }
}
