//! Guides: prose with directives, in pieces.

use serde::Serialize;

use crate::source::Span;

/// A guide: a page of prose.
#[derive(Debug, Clone, Serialize)]
pub struct Guide {
    /// The file's name without its extension.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its text after the title.
    pub pieces: Vec<Piece>,
    /// The place of its title.
    #[serde(skip)]
    pub place: Span,
}

/// A field of a code, by its path, or a header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Member {
    /// A path as on the code's page: `cart.lines`, `parts[].id`.
    Field(String),
    /// By its name.
    Header(String),
}

/// A piece of a guide.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// Markdown, verbatim.
    Markdown(String),
    /// The table of these codes; of all codes if empty.
    Table(Vec<String>),
    /// A code's full response.
    Example(String),
    /// A link to a code.
    Code(String),
    /// A link to a field or header of a code.
    Field(String, Member),
}
