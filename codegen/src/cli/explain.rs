//! `explain`: what the docs say of a code, and what a rule finds.

use std::io::{self, Write};

use super::list::Statuses;
use super::subject::{Meant, Subject, json, meant, status};
use super::{Outcome, PageFormat, SpecFolder, screen, spec, talk};
use crate::emit;
use crate::model::Book;
use crate::text::{quoted, visible};

/// More names than these are counted, and not named.
const MOST: usize = 20;

pub(super) fn run(spec: &SpecFolder, word: &str, format: PageFormat) -> Outcome {
    let compiled = spec::read(spec);
    let book = compiled.book.as_ref();
    let subjects = match meant(book, word) {
        Meant::These(subjects) => subjects,
        // It may be a code, and which there are is not known.
        Meant::OneOf(_) | Meant::Nothing(_) if book.is_none() => {
            spec::talk_of(&spec::prefix(&spec.path), &compiled);
            return spec::outcome(&compiled);
        }
        Meant::OneOf(subjects) => {
            one_of(word, &subjects);
            return Outcome::Failed;
        }
        Meant::Nothing(near) => {
            nothing(word, near);
            return Outcome::Failed;
        }
    };
    screen::answered(&match format {
        PageFormat::Text => screen::show(&pages(book, &subjects)),
        PageFormat::Json => io::stdout().write_all(json(book, &subjects).as_bytes()),
    })
}

fn one_of(word: &str, subjects: &[Subject<'_>]) {
    talk!("error: {} begins more than one name:", quoted(word));
    for it in subjects.iter().take(MOST) {
        talk!("  {}", visible(it.name()));
    }
    if subjects.len() > MOST {
        talk!("  and {} more", subjects.len() - MOST);
    }
}

fn nothing(word: &str, near: Option<&str>) {
    if status(word).is_some() {
        talk!("error: no code of the book is sent with the status {word}");
    } else {
        talk!("error: there is neither a code nor a rule {}", quoted(word));
    }
    if let Some(near) = near {
        talk!("Did you mean {}?", quoted(near));
    } else if let Ok(Statuses::Class(_)) = word.parse() {
        talk!("All codes of these statuses: cargo xtask list --status {word}");
    } else {
        talk!("All codes: cargo xtask list");
    }
}

/// The pages, one after the other.
fn pages(book: Option<&Book>, subjects: &[Subject<'_>]) -> String {
    let page = |it: &Subject<'_>| match it {
        Subject::Code(_) | Subject::Retired(_) => book.and_then(|book| emit::page(book, it.name())).unwrap_or_default(),
        Subject::Rule(rule) => rule.page(),
    };
    let pages: Vec<String> = subjects.iter().map(|it| page(it).trim_end().to_owned()).collect();
    pages.join("\n\n") + "\n"
}
