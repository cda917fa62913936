//! The pages as a whole: their names, and the targets of all links between them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use errbook_codegen::emit::output::{NOTICE, Output};
use errbook_codegen::emit::{emit, page, page_name, page_path, page_url};
use errbook_codegen::model::{Api, CodeStyle};

use crate::books;
use crate::markdown::seen::{headings, ids, links};
use crate::specs::{book, masko, one, raw, root};

/// The head of a book whose codes are in this style.
fn api(style: CodeStyle) -> Api {
    Api { code_style: style, ..book(one("")).api }
}

#[test]
fn a_page_is_named_by_its_code() {
    #[rustfmt::skip]
    let names = [
        ("insufficient_credits", "insufficient_credits"),
        ("self-service", "self-service"),
        ("2fa_required", "2fa_required"),
        ("_x_", "_x_"),
        ("NOT_FOUND", "NOT_FOUND--caps"),
        ("E404", "E404--caps"),
        ("rateLimited", "rateLimited--10"),
        ("RateLimited", "RateLimited--11"),
        ("Timeout", "Timeout--1"),
        ("TIMEOUT", "TIMEOUT--caps"),
        ("timeout", "timeout"),
        // Devices of Windows, and what `mdbook` takes for a folder's own page.
        ("con", "con--cd1be25d28220212"),
        ("COM1", "COM1--"),
        ("com10", "com10"),
        ("index", "index--"),
        ("ReadMe", "ReadMe--"),
        ("..", "code--"),
        ("/", "code--"),
        ("", "code--"),
        ("Foo.Bar", "Foo-Bar--604e4eb6679a24b6"),
        ("auth/invalid-email", "auth-invalid-email--"),
        ("a b", "a-b--"),
        ("a--b", "a-b--"),
        ("-x", "x--"),
        ("x.", "x--"),
        ("未找到", "code--"),
        ("straße", "stra-e--"),
    ];
    let any = api(CodeStyle::Any);
    for (code, name) in names {
        let found = page_name(&any, code);
        let is_it = if name.ends_with("--") { found.len() == name.len() + 16 } else { found.len() == name.len() };
        assert!(found.starts_with(name) && is_it, "{code:?}: {found}, not {name}");
    }
}

/// Retired codes may be in another style.
#[test]
fn a_page_is_named_by_the_bare_code_where_codes_are_in_capitals() {
    let screaming = api(CodeStyle::ScreamingSnake);
    for (code, name) in [
        ("ORDER_NOT_FOUND", "ORDER_NOT_FOUND"),
        ("E404", "E404"),
        ("404", "404"),
        ("order_not_found", "order_not_found--small"),
        ("orderNotFound", "orderNotFound--120"),
        ("OrderNotFound", "OrderNotFound--121"),
        ("order-not-found", "order-not-found--small"),
        ("CON", "CON--b13d25d92ded14f6"),
    ] {
        assert_eq!(page_name(&screaming, code), name);
    }
    let spec = "errbook: 1
api: {name: Shop, version: 2.0.0, crate: shop-errors, code_style: SCREAMING_SNAKE_CASE, docs_url: 'https://shop.example'}
errors:
  - {status: 404, code: ORDER_NOT_FOUND, meaning: There is no such order., remediation: Check the ID.}
retired:
  - {code: order_not_found, since: 2.0.0, renamed_to: ORDER_NOT_FOUND}
  - {code: ORDER_LOST, since: 1.0.0}
";
    let book = book(raw(spec));
    let url = "https://shop.example/errors/ORDER_NOT_FOUND.html";
    assert_eq!(page_url(&book.api, "ORDER_NOT_FOUND").as_deref(), Some(url));
    let outputs = emit(&book);
    no_link_is_dead("screaming", &outputs);
    let pages: Vec<&str> = outputs.iter().filter_map(|it| it.path.strip_prefix("docs/errors/")).collect();
    assert_eq!(pages, ["ORDER_NOT_FOUND.md", "ORDER_LOST.md", "order_not_found--small.md"]);
    for (path, name) in [
        ("docs/SUMMARY.md", "(errors/ORDER_NOT_FOUND.md)"),
        ("docs/errors/order_not_found--small.md", "(ORDER_NOT_FOUND.md)"),
        ("errors.json", "\"docs/errors/ORDER_NOT_FOUND.md\""),
        ("errors.csv", ",docs/errors/ORDER_NOT_FOUND.md,https://shop.example/errors/ORDER_NOT_FOUND.html"),
        ("llms.txt", url),
        ("src/pages.rs", "\"../docs/errors/ORDER_NOT_FOUND.md\""),
        ("src/code_docs.rs", url),
    ] {
        let text = file(outputs.clone(), path);
        assert!(text.contains(name), "{path}: {text}");
    }
}

/// Whatever the number of codes, the reference links to each, and never lists more than a browser can load.
#[test]
fn the_reference_leads_to_every_code() {
    let entry = |at: usize| format!("  - {{status: {}, code: c{at}, meaning: M., remediation: R.}}\n", 400 + at % 3);
    for (count, has_table, has_statuses) in
        [(100, true, false), (101, true, true), (1000, true, true), (1001, false, true)]
    {
        let outputs = emit(&book(one(&format!("errors:\n{}", (0..count).map(entry).collect::<String>()))));
        let page = |path: &str| &outputs.iter().find(|it| it.path == path).expect("a page").contents;
        let reference = page("docs/errors.md");
        assert_eq!(reference.contains("| [`c99`](errors/c99.md) |"), has_table, "{count}");
        assert_eq!(reference.contains("- [401 Unauthorized]("), has_statuses, "{count}");
        assert!(has_table || reference.contains("(statuses/401.md): 334 codes"), "{reference}");
        for at in [0, 50, count - 1] {
            let row = format!("| [`c{at}`](../errors/c{at}.md) |");
            assert!(page(&format!("docs/statuses/{}.md", 400 + at % 3)).contains(&row), "{row}");
        }
    }
}

/// Whatever the code, its page's name is valid on every file system, and unique.
#[test]
fn names_are_safe_and_apart() {
    let mut codes: Vec<String> = [
        "timeout",
        "Timeout",
        "TIMEOUT",
        "timeOut",
        "TimeOut",
        "timeout--caps",
        "timeout--1",
        "Timeout--1",
        "TIMEOUT--caps",
        "time.out",
        "time/out",
        "time out",
        "time-out",
        "time--out",
        "timeout.",
        "timeout ",
        "..",
        ".",
        "...",
        "/",
        "\\",
        "//",
        "",
        "con",
        "CON",
        "con.md",
        "aux",
        "nul",
        "prn",
        "com1",
        "lpt9",
        "COM¹",
        "CONIN$",
        "index",
        "readme",
        "README",
        "summary",
        "~x",
        "a:b",
        "a*b",
        "a?b",
        "a\"b",
        "a<b>",
        "a|b",
        "\u{e9}",
        "e\u{301}",
        "\u{1f600}",
        "\u{212b}",
        "\u{c5}",
        "A\u{30a}",
        "code",
        "code--1",
    ]
    .map(str::to_owned)
    .to_vec();
    for sign in ["a", "A", "aA", "Aa", "_", "é", "未", "a/"] {
        codes.extend([20, 60, 61, 99, 100, 101, 150, 300].map(|length| sign.repeat(length)));
    }
    let codes: BTreeSet<String> = codes.into_iter().collect();
    for style in [CodeStyle::Any, CodeStyle::Snake, CodeStyle::ScreamingSnake] {
        safe_and_apart(&api(style), &codes);
    }
}

fn safe_and_apart(api: &Api, codes: &BTreeSet<String>) {
    let mut taken: HashMap<String, &str> = HashMap::new();
    for code in codes {
        let name = page_name(api, code);
        assert!(name.len() <= 120 && !name.is_empty(), "{name}");
        assert!(name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_' || it == b'-'), "{name}");
        assert!(!name.starts_with('-'), "{name}");
        let device = ["con", "prn", "aux", "nul", "com1", "lpt9", "index", "readme"];
        assert!(!device.contains(&&*name.to_lowercase()), "{name}");
        if let Some(other) = taken.insert(name.to_lowercase(), code) {
            panic!("{code:?} and {other:?} share {name}");
        }
    }
}

#[test]
fn a_pages_address_is_below_the_docs() {
    let spec = "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors, docs_url: \"https://shop.example/docs/\"}\nerrors:\n  - {status: 404, code: not_found, meaning: M., remediation: R.}\n";
    let published = book(raw(spec));
    let url = "https://shop.example/docs/errors/not_found.html";
    assert_eq!(page_url(&published.api, "not_found").as_deref(), Some(url));
    let texts = emit(&published).into_iter().find(|it| it.path == "src/code_docs.rs").expect("it is generated");
    assert!(texts.contents.contains(&format!("\"{url}\")")), "{}", texts.contents);
    let unpublished = book(raw(&spec.replace(", docs_url: \"https://shop.example/docs/\"", "")));
    assert_eq!(page_url(&unpublished.api, "not_found"), None);
}

/// `curl` reads a number in `Retry-After` as seconds, whatever the book says.
#[test]
fn the_page_says_how_long_curl_waits() {
    for (unit, expected) in [
        ("s", "It waits as long as `Retry-After` says, or else 1 s"),
        ("date", "It waits as long as `Retry-After` says, or else 1 s"),
        ("ms", "It waits as many seconds as the number in `Retry-After`, which has another unit here, or else 1 s"),
        ("epoch", "It waits as many seconds as the number in `Retry-After`, which has another unit here, or else 1 s"),
    ] {
        let header = format!("headers: {{Retry-After: {{type: delay, unit: {unit}}}}}");
        let entry = format!("{{status: 429, code: busy, meaning: M., remediation: R., retry: always, {header}}}");
        let outputs = emit(&book(one(&format!("errors:\n  - {entry}\n"))));
        let page = outputs.iter().find(|it| it.path == "docs/errors/busy.md").expect("a page");
        assert!(page.contents.contains(expected), "{unit}: {}", page.contents);
    }
}

/// Books with pages of every kind, as what is generated of them.
fn generated() -> Vec<(&'static str, Vec<Output>)> {
    // Two thousand codes are like twenty.
    let fixtures = books::all().into_iter().filter(|it| it.name != "many").map(|it| (it.name, it.inputs));
    let all: Vec<_> = [("masko", masko())].into_iter().chain(fixtures).collect();
    all.into_iter().map(|(name, inputs)| (name, emit(&book(inputs)))).collect()
}

/// Every link from one page to another, or to a place on one, leads there; and every page is a chapter of the book of
/// `mdbook`.
#[test]
fn no_page_and_no_link_is_lost() {
    for (name, outputs) in generated() {
        no_link_is_dead(name, &outputs);
        let summary = outputs.iter().find(|it| it.path == "docs/SUMMARY.md").expect("it is generated");
        let chapters: Vec<String> = links(&summary.contents).into_iter().map(|it| format!("docs/{}", it.1)).collect();
        let is_page = |it: &&str| it.starts_with("docs/") && *it != "docs/SUMMARY.md";
        let pages: BTreeSet<&str> = outputs.iter().map(|it| &*it.path).filter(is_page).collect();
        assert_eq!(chapters.len(), pages.len(), "{name}");
        assert_eq!(chapters.iter().map(String::as_str).collect::<BTreeSet<_>>(), pages, "{name}");
    }
}

/// The page of a code is the file in the folder.
#[test]
fn one_page_is_the_page() {
    let shop = book(raw(&books::shop()));
    for output in emit(&shop).iter().filter(|it| it.path.starts_with("docs/errors/")) {
        let codes = shop.errors.iter().map(|it| &it.code).chain(shop.retired.iter().map(|it| &it.code));
        let code = codes.into_iter().find(|it| page_path(&shop.api, it) == output.path).expect("it is a code's");
        let page = page(&shop, code).expect("a page");
        assert_eq!(output.contents, format!("<!-- {NOTICE} -->\n\n{page}"));
    }
    assert_eq!(page(&shop, "no such code"), None);
}

fn no_link_is_dead(name: &str, outputs: &[Output]) {
    let files: BTreeMap<&str, &str> = outputs.iter().map(|it| (&*it.path, &*it.contents)).collect();
    let mut anchors: HashMap<String, Vec<String>> = HashMap::new();
    let mut count = 0;
    for (path, text) in files.iter().filter(|it| it.0.rsplit_once('.').is_some_and(|it| it.1 == "md")) {
        for (_, to) in links(text).into_iter().filter(|it| is_local(&it.1)) {
            let (file, anchor) = to.split_once('#').unwrap_or((&to, ""));
            let target = if file.is_empty() { (*path).to_owned() } else { resolved(path, file) };
            let Some(there) = files.get(&*target) else { panic!("{name}/{path}: {to} leads nowhere") };
            let anchors = anchors.entry(target).or_insert_with(|| ids(there));
            assert!(anchor.is_empty() || anchors.iter().any(|it| it == anchor), "{name}/{path}: {to}");
            count += 1;
        }
        assert!(!headings(text).is_empty(), "{name}/{path} has no title");
    }
    let pages = files.keys().filter(|it| it.strip_suffix(".md").is_some()).count();
    assert!(name == "none" || count > pages, "{name}: {count} links");
}

/// Whether a link leads to another file of ours.
fn is_local(to: &str) -> bool {
    !to.contains("://") && !to.starts_with("mailto:") && !to.contains('@') && !to.contains("LICENSE")
}

/// A path as seen from a file.
fn resolved(from: &str, to: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in to.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

const SHOP: &str = "errbook: 1
api: {name: \"Shop & <Sons>\", version: 2.0.0, crate: shop-errors, docs_url: \"https://shop.example/docs/api\"}
errors:
  - {status: [409, 499, 422], code: out_of_stock, meaning: '{{#include /etc/hostname}} {{#title Other}}', remediation: Ask for fewer.}
  - {status: 503, code: closed, meaning: Closed., remediation: Wait.}
  - {status: 400, code: odd, meaning: Odd., remediation: R.}
retired:
  - {code: too_late, since: 2.0.0, renamed_to: closed}
";

fn file(outputs: Vec<Output>, path: &str) -> String {
    outputs.into_iter().find(|it| it.path == path).unwrap_or_else(|| panic!("no {path} was generated")).contents
}

/// The preprocessors of `mdbook` would put files of the machine that builds the site into its pages.
#[test]
fn a_book_of_mdbook_with_its_preprocessors_off() {
    let outputs = emit(&book(raw(SHOP)));
    let page = file(outputs.clone(), "docs/errors/out_of_stock.md");
    assert!(page.contains("{{#include /etc/hostname}}"), "{page}");
    let toml = file(outputs, "book.toml");
    insta::assert_snapshot!("book_toml", toml);
    let build = toml.split("[build]\n").nth(1).and_then(|it| it.split("\n[").next()).expect("its settings");
    assert!(build.lines().any(|it| it == "use-default-preprocessors = false") && !toml.contains("[preprocessor"));
}

#[test]
fn the_site_knows_the_path_that_it_is_published_under() {
    for (docs_url, expected) in [
        ("https://shop.example/docs/api", "/docs/api/"),
        ("https://shop.example", "/"),
        ("https://shop.example/", "/"),
        ("https://shop.example/a/b/", "/a/b/"),
    ] {
        let toml = file(emit(&book(raw(&SHOP.replace("https://shop.example/docs/api", docs_url)))), "book.toml");
        assert!(toml.contains(&format!("\nsite-url = \"{expected}\"\n")), "{docs_url}: {toml}");
    }
    assert!(file(emit(&book(one(""))), "book.toml").contains("\nsite-url = \"/\"\n"));
}

/// The chapters follow their statuses, those without a code of their own too.
#[test]
fn chapters_are_in_order() {
    let summary = file(emit(&book(raw(SHOP))), "docs/SUMMARY.md");
    let statuses: Vec<&str> = summary.lines().filter_map(|it| it.strip_prefix("- [")?.get(..3)).collect();
    assert_eq!(statuses, ["400", "409", "422", "499", "503", "Ret"]);
}

/// The same for handwritten documents in this repository.
#[test]
fn no_link_in_the_documents_is_dead() {
    for path in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "BENCHMARKS.md",
        "CHANGELOG.md",
        "docs/spec.md",
        "docs/rules.md",
        "spec/README.md",
        "runtime/README.md",
    ] {
        let text = std::fs::read_to_string(root().join(path)).expect("it is committed");
        for (_, to) in links(&text).into_iter().filter(|it| is_local(&it.1)) {
            let (file, anchor) = to.split_once('#').unwrap_or((&to, ""));
            let target = if file.is_empty() { path.to_owned() } else { resolved(path, file) };
            let there = root().join(&target);
            assert!(there.exists(), "{path}: {to} leads nowhere");
            if !anchor.is_empty() {
                let page = std::fs::read_to_string(there).expect("a page");
                assert!(ids(&page).iter().any(|it| it == anchor), "{path}: {to}");
            }
        }
    }
}
