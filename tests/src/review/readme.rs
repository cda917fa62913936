//! The reports in docs/review.md and ARCHITECTURE.md are real output.

use super::repository::Repository;
use crate::specs::{files, root};

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).expect("it is there")
}

/// A block of a page's section.
fn block<'a>(page: &'a str, section: &str, open: &str, close: &str) -> &'a str {
    let section = page.split("\n## ").find(|it| it.starts_with(section)).expect("the section");
    section.split_once(open).and_then(|it| it.1.split_once(close)).expect("a block").0
}

/// A repository with the change that the page shows, and the comment that it shows.
fn changed() -> (Repository, String) {
    let review = page("docs/review.md");
    let of = |open, close| block(&review, "# The verdict", open, close).to_owned();
    let (change, shown) = (of("\n```diff\n", "```\n"), of("\n````markdown\n", "````\n"));
    let it = Repository::new();
    for (path, bytes) in files(&root().join("spec")) {
        it.write(&format!("spec/{path}"), bytes);
    }
    it.commit("The book");
    let side = |sign: char| {
        let lines = change.lines().filter(|it| it.starts_with([' ', sign])).map(|it| format!("{}\n", &it[1..]));
        lines.collect::<Vec<_>>().concat()
    };
    let spec = std::fs::read_to_string(it.path().join("spec/masko.yaml")).expect("it is there");
    let (old, new) = (side('-'), side('+'));
    assert_eq!(spec.matches(&old).count(), 1, "the spec has no such lines: {old}");
    it.write("spec/masko.yaml", spec.replace(&old, &new));
    (it, shown)
}

#[test]
fn the_page_on_reviews_shows_the_comment_that_its_change_gets() {
    let (it, shown) = changed();
    let (status, comment, _) = it.diff(&["--format", "markdown"]);
    assert_eq!(status, 1);
    // The page is for users of `errbook`; this test calls the commands of `cargo xtask`.
    let comment = comment.replace("cargo xtask diff", "errbook diff");
    // The commit differs in every repository.
    let without_commit = |text: &str| {
        let (before, after) = text.split_once("--base ").expect("the command");
        format!("{before}--base COMMIT{}", after.trim_start_matches(|c: char| c.is_ascii_hexdigit()))
    };
    assert_eq!(without_commit(&shown), without_commit(&comment));
}

#[test]
fn the_page_on_json_shows_what_that_change_gives() {
    let (it, _) = changed();
    let page = page("ARCHITECTURE.md");
    let shown = block(&page, "`diff --format json`\n", "```json\n", "```\n");
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    let (shown, mut real) = (json(shown), json(&it.diff(&["--format", "json"]).1));
    // It is shortened by the gate.
    let rules = super::repository::names(&real["changes"]);
    assert_eq!(rules, ["version-not-raised", "field-type-changed insufficient_credits"]);
    // Each repository has its own commits.
    real["base"]["name"] = shown["base"]["name"].clone();
    real["base"]["commit"] = shown["base"]["commit"].clone();
    real["changes"].as_array_mut().expect("a list").remove(0);
    assert_eq!(shown, real);
}
