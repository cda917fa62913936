//! The forms of a report, each for one rich change.

use errbook_codegen::Compiled;
use errbook_codegen::compat::render::{self, Comparison, Origin, Snapshot, TextOptions};
use errbook_codegen::compat::{Date, FailOn, Question, RULES, Report, Side, Waiver};
use errbook_codegen::compile;
use errbook_codegen::input::Input;
use serde_json::Value;

use crate::specs::{drawn, root};

/// A change that touches most features.
pub(super) const OLD: &str = include_str!("rich/old.yaml");
pub(super) const NEW: &str = include_str!("rich/new.yaml");
pub(super) const WAIVERS: &str = include_str!("rich/waivers.yaml");

/// Two specs, compiled.
pub(super) struct Pair {
    old: Option<Compiled>,
    new: Compiled,
    release: Option<Compiled>,
    pub(super) report: Report,
    pub(super) fail_on: FailOn,
}

pub(super) fn compiled(files: &[(&str, &str)]) -> Compiled {
    let compiled = compile(files.iter().map(|(path, text)| Input::new(*path, *text)).collect());
    assert!(compiled.book.is_some(), "{}", drawn(&compiled));
    compiled
}

impl Pair {
    pub(super) fn new(old: Option<Compiled>, new: Compiled, release: Option<Compiled>) -> Self {
        let side = |it: &'_ Compiled| -> (errbook_codegen::model::Book, Vec<Waiver>) {
            (it.book.clone().expect("a book"), it.waivers.clone())
        };
        let (head, waivers) = side(&new);
        let base = old.as_ref().map(side);
        let report = Report::new(&Question {
            head: Side { book: &head, waivers: &waivers },
            base: base.as_ref().map(|(book, waivers)| Side { book, waivers }),
            release: release.as_ref().and_then(|it| it.book.as_ref()),
            today: Date::constant(2026, 1, 31),
        });
        Self { old, new, release, report, fail_on: FailOn::Breaking }
    }

    pub(super) fn of(old: &str, new: &str) -> Self {
        Self::new(Some(compiled(&[("shop.yaml", old)])), compiled(&[("shop.yaml", new)]), None)
    }

    fn rich() -> Self {
        let new = compiled(&[("shop.yaml", NEW), ("waivers.yaml", WAIVERS)]);
        Self::new(Some(compiled(&[("shop.yaml", OLD)])), new, None)
    }

    pub(super) fn comparison(&self) -> Comparison<'_> {
        fn at<'a>(name: &'a str, it: &'a Compiled, prefix: &'a str) -> Snapshot<'a> {
            Snapshot { name, book: it.book.as_ref().expect("a book"), sources: &it.sources, prefix }
        }
        Comparison {
            report: &self.report,
            head: at("spec", &self.new, "spec/"),
            base: self.old.as_ref().map(|it| at("main", it, "main:spec/")),
            base_origin: Origin::new("main"),
            release: self.release.as_ref().map(|it| at("v1.0.0", it, "v1.0.0:spec/")),
            release_origin: self.release.as_ref().map(|_| Origin {
                name: "v1.0.0",
                commit: Some("0123456789abcdef0123456789abcdef01234567"),
                folder: Some("api/spec"),
                others: &[],
            }),
            is_whole: true,
            fail_on: self.fail_on,
            repository: "api/spec/",
            command: "cargo xtask diff --base main",
        }
    }
}

/// Each form by its name.
pub(super) fn forms(it: &Comparison<'_>) -> [(&'static str, String); 8] {
    [
        ("text", render::text(it, TextOptions::default())),
        ("details", render::text(it, TextOptions { colour: false, details: true })),
        ("colour", render::text(it, TextOptions { colour: true, details: true })),
        ("markdown", render::markdown(it)),
        ("json", render::json(it)),
        ("github", render::github(it)),
        ("sarif", render::sarif(it)),
        ("changelog", render::changelog(it)),
    ]
}

#[test]
fn a_rich_change() {
    let pair = Pair::rich();
    for (name, shown) in forms(&pair.comparison()) {
        let shown = match name {
            "colour" => continue,
            // The rules are there whatever has changed, and each new one would change the indices.
            "sarif" => {
                let mut log: Value = serde_json::from_str(&shown).expect("JSON");
                for it in log["runs"][0]["results"].as_array_mut().expect("a list") {
                    it.as_object_mut().expect("a map").remove("ruleIndex");
                }
                serde_json::to_string_pretty(&log["runs"][0]["results"]).expect("JSON")
            }
            _ => shown,
        };
        insta::assert_snapshot!(format!("rich_{name}"), shown);
    }
}

#[test]
fn a_release_is_shown_beside_the_base() {
    let old = compiled(&[("shop.yaml", OLD)]);
    let middle = OLD.replace("1.4.2", "2.0.0").replace("There is no such order.", "There is no such order any more.");
    let new = middle.replace("2.0.0", "2.0.1").replace("The basket is empty.", "There is nothing in the basket.");
    let pair = Pair::new(Some(compiled(&[("shop.yaml", &middle)])), compiled(&[("shop.yaml", &new)]), Some(old));
    for (name, shown) in forms(&pair.comparison()) {
        if ["text", "markdown", "github", "changelog"].contains(&name) {
            insta::assert_snapshot!(format!("release_{name}"), shown);
        }
    }
}

#[test]
fn nothing_and_everything() {
    let same = Pair::of(OLD, OLD);
    insta::assert_snapshot!("nothing_text", render::text(&same.comparison(), TextOptions::default()));
    insta::assert_snapshot!("nothing_markdown", render::markdown(&same.comparison()));
    insta::assert_snapshot!("nothing_changelog", render::changelog(&same.comparison()));
    assert_eq!(render::github(&same.comparison()), "");
    let first = Pair::new(None, compiled(&[("shop.yaml", OLD)]), None);
    insta::assert_snapshot!("everything_text", render::text(&first.comparison(), TextOptions::default()));
    insta::assert_snapshot!("everything_changelog", render::changelog(&first.comparison()));
    assert!(
        render::markdown(&first.comparison())
            .contains("There is nothing to compare with: `main` has no book. Everything is new.")
    );
}

/// Twice, in another process, on another day: nothing in them depends on anything but the books.
#[test]
fn the_same_books_give_the_same_bytes() {
    let (first, second) = (Pair::rich(), Pair::rich());
    assert_eq!(forms(&first.comparison()), forms(&second.comparison()));
    let it = super::repository::Repository::new();
    it.write("spec/shop.yaml", OLD);
    it.commit("Old");
    it.write("spec/shop.yaml", NEW);
    it.write("spec/waivers.yaml", WAIVERS);
    for format in ["text", "markdown", "json", "github", "sarif", "changelog"] {
        let on = |day: &str| it.diff(&["--format", format, "--today", day]);
        let one = on("2026-01-31");
        assert_eq!(one.0, 1, "{}", one.2);
        assert_eq!(on("2026-03-01"), one, "{format}");
        // Files are in another order there.
        it.write("spec/a.yaml", "");
        assert_eq!(on("2026-01-31").1, one.1, "{format}");
        std::fs::remove_file(it.path().join("spec/a.yaml")).unwrap();
    }
}

/// Colour marks, and says nothing.
#[test]
fn colour_is_all_that_a_terminal_adds() {
    let pair = Pair::rich();
    let shown = |colour| render::text(&pair.comparison(), TextOptions { colour, details: true });
    let mut plain = String::new();
    let coloured = shown(true);
    for (at, part) in coloured.split('\u{1b}').enumerate() {
        plain.push_str(if at == 0 { part } else { part.split_once('m').expect("a colour").1 });
    }
    assert_eq!(plain, shown(false));
    assert!(coloured.contains("\u{1b}[1;91mbreaking[field-type-changed]\u{1b}[0m: "), "{coloured}");
    // A pipe gets neither colour nor details.
    let it = super::repository::Repository::new();
    it.write("spec/shop.yaml", OLD);
    it.commit("Old");
    it.write("spec/shop.yaml", NEW);
    it.write("spec/waivers.yaml", WAIVERS);
    assert_eq!(it.diff(&[]).1, render::text(&pair.comparison(), TextOptions::default()));
}

/// Every member of the form is in the published schema and the other way round; its values are of the types that it
/// gives. `.ci/forms` asks a validator.
#[test]
fn json_is_what_its_schema_says() {
    let schema: Value = serde_json::from_str(
        &std::fs::read_to_string(root().join("codegen/schema/diff.json")).expect("the schema is there"),
    )
    .expect("JSON");
    assert_eq!(schema["properties"]["schema_version"]["const"], render::SCHEMA_VERSION);
    let report: Value = serde_json::from_str(&render::json(&Pair::rich().comparison())).expect("JSON");
    let keys = |it: &Value| {
        let mut keys: Vec<String> = it.as_object().expect("a map").keys().cloned().collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&schema["properties"]), keys(&report));
    assert_eq!(keys(&schema["properties"]["declared"]["properties"]), keys(&report["declared"]));
    assert_eq!(keys(&schema["properties"]["versions"]["properties"]), keys(&report["versions"]));
    for it in ["contract", "crate"].map(|it| &report["versions"][it]) {
        assert_eq!(keys(&schema["$defs"]["version"]["properties"]), keys(it));
    }
    assert_eq!(keys(&schema["$defs"]["origin"]["properties"]), keys(&report["base"]));
    let change = &schema["$defs"]["change"]["properties"];
    for it in report["changes"].as_array().expect("a list") {
        assert_eq!(keys(change), keys(it));
        for place in ["old", "new"].map(|key| &it[key]).into_iter().filter(|it| !it.is_null()) {
            assert_eq!(keys(&schema["$defs"]["place"]["properties"]), keys(place));
        }
        if !it["waived"].is_null() {
            assert_eq!(keys(&change["waived"]["properties"]), keys(&it["waived"]));
        }
    }
}

#[test]
fn sarif_names_every_rule() {
    let log: Value = serde_json::from_str(&render::sarif(&Pair::rich().comparison())).expect("JSON");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("a list");
    let ids: Vec<&str> = rules.iter().filter_map(|it| it["id"].as_str()).collect();
    assert_eq!(ids, RULES.iter().map(|it| it.id).collect::<Vec<_>>());
    for it in log["runs"][0]["results"].as_array().expect("a list") {
        let index = usize::try_from(it["ruleIndex"].as_u64().expect("a number")).unwrap();
        assert_eq!(it["ruleId"], rules[index]["id"]);
    }
}

/// One annotation a code, the worst first, so that the ten that are shown are the ten that matter.
#[test]
fn github_gets_one_annotation_a_code() {
    let pair = Pair::rich();
    let shown = render::github(&pair.comparison());
    let rank = |line: &str| ["::error ", "::warning ", "::notice "].iter().position(|it| line.starts_with(it));
    let ranks: Vec<_> = shown.lines().map(|it| rank(it).unwrap_or_else(|| panic!("{it}"))).collect();
    assert!(ranks.is_sorted(), "{shown}");
    let mut titles: Vec<&str> = shown.lines().map(|it| it.split([' ', ',']).nth(1).expect("a title")).collect();
    let count = titles.len();
    titles.sort_unstable();
    titles.dedup();
    assert_eq!(titles.len(), count, "{shown}");
    // A level that fails on less makes errors of more.
    let strict = Pair { fail_on: FailOn::Dangerous, ..Pair::rich() };
    let errors = |shown: &str| shown.lines().filter(|it| it.starts_with("::error ")).count();
    assert!(errors(&render::github(&strict.comparison())) >= errors(&shown));
    let lenient = Pair { fail_on: FailOn::None, ..Pair::rich() };
    assert_eq!(errors(&render::github(&lenient.comparison())), 0);
}
