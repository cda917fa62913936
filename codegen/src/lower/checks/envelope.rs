//! The envelope and the entries together: every placeholder has a value, every field has a place, and no name has two
//! meanings.

use std::collections::HashSet;

use errbook::Value as Data;

use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::draft::Draft;
use crate::model::{
    Absent, CodeEnvelope, Entry, EnvelopeHeader, ErrorDef, Field, Node, Per, Slot, TextPart, What, slots_of,
};
use crate::source::Span;
use crate::text::quoted;

impl Context<'_> {
    /// Checks the entries against the envelope.
    pub(super) fn envelopes(&mut self, draft: &Draft) {
        let slots = draft.envelope.slots();
        let placed = draft.envelope.placed_fields();
        let known: HashSet<&str> = draft.errors.iter().flat_map(|it| &it.fields).map(|it| &*it.name).collect();
        let mistakes = self.diagnostics.len();
        self.unknown_members(draft, &slots, &known);
        if mistakes != self.diagnostics.len() {
            return; // Another name was meant, and it is unknown which.
        }
        self.unused_members(draft, &slots);
        self.docs_url(draft, &slots);
        self.fields_in_texts(draft);
        self.shifting_items(draft);
        let spread = draft.envelope.body.beside_fields();
        if slots.is_empty() && spread.is_none() {
            let message = "the template has no placeholder, so that all errors have the same body";
            let found = Diagnostic::new(&diagnostics::CONSTANT_ENVELOPE, message);
            let found = draft.at_envelope(found, "constant");
            self.push(found.help("Replace what differs from error to error with placeholders in single braces: `\"{code}\"`, `\"{message}\"`."));
        }
        let has_fields = spread.is_some() || slots.iter().any(|it| it.what == What::Fields);
        let code_header = only_code_header(draft);
        for entry in &draft.errors {
            self.placeless_fields(draft, entry, &placed, has_fields);
            self.name_collisions(draft, entry, &placed, spread);
            self.header_collisions(draft, entry);
            self.code_in_header(entry, code_header);
            self.missing_members(draft, entry);
            if !self.doubtful.contains(&entry.code) {
                self.unsent(draft, entry, &slots, &known);
            }
            self.success_statuses(draft, entry, &slots);
        }
        self.indistinct(draft);
    }

    /// Placeholders that are neither members nor fields.
    fn unknown_members(&mut self, draft: &Draft, slots: &[&Slot], known: &HashSet<&str>) {
        if !draft.knows_codes || !self.doubtful.is_empty() {
            return;
        }
        let mut names: Vec<&str> = known.iter().copied().collect();
        names.sort_unstable();
        for slot in slots.iter().filter(|it| it.what.field().is_some_and(|name| !known.contains(name))) {
            self.unknown_member(slot, &draft.envelope.members, &names);
        }
    }

    fn unused_members(&mut self, draft: &Draft, slots: &[&Slot]) {
        for member in &draft.envelope.members {
            if !member.is_own {
                continue;
            }
            if slots.iter().all(|it| it.what != What::Member(member.field.name.clone())) {
                let name = quoted(&member.field.name);
                let found =
                    Diagnostic::new(&diagnostics::UNUSED_MEMBER, format!("the template has no place for {name}"));
                let help = format!("Add `{{{}}}` to the template, or remove the member.", member.field.name);
                self.push(found.at(member.field.places.whole(), "unused").help(help));
            }
        }
    }

    /// A place for the URL of a page, in a book whose pages have none.
    fn docs_url(&mut self, draft: &Draft, slots: &[&Slot]) {
        let Some(api) = draft.api.as_ref().filter(|it| it.docs_url.is_none() && !it.places.has("docs_url")) else {
            return;
        };
        let always = slots.iter().filter(|it| it.what == What::DocsUrl && it.absent == Absent::Required);
        for place in always.filter_map(|it| it.place) {
            let message = "the template always has `{docs_url}`, and the pages have no URL";
            let found = Diagnostic::new(&diagnostics::MEMBER_NOT_SENT, message).at(place, "no value");
            let found = found.at(api.places.whole(), "no `docs_url`");
            self.push(found.help("Add `docs_url` to `api`, or write `{docs_url?}`."));
        }
    }

    /// Fields inside of longer texts and in headers, whose values cannot be a part of one.
    fn fields_in_texts(&mut self, draft: &Draft) {
        let mut texts: Vec<&[TextPart]> = draft.envelope.headers.iter().map(|it| &*it.value).collect();
        draft.envelope.body.any(&mut |node| {
            texts.extend(if let Node::Text(parts) = node { Some(&**parts) } else { None });
            false
        });
        for slot in texts.into_iter().flat_map(slots_of) {
            let Some(name) = slot.what.field() else { continue };
            let mut fields = draft.errors.iter().flat_map(|it| &it.fields).filter(|it| it.name == name);
            let unfit = fields.find_map(|it| Some((it, it.ty.is_not_text()?)));
            let (Some((field, kind)), Some(place)) = (unfit, slot.place) else { continue };
            let message = format!("{} is {kind}, which cannot be a part of a text", quoted(name));
            let found = Diagnostic::new(&diagnostics::BAD_TEMPLATE, message).at(place, "");
            let found = found.at(field.places.whole(), "the field");
            self.push(found.help("Write the placeholder alone, as the value of a member of the body."));
        }
    }

    /// Items of a list that may be left out, before one that a client finds by its index.
    fn shifting_items(&mut self, draft: &Draft) {
        let mut lists: Vec<&[Node]> = Vec::new();
        draft.envelope.body.any(&mut |node| {
            lists.extend(if let Node::List(items) = node { Some(items.as_slice()) } else { None });
            false
        });
        for items in lists {
            let Some(last) = items.iter().rposition(|it| !it.is_found_by_constants()) else { continue };
            let Some(item) = items[..last].iter().find(|it| draft.may_omit(it)) else { continue };
            let message = "an item that may be left out is before one that a client finds by its index";
            let found = Diagnostic::new(&diagnostics::BAD_ENVELOPE, message);
            let found = match item.slots().first().and_then(|it| it.place) {
                Some(place) => found.at(place, "may be left out"),
                None => draft.at_envelope(found, "the envelope"),
            };
            self.push(found.help(
                "Write `{name|null}` to keep the item, put it last, or give the items constants by which a client finds them.",
            ));
        }
    }

    /// Fields for which the template has no place.
    fn placeless_fields(&mut self, draft: &Draft, entry: &ErrorDef, placed: &[&str], has_fields: bool) {
        if has_fields {
            return;
        }
        for field in entry.fields.iter().filter(|it| !placed.contains(&&*it.name)) {
            let name = quoted(&field.name);
            let found =
                Diagnostic::new(&diagnostics::BAD_ENVELOPE, format!("the envelope has no place for the field {name}"));
            let found = found.at(field.places.whole(), "");
            let found = draft.at_envelope(found, "the envelope");
            self.push(found.help(format!(
                "Add `\"{{fields}}\":` to the template, where the fields of each error are, or `\"{{{}?}}\"` for this one.",
                field.name
            )));
        }
    }

    /// Fields with the name of a member that is beside them.
    fn name_collisions(&mut self, draft: &Draft, entry: &ErrorDef, placed: &[&str], spread: Option<&[Entry]>) {
        let Some(beside) = spread else { return };
        for field in entry.fields.iter().filter(|it| !placed.contains(&&*it.name)) {
            let Some(Entry::Member { node, place, .. }) = beside.iter().find(|it| it.name() == Some(&field.name))
            else {
                continue;
            };
            // The one is a text, and the other is not.
            if entry.envelope.omits_message && matches!(node, Node::Slot(Slot { what: What::Message, .. })) {
                continue;
            }
            let found = Diagnostic::new(
                &diagnostics::ENVELOPE_COLLISION,
                format!("the field {} has the name of a member of the envelope", quoted(&field.name)),
            );
            let found = found.at(field.places.whole(), "");
            let found = place.iter().fold(found, |found, it| found.at(*it, "this member"));
            self.push(found.help(if draft.envelope.short.is_some() {
                "Rename the field, or nest all fields under a separate member: `envelope: {fields: details}`.".to_owned()
            } else {
                format!(
                    "Rename the field, nest all fields under a separate member, or give this one its own place: `\"{{{}?}}\"`.",
                    field.name
                )
            }));
        }
    }

    /// Headers of an entry that the envelope sets too.
    fn header_collisions(&mut self, draft: &Draft, entry: &ErrorDef) {
        for header in &entry.headers {
            let same = |it: &&crate::model::EnvelopeHeader| it.name.eq_ignore_ascii_case(&header.name);
            let Some(first) = draft.envelope.headers.iter().find(same) else { continue };
            let message = format!("the envelope sets the header {} of every error", quoted(&header.name));
            let found = Diagnostic::new(&diagnostics::ENVELOPE_COLLISION, message);
            let found = found.at(header.places.whole(), "declared again").at(first.place, "first declared here");
            self.push(found.help("Remove one of them."));
        }
    }

    /// A code that HTTP allows in no header, if that is its only place.
    fn code_in_header(&mut self, entry: &ErrorDef, header: Option<&EnvelopeHeader>) {
        let Some(header) = header.filter(|_| !entry.envelope.omits_code) else { return };
        if errbook::HeaderText::new(entry.code.clone()).is_err() {
            let message = format!("the code {} cannot be sent in a header", quoted(&entry.code));
            let found = Diagnostic::new(&diagnostics::BAD_HEADER_VALUE, message).at(entry.places.of("code"), "");
            let found = found.at(header.place, "its only place");
            self.push(found.help("Use visible ASCII characters in the code, or add `{code}` to the body."));
        }
    }

    /// Members without a value, which every entry must give.
    fn missing_members(&mut self, draft: &Draft, entry: &ErrorDef) {
        for member in &draft.envelope.members {
            let is_needed = matches!(member.per, Per::Code { default: None });
            // A value that could not be read was reported already.
            let is_given =
                entry.envelope.places.as_ref().is_some_and(|it| it.values.iter().any(|it| it.0 == member.field.name));
            if !is_needed || is_given {
                continue;
            }
            let name = quoted(&member.field.name);
            let message = format!("the error has no value for the member {name}");
            let found = Diagnostic::new(&diagnostics::MISSING_MEMBER, message);
            let found = found.at(entry.envelope.place().unwrap_or(entry.places.of("code")), format!("missing {name}"));
            let found = found.at(member.field.places.whole(), "declared without a default");
            self.push(found.help(format!(
                "Add `envelope: {{{}: …}}` to the entry, or a `default` to the member.",
                member.field.name
            )));
        }
    }

    /// Placeholders that are always there, and for which an entry has no value.
    fn unsent(&mut self, draft: &Draft, entry: &ErrorDef, slots: &[&Slot], known: &HashSet<&str>) {
        let mut seen: Vec<&What> = Vec::new();
        for slot in slots.iter().filter(|it| it.absent == Absent::Required) {
            if seen.contains(&&slot.what) {
                continue;
            }
            let is_known = slot.what.field().is_none_or(|name| known.contains(name));
            let Some(at) = draft.place_of_absence(entry, &slot.what).filter(|_| is_known) else { continue };
            seen.push(&slot.what);
            let written = slot.as_written();
            let message = format!("the template always has {}, and this error has no value for it", quoted(&written));
            let found = Diagnostic::new(&diagnostics::MEMBER_NOT_SENT, message).at(at, "no value");
            let found = match slot.place {
                Some(place) => found.at(place, "always there"),
                None => draft.at_envelope(found, "the envelope"),
            };
            let name = slot.what.as_written();
            self.push(
                found.help(format!("Write `{{{name}?}}` to leave the member out, or `{{{name}|null}}` for `null`.")),
            );
        }
    }

    /// Statuses of successes, with which a client recognizes an error by its code or its message.
    fn success_statuses(&mut self, draft: &Draft, entry: &ErrorDef, slots: &[&Slot]) {
        let Some(status) = entry.statuses.iter().find(|it| (200..300).contains(*it)) else { return };
        let has = |what: &What| slots.iter().any(|it| it.what == *what);
        let is_told =
            (has(&What::Code) && !entry.envelope.omits_code) || (has(&What::Message) && !entry.envelope.omits_message);
        if is_told {
            return;
        }
        let message = format!("with {status} a client cannot tell this error from a success");
        let found = Diagnostic::new(&diagnostics::BAD_STATUS, message).at(entry.places.of("status"), "");
        let found = draft.at_envelope(found, "the envelope");
        self.push(
            found
                .help("Use a status from 400 to 599, or send the code or the message: a client looks for one of them."),
        );
    }
}

impl Draft {
    /// Whether a response may lack a part of the template, since it has no value or is empty.
    fn may_omit(&self, node: &Node) -> bool {
        let may_omit = |it: &Slot| match (&it.absent, &it.what) {
            (Absent::Omit, _) | (Absent::Required, What::Fields) => true,
            (Absent::Required, What::Message) => self.errors.iter().any(|it| it.envelope.omits_message),
            _ => false,
        };
        match node {
            Node::Constant(_) | Node::Each(_) => false,
            Node::Slot(slot) => may_omit(slot),
            Node::Text(parts) => slots_of(parts).any(may_omit),
            Node::List(items) => !items.is_empty() && items.iter().all(|it| self.may_omit(it)),
            Node::Object(entries) => {
                !entries.is_empty() && entries.iter().all(|it| it.node().is_none_or(|it| self.may_omit(it)))
            }
        }
    }

    /// Adds the place of the envelope, if it is written.
    fn at_envelope(&self, found: Diagnostic, label: &str) -> Diagnostic {
        match &self.envelope.places {
            Some(places) => found.at(places.of("body"), label),
            None => found,
        }
    }

    /// Where an entry says that it has no value for a placeholder; `None` if it always has one.
    fn place_of_absence(&self, entry: &ErrorDef, what: &What) -> Option<Span> {
        match what {
            What::Code => entry.envelope.omits_code.then(|| entry.envelope.place_of("code")).flatten(),
            What::Field(name) => match entry.fields.iter().find(|it| it.name == *name) {
                Some(Field { optional: false, .. }) => None,
                Some(field) => Some(field.places.whole()),
                None => Some(entry.places.of("code")),
            },
            What::Member(name) => {
                let member = self.envelope.member(name)?;
                let Per::Code { default } = &member.per else { return None };
                // One without a default that is not given is missing.
                let is_known = default.is_some() || entry.envelope.members.iter().any(|it| it.0 == *name);
                if !is_known || entry.envelope.value(member).is_some() {
                    return None;
                }
                Some(entry.envelope.place_of(name).unwrap_or(entry.places.of("code")))
            }
            _ => None,
        }
    }
}

impl CodeEnvelope {
    /// The place of the map, if it is written.
    fn place(&self) -> Option<Span> {
        self.places.as_ref().map(|it| it.whole)
    }

    fn place_of(&self, key: &str) -> Option<Span> {
        self.places.as_ref().map(|it| it.of(key))
    }
}

impl What {
    /// The name of the field.
    pub(super) fn field(&self) -> Option<&str> {
        if let Self::Field(name) = self { Some(name) } else { None }
    }
}

impl Node {
    /// Whether a client finds it in a list by the constants in it, at any index.
    fn is_found_by_constants(&self) -> bool {
        let is_constant = |it: &Self| {
            matches!(it, Self::Constant(Data::Bool(_) | Data::Integer(_) | Data::Number(_) | Data::String(_)))
        };
        matches!(self, Self::Object(_) | Self::List(_)) && self.any(&mut |it| is_constant(it))
    }

    /// The entries of the object that the fields are beside.
    pub(super) fn beside_fields(&self) -> Option<&[Entry]> {
        let mut found = None;
        self.any(&mut |node| {
            if let Self::Object(entries) = node
                && entries.iter().any(|it| matches!(it, Entry::Fields { .. }))
            {
                found = Some(entries.as_slice());
            }
            found.is_some()
        });
        found
    }
}

/// The header that has the code, if the body has not.
fn only_code_header(draft: &Draft) -> Option<&EnvelopeHeader> {
    let is_code = |it: &Slot| it.what == What::Code;
    let is_in_body = draft.envelope.body.slots().into_iter().any(is_code);
    draft.envelope.headers.iter().find(|it| !is_in_body && slots_of(&it.value).any(is_code))
}
