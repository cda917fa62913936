//! Texts for people: cosmetic changes, and the excerpts in messages.

use errbook_codegen::compat::diff;

use super::{AFTER, BEFORE, book_of, side};

/// The rules that report a change of the meaning from one text to another, and their messages.
fn seen(old: &str, new: &str) -> (Vec<&'static str>, String) {
    let spec = |meaning: &str| {
        let meaning = crate::books::quoted(meaning);
        format!("errors:\n  - {{status: 409, code: taken, meaning: {meaning}, remediation: R.}}\n")
    };
    let (old, new) = (side(BEFORE, &spec(old)), side(AFTER, &spec(new)));
    let changes = diff(book_of(&old), book_of(&new));
    let message = changes.first().map(|it| it.message().to_string()).unwrap_or_default();
    (changes.iter().map(|it| it.rule.id).collect(), message)
}

#[test]
fn a_meaning_is_reworded_where_its_words_are_the_same() {
    let same = [
        ("There is no such thing", "There is no such thing."),
        ("Unknown Redistributable", "Unknown redistributable"),
        ("See [IDs](https://a.example/x).", "See [IDs](https://b.example/x)."),
        ("The *A* header.", "The `A` header."),
        ("The `A` header.", "The **`A`** header"),
        ("It failed, and stays so.", "It failed - and stays so!"),
        ("It cannot be re-sent.", "It *cannot* be resent."),
        ("Straße", "straße"),
        ("\u{201c}Quoted\u{201d}…", "\"quoted\""),
        ("At most 1.5 MB", "At most 1.5 *MB*."),
    ];
    for (old, new) in same {
        assert_eq!(seen(old, new).0, ["meaning-reworded"], "{old:?} {new:?}");
        assert_eq!(seen(new, old).0, ["meaning-reworded"], "{old:?} {new:?}");
    }
    let others = [
        ("There is no sush thing.", "There is no such thing."),
        ("The request was carried out.", "The request was not carried out."),
        ("One.", "Two."),
        ("At most 1.5 MB.", "At most 15 MB."),
        ("From -5 on.", "From 5 on."),
        ("It takes 5,000.", "It takes 5000."),
        ("The `Id` header.", "The `id` header."),
        ("The `a.b` field.", "The `ab` field."),
        ("The `a`.", "The `A`."),
        ("x < y", "x > y"),
        ("5%", "5"),
        ("all of it", "all ofit"),
        ("a, b", "b, a"),
        ("See <https://a.example>.", "See <https://b.example>."),
        ("It is a&b.", "It is ab."),
    ];
    for (old, new) in others {
        assert_eq!(seen(old, new).0, ["meaning-changed"], "{old:?} {new:?}");
        assert_eq!(seen(new, old).0, ["meaning-changed"], "{old:?} {new:?}");
    }
    for (old, new) in [("It is taken.", "It  is taken. "), ("It is\ntaken.", "It is taken.")] {
        let rules = seen(old, new).0;
        assert!(rules.is_empty() || rules == ["formatting-only"], "{rules:?}");
    }
}

/// Two long texts are shown where they differ.
#[test]
fn the_excerpts_of_two_texts_differ() {
    let long = "The committed proposal requires a signed insertion order but no io_acceptance was provided on ";
    let (_, message) = seen(&format!("{long}create_media_buy."), &format!("{long}accept_proposal."));
    assert_eq!(
        message,
        "the meaning changed from `… io_acceptance was provided on create_media_buy.` to `… io_acceptance was provided \
         on accept_proposal.`"
    );
    let filler = "word ".repeat(40);
    let long_word = "w".repeat(300);
    for (old, new) in [
        (format!("a {filler}"), format!("b {filler}")),
        (format!("{filler}a {filler}"), format!("{filler}b {filler}")),
        (filler.clone(), format!("{filler}more")),
        (format!("{filler}more"), filler.clone()),
        (format!("ä語{filler}"), format!("ä文{filler}")),
        ("short".to_owned(), filler.clone()),
        (filler.clone(), format!("{filler}word")),
        (format!("{long_word}a"), format!("{long_word}b")),
        (format!("{long_word}a{long_word}"), format!("{long_word}b{long_word}")),
        (format!("{filler}{long_word}a {filler}"), format!("{filler}{long_word}b {filler}")),
        (format!("{long_word} {long_word}"), format!("{long_word} {long_word} {long_word}")),
        ("語".repeat(300) + "文", "語".repeat(300) + "言"),
        (format!("{}a", filler.repeat(100)), format!("{}b", filler.repeat(100))),
        (format!("a {}", filler.repeat(100)), "b ".repeat(5_000)),
        ("a ".repeat(3_000), "b ".repeat(3_000)),
    ] {
        let message = seen(&old, &new).1;
        let excerpts: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        assert!(excerpts.len() == 2 && excerpts[0] != excerpts[1], "{message}");
        assert!(excerpts.iter().all(|it| it.chars().count() <= 222), "{message}");
    }
}

/// Each word that differs is in the excerpts as long as there is room, with words around it.
#[test]
fn excerpts_show_the_words_that_differ() {
    let (many, some) = ("one two three four five six seven eight nine ten ".repeat(30), "some words here ".repeat(2));
    let cases = [
        (
            format!("{many}It is read."),
            format!("{many}It is not read."),
            ("… nine ten It is read.", "… nine ten It is not read."),
        ),
        (
            format!("It is read. {many}"),
            format!("It is not read. {many}"),
            ("It is read. one two …", "It is not read. one two …"),
        ),
        (
            format!("Send it once. {many}Wait a day."),
            format!("Send it twice. {many}Wait a week."),
            (
                "Send it once. one two three … nine ten Wait a day.",
                "Send it twice. one two three … nine ten Wait a week.",
            ),
        ),
        // One word between two differences does not separate them.
        (
            format!("{some}The basket is empty. {some}"),
            format!("{some}There is nothing in it. {some}"),
            (
                "… here some words here The basket is empty. some words here …",
                "… here some words here There is nothing in it. some words here …",
            ),
        ),
    ];
    for (old, new, (before, after)) in cases {
        assert_eq!(seen(&old, &new).1, format!("the meaning changed from `{before}` to `{after}`"));
    }
}

/// A difference in white space alone is spelled out, since no renderer shows it.
#[test]
fn white_space_that_differs_is_visible() {
    let spec = |value: &str| {
        let value = crate::books::quoted(value);
        format!(
            "errors:\n  - {{status: 409, code: taken, meaning: M., remediation: R., headers: {{X-A: {{value: {value}}}}}}}\n"
        )
    };
    let long = "word ".repeat(30);
    for (old, new, before, after) in [
        ("a b", "a  b", "a b", "a\\u{20}\\u{20}b"),
        ("a b", "a\tb", "a b", "a\\u{9}b"),
        (
            &*format!("{long}a b"),
            &*format!("{long}a  b"),
            "…rd word word word word word a b",
            "…rd word word word word word a\\u{20}\\u{20}b",
        ),
    ] {
        let (old, new) = (side(BEFORE, &spec(old)), side(AFTER, &spec(new)));
        let changes = diff(book_of(&old), book_of(&new));
        let message = changes.first().expect("a change").message().to_string();
        assert_eq!(message, format!("the value of `X-A` changed from `{before}` to `{after}`"));
    }
}

/// The letter case of a header's name has no meaning, in a message either.
#[test]
fn a_header_in_other_letters_is_the_same() {
    let spec = |name: &str| {
        format!(
            "errors:\n  - {{status: 409, code: taken, meaning: M., remediation: R., message: \"Wait {{{name}}}.\", \
             headers: {{{name}: {{type: delay, doc: When., example: 3}}}}, examples: [{{values: {{{name}: 7}}}}]}}\n"
        )
    };
    let (old, new) = (side(BEFORE, &spec("Retry-After")), side(AFTER, &spec("retry-after")));
    let rules: Vec<&str> = diff(book_of(&old), book_of(&new)).iter().map(|it| it.rule.id).collect();
    assert_eq!(rules, ["formatting-only"]);
}
