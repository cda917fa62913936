//! Rust syntax built without parsing, for items repeated for each code: parsing tokens would double the work.
//! It knows no book.

use proc_macro2::{Ident, Literal, Span, TokenTree};
use syn::{
    Arm, AttrStyle, Attribute, Expr, ExprArray, ExprCall, ExprField, ExprLit, ExprMethodCall, ExprPath, ExprReference,
    ExprStruct, ExprTuple, FieldValue, Lit, LitStr, Member, Meta, MetaNameValue, Pat, PatIdent, PatTupleStruct,
    PatWild, Path, PathSegment, Type, TypePath, Variant,
};

/// An identifier that `lower` has validated.
pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// `a::b`.
pub(super) fn path<const N: usize>(segments: [&str; N]) -> Path {
    let segments = segments.into_iter().map(|segment| PathSegment::from(ident(segment)));
    Path { leading_colon: None, segments: segments.collect() }
}

/// `a::b` as a value.
pub(super) fn name<const N: usize>(segments: [&str; N]) -> Expr {
    Expr::Path(ExprPath { attrs: Vec::new(), qself: None, path: path(segments) })
}

/// A string literal.
pub(super) fn text(value: &str) -> Expr {
    literal(Lit::Str(LitStr::new(value, Span::call_site())))
}

/// A number literal.
pub(super) fn number(value: Literal) -> Expr {
    literal(Lit::new(value))
}

fn literal(lit: Lit) -> Expr {
    Expr::Lit(ExprLit { attrs: Vec::new(), lit })
}

/// `function(arguments)`.
pub(super) fn call(function: Expr, arguments: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::Call(ExprCall {
        attrs: Vec::new(),
        func: Box::new(function),
        paren_token: syn::token::Paren::default(),
        args: arguments.into_iter().collect(),
    })
}

/// `include_str!("path")`.
pub(super) fn include(file: &str) -> Expr {
    let mac = syn::Macro {
        path: path(["include_str"]),
        bang_token: syn::token::Not::default(),
        delimiter: syn::MacroDelimiter::Paren(syn::token::Paren::default()),
        tokens: [TokenTree::Literal(Literal::string(file))].into_iter().collect(),
    };
    Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac })
}

/// `receiver.method(arguments)`.
pub(super) fn method(receiver: Expr, method: &str, arguments: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::MethodCall(ExprMethodCall {
        attrs: Vec::new(),
        receiver: Box::new(receiver),
        dot_token: syn::token::Dot::default(),
        method: ident(method),
        turbofish: None,
        paren_token: syn::token::Paren::default(),
        args: arguments.into_iter().collect(),
    })
}

/// `receiver.member`.
pub(super) fn member(receiver: Expr, member: &Ident) -> Expr {
    Expr::Field(ExprField {
        attrs: Vec::new(),
        base: Box::new(receiver),
        dot_token: syn::token::Dot::default(),
        member: Member::Named(member.clone()),
    })
}

/// `a::b { member: value }`.
pub(super) fn structure<const N: usize>(segments: [&str; N], members: impl IntoIterator<Item = (Ident, Expr)>) -> Expr {
    let fields = members.into_iter().map(|(member, expr)| FieldValue {
        attrs: Vec::new(),
        member: Member::Named(member),
        colon_token: Some(syn::token::Colon::default()),
        expr,
    });
    Expr::Struct(ExprStruct {
        attrs: Vec::new(),
        qself: None,
        path: path(segments),
        brace_token: syn::token::Brace::default(),
        fields: fields.collect(),
        dot2_token: None,
        rest: None,
    })
}

/// `&it`.
pub(super) fn reference(expr: Expr) -> Expr {
    let and_token = syn::token::And::default();
    Expr::Reference(ExprReference { attrs: Vec::new(), and_token, mutability: None, expr: Box::new(expr) })
}

/// `[items]`.
pub(super) fn array(items: impl IntoIterator<Item = Expr>) -> Expr {
    let bracket_token = syn::token::Bracket::default();
    Expr::Array(ExprArray { attrs: Vec::new(), bracket_token, elems: items.into_iter().collect() })
}

/// `&[items]`.
pub(super) fn slice(items: impl IntoIterator<Item = Expr>) -> Expr {
    reference(array(items))
}

/// `(items)`.
pub(super) fn tuple(items: impl IntoIterator<Item = Expr>) -> Expr {
    let paren_token = syn::token::Paren::default();
    Expr::Tuple(ExprTuple { attrs: Vec::new(), paren_token, elems: items.into_iter().collect() })
}

/// `pattern => body,`.
pub(super) fn arm(pat: Pat, body: Expr) -> Arm {
    Arm {
        attrs: Vec::new(),
        pat,
        fat_arrow_token: syn::token::FatArrow::default(),
        body: Box::new(body),
        comma: Some(syn::token::Comma::default()),
    }
}

/// `a::b` as a pattern.
pub(super) fn pattern<const N: usize>(segments: [&str; N]) -> Pat {
    Pat::Path(ExprPath { attrs: Vec::new(), qself: None, path: path(segments) })
}

/// `a::b(inner)` as a pattern.
pub(super) fn tuple_pattern<const N: usize>(segments: [&str; N], inner: Pat) -> Pat {
    Pat::TupleStruct(PatTupleStruct {
        attrs: Vec::new(),
        qself: None,
        path: path(segments),
        paren_token: syn::token::Paren::default(),
        elems: [inner].into_iter().collect(),
    })
}

/// A binding as a pattern.
pub(super) fn binding(name: &str) -> Pat {
    Pat::Ident(PatIdent { attrs: Vec::new(), by_ref: None, mutability: None, ident: ident(name), subpat: None })
}

/// `_`.
pub(super) fn anything() -> Pat {
    Pat::Wild(PatWild { attrs: Vec::new(), underscore_token: syn::token::Underscore::default() })
}

/// A variant of an enum.
pub(super) fn variant(attrs: Vec<Attribute>, name: &str, fields: syn::Fields) -> Variant {
    Variant { attrs, ident: ident(name), fields, discriminant: None }
}

/// `a::b` as a type.
pub(super) fn type_name<const N: usize>(segments: [&str; N]) -> Type {
    Type::Path(TypePath { attrs: Vec::new(), qself: None, path: path(segments) })
}

/// `(a::b)`, the fields of a variant.
pub(super) fn carried<const N: usize>(segments: [&str; N]) -> syn::Fields {
    let ty = type_name(segments);
    let field = syn::Field {
        attrs: Vec::new(),
        vis: syn::Visibility::Inherited,
        modifiers: syn::FieldModifiers::default(),
        ident: None,
        colon_token: None,
        default: None,
        ty,
    };
    let paren_token = syn::token::Paren::default();
    syn::Fields::Unnamed(syn::FieldsUnnamed { paren_token, unnamed: [field].into_iter().collect() })
}

/// `#[name = "text"]`.
pub(super) fn attribute(name: &str, value: &str) -> Attribute {
    Attribute {
        pound_token: syn::token::Pound::default(),
        style: AttrStyle::Outer,
        bracket_token: syn::token::Bracket::default(),
        meta: Meta::NameValue(MetaNameValue {
            path: path([name]),
            eq_token: syn::token::Eq::default(),
            value: text(value),
        }),
    }
}
