//! Names in Python, from those in Rust.
//!
//! - An exception is the code's Rust name with `Error` at its end. One that is the name of a built-in exception gets the
//!   name of the API in front: `TimeoutError` is `ShopTimeoutError`.
//! - A field has its Rust name. Python's keywords, and the types that the package uses in annotations, get a final `_`;
//!   Rust's keywords get none.
//! - A dataclass has the Rust name of its payload or object.

use heck::ToUpperCamelCase;

use crate::model::Book;
use crate::names;

/// The exceptions and warnings of Python 3.10 to 3.14 whose names end in `Error`: the only ones that a code could get.
static EXCEPTIONS: &[&str] = &[
    "ArithmeticError",
    "AssertionError",
    "AttributeError",
    "BlockingIOError",
    "BrokenPipeError",
    "BufferError",
    "ChildProcessError",
    "ConnectionAbortedError",
    "ConnectionError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "EOFError",
    "EnvironmentError",
    "FileExistsError",
    "FileNotFoundError",
    "FloatingPointError",
    "IOError",
    "ImportError",
    "IndentationError",
    "IndexError",
    "InterruptedError",
    "IsADirectoryError",
    "KeyError",
    "LookupError",
    "MemoryError",
    "ModuleNotFoundError",
    "NameError",
    "NotADirectoryError",
    "NotImplementedError",
    "OSError",
    "OverflowError",
    "PermissionError",
    "ProcessLookupError",
    "PythonFinalizationError",
    "RecursionError",
    "ReferenceError",
    "RuntimeError",
    "SyntaxError",
    "SystemError",
    "TabError",
    "TimeoutError",
    "TypeError",
    "UnboundLocalError",
    "UnicodeDecodeError",
    "UnicodeEncodeError",
    "UnicodeError",
    "UnicodeTranslateError",
    "ValueError",
    "WindowsError",
    "ZeroDivisionError",
];

/// The types in annotations: a field with such a name would hide the type from those after it.
static TYPES: &[&str] = &["bool", "float", "int", "str", "tuple"];

/// The exception of an error that could not be typed.
pub(crate) const UNKNOWN: &str = "UnknownError";

/// The name of the API in the names of types.
fn prefix(book: &Book) -> String {
    let is_sign = |c: char| !c.is_ascii_alphanumeric();
    let name = book.api.name.replace(is_sign, " ").to_upper_camel_case();
    let name = if name.is_empty() { book.api.crate_name.replace(is_sign, " ").to_upper_camel_case() } else { name };
    let name = name.strip_suffix("Api").filter(|it| !it.is_empty()).map_or(name.clone(), str::to_owned);
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("The{name}") } else { name }
}

/// The base of all exceptions.
pub(crate) fn base(book: &Book) -> String {
    format!("{}ApiError", prefix(book))
}

/// The exception of a code, by the code's Rust name.
pub(crate) fn exception(book: &Book, rust_name: &str) -> String {
    let name = if rust_name.ends_with("Error") { rust_name.to_owned() } else { format!("{rust_name}Error") };
    if EXCEPTIONS.contains(&&*name) { format!("{}{name}", prefix(book)) } else { name }
}

/// A dataclass, by its Rust name.
pub(crate) fn dataclass(rust_name: &str) -> String {
    if names::is_python_keyword(rust_name) { format!("{rust_name}_") } else { rust_name.to_owned() }
}

/// An attribute, by its Rust name.
pub(crate) fn attribute(rust_name: &str) -> String {
    let plain = rust_name.strip_suffix('_').filter(|it| names::is_keyword(it)).unwrap_or(rust_name);
    // Names that begin with `_` are private, and two of them are changed by Python.
    let plain = plain.trim_start_matches('_');
    if names::is_python_keyword(plain) || TYPES.contains(&plain) {
        format!("{plain}_")
    } else if plain.is_empty() || plain.starts_with(|c: char| c.is_numeric()) {
        format!("field_{plain}")
    } else {
        plain.to_owned()
    }
}
