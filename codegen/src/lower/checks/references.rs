//! References between codes: replacements of deprecated codes, and of retired ones.

use std::collections::{HashMap, HashSet};

use super::codes::is_styled;
use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::draft::Draft;
use crate::model::Retired;
use crate::source::Span;
use crate::text::{listed, quoted};

/// The maximum number of codes shown of a cycle.
const MOST_SHOWN: usize = 10;

impl Context<'_> {
    /// Checks that `use` and `renamed_to` refer to codes of the book.
    pub(crate) fn references(&mut self, draft: &Draft) {
        let codes: HashSet<&str> = draft.errors.iter().map(|it| &*it.code).collect();
        self.replacements(draft, &codes);
        self.tombstones(draft, &codes);
    }

    /// The replacements of deprecated codes.
    fn replacements(&mut self, draft: &Draft, codes: &HashSet<&str>) {
        let mut onward: HashMap<&str, (&str, Span)> = HashMap::new();
        for entry in &draft.errors {
            let Some(deprecated) = &entry.deprecated else { continue };
            let Some(code) = &deprecated.replacement else { continue };
            let at = deprecated.places.of("use");
            if *code == entry.code {
                let found = Diagnostic::new(
                    &diagnostics::UNKNOWN_CODE_REFERENCE,
                    format!("{} is its own replacement", quoted(code)),
                );
                self.push(found.at(at, "").help("Use a different code, or remove `use`."));
            } else if codes.contains(&**code) {
                onward.entry(&entry.code).or_insert((code, at));
            } else {
                self.unknown_if_all_are_known(code, at, draft);
            }
        }
        self.cycles(&onward, "cyclic replacements", "Remove one of the `use` keys.");
    }

    /// The replacements and new names of retired codes.
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
        let cycles = self.cycles(
            &onward,
            "cyclic references between retired codes",
            "Use a code that is defined under `errors`.",
        );
        for retired in draft.retired.iter().filter(|it| !cycles.contains(&*it.code)) {
            let Some(&(code, at)) = onward.get(&*retired.code) else { continue };
            let found =
                Diagnostic::new(&diagnostics::UNKNOWN_CODE_REFERENCE, format!("{} is retired too", quoted(code)));
            let found = found.at(at, "").at(gone[code].places.of("code"), "retired here");
            let next = [&gone[code].replacement, &gone[code].renamed_to].into_iter().flatten().next();
            let living = listed(next.map(|it| &**it).filter(|it| codes.contains(it)));
            self.push(if living.is_empty() {
                found.help("Use a code that is defined under `errors`.")
            } else {
                found.help(format!("Use its own replacement: {living}."))
            });
        }
    }

    /// Reports an unknown code, unless some codes could not be read.
    fn unknown_if_all_are_known(&mut self, code: &str, at: Span, draft: &Draft) {
        if draft.knows_codes {
            self.unknown_code(code, at, draft.suggestions());
        }
    }

    /// Reports each cycle of references once, with its places. Returns the codes in cycles.
    fn cycles<'a>(
        &mut self,
        onward: &HashMap<&'a str, (&'a str, Span)>,
        message: &str,
        help: &str,
    ) -> HashSet<&'a str> {
        let mut done: HashSet<&str> = HashSet::new();
        let mut cyclic = HashSet::new();
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
            let cycle = &way[begin..];
            let names = cycle.iter().take(MOST_SHOWN).map(|it| quoted(it.0)).collect::<Vec<_>>().join(" → ");
            let more = if cycle.len() > MOST_SHOWN { " → …" } else { "" };
            let found = Diagnostic::new(
                &diagnostics::UNKNOWN_CODE_REFERENCE,
                format!("{message}: {names}{more} → {}", quoted(at)),
            );
            let found = cycle.iter().take(MOST_SHOWN).fold(found, |found, it| found.at(it.2, ""));
            self.push(found.help(help));
            cyclic.extend(cycle.iter().map(|it| it.0));
        }
        cyclic
    }
}

impl Draft {
    /// The codes to suggest: those that follow the book's style.
    pub(super) fn suggestions(&self) -> impl Iterator<Item = &str> + Clone {
        let style = self.style();
        self.errors.iter().map(|it| &*it.code).filter(move |it| is_styled(it, style))
    }
}
