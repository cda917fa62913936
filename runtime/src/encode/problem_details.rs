//! Encoding as problem details (RFC 9457).

use std::collections::BTreeSet;
use std::string::String;

use serde_core::ser::{Serialize, SerializeMap, Serializer};

use super::body::{Body, Collected};
use super::{Encoded, Response};
use crate::code::{CodeDocs, DocTable};
use crate::decode::UnknownFields;
use crate::error::ErrorRef;
use crate::schema::problem_details::{ABOUT_BLANK, ENVELOPE, MEDIA_TYPE, escaped};
use crate::value::ValueRef;
use crate::{Code as _, Error, Kind, Received, Value};

impl<K: Kind> Error<K> {
    /// Encodes the response as problem details (RFC 9457), with the same headers and rules as
    /// [`encode`](Error::encode): a decoded error is sent as the book's internal error, unless
    /// [`forward`](Error::forward) was called.
    ///
    /// | Member | Value |
    /// |---|---|
    /// | `type` | the page of the code; `about:blank` if the docs are not published |
    /// | `title` | the meaning of the code, which is inline Markdown |
    /// | `status` | the status of the response |
    /// | `detail` | the message |
    /// | `code` | the code |
    /// | others | the fields, by name |
    ///
    /// A field with one of these names, or `instance`, gets an underscore: `status_`. A field that is named `status_`
    /// becomes `status__`, and so on. [`decode`](Error::decode) removes it.
    ///
    /// A book whose own form is `application/problem+json` is encoded in that form.
    ///
    /// For `about:blank` the RFC suggests the status phrase as the title. The meaning is used here too, since it is
    /// more specific.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let response = Error::from(OutOfStock::new(3, 1)).encode_problem();
    /// assert_eq!(response.status, 409);
    /// assert_eq!(response.headers, [("Content-Type".into(), "application/problem+json".to_owned())]);
    /// assert_eq!(
    ///     response.body,
    ///     concat!(
    ///         r#"{"type":"about:blank","title":"There are fewer items than ordered.","status":409,"#,
    ///         r#""detail":"Only 1 left, and 3 are wanted.","code":"out_of_stock","wanted":3,"left":1}"#,
    ///     ),
    /// );
    /// ```
    pub fn encode_problem(&self) -> Response {
        if is_own_form::<K>() {
            return self.encode();
        }
        self.encode_by(|error| error.problem_details(K::Code::docs()))
    }
}

impl ErrorRef<'_> {
    /// The response, whether or not the error may be sent.
    fn problem_details(self, docs: &'static DocTable) -> Encoded {
        let status = self.sent_status();
        let received = self.parts.received.as_ref().filter(|received| received.is_problem);
        let docs = self.code().map(|index| docs.row(index));
        // Received problem details are forwarded with their own standard members only.
        let (ty, title) = match received {
            Some(received) => (text(received, "type"), text(received, "title")),
            None => (docs.map(|docs| docs.docs_url().unwrap_or(ABOUT_BLANK)), docs.map(CodeDocs::meaning)),
        };
        let instance = received.and_then(|received| text(received, "instance"));
        let is_problem = received.is_some();
        let mut json = String::new();
        self.with_body(&mut |body| json = ProblemDetails { ty, title, status, instance, is_problem, body }.to_json());
        Encoded { status, headers: self.sent_headers(), media_type: MEDIA_TYPE, body: json }
    }
}

/// Whether the errors of a book are problem details themselves.
pub(crate) fn is_own_form<K: Kind>() -> bool {
    K::schema().form.is_some_and(|form| form.content_type == MEDIA_TYPE)
}

/// A standard member that is a string.
fn text<'a>(received: &'a Received, name: &str) -> Option<&'a str> {
    received.unknown_members().iter().find(|(key, _)| key == name)?.1.as_str()
}

/// Problem details to write. Anything that is `None` is omitted.
struct ProblemDetails<'a> {
    ty: Option<&'a str>,
    title: Option<&'a str>,
    status: u16,
    instance: Option<&'a str>,
    /// Whether it was received as problem details. Then its standard members are written already.
    is_problem: bool,
    body: &'a Body<'a>,
}

impl ProblemDetails<'_> {
    fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The received members that are not in the book, those closest to the fields first.
    fn unknown(&self) -> impl Iterator<Item = &(String, Value)> {
        let nested = self.body.unknown_fields.map(UnknownFields::nested).unwrap_or_default();
        let beside = self.body.unknown_fields.map(UnknownFields::beside).unwrap_or_default();
        let unknown_members = if self.is_problem { &[] } else { self.body.unknown_members };
        let beside = beside.iter().filter(|(key, _)| self.is_problem || !self.body.is_taken(key));
        nested.iter().chain(beside).chain(unknown_members)
    }
}

impl Serialize for ProblemDetails<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, text) in [("type", self.ty), ("title", self.title)] {
            if let Some(text) = text {
                map.serialize_entry(key, text)?;
            }
        }
        map.serialize_entry("status", &self.status)?;
        if let Some(message) = self.body.message {
            map.serialize_entry(ENVELOPE.message(), &Collected(message))?;
        }
        if let Some(code) = self.body.code {
            map.serialize_entry(ENVELOPE.code(), code)?;
        }
        for (key, value) in self.body.fields.iter().filter(|(_, value)| !matches!(value, ValueRef::Null)) {
            map.serialize_entry(&escaped(key), &value)?;
        }
        // Members of several levels share one here.
        let mut written = BTreeSet::new();
        if self.unknown().next().is_some() {
            written.extend(
                self.body.fields.iter().filter(|(_, value)| !matches!(value, ValueRef::Null)).map(|(key, _)| key),
            );
        }
        for (key, value) in self.unknown() {
            if written.insert(key) {
                map.serialize_entry(&escaped(key), value)?;
            }
        }
        if let Some(instance) = self.instance {
            map.serialize_entry("instance", instance)?;
        }
        map.end()
    }
}
