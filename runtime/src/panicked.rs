//! What a handler said when it panicked: a source for the log. It is never sent.

use core::any::Any;
use core::fmt;
use std::borrow::ToOwned;
use std::string::String;

/// A panic as an error.
#[derive(Debug)]
pub(crate) struct Panic(String);

impl Panic {
    pub(crate) fn new(panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<&str>().copied().map(ToOwned::to_owned);
        let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
        Self(text.unwrap_or_else(|| "something that is no text".to_owned()))
    }
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a handler panicked: {}", self.0)
    }
}

impl core::error::Error for Panic {}
