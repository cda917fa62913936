//! The site before `mdbook` builds it: its books, its search index, and what leads on. `.ci/site` looks at what is built.

use std::collections::BTreeSet;

use errbook_codegen::emit::site::{Site, site};
use errbook_codegen::output::Output;
use serde_json::Value;

use crate::hostile::obeyed;
use crate::specs::{book, masko, one, raw};

const SHOP: &str = "errbook: 1
api: {name: Shop, version: 2.0.0, crate: shop-errors, code_style: any, docs_url: \"https://shop.example/docs/api\"}
errors:
  - {status: [409, 422], code: out_of_stock, meaning: There are too few., remediation: Ask for fewer., fields: {wanted: {type: integer, doc: How many pieces., example: 3}}}
  - {status: 503, code: shopClosed, meaning: 'Closed, <b>now</b>.', remediation: Wait., headers: {Retry-After: {type: delay, doc: How long., example: 30}}}
  - {status: 400, code: '<i>', name: Odd, meaning: Odd., remediation: R.}
retired:
  - {code: too_late, since: 2.0.0, renamed_to: shopClosed}
  - {code: too_early, since: 2.0.0, use: out_of_stock}
";

fn file<'a>(files: &'a [Output], path: &str) -> &'a str {
    &files.iter().find(|it| it.path == path).unwrap_or_else(|| panic!("no {path}")).contents
}

/// What `mdbook`'s pages get when they load the index.
fn index(site: &Site) -> Value {
    let json = site.search.strip_prefix("window.search = Object.assign(window.search, JSON.parse('").expect("a script");
    let json = json.strip_suffix("'));").expect("its end").replace("\\'", "'").replace("\\\\", "\\");
    serde_json::from_str(&json).expect("JSON")
}

/// The pages that a word finds in a field, by walking from letter to letter as elasticlunr does.
fn found(index: &Value, field: &str, word: &str) -> Vec<String> {
    let mut node = &index["index"]["index"][field]["root"];
    for c in word.chars() {
        node = &node[c.to_string()];
    }
    assert_eq!(node["df"].as_u64().unwrap_or(0), node["docs"].as_object().map_or(0, |it| it.len() as u64), "{word}");
    let docs = node["docs"].as_object().into_iter().flatten();
    docs.map(|(at, _)| index["doc_urls"][at.parse::<usize>().unwrap()].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_code_is_found_by_its_words_and_by_what_is_said_of_it() {
    let index = index(&site(&book(raw(SHOP))));
    for (field, word, expected) in [
        ("title", "out_of_stock", &["errors/out_of_stock.html"][..]),
        ("title", "stock", &["errors/out_of_stock.html"]),
        ("title", "closed", &["errors/shopClosed--10.html"]),
        ("title", "shopclosed", &["errors/shopClosed--10.html"]),
        ("title", "422", &["statuses/422.html"]),
        ("title", "late", &["errors/too_late.html"]),
        ("body", "pieces", &["errors/out_of_stock.html"]),
        // An example is no text: "Content-Type: application/json".
        ("body", "application", &[]),
        // What the page is called is its title, and no code is found on its neighbours' pages.
        ("body", "out_of_stock", &["errors/too_early.html"]),
        ("title", "looks", &["errors.html#how-an-error-looks"]),
    ] {
        assert_eq!(found(&index, field, word), expected, "{field} {word}");
    }
    assert_eq!(index["index"]["pipeline"], serde_json::json!(["trimmer"]));
    // The results' titles are put into the page as they are.
    let docs = index["index"]["documentStore"]["docs"].as_object().unwrap();
    assert!(docs.values().any(|it| it["breadcrumbs"] == "&lt;i&gt;" && it["title"] == "<i>"), "{docs:?}");
    assert!(docs.values().all(|it| !it["breadcrumbs"].as_str().unwrap().contains('<')));
    assert_eq!(docs.len(), index["doc_urls"].as_array().unwrap().len());
}

#[test]
fn an_index_is_a_script_whatever_is_in_it() {
    let spec = SHOP.replace("There are too few.", r#""It's \\ 'quoted' \u2028 \u202e </script>""#);
    let site = site(&book(raw(&spec)));
    assert_eq!(obeyed(&site.search), None);
    assert_eq!(site.search.lines().count(), 1);
    let index = index(&site);
    let docs = index["index"]["documentStore"]["docs"].as_object().unwrap();
    assert!(docs.values().any(|it| it["body"].as_str().unwrap().contains(r"It's \ 'quoted'")), "{docs:?}");
}

/// What is on most pages of a large book finds nothing, and is what makes an index large.
#[test]
fn words_that_are_everywhere_are_left_out_of_a_large_index() {
    let entry = |at: usize| {
        format!("  - {{status: 404, code: c{at}, meaning: Thing {at} is gone., remediation: Look elsewhere.}}\n")
    };
    let many = |count: usize| one(&format!("errors:\n{}", (0..count).map(entry).collect::<String>()));
    let small = index(&site(&book(many(20))));
    let large = index(&site(&book(many(200))));
    assert_eq!(found(&small, "body", "elsewhere").len(), 20);
    assert_eq!(found(&large, "body", "elsewhere"), Vec::<String>::new());
    assert_eq!(found(&large, "body", "17"), ["errors/c17.html"]);
}

#[test]
fn a_renamed_code_leads_on_and_the_site_knows_where_it_is() {
    let site = site(&book(raw(SHOP)));
    assert_eq!(site.below, "/docs/api/");
    let [files] = &site.books[..] else { panic!("{} books", site.books.len()) };
    insta::assert_snapshot!("book_toml", file(files, "book.toml"));
    let summary = file(files, "docs/SUMMARY.md");
    assert!(summary.contains("(errors/too_early.md)") && !summary.contains("(errors/too_late.md)"), "{summary}");
    assert!(!files.iter().any(|it| it.path == "docs/errors/too_late.md"));
    assert!(file(files, "docs/errors/too_early.md").contains("out_of_stock"));
    for (url, below) in
        [("https://shop.example", "/"), ("https://shop.example/", "/"), ("https://shop.example/a/b/", "/a/b/")]
    {
        let spec = SHOP.replace("https://shop.example/docs/api", url);
        assert_eq!(self::site(&book(raw(&spec))).below, below, "{url}");
    }
    assert_eq!(self::site(&book(one(""))).below, "/");
}

/// `mdbook` would put files of whoever builds the book into it, wherever a text asks for them.
#[test]
fn no_text_is_a_directive_of_mdbook() {
    let spec = SHOP.replace("There are too few.", "'{{#include /etc/hostname}} {{#title Other}}'");
    let book = book(raw(&spec));
    let emitted = errbook_codegen::emit::emit(&book);
    let site = site(&book);
    for files in std::iter::once(&emitted).chain(&site.books) {
        let toml = file(files, "book.toml");
        let build = toml.split("[build]\n").nth(1).and_then(|it| it.split("\n[").next()).expect("its settings");
        assert!(build.lines().any(|it| it == "use-default-preprocessors = false"), "{toml}");
        assert!(!toml.contains("[preprocessor"), "{toml}");
        assert!(file(files, "docs/errors/out_of_stock.md").contains("{{#include /etc/hostname}}"));
    }
}

/// The chapters follow their statuses, those with no code of their own too.
#[test]
fn chapters_are_in_order() {
    let book = book(raw(&SHOP.replace("[409, 422]", "[409, 499, 422]")));
    let emitted = errbook_codegen::emit::emit(&book);
    let summary = file(&emitted, "docs/SUMMARY.md");
    let statuses: Vec<&str> = summary.lines().filter_map(|it| it.strip_prefix("- [")?.get(..3)).collect();
    assert_eq!(statuses, ["400", "409", "422", "499", "503", "Ret"]);
}

/// Every page of the docs is a page of one book, and every chapter has its page.
#[test]
fn every_page_is_built_once() {
    let entry =
        |at: usize| format!("  - {{status: {}, code: c{at}, meaning: M., remediation: R.}}\n", [404, 409, 500][at % 3]);
    let large: Vec<String> = (0..1200).map(entry).collect();
    for (inputs, count) in [(masko(), 1), (raw(SHOP), 1), (one(&format!("errors:\n{}", large.concat())), 4)] {
        let book = book(inputs);
        let site = site(&book);
        assert_eq!(site.books.len(), count);
        let mut built = BTreeSet::new();
        for files in &site.books {
            let summary = file(files, "docs/SUMMARY.md");
            for line in summary.lines().filter(|it| it.contains("](")) {
                let path = line.rsplit_once("](").unwrap().1.trim_end_matches(')');
                assert!(!file(files, &format!("docs/{path}")).is_empty(), "{line}");
                let is_new = built.insert(path.to_owned());
                assert!(is_new || !path.starts_with("errors/"), "{path} is built twice");
            }
        }
        let renamed = book.retired.iter().filter(|it| it.renamed_to.is_some()).count();
        let codes = built.iter().filter(|it| it.starts_with("errors/")).count();
        assert_eq!(codes, book.errors.len() + book.retired.len() - renamed);
        // One index and one look for all: `mdbook` gives their files the same names.
        let names = |files: &[Output]| -> Vec<String> {
            let toml = file(files, "book.toml");
            toml.lines()
                .filter(|it| it.starts_with("teaser-") || it.starts_with("additional-"))
                .map(str::to_owned)
                .collect()
        };
        assert!(site.books.iter().all(|it| names(it) == names(&site.books[0])));
    }
}
