//! Markdown in a terminal: how each of its parts is laid out, and what holds of whatever is laid out.

use errbook_codegen::emit;
use errbook_codegen::terminal::{Look, NARROWEST, laid_out};
use unicode_width::UnicodeWidthStr;

use crate::hostile::obeyed;
use crate::markdown::seen::paragraphs;
use crate::specs::book;

fn plain(markdown: &str, width: usize) -> String {
    laid_out(markdown, Look { width, colour: false })
}

#[test]
fn each_part_of_markdown() {
    let table = "| HTTP | Meaning |\n| --- | --- |\n| 404 | There is `no` such thing. |\n| 409 | It is taken. |\n";
    for (markdown, width, expected) in [
        ("", 40, ""),
        ("One line.", 40, "One line.\n"),
        ("One\nparagraph of two lines.\n\nAnother.", 40, "One paragraph of two lines.\n\nAnother.\n"),
        ("Words that do not fit on one line.", 20, "Words that do not\nfit on one line.\n"),
        ("A break  \nthat is meant.", 40, "A break\nthat is meant.\n"),
        ("# one_code\n\n## Two\n\n### Three\nText.", 40, "one_code\n========\n\nTwo\n---\n\nThree\n\nText.\n"),
        ("*a* **b** `c` d\\*", 40, "a b `c` d*\n"),
        ("`` a`b ``", 40, "`a`b`\n"),
        // A link whose text says where it leads does not say so twice; one within the docs leads nowhere here.
        ("[Billing](https://a.example/b)", 60, "Billing (https://a.example/b)\n"),
        ("[a.example/b](https://a.example/b) <p@a.example>", 60, "a.example/b p@a.example\n"),
        ("[p@a.example](mailto:p@a.example)", 60, "p@a.example\n"),
        ("[`taken`](taken.md) [b](#b) ![x](y.png)", 60, "`taken` b x\n"),
        ("- one\n- two\n  - three\n- four\n\nText.", 40, "- one\n- two\n  - three\n- four\n\nText.\n"),
        ("- one\n\n- two\n\n  more", 40, "- one\n\n- two\n\n  more\n"),
        ("9. nine\n10. ten of them, and then some more", 20, "9. nine\n10. ten of them, and\n    then some more\n"),
        ("-\n- x", 40, "-\n- x\n"),
        ("> one\n>\n> two\n\nText.", 40, "> one\n>\n> two\n\nText.\n"),
        (
            "Text.\n\n```http\nHTTP/1.1 404\n\n{\tx }\n```\n\nText.",
            10,
            "Text.\n\n    HTTP/1.1 404\n\n    {    x }\n\nText.\n",
        ),
        ("- a\n\n  ```\n  x\n  ```", 40, "- a\n\n      x\n"),
        ("a\n\n---\n\nb", 20, "a\n\n--------------------\n\nb\n"),
        ("<!-- Generated. -->\n\nText <!-- not seen -->here.", 40, "Text here.\n"),
        ("<b>x</b> and\n\n<div>\ny\n</div>", 40, "<b>x</b> and\n\n<div>\ny\n</div>\n"),
        (
            table,
            60,
            "HTTP  Meaning\n----  -------------------------\n404   There is `no` such thing.\n409   It is taken.\n",
        ),
        (
            table,
            24,
            "HTTP  Meaning\n----  ------------------\n404   There is `no` such\n      thing.\n409   It is taken.\n",
        ),
        // Where columns would be narrower than their words, rows stand one after the other.
        (
            "| A code | What it means |\n| --- | --- |\n| rate_limited | Overwhelmingly much |\n| x | |",
            20,
            "A code:\n  rate_limited\nWhat it means:\n  Overwhelmingly\n  much\n\nA code: x\n",
        ),
        // Chinese has no blanks: a line ends anywhere but before its full stop and within its brackets.
        ("账户余额不足以支付本次操作。请充值", 26, "账户余额不足以支付本次操\n作。请充值\n"),
        ("账户余额不足以支付本次操（请）", 26, "账户余额不足以支付本次操\n（请）\n"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaa b", 20, "aaaaaaaaaaaaaaaaaaaa\naaaaa b\n"),
        // An accent stays with its letter.
        ("aaaaaaaaaaaaaaaaaaaae\u{301}b", 20, "aaaaaaaaaaaaaaaaaaaa\ne\u{301}b\n"),
    ] {
        assert_eq!(plain(markdown, width), expected, "{markdown}");
    }
}

#[test]
fn colours_are_for_what_they_set_apart_and_end_on_their_line() {
    let page =
        laid_out("# a_code\n\nSome **bold words on two\nlines** and `code`.\n", Look { width: 20, colour: true });
    insta::assert_snapshot!("colour", page.replace('\u{1b}', "ESC"));
    let is_over = |line: &str| line.rsplit_once('\u{1b}').is_none_or(|it| it.1.starts_with("[0m"));
    assert!(page.lines().all(is_over), "{page:?}");
}

/// A page without its colours.
fn without_colours(page: &str) -> String {
    let mut parts = page.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once('m').expect("a colour").1)
}

/// What holds of every page, at every width.
fn holds(markdown: &str) {
    for width in [0, NARROWEST, 43, 80, 200] {
        let page = plain(markdown, width);
        assert_eq!(obeyed(&page), None, "{page:?}");
        assert!(page.is_empty() || page.ends_with('\n') && !page.ends_with("\n\n"), "{page:?}");
        for line in page.lines() {
            // Code is not wrapped.
            assert!(
                line.width() <= width.max(NARROWEST) || line.trim_start_matches("> ").starts_with("    "),
                "{width}: {line:?}"
            );
            assert_eq!(line.trim_end_matches(' '), line);
        }
        let coloured = laid_out(markdown, Look { width, colour: true });
        assert_eq!(obeyed(&without_colours(&coloured)), None, "{coloured:?}");
    }
}

#[test]
fn every_page_of_every_book() {
    let without_blanks = |it: &str| it.chars().filter(|it| !it.is_whitespace()).collect::<String>();
    for fixture in crate::books::all().into_iter().filter(|it| it.name != "many") {
        let book = book(fixture.inputs);
        for entry in book.errors.iter().step_by(book.errors.len().div_ceil(40).max(1)) {
            let page = emit::page(&book, &entry.code).expect("it has a page");
            holds(&page);
            let shown = without_blanks(&laid_out(&page, Look { width: 60, colour: false }));
            let mut rest = &*shown;
            for word in paragraphs(&page).iter().flat_map(|it| it.split(|c: char| !c.is_alphanumeric())) {
                let at = rest.find(word).unwrap_or_else(|| panic!("{word:?} is lost of\n{page}"));
                rest = &rest[at + word.len()..];
            }
        }
        holds(&emit::overview(&book.errors.iter().collect::<Vec<_>>()));
    }
}

#[test]
fn whatever_it_is_given() {
    let many = 20_000;
    for markdown in [
        "\u{1b}[31mred\u{7}\u{202e}\u{9b}x `\u{1b}c` [\u{1b}](https://a.example/\u{1b}b)",
        "```\n\u{1b}[2J\r\u{8}\n```\n\n<div>\u{1b}[31m\u{9b}</div>\n\n    \u{1b}x",
        "| \u{1b}a | \u{202e} |\n| --- | --- |\n| `\u{1b}` | x |",
        "# \u{1b}]0;title\u{7}\n",
        &"> ".repeat(many),
        &"- ".repeat(300),
        &format!("{}x", "> - 1. ".repeat(100)),
        &format!("|{}\n|{}\n|{}", "a|".repeat(500), "-|".repeat(500), "b|".repeat(500)),
        &"**a".repeat(many),
        &"[a](".repeat(many),
        &"![".repeat(1000),
        &"字".repeat(many),
        &"x".repeat(many),
        &format!("18446744073709551615. {}", "x ".repeat(50)),
        "999999999. a\n1000000000. b",
        "👩‍👩‍👧‍👦 e\u{301}\u{301}\u{301} \u{ad}\u{200b}x",
        "| a |\n| - |\n",
        "* * *\n\n[a]: b\n\n&nbsp;&#27;[31m &#x9b;",
    ] {
        holds(markdown);
    }
}
