//! `src/app_error.rs`: the macro for the user's own error type.
//!
//! It only passes on the crate and the payloads. The rest is in the runtime, which knows the enabled features.

use proc_macro2::TokenStream;
use quote::quote;

use super::example::krate;
use super::file::file;
use super::format::{List, Piece};
use super::syntax::ident;
use super::{doc_comments, example};
use crate::emit::Publication;
use crate::emit::options::Layout;
use crate::model::ErrorDef;

pub(in crate::emit) fn emit(book: &Publication<'_>) -> String {
    let payloads: Vec<&ErrorDef> = book.errors.iter().filter(|entry| entry.has_payload()).collect();
    let doc = doc(book);
    let names = List::names(&payloads, |entry| ident(&entry.name));
    let module = match &book.options.layout {
        Layout::Crate => Vec::new(),
        Layout::Module { path } => path.iter().map(|name| ident(name)).collect(),
    };
    let export = module.is_empty().then(|| quote!(#[macro_export]));
    // A macro of a module is not exported, but imported.
    let import = (!module.is_empty()).then(|| {
        quote!(
            pub(crate) use app_error;
        )
    });
    // Its path must be absolute: relative ones would start where the macro is called.
    let definition = Piece::list(names, |names| {
        quote! {
            #doc
            #export
            macro_rules! app_error {
                ($($tokens:tt)*) => {
                    $crate #(::#module)* ::errbook::__app_error! { [$crate #(::#module)*] { #names } $($tokens)* }
                };
            }
            #import
        }
    });
    file(&["The user's own error type."], [definition])
}

/// The docs of the macro, with an example of a listed type: a code without a payload, or else a payload.
fn doc(book: &Publication<'_>) -> TokenStream {
    let about = [
        "Defines your own error type, to which `?` converts the API's errors and the listed foreign types.",
        "",
        "- `Type => Variant,`: the variant of [`ErrorKind`](super::ErrorKind), which has no payload.",
        "- `Type => |error| …,`: the function returns an `ErrorKind`, a payload or an `Error` for a `&Type`.",
        "",
        "The foreign error becomes the source, which is never sent. If it is a framework's rejection, its status is sent, if",
        "the code lists that status. A boxed error or an `anyhow::Error` that holds an error of this API gives that error.",
        "",
        "The type dereferences to [`Error`](super::Error), whose source is the foreign error. It has `Debug`, `Display` and",
        "[`std::error::Error`], with a source of the same text above the foreign error. With the features `axum` and `actix`",
        "it is a response. Its visibility, its attributes and its docs are yours.",
    ];
    doc_comments::doc(about.into_iter().map(str::to_owned).chain(example(book)))
}

fn example(book: &Publication<'_>) -> Vec<String> {
    let krate = krate(book);
    let live = || book.errors.iter().filter(|entry| entry.deprecated.is_none());
    let plain = live().find(|entry| !entry.has_payload());
    let Some(entry) = plain.or_else(|| live().next()) else {
        return doc_comments::example(book, call(book, []));
    };
    let (failure, import) = example::failure(book, entry);
    let mapped = if entry.has_payload() {
        let lines = example::lines(&failure);
        format!("|_| {{\n        {}\n    }}", lines.join("\n        "))
    } else {
        entry.name.clone()
    };
    let import = entry.has_payload().then(|| quote!(use #krate::#import;));
    let name = ident(&entry.name);
    let imports = example::lines(&quote! {
        #import
        use #krate::ErrorCode;
    });
    let used = example::lines(&quote! {
        fn handler(text: &str) -> Result<u32, AppError> {
            Ok(text.parse()?)
        }
        let error = handler("x").unwrap_err();
        assert_eq!(error.code(), Some(ErrorCode::#name));
    });
    let listed = format!("    std::num::ParseIntError => {mapped},");
    doc_comments::example(book, imports.into_iter().chain(call(book, [listed])).chain(used))
}

/// A call of the macro. It is text, since `prettyplease` would put its rows on one line.
fn call(book: &Publication<'_>, listed: impl IntoIterator<Item = String>) -> Vec<String> {
    let start =
        [format!("{}::app_error! {{", krate(book).to_string().replace(' ', "")), "    pub struct AppError;".to_owned()];
    start.into_iter().chain(listed).chain(["}".to_owned()]).collect()
}
