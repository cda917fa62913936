//! The latest release, waivers, and the exit status.

use std::process::Command;

use super::repository::{GONE, LOST, Repository, book, names};

const THIRD: &str = "third, meaning: Third.";

/// Version 1.0.0 is released with one code, and `main` has one more since, under 1.1.0. The files on disk have a third.
fn released() -> Repository {
    let it = Repository::with_book();
    it.git(&["tag", "v1.0.0"]);
    it.write("spec/shop.yaml", book("1.1.0", &[LOST, GONE]));
    it.commit("One more");
    it.write("spec/shop.yaml", book("1.1.0", &[LOST, GONE, THIRD]));
    it
}

fn report(it: &Repository, arguments: &[&str]) -> (i32, serde_json::Value) {
    let (status, answer, talk) = it.diff(&[&["--format", "json"], arguments].concat());
    let report = serde_json::from_str(&answer).unwrap_or_else(|_| panic!("{talk}"));
    (status, report)
}

#[test]
fn pull_requests_between_two_releases_share_one_version() {
    let it = released();
    let (status, all) = report(&it, &["--since-release"]);
    assert_eq!((status, names(&all["changes"])), (0, vec!["code-added third".to_owned()]));
    assert_eq!(names(&all["since_release"]), ["code-added gone", "code-added third"]);
    assert_eq!((&all["declared"]["from"], &all["declared"]["to"]), (&"1.0.0".into(), &"1.1.0".into()));
    // The verdict on the version is the same without the option.
    let (status, _, talk) = it.diff(&[]);
    assert_eq!(status, 0, "{talk}");
    assert!(talk.contains("and the version with v1.0.0 ("), "{talk}");
    let (status, answer, _) = it.diff(&["--since-release"]);
    assert_eq!(status, 0);
    assert!(answer.contains("\nAlso since v1.0.0 ("), "{answer}");
    // What the base shows is not repeated.
    assert_eq!(answer.matches("safe[code-added]: the code `third`").count(), 1, "{answer}");
    assert!(!it.diff(&[]).1.contains("since v1.0.0"));

    // Without a release the base counts.
    it.git(&["tag", "--delete", "v1.0.0"]);
    let (status, alone) = report(&it, &["--since-release"]);
    assert_eq!((status, names(&alone["changes"])), (1, vec!["version-not-raised".into(), "code-added third".into()]));
    assert_eq!(alone["since_release"], serde_json::Value::Null);
    assert!(
        it.diff(&["--since-release"])
            .2
            .contains("there is no release of `shop-errors` (a tag such as `shop-errors-v1.2.3` or `v1.2.3`)")
    );
}

/// What fails and is none of the changes that the verdict is about says where it is from.
#[test]
fn an_earlier_break_is_not_one_of_the_base() {
    let it = Repository::new();
    let with = |status: &str, version: &str, entries: &[&str]| {
        book(version, entries).replacen("status: 404", &format!("status: {status}"), 1)
    };
    it.write("spec/shop.yaml", with("404", "1.0.0", &[LOST]));
    it.commit("A book");
    it.git(&["tag", "v1.0.0"]);
    it.write("spec/shop.yaml", with("410", "1.0.0", &[LOST]));
    it.commit("A break");
    it.git(&["switch", "--quiet", "--create", "more"]);
    let failed = "Failed: version-raised-too-little, 1 breaking";
    for (status, entries, verdict) in [
        ("410", &[LOST, GONE][..], format!("Safe. 1 change: 1 safe. {failed} since the release.\n")),
        ("409", &[LOST], format!("Breaking. 1 change: 1 breaking. {failed}.\n")),
    ] {
        it.write("spec/shop.yaml", with(status, "1.1.0", entries));
        let (found, answer, _) = it.diff(&[]);
        assert_eq!(found, 1, "{answer}");
        assert!(answer.starts_with(&verdict), "{verdict}{answer}");
    }
}

/// The verdict does not require a higher version than the one that it accepts.
#[test]
fn after_a_pre_release_any_later_version_is_enough() {
    let it = Repository::new();
    it.write("spec/shop.yaml", book("2.0.0-rc.1", &[LOST]));
    it.commit("A book");
    for (version, status, declared) in [
        ("2.0.0-rc.1", 1, "Declared: 2.0.0-rc.1 (unchanged). Not sufficient."),
        ("2.0.0-rc.2", 0, "Declared: 2.0.0-rc.1 to 2.0.0-rc.2. Sufficient."),
        ("2.0.0", 0, "Declared: 2.0.0-rc.1 to 2.0.0. Sufficient."),
    ] {
        it.write("spec/shop.yaml", book(version, &[LOST, GONE]));
        let (found, answer, _) = it.diff(&[]);
        assert_eq!(found, status, "{answer}");
        let verdict = format!("Version required: any version after 2.0.0-rc.1 (minor). {declared}");
        assert!(answer.lines().any(|it| it == verdict), "{answer}");
    }
}

/// Since the release, each version is judged by itself. Where neither was raised, each gate names its own.
#[test]
fn the_release_decides_for_the_contract_and_for_the_crate() {
    let text = |version: &str, own: &str, entry: &str| {
        let package = format!("{{name: shop-errors, version: {own}}}");
        book(version, &[entry]).replace("crate: shop-errors", &format!("crate: {package}"))
    };
    let optional = format!("{LOST}, fields: {{n: {{type: integer, optional: true}}}}");
    let it = Repository::new();
    it.write("spec/shop.yaml", text("1.0.0", "3.0.0", LOST));
    it.commit("A book");
    it.git(&["tag", "v1.0.0"]);
    it.write("spec/shop.yaml", text("1.0.0", "3.0.0", &optional));
    let (status, answer, _) = it.diff(&[]);
    let lines: Vec<&str> = answer.lines().filter(|it| it.contains(" version ")).collect();
    assert_eq!(status, 1);
    let expected = [
        "gate[version-not-raised]: the contract version is still 1.0.0, and the changes require a minor version --> spec/shop.yaml:2:28",
        "gate[version-not-raised]: the crate version is still 3.0.0, and the changes require a major version --> spec/shop.yaml:2:71",
        "Contract version required: 1.1.0 or later (minor). Declared: 1.0.0 (unchanged). Not sufficient.",
        "Crate version required: 4.0.0 or later (major). Declared: 3.0.0 (unchanged). Not sufficient.",
    ];
    let found: std::collections::BTreeSet<&str> = lines.into_iter().collect();
    assert_eq!(found, expected.into_iter().collect());
    for (version, own, gates) in
        [("1.1.0", "3.0.0", &["api.crate.version"][..]), ("1.0.0", "4.0.0", &["api.version"]), ("1.1.0", "4.0.0", &[])]
    {
        it.write("spec/shop.yaml", text(version, own, &optional));
        let (status, all) = report(&it, &[]);
        let changes = all["changes"].as_array().expect("a list").iter();
        let paths: Vec<&str> =
            changes.filter(|it| it["client"] == "gate").filter_map(|it| it["path"].as_str()).collect();
        assert_eq!((status, paths.as_slice()), (i32::from(!gates.is_empty()), gates), "{version} {own}");
        // The next pull request shares the versions.
        it.git(&["switch", "--quiet", "--create", &format!("next-{version}-{own}")]);
        it.commit("The field");
        let (_, next) = report(&it, &["--base", "HEAD"]);
        assert_eq!(next["versions"], all["versions"], "{version} {own}");
        assert_eq!(
            (&all["versions"]["crate"]["from"], &all["versions"]["crate"]["to"]),
            (&"3.0.0".into(), &own.into())
        );
        it.git(&["switch", "--quiet", "main"]);
    }
}

/// A pull request that breaks nothing does not pass for what another one has broken.
#[test]
fn why_it_passes_is_said_of_what_is_shown() {
    let it = Repository::with_book();
    it.git(&["tag", "v1.0.0"]);
    let broken = format!("{LOST}, fields: {{x: {{type: integer}}}}");
    it.write("spec/shop.yaml", book("2.0.0", &[&broken]));
    it.commit("A break");
    it.write("spec/shop.yaml", book("2.0.0", &[&broken, GONE]));
    let (status, answer, _) = it.diff(&[]);
    assert!(status == 0 && answer.contains("Safe. 1 change: 1 safe. Passed.\n"), "{answer}");
    let (status, answer, _) = it.diff(&["--since-release"]);
    assert!(status == 0 && answer.contains("Passed: the version bump covers the breaking changes.\n"), "{answer}");
}

#[test]
fn the_newest_release_is_the_highest_version_that_the_base_comes_from() {
    let it = released();
    it.git(&["switch", "--quiet", "--create", "elsewhere"]);
    let elsewhere = it.commit("Elsewhere");
    it.git(&["switch", "--quiet", "main"]);
    it.git(&["tag", "v3.0.0", &elsewhere]);
    for tag in ["v0.9.0", "v1.0", "v1.1.0-rc.1", "vnext", "1.9.0", "release-v4.0.0", "v01.2.3"] {
        it.git(&["tag", tag, "HEAD~0"]);
    }
    it.write("spec/shop.yaml", book("1.1.0", &[LOST, GONE, THIRD]));
    assert!(it.diff(&[]).2.contains("and the version with v1.0.0 ("));
    it.git(&["tag", "--annotate", "--message", "Ten", "v1.0.10", "HEAD~1"]);
    it.git(&["tag", "v1.0.9", "HEAD~1"]);
    assert!(it.diff(&[]).2.contains("and the version with v1.0.10 ("));

    // The base is the release itself, or from before it.
    assert!(!it.diff(&["--base", "v1.0.10"]).2.contains("the version"));
    it.commit("A third");
    it.git(&["tag", "v2.0.0"]);
    let (status, _, talk) = it.diff(&["--base", "v1.0.0", "--head", "v2.0.0"]);
    assert!(status == 0 && !talk.contains("v2.0.0"), "{talk}");
    assert_eq!(
        report(&it, &["--base", "v1.0.0", "--head", "v2.0.0", "--since-release"]).1["since_release"],
        serde_json::Value::Null
    );
    // A folder comes from no commit: the files on disk do.
    it.write("old/shop.yaml", book("1.1.0", &[LOST, GONE]));
    assert!(!it.diff(&["--base", "old"]).2.contains("the version"));
    assert!(it.diff(&["--base", "old", "--since-release"]).2.contains("and the version with v2.0.0 ("));
}

#[test]
fn what_breaks_since_the_release_is_shown_even_where_this_change_has_not_broken_it() {
    let it = Repository::with_book();
    it.write("spec/shop.yaml", book("1.0.0", &[LOST, GONE]));
    it.commit("Two");
    it.git(&["tag", "v1.0.0"]);
    it.write("spec/shop.yaml", book("1.0.0", &[GONE]));
    it.commit("One is removed without a review");
    it.write("spec/shop.yaml", book("2.0.0", &[GONE]));
    let (status, answer, _) = it.diff(&[]);
    assert_eq!(status, 1);
    insta::assert_snapshot!("broken_before", answer.replace(&it.git(&["rev-parse", "v1.0.0"])[..12], "COMMIT"));

    let (_, commands, _) = it.diff(&["--format", "github"]);
    assert!(commands.starts_with("::error title=lost (code-removed),"), "{commands}");
    // There is something to comment on.
    assert!(it.diff(&["--format", "markdown"]).1.starts_with("<!-- errbook-diff schema=1 changes=1 -->\n"));

    // Items added and removed between two releases are ignored.
    it.write("spec/shop.yaml", book("1.0.0", &[LOST, GONE]));
    it.commit("It is back");
    it.write("spec/shop.yaml", book("1.1.0", &[LOST, GONE, THIRD]));
    it.commit("A third");
    it.write("spec/shop.yaml", book("1.1.0", &[LOST, GONE]));
    let (status, answer, _) = it.diff(&[]);
    assert_eq!(status, 0);
    assert!(answer.contains("\n\nbreaking[code-removed]: the code `third` was removed"), "{answer}");
    assert!(answer.contains("(never released)"), "{answer}");
}

#[test]
fn a_release_that_does_not_compile_is_not_judged_by() {
    let it = released();
    it.git(&["stash", "--quiet"]);
    it.git(&["switch", "--quiet", "--detach", "v1.0.0"]);
    it.write("spec/shop.yaml", book("1.0.0", &["lost"]));
    let broken = it.commit("Broken");
    it.git(&["tag", "v1.0.1", &broken]);
    it.git(&["switch", "--quiet", "main"]);
    it.git(&["merge", "--quiet", "--strategy=ours", "--message", "Ours", &broken]);
    it.git(&["stash", "pop", "--quiet"]);
    let (status, answer, talk) = it.diff(&["--since-release"]);
    assert_eq!((status, answer.as_str()), (2, ""));
    assert!(
        talk.contains("the spec of v1.0.1 (") && talk.contains("Run the command without `--since-release`."),
        "{talk}"
    );
    let (status, _, talk) = it.diff(&[]);
    assert_eq!(status, 1, "{talk}");
    assert!(talk.contains("The version is compared with that of"), "{talk}");
}

#[test]
fn exit_statuses() {
    let it = Repository::with_book();
    let long = format!("{LOST}, details: More.");
    let deprecated = format!("{LOST}, deprecated: {{since: 1.0.0}}");
    let cases: [(&str, &str, &[&str], [i32; 4]); 7] = [
        // Version, entry, the rest, and the status for breaking, dangerous, any and none.
        ("nothing", "1.0.0", &[LOST], [0, 0, 0, 0]),
        ("a note, and the version unchanged", "1.0.0", &[&long], [1, 1, 1, 0]),
        ("a note, and a patch", "1.0.1", &[&long], [0, 0, 0, 0]),
        ("a minor change, and a patch", "1.0.1", &[&deprecated], [1, 1, 1, 0]),
        ("a minor change, and enough", "1.1.0", &[&deprecated], [0, 0, 0, 0]),
        ("a removal, which no version allows", "2.0.0", &[GONE], [1, 1, 1, 0]),
        ("the version went back", "0.9.0", &[LOST], [1, 1, 1, 0]),
    ];
    for (what, version, entries, expected) in cases {
        it.write("spec/shop.yaml", book(version, entries));
        let found = ["breaking", "dangerous", "any", "none"].map(|level| it.diff(&["--fail-on", level]).0);
        assert_eq!(found, expected, "{what}");
        assert_eq!(it.diff(&[]).0, expected[0], "{what}: breaking is the default");
    }
    // A break with the major version raised is reported, and passes.
    it.write("spec/shop.yaml", book("2.0.0", &[&LOST.replace("lost,", "lost, retry: always,")]));
    it.commit("Retried");
    it.write("spec/shop.yaml", book("3.0.0", &[LOST]));
    let (status, answer, _) = it.diff(&["--fail-on", "any", "--base", "HEAD"]);
    assert_eq!(status, 0, "{answer}");
    assert!(
        answer.contains("\n\nbreaking[retry-removed]: ") && answer.contains("(covered by the version)"),
        "{answer}"
    );
    for usage in [
        &["--fail-on", "often"][..],
        &["--today", "2026-02-30"],
        &["--today", "tomorrow"],
        &["--format", "pdf"],
        &["--write", "markdown"],
        &["--write", "markdown="],
        &["--write", "pdf=x"],
        &["--suggest-waivers", "--format", "json"],
    ] {
        let (status, answer, talk) = it.diff(usage);
        assert_eq!((status, answer.as_str()), (2, ""), "{usage:?}: {talk}");
    }
}

#[test]
fn waivers_are_suggested_to_be_pasted() {
    let it = Repository::with_book();
    it.write("spec/shop.yaml", book("2.0.0", &[GONE]));
    let (status, suggested, talk) = it.diff(&["--suggest-waivers"]);
    assert_eq!(status, 1, "{talk}");
    assert_eq!(
        suggested,
        "- rule: code-removed\n  code: lost\n  path: code\n  from: lost\n  reason: # why it may pass\n"
    );
    // As it is, it says nothing for the change.
    it.write("spec/waivers.yaml", &suggested);
    let (status, answer, talk) = it.diff(&[]);
    assert_eq!((status, answer.as_str()), (1, ""));
    assert!(talk.contains("spec/waivers.yaml:5:3"), "{talk}");

    let reason = "reason: Nobody has ever met it.\n  owner: Ada\n  expires: 2026-06-30";
    let waiver = suggested.replace("reason: # why it may pass", reason);
    it.write("spec/waivers.yaml", &waiver);
    let (status, answer, _) = it.diff(&["--today", "2026-06-30"]);
    assert_eq!(status, 0, "{answer}");
    assert!(answer.contains("(waived by Ada through 2026-06-30: Nobody has ever met it.)"), "{answer}");
    let (status, answer, _) = it.diff(&["--today", "2026-07-01"]);
    assert_eq!(status, 1);
    assert!(answer.contains("\n\ngate[waiver-expired]: "), "{answer}");
    assert!(answer.contains("Failed: waiver-expired, 1 breaking."), "{answer}");
    let (_, json) = report(&it, &["--today", "2026-06-30"]);
    let passed = json["changes"].as_array().unwrap().iter().find(|it| it["rule"] == "code-removed").unwrap();
    let expected = serde_json::json!({"reason": "Nobody has ever met it.", "owner": "Ada", "expires": "2026-06-30", "until": null});
    assert_eq!(passed["waived"], expected);
    // Nothing left to suggest.
    assert_eq!(it.diff(&["--suggest-waivers", "--today", "2026-06-30"]).1, "");

    // Once merged, it does not affect the next pull request.
    it.commit("Waived");
    assert_eq!(it.diff(&["--base", "HEAD", "--today", "2027-01-01"]).0, 0);
}

#[test]
fn formats_are_written_to_files_too() {
    let it = Repository::with_book();
    it.write("spec/shop.yaml", book("1.1.0", &[LOST, GONE]));
    let full = it.path().join("full.json").display().to_string();
    let arguments =
        ["--write", "markdown=deep/er/comment.md", "--write", &format!("json={full}"), "--write", "github=log=1.txt"];
    let (status, answer, talk) = it.diff(&arguments);
    assert_eq!(status, 0, "{talk}");
    let of = |path: &str| std::fs::read_to_string(it.path().join(path)).expect("it was written");
    assert_eq!(of("deep/er/comment.md"), it.diff(&["--format", "markdown"]).1);
    assert_eq!(of("full.json"), it.diff(&["--format", "json"]).1);
    assert_eq!(of("log=1.txt"), it.diff(&["--format", "github"]).1);
    assert_eq!(answer, it.diff(&[]).1);
    // It fails, and writes the files all the same: a failure is when people read them.
    it.write("spec/shop.yaml", book("1.0.0", &[GONE]));
    assert_eq!(it.diff(&arguments).0, 1);
    assert!(of("deep/er/comment.md").contains("`code-removed`"));
    // A folder is in the way, or the path leads through a file.
    for wrong in ["markdown=spec", "markdown=spec/shop.yaml/x", "markdown=/", "markdown=.."] {
        let (status, answer, talk) = it.diff(&["--write", wrong]);
        assert_eq!((status, answer.as_str()), (2, ""), "{wrong}: {talk}");
        assert!(talk.contains("error: "), "{wrong}: {talk}");
    }
}

/// Standard output is the report, whatever the notes on standard error.
#[test]
fn a_reader_that_has_gone_is_no_reason_to_panic() {
    let it = Repository::with_book();
    it.write("spec/shop.yaml", book("1.1.0", &[LOST, GONE]));
    let line = format!("'{}' diff --format json | true; echo ${{PIPESTATUS[0]}}", crate::command::xtask().display());
    let out = Command::new("bash").args(["-c", &line]).current_dir(it.path()).output().expect("bash runs");
    let status = String::from_utf8(out.stdout).unwrap();
    assert!(["0\n", "2\n"].contains(&&*status), "{status}");
}

/// A file that is always full.
#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_told_of() {
    let it = Repository::with_book();
    for arguments in [&["diff"][..], &["check", "--format", "sarif"], &["list"], &["explain", "lost"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
        let out = Command::new(crate::command::xtask()).args(arguments).current_dir(it.path()).stdout(full).output();
        let out = out.expect("it runs");
        let talk = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(2), "{arguments:?}: {talk}");
        assert!(talk.contains("error: cannot write to standard output: "), "{arguments:?}: {talk}");
    }
}
