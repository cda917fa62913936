//! Fallback codes: which code replaces a response that no handler made, by the book's `fallback` and by the names of
//! its codes.

use std::collections::{BTreeMap, HashMap};

use heck::ToSnakeCase;

use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::draft::{Draft, Fallback as Given, Scope};
use crate::model::{ErrorDef, Fallback};
use crate::text::{listed, quoted, yaml};

/// The names of statuses. A code with such a name, in any style, is the fallback of its status.
pub(crate) static NAMES: &[(u16, &[&str])] = &[
    (400, &["bad_request", "invalid_request"]),
    (401, &["unauthorized", "unauthenticated"]),
    (403, &["forbidden", "permission_denied"]),
    (404, &["not_found", "route_not_found"]),
    (405, &["method_not_allowed"]),
    (406, &["not_acceptable"]),
    (408, &["request_timeout", "timeout", "timed_out"]),
    (413, &["payload_too_large", "content_too_large", "too_large"]),
    (415, &["unsupported_media_type"]),
    (422, &["unprocessable_entity", "unprocessable_content"]),
    (429, &["too_many_requests", "rate_limited"]),
    (500, &["internal", "internal_error", "internal_server_error"]),
    (503, &["service_unavailable", "unavailable"]),
    (504, &["gateway_timeout"]),
];

/// Statuses with a meaning for retries or authentication: a code for a whole class would replace that.
pub(crate) static EXEMPT: &[u16] = &[401, 407, 408, 425, 426, 429, 503];

/// The statuses that frameworks send most often.
static USUAL: &[u16] = &[404, 405, 413, 415, 500];

impl Context<'_> {
    /// Checks the codes of `fallback`, and warns of usual statuses without a code.
    pub(super) fn fallbacks(&mut self, draft: &Draft) {
        let entries: HashMap<&str, &ErrorDef> = draft.errors.iter().map(|it| (&*it.code, it)).collect();
        for given in &draft.fallback {
            let Some(code) = &given.code else { continue };
            match entries.get(&**code) {
                Some(entry) => self.suits(given, entry),
                None if draft.knows_codes => self.unknown_fallback(given, code, draft),
                None => {}
            }
        }
        // If there are errors, the code of a status is unknown.
        if !self.diagnostics.iter().any(Diagnostic::is_error) {
            self.usual_statuses(draft);
        }
    }

    fn unknown_fallback(&mut self, given: &Given, code: &str, draft: &Draft) {
        let retired = draft.retired.iter().find(|it| it.code == code);
        let what = if retired.is_some() { "retired" } else { "unknown" };
        let message = format!("{what} code {} in `fallback`", quoted(code));
        let found = Diagnostic::new(&diagnostics::BAD_FALLBACK, message).at(given.place, "");
        let found = retired.into_iter().fold(found, |found, it| found.at(it.places.of("code"), "retired here"));
        let meant = match retired {
            Some(it) => {
                let next = it.renamed_to.as_deref().or(it.replacement.as_deref());
                next.filter(|next| draft.errors.iter().any(|it| it.code == *next))
            }
            None => self.meant(code, draft.suggestions()),
        };
        self.push(match meant {
            Some(meant) => found.help(format!("Did you mean {}?", quoted(meant))),
            None => found.help("Use a code that is defined under `errors`, or `null`."),
        });
    }

    /// Whether a code can be sent without values from a handler, with a status of the same class.
    fn suits(&mut self, given: &Given, entry: &ErrorDef) {
        let code = quoted(&entry.code);
        let required = || entry.fields.iter().filter(|it| !it.optional);
        if required().next().is_some() {
            let fields = listed(required().map(|it| &*it.name));
            let message = format!("{code} has required fields, which no handler sets: {fields}");
            let found = Diagnostic::new(&diagnostics::BAD_FALLBACK, message).at(given.place, "");
            let found = found.at(entry.places.of("fields"), "its fields");
            self.push(found.help("Use a code without required fields, or `null`."));
        }
        let (class, is_listed) = match given.scope {
            Scope::Status(status) => (status / 100, entry.statuses.contains(&status)),
            Scope::Client => (4, false),
            Scope::Server => (5, false),
        };
        // A book may send its errors with 200.
        let is_of_class = [class, 2].contains(&(entry.status() / 100));
        if !is_listed && !entry.statuses.is_empty() && !is_of_class {
            let message = format!("{code} is sent with {}, which is not a {class}xx status", entry.status());
            let found = Diagnostic::new(&diagnostics::BAD_FALLBACK, message).at(given.place, "");
            let found = found.at(entry.places.of("status"), "its status");
            self.push(found.help(format!("Use a code with a status from {class}00 to {class}99, or `null`.")));
        }
    }

    /// The only warning about statuses for which frameworks send their own responses.
    fn usual_statuses(&mut self, draft: &Draft) {
        let resolved = draft.resolved_fallback();
        let is_silenced = |status| draft.given_for(status).or(draft.given_for_class(status)).is_some();
        let is_missing = |status: &&u16| resolved.code(**status).is_none() && !is_silenced(**status);
        let missing: Vec<u16> = USUAL.iter().filter(is_missing).copied().collect();
        let Some(place) = draft.head_place.filter(|_| !missing.is_empty() && !draft.errors.is_empty()) else { return };
        let message = format!("no fallback code for {}", numbers(&missing));
        let found = Diagnostic::new(&diagnostics::NO_FALLBACK, message);
        let found = found.at(draft.fallback_place.unwrap_or(place), "");
        let class = |class: u16, standard: u16| {
            let code =
                yaml(resolved.code(standard).unwrap_or(if class == 4 { "bad_request" } else { "internal_error" }));
            missing.iter().any(|it| it / 100 == class).then(|| format!("{class}xx: {code}"))
        };
        let keys: Vec<String> = class(4, 400).into_iter().chain(class(5, 500)).collect();
        self.push(found.help(format!(
            "Name a code for each, or for a class: `fallback: {{{}}}`. `null` keeps the framework's own response.",
            keys.join(", ")
        )));
    }
}

/// Statuses in a sentence.
fn numbers(statuses: &[u16]) -> String {
    let texts: Vec<String> = statuses.iter().map(u16::to_string).collect();
    match texts.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("the statuses {} and {last}", first.join(", ")),
        _ => format!("the status {}", texts.concat()),
    }
}

impl Draft {
    /// The entry of `fallback` for a status.
    fn given_for(&self, status: u16) -> Option<&Given> {
        self.fallback.iter().find(|it| it.scope == Scope::Status(status))
    }

    /// The entry of `fallback` for a status's class.
    fn given_for_class(&self, status: u16) -> Option<&Given> {
        let class = if status < 500 { Scope::Client } else { Scope::Server };
        self.fallback.iter().find(|it| it.scope == class)
    }

    /// The only code with a status as its default, no required fields, and one of the status's names.
    fn named_for(&self, status: u16) -> Option<&str> {
        let (_, names) = NAMES.iter().find(|it| it.0 == status)?;
        let mut found = self.errors.iter().filter(|it| {
            it.status() == status
                && it.fields.iter().all(|field| field.optional)
                && names.contains(&&*it.code.to_snake_case())
        });
        found.next().filter(|_| found.next().is_none()).map(|it| &*it.code)
    }

    /// The code for each status: by its own key, by its name, or by its class.
    pub(in crate::lower) fn resolved_fallback(&self) -> Fallback {
        let class = |status| self.given_for_class(status)?.code.clone();
        let mut out =
            Fallback { statuses: BTreeMap::new(), client: class(400), server: class(500), place: self.fallback_place };
        for status in 400..600 {
            let code = match self.given_for(status) {
                Some(given) => given.code.clone(),
                None => match self.named_for(status) {
                    Some(code) => Some(code.to_owned()),
                    None => class(status).filter(|_| !EXEMPT.contains(&status)),
                },
            };
            if code != class(status) {
                out.statuses.insert(status, code);
            }
        }
        out
    }
}
