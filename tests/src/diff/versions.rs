//! The versions of the contract and of the crate: how each is judged, and the gates for each.

use errbook_codegen::Compiled;
use errbook_codegen::compat::render::{self, Comparison, Origin, Snapshot, TextOptions};
use errbook_codegen::compat::{Bump, FailOn, Pass, Report, VersionOf, diff};

use super::{book_of, report, side};

/// A contract's version, and the crate's if that is its own.
type Head = (&'static str, Option<&'static str>);

/// The two sides of a change, as lists of entries.
type Sides = [&'static str; 2];

const PLAIN: &str = "{status: 409, code: plain, meaning: Plain., remediation: Look.";
const NOTHING: Sides = ["", ""];
/// Patch and patch.
const TEXT: Sides = ["", ", details: D."];
/// Minor and minor.
const DEPRECATED: Sides = ["", ", deprecated: {since: 0.0.1}"];
/// Minor and major: the first field, and it is optional.
const FIRST_FIELD: Sides = ["", ", fields: {n: {type: integer, optional: true, example: 1}}"];
/// The same with a header.
const FIRST_HEADER: Sides = ["", ", headers: {X-A: {type: integer, optional: true, example: 1}}"];
/// Major and major.
const REQUIRED_FIELD: Sides = [", fields: {n: {type: integer, example: 1}}", ""];
/// Major and none.
const HEADER_REMOVED: Sides = [", headers: {X-A: {value: a}}", ""];
/// None and major.
const NAME: Sides = ["", ", name: Simple"];

fn spec((version, own): Head, entry: &str) -> Compiled {
    let package = own.map_or_else(|| "shop-errors".to_owned(), |it| format!("{{name: shop-errors, version: {it}}}"));
    side(
        "",
        &format!(
            "errbook: 1\napi: {{name: Shop, version: {version}, crate: {package}}}\nerrors:\n  - {PLAIN}{entry}}}\n"
        ),
    )
}

/// The gates, with their paths.
fn gates(it: &Report) -> Vec<String> {
    let gates = it.changes.iter().map(|it| &it.change).filter(|it| it.rule.is_policy());
    gates.map(|it| format!("{} {}", it.rule.id, it.path())).collect()
}

/// The code spans of a gate's help.
fn spans(help: &str) -> Vec<&str> {
    help.split('`').skip(1).step_by(2).collect()
}

const OK: bool = true;
const NO: bool = false;

#[rustfmt::skip]
#[test]
fn each_version_is_judged_by_its_own_bump() {
    use Bump::{Major, Minor, Patch};
    const ONE: &str = "api.version";
    const OWN: &str = "api.crate.version";
    const NONE: Bump = Bump::None;
    let still = |path: &str| format!("version-not-raised {path}");
    let little = |path: &str| format!("version-raised-too-little {path}");
    let back = |path: &str| format!("version-went-back {path}");
    // Base, head, change; what the contract and the crate require, and whether that is declared; the gates.
    #[allow(clippy::type_complexity, reason = "a table")]
    let cases: Vec<(Head, Head, Sides, (Bump, bool), (Bump, bool), Vec<String>)> = vec![
        // A shared version must be sufficient for both.
        (("1.0.0", None), ("1.0.0", None), FIRST_FIELD, (Minor, NO), (Major, NO), vec![still(ONE)]),
        (("1.0.0", None), ("1.1.0", None), FIRST_FIELD, (Minor, OK), (Major, NO), vec![little(ONE)]),
        (("1.0.0", None), ("1.1.0", None), FIRST_HEADER, (Minor, OK), (Major, NO), vec![little(ONE)]),
        (("1.0.0", None), ("2.0.0", None), FIRST_FIELD, (Minor, OK), (Major, OK), vec![]),
        (("1.0.0", None), ("0.9.0", None), FIRST_FIELD, (Minor, NO), (Major, NO), vec![back(ONE)]),
        (("1.0.0", None), ("1.0.0", None), HEADER_REMOVED, (Major, NO), (NONE, OK), vec![still(ONE)]),
        (("1.0.0", None), ("1.0.0", None), NAME, (NONE, OK), (Major, NO), vec![still(ONE)]),
        (("0.3.1", None), ("0.3.2", None), FIRST_FIELD, (Patch, OK), (Minor, NO), vec![little(ONE)]),
        (("0.3.1", None), ("0.4.0", None), FIRST_FIELD, (Patch, OK), (Minor, OK), vec![]),
        // Two versions.
        (("1.0.0", Some("1.0.0")), ("1.1.0", Some("2.0.0")), FIRST_FIELD, (Minor, OK), (Major, OK), vec![]),
        (("1.0.0", Some("1.0.0")), ("1.1.0", Some("2.0.0")), FIRST_HEADER, (Minor, OK), (Major, OK), vec![]),
        (("1.4.0", Some("7.0.2")), ("1.5.0", Some("8.0.0")), FIRST_FIELD, (Minor, OK), (Major, OK), vec![]),
        (("1.0.0", Some("1.0.0")), ("1.0.0", Some("2.0.0")), FIRST_FIELD, (Minor, NO), (Major, OK), vec![still(ONE)]),
        (("1.0.0", Some("1.0.0")), ("1.1.0", Some("1.0.0")), FIRST_FIELD, (Minor, OK), (Major, NO), vec![still(OWN)]),
        (("1.0.0", Some("1.0.0")), ("1.1.0", Some("1.1.0")), FIRST_FIELD, (Minor, OK), (Major, NO), vec![little(OWN)]),
        (("1.0.0", Some("1.0.0")), ("1.0.1", Some("2.0.0")), FIRST_FIELD, (Minor, NO), (Major, OK), vec![little(ONE)]),
        (("1.0.0", Some("1.0.0")), ("1.0.0", Some("1.0.0")), FIRST_FIELD, (Minor, NO), (Major, NO), vec![still(OWN), still(ONE)]),
        (("1.0.0", Some("1.0.0")), ("1.0.0", Some("1.0.1")), FIRST_FIELD, (Minor, NO), (Major, NO), vec![still(ONE), little(OWN)]),
        (("1.0.0", Some("1.0.0")), ("1.0.0", Some("1.0.0")), HEADER_REMOVED, (Major, NO), (NONE, OK), vec![still(ONE)]),
        (("1.0.0", Some("1.0.0")), ("2.0.0", Some("1.0.0")), HEADER_REMOVED, (Major, OK), (NONE, OK), vec![]),
        (("1.0.0", Some("1.0.0")), ("1.0.0", Some("1.0.0")), NAME, (NONE, OK), (Major, NO), vec![still(OWN)]),
        (("1.0.0", Some("1.0.0")), ("1.0.0", Some("2.0.0")), NAME, (NONE, OK), (Major, OK), vec![]),
        (("1.0.0", Some("1.0.0")), ("1.0.0", Some("1.0.0")), TEXT, (Patch, NO), (Patch, NO), vec![still(OWN), still(ONE)]),
        (("1.0.0", Some("1.0.0")), ("1.0.1", Some("1.0.1")), TEXT, (Patch, OK), (Patch, OK), vec![]),
        (("1.0.0", Some("1.0.0")), ("2.0.0", Some("1.9.9")), REQUIRED_FIELD, (Major, OK), (Major, NO), vec![little(OWN)]),
        (("1.0.0", Some("1.0.0")), ("1.0.0", Some("3.0.0")), NOTHING, (NONE, OK), (NONE, OK), vec![]),
        // One of the two is lowered.
        (("1.1.0", Some("2.0.0")), ("1.1.0", Some("1.9.0")), NOTHING, (NONE, OK), (NONE, NO), vec![back(OWN)]),
        (("1.1.0", Some("2.0.0")), ("1.0.9", Some("2.0.0")), NOTHING, (NONE, NO), (NONE, OK), vec![back(ONE)]),
        (("1.1.0", Some("2.0.0")), ("1.2.0", Some("1.2.0")), DEPRECATED, (Minor, OK), (Minor, NO), vec![back(OWN)]),
        // Below 1.0.0, each by itself.
        (("1.0.0", Some("0.3.1")), ("1.1.0", Some("0.4.0")), FIRST_FIELD, (Minor, OK), (Minor, OK), vec![]),
        (("1.0.0", Some("0.3.1")), ("1.1.0", Some("0.3.2")), FIRST_FIELD, (Minor, OK), (Minor, NO), vec![little(OWN)]),
        (("0.3.1", Some("1.0.0")), ("0.3.2", Some("2.0.0")), FIRST_FIELD, (Patch, OK), (Major, OK), vec![]),
        (("0.3.1", Some("1.0.0")), ("0.3.2", Some("1.1.0")), FIRST_FIELD, (Patch, OK), (Major, NO), vec![little(OWN)]),
        (("0.3.1", Some("0.3.1")), ("0.3.1", Some("1.0.0")), DEPRECATED, (Patch, NO), (Patch, OK), vec![still(ONE)]),
        // After a pre-release any later version is enough, of that version alone.
        (("1.0.0", Some("2.0.0-rc.1")), ("1.1.0", Some("2.0.0-rc.2")), FIRST_FIELD, (Minor, OK), (Major, OK), vec![]),
        (("1.0.0", Some("2.0.0-rc.1")), ("1.1.0", Some("2.0.0-rc.1")), FIRST_FIELD, (Minor, OK), (Major, NO), vec![still(OWN)]),
        (("1.1.0-rc.1", Some("1.0.0")), ("1.1.0", Some("1.1.0")), FIRST_FIELD, (Minor, OK), (Major, NO), vec![little(OWN)]),
        (("1.0.0", Some("2.0.0")), ("1.1.0", Some("2.0.0-rc.1")), DEPRECATED, (Minor, OK), (Minor, NO), vec![back(OWN)]),
        // The build is no part of the order.
        (("1.0.0", Some("2.0.0")), ("1.1.0", Some("2.0.0+b.2")), DEPRECATED, (Minor, OK), (Minor, NO), vec![still(OWN)]),
        // The crate gets a version of its own: before, it had the contract's.
        (("1.0.0", None), ("1.1.0", Some("2.0.0")), FIRST_FIELD, (Minor, OK), (Major, OK), vec![]),
        (("1.0.0", None), ("1.0.0", Some("1.0.0")), FIRST_FIELD, (Minor, NO), (Major, NO), vec![still(OWN), still(ONE)]),
        (("1.0.0", None), ("1.1.0", Some("1.0.0")), FIRST_FIELD, (Minor, OK), (Major, NO), vec![still(OWN)]),
        (("1.0.0", None), ("1.0.0", Some("1.0.0")), NOTHING, (NONE, OK), (NONE, OK), vec![]),
        (("3.0.0", None), ("3.0.0", Some("0.1.0")), NOTHING, (NONE, OK), (NONE, NO), vec![back(OWN)]),
        // The crate gets the contract's: that has to be enough after its own, too.
        (("1.1.0", Some("2.0.0")), ("3.0.0", None), FIRST_FIELD, (Minor, OK), (Major, OK), vec![]),
        (("1.1.0", Some("2.0.0")), ("2.0.0", None), NOTHING, (NONE, OK), (NONE, OK), vec![]),
        (("1.1.0", Some("2.0.0")), ("1.2.0", None), NOTHING, (NONE, OK), (NONE, NO), vec![back(ONE)]),
        (("1.1.0", Some("2.0.0")), ("2.1.0", None), FIRST_FIELD, (Minor, OK), (Major, NO), vec![little(ONE)]),
        (("1.1.0", Some("2.0.0")), ("1.1.0", None), DEPRECATED, (Minor, NO), (Minor, NO), vec![still(ONE), back(ONE)]),
        (("1.1.0", Some("0.4.0")), ("1.1.0", None), DEPRECATED, (Minor, NO), (Patch, OK), vec![still(ONE)]),
        (("1.1.0", Some("1.1.0")), ("1.1.0", None), DEPRECATED, (Minor, NO), (Minor, NO), vec![still(ONE)]),
    ];
    for (base, head, change, contract, of_crate, expected) in cases {
        let what = format!("{base:?} to {head:?}: {change:?}");
        let [old, new] = [spec(base, change[0]), spec(head, change[1])];
        let report = report(&old, &new, None);
        let versions = &report.versions;
        assert_eq!((versions.contract.required, versions.contract.sufficient), contract, "{what}");
        assert_eq!((versions.of_crate.required, versions.of_crate.sufficient), of_crate, "{what}");
        assert_eq!(gates(&report), expected, "{what}");
        assert_eq!(report.required, contract.0.max(of_crate.0), "{what}");
        assert_eq!((report.sufficient, !report.fails(FailOn::Any)), (contract.1 && of_crate.1, expected.is_empty()), "{what}");
        let of = |it: Head| [it.0, it.1.unwrap_or(it.0)].map(str::to_owned);
        let [from, to] = [of(base), of(head)];
        let declared = |at: usize| (Some(&from[at]), &to[at]);
        assert_eq!((versions.contract.from.as_ref(), &versions.contract.to), declared(0), "{what}");
        assert_eq!((versions.of_crate.from.as_ref(), &versions.of_crate.to), declared(1), "{what}");
        assert_eq!((report.declared.from.as_ref(), &report.declared.to), declared(0), "{what}");
        what_the_gates_say_opens_them(&old, &report, head, change[1]);
    }
}

/// Writes what the help of each gate says, in each way that it offers.
fn what_the_gates_say_opens_them(old: &Compiled, failed: &Report, head: Head, entry: &str) {
    let policies: Vec<_> = failed.changes.iter().filter(|it| it.change.rule.is_policy()).collect();
    let helps: Vec<String> = policies.iter().map(|it| it.change.help().expect("it helps").to_string()).collect();
    let mut ways = vec![(head.0.to_owned(), head.1.map(str::to_owned)); 2];
    for help in &helps {
        let spans = spans(help);
        let version = |span: &str| span.strip_prefix("version: ").map(str::to_owned);
        let own = |span: &str| {
            span.strip_prefix("crate: {name: shop-errors, version: ")?.strip_suffix('}').map(str::to_owned)
        };
        let first = version(spans[0]).unwrap_or_else(|| panic!("{help}"));
        let later = |a: &str, b: &str| {
            let [x, y] = [a, b].map(|it| semver::Version::parse(it).expect("a version"));
            if x > y { a.to_owned() } else { b.to_owned() }
        };
        // The first way, and the one with a version of the crate's own.
        if spans[1] == "api.crate" {
            for way in &mut ways {
                way.1 = Some(first.clone());
            }
        } else {
            ways[0].0 = if ways[0].0 == head.0 { first.clone() } else { later(&ways[0].0, &first) };
            match spans[2..] {
                [] => ways[1].0 = first,
                [with] => ways[1].1 = own(with),
                [contract, with] => ways[1] = (version(contract).expect("a version"), own(with)),
                _ => panic!("{help}"),
            }
        }
    }
    for (contract, package) in ways.into_iter().filter(|_| !helps.is_empty()) {
        let package =
            package.map_or_else(|| "shop-errors".to_owned(), |it| format!("{{name: shop-errors, version: {it}}}"));
        let text = format!(
            "errbook: 1\napi: {{name: Shop, version: {contract}, crate: {package}}}\nerrors:\n  - {PLAIN}{entry}}}\n"
        );
        let report = report(old, &side("", &text), None);
        assert!(report.sufficient && gates(&report).is_empty(), "{helps:?}\n{text}{:?}", gates(&report));
    }
}

/// The form of `crate` is no change; its name is one in both forms, and is found where it is.
#[test]
fn only_the_name_of_the_crate_is_a_change() {
    let spec =
        |package: &str| side("", &format!("errbook: 1\napi: {{name: Shop, version: 2.0.0, crate: {package}}}\n"));
    let forms = ["shop-errors", "{name: shop-errors, version: 2.0.0}", "{version: 3.0.0, name: shop-errors}"].map(spec);
    for (old, new) in forms.iter().flat_map(|old| forms.iter().map(move |new| (old, new))) {
        assert!(diff(book_of(old), book_of(new)).is_empty());
    }
    for new in ["store-errors", "{version: 3.0.0, name: store-errors}"].map(spec) {
        for old in &forms {
            let changes = diff(book_of(old), book_of(&new));
            let [change] = changes.as_slice() else { panic!("{changes:#?}") };
            assert_eq!(change.rule.id, "crate-changed");
            let (_, code, path, from, to) = change.identity();
            let found = (code, &*path, from.as_deref(), to.as_deref());
            assert_eq!(found, (None, "api.crate", Some("shop-errors"), Some("store-errors")));
            let at = |it: &Compiled, span| it.sources.slice(span).to_owned();
            assert_eq!(at(old, change.location.old.expect("a place")), "shop-errors");
            assert_eq!(at(&new, change.location.new.expect("a place")), "store-errors");
        }
    }
}

/// A gate points at the version that it is about, in both books.
#[test]
fn a_gate_points_at_its_version() {
    let cases: [(Head, Head, &[[&str; 2]]); 5] = [
        (("1.0.0", None), ("1.0.1", None), &[["1.0.0", "1.0.1"]]),
        (("1.0.0", Some("2.0.0")), ("1.0.1", Some("2.0.1")), &[["2.0.0", "2.0.1"], ["1.0.0", "1.0.1"]]),
        (("1.0.0", None), ("1.0.1", Some("1.0.2")), &[["1.0.0", "1.0.2"], ["1.0.0", "1.0.1"]]),
        (("1.0.0", Some("2.0.0")), ("1.0.1", None), &[["1.0.0", "1.0.1"], ["2.0.0", "1.0.1"]]),
        (("1.0.0", Some("1.0.0")), ("1.0.1", None), &[["1.0.0", "1.0.1"]]),
    ];
    for (base, head, expected) in cases {
        let [old, new] = [spec(base, ""), spec(head, FIRST_FIELD[1])];
        let report = report(&old, &new, None);
        let gates = report.changes.iter().map(|it| &it.change).filter(|it| it.rule.is_policy());
        let places = gates.map(|it| {
            let at = [(&old, it.location.old), (&new, it.location.new)];
            at.map(|(book, span)| book.sources.slice(span.expect("a place")).to_owned())
        });
        assert_eq!(places.collect::<Vec<_>>(), expected, "{base:?} to {head:?}");
    }
}

/// Since the release, each version is judged by its own bump, too; and both are missed where none was raised.
#[test]
fn the_release_decides_for_both_versions() {
    let release = spec(("1.0.0", Some("3.0.0")), "");
    let base = spec(("1.1.0", Some("4.0.0")), FIRST_FIELD[1]);
    let more = format!("{}, details: D.", FIRST_FIELD[1]);
    let shared = report(&base, &spec(("1.1.0", Some("4.0.0")), &more), Some(&release));
    assert!(shared.sufficient && gates(&shared).is_empty(), "{shared:#?}");
    assert_eq!(shared.versions.of_crate.from.as_deref(), Some("3.0.0"));
    // A release with one version of both.
    let one = report(&base, &spec(("1.1.0", Some("4.0.0")), &more), Some(&spec(("1.0.0", None), "")));
    assert!(one.sufficient && one.versions.of_crate.from.as_deref() == Some("1.0.0"), "{one:#?}");
    // The base raised only one of them.
    for (head, expected) in [
        (("1.1.0", Some("3.0.0")), &["version-not-raised api.crate.version"][..]),
        (("1.0.0", Some("4.0.0")), &["version-not-raised api.version"]),
        (("1.0.0", Some("3.0.0")), &["version-not-raised api.crate.version", "version-not-raised api.version"]),
        (("1.1.0", Some("3.1.0")), &["version-raised-too-little api.crate.version"]),
    ] {
        let report = report(&spec(head, FIRST_FIELD[1]), &spec(head, FIRST_FIELD[1]), Some(&release));
        assert_eq!(gates(&report), expected, "{head:?}");
        assert!(report.changes.iter().all(|it| it.change.location.old.is_none()), "{report:#?}");
    }
}

/// A change passes by the version of those whom it may surprise.
#[test]
fn a_change_passes_by_its_version() {
    let one = (("1.0.0", None), ("2.0.0", None));
    let two = (("1.0.0", Some("1.0.0")), ("2.0.0", Some("2.0.0")));
    for ((base, head), change, expected) in [
        (one, FIRST_FIELD, VersionOf::Book),
        (two, FIRST_FIELD, VersionOf::Crate),
        (two, HEADER_REMOVED, VersionOf::Contract),
        (two, REQUIRED_FIELD, VersionOf::Both),
        ((one.0, two.1), NAME, VersionOf::Crate),
        ((two.0, one.1), NAME, VersionOf::Book),
    ] {
        let report = report(&spec(base, change[0]), &spec(head, change[1]), None);
        let [it] = report.changes.as_slice() else { panic!("{report:#?}") };
        assert!(matches!(it.pass, Some(Pass::Version(of)) if of == expected), "{change:?}: {:?}", it.pass);
    }
    // It needs both: a contract that was raised enough releases no crate that was not.
    let report = report(&spec(two.0, ""), &spec(("1.1.0", Some("1.1.0")), FIRST_FIELD[1]), None);
    assert!(report.changes.iter().all(|it| it.pass.is_none()), "{report:#?}");
}

/// A waived change requires nothing of either version. `until` is a version of the contract, whatever the crate's is.
#[test]
fn a_waiver_ends_with_a_version_of_the_contract() {
    for (until, head, is_waived) in [
        ("2.0.0", ("1.0.0", Some("1.0.0")), true),
        ("2.0.0", ("1.0.0", Some("2.0.0")), true),
        ("1.5.0", ("1.4.9", Some("1.5.0")), true),
        ("1.5.0", ("1.5.0", Some("1.0.0")), false),
        ("1.0.0", ("1.0.0", Some("1.0.0")), false),
    ] {
        let waiver = format!(
            "- {{rule: field-added, code: plain, path: fields.n, to: integer, reason: No one builds it., until: {until}}}\n"
        );
        let new = spec(head, &format!("{}}}\n-----\n{waiver}# {{", FIRST_FIELD[1]));
        let report = report(&spec(("1.0.0", Some("1.0.0")), ""), &new, None);
        let required = [&report.versions.contract, &report.versions.of_crate].map(|it| it.required);
        let expected = if is_waived { [Bump::None; 2] } else { [Bump::Minor, Bump::Major] };
        assert_eq!(required, expected, "{until} {head:?}");
        assert_eq!(gates(&report).iter().any(|it| it.starts_with("waiver-expired")), !is_waived, "{until} {head:?}");
    }
}

/// The tombstone that is suggested names the contract's version, which the gates ask for too.
#[test]
fn a_tombstone_has_the_version_of_the_contract() {
    let book = |(version, own): Head, entries: &str| {
        let package =
            own.map_or_else(|| "shop-errors".to_owned(), |it| format!("{{name: shop-errors, version: {it}}}"));
        side(
            "",
            &format!(
                "errbook: 1\napi: {{name: Shop, version: {version}, crate: {package}}}\nerrors:\n  - {PLAIN}}}\n{entries}"
            ),
        )
    };
    let kept = "  - {status: 410, code: gone, meaning: M., remediation: R.}\n";
    let deprecated = "  - {status: 410, code: gone, meaning: M., remediation: R., deprecated: {since: 0.1.0}}\n";
    for (base, head, entry, since) in [
        // Announced: a minor version of the contract, and a major one of the crate.
        (("1.0.0", None), ("1.0.0", None), deprecated, "2.0.0"),
        (("1.0.0", Some("1.0.0")), ("1.0.0", Some("1.0.0")), deprecated, "1.1.0"),
        (("1.0.0", Some("1.0.0")), ("1.2.0", Some("1.0.0")), deprecated, "1.2.0"),
        (("1.0.0", Some("5.0.0")), ("1.0.0", Some("6.0.0")), kept, "2.0.0"),
        (("1.0.0", None), ("1.0.0", Some("2.0.0")), deprecated, "1.1.0"),
        // The crate is to have the contract's version again.
        (("1.0.0", Some("5.0.0")), ("1.0.0", None), deprecated, "6.0.0"),
        (("1.0.0", Some("5.0.0")), ("7.0.0", None), deprecated, "7.0.0"),
    ] {
        let old = book(base, entry);
        let removed = report(&old, &book(head, ""), None);
        let help =
            removed.changes.iter().find(|it| it.change.rule.id == "code-removed").and_then(|it| it.change.help());
        let help = help.expect("it helps").to_string();
        assert!(help.contains(&format!("`- {{code: gone, since: {since}}}`")), "{base:?} to {head:?}: {help}");
    }
}

/// What people read, where one version is for both and where each has its own.
#[test]
fn each_form_says_which_version_it_means() {
    let pairs = [
        ("one", ("1.0.0", None), ("1.1.0", None)),
        ("two", ("1.0.0", Some("1.0.0")), ("1.1.0", Some("1.0.0"))),
        ("neither", ("1.0.0", Some("1.0.0")), ("1.0.0", Some("1.0.1"))),
        ("added", ("1.0.0", None), ("1.1.0", Some("2.0.0"))),
        ("removed", ("1.1.0", Some("2.0.0")), ("1.2.0", None)),
        ("crate_alone", ("1.0.0", Some("1.0.0")), ("1.0.0", Some("2.0.0"))),
    ];
    for (name, base, head) in pairs {
        let change = if name == "crate_alone" { NAME } else { FIRST_FIELD };
        let [old, new] = [spec(base, change[0]), spec(head, change[1])];
        let report = report(&old, &new, None);
        let at = |name, it| Snapshot { name, book: book_of(it), sources: &it.sources, prefix: "spec/" };
        let comparison = Comparison {
            report: &report,
            head: at("spec", &new),
            base: Some(at("main", &old)),
            base_origin: Origin::new("main"),
            release: None,
            release_origin: None,
            is_whole: true,
            fail_on: FailOn::Breaking,
            repository: "spec/",
            command: "cargo xtask diff --base main",
        };
        let json: serde_json::Value = serde_json::from_str(&render::json(&comparison)).expect("JSON");
        let markdown = render::markdown(&comparison);
        let forms = [
            render::text(&comparison, TextOptions::default()),
            markdown.split("<details>").next().expect("a head").to_owned(),
            render::github(&comparison),
            render::changelog(&comparison),
            format!("{} {} {}\n", json["required"], json["sufficient"], json["declared"]),
            serde_json::to_string_pretty(&json["versions"]).expect("JSON"),
        ];
        insta::assert_snapshot!(format!("versions_{name}"), forms.join("\n----------\n"));
    }
}
