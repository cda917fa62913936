//! The groups of outputs, which `errbook.toml` chooses by their words.

/// Output files that are chosen together, by a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The crate with its README, or the module.
    Rust,
    /// The pages, and the settings of mdBook.
    Docs,
    /// `errors.json`.
    Json,
    /// `errors.csv`.
    Csv,
    /// The docs for language models.
    Llms,
    /// Responses with what a decoder says of each.
    Conformance,
    /// The `OpenAPI` document.
    Openapi,
    /// The npm package.
    Typescript,
    /// The Python package.
    Python,
}

impl Group {
    /// Every group with its word.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("rust", Self::Rust),
        ("docs", Self::Docs),
        ("json", Self::Json),
        ("csv", Self::Csv),
        ("llms", Self::Llms),
        ("conformance", Self::Conformance),
        ("openapi", Self::Openapi),
        ("typescript", Self::Typescript),
        ("python", Self::Python),
    ];

    /// The groups of a book that names none.
    pub const DEFAULT: &'static [Self] = &[Self::Rust, Self::Docs, Self::Json];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }
}
