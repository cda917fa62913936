//! What codegen owns in the output folder, and what it leaves alone.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{ENTRY, said, shop, xtask};
use crate::specs::files;

#[test]
fn only_what_the_manifest_names_is_deleted() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    assert_eq!(said(here, &["codegen"]).0, 0);
    // A file that was generated before, untracked files in an owned folder and elsewhere, and a manifest with false entries.
    fs::create_dir_all(out.join("docs/old")).unwrap();
    fs::write(out.join("docs/old/page.md"), "old\n").unwrap();
    fs::write(out.join("src/mine.rs"), "// mine\n").unwrap();
    fs::write(out.join("notes.txt"), "mine\n").unwrap();
    fs::write(here.join("outside.txt"), "mine\n").unwrap();
    let manifest = fs::read_to_string(out.join("errbook.manifest")).unwrap();
    let outside = here.join("outside.txt");
    let false_entries = format!("../outside.txt\n{}\nsrc/../../outside.txt\n", outside.display());
    fs::write(out.join("errbook.manifest"), format!("{manifest}docs/old/page.md\n{false_entries}")).unwrap();

    let (status, answer, talk) = said(here, &["codegen", "--check"]);
    assert_eq!(status, 1);
    assert!(answer.contains("stale: docs/old/page.md") && answer.contains("untracked: src/mine.rs"), "{answer}");
    assert!(talk.contains("cargo xtask codegen\n"), "{talk}");

    let (status, _, talk) = said(here, &["codegen"]);
    assert_eq!(status, 1, "an untracked file is a finding: {talk}");
    assert!(talk.contains("src/mine.rs was not generated"), "{talk}");
    assert!(!out.join("docs/old").exists());
    for kept in [out.join("src/mine.rs"), out.join("notes.txt"), outside] {
        assert!(kept.exists(), "{}", kept.display());
    }
    assert_eq!(fs::read_to_string(out.join("errbook.manifest")).unwrap(), manifest);
    fs::remove_file(out.join("src/mine.rs")).unwrap();
    assert_eq!(said(here, &["codegen", "--check"]).0, 0);
}

#[test]
fn what_builds_leave_in_packages_is_ignored() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    fs::write(here.join("errbook.toml"), "outputs = [\"typescript\", \"python\"]\n").unwrap();
    assert_eq!(said(here, &["codegen"]).0, 0);
    let left = [
        "typescript/node_modules/typescript/lib/tsc.js",
        "typescript/package-lock.json",
        "typescript/shop-errors-1.0.0.tgz",
        "typescript/dist/bundle.js",
        "python/build/lib/shop_errors/errors.py",
        "python/shop_errors.egg-info/PKG-INFO",
        "python/shop_errors/__pycache__/errors.cpython-312.pyc",
        "python/.venv/lib/site.py",
        "python/env/lib/site.py",
        "python/venv/lib/site.py",
        "python/shop_errors-1.0.0-py3-none-any.whl",
    ];
    let own = ["typescript/mine.ts", "typescript/test/mine.js", "python/shop_errors/mine.py", "python/setup.py"];
    for path in left.iter().chain(&own) {
        fs::create_dir_all(out.join(path).parent().unwrap()).unwrap();
        fs::write(out.join(path), "mine\n").unwrap();
    }
    let (status, answer, _) = said(here, &["codegen", "--check"]);
    assert_eq!(status, 1);
    let mut reported: Vec<&str> = answer.lines().filter_map(|it| it.strip_prefix("untracked: ")).collect();
    reported.sort_unstable_by_key(|it| own.iter().position(|own| own == it));
    assert_eq!(reported, own);
    for path in own {
        fs::remove_file(out.join(path)).unwrap();
    }
    for arguments in [&["codegen", "--check"][..], &["codegen"], &["codegen", "--check"]] {
        assert_eq!(said(here, arguments).0, 0, "{arguments:?}");
    }
    for path in left {
        assert!(out.join(path).exists(), "{path}");
    }
    // Without the packages, the folders are not codegen's.
    fs::write(here.join("errbook.toml"), "outputs = [\"json\"]\n").unwrap();
    fs::write(out.join("typescript/mine.ts"), "mine\n").unwrap();
    assert_eq!(said(here, &["codegen"]).0, 0);
}

#[test]
fn a_strangers_file_where_one_is_to_be_written_is_kept() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    assert_eq!(said(here, &["codegen"]).0, 0);
    let manifest = fs::read_to_string(out.join("errbook.manifest")).unwrap();
    fs::write(out.join("errbook.manifest"), manifest.replace("README.md\n", "")).unwrap();
    fs::write(out.join("README.md"), "mine\n").unwrap();
    let before = files(here);
    let (status, _, talk) = said(here, &["codegen"]);
    assert_eq!(status, 2, "{talk}");
    assert!(talk.contains("README.md was not generated") && talk.contains("Nothing was written"), "{talk}");
    assert_eq!(files(here), before);
}

#[cfg(unix)]
#[test]
fn links_are_neither_followed_nor_written_through() {
    use std::os::unix::fs::symlink;
    let (folder, spec) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    assert_eq!(said(here, &["codegen"]).0, 0);
    let outside = here.join("outside");
    fs::create_dir(&outside).unwrap();
    fs::rename(out.join("src/lib.rs"), outside.join("lib.rs")).unwrap();
    symlink(outside.join("lib.rs"), out.join("src/lib.rs")).unwrap();
    fs::write(outside.join("lib.rs"), "// outside\n").unwrap();
    assert_eq!(said(here, &["codegen"]).0, 0);
    assert_eq!(fs::read_to_string(outside.join("lib.rs")).unwrap(), "// outside\n");
    assert!(!fs::symlink_metadata(out.join("src/lib.rs")).unwrap().is_symlink());

    fs::rename(out.join("docs"), outside.join("docs")).unwrap();
    symlink(outside.join("docs"), out.join("docs")).unwrap();
    fs::write(outside.join("docs/errors.md"), "outside\n").unwrap();
    let (status, _, talk) = said(here, &["codegen"]);
    assert_eq!(status, 2, "{talk}");
    assert!(talk.contains("is a link"), "{talk}");
    assert_eq!(fs::read_to_string(outside.join("docs/errors.md")).unwrap(), "outside\n");

    symlink(here.join("outside/lib.rs"), spec.join("more.yaml")).unwrap();
    let (status, answer, _) = said(here, &["check"]);
    assert_eq!(status, 2, "{answer}");
    assert!(answer.contains("more.yaml") && answer.contains("it is a link"), "{answer}");
}

/// A killed run's temporary files are codegen's own; files that are merely called something like it are not.
#[test]
fn what_a_killed_run_leaves_is_cleared_up() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    assert_eq!(said(here, &["codegen"]).0, 0);
    let clean = files(&out);
    let left = ["", "src/", "docs/", "docs/old/"].map(|it| format!("{it}.errbook-aB3xY9"));
    fs::create_dir(out.join("docs/old")).unwrap();
    for path in &left {
        fs::write(out.join(path), "half a fi").unwrap();
    }
    let not_ours = [".errbook-aB3xY", ".errbook-aB3xY99", ".errbook-aB3-Y9", "src/.errbook-", "src/.errbook.aB3xY9"];
    for path in not_ours {
        fs::write(out.join(path), "mine\n").unwrap();
    }
    fs::create_dir_all(out.join("src/.errbook-folder")).unwrap();
    fs::create_dir_all(out.join(".errbook-aaaaaa")).unwrap();

    let (status, answer, talk) = said(here, &["codegen", "--check"]);
    let expected: String = [&left[0], &left[2], &left[3], &left[1]].map(|it| format!("stale: {it}\n")).concat();
    assert_eq!((status, answer), (1, expected), "{talk}");
    let (status, _, talk) = said(here, &["codegen"]);
    assert_eq!(status, 0, "{talk}");
    assert!(talk.contains("0 written, 4 deleted"), "{talk}");
    assert!(!out.join("docs/old").exists() && out.join("src/.errbook-folder").exists());
    let mut found = files(&out);
    for path in not_ours {
        assert_eq!(found.remove(path).as_deref(), Some(&b"mine\n"[..]), "{path}");
    }
    assert_eq!(found, clean);
    assert_eq!(said(here, &["codegen", "--check"]).0, 0);
}

#[test]
fn a_first_run_that_was_killed_at_once_is_no_hindrance() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    fs::create_dir(here.join("generated")).unwrap();
    fs::write(here.join("generated/.errbook-aB3xY9"), "").unwrap();
    assert_eq!(said(here, &["codegen"]).0, 0);
    assert!(!here.join("generated/.errbook-aB3xY9").exists());
}

/// Each may take the other's temporary files for those of a killed run.
#[test]
fn runs_at_the_same_time_do_not_fail() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    for _ in 0..8 {
        let start = || Command::new(xtask()).arg("codegen").current_dir(here).stderr(Stdio::piped()).spawn().unwrap();
        for run in [start(), start(), start()] {
            let out = run.wait_with_output().unwrap();
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        }
        assert_eq!(said(here, &["codegen", "--check"]).0, 0);
        fs::remove_dir_all(here.join("generated")).unwrap();
    }
}

/// Lists nothing that codegen could have written, so it permits no deletions.
#[test]
fn a_manifest_cannot_name_what_is_nobodys_business() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    assert_eq!(said(here, &["codegen"]).0, 0);
    let manifest = fs::read_to_string(out.join("errbook.manifest")).unwrap();
    for path in [".git/config", "target/x", "mine/a.txt"] {
        fs::create_dir_all(out.join(path).parent().unwrap()).unwrap();
        fs::write(out.join(path), "mine\n").unwrap();
    }
    fs::write(out.join("Cargo.lock"), "mine\n").unwrap();
    fs::write(out.join("src/.lib.rs.swp"), "mine\n").unwrap();
    let before = files(&out);
    let false_entries =
        "src\ndocs\nmine\nCargo.lock\ncargo.lock\n.git/config\ntarget/x\nsrc/.lib.rs.swp\nsrc/lib.rs/x\n";
    fs::write(out.join("errbook.manifest"), format!("{manifest}{false_entries}")).unwrap();

    let (status, answer, talk) = said(here, &["codegen", "--check"]);
    assert!(status == 1 && answer.starts_with("changed: errbook.manifest\n"), "{answer}");
    assert!(!answer.contains("stale") && !answer.contains("untracked"), "{answer}");
    assert!(talk.contains("cargo xtask codegen\n"), "{talk}");
    let (status, _, talk) = said(here, &["codegen"]);
    assert_eq!(status, 0, "{talk}");
    assert!(talk.contains("1 written, 0 deleted"), "{talk}");
    assert_eq!(files(&out), before);
}

/// Codegen stops before it has written anything, and `--check` names no command that would stop there.
#[test]
fn what_lies_in_the_way_is_named_before_anything_is_written() {
    let (folder, spec) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    let refused = |why: &str, untracked: &str| {
        // So that there is something to write.
        fs::write(spec.join("shop.yaml"), format!("{}{ENTRY}# {why}\n", crate::specs::HEAD.replace("1.0.0", "1.0.1")))
            .unwrap();
        let before = files(here);
        let (status, answer, talk) = said(here, &["codegen", "--check"]);
        assert_eq!(status, 1, "{talk}");
        assert!(answer.contains(&format!("untracked: {untracked}\n")), "{answer}");
        assert!(talk.contains(why) && talk.contains("Move it away") && !talk.contains("cargo xtask"), "{talk}");
        let (status, _, talk) = said(here, &["codegen"]);
        assert_eq!(status, 2, "{talk}");
        assert!(talk.contains(why) && talk.contains("Move it away") && talk.contains("Nothing was written"), "{talk}");
        assert_eq!(files(here), before);
    };
    let fresh = || {
        fs::write(spec.join("shop.yaml"), format!("{}{ENTRY}", crate::specs::HEAD)).unwrap();
        let _ = fs::remove_dir_all(&out);
        assert_eq!(said(here, &["codegen"]).0, 0);
    };
    let folder_for = |path: &str| {
        fresh();
        fs::remove_file(out.join(path)).unwrap();
        fs::create_dir(out.join(path)).unwrap();
        fs::write(out.join(path).join("mine.txt"), "mine\n").unwrap();
        refused(&format!("generated/{path} is a folder, but codegen writes a file of this name"), path);
    };
    folder_for("README.md");
    folder_for("src/lib.rs");
    folder_for("errbook.manifest");

    fresh();
    fs::remove_dir_all(out.join("src")).unwrap();
    fs::write(out.join("src"), "mine\n").unwrap();
    refused("generated/src is a file, but codegen writes a folder of this name", "src");
}

/// A generated file at the path where a later book has a folder.
#[test]
fn a_left_over_file_makes_room_for_a_folder() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    assert_eq!(said(here, &["codegen"]).0, 0);
    let clean = files(&out);
    fs::remove_dir_all(out.join("docs")).unwrap();
    fs::write(out.join("docs"), "generated once\n").unwrap();
    let manifest = fs::read_to_string(out.join("errbook.manifest")).unwrap();
    fs::write(out.join("errbook.manifest"), manifest.replace("docs/errors.md", "docs")).unwrap();
    let (status, _, talk) = said(here, &["codegen"]);
    assert_eq!(status, 0, "{talk}");
    assert_eq!(files(&out), clean);
}

/// Editors and file managers keep files there.
#[test]
fn what_begins_with_a_dot_is_nobodys() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let keep = |path: &str| {
        let path = here.join("generated").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "mine\n").unwrap();
    };
    keep(".gitkeep");
    keep(".DS_Store");
    keep(".git/config");
    assert_eq!(said(here, &["codegen"]).0, 0);
    keep("src/.DS_Store");
    keep("docs/.idea/mine");
    assert_eq!(said(here, &["codegen", "--check"]).0, 0);
    assert_eq!(said(here, &["codegen"]).0, 0);
    for path in [".gitkeep", ".DS_Store", ".git/config", "src/.DS_Store", "docs/.idea/mine"] {
        assert!(Path::exists(&here.join("generated").join(path)), "{path}");
    }
}
