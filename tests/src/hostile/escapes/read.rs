//! Generated files, parsed as their users do: the result is their structure, without the texts.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;

/// The mark in every text, by which texts are found.
pub(super) const MARK: &str = "zq";

fn is_marked(text: &str) -> bool {
    text.to_lowercase().contains(MARK)
}

/// Rust as the compiler reads it, with docs as rustdoc reads them.
pub(super) fn rust(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    syn::parse_file(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    tokens(text.parse().expect("it was parsed"), &mut out);
    // Comments that are no docs are not in the tokens.
    out.extend(text.lines().filter(|it| it.starts_with("// ")).map(str::to_owned));
    out
}

fn tokens(stream: TokenStream, out: &mut Vec<String>) {
    let mut docs = String::new();
    let mut before = None;
    for token in stream {
        let was_sign = before.replace(token.to_string());
        match token {
            TokenTree::Group(group) => {
                let doc = (was_sign.as_deref().is_some_and(|it| it == "#" || it == "!")
                    && group.delimiter() == Delimiter::Bracket)
                    .then(|| doc_of(&group.stream()))
                    .flatten();
                if let Some(line) = doc {
                    docs.push_str(&line);
                    docs.push('\n');
                    continue;
                }
                end_docs(&mut docs, out);
                if group.delimiter() == Delimiter::Brace && out.ends_with(&["=".to_owned(), ">".to_owned()]) {
                    // A long arm of a `match` has braces, and no comma after them.
                    tokens(group.stream(), out);
                    out.push(",".to_owned());
                    continue;
                }
                out.push(format!("{:?}", group.delimiter()));
                tokens(group.stream(), out);
                // Whether a comma is before the end depends on the formatting.
                if out.last().is_some_and(|it| it == ",") {
                    out.pop();
                }
                out.push("end".to_owned());
            }
            TokenTree::Punct(sign) if matches!(sign.as_char(), '#' | '!') => {}
            TokenTree::Punct(sign) => {
                end_docs(&mut docs, out);
                out.push(sign.to_string());
            }
            TokenTree::Ident(name) => {
                end_docs(&mut docs, out);
                let name = name.to_string();
                out.push(if is_marked(&name) { "a name".to_owned() } else { name });
            }
            TokenTree::Literal(_) => {
                end_docs(&mut docs, out);
                out.push("a literal".to_owned());
            }
        }
    }
    end_docs(&mut docs, out);
}

/// The text of `doc = "…"`.
fn doc_of(attribute: &TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = attribute.clone().into_iter().collect();
    let [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(text)] = tokens.as_slice() else {
        return None;
    };
    let text: syn::LitStr = (name == "doc").then(|| syn::parse_str(&text.to_string()))?.expect("a text");
    Some(text.value().strip_prefix(' ').map_or_else(|| text.value(), str::to_owned))
}

fn end_docs(docs: &mut String, out: &mut Vec<String>) {
    if !docs.is_empty() {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        out.extend(markdown(&std::mem::take(docs), options));
    }
}

/// Markdown as a page shows it: everything but what the texts say, and links to the web.
pub(super) fn page(text: &str) -> Vec<String> {
    let own = Options::ENABLE_GFM | Options::ENABLE_MATH;
    markdown(
        text,
        Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | own,
    )
}

fn markdown(text: &str, options: Options) -> Vec<String> {
    let mut out = Vec::new();
    let mut names = Vec::new();
    // rustdoc reads `[name]` as a link to the item of that name.
    let mut name = |it: BrokenLink<'_>| {
        names.push(format!("a link to {}", it.reference));
        None
    };
    let mut code: Option<(String, String)> = None;
    let mut said = String::new();
    for event in Parser::new_with_broken_link_callback(text, options, Some(&mut name)) {
        match event {
            Event::Text(it) if code.is_some() => code.as_mut().expect("it is open").1.push_str(&it),
            // Parts of one run of text are not distinguished: emphasis is allowed, and line breaks do not count.
            Event::Text(it) | Event::Code(it) => said.push_str(&it),
            Event::SoftBreak | Event::HardBreak => said.push(' '),
            Event::Start(Tag::Emphasis | Tag::Strong)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => {}
            Event::Start(Tag::Link { dest_url, .. }) => {
                let is_ours = dest_url.starts_with('#') || !is_to_web(&dest_url);
                if is_ours {
                    // A page is called after its code, or after its beginning and its hash.
                    let is_code = is_marked(&dest_url) || dest_url.contains("--");
                    out.push(format!("a link to {}", if is_code { "a code" } else { &dest_url }));
                }
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let info =
                    if let CodeBlockKind::Fenced(info) = kind { info.into_string() } else { "indented".to_owned() };
                code = Some((info, String::new()));
            }
            Event::End(TagEnd::CodeBlock) => out.extend(block(code.take().expect("it was open"))),
            other => {
                marks(&mut said, &mut out);
                out.push(format!("{other:?}"));
            }
        }
    }
    marks(&mut said, &mut out);
    out.extend(names);
    out
}

/// How often a text is said.
fn marks(said: &mut String, out: &mut Vec<String>) {
    let said = std::mem::take(said);
    out.extend(said.match_indices(MARK).map(|_| "a text".to_owned()));
}

/// The shape of a block of code: a doc test is Rust, and what is on the wire is a head and JSON.
fn block((info, text): (String, String)) -> Vec<String> {
    let mut out = vec![format!("code: {info}")];
    if info == "http" {
        let (head, body) = text.split_once("\n\n").expect("a head and a body");
        out.extend(
            head.lines()
                .map(|it| it.split(": ").next().unwrap_or_default().to_owned())
                .map(|it| if is_marked(&it) { "a header".to_owned() } else { it }),
        );
        out.extend(json(&serde_json::from_str(body).expect("JSON")));
    } else if info.is_empty() || info == "rust" {
        tokens(text.parse().unwrap_or_else(|error| panic!("{error}\n{text}")), &mut out);
    } else {
        out.extend(text.lines().map(|_| "a line".to_owned()));
    }
    out
}

/// JavaScript and TypeScript as compilers read them, and comments as editors show them.
pub(super) fn script(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_of_name = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let until = |end: &str| rest.find(end).map_or(rest.len(), |it| it + end.len());
        let length = if rest.starts_with("//") {
            let length = until("\n");
            out.push(rest[..length].to_owned());
            length
        } else if rest.starts_with("/*") {
            let length = until("*/");
            out.extend(comment(&rest[..length]));
            length
        } else if first == '"' {
            let (text, length) = string(rest);
            // A name is quoted if it must be.
            out.push(match text {
                text if text.contains("/errors/") => "a page".to_owned(),
                text if is_marked(&text) => "a name".to_owned(),
                text => text,
            });
            length
        } else if is_of_name(first) {
            let length = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
            let name = &rest[..length];
            out.push(if is_marked(name) { "a name".to_owned() } else { name.to_owned() });
            length
        } else {
            if !first.is_whitespace() {
                out.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    out
}

/// A string at the start of a text, and its length with the quotes.
fn string(text: &str) -> (String, usize) {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<String>();
    let value = values.next().expect("a string").expect("it ends on its line");
    (value, values.byte_offset())
}

/// A comment: its Markdown, and the tags in it, which begin a word.
fn comment(text: &str) -> Vec<String> {
    let text = text.trim_start_matches("/**").trim_end_matches("*/");
    let lines: Vec<&str> =
        text.lines().map(|it| it.trim_start().trim_start_matches("* ").trim_start_matches('*')).collect();
    let tags = lines.iter().flat_map(|it| it.split_whitespace()).filter(|it| it.starts_with('@')).map(str::to_owned);
    tags.chain(page(&lines.join("\n"))).collect()
}

/// JSON without what its texts say.
pub(super) fn json(value: &Value) -> Vec<String> {
    match value {
        // A long code's page is called after its beginning.
        Value::String(it) if it.contains("/errors/") => vec!["a page".to_owned()],
        Value::String(it) => vec![if is_marked(it) { "a text" } else { "text" }.to_owned()],
        Value::Array(items) => {
            ["[".to_owned()].into_iter().chain(items.iter().flat_map(json)).chain(["]".to_owned()]).collect()
        }
        Value::Object(members) => {
            // The names of fields are texts too, and come in another order.
            let mut shapes: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("{}: {:?}", if is_marked(key) { "a key" } else { key }, json(value)))
                .collect();
            shapes.sort();
            shapes
        }
        other => vec![other.to_string()],
    }
}

fn is_to_web(url: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|it| url.starts_with(it)) || url.contains('@')
}
