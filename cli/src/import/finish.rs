//! A merged entry as one of a book: the first text of each kind where it belongs, and all others in causes and details.

use errbook_codegen::model::When;
use errbook_codegen::source::Span;
use errbook_codegen::text::{counted, quoted};

use super::book;
use super::cells::{folded, one_line, paragraphs};
use super::draft::{Entry, Fact, Field, Type};
use super::merge::shown;
use super::report::Report;
use super::templates::{Template, template};
use super::texts::{blocks, paragraph};

/// The texts of an entry that have no place of their own.
#[derive(Default)]
struct Rest {
    details: Vec<String>,
    causes: Vec<String>,
}

pub(super) fn finished(mut entry: Entry, report: &mut Report) -> book::Entry {
    let code = shown(&entry.code);
    let mut rest = Rest::default();
    let (message, first) = message(&mut entry, &code, &mut rest, report);
    let meaning = meaning(&mut entry, &code, &mut rest, report);
    let meaning = meaning.or_else(|| {
        let (found, fact) = (message.as_ref()?, first.as_ref()?);
        let is_plain = found.placeholders == 0 && found.left.is_empty() && !fact.value.contains('\n');
        if !is_plain {
            return None;
        }
        let why = "the source has no other text for it";
        report.guessed(fact.at, format!("the meaning of {code} is its message"), why);
        Some(fact.value.trim().to_owned())
    });
    // A message that is the meaning is what a book without one sends.
    let is_meaning = first.as_ref().is_some_and(|it| meaning.as_deref() == Some(it.value.trim()));
    let message = message.filter(|it| !(it.placeholders == 0 && is_meaning));
    let remediation = remediation(&mut entry, &code, &mut rest, report);
    rest.details.extend(distinct(std::mem::take(&mut entry.details)).into_iter().map(|it| it.value));
    let retry = retry(&entry, &code, report);
    let at = entry.at;
    documented(&mut entry.fields, report);
    for header in &mut entry.headers {
        header.doc = doc(header.doc.take(), header.at, report);
    }
    let mut text = |it: String| Some(paragraph(&it, at, report)).filter(|it| !it.is_empty());
    book::Entry {
        at,
        name: None,
        meaning: meaning.and_then(&mut text),
        remediation: remediation.and_then(&mut text),
        message: message.map(|it| it.text.trim().to_owned()).filter(|it| !it.is_empty()),
        causes: rest.causes.into_iter().filter_map(&mut text).collect(),
        details: Some(blocks(&rest.details.join("\n\n"), at, report)).filter(|it| !it.is_empty()),
        statuses: entry.statuses.iter().map(|it| it.value).collect(),
        retry: retry.filter(|it| *it != When::Never),
        tags: tags(entry.tags),
        code: entry.code,
        alias: entry.alias,
        fields: entry.fields,
        headers: entry.headers,
        constants: entry.constants,
    }
}

/// The message as a template, and as it was. Others go to the details.
fn message(
    entry: &mut Entry,
    code: &str,
    rest: &mut Rest,
    report: &mut Report,
) -> (Option<Template>, Option<Fact<String>>) {
    let mut messages = distinct(std::mem::take(&mut entry.messages));
    let mut examples = distinct(std::mem::take(&mut entry.example_messages));
    if messages.is_empty()
        && examples.len() == 1
        && let Some(only) = examples.pop()
    {
        let what = format!("the message of {code}: {}", quoted(&only.value));
        report.guessed(only.at, what, "all its examples have it");
        messages.push(only);
    }
    examples.retain(|it| !messages.iter().any(|message| folded(&message.value) == folded(&it.value)));
    let mut messages = messages.into_iter();
    let first = messages.next();
    let found = first.as_ref().map(|fact| {
        let is_known = |name: &str| {
            entry.fields.iter().any(|it| it.name == name) || entry.headers.iter().any(|it| it.name == name)
        };
        let found = template(&fact.value, is_known);
        if !found.left.is_empty() {
            let left = found.left.iter().map(|it| quoted(it)).collect::<Vec<_>>().join(", ");
            let why = "no field has this name, so it stays text";
            report.left(fact.at, format!("{left} in the message of {code}"), why);
        }
        found
    });
    let shown = |it: &Fact<String>| format!("`{}`", one_line(&it.value).replace('`', "'"));
    let others: Vec<String> = messages.map(|it| shown(&it)).collect();
    if !others.is_empty() {
        let count = counted(others.len() + 1, "message");
        report.merged(entry.at, format!("{count} of {code}: the others are in its details"));
        rest.details.push(listed("Other messages:", &others));
    }
    let others: Vec<String> = examples.iter().map(shown).collect();
    if !others.is_empty() {
        let count = counted(others.len(), "message");
        report.merged(entry.at, format!("{count} of examples of {code}: they are in its details"));
        rest.details.push(listed("Messages, for example:", &others));
    }
    (found, first)
}

/// The first text. Others are causes, and paragraphs after the first one are details.
fn meaning(entry: &mut Entry, code: &str, rest: &mut Rest, report: &mut Report) -> Option<String> {
    let meanings = distinct(std::mem::take(&mut entry.meanings));
    if meanings.len() > 1 {
        let count = counted(meanings.len(), "text");
        report.merged(entry.at, format!("{count} of {code}: the first is its meaning, the others are causes"));
    }
    let mut first = None;
    for fact in meanings {
        let (text, more) = paragraphs(&fact.value);
        match first {
            None => first = Some(text),
            Some(_) => rest.causes.push(text),
        }
        rest.details.extend(more);
    }
    rest.causes.extend(distinct(std::mem::take(&mut entry.causes)).iter().map(|it| one_line(&it.value)));
    first
}

fn remediation(entry: &mut Entry, code: &str, rest: &mut Rest, report: &mut Report) -> Option<String> {
    let mut remediations = distinct(std::mem::take(&mut entry.remediations)).into_iter();
    let first = remediations.next().map(|fact| {
        let (first, more) = paragraphs(&fact.value);
        rest.details.extend(more);
        first
    });
    let others: Vec<String> = remediations.map(|it| one_line(&it.value)).collect();
    if !others.is_empty() {
        let count = counted(others.len() + 1, "remediation");
        report.merged(entry.at, format!("{count} of {code}: the others are in its details"));
        rest.details.push(listed("Other remediations:", &others));
    }
    first
}

fn retry(entry: &Entry, code: &str, report: &mut Report) -> Option<When> {
    let first = entry.retry.first()?.value;
    for fact in entry.retry.iter().filter(|it| it.value != first) {
        let why = format!("an earlier row has `{}`", first.as_str());
        report.left(fact.at, format!("`retry: {}` of {code}", fact.value.as_str()), why);
    }
    Some(first)
}

fn tags(all: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for tag in all.into_iter().filter(|it| !it.trim().is_empty()) {
        if !out.contains(&tag) {
            out.push(tag);
        }
    }
    out
}

/// Texts of fields, and of those in them.
pub(super) fn documented(fields: &mut [Field], report: &mut Report) {
    fn inner(ty: &mut Type, report: &mut Report) {
        match ty {
            Type::Object(fields) => documented(fields, report),
            Type::List(of) => inner(of, report),
            _ => {}
        }
    }
    for field in fields {
        field.doc = doc(field.doc.take(), field.at, report);
        inner(&mut field.ty, report);
    }
}

fn doc(text: Option<String>, at: Span, report: &mut Report) -> Option<String> {
    text.map(|it| paragraph(&it, at, report)).filter(|it| !it.is_empty())
}

/// The facts that are not the same text, ignoring case, punctuation and spaces.
fn distinct(facts: Vec<Fact<String>>) -> Vec<Fact<String>> {
    let mut seen: Vec<String> = Vec::new();
    facts
        .into_iter()
        .filter(|it| {
            let key = Some(folded(&it.value)).filter(|it| !it.is_empty()).unwrap_or_else(|| it.value.trim().to_owned());
            let is_new = !key.is_empty() && !seen.contains(&key);
            if is_new {
                seen.push(key);
            }
            is_new
        })
        .collect()
}

fn listed(title: &str, items: &[String]) -> String {
    items.iter().fold(format!("{title}\n\n"), |out, it| out + "- " + it + "\n").trim_end().to_owned()
}
