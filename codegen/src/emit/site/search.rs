//! The search index, in the form that `mdbook`'s search reads (that of elasticlunr 0.9). It is made of the pages alone.
//!
//! `mdbook`'s own index has the examples' code in it: every word of that is on every page, and 5,000 codes come to 65 MB.
//! And to it a code is one word: whoever searches for "credits" would not find `insufficient_credits` by its name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use heck::ToSnakeCase;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::Serialize;
use serde_json::{Value, json};

use crate::emit::markdown::page::SEE_ALSO;
use crate::markdown::anchors;
use crate::markdown::html;
use crate::output::Output;
use crate::text::visible_json;

/// In a book of more pages than this, a word that is on half of them is left out: it finds nothing.
const FEW: usize = 50;

/// The script that `mdbook`'s pages load when somebody searches.
pub(super) fn index(docs: &[Output]) -> String {
    let found: Vec<Section> = docs.iter().flat_map(sections).collect();
    let (titles, bodies): (Vec<Words>, Vec<Words>) =
        found.iter().map(|it| (title_words(&it.title), words(&it.body))).unzip();
    let common = common(&bodies);
    let bodies: Vec<Words> =
        bodies.into_iter().map(|it| it.into_iter().filter(|(word, _)| !common.contains(word)).collect()).collect();
    let mut docs = serde_json::Map::new();
    let mut lengths = serde_json::Map::new();
    for (at, it) in found.iter().enumerate() {
        let id = at.to_string();
        // Pages show it as it is.
        let breadcrumbs = html(&it.title);
        docs.insert(id.clone(), json!({"id": id, "title": it.title, "body": it.body, "breadcrumbs": breadcrumbs}));
        lengths.insert(id, json!({"title": count(&titles[at]), "body": count(&bodies[at])}));
    }
    let config = json!({
        "doc_urls": found.iter().map(|it| &it.url).collect::<Vec<_>>(),
        "results_options": {"limit_results": 30, "teaser_word_count": 30},
        "search_options": {
            "bool": "AND",
            "expand": true,
            "fields": {"title": {"boost": 4}, "body": {"boost": 1}},
        },
        "index": {
            "version": "0.9.5",
            "lang": "English",
            "ref": "id",
            "fields": ["title", "body"],
            // Words are kept as they are: a stem of "credits" would be no part of a code.
            "pipeline": ["trimmer"],
            "documentStore": {"save": true, "docs": docs, "docInfo": lengths, "length": found.len()},
            "index": {"title": {"root": Trie::of(&titles)}, "body": {"root": Trie::of(&bodies)}},
        },
    });
    let json = visible_json(config.to_string()).replace('\\', "\\\\").replace('\'', "\\'");
    format!("window.search = Object.assign(window.search, JSON.parse('{json}'));")
}

/// A page, or a part of one, that is found.
struct Section {
    url: String,
    title: String,
    body: String,
}

/// What is found of a page: all of a code's, the headings of the lists, and each part of the reference, whose tables say
/// what the codes' pages say.
fn sections(page: &Output) -> Vec<Section> {
    let Some(path) = page.path.strip_prefix("docs/").and_then(|it| it.strip_suffix(".md")) else { return Vec::new() };
    if path == "SUMMARY" {
        return Vec::new();
    }
    let (is_code, is_reference) = (path.starts_with("errors/"), path == "errors");
    let anchors = if is_reference { anchors(&page.contents) } else { HashMap::new() };
    let mut out: Vec<Section> = Vec::new();
    let mut heading = None;
    let (mut passed_over, mut is_over) = (0, false);
    for (event, range) in Parser::new_ext(&page.contents, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                is_over = page.contents[range.clone()].trim_end().ends_with(SEE_ALSO);
                heading = Some(level == HeadingLevel::H1 || is_reference && level == HeadingLevel::H2);
                if heading == Some(true) {
                    let anchor = anchors.get(&range.start).filter(|_| level != HeadingLevel::H1);
                    let url = anchor.map_or_else(|| format!("{path}.html"), |it| format!("{path}.html#{it}"));
                    out.push(Section { url, title: String::new(), body: String::new() });
                }
            }
            Event::End(TagEnd::Heading(_)) => heading = None,
            Event::Start(Tag::CodeBlock(_)) => passed_over += 1,
            Event::Start(Tag::Table(_)) if !is_code => passed_over += 1,
            Event::End(TagEnd::CodeBlock) => passed_over -= 1,
            Event::End(TagEnd::Table) if !is_code => passed_over -= 1,
            Event::Text(it) | Event::Code(it) if passed_over == 0 && !is_over => match (heading, out.last_mut()) {
                (Some(true), Some(section)) => section.title.push_str(&it),
                (None, Some(section)) => section.body.push_str(&it),
                // A heading within a section is the same on every page, or says what is said below it.
                _ => {}
            },
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell) | Event::SoftBreak | Event::HardBreak => {
                if let Some(section) = out.last_mut().filter(|it| !it.body.ends_with(' ')) {
                    section.body.push(' ');
                }
            }
            _ => {}
        }
    }
    for section in &mut out {
        if is_code || is_reference {
            section.body = section.body.trim().to_owned();
        } else {
            section.body.clear();
        }
    }
    out
}

/// Words, and how often each is there.
type Words = BTreeMap<String, u32>;

fn words(text: &str) -> Words {
    let mut out = Words::new();
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|it| !it.trim_matches('_').is_empty()) {
        let word = word.to_lowercase();
        for part in word.split('_').filter(|it| word.contains('_') && !it.is_empty()) {
            *out.entry(part.to_owned()).or_default() += 1;
        }
        *out.entry(word).or_default() += 1;
    }
    out
}

/// The words of a title, and those that a code in it is made of.
fn title_words(title: &str) -> Words {
    let mut out = words(title);
    for word in words(&title.to_snake_case()).into_keys() {
        out.entry(word).or_insert(1);
    }
    out
}

fn common(texts: &[Words]) -> BTreeSet<String> {
    let mut on = BTreeMap::<&str, usize>::new();
    for word in texts.iter().flat_map(BTreeMap::keys) {
        *on.entry(word).or_default() += 1;
    }
    let is_common = |count: usize| texts.len() > FEW && count * 2 > texts.len();
    on.into_iter().filter(|it| is_common(it.1)).map(|it| it.0.to_owned()).collect()
}

fn count(words: &Words) -> u32 {
    words.values().sum()
}

/// Words by their letters: a node for each beginning, with the texts that hold the word that ends there.
#[derive(Default, Serialize)]
struct Trie {
    docs: BTreeMap<String, Value>,
    df: usize,
    #[serde(flatten)]
    next: BTreeMap<char, Trie>,
}

impl Trie {
    fn of(texts: &[Words]) -> Self {
        let mut root = Self::default();
        for (at, words) in texts.iter().enumerate() {
            for (word, count) in words {
                let node = word.chars().fold(&mut root, |node, c| node.next.entry(c).or_default());
                node.docs.insert(at.to_string(), json!({"tf": (f64::from(*count).sqrt() * 100.0).round() / 100.0}));
                node.df += 1;
            }
        }
        root
    }
}
