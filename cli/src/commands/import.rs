//! `import`: errors of other formats as a book.

use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use clap::builder::PossibleValuesParser;
use errbook_cli::import::{self, Existing, Import, Kind, Options};
use errbook_codegen::cli::{Called, spec_files};
use errbook_codegen::diagnostics::Diagnostic;
use errbook_codegen::diagnostics::render::{Terminal, terminal};
use errbook_codegen::input::{Content, Input, LARGEST_FILE};
use errbook_codegen::source::Sources;

use super::Command;

/// Import the errors of tables, `OpenAPI` documents, Rust enums and records into a book
#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// What to import: Markdown, HTML, CSV, JSON Lines, `OpenAPI` or Rust
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    how: How,
    /// The file of the spec that gets the new errors; `-` prints the book, and the report on standard error
    #[arg(long, value_name = "FILE.yaml", default_value = "spec/errors.yaml")]
    into: PathBuf,
    /// The format of the report
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "json"], default_value = "text")]
    format: String,
}

/// The options that `init --from` has, too.
#[derive(Debug, Args)]
pub(super) struct How {
    /// The kind of the files [default: detected from their content]
    #[arg(long = "from", value_name = "KIND", value_parser = PossibleValuesParser::new(Kind::WORDS.iter().map(|it| it.1)))]
    kind: Option<String>,
    /// The status of codes for which the source has none
    #[arg(long, value_name = "STATUS", value_parser = clap::value_parser!(u16).range(400..=599))]
    default_status: Option<u16>,
    /// The API's name, for a new book [default: the title of the source]
    #[arg(long)]
    name: Option<String>,
    /// The crate's name, for a new book [default: derived from the API's name]
    #[arg(long = "crate", value_name = "NAME")]
    krate: Option<String>,
}

impl Command for ImportArguments {
    const NAME: &'static str = "import";

    fn run(&self, called: &Called) -> ExitCode {
        if self.into == Path::new("-") {
            let existing = Existing { files: Vec::new(), into: "errors.yaml".to_owned() };
            let done = imported(&self.files, &self.how, &existing);
            if let Some(failure) = failure(&done, Path::new("spec")) {
                return failure;
            }
            eprint!("{}", self.report(&done));
            return print(done.written.as_ref().map_or("", |it| &it.text));
        }
        let (folder, into) = match split(&self.into) {
            Ok(parts) => parts,
            Err(why) => return failed(&why),
        };
        let files = match spec_files(&folder) {
            Ok(files) => files,
            Err(_) if !folder.exists() => Vec::new(),
            Err(found) => return failed(&found.message),
        };
        let done = imported(&self.files, &self.how, &Existing { files, into });
        if let Some(failure) = failure(&done, &folder) {
            return failure;
        }
        if let Some(written) = &done.written {
            let path = folder.join(&written.path);
            if let Err(error) = write(&path, &written.text) {
                return failed(&format!("cannot write {}: {error}", path.display()));
            }
            let what = if written.is_new_book { "a new book" } else { "the new codes" };
            eprintln!("wrote {what} to {}; next: {called} check", path.display());
        } else {
            eprintln!("nothing is new: {} was not changed", self.into.display());
        }
        print(&self.report(&done))
    }
}

impl ImportArguments {
    fn report(&self, done: &Import) -> String {
        if self.format == "json" {
            let mut report = done.report.json(&done.sources);
            report["written"] = done.written.as_ref().map(|it| it.path.clone()).into();
            format!("{report}\n")
        } else {
            format!("{}{}\n", done.report.text(&done.sources), import::summary(done))
        }
    }
}

/// Imports files.
fn imported(files: &[PathBuf], how: &How, existing: &Existing) -> Import {
    let folder = std::env::current_dir().ok().and_then(|it| Some(it.file_name()?.to_str()?.to_owned()));
    let options = Options {
        kind: how.kind.as_deref().and_then(|word| Kind::WORDS.iter().find(|it| it.1 == word)).map(|it| it.0),
        default_status: how.default_status,
        name: how.name.clone(),
        folder,
        krate: how.krate.clone(),
    };
    import::import(files.iter().map(|it| input(it)).collect(), &options, existing, &load)
}

/// Reports why nothing is to be written, if so.
fn failure(done: &Import, folder: &Path) -> Option<ExitCode> {
    let show = |sources: &Sources, diagnostics: &[Diagnostic], prefix: &str| {
        let options = Terminal { prefix, colour: io::stderr().is_terminal(), width: 120 };
        eprintln!("{}\n", terminal(sources, diagnostics, options).trim_end());
    };
    if !done.diagnostics.is_empty() {
        show(&done.sources, &done.diagnostics, "");
        let is_unreadable = done.diagnostics.iter().any(|it| it.rule.id == "unreadable-source");
        eprintln!("error: nothing was imported");
        return Some(ExitCode::from(if is_unreadable { 2 } else { 1 }));
    }
    let broken = done.broken.as_ref()?;
    let errors: Vec<Diagnostic> = broken.compiled.diagnostics.iter().filter(|it| it.is_error()).cloned().collect();
    show(&broken.compiled.sources, &errors, &format!("{}/", folder.display()));
    eprintln!(
        "error: {}",
        if broken.was_broken {
            "the book has errors: fix them, then import again"
        } else {
            "the book would not compile with what was imported, so nothing was written"
        }
    );
    Some(ExitCode::from(1))
}

fn failed(why: &str) -> ExitCode {
    eprintln!("error: {why}");
    ExitCode::from(2)
}

fn print(text: &str) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            failed(&format!("cannot write to standard output: {error}"))
        }
        _ => ExitCode::SUCCESS,
    }
}

/// The spec folder of a file, and its path below it. The folder is `spec` if the file is in it, else the file's own.
fn split(into: &Path) -> Result<(PathBuf, String), String> {
    let is_yaml = into.extension().is_some_and(|it| it == "yaml");
    let name = into
        .file_name()
        .and_then(|it| it.to_str())
        .filter(|_| is_yaml && into.file_name() != Some("waivers.yaml".as_ref()));
    let Some(name) = name else {
        return Err(format!("`--into {}`: the files of a spec end in `.yaml`", into.display()));
    };
    if let Ok(below) = into.strip_prefix("spec")
        && let Some(below) = below.to_str()
    {
        return Ok((PathBuf::from("spec"), below.replace('\\', "/")));
    }
    let folder = into.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok((folder.to_path_buf(), name.to_owned()))
}

/// Writes a file atomically. It keeps its permissions.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new()
        .prefix(".errbook-")
        .make_in(folder, |path| fs::OpenOptions::new().write(true).create_new(true).open(path))?;
    file.write_all(text.as_bytes())?;
    if let Ok(metadata) = fs::metadata(path) {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A file with its content, or the reason why it cannot be read.
fn input(path: &Path) -> Input {
    let read = || -> io::Result<Content> {
        let mut bytes = Vec::new();
        let mut file = fs::File::open(path)?;
        if file.metadata()?.is_dir() {
            return Err(io::Error::other("it is a folder"));
        }
        (&mut file).take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LARGEST_FILE {
            return Ok(Content::TooLarge { length: file.metadata()?.len(), cap: LARGEST_FILE });
        }
        Ok(Content::Bytes(bytes))
    };
    let content = read().unwrap_or_else(|error| Content::Unreadable(error.to_string()));
    Input { path: path.display().to_string(), content }
}

/// Reads a file below a document's folder. A link that leads out of the folder is refused.
fn load(document: &str, path: &str) -> Result<Vec<u8>, String> {
    let folder = match Path::new(document).parent() {
        Some(it) if it != Path::new("") => it,
        _ => Path::new("."),
    };
    let full = folder.join(path);
    let resolved = full.canonicalize().map_err(|error| format!("cannot read {}: {error}", full.display()))?;
    let folder = folder.canonicalize().map_err(|error| error.to_string())?;
    if !resolved.starts_with(&folder) {
        return Err("it is outside the folder of the document".to_owned());
    }
    match input(&resolved).content {
        Content::Bytes(bytes) => Ok(bytes),
        Content::TooLarge { length, cap } => Err(format!("the file has {length} bytes, and the limit is {cap}")),
        Content::Unreadable(why) => Err(format!("cannot read {}: {why}", full.display())),
    }
}
