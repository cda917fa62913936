//! `init`: a book that compiles, in a workspace that exists or in an empty folder. It overwrites nothing: what exists stays.

mod report;
mod runtime;
mod texts;
mod workspace;

use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use errbook_cli::import::Options;
use errbook_codegen::cli::Called;
use errbook_codegen::cli::config::{CONFIG, Config, is_module_folder};

use self::report::Report;
use self::runtime::{Source, relative};
use super::{Command, import};

/// Add a book of errors to this workspace, or start one here
///
/// Writes a spec with three codes, errbook.toml, the generated crate or module, a CI workflow and .gitattributes. Files that exist
/// are kept: a second run changes nothing.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The API's name in lower case, such as `shop` [default: the folder's name]
    name: Option<String>,
    /// Generate a module of an existing crate into this folder, such as `src/errors`, instead of a crate
    #[arg(long, value_name = "DIR")]
    module: Option<PathBuf>,
    /// Import the errors of a file, instead of three codes to start with: see `import` (repeatable)
    #[arg(long, value_name = "FILE")]
    from: Vec<PathBuf>,
    /// The status of imported codes for which the file has none
    #[arg(long, value_name = "STATUS", requires = "from", value_parser = clap::value_parser!(u16).range(400..=599))]
    default_status: Option<u16>,
    /// The runtime's source: path=DIR, or git=URL,rev=COMMIT [default: the source of this program]
    #[arg(long, value_name = "SOURCE")]
    runtime: Option<Source>,
}

impl Command for Init {
    const NAME: &'static str = "init";

    fn run(&self, called: &Called) -> ExitCode {
        match self.start(called) {
            Ok(()) => ExitCode::SUCCESS,
            Err(why) => {
                // Mistakes in `errbook.toml` are diagnostics.
                let label = if why.starts_with("error") { "" } else { "error: " };
                eprintln!("{label}{why}");
                ExitCode::from(2)
            }
        }
    }
}

/// The folders for spec and output, relative to the workspace. The first pair of which neither exists is used.
const FOLDERS: &[(&str, &str)] =
    &[("spec", "generated"), ("errors/spec", "errors/generated"), ("errbook/spec", "errbook/generated")];

/// The CI of others, by a file or a folder in the repository.
const OTHER_CI: &[&str] = &[
    ".gitlab-ci.yml",
    ".circleci",
    ".buildkite",
    ".drone.yml",
    ".travis.yml",
    ".woodpecker",
    ".woodpecker.yml",
    ".forgejo",
    "Jenkinsfile",
    "azure-pipelines.yml",
    "bitbucket-pipelines.yml",
];

/// What is where.
struct Layout {
    /// The workspace, or the folder that becomes one: absolute.
    root: PathBuf,
    spec: String,
    out: String,
    is_module: bool,
    /// Whether `errbook.toml` exists.
    exists: bool,
}

impl Init {
    fn start(&self, called: &Called) -> Result<(), String> {
        let here = std::env::current_dir()
            .and_then(|it| it.canonicalize())
            .map_err(|error| format!("the current folder: {error}"))?;
        let workspace = workspace::root(&here)?;
        let root = workspace.clone().unwrap_or_else(|| here.clone());
        let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
        let name = self.name(&root)?;
        let layout = self.layout(&here, &root)?;
        let out = root.join(&layout.out);
        // Cargo may fail in a workspace that is not finished: it is then as good as empty.
        let packages = workspace::packages(&root).unwrap_or_default();
        let manifest = root.join("Cargo.toml");
        // A mistake in it must be found before anything is written.
        let edited = if layout.is_module {
            None
        } else {
            let top = layout.spec.split('/').next().unwrap_or_default();
            workspace::with_member(&manifest, &layout.out, &[".github", top])?
        };
        let mut report = Report { here: &here, is_changed: false };
        let source = self.runtime.clone().map_or_else(Source::own, Ok);

        // `errbook.toml` may have been written by hand, before there is a book.
        let has_book = layout.exists && root.join(&layout.spec).exists();
        if has_book && !self.from.is_empty() {
            let (config, spec) = (report.name(&root.join(CONFIG)), report.name(&root.join(&layout.spec)));
            return Err(format!(
                "{config} exists. Import into its book: {called} import FILE --into {spec}/{name}.yaml"
            ));
        }
        if !has_book {
            let source = source.clone()?.checked()?;
            let keys = if layout.is_module { String::new() } else { source.keys(&out) };
            let spec = root.join(&layout.spec);
            let features = workspace::features(&packages);
            let krate = workspace::package_name(&out).map_or_else(|| crate_name(&name, &packages), Ok)?;
            let text = if self.from.is_empty() {
                texts::spec(&title(&name), &krate, &keys)
            } else {
                texts::with_schema(&self.imported(&name, krate, keys)?)
            };
            report.create(&spec.join(format!("{name}.yaml")), &text)?;
            let schema = errbook_codegen::reference::spec_schema();
            report.create(&spec.join("errbook.schema.json"), &schema)?;
            report
                .create(&root.join(CONFIG), &texts::config(&layout.spec, &layout.out, layout.is_module, &features))?;
        }
        if !out.join("errbook.manifest").is_file() {
            let done = errbook_codegen::generate(&root.join(&layout.spec), &out).map_err(|error| error.to_string())?;
            report.line("generated", &out, &format!(": {} files", done.written.len()));
        }
        let is_member = layout.is_module || workspace::has(&workspace::packages(&root).unwrap_or_default(), &out);
        if !manifest.exists() {
            report.create(&root.join(".gitignore"), "/target\n")?;
        }
        if let Some(text) = edited.filter(|_| !is_member) {
            report.replace(&manifest, &text, &format!(": the member \"{}\"", layout.out))?;
            match workspace::packages(&root) {
                Ok(packages) if workspace::has(&packages, &out) => {}
                Ok(_) => {
                    let manifest = report.name(&manifest);
                    eprintln!("note: {} is not a member of the workspace: see `exclude` in {manifest}", layout.out);
                }
                Err(why) => eprintln!("note: cargo cannot read the workspace: {why}"),
            }
        }
        let repository = root.ancestors().find(|it| it.join(".git").exists());
        ci(&mut report, &root, repository, source)?;
        let (pattern, text) = texts::attributes(&layout.out);
        report.append(&root.join(".gitattributes"), &pattern, &text)?;
        if !report.is_changed {
            eprintln!(
                "Nothing to do: {} exists, with a book in {}",
                report.name(&root.join(CONFIG)),
                report.name(&root.join(&layout.spec))
            );
            return Ok(());
        }
        if repository.is_none() {
            eprintln!("note: this is not a git repository. `{called} diff` needs one: git init");
        }
        self.next(called, &report, &layout, &name, &packages);
        Ok(())
    }

    /// The name of the API, which is also a part of the crate's name.
    fn name(&self, root: &Path) -> Result<String, String> {
        let is_valid = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
                && !name.split('-').any(str::is_empty)
                && name.len() <= 50
        };
        match &self.name {
            Some(name) if is_valid(name) => Ok(name.clone()),
            Some(name) => {
                Err(format!("{name:?} is not a name: write lower-case letters, digits and `-`, such as `shop`"))
            }
            None => {
                let folder = root.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
                let words = folder.split(|c: char| !c.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
                let name = words.collect::<Vec<_>>().join("-");
                Ok(if is_valid(&name) { name } else { "api".to_owned() })
            }
        }
    }

    /// The book of `--from`. What was wrong with the files was reported.
    fn imported(&self, name: &str, krate: String, runtime: String) -> Result<String, String> {
        let options = Options {
            default_status: self.default_status,
            name: self.name.as_deref().map(title),
            folder: Some(title(name)),
            krate: Some(krate),
            runtime: Some(runtime).filter(|it| !it.is_empty()),
            ..Options::default()
        };
        import::new_book(&self.from, &options).ok_or_else(|| "nothing was written".to_owned())
    }

    fn layout(&self, here: &Path, root: &Path) -> Result<Layout, String> {
        if root.join(CONFIG).exists() {
            let config = Config::find(Some(&root.join("spec"))).map_err(|error| error.text(false, 120))?;
            let config = config.ok_or_else(|| format!("{} cannot be read", root.join(CONFIG).display()))?;
            let below = |path: &Path| relative(&clean(path), root);
            let (spec, out) = (below(&config.spec), below(&config.out));
            return Ok(Layout { root: root.to_path_buf(), spec, out, is_module: config.is_module, exists: true });
        }
        let is_free = |path: &str| !root.join(path).exists();
        let free = FOLDERS.iter().find(|it| is_free(it.0) && (self.module.is_some() || is_free(it.1)));
        let Some((spec, out)) = free else {
            let taken: Vec<&str> = FOLDERS.iter().map(|it| it.0).collect();
            return Err(format!(
                "{} exist already. Write {CONFIG} by hand: `spec` and `out` are the folders.",
                taken.join(", ")
            ));
        };
        let out = match &self.module {
            None => (*out).to_owned(),
            Some(module) => {
                let full = clean(&here.join(module));
                if !full.starts_with(root) || full.exists() {
                    return Err(format!("{} exists, or is not in the workspace. Name a new folder.", module.display()));
                }
                let below = relative(&full, root);
                if !is_module_folder(Path::new(&below)) {
                    return Err(format!(
                        "{} cannot be a module: its name is not a name in Rust. Choose a folder such as `src/errors`.",
                        module.display()
                    ));
                }
                below
            }
        };
        let is_module = self.module.is_some();
        Ok(Layout { root: root.to_path_buf(), spec: (*spec).to_owned(), out, is_module, exists: false })
    }

    /// What to do next.
    fn next(&self, called: &Called, report: &Report<'_>, layout: &Layout, name: &str, packages: &[serde_json::Value]) {
        let users = workspace::users(packages);
        let only = if let [one] = packages { one["name"].as_str() } else { None };
        let package = match users.as_slice() {
            [one] => one,
            _ => only.unwrap_or("PACKAGE"),
        };
        let add = if layout.is_module {
            let source = self.runtime.clone().map_or_else(Source::own, Ok).and_then(Source::checked);
            let features = workspace::features(packages);
            let features = if features.is_empty() { "std".to_owned() } else { features.join(",") };
            source.map(|it| format!("{} --features {features}", it.add(report.here))).unwrap_or_default()
        } else {
            let out = layout.root.join(&layout.out);
            // A book that exists may have a name of its own.
            let krate = workspace::package_name(&out).unwrap_or_else(|| format!("{name}-errors"));
            format!("{krate} --path {}", report.name(&out))
        };
        eprintln!("Next:");
        if packages.is_empty() {
            eprintln!("  cargo new server && cargo add {add} --package server");
        } else {
            eprintln!("  cargo add {add} --package {package}");
        }
        if layout.is_module {
            let module = Path::new(&layout.out).file_name().unwrap_or_default().to_string_lossy();
            eprintln!("  write `mod {module};` in the file of the module above it");
        }
        let folder = layout.root.join(&layout.spec);
        let file = folder.join(format!("{name}.yaml"));
        let spec = report.name(if file.exists() { &file } else { &folder });
        eprintln!("  edit {spec}, and run `{called} codegen`");
    }
}

/// The CI of the repository: a workflow of GitHub, or the commands for another one.
fn ci(
    report: &mut Report<'_>,
    root: &Path,
    repository: Option<&Path>,
    source: Result<Source, String>,
) -> Result<(), String> {
    let top = repository.unwrap_or(root);
    let workflow = top.join(".github/workflows/errbook.yml");
    if workflow.exists() {
        return Ok(());
    }
    // The source is needed only for what is written.
    let source = source?.checked()?.seen_from(root);
    let has_github = top.join(".github/workflows").is_dir();
    if let Some(other) = OTHER_CI.iter().find(|it| !has_github && top.join(it).exists()) {
        eprintln!("In the CI of {other}, run:");
        eprintln!("  {}", source.install());
        for command in texts::CHECKS.iter().chain([&texts::COMPARE]) {
            eprintln!("  {command}");
        }
        return Ok(());
    }
    let folder = if root == top { String::new() } else { relative(root, top) };
    report.create(&workflow, &texts::workflow(&source, &folder))
}

/// The name of the generated crate: the first that no package of the workspace has, because Cargo refuses a workspace with
/// two packages of one name.
fn crate_name(name: &str, packages: &[serde_json::Value]) -> Result<String, String> {
    let names = ["errors", "api-errors", "errbook"].map(|it| format!("{name}-{it}"));
    let free = names.iter().find(|it| !workspace::is_taken(packages, it));
    free.cloned()
        .ok_or_else(|| format!("the workspace has packages named {}. Choose another name: init NAME", names.join(", ")))
}

/// The words of a name, each with a capital.
fn title(name: &str) -> String {
    let word = |it: &str| it[..1].to_uppercase() + &it[1..];
    name.split('-').map(word).collect::<Vec<_>>().join(" ")
}

/// A path without `.` and `..`, whether it exists or not.
fn clean(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut out, part| {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(out.pop()),
            part => out.push(part),
        }
        out
    })
}
