//! Lists with a fixed number of items: which item of a form a received one is.

use super::document::{Document, Extra, Name, Place, is_constant};
use super::reader::{fill, object};
use crate::Value;
use crate::schema::{List, Node};

/// Whether an item has constants, by which it is found at any index.
pub(super) fn has_constants(node: &Node<'_>) -> bool {
    match node {
        Node::Boolean(_) | Node::Integer(_) | Node::Number(_) | Node::Text(_) => true,
        Node::Object(object) => object.members.iter().any(|(_, node)| has_constants(node)),
        Node::List(list) => list.items.iter().any(has_constants),
        _ => false,
    }
}

/// The item with this index, and its number: in a list whose own number is `number`.
pub(in crate::decode) fn item(
    list: &List<'static>,
    number: u16,
    index: usize,
) -> Option<(&'static Node<'static>, u16)> {
    let item = list.items.get(index)?;
    Some((item, number + 1 + list.items[..index].iter().map(Node::nodes).sum::<u16>()))
}

/// Stores a received item at the item of the form with its constants that was not found yet, or at the one with its
/// index, if that has no constants. A scalar may equal a constant by chance: for it, the index comes first.
pub(super) fn put(document: &mut Document<'_>, list: &'static List<'static>, number: u16, index: usize, value: Value) {
    let is_free = |document: &Document<'_>, number| matches!(document.place(number), Place::Absent);
    let by_constants = || {
        (0..list.items.len())
            .filter_map(|index| item(list, number, index))
            .find(|(node, number)| is_free(document, *number) && has_constants(node) && has_its_constants(node, &value))
    };
    let by_index =
        || item(list, number, index).filter(|(node, number)| !has_constants(node) && is_free(document, *number));
    let found = match value {
        Value::Object(_) | Value::List(_) => by_constants().or_else(by_index),
        _ => by_index().or_else(by_constants),
    };
    match found {
        Some((node, number)) => {
            fill(document, node, number, value);
            document.place_mut(number).found_at(index);
        }
        None => document.extras.push(Extra { at: number, name: Name::Item(index), value }),
    }
}

/// Whether a value has the constants of a node. Of duplicates, the last one counts.
fn has_its_constants(node: &'static Node<'static>, value: &Value) -> bool {
    match (node, value) {
        (Node::Object(_), Value::Object(members)) => {
            let Some(object) = object(node) else { return true };
            object.members.iter().filter(|(_, node)| has_constants(node)).all(|(name, node)| {
                let found = members.iter().rev().find(|(key, _)| key == name);
                found.is_some_and(|(_, value)| has_its_constants(node, value))
            })
        }
        (Node::List(list), Value::List(items)) => list
            .items
            .iter()
            .filter(|node| has_constants(node))
            .all(|node| items.iter().any(|item| has_its_constants(node, item))),
        (Node::Boolean(_) | Node::Integer(_) | Node::Number(_) | Node::Text(_), value) => is_constant(node, value),
        (node, _) => !has_constants(node),
    }
}
