//! The registry of rules. A rule stands here once; a test asks for a fixture of each.

use super::{Rule, Severity};

macro_rules! rules {
    ($($name:ident = $id:literal, $severity:ident: $summary:literal;)*) => {
        $(#[doc = $summary] pub static $name: Rule = Rule { id: $id, severity: Severity::$severity, summary: $summary };)*

        /// Every rule, in the order of this file.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    // Files.
    NO_SPEC = "no-spec", Error: "There is no spec folder that can be read.";
    UNREADABLE_FILE = "unreadable-file", Error: "A file of the spec cannot be read.";
    FILE_TOO_LARGE = "file-too-large", Error: "A file of the spec is larger than the cap.";
    NOT_UTF8 = "not-utf8", Error: "A file of the spec is not UTF-8.";
    TOO_MANY_FINDINGS = "too-many-findings", Warning: "There is more to find than is shown.";
    IGNORED_FILE = "ignored-file", Warning: "A file in the spec folder is not read, and probably should be.";

    // YAML.
    YAML_SYNTAX = "yaml-syntax", Error: "The file is not YAML.";
    YAML_FEATURE = "yaml-feature", Error: "The file uses a part of YAML that the spec language does without.";
    NESTING_TOO_DEEP = "nesting-too-deep", Error: "Lists and maps lie too deep in one another.";
    DUPLICATE_KEY = "duplicate-key", Error: "A key stands twice in one map.";

    // Shape.
    UNKNOWN_KEY = "unknown-key", Error: "The language has no such key here.";
    MISSING_KEY = "missing-key", Error: "A required key is not there.";
    WRONG_TYPE = "wrong-type", Error: "A value is of another type than its key takes.";
    UNKNOWN_VALUE = "unknown-value", Error: "A value is none of those that its key takes.";
    TEXT_TOO_LONG = "text-too-long", Error: "A text is longer than anybody reads.";
    EMPTY_TEXT = "empty-text", Error: "A text that people need is empty.";
    MISPLACED_KEY = "misplaced-key", Error: "A key does not go with what stands beside it.";

    // The book.
    NO_API = "no-api", Error: "No file of the spec says which API it is about.";
    TWO_APIS = "two-apis", Error: "What a book has once stands in more than one file.";
    UNSUPPORTED_VERSION = "unsupported-version", Error: "The spec is written in a version of the language that this errbook does not read.";
    BAD_VERSION = "bad-version", Error: "A version is not of the form 1.2.3.";
    BAD_CRATE_NAME = "bad-crate-name", Error: "A crate cannot be called this.";
    BAD_PATH = "bad-path", Error: "A path is not one that Cargo can follow.";
    BAD_LINK = "bad-link", Error: "A link is not one that people can follow.";
    BAD_DURATION = "bad-duration", Error: "A duration is not a whole number with a unit.";
    BAD_RETRY = "bad-retry", Error: "Retry advice that makes no sense.";
    ENVELOPE_COLLISION = "envelope-collision", Error: "Two things would have one name in the body of a response.";

    // Entries.
    BAD_CODE = "bad-code", Error: "A code is not written as the book's style asks.";
    UNUSUAL_CODE = "unusual-code", Warning: "A code that works, and that people and programs will stumble over.";
    DUPLICATE_CODE = "duplicate-code", Error: "A code is defined twice.";
    RETIRED_CODE_USED = "retired-code-used", Error: "A retired code is defined again.";
    UNKNOWN_CODE_REFERENCE = "unknown-code-reference", Error: "A code is named that the book does not have.";
    BAD_STATUS = "bad-status", Error: "A status is not that of an error.";
    UNUSUAL_STATUS = "unusual-status", Warning: "A redirect's status for an error.";
    MISSING_HEADER = "missing-header", Warning: "A status that asks for a header, without it.";
    DEPRECATED_IN_FUTURE = "deprecated-in-future", Error: "A code is deprecated or retired by a version that is still to come.";
    BAD_SINCE = "bad-since", Error: "A version at which nothing can have happened yet.";
    UNUSED_ALLOW = "unused-allow", Warning: "An allowed warning that does not come up.";
    BAD_NAME = "bad-name", Error: "No Rust name can be made of this, or the name given is none.";
    NAME_COLLISION = "name-collision", Error: "Two things would have one name in Rust.";

    // Payload.
    BAD_FIELD_NAME = "bad-field-name", Error: "A field cannot be called this.";
    FIELD_NAME_COLLISION = "field-name-collision", Error: "Two members of a payload would have one name.";
    BAD_HEADER_NAME = "bad-header-name", Error: "A header cannot be called this, or is not the book's to set.";
    BAD_HEADER_VALUE = "bad-header-value", Error: "A header cannot have this value.";
    BAD_MINIMUM = "bad-minimum", Error: "A bound other than 0.";
    BAD_EXAMPLE = "bad-example", Error: "An example does not fit what it is an example of.";
    MISSING_EXAMPLE = "missing-example", Warning: "The docs have to make a value up, for there is no example.";
    UNUSED_FIELD = "unused-field", Warning: "A field that neither the message nor any example shows.";

    // Texts.
    BAD_TEMPLATE = "bad-template", Error: "The braces of a message do not match.";
    UNKNOWN_PLACEHOLDER = "unknown-placeholder", Error: "A message names a field or header that its entry does not have.";
    CONTROL_CHARACTER = "control-character", Warning: "A character that nobody sees, or that changes how others are seen.";
    RELATIVE_LINK = "relative-link", Warning: "A relative link in a text: it is shown as text, since the text is on several pages.";
    COMMENT_IN_TEXT = "comment-in-text", Warning: "A text without quotes ends at a `#`, and what follows looks like a part of it.";
    RAW_HTML = "raw-html", Warning: "HTML in a text: it is shown, not obeyed.";
    BAD_GUIDE = "bad-guide", Error: "A guide does not begin with a heading.";
    UNKNOWN_FIELD_REFERENCE = "unknown-field-reference", Error: "A guide names a field or header that a code does not have.";
    UNKNOWN_DIRECTIVE = "unknown-directive", Error: "A guide asks for something that errbook does not make.";

    // Waivers.
    BAD_DATE = "bad-date", Error: "A date is not one of the calendar.";
}
