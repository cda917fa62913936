//! The wait that an error names: in `Retry-After`, and in the fields and headers that its book declares as delays.

use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::schema::{DelayUnit, HeaderType, Type};
use crate::value::{ValueRef, unix_seconds};
use crate::{Code as _, EpochMillis, EpochSeconds, Error, Kind, Millis, Minutes, Received, Seconds};

/// The longest wait from `now` that the error names.
pub(super) fn longest<K: Kind>(error: &Error<K>, now: SystemTime) -> Option<Duration> {
    let mut longest = error.received().and_then(Received::retry_after).map(|value| value.wait(now));
    let mut add = |unit, value: ValueRef<'_>| longest = longest.max(wait(unit, value, now));
    let row = error.0.kind.code().ok().and_then(|code| K::SCHEMA.row(code.index()));
    if let Some((_, payload)) = row {
        error.0.kind.values(&mut |values| {
            for (field, value) in payload.fields.iter().zip(values) {
                each(field.ty, *value, &mut add);
            }
            for (header, value) in payload.headers.iter().zip(values.iter().skip(payload.fields.len())) {
                if let HeaderType::Delay(unit) = header.ty {
                    add(unit, *value);
                }
            }
        });
    }
    longest
}

/// Calls `f` with each delay in a value of this type.
fn each(ty: Type, value: ValueRef<'_>, f: &mut dyn FnMut(DelayUnit, ValueRef<'_>)) {
    match (ty, value) {
        (Type::Delay(unit), value) => f(unit, value),
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
        (DelayUnit::Seconds, ValueRef::Unsigned(count)) => Some(Seconds::new(count).duration()),
        (DelayUnit::Millis, ValueRef::Unsigned(count)) => Some(Millis::new(count).duration()),
        (DelayUnit::Minutes, ValueRef::Unsigned(count)) => Some(Minutes::new(count).duration()),
        (DelayUnit::EpochSeconds, ValueRef::Unsigned(count)) => Some(until(count)),
        (DelayUnit::EpochMillis, ValueRef::Unsigned(count)) => Some(EpochMillis::new(count).wait(now)),
        _ => None,
    }
}
