//! The JSON of an error, from its parts.

use core::fmt;
use std::string::String;

use serde_core::ser::{Serialize, SerializeMap, Serializer};

use crate::Value;
use crate::decode::UnknownFields;
use crate::schema::{Envelope, Field};
use crate::value::ValueRef;

/// An error on the wire. Anything that is `None`, empty or `ValueRef::Null` is omitted.
pub(crate) struct Body<'a> {
    pub(crate) envelope: &'a Envelope<'a>,
    pub(crate) code: Option<&'a str>,
    pub(crate) message: Option<&'a dyn fmt::Display>,
    pub(crate) fields: BodyFields<'a>,
    /// Fields of a decoded error that are not in the book.
    pub(crate) unknown_fields: Option<&'a UnknownFields>,
    /// Members outside of the error's object.
    pub(crate) unknown_members: &'a [(String, Value)],
}

/// The names and values of fields.
#[derive(Clone, Copy, Debug)]
pub enum BodyFields<'a> {
    /// In pairs.
    Pairs(&'a [(&'a str, ValueRef<'a>)]),
    /// The fields of a code, and the values of its payload, which begin with those of the fields.
    Payload(&'a [Field], &'a [ValueRef<'a>]),
}

impl<'a> BodyFields<'a> {
    pub(crate) fn iter(self) -> impl Iterator<Item = (&'a str, ValueRef<'a>)> {
        let (pairs, fields, values) = match self {
            Self::Pairs(pairs) => (pairs, &[][..], &[][..]),
            Self::Payload(fields, values) => (&[][..], fields, values),
        };
        let payload = fields.iter().zip(values).map(|(field, value)| (field.name, *value));
        pairs.iter().copied().chain(payload)
    }

    fn is_empty(self) -> bool {
        self.iter().next().is_none()
    }
}

impl Body<'_> {
    /// Compact JSON; empty if there is nothing to write.
    pub(crate) fn to_json(&self) -> String {
        if !self.has_error() && self.unknown_members.is_empty() {
            return String::new();
        }
        serde_json::to_string(self).unwrap_or_default()
    }

    fn has_error(&self) -> bool {
        let unknown_fields = self.unknown_fields.is_some_and(|unknown_fields| !unknown_fields.all().is_empty());
        self.code.is_some() || self.message.is_some() || !self.fields.is_empty() || unknown_fields
    }

    /// Writes the members of the error's object.
    fn members<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let fields_key = self.envelope.fields_under();
        if let Some(code) = self.code {
            map.serialize_entry(self.envelope.code(), code)?;
        }
        if let Some(message) = self.message {
            map.serialize_entry(self.envelope.message(), &Collected(message))?;
        }
        if fields_key.is_none() {
            self.fields(map)?;
        }
        for (key, value) in self.unknown_fields.map(UnknownFields::beside).unwrap_or_default() {
            if !self.is_taken(key) {
                map.serialize_entry(key, value)?;
            }
        }
        match fields_key {
            Some(key) if self.has_fields() => map.serialize_entry(key, &Fields(self)),
            _ => Ok(()),
        }
    }

    /// Writes the fields at their level.
    fn fields<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        for (key, value) in self.fields.iter() {
            if !matches!(value, ValueRef::Null) {
                map.serialize_entry(key, &value)?;
            }
        }
        Ok(())
    }

    fn has_fields(&self) -> bool {
        let nested = self.unknown_fields.is_some_and(|unknown_fields| !unknown_fields.nested().is_empty());
        nested || self.fields.iter().any(|(_, value)| !matches!(value, ValueRef::Null))
    }

    /// Whether a written member replaces a received one.
    pub(crate) fn is_taken(&self, key: &str) -> bool {
        (self.code.is_some() && key == self.envelope.code())
            || (self.message.is_some() && key == self.envelope.message())
            || (self.has_fields() && Some(key) == self.envelope.fields_under())
    }
}

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let Some(within) = self.envelope.within() else {
            self.members(&mut map)?;
            return map.end();
        };
        let has_error = self.has_error();
        if has_error {
            map.serialize_entry(within, &Inner(self))?;
        }
        for (key, value) in self.unknown_members {
            if !(has_error && key == within) {
                map.serialize_entry(key, value)?;
            }
        }
        map.end()
    }
}

/// A text that is serialized without an intermediate buffer.
pub(crate) struct Collected<'a>(pub(crate) &'a dyn fmt::Display);

impl Serialize for Collected<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

/// The error's object.
struct Inner<'a>(&'a Body<'a>);

impl Serialize for Inner<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.members(&mut map)?;
        map.end()
    }
}

/// The object that holds the fields.
struct Fields<'a>(&'a Body<'a>);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.fields(&mut map)?;
        for (key, value) in self.0.unknown_fields.map(UnknownFields::nested).unwrap_or_default() {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
