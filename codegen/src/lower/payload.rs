//! What an error carries in the body: fields and their types.

use std::collections::HashMap;

use super::shape::{Key, Report, optional, required};
use crate::book::{EnumValue, Field, Header, Type};
use crate::diagnostics::{self, Diagnostic};
use crate::names;
use crate::source::Span;
use crate::syntax::{Kind, Pair, Value};
use crate::text::quoted;

static FIELD: &[Key] = &[
    required("type"),
    optional("minimum"),
    optional("values"),
    optional("of"),
    optional("fields"),
    optional("optional"),
    optional("doc"),
    optional("example"),
    optional("was"),
    optional("name"),
];
static TYPE: &[Key] = &[required("type"), optional("minimum"), optional("values"), optional("of"), optional("fields")];

#[derive(Clone, Copy, PartialEq)]
enum Word {
    String,
    Integer,
    Number,
    Boolean,
    Timestamp,
    Enum,
    List,
    Object,
    Any,
}

impl Word {
    /// The type that the word says by itself, without other keys.
    fn alone(self) -> Option<Type> {
        Some(match self {
            Self::String => Type::String,
            Self::Integer => Type::Integer { unsigned: false },
            Self::Number => Type::Number,
            Self::Boolean => Type::Boolean,
            Self::Timestamp => Type::Timestamp,
            Self::Any => Type::Any,
            Self::Enum | Self::List | Self::Object => return None,
        })
    }
}

static TYPES: &[(&str, Word)] = &[
    ("string", Word::String),
    ("integer", Word::Integer),
    ("number", Word::Number),
    ("boolean", Word::Boolean),
    ("timestamp", Word::Timestamp),
    ("enum", Word::Enum),
    ("list", Word::List),
    ("object", Word::Object),
    ("any", Word::Any),
];

impl Report<'_> {
    /// `fields`: a map of names to types. `owner` is the Rust name of what they belong to.
    pub(super) fn fields(&mut self, value: Value<'_>, owner: &str) -> Vec<Field> {
        if !matches!(value.kind(), Kind::Map) {
            self.wrong_type(
                value,
                "`fields` must be a map of names to types",
                "For example `fields: {balance: {type: integer}}`.",
            );
        }
        value.pairs().map(|pair| self.watched(pair.key_span, |it| it.field(&pair, owner))).collect()
    }

    fn field(&mut self, pair: &Pair<'_>, owner: &str) -> Field {
        let what = format!("the field {}", quoted(pair.key));
        let Some(keys) = self.keys(pair.value, &what, FIELD) else { return Field::stand_in(pair) };
        if pair.key.is_empty() {
            let found = Diagnostic::new(&diagnostics::BAD_FIELD_NAME, "a field without a name");
            self.push(found.at(pair.key_span, "").help("Name it as the member of the body is called."));
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

    /// The Rust name of a field or header: the one given, or one made of its name on the wire.
    pub(super) fn member_name(&mut self, pair: &Pair<'_>, given: Option<Value<'_>>, what: &str) -> String {
        if let Some(value) = given {
            let Some(text) = self.text(value, "`name`") else { return String::new() };
            if names::is_snake(&text) {
                return text;
            }
            let found =
                Diagnostic::new(&diagnostics::BAD_NAME, format!("{} is no name for a field in Rust", quoted(&text)));
            self.push(match names::snake(&text) {
                Some(better) if better != text => found.at(value.span(), "").help(format!("Write `{better}`.")),
                _ => found.at(value.span(), "").help("It is an identifier in snake_case, such as `balance`."),
            });
            return String::new();
        }
        match names::snake(pair.key) {
            Some(name) => name,
            None if pair.key.is_empty() => String::new(),
            None => {
                let found =
                    Diagnostic::new(&diagnostics::BAD_FIELD_NAME, format!("no Rust name can be made of {what}"));
                self.push(
                    found
                        .at(pair.key_span, "")
                        .help("Give it one: `name: …`, in snake_case. The name on the wire stays as it is."),
                );
                String::new()
            }
        }
    }

    /// A type, from its word and the keys that go with it.
    fn type_of(&mut self, word: Option<Value<'_>>, keys: &super::shape::Keys<'_>, type_name: &str) -> Type {
        let Some(word) = word.and_then(|it| self.choice(it, "`type`", TYPES)) else { return Type::Any };
        for (key, owner, name) in [
            ("minimum", Word::Integer, "integer"),
            ("values", Word::Enum, "enum"),
            ("of", Word::List, "list"),
            ("fields", Word::Object, "object"),
        ] {
            match keys.given(key) {
                Some(pair) if word != owner => {
                    let found =
                        Diagnostic::new(&diagnostics::MISPLACED_KEY, format!("`{key}` goes with `type: {name}`"));
                    self.push(
                        found
                            .at(pair.key_span, "")
                            .at(keys.places().of("type"), "the type here")
                            .help(format!("Remove `{key}`, or make the type `{name}`.")),
                    );
                }
                None if word == owner && key != "minimum" && keys.is_whole => {
                    let found = Diagnostic::new(&diagnostics::MISSING_KEY, format!("`type: {name}` has no `{key}`"));
                    self.push(
                        found
                            .at(keys.places().of("type"), format!("`{key}` must stand beside this"))
                            .help(format!("Add `{key}: …`.")),
                    );
                }
                _ => {}
            }
        }
        let rust_name = || type_name.to_owned();
        match word {
            Word::Integer => Type::Integer { unsigned: keys.get("minimum").is_some_and(|it| self.minimum(it)) },
            Word::Enum => keys.get("values").map_or(Type::Any, |it| {
                let values = self.enum_values(it);
                Type::Enum { values, rust_name: rust_name() }
            }),
            Word::Object => keys.get("fields").map_or(Type::Any, |it| {
                let fields = self.object_fields(it, type_name);
                Type::Object { fields, rust_name: rust_name() }
            }),
            Word::List => {
                Type::List { of: Box::new(keys.get("of").map_or(Type::Any, |it| self.item_type(it, type_name))) }
            }
            plain => plain.alone().unwrap_or(Type::Any),
        }
    }

    /// `of`: a word, or a map with the keys of a type.
    fn item_type(&mut self, value: Value<'_>, type_name: &str) -> Type {
        if matches!(value.kind(), Kind::Map) {
            return self
                .keys(value, "`of`", TYPE)
                .map_or(Type::Any, |keys| self.type_of(keys.get("type"), &keys, type_name));
        }
        let Some(word) = self.choice(value, "`of`", TYPES) else { return Type::Any };
        if let Some(ty) = word.alone() {
            return ty;
        }
        let key = match word {
            Word::Enum => "values",
            Word::List => "of",
            _ => "fields",
        };
        let name = TYPES.iter().find(|it| it.1 == word).map_or("", |it| it.0);
        let found = Diagnostic::new(&diagnostics::MISSING_KEY, format!("`{name}` has no `{key}`"));
        self.push(found.at(value.span(), "").help(format!("Write `of: {{type: {name}, {key}: …}}`.")));
        Type::Any
    }

    fn object_fields(&mut self, value: Value<'_>, owner: &str) -> Vec<Field> {
        let fields = self.fields(value, owner);
        self.member_collisions(&fields, &[]);
        fields
    }

    /// `minimum`: whether numbers are never negative.
    pub(super) fn minimum(&mut self, value: Value<'_>) -> bool {
        match self.integer(value, "`minimum`") {
            Some(0) => true,
            Some(other) => {
                let found = Diagnostic::new(&diagnostics::BAD_MINIMUM, format!("a minimum of {other}"));
                self.push(found.at(value.span(), "").help(
                    "`minimum: 0` makes the number unsigned. Say other bounds in `doc`: no type in Rust holds them.",
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
            let found = Diagnostic::new(&diagnostics::EMPTY_TEXT, "an enumeration without values");
            self.push(found.at(value.span(), "nothing in the list").help("Name at least one."));
        }
        for item in items {
            let Some(text) = self.any_text(item, "a value") else { continue };
            let Some(rust_name) = names::upper_camel(&text, "Value").filter(|it| it != "Other" && it != "Self") else {
                let found = Diagnostic::new(
                    &diagnostics::BAD_NAME,
                    format!("no Rust name can be made of the value {}", quoted(&text)),
                );
                self.push(found.at(item.span(), "").help(
                    "A value needs a letter or a digit. It cannot be `other`, which is the variant for later values, nor `self`.",
                ));
                continue;
            };
            if let Some(first) = seen.get(&rust_name) {
                let found = Diagnostic::new(
                    &diagnostics::NAME_COLLISION,
                    format!("two values would be called `{rust_name}` in Rust"),
                );
                self.push(
                    found
                        .at(item.span(), "here again")
                        .at(*first, "first here")
                        .help("Use `type: string` if both are needed."),
                );
                continue;
            }
            seen.insert(rust_name.clone(), item.span());
            out.push(EnumValue { value: text, rust_name });
        }
        out
    }

    /// Reports members that would have one name, on the wire or in Rust.
    pub(super) fn member_collisions(&mut self, fields: &[Field], headers: &[Header]) {
        for field in fields.iter().filter(|it| it.was.is_some()) {
            if let Some(other) = fields.iter().find(|it| field.was.as_ref() == Some(&it.name)) {
                let message =
                    format!("{} was not called {}: that is a field of today", quoted(&field.name), quoted(&other.name));
                let found = Diagnostic::new(&diagnostics::FIELD_NAME_COLLISION, message)
                    .at(field.places.of("was"), "")
                    .at(other.places.whole(), "this field");
                self.push(found.help("`was` is a name that is gone. Name that one, or leave `was` out."));
            }
        }
        let mut seen: HashMap<&str, (&str, Span)> = HashMap::new();
        let fields = fields.iter().map(|it| (&*it.rust_name, &*it.name, it.places.whole(), "field"));
        // One that is always the same is no member.
        let payload = headers
            .iter()
            .filter(|it| it.carries_payload())
            .map(|it| (&*it.rust_name, &*it.name, it.places.whole(), "header"));
        for (rust_name, name, place, what) in fields.chain(payload).filter(|it| !it.0.is_empty()) {
            if let Some(&(other, first)) = seen.get(rust_name) {
                let message =
                    format!("{} and {} would both be called `{rust_name}` in Rust", quoted(other), quoted(name));
                let found = Diagnostic::new(&diagnostics::FIELD_NAME_COLLISION, message)
                    .at(place, format!("this {what}"))
                    .at(first, "the other");
                self.push(
                    found.help("Give one of them another name there: `name: …`. The name on the wire stays as it is."),
                );
            } else {
                seen.insert(rust_name, (name, place));
            }
        }
    }
}

impl Field {
    /// In place of one that could not be read: what names it is not called wrong.
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
            places: crate::book::Places::new(pair.key_span, Vec::new()),
        }
    }
}
