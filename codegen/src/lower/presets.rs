//! The presets of envelopes: names for templates that a user could write. A preset never changes; a newer form of one
//! gets a new name.
//!
//! A placeholder for a field that no code declares is left out, with what it leaves empty.

use super::context::Context;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{Entry, Envelope, KeySpans, Node, Slot, TextPart};
use crate::source::{Sources, Span};
use crate::syntax;

/// The names of the presets, in the order of the reference.
pub(crate) static NAMES: &[&str] = &["problem+json", "google", "json-api", "graphql", "json-rpc", "oauth2"];

/// The long form of a preset, in the language of specs.
pub(crate) fn long_form(name: &str) -> Option<&'static str> {
    Some(match name {
        // RFC 9457.
        "problem+json" => {
            r#"content_type: application/problem+json
body:
  type: "{docs_url|about:blank}"
  title: "{meaning}"
  status: "{status}"
  detail: "{message}"
  instance: "{instance?}"
  code: "{code}"
  "{fields}":
members:
  instance: {type: string}
"#
        }
        // AIP-193. The code is the canonical name.
        "google" => {
            r#"body:
  error:
    code: "{status}"
    message: "{message}"
    status: "{code}"
    "{fields}":
"#
        }
        // JSON:API 1.1.
        "json-api" => {
            r#"content_type: application/vnd.api+json
body:
  errors:
    - id: "{id?}"
      status: "{status:text}"
      code: "{code}"
      title: "{meaning}"
      detail: "{message}"
      source: {pointer: "{pointer?}", parameter: "{parameter?}", header: "{header?}"}
      links: {about: "{about?}", type: "{docs_url?}"}
      meta: "{fields}"
    - ...
members:
  id: {type: string}
  about: {type: string}
"#
        }
        // The specification of October 2021, section 7.1, with the code where servers put it.
        "graphql" => {
            r#"body:
  errors:
    - message: "{message}"
      path: "{path?}"
      extensions: {code: "{code}", "{fields}"}
    - ...
  data: null
members:
  path: {type: any}
"#
        }
        // JSON-RPC 2.0, section 5. Its codes are numbers: `code_style: integer`.
        "json-rpc" => {
            r#"body:
  jsonrpc: "2.0"
  error: {code: "{code}", message: "{message}", data: "{fields}"}
  id: "{id|null}"
members:
  id: {type: any}
"#
        }
        // RFC 6749, section 5.2.
        "oauth2" => {
            r#"body:
  error: "{code}"
  error_description: "{message?}"
  error_uri: "{docs_url?}"
  "{fields}":
"#
        }
        _ => return None,
    })
}

/// The envelope of a preset. Its name is the place of its members, and its placeholders have none.
pub(super) fn envelope(name: &str, place: Span) -> Option<Envelope> {
    let (name, text) = NAMES.iter().find_map(|it| (*it == name).then_some((*it, long_form(it)?)))?;
    let mut sources = Sources::default();
    let file = sources.add(name.to_owned(), text.to_owned());
    let mut found = Diagnostics::default();
    let tree = syntax::parse(&sources, file, &mut found);
    let mut context = Context::new(&sources, found);
    let mut out = context.envelope(tree.root());
    debug_assert!(!context.diagnostics.iter().any(Diagnostic::is_error), "the preset {name} has a mistake");
    out.preset = Some(name);
    out.places = None;
    for member in &mut out.members {
        member.is_own = false;
        member.field.places = KeySpans::new(place, Vec::new());
    }
    out.body.forget_places();
    Some(out)
}

impl Node {
    fn forget_places(&mut self) {
        match self {
            Self::Constant(_) => {}
            Self::Object(entries) => entries.iter_mut().for_each(Entry::forget_places),
            Self::List(items) => items.iter_mut().for_each(Self::forget_places),
            Self::Each(item) => item.forget_places(),
            Self::Slot(slot) => slot.place = None,
            Self::Text(parts) => parts.iter_mut().for_each(|it| {
                if let TextPart::Slot(slot) = it {
                    slot.place = None;
                }
            }),
        }
    }

    /// The template without the placeholders that are left out, and without what that leaves empty.
    fn without(self, is_left_out: &dyn Fn(&Slot) -> bool) -> Option<Self> {
        match self {
            Self::Object(entries) => {
                let was_empty = entries.is_empty();
                let kept: Vec<Entry> = entries.into_iter().filter_map(|it| it.without(is_left_out)).collect();
                (was_empty || !kept.is_empty()).then_some(Self::Object(kept))
            }
            Self::List(items) => {
                let was_empty = items.is_empty();
                let kept: Vec<Self> = items.into_iter().filter_map(|it| it.without(is_left_out)).collect();
                (was_empty || !kept.is_empty()).then_some(Self::List(kept))
            }
            Self::Each(item) => Some(Self::Each(Box::new(item.without(is_left_out)?))),
            Self::Slot(slot) if is_left_out(&slot) => None,
            other => Some(other),
        }
    }
}

impl Entry {
    fn forget_places(&mut self) {
        match self {
            Self::Member { node, place, .. } => {
                *place = None;
                node.forget_places();
            }
            Self::Fields { place } => *place = None,
        }
    }

    fn without(self, is_left_out: &dyn Fn(&Slot) -> bool) -> Option<Self> {
        match self {
            Self::Member { name, node, place } => Some(Self::Member { name, node: node.without(is_left_out)?, place }),
            fields @ Self::Fields { .. } => Some(fields),
        }
    }
}

impl Envelope {
    /// A preset without the placeholders for these slots.
    pub(super) fn pruned(mut self, is_left_out: &dyn Fn(&Slot) -> bool) -> Self {
        if self.preset.is_some() {
            self.body = self.body.without(is_left_out).unwrap_or_else(|| Node::Object(Vec::new()));
        }
        self
    }
}
