//! Values in Rust, for the examples of the docs: what the spec gives as examples, made with `new` and `with_…`.

use errbook::Value;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{ident, pieces};
use crate::markdown;
use crate::model::{Book, EnumValue, ErrorDef, Field, HeaderType, Type, When};
use crate::names;
use crate::text::is_invisible;

/// The entry that says most about a book: the first that carries something.
pub(in crate::emit) fn sample(book: &Book) -> Option<&ErrorDef> {
    let live = || book.errors.iter().filter(|it| it.deprecated.is_none());
    live().find(|it| !it.fields.is_empty()).or_else(|| live().next()).or(book.errors.first())
}

/// What `?` makes an error of, and the name that it is imported by.
pub(in crate::emit) fn failure(book: &Book, entry: &ErrorDef) -> (TokenStream, Ident) {
    let (name, arguments) = (ident(&entry.name), arguments(book, entry));
    if entry.has_payload() {
        (quote!(#name::new(#(#arguments),*)), name)
    } else {
        (quote!(ErrorKind::#name), ident("ErrorKind"))
    }
}

/// The arms of a client's `match`.
pub(in crate::emit) fn arms(entry: &ErrorDef) -> TokenStream {
    let name = ident(&entry.name);
    let arm = if entry.has_payload() {
        quote!(ErrorKind::#name(payload) => println!("{payload:?}"))
    } else {
        quote!(ErrorKind::#name => println!("{}", error.message()))
    };
    quote! {
        #arm,
        ErrorKind::Unknown(unknown) => println!("{unknown}"),
        _ => println!("{}", error.message()),
    }
}

/// So many letters do the names of members have that are shown on one line. A macro's arguments are not broken well.
const SHORT: usize = 20;

/// A function that a client can copy, for the docs: what an error of this code says and carries.
pub(in crate::emit) fn handling(book: &Book, entry: &ErrorDef) -> String {
    let (krate, name) = (krate(book), ident(&entry.name));
    let members: Vec<&str> =
        entry.fields.iter().map(|it| &*it.rust_name).chain(entry.payload_headers().map(|it| &*it.rust_name)).collect();
    let shown: Vec<String> = members.iter().map(|it| format!("{it}: {{:?}}")).collect();
    let values = members.iter().map(|it| ident(it));
    let arm = if members.is_empty() {
        quote!(ErrorKind::#name => Some(error.message().into_owned()))
    } else if members.iter().map(|it| it.len()).sum::<usize>() <= SHORT {
        let shown = shown.join(", ");
        quote!(ErrorKind::#name(it) => Some(format!(#shown, #(it.#values),*)))
    } else {
        quote!(ErrorKind::#name(it) => {
            let shown = [#(format!(#shown, it.#values)),*];
            Some(shown.join(", "))
        })
    };
    let allow = entry.deprecated.as_ref().map(|_| quote!(#[allow(deprecated)]));
    let code = lines(&quote! {
        use #krate::{Error, ErrorKind};
        #allow
        fn handle(error: &Error) -> Option<String> {
            match error.kind() {
                #arm,
                _ => None,
            }
        }
    });
    let again = if entry.retry.when == When::Never {
        ""
    } else {
        " `ErrorCode::retry` says whether and when to try again; the feature `retry` has a plan for a loop."
    };
    let about = format!(
        "With the crate {}, `Error::decode(status, &headers, &body)` gives an `Error`, whatever was sent.{again}",
        markdown::code(&book.api.crate_name)
    );
    format!("{about}\n\n```rust\n{}\n```\n", code.join("\n"))
}

/// The arguments of an entry's `new`, as its first example has them.
pub(super) fn arguments(book: &Book, entry: &ErrorDef) -> Vec<TokenStream> {
    members(book, entry).into_iter().filter(|it| it.is_argument).map(|it| it.value).collect()
}

/// An expression that makes an entry's payload, as its first example has it.
pub(super) fn expression(book: &Book, entry: &ErrorDef) -> TokenStream {
    make(&ident(&entry.name), &members(book, entry))
}

/// Lines that make an entry's payload from what is required.
pub(super) fn made(book: &Book, entry: &ErrorDef) -> Vec<String> {
    let (krate, name, arguments) = (krate(book), ident(&entry.name), arguments(book, entry));
    statements(entry, &quote!(let payload = #krate::#name::new(#(#arguments),*);))
}

/// Lines that set an entry's optional member.
pub(super) fn with(book: &Book, entry: &ErrorDef, at: usize) -> Vec<String> {
    let (krate, name, arguments) = (krate(book), ident(&entry.name), arguments(book, entry));
    let made_up = Made::all(book, entry);
    let Some(member) = made_up.get(at) else { return Vec::new() };
    let (field, method, value) = (ident(&member.name), member.method(), &member.value);
    statements(
        entry,
        &quote! {
            let payload = #krate::#name::new(#(#arguments),*).#method(#value);
            assert!(payload.#field.is_some());
        },
    )
}

/// Lines that show an object: one that is made, and what is in it.
pub(super) fn shown_object(book: &Book, rust_name: &str, fields: &[Field]) -> Vec<String> {
    if !fields.is_empty() && fields.iter().all(|it| it.optional) {
        return with_object(book, rust_name, fields, 0);
    }
    let mut shown = made_object(book, rust_name, fields);
    let is_plain = |ty: &Type| !matches!(ty, Type::List { .. } | Type::Object { .. } | Type::Number | Type::Any);
    shown.extend(fields.iter().find(|it| !it.optional && is_plain(&it.ty)).into_iter().flat_map(|it| {
        let (member, value) = (ident(&it.rust_name), value(&krate(book), &it.ty, &it.example, true));
        lines(&quote!(assert_eq!(value.#member, #value);))
    }));
    shown
}

/// Lines that make an object from what is required.
pub(super) fn made_object(book: &Book, rust_name: &str, fields: &[Field]) -> Vec<String> {
    let (krate, name) = (krate(book), ident(rust_name));
    let arguments = fields.iter().filter(|it| !it.optional).map(|it| value(&krate, &it.ty, &it.example, true));
    lines(&quote!(let value = #krate::#name::new(#(#arguments),*);))
}

/// Lines that set an object's optional member.
pub(super) fn with_object(book: &Book, rust_name: &str, fields: &[Field], at: usize) -> Vec<String> {
    let (krate, name) = (krate(book), ident(rust_name));
    let arguments = fields.iter().filter(|it| !it.optional).map(|it| value(&krate, &it.ty, &it.example, true));
    let Some(field) = fields.get(at) else { return Vec::new() };
    let made = Made {
        name: field.rust_name.clone(),
        value: value(&krate, &field.ty, &field.example, true),
        is_argument: false,
    };
    let (member, method, set) = (ident(&made.name), made.method(), &made.value);
    lines(&quote! {
        let value = #krate::#name::new(#(#arguments),*).#method(#set);
        assert!(value.#member.is_some());
    })
}

/// Statements as lines of an example, for an entry that may be deprecated.
pub(super) fn statements(entry: &ErrorDef, tokens: &TokenStream) -> Vec<String> {
    let allow = entry.deprecated.iter().map(|_| "# #![allow(deprecated)]".to_owned());
    allow.chain(lines(tokens)).collect()
}

/// Statements as lines of an example, with a blank line behind those that import.
pub(in crate::emit) fn lines(tokens: &TokenStream) -> Vec<String> {
    let mut parsed: syn::ItemFn = match syn::parse2(quote!(fn example() { #tokens })) {
        Ok(parsed) => parsed,
        Err(error) => panic!("a bug in the emitter of examples: {error} in\n{tokens}"),
    };
    let is_import = |it: &syn::Stmt| matches!(it, syn::Stmt::Item(syn::Item::Use(_)));
    let (uses, body): (Vec<_>, Vec<_>) = std::mem::take(&mut parsed.block.stmts).into_iter().partition(is_import);
    let mut out = Vec::new();
    if !uses.is_empty() {
        let mut uses = formatted(syn::ItemFn { block: Box::new(block(uses)), ..parsed.clone() });
        out.append(&mut uses);
        out.push(String::new());
    }
    parsed.block.stmts = body;
    out.extend(formatted(parsed));
    out
}

fn block(stmts: Vec<syn::Stmt>) -> syn::Block {
    syn::Block { brace_token: syn::token::Brace::default(), stmts }
}

fn formatted(function: syn::ItemFn) -> Vec<String> {
    let text = pieces::formatted(syn::Item::Fn(function));
    let body: Vec<&str> = text.lines().collect();
    let inner = body.get(1..body.len().saturating_sub(1)).unwrap_or_default();
    inner.iter().map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned()).collect()
}

/// A text as a raw string, where it can be one.
pub(in crate::emit) fn raw(text: &str) -> TokenStream {
    // Nor what the compiler refuses in a text because nobody sees it.
    let is_refused = text.contains("\"#") || text.contains(|c| c != '\n' && is_invisible(c));
    let raw = if is_refused { None } else { format!("r#\"{text}\"#").parse().ok() };
    raw.unwrap_or_else(|| quote!(#text))
}

/// A member with a value in Rust.
struct Made {
    name: String,
    value: TokenStream,
    is_argument: bool,
}

impl Made {
    /// Every member of an entry, each with its own example.
    fn all(book: &Book, entry: &ErrorDef) -> Vec<Self> {
        let krate = krate(book);
        let fields = entry.fields.iter().map(|it| Self {
            name: it.rust_name.clone(),
            value: value(&krate, &it.ty, &it.example, true),
            is_argument: !it.optional,
        });
        let headers = entry.payload_headers().map(|it| Self {
            name: it.rust_name.clone(),
            value: header_value(&krate, &it.ty, &it.example),
            is_argument: !it.optional,
        });
        fields.chain(headers).collect()
    }

    fn method(&self) -> Ident {
        ident(&names::setter(&self.name))
    }
}

/// The members that an entry's first example gives.
fn members(book: &Book, entry: &ErrorDef) -> Vec<Made> {
    let krate = krate(book);
    let given = |name: &str, at: usize| {
        entry.examples.first().and_then(|it| it.values.get(at)).filter(|it| it.0 == name).and_then(|it| it.1.as_ref())
    };
    let fields = entry.fields.iter().enumerate().filter_map(|(at, it)| {
        let given = given(&it.name, at)?;
        Some(Made { name: it.rust_name.clone(), value: value(&krate, &it.ty, given, true), is_argument: !it.optional })
    });
    let count = entry.fields.len();
    let headers = entry.payload_headers().enumerate().filter_map(|(at, it)| {
        let given = given(&it.name, count + at)?;
        Some(Made { name: it.rust_name.clone(), value: header_value(&krate, &it.ty, given), is_argument: !it.optional })
    });
    fields.chain(headers).collect()
}

fn make(name: &Ident, members: &[Made]) -> TokenStream {
    let arguments = members.iter().filter(|it| it.is_argument).map(|it| &it.value);
    let withs = members.iter().filter(|it| !it.is_argument).map(|it| {
        let (method, value) = (it.method(), &it.value);
        quote!(.#method(#value))
    });
    quote!(#name::new(#(#arguments),*)#(#withs)*)
}

/// The crate, as Rust names it.
pub(super) fn krate(book: &Book) -> Ident {
    ident(&book.api.crate_name.replace('-', "_"))
}

/// A value in Rust. `is_argument`: whatever becomes the type will do.
fn value(krate: &Ident, ty: &Type, it: &Value, is_argument: bool) -> TokenStream {
    let inner = |ty: &Type, it: &Value| value(krate, ty, it, false);
    match (ty, it) {
        (Type::String, Value::String(text)) if is_argument => quote!(#text),
        (Type::String, Value::String(text)) => quote!(#text.to_owned()),
        (Type::Timestamp, Value::String(text)) => quote!(#krate::errbook::Timestamp::new(#text).unwrap()),
        (Type::Enum { rust_name, values }, Value::String(text)) => {
            let name = ident(rust_name);
            let variant =
                values.iter().find(|value| value.value == *text).map(|EnumValue { rust_name, .. }| ident(rust_name));
            variant.map_or_else(|| quote!(#krate::#name::from(#text)), |variant| quote!(#krate::#name::#variant))
        }
        (Type::Number, Value::Number(number)) => float(*number),
        (Type::Integer { .. }, Value::Integer(number)) => integer(*number),
        (Type::Boolean, Value::Bool(it)) => quote!(#it),
        (Type::List { of }, Value::List(items)) => {
            let items = items.iter().map(|it| inner(of, it));
            quote!([#(#items),*].into())
        }
        (Type::Object { rust_name, fields }, Value::Object(given)) => {
            let made: Vec<Made> = fields
                .iter()
                .filter_map(|field| {
                    let (_, it) = given.iter().find(|(name, _)| *name == field.name)?;
                    Some(Made {
                        name: field.rust_name.clone(),
                        value: value(krate, &field.ty, it, true),
                        is_argument: !field.optional,
                    })
                })
                .collect();
            let made = make(&ident(rust_name), &made);
            quote!(#krate::#made)
        }
        _ => any(krate, it),
    }
}

/// A value of any type.
fn any(krate: &Ident, it: &Value) -> TokenStream {
    let path = quote!(#krate::errbook::Value);
    match it {
        Value::Bool(it) => quote!(#path::from(#it)),
        Value::String(text) => quote!(#path::from(#text)),
        Value::Integer(number) => {
            let number = integer(*number);
            quote!(#path::Integer(#number))
        }
        Value::Number(number) => {
            let number = float(*number);
            quote!(#path::Number(#number))
        }
        Value::List(items) => {
            let items = items.iter().map(|it| any(krate, it));
            quote!(#path::List([#(#items),*].into()))
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, it)| {
                let it = any(krate, it);
                quote!((#name.to_owned(), #it))
            });
            quote!(#path::Object([#(#members),*].into()))
        }
        _ => quote!(#path::Null),
    }
}

fn header_value(krate: &Ident, ty: &HeaderType, it: &Value) -> TokenStream {
    match (ty, it) {
        (HeaderType::Delay | HeaderType::Integer | HeaderType::Unsigned, Value::Integer(number)) => integer(*number),
        (HeaderType::Delay, Value::String(text)) => quote!(#krate::errbook::Delay::try_from(#text).unwrap()),
        (HeaderType::Date, Value::String(text)) => quote!(#krate::errbook::HttpDate::try_from(#text).unwrap()),
        (_, Value::String(text)) => quote!(#krate::errbook::HeaderText::new(#text).unwrap()),
        _ => any(krate, it),
    }
}

fn integer(number: i128) -> TokenStream {
    let digits = Literal::u128_unsuffixed(number.unsigned_abs());
    if number < 0 { quote!(-#digits) } else { quote!(#digits) }
}

fn float(number: f64) -> TokenStream {
    let digits = Literal::f64_unsuffixed(number.abs());
    if number < 0.0 { quote!(-#digits) } else { quote!(#digits) }
}
