//! The compiler's modules import only lower layers, without cycles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::specs::root;

/// The modules at the crate's root, the lowest layer first. A module imports those of lower layers, and of its own
/// layer if there is no cycle.
const LAYERS: &[&[&str]] = &[
    &["text", "source", "names"],
    &["markdown", "diagnostics", "input"],
    &["edits", "syntax", "model", "urls", "wire"],
    &["lower"],
    &["compat", "emit"],
    &["waivers", "drift", "format", "named", "reference", "revise", "verify"],
    &[ROOT],
    &["cli"],
];

/// Lower layers that a module must not import.
const FORBIDDEN: &[(&str, &str)] = &[("compat", "emit"), ("compat", "syntax")];

/// A module's path below the crate: `["lower", "keys"]`.
type Module = Vec<String>;

/// The crate's root, as a module that others import.
const ROOT: &str = "lib";

/// Every module with the modules that it imports.
type Imports = BTreeMap<Module, BTreeSet<Module>>;

fn files(folder: &Path, above: &[String], out: &mut Vec<(Module, String)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let below = [above, std::slice::from_ref(&stem)].concat();
        if path.is_dir() {
            files(&path, &below, out);
        } else if path.extension().is_some_and(|it| it == "rs") {
            let is_parent = stem == "mod" || (stem == "lib" && above.is_empty());
            let module = if is_parent { above.to_vec() } else { below };
            out.push((module, fs::read_to_string(&path).expect("a file")));
        }
    }
}

/// The imports of all files: paths that begin with `crate`, `super` or `self`, in `use` and in code.
fn imports(files: &[(Module, String)]) -> Imports {
    let modules: BTreeSet<&Module> = files.iter().map(|it| &it.0).collect();
    let mut out = Imports::new();
    for (module, text) in files {
        let tokens: TokenStream = text.parse().expect("Rust");
        let mut paths = Vec::new();
        collect(tokens, module, &mut paths);
        let found = out.entry(module.clone()).or_default();
        for mut path in paths {
            // What follows the last module is an item of it.
            while !modules.contains(&path) && !path.is_empty() {
                path.pop();
            }
            if path.is_empty() {
                path.push(ROOT.to_owned()); // An item of `lib.rs`, or one that is not a module's.
            }
            if path != *module {
                found.insert(path);
            }
        }
    }
    out
}

/// The absolute path of every relative or absolute path in tokens.
fn collect(tokens: TokenStream, module: &[String], out: &mut Vec<Module>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    let is_bang = |it: Option<&TokenTree>| matches!(it, Some(TokenTree::Punct(it)) if it.as_char() == '!');
    while at < tokens.len() {
        match &tokens[at] {
            // The Rust in it is of the generated crate.
            TokenTree::Ident(ident) if ident.to_string().ends_with("quote") && is_bang(tokens.get(at + 1)) => at += 2,
            TokenTree::Group(group) => collect(group.stream(), module, out),
            TokenTree::Ident(ident) if ["crate", "super", "self"].iter().any(|it| ident == it) => {
                let base = match &*ident.to_string() {
                    "crate" => Vec::new(),
                    "super" => module[..module.len().saturating_sub(1)].to_vec(),
                    _ => module.to_vec(),
                };
                at = follow(&tokens, at + 1, base, out);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

/// Follows a path after its first segment. Returns the index after it.
fn follow(tokens: &[TokenTree], mut at: usize, mut path: Module, out: &mut Vec<Module>) -> usize {
    let is_colon = |it: Option<&TokenTree>| matches!(it, Some(TokenTree::Punct(it)) if it.as_char() == ':');
    let mut is_path = false;
    while is_colon(tokens.get(at)) && is_colon(tokens.get(at + 1)) {
        is_path = true;
        match tokens.get(at + 2) {
            Some(TokenTree::Ident(ident)) if ident == "super" => drop(path.pop()),
            Some(TokenTree::Ident(ident)) => path.push(ident.to_string()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let is_comma = |it: &TokenTree| matches!(it, TokenTree::Punct(it) if it.as_char() == ',');
                for branch in inner.split(is_comma) {
                    if let Some(TokenTree::Ident(first)) = branch.first() {
                        let mut below = path.clone();
                        if first != "self" {
                            below.push(first.to_string());
                        }
                        // A single segment is a path too.
                        if follow(branch, 1, below.clone(), out) == 1 {
                            out.push(below);
                        }
                    }
                }
                return at + 3;
            }
            _ => {}
        }
        at += 3;
    }
    if is_path {
        out.push(path);
    }
    at
}

/// The invalid imports, one per line.
fn violations(imports: &Imports) -> Vec<String> {
    let mut out = BTreeSet::new();
    let layer = |name: &str| LAYERS.iter().position(|it| it.contains(&name));
    for (module, others) in imports {
        let Some(name) = module.first() else { continue };
        let Some(own) = layer(name) else {
            out.insert(format!("{name}: in no layer"));
            continue;
        };
        for other in others.iter().filter_map(|it| it.first()).filter(|it| *it != name) {
            let is_forbidden = FORBIDDEN.contains(&(name, other));
            if layer(other).is_none_or(|it| it > own) || is_forbidden {
                out.insert(format!("{} imports {other}, which is not below it", module.join("::")));
            }
        }
    }
    out.extend(circles(imports));
    out.into_iter().collect()
}

/// The cycles among the children of each module, each child with its descendants.
fn circles(imports: &Imports) -> Vec<String> {
    // For each module, which of its children imports which other child.
    let mut levels: BTreeMap<Module, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for (module, others) in imports {
        for other in others {
            let shared = module.iter().zip(other).take_while(|(a, b)| a == b).count();
            if let (Some(from), Some(to)) = (module.get(shared), other.get(shared)) {
                let level = levels.entry(module[..shared].to_vec()).or_default();
                level.entry(from.clone()).or_default().insert(to.clone());
            }
        }
    }
    let mut out = Vec::new();
    for (parent, edges) in &levels {
        // A module that imports no remaining module, or that none imports, is not in a cycle.
        let mut left: BTreeSet<&String> = edges.keys().collect();
        loop {
            let before = left.len();
            let rest = left.clone();
            let leads_on = |it: &String| edges[it].iter().any(|to| rest.contains(to));
            let is_reached = |it: &String| rest.iter().any(|from| edges[*from].contains(it));
            left.retain(|it| leads_on(it) && is_reached(it));
            if left.len() == before {
                break;
            }
        }
        if !left.is_empty() {
            let names: Vec<&str> = left.iter().map(|it| it.as_str()).collect();
            out.push(format!("circle in {}: {}", parent.join("::"), names.join(", ")));
        }
    }
    out
}

fn compiler() -> Vec<(Module, String)> {
    let mut out = Vec::new();
    files(&root().join("codegen/src"), &[], &mut out);
    out.sort();
    out
}

#[test]
fn imports_point_down() {
    let files = compiler();
    assert!(files.len() > 100, "{} files", files.len());
    let imports = imports(&files);
    let count: usize = imports.values().map(BTreeSet::len).sum();
    assert!(count > 300, "{count} imports");
    let found = violations(&imports);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Each of these lines, added to a file, is found.
#[test]
fn an_import_that_goes_up_or_in_a_circle_is_found() {
    for (module, line, expected) in [
        ("text", "use crate::source::Span;\nuse crate::lower::Context;", "text imports lower, which is not below it"),
        (
            "lower::keys::fields",
            "fn f() { crate::emit::emit(); }",
            "lower::keys::fields imports emit, which is not below it",
        ),
        (
            "diagnostics::bag",
            "use super::super::lower::{self, read::Keys};",
            "diagnostics::bag imports lower, which is not below it",
        ),
        ("source", "use crate::{text::quoted, cli::{run, main}};", "source imports cli, which is not below it"),
        ("names", "use crate::compile;", "names imports lib, which is not below it"),
        ("source", "fn f(_: super::source::Span, _: crate::source::Span) {}", ""),
        ("lower::read", "use super::keys::head::ROOT;", "circle in lower: "),
        ("syntax::scalar", "use super::parse::parse;", "circle in syntax: parse, scalar"),
        ("emit::rust::pages", "use crate::emit::docs::page;", "circle in emit: docs, python, rust, typescript"),
        ("emit::docs::table", "use super::page;", "circle in emit::docs: page, reference"),
        (
            "emit::rust::structs",
            "use super::{payload::emit, syntax};",
            "circle in emit::rust: nested, payload, structs",
        ),
        ("diagnostics", "mod f { macro_rules! m { () => { $crate::syntax::parse() } } }", "diagnostics imports syntax"),
    ] {
        let mut files = compiler();
        let module: Module = module.split("::").map(str::to_owned).collect();
        let file = files.iter_mut().find(|it| it.0 == module).expect("there is such a module");
        file.1.push_str(line);
        let found = violations(&imports(&files));
        let is_found = found.iter().any(|it| !expected.is_empty() && it.starts_with(expected));
        assert_eq!(is_found, !expected.is_empty(), "{line}: {found:?}");
    }
}
