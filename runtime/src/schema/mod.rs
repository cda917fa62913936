//! A book's wire format as static data: the envelope or the form, the fallback codes, and the message,
//! fields and headers of each code.
//!
//! Decoding and encoding work on these tables, and are compiled once, in this crate. They know no generated type.

mod book;
mod envelope;
mod fallbacks;
mod form;
mod message;
mod payload;
#[cfg(feature = "problem")]
pub(crate) mod problem_details;

pub use self::book::BookSchema;
pub use self::envelope::Envelope;
pub use self::fallbacks::Fallbacks;
pub(crate) use self::form::ReadCode;
pub use self::form::{Absent, Form, List, Node, Object, ResponseMember, Slot, Source, TextPart};
pub use self::message::MessagePart;
pub use self::payload::{DelayUnit, Field, Header, HeaderType, PayloadSchema, Type};
