//! Rules of texts, guides and waivers.

use super::{error, one, rules, several};
use crate::diagnostics::{Rule, Severity};

const TAKEN: (&str, &str) = (
    "shop.yaml",
    "errors:\n  - status: 409\n    code: taken\n    meaning: The name is taken.\n    remediation: Choose a different name.\n    fields:\n      by: {type: string, example: Ada}\n",
);

rules! {
    BAD_TEMPLATE = "bad-template", Error: "The braces of a message or a template do not match, or a placeholder is not possible there.",
        one(
            error!("message: \"Taken by {by.\"", "fields:", "  by: {type: string, example: Ada}"),
            error!("message: \"Taken by {by}.\"", "fields:", "  by: {type: string, example: Ada}"),
        );
    UNKNOWN_PLACEHOLDER = "unknown-placeholder", Error: "A placeholder of a message is neither a field nor a header of its error, or one of the envelope has an unknown format.",
        one(
            error!("message: \"Taken by {bye}.\"", "fields:", "  by: {type: string, example: Ada}"),
            error!("message: \"Taken by {by}.\"", "fields:", "  by: {type: string, example: Ada}"),
        );
    CONTROL_CHARACTER = "control-character", Warning: "A text contains an invisible character, or one that changes the display of others.",
        one(error!("message: \"It is\\u200b taken.\""), error!("message: \"It is taken.\""));
    COMMENT_IN_TEXT = "comment-in-text", Warning: "A comment that looks like part of an unquoted text cuts it off.",
        one(error!("details: See issue #12."), error!("details: \"See issue #12.\""));
    BAD_LINK = "bad-link", Error: "A link does not use http, https or mailto.",
        one(error!("details: \"See [names](ftp://shop.example/names).\""), error!("details: \"See [names](https://shop.example/names).\""));
    RELATIVE_LINK = "relative-link", Warning: "A link in a text of an error is relative, and is shown as text.",
        one(error!("details: See [names](names.md)."), error!("details: \"See [names](https://shop.example/names).\""));
    RAW_HTML = "raw-html", Warning: "A text contains HTML, which is shown as text.",
        one(error!("details: Names are <b>unique</b>."), error!("details: Names are **unique**."));
    TODO_TEXT = "todo-text", Warning: "A text is only `TODO`, as an import leaves it.",
        one(error!("details: TODO"), error!("details: Names are unique for each account."));
    BAD_GUIDE = "bad-guide", Error: "A guide does not begin with a title.",
        several(&[("guides/names.md", "Names are unique.\n")], &[("guides/names.md", "# Names\n\nNames are unique.\n")]);
    UNKNOWN_FIELD_REFERENCE = "unknown-field-reference", Error: "A guide refers to an unknown field or header of a code.",
        several(
            &[TAKEN, ("guides/names.md", "# Names\n\nSee {{#field taken bye}}.\n")],
            &[TAKEN, ("guides/names.md", "# Names\n\nSee {{#field taken by}}.\n")],
        );
    UNKNOWN_DIRECTIVE = "unknown-directive", Error: "A directive of a guide is unknown or misused.",
        several(
            &[TAKEN, ("guides/names.md", "# Names\n\nSee {{#table taken}}.\n")],
            &[TAKEN, ("guides/names.md", "# Names\n\nSee {{#code taken}}.\n")],
        );
    BAD_DATE = "bad-date", Error: "A date is not valid.",
        several(
            &[TAKEN, ("waivers.yaml", "- {rule: meaning-changed, code: taken, path: meaning, from: A, to: B, reason: R., expires: 2026-02-30}\n")],
            &[TAKEN, ("waivers.yaml", "- {rule: meaning-changed, code: taken, path: meaning, from: A, to: B, reason: R., expires: 2026-02-28}\n")],
        );
}
