//! `import`: errors of other formats as a book.

use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use clap::builder::PossibleValuesParser;
use errbook_cli::import::{self, Existing, Import, Kind, NoteKind, Options};
use errbook_codegen::cli::config::Config;
use errbook_codegen::cli::{Called, spec_files};
use errbook_codegen::diagnostics::Diagnostic;
use errbook_codegen::diagnostics::render::{Terminal, terminal};
use errbook_codegen::input::{Content, Input, LARGEST_FILE};
use errbook_codegen::source::Sources;
use errbook_codegen::{Role, role};

use super::Command;

/// Import the errors of tables, `OpenAPI` documents, Rust enums and records into a book
#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// What to import: Markdown, HTML, CSV, JSON Lines, `OpenAPI` or Rust
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
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
    /// The file of the spec that gets the new errors; `-` prints a new book, and the report on standard error [default: the only
    /// file of the spec, or `errors.yaml` in it]
    #[arg(long, value_name = "FILE.yaml")]
    into: Option<PathBuf>,
    /// The format of the report
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "json"], default_value = "text")]
    format: String,
}

impl Command for ImportArguments {
    const NAME: &'static str = "import";

    fn run(&self, called: &Called) -> ExitCode {
        if self.into.as_deref() == Some(Path::new("-")) {
            let existing = Existing { files: Vec::new(), into: "errors.yaml".to_owned() };
            let done = imported(&self.files, &self.options(), &existing);
            if let Some(failure) = failure(&done, Path::new("spec")) {
                return failure;
            }
            eprint!("{}", self.report(&done));
            return print(done.written.as_ref().map_or("", |it| &it.text));
        }
        let (folder, into) = match target(self.into.as_deref()) {
            Ok(parts) => parts,
            Err(why) => return failed(&why),
        };
        let files = match spec_files(&folder) {
            Ok(files) => files,
            Err(_) if !folder.exists() => Vec::new(),
            Err(found) => return failed(&found.message),
        };
        let done = imported(&self.files, &self.options(), &Existing { files, into: into.clone() });
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
            eprintln!("nothing is new: {} was not changed", folder.join(&into).display());
        }
        print(&self.report(&done))
    }
}

impl ImportArguments {
    fn options(&self) -> Options {
        let folder = std::env::current_dir().ok().and_then(|it| Some(it.file_name()?.to_str()?.to_owned()));
        Options {
            kind: self.kind.as_deref().and_then(|word| Kind::WORDS.iter().find(|it| it.1 == word)).map(|it| it.0),
            default_status: self.default_status,
            name: self.name.clone(),
            folder,
            krate: self.krate.clone(),
            runtime: None,
        }
    }

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

/// The book of these files, for a folder that has none; the report is printed on standard error. `None` if there is none,
/// which was reported.
pub(super) fn new_book(files: &[PathBuf], options: &Options) -> Option<String> {
    let existing = Existing { files: Vec::new(), into: "errors.yaml".to_owned() };
    let done = imported(files, options, &existing);
    if failure(&done, Path::new("spec")).is_some() {
        return None;
    }
    eprint!("{}", done.report.text(&done.sources));
    eprintln!("{}", import::summary(&done));
    done.written.map(|it| it.text)
}

fn imported(files: &[PathBuf], options: &Options, existing: &Existing) -> Import {
    import::import(files.iter().map(|it| input(it)).collect(), options, existing, &load)
}

/// Reports why nothing is to be written, if so.
fn failure(done: &Import, folder: &Path) -> Option<ExitCode> {
    let show = |sources: &Sources, diagnostics: &[Diagnostic], prefix: &str| {
        let options = Terminal { prefix, colour: io::stderr().is_terminal(), width: 120 };
        eprintln!("{}\n", terminal(sources, diagnostics, options).trim_end());
    };
    if !done.diagnostics.is_empty() {
        show(&done.sources, &done.diagnostics, "");
        // What was left may be the reason: a reference that was refused.
        eprint!("{}", done.report.text_of(&done.sources, &|it| it == NoteKind::Left));
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

/// The spec folder, and the path of a file below it. Without `errbook.toml` the folder is `spec`, or that of a file that is not
/// in `spec`. Without a file it is the only one of the book, or `errors.yaml`.
fn target(into: Option<&Path>) -> Result<(PathBuf, String), String> {
    let config = Config::find(None).map_err(|error| error.text(false, 120))?;
    let spec = config.map_or_else(|| PathBuf::from("spec"), |it| it.spec);
    let Some(into) = into else {
        let files = spec_files(&spec).unwrap_or_default();
        let mut specs = files.iter().filter(|it| role(&it.path) == Role::Spec);
        let only = specs.next().filter(|_| specs.next().is_none());
        return Ok((spec, only.map_or_else(|| "errors.yaml".to_owned(), |it| it.path.clone())));
    };
    let name = into.file_name().and_then(|it| it.to_str());
    let Some(name) = name.filter(|it| role(it) == Role::Spec) else {
        return Err(format!("`--into {}`: the files of a spec end in `.yaml`", into.display()));
    };
    if let Some(below) = into.strip_prefix(&spec).ok().and_then(|it| it.to_str()) {
        return Ok((spec, below.replace('\\', "/")));
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
    // To open a pipe waits for its writer.
    if !resolved.is_file() {
        return Err("it is not a file".to_owned());
    }
    match input(&resolved).content {
        Content::Bytes(bytes) => Ok(bytes),
        Content::TooLarge { length, cap } => Err(format!("the file has {length} bytes, and the limit is {cap}")),
        Content::Unreadable(why) => Err(format!("cannot read {}: {why}", full.display())),
    }
}
