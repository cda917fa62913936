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
    // The variant for unknown errors does not enlarge every kind.
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

/// The texts of all sources.
fn sources(error: &dyn std::error::Error) -> Vec<String> {
    std::iter::successors(error.source(), |&source| source.source()).map(ToString::to_string).collect()
}

#[test]
fn context_is_above_the_cause() {
    let error = || Error::from(ErrorKind::InternalError);
    for (error, expected) in [
        (error().with_source("disk").with_context("page 7"), &["page 7", "disk"][..]),
        (error().with_context("page 7").with_source("disk"), &["page 7", "disk"]),
        (error().with_context("page 7").with_source("disk").with_source("tape"), &["page 7", "tape"]),
        (error().with_source("disk").with_context("page 7").with_context("book 1"), &["book 1", "page 7", "disk"]),
        (error().with_context("page 7").with_context("book 1").with_source("disk"), &["book 1", "page 7", "disk"]),
        (error().with_context("page 7"), &["page 7"]),
    ] {
        assert_eq!(sources(&error), expected);
        assert_eq!(error.to_string(), "A fault on the shop's side.");
        assert!(expected.iter().all(|text| !error.encode().body.contains(text)));
        assert!(expected.iter().all(|text| format!("{error:?}").contains(text)), "{error:?}");
    }
}

#[test]
fn a_payload_is_found_by_its_type() {
    use super::shop::RateLimited;

    let error = Error::from(OutOfStock::new(3, 1));
    assert_eq!(error.get::<OutOfStock>().map(|payload| payload.left), Some(1));
    assert_eq!(error.get::<RateLimited>(), None);
    assert_eq!(error.get::<ErrorKind>(), Some(error.kind()));
    let decoded = Error::decode(409, &(), &error.encode().body);
    assert_eq!(decoded.get::<OutOfStock>(), error.get::<OutOfStock>());
    assert_eq!(Error::decode(409, &(), "{}").get::<OutOfStock>(), None);
}

/// A wrapper with a message.
#[derive(Debug)]
struct Opaque(Error);

impl std::fmt::Display for Opaque {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("opaque")
    }
}

impl std::error::Error for Opaque {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[test]
fn an_error_of_the_book_is_kept() {
    type Boxed = Box<dyn std::error::Error + Send + Sync>;
    let built = || Error::from(OutOfStock::new(3, 1)).with_message("No.").with_source("disk").with_context("page 7");
    let body = r#"{"error":{"code":"out_of_stock","message":"No.","wanted":3,"left":1}}"#;
    let decoded = || Error::decode(409, &(), body);
    let kept = |error: Error| {
        assert_eq!(error.get::<OutOfStock>(), Some(&OutOfStock::new(3, 1)));
        assert_eq!((error.message(), error.encode().body), ("No.".into(), body.to_owned()));
        sources(&error)
    };
    let boxed: Boxed = Box::new(built());
    assert_eq!(kept(Err::<(), _>(boxed).or_error(ErrorKind::InternalError).unwrap_err()), ["page 7", "disk"]);
    assert_eq!(kept(Err::<(), _>(built()).or_error(ErrorKind::InternalError).unwrap_err()), ["page 7", "disk"]);
    let status = Error::from(ErrorKind::NotFound).with_status(410);
    let error = Err::<(), _>(status).or_error_with(|_| ErrorKind::InternalError).unwrap_err();
    assert_eq!((error.code(), error.status()), (Some(ErrorCode::NotFound), 410));
    // A kind does not record its origin, here as in `Error::from`.
    let boxed: Boxed = Box::new(ErrorKind::NotFound);
    for error in [
        Err::<(), _>(boxed).or_error(ErrorKind::InternalError),
        Err::<(), _>(ErrorKind::NotFound).or_error(ErrorKind::InternalError),
    ] {
        assert_eq!(error.unwrap_err().code(), Some(ErrorCode::NotFound));
    }
    let forwarded = Err::<(), _>(decoded().forward()).or_error(ErrorKind::InternalError).unwrap_err();
    assert!(kept(forwarded).is_empty());
}

#[test]
fn what_is_no_error_of_the_book_is_the_cause() {
    type Boxed = Box<dyn std::error::Error + Send + Sync>;
    let decoded = || Error::decode(404, &(), r#"{"error":{"code":"not_found","message":"Weg."}}"#);
    let cases: Vec<(&str, Boxed, &[&str])> = vec![
        ("a text", "disk".into(), &["disk"]),
        ("decoded", Box::new(decoded()), &["Weg."]),
        ("unknown", Box::new(Error::decode(404, &(), "").into_kind()), &["no readable error code (HTTP 404)"]),
        (
            "with a message of its own",
            Box::new(Opaque(ErrorKind::NotFound.into())),
            &["opaque", "There is no such thing."],
        ),
        (
            "of another book",
            Box::new(travel::Error::from(travel::Crash { place: "Ulm".to_owned() })),
            &["Crashed at Ulm."],
        ),
    ];
    for (name, cause, expected) in cases {
        let error = Err::<(), _>(cause).or_error(ErrorKind::InternalError).unwrap_err();
        assert_eq!(error.code(), Some(ErrorCode::InternalError), "{name}");
        assert_eq!(sources(&error), expected, "{name}");
    }
}

#[test]
fn an_error_is_made_of_the_cause() {
    let read = Err::<(), _>(std::io::Error::from(std::io::ErrorKind::NotFound));
    let error = read.or_error_with(|cause| OutOfStock::new(cause.to_string().len() as u64, 0)).unwrap_err();
    assert_eq!(error.get::<OutOfStock>().map(|payload| payload.wanted), Some(16));
    assert_eq!(sources(&error), ["entity not found"]);
    assert_eq!(None::<()>.or_error_with(|()| ErrorKind::NotFound).unwrap_err().status(), 404);
    assert_eq!(Some(1).or_error_with(|()| -> ErrorKind { panic!("there is no failure") }).unwrap(), 1);
    assert_eq!(Ok::<_, std::fmt::Error>(1).or_error_with(|_| -> ErrorKind { panic!("nor here") }).unwrap(), 1);
}
