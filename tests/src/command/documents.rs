//! `codegen --docs-into`: a table in the user's own Markdown.

use std::fs;
use std::path::Path;

use super::{said, shop};
use crate::markdown::seen::{links, table};
use crate::specs::files;

const TWO: &str = "errors:\n  - {status: 404, code: not_found, meaning: No such | thing., remediation: Check the ID.}\n  - {status: 409, code: taken, meaning: It is taken., remediation: Take another.}\n";
const START: &str = "<!-- errbook:table -->";
const END: &str = "<!-- /errbook:table -->";

/// The result for a file with this text: the exit status, the output, and the text afterwards.
fn into(text: &[u8]) -> (i32, String, Vec<u8>) {
    let (folder, _) = shop(TWO);
    let here = folder.path();
    fs::create_dir(here.join("docs & more")).unwrap();
    fs::write(here.join("docs & more/API.md"), text).unwrap();
    let (status, answer, talk) = said(here, &["codegen", "--docs-into", "docs & more/API.md"]);
    assert_eq!(answer, "");
    let is_written = status == 0;
    assert_eq!(here.join("generated").exists(), is_written, "all is written, or nothing: {talk}");
    (status, talk, fs::read(here.join("docs & more/API.md")).unwrap())
}

#[test]
fn a_table_is_kept_current() {
    let before = format!("# Mine\n\n{START}\nold\n{END}\n\nMore, and no line break at the end");
    let (status, talk, after) = into(before.as_bytes());
    assert_eq!(status, 0, "{talk}");
    let after = String::from_utf8(after).unwrap();
    insta::assert_snapshot!("into", after);
    assert_eq!(table(&after).len(), 2);
    // A second run changes nothing.
    assert_eq!(into(after.as_bytes()).2, after.as_bytes());
}

#[test]
fn check_sees_a_table_that_is_not_current() {
    let (folder, spec) = shop(TWO);
    let here = folder.path();
    fs::write(here.join("A.md"), format!("{START}\n{END}")).unwrap();
    fs::write(here.join("B.md"), format!("- x\n\n  <!-- errbook:table taken -->\n  {END}\n")).unwrap();
    let arguments = ["codegen", "--docs-into", "A.md", "--docs-into", "B.md", "--docs-into", "./A.md"];
    let check = [&arguments[..], &["--check"]].concat();
    assert_eq!(said(here, &["codegen"]).0, 0);
    let before = files(here);
    let (status, answer, talk) = said(here, &check);
    assert_eq!(status, 1);
    assert!(answer.starts_with("changed: A.md\n") && answer.contains("\nchanged: B.md\n"), "{answer}");
    assert!(talk.contains("codegen --docs-into A.md --docs-into B.md --docs-into ./A.md\n"), "{talk}");
    assert_eq!(files(here), before);

    assert_eq!(said(here, &arguments).0, 0);
    let (status, answer, talk) = said(here, &check);
    assert_eq!((status, answer.as_str()), (0, ""), "{talk}");
    let written = fs::read_to_string(here.join("B.md")).unwrap();
    assert_eq!(table(&written).len(), 1, "{written}");
    assert!(written.contains("\n  | 409 | [`taken`](generated/docs/errors/taken.md) |"), "{written}");

    // The spec changes.
    fs::write(spec.join("more.yaml"), TWO.replace("taken", "gone").replace("not_found", "lost")).unwrap();
    assert_eq!(said(here, &["codegen"]).0, 0);
    let (status, answer, _) = said(here, &check);
    assert!(status == 1 && answer.starts_with("changed: A.md\n") && !answer.contains("B.md"), "{answer}");
}

/// Every line outside of the table is unchanged byte for byte.
#[test]
fn nothing_else_is_touched() {
    for (before, after) in [
        (format!("\u{feff}a\r\n\r\n{START}\r\n{END}\r\nb\r\n"), "\r\nb\r\n"),
        (format!("a  \n\t\n{START}\n\n| x |\n| - |\n\n{END}\nb\0\n"), "\nb\0\n"),
        (format!("```md\n{START}\n{END}\n```\n\n    {START}\n\n{START}\n{END}\nb\rc"), "\nb\rc"),
    ] {
        let (status, talk, found) = into(before.as_bytes());
        assert_eq!(status, 0, "{talk}");
        let found = String::from_utf8(found).unwrap();
        let start = before.rfind(START).unwrap() + START.len();
        assert_eq!(found[..start], before[..start], "{found}");
        assert_eq!(&found[found.rfind(END).unwrap() + END.len()..], after);
        let body = &found[start..found.rfind(END).unwrap()];
        assert_eq!(body.matches('\n').count(), 7, "{body}");
        assert_eq!(body.contains("\r\n"), before.contains("\r\n"));
        assert_eq!(body.matches("\r\n").count(), if before.contains("\r\n") { 7 } else { 0 }, "{body}");
    }
}

#[test]
fn what_cannot_be_written_says_why_and_where() {
    #[rustfmt::skip]
    let cases: &[(&[u8], &str)] = &[
        (b"# Mine\n", "docs & more/API.md: no line `<!-- errbook:table -->`"),
        (b"", "no line `"),
        (b"```\n<!-- errbook:table -->\n<!-- /errbook:table -->\n```\n", "Lines in a code block do not count"),
        (b"a\n\n<!-- errbook:table -->\nb\n", "API.md:3: the table has no end. Add a line `<!-- /errbook:table -->` after it."),
        (b"<!-- /errbook:table -->\n\n<!-- errbook:table -->\n", "API.md:1: the end of a table without its start"),
        (b"<!-- errbook:table -->\n\n<!-- errbook:table -->\n<!-- /errbook:table -->\n", "API.md:1: the table has no end before the one in line 3"),
        (b"<!-- errbook:table -->\n<!-- /errbook:table -->\n<!-- /errbook:table -->\n", "API.md:3: the end of a table without its start"),
        (b"a\n<!-- errbook:table takne other -->\n<!-- /errbook:table -->\n", "API.md:2: unknown code `takne`. Did you mean `taken`?"),
        (b"a\n<!-- errbook:table takne other -->\n<!-- /errbook:table -->\n", "API.md:2: unknown code `other`. Name codes of the list `errors`."),
        (b"a\nb\xff\n<!-- errbook:table -->\n<!-- /errbook:table -->\n", "API.md:2: the byte at 3 is not UTF-8"),
    ];
    for &(before, expected) in cases {
        let (status, talk, after) = into(before);
        assert_eq!(status, 2, "{talk}");
        assert!(talk.contains(expected) && talk.ends_with("Nothing was written.\n"), "{expected}\n{talk}");
        assert_eq!(after, before, "{talk}");
    }
}

#[test]
fn files_that_are_none_of_ones_own_are_refused() {
    let (folder, spec) = shop(TWO);
    let here = folder.path();
    assert_eq!(said(here, &["codegen"]).0, 0);
    fs::create_dir(spec.join("guides")).unwrap();
    let text = format!("# Mine\n\n{START}\n{END}\n");
    fs::write(spec.join("guides/mine.md"), &text).unwrap();
    fs::write(spec.join("README.md"), &text).unwrap();
    fs::write(here.join("README.md"), &text).unwrap();
    let refused = |path: &str| {
        let before = files(here);
        let (status, _, talk) = said(here, &["codegen", "--docs-into", "README.md", "--docs-into", path]);
        assert_eq!((status, files(here)), (2, before), "{talk}");
        talk
    };
    assert!(refused("nowhere.md").contains("error: nowhere.md: "));
    assert!(refused("spec").contains("spec is not a file"));
    assert!(refused("generated/README.md").contains("is generated. Name one of your own files."));
    assert!(refused("generated/docs/errors.md").contains("is generated. Name one of your own files."));
    assert!(refused("spec/guides/mine.md").contains("is a guide. Write `{{#table}}` in it instead."));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("README.md", here.join("link.md")).unwrap();
        let talk = refused("link.md");
        assert!(talk.contains("link.md is a link. Name its target: ") && talk.contains("README.md"), "{talk}");
        fs::remove_file(here.join("link.md")).unwrap();
    }
    assert_eq!(said(here, &["codegen", "--docs-into", "spec/README.md"]).0, 0);
    let written = fs::read_to_string(spec.join("README.md")).unwrap();
    assert!(written.contains("(../generated/docs/errors/taken.md)"), "{written}");
}

/// Who may read a file, and where links lead in a book whose docs are published.
#[cfg(unix)]
#[test]
fn a_file_keeps_its_rights_and_links_lead_to_the_site() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, spec) = shop("");
    let here = folder.path();
    let published = format!(
        "errbook: 1\napi: {{name: Shop, version: 1.0.0, crate: shop-errors, docs_url: \"https://shop.example/docs\"}}\n{TWO}"
    );
    fs::write(spec.join("shop.yaml"), published).unwrap();
    let own: &Path = &here.join("own.md");
    fs::write(own, format!("{START}\n{END}\n")).unwrap();
    fs::set_permissions(own, fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(said(here, &["codegen", "--docs-into", "own.md"]).0, 0);
    assert_eq!(fs::metadata(own).unwrap().permissions().mode() & 0o777, 0o640);
    let to: Vec<String> = links(&fs::read_to_string(own).unwrap()).into_iter().map(|it| it.1).collect();
    assert_eq!(to, ["https://shop.example/docs/errors/not_found.html", "https://shop.example/docs/errors/taken.html"]);
}
