//! The user's own error type: the macro behind `app_error!` of a generated crate, and the conversion of foreign errors.
//!
//! The macro of a generated crate only adds the crate and its payloads. Everything else is here, where the features are
//! known: `cfg` in a macro depends on the calling crate.

mod probe;

use core::any::Any;
use core::error::Error as StdError;
use std::boxed::Box;

use self::probe::Split;
pub use self::probe::{KnownStatus, Probe, ProbeCause, ProbeStatus};

use crate::cause::{self, Cause};
use crate::code::CodeInfo;
use crate::{Error, Kind, Payload};

/// Defines an error type: see `app_error!` of a generated crate.
///
/// `$krate` is the path of that crate or module, and the list has its payloads.
#[doc(hidden)]
#[macro_export]
macro_rules! __app_error {
    ([$($krate:tt)+] {$($payload:ident)*} $(#[$meta:meta])* $vis:vis struct $name:ident; $($listed:tt)*) => {
        $(#[$meta])*
        $vis struct $name($crate::__private::Transparent<$($krate)+::ErrorKind>);

        // A trait of the user's crate, which no foreign type can implement. `Payload` would make the conversions from
        // the listed types overlap.
        const _: () = {
            #[diagnostic::on_unimplemented(
                message = "`app_error!` does not list `{Self}`",
                label = "neither a payload of this API nor listed in `app_error!`",
                note = "list it: `{Self} => Variant,` or `{Self} => |error| …,`"
            )]
            trait PayloadOrListed: $crate::Payload<Kind = $($krate)+::ErrorKind> {}

            impl PayloadOrListed for $($krate)+::ErrorKind {}
            $crate::__app_error_payloads!([$($krate)+] $($payload)*);

            impl<P: PayloadOrListed> ::core::convert::From<P> for $name {
                #[inline]
                fn from(payload: P) -> Self {
                    Self($crate::__private::Transparent($($krate)+::Error::from(payload)))
                }
            }
        };

        impl ::core::convert::From<$($krate)+::Error> for $name {
            #[inline]
            fn from(error: $($krate)+::Error) -> Self {
                Self($crate::__private::Transparent(error))
            }
        }

        impl ::core::convert::From<$name> for $($krate)+::Error {
            #[inline]
            fn from(error: $name) -> Self {
                error.0.0
            }
        }

        impl ::core::ops::Deref for $name {
            type Target = $($krate)+::Error;

            #[inline]
            fn deref(&self) -> &$($krate)+::Error {
                &self.0.0
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::core::error::Error for $name {
            fn source(&self) -> ::core::option::Option<&(dyn ::core::error::Error + 'static)> {
                ::core::option::Option::Some(&self.0)
            }
        }

        impl $crate::__private::KnownStatus for $name {
            fn known_status(&self) -> ::core::option::Option<u16> {
                ::core::option::Option::None
            }
        }

        $crate::__app_error_axum!($name);
        $crate::__app_error_actix!($name);
        $crate::__app_error_listed!([$($krate)+] $name $($listed)*);
    };
    ($path:tt $payloads:tt $($rest:tt)*) => {
        ::core::compile_error!("`app_error!` starts with `pub struct Name;`, with any visibility and attributes");
    };
}

/// The conversions from the payloads. The path is one token here, since it is repeated with each of them.
#[doc(hidden)]
#[macro_export]
macro_rules! __app_error_payloads {
    ($path:tt $($payload:ident)*) => {
        $($crate::__app_error_payload!($path $payload);)*
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __app_error_payload {
    ([$($krate:tt)+] $payload:ident) => {
        #[allow(deprecated)]
        impl PayloadOrListed for $($krate)+::$payload {}
    };
}

/// The conversions from the listed types, one by one.
#[doc(hidden)]
#[macro_export]
macro_rules! __app_error_listed {
    ([$($krate:tt)+] $name:ident) => {};
    ([$($krate:tt)+] $name:ident $foreign:ty => $variant:ident $(, $($rest:tt)*)?) => {
        $crate::__app_error_from!([$($krate)+] $name $foreign, |_| {
            $crate::__private::without_payload::<$($krate)+::ErrorKind, _>($($krate)+::ErrorKind::$variant)
        });
        $crate::__app_error_listed!([$($krate)+] $name $($($rest)*)?);
    };
    ([$($krate:tt)+] $name:ident $foreign:ty => $map:expr $(, $($rest:tt)*)?) => {
        $crate::__app_error_from!([$($krate)+] $name $foreign, $map);
        $crate::__app_error_listed!([$($krate)+] $name $($($rest)*)?);
    };
    ([$($krate:tt)+] $name:ident $($rest:tt)*) => {
        ::core::compile_error!(::core::concat!(
            "`app_error!` takes `Type => Variant,` and `Type => |error| …,`, but not `",
            ::core::stringify!($($rest)*),
            "`"
        ));
    };
}

/// The conversion from one listed type. The methods of the probe are in scope only where the type is the user's only
/// token.
#[doc(hidden)]
#[macro_export]
macro_rules! __app_error_from {
    ([$($krate:tt)+] $name:ident $foreign:ty, $map:expr) => {
        impl ::core::convert::From<$foreign> for $name {
            fn from(error: $foreign) -> Self {
                let inner = {
                    #[allow(unused_imports)]
                    use $crate::__private::NoDowncast as _;

                    $crate::__private::inner(
                        error.downcast_ref::<Self>().map(|error| &error.0.0),
                        error.downcast_ref::<$($krate)+::Error>(),
                        error.downcast_ref::<$($krate)+::ErrorKind>(),
                    )
                };
                let converted = $crate::__private::convert::<$($krate)+::ErrorKind, _, _>(error, inner, $map, {
                    use $crate::__private::{ProbeCause as _, ProbeStatus as _};

                    let probe = $crate::__private::Probe::<$foreign>::new();
                    ((&&&&probe).__errbook_status(), (&&&&probe).__errbook_cause())
                });
                Self($crate::__private::Transparent(converted))
            }
        }
    };
}

/// `IntoResponse`, with the feature `axum`.
#[cfg(feature = "axum")]
#[doc(hidden)]
#[macro_export]
macro_rules! __app_error_axum {
    ($name:ident) => {
        impl $crate::__private::axum::response::IntoResponse for $name {
            fn into_response(self) -> $crate::__private::axum::response::Response {
                $crate::__private::axum::response::IntoResponse::into_response(self.0.0)
            }
        }
    };
}

#[cfg(not(feature = "axum"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __app_error_axum {
    ($name:ident) => {};
}

/// `ResponseError`, with the feature `actix`.
#[cfg(feature = "actix")]
#[doc(hidden)]
#[macro_export]
macro_rules! __app_error_actix {
    ($name:ident) => {
        impl $crate::__private::actix_web::ResponseError for $name {
            fn status_code(&self) -> $crate::__private::actix_web::http::StatusCode {
                $crate::__private::actix_web::ResponseError::status_code(&self.0.0)
            }

            fn error_response(&self) -> $crate::__private::actix_web::HttpResponse {
                $crate::__private::actix_web::ResponseError::error_response(&self.0.0)
            }
        }
    };
}

#[cfg(not(feature = "actix"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __app_error_actix {
    ($name:ident) => {};
}

/// A kind that can be named without a payload.
#[diagnostic::on_unimplemented(
    message = "this variant has a payload, which `app_error!` cannot fill in",
    label = "a variant with a payload",
    note = "use a closure that builds the payload: `Type => |error| Payload::new(…),`"
)]
pub trait WithoutPayload<K> {
    /// The kind.
    fn kind(self) -> K;
}

impl<K: Kind> WithoutPayload<K> for K {
    fn kind(self) -> K {
        self
    }
}

/// The kind of a variant without a payload.
pub fn without_payload<K: Kind, V: WithoutPayload<K>>(variant: V) -> K {
    variant.kind()
}

/// The result of the closure for a listed type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an error of this API",
    label = "the closure does not return an error of this API",
    note = "return an `ErrorKind`, a payload or an `Error` of this API"
)]
pub trait IntoError<K: Kind> {
    /// The error.
    fn into_error(self) -> Error<K>;
}

impl<K: Kind> IntoError<K> for Error<K> {
    fn into_error(self) -> Error<K> {
        self
    }
}

impl<P: Payload> IntoError<P::Kind> for P {
    fn into_error(self) -> Error<P::Kind> {
        Error::from(self)
    }
}

/// A type that can hold no other error. `anyhow::Error` and types like it have a method of their own with this name, which
/// the compiler prefers.
pub trait NoDowncast {
    /// The error of this type that it holds.
    fn downcast_ref<T>(&self) -> Option<&T> {
        None
    }
}

impl<E> NoDowncast for E {}

/// A copy of the error of the book that a foreign error holds, in one of three types, if it may be sent.
pub fn inner<K: Kind>(own: Option<&Error<K>>, error: Option<&Error<K>>, kind: Option<&K>) -> Option<Error<K>> {
    let kind = || kind.map(|kind| Error::of_kind(crate::kind::clone(kind)));
    own.or(error).map(Error::copy).or_else(kind).filter(|error| error.view().may_be_sent())
}

/// Converts a listed error: it becomes the cause, unless it is or holds an error of the book.
///
/// It keeps its own status if it is a response of its framework, and the book lists that status for the code.
pub fn convert<K: Kind, E: 'static, P: IntoError<K>>(
    error: E,
    inner: Option<Error<K>>,
    map: impl FnOnce(&E) -> P,
    (split, cause): (Split<E>, fn(E) -> Cause),
) -> Error<K> {
    if let Some(inner) = inner {
        return inner.copied_from(cause(error));
    }
    // A `Box<dyn Error>` that is not `Send` cannot be stored, so an error in it is copied.
    let boxed = (&error as &dyn Any).downcast_ref::<Box<dyn StdError>>();
    if let Some(copy) = boxed.and_then(|boxed| cause::copy_of(&**boxed)) {
        return copy;
    }
    let mut converted = map(&error).into_error();
    let statuses = converted.view().info().map(CodeInfo::statuses).unwrap_or_default();
    let has_choice = converted.0.parts.status.is_none() && statuses.len() > 1;
    let (status, cause) = if has_choice { split(error, cause) } else { (None, cause(error)) };
    if has_choice {
        converted.0.parts.status = status.filter(|status| statuses.contains(status));
    }
    converted.because_of(cause)
}
