//! Rules of fields, headers and examples.

use super::{error, one, rules};
use crate::diagnostics::{Rule, Severity};

rules! {
    BAD_FIELD_NAME = "bad-field-name", Error: "The name of a field is empty, or no Rust name can be derived from it.",
        one(error!("fields:", "  \"…\": {type: string, example: a}"), error!("fields:", "  \"…\": {type: string, name: dots, example: a}"));
    FIELD_NAME_COLLISION = "field-name-collision", Error: "Two members of a payload have the same name.",
        one(
            error!("fields:", "  retry-after: {type: string, example: noon}", "headers:", "  Retry-After: {type: delay}"),
            error!("fields:", "  retry-after: {type: string, name: retry_time, example: noon}", "headers:", "  Retry-After: {type: delay}"),
        );
    BAD_HEADER_NAME = "bad-header-name", Error: "The name of a header is not valid, or is set by the server.",
        one(error!("headers:", "  Retry After: {type: delay}"), error!("headers:", "  Retry-After: {type: delay}"));
    BAD_HEADER_VALUE = "bad-header-value", Error: "The value of a header is not valid.",
        one(error!("headers:", "  X-Shop: {value: Café}"), error!("headers:", "  X-Shop: {value: Cafe}"));
    BAD_MINIMUM = "bad-minimum", Error: "A minimum is not 0.",
        one(
            error!("fields:", "  left: {type: integer, minimum: 10, example: 12}"),
            error!("fields:", "  left: {type: integer, minimum: 0, example: 12, doc: At least 10.}"),
        );
    BAD_EXAMPLE = "bad-example", Error: "An example does not fit its type, or the fields of its error.",
        one(error!("fields:", "  left: {type: integer, example: three}"), error!("fields:", "  left: {type: integer, example: 3}"));
    MISSING_EXAMPLE = "missing-example", Warning: "A field or header has no example, so that the docs show a placeholder value.",
        one(
            error!("message: \"{left} left.\"", "fields:", "  left: {type: integer}"),
            error!("message: \"{left} left.\"", "fields:", "  left: {type: integer, example: 3}"),
        );
    UNUSED_FIELD = "unused-field", Warning: "A field is used neither in the message nor in an example.",
        one(error!("fields:", "  by: {type: string, optional: true}"), error!("fields:", "  by: {type: string, optional: true, example: Ada}"));
}
