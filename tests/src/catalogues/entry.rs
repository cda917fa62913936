//! An entry of a spec: all rows of one code, merged, as YAML.

use serde_yaml::{Mapping, Value};

use super::rows::{Member, Row};

/// One entry, as far as its rows have the data.
pub(super) struct Entry {
    pub(super) code: String,
    pub(super) statuses: Vec<u16>,
    pub(super) name: Option<String>,
    pub(super) meaning: Option<String>,
    pub(super) remediation: Option<String>,
    pub(super) message: Option<String>,
    pub(super) fields: Mapping,
    pub(super) headers: Mapping,
    pub(super) retry: Option<&'static str>,
    pub(super) deprecated: Option<Value>,
    pub(super) details: Option<String>,
    pub(super) causes: Vec<String>,
    pub(super) tags: Vec<String>,
}

impl Entry {
    /// Rows of one code, put together. `ty` maps a source's field type to one of the language, optionally with an
    /// example.
    ///
    /// The first text is the meaning, and other texts are causes. The paragraphs after the first one are the details.
    pub(super) fn of(rows: &[Row], ty: fn(&Member) -> Value) -> Self {
        let texts = distinct(rows.iter().map(|it| &*it.meaning).filter(|it| !it.is_empty()));
        let (meaning, details) = match texts.first().map(|it| it.split_once("\n\n").unwrap_or((it, ""))) {
            Some((meaning, "")) => (Some(meaning), None),
            Some((meaning, details)) => (Some(meaning), Some(details)),
            None => (None, None),
        };
        // Some rows have more data on a field than others.
        let all: Vec<&Member> = rows.iter().flat_map(|it| &it.fields).collect();
        let fields = distinct(all.iter().map(|it| &*it.name)).into_iter().map(|name| {
            let same = || all.iter().filter(|it| it.name == name);
            let doc = same().find_map(|it| it.doc.as_deref());
            (name.into(), optional(same().next().map_or(Value::Null, |it| ty(it)), doc))
        });
        Self {
            code: rows[0].code.clone(),
            statuses: distinct(rows.iter().filter_map(|it| it.status)),
            name: None,
            meaning: meaning.map(str::to_owned),
            remediation: rows.iter().find_map(|it| it.remediation.clone()),
            message: rows.iter().find_map(|it| it.message.as_deref()).map(with_braces),
            fields: fields.collect(),
            headers: headers(rows),
            retry: None,
            deprecated: None,
            details: details.map(str::to_owned),
            causes: texts.iter().skip(1).map(|it| (*it).to_owned()).collect(),
            tags: distinct(rows.iter().filter_map(|it| it.scope.clone())),
        }
    }

    /// The default status.
    pub(super) fn status(&self) -> u16 {
        *self.statuses.first().expect("it has a status")
    }

    pub(super) fn into_yaml(self) -> Value {
        let mut out = Mapping::new();
        let statuses = if let [one] = self.statuses.as_slice() { (*one).into() } else { list(self.statuses) };
        out.insert("status".into(), statuses);
        out.insert("code".into(), self.code.into());
        for (key, text) in [
            ("name", self.name),
            ("meaning", self.meaning),
            ("remediation", self.remediation),
            ("message", self.message.filter(|it| !it.is_empty())),
            ("details", self.details),
            ("retry", self.retry.map(str::to_owned)),
        ] {
            if let Some(text) = text {
                out.insert(key.into(), text.into());
            }
        }
        for (key, map) in [("fields", self.fields), ("headers", self.headers)] {
            if !map.is_empty() {
                out.insert(key.into(), map.into());
            }
        }
        for (key, texts) in [("causes", self.causes), ("tags", self.tags)] {
            if !texts.is_empty() {
                out.insert(key.into(), list(texts));
            }
        }
        if let Some(deprecated) = self.deprecated {
            out.insert("deprecated".into(), deprecated);
        }
        out.into()
    }
}

/// A map of texts to values.
pub(super) fn map<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    pairs.into_iter().map(|(key, value)| (key.into(), value)).collect::<Mapping>().into()
}

pub(super) fn list<T: Into<Value>>(items: impl IntoIterator<Item = T>) -> Value {
    Value::Sequence(items.into_iter().map(Into::into).collect())
}

/// An optional field or header: no source documents one as always present.
fn optional(ty: Value, doc: Option<&str>) -> Value {
    let mut out = match ty {
        Value::Mapping(map) => map,
        word => Mapping::from_iter([("type".into(), word)]),
    };
    out.insert("optional".into(), true.into());
    if let Some(doc) = doc {
        out.insert("doc".into(), doc.into());
    }
    out.into()
}

/// Headers except those that describe the body, which are written with it.
fn headers(rows: &[Row]) -> Mapping {
    let mut out = Mapping::new();
    for header in rows.iter().flat_map(|it| &it.headers).filter(|it| it.name != "Content-Length") {
        out.insert(
            header.name.as_str().into(),
            optional(header.ty.as_deref().unwrap_or("string").into(), header.doc.as_deref()),
        );
    }
    out
}

/// A text as a template without placeholders.
pub(super) fn with_braces(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// Each once, in the order in which they come.
fn distinct<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut out = Vec::new();
    for item in items {
        if !out.contains(&item) {
            out.push(item);
        }
    }
    out
}
