//! How the values of two types relate: the one relation by which fields, items and headers are judged.

use crate::model::{DelayUnit, HeaderType, Type};

/// The type of a field, a list item or a header.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holds<'a> {
    Field(&'a Type),
    Header(&'a HeaderType),
}

/// The relation of a new type to the old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// They have the same values.
    Same,
    /// Every value of the new type is one of the old.
    Narrower,
    /// Every value of the old type is one of the new, and a reader of the old type reads all of them.
    WiderAndReadable,
    /// Every value of the old type is one of the new.
    Wider,
    /// Neither.
    Other,
}

/// The relation of two types. The members of objects are compared separately, and are ignored here.
pub(super) fn relation(old: Holds<'_>, new: Holds<'_>) -> Relation {
    match (within(new, old), within(old, new)) {
        (true, true) => Relation::Same,
        (true, false) => Relation::Narrower,
        (false, true) if is_readable(old, new) => Relation::WiderAndReadable,
        (false, true) => Relation::Wider,
        (false, false) => Relation::Other,
    }
}

/// Whether every value of the first type is a value of the second.
fn within(a: Holds<'_>, b: Holds<'_>) -> bool {
    use HeaderType as H;
    use Type as T;
    match (a, b) {
        (Holds::Field(a), Holds::Field(b)) => match (a, b) {
            (_, T::Any)
            | (T::Integer { .. }, T::Number | T::Integer { unsigned: false })
            | (T::Integer { unsigned: true }, T::Integer { .. })
            | (T::Enum { .. } | T::Timestamp | T::Delay { unit: DelayUnit::Date }, T::String)
            | (T::Delay { unit: DelayUnit::Date }, T::Timestamp)
            | (T::Object { .. }, T::Object { .. }) => true,
            (T::Enum { values: a, .. }, T::Enum { values: b, .. }) => {
                a.iter().all(|it| b.iter().any(|other| other.value == it.value))
            }
            (T::Delay { unit: a }, T::Delay { unit: b }) => a == b,
            (T::Delay { unit }, T::Number | T::Integer { .. }) => *unit != DelayUnit::Date,
            (T::List { of: a }, T::List { of: b }) => within(Holds::Field(a), Holds::Field(b)),
            (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b) && !matches!(a, T::Integer { .. }),
        },
        (Holds::Header(a), Holds::Header(b)) => {
            a == b
                || matches!(
                    (a, b),
                    (H::Delay { .. } | H::Integer | H::Unsigned | H::Date, H::String)
                        | (H::Unsigned, H::Integer | H::Delay { unit: DelayUnit::Seconds })
                        | (H::Date, H::Delay { unit: DelayUnit::Seconds })
                        | (H::Delay { unit: DelayUnit::Date }, H::Date)
                )
                || matches!((a, b), (H::Delay { unit }, H::Integer | H::Unsigned) if is_number(*unit))
        }
        _ => false,
    }
}

/// Whether a header with a delay in this unit is always a number. One in seconds may be a date.
fn is_number(unit: DelayUnit) -> bool {
    !matches!(unit, DelayUnit::Seconds | DelayUnit::Date)
}

/// Whether a reader of the first type reads every value of the second: an enum accepts any text, and a delay any number
/// or date in its format.
fn is_readable(old: Holds<'_>, new: Holds<'_>) -> bool {
    match (old, new) {
        (Holds::Field(Type::Enum { .. }), Holds::Field(Type::Enum { .. } | Type::String))
        | (Holds::Field(Type::Delay { unit: DelayUnit::Date }), Holds::Field(Type::Timestamp))
        | (Holds::Header(HeaderType::Delay { unit: DelayUnit::Date }), Holds::Header(HeaderType::Date)) => true,
        (Holds::Field(Type::Delay { unit }), Holds::Field(Type::Integer { unsigned: true })) => {
            *unit != DelayUnit::Date
        }
        (Holds::Header(HeaderType::Delay { unit }), Holds::Header(HeaderType::Unsigned)) => is_number(*unit),
        (Holds::Field(Type::List { of: a }), Holds::Field(Type::List { of: b })) => {
            is_readable(Holds::Field(a), Holds::Field(b))
        }
        _ => false,
    }
}
