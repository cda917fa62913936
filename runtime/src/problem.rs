//! RFC 9457: an error as problem details, and back. It knows their members, and no other way in which a book has an error.
//!
//! The code stands in the member `code`, and a code's fields are extension members beside it. RFC 9457 asks that the names
//! of those begin with a letter, and hold ASCII letters, digits and `_`. That is for who writes the book: a field keeps its
//! name, so that what the book documents is what is there. Only a name that is taken becomes another: see [`escaped`].

use core::mem;
use std::borrow::{Cow, ToOwned};
use std::collections::BTreeSet;
use std::string::String;

use serde_core::ser::{Serialize, SerializeMap, Serializer};

use crate::body::{Body, Collected};
use crate::decode::{self, Form};
use crate::document::{Document, Entry, Level, Said};
use crate::problems::Problems;
use crate::received::Rest;
use crate::resolve::{Arrival, Decoded};
use crate::send::Encoded;
use crate::{
    Code, Envelope, Error, Headers, IntoStatus, Kind, Problem, Received, Response, Shown, Table, Texts, Value,
};

const MEDIA_TYPE: &str = "application/problem+json";
/// What stands for no page (RFC 9457, section 4.2.1).
const BLANK: &str = "about:blank";
/// Where code and message are.
static ENVELOPE: Envelope<'static> = Envelope::new("code", "detail");
/// The members that are about the error and are none of its fields, beside code and message.
const ABOUT: [&str; 4] = ["type", "title", "status", "instance"];

impl<K: Kind> Error<K> {
    /// The response as problem details (RFC 9457), with the headers and by the rules of [`encode`](Error::encode): that of an
    /// error that was decoded is the book's own internal error, unless [`forward`](Error::forward) was called.
    ///
    /// | member | what it is |
    /// |---|---|
    /// | `type` | the page of the code; `about:blank` in a book whose docs are not published |
    /// | `title` | the code's meaning, as the book has it: inline Markdown |
    /// | `status` | the status of the response |
    /// | `detail` | the message |
    /// | `code` | the code |
    /// | others | the fields, under their own names |
    ///
    /// A field with the name of a member above, or `instance`, has an underscore after it: `status_`. One that has the name
    /// `status_` itself is `status__`, and so on. [`decode`](Error::decode) takes it off again.
    ///
    /// With `about:blank` the RFC would have the phrase of the status as the title. It is the meaning here too: a code says
    /// more than its status, and the phrase can be looked up by whoever wants it.
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
    ///         r#"{"type":"about:blank","title":"There are not as many as were asked for.","status":409,"#,
    ///         r#""detail":"Only 1 left, and 3 are wanted.","code":"out_of_stock","wanted":3,"left":1}"#,
    ///     ),
    /// );
    /// ```
    pub fn encode_problem(&self) -> Response {
        self.encode_by(Self::own_problem)
    }

    /// Decodes problem details (RFC 9457). As [`decode`](Error::decode) it never fails, and nothing in the result is made up.
    ///
    /// `decode` does the same where the `Content-Type` is `application/problem+json`. This is for a response that has lost
    /// it.
    ///
    /// - `code` is the code. Problem details without it are of somebody else: nothing is guessed of them.
    /// - `type`, `title`, `status` and `instance` are [`Received::outside`](crate::Received::outside), and so is what has the
    ///   wrong type. Which code it is, `type` does not decide: the page of a code may move.
    /// - Extension members that the book does not know are [`Received::extra`](crate::Received::extra).
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::Value;
    ///
    /// let body = r#"{"status": 409, "instance": "/orders/7", "code": "out_of_stock", "detail": "No.", "wanted": 3, "left": 1}"#;
    /// let error = Error::decode_problem(409, &(), body);
    /// assert!(matches!(error.kind(), ErrorKind::OutOfStock(payload) if payload.left == 1));
    /// assert_eq!(error.message(), "No.");
    /// let outside = error.received().unwrap().outside();
    /// assert!(outside.contains(&("instance".to_owned(), Value::from("/orders/7"))));
    ///
    /// let headers = [("Content-Type", "application/problem+json; charset=utf-8")];
    /// assert_eq!(Error::decode(409, &headers, body).kind(), error.kind());
    ///
    /// let error = Error::decode(404, &headers, r#"{"title": "Not Found", "status": 404}"#);
    /// assert_eq!(error.code(), None);
    /// ```
    pub fn decode_problem(
        status: impl IntoStatus,
        headers: &(impl Headers + ?Sized),
        body: &(impl AsRef<[u8]> + ?Sized),
    ) -> Self {
        let status = status.into_status();
        let decoded = decode(K::TABLE, Arrival { status, headers: &headers }, body.as_ref());
        Self::of_decoded(decoded, Some(status))
    }

    /// The response, whether or not it may be sent.
    fn own_problem(&self) -> Encoded {
        let status = self.own_status();
        let received = self.received().filter(|received| received.is_problem);
        let texts = self.code().and_then(|code| K::Code::TEXTS.get(code.index()));
        // What was received as problem details is sent on with what it says of itself, and with nothing else.
        let (ty, title) = match received {
            Some(received) => (said(received, "type"), said(received, "title")),
            None => (texts.map(|texts| texts.docs().unwrap_or(BLANK)), texts.map(Texts::meaning)),
        };
        let instance = received.and_then(|received| said(received, "instance"));
        let is_problem = received.is_some();
        let mut json = String::new();
        self.with_body(&mut |body| json = Details { ty, title, status, instance, is_problem, body }.to_json());
        Encoded { status, headers: self.own_headers(), media_type: MEDIA_TYPE, body: json }
    }
}

/// A text among the members that are about the error.
fn said<'a>(received: &'a Received, name: &str) -> Option<&'a str> {
    received.outside().iter().find(|(key, _)| key == name)?.1.as_str()
}

/// Problem details as they are written. What is `None` is not there.
struct Details<'a> {
    ty: Option<&'a str>,
    title: Option<&'a str>,
    status: u16,
    instance: Option<&'a str>,
    /// Whether it was received as problem details. What was beside it is said already then.
    is_problem: bool,
    body: &'a Body<'a>,
}

impl Details<'_> {
    fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The members that were received and nobody has a type for: those that stood nearest to the fields first.
    fn rest(&self) -> impl Iterator<Item = &(String, Value)> {
        let nested = self.body.rest.map(Rest::nested).unwrap_or_default();
        let beside = self.body.rest.map(Rest::beside).unwrap_or_default();
        let outside = if self.is_problem { &[] } else { self.body.outside };
        let beside = beside.iter().filter(|(key, _)| self.is_problem || !self.body.is_taken(key));
        nested.iter().chain(beside).chain(outside)
    }
}

impl Serialize for Details<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, text) in [("type", self.ty), ("title", self.title)] {
            if let Some(text) = text {
                map.serialize_entry(key, text)?;
            }
        }
        map.serialize_entry("status", &self.status)?;
        if let Some(message) = self.body.message {
            map.serialize_entry(ENVELOPE.message_key(), &Collected(message))?;
        }
        if let Some(code) = self.body.code {
            map.serialize_entry(ENVELOPE.code_key(), code)?;
        }
        for (key, value) in self.body.fields.iter().filter(|(_, value)| !matches!(value, Shown::Null)) {
            map.serialize_entry(&escaped(key), &value)?;
        }
        // What stood on several levels stands on one here.
        let mut written = BTreeSet::new();
        if self.rest().next().is_some() {
            written.extend(self.body.fields.iter().filter(|(_, it)| !matches!(it, Shown::Null)).map(|(key, _)| key));
        }
        for (key, value) in self.rest() {
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

/// The name of an extension member: one more underscore after a name that is taken, however many there are already.
///
/// So each name becomes one of its own and comes back, whatever else is there.
fn escaped(name: &str) -> Cow<'_, str> {
    if is_taken(name.trim_end_matches('_')) { Cow::Owned([name, "_"].concat()) } else { Cow::Borrowed(name) }
}

/// The name of a field, from that of its extension member.
fn unescaped(name: Cow<'_, str>) -> Cow<'_, str> {
    if !name.ends_with('_') || !is_taken(name.trim_end_matches('_')) {
        return name;
    }
    match name {
        Cow::Borrowed(name) => Cow::Borrowed(&name[..name.len() - 1]),
        Cow::Owned(mut name) => {
            name.pop();
            Cow::Owned(name)
        }
    }
}

fn is_taken(name: &str) -> bool {
    ABOUT.contains(&name) || [ENVELOPE.code_key(), ENVELOPE.message_key()].contains(&name)
}

/// Whether a response says that its body is problem details.
pub(crate) fn is_labelled(headers: &dyn Headers) -> bool {
    let value = headers.get("Content-Type").and_then(|value| core::str::from_utf8(value).ok()).unwrap_or_default();
    let media_type = value.split(';').next().unwrap_or_default();
    media_type.trim_matches([' ', '\t']).eq_ignore_ascii_case(MEDIA_TYPE)
}

/// Decodes a body that is labelled as problem details.
///
/// The errors of some books are problem details by themselves: their envelope names the members. Such a body is read as the
/// book says, if more of it fits then.
pub(crate) fn decode_labelled(table: &'static Table, arrival: Arrival<'_>, body: &[u8]) -> Decoded {
    // A code that was found says more than any number of problems with what came beside it.
    let misfit = |decoded: &Decoded| {
        let unknown = decoded.outcome.as_ref().err();
        let problems = decoded.received.problems().len();
        (unknown.is_some(), unknown.is_some_and(|it| it.code().is_none()), problems)
    };
    let details = decode(table, arrival, body);
    if misfit(&details) == (false, false, 0) {
        return details;
    }
    let own = decode::decode(table, arrival, body);
    if misfit(&own) < misfit(&details) { own } else { details }
}

/// Decodes a body as problem details, whatever it is.
fn decode(table: &'static Table, arrival: Arrival<'_>, body: &[u8]) -> Decoded {
    let mut decoded = decode::decode_as(table, Form { envelope: &ENVELOPE, book: None, adapt }, arrival, body);
    decoded.received.is_problem = true;
    decoded
}

/// Makes problem details into what a book knows: apart from the error what is about it, and the fields under their names.
fn adapt(document: &mut Document<'_>, status: Option<u16>, problems: &mut Problems) {
    let entries = mem::take(&mut document.entries);
    for (name, place, problem) in [
        (ENVELOPE.code_key(), &mut document.code, Problem::CodeNotText),
        (ENVELOPE.message_key(), &mut document.message, Problem::MessageNotText),
    ] {
        // What has the wrong type is there (RFC 9457, section 3.1, has it ignored), and not missing as well.
        if let Some(Said::Other(value)) = place
            && **value != Value::Null
        {
            let value = mem::take(&mut **value);
            document.entries.push(Entry { level: Level::Top, name: Cow::Borrowed(name), value });
            problems.push(problem);
            *place = Some(Said::Moved);
        }
    }
    for Entry { level, name, value } in entries {
        let entry = if ABOUT.contains(&&*name) {
            Entry { level: Level::Top, name, value }
        } else {
            Entry { level, name: unescaped(name), value }
        };
        document.entries.push(entry);
    }
    for name in ABOUT {
        let last = document.entries.iter().rev().find(|entry| entry.level == Level::Top && entry.name == name);
        let Some(Entry { value, .. }) = last.filter(|entry| entry.value != Value::Null) else { continue };
        if name != "status" {
            if value.as_str().is_none() {
                problems.push(Problem::WrongType { member: name.to_owned(), expected: "a string" });
            }
            continue;
        }
        match value.as_u64().and_then(|value| u16::try_from(value).ok()) {
            None => problems.push(Problem::WrongType { member: name.to_owned(), expected: "an HTTP status" }),
            Some(found) if status.is_some_and(|status| status != found) => {
                problems.push(Problem::StatusMember { found });
            }
            Some(_) => {}
        }
    }
}
