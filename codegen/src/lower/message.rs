//! Messages: templates parsed into parts.

use super::braces::{Piece, pieces};
use super::context::Context;
use super::draft::Members;
use super::prose::MOST_MISTAKES;
use crate::diagnostics::{self, Diagnostic};
use crate::model::{Field, Header, HeaderType, Message, Part};
use crate::source::Span;
use crate::syntax::Value;
use crate::text::{listed, quoted};

impl Context<'_> {
    /// `message` of an error. If it is omitted, it is the meaning, verbatim.
    pub(crate) fn message(&mut self, value: Option<Value<'_>>, meaning: &str, members: Members<'_>) -> Message {
        let given = value.and_then(|it| Some((it, self.prose(it, "`message`")?)));
        let Some((value, text)) = given else {
            return Message {
                template: meaning.to_owned(),
                parts: vec![Part::Text(meaning.to_owned())],
                is_given: false,
            };
        };
        // The final line break of a block scalar is YAML syntax, not part of the message.
        let template = text.trim_end_matches('\n');
        let parts = self.parts(value, template, members);
        Message { template: template.to_owned(), parts, is_given: true }
    }

    fn parts(&mut self, value: Value<'_>, template: &str, members: Members<'_>) -> Vec<Part> {
        let mut parts = Parts::default();
        let before = self.diagnostics.len();
        for (piece, range) in pieces(template) {
            if self.diagnostics.len() >= before + MOST_MISTAKES {
                break;
            }
            let place = |context: &Self| context.within(value, template, range.clone());
            match piece {
                Piece::Text(text) => parts.text(text),
                Piece::Placeholder(name) => match param(name, members.fields, members.headers) {
                    Some(Ok(index)) => parts.0.push(Part::Param(index)),
                    Some(Err(constant)) => parts.text(constant),
                    None if name.is_empty() => {
                        let found =
                            Diagnostic::new(&diagnostics::BAD_TEMPLATE, "empty placeholder").at(place(self), "");
                        self.push(found.help("Write the name of a field or header between the braces. Write literal braces as `{{` and `}}`."));
                    }
                    None if members.are_known => {
                        let found = self.unknown_placeholder(name, members);
                        self.push(found.at(place(self), "unknown field or header"));
                    }
                    None => {}
                },
                Piece::Unmatched(brace) => {
                    let place = place(self);
                    self.unmatched_brace(brace, place);
                }
            }
        }
        parts.0
    }

    /// Reports a brace without its partner.
    pub(super) fn unmatched_brace(&mut self, brace: &str, place: Span) {
        let found = Diagnostic::new(&diagnostics::BAD_TEMPLATE, format!("unmatched `{brace}`")).at(place, "");
        self.push(found.help(format!("Write a placeholder as `{{name}}`, and a literal brace as `{brace}{brace}`.")));
    }

    fn unknown_placeholder(&mut self, name: &str, members: Members<'_>) -> Diagnostic {
        let Members { fields, headers, .. } = members;
        let names = || fields.iter().map(|it| &*it.name).chain(headers.iter().map(|it| &*it.name));
        let message = format!("unknown placeholder {}", quoted(name));
        let found = Diagnostic::new(&diagnostics::UNKNOWN_PLACEHOLDER, message);
        let braces = "Write literal braces as `{{` and `}}`.";
        if let Some(near) = self.meant(name, names()) {
            found.help(format!("Did you mean `{{{near}}}`?"))
        } else if names().next().is_none() {
            let name = quoted(name);
            found.help(format!("The error has neither fields nor headers. Declare {name} under `fields`. {braces}"))
        } else {
            found.help(format!("The error has {}. {braces}", listed(names())))
        }
    }
}

/// Parts, with adjacent texts merged.
#[derive(Default)]
struct Parts(Vec<Part>);

impl Parts {
    fn text(&mut self, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::Text(last)) => last.push_str(text),
            _ => self.0.push(Part::Text(text.to_owned())),
        }
    }
}

/// A placeholder's value: its index among the members, or the text of a constant header.
fn param<'a>(name: &str, fields: &[Field], headers: &'a [Header]) -> Option<Result<usize, &'a str>> {
    if let Some(index) = fields.iter().position(|it| it.name == name) {
        return Some(Ok(index));
    }
    let header = headers.iter().find(|it| it.name == name)?;
    if let HeaderType::Constant { value } = &header.ty {
        return Some(Err(value));
    }
    let before = headers.iter().take_while(|it| it.name != name).filter(|it| it.carries_payload());
    Some(Ok(fields.len() + before.count()))
}
