//! The API as a whole, except for its versions, which the report judges.

use super::envelope::CODE_TYPE_CHANGED;
use super::texts::texts;
use crate::compat::context::Context;
use crate::compat::impact::{Bump, Verdict, case};
use crate::compat::location::Location;
use crate::compat::rule::rules;
use crate::compat::value::Value;
use crate::compat::wording::wording;
use crate::model::{Api, CodeStyle, Package, Publish, Runtime};

rules! {
    API_NAME_CHANGED = "api-name-changed" {
        summary: "The name of the API changed.",
        rationale: "Only documentation shows it.",
        cases: &[case("", Verdict::Safe, Verdict::Safe, Bump::None, Bump::Patch)],
    }
    CRATE_CHANGED = "crate-changed" {
        summary: "The generated crate was renamed.",
        rationale: "Dependents name it in their manifest and in every `use`.",
        fix: "Publish the old crate once more, with a note that points to the new one.",
        cases: &[case("", Verdict::Safe, Verdict::Breaking, Bump::None, Bump::Major)],
        servers: Some(|it, _| wording!["depend on ", it.new_value(), " instead of ", it.old_value(), "."]),
    }
    RUNTIME_CHANGED = "runtime-changed" {
        summary: "The version or the source of the generated crate's runtime changed.",
        rationale: "Types of different runtimes are not interchangeable. A program that depends on `errbook` itself must update it too.",
        fix: "Name the required `errbook` in the changelog.",
        cases: &[case("", Verdict::Safe, Verdict::Dangerous, Bump::None, Bump::Minor)],
    }
    PACKAGE_CHANGED = "package-changed" {
        summary: "The package metadata of the generated crate changed.",
        rationale: "Registries show it. A new license applies to the versions from this one on.",
        cases: &[case("", Verdict::Safe, Verdict::Note, Bump::None, Bump::Patch)],
    }
    CODE_STYLE_CHANGED = "code-style-changed" {
        summary: "The style of the codes changed.",
        rationale: "It constrains the authors of the book. Renamed codes are reported separately.",
        cases: &[case("", Verdict::Safe, Verdict::Safe, Bump::None, Bump::None)],
    }
    BOOK_CLOSED = "book-closed" {
        summary: "Clients are no longer told to expect unknown codes.",
        rationale: "It promises that no code will be added, but codes were added before: a client written today breaks when the next one is.",
        fix: "Keep it open.",
        cases: &[case("", Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Major)],
        clients: Some(|_| wording!["treat the codes as a complete list: the book no longer announces that codes may be added."]),
        servers: Some(|_, _| wording!["no change is needed."]),
    }
    BOOK_OPENED = "book-opened" {
        summary: "Clients are now told to expect unknown codes.",
        rationale: "Responses stay the same. Clients will expect the codes that are added later.",
        cases: &[case("", Verdict::Safe, Verdict::Safe, Bump::Minor, Bump::Minor)],
    }
    DOCS_URL_CHANGED = "docs-url-changed" {
        summary: "The URL of the documentation was added, removed or changed.",
        rationale: "Existing links lead to the old URL.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)],
    }
}

pub(in crate::compat) fn compare(it: &mut Context<'_>) {
    let (old, new) = (&it.old.api, &it.new.api);
    let root = Location::new(None, "api", None, None);
    let at = |key| root.key(key, &old.places, &new.places);
    texts(it, &at("name"), &API_NAME_CHANGED, "the API name", Some(&old.name), Some(&new.name));
    let crate_name = at("crate").at(Some(old.place_of_crate_name()), Some(new.place_of_crate_name()));
    it.plain(&crate_name, &CRATE_CHANGED, "the crate name", Some(&old.crate_name), Some(&new.crate_name));
    it.plain(&at("runtime"), &RUNTIME_CHANGED, "the runtime", Some(runtime(&old.runtime)), Some(runtime(&new.runtime)));
    let (old_package, new_package) = (package(&old.package), package(&new.package));
    it.plain(&at("package"), &PACKAGE_CHANGED, "the package metadata", Some(old_package), Some(new_package));
    let (old_style, new_style) = (Value::keyword(old.code_style), Value::keyword(new.code_style));
    let is_number = |it: &Api| it.code_style == CodeStyle::Integer;
    let rule = if is_number(old) == is_number(new) { &CODE_STYLE_CHANGED } else { &CODE_TYPE_CHANGED };
    it.value(&at("code_style"), rule, "the style of codes", Some(old_style), Some(new_style));
    let open = if new.open { &BOOK_OPENED } else { &BOOK_CLOSED };
    it.plain(&at("open"), open, "`open`", Some(old.open), Some(new.open));
    let (old_url, new_url) = (old.docs_url.as_ref(), new.docs_url.as_ref());
    it.plain(&at("docs_url"), &DOCS_URL_CHANGED, "the URL of the docs", old_url, new_url);
}

fn runtime(it: &Runtime) -> String {
    let parts: Vec<String> = it.keys().map(|(key, value)| format!("{key}: {value}")).collect();
    parts.join(", ")
}

fn package(it: &Package) -> String {
    let description = it.description.as_ref().map(|text| format!("description: {text}"));
    let texts = it.texts().map(|(key, value)| format!("{key}: {value}"));
    let lists = it.lists().map(|(key, values)| format!("{key}: [{}]", values.join(", ")));
    let publish = match &it.publish {
        Publish::Never => "publish: false".to_owned(),
        Publish::Anywhere => "publish: true".to_owned(),
        Publish::Registries(names) => format!("publish: [{}]", names.join(", ")),
    };
    let parts: Vec<String> = description.into_iter().chain(texts).chain(lists).chain([publish]).collect();
    parts.join(", ")
}
