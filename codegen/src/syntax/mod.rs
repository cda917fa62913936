//! YAML 1.2 with its core schema, to trees with spans. It knows nothing of the spec language.

mod errors;
mod parse;
mod scalar;
mod tree;

pub(crate) use parse::parse;
pub(crate) use scalar::Scalar;
pub(crate) use tree::{Kind, Pair, Tree, Value};
