//! Rules of files and of YAML.

use super::{error, one, rules, several};
use crate::diagnostics::{Rule, Severity};

rules! {
    NO_SPEC = "no-spec", Error: "The spec folder is missing or cannot be read.", None;
    UNREADABLE_FILE = "unreadable-file", Error: "A file of the spec cannot be read.", None;
    FILE_TOO_LARGE = "file-too-large", Error: "A file of the spec is larger than the limit.", None;
    NOT_UTF8 = "not-utf8", Error: "A file of the spec is not UTF-8.", None;
    TOO_MANY_FINDINGS = "too-many-findings", Warning: "Not all diagnostics are shown.", None;
    IGNORED_FILE = "ignored-file", Warning: "A file in the spec folder is ignored, but looks like a part of the book.",
        several(&[("more.yml", "errors: []\n")], &[("more.yaml", "errors: []\n")]);
    TOML_SYNTAX = "toml-syntax", Error: "`errbook.toml` is not valid TOML.", None;
    YAML_SYNTAX = "yaml-syntax", Error: "A file is not valid YAML.",
        one(error!("details: Not free: taken."), error!("details: \"Not free: taken.\""));
    YAML_FEATURE = "yaml-feature", Error: "A file uses a feature of YAML that the spec language does not support.",
        one(error!("details: !!str Names are unique."), error!("details: Names are unique."));
    NESTING_TOO_DEEP = "nesting-too-deep", Error: "Lists and maps are nested too deep.", None;
    DUPLICATE_KEY = "duplicate-key", Error: "A map has the same key twice.",
        one(error!("code: gone"), error!("message: It is taken."));
}
