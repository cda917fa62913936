//! Lowering: YAML nodes to the book. First each value, then names and messages, then the checks across errors. All
//! mistakes are collected, and there is a book only if none is an error.
//!
//! It knows the language, but none of the outputs.

mod braces;
mod checks;
mod context;
mod draft;
mod examples;
pub(crate) mod key;
pub(crate) mod keys;
mod message;
mod presets;
mod prose;
mod read;
mod scalars;
mod suggest;
mod template;

pub(crate) use checks::fallback::NAMES as FALLBACK_NAMES;
pub(crate) use context::Context;
pub(crate) use examples::EXAMPLE;
pub(crate) use presets::{NAMES as PRESETS, long_form};

pub(crate) use read::{describe, misfit};

use draft::{Draft, Head};
use keys::guides::Codes;
use keys::head::ROOT;
use read::Keys;

use crate::diagnostics::Diagnostic;
use crate::model::{Book, CodeStyle, ErrorDef};
use crate::source::FileId;
use crate::syntax::{self, Value};

/// The version of the language.
const LANGUAGE: u32 = 1;

/// The files of a spec, each kind in the order of their paths.
pub(crate) struct Files {
    pub(crate) specs: Vec<FileId>,
    pub(crate) guides: Vec<FileId>,
}

/// Lowers the files of a spec.
pub(crate) fn lower(context: &mut Context<'_>, files: &Files) -> Option<Book> {
    let sources = context.sources;
    let trees: Vec<_> =
        files.specs.iter().map(|&file| syntax::parse(sources, file, &mut context.diagnostics)).collect();
    for (&file, tree) in files.specs.iter().zip(&trees) {
        context.find_invisible(file, tree.root(), tree.is_whole);
    }
    for &file in &files.guides {
        context.find_invisible(file, None, true);
    }
    let is_whole = context.is_readable && trees.iter().all(|it| it.is_whole);
    let values: Vec<Value<'_>> = trees.iter().filter_map(syntax::Tree::root).collect();
    let roots: Vec<Keys<'_>> = values.iter().filter_map(|it| context.keys(*it, "a file of the spec", &ROOT)).collect();
    let is_whole = is_whole && roots.len() == values.len();
    let mut draft = context.draft(&roots, is_whole)?;
    // The trees are large, and the draft does not borrow from them.
    drop((roots, values));
    drop(trees);
    draft.envelope = draft.pruned_envelope();
    context.check(&draft);
    let known = draft.errors.iter().map(|it| (&*it.code, it)).collect();
    let codes = Codes { known, are_all: draft.knows_codes };
    let guides = files.guides.iter().filter_map(|&it| context.guide(it, &codes)).collect();
    drop(codes);
    let is_sound = is_whole && !context.diagnostics.iter().any(Diagnostic::is_error);
    draft.errors.sort_by(|a, b| a.status().cmp(&b.status()).then_with(|| a.code.cmp(&b.code)));
    draft.retired.sort_by(|a, b| a.code.cmp(&b.code));
    let fallback = draft.resolved_fallback();
    if !draft.has_short_form() {
        draft.envelope.short = None;
    }
    let Draft { api, envelope, retry, retry_place, errors, retired, .. } = draft;
    let api = api.filter(|_| is_sound)?;
    let has_errors_of_success = errors.iter().any(ErrorDef::is_success);
    Some(Book { api, envelope, fallback, retry, errors, retired, guides, retry_place, has_errors_of_success })
}

impl Context<'_> {
    /// Reads every value. `None` if the spec is in another version of the language.
    fn draft(&mut self, roots: &[Keys<'_>], is_whole: bool) -> Option<Draft> {
        let head = self.head(roots, is_whole);
        if let Some(value) = head.and_then(|it| it.get("errbook"))
            && !self.is_our_language(value)
        {
            return None;
        }
        let api = head.and_then(|it| it.get("api")).and_then(|it| self.api(it));
        let mistakes = self.diagnostics.len();
        let envelope = self.envelope(head.and_then(|it| it.get("envelope")));
        let knows_envelope = mistakes == self.diagnostics.len() && head.is_some_and(|it| !it.is_doubtful("envelope"));
        let style = api.as_ref().map_or(CodeStyle::Any, |it| it.code_style);
        let own_fallback = head.and_then(|it| it.get("fallback"));
        let fallback = own_fallback.map(|it| self.fallback(it, style)).unwrap_or_default();
        let own_retry = head.and_then(|it| it.get("retry"));
        let retry = self.book_retry(own_retry);
        let retry_place = own_retry.map(Value::span);
        let of_all = Head { envelope, knows_envelope, retry };
        let mut errors = Vec::new();
        let mut retired = Vec::new();
        let mut knows_codes = is_whole;
        for root in roots {
            knows_codes &= !root.is_doubtful("errors");
            let items = root.get("errors").map(|it| self.list(it, "`errors`")).unwrap_or_default();
            for item in items {
                if self.diagnostics.is_full() {
                    knows_codes = false;
                    break; // There is no book, and stand-ins take memory too.
                }
                let entry = self.entry(item, style, &of_all);
                knows_codes &= entry.as_ref().is_some_and(|it| it.places.has("code"));
                errors.extend(entry);
            }
            let items = root.get("retired").map(|it| self.list(it, "`retired`")).unwrap_or_default();
            retired.extend(items.into_iter().filter_map(|it| self.retired(it, style)));
        }
        let Head { envelope, knows_envelope, retry } = of_all;
        Some(Draft {
            api,
            envelope,
            fallback,
            fallback_place: own_fallback.map(Value::span),
            head_place: head.and_then(|it| it.pair("api")).map(|it| it.key_span),
            retry,
            retry_place,
            errors,
            retired,
            knows_envelope,
            knows_codes,
        })
    }
}
