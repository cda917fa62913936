//! `python/`: a package of exceptions, with the decoder that every book shares.
//!
//! `runtime/` has the modules that are the same for every book, as Python. The others are made of the book: exceptions,
//! dataclasses, and the wire format as data.

mod book;
mod collisions;
mod errors;
mod example;
mod fields;
mod names;
mod package;
mod source;

pub(in crate::emit) use book::emit as book;
pub(in crate::emit) use collisions::collisions;
pub(in crate::emit) use errors::emit as errors;
pub(in crate::emit) use example::{reading, repeating};
pub(in crate::emit) use fields::{emit as fields, parts as parts_of_fields};
pub(in crate::emit) use package::{init, pyproject, readme};

// The modules that are the same for every book.
pub(in crate::emit) const API: &str = include_str!("runtime/_api.py");
pub(in crate::emit) const CONSUME: &str = include_str!("runtime/_consume.py");
pub(in crate::emit) const DATES: &str = include_str!("runtime/_dates.py");
pub(in crate::emit) const DECODE: &str = include_str!("runtime/_decode.py");
pub(in crate::emit) const DOCUMENT: &str = include_str!("runtime/_document.py");
pub(in crate::emit) const ERROR: &str = include_str!("runtime/_error.py");
pub(in crate::emit) const FORM: &str = include_str!("runtime/_form.py");
pub(in crate::emit) const JSON: &str = include_str!("runtime/_json.py");
pub(in crate::emit) const RESPONSE: &str = include_str!("runtime/_response.py");
pub(in crate::emit) const RETRY: &str = include_str!("runtime/_retry.py");
pub(in crate::emit) const SCHEMA: &str = include_str!("runtime/_schema.py");
pub(in crate::emit) const SHORT: &str = include_str!("runtime/_short.py");
pub(in crate::emit) const VALUES: &str = include_str!("runtime/_values.py");
