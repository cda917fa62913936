//! The contents of a YAML file: an arena of nodes, with the span of every key and value.

use super::scalar::Scalar;
use crate::source::Span;

/// A node of a [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NodeId(pub(super) u32);

/// The contents of a file.
#[derive(Debug)]
pub(crate) struct Tree<'s> {
    pub(super) nodes: Vec<Node<'s>>,
    pub(super) root: Option<NodeId>,
    /// Whether the file was read to its end. If not, missing parts may follow the syntax error.
    pub(crate) is_whole: bool,
}

#[derive(Debug)]
pub(super) struct Node<'s> {
    pub(super) span: Span,
    pub(super) data: Data<'s>,
}

#[derive(Debug)]
pub(super) enum Data<'s> {
    Scalar(Scalar<'s>),
    List {
        items: Vec<NodeId>,
        flow: bool,
    },
    Map {
        entries: Vec<(NodeId, NodeId)>,
        flow: bool,
        is_whole: bool,
    },
    /// Something unsupported, which was reported already: nothing else is reported about it.
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

/// A value.
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

    /// Its place.
    pub(crate) fn span(self) -> Span {
        self.node().span
    }

    /// Its value.
    pub(crate) fn kind(self) -> Kind<'t> {
        match &self.node().data {
            Data::Scalar(scalar) => Kind::Scalar(scalar),
            Data::List { .. } => Kind::List,
            Data::Map { .. } => Kind::Map,
            Data::Reported => Kind::Reported,
        }
    }

    /// Whether it is `null`, `~`, or missing.
    pub(crate) fn is_null(self) -> bool {
        matches!(self.kind(), Kind::Scalar(Scalar::Null | Scalar::Nothing))
    }

    /// The items of a list; none if it is not a list.
    pub(crate) fn items(self) -> impl ExactSizeIterator<Item = Value<'t>> {
        let items: &[NodeId] = if let Data::List { items, .. } = &self.node().data { items } else { &[] };
        items.iter().map(move |&id| Value { id, ..self })
    }

    /// The keys of a map in their order, without duplicates and keys that are not text; none if it is not a map.
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

    /// Whether it is a list or map in indented lines, without brackets.
    pub(crate) fn is_block(self) -> bool {
        matches!(self.node().data, Data::List { flow: false, .. } | Data::Map { flow: false, .. })
    }

    /// Whether it was read to its end.
    pub(crate) fn is_whole(self) -> bool {
        !matches!(self.node().data, Data::Map { is_whole: false, .. })
    }
}

impl<'s> Tree<'s> {
    /// The root of the file; `None` if the file is empty.
    pub(crate) fn root(&self) -> Option<Value<'_>> {
        self.root.map(|id| Value { tree: self, id })
    }

    /// The places of all keys and values that are texts, numbers or other scalars, in the order of the file.
    pub(crate) fn scalars(&self) -> impl Iterator<Item = Span> {
        let scalars = self.nodes.iter().filter(|it| matches!(&it.data, Data::Scalar(it) if *it != Scalar::Nothing));
        scalars.map(|it| it.span)
    }

    pub(super) fn push(&mut self, span: Span, data: Data<'s>) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { span, data });
        id
    }

    pub(super) fn span(&self, id: NodeId) -> Span {
        self.nodes[id.0 as usize].span
    }
}
