//! An error response as problem details, where the request asks for them.

use std::string::String;
use std::sync::Arc;

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, VARY};
use http::{Method, Request, Response};

use super::accept;
use crate::{Error, Kind};

/// What a request says of the form of its answer.
pub(super) struct Asked {
    details: bool,
    head: bool,
}

impl Asked {
    pub(super) fn of<A>(request: &Request<A>) -> Self {
        Self { details: accept::wants_details(request.headers()), head: request.method() == Method::HEAD }
    }

    /// The response in the form that was asked for. One without an error stays as it is, and so does one without a code (a
    /// book without an internal error answers with nothing) and one that somebody has given another status: it is not the
    /// error's any more.
    pub(super) fn answer<K: Kind, B: From<String>>(&self, mut response: Response<B>) -> Response<B> {
        let Some(sent) = response.extensions().get::<Arc<Error<K>>>() else { return response };
        if sent.code_text().is_none() || sent.own_status() != response.status().as_u16() {
            return response;
        }
        let details = self.details.then(|| sent.encode_problem());
        let headers = response.headers_mut();
        vary(headers);
        let Some(details) = details else { return response };
        // Its other headers are there already, with those that the framework has added.
        let ty = details.headers.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if let Some(ty) = ty.and_then(|(_, value)| HeaderValue::try_from(value).ok()) {
            headers.insert(CONTENT_TYPE, ty);
        }
        for name in [CONTENT_LENGTH, CONTENT_ENCODING, ETAG] {
            headers.remove(name);
        }
        if self.head {
            // The length is that of the body which another method would get.
            headers.insert(CONTENT_LENGTH, HeaderValue::from(details.body.len()));
        }
        *response.body_mut() = if self.head { String::new() } else { details.body }.into();
        response
    }
}

/// Says that `Accept` counts, unless that is said already.
fn vary(headers: &mut HeaderMap) {
    let said = |value: &HeaderValue| {
        let names = value.as_bytes().split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
        names.into_iter().any(|name| name == b"*" || name.eq_ignore_ascii_case(b"accept"))
    };
    if !headers.get_all(VARY).iter().any(said) {
        headers.append(VARY, HeaderValue::from_static("Accept"));
    }
}
