//! JSON pointers to nodes. They are only made for what a response has beyond its form, or lacks of it.

use core::fmt::Write as _;
use std::string::String;

use super::document::{Document, Place};
use crate::schema::Node;
use crate::text::pointer::Escaped;

impl Document<'_> {
    /// The pointer to a node.
    #[cold]
    pub(super) fn pointer(&self, prefix: &str, number: u16) -> String {
        let mut pointer = String::from(prefix);
        self.extend(&mut pointer, self.root, 0, number);
        pointer
    }

    /// Extends the pointer to `node`, whose number is `at`, to one of the nodes in it.
    fn extend(&self, pointer: &mut String, node: &Node<'_>, at: u16, number: u16) {
        if at == number {
            return;
        }
        let mut next = at + 1;
        let mut is_in = |node: &Node<'_>| {
            let start = next;
            next += node.nodes();
            (start..next).contains(&number).then_some(start)
        };
        // Writing to a text cannot fail.
        match node {
            Node::Object(object) => {
                for (name, node) in object.members {
                    if let Some(at) = is_in(node) {
                        let _ = write!(pointer, "/{}", Escaped(name));
                        return self.extend(pointer, node, at, number);
                    }
                }
            }
            Node::List(list) => {
                for (index, node) in list.items.iter().enumerate() {
                    if let Some(at) = is_in(node) {
                        let found = if let Place::Present(found) = self.place(at) { *found } else { index };
                        let _ = write!(pointer, "/{found}");
                        return self.extend(pointer, node, at, number);
                    }
                }
            }
            Node::Each(item) => {
                pointer.push_str("/0");
                self.extend(pointer, item, at + 1, number);
            }
            _ => {}
        }
    }

    /// The pointer to the list of errors.
    pub(super) fn list_pointer(&self) -> String {
        let mut next = 0;
        let number = list_of_errors(self.root, &mut next);
        number.map(|number| self.pointer("", number)).unwrap_or_default()
    }
}

/// The number of the list of errors. `next` is the number of `node`.
fn list_of_errors(node: &Node<'_>, next: &mut u16) -> Option<u16> {
    let number = *next;
    *next += 1;
    match node {
        Node::Each(_) => Some(number),
        Node::Object(object) => object.members.iter().find_map(|(_, node)| list_of_errors(node, next)),
        Node::List(list) => list.items.iter().find_map(|node| list_of_errors(node, next)),
        _ => None,
    }
}
