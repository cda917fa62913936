//! The changes that the rules are tried with, as folders: what `benches/semver-checks` compares with another tool.

use std::path::Path;

use crate::diff::cases::all;
use crate::diff::{AFTER, BEFORE};

/// Writes the pairs, each to a folder of its own with `old/shop.yaml` and `new/shop.yaml`; gives how many there are.
fn write(root: &Path) -> usize {
    let cases = all();
    for (n, case) in cases.iter().enumerate() {
        let rule = case.rule;
        for (side, head, text) in [("old", BEFORE, &case.old), ("new", AFTER, &case.new)] {
            // Waivers and guides are no part of the crate.
            let spec = text.split("=====\n").next().and_then(|it| it.split("-----\n").next()).unwrap_or_default();
            let spec = if spec.starts_with("errbook") { spec.to_owned() } else { format!("{head}{spec}") };
            let folder = root.join(format!("{n:02}-{rule}")).join(side);
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(folder.join("shop.yaml"), spec).expect("it can be written");
        }
    }
    cases.len()
}

/// `ERRBOOK_FIXTURES` names the folder; without it they are written and compared, and deleted again.
#[test]
fn fixtures() {
    let scratch = tempfile::tempdir().expect("a folder");
    let root = std::env::var_os("ERRBOOK_FIXTURES").map_or_else(|| scratch.path().to_path_buf(), Into::into);
    let count = write(&root);
    let pairs: Vec<_> = std::fs::read_dir(&root).expect("it is there").map(|it| it.expect("a pair").path()).collect();
    assert_eq!(pairs.len(), count);
    for pair in pairs {
        let (status, answer, talk) = super::repository::diff(
            &pair,
            &["--base", "old", "--spec", "new", "--fail-on", "none", "--format", "json"],
        );
        assert_eq!(status, 0, "{}: {answer}{talk}", pair.display());
    }
}
