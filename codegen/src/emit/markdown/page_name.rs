//! What a code's page is called. It knows the code alone: the name stays, whatever other codes come and go.

/// The name of a code's page, without its ending: the code where it is a plain one, as in `errors/rate_limited.md`.
///
/// It is safe on every file system, and no two codes share it, not even where capitals do not count:
///
/// - Small letters, digits, `_` and `-` stay as they are.
/// - A code with capitals is followed by `--` and what tells them: `caps` where every letter is one, otherwise a
///   hexadecimal number with a bit for each letter that is.
/// - Every other code is followed by `--` and its hash. What a name cannot have is a `-` before that.
pub fn page_name(code: &str) -> String {
    if is_plain(code) {
        match capitals(code) {
            Capitals::None => return code.to_owned(),
            Capitals::All => return format!("{code}--caps"),
            Capitals::Some(which) => return format!("{code}--{which:x}"),
            Capitals::TooMany => {}
        }
    }
    format!("{}--{:016x}", readable(code), errbook::hash::v1(code.as_bytes(), 0))
}

/// Whether a code can be a file's name, a part of a URL and a chapter of a book, as far as small letters go.
fn is_plain(code: &str) -> bool {
    /// File systems end at 255 bytes, and some tools at much less.
    const LONGEST: usize = 100;
    let is_sign = |it: u8| it.is_ascii_alphanumeric() || it == b'_' || it == b'-';
    code.len() <= LONGEST
        && code.bytes().all(is_sign)
        && code.starts_with(|c: char| c != '-')
        && !code.ends_with('-')
        && !code.contains("--")
        && !is_taken(&code.to_ascii_lowercase())
}

/// Names that are something else: Windows' devices, whatever their ending, and the page of a folder.
fn is_taken(name: &str) -> bool {
    let port = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    matches!(name, "con" | "prn" | "aux" | "nul" | "index" | "readme")
        || port.is_some_and(|it| it.len() == 1 && it.bytes().all(|byte| byte.is_ascii_digit()))
}

enum Capitals {
    None,
    All,
    /// A bit for each letter, the first one's the lowest.
    Some(u64),
    /// More letters than a number has bits; with fifteen digits it is never as long as a hash.
    TooMany,
}

fn capitals(code: &str) -> Capitals {
    const MOST: usize = 60;
    let letters = || code.bytes().filter(u8::is_ascii_alphabetic);
    let count = letters().filter(u8::is_ascii_uppercase).count();
    if count == 0 {
        Capitals::None
    } else if count == letters().count() {
        Capitals::All
    } else if letters().count() > MOST {
        Capitals::TooMany
    } else {
        Capitals::Some(letters().enumerate().fold(0, |bits, (at, it)| bits | u64::from(it.is_ascii_uppercase()) << at))
    }
}

/// As much of a code as a name can have.
fn readable(code: &str) -> String {
    const LONGEST: usize = 40;
    let signs: String = code.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect();
    let words: Vec<&str> = signs.split('-').filter(|it| !it.is_empty()).collect();
    let joined = words.join("-");
    let short = joined.get(..LONGEST).unwrap_or(&joined).trim_end_matches('-');
    if short.is_empty() { "code".to_owned() } else { short.to_owned() }
}
