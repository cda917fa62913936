//! `waivers.yaml`: changes that somebody has answered for, each as the diff of two books names it.

use super::shape::{Key, Report, describe, misfit, optional, required};
use crate::diagnostics::{self, Diagnostic};
use crate::diff::{Date, Ends, RULES, Rule, Waiver};
use crate::source::FileId;
use crate::syntax::{self, Kind, Value};
use crate::text::quoted;

static WAIVER: &[Key] = &[
    required("rule"),
    optional("code"),
    required("path"),
    optional("from"),
    optional("to"),
    required("reason"),
    optional("owner"),
    optional("expires"),
    optional("until"),
];

impl Report<'_> {
    /// The waivers of a file: a list.
    pub(super) fn waivers(&mut self, file: FileId) -> Vec<Waiver> {
        let tree = syntax::parse(self.sources, file, &mut self.diagnostics);
        self.look_through(file, tree.root(), tree.is_whole);
        let items = tree.root().filter(|it| !it.is_null()).map(|it| self.list(it, "`waivers.yaml`"));
        items.unwrap_or_default().into_iter().filter_map(|it| self.waiver(it)).collect()
    }

    /// One waiver; `None` where it does not say which change it is for.
    fn waiver(&mut self, value: Value<'_>) -> Option<Waiver> {
        let keys = self.keys(value, "a waiver", WAIVER)?;
        let rule = keys.get("rule").and_then(|it| self.diff_rule(it));
        let path = keys.get("path").and_then(|it| self.text(it, "`path`"));
        let reason = keys.get("reason").and_then(|it| self.paragraph(it, "`reason`"));
        let expires = keys.get("expires").and_then(|it| self.date(it)).map(Ends::Expires);
        let until = keys.get("until").and_then(|it| self.version(it, "`until`")).map(Ends::Until);
        if let (Some(expires), Some(until)) = (keys.given("expires"), keys.given("until")) {
            let found = Diagnostic::new(&diagnostics::MISPLACED_KEY, "a waiver ends once");
            let found = found.at(until.key_span, "with a version").at(expires.key_span, "or on a day");
            self.push(found.help("Keep the one that is meant."));
        }
        Some(Waiver {
            rule: rule?,
            code: keys.get("code").and_then(|it| self.any_text(it, "`code`")),
            path: path?,
            from: keys.get("from").and_then(|it| self.as_reported(it, "`from`")),
            to: keys.get("to").and_then(|it| self.as_reported(it, "`to`")),
            reason: reason?,
            owner: keys.get("owner").and_then(|it| self.paragraph(it, "`owner`")),
            ends: expires.or(until),
            places: keys.places(),
        })
    }

    /// `rule`: a rule of the diff that can be waived, by its id or an old one.
    fn diff_rule(&mut self, value: Value<'_>) -> Option<&'static Rule> {
        let rules = RULES.iter().copied().filter(|it| !it.is_gate());
        let ids: Vec<(&str, &'static Rule)> =
            rules.flat_map(|it| std::iter::once(&it.id).chain(it.aliases).map(move |id| (*id, it))).collect();
        let text = self.text(value, "`rule`")?;
        if let Some((_, rule)) = ids.iter().find(|it| it.0 == text) {
            return Some(rule);
        }
        let found = Diagnostic::new(&diagnostics::UNKNOWN_VALUE, format!("no change has the rule {}", quoted(&text)));
        let near = self.meant(&text, ids.iter().map(|it| it.0)).map(|near| format!("Did you mean `{near}`? "));
        let help = format!("{}Copy the rule of the change that is meant from the diff.", near.unwrap_or_default());
        self.push(found.at(value.span(), "unknown value").help(help));
        None
    }

    /// `from` and `to`: what a report says was there. Numbers and booleans are texts there.
    fn as_reported(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        match value.kind() {
            Kind::Scalar(it) => Some(it.as_written().to_owned()),
            Kind::Reported => None,
            Kind::List | Kind::Map => {
                let found = misfit(value, &format!("{what} must be a text"));
                self.push(found.help("Copy it from the diff, in quotes."));
                None
            }
        }
    }

    /// `expires`: a day.
    fn date(&mut self, value: Value<'_>) -> Option<Date> {
        let text = match value.kind() {
            Kind::Scalar(it) => it.as_written(),
            _ => "",
        };
        let date = Date::parse(text);
        if date.is_none() && !matches!(value.kind(), Kind::Reported) {
            let found = Diagnostic::new(&diagnostics::BAD_DATE, format!("`expires` is no date: {}", describe(value)));
            self.push(found.at(value.span(), "").help("Write year, month and day: `2026-01-31`."));
        }
        date
    }
}
