//! What a body holds, by where it stood. It looks up codes, and knows neither types nor statuses.
//!
//! What was read lives outside of the visitor: a body that breaks off still gives what came before.

mod reader;

use core::mem;
use std::borrow::Cow;
use std::boxed::Box;
use std::vec::Vec;

use serde_core::de::{DeserializeSeed as _, Deserializer};

use self::reader::{AtError, AtTop, Reader};
use crate::slots::Slots;
use crate::{Envelope, Shape, Table, Value};

/// A body's members. Of several codes or messages the last is there; of other members, all.
#[derive(Debug)]
pub(crate) struct Document<'de> {
    pub(crate) envelope: &'static Envelope<'static>,
    /// Whether the error's own object is there. As long as it is not, nothing that stands in it is either.
    pub(crate) found: bool,
    /// Whether the object of the fields is there; the same holds for it.
    has_fields: bool,
    /// What stands under the name of the code.
    pub(crate) code: Option<Said<'de>>,
    /// What stands under the name of the message.
    pub(crate) message: Option<Said<'de>>,
    /// The book, if members are the fields of its codes under their own names.
    book: Option<&'static Table>,
    /// Where the code stands in the book, if that was looked up.
    pub(crate) index: Option<usize>,
    /// The code's fields, each in its place, if the code came first: with most servers it does.
    pub(crate) slots: Slots,
    /// All other members, in the order in which they came.
    pub(crate) entries: Vec<Entry<'de>>,
    /// There only if one of the envelope's own names was there more than once.
    pub(crate) repeated: Option<Box<Repeated>>,
}

/// What is known of the envelope's own names that were there more than once.
#[derive(Debug, Default)]
pub(crate) struct Repeated {
    pub(crate) names: Vec<&'static str>,
    /// The entries from here on are of the last of the error's objects.
    error: usize,
    /// The same for the object of the fields.
    fields: usize,
}

/// A member: where it stood, its name, borrowed from the body where that is possible, and its value.
#[derive(Debug)]
pub(crate) struct Entry<'de> {
    pub(crate) level: Level,
    pub(crate) name: Cow<'de, str>,
    pub(crate) value: Value,
}

/// An object that the envelope knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// The error's own object.
    Error,
    /// The object of the fields, where the envelope has one.
    Fields,
    /// Around the error's own object.
    Top,
}

impl Envelope<'_> {
    /// The level at which the fields stand.
    pub(crate) fn level(&self) -> Level {
        if self.fields_key().is_some() { Level::Fields } else { Level::Error }
    }
}

/// A value that should be a text. It is borrowed from the body where that is possible: most codes are only looked up.
#[derive(Debug)]
pub(crate) enum Said<'de> {
    Text(Cow<'de, str>),
    Other(Box<Value>),
    /// No text, and kept elsewhere.
    #[cfg(feature = "problem")]
    Moved,
}

impl Said<'_> {
    #[cold]
    fn other(value: Value) -> Self {
        Self::Other(Box::new(value))
    }
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

impl<'de> Document<'de> {
    pub(crate) fn new(envelope: &'static Envelope<'static>, book: Option<&'static Table>) -> Self {
        Self {
            envelope,
            found: false,
            has_fields: false,
            code: None,
            message: None,
            book,
            index: None,
            slots: Slots::default(),
            entries: Vec::new(),
            repeated: None,
        }
    }

    /// The code, if it is a text.
    #[inline]
    pub(crate) fn code_text(&self) -> Option<&str> {
        text(self.code.as_ref())
    }

    /// The message, if it is a text.
    #[inline]
    pub(crate) fn message_text(&self) -> Option<&str> {
        text(self.message.as_ref())
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
        if self.envelope.within_key().is_some() {
            Reader::<AtTop>::new(self).deserialize(deserializer)
        } else {
            Reader::<AtError>::new(self).deserialize(deserializer)
        }
    }

    /// Keeps the code. Its fields have their places from here on.
    #[inline]
    fn set_code(&mut self, said: Said<'de>) {
        if self.code.replace(said).is_some() {
            // What came after the other one is nobody's field.
            self.spill();
            self.index = None;
            self.note(Some(self.envelope.code_key()));
        } else if let Some(book) = self.book.filter(|_| self.entries.is_empty()) {
            self.index = self.code_text().and_then(book.find);
            if let Some((_, shape)) = self.index.and_then(|index| book.entry(index))
                && !shape.fields.is_empty()
            {
                self.slots = Slots::of(shape);
            }
        }
    }

    #[inline]
    fn set_message(&mut self, said: Said<'de>) {
        if self.message.replace(said).is_some() {
            self.note(Some(self.envelope.message_key()));
        }
    }

    /// Puts the fields that are in their places among the other members, as if the code had come last.
    pub(crate) fn spill(&mut self) {
        if self.slots.is_empty() {
            return;
        }
        let level = self.envelope.level();
        let spilled = mem::take(&mut self.slots).into_members();
        let spilled = spilled.map(|(name, value)| Entry { level, name: Cow::Borrowed(name), value });
        // They came before any other member with their name.
        let place = self.repeated.as_ref().map_or(0, |repeated| repeated.error.max(repeated.fields));
        self.entries.splice(place..place, spilled);
    }

    /// The opposite, for a code that is known only now.
    #[cold]
    pub(crate) fn sort_in(&mut self, shape: &'static Shape) {
        let level = self.envelope.level();
        let mut slots = Slots::of(shape);
        self.entries.retain_mut(|entry| {
            let slot = slots.vacant(&entry.name).filter(|_| entry.level == level);
            if let Some(slot) = slot {
                slots.put(slot, mem::take(&mut entry.value));
            }
            slot.is_none()
        });
        self.slots = slots;
    }

    /// Begins the object at `level`. Of several, the last one counts.
    #[inline]
    fn begin(&mut self, level: Level) {
        let again = match level {
            Level::Top => false,
            Level::Error => mem::replace(&mut self.found, true),
            Level::Fields => mem::replace(&mut self.has_fields, true),
        };
        if again {
            self.forget(level);
        }
    }

    /// Forgets the object at `level` for one that comes after it. Its members stay until [`drop_forgotten`] is called: a body
    /// may have a hundred thousand such objects, and each would have to look through what stands beside it.
    ///
    /// [`drop_forgotten`]: Self::drop_forgotten
    #[cold]
    fn forget(&mut self, level: Level) {
        let entries = self.entries.len();
        match level {
            Level::Top => {}
            Level::Error => {
                self.has_fields = false;
                self.code = None;
                self.message = None;
                self.index = None;
                self.slots = Slots::default();
                let repeated = self.note(self.envelope.within_key());
                (repeated.error, repeated.fields) = (entries, entries);
            }
            Level::Fields => {
                self.slots.clear();
                self.note(self.envelope.fields_key()).fields = entries;
            }
        }
    }

    /// Drops the members of objects that were forgotten.
    pub(crate) fn drop_forgotten(&mut self, repeated: &Repeated) {
        let mut places = 0..;
        self.entries.retain(|entry| {
            let first = match entry.level {
                Level::Top => 0,
                Level::Error => repeated.error,
                Level::Fields => repeated.fields,
            };
            places.next() >= Some(first)
        });
    }

    /// Drops what stood where an object came later, and says under which names.
    pub(crate) fn drop_replaced(&mut self) -> Vec<&'static str> {
        let envelope = self.envelope;
        let mut names = Vec::new();
        for (there, around, key) in
            [(self.found, Level::Top, envelope.within_key()), (self.has_fields, Level::Error, envelope.fields_key())]
        {
            let Some(key) = key.filter(|_| there) else { continue };
            let before = self.entries.len();
            self.entries.retain(|entry| entry.level != around || entry.name != key);
            if self.entries.len() < before {
                names.push(key);
            }
        }
        names
    }

    #[cold]
    fn note(&mut self, name: Option<&'static str>) -> &mut Repeated {
        let repeated = self.repeated.get_or_insert_default();
        if let Some(name) = name.filter(|name| !repeated.names.contains(name)) {
            repeated.names.push(name);
        }
        repeated
    }

    /// Keeps what stands where an object should.
    #[cold]
    fn keep(&mut self, level: Level, value: Value) {
        let envelope = self.envelope;
        let (there, around, key) = match level {
            Level::Top => return,
            Level::Error => (&mut self.found, Level::Top, envelope.within_key()),
            Level::Fields => (&mut self.has_fields, Level::Error, envelope.fields_key()),
        };
        let Some(key) = key else { return };
        if mem::replace(there, false) {
            self.forget(level);
        }
        self.entries.push(Entry { level: around, name: Cow::Borrowed(key), value });
    }
}

#[inline]
fn text<'a>(said: Option<&'a Said<'_>>) -> Option<&'a str> {
    match said {
        Some(Said::Text(text)) => Some(text),
        _ => None,
    }
}
