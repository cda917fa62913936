//! The generated crate's `README.md`, which is also the front page of its documentation.

use proc_macro2::TokenStream;
use quote::quote;

use super::options::{Group, Options};
use super::output::markdown_notice;
use super::rust::example::{arms, failure, krate, lines, raw, response_members, sample};
use crate::emit::Publication;
use crate::markdown::{Place, code, plain};
use crate::model::ErrorDef;
use crate::wire::Response;

pub(super) fn emit(book: &Publication<'_>) -> String {
    let api = &book.api;
    let (crate_name, name) = (plain(&api.crate_name, Place::Paragraph), plain(&api.full_name(), Place::Paragraph));
    let mut out = markdown_notice();
    out.push_str(&format!("# {crate_name}\n\nThe errors of the {name}, version {}.\n\n", api.version));
    match sample(book) {
        Some(entry) => out.push_str(&use_of(book, entry)),
        None => out.push_str(
            "The book has no codes yet. Every error is decoded as `Unknown`, with everything that was received.\n\n",
        ),
    }
    out.push_str("## Features\n\n");
    for feature in book.options.features() {
        let is_default = feature.is_default() || book.options.is_on(feature.name);
        let default = if is_default { " (default)" } else { "" };
        out.push_str(&format!("- `{}`{default}: {}.\n", feature.name, feature.provides));
    }
    out.push_str(&documentation(book.options));
    out
}

/// The files beside the crate's.
fn documentation(options: &Options) -> String {
    let mut out = String::new();
    if options.has(Group::Docs) {
        let script = if options.has(Group::Typescript) { "TypeScript" } else { "JavaScript" };
        let python = if options.has(Group::Python) { ", in Python" } else { "" };
        out.push_str(&format!(
            "[docs/errors.md](docs/errors.md) is the reference. Each code has a page with its full response and how to handle it in \
             Rust, in {script}{python} and with `curl`. `mdbook build` builds a site from them.\n\n"
        ));
    }
    let data = [(Group::Json, "errors.json"), (Group::Csv, "errors.csv")].into_iter().filter(|it| options.has(it.0));
    let mut forms: Vec<String> = data.map(|(_, file)| format!("[{file}]({file})")).collect();
    if options.has(Group::Llms) {
        forms.push("for language models [llms.txt](llms.txt) and [llms-full.txt](llms-full.txt)".to_owned());
    }
    if let Some((last, first)) = forms.split_last() {
        let (first, and) = (first.join(", "), if first.is_empty() { "" } else { ", and " });
        out.push_str(&format!("The same as data: {first}{and}{last}.\n\n"));
    }
    if options.has(Group::Conformance) {
        out.push_str(
            "[conformance.jsonl](conformance.jsonl) has responses with what a decoder says of each, to test one in any language.\n\n",
        );
    }
    if out.is_empty() { out } else { format!("\n## Documentation\n\n{}\n", out.trim_end()) }
}

fn use_of(book: &Publication<'_>, entry: &ErrorDef) -> String {
    let krate = krate(book);
    let Some(response) = entry.examples.first().map(|example| Response::new(book, entry, example)) else {
        return String::new();
    };
    let (body, status) = (raw(&response.body), proc_macro2::Literal::u16_unsuffixed(response.status));
    let (failure, name) = failure(book, entry);
    // Optional fields are not in the body.
    let has_all = entry.fields.iter().all(|field| !field.optional);
    let sent = has_all.then(|| quote!(assert_eq!(response.body, #body);));
    let members = response_members(book);
    let import = members.as_ref().map(|_| quote!(Members,));
    let with_members = members.map(|members| quote!(.with_members(#members)));
    let server = quote! {
        use #krate::{Error, #import #name};
        fn handler() -> Result<(), Error> {
            Err(#failure)?
        }
        let response = handler().unwrap_err()#with_members.encode();
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
    let handled = if entry.is_success() {
        quote! {
            if let Some(error) = Error::decode_if_error(#status, #headers, body) {
                match error.kind() {
                    #arms
                }
            }
        }
    } else {
        quote! {
            let error = Error::decode(#status, #headers, body);
            match error.kind() {
                #arms
            }
        }
    };
    let client = quote! {
        use #krate::{Error, ErrorKind};
        let body = #body;
        #handled
    };
    let typed = if entry.has_payload() { "The payload is typed. " } else { "" };
    format!(
        "On a server, an error is a value that `?` returns. This is {}:\n\n{}\
         In a client, decoding never fails, whatever a server or a proxy sends. {typed}An error that cannot be typed is \
         `Unknown`, with the reason.\n\n{}",
        code(&entry.code),
        rust(&server),
        rust(&client),
    )
}

fn rust(tokens: &TokenStream) -> String {
    format!("```rust\n{}\n```\n\n", lines(tokens).join("\n"))
}
