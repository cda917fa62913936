//! The schema of a body in a version of `OpenAPI`, and what distinguishes the bodies of several errors.

use std::collections::{BTreeMap, BTreeSet};

use errbook::Value;

use super::object;
use crate::emit::packages::OpenApi;

/// A schema of `body_schema` in this version.
pub(super) fn converted(schema: &Value, version: OpenApi) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let mut out: Vec<(String, Value)> = Vec::new();
    let mut put = |key: &str, value: Value| out.push((key.to_owned(), value));
    let each =
        |it: &Value| it.as_list().unwrap_or_default().iter().map(|it| converted(it, version)).collect::<Vec<_>>();
    for (key, value) in members {
        match (&**key, version) {
            ("$schema", _) => {}
            ("const", OpenApi::V3_1) => {
                put("type", Value::from(type_of(value)));
                if *value != Value::Null {
                    put(key, value.clone());
                }
            }
            ("const", OpenApi::V3_0) => constant_in_30(value, &mut put),
            ("enum", _) => {
                put("type", Value::from(value.as_list().and_then(<[Value]>::first).map_or("string", type_of)));
                put(key, value.clone());
            }
            // Without it, some generators choose 32 bits.
            ("type", _) if value.as_str() == Some("integer") => {
                put(key, value.clone());
                put("format", Value::from("int64"));
            }
            ("properties", _) => {
                let Value::Object(properties) = value else { continue };
                put(
                    key,
                    Value::Object(properties.iter().map(|(name, it)| (name.clone(), converted(it, version))).collect()),
                );
            }
            ("items", _) => put(key, converted(value, version)),
            // Further items are of the same type.
            ("prefixItems", OpenApi::V3_0) => {
                let mut items = each(value);
                let types: BTreeSet<Option<&str>> = items.iter().map(|it| it.get("type")?.as_str()).collect();
                let ty = types.first().copied().flatten().filter(|_| types.len() == 1);
                items.push(object(ty.map(|ty| ("type", Value::from(ty)))));
                put("items", object([("anyOf", Value::List(items))]));
            }
            ("anyOf", OpenApi::V3_0) => match value.as_list() {
                Some([it, null]) if null.get("const") == Some(&Value::Null) => {
                    return nullable(converted(it, version), &converted(null, version));
                }
                _ => put(key, Value::List(each(value))),
            },
            ("prefixItems" | "anyOf", _) => put(key, Value::List(each(value))),
            _ => put(key, value.clone()),
        }
    }
    let is = |key: &str| out.iter().any(|it| it.0 == key);
    if version == OpenApi::V3_0 && schema.get("type").and_then(Value::as_str) == Some("array") && !is("items") {
        out.push(("items".to_owned(), object([])));
    }
    Value::Object(out)
}

/// A constant of 3.0, which knows `null` as a value of other types alone.
fn constant_in_30(value: &Value, put: &mut impl FnMut(&str, Value)) {
    let ty = if *value == Value::Null { "string" } else { type_of(value) };
    put("type", Value::from(ty));
    if *value == Value::Null {
        put("nullable", Value::from(true));
    }
    if ty == "array" {
        put("items", object([]));
    }
    put("enum", Value::List(vec![value.clone()]));
}

/// A schema of 3.0, or `null`.
fn nullable(schema: Value, null: &Value) -> Value {
    match schema {
        Value::Object(mut members) if members.iter().any(|it| it.0 == "type") => {
            for (key, value) in &mut members {
                if let ("enum", Value::List(values)) = (&**key, value) {
                    values.push(Value::Null);
                }
            }
            members.push(("nullable".to_owned(), Value::from(true)));
            Value::Object(members)
        }
        other => object([("anyOf", Value::List(vec![other, null.clone()]))]),
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "boolean",
        Value::Integer(_) => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::List(_) => "array",
        Value::Object(_) => "object",
        _ => "null",
    }
}

/// The values that a schema fixes: each body that is valid has them.
pub(super) struct Constants(BTreeMap<Path, Value>);

/// The members and items that lead to a value.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Path(Vec<String>);

impl Constants {
    pub(super) fn of(schema: &Value, version: OpenApi) -> Self {
        let mut out = BTreeMap::new();
        // 3.0 has a schema for all items of a list only.
        collect(schema, &Path::default(), version == OpenApi::V3_1, &mut out);
        Self(out)
    }

    /// The path at which each schema has its own value, so that no body is valid by two of them. The shortest one counts.
    pub(super) fn distinguished_by(all: &[&Self]) -> Option<Path> {
        let (first, rest) = all.split_first()?;
        let mut paths: Vec<&Path> = first.0.keys().collect();
        paths.sort_by_key(|it| it.0.len());
        let is_distinct = |path: &&&Path| {
            let mut seen = BTreeSet::from([first.0.get(**path).map(Value::to_string)]);
            rest.iter().all(|it| it.0.contains_key(**path) && seen.insert(it.0.get(**path).map(Value::to_string)))
        };
        paths.iter().find(is_distinct).map(|it| (**it).clone())
    }
}

impl Path {
    /// The member of the body that it leads to, with its text in each schema. `OpenAPI` discriminates by such a member alone.
    pub(super) fn discriminator(&self, all: &[&Constants]) -> Option<(&str, Vec<String>)> {
        let [name] = self.0.as_slice() else { return None };
        let text = |it: &&Constants| it.0.get(self).and_then(Value::as_str).map(str::to_owned);
        Some((name, all.iter().map(text).collect::<Option<_>>()?))
    }
}

fn collect(schema: &Value, path: &Path, has_items: bool, out: &mut BTreeMap<Path, Value>) {
    if let Some(value) = schema.get("const") {
        out.insert(path.clone(), value.clone());
    }
    let mut below = |name: &str, schema: &Value| {
        collect(schema, &Path([path.0.as_slice(), &[name.to_owned()]].concat()), has_items, out);
    };
    let required = schema.get("required").and_then(Value::as_list).unwrap_or_default();
    for name in required.iter().filter_map(Value::as_str) {
        if let Some(it) = schema.get("properties").and_then(|it| it.get(name)) {
            below(name, it);
        }
    }
    let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or_default();
    let items = schema.get("prefixItems").and_then(Value::as_list).unwrap_or_default();
    for (index, item) in (0..least).zip(items).filter(|_| has_items) {
        below(&index.to_string(), item);
    }
}
