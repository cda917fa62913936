//! Recorded responses compared with a book, by the decoder that clients run. No text of it contains the value of a header, or
//! a part of a body other than the code.

use errbook::__private::{BookSchema, Comparison, compare};
use errbook::{DecodeIssue, Headers};

use crate::model::{Book, ErrorDef};
use crate::text::quoted;
use crate::wire::schema;

/// Compares responses with a book. It keeps its tables until the program ends.
///
/// ```
/// use errbook_codegen::verify::Verifier;
/// use errbook_codegen::{Input, compile};
///
/// let spec = "
/// errbook: 1
/// api: {name: Shop, version: 1.0.0, crate: shop-errors}
/// errors:
///   - {status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}
/// ";
/// let book = compile(vec![Input::new("shop.yaml", spec)]).book.expect("a spec without mistakes gives a book");
/// let verifier = Verifier::new(&book);
/// let verdict = verifier.verify(410, &[], br#"{"error": {"code": "not_found", "message": "No."}}"#).expect("an error");
/// assert_eq!(verdict.code, Some("not_found"));
/// assert_eq!(verdict.issues, ["410 is an unexpected status for this code, expected 404"]);
/// ```
#[derive(Debug)]
pub struct Verifier<'b> {
    book: &'b Book,
    schema: &'static BookSchema,
}

/// An error response compared with a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict<'b> {
    /// Its code, if the book has it.
    pub code: Option<&'b str>,
    /// How it differs from the book, each as a phrase.
    pub issues: Vec<String>,
}

impl<'b> Verifier<'b> {
    /// For the responses of this book's API. Only the latest one of a thread can be used.
    pub fn new(book: &'b Book) -> Self {
        Self { book, schema: schema(book) }
    }

    /// Compares a response; `None` if it is no error.
    pub fn verify(&self, status: u16, headers: &[(String, String)], body: &[u8]) -> Option<Verdict<'b>> {
        let Comparison { outcome, issues } = compare(self.schema, status, &headers, body)?;
        let entry = match &outcome {
            Ok(index) => self.book.errors.get(*index),
            Err(unknown) => unknown.code().and_then(|it| self.book.error(it)),
        };
        let mut issues: Vec<String> = issues.iter().map(|it| phrase(it, status)).collect();
        if let (None, Err(unknown)) = (entry, &outcome)
            && let Some(code) = unknown.code().filter(|it| is_shown(it))
            && let Some(issue) = issues.iter_mut().find(|it| *it == UNKNOWN)
        {
            *issue = format!("{UNKNOWN} {}", quoted(code));
        }
        for (header, value) in entry.into_iter().flat_map(ErrorDef::constant_headers) {
            match Headers::get(headers, &header.name) {
                None => issues.push(format!("missing header {}", quoted(&header.name))),
                Some(found) if found.trim_ascii() != value.as_bytes() => {
                    issues.push(format!("the header {} differs from its constant value", quoted(&header.name)));
                }
                Some(_) => {}
            }
        }
        Some(Verdict { code: entry.map(|it| &*it.code), issues })
    }
}

const UNKNOWN: &str = "unknown code";

/// Whether a code is shown: it comes from the body, and a longer or other text may be anything.
fn is_shown(code: &str) -> bool {
    code.len() <= 64 && code.bytes().all(|it| it.is_ascii_alphanumeric() || b"_-.:/".contains(&it))
}

/// An issue without names and values that come from the response.
fn phrase(issue: &DecodeIssue, status: u16) -> String {
    match issue {
        DecodeIssue::Encoded { .. } => "the body is compressed, and was not decoded".to_owned(),
        DecodeIssue::Duplicate { .. } => "duplicate member".to_owned(),
        DecodeIssue::StatusMember { .. } => "the status in the body is not that of the response".to_owned(),
        DecodeIssue::Status { .. } => format!("{status} is an {issue}"),
        issue => issue.to_string(),
    }
}
