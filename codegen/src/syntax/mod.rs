//! The one place that knows the YAML parser: events to an arena of nodes with the span of every key and value.
//!
//! It knows YAML 1.2 and its core schema. It knows nothing of what a spec says.

mod errors;
mod scalar;

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

pub(crate) use scalar::Scalar;

use crate::diagnostics::{self, Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span};
use crate::text::quoted;

/// How deep lists and maps may lie in one another. The language needs a dozen.
const DEEPEST: usize = 32;

/// How many keys and values a file may have. A book of 100,000 codes has about two million, and 60 MB of `- a` have
/// fifteen, which would need more memory than there is.
const MOST_VALUES: usize = 4_000_000;

/// A node of a [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeId(u32);

/// What a file holds.
#[derive(Debug)]
pub(crate) struct Tree<'s> {
    nodes: Vec<Node<'s>>,
    root: Option<NodeId>,
    /// Whether the file was read to its end. If not, what is missing may stand behind the mistake.
    pub(crate) is_whole: bool,
}

#[derive(Debug)]
struct Node<'s> {
    span: Span,
    data: Data<'s>,
}

#[derive(Debug)]
enum Data<'s> {
    Scalar(Scalar<'s>),
    List(Vec<NodeId>),
    Map {
        entries: Vec<(NodeId, NodeId)>,
        flow: bool,
        is_whole: bool,
    },
    /// Something that the language does without. It has been reported; nothing more is to be said of it.
    Reported,
}

/// One value of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value<'t> {
    tree: &'t Tree<'t>,
    id: NodeId,
}

/// One key of a map, with its value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair<'t> {
    pub(crate) key: &'t str,
    pub(crate) key_span: Span,
    pub(crate) value: Value<'t>,
}

/// What a value is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind<'t> {
    Scalar(&'t Scalar<'t>),
    List,
    Map,
    Reported,
}

impl<'t> Value<'t> {
    fn node(self) -> &'t Node<'t> {
        &self.tree.nodes[self.id.0 as usize]
    }

    /// Where it stands.
    pub(crate) fn span(self) -> Span {
        self.node().span
    }

    /// What it is.
    pub(crate) fn kind(self) -> Kind<'t> {
        match &self.node().data {
            Data::Scalar(scalar) => Kind::Scalar(scalar),
            Data::List(_) => Kind::List,
            Data::Map { .. } => Kind::Map,
            Data::Reported => Kind::Reported,
        }
    }

    /// Whether it is `null`, `~`, or nothing at all.
    pub(crate) fn is_null(self) -> bool {
        matches!(self.kind(), Kind::Scalar(Scalar::Null | Scalar::Nothing))
    }

    /// The items of a list; none if it is no list.
    pub(crate) fn items(self) -> impl ExactSizeIterator<Item = Value<'t>> {
        let items: &[NodeId] = if let Data::List(items) = &self.node().data { items } else { &[] };
        items.iter().map(move |&id| Value { id, ..self })
    }

    /// The keys of a map in their order, without those that are no text and those that stand twice; none if it is no map.
    pub(crate) fn pairs(self) -> impl ExactSizeIterator<Item = Pair<'t>> {
        let entries: &[(NodeId, NodeId)] =
            if let Data::Map { entries, .. } = &self.node().data { entries } else { &[] };
        entries.iter().map(move |&(key, value)| {
            let key = &self.tree.nodes[key.0 as usize];
            let text = if let Data::Scalar(scalar) = &key.data { scalar.as_written() } else { "" };
            Pair { key: text, key_span: key.span, value: Value { id: value, ..self } }
        })
    }

    /// Whether it is a map in braces.
    pub(crate) fn is_flow_map(self) -> bool {
        matches!(self.node().data, Data::Map { flow: true, .. })
    }

    /// Whether it was read to its end.
    pub(crate) fn is_whole(self) -> bool {
        !matches!(self.node().data, Data::Map { is_whole: false, .. })
    }
}

impl<'s> Tree<'s> {
    /// What the file holds; `None` if that is nothing.
    pub(crate) fn root(&self) -> Option<Value<'_>> {
        self.root.map(|id| Value { tree: self, id })
    }

    fn push(&mut self, span: Span, data: Data<'s>) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { span, data });
        id
    }

    fn span(&self, id: NodeId) -> Span {
        self.nodes[id.0 as usize].span
    }
}

/// Reads a file. What was read before a mistake is kept, so that it can be checked too.
pub(crate) fn parse<'s>(sources: &'s Sources, file: FileId, diagnostics: &mut Diagnostics) -> Tree<'s> {
    let text = &sources.file(file).text;
    let options = granit_parser::options! {
        strict_indentation: true,
        disallow_directives: true,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        flow_nesting_limit: DEEPEST,
        block_nesting_limit: DEEPEST,
    };
    let tree = Tree { nodes: Vec::new(), root: None, is_whole: true };
    let mut builder = Builder { text, file, tree, open: Vec::new(), documents: 0, diagnostics };
    let mut parser = Parser::new_from_str_with_options(text, options);
    while let Some(next) = parser.next_event() {
        match next {
            Ok((event, span)) => {
                if builder.event(event, &span).is_break() {
                    break;
                }
                if builder.tree.nodes.len() > MOST_VALUES {
                    builder.too_many(&span);
                    break;
                }
            }
            Err(error) => {
                let mut found = errors::explain(text, file, &error);
                if let Some(open) = builder.open.iter().rev().find(|it| it.flow) {
                    found = found.at(open.span.part(0..1), "this bracket is open").help(
                        "Close it before the mistake, and never to the left of its key. A text with a bracket in it needs quotes.",
                    );
                }
                builder.doubt(found.labels.first().map_or(0, |it| it.span.start));
                builder.diagnostics.push(found);
                builder.tree.is_whole = false;
                break;
            }
        }
    }
    builder.finish()
}

/// A list or map that has begun and not ended.
struct Open {
    span: Span,
    is_map: bool,
    flow: bool,
    children: Vec<NodeId>,
}

struct Builder<'s, 'd> {
    text: &'s str,
    file: FileId,
    tree: Tree<'s>,
    open: Vec<Open>,
    documents: usize,
    diagnostics: &'d mut Diagnostics,
}

impl<'s> Builder<'s, '_> {
    fn event(&mut self, event: Event<'s>, span: &granit_parser::Span) -> std::ops::ControlFlow<()> {
        let at = self.place(span);
        let tag = span.tag_span().map(|it| self.place(&it));
        if let Some(at) = tag {
            let help = "Remove it: a key's type is fixed by the language. A text that begins with `!` needs quotes.";
            self.feature(at, "a tag", help);
        }
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.feature(
                        at,
                        "a second document",
                        "Put it into a file of its own: every `*.yaml` in the folder is part of the book.",
                    );
                    return std::ops::ControlFlow::Break(());
                }
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let help = "Write out what it stands for. A text that begins with `*` needs quotes.";
                self.feature(at, "an alias", help);
                let id = self.tree.push(at, Data::Reported);
                self.add(id);
            }
            Event::Anchor(..) => {
                let help =
                    "Remove it: there are no aliases that could use it. A text that begins with `&` needs quotes.";
                self.feature(at, "an anchor", help);
            }
            Event::Scalar(text, style, ..) => {
                let at = self.trimmed(at, style);
                let data = match scalar(text, style, at) {
                    // A tag with nothing behind it, which has been reported.
                    Scalar::Nothing if tag.is_some() => Data::Reported,
                    scalar => Data::Scalar(scalar),
                };
                let id = self.tree.push(at, data);
                self.add(id);
            }
            Event::SequenceStart(style, ..) => self.begin(at, false, style),
            Event::MappingStart(style, ..) => self.begin(at, true, style),
            Event::SequenceEnd | Event::MappingEnd => self.end(Some(at)),
            _ => {}
        }
        std::ops::ControlFlow::Continue(())
    }

    /// A block's span goes on to the next token: its end is where its text ends.
    fn trimmed(&self, at: Span, style: ScalarStyle) -> Span {
        if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return at;
        }
        let text = &self.text[at.start as usize..at.end as usize];
        at.part(0..text.trim_end().len())
    }

    fn begin(&mut self, span: Span, is_map: bool, style: StructureStyle) {
        self.open.push(Open { span, is_map, flow: style == StructureStyle::Flow, children: Vec::new() });
    }

    /// Ends what was begun last; without a place if the file broke off in it.
    fn end(&mut self, at: Option<Span>) {
        let Some(open) = self.open.pop() else { return };
        let last = open.children.last().map_or(open.span, |&id| self.tree.span(id));
        // A block ends where the next token begins, which may be far below.
        let span = match at {
            Some(at) if open.flow => open.span.to(at),
            _ => open.span.to(last),
        };
        let data = if open.is_map {
            let entries = self.entries(&open.children);
            Data::Map { entries, flow: open.flow, is_whole: at.is_some() }
        } else {
            Data::List(open.children)
        };
        let id = self.tree.push(span, data);
        self.add(id);
    }

    fn add(&mut self, id: NodeId) {
        match self.open.last_mut() {
            Some(open) => {
                // "Nothing" has no place of its own: it is where its key is, or where the list is.
                let before = open.children.last().copied();
                if matches!(self.tree.nodes[id.0 as usize].data, Data::Scalar(Scalar::Nothing)) {
                    let is_value = open.is_map && open.children.len() % 2 == 1;
                    if let Some(before) = before.filter(|_| is_value) {
                        self.tree.nodes[id.0 as usize].span = self.tree.span(before);
                    }
                }
                open.children.push(id);
            }
            None => self.tree.root = self.tree.root.or(Some(id)),
        }
    }

    /// Keys with their values. Reports keys that are no text, and keys that stand twice.
    fn entries(&mut self, children: &[NodeId]) -> Vec<(NodeId, NodeId)> {
        let mut entries = Vec::with_capacity(children.len() / 2);
        let mut seen: HashMap<Cow<'s, str>, Span> = HashMap::new();
        for pair in children.chunks_exact(2) {
            let &[key, value] = pair else { continue };
            let span = self.tree.span(key);
            let name: Cow<'s, str> = match &self.tree.nodes[key.0 as usize].data {
                // A key is a name, whatever type it would have as a value: `NULL` is not `null`.
                Data::Scalar(Scalar::Null | Scalar::Boolean(_)) => {
                    let written = &self.text[span.start as usize..span.end as usize];
                    self.tree.nodes[key.0 as usize].data = Data::Scalar(Scalar::Text(Cow::Borrowed(written)));
                    Cow::Borrowed(written)
                }
                Data::Scalar(Scalar::Integer(it) | Scalar::Float(it) | Scalar::Text(it)) => it.clone(),
                Data::Scalar(Scalar::Nothing) => Cow::Borrowed(""),
                Data::Reported => continue,
                Data::List(_) | Data::Map { .. } => {
                    let found = Diagnostic::new(&diagnostics::WRONG_TYPE, "a key must be a text");
                    self.diagnostics
                        .push(found.at(span, "this is a list or a map").help("Put a name before the colon."));
                    continue;
                }
            };
            if name == "<<" {
                self.feature(span, "a merge key", "Write out the keys that it would bring.");
                continue;
            }
            if let Some(&first) = seen.get(&name) {
                let found =
                    Diagnostic::new(&diagnostics::DUPLICATE_KEY, format!("the key {} stands twice", quoted(&name)));
                self.diagnostics.push(
                    found.at(span, "here again").at(first, "first here").help("Remove one of the two, or rename it."),
                );
                continue;
            }
            seen.insert(name, span);
            entries.push((key, value));
        }
        entries
    }

    fn feature(&mut self, at: Span, what: &str, help: &str) {
        let found = Diagnostic::new(
            &diagnostics::YAML_FEATURE,
            format!("{what}: the spec language does without this part of YAML"),
        );
        self.diagnostics.push(found.at(at, "").help(help));
    }

    fn too_many(&mut self, span: &granit_parser::Span) {
        let message = format!("the file has more than {MOST_VALUES} keys and values");
        let found = Diagnostic::new(&diagnostics::FILE_TOO_LARGE, message).at(self.place(span), "read up to here");
        self.diagnostics.push(found.help("Split it: every `*.yaml` below the spec folder is part of the book."));
        self.tree.is_whole = false;
    }

    fn place(&self, span: &granit_parser::Span) -> Span {
        errors::place(self.text, self.file, span.start, span.end)
    }

    /// What ended right before a mistake may have ended because of it: a line that is indented too little ends a map,
    /// and one that is indented too much goes on with a text.
    fn doubt(&mut self, mistake: u32) {
        for node in self.tree.nodes.iter_mut().rev() {
            let between = self.text.get(node.span.end as usize..mistake as usize).unwrap_or_default();
            if !between.trim().is_empty() {
                break;
            }
            match &mut node.data {
                Data::Map { is_whole, .. } => *is_whole = false,
                Data::Scalar(_) => node.data = Data::Reported,
                Data::List(_) | Data::Reported => {}
            }
        }
    }

    fn finish(mut self) -> Tree<'s> {
        while !self.open.is_empty() {
            self.end(None);
        }
        self.tree
    }
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle, at: Span) -> Scalar<'_> {
    match style {
        // `key:` with nothing behind it comes as `~` with an empty span.
        ScalarStyle::Plain if at.start == at.end => Scalar::Nothing,
        ScalarStyle::Plain => Scalar::plain(text),
        _ => Scalar::Text(text),
    }
}
