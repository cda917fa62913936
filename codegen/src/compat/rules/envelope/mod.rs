//! The layout of an error in a response: its rules, and the comparison of two layouts.
//!
//! Both forms of `envelope` are compared as templates, so that a long form of the same template is no change.

mod entry;
mod headers;
mod members;
mod template;

use crate::compat::context::Context;
use crate::compat::difference::{Difference, Kind};
use crate::compat::impact::{Bump, Section, Verdict, case};
use crate::compat::location::{Location, Step};
use crate::compat::rule::rules;
use crate::compat::wording::{Part, Wording, wording};
use crate::model::{Book, Envelope, KeySpans, ShortForm};
use crate::source::Span;
pub(super) use entry::compare as compare_entry;

/// A member of the body, which its path names.
const MEMBER: &str = "the member";

/// The layout changed, or the number of errors in it.
const ELSEWHERE: &str = "one of them is not at its old place";
const SEVERAL: &str = "a response can have several errors";
const ONE: &str = "a response has one error only";
/// A client has no other way to recognize an error.
const RECOGNIZED_BY_IT: &str = "errors are recognized by it";
/// A client has a code, or another status.
const RECOGNIZED_BY_CODE: &str = "every error has its code and a status of 400 or more";
/// A message is a part of the form of an error, by which a client recognizes it if it has no code.
const HAS_OWN_CODE: &str = "the error has its code";
const RECOGNIZED_BY_FORM: &str = "the error has no code, and is recognized by its form";
/// A member that every error had.
const NO_VALUE: &str = "the code has no value any longer, and every error had one";
/// The server's own code must set the member, or responses lack what they should have.
const CALLER: &str = "the server's own code must set it";
/// The server needs to do nothing.
const SUPPLIED: &str = "its value is supplied";
/// A member that each response sets, so that it is in the crate.
const IN_CRATE: &str = "every response had it, and the crate has a type for it";
const OPTIONAL_IN_CRATE: &str = "it was optional, and the crate has a type for it";
/// Any other member.
const ALWAYS: &str = "every response had it";
const OPTIONAL: &str = "it was optional";
/// Whether it is sent depends on the response.
const RESPONSE: &str = "any response may lack it";
/// Whether it is sent depends on the code or on the book.
const CODE: &str = "only errors that have no value for it lack it";
/// How the values of two types relate.
const NARROWER: &str = "every value of the new type is one of the old";
const READABLE: &str = "existing clients read the new values as text or numbers";
const UNREADABLE: &str = "existing clients cannot read every value";
/// The values of codes are constants, which are compared one by one.
const PER_CODE: &str = "each code has its own value";
/// `{status}` and `{status:text}`.
const STATUS: &str = "the status became a text or a number";
/// Other ways to supply a value.
const SAME_OWNER: &str = "each response has its own value";
const TO_CODES: &str = "each code has its own value, and each response had";
const TO_RESPONSES: &str = "each response has its own value, and each code had";
const TO_RESPONSES_RECOGNIZED: &str =
    "each response has its own value, and errors were recognized by that of their code";
/// Only a header has the code.
const HAS_CODE: &str = "only it has the code";
const NO_CODE: &str = "the code is elsewhere too";

rules! {
    ENVELOPE_CHANGED = "envelope-changed" {
        summary: "The code, the message or the fields were renamed, moved or removed in the body; or a response can have several errors and could have one only, or the reverse.",
        rationale: "Existing clients look for them at their old places. Of several errors they read the first.",
        fix: "Keep the envelope. A different body format needs a new version of the API, under a new URL.",
        cases: &[
            case(ELSEWHERE, Verdict::Breaking, Verdict::Dangerous, Bump::Major, Bump::Major),
            case(SEVERAL, Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor),
            case(ONE, Verdict::Safe, Verdict::Dangerous, Bump::Minor, Bump::Minor),
        ],
        message: changed,
        help: |it| match it.case.when {
            SEVERAL => Some(wording!["Tell clients. They read the first error until they update."]),
            ONE => Some(wording!["Remove calls of `and`: the errors that they add are no longer sent."]),
            _ => None,
        },
        clients: Some(|_| wording!["read errors in the new envelope. A program built with the old crate finds neither code nor message in it."]),
        servers: Some(|_, _| wording!["nothing needs to be rewritten. Update what parses bodies, such as tests."]),
    }
    ENVELOPE_MEMBER_ADDED = "envelope-member-added" {
        summary: "A member was added to the body of every error.",
        rationale: "Existing clients ignore it. A server that must set it, and does not, sends responses without it.",
        fix: "Set it in every service, or name a source: `from`.",
        cases: &[
            case(CALLER, Verdict::Safe, Verdict::Dangerous, Bump::Minor, Bump::Minor),
            case(SUPPLIED, Verdict::Safe, Verdict::Safe, Bump::Minor, Bump::Minor),
        ],
        section: Section::Added,
        message: |it| match &*it.new_text() {
            "{fields}" => wording!["a place for fields was added"],
            _ => wording!["the member ", in_body(it), " was added: ", it.new_value()],
        },
    }
    ENVELOPE_MEMBER_REMOVED = "envelope-member-removed" {
        summary: "A member was removed from the body of every error.",
        rationale: "Existing clients look for it. Servers that set it no longer compile.",
        fix: "Keep it until the next major version.",
        cases: &[
            case(IN_CRATE, Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major),
            case(OPTIONAL_IN_CRATE, Verdict::Dangerous, Verdict::Breaking, Bump::Minor, Bump::Major),
            case(ALWAYS, Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::None),
            case(OPTIONAL, Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::None),
        ],
        section: Section::Removed,
        message: |it| wording!["the member ", in_body(it), " was removed: ", it.old_value()],
        clients: Some(|it| wording!["do not expect ", in_body(it), "."]),
        servers: Some(|_, _| wording!["do not set or read it: `Members` no longer has it."]),
    }
    ENVELOPE_MEMBER_MOVED = "envelope-member-moved" {
        summary: "A member of the body of every error was renamed or moved.",
        rationale: "Existing clients look for it at its old place. In Rust it is the same.",
        fix: "Keep it, and repeat its value at the new place.",
        cases: &[
            case(ALWAYS, Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Minor),
            case(OPTIONAL, Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor),
        ],
        message: |it| wording!["the member ", it.old_value(), " moved to ", it.new_value()],
        clients: Some(|it| wording!["read ", it.new_value(), " instead of ", it.old_value(), "."]),
    }
    ENVELOPE_MEMBER_BECAME_OPTIONAL = "envelope-member-became-optional" {
        summary: "A member that every error has became optional.",
        rationale: "Clients that rely on it may not find it.",
        fix: "Keep it required.",
        cases: &[
            case(RESPONSE, Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Minor),
            case(CODE, Verdict::Safe, Verdict::Safe, Bump::Minor, Bump::None),
        ],
        message: |it| wording!["the member ", in_body(it), " became optional"],
        clients: Some(|it| wording!["expect responses without ", in_body(it), "."]),
    }
    ENVELOPE_MEMBER_BECAME_REQUIRED = "envelope-member-became-required" {
        summary: "An optional member became one that every error has.",
        rationale: "A server that must set it, and does not, sends responses without it.",
        fix: "Set it in every service, or name a source: `from`.",
        cases: &[
            case(CALLER, Verdict::Safe, Verdict::Dangerous, Bump::None, Bump::Minor),
            case(SUPPLIED, Verdict::Safe, Verdict::Safe, Bump::None, Bump::Minor),
        ],
        message: |it| wording!["the member ", in_body(it), " became required"],
    }
    ENVELOPE_MEMBER_TYPE_CHANGED = "envelope-member-type-changed" {
        summary: "The type of a member of the envelope changed.",
        rationale: "Existing clients may not be able to read it, and its Rust type changed.",
        fix: "Keep the member as it is, and add one of the new type.",
        cases: &[
            case(UNREADABLE, Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major),
            case(READABLE, Verdict::Dangerous, Verdict::Breaking, Bump::Minor, Bump::Major),
            case(NARROWER, Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major),
            case(STATUS, Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::None),
            case(PER_CODE, Verdict::Safe, Verdict::Safe, Bump::None, Bump::None),
        ],
        message: changed,
        clients: Some(|it| wording!["read ", it.location.path.last_code(), " as ", it.new_type(), "."]),
        servers: Some(|it, _| wording!["set and read ", it.location.path.last_code(), " as ", it.new_type(), "."]),
    }
    ENVELOPE_MEMBER_SOURCE_CHANGED = "envelope-member-source-changed" {
        summary: "The source of a member's value changed: the server's own code, the clock, the request, or the code of the error.",
        rationale: "A server may have to set the value, or no longer can. Clients compare the values of codes, and not those of responses.",
        fix: "Check what servers set.",
        cases: &[
            case(SAME_OWNER, Verdict::Safe, Verdict::Dangerous, Bump::None, Bump::Minor),
            case(TO_CODES, Verdict::Safe, Verdict::Breaking, Bump::None, Bump::Major),
            case(TO_RESPONSES, Verdict::Dangerous, Verdict::Dangerous, Bump::Minor, Bump::Minor),
            case(TO_RESPONSES_RECOGNIZED, Verdict::Breaking, Verdict::Dangerous, Bump::Major, Bump::Major),
        ],
        clients: Some(|it| wording!["do not recognize errors by ", it.location.path.last_code(), "."]),
        servers: Some(|it, _| wording!["the value of ", it.location.path.last_code(), " is from ", it.new_value(), " now: `Members` changed."]),
    }
    ENVELOPE_CONSTANT_CHANGED = "envelope-constant-changed" {
        summary: "A constant of the body changed.",
        rationale: "Clients that compare it receive a different value. Without a code, or with a status of success, it is what tells an error.",
        fix: "Keep it. If clients recognize errors by it, a different value needs a new version of the API.",
        cases: &[
            case(RECOGNIZED_BY_CODE, Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor),
            case(RECOGNIZED_BY_IT, Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Major),
        ],
        message: |it| it.change_of(wording![in_body(it)]),
        clients: Some(|it| wording!["expect ", it.new_value(), " in ", in_body(it), ", and no longer ", it.old_value(), "."]),
        servers: Some(|_, _| wording!["no change is needed."]),
    }
    CODE_MEMBER_CHANGED = "code-member-changed" {
        summary: "A code has a different value for a member of the envelope.",
        rationale: "Clients that compare it receive a different value. If the code is not sent, it is what tells the error.",
        fix: "Keep the value. If clients recognize the error by it, add a new code instead.",
        cases: &[
            case(RECOGNIZED_BY_CODE, Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor),
            case(RECOGNIZED_BY_IT, Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Major),
            case(NO_VALUE, Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Major),
        ],
        message: |it| it.change_of(wording!["the value of ", it.location.path.last_code()]),
        clients: Some(|it| wording!["expect ", it.new_value(), " in ", it.location.path.last_code(), ", and no longer ", it.old_value(), "."]),
        servers: Some(|_, _| wording!["no change is needed."]),
    }
    CODE_NOT_SENT = "code-not-sent" {
        summary: "The code of an error is no longer sent.",
        rationale: "Existing clients look for it, and cannot tell the error from others of its status.",
        fix: "Keep sending the code.",
        cases: &[case("", Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Major)],
        message: |_| wording!["the code is no longer sent"],
        clients: Some(|_| wording!["recognize the error by its status and its body: it has no code."]),
        servers: Some(|_, _| wording!["no change is needed."]),
    }
    CODE_SENT = "code-sent" {
        summary: "The code of an error is sent, and was not.",
        rationale: "Clients that recognize the error by the absence of a code no longer do. Programs built with the old crate read the code.",
        fix: "Tell clients before a server sends it.",
        cases: &[case("", Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor)],
        message: |_| wording!["the code is sent now"],
    }
    MESSAGE_NOT_SENT = "message-not-sent" {
        summary: "The message of an error is no longer sent.",
        rationale: "People and logs that show it have none.",
        fix: "Keep sending the message.",
        cases: &[
            case(HAS_OWN_CODE, Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor),
            case(RECOGNIZED_BY_FORM, Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Major),
        ],
        message: |_| wording!["the message is no longer sent"],
        clients: Some(|_| wording!["recognize the error by its new form: it has no message."]),
        servers: Some(|_, _| wording!["no change is needed."]),
    }
    MESSAGE_SENT = "message-sent" {
        summary: "The message of an error is sent, and was not.",
        rationale: "Clients may recognize the error by the absence of a message.",
        fix: "Tell clients.",
        cases: &[
            case(HAS_OWN_CODE, Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor),
            case(RECOGNIZED_BY_FORM, Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Major),
        ],
        message: |_| wording!["the message is sent now"],
        clients: Some(|_| wording!["recognize the error by its new form: it has a message."]),
        servers: Some(|_, _| wording!["no change is needed."]),
    }
    FIELD_MOVED = "field-moved" {
        summary: "A field has a different place in the body.",
        rationale: "Existing clients look for it at its old place. In Rust it is the same.",
        fix: "Keep its place.",
        cases: &[case("", Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Major)],
        message: |it| it.change_of(wording!["the place of ", it.member()]),
        clients: Some(|it| wording!["read ", it.member(), " at ", it.new_value(), " instead of ", it.old_value(), "."]),
        servers: Some(|_, _| wording!["no change is needed."]),
    }
    CODE_TYPE_CHANGED = "code-type-changed" {
        summary: "Codes became numbers in the body, or are no longer numbers.",
        rationale: "Existing clients compare them with values of the other type.",
        fix: "Keep the type of codes. A different type needs a new version of the API, under a new URL.",
        cases: &[case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)],
        clients: Some(|it| wording!["read codes of the style ", it.new_value(), ", and no longer ", it.old_value(), "."]),
        servers: Some(|_, _| wording!["use the new names of codes. Update what parses bodies, such as tests."]),
    }
    CONTENT_TYPE_CHANGED = "content-type-changed" {
        summary: "The media type of error responses changed.",
        rationale: "Clients that check it before they read a body receive a different one.",
        fix: "Tell clients that check the media type.",
        cases: &[case("", Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor)],
    }
    ENVELOPE_HEADER_ADDED = "envelope-header-added" {
        summary: "A header was added to every error response.",
        rationale: "Existing clients ignore it.",
        cases: &[case("", Verdict::Safe, Verdict::Safe, Bump::Minor, Bump::None)],
        section: Section::Added,
        message: |it| wording!["the header ", it.location.path.last_code(), " was added: ", it.new_value()],
    }
    ENVELOPE_HEADER_REMOVED = "envelope-header-removed" {
        summary: "A header was removed from every error response.",
        rationale: "Clients that read it do not find it.",
        fix: "Keep it until the next major version.",
        cases: &[
            case(NO_CODE, Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor),
            case(HAS_CODE, Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Major),
        ],
        section: Section::Removed,
        message: |it| wording!["the header ", it.location.path.last_code(), " was removed: ", it.old_value()],
        clients: Some(|it| wording!["do not look for the code in ", it.location.path.last_code(), "."]),
        servers: Some(|_, _| wording!["no change is needed."]),
    }
    ENVELOPE_HEADER_CHANGED = "envelope-header-changed" {
        summary: "The value of a header of every error response changed.",
        rationale: "Clients that read it receive a different value.",
        fix: "Keep the value, and add a header.",
        cases: &[
            case(NO_CODE, Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor),
            case(HAS_CODE, Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Major),
        ],
        message: |it| it.change_of(wording!["the header ", it.location.path.last_code()]),
        clients: Some(|it| wording!["read the code from ", it.new_value(), " in ", it.location.path.last_code(), "."]),
        servers: Some(|_, _| wording!["no change is needed."]),
    }
    READ_CODE_CHANGED = "read-code-changed" {
        summary: "New clients cut the code out of what they read in a different way.",
        rationale: "Responses are the same, and existing clients read them as before.",
        cases: &[case("", Verdict::Safe, Verdict::Safe, Bump::None, Bump::Minor)],
    }
}

/// The member of the body that a change is about.
fn in_body(it: &Difference) -> Part {
    Part::Code(it.location.path.in_body())
}

/// A change of a member of the body, or of something that has a name of its own.
fn changed(it: &Difference) -> Wording {
    match it.kind {
        Kind::Value(MEMBER) => it.change_of(wording![in_body(it)]),
        _ => it.value_message(),
    }
}

/// The places of `envelope` in both books.
fn places<'a>(it: &Context<'a>) -> [Option<&'a KeySpans>; 2] {
    [it.old, it.new].map(|it| it.envelope.places.as_ref())
}

/// A key of the envelope. If the envelope was omitted, its place is that of the book's head.
fn at(it: &Context<'_>, key: &'static str) -> Location {
    let place = |book: &Book, places: Option<&KeySpans>| places.map_or(book.api.places.whole(), |it| it.of(key));
    let [old, new] = places(it);
    Location::of_book(&["envelope", key], place(it.old, old), place(it.new, new))
}

/// The same, with the places of a name in it.
fn placed(at: Location, old: Option<Span>, new: Option<Span>) -> Location {
    let (old, new) = (old.or(at.old), new.or(at.new));
    at.at(old, new)
}

pub(in crate::compat) fn compare(it: &mut Context<'_>) {
    let (old, new): (&Envelope, &Envelope) = (&it.old.envelope, &it.new.envelope);
    match (&old.short, &new.short) {
        (Some(old), Some(new)) => short_forms(it, old, new),
        _ => template::compare(it),
    }
    headers::compare(it);
    let content_type = at(it, "content_type");
    it.plain(&content_type, &CONTENT_TYPE_CHANGED, "the media type", Some(&old.content_type), Some(&new.content_type));
    for (key, what, before, after) in [
        ("after", "the character before the code", old.read_code.after, new.read_code.after),
        ("before", "the character after the code", old.read_code.before, new.read_code.before),
    ] {
        let at = at(it, "read_code").below(Step::Key(key));
        it.plain(&at, &READ_CODE_CHANGED, what, before, after);
    }
    members::compare(it);
}

/// Two short forms, by the keys that name their members.
fn short_forms(it: &mut Context<'_>, old: &ShortForm, new: &ShortForm) {
    let beside = |it: &'_ ShortForm| it.fields_under.clone().unwrap_or_else(|| "beside".to_owned());
    let members = [
        ("within", "the member that holds the error", old.within.clone(), new.within.clone()),
        ("code", "the member that holds the code", Some(old.code.clone()), Some(new.code.clone())),
        ("message", "the member that holds the message", Some(old.message.clone()), Some(new.message.clone())),
        ("fields", "the member that holds the fields", Some(beside(old)), Some(beside(new))),
    ];
    for (key, what, before, after) in members {
        let at = at(it, key);
        it.plain(&at, &ENVELOPE_CHANGED, what, before, after);
    }
}

/// Whether clients of a book recognize any of its errors without a code, or by the body of a success.
fn is_recognized_by_form(book: &Book) -> bool {
    book.errors.iter().any(|it| !book.sends_code(it) || it.is_success())
}

/// The case of a constant.
fn recognized(is_recognized: bool) -> &'static str {
    if is_recognized { RECOGNIZED_BY_IT } else { RECOGNIZED_BY_CODE }
}
