//! How an error looks in a response, in words: what is where in the body, for a template of any form.

use crate::markdown::{Place, code, inline};
use crate::model::leaf::{Leaf, Part, Path, Step};
use crate::model::{
    Absent, Book, CodeStyle, EnvelopeMember, ErrorDef, Field, Node, Per, Slot, TextPart, Type, What, slots_of,
    text_as_written,
};

/// The introduction, and a line for each part of the body and for each header.
pub(in crate::emit) fn layout(book: &Book) -> String {
    let mut out = intro(book);
    let leaves = book.envelope.leaves();
    out.extend(leaves.iter().filter_map(|it| line(book, it)).map(|it| format!("- {it}\n")));
    for header in &book.envelope.headers {
        let value = described(book, &header.value);
        out.push_str(&format!("- the header {}: {value}\n", code(&header.name)));
    }
    out.push('\n');
    out.push_str(&recognized(book));
    out
}

fn intro(book: &Book) -> String {
    let list = book.envelope.leaves().iter().find(|it| it.path.is_in_list()).map(|it| {
        let steps = it.path.0.iter().take_while(|it| **it != Step::Each).copied().collect();
        Path(steps).to_string()
    });
    let several = match list.as_deref() {
        Some("") => " It is a list with an item for each error; most responses have one.".to_owned(),
        Some(list) => format!(" {} has an item for each error; most responses have one.", code(list)),
        None => String::new(),
    };
    let content_type = code(&book.envelope.content_type);
    format!("Every error response has a JSON body, with the content type {content_type}.{several}\n\n")
}

/// How a client recognizes errors that have no code, or a status of success.
fn recognized(book: &Book) -> String {
    let mut out = String::new();
    let unsent = book.errors.iter().filter(|it| !book.sends_code(it)).count();
    if unsent == book.errors.len() && unsent > 0 {
        out.push_str("Responses have no code: the page of each error says how to recognize it. Its name is used in this documentation and in Rust only.\n\n");
    } else if unsent > 0 {
        out.push_str("Some errors have no code: their pages say how to recognize them. Their names are used in this documentation and in Rust only.\n\n");
    }
    if book.has_errors_of_success {
        let leaves = book.envelope.leaves();
        let constants = leaves.iter().filter(|it| !it.path.is_in_list()).filter_map(|it| match it.part {
            Part::Node(Node::Constant(value)) if !matches!(value, errbook::Value::Null) => {
                Some(format!("{} is {}", code(&it.path.to_string()), code(&value.to_string())))
            }
            _ => None,
        });
        let found = [What::Code, What::Message].into_iter().find_map(|it| book.envelope.found_at(&it));
        let present = found.map(|it| format!("{} is present", code(&it.path.to_string())));
        let all: Vec<String> = constants.chain(present).collect();
        out.push_str(&format!(
            "Errors may have a status of success. Such a response is an error if {}.\n\n",
            all.join(" and ")
        ));
    }
    out
}

/// What is at a place; `None` if no response has it, or if only the codes that have it describe it.
fn line(book: &Book, leaf: &Leaf<'_>) -> Option<String> {
    let path = leaf.path.to_string();
    let text = match leaf.part {
        Part::Fields if book.errors.iter().all(|it| it.fields.is_empty()) => return None,
        Part::Fields if path.is_empty() => return Some("further members, which depend on the error.".to_owned()),
        Part::Fields => return Some(format!("further members of {}, which depend on the error.", code(&path))),
        Part::Node(Node::Slot(slot)) => return slot_line(book, &path, slot),
        Part::Node(Node::Text(parts)) => described(book, parts),
        Part::Node(Node::Constant(value)) => format!("always {}.", code(&value.to_string())),
        Part::Node(Node::Object(_)) => format!("always {}.", code("{}")),
        Part::Node(Node::List(_) | Node::Each(_)) => format!("always {}.", code("[]")),
    };
    Some(format!("{}: {text}", code(&path)))
}

fn slot_line(book: &Book, path: &str, slot: &Slot) -> Option<String> {
    let has_url = book.api.docs_url.is_some();
    let what = match (&slot.what, &slot.absent) {
        (What::Field(_), _) => return None,
        (What::Fields, _) if book.errors.iter().all(|it| it.fields.is_empty()) => return None,
        (What::DocsUrl, Absent::Required | Absent::Omit) if !has_url => return None,
        (What::DocsUrl, Absent::Null) if !has_url => format!("always {}.", code("null")),
        (What::DocsUrl, Absent::Text(text)) if !has_url => format!("always {}.", code(&format!("{text:?}"))),
        (what, _) => meaning(book, what, true),
    };
    // Whether a URL is absent depends on the book, and fields on the code.
    let is_decided = matches!(slot.what, What::DocsUrl | What::Fields | What::Status | What::StatusText)
        || matches!(slot.what, What::Code) && book.errors.iter().all(|it| book.sends_code(it))
        || matches!(slot.what, What::Message) && book.errors.iter().all(|it| !it.envelope.omits_message);
    let absent = match &slot.absent {
        _ if is_decided => String::new(),
        Absent::Required => String::new(),
        Absent::Omit => ", optional".to_owned(),
        Absent::Null => format!(", or {}", code("null")),
        Absent::Text(text) => format!(", or {}", code(&format!("{text:?}"))),
    };
    Some(format!("{}{absent}: {what}", code(path)))
}

/// What a placeholder stands for. `is_whole`: it is the whole value.
fn meaning(book: &Book, what: &What, is_whole: bool) -> String {
    let is_number = book.api.code_style == CodeStyle::Integer && is_whole;
    match what {
        What::Code if is_number => {
            "the error, for programs: a number. Codes are stable: decide on this member.".to_owned()
        }
        What::Code => "the error, for programs. Codes are stable: decide on this member.".to_owned(),
        What::Message => {
            "the error, for people and logs. Its wording may change at any time: do not parse it.".to_owned()
        }
        What::Fields => "further members, which depend on the error.".to_owned(),
        What::Status if is_whole => "the HTTP status, as a number.".to_owned(),
        What::Status | What::StatusText => "the HTTP status, as a string.".to_owned(),
        What::StatusPhrase => "the reason phrase of the HTTP status.".to_owned(),
        What::Meaning => "the meaning of the error, for people.".to_owned(),
        What::Remediation => "what to do about the error, for people.".to_owned(),
        What::DocsUrl => "the URL of its page in this documentation.".to_owned(),
        What::Member(name) => book.envelope.member(name).map(|it| member(book, it)).unwrap_or_default(),
        What::Field(name) => format!("the field {}.", code(name)),
    }
}

/// The most values of a member that are listed.
const MOST: usize = 12;

/// A member of the envelope: its type or its values, and its documentation.
fn member(book: &Book, it: &EnvelopeMember) -> String {
    let Field { ty, doc, .. } = &it.field;
    let doc = doc.as_deref().map(|it| format!(" {}", inline(it, Place::Paragraph))).unwrap_or_default();
    let ty = if matches!(ty, Type::Any) { "any value".to_owned() } else { ty.in_words(code) };
    let Per::Code { .. } = it.per else { return format!("{ty}.{doc}") };
    let mut values: Vec<String> = Vec::new();
    for value in book.errors.iter().filter_map(|entry| entry.envelope.value(it)) {
        let value = code(&value.to_string());
        if !values.contains(&value) {
            values.push(value);
        }
    }
    match &*values {
        [one] => format!("{one}.{doc}"),
        [others @ .., last] if values.len() <= MOST => {
            format!("{} or {last}, depending on the error.{doc}", others.join(", "))
        }
        _ => format!("{ty}, depending on the error.{doc}"),
    }
}

/// How a client recognizes an error that has no code.
pub(super) fn recognition(book: &Book, entry: &ErrorDef) -> String {
    let statuses: Vec<String> = entry.statuses.iter().map(u16::to_string).collect();
    let mut by = vec![format!("the status {}", statuses.join(" or "))];
    for member in book.envelope.code_members() {
        let place = book.envelope.found_at(&What::Member(member.field.name.clone()));
        if let (Some(value), Some(leaf)) = (entry.envelope.value(member), place) {
            by.push(format!("{} in {}", code(&value.to_string()), code(&leaf.path.to_string())));
        }
    }
    let is_like = |other: &&ErrorDef| {
        other.code != entry.code
            && !book.sends_code(other)
            && other.statuses.iter().any(|it| entry.statuses.contains(it))
    };
    if book.errors.iter().any(|it| is_like(&it)) {
        let required = entry.fields.iter().filter(|it| !it.optional);
        by.extend(required.map(|it| format!("the field {}", code(&it.name))));
    }
    format!("The response has no code. Recognize this error by {}.", listed(&by))
}

/// A list in words.
fn listed(all: &[String]) -> String {
    match all {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        all => all.concat(),
    }
}

/// A text with placeholders in it.
fn described(book: &Book, parts: &[TextPart]) -> String {
    match parts {
        [TextPart::Text(text)] => format!("always {}.", code(text)),
        [TextPart::Slot(slot)] => meaning(book, &slot.what, false),
        parts => {
            let has_code = slots_of(parts).any(|it| it.what == What::Code);
            let is_whole = book.envelope.leaves().iter().any(|it| it.is(&What::Code));
            let stable = if has_code && !is_whole { " Codes are stable: decide on the code in this text." } else { "" };
            format!("{}, with values in place of the names in braces.{stable}", code(&text_as_written(parts)))
        }
    }
}

/// Where the fields of an error are, before their table.
pub(super) fn place_of_fields(book: &Book, entry: &ErrorDef) -> String {
    let envelope = &book.envelope;
    let own: Vec<String> = entry
        .fields
        .iter()
        .filter_map(|it| {
            let what = What::Field(it.name.clone());
            let leaf = envelope.leaves().into_iter().find(|it| it.has(&what))?;
            let is_own_name = leaf.path.to_string() == it.name;
            (!is_own_name).then(|| format!("{} is {}", code(&it.name), code(&leaf.path.to_string())))
        })
        .collect();
    let placed = envelope.placed_fields();
    let others = entry.fields.iter().any(|it| !placed.contains(&&*it.name));
    let place = envelope.found_at(&What::Fields).filter(|_| others).map(|it| match (it.part, it.path.to_string()) {
        (_, path) if path.is_empty() => "in the body".to_owned(),
        (_, path) => format!("in {}", code(&path)),
    });
    let all: Vec<String> = place.into_iter().chain(own).collect();
    if all.is_empty() {
        return "In the body:".to_owned();
    }
    let mut text = all.join("; ") + ":";
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}
