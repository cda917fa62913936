//! Language features required by the catalogues, in small specs: an empty code, and links relative to the site of the
//! docs.

use errbook_codegen::compile;
use errbook_codegen::emit::emit;

use crate::markdown::seen::{links, table};
use crate::specs::{book, pages, raw};

/// The rules that a book with these entries breaks, each entry with two texts.
/// The rules of all that is found.
fn found(api: &str, entries: &[&str]) -> Vec<&'static str> {
    compile(raw(&spec(api, entries))).diagnostics.iter().map(|it| it.rule.id).collect()
}

/// Those of the errors.
fn broken(api: &str, entries: &[&str]) -> Vec<&'static str> {
    let compiled = compile(raw(&spec(api, entries)));
    compiled.diagnostics.iter().filter(|it| it.is_error()).map(|it| it.rule.id).collect()
}

fn spec(api: &str, entries: &[&str]) -> String {
    let mut out = format!(
        "errbook: 1\napi: {{name: Shop, version: 1.0.0, crate: shop-errors{api}}}\nfallback: {{4xx: null, 5xx: null}}\nerrors:\n"
    );
    for entry in entries {
        out.push_str(&format!("  - {{status: 400, remediation: R., {entry}}}\n"));
    }
    out
}

#[test]
fn an_empty_code_has_a_name_and_no_style() {
    let any = ", code_style: any";
    let empty = "code: \"\", name: Unsaid, meaning: M.";
    let retired = "code: gone, meaning: M.";
    assert_eq!(broken(any, &[empty, retired]), [""; 0]);
    assert_eq!(broken(any, &["code: \"\", meaning: M."]), ["empty-text"]);
    assert_eq!(broken(any, &["code: \" \", name: Unsaid, meaning: M."]), ["empty-text"]);
    assert_eq!(broken(any, &["code: , name: Unsaid, meaning: M."]), ["wrong-type"]);
    assert_eq!(broken("", &[empty]), ["bad-code"]);
    assert_eq!(broken(any, &[empty, "code: \"\", name: Other, meaning: M."]), ["duplicate-code"]);
    // A code that could not be read is not reported as empty.
    assert_eq!(broken(any, &[empty, "code: 5, name: Five, meaning: M."]), ["wrong-type"]);
}

#[test]
fn an_empty_code_is_seen() {
    let outputs = emit(&book(raw(&spec(", code_style: any", &["code: \"\", name: Unsaid, meaning: M."]))));
    let file = |path: &str| &*outputs.iter().find(|it| it.path == path).expect("it is generated").contents;
    assert_eq!(table(file("docs/errors.md")), [["400", "\"\"", "M.", "R."]]);
    let page = pages(&outputs);
    assert!(page.contains("\n# `\"\"`\n"), "{page}");
    assert!(file("src/code.rs").contains("/// `\"\"` (400 Bad Request): M.\n"));
    assert!(file("errors.json").contains("\"code\": \"\""));
}

#[test]
fn links_are_seen_from_the_docs_site() {
    let entry = "code: a, meaning: \"[/a](/a), [b](</b c> '/b'), <x@y.example>, [![/d](/d)](/e?f#g) and [![](/i)](/i).\", details: \"See\\n\\n- [h](\\n/h)\"";
    let book = book(raw(&spec(", docs_url: \"https://shop.example/docs/errors\"", &[entry])));
    assert_eq!(
        book.errors[0].meaning,
        "[/a](https://shop.example/a), [b](<https://shop.example/b c> '/b'), <x@y.example>, [![/d](https://shop.example/d)](https://shop.example/e?f#g) and [![](https://shop.example/i)](https://shop.example/i)."
    );
    assert_eq!(book.errors[0].details.as_deref(), Some("See\n\n- [h](\nhttps://shop.example/h)"));
    let outputs = emit(&book);
    let page = pages(&outputs);
    assert!(links(&page).iter().all(|(_, to)| !to.starts_with('/')), "{page}");
}

#[test]
fn a_site_is_a_scheme_and_a_host() {
    for url in ["https://shop.example", "https://shop.example/docs/errors/", "https://shop.example?a=/b"] {
        let book = book(raw(&spec(&format!(", docs_url: \"{url}\""), &["code: a, meaning: \"[a](/a)\""])));
        assert_eq!(book.errors[0].meaning, "[a](https://shop.example/a)", "{url}");
    }
}

#[test]
fn links_need_a_site() {
    let entry = "code: a, meaning: \"[a](/a)\"";
    for site in ["", ", docs_url: ~"] {
        assert_eq!(found(site, &[entry]), ["relative-link"], "{site}");
        let book = book(raw(&spec(site, &[entry])));
        assert!(
            links(&pages(&emit(&book))).iter().all(|it| it
                .1
                .split('#')
                .next()
                .is_some_and(|to| to.strip_suffix(".md").is_some()))
        );
    }
    // The site is not known yet.
    assert_eq!(broken(", docs_url: shop.example", &[entry]), ["bad-link"]);
    assert_eq!(broken(", docs_ulr: \"https://shop.example\"", &[entry]), ["unknown-key"]);
    let site = ", docs_url: \"https://shop.example\"";
    for (elsewhere, rule) in [
        ("[a](//other.example)", "bad-link"),
        ("[a](/\\\\\\\\other.example)", "bad-link"),
        ("[a](a)", "relative-link"),
        ("[a](#a)", "relative-link"),
        ("[a](../a)", "relative-link"),
        ("[a][b]\\n\\n[b]: /a", "relative-link"),
    ] {
        assert_eq!(found(site, &[&format!("code: a, meaning: M., details: \"{elsewhere}\"")]), [rule], "{elsewhere}");
    }
}
