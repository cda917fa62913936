//! The keys of a field, and its type.

use std::collections::HashMap;

use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::key::ValueType::{self, Any, Boolean, Constant, Either, List, MapOf, Paragraph, Text, Word};
use crate::lower::key::{Key, Map, Omitted, optional, required};
use crate::lower::read::Keys;
use crate::model::{DelayUnit, EnumValue, Field, KeySpans, Type, TypeName};
use crate::names;
use crate::source::Span;
use crate::syntax::{Kind, Pair, Value};
use crate::text::quoted;

#[rustfmt::skip]
pub(crate) static FIELD: Map = Map::new(
    "field",
    &[
        required("type", TYPE_NAME, "The type of the value."),
        MINIMUM,
        UNIT,
        VALUES,
        of(),
        object_fields(),
        optional("optional", Boolean, Omitted::Value("false"), "Whether the field may be absent or `null` in the body."),
        optional("doc", Paragraph, Omitted::None, "What the field means."),
        optional("example", Any, Omitted::Described("derived from the type"), "An example value for the docs."),
        optional("was", Text, Omitted::None, "The previous name on the wire. `diff` then reports [a rename](rules.md#changes), not a removal and an addition. Kept in `errors.json`."),
        optional("name", Text, Omitted::Described("[derived](#names-in-rust)"), "The Rust name."),
    ],
);

/// The type of a list's items.
static ITEM: Map = Map::new(
    "item",
    &[required("type", TYPE_NAME, "The type of the items."), MINIMUM, UNIT, VALUES, of(), object_fields()],
);

pub(crate) const TYPE_NAME: ValueType = ValueType::TypeName(TypeName::NAMES, "field-types");
pub(crate) const MINIMUM: Key =
    optional("minimum", Constant(0), Omitted::None, "`0`: the number is never negative. State other bounds in `doc`.")
        .with_type("integer");
pub(crate) const UNIT: Key =
    optional("unit", Word(DelayUnit::NAMES), Omitted::Value("s"), "The [unit](#delays) of the delay.")
        .with_type("delay");
pub(crate) const VALUES: Key =
    optional("values", List(&Text), Omitted::None, "The words of the enum.").required_with_type("enum");
// Functions, since constants that refer to each other's statics would be cyclic.
pub(crate) const fn of() -> Key {
    let summary = "The type of the items: a name, or a map with the keys of a type.";
    optional("of", Either(&ITEM_NAME, &ITEM_MAP), Omitted::None, summary).required_with_type("list")
}
pub(crate) const fn object_fields() -> Key {
    optional("fields", MapOf(&FIELD), Omitted::None, "The fields of the object.").required_with_type("object")
}

static ITEM_NAME: ValueType = ValueType::TypeName(PLAIN_TYPES, "field-types");
static ITEM_MAP: ValueType = ValueType::Map(&ITEM);

/// The types that need no other key.
const PLAIN_TYPES: &[&str] = &["string", "integer", "number", "boolean", "timestamp", "delay", "any"];

impl Context<'_> {
    /// `fields`: a map of names to types. `owner` is the Rust name of the type that they belong to.
    pub(crate) fn fields(&mut self, value: Value<'_>, owner: &str) -> Vec<Field> {
        if !matches!(value.kind(), Kind::Map) {
            self.wrong_type(
                value,
                "`fields` must be a map of names to types",
                "Write names with types, such as `fields: {balance: {type: integer}}`.",
            );
        }
        value.pairs().map(|pair| self.watched(pair.key_span, |it| it.field(&pair, owner))).collect()
    }

    fn field(&mut self, pair: &Pair<'_>, owner: &str) -> Field {
        let what = format!("the field {}", quoted(pair.key));
        let Some(keys) = self.keys(pair.value, &what, &FIELD) else { return Field::stand_in(pair) };
        if pair.key.is_empty() {
            let found = Diagnostic::new(&diagnostics::BAD_FIELD_NAME, "a field has an empty name");
            self.push(found.at(pair.key_span, "").help("Write the name of the member in the body."));
        }
        let rust_name = self.member_name(pair, keys.get("name"), &what);
        let type_name = format!("{owner}{}", names::upper_camel_part(&rust_name));
        let ty = self.type_of(keys.get("type"), &keys, &type_name);
        let example = keys.get("example").and_then(|it| self.example_value(it, &ty, &what));
        Field {
            name: pair.key.to_owned(),
            rust_name,
            optional: keys.get("optional").and_then(|it| self.boolean(it, "`optional`")).unwrap_or(false),
            doc: keys.get("doc").and_then(|it| self.markdown(it, "`doc`")),
            has_example: example.is_some(),
            example: example.unwrap_or_else(|| ty.made_up()),
            was: keys.get("was").and_then(|it| self.text(it, "`was`")),
            places: keys.places().named(pair.key_span),
            ty,
        }
    }

    /// The Rust name of a field or header: the one given, or one derived from its name on the wire.
    pub(crate) fn member_name(&mut self, pair: &Pair<'_>, given: Option<Value<'_>>, what: &str) -> String {
        if let Some(value) = given {
            let Some(text) = self.text(value, "`name`") else { return String::new() };
            if names::is_snake(&text) {
                return text;
            }
            let found =
                Diagnostic::new(&diagnostics::BAD_NAME, format!("{} is not a valid field name in Rust", quoted(&text)));
            self.push(match names::snake(&text) {
                Some(better) if better != text => found.at(value.span(), "").help(format!("Write `{better}`.")),
                _ => found.at(value.span(), "").help("Write an identifier in snake_case, such as `balance`."),
            });
            return String::new();
        }
        match names::snake(pair.key) {
            Some(name) => name,
            None if pair.key.is_empty() => String::new(),
            None => {
                let found =
                    Diagnostic::new(&diagnostics::BAD_FIELD_NAME, format!("no Rust name can be derived from {what}"));
                self.push(
                    found
                        .at(pair.key_span, "")
                        .help("Add a Rust name in snake_case: `name: …`. The name on the wire does not change."),
                );
                String::new()
            }
        }
    }

    /// A type, from its name and the keys that depend on it.
    pub(crate) fn type_of(&mut self, word: Option<Value<'_>>, keys: &Keys<'_>, type_name: &str) -> Type {
        let Some(name) = word.and_then(|it| self.choice(it, "`type`", TypeName::WORDS)) else { return Type::Any };
        self.keys_of_type(name.as_str(), keys, ITEM.keys);
        let rust_name = || type_name.to_owned();
        match name {
            TypeName::String => Type::String,
            TypeName::Integer => Type::Integer { unsigned: keys.get("minimum").is_some_and(|it| self.minimum(it)) },
            TypeName::Number => Type::Number,
            TypeName::Boolean => Type::Boolean,
            TypeName::Timestamp => Type::Timestamp,
            TypeName::Delay => Type::Delay { unit: self.unit(keys) },
            TypeName::Enum => keys.get("values").map_or(Type::Any, |it| {
                let values = self.enum_values(it);
                Type::Enum { values, rust_name: rust_name() }
            }),
            TypeName::Object => keys.get("fields").map_or(Type::Any, |it| {
                let fields = self.object_fields(it, type_name);
                Type::Object { fields, rust_name: rust_name() }
            }),
            TypeName::List => {
                Type::List { of: Box::new(keys.get("of").map_or(Type::Any, |it| self.item_type(it, type_name))) }
            }
            TypeName::Any => Type::Any,
        }
    }

    /// Checks the keys that depend on the type: reports missing ones, and those of other types.
    pub(crate) fn keys_of_type(&mut self, name: &str, keys: &Keys<'_>, all: &[Key]) {
        for key in all {
            let Some(with) = key.with_type else { continue };
            let (key, owner) = (key.name, with.name);
            match keys.given(key) {
                Some(pair) if owner != name => {
                    let message = format!("`{key}` requires `type: {owner}`");
                    let found = Diagnostic::new(&diagnostics::MISPLACED_KEY, message);
                    let found = found.at(pair.key_span, "").at(keys.places().of("type"), "the type");
                    self.push(found.help(format!("Remove `{key}`, or change the type to `{owner}`.")));
                }
                None if owner == name && with.is_required && keys.is_whole => {
                    let message = format!("`type: {owner}` has no `{key}`");
                    let found = Diagnostic::new(&diagnostics::MISSING_KEY, message);
                    let found = found.at(keys.places().of("type"), format!("missing `{key}`"));
                    self.push(found.help(format!("Add `{key}: …`.")));
                }
                _ => {}
            }
        }
    }

    /// `of`: the name of a type, or a map with the keys of a type.
    fn item_type(&mut self, value: Value<'_>, type_name: &str) -> Type {
        if matches!(value.kind(), Kind::Map) {
            return self
                .keys(value, "`of`", &ITEM)
                .map_or(Type::Any, |keys| self.type_of(keys.get("type"), &keys, type_name));
        }
        let Some(name) = self.choice(value, "`of`", TypeName::WORDS) else { return Type::Any };
        let key = match name {
            TypeName::String => return Type::String,
            TypeName::Integer => return Type::Integer { unsigned: false },
            TypeName::Number => return Type::Number,
            TypeName::Boolean => return Type::Boolean,
            TypeName::Timestamp => return Type::Timestamp,
            TypeName::Delay => return Type::Delay { unit: DelayUnit::Seconds },
            TypeName::Any => return Type::Any,
            TypeName::Enum => "values",
            TypeName::List => "of",
            TypeName::Object => "fields",
        };
        let name = name.as_str();
        let found = Diagnostic::new(&diagnostics::MISSING_KEY, format!("`{name}` has no `{key}`"));
        self.push(found.at(value.span(), "").help(format!("Write `of: {{type: {name}, {key}: …}}`.")));
        Type::Any
    }

    fn object_fields(&mut self, value: Value<'_>, owner: &str) -> Vec<Field> {
        let fields = self.fields(value, owner);
        self.member_collisions(&fields, &[]);
        fields
    }

    /// `unit` of a delay.
    pub(crate) fn unit(&mut self, keys: &Keys<'_>) -> DelayUnit {
        let unit = keys.get("unit").and_then(|it| self.choice(it, "`unit`", DelayUnit::WORDS));
        unit.unwrap_or(DelayUnit::Seconds)
    }

    /// `minimum`: whether the number is never negative.
    pub(crate) fn minimum(&mut self, value: Value<'_>) -> bool {
        match self.integer(value, "`minimum`") {
            Some(0) => true,
            Some(other) => {
                let found = Diagnostic::new(&diagnostics::BAD_MINIMUM, format!("unsupported minimum {other}"));
                self.push(found.at(value.span(), "").help(
                    "Only `minimum: 0` is supported: it makes the number unsigned. State other bounds in `doc`.",
                ));
                false
            }
            None => false,
        }
    }

    fn enum_values(&mut self, value: Value<'_>) -> Vec<EnumValue> {
        let mut seen: HashMap<String, Span> = HashMap::new();
        let mut out = Vec::new();
        let items = self.list(value, "`values`");
        if items.is_empty() && matches!(value.kind(), Kind::List) {
            let found = Diagnostic::new(&diagnostics::EMPTY_TEXT, "`values` is an empty list");
            self.push(found.at(value.span(), "empty").help("Write at least one value."));
        }
        for item in items {
            let Some(text) = self.any_text(item, "a value") else { continue };
            self.comment_in_text(item, &text, "a value");
            let Some(rust_name) = names::upper_camel(&text, "Value").filter(|it| it != "Other" && it != "Self") else {
                let found = Diagnostic::new(
                    &diagnostics::BAD_NAME,
                    format!("no Rust name can be derived from the value {}", quoted(&text)),
                );
                self.push(
                    found.at(item.span(), "").help(
                        "A value needs a letter or a digit. It cannot be `other`, which is reserved for values that are added later, nor `self`.",
                    ),
                );
                continue;
            };
            if let Some(first) = seen.get(&rust_name) {
                let found = Diagnostic::new(
                    &diagnostics::NAME_COLLISION,
                    format!("two values have the same Rust name `{rust_name}`"),
                );
                self.push(
                    found
                        .at(item.span(), "duplicate")
                        .at(*first, "first used here")
                        .help("Remove one of them. If both are needed, use `type: string`."),
                );
                continue;
            }
            seen.insert(rust_name.clone(), item.span());
            out.push(EnumValue { value: text, rust_name });
        }
        out
    }
}

impl Field {
    /// A placeholder for one that could not be read, so that references to it are not reported.
    fn stand_in(pair: &Pair<'_>) -> Self {
        Self {
            name: pair.key.to_owned(),
            rust_name: String::new(),
            ty: Type::Any,
            optional: true,
            doc: None,
            example: errbook::Value::Null,
            has_example: false,
            was: None,
            places: KeySpans::new(pair.key_span, Vec::new()),
        }
    }
}
