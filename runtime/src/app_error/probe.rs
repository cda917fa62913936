//! Classifies a listed type, by the methods that the compiler finds for it.
//!
//! A method call on `&&&&Probe` selects the first applicable implementation below: each takes one reference less than
//! the previous one. This works because the macro knows the type; a generic function cannot do it.

use core::error::Error as StdError;
use core::fmt;
use core::marker::PhantomData;
use std::boxed::Box;
use std::string::ToString;
use std::{format, io};

#[cfg(feature = "axum")]
use ::axum::extract::rejection;
#[cfg(feature = "axum")]
use ::axum::response::IntoResponse;
#[cfg(feature = "actix")]
use actix_web::ResponseError;

use crate::cause::{Cause, Said};
use crate::{Error, Kind};

/// A listed type, without a value.
#[derive(Debug)]
pub struct Probe<E>(PhantomData<fn(E)>);

impl<E> Probe<E> {
    /// Makes one.
    #[allow(clippy::new_without_default, reason = "only the macro uses it")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

/// The status of an error's own response, and the error as a cause.
pub(super) type Split<E> = fn(E, fn(E) -> Cause) -> (Option<u16>, Cause);

/// A type with a known status.
pub trait KnownStatus {
    /// The status of its response; `None` if it is not the rejection of a request.
    fn known_status(&self) -> Option<u16>;
}

/// An error of this book was converted already, and one of another book belongs to a different request.
impl<K: Kind> KnownStatus for Error<K> {
    fn known_status(&self) -> Option<u16> {
        None
    }
}

/// `actix-web` turns it into a 404 response if a file is missing.
impl KnownStatus for io::Error {
    fn known_status(&self) -> Option<u16> {
        None
    }
}

/// `ResponseError` is implemented for what it holds, and not for it.
#[cfg(feature = "actix")]
impl KnownStatus for actix_web::Error {
    fn known_status(&self) -> Option<u16> {
        let path = self.as_error::<actix_web::error::PathError>().map(|error| crate::actix::status_of(error));
        Some(path.unwrap_or_else(|| self.as_response_error().status_code()).as_u16())
    }
}

#[cfg(feature = "axum")]
macro_rules! rejections {
    ($($name:ident)*) => {$(
        impl KnownStatus for rejection::$name {
            fn known_status(&self) -> Option<u16> {
                Some(self.status().as_u16())
            }
        }
    )*};
}

#[cfg(feature = "axum")]
rejections! {
    BytesRejection ExtensionRejection JsonRejection PathRejection QueryRejection RawFormRejection RawPathParamsRejection
    StringRejection
}

/// The way to find the status of a type.
pub trait ProbeStatus<E> {
    /// The first way that applies to the type.
    fn __errbook_status(&self) -> Split<E>;
}

impl<E: KnownStatus> ProbeStatus<E> for &&&Probe<E> {
    fn __errbook_status(&self) -> Split<E> {
        |error, cause| (error.known_status(), cause(error))
    }
}

#[cfg(feature = "actix")]
impl<E: ResponseError + 'static> ProbeStatus<E> for &&Probe<E> {
    fn __errbook_status(&self) -> Split<E> {
        |error, cause| (Some(crate::actix::status_of(&error).as_u16()), cause(error))
    }
}

/// Any other response of `axum`. Reading its status consumes it, so the cause is its text.
#[cfg(feature = "axum")]
impl<E: IntoResponse + StdError + 'static> ProbeStatus<E> for &Probe<E> {
    fn __errbook_status(&self) -> Split<E> {
        |error, _| {
            let said = Said::of(&error);
            (Some(error.into_response().status().as_u16()), Box::new(said))
        }
    }
}

impl<E> ProbeStatus<E> for Probe<E> {
    fn __errbook_status(&self) -> Split<E> {
        |error, cause| (None, cause(error))
    }
}

/// The way to turn a type into a cause.
pub trait ProbeCause<E> {
    /// The first way that applies to the type.
    fn __errbook_cause(&self) -> fn(E) -> Cause;
}

impl<E: Into<Cause>> ProbeCause<E> for &&Probe<E> {
    fn __errbook_cause(&self) -> fn(E) -> Cause {
        E::into
    }
}

/// It is not `Send`.
impl ProbeCause<Box<dyn StdError>> for &&&Probe<Box<dyn StdError>> {
    fn __errbook_cause(&self) -> fn(Box<dyn StdError>) -> Cause {
        |error| Box::new(Said::of(&*error))
    }
}

/// Errors of frameworks are not always `Send`.
impl<E: fmt::Display> ProbeCause<E> for &Probe<E> {
    fn __errbook_cause(&self) -> fn(E) -> Cause {
        |error| error.to_string().into()
    }
}

/// A pair of a status and a text is the error of some handlers.
impl<E: fmt::Debug> ProbeCause<E> for Probe<E> {
    fn __errbook_cause(&self) -> fn(E) -> Cause {
        |error| format!("{error:?}").into()
    }
}
