//! The verdict on a change: the required version, why it passes, and waivers.

use errbook_codegen::Compiled;
use errbook_codegen::compat::render;
use errbook_codegen::compat::{Bump, Date, Declared, FailOn, Pass, Question, Report, parse_date};
use errbook_codegen::compile;
use errbook_codegen::input::Input;

use super::{report, side, side_of};
use crate::specs::drawn;

/// A book with these codes, and waivers.
fn at(version: &str, codes: &[&str], waivers: &str) -> Compiled {
    let entry = |code: &&str| format!("  - {{status: 409, code: {code}, meaning: M., remediation: R.}}\n");
    let entries: String = codes.iter().map(entry).collect();
    side(
        "",
        &format!(
            "errbook: 1\napi: {{name: Shop, version: {version}, crate: shop-errors, open: false}}\nerrors:\n{entries}-----\n{waivers}"
        ),
    )
}

/// The same with another status of `a`.
fn with_status(it: &str, version: &str, status: u16) -> Compiled {
    side(
        "",
        &format!(
            "errbook: 1\napi: {{name: Shop, version: {version}, crate: shop-errors, open: false}}\nerrors:\n  - {{status: {status}, code: a, meaning: M., remediation: R.}}\n-----\n{it}"
        ),
    )
}

fn policies(report: &Report) -> Vec<&'static str> {
    report.changes.iter().map(|it| it.change.rule).filter(|it| it.is_policy()).map(|it| it.id).collect()
}

#[test]
fn the_version_that_a_change_asks_for() {
    // A new code requires a minor version, a changed status a major one, a changed text a patch.
    let cases = [
        ("1.2.3", "1.2.3", "minor", Bump::Minor, &["version-not-raised"][..]),
        ("1.2.3", "1.2.4", "minor", Bump::Minor, &["version-raised-too-little"]),
        ("1.2.3", "1.3.0", "minor", Bump::Minor, &[]),
        ("1.2.3", "2.0.0", "minor", Bump::Minor, &[]),
        ("1.2.3", "1.2.2", "minor", Bump::Minor, &["version-went-back"]),
        ("1.2.3", "1.3.0", "major", Bump::Major, &["version-raised-too-little"]),
        ("1.2.3", "2.0.0", "major", Bump::Major, &[]),
        ("1.2.3", "2.0.0-rc.1", "major", Bump::Major, &[]),
        ("2.0.0-rc.1", "2.0.0-rc.2", "major", Bump::Major, &[]),
        ("2.0.0-rc.1", "2.0.0", "major", Bump::Major, &[]),
        ("2.0.0-rc.1", "2.0.0-rc.1", "minor", Bump::Minor, &["version-not-raised"]),
        ("1.2.3", "1.2.3+build.7", "minor", Bump::Minor, &["version-not-raised"]),
        ("1.2.3", "1.2.3", "none", Bump::None, &[]),
        ("1.2.3", "1.2.2", "none", Bump::None, &["version-went-back"]),
        // Below 1.0.0 a breaking change requires the next 0.x, and any other the next 0.x.y.
        ("0.2.3", "0.2.3", "minor", Bump::Patch, &["version-not-raised"]),
        ("0.2.3", "0.2.4", "minor", Bump::Patch, &[]),
        ("0.2.3", "0.2.4", "major", Bump::Minor, &["version-raised-too-little"]),
        ("0.2.3", "0.3.0", "major", Bump::Minor, &[]),
        ("0.2.3", "1.0.0", "major", Bump::Minor, &[]),
        ("0.0.3", "0.0.4", "major", Bump::Minor, &["version-raised-too-little"]),
    ];
    for (from, to, change, required, expected) in cases {
        let (old, new) = match change {
            "minor" => (at(from, &["a"], ""), at(to, &["a", "b"], "")),
            "major" => (with_status("", from, 409), with_status("", to, 410)),
            _ => (at(from, &["a"], ""), at(to, &["a"], "")),
        };
        let report = report(&old, &new, None);
        let what = format!("{from} to {to}, {change}");
        assert_eq!((report.required, policies(&report)), (required, expected.to_vec()), "{what}");
        assert_eq!(
            (report.sufficient, report.fails(FailOn::Any)),
            (expected.is_empty(), !expected.is_empty()),
            "{what}"
        );
        assert!(!report.fails(FailOn::None));
        assert_eq!(report.declared, Declared { from: Some(from.to_owned()), to: to.to_owned() });
        // The version that the gate names makes it pass.
        let help = report.changes.first().filter(|it| it.change.rule.is_policy()).and_then(|it| it.change.help());
        let help = help.map(|it| it.to_string()).unwrap_or_default();
        if let Some(version) = help.split('`').nth(1).and_then(|it| it.strip_prefix("version: ")) {
            let new = match change {
                "minor" => at(version, &["a", "b"], ""),
                "major" => with_status("", version, 410),
                _ => at(version, &["a"], ""),
            };
            assert!(super::report(&old, &new, None).sufficient, "{what}: {version}");
        }
    }
}

#[test]
fn a_break_with_the_version_raised_is_reported_and_passes() {
    let report = report(&with_status("", "1.0.0", 409), &with_status("", "2.0.0", 503), None);
    assert!(matches!(report.changes[0].pass, Some(Pass::Version(_))) && !report.fails(FailOn::Any), "{report:#?}");
}

#[test]
fn no_version_allows_that_a_code_goes_without_a_tombstone() {
    let report = report(&at("1.0.0", &["a", "b"], ""), &at("2.0.0", &["a"], ""), None);
    assert!(report.sufficient && report.fails(FailOn::Breaking), "{report:#?}");
}

#[test]
fn a_new_book_has_nothing_to_break() {
    let today = Date::constant(1970, 1, 1);
    let head = at("1.0.0", &["a", "b"], "");
    let report = Report::new(&Question { head: side_of(&head), base: None, release: None, today });
    let rules: Vec<&str> = report.changes.iter().map(|it| it.change.rule.id).collect();
    assert_eq!((rules, report.required, report.sufficient), (vec!["code-added", "code-added"], Bump::None, true));
    assert_eq!((report.declared.from.as_deref(), report.fails(FailOn::Any)), (None, false));
}

static WAIVER: &str = "- {rule: status-changed, code: a, path: status, from: 409, to: 410, reason: Nobody looks.}\n";

#[test]
fn a_waiver_lets_one_change_pass() {
    let old = with_status("", "1.0.0", 409);
    for (waiver, passes) in [
        (WAIVER.to_owned(), true),
        (WAIVER.replace("to: 410", "to: 411"), false),
        (WAIVER.replace("from: 409", "from: 408"), false),
        (WAIVER.replace("from: 409, ", ""), false),
        (WAIVER.replace("code: a", "code: b"), false),
        (WAIVER.replace("code: a, ", ""), false),
        (WAIVER.replace("path: status", "path: fields"), false),
        (WAIVER.replace("status-changed", "status-added"), false),
        (WAIVER.replace("}\n", ", until: 1.0.1}\n"), true),
        (WAIVER.replace("}\n", ", until: 1.0.0}\n"), false),
        (WAIVER.replace("}\n", ", expires: 2026-06-15}\n"), true),
        (WAIVER.replace("}\n", ", expires: 2026-06-14}\n"), false),
        // One for each: a second one has nothing left to waive.
        (WAIVER.repeat(2), false),
    ] {
        let report = report(&old, &with_status(&waiver, "1.0.0", 410), None);
        assert_eq!(report.fails(FailOn::Breaking), !passes, "{waiver}{report:#?}");
        let change = report.changes.iter().find(|it| it.change.rule.id == "status-changed").expect("it stays visible");
        if passes {
            assert_eq!(change.waiver().map(|it| it.reason.as_str()), Some("Nobody looks."));
            assert_eq!((report.required, report.changes.len()), (Bump::None, 1));
        }
    }
}

/// A former id that two rules share fits the changes of both.
#[test]
fn a_waiver_may_name_a_former_id() {
    let spec = |retry: &str, waivers: &str| {
        let entry = format!("  - {{status: 409, code: a, meaning: M., remediation: R., retry: {retry}}}\n");
        side(super::BEFORE, &format!("errors:\n{entry}-----\n{waivers}"))
    };
    for (from, to, rule) in [("always", "idempotent", "retry-removed"), ("idempotent", "always", "retry-added")] {
        for id in [rule, "retry-condition-changed"] {
            let waiver =
                format!("- {{rule: {id}, code: a, path: retry, from: {from}, to: {to}, reason: It is harmless.}}\n");
            let report = report(&spec(from, ""), &spec(to, &waiver), None);
            assert!(!report.fails(FailOn::Any), "{report:#?}");
            assert_eq!((report.changes.len(), report.changes[0].change.rule.id), (1, rule));
        }
        // Both names are one waiver too many.
        let both = ["retry-condition-changed", rule].map(|id| {
            format!("- {{rule: {id}, code: a, path: retry, from: {from}, to: {to}, reason: It is harmless.}}\n")
        });
        assert_eq!(policies(&report(&spec(from, ""), &spec(to, &both.concat()), None)), ["waiver-unused"]);
    }
}

#[test]
fn two_waivers_of_one_change_are_one_too_many() {
    let report = report(&with_status("", "1.0.0", 409), &with_status(&WAIVER.repeat(2), "1.0.0", 410), None);
    let policies: Vec<String> = report
        .changes
        .iter()
        .filter(|it| it.change.rule.is_policy())
        .map(|it| it.change.message().to_string())
        .collect();
    assert_eq!(policies, ["the waiver for `status-changed` duplicates another waiver"]);
}

#[test]
fn a_waiver_that_was_merged_is_not_judged() {
    let ended = WAIVER.replace("}\n", ", expires: 2026-06-01}\n");
    let base = with_status(&ended, "1.0.0", 410);
    let head = with_status(&ended, "1.0.0", 410);
    let next = report(&base, &head, None);
    assert!(next.changes.is_empty() && !next.fails(FailOn::Any), "{next:#?}");

    // Against the release it applies until a release contains the change.
    let release = with_status("", "1.0.0", 409);
    let since = report(&base, &head, Some(&release));
    let released = since.since_release.as_deref().expect("there is a release");
    assert_eq!((released.len(), released[0].waiver().is_some()), (1, true));
    assert!(since.changes.is_empty() && since.sufficient && !since.fails(FailOn::Any), "{since:#?}");
    let served = report(&base, &head, Some(&head));
    assert!(!served.fails(FailOn::Any), "{served:#?}");

    // It was used for one change, and does not cover the next of its kind.
    let again = report(&with_status(&ended, "1.0.0", 409), &head, None);
    assert!(again.fails(FailOn::Breaking), "{again:#?}");
}

#[test]
fn the_release_decides_where_there_is_one() {
    let release = at("1.0.0", &["a"], "");
    // Ten pull requests share one bump.
    let shared = report(&at("1.1.0", &["a", "b"], ""), &at("1.1.0", &["a", "b", "c"], ""), Some(&release));
    assert_eq!((shared.required, shared.sufficient, policies(&shared).len()), (Bump::Minor, true, 0));
    assert_eq!((shared.changes.len(), shared.since_release.as_ref().map(Vec::len)), (1, Some(2)));
    assert_eq!(shared.declared.from.as_deref(), Some("1.0.0"));
    // Without one, each needs its own.
    let alone = report(&at("1.1.0", &["a", "b"], ""), &at("1.1.0", &["a", "b", "c"], ""), None);
    assert_eq!(policies(&alone), ["version-not-raised"]);
    // Unreleased items may be removed freely.
    let back = report(&at("1.1.0", &["a", "b"], ""), &at("1.1.0", &["a"], ""), Some(&release));
    assert!(matches!(back.changes[0].pass, Some(Pass::Unreleased)) && !back.fails(FailOn::Any), "{back:#?}");
    // The base may be ahead of the release, which the gate takes into account.
    let little = report(&at("1.0.1", &["a", "b"], ""), &at("1.0.1", &["a", "b"], ""), Some(&release));
    assert_eq!((policies(&little), little.changes.len()), (vec!["version-raised-too-little"], 1));
}

#[test]
fn suggested_waivers_are_read_as_what_they_waive() {
    let texts = [
        "plain",
        "true",
        "404",
        "- a: {{b}}",
        "\"q\" 'q' \\",
        "# no",
        "a\u{202e}b \u{7f}",
        "~",
        "ÄÖ 🚀",
        "2026-01-01",
        "x: y",
    ];
    // What is waived: messages that are awkward to write.
    let spec = |prefix: &str, waivers: &str| {
        let entry = |(at, text): (usize, &&str)| {
            let message = crate::books::quoted(&format!("{prefix}{text}"));
            format!("  - {{status: 409, code: code_{at}, meaning: M., remediation: R., message: {message}}}\n")
        };
        let entries: String = texts.iter().enumerate().map(entry).collect();
        side(super::BEFORE, &format!("errors:\n{entries}-----\n{waivers}"))
    };
    let old = spec("", "");
    let suggested = render::suggest_waivers(&report(&old, &spec("- ", ""), None), FailOn::Any);
    // Pasting them without reasons is an error.
    let unread = compile(vec![Input::new("waivers.yaml", suggested.as_str())]);
    let missing = unread.diagnostics.iter().filter(|it| it.rule.id == "wrong-type").count();
    assert_eq!(missing, texts.len(), "{}", drawn(&unread));
    let reasoned = suggested.replace("reason: # why it may pass", "reason: Nobody parses them.");
    let waived = report(&old, &spec("- ", &reasoned), None);
    assert!(!waived.fails(FailOn::Any), "{reasoned}\n{waived:#?}");
    assert_eq!(waived.changes.iter().filter(|it| it.waiver().is_some()).count(), texts.len());
    insta::assert_snapshot!(suggested);
}

/// The tombstone that a removed code's help has is read where it is pasted.
#[test]
fn a_suggested_tombstone_is_ready_to_paste() {
    for code in ["gone", "404", "a: b", "x\"y", "#", "null"] {
        let quoted = crate::books::quoted(code);
        let text = |version: &str, retired: &str| {
            format!(
                "errbook: 1\napi: {{name: Shop, version: {version}, crate: shop-errors, code_style: any}}\nerrors:\n  - {{status: 409, code: kept, meaning: M., remediation: R.}}\n{retired}"
            )
        };
        let more = format!(
            "  - {{status: 409, code: {quoted}, name: Gone, meaning: M., remediation: R., deprecated: {{since: 1.0.0, use: kept}}, allow: [unusual-code]}}\n"
        );
        let (old, new) = (side("", &text("1.0.0", &more)), side("", &text("2.0.0", "")));
        let change = report(&old, &new, None).changes.swap_remove(0).change;
        let help = change.help().expect("it says what to do").to_string();
        let (from, to) =
            (help.find('`').and_then(|at| help[at + 1..].find("`- ").map(|it| at + it + 2)), help.rfind('`'));
        let tombstone = &help[from.expect("a tombstone")..to.expect("its end")];
        let pasted = side("", &text("2.0.0", &format!("retired:\n  {tombstone}\n")));
        let report = report(&old, &pasted, None);
        assert_eq!(report.changes[0].change.rule.id, "code-retired", "{tombstone}");
        assert_eq!(report.changes[0].change.identity().4.as_deref(), Some("kept"));
    }
}

/// It names the version that has to be written under `api`, where that was not done yet.
#[test]
fn a_suggested_tombstone_names_the_version_that_takes_the_code_away() {
    let suggested = |base: &str, head: &str, release: Option<&str>| {
        let release = release.map(|it| at(it, &["a", "b"], ""));
        let report = report(&at(base, &["a", "b"], ""), &at(head, &["a"], ""), release.as_ref());
        let all = report.changes.iter().chain(report.since_release.iter().flatten());
        let mut helps: Vec<String> =
            all.filter(|it| it.change.code().is_some()).filter_map(|it| Some(it.change.help()?.to_string())).collect();
        helps.dedup();
        assert_eq!(helps.len(), 1, "the same, whatever it is compared with: {helps:?}");
        helps[0].split_once("since: ").and_then(|it| it.1.split_once('}')).expect("a version").0.to_owned()
    };
    for (base, head, since) in [
        ("1.0.0", "1.0.0", "2.0.0"),
        ("1.0.0", "1.1.0", "2.0.0"),
        ("1.0.0", "2.0.0", "2.0.0"),
        ("1.0.0", "3.1.0", "3.1.0"),
        ("1.0.0", "2.0.0-rc.1", "2.0.0-rc.1"),
        ("0.3.1", "0.3.1", "0.4.0"),
        ("0.3.1", "0.4.0", "0.4.0"),
        ("1.0.0", "0.9.0", "2.0.0"),
    ] {
        assert_eq!(suggested(base, head, None), since, "{base} {head}");
    }
    // There is one version after the release, and another pull request has raised it already.
    assert_eq!(suggested("2.0.0", "2.0.0", Some("1.0.0")), "2.0.0");
    assert_eq!(suggested("1.1.0", "1.1.0", Some("1.0.0")), "2.0.0");
}

#[test]
fn days() {
    for day in ["1970-01-01", "2000-02-28", "2000-02-29", "2026-01-01", "2024-02-29", "2100-03-01", "0000-01-01"] {
        assert_eq!(parse_date(day).map(|it| it.to_string()).as_deref(), Some(day));
    }
    for no in [
        "",
        "2026-1-1",
        "2026-02-29",
        "2026-13-01",
        "2026-01-00",
        "20260101",
        "2026-01-011",
        "+026-01-01",
        "-000001-01-01",
        "2026-01-01 ",
        "2026-01-01T00:00",
        "2026-01-01T00:00:00Z",
        "2026-01-01[u-ca=iso8601]",
    ] {
        assert_eq!(parse_date(no), None, "{no}");
    }
}
