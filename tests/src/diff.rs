//! The diff of two books: what each rule reports, that changes of every key are reported, and that the verdicts are
//! correct.

pub(crate) mod cases;
mod envelopes;

mod judging;
mod lattice;
mod leaves;
pub(crate) mod model;
mod noticed;
mod order;
mod pairs;
mod programs;
mod prose;
mod random;
mod renames;
mod servers;
mod templates;

mod rules;
mod shared;
mod verdicts;
mod versions;
mod witnesses;

use errbook_codegen::compat::{Date, Question, Report, Side};
use errbook_codegen::input::Input;
use errbook_codegen::model::Book;
use errbook_codegen::source::{Sources, Span};
use errbook_codegen::{Compiled, compile};

use crate::specs::drawn;

/// The head of a book before a change.
pub(crate) const BEFORE: &str = "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\n";
/// The same with room for every change.
pub(crate) const AFTER: &str = "errbook: 1\napi: {name: Shop, version: 2.0.0, crate: shop-errors}\n";

/// One side of a change: a spec; after a line of dashes, its waivers; after a line of equals signs, its guide.
pub(crate) fn side(head: &str, text: &str) -> Compiled {
    let (text, guide) = text.split_once("=====\n").unwrap_or((text, ""));
    let (spec, waivers) = text.split_once("-----\n").unwrap_or((text, ""));
    let spec = if spec.starts_with("errbook") { spec.to_owned() } else { format!("{head}{spec}") };
    let mut inputs = vec![Input::new("shop.yaml", spec), Input::new("waivers.yaml", waivers)];
    if !guide.is_empty() {
        inputs.push(Input::new("guides/start.md", guide));
    }
    let compiled = compile(inputs);
    assert!(compiled.book.is_some(), "{}", drawn(&compiled));
    compiled
}

pub(crate) fn book_of(compiled: &Compiled) -> &Book {
    compiled.book.as_ref().expect("it has been looked at")
}

pub(crate) fn side_of(compiled: &Compiled) -> Side<'_> {
    Side { book: book_of(compiled), waivers: &compiled.waivers }
}

/// The report on a change, on a given day.
pub(crate) fn report(base: &Compiled, head: &Compiled, release: Option<&Compiled>) -> Report {
    let today = Date::constant(2026, 6, 15);
    let (head, base, release) = (side_of(head), Some(side_of(base)), release.map(book_of));
    Report::new(&Question { head, base, release, today })
}

/// A place, and what is there.
fn place(sources: &Sources, span: Option<Span>) -> String {
    span.map_or_else(
        || "nowhere".to_owned(),
        |span| {
            let file = sources.file(span.file);
            let at = file.line_column(span.start as usize);
            let text = sources.slice(span).lines().next().unwrap_or_default();
            let text: String = text.chars().take(40).collect();
            format!("{}:{}:{} {text}", file.path, at.line, at.column)
        },
    )
}
