//! The generated crate's `README.md`, which is its documentation's front page too.

use proc_macro2::TokenStream;
use quote::quote;

use super::rust::{arms, failure, lines, raw, sample};
use crate::emit::output::{NOTICE, Output};
use crate::markdown::{Place, code, plain};
use crate::model::{Book, ErrorDef};
use crate::wire::Response;

pub(super) fn emit(book: &Book) -> Output {
    let api = &book.api;
    let (crate_name, name) = (plain(&api.crate_name, Place::Paragraph), plain(&api.name, Place::Paragraph));
    let mut out =
        format!("<!-- {NOTICE} -->\n\n# {crate_name}\n\nThe errors of the {name} API, version {}.\n\n", api.version);
    match sample(book) {
        Some(entry) => out.push_str(&use_of(book, entry)),
        None => out.push_str("The book has no codes yet: whatever a server sends is decoded as `Unknown`, with all that is known of it.\n\n"),
    }
    out.push_str(
        "## Features\n\n\
         - `std` (default): `Error`, its payloads and their JSON. Without it the crate is `no_std` and does not allocate: `ErrorCode` alone.\n\
         - `http`: status codes and header maps of the crate `http`.\n\
         - `axum`, `actix`: errors as responses, and the book's codes for what the framework itself rejects. `actix` needs Rust 1.89.\n\
         - `reqwest`: a response to its body, or to the error.\n\
         - `retry`: whether and when to try again.\n\
         - `problem`: problem details (RFC 9457), written and read. `tower`: for whoever asks for them with `Accept`.\n\
         - `tracing`: an event for each error that is sent.\n\
         - `jiff`: timestamps to and from `jiff::Timestamp`.\n\
         - `docs`: `ErrorCode::explain`, the page of each code, for a program that shows it.\n\n\
         ## Documentation\n\n\
         [docs/errors.md](docs/errors.md) is the reference. Each code has a page beside it, with its full response and how to \
         handle it in Rust, in JavaScript and with `curl`. Together they are a book of `mdbook`: `mdbook build`.\n\n\
         The same as data: [errors.json](errors.json), [errors.csv](errors.csv), and for language models [llms.txt](llms.txt) \
         and [llms-full.txt](llms-full.txt).\n",
    );
    Output { path: "README.md".to_owned(), contents: out }
}

fn use_of(book: &Book, entry: &ErrorDef) -> String {
    let krate = quote::format_ident!("{}", book.api.crate_name.replace('-', "_"));
    let Some(response) = entry.examples.first().map(|it| Response::new(&book.envelope, entry, it)) else {
        return String::new();
    };
    let (body, status) = (raw(&response.body), proc_macro2::Literal::u16_unsuffixed(response.status));
    let (failure, name) = failure(book, entry);
    // What `new` does not ask for is not in the body.
    let has_all = entry.fields.iter().all(|it| !it.optional);
    let sent = has_all.then(|| quote!(assert_eq!(response.body, #body);));
    let server = quote! {
        use #krate::{Error, #name};
        fn handler() -> Result<(), Error> {
            Err(#failure)?
        }
        let response = handler().unwrap_err().encode();
        assert_eq!(response.status, #status);
        #sent
    };
    let headers: TokenStream = if response.headers.is_empty() {
        quote!(&())
    } else {
        let pairs = response.headers.iter().map(|(name, value)| quote!((#name, #value)));
        quote!(&[#(#pairs),*])
    };
    let arms = arms(entry);
    let client = quote! {
        use #krate::{Error, ErrorKind};
        let body = #body;
        let error = Error::decode(#status, #headers, body);
        match error.kind() {
            #arms
        }
    };
    let told = if entry.has_payload() {
        "The payload is typed, and what cannot be typed is kept with the reason."
    } else {
        "What cannot be typed is kept with the reason."
    };
    format!(
        "On a server, an error is a value that `?` returns. This is {}:\n\n{}\
         In a client, decoding never fails, whatever the server or a proxy sends. {told}\n\n{}",
        code(&entry.code),
        rust(&server),
        rust(&client),
    )
}

fn rust(tokens: &TokenStream) -> String {
    format!("```rust\n{}\n```\n\n", lines(tokens).join("\n"))
}
