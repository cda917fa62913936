//! Codes that name one another: what replaces a deprecated code, and where a retired one lives on.

use std::collections::{HashMap, HashSet};

use super::Draft;
use super::code::is_styled;
use super::shape::Report;
use crate::book::Retired;
use crate::diagnostics::{self, Diagnostic};
use crate::source::Span;
use crate::text::{listed, quoted};

/// How many codes of a circle are shown.
const MOST_SHOWN: usize = 10;

impl Report<'_> {
    /// `use` and `renamed_to` name a code that there is, and lead somewhere.
    pub(super) fn references(&mut self, draft: &Draft) {
        let codes: HashSet<&str> = draft.errors.iter().map(|it| &*it.code).collect();
        self.replacements(draft, &codes);
        self.tombstones(draft, &codes);
    }

    /// What deprecated codes are to be replaced by.
    fn replacements(&mut self, draft: &Draft, codes: &HashSet<&str>) {
        let mut onward: HashMap<&str, (&str, Span)> = HashMap::new();
        for entry in &draft.errors {
            let Some(deprecated) = &entry.deprecated else { continue };
            let Some(code) = &deprecated.replacement else { continue };
            let at = deprecated.places.of("use");
            if *code == entry.code {
                let found = Diagnostic::new(
                    &diagnostics::UNKNOWN_CODE_REFERENCE,
                    format!("{} is to be replaced by itself", quoted(code)),
                );
                self.push(found.at(at, "").help("Name the code that serves instead, or leave `use` out."));
            } else if codes.contains(&**code) {
                onward.entry(&entry.code).or_insert((code, at));
            } else {
                self.unknown_if_all_are_known(code, at, draft);
            }
        }
        self.circles(&onward, "each of these codes is to be replaced by the next", "Leave `use` out at one of them.");
    }

    /// What is said of codes that are gone.
    fn tombstones(&mut self, draft: &Draft, codes: &HashSet<&str>) {
        let gone: HashMap<&str, &Retired> = draft.retired.iter().map(|it| (&*it.code, it)).collect();
        let mut onward: HashMap<&str, (&str, Span)> = HashMap::new();
        for retired in &draft.retired {
            for (key, code) in [("use", &retired.replacement), ("renamed_to", &retired.renamed_to)] {
                let Some(code) = code else { continue };
                if gone.contains_key(&**code) {
                    onward.entry(&retired.code).or_insert((code, retired.places.of(key)));
                } else if !codes.contains(&**code) {
                    self.unknown_if_all_are_known(code, retired.places.of(key), draft);
                }
            }
        }
        let circles =
            self.circles(&onward, "retired codes point at one another", "Name a code that stands under `errors`.");
        for retired in draft.retired.iter().filter(|it| !circles.contains(&*it.code)) {
            let Some(&(code, at)) = onward.get(&*retired.code) else { continue };
            let found =
                Diagnostic::new(&diagnostics::UNKNOWN_CODE_REFERENCE, format!("{} is retired itself", quoted(code)));
            let found = found.at(at, "").at(gone[code].places.of("code"), "retired here");
            let next = [&gone[code].replacement, &gone[code].renamed_to].into_iter().flatten().next();
            let living = listed(next.map(|it| &**it).filter(|it| codes.contains(it)));
            self.push(if living.is_empty() {
                found.help("Name a code that stands under `errors`.")
            } else {
                found.help(format!("Name the code that it points to: {living}."))
            });
        }
    }

    /// A code that is not there is missing, unless it may be one that could not be read.
    fn unknown_if_all_are_known(&mut self, code: &str, at: Span, draft: &Draft) {
        if draft.knows_codes {
            self.unknown_code(code, at, draft.suggestions());
        }
    }

    /// Reports references that go in a circle, each circle once with every place in it. Gives the codes in them.
    fn circles<'a>(
        &mut self,
        onward: &HashMap<&'a str, (&'a str, Span)>,
        message: &str,
        help: &str,
    ) -> HashSet<&'a str> {
        let mut done: HashSet<&str> = HashSet::new();
        let mut circular = HashSet::new();
        // In the order of the files.
        let mut starts: Vec<(Span, &str)> = onward.iter().map(|(code, it)| (it.1, *code)).collect();
        starts.sort_unstable();
        for (_, start) in starts {
            let mut way = Vec::new();
            let mut at = start;
            while let Some(&(next, place)) = onward.get(at).filter(|_| done.insert(at)) {
                way.push((at, next, place));
                at = next;
            }
            let Some(begin) = way.iter().position(|it| it.0 == at) else { continue };
            let circle = &way[begin..];
            let names = circle.iter().take(MOST_SHOWN).map(|it| quoted(it.0)).collect::<Vec<_>>().join(" → ");
            let more = if circle.len() > MOST_SHOWN { " → …" } else { "" };
            let found = Diagnostic::new(
                &diagnostics::UNKNOWN_CODE_REFERENCE,
                format!("{message}: {names}{more} → {}", quoted(at)),
            );
            let found = circle.iter().take(MOST_SHOWN).fold(found, |found, it| found.at(it.2, ""));
            self.push(found.help(help));
            circular.extend(circle.iter().map(|it| it.0));
        }
        circular
    }
}

impl Draft {
    /// The codes that may have been meant: what is not written as the book asks is not suggested.
    fn suggestions(&self) -> impl Iterator<Item = &str> + Clone {
        let style = self.style();
        self.errors.iter().map(|it| &*it.code).filter(move |it| is_styled(it, style))
    }
}
