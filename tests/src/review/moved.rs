//! A book that was moved, renamed or added: its base, and the report about it.

use serde_json::{Value, json};

use super::repository::{GONE, LOST, Repository, book, names};

/// A book of another crate.
fn other(crate_name: &str, entries: &[&str]) -> String {
    book("1.0.0", entries).replace("shop-errors", crate_name)
}

/// The rest of a book.
const PART: &str = "errors:\n  - {status: 404, remediation: Look again., code: gone, meaning: It is gone.}\n";
/// YAML that is not part of a book.
const FOREIGN: &str = "services: {shop: {image: shop}}\nerrors: []\n";

/// Files on `main`; files on the branch, where the spec is in `errors`.
struct Case {
    what: &'static str,
    before: Files,
    after: Files,
    arguments: &'static [&'static str],
    status: i32,
    found: &'static [&'static str],
    /// Of the member `base`.
    folder: Option<&'static str>,
    others: Value,
    /// In the verdict.
    said: &'static str,
}

fn shop(entries: &[&str]) -> String {
    book("1.0.0", entries)
}

type Files = Vec<(&'static str, String)>;

/// A book that was moved from `spec`, and lost a code.
fn case(what: &'static str, before: Files, after: Files) -> Case {
    Case {
        what,
        before,
        after,
        arguments: &[],
        status: 1,
        found: &["version-not-raised", "code-removed gone"],
        folder: Some("spec"),
        others: json!([]),
        said: "The book was moved: it is compared with the one in `spec` of ",
    }
}

/// The base has the book.
fn moved() -> Vec<Case> {
    let moved = || vec![("errors/shop.yaml", shop(&[LOST]))];
    vec![
        case("the folder was renamed", vec![("spec/shop.yaml", shop(&[LOST, GONE]))], moved()),
        case("so was the file", vec![("spec/deep.yaml", shop(&[LOST, GONE]))], moved()),
        Case {
            found: &[],
            status: 0,
            ..case("only the folder was renamed", vec![("spec/shop.yaml", shop(&[LOST]))], moved())
        },
        Case {
            folder: Some(""),
            said: "compared with the one in the root folder of ",
            ..case("it was the root", vec![("shop.yaml", shop(&[LOST, GONE]))], moved())
        },
        Case {
            folder: Some(".api/spec"),
            said: "compared with the one in `.api/spec` of ",
            ..case("it was in a hidden folder", vec![(".api/spec/shop.yaml", shop(&[LOST, GONE]))], moved())
        },
        Case {
            found: &["version-not-raised", "version-not-raised", "code-removed gone"],
            ..case(
                "the crate had a version of its own",
                vec![(
                    "spec/shop.yaml",
                    shop(&[LOST, GONE]).replace("shop-errors", "{name: shop-errors, version: 3.0.0}"),
                )],
                vec![("errors/shop.yaml", shop(&[LOST]).replace("shop-errors", "{name: shop-errors, version: 3.0.0}"))],
            )
        },
        case(
            "its key is quoted",
            vec![("spec/shop.yaml", shop(&[LOST, GONE]).replace("crate: shop-errors", "\"crate\": \"shop-errors\""))],
            moved(),
        ),
        case(
            "it was in several files",
            vec![("spec/shop.yaml", shop(&[LOST])), ("spec/more/gone.yaml", PART.to_owned())],
            moved(),
        ),
        case(
            "its head was in a folder of its own",
            vec![
                ("spec/head/shop.yaml", shop(&[LOST])),
                ("spec/errors/gone.yaml", PART.to_owned()),
                ("spec/waivers.yaml", "[]\n".to_owned()),
                ("compose.yaml", FOREIGN.to_owned()),
            ],
            moved(),
        ),
        case(
            "an editor has left a copy",
            vec![
                ("spec/shop.yaml", shop(&[LOST, GONE])),
                ("spec/.shop.yaml", shop(&[LOST])),
                ("spec/.old/shop.yaml", shop(&[LOST])),
            ],
            moved(),
        ),
        case(
            "another book has its folder now",
            vec![("spec/shop.yaml", shop(&[LOST, GONE])), ("errors/cart.yaml", other("cart-errors", &[LOST]))],
            vec![("errors/shop.yaml", shop(&[LOST])), ("spec/cart.yaml", other("cart-errors", &[LOST]))],
        ),
        Case {
            found: &["version-not-raised", "crate-changed", "code-removed gone"],
            folder: Some("errors"),
            said: "",
            ..case(
                "the crate was renamed in its folder",
                vec![("errors/shop.yaml", other("old-errors", &[LOST, GONE])), ("cart/x.yaml", other("c", &[LOST]))],
                moved(),
            )
        },
    ]
}

/// The base has not.
fn new() -> Vec<Case> {
    let new = |what, before, after| Case {
        found: &["base-without-book", "code-added lost"],
        folder: None,
        others: json!([{"folder": "spec", "crate": "shop-errors"}]),
        said: "the base has no book of `cart-errors`, only `shop-errors` in `spec`",
        ..case(what, before, after)
    };
    vec![
        new(
            "folder and crate were renamed",
            vec![("spec/shop.yaml", shop(&[LOST, GONE]))],
            vec![("errors/cart.yaml", other("cart-errors", &[LOST]))],
        ),
        new(
            "a new book beside another",
            vec![("spec/shop.yaml", shop(&[LOST]))],
            vec![("spec/shop.yaml", shop(&[LOST])), ("errors/cart.yaml", other("cart-errors", &[LOST]))],
        ),
        new(
            "the crate of the other has a version of its own",
            vec![("spec/shop.yaml", shop(&[LOST]).replace("shop-errors", "{version: 2.0.0, name: shop-errors}"))],
            vec![("errors/cart.yaml", other("cart-errors", &[LOST]))],
        ),
        Case {
            arguments: &["--new-book"],
            status: 0,
            found: &["code-added lost"],
            said: "There is nothing to compare with: `BASE` has no book of `cart-errors`, only `shop-errors` in `spec`. \
                   Everything is new.",
            ..new(
                "the same, and that is said",
                vec![("spec/shop.yaml", shop(&[LOST]))],
                vec![("spec/shop.yaml", shop(&[LOST])), ("errors/cart.yaml", other("cart-errors", &[LOST]))],
            )
        },
        Case {
            status: 0,
            found: &["code-added lost"],
            folder: None,
            said: "There is nothing to compare with: `BASE` has no book. Everything is new.",
            ..case(
                "the first book, in a repository with other YAML",
                vec![
                    ("compose.yaml", FOREIGN.to_owned()),
                    ("errors/notes.yaml", FOREIGN.to_owned()),
                    ("api/openapi.yaml", "openapi: 3.1.0\ninfo: {crate: errbook}\n".to_owned()),
                    ("docs/example.txt", shop(&[LOST])),
                ],
                vec![("errors/notes.yaml", "errors: []\n".to_owned()), ("errors/shop.yaml", shop(&[LOST]))],
            )
        },
    ]
}

/// A repository as a case says.
fn repository(case: &Case) -> Repository {
    let it = Repository::new();
    it.write("README", "");
    for (path, text) in &case.before {
        it.write(path, text);
    }
    it.commit("Before");
    it.git(&["switch", "--quiet", "--create", "more"]);
    for (path, _) in &case.before {
        std::fs::remove_file(it.path().join(path)).expect("it is there");
    }
    for (path, text) in &case.after {
        it.write(path, text);
    }
    it
}

#[test]
fn a_book_is_compared_with_itself_wherever_it_was() {
    for case in moved().into_iter().chain(new()) {
        let it = repository(&case);
        let base = it.git(&["rev-parse", "main"]);
        let name = format!("{} (where HEAD branched off main)", &base[..12]);
        let run = |format: &str| it.diff(&[&["--spec", "errors", "--format", format], case.arguments].concat());
        let (status, answer, talk) = run("json");
        let what = format!("{}: {answer}{talk}", case.what);
        assert_eq!(status, case.status, "{what}");
        let report: Value = serde_json::from_str(&answer).expect(&what);
        assert_eq!(names(&report["changes"]), case.found, "{what}");
        let moved = case.folder.is_some_and(|it| it != "errors");
        let expected = json!({
            "name": name, "commit": base, "folder": case.folder, "moved": moved, "has_book": case.folder.is_some(),
            "others": case.others,
        });
        assert_eq!(report["base"], expected, "{what}");
        let said = case.said.replace("BASE", &name);
        for format in ["text", "markdown", "github"] {
            let (_, shown, _) = run(format);
            assert!(shown.contains(&said), "{} {format}: {shown}", case.what);
        }
        let log: Value = serde_json::from_str(&run("sarif").1).expect("JSON");
        assert_eq!(log["runs"][0]["properties"]["base"], expected, "{what}");
        // A revision is judged as the files on disk are.
        it.commit("After");
        let again = it.diff(&[&["--spec", "errors", "--format", "json", "--head", "more"], case.arguments].concat());
        let mut again: Value = serde_json::from_str(&again.1).expect("JSON");
        again["base"]["name"] = report["base"]["name"].clone();
        assert_eq!(again, report, "{what}");
    }
}

#[test]
fn several_books_of_a_crate_are_named() {
    let it = Repository::new();
    it.write("b/shop.yaml", book("1.0.0", &[LOST, GONE]));
    it.write("a/shop.yaml", book("1.0.0", &[LOST]));
    let base = it.commit("Two");
    it.git(&["rm", "--quiet", "-r", "a", "b"]);
    it.write("errors/shop.yaml", book("1.0.0", &[LOST]));
    let (status, answer, talk) = it.diff(&["--spec", "errors", "--base", "HEAD"]);
    assert_eq!((status, answer.as_str()), (2, ""), "{talk}");
    let short = &base[..12];
    assert_eq!(
        talk,
        format!(
            "error: HEAD ({short}) has several books of `shop-errors`: in `a` and `b`. Name the folder of the one to compare \
             with: `--base '{short}:a'`.\n"
        )
    );
    assert_eq!(
        it.found(&["--spec", "errors", "--base", &format!("{short}:b")]),
        ["version-not-raised", "code-removed gone"]
    );
}

/// The gate's advice makes it pass, and an option without effect is reported.
#[test]
fn a_new_book_is_one_by_name() {
    let it = Repository::with_book();
    it.write("errors/cart.yaml", other("cart-errors", &[LOST]));
    let (status, answer, _) = it.diff(&["--spec", "errors"]);
    assert_eq!(status, 1);
    assert!(answer.contains("Failed: base-without-book."), "{answer}");
    let (_, answer, _) = it.diff(&["--spec", "errors", "--format", "markdown"]);
    let old = format!("{}:spec", &it.git(&["rev-parse", "HEAD"])[..12]);
    let help = format!(
        "If the book is new, run the command with `--new-book`. If it was renamed, name the folder of its old book: \
         `--base '{old}'`."
    );
    assert!(answer.contains(&help), "{answer}");
    let (_, answer, talk) = it.diff(&["--spec", "errors", "--suggest-waivers"]);
    assert_eq!(answer, "");
    assert!(talk.contains("no waiver covers `base-without-book`: the base has no book of `cart-errors`"), "{talk}");
    assert!(talk.ends_with(&format!("{help}\n")), "{talk}");
    assert_eq!(it.found(&["--spec", "errors", "--base", &old])[..2], ["version-not-raised", "crate-changed"]);
    let (status, answer, talk) = it.diff(&["--spec", "errors", "--new-book", "--format", "markdown"]);
    assert_eq!((status, talk.contains("no effect")), (0, false), "{answer}{talk}");
    assert!(answer.contains("cargo xtask diff --spec errors --base ") && answer.contains(" --new-book\n"), "{answer}");
    let (_, answer, _) = it.diff(&["--spec", "errors", "--new-book", "--format", "markdown", "--fail-on", "dangerous"]);
    assert!(answer.contains(" --new-book --fail-on dangerous\n"), "{answer}");
    it.commit("A second book");
    let (status, _, talk) = it.diff(&["--spec", "errors", "--new-book"]);
    assert_eq!(status, 0);
    assert!(talk.contains("note: `--new-book` has no effect"), "{talk}");
}

/// A base that contains the book with errors still contains it.
#[test]
fn a_broken_book_is_no_missing_book() {
    for broken in ["errbook: 1\n", "errbook: 1\napi: [\n", "\u{feff}errbook: 1\napi: {crate: }\n"] {
        let it = Repository::new();
        it.write("spec/shop.yaml", broken);
        it.commit("Broken");
        it.write("spec/shop.yaml", book("1.0.0", &[LOST]));
        let (status, answer, talk) = it.diff(&["--base", "HEAD"]);
        assert_eq!((status, answer.as_str()), (2, ""), "{broken}: {talk}");
        assert!(talk.contains("has errors. Choose a different base"), "{broken}: {talk}");
    }
}
