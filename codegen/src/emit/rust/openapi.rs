//! `src/openapi.rs`: the errors for `utoipa`, which the runtime takes from `openapi.json`.

use quote::quote;

use super::doc_comments;
use super::example::krate;
use super::file::file;
use super::format::{List, Piece};
use super::syntax::{ident, include, text};
use crate::emit::options::Layout;
use crate::emit::{OPENAPI, Publication};
use crate::model::ErrorDef;
use crate::urls::component_name;

pub(in crate::emit) fn emit(book: &Publication<'_>) -> Option<String> {
    if !book.options.has_utoipa() {
        return None;
    }
    let module = match &book.options.layout {
        Layout::Crate => Vec::new(),
        Layout::Module { path } => path.iter().map(|name| ident(name)).collect(),
    };
    let document = include(&if module.is_empty() { format!("../{OPENAPI}") } else { OPENAPI.to_owned() });
    let names = List::values(&book.errors, |entry| text(&component_name(&book.api, entry)));
    let names = Piece::list(names, |names| {
        quote! {
            /// By discriminant of `ErrorCode`: the name of its component.
            const NAMES: &[&str] = &[#names];
        }
    });
    let export = module.is_empty().then(|| quote!(#[macro_export]));
    // A macro of a module is not exported, but imported.
    let import = (!module.is_empty()).then(|| {
        quote!(
            pub(crate) use responses;
        )
    });
    let components = doc_comments::doc(
        [
            "Adds to a document the components of the errors to which its operations refer. A component of the same name is",
            "replaced.",
        ]
        .into_iter()
        .map(str::to_owned)
        .chain(document_example(book)),
    );
    let responses = doc_comments::doc(
        [
            "Defines a type with the responses of these codes, for `#[utoipa::path(responses(…))]`. They refer to components,",
            "which [`ErrorComponents`] adds to the document.",
        ]
        .into_iter()
        .map(str::to_owned)
        .chain(responses_example(book)),
    );
    let pieces = [
        quote!(
            use errbook::__private::{utoipa, Document};
        ),
        quote! {
            #components
            #[derive(Debug, Clone, Copy, Default)]
            pub struct ErrorComponents;
        },
        quote! {
            impl utoipa::Modify for ErrorComponents {
                fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
                    DOCUMENT.add_to(openapi);
                }
            }
        },
        quote! {
            #responses
            #export
            macro_rules! responses {
                ($($tokens:tt)*) => {
                    $crate #(::#module)* ::errbook::__responses! { [$crate #(::#module)*] $($tokens)* }
                };
            }
            #import
        },
        quote! {
            #[doc(hidden)]
            pub static DOCUMENT: Document = Document::new(#document, NAMES);
        },
    ];
    let pieces = pieces.into_iter().map(Piece::Items).chain([names]);
    Some(file(&["The errors in the document that `utoipa` makes of handlers."], pieces))
}

/// The first codes, for examples.
fn codes<'a>(book: &'a Publication<'_>) -> impl Iterator<Item = &'a ErrorDef> + Clone {
    book.errors.iter().filter(|entry| entry.deprecated.is_none()).take(2)
}

/// A call of the macro, after the imports.
fn call(book: &Publication<'_>, imports: &[&str]) -> Vec<String> {
    let krate = krate(book).to_string().replace(' ', "");
    let names: Vec<&str> = codes(book).map(|entry| &*entry.name).collect();
    let imports = imports.iter().map(|it| format!("use {it};").replace("use crate", &format!("use {krate}")));
    [format!("# use {krate}::errbook::__private::utoipa;")]
        .into_iter()
        .chain(imports)
        .chain([
            format!("{krate}::responses! {{"),
            "    /// The errors of a request for orders.".to_owned(),
            format!("    pub struct OrderErrors = [{}];", names.join(", ")),
            "}".to_owned(),
        ])
        .collect()
}

fn responses_example(book: &Publication<'_>) -> Vec<String> {
    let asserted =
        codes(book).map(|it| format!("assert!(OrderErrors::responses().contains_key(\"{}\"));", it.status()));
    doc_comments::example(book, call(book, &["utoipa::IntoResponses"]).into_iter().chain(asserted))
}

fn document_example(book: &Publication<'_>) -> Vec<String> {
    let document = [
        "#[utoipa::path(get, path = \"/orders\", responses((status = 200, description = \"Orders.\"), OrderErrors))]",
        "async fn orders() {}",
        "#[derive(OpenApi)]",
        "#[openapi(paths(orders), modifiers(&ErrorComponents))]",
        "struct Document;",
        "# fn main() {",
        "let components = Document::openapi().components.unwrap();",
    ];
    let asserted =
        codes(book).map(|it| format!("assert!(components.schemas.contains_key({:?}));", component_name(&book.api, it)));
    let lines = call(book, &["crate::openapi::ErrorComponents", "utoipa::OpenApi"])
        .into_iter()
        .chain(document.map(str::to_owned))
        .chain(asserted)
        .chain(["# }".to_owned()]);
    doc_comments::example(book, lines)
}
