//! Problem details for a book whose own envelope has names of problem details: which of the two forms a response is in.

use errbook::__private::{BookSchema, CodeTable, Envelope, Field, MessagePart, PayloadSchema, Type, wire};
use errbook::UnknownReason;

static INFO: CodeTable = errbook::code_table! { ("full", [409]), ("gone", [410]) };
const PAYLOADS: &[PayloadSchema] = &[
    PayloadSchema::new(&[MessagePart::Text("Full.")]).with_fields(&[Field::required("size", Type::Unsigned)]),
    PayloadSchema::new(&[MessagePart::Text("Gone.")]),
];

/// The code is in `type`.
static BY_TYPE: BookSchema =
    BookSchema::new(Envelope::new("type", "detail").with_fields_under("data"), &INFO, PAYLOADS, |code| {
        INFO.rows().position(|info| info.code() == code)
    });

#[test]
fn a_known_code_is_kept_whichever_form_it_is_in() {
    use UnknownReason::{CodeUnknown, NoCode, PayloadMismatch};
    for (body, code, reason) in [
        // The code beside the address of its page, as problem details have it.
        (r#"{"type":"https://x.example/full","detail":"m","code":"full","size":1}"#, Some("full"), None),
        (
            r#"{"type":"https://x.example/full","detail":"m","code":"full","size":"q"}"#,
            Some("full"),
            Some(PayloadMismatch),
        ),
        (
            r#"{"type":"https://x.example/full","title":"t","status":409,"detail":"m","code":"full","s":"q"}"#,
            Some("full"),
            Some(PayloadMismatch),
        ),
        (r#"{"type":"https://x.example/full","detail":"m","code":"full","size":"#, Some("full"), Some(PayloadMismatch)),
        (r#"{"type":"https://x.example/gone","status":"x","title":7,"code":"gone"}"#, Some("gone"), None),
        // The code in the book's own place.
        (r#"{"type":"full","detail":"m","data":{"size":1}}"#, Some("full"), None),
        (r#"{"type":"full","detail":"m","data":{}}"#, Some("full"), Some(PayloadMismatch)),
        (r#"{"type":"full","detail":"m","data":{},"code":"E7"}"#, Some("full"), Some(PayloadMismatch)),
        // Neither is known.
        (r#"{"type":"https://x.example/teapot","detail":"m","code":"teapot"}"#, Some("teapot"), Some(CodeUnknown)),
        (r#"{"detail":"m"}"#, None, Some(NoCode)),
    ] {
        let headers = [("Content-Type", "application/problem+json")];
        let outcome = wire::decode(&BY_TYPE, 409, &headers, body.as_bytes()).outcome;
        let found = match &outcome {
            Ok((index, _)) => (Some(INFO.row(*index).code()), None),
            Err(unknown) => (unknown.code(), Some(unknown.reason())),
        };
        assert_eq!(found, (code, reason), "{body}");
    }
}
