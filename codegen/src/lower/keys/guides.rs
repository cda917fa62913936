//! Guides: Markdown with directives, parsed into pieces.
//!
//! A directive is `{{#name arguments}}`. `table` and `example` must be alone on their line; `code` and `field` need not
//! be. A code block has no directives.

use std::collections::BTreeMap;

use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::model::{ErrorDef, Field, Guide, Member, Piece};
use crate::source::{FileId, Span};
use crate::text::{listed, quoted};

/// The codes to which a guide may refer.
pub(crate) struct Codes<'a> {
    pub(crate) known: BTreeMap<&'a str, &'a ErrorDef>,
    /// Whether the list has all codes of the book.
    pub(crate) are_all: bool,
}

static DIRECTIVES: &[&str] = &["table", "example", "code", "field"];

impl Context<'_> {
    /// One guide.
    pub(crate) fn guide(&mut self, file: FileId, codes: &Codes<'_>) -> Option<Guide> {
        let source = self.sources.file(file);
        let name = source.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md").to_owned();
        let whole = self.sources.whole(file);
        let text = source.text.as_str();
        let body = text.trim_start();
        let heading = body.lines().next().unwrap_or_default();
        let title = heading.strip_prefix("# ").map(|it| it.trim().trim_end_matches('#').trim()).unwrap_or_default();
        if title.is_empty() {
            let found = Diagnostic::new(&diagnostics::BAD_GUIDE, "the guide does not begin with a title");
            let start = text.len() - body.len();
            self.push(
                found
                    .at(whole.part(start..start + heading.len()), "")
                    .help("Begin it with a level 1 heading: `# Title`."),
            );
            return None;
        }
        let start = text.len() - body.len() + heading.len();
        let mut pieces = Pieces::default();
        let mut fence: Option<&str> = None;
        let mut at = start;
        for line in text[start..].split_inclusive('\n') {
            if let Some(marker) = fence_marker(line) {
                match fence {
                    None => fence = Some(marker),
                    Some(open) if marker.starts_with(open) && line.trim() == marker => fence = None,
                    Some(_) => {}
                }
                pieces.text(line);
            } else if fence.is_some() {
                pieces.text(line);
            } else {
                self.guide_line(line, whole.part(at..at + line.len()), codes, &mut pieces);
            }
            at += line.len();
        }
        self.guide_markup(body, whole.part(text.len() - body.len()..text.len()));
        let place = whole.part(text.len() - body.len()..start);
        Some(Guide { name, title: title.to_owned(), pieces: pieces.0, place })
    }

    fn guide_line(&mut self, line: &str, span: Span, codes: &Codes<'_>, pieces: &mut Pieces) {
        let mut at = 0;
        while let Some(start) = line[at..].find("{{#").map(|it| at + it) {
            pieces.text(&line[at..start]);
            let Some(end) = line[start..].find("}}").map(|it| start + it + 2) else {
                let found = Diagnostic::new(&diagnostics::UNKNOWN_DIRECTIVE, "unterminated directive");
                self.push(
                    found.at(span.part(start..start + 3), "").help("End the directive with `}}` on the same line."),
                );
                at = start;
                break;
            };
            let place = span.part(start..end);
            let is_alone = line.trim() == &line[start..end];
            let inner = &line[start + 3..end - 2];
            let name = inner.split_whitespace().next().unwrap_or_default();
            let arguments: Vec<(&str, Span)> = inner
                .split_whitespace()
                .skip(1)
                .map(|it| (it, span.part(offset(line, it)..offset(line, it) + it.len())))
                .collect();
            self.directive(name, &arguments, place, is_alone, codes, pieces);
            at = end;
        }
        pieces.text(&line[at..]);
    }

    fn directive(
        &mut self,
        name: &str,
        arguments: &[(&str, Span)],
        place: Span,
        is_alone: bool,
        codes: &Codes<'_>,
        pieces: &mut Pieces,
    ) {
        let problem = match (name, arguments.len()) {
            ("table" | "example", _) if !is_alone => {
                Some((format!("`{name}` is not alone on its line"), "Put the directive on its own line.".to_owned()))
            }
            ("example" | "code", count) if count != 1 => {
                Some((format!("`{name}` takes one code"), format!("Write `{{{{#{name} some_code}}}}`.")))
            }
            ("field", count) if count != 2 => Some((
                "`field` takes a code and a field or header".to_owned(),
                "Write `{{#field some_code some_field}}`.".to_owned(),
            )),
            ("table" | "example" | "code" | "field", _) => None,
            _ => {
                let help = match self.meant(name, DIRECTIVES.iter().copied()) {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => "The directives are `{{#table}}`, `{{#example some_code}}`, `{{#code some_code}}` and `{{#field some_code some_field}}`.".to_owned(),
                };
                Some((format!("unknown directive {}", quoted(name)), help))
            }
        };
        if let Some((message, help)) = problem {
            self.push(Diagnostic::new(&diagnostics::UNKNOWN_DIRECTIVE, message).at(place, "").help(help));
            return;
        }
        if let ("field", &[(code, at), (name, place)]) = (name, arguments) {
            if self.known_code(code, at, codes) {
                let member = codes.known.get(code).and_then(|entry| self.member(entry, name, place));
                pieces.0.extend(member.map(|it| Piece::Field(code.to_owned(), it)));
            }
            return;
        }
        let known = arguments.iter().filter(|&&(code, at)| self.known_code(code, at, codes)).count();
        if known < arguments.len() {
            return;
        }
        let named = arguments.iter().map(|(code, _)| (*code).to_owned());
        match name {
            "table" => pieces.0.push(Piece::Table(named.collect())),
            "example" => pieces.0.extend(named.map(Piece::Example)),
            _ => pieces.0.extend(named.map(Piece::Code)),
        }
    }

    fn known_code(&mut self, code: &str, at: Span, codes: &Codes<'_>) -> bool {
        if codes.known.contains_key(code) {
            return true;
        }
        // An unreadable file may define the code.
        if codes.are_all {
            self.unknown_code(code, at, codes.known.keys().copied());
        }
        false
    }

    /// A field or header of an error, by its name.
    fn member(&mut self, entry: &ErrorDef, name: &str, at: Span) -> Option<Member> {
        if let Some(header) = entry.headers.iter().find(|it| it.name.eq_ignore_ascii_case(name)) {
            return Some(Member::Header(header.name.clone()));
        }
        let mut fields = Vec::new();
        paths(&entry.fields, "", &mut fields);
        if fields.iter().any(|it| it == name) {
            return Some(Member::Field(name.to_owned()));
        }
        if !self.doubtful.contains(&entry.code) {
            let found = Diagnostic::new(
                &diagnostics::UNKNOWN_FIELD_REFERENCE,
                format!("{} has no field or header {}", quoted(&entry.code), quoted(name)),
            );
            let names = || fields.iter().map(String::as_str).chain(entry.headers.iter().map(|it| &*it.name));
            let help = match self.meant(name, names()) {
                Some(near) => format!("Did you mean `{near}`?"),
                None if names().next().is_none() => "The code has neither fields nor headers.".to_owned(),
                None => format!("The code has {}.", listed(names())),
            };
            self.push(found.at(at, "unknown field or header").help(help));
        }
        None
    }

    /// Reports a reference to an unknown code.
    pub(crate) fn unknown_code<'a>(&mut self, code: &str, at: Span, known: impl Iterator<Item = &'a str> + Clone) {
        let found = Diagnostic::new(&diagnostics::UNKNOWN_CODE_REFERENCE, format!("unknown code {}", quoted(code)));
        let found = found.at(at, "");
        let near = self.meant(code, known);
        self.push(match near {
            Some(near) => found.help(format!("Did you mean `{near}`?")),
            None => found.help("Use a code that is defined under `errors`."),
        });
    }
}

/// The path of every field, as on a code's page.
fn paths(fields: &[Field], above: &str, out: &mut Vec<String>) {
    for field in fields {
        let path = format!("{above}{}", field.name);
        if let Some(members) = field.ty.members() {
            paths(members, &format!("{path}{}.", field.ty.brackets()), out);
        }
        out.push(path);
    }
}

/// Pieces, with adjacent Markdown merged.
#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    fn text(&mut self, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Piece::Markdown(last)) => last.push_str(text),
            _ => self.0.push(Piece::Markdown(text.to_owned())),
        }
    }
}

/// The run of backticks or tildes that opens or closes a code block (`CommonMark`, section 4.5).
fn fence_marker(line: &str) -> Option<&str> {
    let body = line.trim_start_matches(' ');
    if line.len() - body.len() > 3 {
        return None;
    }
    ["`", "~"].into_iter().find_map(|sign| {
        let length = body.len() - body.trim_start_matches(sign).len();
        (length >= 3).then(|| &body[..length])
    })
}

/// The offset of a part in its line.
fn offset(line: &str, part: &str) -> usize {
    part.as_ptr() as usize - line.as_ptr() as usize
}
