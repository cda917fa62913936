//! Tables of a code's payload: its fields and its headers.

use crate::markdown::{Place, cell_code, inline};
use crate::model::{Field, Header};

pub(super) fn fields(fields: &[Field]) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let mut out = String::from("| Field | Type | Meaning |\n| --- | --- | --- |\n");
    rows(fields, "", &mut out);
    out.push('\n');
    out
}

fn rows(fields: &[Field], path: &str, out: &mut String) {
    for field in fields {
        let name = format!("{path}{}", field.name);
        out.push_str(&row(&name, &field.ty.in_words(cell_code), field.optional, field.doc.as_deref()));
        if let Some(members) = field.ty.members() {
            rows(members, &format!("{name}{}.", field.ty.brackets()), out);
        }
    }
}

pub(super) fn headers(headers: &[Header]) -> String {
    if headers.is_empty() {
        return String::new();
    }
    let mut out = String::from("| Header | Type | Meaning |\n| --- | --- | --- |\n");
    for header in headers {
        let ty = header.ty.in_words(cell_code);
        out.push_str(&row(&header.name, &ty, header.optional, header.doc.as_deref()));
    }
    out.push('\n');
    out
}

fn row(name: &str, ty: &str, optional: bool, doc: Option<&str>) -> String {
    let optional = if optional { ", optional" } else { "" };
    let doc = doc.map(|it| format!("{} ", inline(it, Place::Cell))).unwrap_or_default();
    format!("| {} | {ty}{optional} | {doc}|\n", cell_code(name))
}
