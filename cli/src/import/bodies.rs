//! Templates of bodies as YAML. It knows nothing of their evidence.

use serde_json::Value as Json;

use super::draft::Field;
use super::yaml;

/// A part of a template.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// A placeholder, or a text with some.
    Slot(String),
    Constant(Json),
    Object(Vec<(String, Node)>),
    /// A list with an item for each error.
    Each(Box<Node>),
}

/// A member that the envelope declares.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) field: Field,
    pub(super) per_code: bool,
}

/// The key `envelope` as YAML.
pub(super) fn yaml(body: &Node, members: &[Member], media_type: Option<&str>) -> String {
    let mut out = "envelope:\n  body:\n".to_owned();
    write(&mut out, body, "    ");
    if let Some(media_type) = media_type {
        out.push_str(&format!("  content_type: {}\n", yaml::scalar(media_type)));
    }
    if !members.is_empty() {
        out.push_str("  members:\n");
    }
    for member in members {
        let mut keys = yaml::flow_type(&member.field.ty);
        if member.per_code {
            keys.push("per: code".to_owned());
            keys.push("default: null".to_owned());
        }
        if let Some(doc) = &member.field.doc {
            keys.push(format!("doc: {}", yaml::flow_scalar(doc)));
        }
        if let Some(example) = &member.field.example {
            keys.push(format!("example: {}", yaml::json(example)));
        }
        out.push_str(&format!("    {}: {{{}}}\n", member.name, keys.join(", ")));
    }
    out
}

/// Writes a node below its key.
fn write(out: &mut String, node: &Node, indent: &str) {
    match node {
        Node::Object(members) => {
            for (name, node) in members {
                let key = if name == "{fields}" { "\"{fields}\"".to_owned() } else { yaml::flow_scalar(&braces(name)) };
                match node {
                    Node::Slot(text) => out.push_str(&format!("{indent}{key}: \"{text}\"\n")),
                    Node::Constant(Json::Null) if name == "{fields}" => out.push_str(&format!("{indent}{key}:\n")),
                    Node::Constant(Json::String(text)) => {
                        out.push_str(&format!("{indent}{key}: {}\n", yaml::scalar(&braces(text))));
                    }
                    Node::Constant(value) => out.push_str(&format!("{indent}{key}: {value}\n")),
                    Node::Object(_) | Node::Each(_) => {
                        out.push_str(&format!("{indent}{key}:\n"));
                        write(out, node, &format!("{indent}  "));
                    }
                }
            }
        }
        Node::Each(item) => {
            let mut inner = String::new();
            write(&mut inner, item, &format!("{indent}  "));
            let first = format!("{indent}- ");
            out.push_str(&first);
            out.push_str(inner.trim_start());
            out.push_str(&format!("{indent}- ...\n"));
        }
        Node::Slot(text) => out.push_str(&format!("{indent}\"{text}\"\n")),
        Node::Constant(value) => out.push_str(&format!("{indent}{value}\n")),
    }
}

/// A text with literal braces.
fn braces(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}
