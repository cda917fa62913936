//! Examples in Rust for the docs: values from the spec's examples, made with `new` and `with_…`.

use errbook::Value;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use super::format;
use super::syntax::ident;
use super::types::unit_name;
use crate::emit::Publication;
use crate::emit::options::Layout;
use crate::markdown;
use crate::model::{Book, DelayUnit, EnumValue, ErrorDef, Field, HeaderType, Type, When};
use crate::names;
use crate::text::is_invisible;
use crate::wire::shown_member;

/// The error used as the example in a book's docs: the first with fields.
pub(in crate::emit) fn sample(book: &Book) -> Option<&ErrorDef> {
    let live = || book.errors.iter().filter(|entry| entry.deprecated.is_none());
    live().find(|entry| !entry.fields.is_empty()).or_else(|| live().next()).or(book.errors.first())
}

/// An expression that `?` converts into an error, and the name to import for it.
pub(in crate::emit) fn failure(book: &Publication<'_>, entry: &ErrorDef) -> (TokenStream, Ident) {
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

/// The maximum total length of the names of members on one line, since the arguments of macros are not wrapped well.
const SHORT: usize = 20;

/// A function for clients to copy, for the docs: it handles an error of this code.
pub(in crate::emit) fn handling(book: &Book, entry: &ErrorDef) -> String {
    let (krate, name) = (ident(&names::krate(&book.api.crate_name)), ident(&entry.name));
    let members: Vec<&str> = entry
        .fields
        .iter()
        .map(|member| &*member.rust_name)
        .chain(entry.payload_headers().map(|member| &*member.rust_name))
        .collect();
    let shown: Vec<String> = members.iter().map(|name| format!("{name}: {{:?}}")).collect();
    let values = members.iter().map(|name| ident(name));
    let arm = if members.is_empty() {
        quote!(ErrorKind::#name => Some(error.message().into_owned()))
    } else if members.iter().map(|name| name.len()).sum::<usize>() <= SHORT {
        let shown = shown.join(", ");
        quote!(ErrorKind::#name(payload) => Some(format!(#shown, #(payload.#values),*)))
    } else {
        quote!(ErrorKind::#name(payload) => {
            let shown = [#(format!(#shown, payload.#values)),*];
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
        " `ErrorCode::retry` gives the retry advice, and the feature `retry` applies it in a loop."
    };
    let decoded = if book.has_errors_of_success {
        "`Error::decode_if_error(status, &headers, &body)` gives an `Error`, or `None` for a success, and never fails"
    } else {
        "`Error::decode(status, &headers, &body)` gives an `Error` and never fails"
    };
    let about = format!("With the crate {}, {decoded}.{again}", markdown::code(&book.api.crate_name));
    format!("{about}\n\n```rust\n{}\n```\n", code.join("\n"))
}

/// The arguments of `new`, from the first example.
pub(super) fn arguments(book: &Publication<'_>, entry: &ErrorDef) -> Vec<TokenStream> {
    members(book, entry).into_iter().filter(|member| member.is_argument).map(|member| member.value).collect()
}

/// An expression for the payload of the first example.
pub(super) fn expression(book: &Publication<'_>, entry: &ErrorDef) -> TokenStream {
    make(&ident(&entry.name), &members(book, entry))
}

/// Lines that construct a payload with its required members.
pub(super) fn made(book: &Publication<'_>, entry: &ErrorDef) -> Vec<String> {
    let (krate, name, arguments) = (krate(book), ident(&entry.name), arguments(book, entry));
    statements(entry, &quote!(let payload = #krate::#name::new(#(#arguments),*);))
}

/// Lines that set an optional member of a payload.
pub(super) fn with(book: &Publication<'_>, entry: &ErrorDef, at: usize) -> Vec<String> {
    let (krate, name, arguments) = (krate(book), ident(&entry.name), arguments(book, entry));
    let all = Made::all(book, entry);
    let Some(member) = all.get(at) else { return Vec::new() };
    let (field, method, value) = (ident(&member.name), member.method(), &member.value);
    statements(
        entry,
        &quote! {
            let payload = #krate::#name::new(#(#arguments),*).#method(#value);
            assert!(payload.#field.is_some());
        },
    )
}

/// Lines that construct an object and read a member.
pub(super) fn shown_object(book: &Publication<'_>, rust_name: &str, fields: &[Field]) -> Vec<String> {
    if !fields.is_empty() && fields.iter().all(|field| field.optional) {
        return with_object(book, rust_name, fields, 0);
    }
    let mut shown = made_object(book, rust_name, fields);
    let is_plain = |ty: &Type| !matches!(ty, Type::List { .. } | Type::Object { .. } | Type::Number | Type::Any);
    shown.extend(fields.iter().find(|field| !field.optional && is_plain(&field.ty)).into_iter().flat_map(|field| {
        let (member, value) = (ident(&field.rust_name), typed(&krate(book), &field.ty, &field.example, true));
        lines(&quote!(assert_eq!(value.#member, #value);))
    }));
    shown
}

/// Lines that construct an object with its required members.
pub(super) fn made_object(book: &Publication<'_>, rust_name: &str, fields: &[Field]) -> Vec<String> {
    let (krate, name) = (krate(book), ident(rust_name));
    let arguments =
        fields.iter().filter(|field| !field.optional).map(|field| typed(&krate, &field.ty, &field.example, true));
    lines(&quote!(let value = #krate::#name::new(#(#arguments),*);))
}

/// Lines that set an optional member of an object.
pub(super) fn with_object(book: &Publication<'_>, rust_name: &str, fields: &[Field], at: usize) -> Vec<String> {
    let (krate, name) = (krate(book), ident(rust_name));
    let arguments =
        fields.iter().filter(|field| !field.optional).map(|field| typed(&krate, &field.ty, &field.example, true));
    let Some(field) = fields.get(at) else { return Vec::new() };
    let made = Made {
        name: field.rust_name.clone(),
        value: typed(&krate, &field.ty, &field.example, true),
        is_argument: false,
    };
    let (member, method, set) = (ident(&made.name), made.method(), &made.value);
    lines(&quote! {
        let value = #krate::#name::new(#(#arguments),*).#method(#set);
        assert!(value.#member.is_some());
    })
}

/// Statements as lines of an example, for an error that may be deprecated.
pub(super) fn statements(entry: &ErrorDef, tokens: &TokenStream) -> Vec<String> {
    let allow = entry.deprecated.iter().map(|_| "# #![allow(deprecated)]".to_owned());
    allow.chain(lines(tokens)).collect()
}

/// Statements as lines of an example, with an empty line after the imports.
pub(in crate::emit) fn lines(tokens: &TokenStream) -> Vec<String> {
    let mut parsed: syn::ItemFn = match syn::parse2(quote!(fn example() { #tokens })) {
        Ok(parsed) => parsed,
        Err(error) => panic!("a bug in the emitter of examples: {error} in\n{tokens}"),
    };
    let is_import = |statement: &syn::Stmt| matches!(statement, syn::Stmt::Item(syn::Item::Use(_)));
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
    let text = format::formatted(syn::Item::Fn(function));
    let body: Vec<&str> = text.lines().collect();
    let inner = body.get(1..body.len().saturating_sub(1)).unwrap_or_default();
    inner.iter().map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned()).collect()
}

/// A text as a raw string, if possible.
pub(in crate::emit) fn raw(text: &str) -> TokenStream {
    // The compiler rejects some invisible characters in raw strings.
    let is_refused = text.contains("\"#") || text.contains(|c| c != '\n' && is_invisible(c));
    let raw = if is_refused { None } else { format!("r#\"{text}\"#").parse().ok() };
    raw.unwrap_or_else(|| quote!(#text))
}

/// A member with its value in Rust.
struct Made {
    name: String,
    value: TokenStream,
    is_argument: bool,
}

impl Made {
    /// Every member of a payload, each with its own example.
    fn all(book: &Publication<'_>, entry: &ErrorDef) -> Vec<Self> {
        let krate = krate(book);
        let fields = entry.fields.iter().map(|field| Self {
            name: field.rust_name.clone(),
            value: typed(&krate, &field.ty, &field.example, true),
            is_argument: !field.optional,
        });
        let headers = entry.payload_headers().map(|header| Self {
            name: header.rust_name.clone(),
            value: header_value(&krate, &header.ty, &header.example),
            is_argument: !header.optional,
        });
        fields.chain(headers).collect()
    }

    fn method(&self) -> Ident {
        ident(&names::setter(&self.name))
    }
}

/// The members of the first example.
fn members(book: &Publication<'_>, entry: &ErrorDef) -> Vec<Made> {
    let krate = krate(book);
    let given = |name: &str, at: usize| {
        let (_, value) = entry.examples.first()?.values.get(at).filter(|given| given.0 == name)?;
        value.as_ref()
    };
    let fields = entry.fields.iter().enumerate().filter_map(|(at, field)| {
        let given = given(&field.name, at)?;
        Some(Made {
            name: field.rust_name.clone(),
            value: typed(&krate, &field.ty, given, true),
            is_argument: !field.optional,
        })
    });
    let count = entry.fields.len();
    let headers = entry.payload_headers().enumerate().filter_map(|(at, header)| {
        let given = given(&header.name, count + at)?;
        Some(Made {
            name: header.rust_name.clone(),
            value: header_value(&krate, &header.ty, given),
            is_argument: !header.optional,
        })
    });
    fields.chain(headers).collect()
}

fn make(name: &Ident, members: &[Made]) -> TokenStream {
    let arguments = members.iter().filter(|member| member.is_argument).map(|member| &member.value);
    let withs = members.iter().filter(|member| !member.is_argument).map(|member| {
        let (method, value) = (member.method(), &member.value);
        quote!(.#method(#value))
    });
    quote!(#name::new(#(#arguments),*)#(#withs)*)
}

/// An expression for the members of a response that the docs show; `None` if they show none.
pub(in crate::emit) fn response_members(book: &Publication<'_>) -> Option<TokenStream> {
    let krate = krate(book);
    let shown = book.envelope.response_members().filter_map(|member| {
        let value = typed(&krate, &member.field.ty, shown_member(book, member)?, true);
        Some(Made { name: member.field.rust_name.clone(), value, is_argument: false })
    });
    let shown: Vec<Made> = shown.collect();
    (!shown.is_empty()).then(|| make(&ident("Members"), &shown))
}

/// The path of the generated items in examples: the crate, or the module in its crate.
pub(in crate::emit) fn krate(book: &Publication<'_>) -> TokenStream {
    match &book.options.layout {
        Layout::Crate => ident(&names::krate(&book.api.crate_name)).into_token_stream(),
        Layout::Module { path } => {
            let path = path.iter().map(|name| ident(name));
            quote!(crate #(::#path)*)
        }
    }
}

/// A value in Rust. `is_argument`: it is passed as `impl Into`.
fn typed(krate: &TokenStream, ty: &Type, value: &Value, is_argument: bool) -> TokenStream {
    let inner = |ty: &Type, value: &Value| typed(krate, ty, value, false);
    match (ty, value) {
        (Type::String, Value::String(text)) if is_argument => quote!(#text),
        (Type::String, Value::String(text)) => quote!(#text.to_owned()),
        (Type::Delay { unit }, Value::Integer(number)) => delay(krate, *unit, *number),
        (Type::Timestamp | Type::Delay { .. }, Value::String(text)) => {
            quote!(#krate::errbook::Timestamp::new(#text).unwrap())
        }
        (Type::Enum { rust_name, values }, Value::String(text)) => {
            let name = ident(rust_name);
            let variant =
                values.iter().find(|value| value.value == *text).map(|EnumValue { rust_name, .. }| ident(rust_name));
            variant.map_or_else(|| quote!(#krate::#name::from(#text)), |variant| quote!(#krate::#name::#variant))
        }
        (Type::Number, Value::Number(number)) => float(*number),
        (Type::Integer { .. }, Value::Integer(number)) => integer(*number),
        (Type::Boolean, Value::Bool(boolean)) => quote!(#boolean),
        (Type::List { of }, Value::List(items)) => {
            let items = items.iter().map(|value| inner(of, value));
            quote!([#(#items),*].into())
        }
        (Type::Object { rust_name, fields }, Value::Object(given)) => {
            let made: Vec<Made> = fields
                .iter()
                .filter_map(|field| {
                    let (_, value) = given.iter().find(|(name, _)| *name == field.name)?;
                    Some(Made {
                        name: field.rust_name.clone(),
                        value: typed(krate, &field.ty, value, true),
                        is_argument: !field.optional,
                    })
                })
                .collect();
            let made = make(&ident(rust_name), &made);
            quote!(#krate::#made)
        }
        _ => any(krate, value),
    }
}

/// A value of the type `any`.
fn any(krate: &TokenStream, value: &Value) -> TokenStream {
    let path = quote!(#krate::errbook::Value);
    match value {
        Value::Bool(boolean) => quote!(#path::from(#boolean)),
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
            let items = items.iter().map(|value| any(krate, value));
            quote!(#path::List([#(#items),*].into()))
        }
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let value = any(krate, value);
                quote!((#name.to_owned(), #value))
            });
            quote!(#path::Object([#(#members),*].into()))
        }
        _ => quote!(#path::Null),
    }
}

fn header_value(krate: &TokenStream, ty: &HeaderType, value: &Value) -> TokenStream {
    match (ty, value) {
        (
            HeaderType::Delay { unit: DelayUnit::Seconds } | HeaderType::Integer | HeaderType::Unsigned,
            Value::Integer(number),
        ) => integer(*number),
        (HeaderType::Delay { unit }, Value::Integer(number)) => delay(krate, *unit, *number),
        (HeaderType::Delay { unit: DelayUnit::Seconds }, Value::String(text)) => {
            quote!(#krate::errbook::RetryAfter::try_from(#text).unwrap())
        }
        (HeaderType::Date | HeaderType::Delay { .. }, Value::String(text)) => {
            quote!(#krate::errbook::HttpDate::try_from(#text).unwrap())
        }
        (_, Value::String(text)) => quote!(#krate::errbook::HeaderText::new(#text).unwrap()),
        _ => any(krate, value),
    }
}

/// A delay that is a number.
fn delay(krate: &TokenStream, unit: DelayUnit, number: i128) -> TokenStream {
    let (name, number) = (ident(unit_name(unit)), integer(number));
    quote!(#krate::errbook::#name::new(#number))
}

fn integer(number: i128) -> TokenStream {
    let digits = Literal::u128_unsuffixed(number.unsigned_abs());
    if number < 0 { quote!(-#digits) } else { quote!(#digits) }
}

fn float(number: f64) -> TokenStream {
    let digits = Literal::f64_unsuffixed(number.abs());
    if number < 0.0 { quote!(-#digits) } else { quote!(#digits) }
}
