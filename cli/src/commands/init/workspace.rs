//! The workspace around the book: its root, its packages, and the member that is added to its `Cargo.toml`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value as Json;
use toml_edit::{Array, DocumentMut, Item, Table, Value, value};

/// The workspace that contains a folder; `None` without a `Cargo.toml` in it or above.
pub(super) fn root(folder: &Path) -> Result<Option<PathBuf>, String> {
    if !folder.ancestors().any(|it| it.join("Cargo.toml").is_file()) {
        return Ok(None);
    }
    let out = cargo(folder, &["locate-project", "--workspace", "--message-format", "plain"])?;
    let manifest = PathBuf::from(String::from_utf8_lossy(&out).trim_end());
    Ok(manifest.parent().map(Path::to_path_buf))
}

fn cargo(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let out = Command::new(program).args(arguments).current_dir(folder).output();
    let out = out.map_err(|error| format!("cannot run cargo: {error}"))?;
    if out.status.success() {
        return Ok(out.stdout);
    }
    let why = String::from_utf8_lossy(&out.stderr);
    // Callers write `error:` before it.
    Err(why.trim_end().trim_start_matches("error: ").to_owned())
}

/// The packages of a workspace, as Cargo describes them.
pub(super) fn packages(root: &Path) -> Result<Vec<Json>, String> {
    let metadata = cargo(root, &["metadata", "--no-deps", "--offline", "--format-version", "1"])?;
    let mut json: Json = serde_json::from_slice(&metadata).map_err(|error| format!("cargo metadata: {error}"))?;
    Ok(json.get_mut("packages").and_then(|it| it.as_array_mut().map(std::mem::take)).unwrap_or_default())
}

/// Whether the package in a folder is one of these.
pub(super) fn has(packages: &[Json], folder: &Path) -> bool {
    let same = |it: &Json| Path::new(it["manifest_path"].as_str().unwrap_or_default()).parent() == Some(folder);
    packages.iter().any(same)
}

/// Whether a package has this name.
pub(super) fn is_taken(packages: &[Json], name: &str) -> bool {
    packages.iter().any(|it| it["name"] == name)
}

/// The name in the manifest of a package.
pub(super) fn package_name(folder: &Path) -> Option<String> {
    let document: DocumentMut = fs::read_to_string(folder.join("Cargo.toml")).ok()?.parse().ok()?;
    document.get("package")?.get("name")?.as_str().map(str::to_owned)
}

/// Dependencies, and the features of the generated code for them: the version that a feature is for, as a requirement
/// begins.
const FEATURES: &[(&str, &str, &str)] = &[
    ("axum", "0.8", "axum"),
    ("actix-web", "4", "actix"),
    ("reqwest", "0.13", "reqwest"),
    ("tracing", "0.1", "tracing"),
];

/// The features for what these packages depend on.
pub(super) fn features(packages: &[Json]) -> Vec<&'static str> {
    let dependencies = || packages.iter().filter_map(|it| it["dependencies"].as_array()).flatten();
    let is_used = |name: &str, version: &str| {
        dependencies().any(|it| {
            let required = it["req"].as_str().unwrap_or_default().trim_start_matches(['^', '=', '~', '>', ' ']);
            it["name"] == name && it["kind"].is_null() && required.starts_with(version)
        })
    };
    FEATURES.iter().filter(|it| is_used(it.0, it.1)).map(|it| it.2).collect()
}

/// The names of the packages that are servers or clients, to which the generated code is to be added.
pub(super) fn users(packages: &[Json]) -> Vec<&str> {
    let users = packages.iter().filter(|it| !features(std::slice::from_ref(it)).is_empty());
    users.filter_map(|it| it["name"].as_str()).collect()
}

/// The manifest with a member more; `None` if it names the member already. If every folder is a member, `others` are excluded:
/// Cargo cannot read a workspace with a member that is not a package.
pub(super) fn with_member(manifest: &Path, member: &str, others: &[&str]) -> Result<Option<String>, String> {
    let text = match fs::read_to_string(manifest) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Some(format!("[workspace]\nresolver = \"3\"\nmembers = [\"{member}\"]\n")));
        }
        Err(error) => return Err(format!("{}: {error}", manifest.display())),
    };
    let mut document: DocumentMut = text.parse().map_err(|error| format!("{}: {error}", manifest.display()))?;
    let wrong = || format!("{}: `workspace.members` is not a list", manifest.display());
    if document.get("workspace").is_none() {
        // The root package is a member of its own workspace.
        let mut table = Table::new();
        table.insert("members", value(Array::from_iter([member])));
        document.insert("workspace", Item::Table(table));
        return Ok(Some(document.to_string()));
    }
    let workspace = document["workspace"].as_table_like_mut().ok_or_else(wrong)?;
    if let Some(members) = workspace.get_mut("members") {
        let members = members.as_array_mut().ok_or_else(wrong)?;
        if members.iter().any(|it| it.as_str() == Some(member)) {
            return Ok(None);
        }
        let has_all = members.iter().any(|it| matches!(it.as_str(), Some("*" | "./*")));
        push(members, member);
        if has_all {
            let excluded = workspace.entry("exclude").or_insert(value(Array::new()));
            let wrong = || format!("{}: `workspace.exclude` is not a list", manifest.display());
            let excluded = excluded.as_array_mut().ok_or_else(wrong)?;
            for other in others {
                if !excluded.iter().any(|it| it.as_str() == Some(other)) {
                    push(excluded, other);
                }
            }
        }
    } else {
        workspace.insert("members", value(Array::from_iter([member])));
    }
    Ok(Some(document.to_string()))
}

/// Adds an item in the form of the others: on a line of its own, if they are.
fn push(list: &mut Array, item: &str) {
    let before = list.len().checked_sub(1).and_then(|at| list.get(at));
    let space = before.and_then(|it| it.decor().prefix()?.as_str()).unwrap_or_default().to_owned();
    let Some(line) = space.rfind('\n').map(|at| space[at..].to_owned()) else {
        list.push(item);
        return;
    };
    // What follows the last item up to the bracket: it has the comment on that item.
    let has_comma = list.trailing_comma();
    let mut rest = list.trailing().as_str().unwrap_or_default().to_owned();
    if !has_comma && let Some(last) = list.len().checked_sub(1).and_then(|at| list.get_mut(at)) {
        rest = last.decor().suffix().and_then(|it| it.as_str()).unwrap_or_default().to_owned() + &rest;
        last.decor_mut().set_suffix("");
    }
    let (comment, end) = rest.rsplit_once('\n').map_or((&*rest, String::new()), |it| (it.0, format!("\n{}", it.1)));
    let mut value = Value::from(item);
    value.decor_mut().set_prefix(format!("{comment}{line}"));
    list.push_formatted(value);
    list.set_trailing(end);
    list.set_trailing_comma(has_comma);
}
