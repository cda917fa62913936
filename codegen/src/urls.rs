//! The names and URLs of codes' pages, and the names of codes' components in `OpenAPI`. They depend on the code and the
//! book's code style, so they do not change when other codes are added or removed.

use crate::model::{Api, CodeStyle, ErrorDef};

/// The name of a code's page, without an extension: usually the code, as in `errors/rate_limited.md`.
///
/// It is valid on every file system, and unique in a book, even if case is ignored:
///
/// - A code in lower-case letters, digits, `_` and `-` is its own name. In a book whose style is
///   `SCREAMING_SNAKE_CASE`, a code in capitals is, and one in lower case has the suffix `--small`.
/// - A code in capitals has the suffix `--caps`. A mixed one has `--` and a hexadecimal number with a bit for each
///   capital.
/// - Any other code is shortened, and followed by `--` and its hash. No code above contains `--`.
pub fn page_name(api: &Api, code: &str) -> String {
    if is_plain(code) {
        let is_screaming = api.code_style == CodeStyle::ScreamingSnake;
        match case(code) {
            Case::None => return code.to_owned(),
            Case::Small => return if is_screaming { format!("{code}--small") } else { code.to_owned() },
            Case::Capital => return if is_screaming { code.to_owned() } else { format!("{code}--caps") },
            Case::Mixed(capitals) => return format!("{code}--{capitals:x}"),
            Case::Long => {}
        }
    }
    format!("{}--{:016x}", readable(code), errbook::__private::hash::v1(code.as_bytes(), 0))
}

/// Whether a code is valid as a file name, a URL segment and a chapter of a book, apart from its case.
fn is_plain(code: &str) -> bool {
    /// File systems allow 255 bytes, some tools much less.
    const LONGEST: usize = 100;
    let is_sign = |it: u8| it.is_ascii_alphanumeric() || it == b'_' || it == b'-';
    code.len() <= LONGEST
        && code.bytes().all(is_sign)
        && code.starts_with(|c: char| c != '-')
        && !code.ends_with('-')
        && !code.contains("--")
        && !is_taken(&code.to_ascii_lowercase())
}

/// Whether a name is reserved: for a Windows device, whatever the extension, or for the index page of a folder.
fn is_taken(name: &str) -> bool {
    let port = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    matches!(name, "con" | "prn" | "aux" | "nul" | "index" | "readme")
        || port.is_some_and(|it| it.len() == 1 && it.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The case of a code's letters.
enum Case {
    /// It has no letters.
    None,
    Small,
    Capital,
    /// A bit for each letter, the lowest for the first, that is 1 for a capital.
    Mixed(u64),
    /// Mixed, with more letters than bits. Fewer than 64 keep the number shorter than a hash.
    Long,
}

fn case(code: &str) -> Case {
    const MOST: usize = 60;
    let letters = || code.bytes().filter(u8::is_ascii_alphabetic);
    let (count, capitals) = (letters().count(), letters().filter(u8::is_ascii_uppercase).count());
    if count == 0 {
        Case::None
    } else if capitals == 0 {
        Case::Small
    } else if capitals == count {
        Case::Capital
    } else if count > MOST {
        Case::Long
    } else {
        Case::Mixed(letters().enumerate().fold(0, |bits, (at, it)| bits | u64::from(it.is_ascii_uppercase()) << at))
    }
}

/// The characters of a code that are allowed in a name.
fn readable(code: &str) -> String {
    const LONGEST: usize = 40;
    let signs: String = code.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect();
    let words: Vec<&str> = signs.split('-').filter(|it| !it.is_empty()).collect();
    let joined = words.join("-");
    let short = joined.get(..LONGEST).unwrap_or(&joined).trim_end_matches('-');
    if short.is_empty() { "code".to_owned() } else { short.to_owned() }
}

/// The paths of codes' pages in the output folder, with `*` for a page's name.
pub(crate) const PAGES: &str = "docs/errors/*.md";

/// The path of a code's page in the output folder.
pub fn page_path(api: &Api, code: &str) -> String {
    PAGES.replace('*', &page_name(api, code))
}

/// The path of a code's page, if `to` is the path of their folder.
pub(crate) fn page_at(api: &Api, to: &str, code: &str) -> String {
    format!("{to}{}.md", page_name(api, code))
}

/// The name of an error's schema and response in `OpenAPI`, of letters, digits, `.`, `_` and `-`: its name in Rust, or else
/// that of its page after a `-`, which no name in Rust has.
pub(crate) fn component_name(api: &Api, entry: &ErrorDef) -> String {
    if entry.name.is_ascii() { entry.name.clone() } else { format!("code-{}", page_name(api, &entry.code)) }
}

/// The URL of a code's page, if the docs are published.
pub fn page_url(api: &Api, code: &str) -> Option<String> {
    api.docs_url.as_ref().map(|it| format!("{it}/errors/{}.html", page_name(api, code)))
}
