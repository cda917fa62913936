//! Items for generated code, the compiler and their tests only. They may change in any release.

#[cfg(feature = "actix")]
pub use ::actix_web;
#[cfg(feature = "axum")]
pub use ::axum;
#[cfg(feature = "http")]
pub use ::http;
#[cfg(feature = "reqwest")]
pub use ::reqwest;
#[cfg(feature = "reqwest")]
pub use ::tokio;
#[cfg(feature = "utoipa")]
pub use ::utoipa;
pub use serde_core;

#[cfg(feature = "std")]
pub use crate::app_error::{
    IntoError, KnownStatus, NoDowncast, Probe, ProbeCause, ProbeStatus, WithoutPayload, convert, inner, without_payload,
};
#[cfg(feature = "std")]
pub use crate::cause::Transparent;
pub use crate::code::{
    CodeDocs, CodeInfo, CodeTable, DocTable, IDEMPOTENT_METHODS, Index, deserialize, hash, serialize, table,
};
#[cfg(feature = "std")]
pub use crate::decode::{Comparison, compare};
#[cfg(feature = "__compiler")]
pub use crate::described::{Described, describe};
#[cfg(feature = "std")]
pub use crate::encode::wire;
#[cfg(feature = "std")]
pub use crate::encode::wire::{BodyFields, FormError, OtherErrors};
#[cfg(feature = "std")]
pub use crate::kind::{ErasedKind, clone, debug, display, eq};
#[cfg(feature = "utoipa")]
pub use crate::openapi::Document;
#[cfg(feature = "std")]
pub use crate::schema::{
    Absent, BookSchema, DelayUnit, Envelope, Fallbacks, Field, Form, Header, HeaderType, List, MessagePart, Node,
    Object, PayloadSchema, ResponseMember, Slot, Source, TextPart, Type,
};
#[cfg(feature = "std")]
pub use crate::value::{FieldValue, Items, Members, ValueRef, Values};
