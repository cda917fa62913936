//! The envelope of a book from the bodies of a source: the short form, a preset, or a template. What every body has is a
//! member of the envelope, and what only some have are fields.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use errbook_codegen::names;
use errbook_codegen::text::quoted;
use serde_json::Value as Json;

use super::bodies::{self, Member, Node};
use super::book;
use super::cells::folded;
use super::draft::{Entry, Field, Type};
use super::envelope::{Body, Layout, Site, Step, values};
use super::finish;
use super::presets;
use super::report::Report;
use super::shape::{Kind, Shape};

/// What a member of a body is.
enum Role {
    Slot(String),
    Constant(Json),
    /// A member of each response.
    Member,
    /// A constant of each code.
    PerCode(BTreeMap<String, String>),
    Field,
}

struct Builder<'b> {
    site: &'b Site,
    bodies: Vec<&'b Body>,
    /// The names of placeholders that are taken.
    taken: BTreeSet<String>,
    members: Vec<Member>,
    /// The members of the error's object that are fields.
    fields: Vec<String>,
    constants: Vec<(String, BTreeMap<String, String>)>,
}

/// Names that are placeholders already.
static BUILT_IN: &[&str] = &["code", "message", "fields", "status", "meaning", "remediation", "docs_url"];

/// Objects that hold the fields of a code.
static CONTAINERS: &[&str] = &[
    "details",
    "detail",
    "data",
    "meta",
    "metadata",
    "context",
    "params",
    "parameters",
    "extra",
    "extensions",
    "info",
    "attributes",
];

/// The limit of members of an envelope.
const MOST_MEMBERS: usize = 32;

/// Works out the layout, and takes from the rows what is the envelope's. Also returns the names that fields cannot have.
pub(super) fn layout(
    site: &Site,
    bodies: &[Body],
    media_type: Option<&str>,
    rows: &mut [Entry],
    report: &mut Report,
) -> Option<(Layout, Vec<String>)> {
    let fitting: Vec<&Body> = bodies.iter().filter(|it| site.object(&it.shape).is_some()).collect();
    let root = fitting.iter().map(|it| it.shape.clone()).reduce(Shape::union)?;
    let codes: BTreeSet<&str> = rows.iter().map(|it| it.code.as_str()).collect();
    let mut several = codes.len() > 1;
    let taken: BTreeSet<String> = rows.iter().flat_map(|it| &it.fields).map(|it| it.name.clone()).collect();
    let (mut builder, mut body) = loop {
        let mut builder = Builder {
            site,
            bodies: fitting.clone(),
            taken: taken.clone(),
            members: Vec::new(),
            fields: Vec::new(),
            constants: Vec::new(),
        };
        let body = builder.node(&root, &mut Vec::new(), several)?;
        if builder.members.len() <= MOST_MEMBERS || !several {
            break (builder, body);
        }
        // Too many members are fields.
        several = false;
    };
    for row in rows.iter_mut() {
        row.fields.retain(|it| builder.fields.contains(&it.name));
        for (name, by_code) in &builder.constants {
            if let Some(value) = by_code.get(&row.code) {
                row.constants.push((name.clone(), Json::String(value.clone())));
            }
        }
    }
    let reserved = members_at(&body, &site.path);
    let container = builder.container(rows);
    add_fields(&mut body, &site.path, container.as_deref(), rows.iter().any(|it| !it.fields.is_empty()));
    let media_type = media_type.filter(|it| *it != "application/json" && it.ends_with("json"));
    if let Some(preset) = presets::preset(&body, &root, site, media_type, &fitting, rows) {
        presets::messages(preset, bodies, site, rows);
        for it in rows {
            it.constants.clear();
        }
        return Some((Layout::Preset(preset), reserved));
    }
    if builder.members.is_empty()
        && media_type.is_none()
        && let Some(short) = short(&body, site, container)
    {
        return Some((short, reserved));
    }
    builder.finish_members(report);
    Some((Layout::Template { text: bodies::yaml(&body, &builder.members, media_type) }, reserved))
}

/// The names of the members of the error's object.
fn members_at(node: &Node, path: &[Step]) -> Vec<String> {
    match (node, path) {
        (Node::Each(item), [Step::Item, rest @ ..]) => members_at(item, rest),
        (Node::Object(members), [Step::Member(name), rest @ ..]) => {
            members.iter().find(|it| it.0 == *name).map(|it| members_at(&it.1, rest)).unwrap_or_default()
        }
        (Node::Object(members), []) => members.iter().map(|it| it.0.clone()).collect(),
        _ => Vec::new(),
    }
}

impl Builder<'_> {
    fn node(&mut self, shape: &Shape, path: &mut Vec<Step>, several: bool) -> Option<Node> {
        if let Some(item) = shape.item() {
            path.push(Step::Item);
            let inner = self.node(item, path, several);
            path.pop();
            return Some(Node::Each(Box::new(inner?)));
        }
        let is_error = *path == self.site.path;
        let mut out = Vec::new();
        for (name, member) in shape.members() {
            let next = self.site.path.get(path.len());
            if !is_error && next == Some(&Step::Member(name.clone())) && self.site.path.starts_with(path) {
                path.push(Step::Member(name.clone()));
                let node = self.node(member, path, several);
                path.pop();
                out.push((name.clone(), node?));
                continue;
            }
            if is_error && self.site.code.as_ref() == Some(name) {
                out.push((name.clone(), Node::Slot("{code}".to_owned())));
                continue;
            }
            if is_error && self.site.message.as_ref() == Some(name) {
                out.push((name.clone(), Node::Slot("{message}".to_owned())));
                continue;
            }
            match self.role(name, member, path, is_error, several) {
                Role::Slot(text) => out.push((name.clone(), Node::Slot(text))),
                Role::Constant(value) => out.push((name.clone(), Node::Constant(value))),
                Role::PerCode(by_code) => {
                    let placeholder = self.declare(name, member, is_error, true);
                    self.constants.push((placeholder.clone(), by_code));
                    out.push((name.clone(), Node::Slot(format!("{{{placeholder}?}}"))));
                }
                Role::Member => {
                    let placeholder = self.declare(name, member, is_error, false);
                    let mark = if member.required && is_error { "" } else { "?" };
                    out.push((name.clone(), Node::Slot(format!("{{{placeholder}{mark}}}"))));
                }
                Role::Field => self.fields.push(name.clone()),
            }
        }
        Some(Node::Object(out))
    }

    /// What a member is, by all bodies.
    fn role(&self, name: &str, member: &Shape, path: &[Step], is_error: bool, several: bool) -> Role {
        let parents: Vec<(&Body, &Shape)> =
            self.bodies.iter().filter_map(|it| Some((*it, at(&it.shape, path)?))).collect();
        let found: Vec<(&Body, &Shape)> =
            parents.iter().filter_map(|(body, it)| Some((*body, it.member(name)?))).collect();
        if let Some(slot) = status_slot(name, member, &found) {
            return Role::Slot(slot);
        }
        let one = |shape: &Shape| match shape.values.as_slice() {
            [one] => Some(one.value.clone()),
            _ => None,
        };
        let declared: Vec<Json> = found.iter().filter_map(|(_, it)| one(it)).collect();
        let schemas = found.iter().filter(|it| !it.0.is_example).count();
        if schemas > 0
            && declared.len() == schemas
            && declared.windows(2).all(|it| it[0] == it[1])
            && found.len() == parents.len()
            && let Some(value) = declared.first().filter(|it| !it.is_object() && !it.is_array())
        {
            return Role::Constant(value.clone());
        }
        // Without a schema, a word that all examples have is a constant if it is `ok: false`.
        if schemas == 0
            && found.len() > 1
            && found.len() == parents.len()
            && let Some(value) = found[0].1.example.as_ref().filter(|it| it.is_boolean())
            && found.iter().all(|it| it.1.example.as_ref() == Some(value))
        {
            return Role::Constant(value.clone());
        }
        if is_error && let Some(role) = self.per_code(&found) {
            return role;
        }
        let described = if schemas > 0 { parents.iter().filter(|it| !it.0.is_example).count() } else { parents.len() };
        let having = if schemas > 0 { schemas } else { found.len() };
        let is_common = several && having == described && self.bodies.len() > 1;
        if is_common || !is_error { Role::Member } else { Role::Field }
    }

    /// A constant of each code: each body has one word, and all bodies of a code have the same.
    fn per_code(&self, found: &[(&Body, &Shape)]) -> Option<Role> {
        let mut by_code: BTreeMap<String, String> = BTreeMap::new();
        let mut is_code = true;
        for (body, shape) in found {
            let word = match shape.words().as_slice() {
                [one] => one.clone(),
                [] if body.is_example => shape.example.as_ref()?.as_str()?.to_owned(),
                _ => return None,
            };
            for code in self.site.codes(&body.shape) {
                is_code &= word == code.value;
                if by_code.insert(code.value, word.clone()).is_some_and(|it| it != word) {
                    return None;
                }
            }
        }
        let distinct: BTreeSet<&String> = by_code.values().collect();
        let is_declared = found.iter().any(|it| !it.0.is_example);
        if by_code.len() < 2 || !(is_declared || is_code) {
            return None;
        }
        if is_code {
            return Some(Role::Slot("{code}".to_owned()));
        }
        (distinct.len() > 1).then_some(Role::PerCode(by_code))
    }

    /// Declares a member, and returns the name of its placeholder.
    fn declare(&mut self, key: &str, shape: &Shape, is_error: bool, per_code: bool) -> String {
        let base = names::snake(key).unwrap_or_else(|| "member".to_owned());
        let base = base.trim_end_matches('_').to_owned();
        let base = if names::is_keyword(&base) { format!("error_{base}") } else { base };
        // A field that becomes this member does not take its name.
        let is_free = |it: &str| {
            let is_own = is_error && it == key;
            !BUILT_IN.contains(&it)
                && (is_own || !self.taken.contains(it))
                && !self.members.iter().any(|member| member.name == *it)
        };
        let name = if is_free(&base) { base } else { book::numbered(&format!("error_{base}"), "_", is_free) };
        let mut field = shape.field(key);
        if per_code {
            field.ty = Type::String;
            field.example = None;
        }
        self.members.push(Member { name: name.clone(), field, per_code });
        name
    }

    /// Gives the members types, names and examples that a book may have.
    fn finish_members(&mut self, report: &mut Report) {
        let named = |it: &Member| Field { name: it.name.clone(), ..it.field.clone() };
        let mut fields: Vec<Field> = self.members.iter().map(named).collect();
        finish::documented(&mut fields, report);
        book::fields(&mut fields, "Members", &mut HashSet::new(), report);
        for member in &mut self.members {
            if let Some(field) = fields.iter().find(|it| it.name == member.name) {
                member.field = field.clone();
            }
        }
    }

    /// The object that holds all fields, whose members then are the rows' fields.
    fn container(&self, rows: &mut [Entry]) -> Option<String> {
        let [name] = self.fields.as_slice() else { return None };
        let is_object = |it: &Entry| it.fields.iter().all(|it| matches!(it.ty, Type::Object(_)));
        let has_members = rows.iter().any(|it| !it.fields.is_empty());
        if !CONTAINERS.contains(&&**name) || !has_members || !rows.iter().all(is_object) {
            return None;
        }
        for row in rows {
            for field in std::mem::take(&mut row.fields) {
                if let Type::Object(members) = field.ty {
                    row.fields
                        .extend(members.into_iter().map(|it| Field { optional: it.optional || field.optional, ..it }));
                }
            }
        }
        Some(name.clone())
    }
}

/// The shape at a path.
fn at<'s>(shape: &'s Shape, path: &[Step]) -> Option<&'s Shape> {
    path.iter().try_fold(shape, |shape, step| match step {
        Step::Member(name) => shape.member(name),
        Step::Item => shape.item(),
    })
}

/// The placeholder of a member that repeats the status, or its name.
fn status_slot(name: &str, member: &Shape, found: &[(&Body, &Shape)]) -> Option<String> {
    let is_named = matches!(
        folded(name).as_str(),
        "status" | "statuscode" | "httpstatus" | "httpstatuscode" | "httpcode" | "errorstatus"
    );
    let is_phrase = matches!(name, "error" | "title" | "reason" | "status");
    // The values of bodies whose status is known, of examples or of one word.
    let mut equal = 0;
    let mut phrases = 0;
    let mut others = 0;
    for (body, shape) in found {
        let Some(status) = body.status else { continue };
        let is_shared = !body.is_example && shape.values.len() != 1;
        let found = values(shape);
        let [value] = found.as_slice() else { continue };
        let phrase = http::StatusCode::from_u16(status).ok().and_then(|it| it.canonical_reason());
        if value.value == status.to_string() {
            equal += 1;
        } else if phrase == Some(value.value.as_str()) {
            phrases += 1;
        } else if !is_shared {
            // The example of a schema that responses share is that of one of them.
            others += 1;
        }
    }
    let are_statuses = || member.values.iter().all(|it| it.value.as_u64().is_some_and(|it| (100..600).contains(&it)));
    match member.kind {
        Kind::Integer { .. } | Kind::Number if others == 0 && are_statuses() && (is_named || equal > 1) => {
            Some("{status}".to_owned())
        }
        Kind::String if others == 0 && equal > 0 && phrases == 0 && (is_named || equal > 1) => {
            Some("{status:text}".to_owned())
        }
        Kind::String if others == 0 && equal == 0 && (phrases > 1 || (phrases == 1 && is_phrase)) => {
            Some("{status:phrase}".to_owned())
        }
        _ => None,
    }
}

/// Adds the place of the fields to the error's object.
fn add_fields(node: &mut Node, path: &[Step], container: Option<&str>, has_fields: bool) {
    match (node, path) {
        (Node::Each(item), [Step::Item, rest @ ..]) => add_fields(item, rest, container, has_fields),
        (Node::Object(members), [Step::Member(name), rest @ ..]) => {
            if let Some((_, inner)) = members.iter_mut().find(|it| it.0 == *name) {
                add_fields(inner, rest, container, has_fields);
            }
        }
        (Node::Object(members), []) if has_fields => members.push(match container {
            Some(name) => (name.to_owned(), Node::Slot("{fields}".to_owned())),
            None => ("{fields}".to_owned(), Node::Constant(Json::Null)),
        }),
        _ => {}
    }
}

/// The short form, if a template is one.
fn short(body: &Node, site: &Site, container: Option<String>) -> Option<Layout> {
    let (within, object) = match (site.path.as_slice(), body) {
        ([], object) => (None, object),
        ([Step::Member(name)], Node::Object(members)) => match members.as_slice() {
            [(only, object)] if only == name => (Some(name.clone()), object),
            _ => return None,
        },
        _ => return None,
    };
    let Node::Object(members) = object else { return None };
    let (code, message) = (site.code.clone()?, site.message.clone()?);
    let is_plain = |(name, node): &(String, Node)| match node {
        Node::Slot(text) => (text == "{code}" && *name == code) || text == "{message}" || text == "{fields}",
        Node::Constant(Json::Null) => name == "{fields}",
        _ => false,
    };
    members.iter().all(is_plain).then_some(Layout::Short { within, code, message, fields: container })
}

/// For the report.
pub(super) fn shown(layout: &Layout) -> String {
    match layout {
        Layout::Short { .. } => "the short form".to_owned(),
        Layout::Template { .. } => "a template".to_owned(),
        Layout::Preset(name) => format!("the preset {}", quoted(name)),
    }
}
