//! `OpenAPI` 3.0 and 3.1 and Swagger 2.0: the error responses as rows.

mod evidence;
mod refs;
mod responses;
mod schemas;

use std::collections::{BTreeSet, HashMap};

use errbook_codegen::diagnostics::Diagnostic;
use errbook_codegen::source::{FileId, Sources, Span};
use errbook_codegen::text::{counted, quoted};

use super::cells;
use super::draft::{Draft, Entry, Fact};
use super::envelope::{self, Body, Envelope, Site};
use super::layouts;
use super::report::Report;
use super::rules;
use super::shape::Shape;
use super::templates::example_message;
use evidence::Evidence;
use refs::Documents;
use refs::Load;
use responses::Response;

/// Reads a document.
pub(super) fn read(
    sources: &mut Sources,
    file: FileId,
    load: &Load<'_>,
    draft: &mut Draft,
    report: &mut Report,
) -> Vec<Diagnostic> {
    let documents = match Documents::read(sources, file, load) {
        Ok(documents) => documents,
        Err(found) => return vec![found],
    };
    let Some(root) = documents.root() else { return Vec::new() };
    if root.get("openapi").is_none() && root.get("swagger").is_none() {
        let found = Diagnostic::new(&rules::BROKEN_SOURCE, "the document has neither `openapi` nor `swagger`");
        return vec![found.at(root.value.span().part(0..1), "").help("Import the root document of the API.")];
    }
    if let Some(info) = root.get("info") {
        if let Some(title) = info.get("title")
            && let Some(text) = title.value.text().filter(|it| !it.trim().is_empty())
        {
            draft.title.get_or_insert_with(|| Fact::new(text.trim().to_owned(), title.value.span()));
        }
        if let Some(version) = info.get("version")
            && let Some(text) = version.value.scalar()
        {
            draft.version.get_or_insert_with(|| Fact::new(text, version.value.span()));
        }
    }
    let all = responses::responses(&documents, report);
    if all.is_empty() {
        return Vec::new();
    }
    report.read(
        root.value.span().part(0..1),
        format!("{} of {}", counted(all.len(), "error response"), version_of(root)),
    );
    let bodies = bodies(&all);
    let site = envelope::site(&bodies, &|_| false);
    if let Some(site) = site.as_ref().filter(|it| it.code.is_some()) {
        let code = bodies.iter().find_map(|it| site.object(&it.shape)?.member(site.code.as_ref()?));
        draft.has_numbers = code.map(|it| matches!(it.kind, super::shape::Kind::Integer { .. }));
    }
    let mut rows = match &site {
        Some(site) if site.code.is_some() => {
            let rows = coded(&all, site, report);
            let known: BTreeSet<String> = rows.iter().map(|it| it.code.clone()).collect();
            let texts = evidence::descriptions(&documents, &known, report);
            with_statuses(rows, texts, &all, site, report)
        }
        _ => by_status(&all, site.as_ref(), report),
    };
    let has_code = site.as_ref().is_some_and(|it| it.code.is_some());
    if draft.wants_envelope(has_code) {
        draft.envelope =
            site.as_ref().and_then(|it| layout(it, &bodies, &all, &mut rows, report)).or(draft.envelope.take());
    }
    if has_code {
        draft.entries.extend(rows);
    } else {
        draft.by_status.extend(rows);
    }
    Vec::new()
}

fn version_of(root: refs::Node<'_>) -> String {
    let named = |key: &str| Some((key.to_owned(), root.get(key)?.value.scalar()?));
    match named("openapi").or_else(|| named("swagger")) {
        Some((key, version)) if key == "swagger" => format!("Swagger {version}"),
        Some((_, version)) => format!("OpenAPI {version}"),
        None => "a document".to_owned(),
    }
}

/// Every body that the responses describe or show.
fn bodies(all: &[Response]) -> Vec<Body> {
    let mut out = Vec::new();
    for response in all {
        let statuses: Vec<Option<u16>> = if response.statuses.is_empty() {
            vec![None]
        } else {
            response.statuses.iter().map(|it| Some(*it)).collect()
        };
        let schemas = response.shapes.iter().map(|it| (it, false));
        for (shape, is_example) in schemas.chain(response.examples.iter().map(|it| (&it.shape, true))) {
            for status in &statuses {
                out.push(Body { shape: shape.clone(), status: *status, is_example, at: response.at });
            }
        }
    }
    out
}

/// Where the document says that a code occurs.
struct Place {
    statuses: BTreeSet<u16>,
    /// Whether the response says so of this code alone.
    is_direct: bool,
    at: Span,
}

/// A code of the document, before its statuses are decided.
struct Coded {
    code: String,
    entry: Entry,
    places: Vec<Place>,
    /// The responses that may have it, by index.
    responses: Vec<usize>,
}

/// The codes of all responses, with what their bodies say of them.
fn coded(all: &[Response], site: &Site, report: &mut Report) -> Vec<Coded> {
    let mut out: Vec<Coded> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for (number, response) in all.iter().enumerate() {
        let examples = response.examples.iter().map(|it| (&it.shape, it.summary.as_ref(), true));
        let shapes = response.shapes.iter().map(|it| (it, None, false));
        for (shape, summary, is_example) in shapes.chain(examples) {
            let codes = site.codes(shape);
            // A schema's example is one of many codes; the codes of a schema are its words.
            let is_declared = !is_example && is_declared_in(site, shape);
            let is_direct = codes.len() == 1;
            for code in codes {
                if !cells::is_code(&code.value) || is_placeholder(&code.value) {
                    report.left(code.at, format!("the code {}", quoted(&code.value)), "it is a text or a placeholder");
                    continue;
                }
                let at = *index.entry(code.value.clone()).or_insert_with(|| {
                    let entry = Entry::new(code.value.clone(), code.at);
                    out.push(Coded { code: code.value.clone(), entry, places: Vec::new(), responses: Vec::new() });
                    out.len() - 1
                });
                let known = &mut out[at];
                if !known.responses.contains(&number) {
                    known.responses.push(number);
                }
                let mut statuses = response.statuses.clone();
                if let Some(own) = own_status(site, shape, is_example) {
                    statuses = BTreeSet::from([own]);
                } else if let Some(hint) = shape.status_hint.filter(|_| statuses.is_empty()) {
                    report.guessed(
                        response.at,
                        format!("the status of {} is {hint}", quoted(&code.value)),
                        "the name of its schema or example has it",
                    );
                    statuses = BTreeSet::from([hint]);
                }
                // The example of a schema that many responses share says nothing of this one.
                let is_direct = is_direct && (is_declared || is_example);
                known.places.push(Place { statuses, is_direct, at: response.at });
                facts(&mut known.entry, site, shape, summary, (is_direct, is_example), report);
                if is_example {
                    // A schema without words for its codes describes all of them.
                    for shape in response.shapes.iter().filter(|it| !is_declared_in(site, it)) {
                        facts(&mut known.entry, site, shape, None, (false, false), report);
                    }
                }
            }
        }
    }
    out
}

/// Whether a schema lists its codes.
fn is_declared_in(site: &Site, shape: &Shape) -> bool {
    let code = site.code.as_ref().and_then(|it| site.object(shape)?.member(it));
    code.is_some_and(|it| !it.values.is_empty())
}

/// Whether a text is only a placeholder for a code.
fn is_placeholder(code: &str) -> bool {
    matches!(
        code.to_lowercase().as_str(),
        "string" | "code" | "error_code" | "errorcode" | "example" | "null" | "undefined"
    )
}

/// The status that a body states itself.
fn own_status(site: &Site, shape: &Shape, is_example: bool) -> Option<u16> {
    let is_status = |name: &str| {
        matches!(cells::folded(name).as_str(), "status" | "statuscode" | "httpstatus" | "httpstatuscode" | "httpcode")
    };
    let objects = [Some(shape), site.object(shape)];
    objects.into_iter().flatten().flat_map(Shape::members).filter(|it| is_status(&it.0)).find_map(|(_, member)| {
        match envelope::values(member).as_slice() {
            // A schema's example is that of one of its responses.
            [one] if is_example || !member.values.is_empty() => {
                one.value.parse().ok().filter(|it| (400..=599).contains(it))
            }
            _ => None,
        }
    })
}

/// Adds the texts and fields of a body to the code.
fn facts(
    entry: &mut Entry,
    site: &Site,
    shape: &Shape,
    summary: Option<&Fact<String>>,
    (is_direct, is_example): (bool, bool),
    report: &mut Report,
) {
    let fields = envelope::fields(site, shape);
    if let Some(summary) = summary.filter(|it| is_direct && !evidence::says_nothing(&it.value, &entry.code)) {
        entry.meanings.push(summary.clone());
    }
    if is_direct {
        // A schema that only this code has describes it.
        if let Some(doc) = shape.doc.as_ref().filter(|it| !is_example && !evidence::says_nothing(it, &entry.code)) {
            entry.meanings.push(Fact::new(doc.clone(), shape.at));
        }
        let is_constant =
            site.message.as_ref().and_then(|it| site.object(shape)?.member(it)).is_some_and(|it| it.values.len() == 1);
        if let Some(message) = site.message(shape).filter(|it| !evidence::is_filler(&it.value)) {
            if is_constant {
                entry.messages.push(message);
            } else if is_example {
                example_message(entry, &message, &fields, report);
            }
        }
    }
    for (_, member) in site.object(shape).map(Shape::members).unwrap_or_default() {
        for (code, text) in &member.item().unwrap_or(member).inner_codes {
            let cause = if text.is_empty() { format!("`{code}`") } else { format!("`{code}`: {text}") };
            entry.causes.push(Fact::new(cause, member.at));
        }
    }
    if is_example {
        // An example has values, and its schema the types.
        for field in fields {
            match entry.fields.iter_mut().find(|it| it.name == field.name) {
                Some(known) => known.example = known.example.take().or(field.example),
                None => entry.fields.push(super::draft::Field { optional: true, ..field }),
            }
        }
    } else if entry.fields.is_empty() {
        entry.fields = fields;
    } else {
        entry.fields = super::draft::united(std::mem::take(&mut entry.fields), fields);
    }
}

/// The codes with the statuses for which there is evidence.
fn with_statuses(
    coded: Vec<Coded>,
    mut texts: Evidence,
    all: &[Response],
    site: &Site,
    report: &mut Report,
) -> Vec<Entry> {
    /// A list of words that occurs with more statuses says nothing about one of them.
    const MOST_STATUSES: usize = 3;
    let mut out = Vec::new();
    for Coded { code, mut entry, places, responses } in coded {
        evidence::words(&code, site, all, &responses, &mut texts, report);
        let named = cells::status_of_name(&code);
        if let Some(status) = named.filter(|it| *it < 400) {
            report.left(
                entry.at,
                format!("the code {}", quoted(&code)),
                format!("it is the name of the status {status}, which is not an error"),
            );
            continue;
        }
        let spread: BTreeSet<u16> = places.iter().flat_map(|it| it.statuses.iter().copied()).collect();
        let direct: BTreeSet<u16> =
            places.iter().filter(|it| it.is_direct).flat_map(|it| it.statuses.iter().copied()).collect();
        let place = places.first().map_or(entry.at, |it| it.at);
        if let Some(found) = texts.statuses(&code) {
            for it in found {
                entry.add_status(it.value, it.at);
            }
        } else if !direct.is_empty() {
            for it in &direct {
                entry.add_status(*it, place);
            }
        } else if let Some(status) =
            named.filter(|it| spread.is_empty() || spread.contains(it) || spread.len() > MOST_STATUSES)
        {
            report.guessed(entry.at, format!("the status of {} is {status}", quoted(&code)), "the code is its name");
            entry.add_status(status, entry.at);
        } else if !spread.is_empty() && spread.len() <= MOST_STATUSES {
            if spread.len() > 1 {
                let shown = spread.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
                report.guessed(
                    entry.at,
                    format!("the statuses of {} are {shown}", quoted(&code)),
                    "the responses with these statuses share a list of codes",
                );
            }
            for it in &spread {
                entry.add_status(*it, place);
            }
        }
        texts.take(&code, &mut entry);
        // What a response says is about the code if it has no other, or if the code is the name of its status.
        for &number in &responses {
            let response = &all[number];
            let is_only = places.iter().any(|it| it.is_direct && it.at == response.at) && only_code(response, site);
            let is_named = named.is_some_and(|it| response.statuses.contains(&it));
            if (is_only || is_named)
                && let Some(description) =
                    response.description.as_ref().filter(|it| !evidence::says_nothing(&it.value, &code))
            {
                entry.meanings.push(description.clone());
            }
            let is_ours =
                !response.statuses.is_empty() && entry.statuses.iter().all(|it| response.statuses.contains(&it.value));
            if is_ours && !entry.statuses.is_empty() {
                for header in &response.headers {
                    if !entry.headers.iter().any(|it| it.name.eq_ignore_ascii_case(&header.name)) {
                        entry.headers.push(header.clone());
                    }
                }
            }
        }
        out.push(entry);
    }
    let covered: BTreeSet<u16> = out.iter().flat_map(|it| it.statuses.iter().map(|it| it.value)).collect();
    for response in all {
        for status in response.statuses.iter().filter(|it| !covered.contains(it)) {
            report.left(response.at, format!("a response with the status {status}"), "its body has no code");
        }
    }
    out
}

/// Whether all bodies of a response have the same code.
fn only_code(response: &Response, site: &Site) -> bool {
    let shapes = response.shapes.iter().chain(response.examples.iter().map(|it| &it.shape));
    let codes: BTreeSet<String> = shapes.flat_map(|it| site.codes(it)).map(|it| it.value).collect();
    codes.len() == 1
}

/// One entry for each status: for documents whose errors have no codes.
fn by_status(all: &[Response], site: Option<&Site>, report: &mut Report) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    for response in all {
        if response.statuses.is_empty() {
            report.left(response.at, "a response for any status", "a book lists statuses");
        }
        for &status in &response.statuses {
            let Some(code) = cells::status_code_name(status) else {
                report.left(response.at, format!("the status {status}"), "it has no name");
                continue;
            };
            let mut entry = Entry::new(code, response.at);
            entry.add_status(status, response.at);
            let description = response.description.as_ref();
            entry.meanings.extend(description.filter(|it| !evidence::says_nothing(&it.value, &entry.code)).cloned());
            entry.headers.clone_from(&response.headers);
            if let Some(site) = site {
                for shape in &response.shapes {
                    facts(&mut entry, site, shape, None, (false, false), report);
                }
                for example in &response.examples {
                    facts(&mut entry, site, &example.shape, None, (true, true), report);
                }
            }
            out.push(entry);
        }
    }
    out
}

/// The layout of the bodies.
fn layout(site: &Site, bodies: &[Body], all: &[Response], rows: &mut [Entry], report: &mut Report) -> Option<Envelope> {
    let with_site: Vec<&Body> = bodies.iter().filter(|it| site.object(&it.shape).is_some()).collect();
    let first = with_site.first()?;
    let media_types: BTreeSet<&str> = all.iter().filter_map(|it| it.media_type.as_deref()).collect();
    let media_type = match media_types.into_iter().collect::<Vec<_>>().as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    let (layout, reserved) = layouts::layout(site, bodies, media_type, rows, report)?;
    let count = counted(with_site.len(), "schema or example").replace("schema or examples", "schemas and examples");
    let evidence = match &site.code {
        Some(_) => format!("{count} have the code at `{}`", site.shown()),
        None => format!("{count} have no code"),
    };
    Some(Envelope { has_code: site.code.is_some(), layout, at: first.at, evidence, reserved })
}
