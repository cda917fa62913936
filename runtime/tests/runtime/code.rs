//! Codes: found, written and read.

use errbook::__private::{CodeDocs, CodeInfo, CodeTable, DocTable};
use errbook::{Backoff, Code, Deprecated, Jitter, Retry, When};

use super::shop::ErrorCode;

#[test]
fn codes_are_found_exactly() {
    for code in ErrorCode::ALL {
        assert_eq!(ErrorCode::find(code.as_str()), Some(*code));
        assert_eq!(code.as_str().parse(), Ok(*code));
    }
    for text in ["", "Not_found", "not_found ", "not_foun", "not_founds", "\0"] {
        assert_eq!(ErrorCode::find(text), None, "{text:?}");
    }
}

#[test]
fn codes_go_through_serde() {
    for code in ErrorCode::ALL {
        let json = serde_json::to_string(code).unwrap();
        assert_eq!(json, format!("\"{code}\""));
        assert_eq!(serde_json::from_str::<ErrorCode>(&json).unwrap(), *code);
    }
    for (json, error) in [
        (r#""lost""#, "unknown error code `lost` at line 1 column 6"),
        ("7", "invalid type: integer `7`, expected an error code at line 1 column 1"),
        ("null", "invalid type: null, expected an error code at line 1 column 4"),
    ] {
        assert_eq!(serde_json::from_str::<ErrorCode>(json).unwrap_err().to_string(), error);
    }
}

#[test]
fn builders_are_const_and_keep_what_they_are_given() {
    const BACKOFF: Backoff =
        Backoff::new(core::time::Duration::from_millis(500), 1.5, core::time::Duration::from_secs(9), Jitter::Full);
    static TABLE: CodeTable = errbook::code_table! {
        ("ä", [400]),
        ("x", [409, 404], Retry::new(When::Idempotent, 2, BACKOFF)),
        ("y", []),
    };
    static TEXTS: DocTable = errbook::doc_table! {
        ("ä", "ö", "https://a.example"),
        ("m", "r", "", Deprecated::new("1.0.0").with_note("n")),
        ("", ""),
    };
    static NONE: CodeTable = errbook::code_table! {};
    static NO_TEXTS: DocTable = errbook::doc_table! {};
    const INFO: CodeInfo = TABLE.row(1);
    const DOCS: CodeDocs = TEXTS.row(1);

    assert_eq!((INFO.code(), INFO.status(), INFO.statuses()), ("x", 409, &[409, 404][..]));
    let retry = INFO.retry();
    assert_eq!((retry.when(), retry.retries(), retry.backoff()), (When::Idempotent, 2, BACKOFF));
    assert_eq!((BACKOFF.initial().as_millis(), BACKOFF.max().as_secs()), (500, 9));
    assert!((BACKOFF.factor() - 1.5).abs() < f64::EPSILON);
    assert_eq!(BACKOFF.jitter(), Jitter::Full);
    assert_eq!((TABLE.row(0).code(), TABLE.row(0).statuses(), TABLE.row(0).retry()), ("ä", &[400][..], Retry::NEVER));
    assert_eq!((TABLE.row(2).code(), TABLE.row(2).statuses(), TABLE.row(2).status()), ("y", &[][..], 500));
    assert_eq!((TEXTS.row(0).meaning(), TEXTS.row(0).docs_url()), ("ä", Some("https://a.example")));
    assert_eq!((TEXTS.row(2).meaning(), TEXTS.row(2).deprecated()), ("", None));
    assert_eq!(TABLE.rows().map(CodeInfo::code).collect::<Vec<_>>(), ["ä", "x", "y"]);
    assert!(NONE.is_empty() && NONE.rows().next().is_none() && NO_TEXTS.meanings.text.is_empty());
    assert_eq!((DOCS.meaning(), DOCS.remediation(), DOCS.docs_url()), ("m", "r", None));
    let deprecated = DOCS.deprecated().unwrap();
    assert_eq!((deprecated.since(), deprecated.replacement(), deprecated.note()), ("1.0.0", None, Some("n")));
}
