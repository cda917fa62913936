//! Rules of keys and of the types of their values.

use super::{error, one, rules};
use crate::diagnostics::{Rule, Severity};

rules! {
    UNKNOWN_KEY = "unknown-key", Error: "A map has an unknown key.",
        one(error!("mesage: It is taken."), error!("message: It is taken."));
    MISSING_KEY = "missing-key", Error: "A required key is missing.",
        one(error!("fields:", "  plan: {type: enum, example: free}"), error!("fields:", "  plan: {type: enum, values: [free, paid], example: free}"));
    WRONG_TYPE = "wrong-type", Error: "A value has the wrong type.",
        one(error!("details: 5"), error!("details: \"5\""));
    UNKNOWN_VALUE = "unknown-value", Error: "A value is not one of the allowed words.",
        one(error!("fields:", "  by: {type: strnig, example: Ada}"), error!("fields:", "  by: {type: string, example: Ada}"));
    TEXT_TOO_LONG = "text-too-long", Error: "A text is longer than 1 MiB.", None;
    EMPTY_TEXT = "empty-text", Error: "A text is empty.",
        one(error!("message: \" \""), error!("message: It is taken."));
    MISPLACED_KEY = "misplaced-key", Error: "A key is not allowed together with its siblings.",
        one(error!("fields:", "  by: {type: string, minimum: 0, example: Ada}"), error!("fields:", "  by: {type: string, example: Ada}"));
}
