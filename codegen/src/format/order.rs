//! The order of keys: that of the language's tables.

use crate::input::Role;
use crate::lower::key::{Map, ValueType};
use crate::lower::keys::head::ROOT;
use crate::syntax::Value;
use crate::waivers::WAIVER;

/// What is known of a value's keys.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// A value of this type.
    Type(&'static ValueType),
    /// A map with these keys.
    Keys(&'static Map),
    /// A list of such maps.
    Items(&'static Map),
    Unknown,
}

impl Shape {
    /// The shape of a whole file.
    pub(super) fn of_file(role: Role) -> Self {
        match role {
            Role::Spec => Self::Keys(&ROOT),
            Role::Waivers => Self::Items(&WAIVER),
            _ => Self::Unknown,
        }
    }

    /// The shape of a list's items.
    pub(super) fn item(self) -> Self {
        match self {
            Self::Items(map) => Self::Keys(map),
            Self::Type(ty) => match ty {
                ValueType::List(of) => Self::Type(of),
                ValueType::Either(a, b) => [a, b].into_iter().find_map(|it| list(it)).map_or(Self::Unknown, Self::Type),
                _ => Self::Unknown,
            },
            _ => Self::Unknown,
        }
    }

    /// The shape of the value of a key.
    pub(super) fn value(self, key: &str) -> Self {
        if let Some(map) = self.map() {
            let known = map.keys.iter().find(|it| it.name == key);
            return known.map_or(Self::Unknown, |it| Self::Type(&it.value));
        }
        if let Self::Type(ValueType::MapOf(map)) = self { Self::Keys(map) } else { Self::Unknown }
    }

    /// The place of each key of a map in the canonical order; `None` if it has none, or has unknown keys.
    pub(super) fn ranks(self, value: Value<'_>) -> Option<Vec<usize>> {
        let map = self.map()?;
        value.pairs().map(|pair| map.keys.iter().position(|it| it.name == pair.key)).collect()
    }

    /// The keys of a map.
    fn map(self) -> Option<&'static Map> {
        match self {
            Self::Keys(map) => Some(map),
            Self::Type(ty) => keys(ty),
            _ => None,
        }
    }
}

fn keys(ty: &'static ValueType) -> Option<&'static Map> {
    match ty {
        ValueType::Map(map) => Some(map),
        ValueType::Either(a, b) => keys(a).or_else(|| keys(b)),
        _ => None,
    }
}

fn list(ty: &'static ValueType) -> Option<&'static ValueType> {
    if let ValueType::List(of) = ty { Some(of) } else { None }
}
