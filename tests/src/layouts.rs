//! Both layouts of the generated Rust, in a workspace with strict lints and a `rustfmt.toml` of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use errbook_codegen::{drift, generate};

use crate::books;
use crate::specs::{files, root};

/// Lints that no generated module may break, whatever their level.
const WORKSPACE: &str = r#"
[workspace]
resolver = "3"
members = ["own", "user", "plain", "deep"]

[workspace.lints.rust]
dead_code = "deny"
missing_docs = "deny"
missing_debug_implementations = "deny"
unreachable_pub = "deny"
unused_qualifications = "deny"
unexpected_cfgs = "deny"
rust_2018_idioms = { level = "deny", priority = -1 }

[workspace.lints.clippy]
pedantic = { level = "deny", priority = -1 }
nursery = { level = "deny", priority = -1 }
allow_attributes = "deny"
# It contradicts `unreachable_pub`.
redundant_pub_crate = "allow"
unwrap_used = "deny"
"#;

/// A user of the codes and the macro.
const USER: &str = "
app_error! {
    /// The error of every handler.
    pub struct AppError;
    std::num::ParseIntError => Internal,
}

/// A handler.
///
/// # Errors
///
/// If the text is no number.
pub fn handler(text: &str) -> Result<u64, AppError> {
    let number: u64 = text.parse()?;
    if number == 0 {
        Err(ErrorKind::Unauthorized)?;
    }
    Ok(number)
}
";

/// Writes a file, unless it has this text: its package is then not built again.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::create_dir_all(path.parent().expect("it is below")).expect("a folder for it");
        fs::write(path, text).expect("it can be written");
    }
}

fn cargo(here: &Path, arguments: &[&str]) {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let out = Command::new(cargo)
        .args(arguments)
        .env("CARGO_TARGET_DIR", here.with_file_name("fixtures").join("target"))
        .current_dir(here)
        .output()
        .expect("cargo runs");
    assert!(out.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
}

/// A package, in whose folder the book and its `errbook.toml` are.
struct Package {
    name: &'static str,
    edition: &'static str,
    /// The settings; empty: no book.
    config: &'static str,
    out: &'static str,
    dependencies: String,
    sources: Vec<(&'static str, String)>,
}

fn packages() -> Vec<Package> {
    let runtime = root().join("runtime");
    let errbook = |features: &str| format!("errbook = {{ path = {runtime:?}, features = [{features}] }}\n");
    let module = |path: &str| format!("use {path}::{{app_error, ErrorKind}};\n{USER}");
    vec![
        Package {
            name: "own",
            edition: "2024",
            config: "out = \"../own\"\n",
            out: "",
            dependencies: String::new(),
            sources: Vec::new(),
        },
        Package {
            name: "user",
            edition: "2021",
            config: "",
            out: "",
            dependencies: "shop-errors = { path = \"../own\", features = [\"docs\"] }\n".to_owned(),
            sources: vec![("src/lib.rs", format!("//! A crate with the errors of another.\n\n{}", module("shop_errors")))],
        },
        Package {
            name: "plain",
            edition: "2021",
            config: "out = \"src/errors\"\nlayout = \"module\"\nfeatures = [\"docs\", \"http\", \"retry\"]\n",
            out: "src/errors",
            dependencies: errbook("\"std\", \"http\", \"retry\""),
            sources: vec![(
                "src/lib.rs",
                format!("//! A crate with public errors.\n\npub mod errors;\n\n{}", module("crate::errors")),
            )],
        },
        Package {
            name: "deep",
            edition: "2024",
            config: "out = \"src/api/failures\"\nlayout = \"module\"\noutputs = [\"rust\"]\n",
            out: "src/api/failures",
            dependencies: errbook("\"std\""),
            sources: vec![
                ("src/main.rs", "//! A program with private errors.\n\nmod api;\n\nfn main() {\n    println!(\"{}\", api::handler(\"7\").is_ok());\n}\n".to_owned()),
                ("src/api/mod.rs", format!("//! A part of it.\n\nmod failures;\n\n{}", module("self::failures")).replace("pub fn", "pub(super) fn").replace("pub struct", "pub(super) struct")),
            ],
        },
    ]
}

/// The workspace, with what is generated in it.
fn workspace() -> (PathBuf, Vec<(PathBuf, PathBuf)>) {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let here = target.join("layouts");
    write(&here.join("Cargo.toml"), WORKSPACE);
    write(&here.join("rustfmt.toml"), "max_width = 80\n");
    let mut generated = Vec::new();
    for Package { name, edition, config, out, dependencies, sources } in packages() {
        let package = here.join(name);
        if !config.is_empty() {
            // The specs are elsewhere, since a generated crate has no other file.
            let book = if out.is_empty() { here.join("book") } else { package.clone() };
            let shop = books::shop();
            write(&book.join("spec/shop.yaml"), &shop);
            write(&book.join("errbook.toml"), config);
            let (spec, out) = (book.join("spec"), package.join(out));
            if let Err(why) = generate(&spec, &out) {
                panic!("{name}: {why}");
            }
            generated.push((spec, out));
        }
        if !sources.is_empty() {
            let manifest = format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\n\n[dependencies]\n{dependencies}\n[lints]\nworkspace = true\n"
            );
            write(&package.join("Cargo.toml"), &manifest);
        }
        for (path, text) in sources {
            write(&package.join(path), &text);
        }
    }
    (here, generated)
}

#[test]
fn both_layouts_build_without_a_warning_and_survive_rustfmt() {
    let (here, generated) = workspace();
    modules_have_relative_paths_and_no_cfg(&generated);
    let before: Vec<_> = generated.iter().map(|(_, out)| files(out)).collect();
    for config in ["max_width = 60\nhard_tabs = true\n", "max_width = 80\n"] {
        write(&here.join("rustfmt.toml"), config);
        cargo(&here, &["fmt", "--all"]);
    }
    for ((spec, out), before) in generated.iter().zip(before) {
        assert!(files(out) == before, "rustfmt changed {}", out.display());
        assert_eq!(drift(spec, out).expect("the spec has no errors"), []);
    }
    cargo(&here, &["clippy", "--offline", "--workspace", "--all-targets", "--", "-D", "warnings"]);
}

/// A module asks nothing of the crate that it is in: no `cfg`, no path from the crate's root outside of the macro.
fn modules_have_relative_paths_and_no_cfg(generated: &[(PathBuf, PathBuf)]) {
    let mut count = 0;
    for (_, out) in generated.iter().filter(|it| it.1.join("mod.rs").is_file()) {
        assert!(!out.join("Cargo.toml").exists() && !out.join("README.md").exists() && !out.join("src").exists());
        for (path, bytes) in
            files(out).into_iter().filter(|it| Path::new(&it.0).extension().is_some_and(|it| it == "rs"))
        {
            count += 1;
            let text = String::from_utf8(bytes).expect("UTF-8");
            for line in text.lines().filter(|it| !it.trim_start().starts_with("//") && !it.contains("rustfmt_skip")) {
                assert!(!line.contains("cfg"), "{path}: {line}");
                assert!(!line.replace("$crate", "").contains("crate::"), "{path}: {line}");
                assert!(!line.contains("macro_export"), "{path}: {line}");
            }
        }
    }
    assert!(count > 15, "{count}");
}
