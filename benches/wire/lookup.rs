//! Finding a code by its text: the generated lookup, compared with other methods for the same seven texts.

use std::hint::black_box;

use masko_errors::ErrorCode;

/// Every code, and some that are none.
const TEXTS: [&str; 10] = [
    "bad_request",
    "unauthorized",
    "insufficient_credits",
    "forbidden",
    "not_found",
    "rate_limited",
    "internal_error",
    "insufficient_credit",
    "quota_exceeded",
    "",
];

/// Looks up each.
pub(crate) fn each<T>(find: fn(&str) -> Option<T>) {
    for text in TEXTS {
        black_box(find(black_box(text)));
    }
}

pub(crate) fn errbook(text: &str) -> Option<ErrorCode> {
    text.parse().ok()
}

#[derive(Clone, Copy, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Code {
    BadRequest,
    Unauthorized,
    InsufficientCredits,
    Forbidden,
    NotFound,
    RateLimited,
    InternalError,
}

pub(crate) fn strum(text: &str) -> Option<Code> {
    text.parse().ok()
}

pub(crate) fn hashify(text: &str) -> Option<Code> {
    hashify::map! {
        text.as_bytes(),
        Code,
        "bad_request" => Code::BadRequest,
        "unauthorized" => Code::Unauthorized,
        "insufficient_credits" => Code::InsufficientCredits,
        "forbidden" => Code::Forbidden,
        "not_found" => Code::NotFound,
        "rate_limited" => Code::RateLimited,
        "internal_error" => Code::InternalError,
    }
    .copied()
}

static MAP: phf::Map<&'static str, Code> = phf::phf_map! {
    "bad_request" => Code::BadRequest,
    "unauthorized" => Code::Unauthorized,
    "insufficient_credits" => Code::InsufficientCredits,
    "forbidden" => Code::Forbidden,
    "not_found" => Code::NotFound,
    "rate_limited" => Code::RateLimited,
    "internal_error" => Code::InternalError,
};

pub(crate) fn phf(text: &str) -> Option<Code> {
    MAP.get(text).copied()
}
