//! Tables as errors: which column is what, by its name and its content, and the rows as entries. It knows no source format.

use errbook_codegen::source::Span;
use errbook_codegen::text::{counted, quoted};
use pulldown_cmark::{Event, Parser};

use super::cells::{self, Statuses};
use super::columns::{Column, WEAK_CODES, meanings, normalized};
use super::draft::{Entry, Fact};
use super::pages::{Cell, Table, plain};
use super::report::Report;

/// The most columns of a table of errors. Every column is compared with the others.
const MOST_COLUMNS: usize = 100;

/// The entries of a table. If it has none, the report says why.
pub(super) fn entries(table: &Table, report: &mut Report) -> Vec<Entry> {
    let columns = columns(table);
    let has = |column| columns.contains(&Some(column));
    let from_heading = if has(Column::Status) { None } else { heading_status(table) };
    if !has(Column::Code)
        || !(has(Column::Status) || has(Column::Meaning) || has(Column::Message) || has(Column::Remediation))
    {
        return Vec::new();
    }
    let mut out = Vec::new();
    for row in &table.rows {
        // A cell over all columns is a heading within the table.
        if let [first, rest @ ..] = row.as_slice()
            && !(rest.is_empty() || table.is_whole || cells::is_blank(&first.text))
            && rest.iter().all(|it| it.text == first.text && it.at == first.at)
        {
            report.left(first.at, format!("the row {}", quoted(&plain(&first.text))), "one cell has all its columns");
            continue;
        }
        out.extend(entry(row, &columns, from_heading.as_ref(), report));
    }
    if !out.is_empty() {
        describe(table, &columns, out.len(), report);
        if let Some(heading) = &from_heading {
            let message = format!("the status of the table's codes is {}", heading.value);
            report.guessed(table.at, message, "the heading above it has it, and no column has statuses");
        }
    }
    out
}

/// The entries of a table of statuses without codes: each gets the name of its status.
pub(super) fn statuses(table: &Table, report: &mut Report) -> Vec<Entry> {
    let columns = columns(table);
    if columns.contains(&Some(Column::Code)) || !columns.contains(&Some(Column::Status)) {
        return Vec::new();
    }
    if !columns.iter().any(|it| matches!(it, Some(Column::Meaning | Column::Message | Column::Remediation))) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for row in &table.rows {
        let Some(index) = columns.iter().position(|it| *it == Some(Column::Status)) else { continue };
        let Some(cell) = row.get(index) else { continue };
        let Statuses::Errors(found) = cells::statuses(&plain(&cell.text)) else {
            other_status(cell, report);
            continue;
        };
        for status in found {
            let Some(code) = cells::status_code_name(status) else { continue };
            let mut entry = Entry::new(code, cell.at);
            entry.add_status(status, cell.at);
            texts(&mut entry, row, &columns, report);
            out.push(entry);
        }
    }
    if !out.is_empty() {
        describe(table, &columns, out.len(), report);
    }
    out
}

fn describe(table: &Table, columns: &[Option<Column>], count: usize, report: &mut Report) {
    let named = table.header.iter().zip(columns).filter_map(|(cell, column)| {
        Some(format!("{} is {}", quoted(&plain(&cell.text)), column.filter(|it| *it != Column::Ignored)?.as_str()))
    });
    let columns_text = named.collect::<Vec<_>>().join(", ");
    report.read(table.at, format!("a table of {}: {columns_text}", counted(count, "row")));
    for (cell, column) in table.header.iter().zip(columns) {
        if column.is_none() && !plain(&cell.text).is_empty() {
            let name = plain(&cell.text);
            let why = if meanings(&name).is_empty() { "its name is unknown" } else { "its cells do not fit its name" };
            report.left(cell.at, format!("the column {}", quoted(&name)), why);
        }
    }
}

/// The meaning of each column.
fn columns(table: &Table) -> Vec<Option<Column>> {
    if table.header.len() > MOST_COLUMNS {
        return vec![None; table.header.len()];
    }
    let names: Vec<String> = table.header.iter().map(|it| plain(&it.text)).collect();
    let found: Vec<Vec<(Column, usize)>> = names.iter().map(|it| meanings(it)).collect();
    let mut out: Vec<Option<Column>> = vec![None; names.len()];
    let rank = |index: usize, column: Column| found[index].iter().find(|it| it.0 == column).map(|it| it.1);
    let share = |index: usize, is: &dyn Fn(&str) -> bool| {
        let texts: Vec<&str> = table.rows.iter().filter_map(|row| row.get(index)).map(|it| it.text.as_str()).collect();
        let full = texts.iter().filter(|it| !cells::is_blank(it)).count();
        let count = texts.iter().filter(|it| !cells::is_blank(it) && is(it)).count();
        (count * 100).checked_div(full).unwrap_or_default()
    };
    let is_parameters =
        names.iter().enumerate().any(|(index, name)| normalized(name) == "type" && share(index, &is_type_name) >= 50);
    if is_parameters {
        return out;
    }
    // The best column for a meaning: by the rank of its name, then from the left.
    let best = |out: &[Option<Column>], column: Column, fits: &dyn Fn(usize) -> bool| {
        let free = (0..names.len()).filter(|&it| out[it].is_none() && fits(it));
        free.filter_map(|it| Some((rank(it, column)?, it))).min().map(|it| it.1)
    };
    let is_status = |it: usize| share(it, &|cell| cells::is_status_cell(&plain(cell))) >= 70;
    if let Some(index) = best(&out, Column::Status, &is_status) {
        out[index] = Some(Column::Status);
    }
    let is_about_errors = table.is_whole
        || out.contains(&Some(Column::Status))
        || names.iter().any(|it| normalized(it).contains("error"))
        || table.headings.iter().any(|it| normalized(&it.text).contains("error"));
    let is_code = |it: usize| {
        // Numbers and common words are codes of many things.
        let is_weak = !is_about_errors
            && (WEAK_CODES.contains(&&*normalized(&names[it]))
                || share(it, &|cell| codes(cell).iter().all(|it| it.parse::<i64>().is_ok())) == 100);
        !is_weak && share(it, &|cell| !codes(cell).is_empty()) >= 80
    };
    // Words in a column such as *Error* may be names of errors in prose.
    let are_distinct =
        |it: usize| is_code(it) && share(it, &|cell| codes(cell).iter().all(|it| cells::is_distinct_code(it))) >= 80;
    if let Some(index) = best(&out, Column::Code, &are_distinct).or_else(|| best(&out, Column::Code, &is_code)) {
        out[index] = Some(Column::Code);
    }
    // What repeats the name of the status says nothing new.
    for index in 0..names.len() {
        let is_name = |cell: &str| cells::status_of_name(&plain(cell)).is_some();
        if out[index].is_none() && out.contains(&Some(Column::Code)) && share(index, &is_name) == 100 {
            out[index] = Some(Column::Ignored);
        }
    }
    for column in [Column::Remediation, Column::Meaning, Column::Message, Column::Cause] {
        if let Some(index) = best(&out, column, &|_| true) {
            out[index] = Some(column);
        }
    }
    for column in [Column::Retry, Column::Details, Column::Tags, Column::Alias, Column::Deprecated, Column::Ignored] {
        while let Some(index) = best(&out, column, &|_| true) {
            out[index] = Some(column);
        }
    }
    out
}

fn is_type_name(cell: &str) -> bool {
    let word = normalized(&plain(cell));
    let word = word.split(' ').next().unwrap_or_default();
    matches!(
        word,
        "string"
            | "integer"
            | "int"
            | "number"
            | "boolean"
            | "bool"
            | "object"
            | "array"
            | "list"
            | "float"
            | "timestamp"
            | "date"
            | "datetime"
            | "enum"
            | "map"
            | "null"
            | "long"
            | "double"
            | "uuid"
            | "int32"
            | "int64"
    )
}

/// The status in the nearest heading that has one.
fn heading_status(table: &Table) -> Option<Fact<u16>> {
    table.headings.iter().rev().find_map(|heading| match cells::statuses(&heading.text) {
        Statuses::Errors(found) if found.len() == 1 && cells::is_status_cell(&heading.text) => {
            Some(Fact::new(found[0], heading.at))
        }
        _ => None,
    })
}

/// The codes of a cell: its code spans, or the words between its commas.
fn codes(cell: &str) -> Vec<String> {
    let spans: Vec<String> = Parser::new(cell)
        .filter_map(|it| if let Event::Code(it) = it { Some(it.trim().to_owned()) } else { None })
        .collect();
    let found: Vec<String> = if spans.is_empty() {
        plain(cell).split([',', ' ']).map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
    } else {
        spans
    };
    let is_list = cell.contains(',') || found.len() == 1 || cell.contains('`');
    let unquoted = |it: &String| it.trim_matches(['"', '\'']).to_owned();
    let found: Vec<String> = found.iter().map(unquoted).collect();
    // Words without commas are prose, unless no prose has such words.
    let is_list = is_list || found.iter().all(|it| it.contains('_') && cells::is_distinct_code(it));
    if is_list && found.iter().all(|it| cells::is_code(it)) { found } else { Vec::new() }
}

/// A row as an entry for each of its codes.
fn entry(row: &[Cell], columns: &[Option<Column>], heading: Option<&Fact<u16>>, report: &mut Report) -> Vec<Entry> {
    let cell = |column| columns.iter().position(|it| *it == Some(column)).and_then(|it| row.get(it));
    let Some(code_cell) = cell(Column::Code) else { return Vec::new() };
    let found = codes(&code_cell.text);
    if found.is_empty() {
        let shown = plain(&code_cell.text);
        if !row.iter().all(|it| cells::is_blank(&it.text)) {
            let what = if shown.is_empty() { "a row".to_owned() } else { format!("the row {}", quoted(&shown)) };
            report.left(code_cell.at, what, "it has no code");
        }
        return Vec::new();
    }
    let mut statuses: Vec<Fact<u16>> = heading.cloned().into_iter().collect();
    if let Some(cell) = cell(Column::Status) {
        match cells::statuses(&plain(&cell.text)) {
            Statuses::Errors(found) => statuses.extend(found.into_iter().map(|it| Fact::new(it, cell.at))),
            Statuses::None if cells::is_blank(&cell.text) => {}
            Statuses::Others(status) if status < 400 => {
                let what = format!("the code {}", quoted(&found.join(", ")));
                report.left(code_cell.at, what, format!("its status {status} is not an error"));
                return Vec::new();
            }
            _ => other_status(cell, report),
        }
    }
    let mut out = Vec::new();
    for code in found {
        let mut entry = Entry::new(code, code_cell.at);
        for status in &statuses {
            entry.add_status(status.value, status.at);
        }
        texts(&mut entry, row, columns, report);
        out.push(entry);
    }
    out
}

fn other_status(cell: &Cell, report: &mut Report) {
    let shown = quoted(&plain(&cell.text));
    match cells::statuses(&plain(&cell.text)) {
        Statuses::Range(range) => {
            report.left(
                cell.at,
                format!("the status {shown}"),
                format!("`{range}` is a range, and a book lists statuses"),
            );
        }
        _ => report.left(cell.at, format!("the status {shown}"), "it is not a status from 400 to 599"),
    }
}

/// Adds the texts of a row.
fn texts(entry: &mut Entry, row: &[Cell], columns: &[Option<Column>], report: &mut Report) {
    for cell in row.iter().skip(columns.len()).filter(|it| !it.text.trim().is_empty()) {
        let what = format!("the text {} of {}", quoted(&plain(&cell.text)), quoted(&entry.code));
        report.left(cell.at, what, "the row has more cells than the header");
    }
    for (cell, column) in row.iter().zip(columns) {
        let Some(column) = column else { continue };
        add(entry, *column, &cell.text, cell.at, report);
    }
}

/// Adds a text of the column to an entry.
pub(super) fn add(entry: &mut Entry, column: Column, text: &str, at: Span, report: &mut Report) {
    if cells::is_blank(text) && column != Column::Retry {
        return;
    }
    let fact = || Fact::new(text.trim().to_owned(), at);
    match column {
        Column::Meaning => entry.meanings.push(fact()),
        Column::Remediation => entry.remediations.push(fact()),
        Column::Message => entry.messages.push(Fact::new(unquoted_message(text), at)),
        Column::Cause => entry.causes.push(fact()),
        Column::Details => entry.details.push(fact()),
        Column::Tags => entry.tags.extend(text.split([',', ';']).map(plain).filter(|it| !it.is_empty())),
        Column::Alias => entry.alias = Some(plain(text)),
        Column::Deprecated => {
            entry.details.push(Fact::new(format!("Deprecated: {}", text.trim()), at));
            let why = "a book needs the version that deprecated it, so it is in `details`";
            report.left(at, format!("the deprecation of {}", quoted(&entry.code)), why);
        }
        Column::Retry => match cells::retry(&plain(text)) {
            Some((when, is_guess)) => {
                if is_guess {
                    let message = format!("`retry: {}` for {}", when.as_str(), quoted(text));
                    report.guessed(at, message, "the source does not say whether a failed request had an effect");
                }
                entry.retry.push(Fact::new(when, at));
            }
            None if text.trim().is_empty() => {}
            None => {
                report.left(
                    at,
                    format!("the retry advice {}", quoted(text)),
                    "it is none of yes, no and if idempotent",
                );
            }
        },
        Column::Status | Column::Code | Column::Fields | Column::Headers | Column::Ignored => {}
    }
}

/// A message without the quotes or backticks around it.
fn unquoted_message(text: &str) -> String {
    let text = text.trim();
    for quote in ["`", "\"", "“"] {
        let end = if quote == "“" { "”" } else { quote };
        if let Some(inner) = text.strip_prefix(quote).and_then(|it| it.strip_suffix(end))
            && !inner.is_empty()
            && !inner.contains(quote)
        {
            return inner.to_owned();
        }
    }
    plain(text)
}
