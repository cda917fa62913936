//! What is probably not meant in an entry, and what the entry says that it does mean.

use super::shape::Report;
use crate::book::Entry;
use crate::diagnostic::{self, Diagnostic, RULES, Severity, quoted};
use crate::yaml::{Kind, Scalar, Value};

impl Report<'_> {
    /// Drops the warnings that an entry allows, from those that were found since; reports what it allows for nothing.
    pub(super) fn silence(&mut self, since: usize, allow: Value<'_>) {
        let mut found = self.diagnostics.split_off(since);
        for item in allow.items() {
            let Kind::Scalar(Scalar::Text(rule)) = item.kind() else { continue };
            let count = found.len();
            found.retain(|it| it.is_error() || it.rule.id != *rule);
            if found.len() < count {
                continue;
            }
            let known = RULES.iter().find(|it| it.id == *rule);
            let message = match known {
                Some(it) if it.severity == Severity::Error => {
                    format!("{} is an error, which nothing can allow", quoted(rule))
                }
                Some(_) => format!("{} does not come up here", quoted(rule)),
                None => format!("there is no rule {}", quoted(rule)),
            };
            let near = if known.is_none() { self.meant(rule, RULES.iter().map(|it| it.id)) } else { None };
            let finding = Diagnostic::new(&diagnostic::UNUSED_ALLOW, message).at(item.span(), "");
            found.push(match near {
                Some(near) => finding.help(format!("Did you mean `{near}`?")),
                None => finding.help("Remove it, so that the warning is heard when it does come up."),
            });
        }
        self.diagnostics.extend(found);
    }

    /// Headers that go with a status (RFC 9110, sections 11.6.1, 15.5.6 and 15.6.4; RFC 6585, section 4).
    pub(super) fn expected_headers(&mut self, entry: &Entry) {
        let expected = [(401, "WWW-Authenticate"), (405, "Allow"), (429, "Retry-After"), (503, "Retry-After")];
        for (status, name) in expected.into_iter().filter(|it| entry.statuses.contains(&it.0)) {
            if entry.headers.iter().any(|it| it.name.eq_ignore_ascii_case(name)) {
                continue;
            }
            let found =
                Diagnostic::new(&diagnostic::MISSING_HEADER, format!("a response with {status} has a header `{name}`"));
            let help = match name {
                "WWW-Authenticate" => {
                    "Add `headers: {WWW-Authenticate: {value: Bearer}}`, or whichever scheme the API uses."
                }
                "Allow" => "Add `headers: {Allow: {type: string, optional: true}}`: the methods that there are.",
                _ => "Add `headers: {Retry-After: {type: delay, optional: true}}`: how long to wait.",
            };
            self.push(found.at(entry.places.of("status"), "").help(help));
        }
    }
}
