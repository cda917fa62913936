//! Formatting. A long list is formatted in parts, each as in its context, on several threads, so that time and memory
//! are linear in its length. It knows no book.

use std::num::NonZeroUsize;
use std::ops::Range;

use prettyplease::unparse;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Arm, Expr, Item, Variant, parse_quote};

use super::syntax::{self, ident};
use crate::emit::parallel;

/// The number of rows in a part. A shorter list is formatted together with its item.
const PART: NonZeroUsize = NonZeroUsize::new(256).unwrap();

/// Items around the rows of lists.
type Frame<'a> = dyn Fn(&[TokenStream]) -> TokenStream + 'a;

/// A piece of a file, after an empty line.
pub(super) enum Piece<'a> {
    /// Items that are formatted together.
    Items(TokenStream),
    /// Items with lists that may be long. `frame` inserts the rows, which must start on a new line.
    Lists { frame: Box<Frame<'a>>, lists: Vec<List<'a>> },
    /// Formatted text.
    Text(String),
}

/// A list, made in parts.
pub(super) struct List<'a> {
    length: usize,
    /// Whether it is in the body of a macro, which `prettyplease` does not format.
    in_macro: bool,
    rows: Box<dyn Fn(Range<usize>) -> Rows + Sync + 'a>,
}

/// Rows of a list.
pub(super) enum Rows {
    Values(Vec<Expr>),
    Arms(Vec<Arm>),
    Variants(Vec<Variant>),
    Names(Vec<Ident>),
}

impl<'a> Piece<'a> {
    /// Items with one list.
    pub(super) fn list(list: List<'a>, frame: impl Fn(&TokenStream) -> TokenStream + 'a) -> Self {
        Self::Lists { frame: Box::new(move |rows| rows.iter().map(&frame).collect()), lists: vec![list] }
    }

    /// Appends its text to a file.
    pub(super) fn put(self, out: &mut String) {
        match self {
            Self::Items(tokens) => put(&unparse(&parsed(&tokens)), out),
            Self::Lists { frame, lists } => put_lists(&*frame, &lists, out),
            Self::Text(text) => out.push_str(&text),
        }
    }
}

impl<'a> List<'a> {
    /// Expressions.
    pub(super) fn values<T: Sync>(of: &'a [T], row: impl Fn(&T) -> Expr + Sync + 'a) -> Self {
        Self::of(of.len(), move |range| Rows::Values(of[range].iter().map(&row).collect()))
    }

    /// Expressions in the body of a macro.
    pub(super) fn values_in_macro<T: Sync>(of: &'a [T], row: impl Fn(&T) -> Expr + Sync + 'a) -> Self {
        Self { in_macro: true, ..Self::values(of, row) }
    }

    /// The arms of a `match`.
    pub(super) fn arms<T: Sync>(of: &'a [T], row: impl Fn(&T) -> Option<Arm> + Sync + 'a) -> Self {
        Self::of(of.len(), move |range| Rows::Arms(of[range].iter().filter_map(&row).collect()))
    }

    /// The variants of an enum.
    pub(super) fn variants<T: Sync>(of: &'a [T], row: impl Fn(&T) -> Variant + Sync + 'a) -> Self {
        Self::of(of.len(), move |range| Rows::Variants(of[range].iter().map(&row).collect()))
    }

    /// Names in the body of a macro, each on its own line.
    pub(super) fn names<T: Sync>(of: &'a [T], row: impl Fn(&T) -> Ident + Sync + 'a) -> Self {
        let rows = move |range: Range<usize>| Rows::Names(of[range].iter().map(&row).collect());
        Self { in_macro: true, ..Self::of(of.len(), rows) }
    }

    fn of(length: usize, rows: impl Fn(Range<usize>) -> Rows + Sync + 'a) -> Self {
        Self { length, in_macro: false, rows: Box::new(rows) }
    }

    /// Whether it can be formatted together with its item.
    fn is_short(&self) -> bool {
        self.length <= PART.get() && !self.in_macro
    }

    fn tokens(&self) -> TokenStream {
        match (self.rows)(0..self.length) {
            Rows::Values(rows) => quote!(#(#rows),*),
            Rows::Arms(rows) => quote!(#(#rows)*),
            Rows::Variants(rows) => quote!(#(#rows,)*),
            Rows::Names(rows) => quote!(#(#rows)*),
        }
    }
}

/// Parses items.
fn parsed(tokens: &TokenStream) -> syn::File {
    match syn::parse2(tokens.clone()) {
        Ok(parsed) => parsed,
        Err(error) => panic!("a bug in an emitter of Rust: {error} in\n{tokens}"),
    }
}

/// Formats an item.
pub(super) fn formatted(item: Item) -> String {
    unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] })
}

/// Appends a piece to a file.
pub(super) fn put(text: &str, out: &mut String) {
    if !text.is_empty() {
        out.push('\n');
        out.push_str(text);
    }
}

fn put_lists(frame: &Frame<'_>, lists: &[List<'_>], out: &mut String) {
    if lists.iter().all(List::is_short) {
        let rows: Vec<TokenStream> = lists.iter().map(List::tokens).collect();
        return put(&unparse(&parsed(&frame(&rows))), out);
    }
    let mark = mark();
    let marks: Vec<TokenStream> = lists.iter().map(|list| marked(&(list.rows)(0..0))).collect();
    let framed = unparse(&parsed(&frame(&marks)));
    let mut rest = &*framed;
    out.push('\n');
    for list in lists {
        let Some((before, after)) = rest.split_once(&mark) else {
            panic!("a bug in an emitter of Rust: no list in\n{framed}")
        };
        let start = before.trim_end_matches(' ');
        let depth = (before.len() - start.len()) / 4;
        out.push_str(start);
        let parts = parallel::ranges(list.length, PART);
        out.extend(parallel::each(&parts, |part| rows_text((list.rows)(part.clone()), part.end == list.length, depth)));
        rest = after.split_once('\n').map_or("", |split| split.1);
    }
    out.push_str(rest);
}

/// A placeholder for rows. It is too long to share a line.
fn mark() -> String {
    "ROWS".repeat(32)
}

/// The mark as a row.
fn marked(kind: &Rows) -> TokenStream {
    let mark = ident(&mark());
    match kind {
        Rows::Values(_) | Rows::Names(_) => quote!(#mark),
        Rows::Arms(_) => quote!(#mark => {}),
        Rows::Variants(_) => quote!(#mark,),
    }
}

/// Rows, formatted at a depth: after the mark, in a wrapper item.
fn rows_text(rows: Rows, are_last: bool, depth: usize) -> String {
    let none = match rows {
        Rows::Names(names) => {
            let indentation = "    ".repeat(depth);
            return names.iter().flat_map(|name| [indentation.clone(), name.to_string(), "\n".to_owned()]).collect();
        }
        Rows::Values(_) => Rows::Values(Vec::new()),
        Rows::Arms(_) => Rows::Arms(Vec::new()),
        Rows::Variants(_) => Rows::Variants(Vec::new()),
    };
    let mark = mark();
    let after_mark = |text: String| -> String {
        let after = text.split_once(&mark).and_then(|(_, after)| after.split_once('\n'));
        after.map_or_else(String::new, |split| split.1.to_owned())
    };
    let closing = after_mark(formatted(around(none, are_last, depth)));
    let mut text = after_mark(formatted(around(rows, are_last, depth)));
    text.truncate(text.len() - closing.len());
    text
}

/// An item at a depth, with the mark and the rows after it.
fn around(rows: Rows, are_last: bool, depth: usize) -> Item {
    let mark = ident(&mark());
    let (mut item, own) = match rows {
        Rows::Values(rows) => {
            let mark = || syntax::name([&mark.to_string()]);
            // The last value of a list is formatted differently, so all parts but the last need a value after them.
            let next = (!are_last).then(mark);
            let mut item: syn::ItemStatic = parse_quote!(
                static LIST: List = [];
            );
            *item.expr = syntax::array([mark()].into_iter().chain(rows).chain(next));
            (Item::Static(item), 1)
        }
        Rows::Variants(rows) => {
            let mut item: syn::ItemEnum = parse_quote!(enum List { #mark });
            item.variants.extend(rows);
            (Item::Enum(item), 1)
        }
        Rows::Arms(rows) => {
            let mut all: syn::ExprMatch = parse_quote!(match list { #mark => {} });
            all.arms.extend(rows);
            let mut item: syn::ItemFn = parse_quote!(
                fn list() {}
            );
            item.block.stmts.push(syn::Stmt::Expr(Expr::Match(all), None));
            (Item::Fn(item), 2)
        }
        Rows::Names(_) => unreachable!("names are in no item"),
    };
    for _ in own..depth {
        let mut outer: syn::ItemMod = parse_quote!(
            mod list {}
        );
        if let Some((_, items)) = &mut outer.content {
            items.push(item);
        }
        item = Item::Mod(outer);
    }
    item
}
