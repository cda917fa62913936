//! The members of a body, by level. It looks up codes, and knows neither types nor statuses.
//!
//! They are stored outside of the visitor, so that a truncated body still yields its first members.

use core::mem;
use std::borrow::Cow;
use std::boxed::Box;
use std::vec::Vec;

use serde_core::de::{DeserializeSeed as _, Deserializer};

use super::reader::{AtError, AtTop, Reader};
use super::slots::Slots;
use crate::Value;
use crate::schema::{BookSchema, Envelope, PayloadSchema};

/// The members of a body. Of duplicate codes or messages only the last is kept; of other members, all.
#[derive(Debug)]
pub(crate) struct Document<'de> {
    pub(crate) envelope: &'static Envelope<'static>,
    /// Whether the error's object was found. Until then, none of its members are set.
    pub(crate) found: bool,
    /// Whether the object that holds the fields was found.
    has_fields: bool,
    /// The member with the name of the code.
    pub(crate) code: Option<TextOrValue<'de>>,
    /// The member with the name of the message.
    pub(crate) message: Option<TextOrValue<'de>>,
    /// The book, if fields have their own names in this form.
    book: Option<&'static BookSchema>,
    /// The index of the code in the book, if it was looked up.
    pub(crate) index: Option<usize>,
    /// The code's fields, each in its slot, if the code came first, as with most servers.
    pub(crate) slots: Slots,
    /// All other members, in order.
    pub(crate) members: Vec<Member<'de>>,
    /// Set only if one of the envelope's own names was a duplicate.
    pub(crate) repeated: Option<Box<Repeated>>,
}

/// Duplicates of the envelope's own names.
#[derive(Debug, Default)]
pub(crate) struct Repeated {
    pub(crate) names: Vec<&'static str>,
    /// The members from here on belong to the last of the error's objects.
    error: usize,
    /// The same for the object of the fields.
    fields: usize,
}

/// A member: its level, its name (borrowed from the body if possible) and its value.
#[derive(Debug)]
pub(crate) struct Member<'de> {
    pub(crate) level: Level,
    pub(crate) name: Cow<'de, str>,
    pub(crate) value: Value,
}

/// An object of the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// The error's object.
    Error,
    /// The object that holds the fields, if the envelope has one.
    Fields,
    /// The object that holds the error's object.
    Top,
}

impl Envelope<'_> {
    /// The level of the fields.
    pub(crate) fn level(&self) -> Level {
        if self.fields_under().is_some() { Level::Fields } else { Level::Error }
    }
}

/// A value that should be a string. It is borrowed from the body if possible, since most codes are only looked up.
#[derive(Debug)]
pub(crate) enum TextOrValue<'de> {
    Text(Cow<'de, str>),
    Other(Box<Value>),
    /// Not a string; stored as a member instead.
    #[cfg(feature = "problem")]
    Moved,
}

impl TextOrValue<'_> {
    #[cold]
    pub(super) fn other(value: Value) -> Self {
        Self::Other(Box::new(value))
    }
}

/// How far a text could be read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct End {
    line: usize,
    column: usize,
}

impl End {
    /// To the end.
    pub(crate) const WHOLE: Self = Self { line: usize::MAX, column: usize::MAX };

    #[inline]
    pub(super) fn of(result: Result<(), serde_json::Error>) -> Self {
        match result {
            Ok(()) => Self::WHOLE,
            Err(error) => Self { line: error.line(), column: error.column() },
        }
    }
}

impl<'de> Document<'de> {
    pub(crate) fn new(envelope: &'static Envelope<'static>, book: Option<&'static BookSchema>) -> Self {
        Self {
            envelope,
            found: false,
            has_fields: false,
            code: None,
            message: None,
            book,
            index: None,
            slots: Slots::default(),
            members: Vec::new(),
            repeated: None,
        }
    }

    /// The code, if it is a string.
    #[inline]
    pub(crate) fn code_text(&self) -> Option<&str> {
        text(self.code.as_ref())
    }

    /// The message, if it is a string.
    #[inline]
    pub(crate) fn message_text(&self) -> Option<&str> {
        text(self.message.as_ref())
    }

    /// Reads JSON text. If it is invalid, the members before the error are kept.
    pub(crate) fn read_text(&mut self, text: &'de str) -> End {
        let mut json = serde_json::Deserializer::from_str(text);
        End::of(self.read(&mut json).and_then(|()| json.end()))
    }

    /// Reads from a deserializer, whose errors are returned.
    pub(crate) fn read<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        if self.envelope.within().is_some() {
            Reader::<AtTop>::new(self).deserialize(deserializer)
        } else {
            Reader::<AtError>::new(self).deserialize(deserializer)
        }
    }

    /// Sets the code, and makes slots for its fields.
    #[inline]
    pub(super) fn set_code(&mut self, value: TextOrValue<'de>) {
        if self.code.replace(value).is_some() {
            // The slots were those of the previous code.
            self.spill();
            self.index = None;
            self.note_duplicate(Some(self.envelope.code()));
        } else if let Some(book) = self.book.filter(|_| self.members.is_empty()) {
            self.index = self.code_text().and_then(book.find);
            if let Some((_, payload)) = self.index.and_then(|index| book.row(index))
                && !payload.fields.is_empty()
            {
                self.slots = Slots::of(payload);
            }
        }
    }

    #[inline]
    pub(super) fn set_message(&mut self, value: TextOrValue<'de>) {
        if self.message.replace(value).is_some() {
            self.note_duplicate(Some(self.envelope.message()));
        }
    }

    /// Moves the fields from their slots to the other members, as if the code had come last.
    pub(crate) fn spill(&mut self) {
        if self.slots.is_empty() {
            return;
        }
        let level = self.envelope.level();
        let moved = mem::take(&mut self.slots).into_members();
        let moved = moved.map(|(name, value)| Member { level, name: Cow::Borrowed(name), value });
        // They precede any other member of the same name.
        let position = self.repeated.as_ref().map_or(0, |repeated| repeated.error.max(repeated.fields));
        self.members.splice(position..position, moved);
    }

    /// Moves the fields from the other members to their slots, for a code that came after them.
    #[cold]
    pub(crate) fn sort_in(&mut self, payload: &'static PayloadSchema) {
        let level = self.envelope.level();
        let mut slots = Slots::of(payload);
        self.members.retain_mut(|member| {
            let slot = slots.vacant(&member.name).filter(|_| member.level == level);
            if let Some(slot) = slot {
                slots.put(slot, mem::take(&mut member.value));
            }
            slot.is_none()
        });
        self.slots = slots;
    }

    /// Begins the object at `level`. Of duplicates, the last one counts.
    #[inline]
    pub(super) fn begin(&mut self, level: Level) {
        let again = match level {
            Level::Top => false,
            Level::Error => mem::replace(&mut self.found, true),
            Level::Fields => mem::replace(&mut self.has_fields, true),
        };
        if again {
            self.forget(level);
        }
    }

    /// Discards the object at `level` in favor of a later one. Its members are kept until [`drop_forgotten`] is called:
    /// a body may have a hundred thousand such objects, and each would have to search all members.
    ///
    /// [`drop_forgotten`]: Self::drop_forgotten
    #[cold]
    fn forget(&mut self, level: Level) {
        let members = self.members.len();
        match level {
            Level::Top => {}
            Level::Error => {
                self.has_fields = false;
                self.code = None;
                self.message = None;
                self.index = None;
                self.slots = Slots::default();
                let repeated = self.note_duplicate(self.envelope.within());
                (repeated.error, repeated.fields) = (members, members);
            }
            Level::Fields => {
                self.slots.clear();
                self.note_duplicate(self.envelope.fields_under()).fields = members;
            }
        }
    }

    /// Drops the members of forgotten objects.
    pub(crate) fn drop_forgotten(&mut self, repeated: &Repeated) {
        let mut positions = 0..;
        self.members.retain(|member| {
            let first = match member.level {
                Level::Top => 0,
                Level::Error => repeated.error,
                Level::Fields => repeated.fields,
            };
            positions.next() >= Some(first)
        });
    }

    /// Drops values that a later object of the same name replaced, and returns those names.
    pub(crate) fn drop_replaced(&mut self) -> Vec<&'static str> {
        let envelope = self.envelope;
        let mut names = Vec::new();
        for (there, around, key) in
            [(self.found, Level::Top, envelope.within()), (self.has_fields, Level::Error, envelope.fields_under())]
        {
            let Some(key) = key.filter(|_| there) else { continue };
            let before = self.members.len();
            self.members.retain(|member| member.level != around || member.name != key);
            if self.members.len() < before {
                names.push(key);
            }
        }
        names
    }

    #[cold]
    fn note_duplicate(&mut self, name: Option<&'static str>) -> &mut Repeated {
        let repeated = self.repeated.get_or_insert_default();
        if let Some(name) = name.filter(|name| !repeated.names.contains(name)) {
            repeated.names.push(name);
        }
        repeated
    }

    /// Keeps a value that should be an object.
    #[cold]
    pub(super) fn keep(&mut self, level: Level, value: Value) {
        let envelope = self.envelope;
        let (there, around, key) = match level {
            Level::Top => return,
            Level::Error => (&mut self.found, Level::Top, envelope.within()),
            Level::Fields => (&mut self.has_fields, Level::Error, envelope.fields_under()),
        };
        let Some(key) = key else { return };
        if mem::replace(there, false) {
            self.forget(level);
        }
        self.members.push(Member { level: around, name: Cow::Borrowed(key), value });
    }
}

#[inline]
fn text<'a>(value: Option<&'a TextOrValue<'_>>) -> Option<&'a str> {
    match value {
        Some(TextOrValue::Text(text)) => Some(text),
        _ => None,
    }
}
