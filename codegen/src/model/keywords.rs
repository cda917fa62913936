//! The closed sets of words in the language: one table for each, from which the reader, its messages, the reference, the
//! editors' schema and `errors.json` take them.

use serde::{Serialize, Serializer};

/// An enum with a word for each variant.
macro_rules! keywords {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// Every word with its value, in the order of the reference.
            pub const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),+];

            /// Every word, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($word),+];

            /// The word.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

keywords! {
    /// Which requests may be retried after an error.
    When {
        /// None.
        Never = "never",
        /// Idempotent ones (RFC 9110, section 9.2.2).
        Idempotent = "idempotent",
        /// All: the error means that nothing was done.
        Always = "always",
    }
}

keywords! {
    /// How backoff is randomized.
    Jitter {
        /// Not at all.
        None = "none",
        /// A delay is anything between zero and the computed one.
        Full = "full",
    }
}

keywords! {
    /// How codes are written.
    CodeStyle {
        /// `not_found`.
        Snake = "snake_case",
        /// `notFound`.
        Camel = "camelCase",
        /// `NotFound`.
        Pascal = "PascalCase",
        /// `NOT_FOUND`.
        ScreamingSnake = "SCREAMING_SNAKE_CASE",
        /// `not-found`.
        Kebab = "kebab-case",
        /// A whole number.
        Integer = "integer",
        /// Any text.
        Any = "any",
    }
}

keywords! {
    /// Which values a member of the envelope has.
    PerName {
        /// One for each response.
        Response = "response",
        /// One for each code.
        Code = "code",
    }
}

keywords! {
    /// What supplies the value of a member of the envelope.
    SourceName {
        /// Nothing but the server's code.
        Caller = "caller",
        /// The clock.
        Time = "time",
        /// The path of the request.
        Path = "path",
    }
}

keywords! {
    /// The name of a field's type.
    TypeName {
        /// Text.
        String = "string",
        /// A whole number of 64 bits.
        Integer = "integer",
        /// A number of 64 bits with a fraction.
        Number = "number",
        /// `true` or `false`.
        Boolean = "boolean",
        /// A point in time (RFC 3339).
        Timestamp = "timestamp",
        /// How long to wait, or until when.
        Delay = "delay",
        /// One of a set of words, open to new ones.
        Enum = "enum",
        /// A list of values of one type.
        List = "list",
        /// A map with fields of its own.
        Object = "object",
        /// Any JSON value.
        Any = "any",
    }
}

keywords! {
    /// The name of a header's type.
    HeaderTypeName {
        /// How long to wait, or until when.
        Delay = "delay",
        /// A whole number of 64 bits.
        Integer = "integer",
        /// Text.
        String = "string",
        /// A date (RFC 9110, section 5.6.7).
        Date = "date",
    }
}

keywords! {
    /// The unit of a delay.
    DelayUnit {
        /// Seconds.
        Seconds = "s",
        /// Milliseconds.
        Millis = "ms",
        /// Minutes.
        Minutes = "min",
        /// Seconds since 1970.
        EpochSeconds = "epoch",
        /// Milliseconds since 1970.
        EpochMillis = "epoch_ms",
        /// A date: of RFC 3339 in a body, of HTTP in a header.
        Date = "date",
    }
}

impl DelayUnit {
    /// The keywords in the spec for a delay in this unit.
    pub fn delay(self) -> &'static str {
        match self {
            Self::Seconds => "delay",
            Self::Millis => "delay, unit: ms",
            Self::Minutes => "delay, unit: min",
            Self::EpochSeconds => "delay, unit: epoch",
            Self::EpochMillis => "delay, unit: epoch_ms",
            Self::Date => "delay, unit: date",
        }
    }

    /// A number in this unit, as described in the docs.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Millis => "milliseconds",
            Self::Minutes => "minutes",
            Self::EpochSeconds => "seconds since 1970 (Unix time)",
            Self::EpochMillis => "milliseconds since 1970 (Unix time)",
            Self::Date => "date",
        }
    }
}

impl When {
    /// Whether retrying is allowed, as a word.
    pub(crate) fn answer(self) -> &'static str {
        match self {
            Self::Never => "no",
            Self::Idempotent => "if idempotent",
            Self::Always => "yes",
        }
    }
}
