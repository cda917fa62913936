//! Headers of every error response.

use super::{ENVELOPE_HEADER_ADDED, ENVELOPE_HEADER_CHANGED, ENVELOPE_HEADER_REMOVED, HAS_CODE, NO_CODE, at, placed};
use crate::compat::context::Context;
use crate::compat::difference::Kind;
use crate::compat::location::Step;
use crate::compat::rules::order::order;
use crate::compat::rules::texts::FORMATTING_ONLY;
use crate::compat::value::Value;
use crate::model::{EnvelopeHeader, What, slots_of, text_as_written};

pub(super) fn compare(it: &mut Context<'_>) {
    let (old, new) = (&it.old.envelope, &it.new.envelope);
    let find = |all: &'_ [EnvelopeHeader], name: &str| -> Option<usize> {
        all.iter().position(|it| it.name.eq_ignore_ascii_case(name))
    };
    let value = |it: &EnvelopeHeader| Some(Value::Plain(text_as_written(&it.value)));
    let is_in_body = old.found_at(&What::Code).is_some();
    let with_code = old.headers.iter().filter(|it| slots_of(&it.value).any(|it| it.what == What::Code)).count();
    for before in &old.headers {
        let has_code = slots_of(&before.value).any(|it| it.what == What::Code);
        let when = if has_code && with_code == 1 && !is_in_body { HAS_CODE } else { NO_CODE };
        let after = find(&new.headers, &before.name).map(|at| &new.headers[at]);
        let name = after.map_or(&before.name, |it| &it.name);
        let at =
            placed(at(it, "headers").below(Step::Name(name.clone())), Some(before.place), after.map(|it| it.place));
        let Some(after) = after else {
            it.push(at.change(&ENVELOPE_HEADER_REMOVED, when, Kind::Value("the header"), value(before), None));
            continue;
        };
        if text_as_written(&before.value) != text_as_written(&after.value) {
            let kind = Kind::Value("the header");
            it.push(at.change(&ENVELOPE_HEADER_CHANGED, when, kind, value(before), value(after)));
        }
        if before.name != after.name {
            let (from, to) = (Some(Value::plain(&before.name)), Some(Value::plain(&after.name)));
            it.push(at.change(&FORMATTING_ONLY, "", Kind::LetterCase, from, to));
        }
    }
    for after in new.headers.iter().filter(|it| find(&old.headers, &it.name).is_none()) {
        let at = placed(at(it, "headers").below(Step::Name(after.name.clone())), None, Some(after.place));
        it.push(at.change(&ENVELOPE_HEADER_ADDED, "", Kind::Value("the header"), None, value(after)));
    }
    let names = |all: &[EnvelopeHeader]| -> Vec<String> { all.iter().map(|it| it.name.to_lowercase()).collect() };
    let at = at(it, "headers");
    order(it, &at, "the headers", &names(&old.headers), &names(&new.headers));
}
