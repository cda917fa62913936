//! The wait that a response names: in `Retry-After`, and in the fields, headers and members that its book declares as
//! delays.

use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::ErrorRef;
use crate::schema::{BookSchema, DelayUnit, Header, HeaderType, Type};
use crate::value::{ValueRef, unix_seconds};
use crate::{EpochMillis, EpochSeconds, Millis, Minutes, Received, RetryAfter, Seconds, Value};

/// The longest wait from `now` that the error names, or another error of the same response.
pub(super) fn longest(error: ErrorRef<'_>, now: SystemTime) -> Option<Duration> {
    let mut max = None;
    error.others.each(false, &mut |other| max = max.max(longest(other, now)));
    let index = error.code();
    let members = error.parts.more.as_ref().map(|more| &*more.received_members).unwrap_or_default();
    let received = error.parts.received.as_ref();
    error.kind.with_values(&mut |values| {
        let named = Named { schema: error.schema, index, values, received, members };
        max = max.max(named.longest(now));
    });
    max
}

/// What may name a wait: the values of an error, and what was received with it.
pub(crate) struct Named<'a> {
    pub(crate) schema: &'static BookSchema,
    /// The index of the code.
    pub(crate) index: Option<usize>,
    /// The fields of the payload, then its headers.
    pub(crate) values: &'a [ValueRef<'a>],
    pub(crate) received: Option<&'a Received>,
    /// The members of the response.
    pub(crate) members: &'a [Option<Value>],
}

impl Named<'_> {
    /// The longest wait from `now`.
    pub(crate) fn longest(&self, now: SystemTime) -> Option<Duration> {
        let row = self.index.and_then(|index| self.schema.row(index));
        let unit = row.and_then(|(_, payload)| payload.headers.iter().find_map(unit_of_retry_after));
        let mut longest = self.received.and_then(Received::retry_after).map(|value| asked(value, unit, now));
        let mut add = |unit, value: ValueRef<'_>| longest = longest.max(wait(unit, value, now));
        if let Some((_, payload)) = row {
            for (field, value) in payload.fields.iter().zip(self.values) {
                each(field.ty, *value, &mut add);
            }
            for (header, value) in payload.headers.iter().zip(self.values.iter().skip(payload.fields.len())) {
                if let HeaderType::Delay(unit) = header.ty {
                    add(unit, *value);
                }
            }
        }
        if let Some(form) = self.schema.form {
            for (member, value) in form.members.iter().zip(self.members) {
                each(member.ty, value.as_ref().map_or(ValueRef::Null, ValueRef::Value), &mut add);
            }
        }
        longest
    }
}

/// The unit of `Retry-After`, if it is this header.
fn unit_of_retry_after(header: &Header) -> Option<DelayUnit> {
    match header.ty {
        HeaderType::Delay(unit) if header.name.eq_ignore_ascii_case("retry-after") => Some(unit),
        _ => None,
    }
}

/// The wait of `Retry-After`, which was read as seconds or a date. Some APIs send a number in another unit.
fn asked(value: &RetryAfter, unit: Option<DelayUnit>, now: SystemTime) -> Duration {
    let number = value.seconds().map(ValueRef::Unsigned);
    let in_unit = unit.zip(number).and_then(|(unit, number)| wait(unit, number, now));
    in_unit.unwrap_or_else(|| value.wait(now))
}

/// Calls `f` with each delay in a value of this type.
fn each(ty: Type, value: ValueRef<'_>, f: &mut dyn FnMut(DelayUnit, ValueRef<'_>)) {
    match (ty, value) {
        (Type::Delay(unit), value) => f(unit, value),
        (Type::List(ty), ValueRef::Value(Value::List(items))) => {
            for item in items {
                each(*ty, ValueRef::Value(item), f);
            }
        }
        (Type::Object(fields), value @ ValueRef::Value(Value::Object(_))) => fields.iter().for_each(|field| {
            if let ValueRef::Value(value) = value
                && let Some(value) = value.get(field.name)
            {
                each(field.ty, ValueRef::Value(value), f);
            }
        }),
        (Type::List(ty), ValueRef::List(items)) => items.each(&mut |item| each(*ty, item, f)),
        (Type::Object(fields), ValueRef::Object(members)) => members.each(&mut |name, value| {
            if let Some(field) = fields.iter().find(|field| field.name == name) {
                each(field.ty, value, f);
            }
        }),
        _ => {}
    }
}

/// `None` for an absent value.
fn wait(unit: DelayUnit, value: ValueRef<'_>, now: SystemTime) -> Option<Duration> {
    let until = |seconds: u64| EpochSeconds::new(seconds).wait(now);
    match (unit, value) {
        (_, ValueRef::RetryAfter(value)) => Some(value.wait(now)),
        (_, ValueRef::Date(date)) => {
            Some(until(SystemTime::from(*date).duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()))
        }
        (DelayUnit::Date, ValueRef::Text(text)) => {
            unix_seconds(text).map(|seconds| until(seconds.try_into().unwrap_or(0)))
        }
        (unit, ValueRef::Value(value)) => {
            let value = match (value.as_u64(), value) {
                (Some(count), _) => ValueRef::Unsigned(count),
                (None, Value::Number(number)) => ValueRef::Number(*number),
                (None, Value::String(text)) => ValueRef::Text(text),
                _ => return None,
            };
            wait(unit, value, now)
        }
        (DelayUnit::Seconds, ValueRef::Number(number)) => Some(Seconds::from_number(number).duration()),
        (DelayUnit::Millis, ValueRef::Number(number)) => Some(Millis::from_number(number).duration()),
        (DelayUnit::Minutes, ValueRef::Number(number)) => Some(Minutes::from_number(number).duration()),
        (DelayUnit::Seconds, ValueRef::Unsigned(count)) => Some(Seconds::new(count).duration()),
        (DelayUnit::Millis, ValueRef::Unsigned(count)) => Some(Millis::new(count).duration()),
        (DelayUnit::Minutes, ValueRef::Unsigned(count)) => Some(Minutes::new(count).duration()),
        (DelayUnit::EpochSeconds, ValueRef::Unsigned(count)) => Some(until(count)),
        (DelayUnit::EpochMillis, ValueRef::Unsigned(count)) => Some(EpochMillis::new(count).wait(now)),
        _ => None,
    }
}
