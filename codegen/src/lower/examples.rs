//! Examples: values that fit the types of fields and headers.

use errbook::Value as Data;

use super::context::Context;
use super::draft::Members;
use super::key::ValueType::{Text, Values};
use super::key::{Map, Omitted, optional, required};
use super::read::describe;
use crate::diagnostics::{self, Diagnostic};
use crate::model::{DelayUnit, Example, Field, Header, HeaderType, Type};
use crate::syntax::{Kind, Scalar, Value};
use crate::text::{listed, quoted};

#[rustfmt::skip]
pub(crate) static EXAMPLE: Map = Map::new(
    "example",
    &[
        optional("title", Text, Omitted::None, "A title in plain text."),
        required("values", Values, "A value for each field and header. Only optional ones may be omitted, or be `null`."),
    ],
);

impl Context<'_> {
    /// `examples` of an error; if there are none, one that is derived from its fields' examples.
    pub(crate) fn examples(&mut self, value: Option<Value<'_>>, members: Members<'_>) -> Vec<Example> {
        let Members { fields, headers, .. } = members;
        let given = value.map(|it| self.list(it, "`examples`")).unwrap_or_default();
        let given: Vec<Example> = given.into_iter().filter_map(|it| self.example(it, members)).collect();
        if !given.is_empty() {
            return given;
        }
        let shown =
            |optional: bool, has_example: bool, example: &Data| (!optional || has_example).then(|| example.clone());
        let fields = fields.iter().map(|it| (it.name.clone(), shown(it.optional, it.has_example, &it.example)));
        let headers = payload(headers).map(|it| (it.name.clone(), shown(it.optional, it.has_example, &it.example)));
        vec![Example { title: None, values: fields.chain(headers).collect(), places: None }]
    }

    fn example(&mut self, value: Value<'_>, members: Members<'_>) -> Option<Example> {
        let Members { fields, headers, are_known } = members;
        let keys = self.keys(value, "an example", &EXAMPLE)?;
        let title = keys.get("title").and_then(|it| self.paragraph(it, "`title`"));
        let values = keys.get("values")?;
        if !matches!(values.kind(), Kind::Map) {
            self.wrong_type(values, "`values` must be a map of names to values", "");
            return None;
        }
        let names = || fields.iter().map(|it| &*it.name).chain(payload(headers).map(|it| &*it.name));
        let unknown: Vec<_> = values.pairs().filter(|pair| are_known && !names().any(|it| it == pair.key)).collect();
        // An unknown name is probably a misspelt missing one.
        let expects_all = unknown.is_empty() && are_known;
        for pair in unknown {
            let found = Diagnostic::new(
                &diagnostics::BAD_EXAMPLE,
                format!("unknown field or header {} in an example", quoted(pair.key)),
            );
            let found = found.at(pair.key_span, "");
            let near = self.meant(pair.key, names());
            self.push(match near {
                Some(near) => found.help(format!("Did you mean `{near}`?")),
                None if names().next().is_none() => found.help("Remove it: the error has neither fields nor headers."),
                None => found.help(format!("The error has {}.", listed(names()))),
            });
        }
        let given = |name: &str| values.pairs().find(|it| it.key == name).map(|it| it.value);
        let mut out = Vec::new();
        for field in fields {
            let what = format!("the field {}", quoted(&field.name));
            let value = given(&field.name).filter(|it| !(field.optional && it.is_null()));
            self.expect_given(values, value, field.optional || !expects_all, &what);
            out.push((field.name.clone(), value.and_then(|it| self.example_value(it, &field.ty, &what))));
        }
        for header in payload(headers) {
            let what = format!("the header {}", quoted(&header.name));
            let value = given(&header.name).filter(|it| !(header.optional && it.is_null()));
            self.expect_given(values, value, header.optional || !expects_all, &what);
            out.push((header.name.clone(), value.and_then(|it| self.header_example(it, &header.ty, &what))));
        }
        Some(Example { title, values: out, places: Some(keys.places()) })
    }

    fn expect_given(&mut self, values: Value<'_>, value: Option<Value<'_>>, optional: bool, what: &str) {
        if value.is_none() && !optional && values.is_whole() {
            let found = Diagnostic::new(&diagnostics::BAD_EXAMPLE, format!("the example has no value for {what}"));
            let at = values.pairs().next().map_or(values.span(), |it| it.key_span);
            self.push(
                found.at(at, "missing value").help("It is required. Add a value, or declare it `optional: true`."),
            );
        }
    }

    /// An example in body form.
    pub(crate) fn example_value(&mut self, value: Value<'_>, ty: &Type, what: &str) -> Option<Data> {
        self.typed_value(value, ty, "example", what)
    }

    /// A value in body form. `noun` says what it is of `what`.
    pub(crate) fn typed_value(&mut self, value: Value<'_>, ty: &Type, noun: &str, what: &str) -> Option<Data> {
        let misfit = |it: &mut Self, expected: &str| {
            it.bad_value(value, noun, what, expected);
            None
        };
        match (ty, value.kind()) {
            (_, Kind::Reported) => None,
            (Type::Any, _) => self.any_value(value),
            // A missing word or field was reported already.
            (Type::Enum { values, .. }, _) if values.is_empty() => None,
            (Type::Object { fields, .. }, _) if fields.is_empty() => None,
            (Type::String, Kind::Scalar(Scalar::Text(text))) => {
                self.comment_in_text(value, text, what);
                Some(Data::from(&**text))
            }
            (Type::String, _) => misfit(self, "text"),
            (Type::Boolean, Kind::Scalar(Scalar::Boolean(it))) => Some(Data::from(*it)),
            (Type::Boolean, _) => misfit(self, "`true` or `false`"),
            (Type::Timestamp | Type::Delay { unit: DelayUnit::Date }, Kind::Scalar(it)) => {
                match errbook::Timestamp::new(it.as_written()) {
                    Ok(_) => Some(Data::from(it.as_written())),
                    Err(_) => misfit(self, "a timestamp in the format of RFC 3339, such as `2026-01-31T12:00:00Z`"),
                }
            }
            (Type::Timestamp | Type::Delay { unit: DelayUnit::Date }, _) => misfit(self, "a timestamp"),
            (Type::Integer { .. } | Type::Delay { .. }, Kind::Scalar(it)) => {
                let is_unsigned = !matches!(ty, Type::Integer { unsigned: false });
                let range =
                    if is_unsigned { 0..=i128::from(u64::MAX) } else { i128::from(i64::MIN)..=i128::from(i64::MAX) };
                match it.as_integer() {
                    Some(it) if range.contains(&it) => Some(Data::Integer(it)),
                    _ if is_unsigned => misfit(self, "a whole number from 0 to 2^64 - 1"),
                    _ => misfit(self, "a whole number of 64 bits"),
                }
            }
            (Type::Number, Kind::Scalar(it)) => match it.as_number() {
                Some(number) if number.is_finite() => Some(Data::Number(number)),
                _ => misfit(self, "a number"),
            },
            (Type::Number, _) => misfit(self, "a number"),
            (Type::Integer { .. } | Type::Delay { .. }, _) => misfit(self, "a whole number"),
            (Type::Enum { values, .. }, Kind::Scalar(Scalar::Text(text)))
                if values.iter().any(|it| it.value == **text) =>
            {
                Some(Data::from(&**text))
            }
            (Type::Enum { values, .. }, _) => {
                misfit(self, &format!("one of {}", listed(values.iter().map(|it| &*it.value))))
            }
            (Type::List { of }, Kind::List) => {
                let items = value.items().map(|it| self.typed_value(it, of, noun, &format!("an item of {what}")));
                Some(Data::List(items.collect::<Vec<_>>().into_iter().collect::<Option<_>>()?))
            }
            (Type::List { .. }, _) => misfit(self, "a list"),
            (Type::Object { fields, .. }, Kind::Map) => self.typed_object(value, fields, noun, what),
            (Type::Object { .. }, _) => misfit(self, "a map"),
        }
    }

    fn typed_object(&mut self, value: Value<'_>, fields: &[Field], noun: &str, what: &str) -> Option<Data> {
        for pair in value.pairs().filter(|pair| !fields.iter().any(|it| it.name == pair.key)) {
            let found = Diagnostic::new(
                &diagnostics::BAD_EXAMPLE,
                format!("unknown member {} in the {noun} of {what}", quoted(pair.key)),
            );
            self.push(
                found
                    .at(pair.key_span, "")
                    .help(format!("The members are {}.", listed(fields.iter().map(|it| &*it.name)))),
            );
        }
        let mut out = Vec::new();
        for field in fields {
            let member = format!("{} of {what}", quoted(&field.name));
            let given = value
                .pairs()
                .find(|it| it.key == field.name)
                .map(|it| it.value)
                .filter(|it| !(field.optional && it.is_null()));
            match given {
                Some(given) => out.push((field.name.clone(), self.typed_value(given, &field.ty, noun, &member)?)),
                None => self.expect_given(value, given, field.optional, &member),
            }
        }
        Some(Data::Object(out))
    }

    /// Any value, by YAML's core schema.
    fn any_value(&mut self, value: Value<'_>) -> Option<Data> {
        Some(match value.kind() {
            Kind::Scalar(Scalar::Nothing | Scalar::Null) => Data::Null,
            Kind::Scalar(Scalar::Boolean(it)) => Data::from(*it),
            Kind::Scalar(Scalar::Text(it)) => Data::from(&**it),
            Kind::Scalar(it) => match (it.as_integer(), it.as_number()) {
                (Some(it), _) if i64::try_from(it).is_ok() || u64::try_from(it).is_ok() => Data::Integer(it),
                (_, Some(it)) if it.is_finite() => Data::Number(it),
                _ => {
                    self.bad_example(value, "the example", "a number that fits into JSON");
                    return None;
                }
            },
            Kind::List => Data::List(
                value.items().map(|it| self.any_value(it)).collect::<Vec<_>>().into_iter().collect::<Option<_>>()?,
            ),
            Kind::Map => Data::Object(
                value
                    .pairs()
                    .map(|it| Some((it.key.to_owned(), self.any_value(it.value)?)))
                    .collect::<Vec<_>>()
                    .into_iter()
                    .collect::<Option<_>>()?,
            ),
            Kind::Reported => return None,
        })
    }

    /// A value in header form.
    pub(crate) fn header_example(&mut self, value: Value<'_>, ty: &HeaderType, what: &str) -> Option<Data> {
        let text = match value.kind() {
            Kind::Scalar(it) => it.as_written(),
            _ => "",
        };
        let digits = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        let unsigned = || text.parse::<u64>().ok().filter(|_| digits).map(|it| Data::Integer(it.into()));
        let signed = || text.parse::<i64>().ok().map(|it| Data::Integer(it.into()));
        let date = || errbook::HttpDate::try_from(text).ok().map(|_| Data::from(text));
        let (read, expected) = match ty {
            HeaderType::Delay { unit: DelayUnit::Seconds } => {
                (unsigned().or_else(date), "a number of seconds, or a date such as `Sun, 06 Nov 1994 08:49:37 GMT`")
            }
            HeaderType::Date | HeaderType::Delay { unit: DelayUnit::Date } => {
                (date(), "a date such as `Sun, 06 Nov 1994 08:49:37 GMT`")
            }
            HeaderType::Integer => (signed(), "a whole number of 64 bits"),
            HeaderType::Unsigned | HeaderType::Delay { .. } => (unsigned(), "a whole number that is not negative"),
            HeaderType::String | HeaderType::Constant { .. } => {
                return self.header_text(value, &format!("the example of {what}")).map(Data::from);
            }
        };
        if read.is_some() {
            return read;
        }
        self.bad_example(value, what, expected);
        None
    }

    fn bad_example(&mut self, value: Value<'_>, what: &str, expected: &str) {
        self.bad_value(value, "example", what, expected);
    }

    fn bad_value(&mut self, value: Value<'_>, noun: &str, what: &str, expected: &str) {
        if matches!(value.kind(), Kind::Reported) {
            return;
        }
        let found = Diagnostic::new(
            &diagnostics::BAD_EXAMPLE,
            format!("the {noun} of {what} must be {expected}, found {}", describe(value)),
        );
        let found = found.at(value.span(), describe(value));
        let is_unquoted = expected == "text"
            && matches!(value.kind(), Kind::Scalar(Scalar::Boolean(_) | Scalar::Integer(_) | Scalar::Float(_)));
        self.push(if is_unquoted {
            let quotes = format!("\"{}\"", self.sources.slice(value.span()));
            found.help(format!("Quote it, if it is meant as text: {}.", quoted(&quotes))).edit(value.span(), quotes)
        } else {
            found.help(format!("Write {expected}."))
        });
    }
}

fn payload(headers: &[Header]) -> impl Iterator<Item = &Header> + Clone {
    headers.iter().filter(|it| it.carries_payload())
}

impl Type {
    /// A value for a field without an example.
    pub(crate) fn made_up(&self) -> Data {
        match self {
            Self::String => Data::from("text"),
            Self::Integer { .. } => Data::Integer(1),
            Self::Number => Data::Number(1.5),
            Self::Boolean => Data::from(true),
            Self::Timestamp | Self::Delay { unit: DelayUnit::Date } => Data::from("2026-01-31T12:00:00Z"),
            Self::Delay { unit } => unit.made_up(),
            Self::Enum { values, .. } => Data::from(values.first().map_or("", |it| &*it.value)),
            Self::List { of } => Data::List(vec![of.made_up()]),
            Self::Object { fields, .. } => {
                let shown = fields.iter().filter(|it| !it.optional || it.has_example);
                Data::Object(shown.map(|it| (it.name.clone(), it.example.clone())).collect())
            }
            Self::Any => Data::Object(Vec::new()),
        }
    }
}

impl DelayUnit {
    /// A number in this unit.
    fn made_up(self) -> Data {
        Data::Integer(match self {
            Self::Seconds => 30,
            Self::Millis => 30_000,
            Self::Minutes => 1,
            // 2026-01-31T12:00:00Z
            Self::EpochSeconds | Self::Date => 1_769_860_800,
            Self::EpochMillis => 1_769_860_800_000,
        })
    }
}

impl HeaderType {
    /// A value for a header without an example.
    pub(crate) fn made_up(&self) -> Data {
        match self {
            Self::Date | Self::Delay { unit: DelayUnit::Date } => Data::from("Sat, 31 Jan 2026 12:00:00 GMT"),
            Self::Delay { unit } => unit.made_up(),
            Self::Integer | Self::Unsigned => Data::Integer(1),
            Self::String => Data::from("text"),
            Self::Constant { value } => Data::from(&**value),
        }
    }
}
