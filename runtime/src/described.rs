//! Responses decoded by a book's schema alone, with what the generated types would say. The compiler writes conformance cases
//! from it.

use std::string::String;
use std::time::SystemTime;
use std::vec::Vec;

use core::time::Duration;

use crate::client::retry::{Advice, Attempt, Limits, Named, Request, advise, of_status};
use crate::code::CodeInfo;
use crate::decode::{self, Decoded, Head};
use crate::schema::{BookSchema, DelayUnit, Field, HeaderType, Type};
use crate::value::{
    EpochMillis, EpochSeconds, FieldValue, HttpDate, Millis, Minutes, RetryAfter, Seconds, ValueRef, Values,
};
use crate::{Headers, Received, Unknown, Value};

/// An error of a response.
#[derive(Debug)]
pub struct Described {
    /// The index of its code, if the book has it: also if the payload does not fit.
    pub code: Option<usize>,
    /// The payload, as its type writes it: fields, then headers. It is empty for an error that could not be typed.
    pub values: Vec<Option<Value>>,
    /// The error that could not be typed.
    pub unknown: Option<Unknown>,
    /// The status of the error.
    pub status: u16,
    /// What was received beyond that.
    pub received: Received,
    /// The values of the response's members.
    pub members: Vec<Option<Value>>,
    /// The other errors of the response.
    pub others: Vec<Described>,
    /// How many further errors were not kept.
    pub dropped: usize,
    schema: &'static BookSchema,
}

/// Decodes a response, and says whether a client takes it for an error. Problem details are not recognized.
pub fn describe(schema: &'static BookSchema, status: u16, headers: &dyn Headers, body: &[u8]) -> (bool, Described) {
    let head = Head { status, headers };
    (decode::is_error(schema, head, body), Described::of(schema, decode::plain(schema, head, body), status))
}

impl Described {
    fn of(schema: &'static BookSchema, decoded: Decoded, status: u16) -> Self {
        let Decoded { outcome, received, more } = decoded;
        let (code, values, unknown) = match outcome {
            Ok((index, values)) => (Some(index), typed(schema, index, values), None),
            Err(unknown) => (unknown.code().and_then(schema.find), Vec::new(), Some(unknown)),
        };
        let more = more.map(|more| *more).unwrap_or_default();
        let status = more.status.unwrap_or(status);
        let types = schema.form.map(|form| form.members).unwrap_or_default();
        // They are optional in Rust, so that `null` is absent.
        let member =
            |(value, ty): (Option<Value>, Type)| value.filter(|it| *it != Value::Null).map(|it| of_type(ty, it));
        let members = more.members.into_iter().zip(types.iter().map(|member| member.ty)).map(member).collect();
        let others = more.others.into_iter().map(|other| Self::of(schema, other, status)).collect();
        Self { code, values, unknown, status, received, members, others, dropped: more.dropped, schema }
    }

    /// What to do after this attempt of a request has failed with it.
    pub fn advice(&self, attempt: u32, request: Request, limits: &Limits) -> Advice {
        let info = self.code.map(|index| self.schema.codes.row(index));
        let retry = info.map_or_else(|| of_status(self.status, self.schema.retry), CodeInfo::retry);
        let attempt = Attempt { number: attempt, request, limits };
        advise(retry, self.received.timing, &|now| self.longest(now), attempt)
    }

    fn longest(&self, now: SystemTime) -> Option<Duration> {
        let others = self.others.iter().filter_map(|other| other.longest(now)).max();
        let row = self.code.and_then(|index| self.schema.row(index));
        let (fields, headers) = row.map_or((0, &[][..]), |(_, payload)| (payload.fields.len(), payload.headers));
        // A date or a number of seconds is one in the payload.
        let sent: Vec<Sent<'_>> = self
            .values
            .iter()
            .enumerate()
            .map(|(index, value)| match (value, index.checked_sub(fields).and_then(|index| headers.get(index))) {
                (Some(value), Some(header)) => Sent::of(value, header.ty),
                (value, _) => Sent::Value(value.as_ref()),
            })
            .collect();
        let values: Vec<ValueRef<'_>> = sent.iter().map(Sent::value_ref).collect();
        let named = Named {
            schema: self.schema,
            index: self.code,
            values: &values,
            received: Some(&self.received),
            members: &self.members,
        };
        others.max(named.longest(now))
    }
}

/// A value in the type of the payload.
enum Sent<'a> {
    Value(Option<&'a Value>),
    RetryAfter(RetryAfter),
    Date(HttpDate),
}

impl<'a> Sent<'a> {
    fn of(value: &'a Value, ty: HeaderType) -> Self {
        match ty {
            HeaderType::Delay(DelayUnit::Seconds) => Self::RetryAfter(RetryAfter::from_value(value.clone())),
            HeaderType::Delay(DelayUnit::Date) | HeaderType::Date => Self::Date(HttpDate::from_value(value.clone())),
            _ => Self::Value(Some(value)),
        }
    }

    fn value_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Value(value) => value.map_or(ValueRef::Null, ValueRef::Value),
            Self::RetryAfter(value) => value.value_ref(),
            Self::Date(date) => date.value_ref(),
        }
    }
}

/// The values of a payload as its type writes them.
fn typed(schema: &'static BookSchema, index: usize, mut values: Values) -> Vec<Option<Value>> {
    let Some((_, payload)) = schema.row(index) else { return Vec::new() };
    let mut out: Vec<Option<Value>> = Vec::new();
    out.extend(payload.fields.iter().map(|field| of_field(field, values.take())));
    out.extend(payload.headers.iter().map(|_| Some(values.take()).filter(|value| *value != Value::Null)));
    out
}

/// `None` for an absent value. `null` is one of a required field of type `any`.
fn of_field(field: &Field, value: Value) -> Option<Value> {
    let is_absent = value == Value::Null && (field.optional || field.ty != Type::Any);
    (!is_absent).then(|| of_type(field.ty, value))
}

/// A value that has this type as the type writes it.
fn of_type(ty: Type, value: Value) -> Value {
    fn through<T: FieldValue>(value: Value) -> Value {
        T::from_value(value).value_ref().to_value()
    }
    match ty {
        Type::Integer => through::<i64>(value),
        Type::Unsigned => through::<u64>(value),
        Type::Number => through::<f64>(value),
        Type::Delay(DelayUnit::Seconds) => through::<Seconds>(value),
        Type::Delay(DelayUnit::Millis) => through::<Millis>(value),
        Type::Delay(DelayUnit::Minutes) => through::<Minutes>(value),
        Type::Delay(DelayUnit::EpochSeconds) => through::<EpochSeconds>(value),
        Type::Delay(DelayUnit::EpochMillis) => through::<EpochMillis>(value),
        Type::List(ty) => match value {
            Value::List(items) => items.into_iter().map(|item| of_type(*ty, item)).collect::<Vec<_>>().into(),
            value => value,
        },
        Type::Object(fields) => {
            let mut values = Values::of_object(value, fields);
            let member = |field: &Field| Some((String::from(field.name), of_field(field, values.take())?));
            Value::Object(fields.iter().filter_map(member).collect())
        }
        Type::String | Type::Boolean | Type::Timestamp | Type::Delay(DelayUnit::Date) | Type::Any => value,
    }
}
