//! Pairs of specs and histories that once had a wrong verdict, each with the right one.
//!
//! They are read from `../shared/cases`, beside the repository. If the folder is missing, these tests print that and
//! pass.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use errbook_codegen::Compiled;
use errbook_codegen::compat::Report;
use errbook_codegen::compile;
use errbook_codegen::input::Input;

use super::report;
use crate::command::xtask;
use crate::specs::{drawn, files, root};

fn cases() -> Option<PathBuf> {
    let folder = root().join("../shared/cases");
    if !folder.is_dir() {
        eprintln!("skipped: there is no {}", folder.display());
        return None;
    }
    Some(folder)
}

fn compiled(inputs: Vec<Input>) -> Compiled {
    let compiled = compile(inputs);
    assert!(compiled.book.is_some(), "{}", drawn(&compiled));
    compiled
}

fn spec(folder: &std::path::Path) -> Vec<Input> {
    files(folder).into_iter().map(|(path, bytes)| Input::new(path, bytes)).collect()
}

/// Rule, code, path and impact of each change, the worst first. Policies are not included.
fn rows(report: &Report) -> Vec<String> {
    let changes = report.changes.iter().map(|it| &it.change).filter(|it| !it.rule.is_policy());
    let row = |it: &errbook_codegen::compat::Change| {
        let (impact, code) = (it.impact(), it.code().unwrap_or("-"));
        let parties = format!("{} {}", impact.client.as_str(), impact.server.as_str());
        let bumps = format!("{} {}", impact.contract.as_str(), impact.crate_bump.as_str());
        format!("{} {code} {}: {parties} {bumps}", it.rule.id, it.path())
    };
    changes.map(row).collect()
}

/// Each folder, and its changes.
#[rustfmt::skip]
const PAIRS: &[(&str, &[&str])] = &[
    // An unknown route no longer gets `not_found`, which is not a 404 by default now.
    ("status-default", &["status-class-changed not_found status: breaking dangerous major major", "fallback-changed - fallback.404: dangerous safe minor minor"]),
    ("status-plain", &["status-class-changed not_found status: breaking dangerous major major", "fallback-changed - fallback.404: dangerous safe minor minor"]),
    ("text-cut", &["meaning-changed io_required meaning: dangerous dangerous patch patch"]),
    ("report-10-narrowed", &["field-narrowed invalid fields.what.type: safe breaking minor major"]),
    ("own/00-own-retry-idempotent-always", &["retry-added not_found retry: safe safe minor minor"]),
    ("own/01-own-retry-always-idempotent", &["retry-removed not_found retry: breaking safe major minor"]),
    ("own/02-own-retry-never-always", &["retry-added not_found retry: safe safe minor minor"]),
    ("own/05-own-string-enum", &["field-narrowed not_found fields.k.type: safe breaking minor major"]),
    ("own/06-own-enum-string", &["field-widened not_found fields.k.type: dangerous breaking minor major"]),
    ("own/07-own-string-timestamp", &["field-narrowed not_found fields.k.type: safe breaking minor major"]),
    ("own/08-own-any-integer", &["field-narrowed not_found fields.k.type: safe breaking minor major"]),
    ("own/09-own-header-string-integer", &["header-narrowed not_found headers.X-A.type: safe breaking minor major"]),
    ("own/10-own-header-delay-integer", &["header-narrowed not_found headers.X-A.type: safe breaking minor major"]),
    ("own/11-own-header-integer-delay", &["header-widened not_found headers.X-A.type: breaking breaking major major"]),
    ("own/12-own-fixed-header-gets-type", &["header-type-changed not_found headers.X-A.type: dangerous breaking minor major"]),
    ("own/13-own-field-moves-to-header", &[
        "field-removed not_found fields.x: breaking breaking major major",
        "header-added not_found headers.x: safe breaking minor major",
        "fallback-changed - fallback.404: dangerous safe minor minor",
    ]),
    ("own/14-own-two-codes-swap-meanings", &[
        "meaning-changed a_b meaning: dangerous dangerous patch patch",
        "meaning-changed c_d meaning: dangerous dangerous patch patch",
    ]),
    ("own/15-own-code-case-only", &[
        "code-removed not_found code: breaking breaking major major",
        "fallback-changed - fallback.404: dangerous safe minor minor",
        "code-possible-rename not_found code: note note none none",
        "code-added NOT_FOUND code: safe safe minor minor",
    ]),
    ("own/16-own-meaning-typo", &["meaning-changed not_found meaning: dangerous dangerous patch patch"]),
    ("own/17-own-meaning-final-stop", &["meaning-reworded not_found meaning: note note patch patch"]),
    ("own/18-own-meaning-case", &["meaning-reworded not_found meaning: note note patch patch"]),
    ("own/19-own-meaning-link-moved", &["meaning-reworded not_found meaning: note note patch patch"]),
    ("own/20-own-meaning-markup", &["meaning-reworded not_found meaning: note note patch patch"]),
    ("own/21-own-meaning-negated", &["meaning-changed not_found meaning: dangerous dangerous patch patch"]),
    ("own/22-own-nested-field-renamed-no-was", &[
        "field-added not_found fields.o.fields.b: safe breaking minor major",
        "field-removed not_found fields.o.fields.a: breaking breaking major major",
    ]),
    ("own/23-own-enum-word-renamed", &[
        "field-narrowed not_found fields.k.values: safe breaking minor major",
        "field-widened not_found fields.k.values: dangerous safe minor minor",
    ]),
    ("own/24-own-field-becomes-optional-and-renamed", &[
        "field-became-optional not_found fields.m.optional: breaking breaking major major",
        "field-renamed not_found fields.m: breaking breaking major major",
        "fallback-changed - fallback.404: dangerous safe minor minor",
    ]),
    ("own/25-own-message-template-values-swapped", &["message-changed not_found message: safe safe patch patch"]),
    ("own/26-own-code-deprecated-since-future-same", &["code-deprecated not_found deprecated: note note minor minor"]),
    ("own/27-own-envelope-within", &["envelope-changed - envelope.within: breaking dangerous major major"]),
    ("own/28-own-api-version-up-only", &[]),
    ("own/29-own-retired-use-changed", &["replacement-changed x_y retired.use: note note minor minor"]),
    ("rename/1-two-renamed", &[
        "code-removed tool_lost_853 code: breaking breaking major major",
        "code-removed tool_pickup_854 code: breaking breaking major major",
        "code-possible-rename tool_lost_853 code: note note none none",
        "code-possible-rename tool_pickup_854 code: note note none none",
        "code-added tool_lost code: safe safe minor minor",
        "code-added tool_pickup code: safe safe minor minor",
    ]),
    ("rename/2-unrelated-pair", &[
        "code-removed new_wifi code: breaking breaking major major",
        "code-added metrics_config code: safe safe minor minor",
    ]),
    ("rename/3-case-only", &[
        "code-removed KV:Cloud:IO code: breaking breaking major major",
        "code-removed KV:Cloud:SSL code: breaking breaking major major",
        "code-possible-rename KV:Cloud:IO code: note note none none",
        "code-possible-rename KV:Cloud:SSL code: note note none none",
        "code-added KV:Cloud:Io code: safe safe minor minor",
        "code-added KV:Cloud:Ssl code: safe safe minor minor",
    ]),
    ("rename/4-rename-and-status", &[
        "code-removed Timeout code: breaking breaking major major",
        "code-possible-rename Timeout code: note note none none",
        "code-added TIMEOUT code: safe safe minor minor",
    ]),
    ("rename/5-rename-and-field", &[
        "code-removed EMAIL_UNCONFIRMED code: breaking breaking major major",
        "code-possible-rename EMAIL_UNCONFIRMED code: note note none none",
        "code-added EMAIL_UNCONFIRMED_X code: safe safe minor minor",
    ]),
];

/// A payload where there was none: the versions of contract and crate decide.
const VERSIONS: &[&str] = &["own/03-own-first-optional-field", "own/04-own-first-optional-header"];

#[test]
fn each_pair_has_its_verdict() {
    let Some(cases) = cases() else { return };
    for (name, expected) in PAIRS {
        let [old, new] = ["old", "new"].map(|side| compiled(spec(&cases.join(name).join(side))));
        assert_eq!(rows(&report(&old, &new, None)), *expected, "{name}");
    }
    for folder in ["own", "rename"] {
        for entry in fs::read_dir(cases.join(folder)).expect("a folder") {
            let name = format!("{folder}/{}", entry.expect("an entry").file_name().to_string_lossy());
            assert!(PAIRS.iter().any(|it| it.0 == name) || VERSIONS.contains(&&*name), "{name} is not tried");
        }
    }
}

/// The note on a rename, and the excerpts of a long text.
#[test]
fn what_a_reviewer_reads_of_them() {
    let Some(cases) = cases() else { return };
    let says: [(&str, &[&str]); 6] = [
        ("rename/1-two-renamed", &["same meaning, remediation and status", "since: 2.0.0, renamed_to: tool_lost}"]),
        ("rename/3-case-only", &["differ only in letter case and separators", "renamed_to: \"KV:Cloud:Io\"}"]),
        ("rename/4-rename-and-status", &["the status was 400", "{code: Timeout, since: "]),
        ("rename/5-rename-and-field", &["different fields", "renamed_to: EMAIL_UNCONFIRMED_X}"]),
        ("own/15-own-code-case-only", &["`{code: not_found, since: ", "renamed_to: NOT_FOUND}"]),
        ("text-cut", &["create_media_buy.` to `", "accept_proposal.`"]),
    ];
    for (name, expected) in says {
        let [old, new] = ["old", "new"].map(|side| compiled(spec(&cases.join(name).join(side))));
        let text = |it: &errbook_codegen::compat::Change| {
            format!("{} {}", it.message(), it.help().map(|it| it.to_string()).unwrap_or_default())
        };
        let all: Vec<String> = report(&old, &new, None).changes.iter().map(|it| text(&it.change)).collect();
        let all = all.join("\n").replace("`- {", "`{");
        for it in expected {
            assert!(all.contains(it), "{name}: {it}\n{all}");
        }
    }
}

#[test]
fn a_waiver_fits_a_typo() {
    let Some(cases) = cases() else { return };
    let new = spec(&cases.join("waive/new"));
    let text = fs::read_to_string(cases.join("waive/new/errors.yaml")).expect("the spec");
    let version = text.split_once("version: ").and_then(|it| it.1.split_once(',')).expect("a version").0;
    let old = text.replace("such", "sush").replace(version, "1.0.0");
    assert_ne!(old, text);
    let report = report(&compiled(vec![Input::new("errors.yaml", old)]), &compiled(new), None);
    assert_eq!(rows(&report), ["meaning-changed not_found meaning: dangerous dangerous patch patch"]);
    assert!(report.changes.iter().all(|it| it.waiver().is_some()), "{:?}", report.changes);
    assert!(!report.fails(errbook_codegen::compat::FailOn::Any));
}

/// What the scripts of the histories print: the last line of each command is its exit status.
#[test]
fn each_history_has_its_verdict() {
    let Some(cases) = cases() else { return };
    let played = |name: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let script = cases.join(name).join("make.sh").canonicalize().expect("a script");
        let out = Command::new("bash").arg(script).arg(xtask()).current_dir(folder.path()).output().expect("bash runs");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).expect("UTF-8")
    };
    let moved = played("report-11-renamed-folder");
    assert!(moved.contains("code-removed") && moved.contains("status-changed") && moved.ends_with("rc=1\n"), "{moved}");
    assert!(moved.contains("The book was moved: it is compared with the one in `spec` of `"), "{moved}");

    // The second command has no base, and HEAD is on the main branch: nothing has changed since.
    let submodule = played("report-12-submodule");
    let (first, second) = submodule.split_once("rc=1\n").expect("the first command fails");
    assert!(first.contains("breaking[code-removed]") && first.contains("[remediation-changed]"), "{submodule}");
    assert!(second.starts_with("No changes. Passed.\n") && second.ends_with("rc=0\n"), "{submodule}");

    assert!(played("report-13-crlf").ends_with("rc=0\n"));
}
