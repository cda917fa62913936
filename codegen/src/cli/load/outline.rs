//! The role of a file in a spec, by its top-level keys alone, so that books are found without compiling everything.

use crate::diagnostics::Diagnostics;
use crate::input::{self, Input};
use crate::source::Sources;
use crate::syntax::{self, Kind, Value};

/// The keys that a file may have without being the head of a book.
const PARTS: &[&str] = &["errors", "retired"];

/// The crate of the book whose head file this is; `None`: it is not a head file.
pub(super) fn crate_name(bytes: &[u8]) -> Option<String> {
    // Most files of a repository are ruled out without parsing.
    let text = std::str::from_utf8(bytes).ok()?;
    if !text.contains("errbook") || !text.contains("crate") {
        return None;
    }
    with_root(bytes, |root| {
        member(root, "errbook")?;
        let name = member(member(root, "api")?, "crate")?;
        match member(name, "name").unwrap_or(name).kind() {
            Kind::Scalar(name) => Some(name.as_written().to_owned()),
            _ => None,
        }
    })
}

/// Whether a file has only errors and tombstones, like all files of a book except the head.
pub(super) fn is_part(bytes: &[u8]) -> bool {
    let has_only_parts =
        |root: Value<'_>| (root.pairs().len() > 0 && root.pairs().all(|it| PARTS.contains(&it.key))).then_some(());
    with_root(bytes, has_only_parts).is_some()
}

fn with_root<T>(bytes: &[u8], read: impl FnOnce(Value<'_>) -> Option<T>) -> Option<T> {
    let (mut sources, mut ignored) = (Sources::default(), Diagnostics::default());
    let file = input::read(&mut sources, Input::new("", bytes), &mut ignored)?;
    let tree = syntax::parse(&sources, file, &mut ignored);
    read(tree.root()?)
}

fn member<'t>(map: Value<'t>, key: &str) -> Option<Value<'t>> {
    map.pairs().find(|it| it.key == key).map(|it| it.value)
}
