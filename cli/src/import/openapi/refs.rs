//! References between the parts of an API's documents. Only files in the folder of the first document are read.

use std::collections::{BTreeMap, BTreeSet};

use errbook_codegen::diagnostics::Diagnostic;
use errbook_codegen::source::{FileId, Sources};
use errbook_codegen::text::{line_feeds, quoted};

use crate::import::report::Report;
use crate::import::tree::{self, NodeId, Tree, Value};

/// The limit of files that a document refers to.
const MOST_FILES: usize = 10_000;

/// The limit of their length together.
const MOST_BYTES: usize = 64 << 20;

/// Reads a file by its path relative to the first document's folder.
pub(super) type Load<'l> = dyn Fn(&str) -> Result<Vec<u8>, String> + 'l;

/// The documents, and why others were not read.
pub(super) struct Documents {
    /// By the path below the first one's folder; the first one is `""`.
    trees: Vec<(String, Tree)>,
    unread: BTreeMap<String, String>,
}

/// A value, with its document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'t> {
    pub(super) document: usize,
    pub(super) value: Value<'t>,
}

/// Identifies a node.
pub(super) type Key = (usize, NodeId);

impl<'t> Node<'t> {
    pub(super) fn key(self) -> Key {
        (self.document, self.value.id())
    }

    pub(super) fn get(self, key: &str) -> Option<Node<'t>> {
        self.value.get(key).map(|value| Node { value, ..self })
    }

    pub(super) fn pairs(self) -> impl Iterator<Item = (&'t str, Node<'t>)> {
        self.value.pairs().map(move |(key, _, value)| (key, Node { value, ..self }))
    }

    pub(super) fn items(self) -> impl Iterator<Item = Node<'t>> {
        self.value.items().map(move |value| Node { value, ..self })
    }

    pub(super) fn text(self, key: &str) -> Option<&'t str> {
        self.value.get(key).and_then(Value::text)
    }
}

impl Documents {
    /// Parses a document, and the files that it refers to.
    pub(super) fn read(sources: &mut Sources, file: FileId, load: &Load<'_>) -> Result<Self, Diagnostic> {
        let first = tree::parse(sources, file, 0, &sources.file(file).text)?;
        let mut out = Self { trees: vec![(String::new(), first)], unread: BTreeMap::new() };
        let folder = sources.file(file).path.rsplit_once(['/', '\\']).map_or(String::new(), |it| format!("{}/", it.0));
        let (mut next, mut bytes) = (0, 0);
        while next < out.trees.len() {
            let (path, tree) = &out.trees[next];
            let mut found = BTreeSet::new();
            if let Some(root) = tree.root() {
                files(root, path, &mut found);
            }
            for path in found {
                if out.trees.iter().any(|it| it.0 == path) || out.unread.contains_key(&path) {
                    continue;
                }
                if out.trees.len() >= MOST_FILES || bytes >= MOST_BYTES {
                    let why = format!("the document refers to more than {MOST_FILES} files, or {MOST_BYTES} bytes");
                    out.unread.insert(path, why);
                    continue;
                }
                match load(&path).and_then(|it| String::from_utf8(it).map_err(|_| "it is not UTF-8".to_owned())) {
                    Ok(text) => {
                        bytes += text.len();
                        let file = sources.add(format!("{folder}{path}"), line_feeds(text));
                        match tree::parse(sources, file, 0, &sources.file(file).text) {
                            Ok(tree) => out.trees.push((path, tree)),
                            // A file that no error refers to may be of another format.
                            Err(found) => {
                                out.unread.insert(path, found.message);
                            }
                        }
                    }
                    Err(why) => {
                        out.unread.insert(path, why);
                    }
                }
            }
            next += 1;
        }
        Ok(out)
    }

    pub(super) fn root(&self) -> Option<Node<'_>> {
        Some(Node { document: 0, value: self.trees.first()?.1.root()? })
    }

    /// Follows `$ref`s to the value that they mean. `None`, with a note, if there is none.
    pub(super) fn resolve<'t>(&'t self, node: Node<'t>, report: &mut Report) -> Option<Node<'t>> {
        let mut node = node;
        let mut seen = vec![node.key()];
        while let Some(reference) = node.text("$ref") {
            let target = match self.target(node, reference) {
                Ok(target) => target,
                Err(why) => {
                    report.left(node.value.span(), format!("the reference {}", quoted(reference)), why);
                    return None;
                }
            };
            if seen.contains(&target.key()) {
                report.left(node.value.span(), format!("the reference {}", quoted(reference)), "it refers to itself");
                return None;
            }
            seen.push(target.key());
            node = target;
        }
        Some(node)
    }

    fn target<'t>(&'t self, from: Node<'t>, reference: &str) -> Result<Node<'t>, String> {
        let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let document = if file.is_empty() {
            from.document
        } else {
            let path = joined(&self.trees[from.document].0, file)?;
            match self.trees.iter().position(|it| it.0 == path) {
                Some(found) => found,
                None => {
                    return Err(self.unread.get(&path).cloned().unwrap_or_else(|| "the file was not read".to_owned()));
                }
            }
        };
        let root = self.trees[document].1.root().ok_or("the document is empty")?;
        let mut value = root;
        for part in pointer.trim_start_matches('/').split('/').filter(|it| !it.is_empty()) {
            let name = decoded(part);
            let found = value.get(&name).or_else(|| value.items().nth(name.parse().ok()?));
            value = found.ok_or_else(|| format!("there is no {}", quoted(&name)))?;
        }
        Ok(Node { document, value })
    }
}

/// The files that a document refers to.
fn files(root: Value<'_>, document: &str, out: &mut BTreeSet<String>) {
    // By a list: documents are deep and shared by aliases.
    let mut seen = BTreeSet::new();
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        if !seen.insert(value.id()) {
            continue;
        }
        if let Some(reference) = value.get("$ref").and_then(Value::text)
            && let Some(file) = reference.split('#').next().filter(|it| !it.is_empty())
            && let Ok(path) = joined(document, file)
        {
            out.insert(path);
        }
        open.extend(value.pairs().map(|it| it.2));
        open.extend(value.items());
    }
}

/// The path of a file that another one refers to, both below the first document's folder.
fn joined(document: &str, file: &str) -> Result<String, String> {
    if file.contains("://") || file.starts_with("//") {
        return Err("an import reads nothing from the network".to_owned());
    }
    let outside = || "it is outside the folder of the document".to_owned();
    let file = decoded(file).replace('\\', "/");
    if file.starts_with('/') || file.contains(':') || file.contains('\0') {
        return Err(outside());
    }
    let folder = document.rsplit_once('/').map_or("", |it| it.0);
    let mut parts: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or_else(outside)?;
            }
            it => parts.push(it),
        }
    }
    Ok(parts.join("/"))
}

/// A part of a reference without its escapes (RFC 6901, section 3; RFC 3986, section 2.1).
fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = |it: u8| char::from(it).to_digit(16).and_then(|it| u8::try_from(it).ok());
        match (byte, after) {
            (b'%', [a, b, tail @ ..]) if hex(*a).is_some() && hex(*b).is_some() => {
                bytes.push(hex(*a).unwrap_or_default() * 16 + hex(*b).unwrap_or_default());
                rest = tail;
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).replace("~1", "/").replace("~0", "~")
}
