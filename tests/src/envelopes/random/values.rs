//! The types of the language, and random values of each.

use errbook::Value;

use super::spec::json;
use crate::hostile::chance::Chance;

/// A type, with its keys in a spec and values of it, both as JSON.
pub(super) struct Type {
    keys: &'static str,
    values: &'static [&'static str],
    /// Whether its values can be a part of a text.
    pub(super) is_text: bool,
}

impl Type {
    pub(super) fn keys(&self) -> Vec<(String, Value)> {
        let Value::Object(keys) = json(self.keys) else { panic!("{}", self.keys) };
        keys
    }

    pub(super) fn is(&self, name: &str) -> bool {
        json(self.keys).get("type").and_then(Value::as_str) == Some(name)
    }

    pub(super) fn value(&self, chance: &mut Chance) -> Value {
        json(chance.of(self.values))
    }
}

const fn one(keys: &'static str, values: &'static [&'static str]) -> Type {
    Type { keys, values, is_text: true }
}

const fn deep(keys: &'static str, values: &'static [&'static str]) -> Type {
    Type { keys, values, is_text: false }
}

static DATES: &[&str] = &["\"2026-01-31T12:00:00Z\"", "\"1999-12-31T23:59:59.5+01:00\""];
static WAITS: &[&str] = &["0", "30", "1769860800"];

pub(super) static TYPES: &[Type] = &[
    one(
        r#"{"type":"string"}"#,
        &["\"x\"", "\"a\\n\\u0000b\"", "\"é \\\"q\\\" / ~ {}\"", "\"7\"", "\"true\"", "\"null\""],
    ),
    one(r#"{"type":"integer"}"#, &["0", "-3", "9223372036854775807", "-9223372036854775808"]),
    one(r#"{"type":"integer","minimum":0}"#, &["0", "7", "9223372036854775807"]),
    one(r#"{"type":"number"}"#, &["0.5", "-1e30", "3", "1.7976931348623157e308"]),
    one(r#"{"type":"boolean"}"#, &["true", "false"]),
    one(r#"{"type":"timestamp"}"#, DATES),
    one(r#"{"type":"enum","values":["sold","lent"]}"#, &["\"sold\"", "\"lent\""]),
    one(r#"{"type":"delay"}"#, WAITS),
    one(r#"{"type":"delay","unit":"ms"}"#, WAITS),
    one(r#"{"type":"delay","unit":"epoch"}"#, WAITS),
    one(r#"{"type":"delay","unit":"date"}"#, DATES),
    deep(r#"{"type":"list","of":"string"}"#, &["[]", "[\"a\"]", "[\"\",\"b\",\"b\"]"]),
    deep(r#"{"type":"list","of":{"type":"list","of":"integer"}}"#, &["[]", "[[]]", "[[1,2],[3]]"]),
    deep(
        r#"{"type":"object","fields":{"code":{"type":"string"},"n":{"type":"integer","optional":true}}}"#,
        &["{\"code\":\"x\"}", "{\"code\":\"y\",\"n\":-1}"],
    ),
    deep(r#"{"type":"any"}"#, &["1", "\"a\"", "[null]", "{\"a\":1}", "{}", "[]", "false", "{\"code\":\"x\",\"b\":{}}"]),
];
