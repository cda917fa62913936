//! Where the runtime `errbook` comes from: a folder, a git repository, or a registry.

use std::env;
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use toml_edit::DocumentMut;

/// Where the runtime comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// The folder of the runtime's package: absolute, or relative to the current folder.
    Path(PathBuf),
    /// A repository of errbook, and one of its commits.
    Git { url: String, rev: String },
    /// The registry, with errbook's own version.
    Registry,
}

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (mut path, mut git, mut rev) = (None, None, None);
        for part in text.split(',') {
            let slot = match part.split_once('=') {
                Some(("path", value)) => (&mut path, value),
                Some(("git", value)) => (&mut git, value),
                Some(("rev", value)) => (&mut rev, value),
                _ => return Err("expected path=DIR, or git=URL,rev=COMMIT".to_owned()),
            };
            *slot.0 = Some(slot.1.to_owned()).filter(|it| !it.is_empty());
        }
        match (path, git, rev) {
            (Some(path), None, None) => Ok(Self::Path(path.into())),
            (None, Some(url), Some(rev)) if url.contains("://") => Ok(Self::Git { url, rev }),
            _ => Err("expected path=DIR, or git=URL,rev=COMMIT with an absolute URL".to_owned()),
        }
    }
}

impl Source {
    /// The source that this program was built from.
    pub(super) fn own() -> Result<Self, String> {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let is_below = |names: [&str; 2]| {
            let parts: Vec<Component<'_>> = package.components().collect();
            parts.windows(2).any(|it| it[0].as_os_str() == names[0] && it[1].as_os_str() == names[1])
        };
        if is_below(["registry", "src"]) {
            return Ok(Self::Registry);
        }
        if is_below(["git", "checkouts"])
            && let Some(source) = installed_from_git()
        {
            return Ok(source);
        }
        let runtime = package.with_file_name("runtime");
        if runtime.join("Cargo.toml").is_file() {
            return Ok(Self::Path(runtime));
        }
        Err(format!(
            "the source that errbook was built from is not at {} any more\n\
             Name the source of the runtime: `--runtime git=URL,rev=COMMIT` or `--runtime path=DIR`.",
            package.display()
        ))
    }

    /// With a path that is absolute, and that is the runtime.
    pub(super) fn checked(self) -> Result<Self, String> {
        let Self::Path(path) = self else { return Ok(self) };
        // A checkout of errbook is as good as the folder in it.
        let found = [path.clone(), path.join("runtime")].into_iter().find(|it| is_runtime(&it.join("Cargo.toml")));
        let found = found.and_then(|it| it.canonicalize().ok());
        found
            .map(Self::Path)
            .ok_or_else(|| format!("{} is not a checkout of errbook, or its folder `runtime`", path.display()))
    }

    /// The keys of `api.runtime` for a crate in a folder.
    pub(super) fn keys(&self, from: &Path) -> String {
        match self {
            Self::Path(path) => format!("path: {}", yaml(&relative(path, from))),
            Self::Git { url, rev } => format!("git: {}, rev: {}", yaml(url), yaml(rev)),
            Self::Registry => String::new(),
        }
    }

    /// The arguments of `cargo add` for the dependency of a module, run in a folder.
    pub(super) fn add(&self, from: &Path) -> String {
        match self {
            Self::Path(path) => format!("errbook --path {}", shell(&relative(path, from))),
            Self::Git { url, rev } => format!("errbook --git {} --rev {}", shell(url), shell(rev)),
            Self::Registry => format!("errbook@{}", env!("CARGO_PKG_VERSION")),
        }
    }

    /// The command that installs this program from the same source. A path is that of its folder in the checkout.
    pub(super) fn install(&self) -> String {
        match self {
            Self::Path(path) => {
                format!("cargo install --locked --path {}", shell(&portable(&path.with_file_name("cli"))))
            }
            Self::Git { url, rev } => {
                format!("cargo install --locked --git {} --rev {} errbook-cli", shell(url), shell(rev))
            }
            Self::Registry => format!("cargo install --locked --version {} errbook-cli", env!("CARGO_PKG_VERSION")),
        }
    }

    /// A remark on a source that another machine does not have.
    pub(super) fn note(&self) -> Option<&'static str> {
        let is_path = matches!(self, Self::Path(_));
        is_path.then_some("This path must exist here, too. `errbook init --runtime git=URL,rev=COMMIT` needs none.")
    }

    /// The same, with a path relative to a folder.
    pub(super) fn seen_from(&self, folder: &Path) -> Self {
        match self {
            Self::Path(path) => Self::Path(relative(path, folder).into()),
            other => other.clone(),
        }
    }
}

fn is_runtime(manifest: &Path) -> bool {
    let text = std::fs::read_to_string(manifest).unwrap_or_default();
    let document = text.parse::<DocumentMut>().ok();
    document.is_some_and(|it| it.get("package").and_then(|it| it.get("name")?.as_str()) == Some("errbook"))
}

/// The repository that `cargo install --git` built this program from, according to Cargo's own record.
fn installed_from_git() -> Option<Source> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")))?;
    let record = std::fs::read_to_string(home.join(".crates.toml")).ok()?.parse::<DocumentMut>().ok()?;
    // `errbook-cli 0.1.0 (git+https://…?rev=…#0123…)`
    record.get("v1")?.as_table_like()?.iter().find_map(|(package, _)| {
        let source = package.strip_prefix("errbook-cli ")?.split_once("(git+")?.1.strip_suffix(')')?;
        let (url, rev) = source.split_once('#')?;
        Some(Source::Git { url: url.split('?').next()?.to_owned(), rev: rev.to_owned() })
    })
}

/// A path from a folder, with `/`. Both are absolute; on another drive it stays absolute.
pub(super) fn relative(path: &Path, from: &Path) -> String {
    let common = path.components().zip(from.components()).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return portable(path);
    }
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    let out: PathBuf = up.chain(path.components().skip(common)).collect();
    if out.as_os_str().is_empty() { ".".to_owned() } else { portable(&out) }
}

/// A path with `/`.
pub(super) fn portable(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// A text in a flow map of YAML.
pub(super) fn yaml(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '.')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-:@+".contains(c));
    if is_plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// A text, quoted for a shell.
fn shell(text: &str) -> String {
    let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-:@+".contains(c));
    if is_plain { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}
