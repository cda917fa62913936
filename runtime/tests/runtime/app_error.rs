//! The user's own error type. The crates that users have are in `tests/src/app_error.rs`.

use std::error::Error as StdError;

use errbook::OrError;

use super::shop::{self, Error, ErrorCode, ErrorKind, OutOfStock, RateLimited};

errbook::__app_error! { [shop] { OutOfStock RateLimited }
    /// All that can fail.
    #[must_use]
    pub(crate) struct AppError;
    std::num::ParseIntError => NotFound,
    Box<dyn StdError + Send + Sync> => InternalError,
    Box<dyn StdError> => InternalError,
    std::io::Error => |error| match error.kind() {
        std::io::ErrorKind::NotFound => ErrorKind::NotFound,
        _ => ErrorKind::InternalError,
    },
    std::fmt::Error => |_| OutOfStock::new(3, 1),
    std::str::ParseBoolError => |error| Error::from(ErrorKind::NotFound).with_message(error.to_string()).with_status(410),
    std::char::ParseCharError => |error| Error::from(ErrorKind::NotFound).with_source(error.to_string() + "!"),
    &'static str => InternalError,
    String => InternalError,
    NotSend => InternalError,
    Pair => InternalError,
    second::Second => InternalError
}

mod second {
    use crate::shop;

    errbook::__app_error! { [shop] { OutOfStock RateLimited } pub(super) struct Second; }
}

mod neither {
    use crate::travel;

    errbook::__app_error! { [travel] { Crash } pub(super) struct Neither; }
}

/// An error that no thread can be given.
#[derive(Debug)]
pub(crate) struct NotSend(std::rc::Rc<str>);

impl std::fmt::Display for NotSend {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What some handlers return.
pub(crate) type Pair = (u16, &'static str);

fn sources(error: &dyn StdError) -> Vec<String> {
    std::iter::successors(error.source(), |&source| source.source()).map(ToString::to_string).collect()
}

/// A `Result` of each kind, as `?` sees it.
fn convert<E>(error: E) -> AppError
where
    AppError: From<E>,
{
    (|| -> Result<(), AppError> { Err(error)? })().unwrap_err()
}

#[test]
fn each_conversion() {
    let boxed = |text: &str| Box::<dyn StdError + Send + Sync>::from(text);
    let built = || Error::from(OutOfStock::new(3, 1)).with_source("disk");
    let wrapped = |error: Error| -> Box<dyn StdError + Send + Sync> { Box::new(second::Second::from(error)) };
    let not_send = |error: Box<dyn StdError + Send + Sync>| -> Box<dyn StdError> { error };
    let upstream = || Error::decode(409, &(), r#"{"error":{"code":"not_found","message":"Weg."}}"#);
    let (plain, none): (&str, &[&str]) = ("There is no such thing.", &[]);
    let (fault, stock) = ("A fault on the shop's side.", "Only 1 left, and 3 are wanted.");
    for (error, status, message, causes) in [
        (convert(ErrorKind::NotFound), 404, plain, none),
        (convert(OutOfStock::new(3, 1)), 409, stock, none),
        (convert(RateLimited::new(3)), 429, "Too many requests.", none),
        (convert(built()), 409, stock, &["disk"]),
        (convert(Error::from(ErrorKind::NotFound).with_status(410)), 410, plain, none),
        (convert("x".parse::<u8>().unwrap_err()), 404, plain, &["invalid digit found in string"]),
        (convert(boxed("disk")), 500, fault, &["disk"]),
        (convert(Box::new(built()) as Box<dyn StdError + Send + Sync>), 409, stock, &["disk"]),
        (convert(wrapped(built())), 409, stock, &["disk"]),
        (convert(wrapped(upstream())), 500, fault, &["Weg.", "Weg."]),
        (convert(not_send(boxed("disk"))), 500, fault, &["disk"]),
        (convert(not_send(Box::new(ErrorKind::NotFound))), 404, plain, none),
        (convert(not_send(Box::new(built()))), 409, stock, &["disk"]),
        (convert(not_send(wrapped(built()))), 409, stock, &["disk"]),
        (convert(not_send(Box::new(upstream()))), 500, fault, &["Weg."]),
        (convert(not_send(wrapped(upstream()))), 500, fault, &["Weg.", "Weg."]),
        (convert(second::Second::from(built())), 409, stock, &["disk"]),
        (convert(second::Second::from(upstream())), 500, fault, &["Weg.", "Weg."]),
        (convert(std::io::Error::from(std::io::ErrorKind::NotFound)), 404, plain, &["entity not found"]),
        (convert(std::io::Error::other("disk")), 500, fault, &["disk"]),
        // Only an error type of the macro is looked into.
        (convert(std::io::Error::other(built())), 500, fault, &[stock, "disk"]),
        (convert(std::io::Error::other(second::Second::from(built()))), 409, stock, &["disk"]),
        (convert(std::fmt::Error), 409, stock, &["an error occurred when formatting an argument"]),
        (
            convert("x".parse::<bool>().unwrap_err()),
            410,
            "provided string was not `true` or `false`",
            &["provided string was not `true` or `false`"],
        ),
        (convert("xx".parse::<char>().unwrap_err()), 404, plain, &["too many characters in string!"]),
        (convert("a text"), 500, fault, &["a text"]),
        (convert(String::from("a text")), 500, fault, &["a text"]),
        (convert(NotSend("not sent".into())), 500, fault, &["not sent"]),
        (convert((400, "a pair")), 500, fault, &["(400, \"a pair\")"]),
    ] {
        assert_eq!(
            (error.status(), &*error.message(), sources(&*error)),
            (status, message, causes.iter().map(ToString::to_string).collect())
        );
        assert_eq!(sources(&error), [&[error.to_string()], &*sources(&*error)].concat());
        assert_eq!((error.to_string(), format!("{error:?}")), (Error::to_string(&error), format!("{:?}", &*error)));
        let inner = Error::from(error);
        assert_eq!((inner.status(), sources(&inner)), (status, causes.iter().map(ToString::to_string).collect()));
    }
}

#[test]
fn the_cause_has_its_type() {
    let error = convert("x".parse::<u8>().unwrap_err());
    assert!((*error).source().unwrap().is::<std::num::ParseIntError>());
    let error = convert(std::io::Error::other("disk"));
    assert!((*error).source().unwrap().is::<std::io::Error>());
    assert_eq!(error.code(), Some(ErrorCode::InternalError));
}

#[test]
fn it_goes_anywhere() {
    fn anywhere<T: Send + Sync + StdError + 'static>() {}
    anywhere::<AppError>();
    assert_eq!(size_of::<Option<AppError>>(), size_of::<usize>());
    let boxed: Box<dyn StdError + Send + Sync> = convert(OutOfStock::new(3, 1)).into();
    assert_eq!(boxed.downcast::<AppError>().unwrap().get::<OutOfStock>().unwrap().left, 1);
}

#[test]
fn or_error_keeps_it() {
    let failed = || Err::<(), _>(convert(Error::from(OutOfStock::new(3, 1)).with_source("disk")));
    let error = failed().or_error(ErrorKind::InternalError).unwrap_err();
    assert_eq!((error.code(), sources(&error)), (Some(ErrorCode::OutOfStock), vec!["disk".to_owned()]));
    let error = failed().or_error_with(|cause| RateLimited::new(u64::from(cause.status()))).unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::OutOfStock));

    let upstream = AppError::from(Error::decode(404, &(), r#"{"error":{"code":"not_found","message":"Weg."}}"#));
    let error = Err::<(), _>(upstream).or_error(ErrorKind::InternalError).unwrap_err();
    assert_eq!((error.code(), sources(&error)), (Some(ErrorCode::InternalError), vec!["Weg.".to_owned(); 2]));

    // The error of another book is a cause like any other.
    let other = neither::Neither::from(crate::travel::Crash { place: "Ulm".to_owned() });
    let error = Err::<(), _>(other).or_error(ErrorKind::NotFound).unwrap_err();
    assert_eq!((error.code(), sources(&error)), (Some(ErrorCode::NotFound), vec!["Crashed at Ulm.".to_owned(); 2]));
}

/// A wrapper with nothing of its own, like `anyhow::Error`.
#[derive(Debug)]
struct Wrapper(Box<dyn StdError + Send + Sync>);

impl std::fmt::Display for Wrapper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl StdError for Wrapper {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

#[test]
fn or_error_keeps_it_in_a_wrapper() {
    fn kept(error: impl Into<AppError>, wrappers: usize) -> Error {
        let boxed: Box<dyn StdError + Send + Sync> = Box::new(error.into());
        let cause = (0..wrappers).fold(boxed, |cause, _| Box::new(Wrapper(cause)));
        Err::<(), _>(cause).or_error(ErrorKind::InternalError).unwrap_err()
    }
    let built = || Error::from(OutOfStock::new(3, 1)).with_message("No.").with_source("disk").with_context("page 7");
    let body = r#"{"error":{"code":"out_of_stock","message":"No.","wanted":3,"left":1}}"#;
    for wrappers in 0..3 {
        // And again, after it was copied.
        for error in [kept(built(), wrappers), kept(kept(built(), wrappers), wrappers)] {
            assert_eq!((error.encode().body, sources(&error)), (body.to_owned(), vec!["page 7".into(), "disk".into()]));
            assert_eq!(sources(&error.with_context("book 1")), ["book 1", "page 7", "disk"]);
        }
        assert_eq!(sources(&kept(built(), wrappers).with_source("tape")), ["tape"]);
        assert_eq!(kept(Error::from(ErrorKind::NotFound).with_status(410), wrappers).status(), 410);
        let error = kept(Error::decode(409, &(), body).forward(), wrappers);
        assert_eq!((error.encode().body, sources(&error)), (body.to_owned(), vec![]));
        let error = kept(Error::decode(409, &(), body), wrappers);
        assert_eq!((error.code(), sources(&error)), (Some(ErrorCode::InternalError), vec!["No.".to_owned(); 2]));
    }
}
