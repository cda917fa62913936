//! Which tag is the latest release of a book.

use super::repository::{GONE, LOST, Repository, book, names};

const THIRD: &str = "third, meaning: Third.";
const FOURTH: &str = "fourth, meaning: Fourth.";

/// Four commits with one more code each, every one a major version later. The files on disk are those of the last one.
fn history() -> (Repository, Vec<String>) {
    let it = Repository::new();
    let all = [LOST, GONE, THIRD, FOURTH];
    let mut commits = Vec::new();
    for count in 1..=all.len() {
        it.write("spec/shop.yaml", book(&format!("{count}.0.0"), &all[..count]));
        commits.push(it.commit("One more"));
    }
    (it, commits)
}

/// The tag that is compared with, and the version in its book.
fn release(it: &Repository, arguments: &[&str]) -> Option<(String, String)> {
    let (status, answer, talk) = it.diff(&[&["--format", "json", "--fail-on", "none"], arguments].concat());
    assert_eq!(status, 0, "{talk}");
    let report: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
    let name = report["release"]["name"].as_str()?.split_once(' ').expect("a name").0.to_owned();
    Some((name, report["declared"]["from"].as_str().expect("a version").to_owned()))
}

#[test]
fn a_tag_of_this_book_is_its_release() {
    // The tags of the commits, by their number; the option; the release, and the version in its book.
    type Case<'a> = (&'a str, &'a [(&'a str, usize)], Option<&'a str>, Option<(&'a str, &'a str)>);
    let cases: [Case<'_>; 15] = [
        ("none", &[], None, None),
        ("a plain one", &[("v1.0.0", 0)], None, Some(("v1.0.0", "1.0.0"))),
        ("the highest version", &[("v1.0.9", 0), ("v1.0.10", 1)], None, Some(("v1.0.10", "2.0.0"))),
        ("of the crate", &[("shop-errors-v1.0.0", 0)], None, Some(("shop-errors-v1.0.0", "1.0.0"))),
        (
            "the crate's come first",
            &[("v9.0.0", 2), ("shop-errors-v1.0.0", 1)],
            None,
            Some(("shop-errors-v1.0.0", "2.0.0")),
        ),
        (
            "of the same version",
            &[("v2.0.0", 0), ("shop-errors-v2.0.0", 1)],
            None,
            Some(("shop-errors-v2.0.0", "2.0.0")),
        ),
        ("of another crate", &[("cart-errors-v9.0.0", 2), ("v1.0.0", 0)], None, Some(("v1.0.0", "1.0.0"))),
        ("a longer name", &[("my-shop-errors-v9.0.0", 2), ("shop-errors-v9", 2)], None, None),
        ("a suffix", &[("v9.0.0-rc.1", 2), ("shop-errors-v9.0.0-rc.1", 1)], None, None),
        ("the version of the tag means nothing", &[("v9.9.9", 1)], None, Some(("v9.9.9", "2.0.0"))),
        (
            "a pattern",
            &[("api/1.0.10", 1), ("api/1.0.9", 0), ("v3.0.0", 2)],
            Some("api/*"),
            Some(("api/1.0.10", "2.0.0")),
        ),
        ("by day", &[("2026-09-30", 0), ("2026-10-01", 1)], Some("20*"), Some(("2026-10-01", "2.0.0"))),
        ("a pattern, and a suffix", &[("r1.0.0", 0), ("r2.0.0-rc.1", 1)], Some("r*"), Some(("r1.0.0", "1.0.0"))),
        ("a pattern replaces the others", &[("v1.0.0", 0), ("shop-errors-v1.0.0", 0)], Some("r*"), None),
        ("a pattern is no option", &[("v1.0.0", 0)], Some("--all"), None),
    ];
    for (what, tags, glob, expected) in cases {
        for annotated in [false, true] {
            let (it, commits) = history();
            for (tag, at) in tags {
                let note = if annotated { &["--annotate", "--message", "A release"][..] } else { &[] };
                it.git(&[&["tag"], note, &[tag, &commits[*at]]].concat());
            }
            let option = glob.map(|it| format!("--release-tags={it}"));
            let arguments: Vec<&str> = option.as_deref().into_iter().collect();
            let expected = expected.map(|(tag, version)| (tag.to_owned(), version.to_owned()));
            assert_eq!(release(&it, &arguments), expected, "{what}");
        }
    }
}

#[test]
fn a_tag_without_the_book_is_no_release() {
    let it = Repository::new();
    it.write("spec/cart.yaml", book("7.0.0", &[LOST]).replace("shop-errors", "cart-errors"));
    it.commit("Another book");
    it.git(&["tag", "v7.0.0"]);
    it.git(&["tag", "shop-errors-v8.0.0"]);
    for number in 1..30 {
        it.git(&["tag", &format!("v6.0.{number}")]);
    }
    it.git(&["mv", "spec", "cart"]);
    it.write("old/shop.yaml", book("1.0.0", &[LOST]));
    it.commit("This book");
    it.git(&["tag", "v1.0.0"]);
    it.git(&["mv", "old", "spec"]);
    it.write("spec/shop.yaml", book("1.1.0", &[LOST, GONE]));
    it.commit("Moved, and one more");
    it.write("spec/shop.yaml", book("1.1.0", &[LOST, GONE, THIRD]));
    assert_eq!(release(&it, &[]), Some(("v1.0.0".to_owned(), "1.0.0".to_owned())));
    assert_eq!(release(&it, &["--release-tags=v1.*"]), Some(("v1.0.0".to_owned(), "1.0.0".to_owned())));
    // Once it is tagged in its folder, no search is needed.
    it.git(&["tag", "v1.1.0"]);
    it.commit("A third");
    it.write("spec/shop.yaml", book("1.2.0", &[LOST, GONE, THIRD, FOURTH]));
    assert_eq!(release(&it, &["--base", "HEAD"]), Some(("v1.1.0".to_owned(), "1.1.0".to_owned())));

    let (status, answer, talk) = it.diff(&["--since-release", "--release-tags", "none/*"]);
    assert_eq!(status, 0, "{answer}");
    assert!(talk.contains("there is no release of `shop-errors` (a tag that matches `none/*`) before "), "{talk}");
    let (_, answer, _) = it.diff(&["--release-tags", "v1.*", "--format", "markdown"]);
    assert!(answer.contains(" --release-tags 'v1.*'\n"), "{answer}");
    let (_, answer, _) = it.diff(&["--release-tags", "v1.*", "--format", "json", "--base", "HEAD"]);
    let report: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!(report["release"]["folder"], "spec");
    assert_eq!(names(&report["since_release"]), ["code-added fourth", "code-added third"]);
}
