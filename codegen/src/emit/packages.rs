//! Names and versions of packages for other languages, by the rules of their registries.

use super::output::BUILD_FOLDERS;
use crate::names;

/// The settings of a package. Without a name it is called like the crate, and its version is the contract's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Package {
    /// Its name in the registry.
    pub name: Option<String>,
    /// Its version, by the rules of the registry.
    pub version: Option<String>,
}

/// A version of `OpenAPI`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OpenApi {
    /// 3.0.3.
    V3_0,
    /// 3.1.
    #[default]
    V3_1,
}

impl OpenApi {
    /// Each version with its word in the settings.
    pub const WORDS: &'static [(&'static str, Self)] = &[("3.0", Self::V3_0), ("3.1", Self::V3_1)];
}

/// The modules of Node that are imported by a name without a prefix.
const NODE_MODULES: &[&str] = &[
    "assert",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "domain",
    "events",
    "fs",
    "http",
    "http2",
    "https",
    "inspector",
    "module",
    "net",
    "os",
    "path",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "repl",
    "stream",
    "string_decoder",
    "sys",
    "timers",
    "tls",
    "trace_events",
    "tty",
    "url",
    "util",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
    "zlib",
];

/// Why a package of npm cannot have a name.
pub fn invalid_npm_name(name: &str) -> Option<&'static str> {
    let parts: Vec<&str> = match name.strip_prefix('@') {
        Some(scoped) => scoped.split('/').collect(),
        None => vec![name],
    };
    let is_allowed = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || b"-._/@".contains(&it);
    if name.len() > 214 {
        Some("it may have at most 214 characters")
    } else if !name.bytes().all(is_allowed) {
        Some("it may contain only lower-case ASCII letters, digits, `-`, `.` and `_`")
    } else if name.contains(['@', '/']) && parts.len() != 2 {
        Some("a scope is written `@scope/name`")
    } else if !parts.iter().all(|it| it.starts_with(|c: char| c.is_ascii_alphanumeric()) && !it.contains('@')) {
        Some("it must begin with a letter or a digit")
    } else if ["node_modules", "favicon.ico"].contains(&name) {
        Some("the name is reserved")
    } else if NODE_MODULES.contains(&name) {
        Some("Node has a module with this name")
    } else {
        None
    }
}

/// The most characters of a package's name in Python. The file name of a wheel, which has 255 at most, also has the version.
const MOST: usize = 200;

/// Why a package of Python cannot have a name (PEP 508), or cannot be imported.
pub fn invalid_python_name(name: &str) -> Option<&'static str> {
    let module = python_module(name);
    if name.len() > MOST {
        Some("it may have at most 200 characters")
    } else if !name.bytes().all(|it| it.is_ascii_alphanumeric() || b"-._".contains(&it)) {
        Some("it may contain only ASCII letters, digits, `-`, `.` and `_`")
    } else if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        Some("it must begin with a letter, since it is imported")
    } else if !name.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        Some("it must end with a letter or a digit")
    } else if names::is_python_module(&module) {
        Some("it is a module of Python's standard library")
    } else if BUILD_FOLDERS.contains(&&*module) {
        Some("builds leave a folder of this name")
    } else {
        None
    }
}

/// The name by which a package is imported: its normal form (PEP 503) with `_`, and `_` after a keyword.
pub(super) fn python_module(name: &str) -> String {
    let parts = name.split(['-', '_', '.']).filter(|it| !it.is_empty());
    let module = parts.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("_");
    if names::is_python_keyword(&module) { module + "_" } else { module }
}

/// The words of a pre-release in Semantic Versioning, and those of PEP 440.
const PRE_RELEASES: &[(&str, &str)] = &[
    ("alpha", "a"),
    ("beta", "b"),
    ("pre", "rc"),
    ("preview", "rc"),
    ("a", "a"),
    ("b", "b"),
    ("c", "rc"),
    ("rc", "rc"),
];

/// A version of Semantic Versioning by PEP 440: `1.5.0-rc.1` is `1.5.0rc1`. `None` if its pre-release is not one of Python's.
/// Build metadata is omitted, since `PyPI` rejects it.
pub(crate) fn python_version(version: &str) -> Option<String> {
    let parsed = semver::Version::parse(version).ok()?;
    let release = format!("{}.{}.{}", parsed.major, parsed.minor, parsed.patch);
    if parsed.pre.is_empty() {
        return Some(release);
    }
    let pre = parsed.pre.to_ascii_lowercase();
    let word = pre.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = pre.strip_prefix(word).filter(|it| !it.is_empty()).unwrap_or("0");
    let word = word.trim_end_matches(['.', '-']);
    let (_, short) = PRE_RELEASES.iter().find(|it| it.0 == word)?;
    Some(format!("{release}{short}{number}")).filter(|it| is_python_version(it))
}

/// Whether a version is in the canonical form of PEP 440: `1.4.0`, `1.5.0rc1`, `1.4.0.post1`, `1.5.0.dev3`.
pub(crate) fn is_python_version(text: &str) -> bool {
    /// The rest after a number without leading zeros.
    fn number(text: &str) -> Option<&str> {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = &text[..text.len() - rest.len()];
        (!digits.is_empty() && (digits == "0" || !digits.starts_with('0'))).then_some(rest)
    }
    /// The rest after an optional word and its number; `None` if there is no number after the word.
    fn part<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
        words.iter().find_map(|it| text.strip_prefix(it)).map_or(Some(text), number)
    }
    fn rest(text: &str) -> Option<&str> {
        let text =
            text.split_once('!').map_or(Some(text), |(epoch, rest)| number(epoch)?.is_empty().then_some(rest))?;
        let mut rest = number(text)?;
        while let Some(next) = rest.strip_prefix('.').filter(|it| it.starts_with(|c: char| c.is_ascii_digit())) {
            rest = number(next)?;
        }
        part(part(part(rest, &["a", "b", "rc"])?, &[".post"])?, &[".dev"])
    }
    rest(text) == Some("")
}
