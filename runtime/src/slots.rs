//! The values of a code's fields, each in its place. It knows the fields' names, and neither JSON nor types.

use std::vec::Vec;

use crate::{Field, Shape, Value};

/// A place for the value of each field.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    fields: &'static [Field],
    /// As many as there are fields.
    values: Vec<Option<Value>>,
}

impl Slots {
    /// Empty slots, with room for the values of the headers behind them.
    #[inline]
    pub(crate) fn of(shape: &'static Shape) -> Self {
        let mut values = Vec::with_capacity(shape.fields.len() + shape.headers.len());
        for _ in shape.fields {
            values.push(None);
        }
        Self { fields: shape.fields, values }
    }

    /// The slot for the field with this name, as long as nothing is in it.
    pub(crate) fn vacant(&self, name: &str) -> Option<usize> {
        let index = self.fields.iter().position(|field| field.name == name)?;
        self.values.get(index)?.is_none().then_some(index)
    }

    /// Puts a value into a slot that is vacant.
    pub(crate) fn put(&mut self, index: usize, value: Value) {
        if let Some(slot @ None) = self.values.get_mut(index) {
            *slot = Some(value);
        }
    }

    /// Whether there are none: no code is known, or it has no fields.
    pub(crate) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Each field with what is there for it.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static Field, Option<&Value>)> {
        self.fields.iter().zip(self.values.iter().map(Option::as_ref))
    }

    /// Nothing is in them any more.
    pub(crate) fn clear(&mut self) {
        self.values.fill_with(|| None);
    }

    /// The values, in the order of the fields.
    pub(crate) fn into_values(self) -> Vec<Option<Value>> {
        self.values
    }

    /// The fields that are there, by name.
    pub(crate) fn into_members(self) -> impl Iterator<Item = (&'static str, Value)> {
        let named = self.fields.iter().zip(self.values);
        named.filter_map(|(field, value)| Some((field.name, value?)))
    }
}
