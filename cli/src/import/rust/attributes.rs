//! Attributes: doc comments, and the words of `strum` and `serde`.

use heck::{ToKebabCase, ToLowerCamelCase, ToShoutyKebabCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// The doc comment.
pub(super) fn docs(attributes: &[syn::Attribute]) -> Option<String> {
    let mut lines = Vec::new();
    for attribute in attributes.iter().filter(|it| it.path().is_ident("doc")) {
        if let syn::Meta::NameValue(it) = &attribute.meta
            && let syn::Expr::Lit(literal) = &it.value
            && let syn::Lit::Str(text) = &literal.lit
        {
            let line = text.value();
            lines.push(line.strip_prefix(' ').unwrap_or(&line).to_owned());
        }
    }
    let text = lines.join("\n").trim().to_owned();
    Some(text).filter(|it| !it.is_empty())
}

/// The values of a key in `#[strum(…)]` or `#[serde(…)]`.
fn values(attributes: &[syn::Attribute], key: &str) -> Vec<String> {
    let mut out = Vec::new();
    for attribute in attributes.iter().filter(|it| it.path().is_ident("strum") || it.path().is_ident("serde")) {
        // What another key has is skipped; a mistake ends the search, and what was found before counts.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident(key) {
                if meta.input.peek(syn::token::Paren) {
                    // `rename(serialize = "…")`.
                    return meta.parse_nested_meta(|inner| {
                        let text: syn::LitStr = inner.value()?.parse()?;
                        if inner.path.is_ident("serialize") {
                            out.push(text.value());
                        }
                        Ok(())
                    });
                }
                let text: syn::LitStr = meta.value()?.parse()?;
                out.push(text.value());
                return Ok(());
            }
            if meta.input.peek(syn::Token![=]) {
                let _: syn::Expr = meta.value()?.parse()?;
            } else if meta.input.peek(syn::token::Paren) {
                let content;
                syn::parenthesized!(content in meta.input);
                let _: proc_macro2::TokenStream = content.parse()?;
            }
            Ok(())
        });
    }
    out
}

/// The word of a variant or field: `#[serde(rename = "…")]`, `#[strum(serialize = "…")]`, `#[strum(to_string = "…")]`.
pub(super) fn word(attributes: &[syn::Attribute]) -> Option<String> {
    let mut found = values(attributes, "to_string");
    // The longest of several is the one that strum writes.
    let mut serialized = values(attributes, "serialize");
    serialized.sort_by_key(String::len);
    found.extend(serialized.pop());
    found.extend(values(attributes, "rename"));
    found.into_iter().next()
}

/// `rename_all` of serde, or `serialize_all` of strum.
pub(super) fn case(attributes: &[syn::Attribute]) -> Option<String> {
    values(attributes, "rename_all").into_iter().chain(values(attributes, "serialize_all")).next()
}

/// Whether an enum has words: it derives something of strum or serde.
pub(super) fn has_words(attributes: &[syn::Attribute]) -> bool {
    let derives = attributes.iter().filter(|it| it.path().is_ident("derive"));
    case(attributes).is_some()
        || derives.into_iter().any(|it| {
            let mut has = false;
            let _ = it.parse_nested_meta(|meta| {
                let name = meta.path.segments.last().map(|it| it.ident.to_string()).unwrap_or_default();
                has |= matches!(
                    name.as_str(),
                    "Serialize" | "AsRefStr" | "IntoStaticStr" | "EnumString" | "Display" | "Error"
                );
                Ok(())
            });
            has
        })
}

/// A name in a case, by the words of serde and strum.
pub(super) fn cased(name: &str, case: &str) -> String {
    match case {
        "snake_case" => name.to_snake_case(),
        "SCREAMING_SNAKE_CASE" => name.to_shouty_snake_case(),
        "kebab-case" | "kebab_case" => name.to_kebab_case(),
        "SCREAMING-KEBAB-CASE" => name.to_shouty_kebab_case(),
        "camelCase" | "mixed_case" => name.to_lower_camel_case(),
        "PascalCase" | "camel_case" | "title_case" => name.to_upper_camel_case(),
        "lowercase" => name.to_lowercase(),
        "UPPERCASE" => name.to_uppercase(),
        _ => name.to_owned(),
    }
}
