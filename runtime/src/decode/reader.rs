//! The visitors that read a body into a document. They know neither codes nor types.

use core::fmt;
use core::marker::PhantomData;
use core::mem;
use std::borrow::{Cow, ToOwned};
use std::string::String;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::document::{Document, Level, Member, TextOrValue};
use crate::Value;
use crate::value::AnyValue;

/// The level of a reader, as a type, so that each level is compiled separately.
pub(super) trait At {
    const LEVEL: Level;
    /// The level of an object inside it.
    type Below: At;
}

pub(super) enum AtTop {}
pub(super) enum AtError {}
pub(super) enum AtFields {}

impl At for AtTop {
    const LEVEL: Level = Level::Top;
    type Below = AtError;
}

impl At for AtError {
    const LEVEL: Level = Level::Error;
    type Below = AtFields;
}

impl At for AtFields {
    const LEVEL: Level = Level::Fields;
    type Below = AtFields;
}

/// Reads the object at one level into the document.
pub(super) struct Reader<'s, 'de, L> {
    document: &'s mut Document<'de>,
    level: PhantomData<L>,
}

impl<'s, 'de, L: At> Reader<'s, 'de, L> {
    pub(super) fn new(document: &'s mut Document<'de>) -> Self {
        Self { document, level: PhantomData }
    }

    fn keep<E>(self, value: Result<Value, E>) -> Result<(), E> {
        self.document.keep(L::LEVEL, value?);
        Ok(())
    }
}

impl<'de, L: At> DeserializeSeed<'de> for Reader<'_, 'de, L> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Reads anything but strings and objects as a value, and passes it to a function of the visitor.
macro_rules! scalars {
    ($output:ty, $keep:expr) => {
        scalars! {
            $output, $keep;
            visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_i128(i128) visit_u128(u128) visit_f64(f64)
        }

        fn visit_unit<E>(self) -> Result<$output, E> {
            $keep(self, Ok(Value::Null))
        }

        fn visit_none<E>(self) -> Result<$output, E> {
            $keep(self, Ok(Value::Null))
        }

        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<$output, D::Error> {
            self.deserialize(deserializer)
        }

        fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<$output, D::Error> {
            self.deserialize(deserializer)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<$output, A::Error> {
            $keep(self, AnyValue::TOP.visit_seq(access))
        }
    };
    ($output:ty, $keep:expr; $($visit:ident($type:ty))*) => {
        $(fn $visit<E: Error>(self, value: $type) -> Result<$output, E> {
            $keep(self, AnyValue::TOP.$visit(value))
        })*
    };
}

impl<'de, L: At> Visitor<'de> for Reader<'_, 'de, L> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        self.document.begin(L::LEVEL);
        let mut other = Cow::Borrowed("");
        let document = self.document;
        while let Some(name) = access.next_key_seed(Key::<L>::of(document, &mut other))? {
            match name {
                Name::Object => access.next_value_seed(Reader::<L::Below>::new(document))?,
                Name::Code => document.set_code(access.next_value_seed(TextOrValueSeed)?),
                Name::Message => document.set_message(access.next_value_seed(TextOrValueSeed)?),
                Name::Field(index) => document.slots.put(index, access.next_value_seed(AnyValue::TOP)?),
                Name::Other => {
                    let value = access.next_value_seed(AnyValue::TOP)?;
                    document.members.push(Member { level: L::LEVEL, name: mem::take(&mut other), value });
                }
            }
        }
        Ok(())
    }

    scalars!((), Self::keep);

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.keep(AnyValue::TOP.visit_str(text))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<(), E> {
        self.keep(AnyValue::TOP.visit_string(text))
    }
}

/// Reads a value that should be a string, without a copy if it has no escapes.
struct TextOrValueSeed;

impl TextOrValueSeed {
    /// Any value but a string.
    #[expect(clippy::unused_self, reason = "`scalars` calls it as a method")]
    fn other<'de, E>(self, value: Result<Value, E>) -> Result<TextOrValue<'de>, E> {
        value.map(TextOrValue::other)
    }
}

impl<'de> DeserializeSeed<'de> for TextOrValueSeed {
    type Value = TextOrValue<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<TextOrValue<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TextOrValueSeed {
    type Value = TextOrValue<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<TextOrValue<'de>, E> {
        Ok(TextOrValue::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<TextOrValue<'de>, E> {
        Ok(TextOrValue::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<TextOrValue<'de>, E> {
        Ok(TextOrValue::Text(Cow::Owned(text)))
    }

    scalars!(TextOrValue<'de>, Self::other);

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<TextOrValue<'de>, A::Error> {
        self.other(AnyValue::TOP.visit_map(access))
    }
}

/// The role of a member in the envelope and the book.
#[derive(Clone, Copy)]
enum Name {
    Object,
    Code,
    Message,
    /// The field with this slot.
    Field(usize),
    /// Something else; its name is stored separately.
    Other,
}

/// Reads the name of a member. An unknown one is stored, without a copy if it has no escapes.
struct Key<'s, 'de, L> {
    document: &'s Document<'de>,
    level: PhantomData<L>,
    other: &'s mut Cow<'de, str>,
}

impl<'s, 'de, L: At> Key<'s, 'de, L> {
    #[inline]
    fn of(document: &'s Document<'de>, other: &'s mut Cow<'de, str>) -> Self {
        Self { document, level: PhantomData, other }
    }

    #[inline]
    fn name(&self, key: &str) -> Name {
        let envelope = self.document.envelope;
        match L::LEVEL {
            Level::Top if envelope.within() == Some(key) => Name::Object,
            Level::Top => Name::Other,
            Level::Error if envelope.code() == key => Name::Code,
            Level::Error if envelope.message() == key => Name::Message,
            Level::Error => match envelope.fields_under() {
                None => self.field(key),
                Some(fields) if fields == key => Name::Object,
                Some(_) => Name::Other,
            },
            Level::Fields => self.field(key),
        }
    }

    #[inline]
    fn field(&self, key: &str) -> Name {
        self.document.slots.vacant(key).map_or(Name::Other, Name::Field)
    }
}

impl<'de, L: At> DeserializeSeed<'de> for Key<'_, 'de, L> {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, L: At> Visitor<'de> for Key<'_, 'de, L> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Name, E> {
        let name = self.name(key);
        if let Name::Other = name {
            *self.other = Cow::Borrowed(key);
        }
        Ok(name)
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Name, E> {
        self.visit_string(key.to_owned())
    }

    fn visit_string<E>(self, key: String) -> Result<Name, E> {
        let name = self.name(&key);
        if let Name::Other = name {
            *self.other = Cow::Owned(key);
        }
        Ok(name)
    }
}
