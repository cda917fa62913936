//! Messages: a template to its parts.

use super::entry::Members;
use super::prose::MOST_MISTAKES;
use super::shape::Report;
use crate::book::{Field, Header, HeaderType, Message, Part};
use crate::diagnostics::{self, Diagnostic};
use crate::syntax::Value;
use crate::text::{listed, quoted};

impl Report<'_> {
    /// `message` of an entry. Left out, it is the meaning, taken literally.
    pub(super) fn message(&mut self, value: Option<Value<'_>>, meaning: &str, members: Members<'_>) -> Message {
        let given = value.and_then(|it| Some((it, self.prose(it, "`message`")?)));
        let Some((value, text)) = given else {
            return Message {
                template: meaning.to_owned(),
                parts: vec![Part::Text(meaning.to_owned())],
                is_given: false,
            };
        };
        // A block's last line break is YAML's, not the message's.
        let template = text.trim_end_matches('\n');
        let parts = self.parts(value, template, members);
        Message { template: template.to_owned(), parts, is_given: true }
    }

    fn parts(&mut self, value: Value<'_>, template: &str, members: Members<'_>) -> Vec<Part> {
        let mut parts = Parts::default();
        let mut at = 0;
        let before = self.diagnostics.len();
        while at < template.len() && self.diagnostics.len() < before + MOST_MISTAKES {
            let rest = &template[at..];
            let Some(brace) = rest.find(['{', '}']) else {
                parts.text(rest);
                break;
            };
            parts.text(&rest[..brace]);
            at += brace;
            let rest = &template[at..];
            if rest.starts_with("{{") || rest.starts_with("}}") {
                parts.text(&rest[..1]);
                at += 2;
                continue;
            }
            let name = rest[1..].find(['{', '}']).map(|end| &rest[1..=end]);
            match name {
                Some(name) if rest.starts_with('{') && rest[1 + name.len()..].starts_with('}') => {
                    let range = at..at + name.len() + 2;
                    let place = |report: &Self| report.within(value, template, range.clone());
                    match param(name, members.fields, members.headers) {
                        Some(Ok(index)) => parts.0.push(Part::Param(index)),
                        Some(Err(constant)) => parts.text(constant),
                        None if name.is_empty() => {
                            let found = Diagnostic::new(&diagnostics::BAD_TEMPLATE, "a placeholder without a name")
                                .at(place(self), "");
                            self.push(found.help("Name a field or a header between the braces. A brace that is meant as one is written twice: `{{`, `}}`."));
                        }
                        None if members.are_known => {
                            let found = self.unknown_placeholder(name, members);
                            self.push(found.at(place(self), "no field or header of this entry"));
                        }
                        None => {}
                    }
                    at = range.end;
                }
                _ => {
                    let brace = &rest[..1];
                    let found = Diagnostic::new(&diagnostics::BAD_TEMPLATE, format!("a `{brace}` without its partner"));
                    let found = found.at(self.within(value, template, at..at + 1), "");
                    self.push(found.help(format!(
                        "A placeholder is `{{name}}`. A brace that is meant as one is written twice: `{brace}{brace}`."
                    )));
                    at += 1;
                }
            }
        }
        parts.0
    }

    fn unknown_placeholder(&mut self, name: &str, members: Members<'_>) -> Diagnostic {
        let Members { fields, headers, .. } = members;
        let names = || fields.iter().map(|it| &*it.name).chain(headers.iter().map(|it| &*it.name));
        let message = format!("the message names {}, which the entry does not have", quoted(name));
        let found = Diagnostic::new(&diagnostics::UNKNOWN_PLACEHOLDER, message);
        let braces = "Braces that are meant as such are written twice: `{{`, `}}`.";
        if let Some(near) = self.meant(name, names()) {
            found.help(format!("Did you mean `{{{near}}}`?"))
        } else if names().next().is_none() {
            let name = quoted(name);
            found.help(format!("The entry has neither fields nor headers. Declare {name} under `fields`. {braces}"))
        } else {
            found.help(format!("The entry has {}. {braces}", listed(names())))
        }
    }
}

/// Parts of which no text follows a text.
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

/// Where a placeholder's value is found: its index, or the text of a header that is always the same.
fn param<'a>(name: &str, fields: &[Field], headers: &'a [Header]) -> Option<Result<usize, &'a str>> {
    if let Some(index) = fields.iter().position(|it| it.name == name) {
        return Some(Ok(index));
    }
    let header = headers.iter().find(|it| it.name == name)?;
    if let HeaderType::Constant(value) = &header.ty {
        return Some(Err(value));
    }
    let before = headers.iter().take_while(|it| it.name != name).filter(|it| it.carries_payload());
    Some(Ok(fields.len() + before.count()))
}
