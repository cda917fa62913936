//! The workflow that comments: what it takes from whom, and what it does with it. `gh` is played by a script.

use std::fs;
use std::process::Command;

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

/// What GitHub answers, and what it is asked.
struct Stage {
    folder: tempfile::TempDir,
}

impl Stage {
    /// `pulls`, `comments`: what GitHub lists; `files`: what is in the artifact; `size`: how large GitHub says that it is.
    fn new(pulls: &str, comments: &str, files: Files<'_>, size: usize) -> Self {
        let stage = Self { folder: tempfile::tempdir().expect("a folder") };
        let here = stage.folder.path();
        fs::write(here.join("pulls"), pulls).unwrap();
        fs::write(here.join("comments"), comments).unwrap();
        let artifact =
            format!(r#"{{"artifacts":[{{"id":7,"name":"spec-diff","expired":false,"size_in_bytes":{size}}}]}}"#);
        fs::write(here.join("artifacts"), artifact).unwrap();
        for (name, bytes) in files {
            fs::write(here.join(name), bytes).unwrap();
            let zip = Command::new("zip").args(["-q", "zip.zip", name]).current_dir(here).status();
            assert!(zip.is_ok_and(|it| it.success()), "zip runs");
        }
        let gh = "#!/usr/bin/env bash\nprintf '%s\\n' \"$*\" >>\"$STAGE/asked\"\n\
            case \"$*\" in\n\
              *actions/runs/*) cat \"$STAGE/artifacts\" ;;\n\
              *artifacts/7/zip) cat \"$STAGE/zip.zip\" ;;\n\
              *--input*) cp body.json \"$STAGE/sent\" ;;\n\
              */comments) cat \"$STAGE/comments\" ;;\n\
              */pulls*) cat \"$STAGE/pulls\" ;;\n\
              *) exit 1 ;;\n\
            esac\n";
        fs::create_dir(here.join("bin")).unwrap();
        fs::write(here.join("bin/gh"), gh).unwrap();
        Command::new("chmod").args(["+x", "bin/gh"]).current_dir(here).status().expect("chmod runs");
        stage
    }

    /// Runs the step as GitHub does, and gives what it said, asked and sent.
    fn play(&self) -> (String, Vec<String>, Option<String>) {
        let here = self.folder.path();
        let workflow = workflow("spec-diff-comment.yml");
        let script = workflow["jobs"]["comment"]["steps"][0]["run"].as_str().expect("a script").to_owned();
        fs::write(here.join("step.sh"), script).unwrap();
        let path = format!("{}:{}", here.join("bin").display(), std::env::var("PATH").expect("a path"));
        let out = Command::new("bash")
            .args(["--noprofile", "--norc", "-eo", "pipefail", "step.sh"])
            .current_dir(here)
            .envs([("PATH", &*path), ("REPOSITORY", "o/r"), ("RUN", "42"), ("HEAD_OWNER", "fork")])
            .envs([
                ("HEAD_BRANCH", "b$(touch ran)`touch ran`"),
                ("HEAD_SHA", "abc"),
                ("STAGE", &*here.display().to_string()),
            ])
            .env("TMPDIR", here)
            .output()
            .expect("bash runs");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        assert!(!here.join("ran").exists());
        let read = |name: &str| fs::read_to_string(here.join(name)).ok();
        let asked = read("asked").unwrap_or_default().lines().map(str::to_owned).collect();
        let body = |it: String| {
            serde_json::from_str::<serde_json::Value>(&it).expect("JSON")["body"].as_str().unwrap().to_owned()
        };
        (String::from_utf8(out.stdout).unwrap(), asked, read("sent").map(body))
    }
}

fn has(tool: &str) -> bool {
    let found = Command::new(tool).arg("--version").output().is_ok();
    if !found {
        eprintln!("skipped: there is no `{tool}` here");
    }
    found
}

/// Files of an artifact.
type Files<'a> = &'a [(&'a str, &'a [u8])];

const PULL: &str = r#"[{"number":5,"head":{"sha":"old"}},{"number":12,"head":{"sha":"abc"}}]"#;
const REPORT: &str = "<!-- errbook-diff schema=1 changes=2 -->\n**Shop**: `$(touch ran)` \"; touch ran; \u{fc}\n";

#[test]
fn a_comment_is_written_once_and_then_kept_up_to_date() {
    if !has("jq") || !has("unzip") || !has("zip") {
        return;
    }
    let artifact: Files<'_> = &[("comment.md", REPORT.as_bytes())];
    let (_, asked, sent) = Stage::new(PULL, "[]", artifact, 300).play();
    assert_eq!(sent.as_deref(), Some(REPORT));
    assert_eq!(asked[0], "api --method GET repos/o/r/pulls -f state=open -f head=fork:b$(touch ran)`touch ran`");
    assert!(asked.last().unwrap().starts_with("api --method POST repos/o/r/issues/12/comments "), "{asked:?}");

    // Its own comment, on the second page; not one of a person that looks like it.
    let own =
        r#"{"id":99,"user":{"login":"github-actions[bot]"},"body":"<!-- errbook-diff schema=1 changes=9 -->\nold"}"#;
    let other = r#"{"id":1,"user":{"login":"somebody"},"body":"<!-- errbook-diff schema=1 changes=9 -->\nold"}"#;
    let (_, asked, sent) = Stage::new(PULL, &format!("[{other}]\n[{own}]"), artifact, 300).play();
    assert_eq!(sent.as_deref(), Some(REPORT));
    assert!(asked.last().unwrap().starts_with("api --method PATCH repos/o/r/issues/comments/99 "), "{asked:?}");

    // Where nothing has changed only a comment that says otherwise is of interest.
    let nothing = REPORT.replace("changes=2", "changes=0");
    let artifact: Files<'_> = &[("comment.md", nothing.as_bytes())];
    assert_eq!(Stage::new(PULL, &format!("[{other}]"), artifact, 300).play().2, None);
    assert_eq!(Stage::new(PULL, &format!("[{own}]"), artifact, 300).play().2.as_deref(), Some(&*nothing));
}

#[test]
fn what_is_no_report_is_not_written() {
    if !has("jq") || !has("unzip") || !has("zip") {
        return;
    }
    let report: Files<'_> = &[("comment.md", REPORT.as_bytes())];
    let large = format!("{REPORT}{}", "a".repeat(300_000));
    let forged = REPORT.replace("changes=2", "changes=2 --> <b>");
    let cases: [(&str, &str, Files<'_>, usize, &str); 7] = [
        ("the branch has moved on", r#"[{"number":5,"head":{"sha":"new"}}]"#, report, 300, "0 open pull requests"),
        ("no pull request", "[]", report, 300, "0 open pull requests"),
        (
            "two of them",
            r#"[{"number":5,"head":{"sha":"abc"}},{"number":6,"head":{"sha":"abc"}}]"#,
            report,
            300,
            "2 open",
        ),
        ("too large", PULL, report, 300_000, "has left no report"),
        ("a bomb", PULL, &[("comment.md", large.as_bytes())], 300, "is no report"),
        ("another file", PULL, &[("other.md", REPORT.as_bytes())], 300, "is no report"),
        ("no marker", PULL, &[("comment.md", forged.as_bytes())], 300, "is no report"),
    ];
    for (what, pulls, files, size, said) in cases {
        let (answer, asked, sent) = Stage::new(pulls, "[]", files, size).play();
        assert_eq!(sent, None, "{what}");
        assert!(answer.contains(said), "{what}: {answer}");
        assert!(asked.iter().all(|it| !it.contains("POST") && !it.contains("PATCH")), "{what}: {asked:?}");
    }
}

/// As where the spec of the newest commit has errors.
#[test]
fn what_was_said_of_an_earlier_commit_does_not_stay() {
    if !has("jq") || !has("unzip") || !has("zip") {
        return;
    }
    let own =
        r#"[{"id":99,"user":{"login":"github-actions[bot]"},"body":"<!-- errbook-diff schema=1 changes=9 -->\nold"}]"#;
    let files: [(Files<'_>, usize); 2] =
        [(&[("comment.md", REPORT.as_bytes())], 300_000), (&[("comment.md", b"Something else.")], 300)];
    for (files, size) in files {
        let (_, asked, sent) = Stage::new(PULL, own, files, size).play();
        let said = "<!-- errbook-diff schema=1 changes=0 -->\nThere is no report on abc: see the checks.\n";
        assert_eq!(sent.as_deref(), Some(said));
        assert!(asked.last().unwrap().starts_with("api --method PATCH repos/o/r/issues/comments/99 "), "{asked:?}");
    }
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
