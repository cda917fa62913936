//! Every rule, from where each is declared.

use std::sync::LazyLock;

use super::rule::Rule;
use super::{codes, version, waiver};

/// Every rule, by what it is about.
pub static RULES: LazyLock<Vec<&'static Rule>> =
    LazyLock::new(|| [codes::RULES, version::RULES, waiver::RULES].concat());

/// The rule of an id, be it an old one.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|it| it.id == id || it.aliases.contains(&id))
}
