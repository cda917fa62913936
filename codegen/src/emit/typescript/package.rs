//! `package.json`.

use errbook::Value;

use crate::emit::Publication;
use crate::emit::output::NOTICE;
use crate::text::pretty_json;

pub(in crate::emit) fn emit(book: &Publication<'_>) -> String {
    let (name, version) = book.npm();
    let package = &book.api.package;
    let texts = |items: &[String]| Value::List(items.iter().map(|it| Value::from(&**it)).collect());
    let entry = |name: &str| {
        let file = |extension| Value::from(format!("./{name}.{extension}"));
        object([("types", file("d.ts")), ("default", file("js"))])
    };
    let exports =
        [(".", entry("index")), ("./codes", entry("codes")), ("./package.json", Value::from("./package.json"))];
    let url = package.homepage.as_ref().or(package.documentation.as_ref());
    let repository = |url: &String| object([("type", Value::from("git")), ("url", Value::from(git(url)))]);
    let (author, others) =
        package.authors.split_first().map_or((None, &[][..]), |(first, others)| (Some(first), others));
    let members = [
        ("//", Some(Value::from(NOTICE))),
        ("name", Some(Value::from(name))),
        ("version", Some(Value::from(version))),
        ("description", Some(Value::from(book.description()))),
        ("license", package.license.as_deref().map(Value::from)),
        ("repository", package.repository.as_ref().map(repository)),
        ("homepage", url.map(|it| Value::from(&**it))),
        ("author", author.map(|it| Value::from(&**it))),
        ("contributors", (!others.is_empty()).then(|| texts(others))),
        ("keywords", (!package.keywords.is_empty()).then(|| texts(&package.keywords))),
        ("private", (!book.is_public()).then_some(Value::Bool(true))),
        ("type", Some(Value::from("module"))),
        ("sideEffects", Some(Value::Bool(false))),
        ("engines", Some(object([("node", Value::from(">=18"))]))),
        ("types", Some(Value::from("./index.d.ts"))),
        ("exports", Some(object(exports))),
        ("files", Some(Value::List(["*.js", "*.d.ts", "lib"].map(Value::from).into()))),
    ];
    let members = object(members.into_iter().filter_map(|(name, value)| Some((name, value?))));
    pretty_json(&members)
}

fn object<'a>(members: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The URL of a repository, as npm has it.
fn git(url: &str) -> String {
    let is_page = url.starts_with("https://") && url.strip_suffix(".git").is_none();
    if is_page { format!("git+{url}.git") } else { url.to_owned() }
}
