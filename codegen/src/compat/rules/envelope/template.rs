//! Two templates of bodies, leaf by leaf.

use errbook::Value as Json;

use super::{
    ALWAYS, CALLER, CODE, ELSEWHERE, ENVELOPE_CHANGED, ENVELOPE_CONSTANT_CHANGED, ENVELOPE_MEMBER_ADDED,
    ENVELOPE_MEMBER_BECAME_OPTIONAL, ENVELOPE_MEMBER_BECAME_REQUIRED, ENVELOPE_MEMBER_MOVED, ENVELOPE_MEMBER_REMOVED,
    ENVELOPE_MEMBER_TYPE_CHANGED, IN_CRATE, MEMBER, ONE, OPTIONAL, OPTIONAL_IN_CRATE, RESPONSE, SEVERAL, STATUS,
    SUPPLIED, at, is_recognized_by_form, placed, recognized,
};
use crate::compat::context::Context;
use crate::compat::difference::Kind;
use crate::compat::location::{Location, Step};
use crate::compat::rule::Rule;
use crate::compat::rules::order::order;
use crate::compat::value::Value;
use crate::model::leaf::{self, Leaf, Part, Path};
use crate::model::{Absent, Book, Node, Per, Slot, Source, TextPart, What, slots_of, text_as_written};
use crate::source::Span;

/// The name of the place of fields that are beside other members.
const BESIDE: &str = "{fields}";

/// A leaf, as far as it is compared.
#[derive(Debug, Clone)]
struct Item<'a> {
    path: Path<'a>,
    content: Content<'a>,
    place: Option<Span>,
}

#[derive(Debug, Clone)]
enum Content<'a> {
    /// Always the same.
    Constant(Json),
    /// The fields of the code, in an object of their own or beside other members.
    Fields,
    Slot(&'a What, &'a Absent),
    Text(&'a [TextPart]),
}

impl Content<'_> {
    /// As it is written in a spec.
    fn as_written(&self) -> String {
        match self {
            Self::Constant(value) => serde_json::to_string(value).unwrap_or_default(),
            Self::Fields => "{fields}".to_owned(),
            Self::Slot(what, absent) => {
                Slot { what: (*what).clone(), absent: (*absent).clone(), place: None }.as_written()
            }
            Self::Text(parts) => text_as_written(parts),
        }
    }

    /// Whether it is the same value, wherever it is and whatever is sent without one.
    fn is_same_value(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Slot(a, _), Self::Slot(b, _)) => a == b,
            (Self::Constant(a), Self::Constant(b)) => a == b,
            (Self::Text(a), Self::Text(b)) => text_as_written(a) == text_as_written(b),
            (Self::Fields, Self::Fields) => true,
            _ => false,
        }
    }

    /// The code, the message or the fields.
    fn is_main(&self) -> bool {
        matches!(self, Self::Fields | Self::Slot(What::Code | What::Message, _))
    }

    /// A field with a place of its own: the fields of each entry are compared with their places.
    fn is_field(&self) -> bool {
        matches!(self, Self::Slot(What::Field(_), _))
    }

    /// Whether the body of every error has it.
    fn is_always_there(&self) -> bool {
        let is_always = |it: &Absent| !matches!(it, Absent::Omit);
        match self {
            Self::Constant(_) => true,
            Self::Fields => false,
            Self::Slot(_, absent) => is_always(absent),
            Self::Text(parts) => slots_of(parts).all(|it| is_always(&it.absent)),
        }
    }
}

/// A book's template.
struct Template<'a> {
    book: &'a Book,
    items: Vec<Item<'a>>,
}

impl<'a> Template<'a> {
    fn of(book: &'a Book) -> Self {
        let items = book.envelope.leaves().into_iter().filter_map(|it| item(book, it)).collect();
        Self { book, items }
    }

    fn at(&self, path: &Path<'_>) -> Option<&Item<'a>> {
        self.items.iter().find(|it| it.path == *path)
    }

    fn has(&self, content: &Content<'_>) -> bool {
        self.items.iter().any(|it| it.content.is_same_value(content))
    }

    /// Whether a text has the code, and nothing else does.
    fn is_only_code(&self, content: &Content<'_>) -> bool {
        let is_code = |it: &Content<'_>| matches!(it, Content::Slot(What::Code, _));
        let Content::Text(parts) = content else { return false };
        slots_of(parts).any(|it| it.what == What::Code) && !self.items.iter().any(|it| is_code(&it.content))
    }

    /// The member of each response, with its source, that is the value of a place.
    fn source(&self, content: &Content<'_>) -> Option<&'a Source> {
        let Content::Slot(What::Member(name), _) = content else { return None };
        match &self.book.envelope.member(name)?.per {
            Per::Response { from } => Some(from),
            Per::Code { .. } => None,
        }
    }

    fn needs_caller(&self, content: &Content<'_>) -> bool {
        self.source(content) == Some(&Source::Caller) && matches!(content, Content::Slot(_, Absent::Required))
    }
}

/// A leaf as it is on the wire; `None` if no response has it.
fn item<'a>(book: &'a Book, leaf: Leaf<'a>) -> Option<Item<'a>> {
    let Leaf { mut path, part, place } = leaf;
    // A list with an item for each error has its first error where a plain list has its first item.
    for step in &mut path.0 {
        if *step == leaf::Step::Each {
            *step = leaf::Step::Item(0);
        }
    }
    let content = match part {
        Part::Fields => {
            path.0.push(leaf::Step::Name(BESIDE));
            Content::Fields
        }
        Part::Node(node) => match node {
            Node::Constant(value) => Content::Constant(value.clone()),
            Node::Object(_) => Content::Constant(Json::Object(Vec::new())),
            Node::List(_) | Node::Each(_) => Content::Constant(Json::List(Vec::new())),
            Node::Text(parts) => Content::Text(parts),
            Node::Slot(Slot { what: What::Fields, .. }) => Content::Fields,
            Node::Slot(Slot { what: What::DocsUrl, absent, .. }) if book.api.docs_url.is_none() => match absent {
                Absent::Required | Absent::Omit => return None,
                Absent::Null => Content::Constant(Json::Null),
                Absent::Text(text) => Content::Constant(Json::from(text.as_str())),
            },
            Node::Slot(Slot { what, absent, .. }) => Content::Slot(what, absent),
        },
    };
    Some(Item { path, content, place })
}

/// The path of a place in reports.
fn location(it: &Context<'_>, path: &Path<'_>, old: Option<Span>, new: Option<Span>) -> Location {
    let steps = path.0.iter().map(|step| match step {
        leaf::Step::Name(name) => Step::Name((*name).to_owned()),
        leaf::Step::Item(index) => Step::Nth(index + 1),
        leaf::Step::Each => Step::Nth(1),
    });
    let at = steps.fold(at(it, "body"), |at, step| at.below(step));
    placed(at, old, new)
}

pub(super) fn compare(it: &mut Context<'_>) {
    let (mut old, new) = (Template::of(it.old), Template::of(it.new));
    lists(it);
    if let Some((from, to)) = relocated(&old, &new) {
        let place = |template: &Template<'_>, path: &Path<'_>| {
            template.items.iter().find(|it| it.path.0.starts_with(&path.0)).and_then(|it| it.place)
        };
        let at = location(it, &to, place(&old, &from), place(&new, &to));
        let kind = Kind::Value("the object that holds the error");
        it.push(at.change(&ENVELOPE_CHANGED, ELSEWHERE, kind, Some(path_value(&from)), Some(path_value(&to))));
        for item in &mut old.items {
            if item.path.0.starts_with(&from.0) {
                item.path.0.splice(..from.0.len(), to.0.iter().copied());
            }
        }
    }
    let (mut gone, mut added): (Vec<&Item<'_>>, Vec<&Item<'_>>) = (Vec::new(), Vec::new());
    for before in &old.items {
        match new.at(&before.path) {
            Some(after) if same_place(it, (&old, before), (&new, after)) => {}
            _ => gone.push(before),
        }
    }
    for after in &new.items {
        if !old.at(&after.path).is_some_and(|before| is_comparable(&before.content, &after.content)) {
            added.push(after);
        }
    }
    for before in gone.into_iter().filter(|it| !it.content.is_field()) {
        let moved = added.iter().position(|it| it.content.is_same_value(&before.content));
        let moved = moved.map(|at| added.remove(at));
        lost(it, (&old, before), &new, moved);
    }
    for after in added.into_iter().filter(|it| !it.content.is_field()) {
        let when = if new.needs_caller(&after.content) { CALLER } else { SUPPLIED };
        let at = location(it, &after.path, None, after.place);
        it.push(at.change(&ENVELOPE_MEMBER_ADDED, when, Kind::Value(MEMBER), None, Some(written(after))));
    }
    let names =
        |template: &Template<'_>| -> Vec<String> { template.items.iter().map(|it| it.path.to_string()).collect() };
    let at = at(it, "body");
    order(it, &at, "the members of the body", &names(&old), &names(&new));
}

/// One error, or a list of them.
fn lists(it: &mut Context<'_>) {
    let is_list = |book: &Book| book.envelope.has_list();
    if is_list(it.old) != is_list(it.new) {
        let count = |book: &Book| Some(Value::plain(if is_list(book) { "several" } else { "one" }));
        let when = if is_list(it.new) { SEVERAL } else { ONE };
        let kind = Kind::Value("the number of errors in a response");
        let change = at(it, "body").change(&ENVELOPE_CHANGED, when, kind, count(it.old), count(it.new));
        it.push(change);
    }
}

/// The object that holds the error, if it moved as a whole: its old and its new path.
fn relocated<'a>(old: &Template<'a>, new: &Template<'a>) -> Option<(Path<'a>, Path<'a>)> {
    let code = |it: &Template<'a>| {
        let is_code = |it: &&Item<'a>| matches!(it.content, Content::Slot(What::Code, _));
        it.items.iter().find(is_code).map(|it| it.path.0.clone())
    };
    let (from, to) = (code(old)?, code(new)?);
    let common = from.iter().rev().zip(to.iter().rev()).take_while(|(a, b)| a == b).count();
    let (from, to) = (&from[..from.len() - common], &to[..to.len() - common]);
    if common == 0 || from == to {
        return None;
    }
    let stays_inside = |it: &Item<'a>| {
        let rest = it.path.0.strip_prefix(from)?;
        Some(new.at(&Path([to, rest].concat())).is_some_and(|after| after.content.is_same_value(&it.content)))
    };
    let main = old.items.iter().filter(|it| it.content.is_main());
    main.filter_map(stays_inside).all(|it| it).then(|| (Path(from.to_vec()), Path(to.to_vec())))
}

/// Whether two contents of one place differ in what a rule reports about that place.
fn is_comparable(old: &Content<'_>, new: &Content<'_>) -> bool {
    match (old, new) {
        _ if old.is_same_value(new) => true,
        _ if old.is_main() || new.is_main() || old.is_field() || new.is_field() => false,
        (Content::Slot(What::Status | What::StatusText, _), Content::Slot(What::Status | What::StatusText, _))
        | (Content::Constant(_) | Content::Text(_), _) => true,
        // No client reads them as anything but text.
        (Content::Slot(what, _), _) => {
            matches!(what, What::StatusPhrase | What::Meaning | What::Remediation | What::DocsUrl)
        }
        (Content::Fields, _) => false,
    }
}

/// What is at one place in both templates. Returns whether that is all there is to say about the old content.
fn same_place(
    it: &mut Context<'_>,
    (old, before): (&Template<'_>, &Item<'_>),
    (new, after): (&Template<'_>, &Item<'_>),
) -> bool {
    if !is_comparable(&before.content, &after.content) {
        return false;
    }
    let at = location(it, &after.path, before.place, after.place);
    match (&before.content, &after.content) {
        (Content::Slot(was, from), Content::Slot(is, to)) if was == is => {
            suffix(it, &at, (old, before, from), (new, after, to));
        }
        (a, b) if a.is_same_value(b) => {}
        (Content::Slot(What::Status | What::StatusText, _), _) => {
            change(it, &at, &ENVELOPE_MEMBER_TYPE_CHANGED, STATUS, before, after);
        }
        (content, _) if old.is_only_code(content) => change(it, &at, &ENVELOPE_CHANGED, ELSEWHERE, before, after),
        (content, _) => {
            // `null` proves nothing, and neither do texts that are not read.
            let proves = match content {
                Content::Constant(value) => !matches!(value, Json::Null | Json::List(_) | Json::Object(_)),
                _ => matches!(content, Content::Text(_)),
            };
            let when = recognized(proves && is_recognized_by_form(old.book));
            change(it, &at, &ENVELOPE_CONSTANT_CHANGED, when, before, after);
        }
    }
    true
}

fn change(
    it: &mut Context<'_>,
    at: &Location,
    rule: &'static Rule,
    when: &'static str,
    before: &Item<'_>,
    after: &Item<'_>,
) {
    it.push(at.change(rule, when, Kind::Value(MEMBER), Some(written(before)), Some(written(after))));
}

/// What is sent without a value.
fn suffix(
    it: &mut Context<'_>,
    at: &Location,
    (old, before, from): (&Template<'_>, &Item<'_>, &Absent),
    (new, after, to): (&Template<'_>, &Item<'_>, &Absent),
) {
    let (rule, when) = match (from, to) {
        _ if from == to => return,
        (Absent::Required, _) => {
            let of_response = old.source(&before.content).or(new.source(&after.content));
            let when = if of_response.is_some() { RESPONSE } else { CODE };
            (&ENVELOPE_MEMBER_BECAME_OPTIONAL, when)
        }
        (_, Absent::Required) => {
            let when = if new.needs_caller(&after.content) { CALLER } else { SUPPLIED };
            (&ENVELOPE_MEMBER_BECAME_REQUIRED, when)
        }
        _ => (&ENVELOPE_CONSTANT_CHANGED, recognized(false)),
    };
    change(it, at, rule, when, before, after);
}

/// Content that is no longer at its place.
fn lost(it: &mut Context<'_>, (old, before): (&Template<'_>, &Item<'_>), new: &Template<'_>, moved: Option<&Item<'_>>) {
    let content = &before.content;
    let is_main = content.is_main() || old.is_only_code(content);
    if let Some(after) = moved {
        let at = location(it, &after.path, before.place, after.place);
        let (from, to) = (Some(path_value(&before.path)), Some(path_value(&after.path)));
        let (rule, kind): (&'static Rule, _) =
            if is_main { (&ENVELOPE_CHANGED, place_of(content)) } else { (&ENVELOPE_MEMBER_MOVED, MEMBER) };
        let when = match (is_main, is_always_there(old, content)) {
            (true, _) => ELSEWHERE,
            (false, true) => ALWAYS,
            (false, false) => OPTIONAL,
        };
        it.push(at.change(rule, when, Kind::Value(kind), from, to));
        return;
    }
    let at = location(it, &before.path, before.place, None);
    if is_main {
        it.push(at.change(
            &ENVELOPE_CHANGED,
            ELSEWHERE,
            Kind::Value(place_of(content)),
            Some(path_value(&before.path)),
            None,
        ));
        return;
    }
    // A member that is still sent elsewhere is still in the crate.
    let is_in_crate = old.source(content).is_some() && !new.has(content);
    let when = match (is_always_there(old, content), is_in_crate) {
        (true, true) => IN_CRATE,
        (true, false) => ALWAYS,
        (false, true) => OPTIONAL_IN_CRATE,
        (false, false) => OPTIONAL,
    };
    it.push(at.change(&ENVELOPE_MEMBER_REMOVED, when, Kind::Value(MEMBER), Some(written(before)), None));
}

/// Whether clients find it in every response. The value of a response may be `null` if its place allows that.
fn is_always_there(template: &Template<'_>, content: &Content<'_>) -> bool {
    match content {
        Content::Slot(_, absent) if template.source(content).is_some() => *absent == &Absent::Required,
        Content::Slot(What::Member(name), _) if tells(template.book, name) => true,
        content => content.is_always_there(),
    }
}

/// Whether the value of a code for a member tells an error that has no code.
fn tells(book: &Book, name: &str) -> bool {
    let Some(member) = book.envelope.member(name) else { return false };
    book.errors.iter().any(|it| !book.sends_code(it) && it.envelope.value(member).is_some())
}

fn place_of(content: &Content<'_>) -> &'static str {
    match content {
        Content::Slot(What::Message, _) => "the place of the message",
        Content::Fields => "the place of the fields",
        _ => "the place of the code",
    }
}

fn written(it: &Item<'_>) -> Value {
    Value::Plain(it.content.as_written())
}

/// A path as a value: the body itself has none.
pub(super) fn path_value(path: &Path<'_>) -> Value {
    match path.0.split_last() {
        None => Value::plain("the body"),
        Some((leaf::Step::Name(BESIDE), parent)) => beside(&Path(parent.to_vec())),
        Some(_) => Value::plain(path),
    }
}

/// The place of fields that are beside the other members of an object.
pub(super) fn beside(object: &Path<'_>) -> Value {
    let of = if object.0.is_empty() { String::new() } else { format!(" of {object}") };
    Value::Plain(format!("beside the other members{of}"))
}
