//! The contract: what each of Masko's codes looks like on the wire. A change of this snapshot is a change for clients.

use std::fmt::Write;

use masko_errors::{Error, ErrorCode, ErrorKind, InsufficientCredits, RateLimited};

#[test]
fn on_the_wire() {
    let errors: Vec<Error> = vec![
        ErrorKind::BadRequest.into(),
        ErrorKind::Unauthorized.into(),
        InsufficientCredits::new(140, 50).into(),
        ErrorKind::Forbidden.into(),
        ErrorKind::NotFound.into(),
        RateLimited::new(30).into(),
        ErrorKind::InternalError.into(),
    ];
    let codes: Vec<ErrorCode> = errors.iter().filter_map(Error::code).collect();
    assert_eq!(codes, ErrorCode::ALL, "every code is here");
    let mut out = String::new();
    for error in errors {
        let response = error.encode();
        let _ = writeln!(out, "{}", response.status);
        for (name, value) in &response.headers {
            let _ = writeln!(out, "{name}: {value}");
        }
        let _ = writeln!(out, "\n{}\n", response.body);
    }
    insta::assert_snapshot!(out);
}
