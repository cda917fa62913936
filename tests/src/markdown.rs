//! The page as a Markdown parser sees it: texts of a spec stay in their context, and every link has a target.

pub(crate) mod seen;

use errbook_codegen::compile;
use errbook_codegen::emit::emit;
use errbook_codegen::emit::output::Output;
use errbook_codegen::input::Input;
use pulldown_cmark::{Event, Tag, TagEnd};

use crate::books::AWKWARD;
use crate::specs::{HEAD, drawn, pages};
use seen::{cells, code_blocks, events, headings, ids, links, paragraphs};

const ANY: &str = "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors, code_style: any, docs_url: \"https://shop.example/errors\"}\n";

/// A text as YAML.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text")
}

fn outputs(inputs: Vec<Input>) -> Vec<Output> {
    let compiled = compile(inputs);
    let found = drawn(&compiled);
    emit(&compiled.book.unwrap_or_else(|| panic!("{found}")))
}

fn file(inputs: Vec<Input>, path: &str) -> String {
    outputs(inputs).into_iter().find(|it| it.path == path).expect("it is generated").contents
}

/// The page of all codes and those of each, in one.
fn page(spec: &str) -> String {
    pages(&outputs(vec![Input::new("shop.yaml", spec)]))
}

/// The pages of two codes, the first with these details.
fn with_details(details: &str) -> String {
    page(&details_spec(details))
}

fn details_spec(details: &str) -> String {
    format!(
        "{HEAD}errors:\n  - {{status: 400, code: first, meaning: M., remediation: R., causes: [A cause.], details: {}}}\n  - {{status: 401, code: second, meaning: M., remediation: R., headers: {{WWW-Authenticate: {{value: Bearer}}}}}}\n",
        quoted(details)
    )
}

/// The pages of one code with these texts.
fn with_texts(meaning: &str) -> String {
    page(&format!("{HEAD}errors:\n  - {{status: 400, code: first, meaning: {}, remediation: R.}}\n", quoted(meaning)))
}

/// The page of all of these codes, with these guides.
fn with_codes(codes: &[&str], guides: &[&str]) -> (String, Vec<Input>) {
    let mut spec = format!("{ANY}errors:\n");
    for (at, code) in codes.iter().enumerate() {
        spec.push_str(&format!(
            "  - {{status: 400, code: {}, name: Code{at}, meaning: M., remediation: R.}}\n",
            quoted(code)
        ));
    }
    let mut inputs = vec![Input::new("shop.yaml", spec.as_str())];
    inputs.extend(guides.iter().enumerate().map(|(at, text)| Input::new(format!("guides/{at}.md"), *text)));
    (file(inputs.clone(), "docs/errors.md"), inputs)
}

#[test]
fn details_end_where_they_end() {
    for (details, code) in [
        ("```js\nlet a;", "let a;"),
        ("```js", ""),
        ("Text\n~~~\nx\n\n", "x"),
        ("````\n```", "```"),
        ("> - ```\n>   x", "x"),
        ("- a\n  ```\n  x", "x"),
        ("<div>\n\n```\nx", "x"),
        ("~~~ a`b\n```", "```"),
        ("~~~ ~ ``\nx", "x"),
    ] {
        let page = with_details(details);
        assert!(headings(&page).contains(&"second".to_owned()), "{page}");
        assert!(paragraphs(&page).iter().any(|it| it == "R."), "{page}");
        assert!(code_blocks(&page).iter().any(|it| it.trim_end() == code), "{page}");
        let html = events(&page).filter(|(it, _)| matches!(it, Event::Html(html) if !html.starts_with("<!--")));
        assert_eq!(html.count(), 0, "{page}");
    }
}

#[test]
fn guides_end_where_they_end() {
    for body in [
        "```\nx",
        "> ~~~\n> x\n\n```js",
        "<!-- x\n\n# y",
        "<!-->",
        "<div><!-- x",
        "<script>\n\nx",
        "<PRE>\n\nx",
        "<?php\n\nx",
        "<![CDATA[\n\nx",
        "<!DOCTYPE\n\nx",
        "<? <!-- x",
        "<pre><!-- x\n\ny",
        "- a\n\n  <!-- x",
    ] {
        let (page, _) = with_codes(&["first"], &[&format!("# Guide\n\n{body}\n"), "# Next\n"]);
        assert!(headings(&page).ends_with(&["Guide".to_owned(), "Next".to_owned()]), "{page}");
        for (event, range) in events(&page) {
            let html = &page[range];
            let is_open = html.matches("<!--").count() > html.matches("-->").count();
            assert!(!matches!(event, Event::Start(Tag::HtmlBlock)) || !is_open, "{page}");
        }
    }
}

#[test]
fn a_pipe_stays_in_its_cell() {
    for name in ["a|b", "a\\|b", "a\\\\|b", "\\|", "|", "||", "`|`", "`\\|`", "a|b\\", "[x\\|y]"] {
        let (name_in_yaml, text) = (quoted(name), quoted(&format!("Is `` {name} `` it?")));
        // A value has a letter.
        let value = quoted(&format!("{name}v"));
        let page = page(&format!(
            "{ANY}errors:\n  - {{status: 400, code: {name_in_yaml}, name: Pipe, meaning: {text}, remediation: R., fields: {{{name_in_yaml}: {{type: enum, name: pipe, values: [{value}], doc: {text}}}}}, headers: {{X-Pipe: {{value: {name_in_yaml}}}}}}}\n"
        ));
        let cells = cells(&page);
        let said = format!("Is {name} it?");
        let entry = ["400", name, said.as_str(), "R."];
        let field = [name.to_owned(), format!("string: {name}v"), said.clone()];
        let header = ["X-Pipe".to_owned(), format!("always {name}"), String::new()];
        assert_eq!(cells[4..8], entry, "{page}");
        assert_eq!(cells[11..14], field, "{page}");
        assert_eq!(cells[17..], header, "{page}");
    }
}

#[test]
fn a_guide_names_codes_with_pipes_in_and_out_of_tables() {
    let (page, _) = with_codes(
        &["a|b", "a\\|b"],
        &["# Guide\n\n{{#code a|b}}\n\n| {{#code a\\|b}} | {{#code a|b}} |\n| --- | --- |\n| c | d |\n"],
    );
    assert!(paragraphs(&page).contains(&"a|b".to_owned()), "{page}");
    assert_eq!(cells(&page)[12..], ["a\\|b", "a|b", "c", "d"], "{page}");
}

/// A guide's title reads alike over the guide and where it is linked, and its HTML is shown.
#[test]
fn a_guides_title_is_a_line_of_markdown() {
    for (title, heading, link) in [
        ("How `Retry-After` is *read*", "How `Retry-After` is *read*", "How `Retry-After` is *read*"),
        ("Guide | `one` <b>", "Guide | `one` \\<b>", "Guide | `one` \\<b>"),
        ("To [x](https://x.example)", "To [x](https://x.example)", "To \\[x\\](https\\://x.example)"),
    ] {
        let (page, inputs) = with_codes(&["first"], &[&format!("# {title}\n\n{{{{#code first}}}}\n")]);
        assert!(page.contains(&format!("\n## {heading}\n")), "{page}");
        let own = file(inputs, "docs/errors/first.md");
        assert!(own.contains(&format!("- [{link}](../errors.md#")), "{own}");
        let to = links(&own).into_iter().find_map(|it| Some(it.1.split_once("errors.md#")?.1.to_owned())).unwrap();
        assert!(ids(&page).contains(&to), "{to}: {page}");
    }
}

/// Every code's page links to the guides that mention it.
#[test]
fn guides_are_found_by_their_headings() {
    let titles = ["First", "X", "E:404", "Error codes", "What | to _do_", "ไม่พบ", "x²", "त्रुटि", "未找到"];
    let mut guides: Vec<String> = titles.iter().map(|it| format!("# {it}\n\n{{{{#code first}}}}\n")).collect();
    guides[0].push_str("\n```\n# X\n```\n\nX\n===\n\n- # x-1\n\n## [x](https://shop.example) `x` {{#code first}}\n\n## x ##\n\n<!--\n# x\n");
    guides[1].push_str("\nE404\n---\n\n    # x\n");
    let guides: Vec<&str> = guides.iter().map(|it| &**it).collect();
    let (page, inputs) = with_codes(&["first"], &guides);
    let own = links(&file(inputs, "docs/errors/first.md"));
    let led: Vec<&str> = own.iter().filter_map(|it| Some(it.1.split_once("errors.md#")?.1)).collect();
    let expected = ["first", "x-3", "e404-1", "error-codes-1", "what--to-do", "ไม่พบ", "x-4", "त्रुटि", "未找到"];
    assert_eq!(led, expected, "{page}");
    // The slugger of the tests takes marks and numbers for other than they are.
    let ids = ids(&page);
    let known = expected.iter().filter(|it| !["ไม่พบ", "x-4", "त्रुटि"].contains(it));
    assert!(known.clone().all(|it| ids.iter().any(|id| id == it)), "{ids:?}");
}

#[test]
fn codes_are_headings_as_they_are() {
    let words = ["not_found", "self-service", "a.b", "123", "straße", "_x_", "-x"];
    let signs = [
        "https://shop.example/e",
        "www.shop.example",
        "me@shop.example",
        "E:404",
        "urn:x:badNonce",
        "x.",
        "Invalid!",
        "c #",
        "c ##",
        "# c",
        "{}",
        "...",
        "`t`",
        "``",
        "<b>",
        "[x]",
        "x {#y}",
        "a\\",
    ];
    let codes: Vec<&str> = words.into_iter().chain(signs).collect();
    let (_, inputs) = with_codes(&codes, &[]);
    let own = outputs(inputs).into_iter().filter(|it| it.path.starts_with("docs/errors/"));
    let own: Vec<String> = own.map(|it| it.contents).collect();
    let mut shown: Vec<String> = own.iter().map(|it| headings(it).swap_remove(0)).collect();
    let page = own.join("\n");
    shown.sort();
    let mut expected = codes.clone();
    expected.sort_unstable();
    assert_eq!(shown, expected);
    // Words are bare, and all else is nothing but code.
    let (mut is_heading, mut in_code, mut bare) = (false, Vec::new(), Vec::new());
    for (event, _) in events(&page) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => is_heading = level as usize == 1,
            Event::End(TagEnd::Heading(_)) => is_heading = false,
            Event::Code(it) if is_heading => in_code.push(it.into_string()),
            Event::Text(it) if is_heading => bare.push(it.into_string()),
            _ => {}
        }
    }
    in_code.sort();
    let mut expected = signs;
    expected.sort_unstable();
    assert_eq!(in_code, expected);
    let mut expected = words.concat().into_bytes();
    let mut bare = bare.concat().into_bytes();
    expected.sort_unstable();
    bare.sort_unstable();
    assert_eq!(bare, expected);
}

#[test]
fn bare_addresses_are_links() {
    for (text, to) in [
        ("Write support@example.com.", "support@example.com"),
        ("Write to a.b+c@example.com!", "a.b+c@example.com"),
        ("See (https://example.com/a_(b)).", "https://example.com/a_(b)"),
        ("See (https://example.com/a).", "https://example.com/a"),
        ("HTTPS://example.com/x?y=(z)", "HTTPS://example.com/x?y=(z)"),
        ("https://example.com/a\\_b*c?d=&e", "https://example.com/a_b*c?d=&e"),
        ("[https://a.example](https://b.example)", "https://b.example"),
        ("<https://c.example>", "https://c.example"),
        ("[me@a.example](mailto:me@a.example)", "mailto:me@a.example"),
    ] {
        let pages = [with_texts(text), with_details(text)];
        for page in pages {
            let mut led: Vec<String> =
                links(&page).into_iter().map(|it| it.1).filter(|it| !it.contains(".md")).collect();
            led.dedup();
            assert_eq!(led, [to], "{text}\n{page}");
        }
    }
    for text in [
        "@example.com",
        "a@b",
        "a@b..c",
        "xhttps://",
        "https://",
        "www.",
        "awww.example",
        "`www.example.com`",
        "a\\@b@c",
    ] {
        let page = with_texts(text);
        assert!(links(&page).iter().all(|it| it.1.contains(".md")), "{text}\n{page}");
    }
}

#[test]
fn plain_texts_hold_no_links() {
    let page = page(
        "errbook: 1\napi: {name: \"www.x.example me@x.example https://x.example\", version: 1.0.0, crate: x-errors}\n",
    );
    assert_eq!(headings(&page)[0], "www.x.example me@x.example https://x.example API errors");
    assert!(page.contains("# www\\.x.example me\\@x.example https\\://x.example API errors\n"), "{page}");
}

/// The words of a text are on the page what they were in the spec, in a paragraph and in a cell.
#[test]
fn texts_say_what_they_said() {
    let more = [
        "` ``` x",
        "a\\_b _c\\_d_ \\*e* \\\\*f*",
        "x`y",
        "*a *b**",
        "`a\\|b` `|` a|b",
        "![a _b_](https://x.example) _c_",
        "$a_b$ ~x~ _y_",
        "\\https://x.example \\www.x.example",
        "&amp; &lt;b&gt; &#42;x&#42;",
        "a_b@x.example _a_b@x.example_ a\\_b@x.example",
        "_ _ _",
        "**me@x.example**é",
        "x`y `z",
        "https://x.example?a&amp;b",
        "* * *",
    ];
    for text in AWKWARD.iter().chain(&more) {
        let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let source = format!("x {one_line}");
        let unseen = |it: &str| {
            ["\u{200b}", "\u{202e}", "\u{202c}", "\u{1b}"]
                .into_iter()
                .fold(it.to_owned(), |it, sign| it.replace(sign, "").replace(&sign.escape_unicode().to_string(), ""))
        };
        let expected = unseen(&paragraphs(&source)[0]["x ".len()..]);
        let page = with_texts(text);
        assert_eq!(unseen(&cells(&page)[6]), expected, "{page}");
        let paragraph =
            paragraphs(&page).into_iter().find(|it| it.starts_with("400 Bad Request. ")).expect("it is there");
        assert_eq!(unseen(&paragraph["400 Bad Request. ".len()..]), expected, "{page}");
    }
}

/// The first code's details.
fn shown_details(page: &str) -> &str {
    let (_, rest) = page.split_once("## Details\n\n").expect("details");
    rest.split_once("## The full response").expect("the response").0
}

/// What a text cannot have is text: HTML, footnotes, attributes of headings, mathematics. What it defines elsewhere is in
/// place, headings lie below the page's own, and nothing is escaped that no renderer obeys.
#[test]
fn details_are_written_for_every_renderer() {
    for (details, shown) in [
        (
            "R&D, a_b, &amp; &x; C# a|b 5 > 3 [x] (y) {z} 1.5 50% $5",
            "R&D, a_b, & &amp;x; C# a|b 5 > 3 \\[x\\] (y) {z} 1.5 50% $5",
        ),
        ("[a][b]\n\n[b]: https://b.example 'T'", "[a](https://b.example \"T\")"),
        ("[a](x.md) [b](#x) ![c](x.png) [d][e]\n\n[e]: x", "a b c d"),
        ("![a](https://x.example/a.png)", "![a](https://x.example/a.png)"),
        ("Note.[^n]\n\n[^n]: The *note*.", "Note.\\[\\^n\\]\n\n\\[\\^n\\]: The *note*."),
        ("<b>x</b>\n\n<div>\n*y*\n</div>\n\nz", "\\<b>x\\</b>\n\n\\<div>\n\\*y\\*\n\\</div>\n\nz"),
        ("- a <b>\n- <i>", "- a \\<b>\n- \\<i>"),
        ("# One {#id .c}\n\nTwo\nlines\n---", "### One {\\#id .c}\n\n#### Two lines"),
        ("#### Four\n\n##### Five **x**", "###### Four\n\n**Five x**"),
        ("$a$ and $b$", "\\$a\\$ and \\$b\\$"),
        ("Term\n: Definition", "Term\n\\: Definition"),
        ("    indented\n    code", "```text\nindented\ncode\n```"),
        ("~~~ a&#10;~~~&#10;<img src=x>\ncode", "```text\ncode\n```"),
        ("> [!NOTE]\n> Mind the gap.\n\n~~gone~~", " > [!NOTE]\n > Mind the gap.\n\n~~gone~~"),
        ("- [x] done\n\n| a | b |\n| - | -: |\n| `c\\|d` | e |", "- [x] done\n\n|a|b|\n|-|-:|\n|`c\\|d`|e|"),
        // A renderer that made a link of the address would take in the backslash.
        ("ftp://x.example/<b> xhttps://x.example<b>", "ftp\\://x.example/\\<b> xhttps\\://x.example\\<b>"),
        ("www.x.example<b>", "[www.x.example](https://www.x.example)\\<b>"),
        ("`` a[b` `` [`c](d)`](https://x.example)", "`` a[b` `` [c&#93;(d)](https://x.example)"),
        ("[unused]: https://x.example/a", "\\[unused\\]: https\\://x.example/a"),
        ("* one\n* two\n+ other", "- one\n- two\n\n* other"),
    ] {
        assert_eq!(shown_details(&with_details(details)).trim_end_matches('\n'), shown, "{details}");
    }
}

/// A text that the writer cannot represent, or that nests deeper than anyone reads, is there without its markup.
#[test]
fn a_text_that_cannot_be_written_is_plain() {
    let deep = format!("{} deep", "> ".repeat(2_000));
    let starred = format!("{}x{}", "*a ".repeat(1_000), "*".repeat(1_000));
    for (details, word) in [(&*deep, "deep"), (&*starred, "x")] {
        let page = with_details(details);
        let shown = shown_details(&page);
        assert!(shown.contains(word), "{shown}");
        let is_markup = |it: &Event<'_>| matches!(it, Event::Start(Tag::BlockQuote(_) | Tag::Emphasis));
        assert_eq!(events(shown).filter(|it| is_markup(&it.0)).count(), 0, "{shown}");
    }
}
