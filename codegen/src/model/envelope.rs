//! How an error is laid out in a JSON body.

use serde::Serialize;

use super::spans::KeySpans;

/// How an error is laid out in a JSON body.
#[derive(Debug, Clone, Serialize)]
pub struct Envelope {
    /// The member that holds the error; `None` if the body is the error.
    pub within: Option<String>,
    /// The member that holds the code.
    pub code: String,
    /// The member that holds the message.
    pub message: String,
    /// The member that holds the fields; `None` if they are siblings of the code.
    pub fields_under: Option<String>,
    /// Its places in the spec, if it was given.
    #[serde(skip)]
    pub places: Option<KeySpans>,
}

impl Envelope {
    /// The runtime's form of it.
    pub fn to_runtime(&self) -> errbook::__private::Envelope<'_> {
        let mut out = errbook::__private::Envelope::new(&self.code, &self.message);
        if let Some(within) = &self.within {
            out = out.with_within(within);
        }
        if let Some(under) = &self.fields_under {
            out = out.with_fields_under(under);
        }
        out
    }
}
