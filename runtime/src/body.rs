//! The JSON of an error, from its parts. It knows how things are laid out, and not where they come from.

use core::fmt;
use std::string::String;

use serde_core::ser::{Serialize, SerializeMap, Serializer};

use crate::received::Rest;
use crate::{Envelope, Field, Shown, Value};

/// An error on the wire. What is `None`, empty or `Shown::Null` is not written.
pub(crate) struct Body<'a> {
    pub(crate) envelope: &'a Envelope<'a>,
    pub(crate) code: Option<&'a str>,
    pub(crate) message: Option<&'a dyn fmt::Display>,
    pub(crate) fields: Members<'a>,
    /// Members that nobody has a type for, of an error that was received.
    pub(crate) rest: Option<&'a Rest>,
    /// Members beside the error's own object.
    pub(crate) outside: &'a [(String, Value)],
}

/// Names and values, in the two ways in which there are some.
#[derive(Clone, Copy)]
pub(crate) enum Members<'a> {
    /// In pairs.
    Pairs(&'a [(&'a str, Shown<'a>)]),
    /// The fields of a code, and the values of its payload, which begin with theirs.
    Payload(&'a [Field], &'a [Shown<'a>]),
}

impl<'a> Members<'a> {
    pub(crate) fn iter(self) -> impl Iterator<Item = (&'a str, Shown<'a>)> {
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
    /// Compact JSON; nothing at all if there is nothing to say.
    pub(crate) fn to_json(&self) -> String {
        if !self.has_error() && self.outside.is_empty() {
            return String::new();
        }
        serde_json::to_string(self).unwrap_or_default()
    }

    fn has_error(&self) -> bool {
        let rest = self.rest.is_some_and(|rest| !rest.all().is_empty());
        self.code.is_some() || self.message.is_some() || !self.fields.is_empty() || rest
    }

    /// The members of the error's own object.
    fn members<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let fields_key = self.envelope.fields_key();
        if let Some(code) = self.code {
            map.serialize_entry(self.envelope.code_key(), code)?;
        }
        if let Some(message) = self.message {
            map.serialize_entry(self.envelope.message_key(), &Collected(message))?;
        }
        if fields_key.is_none() {
            self.fields(map)?;
        }
        for (key, value) in self.rest.map(Rest::beside).unwrap_or_default() {
            if !self.is_taken(key) {
                map.serialize_entry(key, value)?;
            }
        }
        match fields_key {
            Some(key) if self.has_fields() => map.serialize_entry(key, &Fields(self)),
            _ => Ok(()),
        }
    }

    /// The fields, where they stand.
    fn fields<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        for (key, value) in self.fields.iter() {
            if !matches!(value, Shown::Null) {
                map.serialize_entry(key, &value)?;
            }
        }
        Ok(())
    }

    fn has_fields(&self) -> bool {
        let nested = self.rest.is_some_and(|rest| !rest.nested().is_empty());
        nested || self.fields.iter().any(|(_, value)| !matches!(value, Shown::Null))
    }

    /// Whether a member that was received has been replaced by one that is written.
    pub(crate) fn is_taken(&self, key: &str) -> bool {
        (self.code.is_some() && key == self.envelope.code_key())
            || (self.message.is_some() && key == self.envelope.message_key())
            || (self.has_fields() && Some(key) == self.envelope.fields_key())
    }
}

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let Some(within) = self.envelope.within_key() else {
            self.members(&mut map)?;
            return map.end();
        };
        let has_error = self.has_error();
        if has_error {
            map.serialize_entry(within, &Inner(self))?;
        }
        for (key, value) in self.outside {
            if !(has_error && key == within) {
                map.serialize_entry(key, value)?;
            }
        }
        map.end()
    }
}

/// A text that is written piece by piece, without being put together first.
pub(crate) struct Collected<'a>(pub(crate) &'a dyn fmt::Display);

impl Serialize for Collected<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

/// The error's own object.
struct Inner<'a>(&'a Body<'a>);

impl Serialize for Inner<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.members(&mut map)?;
        map.end()
    }
}

/// The object of the fields.
struct Fields<'a>(&'a Body<'a>);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.fields(&mut map)?;
        for (key, value) in self.0.rest.map(Rest::nested).unwrap_or_default() {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
