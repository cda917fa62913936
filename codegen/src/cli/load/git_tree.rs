//! The spec folder in a revision. It follows the rules of the folder on disk.

use std::collections::BTreeSet;

use super::git::{Leaf, Mode, Repository};
use super::spec_dir::{A_FOLDER, A_LINK, NOT_UTF8, is_hidden, is_read, unreadable};
use crate::input::{Content, Input};

/// The inputs below a tree.
pub(super) fn inputs(repository: &Repository, tree: &str, cap: u64) -> Result<Vec<Input>, String> {
    let leaves = repository.leaves(tree)?;
    let (mut inputs, mut wanted, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for leaf in &leaves {
        match entry(leaf, cap) {
            Entry::Ignored => {}
            Entry::File(path) => wanted.push((path, &*leaf.id)),
            Entry::Input(input) => {
                // A folder with the name of an input is listed once for each file in it.
                if seen.insert(input.path.clone()) {
                    inputs.push(input);
                }
            }
        }
    }
    let ids: Vec<&str> = wanted.iter().map(|it| it.1).collect();
    for ((path, id), bytes) in wanted.into_iter().zip(repository.blobs(&ids)?) {
        let content = bytes.map_or_else(
            || Content::Unreadable(format!("its contents, {id}, are missing in the repository")),
            Content::Bytes,
        );
        inputs.push(Input { path, content });
    }
    Ok(inputs)
}

/// The role of a tree entry for the compiler.
enum Entry {
    Ignored,
    /// A file to be read.
    File(String),
    /// An input that is not read.
    Input(Input),
}

fn entry(leaf: &Leaf, cap: u64) -> Entry {
    let mut path = String::new();
    let mut parts = leaf.path.split(|&byte| byte == b'/').peekable();
    while let Some(part) = parts.next() {
        let Ok(name) = std::str::from_utf8(part) else {
            path.push_str(&String::from_utf8_lossy(part));
            return refused(path, NOT_UTF8);
        };
        if is_hidden(name) {
            return Entry::Ignored;
        }
        path.push_str(name);
        if parts.peek().is_none() {
            break;
        }
        if is_read(&path) {
            return refused(path, A_FOLDER);
        }
        path.push('/');
    }
    match leaf.mode {
        Mode::Submodule => Entry::Input(unreadable(
            format!("{path}/*.yaml"),
            "it is a submodule, whose files are in another repository",
        )),
        Mode::Link => refused(path, A_LINK),
        Mode::File if !is_read(&path) => Entry::Ignored,
        Mode::File if leaf.size > cap => {
            Entry::Input(Input { path, content: Content::TooLarge { length: leaf.size, cap } })
        }
        Mode::File => Entry::File(path),
    }
}

/// A path that cannot be read. It is an error if it has the name of an input.
fn refused(path: String, why: &str) -> Entry {
    if is_read(&path) { Entry::Input(unreadable(path, why)) } else { Entry::Ignored }
}
