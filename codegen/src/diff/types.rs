//! What a field holds.

use super::comparison::Comparison;
use super::order::order;
use super::rule::{Bump, Verdict, case, rules};
use super::{At, field};
use crate::model::{EnumValue, KeySpans, Type};
use crate::text::quoted;

/// It is about a number.
const NUMBER: &str = "it is about a number";
/// It is about a word of an enumeration.
const WORD: &str = "it is about a word of an enumeration";

rules! {
    FIELD_TYPE_CHANGED = "field-type-changed":
        "A field holds something else.",
        "Old clients cannot read it, and the Rust type is another.",
        "Keep it as it is, and put a field of the new type beside it.",
        [case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)];
    FIELD_WIDENED = "field-widened":
        "A field may hold more than before: any number instead of integers, negative numbers too, or one more word.",
        "An old client meets what it did not expect. A number's Rust type is another; an enumeration has room for words that come later.",
        "Tell clients. What they cannot read yet goes into a field beside it.",
        [
            case(NUMBER, Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major),
            case(WORD, Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor),
        ];
    FIELD_NARROWED = "field-narrowed":
        "A field holds less than before: integers instead of any number, none that is negative, or one word less.",
        "Old clients have read more than that. The Rust type is another, or has lost the word that callers name.",
        "",
        [
            case(NUMBER, Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major),
            case(WORD, Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major),
        ];
}

/// Two types. `places` are those of the keys beside `type`; within the items of a list there are none, and what is said
/// there points at the whole.
/// `whose` types they are, in words.
pub(super) fn compare(
    it: &mut Comparison<'_>,
    at: &At,
    places: Option<(&KeySpans, &KeySpans)>,
    whose: &str,
    (old, new): (&Type, &Type),
) {
    let ty = format!("the type of {whose}");
    let key = |key| places.map_or_else(|| at.below(key), |(old, new)| at.key(key, old, new));
    match (old, new) {
        (Type::Enum { values: before, .. }, Type::Enum { values: after, .. }) => {
            words(it, &key("values"), whose, before, after);
        }
        (Type::List { of: before }, Type::List { of: after }) => {
            compare(it, &key("of"), None, &format!("an item of {whose}"), (before, after));
        }
        (Type::Object { fields: before, .. }, Type::Object { fields: after, .. }) => {
            field::compare(it, &key("fields"), before, after, false);
        }
        (Type::Integer { unsigned: before }, Type::Integer { unsigned: after }) => {
            let bound = |is_unsigned: bool| is_unsigned.then_some(0);
            let rule = if *after { &FIELD_NARROWED } else { &FIELD_WIDENED };
            it.value(&key("minimum"), rule, &format!("the least value of {whose}"), bound(*before), bound(*after));
        }
        (Type::Integer { .. }, Type::Number) => {
            it.value(&key("type"), &FIELD_WIDENED, &ty, Some(old.word()), Some(new.word()));
        }
        (Type::Number, Type::Integer { .. }) => {
            it.value(&key("type"), &FIELD_NARROWED, &ty, Some(old.word()), Some(new.word()));
        }
        _ => it.value(&key("type"), &FIELD_TYPE_CHANGED, &ty, Some(old.word()), Some(new.word())),
    }
}

fn words(it: &mut Comparison<'_>, at: &At, whose: &str, old: &[EnumValue], new: &[EnumValue]) {
    let texts = |values: &[EnumValue]| -> Vec<String> { values.iter().map(|it| it.value.clone()).collect() };
    let (old, new) = (texts(old), texts(new));
    for word in old.iter().filter(|it| !new.contains(it)) {
        let message = format!("{} is no value of {whose} any more", quoted(word));
        it.push(at.see(&FIELD_NARROWED, WORD, Some(word.clone()), None, message));
    }
    for word in new.iter().filter(|it| !old.contains(it)) {
        let message = format!("{} is a new value of {whose}", quoted(word));
        let change = at.see(&FIELD_WIDENED, WORD, None, Some(word.clone()), message);
        it.push(change.help("Tell clients. In Rust it is `Other` until they update."));
    }
    order(it, at, &format!("the values of {whose}"), &old, &new);
}
