//! Whether a formatted text has the contents and the comments of the original.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::Sources;
use crate::syntax::{self, Kind, Tree, Value};

/// Whether two texts differ only in the order of keys, in spaces and in the places of comments.
pub(super) fn is_same(before: &str, tree: &Tree<'_>, after: &str) -> bool {
    let mut sources = Sources::default();
    let file = sources.add(String::new(), after.to_owned());
    let mut found = Diagnostics::default();
    let formatted = syntax::parse(&sources, file, &mut found);
    let is_equal = match (tree.root(), formatted.root()) {
        (Some(a), Some(b)) => equal(a, b),
        (a, b) => a.is_none() && b.is_none(),
    };
    is_equal && !found.iter().any(Diagnostic::is_error) && comments(before, tree) == comments(after, &formatted)
}

fn equal(a: Value<'_>, b: Value<'_>) -> bool {
    match (a.kind(), b.kind()) {
        (Kind::Scalar(a), Kind::Scalar(b)) => a == b,
        (Kind::List, Kind::List) => {
            a.items().len() == b.items().len() && a.items().zip(b.items()).all(|(a, b)| equal(a, b))
        }
        (Kind::Map, Kind::Map) => {
            let (mut a, mut b): (Vec<_>, Vec<_>) = (a.pairs().collect(), b.pairs().collect());
            a.sort_by_key(|it| it.key);
            b.sort_by_key(|it| it.key);
            a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| a.key == b.key && equal(a.value, b.value))
        }
        _ => false,
    }
}

/// All comments, sorted.
fn comments<'s>(text: &'s str, tree: &Tree<'_>) -> Vec<&'s str> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut scalars: Vec<(usize, usize)> = tree.scalars().map(|it| (it.start as usize, it.end as usize)).collect();
    scalars.sort_unstable();
    for (start, end) in scalars.into_iter().chain([(text.len(), text.len())]) {
        let mut rest = text.get(at..start).unwrap_or_default();
        while let Some(hash) = rest.find('#') {
            let comment = rest[hash..].split('\n').next().unwrap_or_default();
            out.push(comment.trim_end());
            rest = &rest[hash + comment.len()..];
        }
        at = end.max(at);
    }
    out.sort_unstable();
    out
}
