//! The values of a code's fields, each in its slot. It knows the names of fields, but neither JSON nor types.

use std::vec::Vec;

use crate::Value;
use crate::schema::{Field, PayloadSchema};

/// A slot for the value of each field.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    fields: &'static [Field],
    /// One for each field.
    values: Vec<Option<Value>>,
}

impl Slots {
    /// Empty slots, with capacity for the values of the headers after them.
    #[inline]
    pub(crate) fn of(payload: &'static PayloadSchema) -> Self {
        let mut values = Vec::with_capacity(payload.fields.len() + payload.headers.len());
        for _ in payload.fields {
            values.push(None);
        }
        Self { fields: payload.fields, values }
    }

    /// The slot for the field with this name, if it is empty.
    pub(crate) fn vacant(&self, name: &str) -> Option<usize> {
        let index = self.fields.iter().position(|field| field.name == name)?;
        self.values.get(index)?.is_none().then_some(index)
    }

    /// Fills an empty slot.
    pub(crate) fn put(&mut self, index: usize, value: Value) {
        if let Some(slot @ None) = self.values.get_mut(index) {
            *slot = Some(value);
        }
    }

    /// The value in a slot.
    pub(crate) fn get(&self, index: usize) -> Option<&Value> {
        self.values.get(index)?.as_ref()
    }

    /// Whether there are no slots: the code is unknown, or has no fields.
    pub(crate) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Each field with its value, if it has one.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static Field, Option<&Value>)> {
        self.fields.iter().zip(self.values.iter().map(Option::as_ref))
    }

    /// Empties all slots.
    pub(crate) fn clear(&mut self) {
        self.values.fill_with(|| None);
    }

    /// The values, in the order of the fields.
    pub(crate) fn into_values(self) -> Vec<Option<Value>> {
        self.values
    }

    /// The fields that have a value, by name.
    pub(crate) fn into_members(self) -> impl Iterator<Item = (&'static str, Value)> {
        let named = self.fields.iter().zip(self.values);
        named.filter_map(|(field, value)| Some((field.name, value?)))
    }
}
