//! Where an error's code and message are in a body: worked out from all bodies of a source together.

use std::collections::BTreeSet;

use errbook_codegen::source::Span;
use serde_json::Value as Json;

use super::cells::{is_code, is_distinct_code};
use super::draft::{Fact, Field};
use super::shape::{Kind, Shape};

/// The layout of an error in a body, with the evidence for it.
#[derive(Debug, Clone)]
pub(super) struct Envelope {
    pub(super) layout: Layout,
    pub(super) at: Span,
    pub(super) evidence: String,
    /// Whether it has a place for the code.
    pub(super) has_code: bool,
    /// Members of the body that are not fields.
    pub(super) reserved: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Layout {
    Short {
        within: Option<String>,
        code: String,
        message: String,
        fields: Option<String>,
    },
    /// The key `envelope` as YAML.
    Template {
        text: String,
    },
    Preset(&'static str),
}

/// One body of an error.
#[derive(Debug, Clone)]
pub(super) struct Body {
    pub(super) shape: Shape,
    pub(super) status: Option<u16>,
    /// Whether it is an example, and no schema.
    pub(super) is_example: bool,
    pub(super) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Member(String),
    /// Each item of a list.
    Item,
}

/// Where code and message are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Site {
    pub(super) path: Vec<Step>,
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
}

static CODES: &[&str] = &[
    "code",
    "error_code",
    "errorCode",
    "errcode",
    "error",
    "name",
    "reason",
    "type",
    "key",
    "id",
    "errorType",
    "error_type",
    "error_name",
    "error_key",
    "issue",
    "status",
    "title",
    "slug",
    "errorId",
    "error_id",
    "identifier",
    "errorName",
    "kind",
    "messageKey",
    "subcode",
];

static MESSAGES: &[&str] = &[
    "message",
    "detail",
    "error_description",
    "description",
    "msg",
    "error_message",
    "errorMessage",
    "errmsg",
    "error_msg",
    "title",
    "error",
    "text",
    "reason",
    "summary",
    "details",
    "userMessage",
];

/// Words that say only that a body is an error.
static NO_CODES: &[&str] =
    &["error", "errors", "failure", "fail", "object", "status", "false", "true", "string", "about:blank"];

/// The deepest object in which a code is looked for.
const DEEPEST: usize = 3;

impl Site {
    /// The object that has the code and the message.
    pub(super) fn object<'s>(&self, shape: &'s Shape) -> Option<&'s Shape> {
        let found = self.path.iter().try_fold(shape, |shape, step| match step {
            Step::Member(name) => shape.member(name),
            Step::Item => shape.item(),
        })?;
        matches!(found.kind, Kind::Object(_)).then_some(found)
    }

    /// The codes of a body: its words, or that of an example.
    pub(super) fn codes(&self, shape: &Shape) -> Vec<Fact<String>> {
        let code = self.code.as_ref().and_then(|it| self.object(shape)?.member(it));
        code.map(values).unwrap_or_default()
    }

    /// The message of a body, if it has one for all its responses: a constant or an example.
    pub(super) fn message(&self, shape: &Shape) -> Option<Fact<String>> {
        let found = self.message.as_ref().and_then(|it| self.object(shape)?.member(it))?;
        let text = match found.values.as_slice() {
            [one] => one.value.as_str(),
            [] => found.example.as_ref().and_then(Json::as_str),
            _ => None,
        };
        Some(Fact::new(text.filter(|it| !it.trim().is_empty())?.to_owned(), found.at))
    }

    /// For people: `error.code`.
    pub(super) fn shown(&self) -> String {
        let mut out = String::new();
        for step in &self.path {
            match step {
                Step::Member(name) if out.is_empty() => out.push_str(name),
                Step::Member(name) => out.push_str(&format!(".{name}")),
                Step::Item => out.push_str("[]"),
            }
        }
        match &self.code {
            Some(code) if out.is_empty() => code.clone(),
            Some(code) => format!("{out}.{code}"),
            None => out,
        }
    }
}

/// The values of a member: its words, or its example.
pub(super) fn values(shape: &Shape) -> Vec<Fact<String>> {
    let text = |it: &Json| match it {
        Json::String(text) => Some(text.clone()),
        Json::Number(it) if it.is_i64() || it.is_u64() => Some(it.to_string()),
        _ => None,
    };
    if !shape.values.is_empty() {
        return shape.values.iter().filter_map(|it| Some(Fact::new(text(&it.value)?, it.at))).collect();
    }
    shape.example.as_ref().and_then(text).map(|it| Fact::new(it, shape.at)).into_iter().collect()
}

struct Candidate {
    path: Vec<Step>,
    key: String,
    rank: usize,
    bodies: usize,
    values: BTreeSet<String>,
    statuses: BTreeSet<u16>,
    is_declared: bool,
    is_number: bool,
}

/// Finds code and message in these bodies. `is_known` decides whether a word is a code for another reason.
pub(super) fn site(bodies: &[Body], is_known: &dyn Fn(&str) -> bool) -> Option<Site> {
    let mut found: Vec<Candidate> = Vec::new();
    for body in bodies {
        collect(&body.shape, &mut Vec::new(), body.status, &mut found);
    }
    let total = bodies.len().max(1);
    let score = |it: &Candidate| {
        let known = it.values.iter().filter(|it| is_known(it)).count();
        let coverage = it.bodies * 100 / total;
        let rank = 50_usize.saturating_sub(5 * it.rank);
        let several = if it.values.len() > 1 { 20 } else { 0 };
        let declared = if it.is_declared { 15 } else { 0 };
        (known * 1000 + coverage + rank + several + declared + 40).saturating_sub(it.path.len() * 10)
    };
    let is_candidate = |it: &&Candidate| {
        let known = it.values.iter().any(|it| is_known(it));
        let all_codes = !it.values.is_empty() && it.values.iter().all(|it| is_code(it));
        let is_constant = it.values.len() == 1 && it.statuses.len() > 1;
        let says_nothing = it.values.iter().all(|it| NO_CODES.contains(&&*it.to_lowercase()));
        let are_statuses =
            it.values.iter().all(|it| it.len() == 3 && it.parse::<u16>().is_ok_and(|it| (100..600).contains(&it)));
        let are_distinct = it.is_declared || it.values.iter().all(|it| is_distinct_code(it));
        known
            || (all_codes && !is_constant && !says_nothing && !are_statuses && are_distinct && !it.is_number)
            || (it.is_number && !are_statuses && !is_constant && it.values.len() > 1)
    };
    let best = found.iter().filter(is_candidate).max_by_key(|it| (score(it), std::cmp::Reverse(it.path.len())));
    let (path, code) = match best {
        Some(it) => (it.path.clone(), Some(it.key.clone())),
        None => (message_path(bodies)?, None),
    };
    let site = Site { path, code, message: None };
    let message = MESSAGES.iter().filter(|it| site.code.as_deref() != Some(**it)).max_by_key(|name| {
        let has = |body: &&Body| {
            let member = site.object(&body.shape).and_then(|it| it.member(name));
            member.is_some_and(|it| matches!(it.kind, Kind::String))
        };
        let count = bodies.iter().filter(has).count();
        let rank = MESSAGES.iter().position(|it| it == *name).unwrap_or_default();
        (count, std::cmp::Reverse(rank))
    });
    let has = |name: &&&str| bodies.iter().any(|it| site.object(&it.shape).is_some_and(|it| it.member(name).is_some()));
    let message = message.filter(has).map(|it| (*it).to_owned());
    Some(Site { message, ..site })
}

/// Where most bodies have a message.
fn message_path(bodies: &[Body]) -> Option<Vec<Step>> {
    let mut paths: Vec<(Vec<Step>, usize)> = Vec::new();
    for body in bodies {
        messages(&body.shape, &mut Vec::new(), &mut paths);
    }
    paths.into_iter().max_by_key(|(path, count)| (*count, std::cmp::Reverse(path.len()))).map(|it| it.0)
}

fn messages(shape: &Shape, path: &mut Vec<Step>, out: &mut Vec<(Vec<Step>, usize)>) {
    if path.len() > DEEPEST {
        return;
    }
    let has_message =
        shape.members().iter().any(|(name, it)| MESSAGES[..9].contains(&&**name) && matches!(it.kind, Kind::String));
    if has_message {
        match out.iter_mut().find(|it| it.0 == *path) {
            Some(it) => it.1 += 1,
            None => out.push((path.clone(), 1)),
        }
    }
    descend(shape, path, &mut |shape, path| messages(shape, path, out));
}

fn descend(shape: &Shape, path: &mut Vec<Step>, f: &mut dyn FnMut(&Shape, &mut Vec<Step>)) {
    for (name, member) in shape.members() {
        path.push(Step::Member(name.clone()));
        match &member.kind {
            Kind::Object(_) => f(member, path),
            Kind::List(item) if matches!(item.kind, Kind::Object(_)) => {
                path.push(Step::Item);
                f(item, path);
                path.pop();
            }
            _ => {}
        }
        path.pop();
    }
    if let (Kind::List(item), true) = (&shape.kind, path.is_empty()) {
        path.push(Step::Item);
        f(item, path);
        path.pop();
    }
}

fn collect(shape: &Shape, path: &mut Vec<Step>, status: Option<u16>, out: &mut Vec<Candidate>) {
    if path.len() > DEEPEST {
        return;
    }
    for (name, member) in shape.members() {
        let Some(rank) = CODES.iter().position(|it| it.eq_ignore_ascii_case(name)) else { continue };
        let is_number = matches!(member.kind, Kind::Integer { .. });
        if !is_number && !matches!(member.kind, Kind::String | Kind::Any) {
            continue;
        }
        let found = values(member);
        if found.is_empty() {
            continue;
        }
        let at = out.iter().position(|it| it.key == *name && it.path == *path).unwrap_or_else(|| {
            out.push(Candidate {
                path: path.clone(),
                key: name.clone(),
                rank,
                bodies: 0,
                values: BTreeSet::new(),
                statuses: BTreeSet::new(),
                is_declared: false,
                is_number: false,
            });
            out.len() - 1
        });
        let candidate = &mut out[at];
        candidate.bodies += 1;
        candidate.values.extend(found.into_iter().map(|it| it.value));
        candidate.statuses.extend(status);
        candidate.is_declared |= !member.values.is_empty();
        candidate.is_number |= is_number;
    }
    descend(shape, path, &mut |shape, path| collect(shape, path, status, out));
}

/// The default, which a book need not state.
pub(super) fn is_default(layout: &Layout) -> bool {
    let Layout::Short { within, code, message, fields } = layout else { return false };
    within.as_deref() == Some("error") && code == "code" && message == "message" && fields.is_none()
}

/// The members of a body that are the code's own: those beside the code and the message.
pub(super) fn fields(site: &Site, shape: &Shape) -> Vec<Field> {
    let is_ours = |name: &str| site.code.as_deref() == Some(name) || site.message.as_deref() == Some(name);
    let members = site.object(shape).map(Shape::members).unwrap_or_default();
    members.iter().filter(|it| !is_ours(&it.0)).map(|(name, it)| it.field(name)).collect()
}
