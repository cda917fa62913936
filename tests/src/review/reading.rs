//! What a reviewer reads: the verdict first, advice ready to paste, new codes as the docs show them, and bulk edits in
//! one line.

use errbook_codegen::compat::render::{self, TextOptions};
use errbook_codegen::compat::{FailOn, RULES, Verdict};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::forms::{Pair, compiled, forms};
use super::repository::{GONE, LOST, Repository, book};
use crate::diff::cases::all;
use crate::diff::{AFTER, BEFORE, side};

/// A book of these entries.
fn shop(version: &str, entries: &str) -> String {
    format!("errbook: 1\napi: {{name: Shop, version: {version}, crate: shop-errors}}\nerrors:\n{entries}")
}

/// Many entries, with this text for each.
fn many(count: usize, text: impl Fn(usize) -> String) -> String {
    let entry = |n: usize| {
        format!("  - {{status: 409, code: a_code_with_a_long_name_{n}, meaning: M{n}., remediation: {}}}\n", text(n))
    };
    (0..count).map(entry).collect()
}

const REMOVED: &str = "  - {status: 410, code: removed_one, meaning: It is removed., remediation: R.}\n";

fn text(it: &Pair) -> String {
    render::text(&it.comparison(), TextOptions::default())
}

#[test]
fn a_mass_edit_is_one_line_behind_what_matters() {
    let old = shop("1.0.0", &(many(500, |n| format!("Ask the old team about {n}.")) + REMOVED));
    let new = shop("1.0.0", &many(500, |n| format!("Ask the new team about {n}.")));
    let pair = Pair::of(&old, &new);
    let markdown = render::markdown(&pair.comparison());
    for (form, shown) in [("text", text(&pair)), ("markdown", markdown.clone())] {
        assert!(shown.lines().count() < 200, "{form}: {} lines", shown.lines().count());
        let removal = shown.find("code-removed").expect("the removal");
        let edit = shown.find("remediation-changed").expect("the edit");
        assert!(removal < edit, "{form}: {shown}");
        assert!(shown.contains("500 codes") && shown.contains("`old` became `new`"), "{form}: {shown}");
        let listed = shown.split_once("`old` became `new`").expect("the list").1;
        for n in 0..500 {
            let code = format!("a_code_with_a_long_name_{n}");
            let is_end = |it: &str| !it.starts_with(|c: char| c.is_ascii_digit());
            assert!(listed.match_indices(&code).any(|(at, _)| is_end(&listed[at + code.len()..])), "{form}: {code}");
        }
    }
    assert!(markdown.contains("<details><summary><code>remediation-changed</code>: 500 codes</summary>\n\n"));
    assert!(markdown.chars().count() < 60_000);
    // Programs get each change.
    let json: serde_json::Value = serde_json::from_str(&render::json(&pair.comparison())).expect("JSON");
    assert_eq!(json["changes"].as_array().map(Vec::len), Some(502));
}

/// More than ten codes are many.
#[test]
fn what_is_folded() {
    let other = |verb: &'static str| move |n: usize| format!("{verb} it {n}.");
    let folds = |pair: &Pair| {
        let shown = text(pair);
        let starts = shown.lines().filter(|it| it.ends_with(" codes"));
        starts.map(str::to_owned).collect::<Vec<String>>()
    };
    let reworded =
        |count| Pair::of(&shop("1.0.0", &many(count, other("Do"))), &shop("1.0.1", &many(count, other("Leave"))));
    assert_eq!(folds(&reworded(10)), Vec::<String>::new());
    assert_eq!(folds(&reworded(11)), ["note[remediation-changed]: 11 codes"]);
    let added = |open: &str| {
        let head = |it: String| it.replace("crate: shop-errors", &format!("crate: shop-errors, open: {open}"));
        let new = head(shop("1.1.0", &many(12, other("Do"))));
        (Pair::of(&head(shop("1.0.0", REMOVED)), &(new + REMOVED)), 12)
    };
    assert_eq!(folds(&added("true").0), ["safe[code-added]: 12 codes"]);
    // What is dangerous or breaks keeps its rows.
    let (pair, count) = added("false");
    assert_eq!(folds(&pair), Vec::<String>::new());
    assert_eq!(text(&pair).matches("\ndangerous[code-added]: ").count(), count);
    let meanings = |text: &str| shop("1.0.1", &many(12, |_| "R.".to_owned()).replace("meaning: M", text));
    let pair = Pair::of(&meanings("meaning: M"), &meanings("meaning: Not M"));
    assert_eq!(folds(&pair), Vec::<String>::new());
    let shown = render::markdown(&pair.comparison());
    assert_eq!(shown.lines().filter(|it| it.starts_with("| `a_code")).count(), 12, "{shown}");
    // Distinct edits are a list of codes, and shared edits are listed separately.
    let mixed = |old: bool| {
        let word = |n: usize| match (old, n % 3) {
            (true, _) => "before".to_owned(),
            (false, 0) => "after".to_owned(),
            (false, 1) => "then".to_owned(),
            (false, _) => format!("later_{n}"),
        };
        shop("1.0.1", &many(30, |n| format!("See {} this.", word(n))))
    };
    let shown = text(&Pair::of(&mixed(true), &mixed(false)));
    for title in
        ["`before` became `after` (10 codes):", "`before` became `then` (10 codes):", "each in its own way (10 codes):"]
    {
        assert!(shown.contains(&format!("    {title}\n")), "{shown}");
    }
}

/// The verdict, the worst change, what to do.
#[test]
fn the_first_three_lines_say_the_most() {
    let removed = Pair::of(
        &shop("1.0.0", &(many(3, |_| "R.".to_owned()) + REMOVED)),
        &shop("1.0.0", &many(3, |_| "S.".to_owned())),
    );
    let first: Vec<String> = text(&removed).lines().take(3).map(str::to_owned).collect();
    assert_eq!(
        first,
        [
            "Breaking. 4 changes: 1 breaking, 3 notes. Failed: version-not-raised, 1 breaking.",
            "Worst: the code `removed_one` was removed without a tombstone (code-removed, breaking)",
            "To do: set `version: 2.0.0` at `spec/shop.yaml:2:28`; retire or waive 1 removed code.",
        ]
    );
    let to_do = |pair: &Pair| text(pair).lines().find_map(|it| it.strip_prefix("To do: ").map(str::to_owned));
    let retried = |version: &str, retry: &str| {
        shop(version, &format!("  - {{status: 409, code: a, meaning: M., remediation: R., retry: {retry}}}\n"))
    };
    let of = |from: &str, version: &str, to: &str| to_do(&Pair::of(&retried("1.0.0", from), &retried(version, to)));
    let expected = |it: &str| Some(it.to_owned());
    assert_eq!(of("never", "1.0.0", "never"), expected("nothing."));
    assert_eq!(of("never", "1.1.0", "always"), expected("nothing."));
    assert_eq!(of("never", "1.0.0", "always"), expected("set `version: 1.1.0` at `spec/shop.yaml:2:28`."));
    assert_eq!(
        of("always", "1.0.0", "never"),
        expected("set `version: 2.0.0` at `spec/shop.yaml:2:28`, or undo or waive 1 change.")
    );
    assert_eq!(of("always", "2.0.0", "never"), expected("tell callers what to do (`--format changelog` writes it)."));
    assert_eq!(of("idempotent", "1.1.0", "never"), expected("review 1 dangerous change."));
}

/// A row of the reference, with what the code carries.
#[test]
fn a_new_code_is_shown_as_the_docs_show_it() {
    let entry = "  - status: [402, 409]\n    code: mandate_required\n    meaning: The bank wants a `mandate` | or more.\n    \
                 remediation: Create one.\n    retry: idempotent\n    fields:\n      url: {type: string, example: x}\n      \
                 why: {type: enum, values: [first, expired], optional: true, example: first}\n      \
                 parts: {type: list, of: {type: object, fields: {id: {type: integer, minimum: 0, example: 1}}}, example: []}\n    \
                 headers:\n      Retry-After: {type: delay, example: 3}\n      X-Shop: {value: a}\n";
    let pair = Pair::of(&shop("1.0.0", REMOVED), &shop("1.1.0", &(REMOVED.to_owned() + entry)));
    let shown = text(&pair);
    let below: Vec<&str> = shown.lines().filter(|it| it.starts_with("    ")).collect();
    assert_eq!(
        below,
        [
            "    statuses: 402, 409",
            "    meaning: The bank wants a `mandate` | or more.",
            "    remediation: Create one.",
            "    payload: `url` (string), `why` (string: `first`, `expired`, optional), `parts` (list of object), \
             `parts[].id` (integer, never negative), header `Retry-After` (seconds), header `X-Shop` (always `a`)",
            "    retry: if idempotent",
        ]
    );
    let shown = render::markdown(&pair.comparison());
    let table = shown.split_once("**1 new code**, as the reference will list them:\n\n").map(|it| it.1);
    let table: Vec<&str> = table.expect("a table").lines().take(3).collect();
    assert_eq!(table[0], "| HTTP | Error Code | Meaning | What To Do | Payload | Retry |");
    let cells: Vec<String> = cells(&table.join("\n"));
    assert_eq!(
        cells,
        [
            "402, 409",
            "mandate_required",
            "The bank wants a `mandate` | or more.",
            "Create one.",
            "url (string), why (string: first, expired, optional), parts (list of object), parts[].id (integer, never \
             negative), header Retry-After (seconds), header X-Shop (always a)",
            "if idempotent"
        ]
    );
    // The reference has the same columns but for the payload.
    let book = compiled(&[("shop.yaml", &shop("1.1.0", entry))]);
    let docs = errbook_codegen::emit::emit(book.book.as_ref().expect("a book"));
    let reference = docs.iter().find(|it| it.path == "docs/errors.md").expect("the reference");
    assert!(reference.contents.contains("| HTTP | Error Code | Meaning | What To Do | Retry |\n"));
}

/// The texts of the cells of a table's only row.
fn cells(table: &str) -> Vec<String> {
    let (mut out, mut text, mut is_row) = (Vec::new(), String::new(), false);
    for event in Parser::new_ext(table, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableRow) => is_row = true,
            Event::End(TagEnd::TableCell) if is_row => out.push(std::mem::take(&mut text)),
            Event::Text(it) | Event::Code(it) if is_row => text.push_str(&it),
            _ => {}
        }
    }
    out
}

#[test]
fn many_new_codes_are_folded_and_cut_between_rows() {
    for (count, is_whole) in [(12, true), (600, false)] {
        let long = |n: usize| format!("{} {n}.", "Do it again and again".repeat(10));
        let pair = Pair::of(&shop("1.0.0", REMOVED), &shop("1.1.0", &(REMOVED.to_owned() + &many(count, long))));
        let shown = render::markdown(&pair.comparison());
        assert!(shown.chars().count() < 60_000, "{count}");
        let (_, table) =
            shown.split_once(&format!("<details><summary>{count} new codes</summary>\n\n")).expect("a table");
        let rows = table.lines().skip(2).take_while(|it| it.starts_with("| 409 |") && it.ends_with(" |")).count();
        assert_eq!(rows == count, is_whole, "{rows}");
        let left = format!("\n{} more new codes did not fit.\n", count - rows);
        assert_eq!(shown.contains(&left), !is_whole, "{shown}");
        assert!(shown.ends_with("```sh\ncargo xtask diff --base main\n```\n"));
    }
}

/// Breaking changes have advice, and failing ones text to paste, in each form for people.
#[test]
fn each_break_says_what_to_do() {
    let rules: Vec<&str> = RULES
        .iter()
        .filter(|it| it.cases.iter().any(|it| it.impact.verdict() == Verdict::Breaking))
        .map(|it| it.id)
        .collect();
    assert!(rules.len() > 25);
    let mut seen = Vec::new();
    for case in all() {
        // In the first pass it fails, in the second the version covers it.
        for after in [BEFORE, AFTER] {
            let fixed = |text: &str| {
                if after == BEFORE { text.replace("2.0.0", "1.0.0") } else { text.to_owned() }
            };
            let pair = Pair::new(Some(side(BEFORE, &case.old)), side(after, &fixed(&case.new)), None);
            let shown = text(&pair);
            let markdown = render::markdown(&pair.comparison());
            let breaking = pair.report.changes.iter().filter(|it| it.change.verdict() == Verdict::Breaking);
            for it in breaking {
                let change = &it.change;
                let help =
                    change.help().unwrap_or_else(|| panic!("{} does not say what to do", change.rule.id)).to_string();
                seen.push(change.rule.id);
                let row = markdown.lines().find(|it| it.contains(&format!("`{}`", change.rule.id))).expect("a row");
                if it.pass.is_some() {
                    // A passing change may require action by callers.
                    assert!(shown.contains("    for clients: ") || shown.contains("    for servers: "), "{shown}");
                    assert!(row.contains("<br>**For clients:** ") || row.contains("<br>**For servers:** "), "{row}");
                    continue;
                }
                assert!(shown.contains(&format!("    help: {help}\n")), "{}: {shown}", change.rule.id);
                assert!(row.contains("<br>**To do:** "), "{row}");
                // Text to paste can be pasted.
                let mut waivers = String::new();
                for line in shown.lines() {
                    if let Some(waiver) = line.strip_prefix("    or waive it in spec/waivers.yaml: ") {
                        waivers.push_str(&waiver.replace("reason: \"\"", "reason: It is harmless."));
                        waivers.push('\n');
                    }
                }
                let head = compiled(&[("shop.yaml", &spec(after, &fixed(&case.new))), ("waivers.yaml", &waivers)]);
                let pair = Pair::new(Some(side(BEFORE, &case.old)), head, None);
                let left: Vec<&str> = pair.report.failures(FailOn::Breaking).map(|it| it.change.rule.id).collect();
                assert!(
                    left.iter().all(|it| it.starts_with("version-") || it.starts_with("waiver-")),
                    "{left:?}: {waivers}"
                );
                assert!(markdown.contains("reason: \"\"}\n```\n"), "{markdown}");
                if !change.rule.needs_waiver {
                    assert!(shown.contains("    or: set `version: 2.0.0` at `spec/shop.yaml:2:28`\n"), "{shown}");
                    assert!(row.contains("Or set `version: 2.0.0` at `api/spec/shop.yaml:2:28`."), "{row}");
                }
            }
        }
    }
    assert!(rules.iter().all(|it| seen.contains(it)), "{rules:?}\n{seen:?}");
}

/// The spec of a case.
fn spec(head: &str, text: &str) -> String {
    let text = text.split_once("-----\n").map_or(text, |it| it.0);
    if text.starts_with("errbook") { text.to_owned() } else { format!("{head}{text}") }
}

/// A waiver whose reason was forgotten is an error.
#[test]
fn a_suggested_waiver_lacks_its_reason() {
    let pair = Pair::of(
        &shop("1.0.0", &(many(1, |_| "R.".to_owned()) + REMOVED)),
        &shop("1.0.0", &many(1, |_| "R.".to_owned())),
    );
    let shown = text(&pair);
    let waiver =
        shown.lines().find_map(|it| it.strip_prefix("    or waive it in spec/waivers.yaml: ")).expect("a waiver");
    let inputs = vec![errbook_codegen::input::Input::new("waivers.yaml", waiver)];
    let read = errbook_codegen::compile(inputs);
    assert!(read.diagnostics.iter().any(|it| it.rule.id == "empty-text"), "{:?}", read.diagnostics);
}

#[test]
fn suggested_waivers_name_the_version_that_they_do_not_cover() {
    let it = Repository::with_book();
    let said = |arguments: &[&str]| {
        let (status, answer, talk) = it.diff(&[&["--suggest-waivers"], arguments].concat());
        (status, answer, talk.lines().last().unwrap_or_default().to_owned())
    };
    // Nothing but the version.
    it.write("spec/shop.yaml", book("1.0.0", &[LOST, GONE]));
    let (status, answer, talk) = said(&[]);
    assert_eq!((status, &*answer), (1, ""));
    assert_eq!(
        talk,
        "no waiver covers `version-not-raised`: set `version: 1.1.0` at `spec/shop.yaml:2:28`, or a later version"
    );
    // A break beside an addition: waived, the one leaves what the other requires.
    it.write("spec/shop.yaml", book("1.0.0", &[&format!("{LOST}, fields: {{x: {{type: integer}}}}"), GONE]));
    let (status, answer, talk) = said(&[]);
    assert!(status == 1 && answer.contains("rule: field-added"), "{answer}");
    assert_eq!(
        talk,
        "the waivers do not cover the version: set `version: 1.1.0` at `spec/shop.yaml:2:28` too, or a later version"
    );
    let waivers = answer.replace("reason: # why it may pass", "reason: It is harmless.");
    it.write("spec/waivers.yaml", &waivers);
    assert_eq!(it.diff(&[]).0, 1);
    it.write("spec/shop.yaml", book("1.1.0", &[&format!("{LOST}, fields: {{x: {{type: integer}}}}"), GONE]));
    let (status, answer, _) = it.diff(&[]);
    assert_eq!(status, 0, "{answer}");
    // A break alone, waived, leaves nothing.
    std::fs::remove_file(it.path().join("spec/waivers.yaml")).unwrap();
    it.write("spec/shop.yaml", book("1.0.0", &[&format!("{LOST}, fields: {{x: {{type: integer}}}}")]));
    let (_, answer, talk) = said(&[]);
    assert!(answer.contains("rule: field-added") && talk.starts_with("compared with "), "{talk}");
    it.write("spec/waivers.yaml", answer.replace("reason: # why it may pass", "reason: It is harmless."));
    assert_eq!(it.diff(&[]).0, 0);
    // Nothing fails.
    assert_eq!(said(&[]).2, "no change needs a waiver");
    assert_eq!(said(&["--fail-on", "none"]).2, "no change needs a waiver");
    // A waiver has a problem.
    it.write("spec/shop.yaml", book("1.0.0", &[LOST]));
    let (status, answer, talk) = said(&[]);
    assert_eq!((status, &*answer), (1, ""));
    assert_eq!(
        talk,
        "no waiver covers `waiver-unused`: the waiver for `field-added` matches no change. Remove it. If it was meant for \
         a different change, copy the rule, code, path, from and to of that change."
    );
}

/// Where a difference is far into a text, each form shows it.
#[test]
fn a_difference_far_into_a_text_is_shown() {
    let filler = "one two three four five six seven eight nine ten ".repeat(400);
    for key in ["details", "meaning", "message"] {
        let spec = |word: &str| {
            let entry = if key == "meaning" {
                format!("meaning: {filler}{word} end, remediation: R.")
            } else {
                format!("meaning: M., remediation: R., {key}: {filler}{word} end")
            };
            shop("1.0.0", &format!("  - {{status: 409, code: a, {entry}}}\n"))
        };
        let pair = Pair::of(&spec("before_it"), &spec("after_it"));
        for (form, shown) in forms(&pair.comparison()) {
            if form == "changelog" && key != "meaning" {
                continue;
            }
            assert!(shown.contains("before_it") && shown.contains("after_it"), "{form}: {shown}");
        }
    }
}
