//! The key `envelope` of an entry: the code's own values of members, and whether it sends its code and its message.

use errbook::Value as Data;

use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::draft::Head;
use crate::model::{CodeEnvelope, EntryPlaces, EnvelopeMember, Per, Type};
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
    fn code_member(&mut self, pair: &Pair<'_>, head: &Head) -> Option<(String, Option<Data>)> {
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
        let value = self.constant(pair.value, &member.field.ty, "value", &what)?;
        Some((member.field.name.clone(), Some(value)))
    }

    /// A value of a member that each code has. `noun` says what it is of `what`.
    pub(super) fn constant(&mut self, value: Value<'_>, ty: &Type, noun: &str, what: &str) -> Option<Data> {
        let data = self.typed_value(value, ty, noun, what)?;
        if is_signed(&data) {
            return Some(data);
        }
        let message = format!("the {noun} of {what} is larger than 2^63 - 1");
        let found = Diagnostic::new(&diagnostics::BAD_EXAMPLE, message).at(value.span(), "");
        self.push(found.help("Write a smaller number, or the number as a text."));
        None
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

/// Whether all integers in a value are signed ones of 64 bits, as constants of a form are.
fn is_signed(data: &Data) -> bool {
    match data {
        Data::Integer(it) => i64::try_from(*it).is_ok(),
        Data::List(items) => items.iter().all(is_signed),
        Data::Object(members) => members.iter().all(|it| is_signed(&it.1)),
        _ => true,
    }
}
