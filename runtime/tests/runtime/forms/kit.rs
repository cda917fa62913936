//! Books with a form, written by hand: one kind for all of them, whose payload is a list of values.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::time::Duration;

use errbook::__private::{BookSchema, CodeTable, DocTable, ErasedKind, Field, FieldValue, Type, ValueRef, Values};
use errbook::{Backoff, Code, HasMembers, Jitter, Kind, Payload, ResponseMembers, Retry, Unknown, Value, When};

/// The tables of a book.
pub(crate) trait Book: Send + Sync + Sized + 'static {
    const INFO: &'static CodeTable;
    const DOCS: &'static DocTable;
    const SCHEMA: &'static BookSchema;
    const ALL: &'static [BookCode<Self>];
    /// The names of each code's fields.
    const NAMES: &'static [&'static [&'static str]];
}

/// Defines a book from its form and its codes: each with its statuses, its meaning and its schema.
macro_rules! book {
    ($name:ident, $form:expr, [$(($code:literal, &[$($status:literal),*], $meaning:literal, [$($field:literal: $type:expr),*] $(. $set:ident($($arg:expr)?))*)),* $(,)?] $(, fallbacks: $fallbacks:expr)?) => {
        #[derive(Debug)]
        pub(crate) struct $name;

        impl $name {
            const FORM: &'static Form<'static> = &$form;
            const PAYLOADS: &'static [PayloadSchema] = &[$(
                PayloadSchema::new(&[Text($meaning)]).with_fields(&[$(field($field, $type)),*])$(.$set($($arg)?))*
            ),*];
        }

        impl Book for $name {
            const INFO: &'static CodeTable = {
                static TABLE: CodeTable = errbook::code_table! { $(($code, [$($status),*], super::kit::retry(&[$($status),*]))),* };
                &TABLE
            };
            const DOCS: &'static DocTable = {
                static TABLE: DocTable = errbook::doc_table! {
                    $(($meaning, "", concat!("https://docs.example/errors/", $code, ".html"))),*
                };
                &TABLE
            };
            const SCHEMA: &'static BookSchema =
                &BookSchema::of_form(Self::FORM, Self::INFO, Self::PAYLOADS, |code| {
                    Self::INFO.rows().position(|info| info.code() == code)
                })
                .with_docs(Self::DOCS)
                $(.with_fallbacks($fallbacks))?;
            const NAMES: &'static [&'static [&'static str]] = &[$(&[$(name($field)),*]),*];
            const ALL: &'static [BookCode<Self>] = &BookCode::all::<{ [$($code),*].len() }>();
        }
    };
}
pub(crate) use book;

/// A code with the status 429 may be retried.
pub(crate) const fn retry(statuses: &'static [u16]) -> Retry {
    let backoff = Backoff::new(Duration::from_secs(1), 2.0, Duration::from_secs(60), Jitter::None);
    if let [429, ..] = statuses { Retry::new(When::Always, 3, backoff) } else { Retry::NEVER }
}

/// A field by its name, which ends with `?` if it is optional.
pub(crate) const fn field(declared: &'static str, ty: Type) -> Field {
    let name = name(declared);
    if name.len() < declared.len() { Field::optional(name, ty) } else { Field::required(name, ty) }
}

pub(crate) const fn name(declared: &'static str) -> &'static str {
    match declared.as_bytes() {
        [.., b'?'] => declared.split_at(declared.len() - 1).0,
        _ => declared,
    }
}

/// The code of a book, by index.
pub(crate) struct BookCode<B>(pub(crate) usize, PhantomData<B>);

impl<B> BookCode<B> {
    pub(crate) const fn all<const COUNT: usize>() -> [Self; COUNT] {
        let mut all = [const { Self(0, PhantomData) }; COUNT];
        let mut index = 0;
        while index < COUNT {
            all[index].0 = index;
            index += 1;
        }
        all
    }
}

impl<B> Clone for BookCode<B> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<B> Copy for BookCode<B> {}

impl<B> PartialEq for BookCode<B> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<B> Eq for BookCode<B> {}

impl<B> PartialOrd for BookCode<B> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<B> Ord for BookCode<B> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

impl<B> Hash for BookCode<B> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<B: Book> fmt::Debug for BookCode<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(B::INFO.row(self.0).code())
    }
}

impl<B: Book> fmt::Display for BookCode<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(B::INFO.row(self.0).code())
    }
}

impl<B: Book> Code for BookCode<B> {
    const ALL: &'static [Self] = B::ALL;

    fn info() -> &'static CodeTable {
        B::INFO
    }

    fn docs() -> &'static DocTable {
        B::DOCS
    }

    fn index(self) -> usize {
        self.0
    }

    fn find(code: &str) -> Option<Self> {
        B::ALL.iter().copied().find(|it| B::INFO.row(it.0).code() == code)
    }
}

fn present(value: Value) -> Option<Value> {
    (value != Value::Null).then_some(value)
}

/// An error of a book: its code, and the values of its fields and headers.
pub(crate) enum BookKind<B: Book> {
    Known(BookCode<B>, Vec<Option<Value>>),
    Unknown(Unknown),
}

impl<B: Book> BookKind<B> {
    /// The error with these fields, by name; those that are not given are absent.
    pub(crate) fn new(code: &str, fields: &[(&str, Value)]) -> Self {
        let code = BookCode::find(code).unwrap_or_else(|| panic!("no code {code}"));
        let names = B::NAMES[code.0];
        let value = |name: &&str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone());
        Self::Known(code, names.iter().map(|name| value(name).and_then(present)).collect())
    }

    /// The fields with a value, by name.
    pub(crate) fn fields(&self) -> Vec<(&'static str, Value)> {
        let Self::Known(code, values) = self else { panic!("{self:?}") };
        let names = B::NAMES[code.0];
        names.iter().copied().zip(values).filter_map(|(name, value)| Some((name, value.clone()?))).collect()
    }
}

impl<B: Book> Payload for BookKind<B> {
    type Kind = Self;

    fn into_kind(self) -> Self {
        self
    }
}

impl<B: Book> std::error::Error for BookKind<B> {}

impl<B: Book> Kind for BookKind<B> {
    type Code = BookCode<B>;

    fn schema() -> &'static BookSchema {
        B::SCHEMA
    }

    fn build(index: usize, mut values: Values) -> Self {
        let count = B::NAMES[index].len();
        Self::Known(B::ALL[index], (0..count).map(|_| present(values.take())).collect())
    }

    fn of_unknown(unknown: Unknown) -> Self {
        Self::Unknown(unknown)
    }
}

impl<B: Book> ErasedKind for BookKind<B> {
    fn index(&self) -> usize {
        match self {
            Self::Known(code, _) => code.0,
            Self::Unknown(_) => B::INFO.len(),
        }
    }

    fn unknown(&self) -> Option<&Unknown> {
        match self {
            Self::Unknown(unknown) => Some(unknown),
            Self::Known(..) => None,
        }
    }

    fn values(&self, f: &mut dyn FnMut(&[&dyn FieldValue])) {
        let Self::Known(_, values) = self else { return f(&[]) };
        // As generated code does, without an allocation.
        let mut shown: [&dyn FieldValue; 8] = [&None::<Value>; 8];
        shown.iter_mut().zip(values).for_each(|(shown, value)| *shown = value);
        f(&shown[..values.len()]);
    }

    fn payload(&self) -> Option<&dyn std::any::Any> {
        None
    }
}

impl<B: Book> fmt::Display for BookKind<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        errbook::__private::display(B::SCHEMA, self, f)
    }
}

impl<B: Book> fmt::Debug for BookKind<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        errbook::__private::debug(B::SCHEMA, self, f)
    }
}

impl<B: Book> HasMembers for BookKind<B> {
    type Members = BookMembers;
}

/// The members of a response, in the order of the form.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct BookMembers(pub(crate) Vec<Option<Value>>);

impl ResponseMembers for BookMembers {
    fn from_values(mut values: Values) -> Self {
        Self((0..32).map(|_| values.take()).collect())
    }

    fn values(&self, f: &mut dyn FnMut(&[ValueRef<'_>])) {
        f(&self.0.iter().map(|value| value.as_ref().map_or(ValueRef::Null, ValueRef::Value)).collect::<Vec<_>>());
    }
}
