//! A random spec with an envelope. Most of them are valid: the compiler says which.

use errbook::Value;

use super::values::{TYPES, Type};
use crate::hostile::chance::Chance;

/// A spec as JSON, which is YAML too.
pub(super) fn spec(seed: u64) -> String {
    let mut generator = Generator { chance: Chance::new(seed), names: 0, each: false };
    serde_json::to_string(&generator.spec()).expect("JSON")
}

/// Names of members that a path or a template must escape, and usual ones.
static NAMES: &[&str] =
    &["code", "message", "error", "@type", "a/b", "a~1b", "{{x}}", "", "straße", "\"q\"", "data", "0", "..."];
static CONSTANTS: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-7",
    "2.5",
    "1e300",
    "\"\"",
    "\"error\"",
    "\"{{}}\"",
    "\"null\"",
    "{}",
    "[]",
    "[1,\"a\",null]",
    "{\"a\":{\"b\":[]}}",
    "9007199254740993",
    "[[],{}]",
];
/// What is around a placeholder in a text.
static AROUND: &[[&str; 2]] =
    &[["", " "], ["#", ""], ["https://shop.example/", ""], ["", "."], ["<", ">"], ["a: ", " (b)"], ["{{", "}}"]];
/// Suffixes of placeholders.
static SUFFIXES: &[&str] = &["", "?", "|null", "|none"];
static SOURCES: &[&str] = &["\"caller\"", "\"path\"", "{\"header\":\"X-Trace\"}"];
static STATUSES: &[u16] = &[400, 404, 409, 422, 429, 500, 503, 200];

pub(super) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn text(text: impl Into<String>) -> Value {
    Value::String(text.into())
}

fn map<const COUNT: usize>(members: [(&str, Value); COUNT]) -> Vec<(String, Value)> {
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

struct Generator {
    chance: Chance,
    /// How many names were made.
    names: usize,
    /// Whether there is a list with an item for each error.
    each: bool,
}

/// A placeholder with its name and whether it may be part of a text.
#[derive(Clone)]
struct Place {
    name: String,
    suffix: &'static str,
    is_text: bool,
}

impl Place {
    fn written(&self) -> String {
        format!("{{{}{}}}", self.name, self.suffix)
    }
}

struct Member {
    name: String,
    ty: &'static Type,
    /// Its default, if each code has a value.
    per_code: Option<PerCode>,
}

/// The default of a member with a value for each code; `None` if every code gives one.
struct PerCode(Option<Value>);

impl Generator {
    fn spec(&mut self) -> Value {
        let style = self.chance.of(&["snake_case", "snake_case", "kebab-case", "any", "integer"]).to_owned();
        let members = self.members();
        let fields: Vec<(String, &'static Type)> =
            (0..self.chance.below(5)).map(|index| (self.field_name(index), self.any_type())).collect();
        let has_code = !self.chance.one_in(8);
        let (body, placed) = self.body(&members, &fields, has_code);
        let mut envelope = map([("body", body)]);
        let headers = self.headers(&members, has_code);
        if !headers.is_empty() {
            envelope.push(("headers".to_owned(), Value::Object(headers)));
        }
        if self.chance.one_in(4) {
            envelope.push(("content_type".to_owned(), text("application/vnd.shop+json; charset=utf-8")));
        }
        if has_code && self.chance.one_in(4) {
            let all = [("after", text("#")), ("before", text(":"))];
            let keys = if self.chance.one_in(2) { map(all) } else { map([all[self.chance.below(2)].clone()]) };
            envelope.push(("read_code".to_owned(), Value::Object(keys)));
        }
        if !members.is_empty() {
            let all = members.iter().map(|it| (it.name.clone(), self.member(it))).collect();
            envelope.push(("members".to_owned(), Value::Object(all)));
        }
        let mut errors = Vec::new();
        for index in 0..=self.chance.below(4) {
            errors.push(self.entry(index, &style, &members, &fields, &placed, has_code));
        }
        let mut api = map([
            ("name", text("Shop")),
            ("version", text("1.0.0")),
            ("crate", text("shop-errors")),
            ("code_style", text(style)),
        ]);
        if self.chance.one_in(2) {
            api.push(("docs_url".to_owned(), text("https://shop.example/docs")));
        }
        Value::Object(map([
            ("errbook", 1.into()),
            ("api", Value::Object(api)),
            ("fallback", json(r#"{"4xx":null,"5xx":null}"#)),
            ("envelope", Value::Object(envelope)),
            ("errors", Value::List(errors)),
        ]))
    }

    fn any_type(&mut self) -> &'static Type {
        &TYPES[self.chance.below(TYPES.len())]
    }

    /// A name of a field, which may be that of a member of the body.
    fn field_name(&mut self, index: usize) -> String {
        if self.chance.one_in(6) { format!("n{}", self.chance.below(6)) } else { format!("f{index}") }
    }

    fn members(&mut self) -> Vec<Member> {
        let count = self.chance.below(5);
        let mut out = Vec::new();
        for index in 0..count {
            let ty = self.any_type();
            let per_code = self.chance.one_in(2).then(|| {
                let has_default = !self.chance.one_in(3);
                PerCode(
                    has_default.then(|| if self.chance.one_in(4) { Value::Null } else { ty.value(&mut self.chance) }),
                )
            });
            out.push(Member { name: format!("m{index}"), ty, per_code });
        }
        out
    }

    fn member(&mut self, member: &Member) -> Value {
        let mut out = member.ty.keys();
        if let Some(PerCode(default)) = &member.per_code {
            out.push(("per".to_owned(), text("code")));
            out.extend(default.clone().map(|it| ("default".to_owned(), it)));
        } else {
            if member.ty.is("timestamp") && self.chance.one_in(2) {
                out.push(("from".to_owned(), text("time")));
            } else if member.ty.is("string") {
                out.push(("from".to_owned(), json(self.chance.of(SOURCES))));
            }
            if self.chance.one_in(2) {
                out.push(("example".to_owned(), member.ty.value(&mut self.chance)));
            }
            if self.chance.one_in(4) {
                out.push(("per".to_owned(), text("response")));
            }
        }
        for (key, value) in [("doc", text("A value.")), ("name", text(format!("r_{}", member.name)))] {
            if self.chance.one_in(6) {
                out.push((key.to_owned(), value));
            }
        }
        if self.chance.one_in(12) {
            out.push(("was".to_owned(), text("old")));
        }
        Value::Object(out)
    }

    /// The template, and the names of the fields that have a place of their own.
    fn body(
        &mut self,
        members: &[Member],
        fields: &[(String, &'static Type)],
        has_code: bool,
    ) -> (Value, Vec<(String, &'static str)>) {
        let mut slots = Vec::new();
        let built_in = |name: &str, suffix| Place { name: name.to_owned(), suffix, is_text: true };
        if has_code {
            for _ in 0..=usize::from(self.chance.one_in(6)) {
                slots.push(built_in("code", if self.chance.one_in(3) { self.suffix() } else { "" }));
            }
        }
        if !self.chance.one_in(8) {
            for _ in 0..=usize::from(self.chance.one_in(8)) {
                slots.push(built_in("message", if self.chance.one_in(3) { self.suffix() } else { "" }));
            }
        }
        for name in ["status", "status:text", "status:phrase", "meaning", "remediation"] {
            if self.chance.one_in(6) {
                let suffix = if self.chance.one_in(4) { self.suffix() } else { "" };
                slots.push(built_in(name, suffix));
            }
        }
        if self.chance.one_in(5) {
            slots.push(built_in("docs_url", self.suffix_of_absent()));
        }
        for member in members {
            let is_null = matches!(member.per_code, Some(PerCode(Some(Value::Null))));
            let suffix = if is_null { self.suffix_of_absent() } else { self.suffix() };
            for _ in 0..=usize::from(self.chance.one_in(8)) {
                slots.push(Place { name: member.name.clone(), suffix, is_text: member.ty.is_text });
            }
        }
        let mut placed = Vec::new();
        for (name, ty) in fields {
            if self.chance.one_in(3) {
                let suffix = if self.chance.one_in(4) { "" } else { self.suffix_of_absent() };
                placed.push((name.clone(), suffix));
                slots.push(Place { name: name.clone(), suffix, is_text: ty.is_text });
            }
        }
        let spread = self.chance.one_in(2);
        if !spread {
            slots.push(Place { name: "fields".to_owned(), suffix: self.suffix(), is_text: false });
        }
        for _ in 0..slots.len() {
            let (one, other) = (self.chance.below(slots.len()), self.chance.below(slots.len()));
            slots.swap(one, other);
        }
        let mut body = if self.chance.one_in(10) { self.list(slots, 0) } else { self.object(slots, 0) };
        if spread {
            self.spread(&mut body);
        }
        (body, placed)
    }

    fn suffix(&mut self) -> &'static str {
        if self.chance.one_in(2) { "" } else { SUFFIXES[self.chance.below(SUFFIXES.len())] }
    }

    fn suffix_of_absent(&mut self) -> &'static str {
        SUFFIXES[1 + self.chance.below(SUFFIXES.len() - 1)]
    }

    /// Puts the fields beside the members of an object.
    fn spread(&mut self, body: &mut Value) {
        match body {
            Value::Object(members) => {
                let deeper = members.iter_mut().find(|it| matches!(&it.1, Value::Object(below) if !below.is_empty()));
                if let Some((_, below)) = deeper
                    && self.chance.one_in(2)
                {
                    return self.spread(below);
                }
                let at = self.chance.below(members.len() + 1);
                members.insert(at, ("{fields}".to_owned(), Value::Null));
            }
            Value::List(items) => match items.iter_mut().find(|it| matches!(it, Value::Object(_) | Value::List(_))) {
                Some(item) => self.spread(item),
                None => items.push(json(r#"{"{fields}":null}"#)),
            },
            _ => {}
        }
    }

    fn name(&mut self) -> String {
        self.names += 1;
        if self.chance.one_in(5) { (*self.chance.of(NAMES)).to_owned() } else { format!("n{}", self.names) }
    }

    /// Objects and lists with these placeholders.
    fn object(&mut self, places: Vec<Place>, depth: usize) -> Value {
        let mut out: Vec<(String, Value)> = Vec::new();
        for group in self.groups(places) {
            let (name, value) = (self.name(), self.node(group, depth + 1));
            if !out.iter().any(|it| it.0 == name) {
                out.push((name, value));
            }
        }
        while self.chance.one_in(3) {
            let (name, constant) = (self.name(), json(self.chance.of(CONSTANTS)));
            if !out.iter().any(|it| it.0 == name) {
                let at = self.chance.below(out.len() + 1);
                out.insert(at, (name, constant));
            }
        }
        Value::Object(out)
    }

    fn list(&mut self, places: Vec<Place>, depth: usize) -> Value {
        let has_error = places.iter().any(|it| matches!(&*it.name, "code" | "message"));
        if has_error && !self.each && self.chance.one_in(2) {
            self.each = true;
            let item =
                if self.chance.one_in(8) { self.node(places, depth + 1) } else { self.object(places, depth + 1) };
            return Value::List(vec![item, text("...")]);
        }
        let mut out: Vec<Value> = Vec::new();
        for (index, group) in self.groups(places).into_iter().enumerate() {
            let mut item = self.node(group, depth + 1);
            if let Value::Object(members) = &mut item
                && self.chance.one_in(2)
            {
                let at = self.chance.below(members.len() + 1);
                members.retain(|it| it.0 != "@type");
                members.insert(at.min(members.len()), ("@type".to_owned(), text(format!("t{index}"))));
            }
            out.push(item);
        }
        if self.chance.one_in(4) {
            out.push(json(self.chance.of(CONSTANTS)));
        }
        Value::List(out)
    }

    fn node(&mut self, mut places: Vec<Place>, depth: usize) -> Value {
        match places.len() {
            1 if !self.chance.one_in(5) || depth > 4 => {
                let place = places.remove(0);
                text(if place.is_text && self.chance.one_in(5) { self.in_text(&place) } else { place.written() })
            }
            _ if depth < 5 && self.chance.one_in(3) => self.list(places, depth),
            _ => self.object(places, depth),
        }
    }

    fn in_text(&mut self, place: &Place) -> String {
        let [before, after] = AROUND[self.chance.below(AROUND.len())];
        let more = if self.chance.one_in(4) { " {status}" } else { "" };
        format!("{before}{}{after}{more}", place.written())
    }

    /// The placeholders in groups, each for one member.
    fn groups(&mut self, places: Vec<Place>) -> Vec<Vec<Place>> {
        let mut out: Vec<Vec<Place>> = Vec::new();
        for place in places {
            match out.last_mut() {
                Some(last) if self.chance.one_in(3) => last.push(place),
                _ => out.push(vec![place]),
            }
        }
        out
    }

    fn headers(&mut self, members: &[Member], has_code: bool) -> Vec<(String, Value)> {
        let mut out = Vec::new();
        if has_code && self.chance.one_in(4) {
            out.push(("X-Code".to_owned(), text(self.chance.of(&["{code}", "{code?}", "ns#{code}:x", "{code|none}"]))));
        }
        for member in members.iter().filter(|it| it.ty.is_text) {
            if self.chance.one_in(4) {
                out.push((format!("X-{}", member.name), text(format!("{{{}?}}", member.name))));
            }
        }
        if self.chance.one_in(6) {
            out.push(("X-Constant".to_owned(), text("a b")));
        }
        if self.chance.one_in(6) {
            out.push(("X-Status".to_owned(), text("{status} {status:phrase|-}")));
        }
        out
    }

    fn entry(
        &mut self,
        index: usize,
        style: &str,
        members: &[Member],
        fields: &[(String, &'static Type)],
        placed: &[(String, &'static str)],
        has_code: bool,
    ) -> Value {
        let code = match style {
            "integer" => Value::from(i64::try_from(index).expect("small") * 1100 - 1100),
            "kebab-case" => text(format!("not-found-{index}")),
            "any" => text(format!("{}{index}", self.chance.of(&["A.b/c", "Not found", "x_", "é", "\"q\" \\"]))),
            _ => text(format!("code_{}", ["a", "b", "c", "d", "e"][index])),
        };
        let omits_code = has_code && self.chance.one_in(8);
        let code = if omits_code { text(format!("code_{}", ["a", "b", "c", "d", "e"][index])) } else { code };
        let status = STATUSES[self.chance.below(STATUSES.len())];
        let mut own: Vec<(String, &'static Type, bool)> = Vec::new();
        for (name, ty) in fields {
            // A field that is always at its place is in every error.
            let is_fixed = placed.iter().any(|it| it.0 == *name && it.1.is_empty());
            if is_fixed || !self.chance.one_in(3) {
                let ty = if self.chance.one_in(6) { self.any_type() } else { *ty };
                if !own.iter().any(|it| it.0 == *name) {
                    own.push((name.clone(), ty, !is_fixed && self.chance.one_in(3)));
                }
            }
        }
        let mut out = map([
            ("status", Value::from(u32::from(status))),
            ("code", code),
            ("name", text(format!("Error{index}"))),
            ("meaning", text(self.chance.of(&["It is lost.", "A: b (c), d.", "\"Quoted\" <b>."]))),
            ("remediation", text("Look again.")),
        ]);
        if self.chance.one_in(2) {
            let shown = own.iter().filter(|it| it.1.is_text).map(|it| format!(" {{{}}}", it.0));
            out.push(("message".to_owned(), text(format!("It is lost{}: look.", shown.collect::<String>()))));
        }
        if !own.is_empty() {
            let fields = own.iter().map(|(name, ty, optional)| {
                let mut keys = ty.keys();
                keys.extend(optional.then(|| ("optional".to_owned(), true.into())));
                (name.clone(), Value::Object(keys))
            });
            out.push(("fields".to_owned(), Value::Object(fields.collect())));
            let examples = (0..=self.chance.below(3)).map(|number| {
                let mut values = Vec::new();
                for (name, ty, optional) in &own {
                    if !optional || self.chance.one_in(2) {
                        values.push((name.clone(), ty.value(&mut self.chance)));
                    }
                }
                Value::Object(map([("title", text(format!("E{number}"))), ("values", Value::Object(values))]))
            });
            out.push(("examples".to_owned(), Value::List(examples.collect())));
        }
        let mut envelope = Vec::new();
        for (is_omitted, key) in [(omits_code, "code"), (self.chance.one_in(8), "message")] {
            if is_omitted {
                envelope.push((key.to_owned(), Value::Null));
            }
        }
        for member in members {
            let is_needed = matches!(member.per_code, Some(PerCode(None)));
            if member.per_code.is_some() && (is_needed || self.chance.one_in(2)) {
                envelope.push((member.name.clone(), member.ty.value(&mut self.chance)));
            }
        }
        if !envelope.is_empty() {
            out.push(("envelope".to_owned(), Value::Object(envelope)));
        }
        Value::Object(out)
    }
}
