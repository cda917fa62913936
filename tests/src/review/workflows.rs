//! The workflow that comments: its inputs, whom it trusts, and its effects. A script stands in for `gh`.

use std::fs;
use std::process::Command;

use serde_json::json;
use serde_yaml::Value;

use crate::specs::root;

fn workflow(name: &str) -> Value {
    let text = fs::read_to_string(root().join(".github/workflows").join(name)).expect("it is there");
    serde_yaml::from_str(&text).expect("YAML")
}

/// Every text of a workflow, with the keys that lead to it.
fn texts(value: &Value, path: &str, out: &mut Vec<(String, String)>) {
    match value {
        Value::Mapping(map) => {
            for (key, value) in map {
                texts(value, &format!("{path}/{}", key.as_str().unwrap_or_default()), out);
            }
        }
        Value::Sequence(all) => all.iter().for_each(|it| texts(it, path, out)),
        Value::String(text) => out.push((path.to_owned(), text.clone())),
        _ => {}
    }
}

#[test]
fn what_may_write_runs_nothing_of_the_pull_request() {
    let comment = workflow("spec-diff-comment.yml");
    let mut all = Vec::new();
    texts(&comment, "", &mut all);
    for (path, text) in &all {
        assert!(!path.ends_with("/uses"), "{text} is third-party code");
        // An expression in a script is pasted into it before the shell reads it.
        assert!(!path.ends_with("/run") || !text.contains("${{"), "{path}: {text}");
    }
    assert_eq!(comment["permissions"], Value::Mapping(serde_yaml::Mapping::new()));
    let expected: Value = serde_yaml::from_str("{actions: read, pull-requests: write}").unwrap();
    assert_eq!(comment["jobs"]["comment"]["permissions"], expected);

    // Of the two events only one has a report, and neither checks anything out.
    let events = comment["on"].as_mapping().expect("a map");
    assert_eq!(events.keys().filter_map(Value::as_str).collect::<Vec<_>>(), ["workflow_run", "pull_request_target"]);

    let diff = workflow("spec-diff.yml");
    assert_eq!(diff["permissions"], serde_yaml::from_str::<Value>("{contents: read}").unwrap());
    let mut all = Vec::new();
    texts(&diff, "", &mut all);
    assert!(all.iter().all(|(path, text)| !path.ends_with("/run") || !text.contains("${{")), "{all:?}");
    // A tag can be moved to another commit.
    for (_, action) in all.iter().filter(|it| it.0.ends_with("/uses")) {
        let commit = action.split_once('@').expect("a version").1;
        assert!(commit.len() == 40 && commit.bytes().all(|it| it.is_ascii_hexdigit()), "{action}");
    }
    let text = fs::read_to_string(root().join(".github/workflows/spec-diff.yml")).unwrap();
    assert!(!text.contains("pull_request_target") && text.contains("persist-credentials: false"), "{text}");
    // The one waits for the other by name.
    assert_eq!(comment["on"]["workflow_run"]["workflows"][0], diff["name"]);
}

/// GitHub's responses, and the requests to it.
struct Stage {
    folder: tempfile::TempDir,
}

/// Files of an artifact.
type Files<'a> = &'a [(&'a str, &'a [u8])];

/// Pull requests: number and head commit.
type Pulls<'a> = &'a [(u32, &'a str)];

/// The result of a run of the workflow.
#[derive(Debug)]
struct Played {
    /// What it said.
    answer: String,
    asked: Vec<String>,
    /// The method and the address, and the body.
    sent: Vec<(String, String)>,
}

impl Stage {
    /// `pulls`: what GitHub lists, as the number and the head commit; `files`: what is in the artifact; `size`: how large GitHub
    /// says that it is.
    fn new(pulls: Pulls<'_>, files: Files<'_>, size: usize) -> Self {
        let stage = Self { folder: tempfile::tempdir().expect("a folder") };
        let here = stage.folder.path();
        let pull = |(number, sha): &(u32, &str)| {
            let it = json!({"number": number, "head": {"sha": sha, "repo": {"full_name": "fork/r"}}});
            fs::write(here.join(format!("pull-{number}")), it.to_string()).unwrap();
            it
        };
        let mut all: Vec<_> = pulls.iter().map(pull).collect();
        // The same owner has another fork, and a fork may be gone.
        all.push(json!({"number": 77, "head": {"sha": "abc", "repo": {"full_name": "fork/r2"}}}));
        all.push(json!({"number": 78, "head": {"sha": "abc", "repo": null}}));
        fs::write(here.join("pulls"), serde_json::to_string(&all).unwrap()).unwrap();
        let artifact = |id: u32| json!({"id": id, "name": "spec-diff", "expired": false, "size_in_bytes": size});
        fs::write(here.join("artifacts"), json!({"artifacts": [artifact(6), artifact(7)]}).to_string()).unwrap();
        for (name, bytes) in files {
            fs::write(here.join(name), bytes).unwrap();
            let zip = Command::new("zip").args(["-q", "zip.zip", name]).current_dir(here).status();
            assert!(zip.is_ok_and(|it| it.success()), "zip runs");
        }
        let gh = r#"#!/usr/bin/env bash
            all="$*"
            printf '%s\n' "$all" >>"$STAGE/asked"
            case "$all" in
              *actions/runs/*) cat "$STAGE/artifacts" ;;
              *artifacts/7/zip) cat "$STAGE/zip.zip" ;;
              *--input*)
                while [ "$1" != --method ]; do shift; done
                jq -c --arg to "$2 $3" '[$to, .body]' "$5" >>"$STAGE/sent"
                ;;
              */issues/*/comments)
                number=${all##*/issues/}
                cat "$STAGE/comments-${number%/comments}" 2>/dev/null || echo '[]'
                ;;
              */pulls/*) cat "$STAGE/pull-${all##*/pulls/}" ;;
              */pulls\ *) cat "$STAGE/pulls" ;;
              *) exit 1 ;;
            esac
        "#;
        fs::create_dir(here.join("bin")).unwrap();
        fs::write(here.join("bin/gh"), gh).unwrap();
        Command::new("chmod").args(["+x", "bin/gh"]).current_dir(here).status().expect("chmod runs");
        stage
    }

    /// The comments of a pull request, as pages of `id`, author and body.
    fn comments(self, number: u32, pages: &[&[(u32, &str, &str)]]) -> Self {
        let comment = |it: &(u32, &str, &str)| json!({"id": it.0, "user": {"login": it.1}, "body": it.2});
        let page =
            |it: &&[(u32, &str, &str)]| serde_json::to_string(&it.iter().map(comment).collect::<Vec<_>>()).unwrap();
        let pages: Vec<String> = pages.iter().map(page).collect();
        fs::write(self.folder.path().join(format!("comments-{number}")), pages.join("\n")).unwrap();
        self
    }

    /// Runs the step as GitHub does after a run on the commit `abc`.
    fn play(&self) -> Played {
        self.played(&[("RUN", "42"), ("HEAD_SHA", "abc")])
    }

    /// The same on a push.
    fn pushed(&self) -> Played {
        self.played(&[("RUN", ""), ("HEAD_SHA", "")])
    }

    fn played(&self, event: &[(&str, &str)]) -> Played {
        let here = self.folder.path();
        let workflow = workflow("spec-diff-comment.yml");
        let script = workflow["jobs"]["comment"]["steps"][0]["run"].as_str().expect("a script").to_owned();
        fs::write(here.join("step.sh"), script).unwrap();
        let path = format!("{}:{}", here.join("bin").display(), std::env::var("PATH").expect("a path"));
        for old in ["asked", "sent"] {
            let _ = fs::remove_file(here.join(old));
        }
        let out = Command::new("bash")
            .args(["--noprofile", "--norc", "-eo", "pipefail", "step.sh"])
            .current_dir(here)
            .envs([("PATH", &*path), ("REPOSITORY", "o/r"), ("HEAD_REPOSITORY", "fork/r")])
            .envs([("HEAD_BRANCH", "b$(touch ran)`touch ran`"), ("STAGE", &*here.display().to_string())])
            .envs(event.iter().copied())
            .env("TMPDIR", here)
            .output()
            .expect("bash runs");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        assert!(!here.join("ran").exists());
        let read = |name: &str| fs::read_to_string(here.join(name)).unwrap_or_default();
        Played {
            answer: String::from_utf8(out.stdout).unwrap(),
            asked: read("asked").lines().map(str::to_owned).collect(),
            sent: read("sent").lines().map(|it| serde_json::from_str(it).expect("JSON")).collect(),
        }
    }
}

/// Whether the tools are there that GitHub's machines have.
fn can_play() -> bool {
    ["jq", "unzip", "zip"].iter().all(|tool| {
        let found = Command::new(tool).arg("--version").output().is_ok();
        if !found {
            eprintln!("skipped: there is no `{tool}` here");
        }
        found
    })
}

const PULLS: Pulls<'_> = &[(5, "old"), (12, "abc")];
const TEXT: &str = "**Shop**: `$(touch ran)` \"; touch ran; \u{fc}\n";
const BOT: &str = "github-actions[bot]";

fn report(changes: u32) -> String {
    format!("<!-- errbook-diff schema=1 changes={changes} -->\n{TEXT}")
}

/// The comment that a report becomes.
fn comment(changes: u32, commit: &str) -> String {
    format!("<!-- errbook-diff schema=1 changes={changes} commit={commit} -->\nReport on {commit}.\n\n{TEXT}")
}

fn patch(id: u32, body: &str) -> (String, String) {
    (format!("PATCH repos/o/r/issues/comments/{id}"), body.to_owned())
}

fn post(number: u32, body: &str) -> (String, String) {
    (format!("POST repos/o/r/issues/{number}/comments"), body.to_owned())
}

#[test]
fn a_comment_is_written_once_and_then_kept_up_to_date() {
    if !can_play() {
        return;
    }
    let two = report(2);
    let artifact: Files<'_> = &[("comment.md", two.as_bytes()), ("number", b"12\n")];
    let first = Stage::new(PULLS, artifact, 300).play();
    assert_eq!(first.sent, [post(12, &comment(2, "abc"))]);
    assert_eq!(first.asked[0], "api --method GET repos/o/r/pulls -f state=open -f head=fork:b$(touch ran)`touch ran`");

    // Its own comment, on the second page; not one of a person that looks like it.
    let old = comment(9, "abc");
    let pages: &[&[(u32, &str, &str)]] = &[&[(1, "somebody", &old)], &[(99, BOT, &old)]];
    assert_eq!(Stage::new(PULLS, artifact, 300).comments(12, pages).play().sent, [patch(99, &comment(2, "abc"))]);

    // Without changes, only an outdated comment is updated.
    let none = report(0);
    let artifact: Files<'_> = &[("comment.md", none.as_bytes()), ("number", b"12\n")];
    assert_eq!(Stage::new(PULLS, artifact, 300).comments(12, &pages[..1]).play().sent, []);
    assert_eq!(Stage::new(PULLS, artifact, 300).comments(12, pages).play().sent, [patch(99, &comment(0, "abc"))]);
}

#[test]
fn what_is_no_report_is_not_written() {
    if !can_play() {
        return;
    }
    let two = report(2);
    let made: Files<'_> = &[("comment.md", two.as_bytes())];
    let large = format!("{two}{}", "a".repeat(300_000));
    let forged = two.replace("changes=2", "changes=2 --> <b>");
    let current = two.replace("changes=2", "changes=2 commit=def");
    let cases: [(&str, Pulls<'_>, Files<'_>, usize, &str); 8] = [
        ("the branch has moved on", &[(5, "new")], made, 300, "no open pull request has this branch at this commit"),
        ("no pull request", &[], made, 300, "no open pull request"),
        ("too large", PULLS, made, 300_000, "has left no report"),
        ("a bomb", PULLS, &[("comment.md", large.as_bytes())], 300, "is not a report"),
        ("another file", PULLS, &[("other.md", two.as_bytes())], 300, "has left no report"),
        ("no marker", PULLS, &[("comment.md", forged.as_bytes())], 300, "is not a report"),
        ("a commit of its own", PULLS, &[("comment.md", current.as_bytes())], 300, "is not a report"),
        ("no report", PULLS, &[("number", b"12\n")], 300, "has left no report"),
    ];
    for (what, pulls, files, size, said) in cases {
        let played = Stage::new(pulls, files, size).play();
        assert_eq!(played.sent, [], "{what}");
        assert!(played.answer.contains(said), "{what}: {played:?}");
    }
}

/// Two pull requests from one branch, into two others.
#[test]
fn pull_requests_with_one_commit_get_a_report_each() {
    if !can_play() {
        return;
    }
    let two = report(2);
    let both: &[(u32, &str)] = &[(5, "abc"), (12, "abc"), (13, "def")];
    for number in [5, 12] {
        let claimed = format!("{number}\n");
        let files: Files<'_> = &[("comment.md", two.as_bytes()), ("number", claimed.as_bytes())];
        assert_eq!(Stage::new(both, files, 300).play().sent, [post(number, &comment(2, "abc"))]);
    }
    let which =
        "::warning::the pull requests [5,12] have this commit, and the run does not identify its own: no comment";
    let others =
        "::warning::the report is for pull request 13, which is not an open one with this branch at this commit";
    let cases: [(&[u8], &str); 7] = [
        (b"", which),
        (b"five\n", which),
        (b"012\n", which),
        (b"$(touch ran)\n", which),
        (b"\0\n", which),
        (b"13\n", others),
        (b"13", others),
    ];
    for (number, said) in cases {
        let files: Files<'_> = &[("comment.md", two.as_bytes()), ("number", number)];
        let played = Stage::new(both, files, 300).play();
        assert_eq!(played.sent, []);
        assert!(played.answer.contains(said), "{number:?}: {played:?}");
    }
    // A report from before reports had a number.
    let files: Files<'_> = &[("comment.md", two.as_bytes())];
    assert_eq!(Stage::new(PULLS, files, 300).play().sent, [post(12, &comment(2, "abc"))]);
}

/// As where the spec of the newest commit has errors, where there is a conflict, or while the run takes its time.
#[test]
fn what_was_said_of_an_earlier_commit_is_never_shown_as_current() {
    if !can_play() {
        return;
    }
    let old = comment(9, "old");
    let outdated = old.replace(
        "commit=old -->\n",
        "commit=old outdated -->\n**Outdated.** The branch has newer commits than the one that this report is on.\n\n",
    );
    let pages: &[&[(u32, &str, &str)]] = &[&[(99, BOT, &old)]];
    let marked = [patch(99, &outdated)];
    assert_ne!(outdated, old);

    // A push marks it, once; so does a run on a commit that is not the newest any more.
    let pull: &[(u32, &str)] = &[(12, "abc")];
    assert_eq!(Stage::new(pull, &[], 300).comments(12, pages).pushed().sent, marked);
    let two = report(2);
    let files: Files<'_> = &[("comment.md", two.as_bytes()), ("number", b"12\n")];
    let newer = Stage::new(&[(12, "new")], files, 300).comments(12, pages).play();
    assert_eq!(newer.sent, marked);
    assert_eq!(Stage::new(pull, &[], 300).comments(12, &[&[(99, BOT, &outdated)]]).pushed().sent, []);
    // One that is current, and one of a person, stay.
    assert_eq!(Stage::new(pull, &[], 300).comments(12, &[&[(99, BOT, &comment(9, "abc"))]]).pushed().sent, []);
    assert_eq!(Stage::new(pull, &[], 300).comments(12, &[&[(99, "somebody", &old)]]).pushed().sent, []);
    // One from before comments had a commit.
    let sent = Stage::new(pull, &[], 300).comments(12, &[&[(99, BOT, &report(9))]]).pushed().sent;
    assert!(
        matches!(&sent[..], [(_, body)] if body.starts_with("<!-- errbook-diff schema=1 changes=9 outdated -->\n**Outdated.**")),
        "{sent:?}"
    );

    // The new report replaces it, or says that there is none.
    let said = "<!-- errbook-diff schema=1 changes=0 commit=abc -->\nThere is no report on abc: see the checks.\n";
    let none: Files<'_> = &[("number", b"12\n")];
    let other: Files<'_> = &[("comment.md", b"Something else."), ("number", b"12\n")];
    let new = comment(2, "abc");
    for (files, expected) in [(files, &*new), (none, said), (other, said)] {
        let played = Stage::new(PULLS, files, 300).comments(12, pages).play();
        assert_eq!(played.sent, [&marked[..], &[patch(99, expected)]].concat(), "{played:?}");
    }

    // The branch moves while the workflow runs.
    let stage = Stage::new(PULLS, files, 300);
    fs::write(stage.folder.path().join("pull-12"), r#"{"head": {"sha": "newer"}}"#).unwrap();
    let played = stage.play();
    assert!(played.sent.is_empty() && played.answer.contains("the branch has moved on"), "{played:?}");
}

/// What the tool writes passes as a report.
#[test]
fn the_marker_is_the_one_that_is_looked_for() {
    let pair = super::forms::Pair::of(super::forms::OLD, super::forms::NEW);
    let shown = errbook_codegen::compat::render::markdown(&pair.comparison());
    let first = shown.lines().next().expect("a line");
    let workflow = fs::read_to_string(root().join(".github/workflows/spec-diff-comment.yml")).expect("it is there");
    let pattern = workflow.split_once("grep -qxE '").and_then(|it| it.1.split_once('\'')).expect("a pattern").0;
    let grep =
        Command::new("bash").args(["-c", "grep -qxE \"$1\" <<<\"$0\"", first, pattern]).status().expect("bash runs");
    assert!(grep.success(), "{first} {pattern}");
    assert!(workflow.contains(errbook_codegen::compat::render::MARKER), "{workflow}");
}
