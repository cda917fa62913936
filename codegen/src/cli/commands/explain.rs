//! `explain`: the pages of codes and of rules.

use std::io::{self, Write};

use crate::cli::args::{Explain, ExplainFormat, Statuses, status};
use crate::cli::called::Called;
use crate::cli::config::Config;
use crate::cli::display::prefix;
use crate::cli::load::spec_dir;
use crate::cli::pager;
use crate::cli::query::{Found, Topic, find, json};
use crate::cli::status::{self, Outcome, answered, failed, status};
use crate::emit::options::{Group, Options};
use crate::model::Book;
use crate::text::{quoted, visible};

/// The maximum number of names listed for an ambiguous one; the rest are counted.
const MOST: usize = 20;

pub(in crate::cli) fn run(
    Explain { name, spec, format }: &Explain,
    config: Option<&Config>,
    called: &Called,
) -> Outcome {
    let compiled = spec_dir::read(spec);
    let book = compiled.book.as_ref();
    let topics = match find(book, name) {
        Found::Topics(topics) => topics,
        // The name may be a code of the book, which does not compile.
        Found::Ambiguous(_) | Found::Unknown(_) if book.is_none() => {
            status::report(&prefix(&spec.path), &compiled);
            return status::compiled(&compiled);
        }
        Found::Ambiguous(topics) => return ambiguous(name, &topics),
        Found::Unknown(similar) => return unknown(name, similar, called),
    };
    // As in the files that are generated, if they can be.
    let options = config.and_then(|it| it.options(&it.out).ok());
    let options = options.unwrap_or_else(|| Options::of(Group::DEFAULT.iter().copied()));
    answered(&match format {
        ExplainFormat::Markdown => pager::show(&pages(book, &options, &topics)),
        ExplainFormat::Json => io::stdout().write_all(json(book, &topics).as_bytes()),
    })
}

fn ambiguous(name: &str, topics: &[Topic<'_>]) -> Outcome {
    let outcome = failed(format_args!("{} is ambiguous:", quoted(name)));
    for topic in topics.iter().take(MOST) {
        status!("  {}", visible(topic.name()));
    }
    if topics.len() > MOST {
        status!("  … and {} more", topics.len() - MOST);
    }
    outcome
}

fn unknown(name: &str, similar: Option<&str>, called: &Called) -> Outcome {
    let outcome = if status(name).is_some() {
        failed(format_args!("the book has no code with status {name}"))
    } else {
        failed(format_args!("unknown code or rule {}", quoted(name)))
    };
    if let Some(similar) = similar {
        status!("Did you mean {}?", quoted(similar));
    } else if let Ok(Statuses::Class(_)) = name.parse() {
        status!("To list the codes of a class: {called} list --status {name}");
    } else {
        status!("To list all codes: {called} list");
    }
    outcome
}

fn pages(book: Option<&Book>, options: &Options, topics: &[Topic<'_>]) -> String {
    let pages: Vec<String> = topics.iter().map(|it| it.page(book, options).trim_end().to_owned()).collect();
    pages.join("\n\n") + "\n"
}
