//! The key `fallback` of the head: statuses and classes of them, each with a code or `null`.

use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::draft::{Fallback, Scope};
use crate::model::CodeStyle;
use crate::syntax::{Kind, Pair, Value};
use crate::text::quoted;

impl Context<'_> {
    /// The valid entries of `fallback`. Their codes are checked with all others.
    pub(crate) fn fallback(&mut self, value: Value<'_>, style: CodeStyle) -> Vec<Fallback> {
        if !matches!(value.kind(), Kind::Map) {
            self.wrong_type(value, "`fallback` must be a map", "Write a map: `{404: not_found, 5xx: internal_error}`.");
        }
        value.pairs().filter_map(|it| self.fallback_of(&it, style)).collect()
    }

    fn fallback_of(&mut self, pair: &Pair<'_>, style: CodeStyle) -> Option<Fallback> {
        let scope = self.scope(pair);
        let what = format!("the fallback for {}", quoted(pair.key));
        let code = if pair.value.is_null() { None } else { Some(self.any_code(pair.value, style, &what)?) };
        Some(Fallback { scope: scope?, code, place: pair.value.span() })
    }

    /// A key: a status of an error, or a class of them.
    fn scope(&mut self, pair: &Pair<'_>) -> Option<Scope> {
        let status = pair.key.parse::<u16>().ok().filter(|it| it.to_string() == pair.key);
        match (pair.key, status) {
            ("4xx", _) => return Some(Scope::Client),
            ("5xx", _) => return Some(Scope::Server),
            (_, Some(status @ 400..=599)) => return Some(Scope::Status(status)),
            _ => {}
        }
        let message = match status {
            Some(status) => format!("{status} is not an error status"),
            None => format!("{} is neither a status nor a class of statuses", quoted(pair.key)),
        };
        let folded = pair.key.to_ascii_lowercase();
        let meant = ["4xx", "5xx"].into_iter().find(|it| *it == folded).map(|it| format!("Did you mean `{it}`? "));
        let help = meant.unwrap_or_default() + "Use a status from 400 to 599, `4xx` or `5xx`.";
        self.push(Diagnostic::new(&diagnostics::BAD_FALLBACK, message).at(pair.key_span, "").help(help));
        None
    }
}
