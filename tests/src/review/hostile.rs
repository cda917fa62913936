//! Hostile texts, and changes that are too large to show.

use errbook_codegen::compat::render::{self, Comparison, TextOptions};
use errbook_codegen::compat::{Assessment, Verdict};
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;

use super::forms::{Pair, compiled, forms};

/// Texts that would end, open, mention, link, colour or reverse their context.
const TEXTS: &[&str] = &[
    "a | b || c \\| d",
    "`code` ``two`` ``` three",
    "one ` alone",
    "```\nfence\n~~~",
    "</details></summary><details open>",
    "--> <!-- --> <!--",
    "<script>alert(1)</script><img src=x onerror=y>",
    "@everyone and @github/security, mail@evil.example",
    "#1, GH-2, gh-3, owner/repo#4, owner/repo@deadbeef",
    "[link](https://evil.example) ![image](https://evil.example) <https://evil.example>",
    "https://evil.example www.evil.example mailto:a@evil.example",
    "::error::x\n::set-output name=a::b\r\n::stop-commands::c",
    "%0A::error::escaped",
    "\u{202e}turned\u{202c} \u{200b}\u{feff}hidden",
    "\u{1b}[31mred\u{1b}[0m \u{9b}31m \u{7}",
    "# heading\n\n- list\n\n> quote\n\n| a | b |\n| --- | --- |",
    "*em* **strong** ~~del~~ _x_ $math$ &amp; &#64;everyone &lt;b&gt;",
    "\\",
    "line\u{2028}separator\u{85}next",
    "'; rm -rf / #",
    "a\nb\n\nc",
    "\\| @everyone #1 <b>",
    "🦀 é \u{301}",
];

/// A book into whose every text this is put, and another whose every text is other than that.
fn pair(text: &str) -> Pair {
    let json = |it: &str| {
        // YAML takes fewer characters as they are than JSON does.
        let json = serde_json::to_string(it).expect("a text is JSON");
        json.chars().fold(String::new(), |out, c| {
            if c.is_ascii() || c.is_alphanumeric() {
                out + &c.to_string()
            } else {
                out + &format!("\\U{:08x}", u32::from(c))
            }
        })
    };
    let spec = |text: &str, version: &str| {
        let it = json(text);
        let value = json(&format!("v {text}"));
        // Nothing may be hidden in a code.
        let seen = text.chars().filter(|c| c.is_ascii_graphic() || *c == ' ' || c.is_alphabetic()).collect::<String>();
        let code = json(format!("c {seen}").trim_end());
        let name = json(&format!("field {}", text.replace(['\n', '\r'], " ")));
        format!(
            "errbook: 1\n\
             api: {{name: {it}, version: {version}, crate: shop-errors, code_style: any}}\n\
             errors:\n  \
               - status: 402\n    code: held\n    meaning: {it}\n    remediation: {it}\n    message: {message}\n    details: {it}\n    \
                 causes: [{it}]\n    tags: [{it}]\n    deprecated: {{since: 1.0.0, note: {it}}}\n    \
                 fields:\n      {name}: {{type: enum, name: it, doc: {it}, example: {value}, values: [{value}, second]}}\n  \
               - {{status: 404, code: {code}, name: Other, meaning: M., remediation: R.}}\n",
            message = json(&text.replace('{', "{{").replace('}', "}}")),
        )
    };
    let old = spec(text, "1.0.0");
    let new = spec(&format!("other {text} and more"), "1.0.1");
    let waiver = json(text);
    let waivers = format!(
        "- {{rule: code-removed, code: held, path: {waiver}, from: {waiver}, to: {waiver}, reason: {waiver}, owner: {waiver}}}\n"
    );
    Pair::new(
        Some(compiled(&[("shop.yaml", &old)])),
        compiled(&[(&format!("a {}.yaml", text.replace('/', " ")), &new), ("waivers.yaml", &waivers)]),
        None,
    )
}

fn hostile<'a>(pair: &'a Pair, text: &'a str) -> Comparison<'a> {
    let mut it = pair.comparison();
    it.head.prefix = text;
    it.repository = text;
    it.command = text;
    if let Some(base) = &mut it.base {
        (base.name, base.prefix) = (text, text);
    }
    it
}

fn is_tame(text: &str) -> bool {
    let is_turning =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    !text.contains(|c: char| c != '\n' && c.is_control() || is_turning(c))
}

#[test]
fn hostile_texts_stay_texts_in_every_form() {
    for text in TEXTS {
        let pair = pair(text);
        let it = hostile(&pair, text);
        assert!(it.report.changes.len() > 8, "{text:?}");
        for (form, shown) in forms(&it) {
            if form != "colour" {
                assert!(is_tame(&shown), "{form} of {text:?}: {shown}");
            }
            assert!(shown.ends_with('\n'), "{form} of {text:?}");
        }
        lines(&it, text);
        commands(&render::github(&it), text);
        comment(&it, text);
        entry(&render::changelog(&it), text);
        for shown in [render::json(&it), render::sarif(&it)] {
            assert!(serde_json::from_str::<Value>(&shown).is_ok(), "{text:?}");
        }
        let report: Value = serde_json::from_str(&render::json(&it)).unwrap();
        for (row, assessment) in report["changes"].as_array().unwrap().iter().zip(&it.report.changes) {
            assert_eq!(row["from"].as_str(), assessment.change.identity().3.as_deref(), "{text:?}");
        }
    }
}

/// One line a change, whatever is in it, and below it lines with a label of ours.
fn lines(it: &Comparison<'_>, text: &str) {
    let shown = render::text(it, TextOptions::default());
    let (head, changes) = shown.split_once("\n\n").expect("a head");
    assert_eq!(head.lines().count(), 4, "{text:?}: {shown}");
    let labels = [
        "help: ",
        "or: ",
        "or waive it in ",
        "for clients: ",
        "for servers: ",
        "meaning: ",
        "remediation: ",
        "payload: ",
    ];
    let (below, rows): (Vec<&str>, Vec<&str>) = changes.lines().partition(|it| it.starts_with("    "));
    assert_eq!(rows.len(), it.report.changes.len(), "{text:?}: {shown}");
    for line in below {
        assert!(labels.iter().any(|it| line[4..].starts_with(it)), "{text:?}: {line}");
    }
}

/// Each line is one of our commands, and nothing in it is another.
fn commands(shown: &str, text: &str) {
    assert!(!shown.is_empty());
    for line in shown.lines() {
        let rest = ["::error ", "::warning ", "::notice "].iter().find_map(|it| line.strip_prefix(it));
        let (properties, _) = rest.and_then(|it| it.split_once("::")).unwrap_or_else(|| panic!("{text:?}: {line}"));
        for property in properties.split(',') {
            let name = property.split('=').next().unwrap_or_default();
            assert!(["title", "file", "line", "col", "endLine", "endColumn"].contains(&name), "{text:?}: {line}");
        }
    }
}

/// What a comment says outside of code.
fn outside_of_code(markdown: &str) -> (String, Vec<String>) {
    let (mut words, mut html, mut is_code) = (String::new(), Vec::new(), false);
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => is_code = false,
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Heading { .. } | Tag::BlockQuote(_)) => {
                panic!("{event:?} in {markdown}");
            }
            Event::Start(Tag::Emphasis | Tag::Strikethrough) => panic!("{event:?} in {markdown}"),
            Event::Text(it) if !is_code => words.push_str(&it),
            Event::Html(it) | Event::InlineHtml(it) => html.push(it.trim().to_owned()),
            _ => {}
        }
    }
    (words, html)
}

/// GitHub makes links of these wherever they are no code, escaped or not.
fn calls_nobody(words: &str, what: &str) {
    for (at, c) in words.char_indices().filter(|it| matches!(it.1, '@' | '#')) {
        let next = words[at + 1..].chars().next();
        assert!(!next.is_some_and(char::is_alphanumeric), "{c}{next:?} in {what}: {words}");
    }
    let folded = words.to_ascii_lowercase();
    for (at, _) in folded.match_indices("gh-") {
        assert!(!folded[at + 3..].starts_with(|it: char| it.is_ascii_digit()), "{what}: {words}");
    }
}

fn comment(it: &Comparison<'_>, text: &str) {
    let shown = render::markdown(it);
    let first = format!("{}schema=1 changes={} -->", render::MARKER, it.report.changes.len());
    assert_eq!(shown.lines().next(), Some(&*first), "{text:?}");
    let (words, html) = outside_of_code(&shown);
    calls_nobody(&words, text);
    for part in &html {
        // A summary is one line, with our own tags and an escaped code.
        let title = part.strip_prefix("<details><summary><code>").and_then(|it| it.strip_suffix("</summary>"));
        let is_summary = title.is_some_and(|it| !it.replacen("</code>", "", 1).contains(['<', '>']));
        let is_ours = *part == first
            || *part == "<details><summary>The whole book: 1 change</summary>"
            || is_summary
            || ["</details>", "<del>", "</del>", "<ins>", "</ins>", "<br>"].contains(&&**part);
        assert!(is_ours, "{text:?}: {part:?} in {shown}");
    }
    let count = |what: &str| html.iter().filter(|it| it.starts_with(what)).count();
    assert_eq!(count("<details>"), count("</details>"), "{text:?}: {shown}");
    assert!(count("<details>") > 0, "{text:?}");
    assert_eq!((count("<del>"), count("<ins>")), (count("</del>"), count("</ins>")), "{text:?}: {shown}");
    // The table has a row for each change, of five cells; that of the new codes has one row, of four.
    let options = Options::ENABLE_TABLES;
    let (mut rows, mut cells) = (Vec::new(), 0);
    for event in Parser::new_ext(&shown, options) {
        match event {
            Event::End(pulldown_cmark::TagEnd::TableRow) => rows.push(std::mem::take(&mut cells)),
            Event::End(pulldown_cmark::TagEnd::TableHead) => cells = 0,
            Event::Start(Tag::TableCell) => cells += 1,
            _ => {}
        }
    }
    let added = it.report.changes.iter().filter(|it| it.change.rule.id == "code-added").count();
    let expected = [vec![5; it.report.changes.len()], vec![4; added]].concat();
    assert_eq!((rows, added), (expected, 1), "{text:?}: {shown}");
}

fn entry(shown: &str, text: &str) {
    // Only the report's own headings.
    let body: Vec<&str> = shown.lines().filter(|it| !it.starts_with('#')).collect();
    assert!(shown.starts_with("## [1.0.1]\n"), "{shown}");
    let (words, html) = outside_of_code(&body.join("\n"));
    calls_nobody(&words, text);
    assert!(html.is_empty(), "{text:?}: {html:?} in {shown}");
}

/// Behind a code there is no table, whose pipes are written with a backslash.
#[test]
fn what_can_be_copied_from_a_comment_is_what_was_written() {
    let book = |version: &str, codes: &[&str]| {
        let entry = |it: &&str| {
            format!(
                "  - {{status: 409, code: \"{it}\", name: N{}, meaning: M., remediation: R., allow: [unusual-code]}}\n",
                it.len()
            )
        };
        let entries: String = codes.iter().map(entry).collect();
        format!(
            "errbook: 1\napi: {{name: Shop, version: {version}, crate: shop-errors, code_style: any}}\nerrors:\n{entries}"
        )
    };
    let pair = Pair::of(&book("1.0.0", &["a", "b|c"]), &book("1.0.0", &["a"]));
    let shown = render::markdown(&pair.comparison());
    let (table, folded) = shown.split_once("<details>").expect("details");
    assert!(table.contains("the code `b\\|c` was removed"), "{table}");
    assert!(folded.contains("`- {code: \"b|c\", since: 2.0.0}`") && !folded.contains('\\'), "{folded}");
    let entry = render::changelog(&pair.comparison());
    assert!(entry.contains("`b|c`") && !entry.contains('\\'), "{entry}");
}

/// A book of many codes, each written anew.
fn rewritten(codes: usize) -> Pair {
    let entry = |n: usize, meaning: &str, ty: &str, example: &str| {
        format!(
            "  - status: {}\n    code: code_{n}\n    meaning: {meaning} {n}.\n    remediation: R.\n    message: \"{{it}}\"\n    \
             fields: {{it: {{type: {ty}, example: {example}}}}}\n",
            400 + n % 100
        )
    };
    let book = |version: &str, entries: String| {
        format!("errbook: 1\napi: {{name: Shop, version: {version}, crate: shop-errors}}\nerrors:\n{entries}")
    };
    let old = book("1.0.0", (0..codes).map(|n| entry(n, "It was so", "integer", "1")).collect());
    let new = book("1.1.0", (0..codes).map(|n| entry(n, "It is other", "string", "x")).collect());
    Pair::of(&old, &new)
}

#[test]
fn a_comment_has_fewer_than_60_000_characters_whatever_has_changed() {
    for codes in [1, 30, 100, 300, 5_000] {
        let pair = rewritten(codes);
        let it = pair.comparison();
        let shown = render::markdown(&it);
        let length = shown.chars().count();
        assert!(length < 60_000, "{codes} codes: {length}");
        comment_is_whole(&shown);
        let left_out = shown.contains("more changes did not fit: ");
        assert_eq!(left_out, codes >= 100, "{codes} codes: {length}");
        if codes == 5_000 {
            assert!(length > 50_000, "{length}");
            let rows = shown.lines().filter(|it| it.starts_with("| `code_") || it.starts_with("| | ")).count();
            // What is harmless is folded.
            let is_row = |it: &&Assessment| it.change.verdict() >= Verdict::Dangerous;
            let more = it.report.changes.iter().filter(is_row).count() - rows;
            assert!(shown.contains(&format!("\n{more} more changes did not fit: ")), "{rows} rows");
            assert!(shown.contains("To see the full report:"), "{shown}");
            let folded = shown.matches("<details><summary><code>code_").count();
            assert!(shown.contains(&format!("The details of {} more codes did not fit.", codes - folded)), "{folded}");
        }
    }
}

/// One code alone can be too much.
#[test]
fn a_comment_of_one_huge_code_is_whole_too() {
    let book = |version: &str, ty: &str, text: &str| {
        let field = |n| format!("      f{n}: {{type: {ty}, doc: {text}, example: {text}}}\n");
        let fields = (0..2_000).map(field).collect::<Vec<_>>().concat();
        format!(
            "errbook: 1\napi: {{name: Shop, version: {version}, crate: shop-errors}}\nerrors:\n  \
             - status: 400\n    code: c\n    meaning: {text}.\n    remediation: R.\n    fields:\n{fields}"
        )
    };
    let pair = Pair::of(&book("1.0.0", "string", &"a ".repeat(400)), &book("2.0.0", "any", &"b ".repeat(400)));
    let shown = render::markdown(&pair.comparison());
    assert!(shown.chars().count() < 60_000, "{}", shown.chars().count());
    comment_is_whole(&shown);
    // Wide characters count as one each, as GitHub counts them.
    let pair = Pair::of(&book("1.0.0", "string", &"語 ".repeat(400)), &book("2.0.0", "any", &"文 ".repeat(400)));
    let shown = render::markdown(&pair.comparison());
    assert!(shown.chars().count() < 60_000);
    comment_is_whole(&shown);
}

fn comment_is_whole(shown: &str) {
    assert_eq!(shown.matches("<details>").count(), shown.matches("</details>").count());
    assert!(shown.ends_with("```sh\ncargo xtask diff --base main\n```\n"), "{}", &shown[shown.len() - 200..]);
}
