//! Guides: the prose around the table.

use super::order::order;
use super::texts::texts;
use crate::compat::context::Context;
use crate::compat::impact::{Bump, Verdict, case};
use crate::compat::location::{Location, Path, Step};
use crate::compat::rule::rules;
use crate::model::{Book, Guide, Member, Piece};

rules! {
    GUIDE_CHANGED = "guide-changed" {
        summary: "A guide was added, removed or changed.",
        rationale: "It is documentation, and programs do not use it.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)],
    }
}

pub(in crate::compat) fn compare(it: &mut Context<'_>) {
    let (old, new) = (keyed(it.old), keyed(it.new));
    let find = |all: &[(Path, &Guide)], path: &Path| -> Option<Guide> {
        all.iter().find(|it| it.0 == *path).map(|it| it.1.clone())
    };
    for (path, before) in old.iter().filter(|(path, _)| find(&new, path).is_none()) {
        let at = Location::new(None, path.clone(), Some(before.place), Some(it.new.api.places.whole()));
        it.plain(&at, &GUIDE_CHANGED, "a guide", Some(&before.title), None::<&str>);
    }
    for (path, after) in &new {
        let Some(before) = find(&old, path) else {
            let at = Location::new(None, path.clone(), None, Some(after.place));
            it.plain(&at, &GUIDE_CHANGED, "a guide", None::<&str>, Some(&after.title));
            continue;
        };
        let at = Location::new(None, path.clone(), Some(before.place), Some(after.place));
        let (title, text) = (at.below(Step::Key("title")), at.below(Step::Key("text")));
        texts(it, &title, &GUIDE_CHANGED, "the title of the guide", Some(&before.title), Some(&after.title));
        let (before, after) = (source(&before), source(after));
        texts(it, &text, &GUIDE_CHANGED, "the text of the guide", Some(&before), Some(&after));
    }
    let names = |all: &[(Path, &Guide)]| -> Vec<String> { all.iter().map(|it| it.0.to_string()).collect() };
    order(it, &Location::new(None, "guides", None, None), "the guides", &names(&old), &names(&new));
}

/// The guides by path. Guides with one name in several folders are numbered.
fn keyed(book: &Book) -> Vec<(Path, &Guide)> {
    let mut out: Vec<(Path, &Guide)> = Vec::new();
    for guide in &book.guides {
        let earlier = out.iter().filter(|it| it.1.name == guide.name).count();
        let path = Path::from("guides").below(Step::Name(guide.name.clone()));
        out.push((if earlier > 0 { path.below(Step::Nth(earlier + 1)) } else { path }, guide));
    }
    out
}

/// The text of a guide, with its directives.
fn source(guide: &Guide) -> String {
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
