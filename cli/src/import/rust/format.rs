//! `#[error("…")]`: the text with the names of the fields that its arguments are.

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};

use crate::import::draft::{Field, Type};

/// What `#[error(…)]` contains.
pub(super) enum Attribute {
    Template { text: String, arguments: Vec<Argument> },
    Transparent,
    Unknown,
}

/// An argument after the text: a field, or something else.
pub(super) struct Argument {
    /// `name = …`.
    name: Option<String>,
    /// The field that it is: `.name`, or `name`.
    field: Option<String>,
}

struct Parsed(Attribute);

impl Parse for Parsed {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(syn::LitStr) {
            let word: syn::Ident = input.parse()?;
            let _: proc_macro2::TokenStream = input.parse()?;
            return Ok(Self(if word == "transparent" { Attribute::Transparent } else { Attribute::Unknown }));
        }
        let text: syn::LitStr = input.parse()?;
        let mut arguments = Vec::new();
        while input.peek(syn::Token![,]) {
            let _: syn::Token![,] = input.parse()?;
            if input.is_empty() {
                break;
            }
            let name = if input.peek(syn::Ident) && input.peek2(syn::Token![=]) && !input.peek2(syn::Token![==]) {
                let name: syn::Ident = input.parse()?;
                let _: syn::Token![=] = input.parse()?;
                Some(name.to_string())
            } else {
                None
            };
            let field = if input.peek(syn::Token![.]) {
                let _: syn::Token![.] = input.parse()?;
                let member: syn::Member = input.parse()?;
                Some(member)
            } else {
                let expression: syn::Expr = input.parse()?;
                match expression {
                    syn::Expr::Path(it) => it.path.get_ident().cloned().map(syn::Member::Named),
                    _ => None,
                }
            };
            // `.name.to_string()` and the like are not the field itself.
            let is_whole = input.is_empty() || input.peek(syn::Token![,]);
            while !input.is_empty() && !input.peek(syn::Token![,]) {
                let _: proc_macro2::TokenTree = input.parse()?;
            }
            let field = match field.filter(|_| is_whole) {
                Some(syn::Member::Named(it)) => Some(it.unraw().to_string()),
                _ => None,
            };
            arguments.push(Argument { name, field });
        }
        Ok(Self(Attribute::Template { text: text.value(), arguments }))
    }
}

pub(super) fn of_attribute(attribute: &syn::Attribute) -> Attribute {
    attribute.parse_args::<Parsed>().map_or(Attribute::Unknown, |it| it.0)
}

/// The text with `{field}` for every placeholder that is a field as it is displayed. Others stay as they are.
pub(super) fn named(text: &str, arguments: &[Argument], fields: &[Field]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut next = 0;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("{{") || rest.starts_with("}}") {
            // A literal brace: what follows is no placeholder.
            out.push_str(&rest[..1]);
            rest = &rest[2..];
            continue;
        }
        let Some(end) = rest.find('}').filter(|_| rest.starts_with('{')) else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
            continue;
        };
        let inner = &rest[1..end];
        let (name, spec) = inner.split_once(':').unwrap_or((inner, ""));
        let name = name.trim();
        let name = name.strip_prefix("r#").unwrap_or(name);
        let field = if name.is_empty() {
            next += 1;
            arguments.iter().filter(|it| it.name.is_none()).nth(next - 1).and_then(|it| it.field.clone())
        } else if let Ok(index) = name.parse::<usize>() {
            arguments.get(index).and_then(|it| it.field.clone())
        } else {
            let given = arguments.iter().find(|it| it.name.as_deref() == Some(name));
            given.map_or_else(|| Some(name.to_owned()), |it| it.field.clone())
        };
        let field = field.and_then(|it| fields.iter().find(|field| field.name == it));
        // `Debug` of a number or a boolean is what `Display` gives.
        let is_plain = |it: &&Field| {
            spec.is_empty() || (spec == "?" && !it.optional && matches!(it.ty, Type::Integer { .. } | Type::Boolean))
        };
        match field.filter(is_plain) {
            Some(field) => out.push_str(&format!("{{{}}}", field.name)),
            None => out.push_str(&rest[..=end]),
        }
        rest = &rest[end + 1..];
    }
    out + rest
}
