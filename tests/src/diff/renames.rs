//! Codes that may have been renamed: which removed and added codes are paired, and the note on each pair.

use errbook_codegen::compat::diff;

use super::{book_of, side};

const OLD: &str = "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors, code_style: any}\nerrors:\n";
const NEW: &str = "errbook: 1\napi: {name: Shop, version: 2.0.0, crate: shop-errors, code_style: any}\nerrors:\n";

/// The notes on renames between two lists of entries.
fn notes(old: &[&str], new: &[&str]) -> Vec<String> {
    let entries = |all: &[&str]| all.iter().map(|it| format!("  - {{{it}}}\n")).collect::<Vec<_>>().concat();
    let (old, new) = (side(OLD, &(OLD.to_owned() + &entries(old))), side(NEW, &(NEW.to_owned() + &entries(new))));
    let changes = diff(book_of(&old), book_of(&new));
    changes.iter().filter(|it| it.rule.id == "code-possible-rename").map(|it| it.message().to_string()).collect()
}

#[test]
fn a_renamed_code_is_found_by_what_it_says() {
    let cases: [(&[&str], &[&str], &[&str]); 7] = [
        (
            &[
                "status: 400, code: tool_lost_853, meaning: The tool is lost., remediation: Look for it.",
                "status: 400, code: tool_pickup_854, meaning: The tool was not picked up., remediation: Try again.",
            ],
            &[
                "status: 400, code: tool_lost, meaning: The tool is lost., remediation: Look for it.",
                "status: 400, code: tool_pickup, meaning: The tool was not picked up., remediation: Try again.",
            ],
            &[
                "the code `tool_lost_853` may have been renamed to `tool_lost`: same meaning, remediation and status; similar code",
                "the code `tool_pickup_854` may have been renamed to `tool_pickup`: same meaning, remediation and status; similar code",
            ],
        ),
        (
            &["status: 400, code: new_wifi, meaning: New Wi-Fi credentials were found., remediation: Load them."],
            &["status: 400, code: metrics_config, meaning: G-code changes the metrics., remediation: Allow it."],
            &[],
        ),
        (
            &[
                "status: 400, code: \"KV:Cloud:IO\", meaning: It failed., remediation: Try.",
                "status: 400, code: \"KV:Cloud:SSL\", meaning: TLS failed., remediation: Try.",
            ],
            &[
                "status: 400, code: \"KV:Cloud:Io\", meaning: It failed., remediation: Try.",
                "status: 400, code: \"KV:Cloud:Ssl\", meaning: TLS failed., remediation: Try.",
            ],
            &[
                "the code `KV:Cloud:IO` may have been renamed to `KV:Cloud:Io`: same meaning and status; the codes differ only in letter case and separators",
                "the code `KV:Cloud:SSL` may have been renamed to `KV:Cloud:Ssl`: same meaning and status; the codes differ only in letter case and separators",
            ],
        ),
        (
            &["status: 400, code: Timeout, meaning: A timeout occurred., remediation: Try."],
            &["status: 500, code: TIMEOUT, meaning: A timeout occurred., remediation: Try."],
            &[
                "the code `Timeout` may have been renamed to `TIMEOUT`: same meaning and remediation; the codes differ only in letter case and separators; the status was 400",
            ],
        ),
        (
            &["status: 400, code: EMAIL_UNCONFIRMED, meaning: Email unconfirmed., remediation: Confirm."],
            &[
                "status: 400, code: EMAIL_UNCONFIRMED_X, meaning: Email unconfirmed., remediation: Confirm., message: \"{n}\", fields: {n: {type: integer, example: 1}}",
            ],
            &[
                "the code `EMAIL_UNCONFIRMED` may have been renamed to `EMAIL_UNCONFIRMED_X`: same meaning, remediation and status; similar code; different fields",
            ],
        ),
        // One letter of the code was wrong.
        (
            &["status: 400, code: invalid_ceritficate, meaning: The certificate is invalid., remediation: Renew it."],
            &[
                "status: 400, code: invalid_certificate, meaning: A transaction failed for want of a valid one., remediation: Renew it.",
            ],
            &[
                "the code `invalid_ceritficate` may have been renamed to `invalid_certificate`: same remediation and status; similar code; different meaning",
            ],
        ),
        // A number that changed makes another code, and advice that others share is no evidence.
        (
            &[
                "status: 400, code: slot_1_is_blocked, meaning: The first slot is blocked., remediation: Try again.",
                "status: 400, code: out_of_paper, meaning: Paper ran out., remediation: Try again.",
            ],
            &[
                "status: 400, code: slot_2_is_blocked, meaning: Another device occupies number two., remediation: Try again.",
            ],
            &[],
        ),
    ];
    for (old, new, expected) in cases {
        // Something stays.
        let kept = "status: 404, code: kept, meaning: M., remediation: R.";
        let with = |all: &[&'static str]| all.iter().copied().chain([kept]).collect::<Vec<_>>();
        assert_eq!(notes(&with(old), &with(new)), expected, "{old:?} {new:?}");
    }
}

/// Each code is in one pair at most, and the best evidence comes first.
#[test]
fn a_code_is_paired_once() {
    let found = notes(
        &["status: 400, code: card_expired, meaning: The card has expired., remediation: Use another."],
        &[
            "status: 400, code: card_has_expired, meaning: The card has expired., remediation: Use another.",
            "status: 400, code: card_is_expired, meaning: The card is expired., remediation: Use another.",
        ],
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("`card_has_expired`"), "{found:?}");
}

/// A book of which every code was renamed is compared in a short time, and those that differ in separators are found.
#[test]
fn a_large_book_is_paired_too() {
    let entries = |separator: &str| -> Vec<String> {
        let entry = |n| {
            format!(
                "status: 400, code: code{separator}{n}{separator}x, name: C{n}, meaning: It is number {n}., remediation: R."
            )
        };
        (0..1_000).map(entry).collect()
    };
    let (old, new) = (entries("_"), entries("-"));
    let all = |it: &[String]| -> Vec<&'static str> { it.iter().map(|it| &*String::leak(it.clone())).collect() };
    assert_eq!(notes(&all(&old), &all(&new)).len(), 1_000);
}
