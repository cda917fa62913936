//! The members of a response that its error does not set: from a hook of the server, or from the source that the book
//! names. Never from a query, and never from a header with credentials.

use std::string::String;
use std::time::SystemTime;
use std::vec::Vec;

use crate::decode::trimmed;
use crate::schema::{DelayUnit, Form, Source, Type};
use crate::value::FieldValue as _;
use crate::{EpochMillis, EpochSeconds, Headers, Kind, Timestamp, Value};

/// The maximum length of a path that is sent, in bytes.
const MAX_PATH: usize = 1 << 10;
/// The maximum length of a header's value that is sent, in bytes.
const MAX_HEADER: usize = 256;
/// Headers that are never sent.
const CREDENTIALS: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

/// Values for the members of a response, by index. They are read from the request, before it is gone.
pub(super) struct Fill(Vec<Option<Value>>);

impl Fill {
    /// `None` in a book without members. `hook` gives the values of the server's hook.
    pub(super) fn of<K: Kind>(
        path: &str,
        headers: &dyn Headers,
        hook: impl FnOnce() -> Vec<Option<Value>>,
    ) -> Option<Self> {
        let form = K::schema().form.filter(|form| !form.members.is_empty())?;
        let mut values = hook();
        values.resize(form.members.len(), None);
        for (value, member) in values.iter_mut().zip(form.members) {
            if value.is_none() {
                *value = match member.source {
                    Source::Path => Some(Value::from(start(path, MAX_PATH))),
                    Source::Header(name) => header(name, headers, member.ty),
                    Source::Caller | Source::Time => None,
                };
            }
        }
        Some(Self(values))
    }

    /// The values, with the current time.
    pub(super) fn values<K: Kind>(mut self) -> Vec<Option<Value>> {
        let members = K::schema().form.map_or(&[][..], |form: &Form<'_>| form.members);
        for (value, member) in self.0.iter_mut().zip(members) {
            if value.is_none() && member.source == Source::Time {
                *value = time(SystemTime::now(), member.ty);
            }
        }
        self.0
    }
}

fn header(name: &str, headers: &dyn Headers, ty: Type) -> Option<Value> {
    if CREDENTIALS.iter().any(|secret| name.eq_ignore_ascii_case(secret)) {
        return None;
    }
    let text = start(headers.get(name).and_then(trimmed)?, MAX_HEADER);
    match ty {
        Type::String => Some(Value::from(text)),
        Type::Integer => text.parse::<i64>().ok().map(Value::from),
        Type::Unsigned => text.parse::<u64>().ok().map(Value::from),
        _ => None,
    }
}

/// The start of a text, without a part of a character.
fn start(text: &str, length: usize) -> String {
    let mut end = text.len().min(length);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].into()
}

fn time(now: SystemTime, ty: Type) -> Option<Value> {
    match ty {
        Type::Timestamp | Type::String | Type::Delay(DelayUnit::Date) => {
            Some(Timestamp::from(now).value_ref().to_value())
        }
        Type::Integer | Type::Unsigned | Type::Delay(DelayUnit::EpochSeconds) => {
            Some(EpochSeconds::from(now).count().into())
        }
        Type::Delay(DelayUnit::EpochMillis) => Some(EpochMillis::from(now).count().into()),
        _ => None,
    }
}
