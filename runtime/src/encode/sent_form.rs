//! What an error sends by a form, and what is stored of it.

use core::fmt;
use std::borrow::Cow;
use std::string::String;
use std::vec::Vec;

use super::body::BodyFields;
use super::form::{FormError, OtherErrors, Writer};
use super::response::{Encoded, Template};
use crate::code::CodeDocs;
use crate::error::{ErrorRef, Others};
use crate::schema::Form;
use crate::value::ValueRef;
use crate::{Received, Value};

/// Which of an error's values are written.
#[derive(Clone, Copy)]
pub(crate) enum Purpose<'a> {
    /// A response: members that were received are not sent on, and neither are errors that may not be sent. These are the
    /// values of the members that were not set.
    Send(&'a [Option<Value>]),
    /// Storage: everything.
    Store,
}

impl ErrorRef<'_> {
    /// The response in a book with a form.
    pub(crate) fn form_response(self, form: &'static Form<'static>, fill: &[Option<Value>]) -> Encoded {
        let mut headers = self.sent_headers();
        let mut body = String::new();
        self.with_form(form, Purpose::Send(fill), &mut |writer| {
            headers.extend(writer.headers().map(|(name, value)| (Cow::Owned(name.into()), value)));
            body = writer.body();
        });
        Encoded { status: self.sent_status(), headers, media_type: form.content_type, body }
    }

    /// Calls `f` with what writes this error and the others of its response.
    pub(crate) fn with_form(self, form: &'static Form<'static>, purpose: Purpose<'_>, f: &mut dyn FnMut(&Writer<'_>)) {
        let others = OtherForms { errors: self.others, purpose };
        let is_response = matches!(purpose, Purpose::Send(_));
        self.with_form_error(purpose, &mut |error| f(&Writer { form, error, others: &others, is_response }));
    }

    fn with_form_error(self, purpose: Purpose<'_>, f: &mut dyn FnMut(&FormError<'_>)) {
        let received = self.parts.received.as_ref();
        let unknown = self.unknown;
        let index = self.code();
        let row = index.and_then(|index| self.schema.row(index)).map(|(_, payload)| payload);
        let docs = index.and_then(|index| Some(self.schema.docs?.row(index)));
        let sends_message = row.is_none_or(|payload| payload.sends_message);
        let explicit = self.explicit_message();
        let members = self.written_members(purpose);
        let unknown_fields = match unknown {
            None => received.map(Received::unknown_fields),
            Some(unknown) => Some(unknown.fields()),
        };
        let error = FormError {
            code: self.code_text().filter(|_| row.is_none_or(|payload| payload.sends_code)),
            message: explicit.as_ref().filter(|_| sends_message).map(|message| message as &dyn fmt::Display),
            code_members: row.map(|payload| payload.code_members).unwrap_or_default(),
            members: &members,
            meaning: docs.map(CodeDocs::meaning),
            remediation: docs.map(CodeDocs::remediation),
            docs_url: docs.and_then(CodeDocs::docs_url),
            unknown_fields: unknown_fields.unwrap_or_default(),
            unknown_members: received.map(Received::unknown_members).unwrap_or_default(),
            ..FormError::new(self.sent_status())
        };
        // A missing message of a decoded error is not replaced by this book's own.
        let use_template = sends_message && explicit.is_none() && received.is_none();
        let Some(payload) = row.filter(|_| unknown.is_none()) else { return f(&error) };
        self.kind.with_values(&mut |values| {
            let template = Template(payload.message, values);
            let message = if use_template { Some(&template as &dyn fmt::Display) } else { error.message };
            f(&FormError { message, fields: BodyFields::Payload(payload.fields, values), ..error });
        });
    }

    /// The values of the response's members that are written.
    fn written_members<'a>(&'a self, purpose: Purpose<'a>) -> Vec<ValueRef<'a>> {
        let more = self.parts.more.as_deref();
        let set = more.map(|more| &*more.members).unwrap_or_default();
        let values = match purpose {
            Purpose::Store if set.is_empty() => more.map(|more| &*more.received_members).unwrap_or_default(),
            _ => set,
        };
        let fill = if let Purpose::Send(fill) = purpose { fill } else { &[] };
        let value = |index: usize| {
            let value = |values: &'a [Option<Value>]| values.get(index).and_then(Option::as_ref);
            value(values).or_else(|| value(fill)).map_or(ValueRef::Null, ValueRef::Value)
        };
        (0..values.len().max(fill.len())).map(value).collect()
    }
}

/// The errors of a response after the first, as they are written.
struct OtherForms<'a> {
    errors: &'a dyn Others,
    purpose: Purpose<'a>,
}

impl OtherErrors for OtherForms<'_> {
    fn each(&self, f: &mut dyn FnMut(&FormError<'_>)) {
        let are_sent = matches!(self.purpose, Purpose::Send(_));
        self.errors.each(are_sent, &mut |error| error.with_form_error(self.purpose, f));
    }
}
