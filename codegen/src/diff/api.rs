//! What a book says about the API as a whole, but for its version, which is a [`Report`](super::Report)'s to judge.

use super::At;
use super::comparison::{Comparison, word};
use super::rule::{Bump, Verdict, case, rules};
use super::text::texts;
use crate::model::Runtime;

rules! {
    API_NAME_CHANGED = "api-name-changed":
        "The API is called something else.",
        "The name stands in documentation alone.",
        "",
        [case("", Verdict::Safe, Verdict::Safe, Bump::None, Bump::Patch)];
    CRATE_CHANGED = "crate-changed":
        "The generated crate is called something else.",
        "Whoever depends on the crate names it, in the manifest and in every `use`.",
        "Publish the old crate once more, with a note that names the new one.",
        [case("", Verdict::Safe, Verdict::Breaking, Bump::None, Bump::Major)];
    RUNTIME_CHANGED = "runtime-changed":
        "The generated crate stands on another runtime, or finds it elsewhere.",
        "Types of two runtimes do not fit together. Whoever names `errbook` too has to move along.",
        "Say in the changelog which `errbook` goes with it.",
        [case("", Verdict::Safe, Verdict::Dangerous, Bump::None, Bump::Minor)];
    CODE_STYLE_CHANGED = "code-style-changed":
        "Codes may be written in another style.",
        "It is a rule for whoever writes the book. A code that is written otherwise is a change of its own.",
        "",
        [case("", Verdict::Safe, Verdict::Safe, Bump::None, Bump::None)];
    BOOK_CLOSED = "book-closed":
        "Clients are no longer told to expect codes that they do not know.",
        "It promises that no code will come, and codes have come before: a client that is written now breaks with the next one.",
        "Leave it open.",
        [case("", Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Major)];
    BOOK_OPENED = "book-opened":
        "Clients are told to expect codes that they do not know.",
        "Nothing is sent that was not sent before. Codes that come later are no surprise any more.",
        "",
        [case("", Verdict::Safe, Verdict::Safe, Bump::Minor, Bump::Minor)];
    DOCS_URL_CHANGED = "docs-url-changed":
        "The docs are published elsewhere, or the book says so for the first time.",
        "Links that were followed before lead to where the docs were.",
        "",
        [case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)];
}

pub(super) fn compare(it: &mut Comparison<'_>) {
    let (old, new) = (&it.old.api, &it.new.api);
    let root = At::new(None, "api", None, None);
    let at = |key| root.key(key, &old.places, &new.places);
    texts(it, &at("name"), &API_NAME_CHANGED, "the API's name", Some(&old.name), Some(&new.name));
    it.value(&at("crate"), &CRATE_CHANGED, "the crate's name", Some(&old.crate_name), Some(&new.crate_name));
    it.value(&at("runtime"), &RUNTIME_CHANGED, "the runtime", Some(runtime(&old.runtime)), Some(runtime(&new.runtime)));
    let (old_style, new_style) = (word(old.code_style), word(new.code_style));
    it.value(&at("code_style"), &CODE_STYLE_CHANGED, "the style of codes", Some(old_style), Some(new_style));
    let open = if new.open { &BOOK_OPENED } else { &BOOK_CLOSED };
    it.value(&at("open"), open, "`open`", Some(old.open), Some(new.open));
    let (old_url, new_url) = (old.docs_url.as_ref(), new.docs_url.as_ref());
    it.value(&at("docs_url"), &DOCS_URL_CHANGED, "the docs' address", old_url, new_url);
}

fn runtime(it: &Runtime) -> String {
    let part = |key: &str, value: &Option<String>| value.as_ref().map(|it| format!("{key}: {it}"));
    let parts: Vec<String> = part("version", &it.version).into_iter().chain(part("path", &it.path)).collect();
    parts.join(", ")
}
