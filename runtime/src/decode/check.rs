//! Whether a value has the type that the book declares. It converts nothing.

use core::fmt;
use std::string::ToString;

use super::DecodeIssue;
use super::issues::DecodeIssues;
use crate::Value;
use crate::schema::{DelayUnit, Field, Type};
use crate::value::is_timestamp;

/// The path of a value in the error. It is formatted only if there is an issue.
#[derive(Clone, Copy)]
pub(crate) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step,
}

#[derive(Clone, Copy)]
enum Step {
    Member(&'static str),
    Item(usize),
}

impl<'a> Path<'a> {
    pub(crate) const fn member(parent: Option<&'a Path<'a>>, name: &'static str) -> Self {
        Self { parent, step: Step::Member(name) }
    }

    fn item(parent: &'a Path<'a>, index: usize) -> Self {
        Self { parent: Some(parent), step: Step::Item(index) }
    }
}

/// `errors[2].field`. Its depth is limited by the book's types.
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Member(name) if self.parent.is_some() => write!(f, ".{name}"),
            Step::Member(name) => f.write_str(name),
            Step::Item(index) => write!(f, "[{index}]"),
        }
    }
}

/// Whether `value` has the type. Each mismatch becomes an issue.
#[inline]
pub(crate) fn value(value: &Value, ty: Type, path: &Path<'_>, issues: &mut DecodeIssues) -> bool {
    let (fits, expected) = match ty {
        Type::Any => return true,
        Type::String => (value.as_str().is_some(), "a string"),
        Type::Integer => (value.as_i64().is_some(), "an integer"),
        Type::Unsigned => (value.as_u64().is_some(), "a non-negative integer"),
        Type::Number => (value.as_f64().is_some_and(f64::is_finite), "a number"),
        Type::Boolean => (value.as_bool().is_some(), "a boolean"),
        Type::Timestamp | Type::Delay(DelayUnit::Date) => {
            (value.as_str().is_some_and(is_timestamp), "an RFC 3339 date and time")
        }
        Type::Delay(_) => {
            (value.as_f64().is_some_and(|number| number.is_finite() && number >= 0.0), "a non-negative number")
        }
        Type::List(ty) => match value {
            Value::List(items) => return list(items, *ty, path, issues),
            _ => (false, "an array"),
        },
        Type::Object(fields) => match value {
            Value::Object(_) => return object(value, fields, path, issues),
            _ => (false, "an object"),
        },
    };
    if !fits {
        issues.push(DecodeIssue::WrongType { member: path.to_string(), expected });
    }
    fits
}

/// Whether a member, present or not, fits the book. `null` counts as absent, except for a required field of type `any`.
#[inline]
pub(crate) fn field(found: Option<&Value>, field: &Field, path: &Path<'_>, issues: &mut DecodeIssues) -> bool {
    match found {
        None | Some(Value::Null) if field.optional => true,
        None => {
            issues.push(DecodeIssue::Missing { member: path.to_string() });
            false
        }
        Some(Value::Null) if field.ty != Type::Any => {
            issues.push(DecodeIssue::Missing { member: path.to_string() });
            false
        }
        Some(found) => value(found, field.ty, path, issues),
    }
}

fn list(items: &[Value], ty: Type, path: &Path<'_>, issues: &mut DecodeIssues) -> bool {
    let mut fits = true;
    for (index, item) in items.iter().enumerate() {
        fits &= value(item, ty, &Path::item(path, index), issues);
        // No further issue could be recorded.
        if !fits && issues.is_full() {
            break;
        }
    }
    fits
}

fn object(value: &Value, fields: &[Field], path: &Path<'_>, issues: &mut DecodeIssues) -> bool {
    let Value::Object(members) = value else {
        return false;
    };
    let mut fits = true;
    for declared in fields {
        let path = Path::member(Some(path), declared.name);
        let mut found = members.iter().rev().filter(|(name, _)| name == declared.name).map(|(_, value)| value);
        fits &= field(found.next(), declared, &path, issues);
        if found.next().is_some() {
            issues.push(DecodeIssue::Duplicate { member: path.to_string() });
        }
    }
    fits
}
