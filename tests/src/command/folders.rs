//! Which folders codegen writes to, and its messages about others.

use std::fs;
use std::path::Path;

use super::{ENTRY, said, shop};
use crate::specs::files;

#[test]
fn a_folder_that_is_somebody_elses_is_refused() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    fs::create_dir_all(out.join("src")).unwrap();
    fs::write(out.join("src/lib.rs"), "// mine\n").unwrap();
    let before = files(here);
    for arguments in [&["codegen"][..], &["codegen", "--out", "."]] {
        let (status, _, talk) = said(here, arguments);
        assert_eq!(status, 2, "{talk}");
        assert!(talk.contains("is not empty") && talk.contains("Nothing was written"), "{talk}");
        assert_eq!(files(here), before);
    }
    // Build artifacts are ignored.
    let fresh = here.join("fresh");
    fs::create_dir_all(fresh.join("target")).unwrap();
    fs::write(fresh.join("Cargo.lock"), "").unwrap();
    assert_eq!(said(here, &["codegen", "--out", "fresh"]).0, 0);
}

#[test]
fn a_deleted_manifest_is_drift_and_comes_back() {
    let (folder, spec) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    assert_eq!(said(here, &["codegen"]).0, 0);
    let clean = files(&out);
    fs::remove_file(out.join("errbook.manifest")).unwrap();
    fs::remove_file(out.join("README.md")).unwrap();
    let (status, answer, talk) = said(here, &["codegen", "--check"]);
    assert_eq!((status, answer.as_str()), (1, "missing: README.md\nmissing: errbook.manifest\n"), "{talk}");
    assert!(talk.contains("cargo xtask codegen\n"), "{talk}");
    let found = errbook_codegen::drift(&spec, &out).unwrap();
    assert_eq!(
        found.iter().map(errbook_codegen::drift::Drift::path).collect::<Vec<_>>(),
        ["README.md", "errbook.manifest"]
    );
    let (status, _, talk) = said(here, &["codegen"]);
    assert_eq!(status, 0, "{talk}");
    assert_eq!(files(&out), clean);
}

/// A library does what the command does, and gives the reasons as text.
#[test]
fn a_library_generates_as_the_command_does() {
    let (folder, spec) = shop(ENTRY);
    let here = folder.path();
    assert_eq!(said(here, &["codegen"]).0, 0);
    let out = here.join("elsewhere");
    let first = errbook_codegen::generate(&spec, &out).expect("it is generated");
    assert_eq!(files(&out), files(&here.join("generated")));
    assert_eq!((first.written.len(), first.unchanged), (files(&out).len(), 0));
    fs::write(out.join("src/mine.rs"), "// mine\n").unwrap();
    fs::write(out.join("src/lib.rs"), "").unwrap();
    assert_eq!(errbook_codegen::drift(&spec, &out).expect("a comparison").len(), 2);
    let again = errbook_codegen::generate(&spec, &out).expect("it is generated");
    assert_eq!((again.written, again.deleted), (vec!["src/lib.rs".to_owned()], vec![]));
    assert_eq!((again.unchanged, again.untracked), (first.written.len() - 1, vec!["src/mine.rs".to_owned()]));

    let refused = |spec: &Path, out: &Path, reason: &str| {
        let before = files(here);
        let error = errbook_codegen::generate(spec, out).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
        assert_eq!(files(here), before);
    };
    refused(&spec, &spec.join("out"), "out is in the spec folder");
    fs::remove_file(out.join("errbook.manifest")).unwrap();
    fs::write(out.join("README.md"), "mine\n").unwrap();
    refused(&spec, &out, "is not empty, and has no errbook.manifest");
    fs::write(spec.join("more.yaml"), "errors: [{}]\n").unwrap();
    refused(&spec, &out, "error[missing-key]: ");
    assert!(errbook_codegen::drift(&spec, &out).unwrap_err().to_string().contains("error[missing-key]: "));
    refused(&here.join("nowhere"), &out, "error[no-spec]: ");
}

/// Without a manifest the owner of the file is unknown.
#[test]
fn without_a_manifest_nothing_that_differs_is_overwritten() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    assert_eq!(said(here, &["codegen"]).0, 0);
    fs::remove_file(out.join("errbook.manifest")).unwrap();
    fs::write(out.join("README.md"), "mine\n").unwrap();
    let before = files(here);
    let (status, answer, talk) = said(here, &["codegen", "--check"]);
    assert_eq!((status, answer.as_str()), (1, "untracked: README.md\nmissing: errbook.manifest\n"));
    assert!(!talk.contains("cargo xtask"), "the command would refuse: {talk}");
    assert!(talk.contains("git checkout -- generated/errbook.manifest\n"), "{talk}");
    let (status, _, talk) = said(here, &["codegen"]);
    assert_eq!(status, 2);
    assert!(talk.contains("git checkout -- generated/errbook.manifest\n"), "{talk}");
    assert_eq!(files(here), before);
}

#[test]
fn any_byte_in_the_manifest_is_mended() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let path = here.join("generated/errbook.manifest");
    assert_eq!(said(here, &["codegen"]).0, 0);
    let clean = fs::read(&path).unwrap();
    let name = clean.windows(10).position(|it| it == b"src/lib.rs").unwrap();
    for at in [0, name, name + 10, clean.len() - 1] {
        for byte in [0xff, 0, b'/', b'\r'] {
            let mut edited = clean.clone();
            edited[at] = byte;
            fs::write(&path, edited).unwrap();
            let (status, answer, _) = said(here, &["codegen", "--check"]);
            assert!(status == 1 && answer.starts_with("changed: errbook.manifest\n"), "{byte} at {at}: {answer}");
            let (status, _, talk) = said(here, &["codegen"]);
            assert_eq!(status, 0, "{byte} at {at}: {talk}");
            assert_eq!(fs::read(&path).unwrap(), clean);
        }
    }
    // A line that is longer than any file's name.
    fs::write(&path, [&clean[..], "long".repeat(1000).as_bytes()].concat()).unwrap();
    assert_eq!(said(here, &["codegen"]).0, 0);
    assert_eq!(fs::read(&path).unwrap(), clean);
}

#[test]
fn neither_folder_may_lie_in_the_other() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let copy = |to: &str| {
        fs::create_dir_all(here.join(to)).unwrap();
        fs::copy(here.join("spec/shop.yaml"), here.join(to).join("shop.yaml")).unwrap();
    };
    copy("a/src");
    copy("a/docs/deep/spec");
    copy("beside");
    let refused = |arguments: &[&str], why: &str| {
        let before = files(here);
        for check in [&[][..], &["--check"]] {
            let (status, answer, talk) = said(here, &[&["codegen"], arguments, check].concat());
            assert_eq!((status, answer.as_str()), (2, ""), "{arguments:?}: {talk}");
            assert!(talk.contains(why), "{arguments:?}: {talk}");
        }
        assert_eq!(files(here), before);
    };
    for out in ["spec", "spec/", "./spec", "new/../spec"] {
        refused(&["--out", out], "is the spec folder");
    }
    let absolute = here.join("spec/deep").display().to_string();
    for out in ["spec/guides", "spec/new/deeper/", "new/../spec/guides", "a/../spec/./guides/../x", &absolute] {
        refused(&["--out", out], "is in the spec folder spec");
    }
    refused(&["--spec", "a/src", "--out", "a"], "the spec folder a/src is in a/src");
    refused(&["--spec", "a/src/../docs/deep/spec/", "--out", "./a/"], "is in ./a/docs");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(here.join("spec"), here.join("link")).unwrap();
        refused(&["--out", "link/guides"], "is in the spec folder");
        refused(&["--spec", "link", "--out", "spec/guides"], "is in the spec folder");
        symlink(here.join("a/docs"), here.join("out_docs")).unwrap();
        refused(&["--spec", "out_docs/deep/spec", "--out", "a"], "is in a/docs");
    }
    // A name with the same prefix is a different folder.
    assert_eq!(said(here, &["codegen", "--out", "spec-out"]).0, 0);
    assert_eq!(said(here, &["codegen", "--spec", "beside", "--out", "beside-out"]).0, 0);
}

/// A read-only folder, and a file for a folder.
#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_said_with_its_path() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    fs::write(here.join("a file"), "mine\n").unwrap();
    let (status, _, talk) = said(here, &["codegen", "--out", "a file"]);
    assert_eq!(status, 2);
    assert!(talk.contains("error: a file: "), "{talk}");
    let (status, _, talk) = said(here, &["codegen", "--out", "/dev/null/x"]);
    assert_eq!(status, 2);
    assert!(talk.contains("error: /dev/null/x: "), "{talk}");
}
