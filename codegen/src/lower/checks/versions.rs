//! Versions in the order of events.

use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::draft::Draft;
use crate::text::quoted;

impl Context<'_> {
    /// Reports events after the book's version, and deprecations before the code was added.
    pub(super) fn times(&mut self, draft: &Draft) {
        let later = |a: &str, b: &str| {
            let (a, b) = (semver::Version::parse(a).ok(), semver::Version::parse(b).ok());
            a.zip(b).is_some_and(|(a, b)| a > b)
        };
        for entry in &draft.errors {
            let (Some(since), Some(deprecated)) = (&entry.since, &entry.deprecated) else { continue };
            if later(since, &deprecated.since) {
                let message = format!(
                    "the code is deprecated since {}, but was added in {}",
                    quoted(&deprecated.since),
                    quoted(since)
                );
                let found = Diagnostic::new(&diagnostics::BAD_SINCE, message);
                let found = found.at(deprecated.places.of("since"), "").at(entry.places.of("since"), "added here");
                self.push(
                    found.help("Write the version that deprecated the code: the one that added it, or a later one."),
                );
            }
        }
        let Some(api) = &draft.api else { return };
        let deprecated = draft.errors.iter().filter_map(|it| it.deprecated.as_ref()).map(|it| (&it.since, &it.places));
        let retired = draft.retired.iter().map(|it| (&it.since, &it.places));
        let over = deprecated.chain(retired).map(|it| (it, &diagnostics::DEPRECATED_IN_FUTURE));
        let born = draft.errors.iter().filter_map(|it| Some((it.since.as_ref()?, &it.places)));
        for ((since, places), rule) in over.chain(born.map(|it| (it, &diagnostics::BAD_SINCE))) {
            if later(since, &api.version) {
                let message =
                    format!("version {} is later than the book's version {}", quoted(since), quoted(&api.version));
                let found = Diagnostic::new(rule, message);
                let found = found.at(places.of("since"), "").at(api.places.of("version"), "the book's version");
                self.push(found.help("Raise `version` under `api` in the same change, or write an earlier version."));
            }
        }
    }
}
