//! Pages and spreadsheets as rows: their tables, and the JSON examples of pages as fields.

use errbook_codegen::diagnostics::Diagnostic;
use errbook_codegen::source::{FileId, Sources, Span};
use errbook_codegen::text::{counted, quoted};

use super::cells::{self, Statuses};
use super::draft::{Draft, Entry, Fact, Header, HeaderType};
use super::envelope::{self, Body, Envelope, Site};
use super::kinds::Kind;
use super::pages::{self, Page, Table};
use super::report::Report;
use super::shape::Shape;
use super::templates::example_message;
use super::{layouts, spreadsheet, tables, tree};

/// Reads a page or a spreadsheet.
pub(super) fn read(
    kind: Kind,
    sources: &Sources,
    file: FileId,
    draft: &mut Draft,
    report: &mut Report,
) -> Vec<Diagnostic> {
    let page = match kind {
        Kind::Html => pages::html(sources, file),
        Kind::Csv => match spreadsheet::table(sources, file) {
            Ok(table) => Page { tables: vec![table], ..Page::default() },
            Err(found) => return vec![found],
        },
        _ => pages::markdown(sources, file),
    };
    let mut rows: Vec<Entry> = Vec::new();
    let mut unread: Vec<&Table> = Vec::new();
    for table in &page.tables {
        let found = tables::entries(table, report);
        if found.is_empty() {
            unread.push(table);
        }
        rows.extend(found);
    }
    let has_codes = !rows.is_empty();
    for table in unread {
        let found = if has_codes { Vec::new() } else { tables::statuses(table, report) };
        if found.is_empty() {
            let header = table.header.iter().map(|it| pages::plain(&it.text)).collect::<Vec<_>>().join(" | ");
            report.left(
                table.at,
                format!("the table {}", quoted(&header)),
                "it has no column of codes, or no text for them",
            );
        }
        rows.extend(found);
    }
    if let Some(title) = page.title.as_ref().filter(|it| !it.text.trim().is_empty() && !rows.is_empty()) {
        draft.title.get_or_insert_with(|| Fact::new(title.text.trim().to_owned(), title.at));
    }
    examples(&page, &mut rows, draft, report);
    if has_codes {
        draft.entries.extend(rows);
    } else {
        draft.by_status.extend(rows);
    }
    Vec::new()
}

/// A JSON example of a response.
struct Example {
    body: Body,
    headers: Vec<(String, String)>,
}

/// Adds the fields, messages and headers of the page's examples to the rows that they fit.
fn examples(page: &Page, rows: &mut [Entry], draft: &mut Draft, report: &mut Report) {
    let found: Vec<Example> = page.blocks.iter().filter_map(|it| example(&it.text, it.at)).collect();
    let bodies: Vec<Body> = found.iter().map(|it| it.body.clone()).collect();
    let is_known = |code: &str| rows.iter().any(|it| it.code == code);
    let Some(site) = envelope::site(&bodies, &is_known) else { return };
    let mut fitting: Vec<(usize, &Example)> = Vec::new();
    for example in &found {
        let code = site.codes(&example.body.shape).into_iter().next().map(|it| it.value);
        match code.as_ref().and_then(|code| rows.iter().position(|it| it.code == *code)) {
            Some(index) => fitting.push((index, example)),
            None => {
                if let Some(code) = code {
                    report.left(example.body.at, format!("the example of {}", quoted(&code)), "no table has this code");
                }
            }
        }
    }
    let Some((_, first)) = fitting.first() else { return };
    let at = first.body.at;
    let count = fitting.len();
    for (index, example) in fitting {
        facts(&mut rows[index], example, &site, report);
    }
    if draft.wants_envelope(true)
        && let Some((layout, reserved)) = layouts::layout(&site, &bodies, None, rows, report)
    {
        let evidence = format!("{} of the page have the code at `{}`", counted(count, "example"), site.shown());
        draft.envelope = Some(Envelope { has_code: true, layout, at, evidence, reserved });
    }
}

/// Adds what an example says of its code.
fn facts(row: &mut Entry, example: &Example, site: &Site, report: &mut Report) {
    let at = example.body.at;
    let fields = envelope::fields(site, &example.body.shape);
    if !fields.is_empty() {
        let names = fields.iter().map(|it| quoted(&it.name)).collect::<Vec<_>>().join(", ");
        report.guessed(at, format!("the fields of {}: {names}", quoted(&row.code)), "an example has them");
    }
    if let Some(message) = site.message(&example.body.shape)
        && row.messages.is_empty()
    {
        example_message(row, &message, &fields, report);
    }
    row.fields =
        if row.fields.is_empty() { fields } else { super::draft::united(std::mem::take(&mut row.fields), fields) };
    for (name, value) in &example.headers {
        header(row, name, value, at);
    }
}

fn header(row: &mut Entry, name: &str, value: &str, at: Span) {
    if row.headers.iter().any(|it| it.name.eq_ignore_ascii_case(name)) {
        return;
    }
    let (ty, example) = match name.to_ascii_lowercase().as_str() {
        "retry-after" => (HeaderType::Delay, Some(value.into())),
        "www-authenticate" | "allow" => (HeaderType::String, Some(value.into())),
        _ => return,
    };
    row.headers.push(Header { name: name.to_owned(), ty, optional: true, doc: None, example, rust_name: None, at });
}

/// A code block as an example: JSON, with the head of a response before it or without.
fn example(text: &str, at: Span) -> Option<Example> {
    let text = text.trim();
    let start = text.find(['{', '['])?;
    let head = &text[..start];
    let is_response = head.is_empty() || head.starts_with("HTTP/");
    if !is_response {
        return None;
    }
    let status = head.lines().next().and_then(|it| match cells::statuses(it.split_once(' ')?.1) {
        Statuses::Errors(found) => found.first().copied(),
        _ => None,
    });
    let headers = head.lines().skip(1).filter_map(|it| it.split_once(": "));
    let headers = headers.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect();
    // Only JSON: a reader of YAML takes more than examples are meant to be.
    serde_json::from_str::<serde::de::IgnoredAny>(&text[start..]).ok()?;
    let mut sources = Sources::default();
    let file = sources.add(String::new(), text[start..].to_owned());
    let parsed = tree::parse(&sources, file, 0, &text[start..]).ok()?;
    let mut shape = Shape::of_example(parsed.root()?);
    moved(&mut shape, at);
    Some(Example { body: Body { shape, status, is_example: true, at }, headers })
}

/// Gives a shape the place of its code block.
fn moved(shape: &mut Shape, at: Span) {
    shape.at = at;
    shape.values.iter_mut().for_each(|it| it.at = at);
    match &mut shape.kind {
        super::shape::Kind::Object(members) => members.iter_mut().for_each(|it| moved(&mut it.1, at)),
        super::shape::Kind::List(item) => moved(item, at),
        _ => {}
    }
}
