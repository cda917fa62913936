//! Guides: the prose around the table.

use super::At;
use super::comparison::Comparison;
use super::order::order;
use super::path::part;
use super::rule::{Bump, Verdict, case, rules};
use super::text::texts;
use crate::model::{Book, Guide, Member, Piece};

rules! {
    GUIDE_CHANGED = "guide-changed":
        "A guide is new, is gone, or says something else.",
        "It stands in documentation alone.",
        "",
        [case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)];
}

pub(super) fn compare(it: &mut Comparison<'_>) {
    let (old, new) = (keyed(it.old), keyed(it.new));
    let find = |all: &[(String, &Guide)], path: &str| -> Option<Guide> {
        all.iter().find(|it| it.0 == path).map(|it| it.1.clone())
    };
    for (path, before) in old.iter().filter(|(path, _)| find(&new, path).is_none()) {
        let at = At::new(None, path.clone(), Some(before.place), Some(it.new.api.places.whole()));
        it.value(&at, &GUIDE_CHANGED, "a guide", Some(&before.title), None::<&str>);
    }
    for (path, after) in &new {
        let Some(before) = find(&old, path) else {
            let at = At::new(None, path.clone(), None, Some(after.place));
            it.value(&at, &GUIDE_CHANGED, "a guide", None::<&str>, Some(&after.title));
            continue;
        };
        let at = At::new(None, path.clone(), Some(before.place), Some(after.place));
        let (title, text) = (at.below("title"), at.below("text"));
        texts(it, &title, &GUIDE_CHANGED, "the guide's title", Some(&before.title), Some(&after.title));
        texts(it, &text, &GUIDE_CHANGED, "the guide's text", Some(&written(&before)), Some(&written(after)));
    }
    let names = |all: &[(String, &Guide)]| -> Vec<String> { all.iter().map(|it| it.0.clone()).collect() };
    order(it, &At::new(None, "guides", None, None), "the guides", &names(&old), &names(&new));
}

/// The guides by their paths in a change. Guides of one name in several folders are told apart by their order.
fn keyed(book: &Book) -> Vec<(String, &Guide)> {
    let mut out: Vec<(String, &Guide)> = Vec::new();
    for guide in &book.guides {
        let earlier = out.iter().filter(|it| it.1.name == guide.name).count();
        let again = if earlier > 0 { format!(".{}", earlier + 1) } else { String::new() };
        out.push((format!("guides.{}{again}", part(&guide.name)), guide));
    }
    out
}

/// A guide's text as it was written.
fn written(guide: &Guide) -> String {
    let piece = |it: &Piece| match it {
        Piece::Markdown(text) => text.clone(),
        Piece::Table(codes) if codes.is_empty() => "{{#table}}".to_owned(),
        Piece::Table(codes) => format!("{{{{#table {}}}}}", codes.join(" ")),
        Piece::Example(code) => format!("{{{{#example {code}}}}}"),
        Piece::Code(code) => format!("{{{{#code {code}}}}}"),
        Piece::Field(code, Member::Field(name) | Member::Header(name)) => format!("{{{{#field {code} {name}}}}}"),
    };
    guide.pieces.iter().map(piece).collect()
}
