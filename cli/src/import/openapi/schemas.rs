//! Schemas as shapes: `$ref`, `allOf`, `oneOf`, `anyOf`, `discriminator`, enums and constants, of `OpenAPI` 3.0, 3.1 and
//! Swagger 2.0.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::refs::{Documents, Key, Node};
use crate::import::draft::Fact;
use crate::import::report::Report;
use crate::import::shape::{Kind, Shape};
use crate::import::tree::Value;

/// The limit of alternatives of a body. More are united.
const MOST_ALTERNATIVES: usize = 256;

/// The deepest nested schema.
const DEEPEST: usize = 10;

/// The limit of schemas that are visited for one body: a few references can describe one of any size.
const BUDGET: usize = 3_000;

/// Resolves schemas of one document.
pub(super) struct Schemas<'t> {
    documents: &'t Documents,
    budget: usize,
    stack: Vec<Key>,
    known: HashMap<Key, Vec<Shape>>,
}

impl<'t> Schemas<'t> {
    pub(super) fn new(documents: &'t Documents) -> Self {
        Self { documents, budget: BUDGET, stack: Vec::new(), known: HashMap::new() }
    }

    /// The shapes that a body may have.
    pub(super) fn shapes(&mut self, schema: Node<'t>, report: &mut Report) -> Vec<Shape> {
        let Some(resolved) = self.documents.resolve(schema, report) else { return Vec::new() };
        if let Some(known) = self.known.get(&resolved.key()) {
            return known.clone();
        }
        self.budget = BUDGET;
        let shapes = self.alternatives(resolved, 0, report);
        if self.budget == 0 {
            report.left(schema.value.span(), "parts of a body", format!("its schema has more than {BUDGET} parts"));
        }
        self.known.insert(resolved.key(), shapes.clone());
        shapes
    }

    fn any(node: Node<'_>) -> Vec<Shape> {
        vec![Shape::new(Kind::Any, node.value.span())]
    }

    fn alternatives(&mut self, node: Node<'t>, depth: usize, report: &mut Report) -> Vec<Shape> {
        let given = node;
        let Some(node) = self.documents.resolve(node, report) else { return Self::any(node) };
        if depth > DEEPEST || self.budget == 0 || self.stack.contains(&node.key()) {
            return Self::any(node);
        }
        self.budget -= 1;
        self.stack.push(node.key());
        let mut out = self.own(node, depth, report);
        for part in node.get("allOf").into_iter().flat_map(Node::items) {
            let found = self.alternatives(part, depth, report);
            out = crossed(out, found);
        }
        for key in ["oneOf", "anyOf"] {
            let Some(list) = node.get(key) else { continue };
            let mut found = Vec::new();
            let mut is_nullable = false;
            for part in list.items() {
                if part.text("type") == Some("null") {
                    is_nullable = true;
                    continue;
                }
                let mut shapes = self.alternatives(part, depth, report);
                if let Some(discriminator) = node.get("discriminator") {
                    discriminate(discriminator, part, &mut shapes);
                }
                found.extend(shapes);
            }
            if !found.is_empty() {
                out = crossed(out, found);
            }
            if is_nullable {
                for it in &mut out {
                    it.required = false;
                }
            }
        }
        self.stack.pop();
        if let Some(status) = given.text("$ref").and_then(status_in_name) {
            for it in &mut out {
                it.status_hint = it.status_hint.or(Some(status));
            }
        }
        // Text next to a reference is about this use of it.
        if given.key() != node.key()
            && let Some(doc) = given.text("description")
        {
            for it in &mut out {
                it.doc = Some(doc.to_owned());
            }
        }
        out
    }

    /// One shape for a schema that may have alternatives.
    fn shape(&mut self, node: Node<'t>, depth: usize, report: &mut Report) -> Shape {
        let all = self.alternatives(node, depth, report);
        let inner = inner_codes(&all);
        let mut out = all.into_iter().reduce(Shape::union).unwrap_or_else(|| Shape::new(Kind::Any, node.value.span()));
        out.inner_codes.extend(inner);
        out
    }

    /// What a schema says itself, without its parts. `required` is whether it forbids `null`.
    fn own(&mut self, node: Node<'t>, depth: usize, report: &mut Report) -> Vec<Shape> {
        let at = node.value.span();
        let types: Vec<&str> = match node.get("type") {
            Some(it) => it.value.text().into_iter().chain(it.items().filter_map(|it| it.value.text())).collect(),
            None => Vec::new(),
        };
        let is_nullable =
            types.contains(&"null") || node.get("nullable").and_then(|it| it.value.boolean()) == Some(true);
        let word = types.iter().find(|it| **it != "null").copied();
        let values = enum_values(node);
        let has = |key| node.get(key).is_some();
        let mut kinds: Vec<Kind> = Vec::new();
        match word {
            Some("object") => kinds = self.objects(node, depth, report),
            None if has("properties") => kinds = self.objects(node, depth, report),
            Some("array") => kinds.push(self.list(node, depth, report)),
            None if has("items") => kinds.push(self.list(node, depth, report)),
            Some("string") if node.text("format") == Some("date-time") && values.is_empty() => {
                kinds.push(Kind::Timestamp);
            }
            Some("string") => kinds.push(Kind::String),
            Some("integer") => {
                let minimum = node.get("minimum").and_then(|it| it.value.integer());
                kinds.push(Kind::Integer { unsigned: minimum.is_some_and(|it| it >= 0) });
            }
            Some("number") => kinds.push(Kind::Number),
            Some("boolean") => kinds.push(Kind::Boolean),
            None if !values.is_empty() && values.iter().all(|it| it.value.is_string()) => kinds.push(Kind::String),
            None if !values.is_empty() && values.iter().all(|it| it.value.is_i64()) => {
                kinds.push(Kind::Integer { unsigned: false });
            }
            _ => kinds.push(Kind::Any),
        }
        let doc = node.text("description").filter(|it| !it.trim().is_empty()).map(str::to_owned);
        let example = node.get("example").or_else(|| node.get("examples")?.items().next());
        let example = example.and_then(|it| it.value.json()).filter(|it| !it.is_null());
        kinds
            .into_iter()
            .map(|kind| Shape {
                doc: doc.clone(),
                example: example.clone(),
                values: values.clone(),
                required: !is_nullable,
                ..Shape::new(kind, at)
            })
            .collect()
    }

    fn list(&mut self, node: Node<'t>, depth: usize, report: &mut Report) -> Kind {
        match node.get("items").filter(|it| it.value.is_map()) {
            Some(items) => Kind::List(Box::new(self.shape(items, depth + 1, report))),
            None => Kind::List(Box::new(Shape::new(Kind::Any, node.value.span()))),
        }
    }

    /// The members of an object; at the top, once for each alternative of a member that is an object itself.
    fn objects(&mut self, node: Node<'t>, depth: usize, report: &mut Report) -> Vec<Kind> {
        let required: Vec<&str> =
            node.get("required").into_iter().flat_map(Node::items).filter_map(|it| it.value.text()).collect();
        let mut out: Vec<Vec<(String, Shape)>> = vec![Vec::new()];
        for (name, property) in node.get("properties").into_iter().flat_map(Node::pairs) {
            if !property.value.is_map() {
                continue;
            }
            let mut shapes = self.alternatives(property, depth + 1, report);
            let are_objects = shapes.len() > 1 && shapes.iter().all(|it| matches!(it.kind, Kind::Object(_)));
            let keeps = depth == 0 && are_objects && out.len() * shapes.len() <= MOST_ALTERNATIVES;
            if !keeps {
                let inner = inner_codes(&shapes);
                let united = shapes.into_iter().reduce(Shape::union);
                shapes = united.into_iter().collect();
                for it in &mut shapes {
                    it.inner_codes.extend(inner.clone());
                }
            }
            // Whether `null` is allowed, and whether the member may be absent.
            for shape in &mut shapes {
                shape.required &= required.contains(&name);
            }
            out = out
                .into_iter()
                .flat_map(|members| {
                    shapes.iter().map(move |shape| {
                        let mut members = members.clone();
                        members.push((name.to_owned(), shape.clone()));
                        members
                    })
                })
                .collect();
        }
        out.into_iter().map(Kind::Object).collect()
    }
}

/// The words of `enum`, `const` or `x-extensible-enum`.
fn enum_values(node: Node<'_>) -> Vec<Fact<Json>> {
    let fact = |it: Value<'_>| it.json().filter(|it| !it.is_null()).map(|json| Fact::new(json, it.span()));
    if let Some(it) = node.get("const") {
        return fact(it.value).into_iter().collect();
    }
    let list = node.get("enum").or_else(|| node.get("x-extensible-enum"));
    list.into_iter().flat_map(Node::items).filter_map(|it| fact(it.value)).collect()
}

/// The codes that tell alternatives apart: a word that only one of them has, with its text.
fn inner_codes(all: &[Shape]) -> Vec<(String, String)> {
    let of = |shape: &Shape| {
        let words = |name: &&str| shape.member(name).map(Shape::words).filter(|it| it.len() == 1);
        let code = ["issue", "code", "reason", "type", "error"].iter().find_map(words)?.remove(0);
        let text = ["description", "message", "detail"].iter().find_map(words).map(|mut it| it.remove(0));
        Some((code, text.or_else(|| shape.doc.clone()).unwrap_or_default()))
    };
    all.iter().filter_map(of).collect()
}

/// Each of the first with each of the second.
fn crossed(a: Vec<Shape>, b: Vec<Shape>) -> Vec<Shape> {
    if a.len() * b.len() > MOST_ALTERNATIVES {
        let inner = inner_codes(&b);
        let Some(mut one) = b.into_iter().reduce(Shape::union) else { return a };
        one.inner_codes.extend(inner);
        let Some(base) = a.into_iter().reduce(Shape::union) else { return vec![one] };
        return vec![both(base, one)];
    }
    let mut out = Vec::with_capacity(a.len() * b.len());
    for base in a {
        out.extend(b.iter().map(|it| both(base.clone(), it.clone())));
    }
    out
}

/// The shape of a value that has both.
fn both(a: Shape, b: Shape) -> Shape {
    let kind = match (a.kind, b.kind) {
        (Kind::Object(mut members), Kind::Object(rest)) => {
            for (name, shape) in rest {
                match members.iter().position(|it| it.0 == name) {
                    Some(at) => {
                        let (name, first) = members[at].clone();
                        members[at] = (name, both(first, shape));
                    }
                    None => members.push((name, shape)),
                }
            }
            Kind::Object(members)
        }
        (Kind::List(a), Kind::List(b)) => Kind::List(Box::new(both(*a, *b))),
        (Kind::Any, b) => b,
        (a, Kind::Any) => a,
        (Kind::String, Kind::Timestamp) => Kind::Timestamp,
        (_, b) => b,
    };
    // The narrower of two lists of words.
    let values = match (a.values.is_empty(), b.values.is_empty()) {
        (true, _) => b.values,
        (_, true) => a.values,
        _ if b.values.len() <= a.values.len() => b.values,
        _ => a.values,
    };
    let mut inner_codes = a.inner_codes;
    inner_codes.extend(b.inner_codes);
    Shape {
        kind,
        doc: b.doc.or(a.doc),
        example: b.example.or(a.example),
        values,
        required: a.required || b.required,
        status_hint: a.status_hint.or(b.status_hint),
        inner_codes,
        // The place of the more special one.
        at: b.at,
    }
}

/// The status at the end of a schema's name: `error_409`.
fn status_in_name(reference: &str) -> Option<u16> {
    let name = reference.rsplit('/').next()?;
    let digits = name.get(name.len().checked_sub(3)?..)?;
    let is_whole = !name[..name.len() - 3].ends_with(|c: char| c.is_ascii_digit());
    digits.parse().ok().filter(|it| is_whole && (400..=599).contains(it))
}

/// Gives alternatives the word that `discriminator` has for them.
fn discriminate(discriminator: Node<'_>, part: Node<'_>, shapes: &mut [Shape]) {
    let Some(name) = discriminator.text("propertyName") else { return };
    let Some(reference) = part.text("$ref") else { return };
    let schema = reference.rsplit('/').next().unwrap_or(reference);
    let mapped = discriminator
        .get("mapping")
        .into_iter()
        .flat_map(Node::pairs)
        .find(|(_, target)| target.value.text().is_some_and(|it| it == reference || it == schema));
    let word = mapped.map_or(schema, |it| it.0);
    for shape in shapes {
        let Kind::Object(members) = &mut shape.kind else { continue };
        let Some((_, member)) = members.iter_mut().find(|it| it.0 == name) else { continue };
        if member.values.len() != 1 {
            member.values = vec![Fact::new(Json::String(word.to_owned()), part.value.span())];
        }
    }
}
