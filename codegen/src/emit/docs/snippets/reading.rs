//! The parts of an error as JavaScript expressions: where they are in the body, whatever the envelope. It knows no
//! statement around them.

use errbook::Value;

use crate::model::leaf::{Leaf, Part, Path, Step};
use crate::model::{Book, CodeStyle, Entry, EnvelopeHeader, ErrorDef, Node, TextPart, What, slots_of};
use crate::text::visible_json;

/// The expressions for a book.
pub(super) struct Reading<'a> {
    book: &'a Book,
    /// The object that contains the code and the message: the variable `error`.
    error: Path<'a>,
}

impl<'a> Reading<'a> {
    pub(super) fn of(book: &'a Book) -> Self {
        let parent = |what| book.envelope.found_at(what).map(|it| it.path.parent());
        let error = match (parent(&What::Code), parent(&What::Message)) {
            (Some(code), Some(message)) => {
                let same = code.0.iter().zip(&message.0).take_while(|(a, b)| a == b).count();
                Path(code.0[..same].to_vec())
            }
            (one, other) => one.or(other).unwrap_or_default(),
        };
        Self { book, error }
    }

    /// Lines that declare `error`, from the expression for the response whose body is read.
    pub(super) fn declared(&self, response: &str, indentation: &str) -> String {
        let about = "// A proxy may answer with something other than JSON.";
        let body = format!("await {response}.json().catch(() => null);");
        if self.error.0.is_empty() {
            return format!("{about}\n{indentation}const error = {body}");
        }
        let error = walked("body", Some(&self.book.envelope.body), &self.error.0);
        format!("{about}\n{indentation}const body = {body}\n{indentation}const error = {error};")
    }

    /// The code; `None` if no response has it.
    pub(super) fn code(&self) -> Option<String> {
        let envelope = &self.book.envelope;
        let (value, around) = if let Some(leaf) = envelope.found_at(&What::Code) {
            (self.at(&leaf.path), leaf.text().map(surroundings))
        } else {
            let has_code = |it: &&EnvelopeHeader| slots_of(&it.value).any(|it| it.what == What::Code);
            let header = envelope.headers.iter().find(has_code)?;
            (format!("response.headers.get({})", text(&header.name)), Some(surroundings(&header.value)))
        };
        let (prefix, suffix) = around.unwrap_or_default();
        let read = &envelope.read_code;
        let mut out = value;
        // How a client cuts the code out replaces what is around it in the template.
        let cut = |own: Option<char>, literal: &str| own.map_or_else(|| literal.to_owned(), String::from);
        let (start, end) = (cut(read.after, prefix), cut(read.before, suffix));
        if !end.is_empty() {
            out.push_str(&format!("?.split({})[0]", text(&end)));
        }
        if !start.is_empty() {
            out.push_str(&format!("?.split({}).pop()", text(&start)));
        }
        Some(out)
    }

    /// The text of the thrown error.
    pub(super) fn failure(&self) -> String {
        let message = self.book.envelope.found_at(&What::Message).map(|it| self.at(&it.path));
        let or = message.or_else(|| self.code()).map(|it| format!("{it} ?? ")).unwrap_or_default();
        format!("{or}`HTTP ${{response.status}}`")
    }

    /// The condition that a response is not this error.
    pub(super) fn is_other(&self, entry: &ErrorDef) -> String {
        if let Some(code) = self.code().filter(|_| self.book.sends_code(entry)) {
            let wanted = match self.book.api.code_style {
                // A number on its own; in a longer text it is a text.
                CodeStyle::Integer if !code.contains(['(', ')']) => entry.code.clone(),
                _ => text(&entry.code),
            };
            return format!("{code} !== {wanted}");
        }
        let mut out = vec![match &*entry.statuses {
            [one] => format!("response.status !== {one}"),
            several => format!("!{several:?}.includes(response.status)"),
        }];
        for member in self.book.envelope.code_members() {
            let value = entry.envelope.value(member).filter(|it| is_scalar(it));
            let place = self.book.envelope.found_at(&What::Member(member.field.name.clone()));
            if let (Some(value), Some(leaf)) = (value, place.filter(|it| it.slot().is_some())) {
                out.push(format!("{} !== {}", self.at(&leaf.path), json(value)));
            }
        }
        out.join(" || ")
    }

    /// The condition that the body of a success is no error; `None` if no error has such a status.
    pub(super) fn is_no_error(&self) -> Option<String> {
        if !self.book.has_errors_of_success {
            return None;
        }
        let leaves = self.book.envelope.leaves();
        let constants = leaves.iter().filter(|it| !it.path.is_in_list()).filter_map(|it| match it.part {
            Part::Node(Node::Constant(value)) if is_scalar(value) => {
                Some(format!("{} !== {}", self.at(&it.path), json(value)))
            }
            _ => None,
        });
        let found = [What::Code, What::Message].into_iter().filter_map(|it| self.book.envelope.found_at(&it));
        let absent = found.map(|it| format!("{} == null", self.at(&it.path))).next();
        let any: Vec<String> = constants.chain(absent).collect();
        Some(if any.len() == 1 { any.concat() } else { format!("({})", any.join(" || ")) })
    }

    /// The value of a field, or of a member of each response.
    pub(super) fn value(&self, what: &What) -> String {
        let envelope = &self.book.envelope;
        if let Some(own) = envelope.found_at(what) {
            return self.at(&own.path);
        }
        let (What::Field(name) | What::Member(name)) = what else { return "undefined".to_owned() };
        match envelope.found_at(&What::Fields) {
            Some(Leaf { path, .. }) => format!("{}{}", self.at(&path), optional(name)),
            None => "undefined".to_owned(),
        }
    }

    /// The expression for a place of the body.
    fn at(&self, path: &Path<'a>) -> String {
        match path.0.strip_prefix(&*self.error.0) {
            Some(rest) => walked("error", node_at(&self.book.envelope.body, &self.error.0), rest),
            None => walked("body", Some(&self.book.envelope.body), &path.0),
        }
    }
}

/// The literal texts next to the code in a longer text.
fn surroundings(parts: &[TextPart]) -> (&str, &str) {
    let literal = |at: Option<usize>| match at.and_then(|it| parts.get(it)) {
        Some(TextPart::Text(text)) => text.as_str(),
        _ => "",
    };
    let at = parts.iter().position(|it| matches!(it, TextPart::Slot(slot) if slot.what == What::Code));
    at.map_or(("", ""), |at| (literal(at.checked_sub(1)), literal(Some(at + 1))))
}

fn node_at<'a>(node: &'a Node, steps: &[Step<'_>]) -> Option<&'a Node> {
    steps.iter().try_fold(node, |node, step| child(node, *step))
}

fn child<'a>(node: &'a Node, step: Step<'_>) -> Option<&'a Node> {
    match (node, step) {
        (Node::Object(entries), Step::Name(name)) => {
            entries.iter().find(|it| it.name() == Some(name)).and_then(Entry::node)
        }
        (Node::List(items), Step::Item(index)) => items.get(index),
        (Node::Each(item), Step::Each) => Some(item),
        _ => None,
    }
}

/// The expression for a path that begins at a variable. An item of a list is found by a constant in it, or else by its
/// index.
fn walked(variable: &str, node: Option<&Node>, steps: &[Step<'_>]) -> String {
    let (mut out, mut node) = (variable.to_owned(), node);
    for step in steps {
        node = node.and_then(|it| child(it, *step));
        out.push_str(&match step {
            Step::Name(name) => optional(name),
            Step::Each => "?.[0]".to_owned(),
            Step::Item(index) => match node.and_then(constant) {
                Some((name, value)) => {
                    format!("?.find((it) => it{} === {})", optional(name), json(value))
                }
                None => format!("?.[{index}]"),
            },
        });
    }
    out
}

/// The first constant of an object.
fn constant(node: &Node) -> Option<(&str, &Value)> {
    let Node::Object(entries) = node else { return None };
    entries.iter().find_map(|it| match (it.name()?, it.node()?) {
        (name, Node::Constant(value)) if is_scalar(value) => Some((name, value)),
        _ => None,
    })
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::List(_) | Value::Object(_))
}

/// The part of an expression that reads a member, if there is an object.
fn optional(name: &str) -> String {
    if is_name(name) { format!("?.{name}") } else { format!("?.[{}]", text(name)) }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_' || it == b'$')
}

/// A JSON string is a valid JavaScript string.
pub(super) fn text(text: &str) -> String {
    visible_json(serde_json::to_string(text).unwrap_or_default())
}

fn json(value: &Value) -> String {
    visible_json(serde_json::to_string(value).unwrap_or_default())
}
