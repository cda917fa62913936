//! Reads JSON into the members of an error, wherever the envelope has them. It knows neither codes nor types.
//!
//! What was read lives outside of the visitor: a body that breaks off still gives what came before.

use core::fmt;
use std::borrow::{Cow, ToOwned};
use std::string::String;
use std::vec::Vec;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::value_json::AnyValue;
use crate::{Envelope, Value};

/// A member's name, borrowed from the body where that is possible, and its value.
pub(crate) type Entry<'de> = (Cow<'de, str>, Value);

/// A body's members, by where they stood. Of several codes or messages the last is there; of other members, all.
#[derive(Debug)]
pub(crate) struct Document<'de> {
    pub(crate) envelope: Envelope<'static>,
    /// Whether the error's own object is there.
    pub(crate) found: bool,
    /// What stands under the name of the code.
    pub(crate) code: Option<Said<'de>>,
    /// What stands under the name of the message.
    pub(crate) message: Option<Said<'de>>,
    /// The other members of that object.
    pub(crate) members: Vec<Entry<'de>>,
    /// The members of the object of the fields, where the envelope has one.
    pub(crate) fields: Vec<Entry<'de>>,
    /// The members beside the error's own object.
    pub(crate) outside: Vec<Entry<'de>>,
    /// The envelope's own names that were there more than once.
    pub(crate) repeated: Vec<&'static str>,
    has_fields: bool,
}

/// A value that should be a text. It is borrowed from the body where that is possible: most codes are only looked up.
#[derive(Debug)]
pub(crate) enum Said<'de> {
    Text(Cow<'de, str>),
    Other(Value),
}

/// How far a text was read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct End {
    line: usize,
    column: usize,
}

impl End {
    /// To its end.
    pub(crate) const WHOLE: Self = Self { line: usize::MAX, column: usize::MAX };
}

/// An object that the envelope knows.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    /// Around the error's own object.
    Top,
    /// The error's own object.
    Error,
    /// The object of the fields.
    Fields,
}

impl<'de> Document<'de> {
    pub(crate) fn new(envelope: Envelope<'static>) -> Self {
        Self {
            envelope,
            found: false,
            code: None,
            message: None,
            members: Vec::new(),
            fields: Vec::new(),
            outside: Vec::new(),
            repeated: Vec::new(),
            has_fields: false,
        }
    }

    /// Reads a whole text. Where it is not JSON, what came before that is there all the same.
    pub(crate) fn read_text(&mut self, text: &'de str) -> End {
        let mut json = serde_json::Deserializer::from_str(text);
        match self.read(&mut json).and_then(|()| json.end()) {
            Ok(()) => End::WHOLE,
            Err(error) => End { line: error.line(), column: error.column() },
        }
    }

    /// Reads whatever the deserializer has. Errors are its own.
    pub(crate) fn read<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        let level = if self.envelope.within_key().is_some() { Level::Top } else { Level::Error };
        Reader { document: self, level }.deserialize(deserializer)
    }

    /// Begins the object at `level`. Of several, the last one counts.
    fn begin(&mut self, level: Level) {
        let repeated = match level {
            Level::Top => return,
            Level::Error => {
                let repeated = self.envelope.within_key().filter(|_| self.found);
                self.found = true;
                self.has_fields = false;
                self.code = None;
                self.message = None;
                self.members.clear();
                repeated
            }
            Level::Fields => {
                let repeated = self.envelope.fields_key().filter(|_| self.has_fields);
                self.has_fields = true;
                repeated
            }
        };
        self.fields.clear();
        self.note(repeated);
    }

    /// The name of the code or the message, if `key` is one of them, and where it is kept.
    fn own(&mut self, key: &str) -> Option<(&'static str, &mut Option<Said<'de>>)> {
        if key == self.envelope.code_key() {
            Some((self.envelope.code_key(), &mut self.code))
        } else if key == self.envelope.message_key() {
            Some((self.envelope.message_key(), &mut self.message))
        } else {
            None
        }
    }

    fn note(&mut self, repeated: Option<&'static str>) {
        if let Some(key) = repeated.filter(|key| !self.repeated.contains(key)) {
            self.repeated.push(key);
        }
    }

    /// Keeps what stands where an object should.
    fn keep(&mut self, level: Level, value: Value) {
        match (level, self.envelope.within_key(), self.envelope.fields_key()) {
            (Level::Error, Some(key), _) => {
                if self.found {
                    self.begin(level);
                }
                self.found = false;
                self.outside.push((Cow::Borrowed(key), value));
            }
            (Level::Fields, _, Some(key)) => {
                if self.has_fields {
                    self.begin(level);
                }
                self.has_fields = false;
                self.members.push((Cow::Borrowed(key), value));
            }
            _ => {}
        }
    }
}

/// Reads the object at one level into the document.
struct Reader<'s, 'de> {
    document: &'s mut Document<'de>,
    level: Level,
}

impl<'de> Reader<'_, 'de> {
    fn keep<E>(self, value: Result<Value, E>) -> Result<(), E> {
        self.document.keep(self.level, value?);
        Ok(())
    }

    /// The level of the object under `key`, if the envelope knows it.
    fn below(&self, key: &str) -> Option<Level> {
        match self.level {
            Level::Top if self.document.envelope.within_key() == Some(key) => Some(Level::Error),
            Level::Error if self.document.envelope.fields_key() == Some(key) => Some(Level::Fields),
            _ => None,
        }
    }

    fn push(&mut self, entry: Entry<'de>) {
        match self.level {
            Level::Top => self.document.outside.push(entry),
            Level::Error => self.document.members.push(entry),
            Level::Fields => self.document.fields.push(entry),
        }
    }

    /// Reads the code or the message, if that is what stands under `key`.
    fn read_own<A: MapAccess<'de>>(&mut self, key: &str, access: &mut A) -> Result<bool, A::Error> {
        let Some((name, place)) = self.document.own(key).filter(|_| self.level == Level::Error) else {
            return Ok(false);
        };
        let repeated = place.replace(access.next_value_seed(Saying)?).is_some();
        self.document.note(repeated.then_some(name));
        Ok(true)
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// What is not an object is read as a value, and kept where there is a name for it.
macro_rules! keep {
    ($($visit:ident($type:ty);)*) => {
        $(fn $visit<E: Error>(self, value: $type) -> Result<(), E> {
            self.keep(AnyValue::TOP.$visit(value))
        })*
    };
}

impl<'de> Visitor<'de> for Reader<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut access: A) -> Result<(), A::Error> {
        self.document.begin(self.level);
        while let Some(key) = access.next_key_seed(Key)? {
            if let Some(level) = self.below(&key) {
                access.next_value_seed(Reader { document: self.document, level })?;
            } else if !self.read_own(&key, &mut access)? {
                let value = access.next_value_seed(AnyValue::TOP)?;
                self.push((key, value));
            }
        }
        Ok(())
    }

    keep! {
        visit_bool(bool);
        visit_i64(i64);
        visit_u64(u64);
        visit_i128(i128);
        visit_u128(u128);
        visit_f64(f64);
        visit_str(&str);
        visit_string(String);
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.keep(Ok(Value::Null))
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.keep(Ok(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        self.keep(AnyValue::TOP.visit_seq(access))
    }
}

/// Reads what should be a text, without a copy where the body has it as it is.
struct Saying;

impl<'de> DeserializeSeed<'de> for Saying {
    type Value = Said<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Said<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// What is no text is any value.
macro_rules! other {
    ($($visit:ident($type:ty);)*) => {
        $(fn $visit<E: Error>(self, value: $type) -> Result<Said<'de>, E> {
            AnyValue::TOP.$visit(value).map(Said::Other)
        })*
    };
}

impl<'de> Visitor<'de> for Saying {
    type Value = Said<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Said<'de>, E> {
        Ok(Said::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Said<'de>, E> {
        Ok(Said::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Said<'de>, E> {
        Ok(Said::Text(Cow::Owned(text)))
    }

    other! {
        visit_bool(bool);
        visit_i64(i64);
        visit_u64(u64);
        visit_i128(i128);
        visit_u128(u128);
        visit_f64(f64);
    }

    fn visit_unit<E>(self) -> Result<Said<'de>, E> {
        Ok(Said::Other(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Said<'de>, E> {
        Ok(Said::Other(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Said<'de>, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Said<'de>, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<Said<'de>, A::Error> {
        AnyValue::TOP.visit_seq(access).map(Said::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<Said<'de>, A::Error> {
        AnyValue::TOP.visit_map(access).map(Said::Other)
    }
}

/// Reads a member's name, without a copy where the text has it as it is.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text))
    }
}
