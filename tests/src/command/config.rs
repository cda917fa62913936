//! `errbook.toml`: found from any folder, obeyed, and checked.

use std::fs;
use std::path::Path;

use super::{ENTRY, said, shop};
use crate::specs::files;

fn write(here: &Path, text: &str) {
    fs::write(here.join("errbook.toml"), text).unwrap();
}

/// The files that were generated, apart from those in `src/` and `docs/`.
fn top(out: &Path) -> Vec<String> {
    files(out).into_keys().filter(|it| !it.contains('/')).collect()
}

#[test]
fn every_command_finds_it_from_any_folder() {
    let (folder, spec) = shop(ENTRY);
    let here = folder.path();
    fs::rename(spec, here.join("errors")).unwrap();
    write(here, "spec = \"errors\"\nout = \"crates/shop-errors\"\n");
    let below = here.join("crates/a/src");
    fs::create_dir_all(&below).unwrap();
    for from in [here, &below] {
        let (status, _, talk) = said(from, &["codegen"]);
        assert_eq!(status, 0, "{talk}");
        assert!(here.join("crates/shop-errors/Cargo.toml").is_file());
        for command in [&["check"][..], &["codegen", "--check"], &["list"], &["explain", "not_found"]] {
            let (status, _, talk) = said(from, command);
            assert_eq!(status, 0, "{command:?}: {talk}");
        }
        let (status, _, talk) = said(from, &["diff", "--base", &here.join("errors").display().to_string()]);
        assert_eq!(status, 0, "{talk}");
    }
    // Paths are shown as seen from the folder, and the command needs no options.
    fs::remove_file(here.join("crates/shop-errors/src/lib.rs")).unwrap();
    let (status, _, talk) = said(&below, &["codegen", "--check"]);
    assert_eq!((status, talk.as_str()), (1, "../../../crates/shop-errors is out of date. Run: cargo xtask codegen\n"));
    fs::write(here.join("errors/shop.yaml"), "errors: 1\n").unwrap();
    let (_, answer, _) = said(&below, &["check"]);
    assert!(answer.contains("--> ../../../errors/shop.yaml:1:9"), "{answer}");
}

#[test]
fn options_override_it() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    write(here, "spec = \"nowhere\"\nout = \"a\"\noutputs = [\"json\"]\n");
    let (status, answer, _) = said(here, &["check"]);
    assert_eq!(status, 2);
    assert!(
        answer.contains("the folder `nowhere` does not exist") && answer.contains("Correct `spec` in errbook.toml")
    );
    let (status, _, talk) = said(here, &["codegen", "--spec", "spec", "--out", "b"]);
    assert_eq!(status, 0, "{talk}");
    assert_eq!(top(&here.join("b")), ["errbook.manifest", "errors.json"]);
    assert!(!here.join("a").exists());
    // The file of another book does not apply.
    let elsewhere = tempfile::tempdir().unwrap();
    write(elsewhere.path(), "unknown = true\n");
    let spec = here.join("spec").display().to_string();
    assert_eq!(said(elsewhere.path(), &["check", "--spec", &spec]).0, 0);
    assert_eq!(said(elsewhere.path(), &["check"]).0, 2);
}

#[test]
fn outputs_are_what_is_written() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    let generated = |config: &str, expected: &[&str], folders: &[&str]| {
        if !config.is_empty() {
            write(here, config);
        }
        let (status, _, talk) = said(here, &["codegen"]);
        assert_eq!(status, 0, "{config}: {talk}");
        assert_eq!(top(&out), expected, "{config}");
        for folder in ["docs", "src"] {
            assert_eq!(out.join(folder).is_dir(), folders.contains(&folder), "{config}: {folder}");
        }
        assert_eq!(said(here, &["codegen", "--check"]).0, 0, "{config}");
    };
    let default = ["Cargo.toml", "README.md", "book.toml", "errbook.manifest", "errors.json"];
    generated("", &default, &["docs", "src"]);
    generated("outputs = [\"rust\"]\n", &["Cargo.toml", "README.md", "errbook.manifest"], &["src"]);
    // The pages are a part of the docs, and the README has no link to a file that does not exist.
    assert!(!out.join("src/pages.rs").exists());
    assert!(!fs::read_to_string(out.join("README.md")).unwrap().contains("](docs/"));
    assert!(!fs::read_to_string(out.join("Cargo.toml")).unwrap().contains("\ndocs = "));
    let with_document = ["Cargo.toml", "README.md", "errbook.manifest", "openapi.json"];
    generated("outputs = [\"rust\", \"openapi\"]\n", &with_document, &["src"]);
    assert!(out.join("src/openapi.rs").exists());
    // `utoipa` writes no OpenAPI 3.0.
    generated("outputs = [\"rust\", \"openapi\"]\nopenapi = \"3.0\"\n", &with_document, &["src"]);
    assert!(!out.join("src/openapi.rs").exists());
    assert!(!fs::read_to_string(out.join("Cargo.toml")).unwrap().contains("\nutoipa = "));
    generated("outputs = [\"csv\", \"docs\"]\n", &["book.toml", "errbook.manifest", "errors.csv"], &["docs"]);
    // Without a choice, what was generated is what is generated.
    fs::remove_file(here.join("errbook.toml")).unwrap();
    generated("", &["book.toml", "errbook.manifest", "errors.csv"], &["docs"]);
    // A folder of someone else is not codegen's.
    fs::create_dir(out.join("src")).unwrap();
    fs::write(out.join("src/main.rs"), "").unwrap();
    assert_eq!(said(here, &["codegen", "--check"]).0, 0);
    write(here, "outputs = [\"rust\", \"docs\", \"json\", \"csv\", \"llms\"]\n");
    let (status, answer, _) = said(here, &["codegen", "--check"]);
    assert_eq!(status, 1);
    assert!(answer.contains("untracked: src/main.rs"), "{answer}");
    fs::remove_file(out.join("src/main.rs")).unwrap();
    let all = ["errors.csv", "errors.json", "llms-full.txt", "llms.txt"];
    generated("", &[&default[..4], &all].concat(), &["docs", "src"]);
}

/// Names and versions of packages, each with whether it is valid.
#[test]
fn packages_have_names_and_versions_of_their_registries() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let long = "a".repeat(215);
    let rows: &[(&str, &str, &[&str], &[&str])] = &[
        (
            "npm",
            "name",
            &["errors", "@shop/errors", "shop.errors", "shop_errors-2", "@1/2"],
            &[
                "",
                "Errors",
                "_errors",
                ".errors",
                "@shop",
                "@shop/",
                "@a/b/c",
                "a/b",
                "a@b",
                "a b",
                "é",
                "node_modules",
                "fs",
                "worker_threads",
                &long,
            ],
        ),
        ("npm", "version", &["1.0.0", "1.0.0-rc.1+build"], &["1", "v1.0.0", "1.0.0rc1", ""]),
        (
            "python",
            "name",
            &["errors", "Shop.Errors", "shop__errors-2", "json-errors", "class", &long[..200]],
            &[
                "",
                "-a",
                "a-",
                "1a",
                "é",
                "a b",
                "a/b",
                "json",
                "JSON",
                "py-compile",
                "compression",
                "test",
                "build",
                "dist",
                "env",
                "venv",
                &long,
            ],
        ),
        (
            "python",
            "version",
            &["1", "1.0", "2026.11.30", "1!2.0", "1.0a0", "1.0.0rc1", "1.0.post1", "1.0.dev3", "1.0b2.post3.dev4"],
            &["", "v1", "1.", "01", "1.0.0-rc.1", "1.0.0+a", "1.0rc", "1.0.dev", "1.0.dev01", "!1", "1!", "1.0.x"],
        ),
    ];
    for (registry, key, valid, invalid) in rows {
        for (text, expected) in valid.iter().map(|it| (it, 0)).chain(invalid.iter().map(|it| (it, 2))) {
            let settings = format!("{registry} = {{ {key} = \"{text}\" }}");
            write(here, &format!("outputs = [\"typescript\", \"python\"]\n[packages]\n{settings}\n"));
            let (status, _, talk) = said(here, &["list"]);
            assert_eq!(status, expected, "{settings}: {talk}");
        }
    }
}

#[test]
fn the_contracts_version_is_one_of_python_or_the_package_has_its_own() {
    let (folder, spec) = shop(ENTRY);
    let here = folder.path();
    let book = fs::read_to_string(spec.join("shop.yaml")).unwrap();
    let check = |version: &str, settings: &str| {
        fs::write(spec.join("shop.yaml"), book.replace("version: 1.0.0", &format!("version: {version}"))).unwrap();
        write(here, settings);
        let (status, answer, _) = said(here, &["check"]);
        assert_eq!(said(here, &["codegen"]).0, status, "{version}");
        (status, answer)
    };
    let python = "outputs = [\"python\"]\n";
    for version in ["1.0.0", "1.0.0-alpha", "1.0.0-beta.2", "1.0.0-rc1", "1.0.0-RC.1+build.5", "1.0.0-preview-3"] {
        assert_eq!(check(version, python).0, 0, "{version}");
    }
    for version in ["1.0.0-nightly.7", "1.0.0-rc.1.2", "1.0.0-1"] {
        let (status, answer) = check(version, python);
        assert_eq!(status, 1, "{answer}");
        let expected = format!("error[bad-version]: the version `{version}` is not a version of Python packages");
        assert!(answer.contains(&expected) && answer.contains("`[packages.python]`"), "{answer}");
        assert_eq!(check(version, "outputs = [\"json\"]\n").0, 0);
        assert_eq!(check(version, &format!("{python}packages.python.version = \"1.0.0.dev7\"\n")).0, 0);
    }
}

/// Of the crate's name, which a package has by default, other registries allow less than Cargo's.
#[test]
fn the_crates_name_is_one_of_the_registry_or_the_package_has_its_own() {
    let (folder, spec) = shop(ENTRY);
    let here = folder.path();
    let book = fs::read_to_string(spec.join("shop.yaml")).unwrap();
    let check = |name: &str, settings: &str| {
        fs::write(spec.join("shop.yaml"), book.replace("crate: shop-errors", &format!("crate: {name}"))).unwrap();
        write(here, settings);
        let (status, answer, _) = said(here, &["check"]);
        assert_eq!(said(here, &["codegen", "--out", name]).0, status, "{name}");
        (status, answer)
    };
    let python = ["json", "typing", "py-compile", "build", "dist", "env", "venv"];
    let node = "Node has a module with this name";
    for (output, package, why, fine, wrong) in [
        ("typescript", "npm", node, &["shop-errors", "json"][..], &["events", "fs"][..]),
        ("python", "python", "", &["shop-errors", "json-errors", "lambda"], &python),
    ] {
        let outputs = format!("outputs = [\"{output}\"]\n");
        let registry = if package == "python" { "Python" } else { package };
        for name in fine {
            assert_eq!(check(name, &outputs).0, 0, "{name}");
        }
        for name in wrong {
            let (status, answer) = check(name, &outputs);
            assert_eq!(status, 1, "{answer}");
            let expected =
                format!("error[bad-package-name]: the {registry} package cannot have the crate's name `{name}`: {why}");
            assert!(answer.contains(&expected) && answer.contains(&format!("`[packages.{package}]`")), "{answer}");
            assert_eq!(check(name, "outputs = [\"json\"]\n").0, 0);
            assert_eq!(check(name, &format!("{outputs}packages.{package}.name = \"{name}-errors\"\n")).0, 0);
        }
    }
}

#[test]
fn mistakes_are_shown_with_their_places() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let texts = [
        "sepc = \"spec\"\nout = 1\noutputs = [\"rust\", \"doc\", 3]\nlayout = \"modul\"\nfeatures = \"axum\"\nzzzzzz = 1\n",
        "features = [\"utoipa\"]\n",
        "outputs = [\"openapi\"]\nopenapi = \"3.0\"\nfeatures = [\"utoipa\"]\n",
        "spec = \"/etc\"\nout = 'a\\b'\noutputs = [\"llms\"]\nfeatures = [\"sqlx\", \"docs\"]\n",
        "spec = \nout = \"a\"\nout = \"b\"\n",
        "outputs = []\n",
        "openapi = \"3.2\"\n[packages]\nnpm = {name = \"shop\"}\npypi = {}\n",
        "outputs = [\"openapi\", \"typescript\", \"python\"]\nopenapi = \"2.0\"\n[packages]\nnpm = {name = \"@Shop/errors\", version = \"1.0\"}\npython = {name = \"shop-\", version = \"1.0.0-rc.1\", module = \"a\"}\n",
        "packages = 1\n",
    ];
    let mut all = String::new();
    for text in texts {
        write(here, text);
        let (status, answer, talk) = said(here, &["check"]);
        assert_eq!((status, answer.as_str()), (2, ""), "{talk}");
        all.push_str(&talk);
        all.push_str("\n\n");
    }
    insta::assert_snapshot!("config", all);
    // In the folder above, and in a file that cannot be read.
    let below = here.join("below");
    fs::create_dir(&below).unwrap();
    let (_, _, talk) = said(&below, &["list"]);
    assert!(talk.contains("--> ../errbook.toml:1:"), "{talk}");
    fs::remove_file(here.join("errbook.toml")).unwrap();
    fs::create_dir(here.join("errbook.toml")).unwrap();
    let (status, _, talk) = said(&below, &["list"]);
    assert_eq!(status, 2);
    assert!(talk.starts_with("error: ../errbook.toml: "), "{talk}");
    assert!(errbook_codegen::generate(&here.join("spec"), &here.join("generated")).is_err());
}
