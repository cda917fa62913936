//! The layout of a book's errors in JSON: the names of members, not their contents.

/// How a book lays out an error in JSON.
///
/// The code and the message are siblings, at the top level or in an object. A code's fields are their siblings, or in a
/// nested object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope<'a> {
    code: &'a str,
    message: &'a str,
    within: Option<&'a str>,
    fields_under: Option<&'a str>,
}

impl<'a> Envelope<'a> {
    /// Code and message under these names at the top level, with the fields beside them.
    pub const fn new(code: &'a str, message: &'a str) -> Self {
        Self { code, message, within: None, fields_under: None }
    }

    /// Puts all of it in an object under this name.
    #[must_use]
    pub const fn with_within(self, name: &'a str) -> Self {
        Self { within: Some(name), ..self }
    }

    /// Puts the fields in an object under this name, beside the code.
    #[must_use]
    pub const fn with_fields_under(self, name: &'a str) -> Self {
        Self { fields_under: Some(name), ..self }
    }

    /// The name of the code.
    pub const fn code(&self) -> &'a str {
        self.code
    }

    /// The name of the message.
    pub const fn message(&self) -> &'a str {
        self.message
    }

    /// The name of the object that holds the error; `None` if it is the whole body.
    pub const fn within(&self) -> Option<&'a str> {
        self.within
    }

    /// The name of the object that holds the fields; `None` if they are beside the code.
    pub const fn fields_under(&self) -> Option<&'a str> {
        self.fields_under
    }
}
