//! Which codes of a book Rust sources name: by tokens, so that macros count as well. It knows nothing of the disk.

use std::collections::HashSet;

use proc_macro2::{LexError, TokenStream, TokenTree};

use crate::model::{Book, ErrorDef};

/// The names and the texts in Rust sources, without comments and without code for tests.
#[derive(Debug, Default)]
pub struct Names {
    names: HashSet<String>,
    /// Literals as they are written.
    literals: HashSet<String>,
}

impl Names {
    /// Adds those of a source.
    pub fn add(&mut self, source: &str) -> Result<(), LexError> {
        // Groups are not visited by recursion: they may be nested deeply.
        let mut open: Vec<TokenStream> = vec![source.parse()?];
        while let Some(stream) = open.pop() {
            let tokens: Vec<TokenTree> = stream.into_iter().collect();
            let mut at = 0;
            while let Some(token) = tokens.get(at) {
                at += 1;
                match token {
                    _ if is_test(&tokens[at - 1..]) => at = after_item(&tokens, at + 1),
                    TokenTree::Ident(name) if !is_of_std(&tokens[..at - 1]) => {
                        self.names.insert(name.to_string().trim_start_matches("r#").to_owned());
                    }
                    TokenTree::Literal(literal) => {
                        self.literals.insert(literal.to_string());
                    }
                    TokenTree::Group(group) => open.push(group.stream()),
                    TokenTree::Ident(_) | TokenTree::Punct(_) => {}
                }
            }
        }
        Ok(())
    }

    /// Whether they name an error: by its variant or its struct, which have one name, or by its code as a text.
    fn has(&self, error: &ErrorDef) -> bool {
        self.names.contains(&error.name) || self.literals.contains(&format!("{:?}", error.code))
    }
}

/// The errors of a book that no source names, in the order of the book. The codes of `fallback` are sent without being
/// named.
pub fn unused<'b>(book: &'b Book, names: &Names) -> Vec<&'b ErrorDef> {
    let is_fallback = |it: &&ErrorDef| (400..600).any(|status| book.fallback.code(status) == Some(&*it.code));
    book.errors.iter().filter(|it| !names.has(it) && !is_fallback(it)).collect()
}

/// Whether tokens begin with `#[cfg(test)]`.
fn is_test(tokens: &[TokenTree]) -> bool {
    let [TokenTree::Punct(hash), TokenTree::Group(group), ..] = tokens else { return false };
    // The spaces depend on how the tokens were made.
    hash.as_char() == '#' && group.stream().to_string().replace(' ', "") == "cfg(test)"
}

/// The index after an item: after its body, or its semicolon.
fn after_item(tokens: &[TokenTree], from: usize) -> usize {
    let is_end = |it: &TokenTree| match it {
        TokenTree::Group(group) => group.delimiter() == proc_macro2::Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    };
    let rest = tokens.get(from..).unwrap_or_default();
    from + rest.iter().position(is_end).map_or(rest.len(), |it| it + 1)
}

/// Whether tokens end with `io::ErrorKind::`: that enum has names such as `NotFound`, too.
fn is_of_std(before: &[TokenTree]) -> bool {
    let is = |from_end: usize, text: &str| {
        let token = before.len().checked_sub(from_end).and_then(|it| before.get(it));
        token.is_some_and(|it| it.to_string() == text)
    };
    is(1, ":") && is(2, ":") && is(3, "ErrorKind") && is(4, ":") && is(5, ":") && is(6, "io")
}
