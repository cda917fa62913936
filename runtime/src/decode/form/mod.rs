//! Decoding by a book's form, in one pass over the body.
//!
//! `reader` puts the values of a body into a `document` by the nodes of the form, `resolve` finds out which error it is,
//! and `consume` takes the values and compares them with the book.

mod consume;
mod document;
mod identify;
mod list;
mod pointer;
mod reader;
mod resolve;
mod template;

pub(super) use self::document::Document;
pub(super) use self::resolve::resolve;
