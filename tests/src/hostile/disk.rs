//! Entries of a spec folder that are not regular files: they are reported, do not block, and nothing outside is read.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use super::properties::obeyed;
use crate::command::{ENTRY, said, shop, xtask};

/// `check` in every form: the exit status, and what it says in two of them.
fn checked(folder: &Path) -> (i32, String, String) {
    let (status, human, talk) = said(folder, &["check"]);
    assert!(!talk.contains("panicked"), "{talk}");
    for (form, is_commands) in [("github", true), ("json", false), ("sarif", false)] {
        let (same, answer, talk) = said(folder, &["check", "--format", form]);
        assert_eq!((same, talk.as_str()), (status, ""), "{form}");
        assert!(
            !is_commands
                || answer.lines().all(|it| it.starts_with("::error title=") || it.starts_with("::warning title="))
        );
        assert_eq!(obeyed(&answer), None, "{form}: {answer:?}");
    }
    assert_eq!(obeyed(&human), None, "{human:?}");
    (status, human, said(folder, &["check", "--format", "json"]).1)
}

#[test]
fn what_is_no_file_is_named() {
    type Make = fn(&Path);
    let cases: &[(&str, Make, &str)] = &[
        ("a folder", |at| fs::create_dir(at).unwrap(), "it is a folder"),
        (
            "a pipe",
            |at| assert!(Command::new("mkfifo").arg(at).status().unwrap().success()),
            "it is not a regular file",
        ),
        ("a socket", |at| drop(UnixListener::bind(at).unwrap()), "it is not a regular file"),
        ("a link to a file outside", |at| symlink("/etc/passwd", at).unwrap(), "it is a link"),
        ("a link to a file beside", |at| symlink("shop.yaml", at).unwrap(), "it is a link"),
        ("a link to a device", |at| symlink("/dev/zero", at).unwrap(), "it is a link"),
        ("a link to nothing", |at| symlink("gone.yaml", at).unwrap(), "it is a link"),
        ("a link to itself", |at| symlink("x.yaml", at).unwrap(), "it is a link"),
        (
            "a file without end",
            |at| fs::File::create(at).unwrap().set_len(1 << 40).unwrap(),
            "the file has 1099511627776 bytes",
        ),
    ];
    for (what, make, expected) in cases {
        let (folder, spec) = shop(ENTRY);
        make(&spec.join("x.yaml"));
        let (status, human, json) = checked(folder.path());
        assert!(human.contains("spec/x.yaml") && human.contains(expected), "{what}: {human}");
        assert!(json.contains("\"file\":\"x.yaml\",\"line\":1,"), "{what}: {json}");
        assert_eq!(status, if *what == "a file without end" { 1 } else { 2 }, "{what}: {human}");
    }
}

#[test]
fn links_to_folders_are_not_followed() {
    let (folder, spec) = shop(ENTRY);
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("more.yaml"), "not: a spec\n").unwrap();
    symlink(outside.path(), spec.join("outside")).unwrap();
    symlink(".", spec.join("loop")).unwrap();
    symlink("..", spec.join("up")).unwrap();
    assert_eq!(checked(folder.path()).0, 0);
}

#[test]
fn a_spec_folder_that_is_none_is_named() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    fs::write(here.join("file"), "").unwrap();
    symlink("loop", here.join("loop")).unwrap();
    assert!(Command::new("mkfifo").arg(here.join("pipe")).status().unwrap().success());
    for (name, expected) in [
        ("nowhere", "does not exist"),
        ("file", "is not a folder"),
        ("pipe", "is not a folder"),
        ("loop", "cannot read the folder"),
    ] {
        let (status, answer, _) = said(here, &["check", "--spec", name]);
        assert_eq!(status, 2);
        assert!(answer.contains(expected), "{name}: {answer}");
    }
}

#[test]
fn what_may_not_be_read_is_named() {
    let (folder, spec) = shop(ENTRY);
    let (file, below) = (spec.join("x.yaml"), spec.join("below"));
    fs::write(&file, "errors: []\n").unwrap();
    fs::create_dir(&below).unwrap();
    for path in [&file, &below] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
    }
    if fs::read(&file).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    let (status, human, _) = checked(folder.path());
    fs::set_permissions(&below, fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(status, 2);
    assert!(human.contains("spec/x.yaml") && human.contains("spec/below/*.yaml"), "{human}");
}

/// Whatever the name of a file, it is printed on one line, with control characters escaped.
#[test]
fn names_are_shown_and_not_obeyed() {
    let names = [
        "a\nb.yaml",
        "::error::x.yaml",
        "\u{1b}[31m.yaml",
        "\u{9b}31m.yaml",
        "\u{202e}.yaml",
        "a,b:c%0A.yaml",
        " .yaml",
        "x\r.yaml",
        "\u{2028}.yaml",
    ];
    for name in names {
        let (folder, spec) = shop(ENTRY);
        fs::write(spec.join(name), "errors: 5\n").unwrap();
        assert_eq!(checked(folder.path()).0, 1, "{name:?}");
        fs::remove_file(spec.join(name)).unwrap();
        fs::create_dir(spec.join(name.replace(".yaml", ""))).unwrap();
        fs::write(spec.join(name.replace(".yaml", "")).join("x.yml"), "").unwrap();
        assert_eq!(checked(folder.path()).0, 0, "{name:?}");
    }
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt;
        let (folder, spec) = shop(ENTRY);
        fs::write(spec.join(std::ffi::OsStr::from_bytes(b"caf\xe9.yaml")), "errors: []\n").unwrap();
        let (status, human, _) = checked(folder.path());
        assert!(status == 2 && human.contains("its name is not UTF-8"), "{human}");
    }
}

/// A file that appears and disappears: it is read, absent, or reported.
#[test]
fn a_file_that_vanishes_is_named_or_was_never_there() {
    let (folder, spec) = shop(ENTRY);
    let (here, away) = (spec.join("more.yaml"), folder.path().join("away"));
    fs::write(&away, "errors: []\n").unwrap();
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                fs::rename(&away, &here).unwrap();
                fs::rename(&here, &away).unwrap();
            }
        });
        for _ in 0..30 {
            let (status, answer, _) = said(folder.path(), &["check"]);
            let is_named = answer.contains("unreadable-file") && answer.contains("spec/more.yaml");
            assert!(if status == 0 { answer.is_empty() } else { status == 2 && is_named }, "{status}: {answer}");
        }
        is_over.store(true, Ordering::Relaxed);
    });
}

/// Three megabytes in a third of a gigabyte. Ten thousand findings need less of it than a million.
#[cfg(target_os = "linux")]
#[test]
fn memory_has_bounds() {
    type Line = fn(u32) -> String;
    let large: &[(&str, Line)] = &[
        ("duplicate keys", |_| "a: b\n".to_owned()),
        ("entries with mistakes", |at| if at == 0 { "errors:\n".to_owned() } else { "- {}\n".to_owned() }),
        ("codes", |at| {
            if at == 0 {
                "errors:\n".to_owned()
            } else {
                format!("- {{status: 404, code: c{at}, meaning: M., remediation: R.}}\n")
            }
        }),
    ];
    for (what, line) in large {
        let (folder, spec) = shop("");
        let mut text = String::new();
        for at in 0.. {
            text.push_str(&line(at));
            if text.len() > 3_000_000 {
                break;
            }
        }
        fs::write(spec.join("large.yaml"), text).unwrap();
        let limited = format!("ulimit -v {}; exec \"$0\" check --format json", 320 << 10);
        let out = Command::new("sh").args(["-c", &limited]).arg(xtask()).current_dir(folder.path()).output().unwrap();
        let talk = String::from_utf8_lossy(&out.stderr);
        assert!(matches!(out.status.code(), Some(0 | 1)), "{what}: {:?} {talk}", out.status);
    }
}
