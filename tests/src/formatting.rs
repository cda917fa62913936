//! Generated Rust stays as it is when a workspace is formatted, whatever its `rustfmt.toml` says.

use std::fs;
use std::path::Path;
use std::process::Command;

use errbook_codegen::emit::emit;

use crate::books;
use crate::specs::{book, files};

static CONFIGS: &[&str] = &[
    "",
    "max_width = 60",
    "max_width = 140\nuse_small_heuristics = \"Max\"",
    "hard_tabs = true",
    "tab_spaces = 2",
    "newline_style = \"Windows\"",
    "chain_width = 10\nfn_call_width = 10\nreorder_imports = false\nreorder_modules = false",
];

/// A file that every configuration above would change.
const BY_HAND: &str = "pub fn f(a: u8,b: u8) -> u8 {\n a  + b }\n";

fn formatted(folder: &Path, arguments: &[&str]) {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let out = Command::new(cargo).arg("fmt").args(arguments).current_dir(folder).output().expect("cargo runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

#[test]
fn no_configuration_changes_a_generated_file() {
    for (krate, inputs) in
        books::all().into_iter().filter(|it| ["shop", "awkward"].contains(&it.name)).map(|it| (it.krate, it.inputs))
    {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let here = folder.path();
        let write = |path: &str, text: &str| {
            fs::create_dir_all(here.join(path).parent().expect("it is below")).expect("a folder for it");
            fs::write(here.join(path), text).expect("it can be written");
        };
        write("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"generated\", \"by_hand\"]\n");
        write("by_hand/Cargo.toml", "[package]\nname = \"by_hand\"\nversion = \"0.0.0\"\nedition = \"2024\"\n");
        for output in emit(&book(inputs)) {
            write(&format!("generated/{}", output.path), &output.contents);
        }
        let before = files(&here.join("generated"));
        let sources: Vec<&String> = before.keys().filter(|it| it.starts_with("src/")).collect();
        assert_eq!(sources.len(), 11, "{sources:?}");
        for config in CONFIGS {
            write("rustfmt.toml", config);
            write("by_hand/src/lib.rs", BY_HAND);
            formatted(here, &["--all"]);
            assert_ne!(fs::read_to_string(here.join("by_hand/src/lib.rs")).unwrap(), BY_HAND, "nothing was formatted");
            assert!(files(&here.join("generated")) == before, "{krate} with {config}");
            formatted(here, &["--all", "--check"]);
            // Each file alone, as an editor formats it.
            for source in &sources {
                let out = Command::new("rustfmt")
                    .args(["--edition", "2024", source])
                    .current_dir(here.join("generated"))
                    .output()
                    .expect("rustfmt runs");
                assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            }
            assert!(files(&here.join("generated")) == before, "a file of {krate} with {config}");
        }
    }
}
