//! Every public item has an example: in the runtime, and in generated crates. rustdoc runs them.

use std::collections::BTreeSet;
use std::fs;

use errbook_codegen::emit::emit;
use syn::{Attribute, ImplItem, Item, TraitItem, Type, UseTree, Visibility};

use crate::books;
use crate::specs::{book, masko, root};

/// What is public in a file of Rust, and has no example. `private` names are left out.
fn without(text: &str, private: &BTreeSet<String>) -> Vec<String> {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let mut found = Vec::new();
    items(&file.items, private, &mut found);
    found
}

fn items(all: &[Item], private: &BTreeSet<String>, found: &mut Vec<String>) {
    for item in all {
        if name(item).is_some_and(|name| private.contains(&name)) {
            continue;
        }
        match item {
            Item::Struct(it) => look(&it.attrs, Some(&it.vis), &it.ident, found),
            Item::Enum(it) => look(&it.attrs, Some(&it.vis), &it.ident, found),
            Item::Type(it) => look(&it.attrs, Some(&it.vis), &it.ident, found),
            Item::Const(it) => look(&it.attrs, Some(&it.vis), &it.ident, found),
            Item::Static(it) => look(&it.attrs, Some(&it.vis), &it.ident, found),
            Item::Fn(it) => look(&it.attrs, Some(&it.vis), &it.sig.ident, found),
            // A module is documented at the top of its own file.
            Item::Mod(it) if !is_hidden(&it.attrs) => {
                items(it.content.as_ref().map_or(&[][..], |(_, items)| items), private, found);
            }
            // Its constants and types have no meaning without it: the trait's own example is theirs.
            Item::Trait(it) if is_public(&it.vis) => {
                look(&it.attrs, Some(&it.vis), &it.ident, found);
                for member in &it.items {
                    if let TraitItem::Fn(member) = member {
                        look(&member.attrs, None, &member.sig.ident, found);
                    }
                }
            }
            Item::Impl(it) if it.trait_.is_none() => {
                for member in &it.items {
                    match member {
                        ImplItem::Fn(member) => look(&member.attrs, Some(&member.vis), &member.sig.ident, found),
                        ImplItem::Const(member) => look(&member.attrs, Some(&member.vis), &member.ident, found),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

/// The name of an item, or of the type that it implements.
fn name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Struct(it) => &it.ident,
        Item::Enum(it) => &it.ident,
        Item::Trait(it) => &it.ident,
        Item::Const(it) => &it.ident,
        Item::Fn(it) => &it.sig.ident,
        Item::Impl(it) => {
            let Type::Path(path) = &*it.self_ty else { return None };
            &path.path.segments.last()?.ident
        }
        _ => return None,
    };
    Some(name.to_string())
}

/// `visibility` is `None` if an item has that of its parent.
fn look(attributes: &[Attribute], visibility: Option<&Visibility>, name: &syn::Ident, found: &mut Vec<String>) {
    let is_seen = visibility.is_none_or(is_public) && !is_hidden(attributes);
    if is_seen && !attributes.iter().any(|it| text(it).contains("```")) {
        found.push(name.to_string());
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| text(it) == "doc (hidden)")
}

/// `doc = "…"`, `cfg_attr(…, doc = "…")`.
fn text(attribute: &Attribute) -> String {
    quote::ToTokens::to_token_stream(&attribute.meta).to_string()
}

#[test]
fn what_is_found() {
    const PUBLIC: &str = "/// ```\n/// ```\npub struct A;\npub struct B;\nstruct C;\npub(crate) struct D;\n#[doc(hidden)]\npub struct E;\n\
        #[cfg_attr(feature = \"std\", doc = \"```\")]\npub fn f() {}\n/// Nothing.\npub fn g() {}\n\
        impl A { pub fn h() {} fn i() {}\n/// ```\n/// ```\npub const J: u8 = 0; pub const K: u8 = 0; }\n\
        impl Drop for A { fn drop(&mut self) {} }\npub trait L { const M: u8; fn n(); #[doc(hidden)] fn o(); }\n\
        trait P { fn q(); }\npub mod r { pub type S = u8; }\n#[doc(hidden)]\npub mod t { pub struct U; }\n";
    assert_eq!(without(PUBLIC, &BTreeSet::new()), ["B", "g", "h", "K", "L", "n", "S"]);
    assert_eq!(without(PUBLIC, &["A", "L"].map(str::to_owned).into()), ["B", "g", "S"]);
}

/// The names that the runtime re-exports in its hidden module.
fn private() -> BTreeSet<String> {
    fn names(tree: &UseTree, found: &mut BTreeSet<String>) {
        match tree {
            UseTree::Path(path) => names(&path.tree, found),
            UseTree::Name(name) => drop(found.insert(name.ident.to_string())),
            UseTree::Group(group) => group.items.iter().for_each(|tree| names(tree, found)),
            UseTree::Rename(_) | UseTree::Glob(_) => panic!("every name is listed"),
        }
    }
    let text = fs::read_to_string(root().join("runtime/src/__private.rs")).expect("it is there");
    let mut found = BTreeSet::new();
    for item in syn::parse_file(&text).expect("it is Rust").items {
        let Item::Use(item) = item else { panic!("it only re-exports") };
        names(&item.tree, &mut found);
    }
    found
}

#[test]
fn the_runtime_has_an_example_for_each() {
    let private = private();
    let mut folders = vec![root().join("runtime/src")];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the runtime") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            count += 1;
            // A module that is hidden as a whole.
            if path.file_stem().is_some_and(|stem| private.contains(&*stem.to_string_lossy())) {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source");
            assert_eq!(without(&text, &private), Vec::<String>::new(), "{}", path.display());
        }
    }
    assert!(count > 40, "{count} files");
}

#[test]
fn a_generated_crate_has_an_example_for_each() {
    let fixtures = books::all().into_iter().filter(|it| ["shop", "awkward", "none"].contains(&it.name));
    let books: Vec<_> = fixtures.map(|it| (it.name, it.inputs)).chain([("masko", masko())]).collect();
    assert_eq!(books.len(), 4);
    for (name, inputs) in books {
        let outputs = emit(&book(inputs));
        for output in outputs.iter().filter(|it| it.path.starts_with("src/")) {
            assert_eq!(without(&output.contents, &BTreeSet::new()), Vec::<String>::new(), "{name}: {}", output.path);
        }
    }
}
