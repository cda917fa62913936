//! An error of the book in place of a response that a framework made, in the types of the crate `http`.

use core::pin::pin;
use core::task::{Context, Poll, Waker};
use std::string::String;
use std::sync::Arc;
use std::vec::Vec;

use bytes::Buf as _;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderName, HeaderValue};
use http::{HeaderMap, Response};
use http_body::Body;

use super::Verbatim;
use crate::server::members::Fill;
use crate::server::replace::{MAX_TEXT, describes_body, is_bare, is_plain_text, text, with_text};
use crate::{Error, Kind};

/// The response to send for one that may be a framework's own.
pub(super) fn unless_handled<K: Kind, B: Body + From<String>>(response: Response<B>, is_head: bool) -> Response<B> {
    let content_type = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    let length = if is_head { length_for_head(response.headers()) } else { response.body().size_hint().exact() };
    if !is_bare(length, content_type) {
        return response;
    }
    let mut response = replaced::<K, B>(response, false);
    if let Some(length) = response.body().size_hint().exact().filter(|length| *length > 0) {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
        if is_head {
            *response.body_mut() = String::new().into();
        }
    }
    response
}

/// The response of the book's error for the status of another response. The other one is returned unchanged if it
/// already holds an error of the book, if it is sent verbatim, or if the book has no error for it.
///
/// With `expose` the text of the other response is the message, for a status from 400 to 499.
pub(in crate::server) fn replaced<K: Kind, B: Body + From<String>>(response: Response<B>, expose: bool) -> Response<B> {
    let extensions = response.extensions();
    if extensions.get::<Arc<Error<K>>>().is_some() || extensions.get::<Verbatim>().is_some() {
        return response;
    }
    let status = response.status().as_u16();
    let Some(error) = Error::<K>::for_response(status, response.headers()) else { return response };
    let (mut theirs, body) = response.into_parts();
    let error = match read(body) {
        Some(text) => with_text(error, status, text, expose),
        None => error,
    };
    let mut ours: Response<B> = error.into();
    for name in theirs.headers.keys() {
        if !describes_body(name.as_str()) && !ours.headers().contains_key(name) {
            for value in theirs.headers.get_all(name) {
                ours.headers_mut().append(name, value.clone());
            }
        }
    }
    theirs.extensions.extend(core::mem::take(ours.extensions_mut()));
    *ours.extensions_mut() = theirs.extensions;
    ours
}

/// The response with the members that its error does not set.
///
/// A response without an error of the book is returned unchanged, and so is one that another layer has changed.
pub(super) fn with_members<K: Kind, B: Body + From<String>>(
    mut response: Response<B>,
    fill: Fill,
    is_head: bool,
) -> Response<B> {
    let Some(sent) = response.extensions().get::<Arc<Error<K>>>() else { return response };
    if sent.view().sent_status() != response.status().as_u16() || response.headers().contains_key(CONTENT_ENCODING) {
        return response;
    }
    let Some(encoded) = sent.encoded_with(&fill.values::<K>()) else { return response };
    let headers = response.headers_mut();
    for (name, value) in encoded.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(&*name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    headers.remove(ETAG);
    // Also for `HEAD`: the length of the body of a `GET`.
    headers.insert(CONTENT_LENGTH, HeaderValue::from(encoded.body.len()));
    *response.body_mut() = if is_head { String::new() } else { encoded.body }.into();
    response
}

/// The length of the body of a `GET`, if the response to a `HEAD` states it.
fn length_for_head(headers: &HeaderMap) -> Option<u64> {
    match headers.get(CONTENT_LENGTH) {
        Some(length) => length.to_str().ok()?.parse().ok(),
        None => headers.get(CONTENT_TYPE).is_none_or(|it| is_plain_text(it.as_bytes())).then_some(0),
    }
}

/// The text of a short body that is fully buffered.
fn read(body: impl Body) -> Option<String> {
    body.size_hint().exact().filter(|length| *length <= MAX_TEXT)?;
    let mut body = pin!(body);
    let mut bytes = Vec::new();
    while let Poll::Ready(Some(frame)) = body.as_mut().poll_frame(&mut Context::from_waker(Waker::noop())) {
        let Ok(mut data) = frame.ok()?.into_data() else { continue };
        while data.has_remaining() {
            let chunk = data.chunk();
            bytes.extend_from_slice(chunk);
            let length = chunk.len();
            data.advance(length);
        }
    }
    text(bytes)
}
