//! Builds a tree from the YAML parser's events. Only this module and `errors` know the parser.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::ControlFlow;

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

use super::errors::{self, DEEPEST};
use super::scalar::Scalar;
use super::tree::{Data, NodeId, Tree};
use crate::diagnostics::{self, Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span};
use crate::text::{quoted, yaml};

/// The limit of a file's keys and values. A book of 100,000 codes has about two million. 60 MB of `- a` have fifteen
/// million, and would exhaust the memory.
const MOST_VALUES: usize = 4_000_000;

/// Parses a file. What was read before a syntax error is kept, so that it is checked too.
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
                    found = found.at(open.span.part(0..1), "this bracket is still open").help(
                        "Close the bracket before this place, and indent it more than its key. A text that contains a bracket needs quotes.",
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

/// A list or map that is still open.
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
    fn event(&mut self, event: Event<'s>, span: &granit_parser::Span) -> ControlFlow<()> {
        let at = self.place(span);
        let tag = span.tag_span().map(|it| self.place(&it));
        if let Some(at) = tag {
            let help = "Remove it: the language fixes the type of every key. A text that begins with `!` needs quotes.";
            self.feature(at, "YAML tags", help);
        }
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents == 2 {
                    self.feature(
                        at,
                        "multiple documents in one file",
                        "Move it to a separate file: every `*.yaml` below the spec folder is part of the book.",
                    );
                    return ControlFlow::Break(());
                }
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let help = "Write out the value that it refers to. A text that begins with `*` needs quotes.";
                self.feature(at, "YAML aliases", help);
                let id = self.tree.push(at, Data::Reported);
                self.add(id);
            }
            Event::Anchor(..) => {
                let help = "Remove it: aliases are not supported either. A text that begins with `&` needs quotes.";
                self.feature(at, "YAML anchors", help);
            }
            Event::Scalar(text, style, ..) => {
                let at = self.trimmed(at, style);
                let data = match scalar(text, style, at) {
                    // A tag without a value, which was reported already.
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
        ControlFlow::Continue(())
    }

    /// The parser's span of a block scalar extends to the next token; this one ends with the text.
    fn trimmed(&self, at: Span, style: ScalarStyle) -> Span {
        if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return at;
        }
        let text = &self.text[at.start as usize..at.end as usize];
        let line_start = self.text[..at.start as usize].rfind('\n').map_or(0, |it| it + 1);
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let mut least = at.start as usize - line_start + indent(text);
        let mut end = 0;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let body = line.trim();
            // A comment after the text is indented less than all of it.
            if index > 0 && body.starts_with('#') && indent(line) < least {
                break;
            }
            if index > 0 && !body.is_empty() {
                least = least.min(indent(line));
            }
            end += line.len();
        }
        at.part(0..text[..end].trim_end().len())
    }

    fn begin(&mut self, span: Span, is_map: bool, style: StructureStyle) {
        self.open.push(Open { span, is_map, flow: style == StructureStyle::Flow, children: Vec::new() });
    }

    /// Ends the innermost list or map; without a place if the file ended early.
    fn end(&mut self, at: Option<Span>) {
        let Some(open) = self.open.pop() else { return };
        let last = open.children.last().map_or(open.span, |&id| self.tree.span(id));
        // The parser's span of a block ends at the next token, which may be far below.
        let span = match at {
            Some(at) if open.flow => open.span.to(at),
            _ => open.span.to(last),
        };
        let data = if open.is_map {
            let entries = self.entries(&open.children);
            Data::Map { entries, flow: open.flow, is_whole: at.is_some() }
        } else {
            Data::List { items: open.children, flow: open.flow }
        };
        let id = self.tree.push(span, data);
        self.add(id);
    }

    fn add(&mut self, id: NodeId) {
        match self.open.last_mut() {
            Some(open) => {
                // A missing value gets the place of its key.
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

    /// Pairs keys with values. Reports keys that are not text, and duplicates.
    fn entries(&mut self, children: &[NodeId]) -> Vec<(NodeId, NodeId)> {
        let mut entries = Vec::with_capacity(children.len() / 2);
        let mut seen: HashMap<Cow<'s, str>, Span> = HashMap::new();
        for pair in children.chunks_exact(2) {
            let &[key, value] = pair else { continue };
            let span = self.tree.span(key);
            let name: Cow<'s, str> = match &self.tree.nodes[key.0 as usize].data {
                // A key is a name, whatever its type as a value: `NULL` is not `null`.
                Data::Scalar(Scalar::Null | Scalar::Boolean(_)) => {
                    let written = &self.text[span.start as usize..span.end as usize];
                    self.tree.nodes[key.0 as usize].data = Data::Scalar(Scalar::Text(Cow::Borrowed(written)));
                    Cow::Borrowed(written)
                }
                Data::Scalar(Scalar::Integer(it) | Scalar::Float(it) | Scalar::Text(it)) => it.clone(),
                Data::Scalar(Scalar::Nothing) => Cow::Borrowed(""),
                Data::Reported => continue,
                Data::List { .. } | Data::Map { .. } => {
                    let found = Diagnostic::new(&diagnostics::WRONG_TYPE, "a key must be text");
                    let found = found.at(span, "a list or a map");
                    self.diagnostics.push(match self.in_braces(key) {
                        Some(text) => {
                            let quotes = yaml(text);
                            found
                                .help(format!("Quote it, if it is meant as text: {}.", quoted(&quotes)))
                                .edit(span, quotes)
                        }
                        None => found.help("Write a name before the colon."),
                    });
                    continue;
                }
            };
            if name == "<<" {
                self.feature(span, "merge keys", "Write out the keys that it would merge.");
                continue;
            }
            if let Some(&first) = seen.get(&name) {
                let found = Diagnostic::new(&diagnostics::DUPLICATE_KEY, format!("duplicate key {}", quoted(&name)));
                self.diagnostics.push(
                    found.at(span, "duplicate").at(first, "first used here").help("Remove or rename one of them."),
                );
                continue;
            }
            seen.insert(name, span);
            entries.push((key, value));
        }
        entries
    }

    /// The text of a key such as `{fields}`, which is a map with a key and no value.
    fn in_braces(&self, key: NodeId) -> Option<&'s str> {
        let Data::Map { entries, flow: true, .. } = &self.tree.nodes[key.0 as usize].data else { return None };
        let [(_, value)] = entries.as_slice() else { return None };
        let is_name = matches!(self.tree.nodes[value.0 as usize].data, Data::Scalar(Scalar::Nothing));
        let span = self.tree.span(key);
        is_name.then(|| &self.text[span.start as usize..span.end as usize])
    }

    fn feature(&mut self, at: Span, what: &str, help: &str) {
        let found = Diagnostic::new(&diagnostics::YAML_FEATURE, format!("{what} are not supported"));
        self.diagnostics.push(found.at(at, "").help(help));
    }

    fn too_many(&mut self, span: &granit_parser::Span) {
        let message = format!("the file has more than {MOST_VALUES} keys and values");
        let found = Diagnostic::new(&diagnostics::FILE_TOO_LARGE, message).at(self.place(span), "limit reached here");
        self.diagnostics.push(found.help("Split it: every `*.yaml` below the spec folder is part of the book."));
        self.tree.is_whole = false;
    }

    fn place(&self, span: &granit_parser::Span) -> Span {
        errors::place(self.text, self.file, span.start, span.end)
    }

    /// Marks nodes that ended right before a syntax error as incomplete: a line that is indented too little ends a map,
    /// and one that is indented too much continues a text.
    fn doubt(&mut self, mistake: u32) {
        for node in self.tree.nodes.iter_mut().rev() {
            let between = self.text.get(node.span.end as usize..mistake as usize).unwrap_or_default();
            if !between.trim().is_empty() {
                break;
            }
            match &mut node.data {
                Data::Map { is_whole, .. } => *is_whole = false,
                Data::Scalar(_) => node.data = Data::Reported,
                Data::List { .. } | Data::Reported => {}
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
        // The parser gives `key:` without a value as `~` with an empty span.
        ScalarStyle::Plain if at.start == at.end => Scalar::Nothing,
        ScalarStyle::Plain => Scalar::plain(text),
        _ => Scalar::Text(text),
    }
}
