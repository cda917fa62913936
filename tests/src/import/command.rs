//! `errbook import` as a user runs it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::sources;
use crate::specs::root;

/// `errbook`, built once.
fn errbook() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let arguments =
            ["build", "--quiet", "--package", "errbook-cli", "--bin", "errbook", "--message-format", "json"];
        let out = Command::new(cargo).args(arguments).current_dir(root()).output().expect("cargo runs");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let text = String::from_utf8(out.stdout).expect("JSON lines");
        let message = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok();
        let executable = text.lines().rev().find_map(|line| message(line)?["executable"].as_str().map(Into::into));
        executable.expect("an executable was built")
    })
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let out = Command::new(errbook()).args(arguments).current_dir(folder).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (out.status.code().expect("a status"), text(out.stdout), text(out.stderr))
}

const TWELVE: &str = "# Shop API errors\n\n| HTTP | Error | Description | How to fix |\n|---|---|---|---|\n";

/// A table of twelve codes in capitals is a crate that compiles, in two commands.
#[test]
fn a_table_is_a_crate_in_two_commands() {
    let folder = tempfile::tempdir().expect("a folder");
    let statuses = [400, 401, 402, 403, 404, 409, 410, 415, 422, 429, 500, 503];
    let row = |it: &i32| format!("| {it} | `SHOP_CODE_{it}` | It is so: {it}. | Fix {it}. |\n");
    let rows = statuses.iter().map(row).collect::<Vec<_>>().concat();
    std::fs::write(folder.path().join("errors.md"), format!("{TWELVE}{rows}")).expect("a file");
    let (status, out, err) = run(folder.path(), &["import", "errors.md"]);
    assert_eq!(status, 0, "{out}{err}");
    assert!(out.ends_with("12 codes (2 guessed)\n"), "{out}");
    let (status, out, err) = run(folder.path(), &["codegen"]);
    assert_eq!(status, 0, "{out}{err}");
    // The runtime is that of this repository.
    let runtime = root().join("runtime");
    let patch = format!("patch.crates-io.errbook.path={:?}", runtime.display().to_string());
    std::fs::copy(root().join("Cargo.lock"), folder.path().join("generated/Cargo.lock")).expect("it is committed");
    let target = root().join("target/imported");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args([
            "check",
            "--quiet",
            "--offline",
            "--config",
            &patch,
            "--manifest-path",
            "generated/Cargo.toml",
            "--target-dir",
        ])
        .arg(target)
        .current_dir(folder.path())
        .output()
        .expect("cargo runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
}

#[test]
fn the_command_says_what_it_did() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |it: &str| folder.path().join(it);
    std::fs::write(path("errors.md"), sources::PAGE).expect("a file");
    let (status, out, err) = run(folder.path(), &["import", "errors.md", "--into", "-"]);
    assert_eq!(status, 0, "{err}");
    assert!(out.starts_with("errbook: 1\n") && err.contains("guessed:\n"), "{out}{err}");
    assert!(!path("spec").exists());
    let (status, out, err) = run(folder.path(), &["import", "errors.md", "--format", "json"]);
    assert_eq!(status, 0, "{err}");
    let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(report["written"], "errors.yaml");
    assert_eq!(err, "wrote a new book to spec/errors.yaml; next: errbook check\n");
    let before = std::fs::read(path("spec/errors.yaml")).expect("it was written");
    let (status, _, err) = run(folder.path(), &["import", "errors.md"]);
    assert_eq!((status, err.as_str()), (0, "nothing is new: spec/errors.yaml was not changed\n"));
    assert_eq!(std::fs::read(path("spec/errors.yaml")).expect("it is there"), before);
    // What cannot be done is 2, what is wrong with the source 1; nothing is written.
    std::fs::write(path("none.md"), "# None\n").expect("a file");
    for (arguments, expected) in [
        (&["import", "missing.md"][..], 2),
        (&["import", "none.md", "--from", "markdown"], 1),
        (&["import", "none.md"], 1),
        (&["import", "errors.md", "--into", "spec/errors.yml"], 2),
        (&["import", "errors.md", "--from", "toml"], 2),
        (&["import", "errors.md", "--default-status", "200"], 2),
        (&["import"], 2),
    ] {
        let (status, out, err) = run(folder.path(), arguments);
        assert_eq!(status, expected, "{arguments:?}: {out}{err}");
        assert!(out.is_empty() && err.contains("error"), "{arguments:?}: {out}{err}");
    }
    assert_eq!(std::fs::read(path("spec/errors.yaml")).expect("it is there"), before);
}

/// A reference that is refused is named, also if nothing is left to import. A pipe is not opened: its writer may never come.
#[cfg(unix)]
#[test]
fn refused_references_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("it runs").success());
    std::os::unix::fs::symlink("/etc/hostname", folder.path().join("link.yaml")).expect("a link");
    for (reference, why) in [
        ("pipe#/A", "it is not a file"),
        ("link.yaml#/A", "it is outside the folder"),
        ("../up.yaml#/A", "it is outside the folder"),
        ("https://evil.example/a.yaml#/A", "an import reads nothing from the network"),
    ] {
        let document = format!(
            "openapi: 3.0.0\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{get: {{responses: {{'400': {{$ref: '{reference}'}}}}}}}}}}\n"
        );
        std::fs::write(folder.path().join("api.yaml"), document).expect("a file");
        let (status, out, err) = run(folder.path(), &["import", "api.yaml"]);
        assert_eq!((status, out.as_str()), (1, ""), "{reference}: {err}");
        assert!(err.contains(&format!("the reference `{reference}`: {why}")), "{reference}: {err}");
    }
}

/// `init --from` starts with the errors of a file. It is for a folder without a book.
#[test]
fn init_starts_with_a_source() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("errors.md"), sources::PAGE).expect("a file");
    let runtime = format!("path={}", root().join("runtime").display());
    let arguments = ["init", "acme", "--from", "errors.md", "--runtime", &runtime];
    let (status, out, err) = run(folder.path(), &arguments);
    assert_eq!(status, 0, "{out}{err}");
    let text = std::fs::read_to_string(folder.path().join("spec/acme.yaml")).expect("it was written");
    assert!(text.contains("\n  crate: acme-errors\n  runtime: {path: ") && text.contains("code: over_quota"), "{text}");
    assert!(folder.path().join("generated/src/lib.rs").exists());
    let (status, out, err) = run(folder.path(), &["import", "errors.md"]);
    assert_eq!((status, err.as_str()), (0, "nothing is new: spec/acme.yaml was not changed\n"), "{out}");
    let (status, _, err) = run(folder.path(), &arguments);
    assert_eq!(status, 2, "{err}");
    assert!(err.contains("import FILE --into spec/acme.yaml"), "{err}");
    let other = tempfile::tempdir().expect("a folder");
    std::fs::write(other.path().join("none.md"), "# None\n").expect("a file");
    let (status, _, err) = run(other.path(), &["init", "--from", "none.md", "--runtime", &runtime]);
    assert_eq!(status, 2, "{err}");
    assert!(!other.path().join("spec").exists() && err.contains("no errors found"), "{err}");
}
