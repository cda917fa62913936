//! `waivers.yaml`: the changes that may pass, each in the notation of the diff.

use crate::compat::{Date, Ends, RULES, Waiver, parse_date};
use crate::diagnostics::{self, Diagnostic};
use crate::lower::key::ValueType::{Code, Day, DiffRule, Scalar, Text, Version};
use crate::lower::key::{Map, Omitted, optional, required};
use crate::lower::{Context, describe, misfit};
use crate::source::FileId;
use crate::syntax::{self, Kind, Value};
use crate::text::quoted;

#[rustfmt::skip]
pub(crate) static WAIVER: Map = Map::new(
    "waiver",
    &[
        required("rule", DiffRule, "The rule that reports the change."),
        optional("code", Code, Omitted::Described("the book as a whole"), "The code that changed."),
        required("path", Text, "The path of the change, as in the report."),
        optional("from", Scalar, Omitted::Described("no value"), "The previous value, as in the report."),
        optional("to", Scalar, Omitted::Described("no value"), "The new value, as in the report."),
        required("reason", Text, "Why the change may pass. The report shows it."),
        optional("owner", Text, Omitted::None, "Who is responsible for the waiver."),
        optional("expires", Day, Omitted::None, "The last day on which the waiver applies. Not together with `until`."),
        optional("until", Version, Omitted::None, "The waiver applies while the book's `version` is lower than this. Not together with `expires`."),
    ],
);

/// Reads the waivers of a file.
pub(crate) fn read(context: &mut Context<'_>, file: FileId) -> Vec<Waiver> {
    let tree = syntax::parse(context.sources, file, &mut context.diagnostics);
    context.find_invisible(file, tree.root(), tree.is_whole);
    let items = tree.root().filter(|it| !it.is_null()).map(|it| context.list(it, "`waivers.yaml`"));
    items.unwrap_or_default().into_iter().filter_map(|it| context.waiver(it)).collect()
}

impl Context<'_> {
    /// One waiver; `None` if it does not identify a change.
    fn waiver(&mut self, value: Value<'_>) -> Option<Waiver> {
        let keys = self.keys(value, "a waiver", &WAIVER)?;
        let rule = keys.get("rule").and_then(|it| self.diff_rule(it));
        let path = keys.get("path").and_then(|it| self.text(it, "`path`"));
        let reason = keys.get("reason").and_then(|it| self.paragraph(it, "`reason`"));
        let expires = keys.get("expires").and_then(|it| self.date(it)).map(Ends::Expires);
        let until = keys.get("until").and_then(|it| self.version(it, "`until`")).map(Ends::Until);
        if let (Some(expires), Some(until)) = (keys.given("expires"), keys.given("until")) {
            let found = Diagnostic::new(&diagnostics::MISPLACED_KEY, "`expires` and `until` exclude each other");
            let found = found.at(until.key_span, "ends with a version").at(expires.key_span, "ends on a day");
            self.push(found.help("Remove one of them."));
        }
        let rule = rule?;
        Some(Waiver {
            rule,
            rules: RULES.iter().copied().filter(|it| it.has_name(rule)).collect(),
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

    /// `rule`: a rule of the diff that can be waived, by its id or a previous one.
    fn diff_rule(&mut self, value: Value<'_>) -> Option<&'static str> {
        let rules = RULES.iter().filter(|it| !it.is_policy());
        let ids: Vec<&'static str> = rules.flat_map(|it| std::iter::once(&it.id).chain(it.aliases).copied()).collect();
        let text = self.text(value, "`rule`")?;
        if let Some(id) = ids.iter().find(|it| **it == text) {
            return Some(id);
        }
        if RULES.iter().any(|it| it.is_policy() && it.has_name(&text)) {
            let found = Diagnostic::new(&diagnostics::UNKNOWN_VALUE, format!("no waiver covers {}", quoted(&text)));
            let found = found.at(value.span(), "not the rule of a change");
            self.push(found.help("Remove the waiver, and do what the report of `diff` says about this rule."));
            return None;
        }
        let found = Diagnostic::new(&diagnostics::UNKNOWN_VALUE, format!("unknown rule {}", quoted(&text)));
        let near = self.meant(&text, ids.iter().copied()).map(|near| format!("Did you mean `{near}`? "));
        let help = format!("{}Copy the rule from the report of `diff`.", near.unwrap_or_default());
        self.push(found.at(value.span(), "unknown value").help(help));
        None
    }

    /// `from` and `to`: a value as in the report, where numbers and booleans are text.
    fn as_reported(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        match value.kind() {
            Kind::Scalar(it) => Some(it.as_written().to_owned()),
            Kind::Reported => None,
            Kind::List | Kind::Map => {
                let found = misfit(value, &format!("{what} must be text"));
                self.push(found.help("Copy it from the report of `diff`, in quotes."));
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
        let date = parse_date(text);
        if date.is_none() && !matches!(value.kind(), Kind::Reported) {
            let found =
                Diagnostic::new(&diagnostics::BAD_DATE, format!("`expires` is not a date: {}", describe(value)));
            self.push(found.at(value.span(), "").help("Write year, month and day, such as `2026-01-31`."));
        }
        date
    }
}
