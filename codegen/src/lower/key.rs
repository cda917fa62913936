//! The language's keys as data. The reader checks maps against these rows; the reference's tables and the editors' schema
//! are generated from them.

/// The keys of one map of the language.
#[derive(Debug)]
pub(crate) struct Map {
    /// Its id in the reference and in the schema.
    pub(crate) id: &'static str,
    /// Its keys, in the order of the reference.
    pub(crate) keys: &'static [Key],
    /// Conditions that the rows cannot express.
    pub(crate) constraint: Constraint,
}

/// A condition on several keys of a map.
#[derive(Debug)]
pub(crate) enum Constraint {
    None,
    /// All of these keys, or none.
    AllOrNone(&'static [&'static str]),
    /// Exactly one of these keys.
    ExactlyOne(&'static [&'static str]),
}

/// One key of a map.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    /// Whether the map is invalid without it.
    pub(crate) is_required: bool,
    pub(crate) value: ValueType,
    pub(crate) default: Omitted,
    /// The meaning of `null`, if it is not that of an omitted key.
    pub(crate) null: Option<&'static str>,
    /// The type that the key depends on, given by its sibling `type`.
    pub(crate) with_type: Option<WithType>,
    /// Its effect: Markdown, for the reference.
    pub(crate) summary: &'static str,
}

/// A dependency on the sibling key `type`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WithType {
    /// The type with which the key is allowed.
    pub(crate) name: &'static str,
    /// Whether the key is required with that type.
    pub(crate) is_required: bool,
}

/// The default of an omitted key.
#[derive(Debug)]
pub(crate) enum Omitted {
    None,
    /// In YAML.
    Value(&'static str),
    /// Described in Markdown.
    Described(&'static str),
}

/// The type of a key's value.
#[derive(Debug)]
pub(crate) enum ValueType {
    /// One line of plain text.
    Text,
    /// A code: a text, which may be empty, or a whole number.
    Code,
    /// The name of a code, which is not empty.
    CodeName,
    /// Text with placeholders.
    Template,
    /// One paragraph of inline Markdown.
    Paragraph,
    Markdown,
    /// An absolute URL, with http or https.
    Url,
    Version,
    Duration,
    Day,
    Boolean,
    Integer {
        minimum: u32,
        maximum: u32,
    },
    Number {
        minimum: u32,
        maximum: u32,
    },
    /// An HTTP status.
    Status,
    /// Exactly this number.
    Constant(u32),
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of these words, which the reference explains in a section.
    TypeName(&'static [&'static str], &'static str),
    /// Text, a number or a boolean.
    Scalar,
    /// Any value, which the field's type restricts.
    Any,
    /// The id of a rule of `diff`.
    DiffRule,
    List(&'static ValueType),
    Map(&'static Map),
    /// A map of names to such maps.
    MapOf(&'static Map),
    /// A map of names to values.
    Values,
    /// The template of a body, or the name of a preset.
    Body,
    /// A map of names to texts with placeholders.
    Templates,
    /// One character.
    Character,
    /// A map of statuses, `4xx` and `5xx` to codes.
    Fallback,
    Either(&'static ValueType, &'static ValueType),
}

impl Map {
    pub(crate) const fn new(id: &'static str, keys: &'static [Key]) -> Self {
        Self { id, keys, constraint: Constraint::None }
    }

    pub(crate) const fn constraint(mut self, constraint: Constraint) -> Self {
        self.constraint = constraint;
        self
    }
}

/// A required key.
pub(crate) const fn required(name: &'static str, value: ValueType, summary: &'static str) -> Key {
    Key { name, is_required: true, value, default: Omitted::None, null: None, with_type: None, summary }
}

/// An optional key. `null` is the same as omitting it.
pub(crate) const fn optional(name: &'static str, value: ValueType, default: Omitted, summary: &'static str) -> Key {
    Key { name, is_required: false, value, default, null: None, with_type: None, summary }
}

impl Key {
    /// Gives `null` a distinct meaning.
    pub(crate) const fn null(mut self, meaning: &'static str) -> Self {
        self.null = Some(meaning);
        self
    }

    /// Allows the key with one `type` only.
    pub(crate) const fn with_type(mut self, name: &'static str) -> Self {
        self.with_type = Some(WithType { name, is_required: false });
        self
    }

    /// Requires the key with one `type`, and forbids it with all others.
    pub(crate) const fn required_with_type(mut self, name: &'static str) -> Self {
        self.with_type = Some(WithType { name, is_required: true });
        self
    }
}
