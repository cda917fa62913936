//! The output of `check`, in every form.

use std::fs;
use std::path::Path;
use std::process::Command;

use errbook_codegen::diagnostics::render::{github, sarif};
use errbook_codegen::diagnostics::{BAD_CODE, Diagnostic, RULES, UNUSUAL_STATUS};
use errbook_codegen::source::Sources;
use serde_json::{Value, json};

use super::{ENTRY, said, shop};
use crate::specs::{HEAD, files};

/// An error with two places, one with an edit that fixes it, and a warning.
const MISTAKES: &str = "errors:
  - {status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}
  - {status: 304, code: same, meaning: 100% the same., remediation: R.}
  - {status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}
  - {status: 409, code: versions, meaning: 1.0, remediation: R.}
";

/// A folder that is a repository, with the spec in `deep/spec/`.
fn repository(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let git = Command::new("git").args(["init", "--quiet"]).current_dir(folder.path()).status();
    assert!(git.is_ok_and(|it| it.success()), "git runs");
    fs::create_dir_all(folder.path().join("deep/spec")).unwrap();
    fs::write(folder.path().join("deep/spec").join(name), format!("{HEAD}{MISTAKES}")).unwrap();
    folder
}

#[test]
fn findings_are_the_answer_and_how_many_is_the_talk() {
    let (folder, _) = shop("errors:\n  - {status: 404, code: not_found, meaning: No such thing.}\n");
    let (status, answer, talk) = said(folder.path(), &["check", "--format", "json"]);
    assert_eq!((status, talk.as_str()), (1, ""));
    let it: Value = serde_json::from_str(&answer).expect("one object");
    assert_eq!((&it["rule"], &it["file"]), (&json!("missing-key"), &json!("shop.yaml")));
    assert_eq!((&it["line"], &it["column"]), (&json!(4), &json!(6)));

    let (status, answer, talk) = said(folder.path(), &["check"]);
    assert_eq!((status, talk.as_str()), (1, "1 error\n"));
    assert!(answer.starts_with("error[missing-key]: ") && answer.ends_with('\n'), "{answer}");
    assert!(!answer.contains('\u{1b}'), "{answer}");

    // For `codegen`, the written files are the result.
    let (status, answer, talk) = said(folder.path(), &["codegen"]);
    assert_eq!((status, answer.as_str()), (1, ""));
    assert!(talk.contains("error[missing-key]: ") && talk.contains("\n\n1 error\n"), "{talk}");
}

#[test]
fn warnings_are_findings_where_they_are_denied() {
    let (folder, _) = shop("errors:\n  - {status: 304, code: same, meaning: M., remediation: R.}\n");
    let (status, answer, talk) = said(folder.path(), &["check"]);
    assert_eq!((status, talk.as_str()), (0, "1 warning\n"));
    assert!(answer.starts_with("warning[unusual-status]: "), "{answer}");
    assert_eq!(said(folder.path(), &["check", "--deny-warnings"]).0, 1);

    let (folder, _) = shop(ENTRY);
    let (status, answer, talk) = said(folder.path(), &["check", "--deny-warnings"]);
    assert_eq!((status, answer.as_str(), talk.as_str()), (0, "", "spec: 1 code checked, no problems found\n"));
}

/// A file's name is untrusted, and a terminal interprets control characters.
#[cfg(unix)]
#[test]
fn names_of_files_are_shown_and_not_obeyed() {
    let evil = "a\u{202e}b\u{1b}[31m\u{9b}c\nd";
    let (folder, spec) = shop(ENTRY);
    let here = folder.path();
    fs::write(spec.join(format!("{evil}.yaml")), "errors: 1\n").unwrap();
    let is_tame = |text: &str| !text.contains(['\u{202e}', '\u{1b}', '\u{9b}']);
    let (status, answer, _) = said(here, &["check"]);
    assert_eq!(status, 1);
    assert!(is_tame(&answer) && answer.contains(r"spec/a\u{202e}b\u{1b}[31m\u{9b}c\u{a}d.yaml:1:"), "{answer}");
    fs::remove_file(spec.join(format!("{evil}.yaml"))).unwrap();

    let out = format!("out {evil}");
    let said = |arguments: &[&str]| said(here, &[&["codegen", "--out", &out], arguments].concat());
    let (status, _, talk) = said(&[]);
    assert!(status == 0 && is_tame(&talk), "{talk}");
    fs::write(here.join(&out).join("src").join(evil), "mine\n").unwrap();
    fs::write(here.join(&out).join("README.md"), "\u{1b}[31mred\u{202e}\n").unwrap();
    let (status, answer, talk) = said(&["--check"]);
    assert!(status == 1 && is_tame(&answer) && is_tame(&talk), "{answer}{talk}");
    assert!(answer.contains(r"untracked: src/a\u{202e}b\u{1b}[31m\u{9b}c\u{a}d"), "{answer}");
    assert!(answer.contains(r"-\u{1b}[31mred\u{202e}"), "{answer}");
    // The command can be pasted: a shell reads the quoted name as is.
    let command = talk.lines().find_map(|it| it.split_once("--out ")).expect("a command").1;
    let name = Command::new("bash").args(["-c", &format!("printf %s {command}")]).output().expect("bash runs").stdout;
    assert_eq!(String::from_utf8(name).unwrap(), out);
}

#[test]
fn github_reads_workflow_commands() {
    let folder = repository("shop.yaml");
    let (status, answer, talk) = said(folder.path(), &["check", "--spec", "deep/spec", "--format", "github"]);
    assert_eq!((status, talk.as_str()), (1, ""));
    insta::assert_snapshot!("github", answer);
    // The runner identifies files by their paths from the repository's root, whatever the working directory of a step.
    let (_, from_below, _) = said(&folder.path().join("deep"), &["check", "--format", "github"]);
    assert_eq!(from_below, answer);
    let full = folder.path().join("deep/../deep/spec/").display().to_string();
    let (_, from_elsewhere, _) = said(Path::new("/"), &["check", "--spec", &full, "--format", "github"]);
    assert_eq!(from_elsewhere, answer);
}

#[test]
fn github_is_not_told_of_a_place_where_there_is_none() {
    let nowhere = tempfile::tempdir().unwrap();
    let (status, answer, _) = said(nowhere.path(), &["check", "--format", "github"]);
    assert_eq!(status, 2);
    assert!(answer.starts_with("::error title=no-spec::the folder `spec` does not exist%0A"), "{answer}");
    assert_eq!(answer.lines().count(), 1, "{answer}");
}

/// What would end a property, a command or a line is escaped; in a message, colons and commas are not.
#[test]
fn github_escapes() {
    let mut sources = Sources::default();
    let file = sources.add("a,b:c%d.yaml".to_owned(), "text\n".to_owned());
    let message = "50%: a, b\r\n::error::c";
    let found = [
        Diagnostic::new(&BAD_CODE, message).at(sources.whole(file), "").help("100%\nsure"),
        Diagnostic::new(&UNUSUAL_STATUS, "fine"),
    ];
    let expected = "::error title=bad-code,file=x%3Ay/a%2Cb%3Ac%25d.yaml,line=1,col=1,endLine=2,endColumn=1\
        ::50%25: a, b%0D%0A::error::c%0A100%25%0Asure\n::warning title=unusual-status::fine\n";
    assert_eq!(github(&sources, &found, "x:y/"), expected);
    assert_eq!(github(&sources, &[], ""), "");
}

#[cfg(unix)]
#[test]
fn names_of_files_are_escaped_as_each_form_asks() {
    let folder = repository("a b,c:d%é#?.yaml");
    let (_, answer, _) = said(folder.path(), &["check", "--spec", "deep/spec", "--format", "github"]);
    assert!(answer.contains(",file=deep/spec/a b%2Cc%3Ad%25é#?.yaml,line="), "{answer}");
    let log = log(folder.path(), "deep/spec");
    let uri = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "deep/spec/a%20b%2Cc%3Ad%25%C3%A9%23%3F.yaml");
}

fn log(folder: &Path, spec: &str) -> Value {
    let (_, answer, talk) = said(folder, &["check", "--spec", spec, "--format", "sarif"]);
    assert_eq!(talk, "");
    serde_json::from_str(&answer).expect("JSON")
}

#[test]
fn sarif_names_every_rule_and_every_finding_its_own() {
    let folder = repository("shop.yaml");
    let log = log(folder.path(), "deep/spec");
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().ends_with("/sarif-schema-2.1.0.json"));
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
    let run = &log["runs"][0];
    // Without it, columns would count UTF-16 code units.
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), RULES.len());
    for (rule, it) in RULES.iter().zip(rules) {
        assert_eq!((&it["id"], &it["shortDescription"]["text"]), (&json!(rule.id), &json!(rule.summary)));
        assert_eq!(it["defaultConfiguration"]["level"], rule.severity.as_str());
    }
    let results = run["results"].as_array().unwrap();
    let found: Vec<_> =
        results.iter().map(|it| (it["ruleId"].as_str().unwrap(), it["level"].as_str().unwrap())).collect();
    assert_eq!(found, [("unusual-status", "warning"), ("duplicate-code", "error"), ("wrong-type", "error")]);
    for it in results {
        let index = usize::try_from(it["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(it["ruleId"], rules[index]["id"]);
        assert!(!it["message"]["text"].as_str().unwrap().is_empty());
    }
}

#[test]
fn sarif_has_the_places_and_what_mends_them() {
    let folder = repository("shop.yaml");
    let from_root = log(folder.path(), "deep/spec");
    assert_eq!(log(&folder.path().join("deep"), "spec"), from_root);
    let mut results = from_root["runs"][0]["results"].clone();
    for it in results.as_array_mut().unwrap() {
        // It changes with every new rule, and is tested above.
        it.as_object_mut().unwrap().remove("ruleIndex");
    }
    insta::assert_snapshot!("sarif_results", serde_json::to_string_pretty(&results).unwrap());
}

#[test]
fn sarif_without_findings_or_places() {
    let (folder, _) = shop(ENTRY);
    assert_eq!(log(folder.path(), "spec")["runs"][0]["results"], json!([]));
    let it = log(folder.path(), "nowhere");
    let result = &it["runs"][0]["results"][0];
    assert_eq!((&result["ruleId"], &result["ruleIndex"]), (&json!("no-spec"), &json!(0)));
    assert!(result.get("locations").is_none() && result.get("fixes").is_none(), "{result}");
    assert!(sarif(&Sources::default(), &[], "").ends_with("}\n"));
}

/// Checking changes nothing.
#[test]
fn check_writes_nothing() {
    let folder = repository("shop.yaml");
    let before = files(folder.path());
    for format in ["text", "json", "github", "sarif"] {
        said(folder.path(), &["check", "--spec", "deep/spec", "--format", format]);
    }
    assert_eq!(files(folder.path()), before);
}

#[test]
fn the_cap_on_a_files_size_is_the_callers() {
    let (folder, spec) = shop("");
    let length = std::fs::metadata(spec.join("shop.yaml")).expect("it is there").len();
    let check = |cap: &str| said(folder.path(), &["check", "--format", "json", "--max-file-size", cap]);
    assert_eq!(check(&length.to_string()).0, 0);
    let (status, answer, _) = check(&(length - 1).to_string());
    assert_eq!(status, 1);
    let finding: Value = serde_json::from_str(&answer).expect("one finding");
    assert_eq!(finding["rule"], "file-too-large");
    assert_eq!(finding["file"], "shop.yaml");
    let help = finding["help"].as_str().expect("a help");
    assert!(help.contains(&format!("--max-file-size {length}")), "{help}");
    for fits in ["1KiB", "1MiB", "1GiB", "4294967295"] {
        assert_eq!(check(fits).0, 0, "{fits}");
    }
    for wrong in ["0", "-1", "4GiB", "1MB", "MiB", "99999999999999999999", ""] {
        assert_eq!(check(wrong).0, 2, "{wrong}");
    }
    // The command that fixes drift has the same limit.
    let (status, _, talk) = said(folder.path(), &["codegen", "--check", "--max-file-size", "1KiB"]);
    assert_eq!(status, 1);
    assert!(talk.contains("cargo xtask codegen --max-file-size 1024"), "{talk}");
}
