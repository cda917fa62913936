//! Decoding by a book's form, in one pass over the body.
//!
//! `reader` puts the values of a body into a `document` by the nodes of the form, `resolve` finds out which error it is,
//! and `consume` takes the values, with `values`, and compares them with the book.

mod consume;
mod document;
mod identify;
mod item;
mod list;
mod pointer;
mod reader;
mod resolve;
mod template;
mod values;

pub(super) use self::document::{Document, Place, is_constant, member};
pub(super) use self::list::item;
pub(super) use self::reader::object;
pub(super) use self::resolve::resolve;
pub(super) use self::template::{code_at, code_in, code_in_header};
