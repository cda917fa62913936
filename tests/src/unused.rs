//! `unused`: which codes the server's sources name.

use std::fs;

use errbook_codegen::named::{Names, unused};

use crate::command::said;
use crate::specs::{book, folder, one};

/// The codes of a small book that a source does not name.
fn codes(source: &str) -> Vec<String> {
    let entry = |(status, code, more): (u16, &str, &str)| {
        format!("  - {{status: {status}, code: {code}, meaning: M., remediation: R.{more}}}\n")
    };
    let errors = [
        (404, "gone_away", ""),
        (409, "taken", ", name: NameTaken"),
        (409, "full", ", fields: {left: {type: integer, example: 1}}"),
        (500, "internal_error", ""),
    ];
    let errors: String = errors.map(entry).concat();
    // `internal_error` is the fallback of its status, by its name.
    let book = book(one(&format!("errors:\n{errors}")));
    let mut names = Names::default();
    names.add(source).expect("Rust");
    unused(&book, &names).iter().map(|it| it.code.clone()).collect()
}

#[test]
fn a_code_is_named_by_its_variant_its_struct_or_its_text() {
    let all = ["gone_away", "full", "taken"];
    for (source, unnamed) in [
        ("", &all[..]),
        ("fn f() { Err(ErrorKind::GoneAway)? }", &["full", "taken"]),
        ("fn f() { Err(Full::new(1).into()) }", &["gone_away", "taken"]),
        ("fn f() { Err(ErrorKind::Full(Full { left: 1 }))? }", &["gone_away", "taken"]),
        (
            "errors::app_error! { pub struct E; sqlx::Error => |e| match e { _ => ErrorKind::NameTaken } }",
            &["gone_away", "full"],
        ),
        ("macro_rules! gone { () => { vec![Some(r#GoneAway)] } }", &["full", "taken"]),
        ("const C: &str = \"taken\";", &["gone_away", "full"]),
        // A part of a name or of a text is none.
        ("fn gone_away() { NotFull; \"is taken\"; taken() }", &all),
        // Comments, and what is compiled for tests only.
        ("// GoneAway\n/* Full */\n/// NameTaken\nfn f() {}", &all),
        ("#[cfg(test)]\nmod tests { fn f() { GoneAway } }\nfn g() { Full }", &["gone_away", "taken"]),
        ("#[cfg(test)] use errors::Full;\n#[cfg(not(test))] fn g() { GoneAway }", &["full", "taken"]),
        // The names of the standard library.
        ("fn f(e: std::io::Error) { e.kind() == io::ErrorKind::Full; ErrorKind::GoneAway }", &["full", "taken"]),
    ] {
        let found = codes(source);
        let mut expected = unnamed.to_vec();
        expected.sort_unstable();
        let mut sorted: Vec<&str> = found.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        assert_eq!(sorted, expected, "{source}");
    }
}

#[test]
fn sources_nested_deeply_are_read() {
    let deep = format!("f!{}{}", "(".repeat(100_000), ")".repeat(100_000));
    assert_eq!(codes(&deep).len(), 3);
    assert!(Names::default().add("fn f( {").is_err());
}

#[test]
fn unused_lists_codes_with_their_places() {
    let spec = "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\nfallback: {4xx: null, 5xx: null}\nerrors:\n  - status: 404\n    code: gone\n    meaning: M.\n    remediation: R.\n  - {status: 409, code: taken, meaning: M., remediation: R.}\n";
    let (folder, _) = folder(&[("shop.yaml", spec)]);
    let here = folder.path();
    assert_eq!(said(here, &["codegen"]).0, 0);
    for (path, text) in [
        ("src/main.rs", "fn main() { ErrorKind::Gone; }"),
        ("src/deep/part.rs", "fn f() {}"),
        ("src/.hidden/x.rs", "Taken"),
        ("src/notes.txt", "Taken"),
    ] {
        let path = here.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be created");
        fs::write(path, text).expect("it can be written");
    }
    // The generated crate names every code.
    let (status, answer, talk) = said(here, &["unused", "."]);
    assert_eq!((status, answer.as_str()), (0, "spec/shop.yaml:9:25: taken is never named (`Taken`)\n"), "{talk}");
    assert_eq!(talk, "1 of 2 codes is never named in 2 files\nTo retire a code: cargo xtask retire CODE\n");
    assert_eq!(said(here, &["unused", "src", "--deny-unused"]).0, 1);
    fs::write(here.join("src/deep/part.rs"), "fn f() { Taken }").expect("it can be written");
    let (status, answer, talk) = said(here, &["unused", "src/main.rs", "src/deep", "--deny-unused"]);
    assert_eq!((status, answer.as_str(), talk.as_str()), (0, "", "0 of 2 codes are never named in 2 files\n"));

    fs::write(here.join("src/deep/part.rs"), "fn f( {").expect("it can be written");
    for (path, why) in [
        ("src", "src/deep/part.rs is not Rust"),
        ("nowhere", "nowhere: "),
        ("generated", "no `.rs` file"),
        ("spec", "no `.rs` file"),
    ] {
        let (status, answer, talk) = said(here, &["unused", path]);
        assert_eq!((status, answer.as_str()), (2, ""), "{talk}");
        assert!(talk.contains(why), "{talk}");
    }
    assert_eq!(said(here, &["unused"]).0, 2);
}
