//! A book's errors in the document that `utoipa` makes of handlers. It takes them from the generated
//! `openapi.json`, and knows no book.

use std::collections::BTreeMap;
use std::format;
use std::string::{String, ToString as _};
use std::sync::OnceLock;
use std::vec::Vec;

use serde_core::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use utoipa::openapi::{OpenApi, Ref, RefOr, Response};

use crate::Code;

/// Defines a type with the responses of errors: see `responses!` of a generated crate, whose path is `$krate`.
#[doc(hidden)]
#[macro_export]
macro_rules! __responses {
    ([$($krate:tt)+] $(#[$meta:meta])* $vis:vis struct $name:ident = [$($code:ident),* $(,)?] $(;)?) => {
        $(#[$meta])*
        $vis struct $name;

        impl $crate::__private::utoipa::IntoResponses for $name {
            fn responses() -> ::std::collections::BTreeMap<
                ::std::string::String,
                $crate::__private::utoipa::openapi::RefOr<$crate::__private::utoipa::openapi::Response>,
            > {
                use $($krate)+::ErrorCode as Code;
                $($krate)+::openapi::DOCUMENT.responses::<Code>(&[$(Code::$code),*])
            }
        }
    };
}

/// The generated document of a book.
#[derive(Debug)]
pub struct Document {
    text: &'static str,
    /// The name of the component of each code, in the order of [`Code::ALL`].
    names: &'static [&'static str],
    components: OnceLock<Value>,
}

impl Document {
    /// The document with this text.
    pub const fn new(text: &'static str, names: &'static [&'static str]) -> Self {
        Self { text, names, components: OnceLock::new() }
    }

    /// The responses of an operation that fails with these codes, by status. They refer to components.
    pub fn responses<C: Code>(&self, codes: &[C]) -> BTreeMap<String, RefOr<Response>> {
        let mut by_status: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for code in codes {
            let name = self.names[code.index()];
            for status in C::info().row(code.index()).statuses() {
                let names = by_status.entry(status.to_string()).or_default();
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let responses = &self.components()["responses"];
        let response = |status: &str, names: &[&str]| match names {
            [name] => Ref::from_response_name(*name).into(),
            names => {
                let own: Vec<(&str, &Value)> = names.iter().map(|it| (*it, &responses[it])).collect();
                RefOr::T(serde_json::from_value(narrowed(&responses[status], &own)).unwrap_or_default())
            }
        };
        by_status.iter().map(|(status, names)| (status.clone(), response(status, names))).collect()
    }

    /// Adds the components to which a document refers. A component of the same name is replaced.
    pub fn add_to(&self, openapi: &mut OpenApi) {
        let all = self.components();
        let mut references = Vec::new();
        collect(&serde_json::to_value(&*openapi).unwrap_or_default(), &mut references);
        let components = openapi.components.get_or_insert_default();
        let mut seen = Vec::new();
        while let Some(reference) = references.pop() {
            let path = reference.strip_prefix("#/components/").and_then(|it| it.split_once('/'));
            let Some((kind, name)) = path else { continue };
            let Some(value) = all[kind].get(name).filter(|_| !seen.contains(&reference)) else { continue };
            match kind {
                "schemas" => insert(&mut components.schemas, name, value),
                "responses" => insert(&mut components.responses, name, value),
                _ => insert(&mut components.examples, name, value),
            }
            collect(value, &mut references);
            seen.push(reference);
        }
    }

    fn components(&self) -> &Value {
        self.components.get_or_init(|| {
            let mut document: Value = serde_json::from_str(self.text).unwrap_or_default();
            let mut components = document["components"].take();
            below(&mut components, "schemas").for_each(adapt);
            for response in below(&mut components, "responses") {
                for kind in ["headers", "content"] {
                    below(response, kind).filter_map(|it| it.get_mut("schema")).for_each(adapt);
                }
            }
            components
        })
    }
}

fn insert<T: DeserializeOwned>(components: &mut BTreeMap<String, T>, name: &str, value: &Value) {
    if let Ok(component) = T::deserialize(value) {
        components.insert(name.into(), component);
    }
}

/// The targets of all references in a value.
fn collect(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            out.extend(members.get("$ref").and_then(Value::as_str).map(String::from));
            members.values().for_each(|it| collect(it, out));
        }
        Value::Array(items) => items.iter().for_each(|it| collect(it, out)),
        _ => {}
    }
}

/// The response of a status, for these of its errors alone.
fn narrowed(whole: &Value, errors: &[(&str, &Value)]) -> Value {
    let mut out = whole.clone();
    let described =
        errors.iter().map(|(name, it)| format!("**{name}:** {}", it["description"].as_str().unwrap_or_default()));
    out["description"] = described.collect::<Vec<_>>().join("\n\n").into();
    let schemas: Vec<String> = errors.iter().map(|(name, _)| format!("#/components/schemas/{name}")).collect();
    let is_own = |it: &Value| it.as_str().is_some_and(|it| schemas.iter().any(|own| own == it));
    if let Some(headers) = members(&mut out, "headers") {
        let has = |it: &Value, name: &str| {
            it["headers"].as_object().is_some_and(|it| it.keys().any(|it| it.eq_ignore_ascii_case(name)))
        };
        headers.retain(|name, _| errors.iter().any(|(_, it)| has(it, name)));
    }
    for content in below(&mut out, "content") {
        if let Some(examples) = members(content, "examples") {
            let has = |it: &Value, name: &str| {
                it["content"].as_object().is_some_and(|it| it.values().any(|it| it["examples"].get(name).is_some()))
            };
            examples.retain(|name, _| errors.iter().any(|(_, it)| has(it, name)));
        }
        let Some(schema) = content.get_mut("schema") else { continue };
        for key in ["oneOf", "anyOf"] {
            if let Some(options) = schema.get_mut(key).and_then(Value::as_array_mut) {
                options.retain(|it| is_own(&it["$ref"]));
            }
        }
        if let Some(mapping) = schema.get_mut("discriminator").and_then(|it| members(it, "mapping")) {
            mapping.retain(|_, it| is_own(it));
        }
    }
    out
}

/// Writes a schema with the keywords that `utoipa` has: it knows no `const`, no `externalDocs`, no schema without a type,
/// and no list without `items`.
fn adapt(schema: &mut Value) {
    let any = json!({"type": ["string", "number", "boolean", "object", "array", "null"]});
    let Some(members) = schema.as_object_mut() else { return };
    if let Some(value) = members.remove("const") {
        members.insert("enum".into(), json!([value]));
    }
    if let Some(docs) = members.remove("externalDocs") {
        let description = members.get("description").and_then(Value::as_str).unwrap_or_default();
        let text = format!("{description}\n\n<{}>", docs["url"].as_str().unwrap_or_default());
        members.insert("description".into(), text.into());
    }
    if members.contains_key("prefixItems") {
        members.insert("items".into(), any);
    } else if !["type", "$ref", "anyOf", "oneOf"].iter().any(|key| members.contains_key(*key)) {
        members.insert("type".into(), any["type"].clone());
    }
    below(schema, "properties").for_each(adapt);
    schema.get_mut("items").into_iter().for_each(adapt);
    for key in ["prefixItems", "anyOf", "oneOf"] {
        schema.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten().for_each(adapt);
    }
}

fn members<'a>(value: &'a mut Value, key: &str) -> Option<&'a mut Map<String, Value>> {
    value.get_mut(key).and_then(Value::as_object_mut)
}

/// The values of the object that is a member.
fn below<'a>(value: &'a mut Value, key: &str) -> impl Iterator<Item = &'a mut Value> {
    members(value, key).into_iter().flat_map(Map::values_mut)
}
