//! `src/texts.rs`: what people read of each code, by discriminant.

use quote::quote;

use super::file;
use crate::book::Book;
use crate::emit::markdown;
use crate::output::Output;

pub(in crate::emit) fn emit(book: &Book) -> Output {
    // To find the anchors the page is outlined: only a book whose docs are published asks for that.
    let base = book.api.docs_url.as_ref();
    let anchors = base.map(|_| markdown::errors::anchors(book)).unwrap_or_default();
    let urls: Vec<String> = base.iter().flat_map(|base| anchors.iter().map(move |it| format!("{base}#{it}"))).collect();
    let texts = book.errors.iter().enumerate().map(|(at, entry)| {
        let (meaning, remediation) = (&entry.meaning, &entry.remediation);
        let url = urls.get(at).map(|url| quote!(.docs_url(#url)));
        let deprecated = entry.deprecated.as_ref().map(|it| {
            let since = &it.since;
            let replacement = it.replacement.as_ref().map(|code| quote!(.replacement(#code)));
            let note = it.note.as_ref().map(|note| quote!(.note(#note)));
            quote!(.deprecated(Deprecated::new(#since)#replacement #note))
        });
        quote!(Texts::new(#meaning, #remediation)#url #deprecated)
    });
    let table = quote! {
        /// By discriminant of `ErrorCode`.
        pub(crate) static TEXTS: &[Texts] = &[#(#texts),*];
    };
    file(
        "src/texts.rs",
        &["What people read of each code."],
        vec![
            super::imports(quote!(
                use errbook::{Deprecated, Texts};
            )),
            table,
        ],
    )
}
