//! The crate of a user, which a test builds with the features of no framework, of one and of both.

#![deny(warnings)]
#![deny(missing_docs, missing_debug_implementations, unreachable_pub, unused_qualifications, rust_2018_idioms)]
#![deny(clippy::all, clippy::pedantic)]
#![forbid(unsafe_code)]

use std::error::Error as _;
use std::{fmt, io, num};

use desk_errors::{ErrorCode, ErrorKind, OrError as _, Upload};

desk_errors::app_error! {
    /// What a handler fails with.
    #[must_use]
    pub struct AppError;
    num::ParseIntError => Internal,
    anyhow::Error => Internal,
    Box<dyn std::error::Error + Send + Sync> => Internal,
    // As in the docs.
    io::Error => |e| match e.kind() {
        io::ErrorKind::NotFound => ErrorKind::FileNotFound,
        _ => ErrorKind::Internal,
    },
    fmt::Error => |_| Upload::new(7).with_limit(5),
    Own => |own: &Own| desk_errors::Error::from(Upload::new(own.0)).with_message("Too much."),
    std::str::ParseBoolError => Some,
}

/// A type with the name of a trait of the macro's, and a method that the macro could mistake.
#[derive(Debug)]
pub(crate) struct Own(u64);

impl fmt::Display for Own {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} are too many", self.0)
    }
}

impl std::error::Error for Own {}

/// A second error type in the same crate, with the name of a trait, in a module where Rust's own names are taken.
mod second {
    #![allow(dead_code, reason = "they are in the way")]

    struct Box;
    struct From;
    struct Option;
    struct Result;
    struct Some;
    struct None;
    trait Into {}
    trait Deref {}
    trait PayloadOrListed {}
    trait Status {
        fn status(&self) -> u8 {
            7
        }
    }

    impl<T> Status for T {}

    desk_errors::app_error! {
        pub(crate) struct Error;
        super::AppError => Unavailable,
        std::fmt::Error => Internal
    }
}

/// One for which nothing is listed.
mod third {
    desk_errors::app_error!(
        /// Private.
        #[must_use]
        struct Third;
    );

    pub(crate) fn third() -> impl std::error::Error {
        Third::from(desk_errors::ErrorKind::Internal)
    }
}

/// A macro of one's own may call it.
mod fourth {
    macro_rules! define {
        ($name:ident $($of:ty => $variant:ident)*) => {
            desk_errors::app_error! { pub(crate) struct $name; $($of => $variant,)* }
        };
    }

    define!(Fourth std::fmt::Error => FileNotFound std::num::ParseIntError => Internal);
}

fn handler(of: u8) -> Result<(), AppError> {
    match of {
        0 => drop("x".parse::<u8>()?),
        1 => Err(anyhow::anyhow!("any"))?,
        2 => Err(Box::<dyn std::error::Error + Send + Sync>::from("boxed"))?,
        3 => Err(io::Error::from(io::ErrorKind::NotFound))?,
        4 => Err(io::Error::other("disk"))?,
        5 => Err(fmt::Error)?,
        6 => Err(Own(9))?,
        7 => drop("x".parse::<bool>()?),
        8 => Err(Upload::new(3))?,
        9 => Err(ErrorKind::FileNotFound)?,
        10 => Err(desk_errors::Error::from(ErrorKind::FileNotFound).with_status(410))?,
        11 => Err(anyhow::Error::new(handler(8).unwrap_err()))?,
        12 => handler(8).or_error(ErrorKind::Internal)?,
        13 => return Err(desk_errors::Box::new(true).into()),
        14 => return Err(desk_errors::From::new("a").into()),
        15 => return Err(desk_errors::Itself::new("a").into()),
        16 => return Err(desk_errors::Error::from(desk_errors::Straße::new("a")).into()),
        17 => return Err(desk_errors::AppError::new("a").into()),
        _ => Err(fmt::Error).or_error_with(|_| ErrorKind::FileNotFound)?,
    }
    Ok(())
}

fn source(error: &dyn std::error::Error) -> String {
    error.source().map(ToString::to_string).unwrap_or_default()
}

fn conversions() {
    for (of, code, status, cause) in [
        (0, ErrorCode::Internal, 500, "invalid digit found in string"),
        (1, ErrorCode::Internal, 500, "any"),
        (2, ErrorCode::Internal, 500, "boxed"),
        (3, ErrorCode::FileNotFound, 404, "entity not found"),
        (4, ErrorCode::Internal, 500, "disk"),
        (5, ErrorCode::Upload, 400, "an error occurred when formatting an argument"),
        (6, ErrorCode::Upload, 400, "9 are too many"),
        (7, ErrorCode::Some, 405, "provided string was not `true` or `false`"),
        (8, ErrorCode::Upload, 400, ""),
        (9, ErrorCode::FileNotFound, 404, ""),
        (10, ErrorCode::FileNotFound, 410, ""),
        (11, ErrorCode::Upload, 400, ""),
        (12, ErrorCode::Upload, 400, ""),
        (13, ErrorCode::Box, 401, ""),
        (14, ErrorCode::From, 402, ""),
        (15, ErrorCode::Itself, 406, ""),
        (16, ErrorCode::Straße, 409, ""),
        (17, ErrorCode::AppError, 410, ""),
        (18, ErrorCode::FileNotFound, 404, "an error occurred when formatting an argument"),
    ] {
        let error = handler(of).unwrap_err();
        assert_eq!((error.code(), error.status(), source(&*error)), (Some(code), status, cause.to_owned()), "{of}");
    }
    assert_eq!(handler(5).unwrap_err().get::<Upload>().and_then(|payload| payload.limit), Some(5));
    assert_eq!(handler(6).unwrap_err().message(), "Too much.");
    let error = handler(0).unwrap_err();
    assert!(matches!((*error).source(), Some(cause) if cause.is::<num::ParseIntError>()));
    // An error of the same book is kept, in whichever type it is.
    let second = second::Error::from(handler(8).unwrap_err());
    assert_eq!((second.code(), source(&*second)), (Some(ErrorCode::Upload), String::new()));
    let second = second::Error::from(AppError::from(desk_errors::Error::decode(502, &(), "<html>")));
    assert_eq!(second.code(), Some(ErrorCode::Unavailable));
    assert_eq!(third::third().to_string(), "It failed.");
    assert_eq!(fourth::Fourth::from(fmt::Error).code(), Some(ErrorCode::FileNotFound));
}

/// What `axum` rejects has its status.
#[cfg(feature = "axum")]
mod with_axum {
    use axum::extract::FromRequest as _;
    use axum::extract::rejection::{BytesRejection, JsonRejection};
    use axum::http::{Request, StatusCode};
    use axum::response::{IntoResponse, Response};
    use axum::{Json, body::Body};

    desk_errors::app_error! {
        pub(crate) struct WebError;
        JsonRejection => MalformedJson,
        // The code lists 413, but not 400.
        BytesRejection => |_| desk_errors::Upload::new(7),
        Theirs => |theirs| if theirs.0 == StatusCode::GONE { desk_errors::ErrorKind::FileNotFound } else { desk_errors::ErrorKind::Internal },
        (StatusCode, String) => FileNotFound,
        std::io::Error => FileNotFound,
    }

    /// A rejection of another crate.
    #[derive(Debug)]
    pub(crate) struct Theirs(StatusCode);

    impl std::fmt::Display for Theirs {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "rejected with {}", self.0)
        }
    }

    impl std::error::Error for Theirs {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&std::fmt::Error)
        }
    }

    impl IntoResponse for Theirs {
        fn into_response(self) -> Response {
            (self.0, "secret").into_response()
        }
    }

    fn now<T>(future: impl std::future::Future<Output = T>) -> T {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        let std::task::Poll::Ready(output) = std::pin::pin!(future).poll(&mut context) else { panic!("it waits") };
        output
    }

    pub(crate) fn all() {
        for (media_type, body, status) in [
            ("application/json", "x", 400),
            ("text/plain", "7", 415),
            ("application/json", "\"x\"", 422),
        ] {
            let request = Request::post("/").header("content-type", media_type).body(Body::from(body));
            let Err(rejection) = now(Json::<u8>::from_request(request.expect("a request"), &())) else { panic!("{body}") };
            let error = WebError::from(rejection);
            assert_eq!((error.status(), error.encode().status), (status, status), "{body}");
            assert!(matches!(std::error::Error::source(&*error), Some(cause) if cause.is::<JsonRejection>()));
            assert_eq!(error.into_response().status(), status);
        }
        // Listed, not listed, and not its status.
        for (theirs, status) in [(410, 410), (404, 500), (500, 500), (418, 500)] {
            let error = WebError::from(Theirs(StatusCode::from_u16(theirs).expect("a status")));
            assert_eq!(error.status(), status);
            let cause = super::source(&*error);
            assert!(cause.starts_with("rejected with"), "{cause}");
            assert_eq!(std::error::Error::source(&*error).map(super::source).unwrap_or_default(), std::fmt::Error.to_string());
            assert!(!error.encode().body.contains("secret"));
        }
        let error = WebError::from((StatusCode::GONE, "lost".to_owned()));
        assert_eq!((error.status(), super::source(&*error)), (404, "(410, \"lost\")".to_owned()));
        let error = WebError::from(std::io::Error::from(std::io::ErrorKind::PermissionDenied));
        assert_eq!((error.status(), super::source(&*error)), (404, "permission denied".to_owned()));
    }
}

/// What `actix-web` rejects has its status.
#[cfg(feature = "actix")]
mod with_actix {
    use actix_web::ResponseError as _;
    use actix_web::error::{JsonPayloadError, PathError, PayloadError};

    desk_errors::app_error! {
        pub(crate) struct ActixError;
        JsonPayloadError => MalformedJson,
        PayloadError => |_| desk_errors::Upload::new(7),
        PathError => FileNotFound,
        actix_web::Error => FileNotFound,
        std::io::Error => Unavailable,
    }

    pub(crate) fn all() {
        let overflow = JsonPayloadError::Overflow { limit: 5 };
        for (error, status) in [
            (ActixError::from(overflow), 413),
            (ActixError::from(JsonPayloadError::ContentType), 400),
            (ActixError::from(PayloadError::Overflow), 413),
            (ActixError::from(PayloadError::EncodingCorrupted), 400),
            (ActixError::from(actix_web::error::ErrorGone("lost")), 410),
            (ActixError::from(actix_web::error::ErrorConflict("lost")), 404),
            // A missing file of the server is no missing resource.
            (ActixError::from(std::io::Error::from(std::io::ErrorKind::NotFound)), 503),
        ] {
            assert_eq!((error.status(), error.status_code().as_u16()), (status, status), "{error:?}");
            assert_eq!(error.error_response().status().as_u16(), status);
            assert!(!super::source(&*error).is_empty());
        }
    }
}

fn main() {
    conversions();
    #[cfg(feature = "axum")]
    with_axum::all();
    #[cfg(feature = "actix")]
    with_actix::all();
    println!("all of it");
}
