//! The key `envelope` of an entry: the code's own values of members, and whether it sends its code and its message.

use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::draft::Head;
use crate::model::{CodeEnvelope, EntryPlaces, EnvelopeMember, Per};
use crate::syntax::{Kind, Pair, Value};
use crate::text::{listed, quoted};

impl Context<'_> {
    /// `envelope` of an entry.
    pub(super) fn code_envelope(&mut self, value: Value<'_>, head: &Head) -> CodeEnvelope {
        let mut out = CodeEnvelope::default();
        if !matches!(value.kind(), Kind::Map) {
            self.wrong_type(
                value,
                "`envelope` of an entry must be a map of members to values",
                "Write names with values, such as `envelope: {type: card_error}`.",
            );
            return out;
        }
        for pair in value.pairs() {
            match pair.key {
                "code" => out.omits_code = self.is_not_sent(&pair),
                "message" => out.omits_message = self.is_not_sent(&pair),
                _ => out.members.extend(self.code_member(&pair, head)),
            }
        }
        let values = value.pairs().map(|it| (it.key.to_owned(), it.value.span())).collect();
        out.places = Some(EntryPlaces { whole: value.span(), values });
        out
    }

    /// `code: null` or `message: null`.
    fn is_not_sent(&mut self, pair: &Pair<'_>) -> bool {
        if pair.value.is_null() {
            return true;
        }
        let key = pair.key;
        let message = format!("`{key}` in the envelope of an entry can only be `null`");
        let help = format!(
            "Remove it: the key `{key}` of the entry has its value. `{key}: null` means that this error does not send it."
        );
        self.wrong_type(pair.value, &message, &help);
        false
    }

    /// The value of a member that has one for each code.
    fn code_member(&mut self, pair: &Pair<'_>, head: &Head) -> Option<(String, Option<errbook::Value>)> {
        let what = format!("the member {}", quoted(pair.key));
        let Some(member) = head.envelope.member(pair.key) else {
            if head.knows_envelope {
                self.unknown_code_member(pair, head);
            }
            return None;
        };
        if let Per::Response { .. } = member.per {
            let message = format!("{what} has a value for each response, not for each code");
            let found = Diagnostic::new(&diagnostics::MISPLACED_KEY, message).at(pair.key_span, "");
            let found = found.at(member.field.places.whole(), "declared here");
            self.push(found.help("Remove it, or declare the member with `per: code`."));
            return None;
        }
        if pair.value.is_null() {
            return Some((member.field.name.clone(), None));
        }
        let value = self.typed_value(pair.value, &member.field.ty, "value", &what)?;
        Some((member.field.name.clone(), Some(value)))
    }

    fn unknown_code_member(&mut self, pair: &Pair<'_>, head: &Head) {
        let names = || head.envelope.code_members().map(|it: &EnvelopeMember| &*it.field.name);
        let message = format!("unknown member {} in the envelope of an entry", quoted(pair.key));
        let found = Diagnostic::new(&diagnostics::UNKNOWN_MEMBER, message).at(pair.key_span, "unknown member");
        let near = self.meant(pair.key, names());
        self.push(match near {
            Some(near) => found.help(format!("Did you mean `{near}`?")),
            None if names().next().is_none() => found.help(
                "No member has values for each code. Declare it under `members` of the envelope: `{type: string, per: code}`.",
            ),
            None => found.help(format!("The members with values for each code are {}.", listed(names()))),
        });
    }
}
