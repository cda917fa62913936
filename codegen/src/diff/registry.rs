//! Every rule, from where each is declared.

use std::sync::LazyLock;

use super::rule::Rule;
use super::{
    api, codes, entry, envelope, example, field, guide, header, order, retired, retry, status, text, types, version,
    waiver,
};

/// Every rule, by what it is about.
pub static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    [
        codes::RULES,
        retired::RULES,
        entry::RULES,
        status::RULES,
        envelope::RULES,
        retry::RULES,
        field::RULES,
        types::RULES,
        order::RULES,
        header::RULES,
        text::RULES,
        example::RULES,
        guide::RULES,
        api::RULES,
        version::RULES,
        waiver::RULES,
    ]
    .concat()
});

/// The rule of an id, be it an old one.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|it| it.id == id || it.aliases.contains(&id))
}
