//! `Error` as a Rust type.

use std::error::Error as _;

use errbook::OrError;

use super::shop::{Error, ErrorCode, ErrorKind, OutOfStock};
use super::travel;

#[test]
fn it_is_one_pointer_wide() {
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Option<Error>>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), travel::Error>>(), size_of::<usize>());
    // What cannot be typed does not make every kind large.
    assert_eq!(size_of::<errbook::Unknown>(), size_of::<usize>());
}

#[test]
fn it_goes_anywhere() {
    fn anywhere<T: Send + Sync + std::error::Error + 'static>() {}
    anywhere::<Error>();
    let boxed: Box<dyn std::error::Error + Send + Sync> = Error::from(ErrorKind::NotFound).into();
    assert_eq!(boxed.downcast::<Error>().unwrap().code(), Some(ErrorCode::NotFound));
}

#[test]
fn it_is_built_in_many_ways() {
    fn payload() -> Result<(), Error> {
        Err(OutOfStock::new(3, 1))?
    }
    fn kind() -> Result<(), Error> {
        Err(ErrorKind::NotFound)?
    }
    fn cause() -> Result<u8, Error> {
        "x".parse().or_error(ErrorKind::InternalError)
    }
    fn text() -> Result<u8, Error> {
        Err("no disk").or_error(OutOfStock::new(3, 1))
    }
    fn option() -> Result<u8, Error> {
        None.or_error(ErrorKind::NotFound)
    }
    let error = payload().unwrap_err();
    assert_eq!(
        (error.code(), error.code_text(), error.status()),
        (Some(ErrorCode::OutOfStock), Some("out_of_stock"), 409)
    );
    assert!(error.source().is_none() && error.received().is_none());
    assert_eq!(kind().unwrap_err().kind(), &ErrorKind::NotFound);
    assert_eq!(cause().unwrap_err().source().unwrap().to_string(), "invalid digit found in string");
    assert_eq!(text().unwrap_err().source().unwrap().to_string(), "no disk");
    assert_eq!(option().unwrap_err().code(), Some(ErrorCode::NotFound));
    assert_eq!(Ok::<_, std::fmt::Error>(1).or_error(ErrorKind::NotFound).unwrap(), 1);
    assert_eq!(Some(1).or_error(ErrorKind::NotFound).unwrap(), 1);
}

#[test]
fn it_shows_itself() {
    let error = Error::from(OutOfStock::new(3, 1)).with_source("no \"disk\"");
    assert_eq!(error.to_string(), "Only 1 left, and 3 are wanted.");
    assert_eq!(
        format!("{error:?}"),
        "Error { kind: out_of_stock { wanted: 3, left: 1, again: None }, status: 409, \
         message: \"Only 1 left, and 3 are wanted.\", source: \"no \\\"disk\\\"\" }"
    );
    let error = Error::from(ErrorKind::NotFound).with_message("Weg.");
    assert_eq!(
        (error.to_string(), error.kind().to_string()),
        ("Weg.".to_owned(), "There is no such thing.".to_owned())
    );
    assert_eq!(format!("{error:?}"), "Error { kind: not_found, status: 404, message: \"Weg.\" }");

    let error = Error::decode(502, &(), "<p>");
    assert_eq!(
        format!("{error:?}"),
        "Error { kind: Unknown { code: None, status: Some(502), reason: NoCode, fields: [], excerpt: \"<p>\" }, status: 502, \
         message: \"no readable error code (HTTP 502)\", issues: [NotJson] }"
    );
    assert_eq!(error.to_string(), "no readable error code (HTTP 502)");
    let error = Error::decode(409, &(), r#"{"error":{"code":"out_of_stock"}}"#);
    assert_eq!(error.to_string(), "`out_of_stock` with a payload that does not fit (HTTP 409)");
}

#[test]
fn a_literal_status_is_a_u16() {
    // With the feature `http` there are two types of statuses: the literal still finds its own.
    let error = Error::decode(402, &(), b"");
    assert_eq!(error.status(), 402);
}

#[test]
fn it_is_padded_as_a_text() {
    let error = Error::from(ErrorKind::NotFound);
    assert_eq!(
        format!("{error:>25}|{error:-^27}|{error:.5}"),
        "  There is no such thing.|--There is no such thing.--|There"
    );
    let kind = ErrorKind::OutOfStock(OutOfStock::new(3, 1));
    assert_eq!(format!("{kind:<31}|{kind:.6}"), "Only 1 left, and 3 are wanted. |Only 1");
    assert_eq!(format!("{:>5}", error.with_message("é")), "    é");

    let error = Error::decode(404, &(), r#"{"error":{"code":"not_found","message":"a\nb"}}"#);
    assert_eq!(format!("{error:*>6}|{error:<6}|"), r"**a\nb|a\nb  |");
    let error = Error::decode(404, &(), "");
    assert_eq!(format!("{error:#>36}|{:.2}", error.kind()), "###no readable error code (HTTP 404)|no");
}
