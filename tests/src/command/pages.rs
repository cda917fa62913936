//! `explain` and `list`: their output, in every form, and in a terminal.

use std::fs;
use std::path::Path;
use std::process::Command;

use errbook_codegen::compat;
use errbook_codegen::diagnostics::RULES;
use serde_json::Value;

use super::{said, shop, xtask};
use crate::hostile::obeyed;
use crate::specs::root;

const ERRORS: &str = "errors:
  - {status: 404, code: order_missing, meaning: There is no such order., remediation: Check the ID., tags: [orders]}
  - {status: [409, 422], code: order_taken, meaning: 'Somebody has it.', remediation: Take another., tags: [orders, 'a,b'], retry: always}
  - {status: 503, code: closed, meaning: Closed., remediation: Wait., deprecated: {since: 1.0.0, use: order_taken}, headers: {Retry-After: {type: delay, doc: How long., example: 30}}}
retired:
  - {code: too_late, since: 1.0.0, renamed_to: closed}
";

#[test]
fn explain_answers_with_what_the_docs_say() {
    let (status, answer, talk) = said(root(), &["explain", "insufficient_credits"]);
    assert_eq!((status, answer, talk.as_str()), (0, page("insufficient_credits"), ""));
}

fn page(code: &str) -> String {
    let book = crate::specs::book(crate::specs::masko());
    errbook_codegen::emit::page(&book, code).expect("a code of Masko's").trim_end().to_owned() + "\n"
}

/// A program gives the same page, without the notice of the file.
#[test]
fn a_program_explains_its_codes_as_the_docs_do() {
    let codes = masko_errors::ErrorCode::ALL;
    let docs: String = codes.iter().map(|it| page(it.as_str())).collect();
    crate::page::explained(&docs, codes.iter().map(|it| it.explain()));
}

#[test]
fn a_word_may_be_a_code_a_status_a_rule_or_the_beginning_of_one() {
    let (folder, _) = shop(ERRORS);
    let json = |word: &str| -> Vec<(String, String)> {
        let (status, answer, talk) = said(folder.path(), &["explain", word, "--format", "json"]);
        assert_eq!((status, talk.as_str()), (0, ""), "{word}");
        let it: Value = serde_json::from_str(&answer).expect("one object");
        assert_eq!(it["schema_version"], 1);
        let names = |of: &str, name: &str| -> Vec<(String, String)> {
            let all = it[of].as_array().expect("a list");
            all.iter().map(|it| (of.to_owned(), it[name].as_str().expect("a name").to_owned())).collect()
        };
        [names("errors", "code"), names("retired", "code"), names("rules", "id")].concat()
    };
    for (word, expected) in [
        ("closed", "errors closed"),
        ("order_m", "errors order_missing"),
        ("404", "errors order_missing"),
        ("422", "errors order_taken"),
        ("too_late", "retired too_late"),
        ("too_", "retired too_late"),
        ("missing-header", "rules missing-header"),
        ("missing-h", "rules missing-header"),
    ] {
        let [(kind, name)] = &json(word)[..] else { panic!("{word}: {:?}", json(word)) };
        assert_eq!(format!("{kind} {name}"), expected, "{word}");
    }
    let rules = RULES.iter().map(|it| it.id).chain(compat::RULES.iter().map(|it| it.id));
    for rule in rules {
        assert_eq!(json(rule), [("rules".to_owned(), rule.to_owned())]);
    }
    let (_, answer, _) = said(folder.path(), &["explain", "too_late"]);
    assert!(answer.contains("too_late") && answer.contains("since 1.0.0") && answer.contains("closed"), "{answer}");
    let (_, answer, _) = said(folder.path(), &["explain", "missing-header"]);
    insta::assert_snapshot!("rule", answer);
    let (_, answer, _) = said(folder.path(), &["explain", "field-removed"]);
    insta::assert_snapshot!("rule_of_the_diff", answer);
}

#[test]
fn all_codes_of_a_status_and_whatever_has_one_name() {
    let (folder, _) = shop(
        "errors:\n  - {status: 404, code: b, meaning: M., remediation: R.}\n  - {status: 404, code: a, meaning: N., remediation: R.}\n",
    );
    let (status, answer, _) = said(folder.path(), &["explain", "404"]);
    assert_eq!(status, 0);
    assert!(
        answer.starts_with("# a\n") && answer.contains("\n\n# b\n") && answer.contains("N.") && answer.contains("M."),
        "{answer}"
    );

    let entry = "errors:\n  - {status: 404, code: bad-code, meaning: M., remediation: R.}\n";
    let (folder, spec) = shop("");
    let any = "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors, code_style: any}\n";
    fs::write(spec.join("shop.yaml"), format!("{any}{entry}")).unwrap();
    let (_, answer, _) = said(folder.path(), &["explain", "bad-code"]);
    assert!(answer.contains("404 Not Found") && answer.contains("does not follow the book's style"), "{answer}");
}

#[test]
fn what_there_is_not_is_said_with_what_was_probably_meant() {
    let (folder, _) = shop(ERRORS);
    for (word, expected) in [
        ("order_misssing", "error: unknown code or rule `order_misssing`\nDid you mean `order_missing`?\n"),
        ("Closed", "error: unknown code or rule `Closed`\nDid you mean `closed`?\n"),
        ("to_late", "error: unknown code or rule `to_late`\nDid you mean `too_late`?\n"),
        ("missing_heder", "error: unknown code or rule `missing_heder`\nDid you mean `missing-header`?\n"),
        ("", "error: unknown code or rule ``\nTo list all codes: cargo xtask list\n"),
        ("4xx", "error: unknown code or rule `4xx`\nTo list the codes of a class: cargo xtask list --status 4xx\n"),
        ("418", "error: the book has no code with status 418\nTo list all codes: cargo xtask list\n"),
        ("order_", "error: `order_` is ambiguous:\n  order_missing\n  order_taken\n"),
    ] {
        let (status, answer, talk) = said(folder.path(), &["explain", word]);
        assert_eq!((status, answer.as_str(), talk.as_str()), (2, "", expected));
    }
    let (_, _, talk) = said(folder.path(), &["explain", "un"]);
    assert!(talk.contains("  unknown-key\n"), "{talk}");
    let (_, _, talk) = said(folder.path(), &["explain", "\u{1b}[31m"]);
    assert_eq!(obeyed(&talk), None, "{talk:?}");
}

/// Users look up a rule because their spec has errors.
#[test]
fn rules_are_explained_whatever_is_wrong_with_the_spec() {
    let (folder, _) = shop("errors:\n  - {statsu: 404}\n");
    let (status, answer, talk) = said(folder.path(), &["explain", "unknown-key"]);
    assert_eq!((status, talk.as_str()), (0, ""));
    assert!(answer.contains("A map has an unknown key."), "{answer}");
    let (breaking, fixed) = answer.split_once("\nFixed:\n").expect("an example and its fix");
    assert!(breaking.contains("mesage: It is taken.") && fixed.contains("message: It is taken."), "{answer}");
    let (status, answer, talk) = said(folder.path(), &["explain", "closed"]);
    assert_eq!((status, answer.as_str()), (1, ""));
    assert!(talk.contains("error[unknown-key]"), "{talk}");
    assert_eq!(said(folder.path(), &["list"]).0, 1);

    let nowhere = tempfile::tempdir().unwrap();
    assert_eq!(said(nowhere.path(), &["explain", "unknown-key"]).0, 0);
    let (status, _, talk) = said(nowhere.path(), &["explain", "closed"]);
    assert_eq!(status, 2);
    assert!(talk.contains("error[no-spec]"), "{talk}");
    assert_eq!(said(nowhere.path(), &["list"]).0, 2);
}

#[test]
fn list_is_one_line_for_each_code_where_nobody_looks() {
    let (folder, _) = shop(ERRORS);
    let (status, answer, talk) = said(folder.path(), &["list"]);
    assert_eq!((status, talk.as_str()), (0, ""));
    assert_eq!(
        answer,
        "404\torder_missing\tnever\tThere is no such order.\tCheck the ID.\n\
         409,422\torder_taken\talways\tSomebody has it.\tTake another.\n\
         503\tclosed\tnever\tClosed.\tWait.\n"
    );
}

#[test]
fn list_takes_a_part_of_the_table() {
    let (folder, _) = shop(ERRORS);
    for (filter, expected) in [
        (&["--status", "404"][..], &["order_missing"][..]),
        (&["--status", "422"], &["order_taken"]),
        (&["--status", "4xx"], &["order_missing", "order_taken"]),
        (&["--status", "404,5XX"], &["order_missing", "closed"]),
        (&["--status", "404", "--status", "503"], &["order_missing", "closed"]),
        (&["--tag", "orders"], &["order_missing", "order_taken"]),
        (&["--tag", "a,b"], &["order_taken"]),
        (&["--retry", "never"], &["order_missing", "closed"]),
        (&["--retry", "idempotent,always"], &["order_taken"]),
        (&["--tag", "orders", "--status", "409", "--retry", "always"], &["order_taken"]),
        (&["--tag", "orders", "--status", "503"], &[]),
    ] {
        let (status, answer, talk) = said(folder.path(), &[&["list", "--format", "json"], filter].concat());
        assert_eq!(status, 0, "{talk}");
        let it: Value = serde_json::from_str(&answer).expect("one object");
        let codes: Vec<&str> = it["errors"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
        assert_eq!(codes, expected, "{filter:?}");
        assert_eq!(talk.is_empty(), !expected.is_empty(), "{talk}");
    }
    for wrong in
        ["--status=199", "--status=600", "--status=6xx", "--status=40", "--status=x", "--status=é", "--retry=maybe"]
    {
        assert_eq!(said(folder.path(), &["list", wrong]).0, 2, "{wrong}");
    }
    let (status, answer, talk) = said(folder.path(), &["list", "--tag", "order"]);
    assert_eq!((status, answer.as_str()), (0, ""));
    assert_eq!(talk, "none of 3 codes matches\nNo code has the tag `order`. Did you mean `orders`?\n");
}

/// `list | head -1` succeeds.
#[cfg(unix)]
#[test]
fn nobody_has_to_read_to_the_end() {
    let (folder, _) = shop(ERRORS);
    for arguments in [&["list"][..], &["explain", "closed"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let out = Command::new(xtask()).args(arguments).current_dir(folder.path()).stdout(writer).output().unwrap();
        assert_eq!((out.status.code(), out.stderr), (Some(0), vec![]), "{arguments:?}");
    }
}

/// The output in a terminal of this size; `None` if `script` is not available.
fn at_terminal(folder: &Path, (columns, rows): (u16, u16), environment: &str, arguments: &str) -> Option<String> {
    let command = format!(
        "stty cols {columns} rows {rows}; env -u COLUMNS -u LESS PAGER= {environment} {} {arguments}",
        xtask().display()
    );
    let out = Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .env("TERM", "xterm")
        .env_remove("NO_COLOR")
        .env_remove("CI")
        .stdin(std::process::Stdio::null())
        .current_dir(folder)
        .output();
    let Ok(out) = out else {
        eprintln!("skipped: there is no `script` of util-linux here");
        return None;
    };
    assert!(out.status.success(), "{out:?}");
    // `script` ends with a note that its input has ended.
    let text = String::from_utf8(out.stdout).expect("UTF-8");
    Some(text.replace("\r\n", "\n").trim_start_matches("^D\u{8}\u{8}").to_owned())
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_has_a_width_and_a_pager() {
    let meaning = "Somebody took it at 东京都千代田区丸の内一丁目 before you did, or \\e[31m.";
    let (folder, _) = shop(&ERRORS.replace("'Somebody has it.'", &format!("\"{meaning}\"")));
    let at = |size, environment: &str, arguments: &str| at_terminal(folder.path(), size, environment, arguments);
    let Some(table) = at((60, 100), "", "list") else { return };
    assert_eq!(obeyed(&table), None, "{table:?}");
    insta::assert_snapshot!("list_at_a_terminal", table);
    assert!(at((90, 100), "", "list").unwrap().lines().count() < table.lines().count());
    // The narrowest supported width, and a terminal that reports no width.
    assert_eq!(at((20, 100), "", "list").unwrap(), at((30, 100), "", "list").unwrap());
    assert_eq!(at((0, 0), "", "list").unwrap().lines().count(), 4);
    assert_eq!(at((60, 0), "COLUMNS=90", "list"), at((90, 100), "", "list"));

    // Long output goes through a pager; a pager that cannot be run or fails has shown nothing.
    let long = table;
    fs::write(folder.path().join("pager"), "#!/bin/sh\necho \"pager $* $LESS\"\ncat\n").unwrap();
    let through = |rows, pager: &str| at((60, rows), &format!("PAGER='{pager}'"), "list").unwrap();
    assert_eq!(through(4, "sh pager -x"), format!("pager -x FRX\n{long}"));
    assert_eq!(through(100, "sh pager"), long);
    for broken in ["", " ", "no-such-pager -R", "false"] {
        assert_eq!(through(4, broken), long, "{broken:?}");
    }
}
