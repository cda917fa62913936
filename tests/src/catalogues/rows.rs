//! The rows of a catalogue's file.

use std::collections::HashMap;
use std::path::PathBuf;

use serde_json::Value;

use crate::specs::root;

/// One error of a source.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) status: Option<u16>,
    pub(super) code: String,
    pub(super) meaning: String,
    pub(super) remediation: Option<String>,
    /// A template, in the source's own syntax.
    pub(super) message: Option<String>,
    pub(super) fields: Vec<Member>,
    pub(super) headers: Vec<Member>,
    pub(super) retry: Option<String>,
    pub(super) deprecated: Option<String>,
    /// A second identifier.
    pub(super) alias: Option<String>,
    /// Its scope: the part of the API that it belongs to.
    pub(super) scope: Option<String>,
}

/// A field or header of a source.
#[derive(Clone)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) ty: Option<String>,
    pub(super) doc: Option<String>,
}

/// The folder of the catalogues.
pub(super) fn folder() -> PathBuf {
    root().join("../shared/corpora")
}

pub(super) fn are_there() -> bool {
    folder().is_dir()
}

pub(super) fn read(name: &str) -> Vec<Row> {
    let text = std::fs::read_to_string(folder().join(name).with_extension("jsonl")).expect("the catalogue is there");
    // A line ends at its line break and nowhere else, whatever signs its texts hold.
    text.split_terminator('\n').map(|it| row(&serde_json::from_str(it).expect("a row"))).collect()
}

/// The rows of each code, in the order of first occurrence.
pub(super) fn by_code(rows: &[Row]) -> Vec<Vec<Row>> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut out: Vec<Vec<Row>> = Vec::new();
    for row in rows {
        let place = *places.entry(&row.code).or_insert(out.len());
        if place == out.len() {
            out.push(Vec::new());
        }
        out[place].push(row.clone());
    }
    out
}

fn row(value: &Value) -> Row {
    let text = |key: &str| value[key].as_str().map(str::to_owned);
    Row {
        status: value["status"].as_u64().and_then(|it| u16::try_from(it).ok()),
        code: text("code").expect("a row has a code"),
        meaning: text("meaning").unwrap_or_default(),
        remediation: text("remediation"),
        message: text("message"),
        fields: members(&value["fields"]),
        headers: members(&value["headers"]),
        retry: text("retry"),
        deprecated: text("deprecated"),
        alias: text("alias"),
        scope: text("ns"),
    }
}

fn members(value: &Value) -> Vec<Member> {
    let member = |it: &Value| Member {
        name: it["name"].as_str().expect("it has a name").to_owned(),
        ty: it["type"].as_str().map(str::to_owned),
        doc: it["doc"].as_str().map(str::to_owned),
    };
    value.as_array().into_iter().flatten().map(member).collect()
}
