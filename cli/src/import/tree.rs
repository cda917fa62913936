//! YAML and JSON as a tree with places. Aliases share nodes, so their expansion costs nothing here; readers that walk the
//! tree have a budget.

use std::collections::{HashMap, HashSet};

use errbook_codegen::diagnostics::Diagnostic;
use errbook_codegen::source::{FileId, Sources, Span};
use errbook_codegen::text::quoted;
use granit_parser::{Event, Parser, ScalarStyle};
use serde_json::Value as Json;

use super::rules;

/// The limit of a document's keys and values.
const MOST_VALUES: usize = 4_000_000;

/// The limit of nested lists and maps.
pub(super) const DEEPEST: usize = 96;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NodeId(u32);

#[derive(Debug)]
struct Node {
    span: Span,
    data: Data,
}

#[derive(Debug)]
enum Data {
    Null,
    Boolean(bool),
    /// Verbatim.
    Number(String),
    Text(String),
    List(Vec<NodeId>),
    Map(Vec<(String, Span, NodeId)>),
}

/// A document.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    root: Option<NodeId>,
}

/// A value of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'t> {
    tree: &'t Tree,
    id: NodeId,
}

impl Tree {
    pub(super) fn root(&self) -> Option<Value<'_>> {
        self.root.map(|id| Value { tree: self, id })
    }
}

impl<'t> Value<'t> {
    fn node(self) -> &'t Node {
        &self.tree.nodes[self.id.0 as usize]
    }

    /// Identifies the value in its document.
    pub(super) fn id(self) -> NodeId {
        self.id
    }

    pub(super) fn span(self) -> Span {
        self.node().span
    }

    pub(super) fn is_map(self) -> bool {
        matches!(self.node().data, Data::Map(_))
    }

    /// The members of a map; none if it is not a map.
    pub(super) fn pairs(self) -> impl Iterator<Item = (&'t str, Span, Value<'t>)> {
        let pairs: &'t [(String, Span, NodeId)] = if let Data::Map(pairs) = &self.node().data { pairs } else { &[] };
        let tree = self.tree;
        pairs.iter().map(move |(key, span, id)| (key.as_str(), *span, Value { tree, id: *id }))
    }

    /// A member of a map.
    pub(super) fn get(self, key: &str) -> Option<Value<'t>> {
        self.pairs().find(|it| it.0 == key).map(|it| it.2)
    }

    /// The items of a list; none if it is not a list.
    pub(super) fn items(self) -> impl Iterator<Item = Value<'t>> {
        let items: &'t [NodeId] = if let Data::List(items) = &self.node().data { items } else { &[] };
        let tree = self.tree;
        items.iter().map(move |&id| Value { tree, id })
    }

    /// A text.
    pub(super) fn text(self) -> Option<&'t str> {
        if let Data::Text(text) = &self.node().data { Some(text) } else { None }
    }

    /// A text, or a number or boolean as it is written.
    pub(super) fn scalar(self) -> Option<String> {
        match &self.node().data {
            Data::Text(text) | Data::Number(text) => Some(text.clone()),
            Data::Boolean(it) => Some(it.to_string()),
            Data::Null | Data::List(_) | Data::Map(_) => None,
        }
    }

    pub(super) fn boolean(self) -> Option<bool> {
        if let Data::Boolean(it) = self.node().data { Some(it) } else { None }
    }

    pub(super) fn integer(self) -> Option<i64> {
        if let Data::Number(text) = &self.node().data { text.parse().ok() } else { None }
    }

    /// The value as JSON, without places; `None` if it is larger than a few thousand values.
    pub(super) fn json(self) -> Option<Json> {
        self.json_within(&mut 4096)
    }

    fn json_within(self, budget: &mut usize) -> Option<Json> {
        *budget = budget.checked_sub(1)?;
        Some(match &self.node().data {
            Data::Null => Json::Null,
            Data::Boolean(it) => Json::Bool(*it),
            Data::Number(text) => number(text),
            Data::Text(text) => Json::String(text.clone()),
            Data::List(_) => Json::Array(self.items().map(|it| it.json_within(budget)).collect::<Option<_>>()?),
            Data::Map(_) => {
                let pairs = self.pairs().map(|(key, _, it)| Some((key.to_owned(), it.json_within(budget)?)));
                Json::Object(pairs.collect::<Option<_>>()?)
            }
        })
    }
}

/// A number of YAML's core schema as JSON; as text where JSON has no such number.
fn number(text: &str) -> Json {
    let digits = text.strip_prefix('+').unwrap_or(text);
    if let Ok(it) = digits.parse::<i64>() {
        return it.into();
    }
    if let Ok(it) = digits.parse::<u64>() {
        return it.into();
    }
    let number = digits.parse::<f64>().ok().and_then(serde_json::Number::from_f64);
    number.map_or_else(|| Json::String(text.to_owned()), Json::Number)
}

/// Parses a part of a file, which begins at `start`: YAML, of which JSON is a subset.
pub(super) fn parse(sources: &Sources, file: FileId, start: usize, text: &str) -> Result<Tree, Diagnostic> {
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        flow_nesting_limit: DEEPEST,
        block_nesting_limit: DEEPEST,
    };
    let mut builder = Builder {
        whole: sources.whole(file),
        start,
        text,
        nodes: Vec::new(),
        root: None,
        open: Vec::new(),
        anchors: HashMap::new(),
        documents: 0,
        merged: 0,
    };
    let mut parser = Parser::new_from_str_with_options(text, options);
    while let Some(next) = parser.next_event() {
        match next {
            Ok((event, span)) => {
                let at = builder.place(span.start.byte_offset(), span.end.byte_offset());
                builder.event(event, at)?;
                if builder.documents > 1 {
                    break;
                }
            }
            Err(error) => {
                // YAML forbids some characters that JSON allows (YAML 1.2, section 5.1). Places are lost then.
                if let Ok(json) = serde_json::from_str(text) {
                    return builder.of_json(&json);
                }
                let at = builder.place(error.marker().byte_offset(), None);
                return Err(broken(at, &error.info()));
            }
        }
    }
    Ok(Tree { nodes: builder.nodes, root: builder.root })
}

fn broken(at: Span, why: &str) -> Diagnostic {
    Diagnostic::new(&rules::BROKEN_SOURCE, format!("the document is not valid YAML or JSON: {why}"))
        .at(at, "")
        .help("Fix the document, then import it again. Nothing was written.")
}

/// A list or map that is not complete yet, with its anchor.
struct Open {
    span: Span,
    is_map: bool,
    anchor: usize,
    children: Vec<NodeId>,
}

struct Builder<'s> {
    whole: Span,
    start: usize,
    text: &'s str,
    nodes: Vec<Node>,
    root: Option<NodeId>,
    open: Vec<Open>,
    anchors: HashMap<usize, NodeId>,
    documents: usize,
    merged: usize,
}

impl Builder<'_> {
    fn place(&self, start: Option<usize>, end: Option<usize>) -> Span {
        let start = start.unwrap_or(self.text.len()).min(self.text.len());
        let end = end.unwrap_or(start + 1).clamp(start, self.text.len());
        self.whole.part(self.start + start..self.start + end)
    }

    fn event(&mut self, event: Event<'_>, at: Span) -> Result<(), Diagnostic> {
        match event {
            Event::DocumentStart(..) => self.documents += 1,
            Event::Alias(id) => {
                let Some(&node) = self.anchors.get(&id) else {
                    return Err(broken(at, "the alias refers to a value that contains it"));
                };
                self.add(node);
            }
            Event::UnresolvedAlias(..) => return Err(broken(at, "the alias refers to an unknown anchor")),
            Event::Scalar(text, style, anchor, ..) => {
                let data = if style == ScalarStyle::Plain { plain(&text) } else { Data::Text(text.into_owned()) };
                let id = self.push(at, data)?;
                self.anchor(anchor, id);
                self.add(id);
            }
            Event::SequenceStart(_, anchor, ..) => {
                self.open.push(Open { span: at, is_map: false, anchor, children: Vec::new() });
            }
            Event::MappingStart(_, anchor, ..) => {
                self.open.push(Open { span: at, is_map: true, anchor, children: Vec::new() });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else { return Ok(()) };
                let last = open.children.last().map_or(at, |it| self.nodes[it.0 as usize].span);
                let data = if open.is_map { self.map(&open.children)? } else { Data::List(open.children) };
                let id = self.push(open.span.to(last), data)?;
                self.anchor(open.anchor, id);
                self.add(id);
            }
            _ => {}
        }
        Ok(())
    }

    /// The tree of JSON without places.
    fn of_json(&mut self, json: &Json) -> Result<Tree, Diagnostic> {
        self.nodes.clear();
        let root = self.json_node(json)?;
        Ok(Tree { nodes: std::mem::take(&mut self.nodes), root: Some(root) })
    }

    fn json_node(&mut self, json: &Json) -> Result<NodeId, Diagnostic> {
        let at = self.place(Some(0), Some(self.text.len()));
        let data = match json {
            Json::Null => Data::Null,
            Json::Bool(it) => Data::Boolean(*it),
            Json::Number(it) => Data::Number(it.to_string()),
            Json::String(it) => Data::Text(it.clone()),
            Json::Array(items) => Data::List(items.iter().map(|it| self.json_node(it)).collect::<Result<_, _>>()?),
            Json::Object(members) => {
                let pairs = members.iter().map(|(key, it)| Ok((key.clone(), at, self.json_node(it)?)));
                Data::Map(pairs.collect::<Result<_, Diagnostic>>()?)
            }
        };
        self.push(at, data)
    }

    fn push(&mut self, span: Span, data: Data) -> Result<NodeId, Diagnostic> {
        if self.nodes.len() + self.merged >= MOST_VALUES {
            let message = format!("the document has more than {MOST_VALUES} keys and values");
            return Err(Diagnostic::new(&rules::SOURCE_TOO_LARGE, message).at(span, "limit reached here"));
        }
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { span, data });
        Ok(id)
    }

    fn anchor(&mut self, anchor: usize, id: NodeId) {
        if anchor > 0 {
            self.anchors.insert(anchor, id);
        }
    }

    fn add(&mut self, id: NodeId) {
        match self.open.last_mut() {
            Some(open) => open.children.push(id),
            None => self.root = self.root.or(Some(id)),
        }
    }

    /// Pairs keys with values, and adds the pairs of merge keys. Of duplicate keys the first counts.
    fn map(&mut self, children: &[NodeId]) -> Result<Data, Diagnostic> {
        let mut pairs: Vec<(String, Span, NodeId)> = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        let mut merges = Vec::new();
        for pair in children.chunks_exact(2) {
            let &[key, value] = pair else { continue };
            let node = &self.nodes[key.0 as usize];
            let name = match &node.data {
                Data::Text(text) | Data::Number(text) => text.clone(),
                Data::Boolean(it) => it.to_string(),
                Data::Null => "null".to_owned(),
                Data::List(_) | Data::Map(_) => return Err(broken(node.span, "a key is a list or a map")),
            };
            if name == "<<" {
                merges.push(value);
            } else if seen.insert(name.clone()) {
                pairs.push((name, node.span, value));
            } else {
                return Err(broken(node.span, &format!("duplicate key {}", quoted(&name))));
            }
        }
        for id in merges {
            let sources = match &self.nodes[id.0 as usize].data {
                Data::List(items) => items.clone(),
                _ => vec![id],
            };
            for id in sources {
                let Data::Map(added) = &self.nodes[id.0 as usize].data else { continue };
                let added: Vec<_> = added.iter().filter(|it| !seen.contains(&it.0)).cloned().collect();
                self.merged += added.len();
                seen.extend(added.iter().map(|it| it.0.clone()));
                pairs.extend(added);
            }
        }
        Ok(Data::Map(pairs))
    }
}

/// The value of an unquoted text, by the core schema of YAML 1.2.
fn plain(text: &str) -> Data {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Data::Null,
        "true" | "True" | "TRUE" => Data::Boolean(true),
        "false" | "False" | "FALSE" => Data::Boolean(false),
        _ if is_number(text) => Data::Number(text.to_owned()),
        _ => Data::Text(text.to_owned()),
    }
}

/// Whether a text is a decimal number.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.bytes().any(|it| it.is_ascii_digit())
        && digits.bytes().all(|it| it.is_ascii_digit() || b".eE+-".contains(&it))
        && digits.parse::<f64>().is_ok()
}
