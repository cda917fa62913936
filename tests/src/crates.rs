//! Crates that are generated, really built, and used from another crate.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use errbook_codegen::emit::emit;

use crate::books;
use crate::specs::{book, root};

/// Every crate is put through the same, and some through more.
const PROGRAM: &str = r##"
mod page;

use page::{check, find};

fn main() {
    check::<shop_errors::ErrorKind>("shop", include_str!("../../shop/docs/errors.md"), 7);
    check::<awkward_errors::ErrorKind>("awkward", include_str!("../../awkward/docs/errors.md"), 30);
    check::<none_errors::ErrorKind>("none", include_str!("../../none/docs/errors.md"), 0);
    check::<many_errors::ErrorKind>("many", include_str!("../../many/docs/errors.md"), 2000);
    find::<shop_errors::ErrorCode>();
    find::<awkward_errors::ErrorCode>();
    find::<none_errors::ErrorCode>();
    find::<many_errors::ErrorCode>();
    none();
    shop();
    println!("all of it");
}

fn none() {
    let error = none_errors::Error::decode(404, &(), r#"{"error": {"code": "not_found", "message": "No."}}"#);
    assert_eq!((error.code(), error.code_text(), error.status()), (None, Some("not_found"), 404));
}

fn shop() {
    use shop_errors::{Closed, Error, ErrorCode, ErrorKind, OrError, OutOfStockPlace, OutOfStockPlaceType, OutOfStockWhy};
    let place = OutOfStockPlace::new(7, OutOfStockPlaceType::Shelf).with_note("Top.");
    assert_eq!(place.type_, OutOfStockPlaceType::Shelf);
    assert_eq!(OutOfStockWhy::from("not-yet"), OutOfStockWhy::NotYet);
    assert_eq!(OutOfStockWhy::from("stolen"), OutOfStockWhy::Other("stolen".to_owned()));
    let closed = Closed::new(30, std::time::SystemTime::UNIX_EPOCH, 4, -4, errbook::HeaderText::new("Back soon").unwrap());
    let response = Error::from(closed).encode();
    assert!(response.headers.iter().any(|(name, value)| name == "X-Shop" && value == "main, \"north\""), "{:?}", response.headers);
    let error = Error::from(ErrorKind::Unauthorized).with_message("`name` is missing");
    assert_eq!(Error::decode(401, &(), &error.encode().body).message(), "`name` is missing");
    let lost = "x".parse::<u8>().or_error(ErrorKind::Internal).unwrap_err();
    assert!(std::error::Error::source(&lost).is_some());
    assert!(!lost.encode().body.contains("invalid digit"));
    assert_eq!(ErrorCode::OutOfStock.statuses(), [409, 422]);
    assert_eq!(ErrorCode::OutOfStock.docs_url(), Some("https://shop.example/docs#out_of_stock"));
    let retry = ErrorCode::Closed.retry();
    assert_eq!((retry.retries(), retry.backoff().initial()), (2, std::time::Duration::from_millis(250)));
}
"##;

/// A workspace with every fixture's crate, and the program that uses them.
fn workspace() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let folder = target.join("fixtures");
    let mut members = vec!["program".to_owned()];
    for fixture in books::all() {
        for output in emit(&book(fixture.inputs)) {
            write(&folder.join(fixture.name).join(output.path), &output.contents);
        }
        members.push(fixture.name.to_owned());
    }
    let members: Vec<String> = members.iter().map(|it| format!("\"{it}\"")).collect();
    write(&folder.join("Cargo.toml"), &format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", ")));
    let runtime = root().join("runtime");
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nerrbook = {{ path = {runtime:?} }}\nserde_json = \"1\"\nshop-errors = {{ path = \"../shop\" }}\nawkward_errors = {{ path = \"../awkward\" }}\nnone-errors = {{ path = \"../none\" }}\nmany-errors = {{ path = \"../many\" }}\n"
    );
    write(&folder.join("program/Cargo.toml"), &manifest);
    write(&folder.join("program/src/main.rs"), PROGRAM);
    write(&folder.join("program/src/page.rs"), include_str!("page.rs"));
    // The same versions as everywhere else, so that nothing has to be fetched.
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("it is committed");
    write(&folder.join("Cargo.lock"), &lock);
    folder
}

/// Writes a file if it is another, so that cargo builds again only what changed.
fn write(path: &Path, contents: &str) {
    if fs::read_to_string(path).is_ok_and(|it| it == contents) {
        return;
    }
    fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder for it");
    fs::write(path, contents).expect("it can be written");
}

fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let out = Command::new(cargo)
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_NET_OFFLINE", "true")
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .output()
        .expect("cargo runs");
    let text = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success(), "cargo {}\n{text}", arguments.join(" "));
    text
}

#[test]
fn generated_crates_build_run_and_are_clean() {
    let folder = workspace();
    let said = cargo(&folder, &["run", "--quiet", "--package", "program"]);
    assert!(said.contains("all of it"), "{said}");
    let some = ["--package", "shop-errors", "--package", "awkward_errors", "--package", "none-errors"];
    cargo(&folder, &[&["test", "--quiet"], &some[..]].concat());
    cargo(&folder, &[&["clippy", "--quiet"], &some[..], &["--", "-Dwarnings"]].concat());
    cargo(&folder, &[&["doc", "--quiet", "--no-deps"], &some[..]].concat());
}
