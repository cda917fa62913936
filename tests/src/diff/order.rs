//! The order of entries and files has no effect, and changes are always sorted the same way.

use errbook_codegen::compat::{Change, diff};
use errbook_codegen::compile;
use errbook_codegen::input::Input;

use super::cases::all;
use super::{AFTER, BEFORE, book_of, side};
use crate::specs::book;

static ONE: &str =
    "  - {status: 404, code: lost, meaning: M., remediation: R., fields: {id: {type: string, example: a}}}\n";
static TWO: &str = "  - {status: 404, code: gone, meaning: M., remediation: R.}\n";
static THREE: &str = "  - {status: 500, code: broken, meaning: M., remediation: R.}\n";

#[test]
fn an_entry_that_has_moved_is_the_same() {
    let files =
        |files: &[(&str, String)]| book(files.iter().map(|(path, text)| Input::new(*path, text.as_str())).collect());
    let errors = |entries: &[&str]| format!("errors:\n{}", entries.concat());
    let graves = ["  - {code: a, since: 1.0.0}\n", "  - {code: b, since: 1.0.0}\n"];
    let retired = |order: [usize; 2]| format!("retired:\n{}{}", graves[order[0]], graves[order[1]]);
    let old = files(&[("a.yaml", BEFORE.to_owned() + &errors(&[ONE, TWO, THREE]) + &retired([0, 1]))]);
    let moved = [
        files(&[("a.yaml", BEFORE.to_owned() + &retired([1, 0]) + &errors(&[THREE, TWO, ONE]))]),
        files(&[
            ("z.yaml", BEFORE.to_owned()),
            ("b/c.yaml", errors(&[THREE])),
            ("a.yaml", errors(&[TWO, ONE]) + &retired([0, 1])),
        ]),
    ];
    for new in moved {
        assert!(diff(&old, &new).is_empty());
        assert!(diff(&new, &old).is_empty());
    }
}

#[test]
fn the_same_books_give_the_same_changes() {
    for case in all() {
        let (old, new) = (side(BEFORE, &case.old), side(AFTER, &case.new));
        let changes = diff(book_of(&old), book_of(&new));
        let again = (side(BEFORE, &case.old), side(AFTER, &case.new));
        let again = diff(book_of(&again.0), book_of(&again.1));
        assert_eq!(format!("{changes:?}"), format!("{again:?}"), "{}", case.rule);
        assert!(diff(book_of(&new), book_of(&new)).is_empty());
    }
}

#[test]
fn the_worst_comes_first_then_codes_rules_and_paths() {
    let old = format!("errors:\n{ONE}{TWO}{THREE}");
    let new = "errors:\n  - {status: 410, code: lost, meaning: N., remediation: S., fields: {id: {type: integer, example: 1, optional: true}, b: {type: string, optional: true, example: b}}}\n  - {status: 404, code: gone, meaning: O., remediation: S., tags: [a]}\n";
    let (old, new) = (side(BEFORE, &old), side(AFTER, new));
    let line =
        |it: &Change| format!("{} {} {} {}", it.verdict().as_str(), it.code().unwrap_or("-"), it.rule.id, it.path());
    let lines: Vec<String> = diff(book_of(&old), book_of(&new)).iter().map(line).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

/// The place of what was removed is its nearest neighbour in its file that is still there.
#[test]
fn what_is_gone_is_missed_beside_what_has_stayed() {
    let entry = |code: &str| format!("  - {{status: 400, code: {code}, meaning: M., remediation: R.}}\n");
    let errors = |codes: &[&str]| format!("errors:\n{}", codes.iter().map(|it| entry(it)).collect::<String>());
    let inputs = |one: &[&str], two: &[&str]| {
        vec![Input::new("a.yaml", BEFORE.to_owned() + &errors(one)), Input::new("b.yaml", errors(two))]
    };
    let old = compile(inputs(&["f", "a", "e"], &["d", "c", "b"]));
    let new = compile(inputs(&["f"], &["b"]));
    let changes = diff(book_of(&old), book_of(&new));
    let line = |it: &Change| format!("{} -> {}", it.message_with_anchor(), super::place(&new.sources, it.location.new));
    let lines: Vec<String> = changes.iter().filter(|it| it.rule.id == "code-removed").map(line).collect();
    insta::assert_snapshot!(lines.join("\n"));
}
