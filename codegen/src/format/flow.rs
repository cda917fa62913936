//! Lists and maps in brackets on one line.

use super::order::Shape;
use crate::syntax::{Kind, Scalar, Value};

/// A list or map in brackets with canonical order and spacing. `None` if it is not on one line, or has a form of YAML
/// that is kept as it is.
pub(super) fn flow(text: &str, value: Value<'_>, shape: Shape) -> Option<String> {
    let span = value.span();
    let (start, end) = (span.start as usize, span.end as usize);
    let slice = text.get(start..end)?;
    if slice.contains('\n') {
        return None;
    }
    let gap = |from: usize, to: usize, expected: &str| {
        let found = text.get(from..to)?;
        found.chars().filter(|c| !matches!(c, ' ' | '\t')).eq(expected.chars()).then_some(())
    };
    // A comma may follow the last value.
    let closed =
        |from: usize, bracket: &str| gap(from, end, bracket).or_else(|| gap(from, end, &format!(",{bracket}")));
    let (mut at, mut separator) = (start, "");
    match value.kind() {
        Kind::Scalar(Scalar::Nothing) | Kind::Reported => None,
        Kind::Scalar(_) => Some(slice.to_owned()),
        Kind::List => {
            let mut items = Vec::new();
            for item in value.items() {
                gap(at, item.span().start as usize, if separator.is_empty() { "[" } else { separator })?;
                items.push(flow(text, item, shape.item())?);
                (at, separator) = (item.span().end as usize, ",");
            }
            closed(at, if items.is_empty() { "[]" } else { "]" })?;
            Some(format!("[{}]", items.join(", ")))
        }
        Kind::Map => {
            let mut pairs = Vec::new();
            for pair in value.pairs() {
                let key = pair.key_span;
                gap(at, key.start as usize, if separator.is_empty() { "{" } else { separator })?;
                gap(key.end as usize, pair.value.span().start as usize, ":")?;
                let key = text.get(key.start as usize..key.end as usize)?;
                pairs.push(format!("{key}: {}", flow(text, pair.value, shape.value(pair.key))?));
                (at, separator) = (pair.value.span().end as usize, ",");
            }
            closed(at, if pairs.is_empty() { "{}" } else { "}" })?;
            if let Some(ranks) = shape.ranks(value) {
                let mut ranked: Vec<(usize, String)> = ranks.into_iter().zip(pairs).collect();
                ranked.sort_by_key(|it| it.0);
                pairs = ranked.into_iter().map(|it| it.1).collect();
            }
            Some(format!("{{{}}}", pairs.join(", ")))
        }
    }
}
