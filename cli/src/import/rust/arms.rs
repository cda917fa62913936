//! The `match`es on an enum: the statuses, codes and messages of its variants.

use std::collections::HashSet;

use errbook_codegen::source::Span;
use errbook_codegen::text::quoted;
use syn::visit::{self, Visit};

use super::{ByVariant, place};
use crate::import::cells::{folded, is_code};
use crate::import::draft::Fact;

/// What the `match`es of a file say about the variants of an enum.
#[derive(Default)]
pub(super) struct Arms {
    pub(super) statuses: ByVariant<Vec<Fact<u16>>>,
    pub(super) codes: ByVariant<Fact<String>>,
    pub(super) messages: ByVariant<Fact<String>>,
    pub(super) left: Vec<(Span, String, String)>,
}

/// One arm: its variants, and what its expression has.
struct Arm {
    /// Empty for `_`.
    variants: Vec<String>,
    /// Whether it takes only some values of its variants: by a guard, or by what it says of their fields.
    is_partial: bool,
    has_guard: bool,
    statuses: Vec<Fact<u16>>,
    /// The literals in their order.
    texts: Vec<Fact<String>>,
    /// Literals with names, as in `json!({"code": "…"})`.
    named: Vec<(String, Fact<String>)>,
}

impl Arms {
    pub(super) fn of(name: &str, variants: &[String], impls: &[&syn::ItemImpl], whole: Span) -> Self {
        let mut out = Self::default();
        let mut codes: Vec<(usize, ByVariant<Fact<String>>)> = Vec::new();
        for item in impls {
            let is_own = matches!(&*item.self_ty, syn::Type::Path(it) if it.path.segments.last().is_some_and(|it| it.ident == name));
            for function in
                item.items.iter().filter_map(|it| if let syn::ImplItem::Fn(it) = it { Some(it) } else { None })
            {
                let mut finder = Matches { name, variants, is_own, whole, found: Vec::new() };
                finder.visit_block(&function.block);
                let function_name = function.sig.ident.to_string();
                let is_display =
                    item.trait_.as_ref().is_some_and(|it| it.0.segments.last().is_some_and(|it| it.ident == "Display"));
                for arms in finder.found {
                    out.statuses(&arms, variants);
                    codes.extend(texts(&arms, &function_name, is_display, variants.len(), &mut out));
                }
            }
        }
        // The surest of several lists of words.
        codes.sort_by_key(|it| it.0);
        if let Some((_, codes)) = codes.into_iter().next() {
            out.codes = codes;
        }
        out
    }

    fn statuses(&mut self, arms: &[Arm], variants: &[String]) {
        let mut seen: HashSet<&str> = HashSet::new();
        for arm in arms {
            let rest: Vec<&String>;
            let named: Vec<&String> = if arm.variants.is_empty() {
                rest = variants.iter().filter(|it| !seen.contains(it.as_str())).collect();
                rest
            } else {
                arm.variants.iter().collect()
            };
            for variant in named {
                if !arm.is_partial {
                    seen.insert(variant);
                }
                for status in &arm.statuses {
                    let known = self.statuses.entry(variant.clone()).or_default();
                    if !known.iter().any(|it| it.value == status.value) {
                        known.push(status.clone());
                    }
                }
            }
        }
    }
}

/// Reads the texts of a `match`: at each position all are codes, or messages. Returns codes, with how sure they are.
fn texts(
    arms: &[Arm],
    function: &str,
    is_display: bool,
    count: usize,
    out: &mut Arms,
) -> Vec<(usize, ByVariant<Fact<String>>)> {
    let mut codes = Vec::new();
    let own: Vec<&Arm> = arms.iter().filter(|it| it.variants.len() == 1 && !it.has_guard).collect();
    // Named members are what their names say.
    let mut by_name: ByVariant<Fact<String>> = ByVariant::new();
    for arm in &own {
        for (name, text) in &arm.named {
            match name.as_str() {
                "code" | "error_code" | "errorCode" | "type" | "error" | "reason" if is_code(&text.value) => {
                    by_name.entry(arm.variants[0].clone()).or_insert_with(|| text.clone());
                }
                "message" | "detail" | "error_description" | "description" | "msg" => {
                    out.messages.entry(arm.variants[0].clone()).or_insert_with(|| text.clone());
                }
                _ => {}
            }
        }
    }
    if !by_name.is_empty() {
        codes.push((0, by_name));
    }
    let most = own.iter().map(|it| it.texts.len()).max().unwrap_or_default();
    for position in 0..most {
        let column: Vec<(&String, &Fact<String>)> =
            own.iter().filter_map(|it| Some((&it.variants[0], it.texts.get(position)?))).collect();
        let distinct: HashSet<&str> = column.iter().map(|it| it.1.value.as_str()).collect();
        let are_codes =
            column.iter().all(|it| is_code(&it.1.value)) && distinct.len() == column.len() && column.len() * 2 > count;
        let name = function.to_lowercase();
        if are_codes {
            let rank = match name.as_str() {
                it if it.contains("code") && !it.contains("status") => 1,
                "as_str" | "kind" | "slug" | "name" | "id" | "key" | "type" | "reason" => 2,
                "into_response" | "error_response" => 3,
                it if it.contains("status") => 4,
                _ if is_display => 5,
                _ => 6,
            };
            let by_variant = column.into_iter().map(|(variant, text)| (variant.clone(), text.clone())).collect();
            codes.push((rank, by_variant));
            continue;
        }
        let is_message = name.contains("message")
            || name.contains("response")
            || name.contains("status")
            || is_display
            || name == "detail"
            || name == "fmt";
        for (variant, text) in column {
            if is_message && text.value.contains(' ') {
                out.messages.entry(variant.clone()).or_insert_with(|| text.clone());
            } else if text.value.contains(' ') {
                let why = format!("the function `{function}` may have another purpose");
                out.left.push((text.at, format!("the text {} of `{variant}`", quoted(&text.value)), why));
            }
        }
    }
    codes
}

/// Finds the `match`es on an enum.
struct Matches<'a> {
    name: &'a str,
    variants: &'a [String],
    is_own: bool,
    whole: Span,
    found: Vec<Vec<Arm>>,
}

impl<'s> Visit<'s> for Matches<'_> {
    fn visit_expr_match(&mut self, node: &'s syn::ExprMatch) {
        let mut arms = Vec::new();
        let mut is_ours = false;
        for arm in &node.arms {
            let mut named = Vec::new();
            let (pattern, has_guard) = match &arm.pat {
                syn::Pat::Guard(it) => (&*it.pat, true),
                it => (it, false),
            };
            let is_wild = self.pattern(pattern, &mut named);
            is_ours |= !named.is_empty();
            if named.is_empty() && !is_wild {
                continue;
            }
            let mut body = Body { whole: self.whole, statuses: Vec::new(), texts: Vec::new(), named: Vec::new() };
            body.visit_expr(&arm.body);
            arms.push(Arm {
                variants: named,
                is_partial: has_guard || is_refutable(pattern, true),
                has_guard,
                statuses: body.statuses,
                texts: body.texts,
                named: body.named,
            });
        }
        if is_ours {
            self.found.push(arms);
        } else {
            visit::visit_expr_match(self, node);
        }
    }
}

impl Matches<'_> {
    /// Adds the variants of a pattern. Returns whether it takes everything.
    fn pattern(&self, pattern: &syn::Pat, out: &mut Vec<String>) -> bool {
        let path = match pattern {
            syn::Pat::Or(it) => {
                // Every case is read, also after one that takes everything.
                let wild: Vec<bool> = it.cases.iter().map(|it| self.pattern(it, out)).collect();
                return wild.contains(&true);
            }
            syn::Pat::Reference(it) => return self.pattern(&it.pat, out),
            syn::Pat::Paren(it) => return self.pattern(&it.pat, out),
            syn::Pat::Wild(_) => return true,
            syn::Pat::Ident(it) if it.subpat.is_none() => {
                let name = it.ident.to_string();
                if self.variants.contains(&name) {
                    out.push(name);
                    return false;
                }
                return true;
            }
            syn::Pat::Path(it) => &it.path,
            syn::Pat::Struct(it) => &it.path,
            syn::Pat::TupleStruct(it) => &it.path,
            _ => return false,
        };
        let mut segments = path.segments.iter().rev().map(|it| it.ident.to_string());
        let (Some(variant), owner) = (segments.next(), segments.next()) else { return false };
        let is_ours = match owner.as_deref() {
            Some("Self") => self.is_own,
            Some(owner) => owner == self.name,
            None => true,
        };
        if is_ours && self.variants.contains(&variant) {
            out.push(variant);
        }
        false
    }
}

/// Whether a pattern may not take a value. `is_variant`: that of a variant takes its variant.
fn is_refutable(pattern: &syn::Pat, is_variant: bool) -> bool {
    fn any<'p>(mut patterns: impl Iterator<Item = &'p syn::Pat>) -> bool {
        patterns.any(|it| is_refutable(it, false))
    }
    match pattern {
        syn::Pat::Or(it) if is_variant => it.cases.iter().any(|it| is_refutable(it, true)),
        syn::Pat::Reference(it) => is_refutable(&it.pat, is_variant),
        syn::Pat::Paren(it) => is_refutable(&it.pat, is_variant),
        syn::Pat::Struct(it) if is_variant => any(it.fields.iter().map(|it| &*it.pat)),
        syn::Pat::TupleStruct(it) if is_variant => any(it.elems.iter()),
        syn::Pat::Path(_) => !is_variant,
        syn::Pat::Tuple(it) => any(it.elems.iter()),
        syn::Pat::Ident(it) => it.subpat.as_ref().is_some_and(|it| is_refutable(&it.1, false)),
        syn::Pat::Wild(_) | syn::Pat::Rest(_) => false,
        _ => true,
    }
}

/// What an arm's expression has: statuses, and texts.
struct Body {
    whole: Span,
    statuses: Vec<Fact<u16>>,
    texts: Vec<Fact<String>>,
    named: Vec<(String, Fact<String>)>,
}

impl<'s> Visit<'s> for Body {
    fn visit_path(&mut self, node: &'s syn::Path) {
        let mut segments = node.segments.iter().rev();
        if let (Some(last), Some(owner)) = (segments.next(), segments.next())
            && matches!(&*owner.ident.to_string(), "StatusCode" | "Status" | "HttpResponse")
            && let Some(status) = status_named(&last.ident.to_string())
        {
            self.statuses.push(Fact::new(status, place(self.whole, last.ident.span())));
        }
        visit::visit_path(self, node);
    }

    fn visit_lit_int(&mut self, node: &'s syn::LitInt) {
        if let Ok(status) = node.base10_parse::<u16>()
            && (400..=599).contains(&status)
        {
            self.statuses.push(Fact::new(status, place(self.whole, node.span())));
        }
    }

    fn visit_lit_str(&mut self, node: &'s syn::LitStr) {
        self.texts.push(Fact::new(node.value(), place(self.whole, node.span())));
    }

    fn visit_macro(&mut self, node: &'s syn::Macro) {
        // `json!({"code": "not_found"})`, in any nesting.
        let mut open = vec![node.tokens.clone()];
        while let Some(tokens) = open.pop() {
            let tokens: Vec<proc_macro2::TokenTree> = tokens.into_iter().collect();
            for (index, token) in tokens.iter().enumerate() {
                match token {
                    proc_macro2::TokenTree::Group(it) => open.push(it.stream()),
                    proc_macro2::TokenTree::Literal(key) => {
                        let next = (tokens.get(index + 1), tokens.get(index + 2));
                        if let (
                            Some(proc_macro2::TokenTree::Punct(colon)),
                            Some(proc_macro2::TokenTree::Literal(value)),
                        ) = next
                            && colon.as_char() == ':'
                            && let (Some(name), Some(text)) = (text(key), text(value))
                        {
                            self.named.push((name, Fact::new(text, place(self.whole, value.span()))));
                        }
                    }
                    proc_macro2::TokenTree::Ident(owner) if owner == "StatusCode" => {
                        if let Some(proc_macro2::TokenTree::Ident(name)) = tokens.get(index + 3)
                            && let Some(status) = status_named(&name.to_string())
                        {
                            self.statuses.push(Fact::new(status, place(self.whole, name.span())));
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    // Closures run elsewhere.
    fn visit_expr_closure(&mut self, _: &'s syn::ExprClosure) {}
}

fn text(literal: &proc_macro2::Literal) -> Option<String> {
    syn::parse_str::<syn::LitStr>(&literal.to_string()).ok().map(|it| it.value())
}

/// The status of a constant's name: `NOT_FOUND`, or `NotFound`.
fn status_named(name: &str) -> Option<u16> {
    let name = folded(name);
    (400..600).find(|&status| {
        let reason = http::StatusCode::from_u16(status).ok().and_then(|it| it.canonical_reason());
        reason.is_some_and(|it| folded(it) == name)
    })
}
