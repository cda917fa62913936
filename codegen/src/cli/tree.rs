//! The spec folder of a revision: the same files as on disk, and the same refused.

use std::collections::BTreeSet;

use super::git::{Leaf, Mode, Repository};
use super::spec::{A_FOLDER, A_LINK, NOT_UTF8, is_hidden, is_read};
use crate::input::{Content, Input};

/// Every file below a tree that is something to the compiler.
pub(super) fn inputs(repository: &Repository, tree: &str, cap: u64) -> Result<Vec<Input>, String> {
    let leaves = repository.leaves(tree)?;
    let (mut inputs, mut wanted, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for leaf in &leaves {
        match judged(leaf, cap) {
            Judged::Nothing => {}
            Judged::File(path) => wanted.push((path, &*leaf.id)),
            Judged::Input(input) => {
                // A folder's files come one by one.
                if seen.insert(input.path.clone()) {
                    inputs.push(input);
                }
            }
        }
    }
    let ids: Vec<&str> = wanted.iter().map(|it| it.1).collect();
    for ((path, id), bytes) in wanted.into_iter().zip(repository.blobs(&ids)?) {
        let content = bytes.map_or_else(
            || Content::Unreadable(format!("the repository does not have its contents, {id}")),
            Content::Bytes,
        );
        inputs.push(Input { path, content });
    }
    Ok(inputs)
}

enum Judged {
    Nothing,
    /// To be read.
    File(String),
    Input(Input),
}

fn judged(leaf: &Leaf, cap: u64) -> Judged {
    let mut path = String::new();
    let mut parts = leaf.path.split(|&byte| byte == b'/').peekable();
    while let Some(part) = parts.next() {
        let Ok(name) = std::str::from_utf8(part) else {
            path.push_str(&String::from_utf8_lossy(part));
            return refused(path, NOT_UTF8);
        };
        if is_hidden(name) {
            return Judged::Nothing;
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
        Mode::Submodule => {
            let why = "it is a submodule: its files are in another repository".to_owned();
            Judged::Input(Input { path: format!("{path}/*.yaml"), content: Content::Unreadable(why) })
        }
        Mode::Link => refused(path, A_LINK),
        Mode::File if !is_read(&path) => Judged::Nothing,
        Mode::File if leaf.size > cap => {
            Judged::Input(Input { path, content: Content::TooLarge { length: leaf.size, cap } })
        }
        Mode::File => Judged::File(path),
    }
}

/// A path at which no file is that could be read: it counts where one would have been.
fn refused(path: String, why: &str) -> Judged {
    if is_read(&path) {
        Judged::Input(Input { path, content: Content::Unreadable(why.to_owned()) })
    } else {
        Judged::Nothing
    }
}
