//! `docs`, with a script in place of `mdbook`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::{ENTRY, said, shop, xtask};

/// Takes the arguments of `mdbook`, and prints a control sequence if it is to fail.
#[cfg(unix)]
const MDBOOK: &str = "#!/bin/sh
[ -z \"$FAIL\" ] || { printf 'it was \\033[31mbad\\n' >&2; exit 3; }
[ \"$#\" = 2 ] && [ \"$1\" = build ] && [ -f \"$2/docs/SUMMARY.md\" ] || exit 4
mkdir -p \"$2/target/book\"
echo built >\"$2/target/book/index.html\"
";

fn docs(folder: &Path, path: &str, fail: &str, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(xtask());
    command.arg("docs").args(arguments).current_dir(folder).env("PATH", path).env("FAIL", fail);
    let Output { status, stdout, stderr } = command.output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (status.code().expect("a status"), text(stdout), text(stderr))
}

#[cfg(unix)]
#[test]
fn the_site_is_built_from_the_generated_folder() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let program = here.join("bin/mdbook");
    fs::create_dir(here.join("bin")).unwrap();
    fs::write(&program, MDBOOK).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", here.join("bin").display(), std::env::var("PATH").unwrap_or_default());

    for (arguments, out) in [(&[][..], "generated"), (&["--out", "an api"], "an api")] {
        let (status, answer, talk) = docs(here, &path, "", arguments);
        let expected = format!("error: {out}/book.toml does not exist. Run: cargo xtask codegen\n");
        assert_eq!((status, answer.as_str(), talk), (2, "", expected));

        assert_eq!(said(here, &["codegen", "--out", out]).0, 0);
        let (status, answer, talk) = docs(here, &path, "", arguments);
        assert_eq!((status, answer, talk.as_str()), (0, format!("{out}/target/book/index.html\n"), ""));
        assert_eq!(fs::read_to_string(here.join(out).join("target/book/index.html")).unwrap(), "built\n");
        // The site is not drift.
        assert_eq!(said(here, &["codegen", "--check", "--out", out]).0, 0);
    }
    let (status, answer, talk) = docs(here, &path, "1", &["--out", "an api"]);
    assert_eq!((status, answer.as_str()), (2, ""));
    assert_eq!(talk, "it was \\u{1b}[31mbad\nerror: `mdbook build 'an api'` failed (exit status: 3)\n");
}

#[test]
fn without_mdbook_it_is_said_how_to_get_it() {
    let (folder, _) = shop(ENTRY);
    assert_eq!(said(folder.path(), &["codegen"]).0, 0);
    let (status, answer, talk) = docs(folder.path(), "/nowhere", "", &[]);
    assert_eq!((status, answer.as_str()), (2, ""));
    assert_eq!(talk, "error: `mdbook` is not installed. Run: cargo install mdbook --locked --version 0.5.4\n");
}
