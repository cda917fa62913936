//! What the decoder says of a response.

use std::time::{Duration, UNIX_EPOCH};

use errbook::__private::Described;
use errbook::retry::{Advice, Limits, Reason, Request};
use errbook::{UnknownReason, Value};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{NOW, is_exact};
use crate::model::Book;

/// An error.
#[derive(Serialize)]
pub(super) struct Said {
    #[serde(flatten)]
    first: One,
    members: Object,
    others: Vec<One>,
    dropped: usize,
}

/// An error without the rest of its response.
#[derive(Serialize)]
struct One {
    code: Option<String>,
    code_text: Option<String>,
    reason: Option<&'static str>,
    status: u16,
    message: Option<String>,
    fields: Option<Object>,
    received: Object,
    unknown: Object,
}

/// Members in their order.
struct Object(Vec<(String, Value)>);

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Said {
    pub(super) fn of(book: &Book, error: &Described) -> Self {
        let members = book.envelope.response_members().zip(&error.members);
        let members = members.filter_map(|(member, value)| Some((member.field.name.clone(), value.clone()?)));
        Self {
            first: One::of(book, error),
            members: Object(members.collect()),
            others: error.others.iter().map(|it| One::of(book, it)).collect(),
            dropped: error.dropped,
        }
    }

    /// Whether other languages have all its values, and each name once.
    pub(super) fn is_exact(&self) -> bool {
        let errors = std::iter::once(&self.first).chain(&self.others);
        let objects = errors.flat_map(|it| it.fields.iter().chain([&it.received, &it.unknown]));
        objects.chain([&self.members]).all(Object::is_exact)
    }
}

impl Object {
    fn is_exact(&self) -> bool {
        let is_first = |index: usize| self.0[..index].iter().all(|it| it.0 != self.0[index].0);
        self.0.iter().all(|it| is_exact(&it.1)) && (0..self.0.len()).all(is_first)
    }
}

impl One {
    fn of(book: &Book, error: &Described) -> Self {
        let entry = error.code.and_then(|index| book.errors.get(index));
        let received = error.unknown.as_ref().map(|it| it.fields().to_vec()).unwrap_or_default();
        let code = entry.map(|it| it.code.clone());
        let is_typed = error.unknown.is_none();
        let fields = entry.filter(|_| is_typed).map(|entry| {
            let names = entry.fields.iter().map(|it| &it.name).chain(entry.payload_headers().map(|it| &it.name));
            Object(names.zip(&error.values).filter_map(|(name, it)| Some((name.clone(), it.clone()?))).collect())
        });
        Self {
            code_text: error.unknown.as_ref().map_or_else(|| code.clone(), |it| it.code().map(str::to_owned)),
            code: code.filter(|_| is_typed),
            reason: error.unknown.as_ref().map(|it| reason(it.reason())),
            status: error.status,
            message: error.received.message().map(str::to_owned),
            fields,
            received: Object(received),
            unknown: Object(error.received.unknown_fields().to_vec()),
        }
    }
}

fn reason(reason: UnknownReason) -> &'static str {
    match reason {
        UnknownReason::CodeUnknown => "code_unknown",
        UnknownReason::PayloadMismatch => "payload_mismatch",
        UnknownReason::Encoded => "encoded",
        _ => "no_code",
    }
}

/// The advice after each of four attempts.
#[derive(Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) struct Retry {
    get: Vec<Next>,
    post: Vec<Next>,
}

/// A wait in milliseconds, or why not to retry.
#[derive(Serialize)]
#[serde(untagged)]
enum Next {
    After(u64),
    GiveUp(&'static str),
}

impl Retry {
    pub(super) fn of(error: &Described) -> Self {
        let limits = Limits::default().with_now(UNIX_EPOCH + Duration::from_secs(NOW.1));
        let after =
            |method| (1..=4).map(|attempt| next(error.advice(attempt, Request::new(method), &limits))).collect();
        Self { get: after("GET"), post: after("POST") }
    }
}

fn next(advice: Advice) -> Next {
    let reason = match advice {
        Advice::After(wait) => {
            let ms = (wait + Duration::from_micros(500)).as_millis();
            // It is a minute at most.
            return Next::After(u64::try_from(ms).unwrap_or(u64::MAX));
        }
        Advice::GiveUp(reason) => reason,
        _ => return Next::GiveUp("unknown"),
    };
    Next::GiveUp(match reason {
        Reason::Permanent => "permanent",
        Reason::NotIdempotent => "not_idempotent",
        Reason::Exhausted => "exhausted",
        Reason::TooLong(_) => "too_long",
        _ => "unknown",
    })
}
