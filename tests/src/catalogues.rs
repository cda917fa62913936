//! Six public catalogues of errors, each converted into a carefully written spec, and run through the whole pipeline.
//!
//! They are read from `../shared/corpora`, beside the repository. If the folder is missing, these tests print that and
//! pass.

mod entry;
mod heads;
mod language;
mod rows;
mod services;
mod words;

use errbook_codegen::compile;
use errbook_codegen::diagnostics::Severity;
use errbook_codegen::emit::{emit, page};
use errbook_codegen::input::Input;
use errbook_codegen::model::{ErrorDef, When};

use crate::books::Fixture;
use crate::markdown::seen::{code_blocks, headings, paragraphs, table};
use crate::second_reader::site;
use crate::specs::{book, drawn};
use entry::Entry;
use rows::Row;
use words::finished;

/// A catalogue, with the manual decisions about it.
struct Catalogue {
    /// Its file, and the folder of its crate.
    name: &'static str,
    /// The crate's name as Rust has it.
    krate: &'static str,
    /// All of the spec but its entries.
    head: fn() -> String,
    /// The rows of one code as an entry, as far as they have the data.
    entry: fn(&[Row]) -> Entry,
    /// Codes that are not errors.
    left_out: &'static [&'static str],
    /// The expected number of codes.
    codes: usize,
}

static CATALOGUES: &[Catalogue] = &[
    Catalogue {
        name: "adcp",
        krate: "adcp_errors",
        head: heads::adcp,
        entry: services::adcp,
        left_out: &[],
        codes: 110,
    },
    Catalogue {
        name: "distribution",
        krate: "distribution_errors",
        head: heads::distribution,
        entry: services::distribution,
        left_out: &[],
        codes: 20,
    },
    Catalogue {
        name: "kubernetes",
        krate: "kubernetes_errors",
        head: heads::kubernetes,
        entry: services::kubernetes,
        left_out: &[],
        codes: 20,
    },
    Catalogue {
        name: "paypal",
        krate: "paypal_errors",
        head: heads::paypal,
        entry: services::paypal,
        left_out: &[],
        codes: 294,
    },
    Catalogue {
        name: "pyspark",
        krate: "pyspark_errors",
        head: heads::pyspark,
        entry: services::pyspark,
        left_out: &[],
        codes: 239,
    },
    Catalogue {
        name: "wechatpy",
        krate: "wechatpy_errors",
        head: heads::wechatpy,
        entry: services::wechatpy,
        // Success.
        left_out: &["0"],
        codes: 124,
    },
];

/// The catalogues with their rows; none, with a notice, if the folder is missing.
fn all() -> Vec<(&'static Catalogue, Vec<Row>)> {
    if !rows::are_there() {
        eprintln!("skipped: no catalogues in {}", rows::folder().display());
        return Vec::new();
    }
    CATALOGUES.iter().map(|it| (it, rows::read(it.name))).collect()
}

/// A catalogue as a spec.
fn spec(catalogue: &Catalogue, rows: &[Row]) -> Vec<Input> {
    let codes = rows::by_code(rows).into_iter().filter(|it| !catalogue.left_out.contains(&&*it[0].code));
    let entries: Vec<serde_yaml::Value> = codes.map(|it| finished((catalogue.entry)(&it)).into_yaml()).collect();
    let mut errors = serde_yaml::Mapping::new();
    errors.insert("errors".into(), entries.into());
    let errors = serde_yaml::to_string(&errors).expect("it is plain data");
    vec![Input::new("book.yaml", (catalogue.head)()), Input::new("errors.yaml", errors)]
}

/// Every catalogue as a book whose crate is compiled.
pub(crate) fn fixtures() -> Vec<Fixture> {
    all()
        .into_iter()
        .map(|(it, rows)| Fixture { name: it.name, krate: it.krate, responses: it.codes, inputs: spec(it, &rows) })
        .collect()
}

#[test]
fn every_catalogue_is_a_book() {
    for (catalogue, rows) in all() {
        let compiled = compile(spec(catalogue, &rows));
        let mut warnings = std::collections::BTreeMap::<&str, usize>::new();
        for it in compiled.diagnostics.iter().filter(|it| it.rule.severity == Severity::Warning) {
            *warnings.entry(it.rule.id).or_default() += 1;
        }
        println!("{}: {warnings:?}", catalogue.name);
        let book = compiled.book.as_ref().unwrap_or_else(|| panic!("{}", drawn(&compiled)));
        assert_eq!(book.errors.len(), catalogue.codes, "{}", catalogue.name);
    }
}

/// The book has every text of a catalogue verbatim.
#[test]
fn no_text_is_changed_or_lost() {
    let words = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
    for (catalogue, rows) in all() {
        let book = book(spec(catalogue, &rows));
        let site = site(&book);
        for row in &rows {
            let Some(entry) = book.error(&row.code) else { continue };
            let mut said = vec![words(&entry.meaning), words(&entry.remediation)];
            said.extend(entry.details.as_deref().map(words));
            said.extend(entry.causes.iter().map(|it| words(it)));
            said.extend(entry.fields.iter().filter_map(|it| it.doc.clone()));
            said.extend(entry.deprecated.iter().filter_map(|it| it.note.clone()));
            let said: Vec<String> = said.iter().map(|it| it.replace(&format!("]({site}/"), "](/")).collect();
            let is_said = |part: &str| said.iter().any(|it| it.contains(part));
            let docs = row.fields.iter().filter_map(|it| it.doc.as_deref());
            let texts = [Some(&*row.meaning), row.remediation.as_deref(), row.deprecated.as_deref()];
            for part in texts.into_iter().flatten().chain(docs).flat_map(|it| it.split("\n\n")) {
                // Separate lines of a text may be in several places.
                assert!(
                    is_said(&words(part)) || part.lines().all(|it| is_said(&words(it))),
                    "{} {}: {part:?} is not in {said:#?}",
                    catalogue.name,
                    row.code
                );
            }
            if let Some(message) = row.message.as_deref().filter(|it| !it.is_empty()) {
                let template = row.fields.iter().fold(entry.message.template.clone(), |it, field| {
                    it.replace(&format!("{{{}}}", field.name), &format!("<{}>", field.name))
                });
                assert_eq!(template, message, "{} {}", catalogue.name, row.code);
            }
        }
    }
}

#[test]
fn a_page_has_a_row_for_each_code() {
    for (catalogue, rows) in all() {
        let book = book(spec(catalogue, &rows));
        let outputs = emit(&book);
        let page = outputs.iter().find(|it| it.path == "docs/errors.md").expect("it is generated");
        let table = table(&page.contents);
        assert_eq!(table.len(), catalogue.codes, "{}", catalogue.name);
        for (row, entry) in table.iter().zip(&book.errors) {
            let [statuses, code, meaning, remediation, ..] = row.as_slice() else { panic!("{row:?}") };
            let expected: Vec<String> = entry.statuses.iter().map(u16::to_string).collect();
            assert_eq!(*statuses, expected.join(", "), "{row:?}");
            assert_eq!(*code, if entry.code.is_empty() { "\"\"" } else { &entry.code }, "{row:?}");
            let said = |text: &str| paragraphs(&format!("x {text}"))[0]["x ".len()..].to_owned();
            assert_eq!(*meaning, said(&entry.meaning), "{row:?}");
            assert_eq!(*remediation, said(&entry.remediation), "{row:?}");
        }
    }
}

/// Whatever the text, a code's page has the expected sections, and the text is in its own section.
#[test]
fn every_page_says_what_its_code_says() {
    let said = |text: &str| paragraphs(&format!("x {text}"))[0]["x ".len()..].to_owned();
    for (catalogue, rows) in all() {
        let book = book(spec(catalogue, &rows));
        for entry in &book.errors {
            let page = page(&book, &entry.code).expect("it is sent");
            let code = if entry.code.is_empty() { "\"\"" } else { &entry.code };
            let headings = headings(&page);
            assert_eq!(headings[0], code, "{page}");
            let sections: Vec<&str> = headings.iter().map(String::as_str).filter(|it| SECTIONS.contains(it)).collect();
            let expected = SECTIONS.iter().filter(|it| match **it {
                "Causes" => !entry.causes.is_empty(),
                "Details" => entry.details.is_some(),
                "Whether to retry" => entry.places.has("retry"),
                "Fields of the body" => !entry.fields.is_empty(),
                "Headers of the response" => !entry.headers.is_empty(),
                "In Rust" => entry.has_payload(),
                "In TypeScript" | "In Python" => entry.has_payload() || is_retried(entry),
                "With curl" => is_retried(entry),
                _ => true,
            });
            assert_eq!(sections, expected.copied().collect::<Vec<_>>(), "{page}");
            let paragraphs = paragraphs(&page);
            assert!(paragraphs[0].ends_with(&said(&entry.meaning)), "{page}");
            assert!(paragraphs.contains(&said(&entry.remediation)), "{page}");
            // Each response, and one for each way to handle it.
            let in_details = entry.details.as_deref().map_or(0, |it| code_blocks(it).len());
            let ways = 3 * usize::from(entry.has_payload()) + 3 * usize::from(is_retried(entry));
            assert_eq!(code_blocks(&page).len(), entry.examples.len() + ways + in_details, "{page}");
        }
    }
}

fn is_retried(entry: &ErrorDef) -> bool {
    entry.retry.when != When::Never && entry.retry.backoff.retries > 0
}

/// A page's sections, in their order.
const SECTIONS: &[&str] = &[
    "Causes",
    "What to do",
    "Details",
    "Whether to retry",
    "Fields of the body",
    "Headers of the response",
    "The full response",
    "In Rust",
    "In TypeScript",
    "In Python",
    "With curl",
    "See also",
];
