//! An error response as problem details, if the request asks for them.

use std::string::String;
use std::sync::Arc;

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, VARY};
use http::{Method, Request, Response};

use super::accept;
use crate::encode::is_own_form;
use crate::{Error, Kind};

/// A request's preferences for the form of its response.
pub(super) struct Negotiation {
    details: bool,
    head: bool,
}

impl Negotiation {
    pub(super) fn of<A>(request: &Request<A>) -> Self {
        Self { details: accept::wants_details(request.headers()), head: request.method() == Method::HEAD }
    }

    /// The response in the requested form.
    ///
    /// A response without an error or a code is returned unchanged, and so are one whose status was changed after the
    /// error was encoded, and those of a book whose own form is problem details.
    pub(super) fn apply<K: Kind, B: From<String>>(&self, mut response: Response<B>) -> Response<B> {
        let Some(sent) = response.extensions().get::<Arc<Error<K>>>() else { return response };
        if is_own_form::<K>() {
            return response;
        }
        if sent.code_text().is_none() || sent.view().sent_status() != response.status().as_u16() {
            return response;
        }
        let details = self.details.then(|| sent.encode_problem());
        let headers = response.headers_mut();
        vary(headers);
        let Some(details) = details else { return response };
        // The other headers are set already.
        let ty = details.headers.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if let Some(ty) = ty.and_then(|(_, value)| HeaderValue::try_from(value).ok()) {
            headers.insert(CONTENT_TYPE, ty);
        }
        headers.remove(CONTENT_ENCODING);
        headers.remove(ETAG);
        // Also for `HEAD`: the length of the body of a `GET`.
        headers.insert(CONTENT_LENGTH, HeaderValue::from(details.body.len()));
        *response.body_mut() = if self.head { String::new() } else { details.body }.into();
        response
    }
}

/// Adds `Vary: Accept`, unless it is covered already.
fn vary(headers: &mut HeaderMap) {
    let covers = |value: &HeaderValue| {
        let names = value.as_bytes().split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
        names.into_iter().any(|name| name == b"*" || name.eq_ignore_ascii_case(b"accept"))
    };
    if !headers.get_all(VARY).iter().any(covers) {
        headers.append(VARY, HeaderValue::from_static("Accept"));
    }
}
