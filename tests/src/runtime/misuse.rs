//! Compiler errors for misuse of the API, from a crate with the mistakes.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const MISTAKES: &str = "
    use errbook::OrError;
    use shop::{Error, ErrorCode};

    pub fn question() -> Result<(), Error> {
        Err(ErrorCode::NotFound)?
    }
    pub fn from() -> Error {
        Error::from(ErrorCode::NotFound)
    }
    pub fn or_error() -> Result<(), Error> {
        None.or_error(ErrorCode::NotFound)
    }
";

const FORGOTTEN: &str = "
    use shop::{Error, ErrorKind};

    pub fn forgotten() {
        Error::from(ErrorKind::NotFound);
        Error::decode(404, &(), \"\").forward();
        Error::from(ErrorKind::NotFound).encode();
        let response = || Error::from(ErrorKind::NotFound).encode();
        response();
    }
";

#[test]
fn the_compiler_says_what_to_do() {
    let said = check("mistakes", MISTAKES);
    assert!(said.contains("error[E0277]: `ErrorCode` is not an error of this API"), "{said}");
    let note = "an `ErrorCode` is not an error: use the `ErrorKind` or the payload of the same name";
    assert_eq!(said.matches(note).count(), 2, "{said}");
    // With `?` it leaves notes out.
    let label = "neither an `ErrorKind` nor a payload of this API: `.or_error(ErrorKind::…)?` converts it, and";
    assert_eq!(said.matches(label).count(), 3, "{said}");
}

#[test]
fn the_compiler_says_what_was_forgotten() {
    let said = check("forgotten", FORGOTTEN);
    assert_eq!(said.matches("an error must be returned, sent or handled").count(), 2, "{said}");
    assert_eq!(said.matches("a response must be sent").count(), 2, "{said}");
}

/// What the compiler says of a crate with this code, beside the shop.
fn check(name: &str, code: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let runtime = root.join("runtime");
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let folder = target.join("misuse").join(name);
    fs::create_dir_all(folder.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nerrbook = {{ path = {runtime:?} }}\n\n[workspace]\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    let code = format!("#[path = {:?}]\npub mod shop;\n{code}", runtime.join("doc/book.rs"));
    fs::write(folder.join("src/lib.rs"), code).unwrap();
    // The same versions as everywhere else, so that nothing has to be fetched.
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let out = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["check", "--quiet", "--offline", "--color=never"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    String::from_utf8(out.stderr).unwrap()
}
