//! The values of a body by the nodes of a form. It knows neither codes nor types.
//!
//! A value is stored at the number of its node. Everything without a node of its own is an extra, with the number of the
//! object or list that it is in. They are stored outside of the visitors, so that a truncated body still yields its
//! first values.

use core::mem;
use std::borrow::Cow;
use std::vec::Vec;

use serde_core::de::{DeserializeSeed as _, Deserializer};

use super::reader::Reader;
use super::template::{code_in, has_code};
use crate::Value;
use crate::decode::slots::Slots;
use crate::more::MAX_ERRORS;
use crate::schema::{Absent, BookSchema, Form, Node, Object, Slot, TextPart};

/// The values of one error.
#[derive(Debug)]
pub(in crate::decode) struct Document<'de> {
    pub(super) schema: &'static BookSchema,
    pub(super) form: &'static Form<'static>,
    /// The node of the whole error: the body, or the item of a list of errors.
    pub(super) root: &'static Node<'static>,
    /// One for each node, by number.
    places: Vec<Place<'de>>,
    /// The number of the object that has the code's fields, if it was found.
    pub(super) fields_in: Option<u16>,
    /// The number of the first code that was found on its own.
    pub(super) code_in: Option<u16>,
    /// The number of the first code that was found in a longer text.
    pub(super) code_in_text: Option<u16>,
    /// Whether a code was discarded: there may be one at a place that was not noted.
    pub(super) lost_code: bool,
    /// The index of the code in the book, if it was looked up.
    pub(super) index: Option<usize>,
    /// The code's fields, each in its slot, if the code came first.
    pub(super) slots: Slots,
    /// All other members and items, in order.
    pub(super) extras: Vec<Extra<'de>>,
    /// By node, the number of extras when it last began again: those before belong to an earlier object of the same
    /// name. Empty if nothing began again.
    pub(super) restarts: Vec<usize>,
    /// The nodes that were found more than once.
    pub(super) repeated: Vec<u16>,
    /// The other errors of the response.
    pub(super) others: Vec<Document<'de>>,
    /// How many further errors were not kept.
    pub(super) dropped: usize,
}

/// What a body has at a node.
#[derive(Debug, Default)]
pub(in crate::decode) enum Place<'de> {
    /// Nothing.
    #[default]
    Absent,
    /// The constant itself, or an object or a list, whose contents are at their own nodes. An item of a list has its
    /// index.
    Present(usize),
    /// A string.
    Text(Cow<'de, str>),
    /// Any other value; in place of a constant, an object or a list also a string.
    Value(Value),
}

/// A member or an item without a node of its own.
#[derive(Debug)]
pub(super) struct Extra<'de> {
    /// The number of the object or list.
    pub(super) at: u16,
    pub(super) name: Name<'de>,
    pub(super) value: Value,
}

/// The name of a member, or the index of an item.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name<'de> {
    Member(Cow<'de, str>),
    Item(usize),
}

impl<'de> Document<'de> {
    /// An empty document for an error with this root.
    pub(in crate::decode) fn new(
        schema: &'static BookSchema,
        form: &'static Form<'static>,
        root: &'static Node<'static>,
    ) -> Self {
        let mut places = Vec::with_capacity(root.nodes().into());
        places.extend((0..root.nodes()).map(|_| Place::Absent));
        Self {
            schema,
            form,
            root,
            places,
            fields_in: None,
            code_in: None,
            code_in_text: None,
            lost_code: false,
            index: None,
            slots: Slots::default(),
            extras: Vec::new(),
            restarts: Vec::new(),
            repeated: Vec::new(),
            others: Vec::new(),
            dropped: 0,
        }
    }

    /// Reads from a deserializer, whose errors are returned.
    pub(in crate::decode) fn read<D: Deserializer<'de>>(&mut self, deserializer: D) -> Result<(), D::Error> {
        let node = self.root;
        Reader { document: self, node, number: 0 }.deserialize(deserializer)
    }

    #[inline]
    pub(super) fn place(&self, number: u16) -> &Place<'de> {
        &self.places[usize::from(number)]
    }

    #[inline]
    pub(super) fn place_mut(&mut self, number: u16) -> &mut Place<'de> {
        &mut self.places[usize::from(number)]
    }

    #[inline]
    pub(super) fn take(&mut self, number: u16) -> Place<'de> {
        mem::take(self.place_mut(number))
    }

    /// Stores a value at a node. Of duplicates, the last one counts.
    #[inline]
    pub(super) fn put(&mut self, number: u16, node: &Node<'_>, place: Place<'de>) {
        match mem::replace(self.place_mut(number), place) {
            Place::Absent => {}
            earlier => {
                drop(earlier);
                self.forget(number, node);
            }
        }
    }

    /// Discards what is below a node, in favor of a later value. Its extras are kept until the end: a body may have a
    /// hundred thousand such objects, and each would have to search all extras.
    #[cold]
    fn forget(&mut self, number: u16, node: &Node<'_>) {
        if !self.repeated.contains(&number) {
            self.repeated.push(number);
        }
        let range = usize::from(number)..usize::from(number) + usize::from(node.nodes());
        for below in number + 1..number + node.nodes() {
            *self.place_mut(below) = Place::Absent;
        }
        let is_in_range = |number: &mut Option<u16>| number.take_if(|it| range.contains(&usize::from(*it))).is_some();
        let had_code = is_in_range(&mut self.code_in) | is_in_range(&mut self.code_in_text);
        if matches!(node, Node::Object(_) | Node::List(_) | Node::Each(_) | Node::Slot(Slot::Fields, _)) {
            self.restarts.resize(self.root.nodes().into(), 0);
            self.restarts[range.clone()].fill(self.extras.len());
            if self.fields_in.is_some_and(|fields| range.contains(&usize::from(fields))) {
                self.slots.clear();
                self.fields_in = None;
            }
            if matches!(node, Node::Each(_)) || !self.others.is_empty() && contains_list(node) {
                self.others.clear();
                self.dropped = 0;
            }
        }
        if had_code {
            self.lost_code = true;
            // The slots were those of the previous code.
            self.spill();
            self.index = None;
        }
    }

    /// Stores a string at a node.
    #[inline]
    pub(super) fn put_text(&mut self, number: u16, node: &Node<'static>, text: Cow<'de, str>) {
        let place = match node {
            Node::Slot(Slot::Code, absent) => {
                let is_code = *absent != Absent::Text(&text) && !self.form.integer_codes;
                self.put(number, node, Place::Text(text));
                if is_code && self.code_in.is_none() {
                    self.set_code(number);
                }
                return;
            }
            Node::Template(parts) if has_code(parts) => {
                self.put(number, node, Place::Text(text));
                return self.set_code_in_text(number, parts);
            }
            Node::Slot(..) | Node::Template(_) => Place::Text(text),
            Node::Text(constant) if *constant == text => Place::Present(0),
            _ => Place::Value(Value::String(text.into_owned())),
        };
        self.put(number, node, place);
    }

    /// Stores any other value at a node.
    pub(super) fn put_value(&mut self, number: u16, node: &Node<'static>, value: Value) {
        let place = if is_constant(node, &value) { Place::Present(0) } else { Place::Value(value) };
        self.put(number, node, place);
    }

    /// Looks up the first code that was found on its own.
    fn set_code(&mut self, number: u16) {
        self.code_in = Some(number);
        if self.code_in_text.is_some() {
            // What was found in a longer text may differ.
            self.spill();
            self.index = None;
        }
        if let Place::Text(text) = self.place(number) {
            let index = (self.schema.find)(self.form.read_code.apply(text));
            self.set_index(index);
        }
    }

    /// Looks up the first code that was found in a longer text.
    fn set_code_in_text(&mut self, number: u16, parts: &[TextPart<'static>]) {
        if self.code_in.is_some() || self.code_in_text.is_some() {
            return;
        }
        if let Place::Text(text) = self.place(number)
            && let Some(code) = code_in(self.form, parts, text)
        {
            let index = (self.schema.find)(code);
            self.code_in_text = Some(number);
            // With integers, a code on its own is not looked up while it is read.
            if !self.form.integer_codes {
                self.set_index(index);
            }
        }
    }

    /// Makes slots for the fields of a code, unless fields came before it.
    fn set_index(&mut self, index: Option<usize>) {
        if !self.extras.is_empty() {
            return;
        }
        self.index = index;
        if let Some((_, payload)) = index.and_then(|index| self.schema.row(index))
            && !payload.fields.is_empty()
        {
            self.slots = Slots::of(payload);
        }
    }

    /// Begins an object or a list at a node.
    #[inline]
    pub(super) fn begin(&mut self, number: u16, node: &Node<'_>, has_fields: bool) {
        self.put(number, node, Place::Present(0));
        if has_fields {
            self.fields_in = Some(number);
        }
    }

    /// Moves the fields from their slots to the extras, as if the code had come last.
    pub(super) fn spill(&mut self) {
        if self.slots.is_empty() {
            return;
        }
        let slots = mem::take(&mut self.slots);
        let Some(at) = self.fields_in else { return };
        let moved =
            slots.into_members().map(|(name, value)| Extra { at, name: Name::Member(Cow::Borrowed(name)), value });
        // They precede the other members of their object.
        let start = self.restarts.get(usize::from(at)).copied().unwrap_or_default();
        let first = self.extras.iter().skip(start).position(|it| it.at == at);
        let position = first.map_or(self.extras.len(), |it| start + it);
        let count = self.extras.len();
        self.extras.splice(position..position, moved);
        let moved = self.extras.len() - count;
        for restart in self.restarts.iter_mut().filter(|restart| **restart > position) {
            *restart += moved;
        }
    }

    /// Begins another error of the response, if there is room.
    pub(super) fn other(&mut self, item: &'static Node<'static>) -> Option<&mut Self> {
        if self.others.len() + 1 >= MAX_ERRORS {
            self.dropped += 1;
            return None;
        }
        self.others.push(Self::new(self.schema, self.form, item));
        self.others.last_mut()
    }
}

/// The node of a member, and its number: in an object whose own number is `number`.
#[inline]
pub(in crate::decode) fn member(
    object: &Object<'static>,
    number: u16,
    name: &str,
) -> Option<(&'static Node<'static>, u16)> {
    let (index, number) = position(object, number, name)?;
    Some((&object.members[usize::from(index)].1, number))
}

/// The index of a member, and its number. Nodes are counted only before one that is there.
#[inline]
pub(super) fn position(object: &Object<'static>, number: u16, name: &str) -> Option<(u16, u16)> {
    let (index, _) = (0..).zip(object.members).find(|(_, (key, _))| *key == name)?;
    let before: u16 = object.members[..usize::from(index)].iter().map(|(_, node)| node.nodes()).sum();
    Some((index, number + 1 + before))
}

/// Whether a value that is not a string is the constant of a node.
pub(in crate::decode) fn is_constant(node: &Node<'_>, value: &Value) -> bool {
    match (node, value) {
        (Node::Null, Value::Null) => true,
        (Node::Boolean(constant), Value::Bool(value)) => constant == value,
        (Node::Integer(constant), value) => value.as_i64() == Some(*constant),
        (Node::Number(constant), value) => value.as_f64() == Some(*constant),
        (Node::Text(constant), Value::String(value)) => constant == value,
        (Node::List(list), Value::List(items)) => {
            list.items.len() == items.len() && list.items.iter().zip(items).all(|(node, item)| is_constant(node, item))
        }
        (Node::Object(object), Value::Object(members)) => {
            let is_there = |(name, node): &(&str, Node<'_>)| {
                members.iter().any(|(key, value)| key == name && is_constant(node, value))
            };
            object.members.len() == members.len() && object.members.iter().all(is_there)
        }
        _ => false,
    }
}

fn contains_list(node: &Node<'_>) -> bool {
    match node {
        Node::Object(object) => object.members.iter().any(|(_, node)| contains_list(node)),
        Node::List(list) => list.items.iter().any(contains_list),
        Node::Each(_) => true,
        _ => false,
    }
}
