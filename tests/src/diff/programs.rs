//! Servers as programs: for a book, a program that uses everything that a server can use of the generated crate; and
//! whether such a program compiles with the crate of another book.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use errbook_codegen::emit::emit;
use errbook_codegen::model::{Book, DelayUnit, ErrorDef, Field, HeaderType, Type};
use serde_json::Value;

use crate::specs::root;

/// A server's program. It takes every value as an argument, so that it makes up none, and names its types.
fn program(book: &Book, krate: &str) -> String {
    let mut out = format!("use {krate}::{{Error, ErrorCode, ErrorKind, OrError, errbook}};\n");
    let mut codes = String::new();
    for entry in &book.errors {
        let ErrorDef { name, statuses, .. } = entry;
        let code = name.to_lowercase();
        let (argument, made, pattern) = if entry.has_payload() {
            (format!("it: {krate}::{name}"), format!("ErrorKind::{name}(it)"), format!("ErrorKind::{name}(_)"))
        } else {
            (String::new(), format!("ErrorKind::{name}"), format!("ErrorKind::{name}"))
        };
        let _ = writeln!(codes, "        ErrorCode::{name} => {:?},", entry.code);
        let _ = writeln!(out, "fn kind_{code}({argument}) -> ErrorKind {{ {made} }}");
        let _ = writeln!(out, "fn is_{code}(it: &ErrorKind) -> bool {{ matches!(it, {pattern}) }}");
        let _ = writeln!(out, "fn error_{code}({argument}) -> Error {{ {made}.into() }}");
        let _ = writeln!(
            out,
            "fn lost_{code}(lost: Result<u8, std::fmt::Error>{sep}{argument}) -> Result<u8, Error> {{ lost.or_error({made}) }}",
            sep = if argument.is_empty() { "" } else { ", " }
        );
        for status in statuses {
            let _ = writeln!(
                out,
                "fn error_{code}_{status}({argument}) -> Error {{ Error::from({made}).with_status({status}) }}"
            );
        }
        if entry.has_payload() {
            let _ = writeln!(out, "fn direct_{code}({argument}) -> Result<(), Error> {{ Err(it)? }}");
            let fields = entry.fields.iter().map(|it| Member::of_field(krate, it));
            let headers = entry.payload_headers().map(|it| Member {
                name: it.rust_name.clone(),
                ty: header_type(&it.ty).to_owned(),
                is_argument: !it.optional,
                is_option: true,
            });
            structure(&mut out, krate, name, &fields.chain(headers).collect::<Vec<_>>());
            nested(&mut out, krate, &entry.fields);
        }
    }
    let _ = writeln!(
        out,
        "fn code(it: ErrorCode) -> &'static str {{\n    match it {{\n{codes}        _ => \"\",\n    }}\n}}"
    );
    out
}

/// A member of a struct of the crate.
struct Member {
    name: String,
    ty: String,
    is_argument: bool,
    is_option: bool,
}

impl Member {
    fn of_field(krate: &str, it: &Field) -> Self {
        Self {
            name: it.rust_name.clone(),
            ty: rust_type(krate, &it.ty),
            is_argument: !it.optional,
            is_option: it.optional,
        }
    }
}

/// Builds a struct, sets each member, and reads each.
fn structure(out: &mut String, krate: &str, name: &str, members: &[Member]) {
    let path = format!("{krate}::{name}");
    let function = name.to_lowercase();
    let arguments = || members.iter().filter(|it| it.is_argument);
    let parameters: Vec<String> = arguments().map(|it| format!("{}: {}", it.name, it.ty)).collect();
    let passed: Vec<&str> = arguments().map(|it| &*it.name).collect();
    let _ = writeln!(
        out,
        "fn new_{function}({}) -> {path} {{ {path}::new({}) }}",
        parameters.join(", "),
        passed.join(", ")
    );
    if passed.is_empty() {
        let _ = writeln!(out, "fn default_{function}() -> {path} {{ {path}::default() }}");
    }
    for Member { name, ty, is_argument, is_option } in members {
        if !is_argument {
            let setter = name.strip_suffix('_').unwrap_or(name);
            let _ = writeln!(
                out,
                "fn set_{function}_{name}(it: {path}, value: {ty}) -> {path} {{ it.with_{setter}(value) }}"
            );
        }
        let ty = if *is_option { format!("Option<{ty}>") } else { ty.clone() };
        let _ = writeln!(out, "fn get_{function}_{name}(it: &{path}) -> &{ty} {{ &it.{name} }}");
    }
}

/// The types of fields, wherever they are.
fn nested(out: &mut String, krate: &str, fields: &[Field]) {
    for field in fields {
        let mut ty = &field.ty;
        while let Type::List { of } = ty {
            ty = of;
        }
        match ty {
            Type::Object { rust_name, fields } => {
                let members: Vec<Member> = fields.iter().map(|it| Member::of_field(krate, it)).collect();
                structure(out, krate, rust_name, &members);
                nested(out, krate, fields);
            }
            Type::Enum { rust_name, values } => {
                let function = rust_name.to_lowercase();
                let variants: Vec<String> =
                    values.iter().map(|it| format!("{krate}::{rust_name}::{}", it.rust_name)).collect();
                let _ = writeln!(
                    out,
                    "fn all_{function}() -> Vec<{krate}::{rust_name}> {{ vec![{}] }}",
                    variants.join(", ")
                );
            }
            _ => {}
        }
    }
}

fn rust_type(krate: &str, ty: &Type) -> String {
    match ty {
        Type::String => "String".to_owned(),
        Type::Integer { unsigned: true } => "u64".to_owned(),
        Type::Integer { unsigned: false } => "i64".to_owned(),
        Type::Number => "f64".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Timestamp | Type::Delay { unit: DelayUnit::Date } => "errbook::Timestamp".to_owned(),
        Type::Delay { unit } => delay_type(*unit).to_owned(),
        Type::Any => "errbook::Value".to_owned(),
        Type::Enum { rust_name, .. } | Type::Object { rust_name, .. } => format!("{krate}::{rust_name}"),
        Type::List { of } => format!("Vec<{}>", rust_type(krate, of)),
    }
}

fn header_type(ty: &HeaderType) -> &'static str {
    match ty {
        HeaderType::Delay { unit: DelayUnit::Seconds } => "errbook::RetryAfter",
        HeaderType::Date | HeaderType::Delay { unit: DelayUnit::Date } => "errbook::HttpDate",
        HeaderType::Delay { unit } => delay_type(*unit),
        HeaderType::Integer => "i64",
        HeaderType::Unsigned => "u64",
        HeaderType::String | HeaderType::Constant { .. } => "errbook::HeaderText",
    }
}

/// The type of a delay that is a number.
fn delay_type(unit: DelayUnit) -> &'static str {
    match unit {
        DelayUnit::Seconds => "errbook::Seconds",
        DelayUnit::Millis => "errbook::Millis",
        DelayUnit::Minutes => "errbook::Minutes",
        DelayUnit::EpochSeconds => "errbook::EpochSeconds",
        DelayUnit::EpochMillis => "errbook::EpochMillis",
        DelayUnit::Date => "errbook::Date",
    }
}

/// What the compiler says of the programs of one pair.
#[derive(Debug, Clone)]
pub(crate) struct Compilation {
    /// What keeps the old program from compiling with the new crate; `None`: it compiles.
    pub(crate) old_on_new: Option<String>,
    /// What keeps the new program from compiling with the old crate.
    pub(crate) new_on_old: Option<String>,
}

/// Compiles the program of each book with the crate of the other one, and with its own, which has to succeed.
pub(crate) fn compiled(pairs: &[(&Book, &Book)]) -> Vec<Compilation> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let folder = target.join("pairs");
    let mut members = vec!["own".to_owned()];
    // Every program compiles with its own crate: one package has all of them.
    let (mut own, mut modules) =
        (manifest("own"), String::from("#![allow(dead_code, deprecated, unused_variables)]\n"));
    for (n, (old, new)) in pairs.iter().enumerate() {
        for (side, book, other) in [("old", old, "new"), ("new", new, "old")] {
            let name = format!("{side}-{n}");
            write_crate(&folder, &name, book);
            own.push_str(&format!("{name} = {{ path = \"../{name}\" }}\n"));
            let krate = format!("{side}_{n}");
            modules.push_str(&format!("mod {krate};\n"));
            write(&folder.join(format!("own/src/{krate}.rs")), &program(book, &krate));
            let other_book = if side == "old" { new } else { old };
            let server = format!("{side}-{n}-on-{other}");
            let dependency =
                format!("{} = {{ package = \"{other}-{n}\", path = \"../{other}-{n}\" }}\n", other_book.api.crate_name);
            write(&folder.join(&server).join("Cargo.toml"), &(manifest(&server) + &dependency));
            let text = program(book, &book.api.crate_name.replace('-', "_"));
            write(
                &folder.join(&server).join("src/lib.rs"),
                &format!("#![allow(dead_code, deprecated, unused_variables)]\n{text}"),
            );
            members.extend([name, server]);
        }
    }
    write(&folder.join("own/Cargo.toml"), &own);
    write(&folder.join("own/src/lib.rs"), &modules);
    let workspace =
        format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[profile.dev]\nincremental = false\n");
    write(&folder.join("Cargo.toml"), &workspace);
    // The same versions as everywhere else, so that nothing has to be fetched.
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("it is committed");
    fs::write(folder.join("Cargo.lock"), lock).expect("it can be written");
    let mut all = checked(&folder);
    let mut of = |name: String| all.remove(&name).unwrap_or_else(|| panic!("cargo did not reach {name}"));
    let own = of("own".to_owned());
    assert!(own.is_none(), "a program does not compile with its own crate\n{}", own.unwrap_or_default());
    let one = |n| Compilation { old_on_new: of(format!("old-{n}-on-new")), new_on_old: of(format!("new-{n}-on-old")) };
    (0..pairs.len()).map(one).collect()
}

fn manifest(name: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n")
}

/// The crate of a book, under another name for cargo.
fn write_crate(folder: &Path, name: &str, book: &Book) {
    let mut book = book.clone();
    book.api.crate_name = name.to_owned();
    book.api.runtime.path = Some(root().join("runtime").display().to_string().replace('\\', "/"));
    for output in emit(&book) {
        if output.path == "Cargo.toml" || output.path == "README.md" || output.path.starts_with("src/") {
            write(&folder.join(name).join(output.path), &output.contents);
        }
    }
}

/// Writes a file if its contents change, so that cargo checks again only what changed.
fn write(path: &Path, contents: &str) {
    if fs::read_to_string(path).is_ok_and(|it| it == contents) {
        return;
    }
    fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder for it");
    fs::write(path, contents).expect("it can be written");
}

/// For each package of a workspace the first error of the compiler, if it has any.
fn checked(folder: &Path) -> BTreeMap<String, Option<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let out = Command::new(cargo)
        .args(["check", "--workspace", "--keep-going", "--quiet", "--message-format", "json"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_NET_OFFLINE", "true")
        .output()
        .expect("cargo runs");
    let mut all = BTreeMap::new();
    for line in String::from_utf8_lossy(&out.stdout).lines() {
        let line: Value = serde_json::from_str(line).expect("cargo writes JSON");
        let name = line["target"]["name"].as_str().unwrap_or_default().replace('_', "-");
        match line["reason"].as_str() {
            Some("compiler-artifact") => drop(all.insert(name, None)),
            Some("compiler-message") if line["message"]["level"] == "error" => {
                let rendered = line["message"]["rendered"].as_str().unwrap_or_default().to_owned();
                all.entry(name).or_insert(Some(rendered));
            }
            _ => {}
        }
    }
    assert!(!all.is_empty(), "{}", String::from_utf8_lossy(&out.stderr));
    all
}
