//! Identifiers: Rust names from codes and wire names. It knows the cases of Rust, and the keywords of
//! Rust and Python, and nothing of a book.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// A type or variant name derived from a text: `rate_limited` gives `RateLimited`. `None` if nothing is left of it.
///
/// A name that would begin with a digit is prefixed with `prefix`.
pub fn upper_camel(text: &str, prefix: &str) -> Option<String> {
    identifier(&text.to_upper_camel_case(), prefix)
}

/// The name of the method that sets a field: a keyword needs no `_` after `with_`.
pub fn setter(field: &str) -> String {
    let plain = field.strip_suffix('_').filter(|it| is_keyword(it)).unwrap_or(field);
    format!("with_{plain}")
}

/// The part of a type's name derived from a field: `self_` gives `Self`, which is not a valid name by itself.
pub fn upper_camel_part(text: &str) -> String {
    text.to_upper_camel_case()
}

/// A field name derived from a text: `Retry-After` gives `retry_after`, and `type` gives `type_`. `None` if nothing is
/// left of it.
///
/// A name that would begin with a digit is prefixed with `field_`.
pub fn snake(text: &str) -> Option<String> {
    let derived = text.to_snake_case();
    if is_keyword(&derived) {
        return Some(derived + "_");
    }
    identifier(&derived, "field_")
}

/// The name of a crate in Rust: `shop-errors` gives `shop_errors`.
pub fn krate(package: &str) -> String {
    package.replace('-', "_")
}

fn identifier(derived: &str, prefix: &str) -> Option<String> {
    if derived.is_empty() {
        return None;
    }
    let name = if derived.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{prefix}{derived}")
    } else {
        derived.to_owned()
    };
    is_identifier(&name).then_some(name)
}

/// The keywords of every edition up to 2024, which are not allowed as names (the Rust Reference, "Keywords"). The
/// parser of `syn` has its own list, which ends with edition 2018. Weak keywords such as `union` and `raw` are names
/// like any other.
static KEYWORDS: &[&str] = &[
    // Strict.
    "Self", "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false",
    "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self",
    "static", "struct", "super", "trait", "true", "type", "unsafe", "use", "where", "while",
    // Reserved.
    "abstract", "become", "box", "do", "final", "gen", "macro", "override", "priv", "try", "typeof", "unsized",
    "virtual", "yield",
];

/// The keywords of Python that are not allowed as names (The Python Language Reference, "Keywords"). Soft keywords such as
/// `match` and `type` are names like any other.
static PYTHON_KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// The modules of Python 3.10 to 3.14: `sys.stdlib_module_names` without private ones and those with capitals, and `test`.
static PYTHON_MODULES: &[&str] = &[
    "abc",
    "aifc",
    "annotationlib",
    "antigravity",
    "argparse",
    "array",
    "ast",
    "asynchat",
    "asyncio",
    "asyncore",
    "atexit",
    "audioop",
    "base64",
    "bdb",
    "binascii",
    "binhex",
    "bisect",
    "builtins",
    "bz2",
    "calendar",
    "cgi",
    "cgitb",
    "chunk",
    "cmath",
    "cmd",
    "code",
    "codecs",
    "codeop",
    "collections",
    "colorsys",
    "compileall",
    "compression",
    "concurrent",
    "configparser",
    "contextlib",
    "contextvars",
    "copy",
    "copyreg",
    "crypt",
    "csv",
    "ctypes",
    "curses",
    "dataclasses",
    "datetime",
    "dbm",
    "decimal",
    "difflib",
    "dis",
    "distutils",
    "doctest",
    "email",
    "encodings",
    "ensurepip",
    "enum",
    "errno",
    "faulthandler",
    "fcntl",
    "filecmp",
    "fileinput",
    "fnmatch",
    "fractions",
    "ftplib",
    "functools",
    "gc",
    "genericpath",
    "getopt",
    "getpass",
    "gettext",
    "glob",
    "graphlib",
    "grp",
    "gzip",
    "hashlib",
    "heapq",
    "hmac",
    "html",
    "http",
    "idlelib",
    "imaplib",
    "imghdr",
    "imp",
    "importlib",
    "inspect",
    "io",
    "ipaddress",
    "itertools",
    "json",
    "keyword",
    "lib2to3",
    "linecache",
    "locale",
    "logging",
    "lzma",
    "mailbox",
    "mailcap",
    "marshal",
    "math",
    "mimetypes",
    "mmap",
    "modulefinder",
    "msilib",
    "msvcrt",
    "multiprocessing",
    "netrc",
    "nis",
    "nntplib",
    "nt",
    "ntpath",
    "nturl2path",
    "numbers",
    "opcode",
    "operator",
    "optparse",
    "os",
    "ossaudiodev",
    "pathlib",
    "pdb",
    "pickle",
    "pickletools",
    "pipes",
    "pkgutil",
    "platform",
    "plistlib",
    "poplib",
    "posix",
    "posixpath",
    "pprint",
    "profile",
    "pstats",
    "pty",
    "pwd",
    "py_compile",
    "pyclbr",
    "pydoc",
    "pydoc_data",
    "pyexpat",
    "queue",
    "quopri",
    "random",
    "re",
    "readline",
    "reprlib",
    "resource",
    "rlcompleter",
    "runpy",
    "sched",
    "secrets",
    "select",
    "selectors",
    "shelve",
    "shlex",
    "shutil",
    "signal",
    "site",
    "smtpd",
    "smtplib",
    "sndhdr",
    "socket",
    "socketserver",
    "spwd",
    "sqlite3",
    "sre_compile",
    "sre_constants",
    "sre_parse",
    "ssl",
    "stat",
    "statistics",
    "string",
    "stringprep",
    "struct",
    "subprocess",
    "sunau",
    "symtable",
    "sys",
    "sysconfig",
    "syslog",
    "tabnanny",
    "tarfile",
    "telnetlib",
    "tempfile",
    "termios",
    "test",
    "textwrap",
    "this",
    "threading",
    "time",
    "timeit",
    "tkinter",
    "token",
    "tokenize",
    "tomllib",
    "trace",
    "traceback",
    "tracemalloc",
    "tty",
    "turtle",
    "turtledemo",
    "types",
    "typing",
    "unicodedata",
    "unittest",
    "urllib",
    "uu",
    "uuid",
    "venv",
    "warnings",
    "wave",
    "weakref",
    "webbrowser",
    "winreg",
    "winsound",
    "wsgiref",
    "xdrlib",
    "xml",
    "xmlrpc",
    "zipapp",
    "zipfile",
    "zipimport",
    "zlib",
    "zoneinfo",
];

/// Names that the generated crate uses itself.
pub static RESERVED: &[&str] = &["ALL", "Error", "ErrorCode", "ErrorKind", "OrError", "Self", "Unknown"];

/// Whether this is a valid Rust name without escaping.
pub fn is_identifier(text: &str) -> bool {
    // `_` alone is a pattern, and `r#type` an escaped name.
    let is_plain = text != "_" && !text.contains('#') && !is_keyword(text);
    is_plain && syn::parse_str::<syn::Ident>(text).is_ok_and(|ident| ident == text)
}

/// Whether this word is reserved in Rust.
pub fn is_keyword(text: &str) -> bool {
    KEYWORDS.contains(&text)
}

/// Whether this word is reserved in Python.
pub fn is_python_keyword(text: &str) -> bool {
    PYTHON_KEYWORDS.contains(&text)
}

/// Whether a package with this name could not be imported in Python, or would hide a module of the standard library.
pub fn is_python_module(text: &str) -> bool {
    PYTHON_MODULES.contains(&text)
}

/// Whether a name follows the convention for types: it begins with a capital and has no `_`.
pub fn is_upper_camel(text: &str) -> bool {
    is_identifier(text) && text.starts_with(|c: char| !c.is_lowercase() && c != '_') && !text.contains('_')
}

/// Whether a name follows the convention for fields: it has no capitals.
pub fn is_snake(text: &str) -> bool {
    is_identifier(text) && !text.contains(char::is_uppercase)
}
