//! Whether a value has the type that a book says. It only looks; it converts nothing.

use core::fmt;
use std::string::ToString;

use crate::problems::Problems;
use crate::timestamp::is_timestamp;
use crate::{Field, Problem, Type, Value};

/// Where a value stands in the error: written only when there is a problem with it.
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
    pub(crate) fn member(parent: Option<&'a Path<'a>>, name: &'static str) -> Self {
        Self { parent, step: Step::Member(name) }
    }

    fn item(parent: &'a Path<'a>, index: usize) -> Self {
        Self { parent: Some(parent), step: Step::Item(index) }
    }
}

/// `errors[2].field`. It is as deep as the book's types are.
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

/// Whether `value` has the type. Each place in it that has not becomes a problem.
#[inline]
pub(crate) fn value(value: &Value, ty: Type, path: &Path<'_>, problems: &mut Problems) -> bool {
    let (fits, expected) = match ty {
        Type::Any => return true,
        Type::String => (value.as_str().is_some(), "a string"),
        Type::Integer => (value.as_i64().is_some(), "an integer"),
        Type::Unsigned => (value.as_u64().is_some(), "an integer of at least 0"),
        Type::Number => (value.as_f64().is_some_and(f64::is_finite), "a number"),
        Type::Boolean => (value.as_bool().is_some(), "true or false"),
        Type::Timestamp => (value.as_str().is_some_and(is_timestamp), "a point in time"),
        Type::List(ty) => match value {
            Value::List(items) => return list(items, *ty, path, problems),
            _ => (false, "a list"),
        },
        Type::Object(fields) => match value {
            Value::Object(_) => return object(value, fields, path, problems),
            _ => (false, "an object"),
        },
    };
    if !fits {
        problems.push(Problem::WrongType { member: path.to_string(), expected });
    }
    fits
}

/// Whether a member that is there, or is not, is what the book says. `null` is as good as absent, but for a required
/// field of any type.
#[inline]
pub(crate) fn field(found: Option<&Value>, field: &Field, path: &Path<'_>, problems: &mut Problems) -> bool {
    match found {
        None | Some(Value::Null) if field.optional => true,
        None => {
            problems.push(Problem::Missing { member: path.to_string() });
            false
        }
        Some(Value::Null) if field.ty != Type::Any => {
            problems.push(Problem::Missing { member: path.to_string() });
            false
        }
        Some(found) => value(found, field.ty, path, problems),
    }
}

fn list(items: &[Value], ty: Type, path: &Path<'_>, problems: &mut Problems) -> bool {
    let mut fits = true;
    for (index, item) in items.iter().enumerate() {
        fits &= value(item, ty, &Path::item(path, index), problems);
        // It does not fit, and no more can be said of it.
        if !fits && problems.is_full() {
            break;
        }
    }
    fits
}

fn object(value: &Value, fields: &[Field], path: &Path<'_>, problems: &mut Problems) -> bool {
    let Value::Object(members) = value else {
        return false;
    };
    let mut fits = true;
    for declared in fields {
        let path = Path::member(Some(path), declared.name);
        let mut found = members.iter().rev().filter(|(name, _)| name == declared.name).map(|(_, value)| value);
        fits &= field(found.next(), declared, &path, problems);
        if found.next().is_some() {
            problems.push(Problem::Duplicate { member: path.to_string() });
        }
    }
    fits
}
