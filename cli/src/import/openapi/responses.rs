//! The error responses of a document: with their statuses, texts, headers, and the shapes of their bodies.

use std::collections::{BTreeSet, HashMap};

use errbook_codegen::source::Span;
use errbook_codegen::text::quoted;

use super::refs::{Documents, Key, Node};
use super::schemas::Schemas;
use crate::import::cells::one_line;
use crate::import::draft::{Fact, Header, HeaderType};
use crate::import::report::Report;
use crate::import::shape::{Kind, Shape};
use crate::import::tree::Value;

static METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// An error response. One that several operations share is there once.
#[derive(Debug)]
pub(super) struct Response {
    /// None for `default` and ranges.
    pub(super) statuses: BTreeSet<u16>,
    pub(super) at: Span,
    pub(super) description: Option<Fact<String>>,
    pub(super) headers: Vec<Header>,
    /// The bodies that its schema allows.
    pub(super) shapes: Vec<Shape>,
    pub(super) examples: Vec<Example>,
    /// Its media type, if it is JSON.
    pub(super) media_type: Option<String>,
}

/// An example of a body.
#[derive(Debug)]
pub(super) struct Example {
    pub(super) shape: Shape,
    pub(super) summary: Option<Fact<String>>,
}

/// All error responses, in the order of the document.
pub(super) fn responses<'t>(documents: &'t Documents, report: &mut Report) -> Vec<Response> {
    let Some(root) = documents.root() else { return Vec::new() };
    let mut schemas = Schemas::new(documents);
    let mut out: Vec<Response> = Vec::new();
    let mut index: HashMap<Key, usize> = HashMap::new();
    let mut add = |status: &str, node: Node<'t>, report: &mut Report| {
        let Some(resolved) = documents.resolve(node, report) else { return };
        let statuses: Vec<u16> = match status.parse::<u16>() {
            Ok(it) if (400..=599).contains(&it) => vec![it],
            Err(_) if is_error_range(status) => Vec::new(),
            Ok(_) | Err(_) => return,
        };
        let at = *index.entry(resolved.key()).or_insert_with(|| {
            out.push(response(resolved, &mut schemas, documents, report));
            out.len() - 1
        });
        out[at].statuses.extend(statuses);
    };
    for (_, item) in root.get("paths").into_iter().flat_map(Node::pairs) {
        let Some(item) = documents.resolve(item, report) else { continue };
        for (_, operation) in item.pairs().filter(|it| METHODS.contains(&it.0)) {
            let Some(operation) = documents.resolve(operation, report) else { continue };
            let Some(responses) = operation.get("responses").and_then(|it| documents.resolve(it, report)) else {
                continue;
            };
            for (status, response) in responses.pairs() {
                add(status, response, report);
            }
        }
    }
    // Shared responses that no operation uses count if their names are statuses.
    let shared = root.get("components").and_then(|it| it.get("responses")).or_else(|| root.get("responses"));
    let mut unused = Vec::new();
    for (name, node) in shared.into_iter().flat_map(Node::pairs) {
        let is_used = documents.resolve(node, report).is_some_and(|it| index.contains_key(&it.key()));
        if !is_used {
            unused.push((name, node));
        }
    }
    for (name, node) in unused {
        let status = match name.parse::<u16>() {
            Ok(it) => Some(it),
            Err(_) => crate::import::cells::status_of_name(name),
        };
        if let Some(status) = status.filter(|it| (400..=599).contains(it))
            && let Some(resolved) = documents.resolve(node, report)
        {
            let at = node.value.span();
            report.guessed(
                at,
                format!("the response {} has the status {status}", quoted(name)),
                "no operation uses it, and its name is a status",
            );
            let mut found = response(resolved, &mut schemas, documents, report);
            found.statuses.insert(status);
            out.push(found);
        }
    }
    out
}

fn is_error_range(status: &str) -> bool {
    matches!(status.to_ascii_lowercase().as_str(), "default" | "4xx" | "5xx")
}

fn response<'t>(node: Node<'t>, schemas: &mut Schemas<'t>, documents: &'t Documents, report: &mut Report) -> Response {
    let at = node.value.span();
    let description = node.get("description").and_then(|it| {
        let text = it.value.text().filter(|it| !it.trim().is_empty())?;
        Some(Fact::new(text.to_owned(), it.value.span()))
    });
    let mut out = Response {
        statuses: BTreeSet::new(),
        at,
        description,
        headers: headers(node, documents, report),
        shapes: Vec::new(),
        examples: Vec::new(),
        media_type: None,
    };
    // Swagger 2.0.
    if let Some(schema) = node.get("schema") {
        out.shapes = schemas.shapes(schema, report);
        out.media_type = Some("application/json".to_owned());
    }
    for (media_type, example) in node.get("examples").into_iter().flat_map(Node::pairs) {
        if media_type.contains("json") {
            push_example(&mut out, example, None);
        }
    }
    let Some(content) = node.get("content").and_then(|it| documents.resolve(it, report)) else { return out };
    let Some((media_type, media)) = json_content(content) else {
        if let Some((media_type, it)) = content.pairs().next() {
            report.left(it.value.span(), format!("the body of type {}", quoted(media_type)), "it is not JSON");
        }
        return out;
    };
    out.media_type = Some(media_type.to_owned());
    let Some(media) = documents.resolve(media, report) else { return out };
    if let Some(schema) = media.get("schema") {
        out.shapes = schemas.shapes(schema, report);
        // A schema's own example is one of the body.
        let example = documents.resolve(schema, report).and_then(|it| it.get("example"));
        if let Some(example) = example {
            push_example(&mut out, example, None);
        }
    }
    if let Some(example) = media.get("example").and_then(|it| documents.resolve(it, report)) {
        push_example(&mut out, example, None);
    }
    for (name, given) in media.get("examples").into_iter().flat_map(Node::pairs) {
        let Some(example) = documents.resolve(given, report) else { continue };
        let summary = example.get("description").or_else(|| example.get("summary"));
        let summary = summary.and_then(|it| Some(Fact::new(it.value.text()?.to_owned(), it.value.span())));
        if let Some(value) = example.get("value").and_then(|it| documents.resolve(it, report)) {
            push_example(&mut out, value, summary);
            if let Some(last) = out.examples.last_mut() {
                let reference = given.text("$ref").and_then(|it| it.rsplit('/').next());
                last.shape.status_hint = [Some(name), reference].into_iter().flatten().find_map(status_in);
            }
        }
    }
    out
}

/// The status in a name: `400_example`, `Error404Response`.
fn status_in(name: &str) -> Option<u16> {
    let mut digits = name.split(|c: char| !c.is_ascii_digit()).filter(|it| it.len() == 3);
    digits.find_map(|it| it.parse().ok().filter(|it| (400..=599).contains(it)))
}

fn push_example(out: &mut Response, node: Node<'_>, summary: Option<Fact<String>>) {
    let shape = Shape::of_example(node.value);
    if matches!(shape.kind, Kind::Object(_) | Kind::List(_)) {
        out.examples.push(Example { shape, summary });
    }
}

/// The content that is JSON.
fn json_content(content: Node<'_>) -> Option<(&str, Node<'_>)> {
    let rank = |it: &str| match it.split(';').next().unwrap_or_default().trim() {
        "application/json" => 0,
        "application/problem+json" => 1,
        it if it.ends_with("+json") || it.ends_with("/json") => 2,
        "*/*" | "application/*" => 3,
        _ => 4,
    };
    content.pairs().min_by_key(|it| rank(it.0)).filter(|it| rank(it.0) < 4)
}

fn headers(node: Node<'_>, documents: &Documents, report: &mut Report) -> Vec<Header> {
    let mut out: Vec<Header> = Vec::new();
    for (name, given) in node.get("headers").into_iter().flat_map(Node::pairs) {
        let Some(header) = documents.resolve(given, report) else { continue };
        // In Swagger 2.0 a header is its own schema.
        let schema = header.get("schema").unwrap_or(header);
        let schema = documents.resolve(schema, report).unwrap_or(schema);
        let ty = match schema.text("type") {
            _ if name.eq_ignore_ascii_case("retry-after") => HeaderType::Delay,
            Some("integer") => HeaderType::Integer,
            _ => HeaderType::String,
        };
        // A word that is always the same needs no value from the server's code.
        let mut words = schema.get("enum").into_iter().flat_map(Node::items).chain(schema.get("const"));
        let ty = match (words.next().and_then(|it| it.value.text()), words.next()) {
            (Some(only), None) if errbook::HeaderText::new(only.to_owned()).is_ok() => {
                HeaderType::Constant(only.to_owned())
            }
            _ => ty,
        };
        let example = [header, schema].into_iter().find_map(|it| it.get("example"));
        if out.iter().any(|it| it.name.eq_ignore_ascii_case(name)) {
            continue;
        }
        out.push(Header {
            name: name.to_owned(),
            ty,
            optional: header.get("required").and_then(|it| it.value.boolean()) != Some(true),
            doc: header
                .text("description")
                .or_else(|| schema.text("description"))
                .map(one_line)
                .filter(|it| !it.is_empty()),
            example: example.and_then(|it: Node<'_>| Value::json(it.value)),
            rust_name: None,
            at: header.value.span(),
        });
    }
    out
}
