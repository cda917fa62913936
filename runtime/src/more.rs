//! What only the errors of a book with a form have: members of the response, and several errors in one response.

use core::mem;
use std::vec::Vec;

use crate::encode::log;
#[cfg(feature = "tracing")]
use crate::schema::{Absent, Slot};
use crate::schema::{Form, Node};
use crate::value::{ValueRef, Values};
use crate::{Error, Kind, Value};

/// The maximum number of errors in one response.
pub(crate) const MAX_ERRORS: usize = 32;

/// A book whose responses have members that are neither the code, the message nor a field, such as a request ID. The
/// generated `ErrorKind` of such a book implements it.
///
/// ```
/// # mod store { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/store.rs")); }
/// # use store::*;
/// use errbook::{Error, HasMembers};
///
/// /// Sends an error with members that have defaults of their own.
/// fn send<K: HasMembers>(error: Error<K>) -> String {
///     error.with_members(K::Members::default()).encode().body
/// }
///
/// assert!(send(ErrorKind::NotFound.into()).contains("not_found"));
/// ```
#[diagnostic::on_unimplemented(
    message = "the responses of this API have no members",
    note = "they are declared under `envelope.members` in the spec"
)]
pub trait HasMembers: Kind {
    /// The members, each an `Option`.
    type Members: ResponseMembers;
}

/// The members of a response. A generated `Members` implements it.
///
/// ```
/// # mod store { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/store.rs")); }
/// # use store::*;
/// use errbook::ResponseMembers;
///
/// fn none<M: ResponseMembers>() -> M {
///     M::default()
/// }
///
/// assert_eq!(none::<Members>(), Members::new());
/// ```
pub trait ResponseMembers: Default {
    /// Makes them from values that were checked against the form.
    #[doc(hidden)]
    fn from_values(values: Values) -> Self;
    /// Calls `f` once with all values, in the order of the form.
    #[doc(hidden)]
    fn values(&self, f: &mut dyn FnMut(&[ValueRef<'_>]));
}

/// The parts of an error in a book with a form.
#[derive(Clone, Default)]
pub(crate) struct More {
    /// The values of the response's members that were set, by index. Empty if none was.
    pub(crate) members: Vec<Option<Value>>,
    /// The values of the response's members that were received, by index.
    pub(crate) received_members: Vec<Option<Value>>,
    /// How many further errors were received, and not kept.
    pub(crate) dropped: usize,
}

impl<K: HasMembers> Error<K> {
    /// Sets the members of the response. Those that are `None` are supplied by the framework's layer, if it can.
    ///
    /// Members that were received are never sent on: a response has this server's own.
    ///
    /// ```
    /// # mod store { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/store.rs")); }
    /// # use store::*;
    /// let error = Error::from(ErrorKind::NotFound).with_members(Members::new().with_request_id("r1"));
    /// assert_eq!(
    ///     error.encode().body,
    ///     r#"{"errors":[{"code":"not_found","message":"There is no such thing."}],"request_id":"r1"}"#,
    /// );
    /// ```
    #[expect(clippy::needless_pass_by_value, reason = "callers build them for this call")]
    pub fn with_members(mut self, members: K::Members) -> Self {
        self.0.parts.more.get_or_insert_default().members = owned(&members);
        self
    }

    /// The members of the response: those that were set, or else those that were received.
    ///
    /// ```
    /// # mod store { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/store.rs")); }
    /// # use store::*;
    /// let body = r#"{"errors": [{"code": "not_found", "message": "No."}], "request_id": "r1"}"#;
    /// assert_eq!(Error::decode(404, &(), body).members().request_id.as_deref(), Some("r1"));
    /// ```
    pub fn members(&self) -> K::Members {
        let Some(more) = &self.0.parts.more else { return K::Members::default() };
        let values = if more.members.is_empty() { &more.received_members } else { &more.members };
        K::Members::from_values(Values::of(values.clone()))
    }
}

/// The values of members, with `None` for absent ones.
pub(crate) fn owned<M: ResponseMembers>(members: &M) -> Vec<Option<Value>> {
    let mut owned = Vec::new();
    members.values(&mut |values| {
        owned.extend(values.iter().map(|value| (!matches!(value, ValueRef::Null)).then(|| value.to_value())));
    });
    owned
}

impl<K: Kind> Error<K> {
    /// The other errors of the same response, in a book whose form has a list of errors. At most 31 are kept.
    ///
    /// ```
    /// # mod store { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/store.rs")); }
    /// # use store::*;
    /// let body = r#"{"errors": [{"code": "too_long", "message": "A."}, {"code": "not_found", "message": "B."}]}"#;
    /// let error = Error::decode(422, &(), body);
    /// assert_eq!(error.code(), Some(ErrorCode::TooLong));
    /// assert_eq!(error.others()[0].code(), Some(ErrorCode::NotFound));
    /// assert_eq!(error.others()[0].message(), "B.");
    /// ```
    pub fn others(&self) -> &[Self] {
        &self.0.others
    }

    /// How many further errors the response had, which are not among [`others`](Error::others).
    ///
    /// ```
    /// # mod store { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/store.rs")); }
    /// # use store::*;
    /// let items = vec![r#"{"code": "not_found", "message": "No."}"#; 40].join(",");
    /// let error = Error::decode(404, &(), &format!(r#"{{"errors": [{items}]}}"#));
    /// assert_eq!((error.others().len(), error.dropped_errors()), (31, 8));
    /// ```
    pub fn dropped_errors(&self) -> usize {
        self.0.parts.more.as_ref().map_or(0, |more| more.dropped)
    }

    /// Adds another error to the response, in a book whose form has a list of errors. The first one decides the status.
    ///
    /// In a book without such a list, this is a bug in the caller: it panics in debug builds. In release builds the other
    /// error is logged (with the feature `tracing`) and dropped. So is every error after the 32nd.
    ///
    /// ```
    /// # mod store { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/store.rs")); }
    /// # use store::*;
    /// let error = Error::from(ErrorKind::TooLong).and(ErrorKind::NotFound.into());
    /// let response = error.encode();
    /// assert_eq!(response.status, 422);
    /// assert!(response.body.starts_with(r#"{"errors":[{"code":"too_long","message":"A text is too long."},"#));
    /// ```
    ///
    /// # Panics
    ///
    /// In debug builds, if the form of the book has no list of errors.
    pub fn and(mut self, mut other: Self) -> Self {
        let has_list = K::schema().form.is_some_and(Form::has_list);
        debug_assert!(has_list, "the responses of this book have one error each");
        let following = mem::take(&mut other.0.others);
        let errors = core::iter::once(other).chain(following);
        if !has_list {
            errors.for_each(|error| log::not_sent(error.view()));
            return self;
        }
        let others = &mut self.0.others;
        for error in errors {
            if others.len() + 1 < MAX_ERRORS {
                others.push(error);
            } else {
                log::not_sent(error.view());
            }
        }
        self
    }
}

impl Form<'_> {
    /// Whether a response may have several errors.
    fn has_list(&self) -> bool {
        self.body.any(&|node| matches!(node, Node::Each(_)))
    }

    /// Whether a member must have a value.
    #[cfg(feature = "tracing")]
    pub(crate) fn requires(&self, member: usize) -> bool {
        self.body.any(&|node| *node == Node::Slot(Slot::Member(member), Absent::Required))
    }
}

impl Node<'_> {
    /// Whether `f` is true for this node or one in it.
    pub(crate) fn any(&self, f: &dyn Fn(&Node<'_>) -> bool) -> bool {
        f(self)
            || match self {
                Node::Object(object) => object.members.iter().any(|(_, node)| node.any(f)),
                Node::List(list) => list.items.iter().any(|node| node.any(f)),
                Node::Each(item) => item.any(f),
                _ => false,
            }
    }
}
