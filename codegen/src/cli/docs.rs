//! `docs`: the site, built by the command `mdbook`, opened and served.
//!
//! Everything that is written lies in `target/`, in folders that nothing else writes to.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use super::words::{shell, shown};
use super::{Outcome, SpecFolder, folder, serve, spec, talk};
use crate::emit::site::{Site, site};
use crate::output::Output;

/// The version of `mdbook` that the site is made for and tested with.
const MDBOOK: &str = "0.5.4";

/// Where the site is built.
const SITE: &str = "target/errbook-site";

/// Where `mdbook` finds what it builds the site of.
const SOURCE: &str = "target/errbook-site-source";

/// Opens the site, or serves it.
#[derive(Debug, clap::Args)]
pub(super) struct Then {
    /// Show it in the browser
    #[arg(long)]
    open: bool,
    /// Serve it on 127.0.0.1, until the command is ended
    #[arg(long)]
    serve: bool,
    /// The port to serve it on; 0: one that is free
    #[arg(long, value_name = "PORT", default_value_t = 3000, requires = "serve")]
    port: u16,
}

pub(super) fn run(spec: &SpecFolder, then: &Then) -> Outcome {
    let compiled = spec::read(spec);
    let Some(book) = &compiled.book else {
        spec::talk_of(&spec::prefix(&spec.path), &compiled);
        return spec::outcome(&compiled);
    };
    let index = Path::new(SITE).join("index.html");
    let site = site(book);
    let built = build(&site).and_then(|()| match then {
        Then { serve: true, open, port } => {
            let server = serve::Server::new(Path::new(SITE), &site.below, *port)?;
            talk!("{} is served at {}", shown(Path::new(SITE)), server.address());
            // Who cannot be shown it can go there.
            if let Some(error) = open.then(|| show(&server.address())).and_then(Result::err) {
                talk!("note: {error}");
            }
            server.run();
            Ok(())
        }
        Then { open: true, .. } => show(&index.display().to_string()),
        Then { .. } => Ok(()),
    });
    match built.and_then(|()| writeln!(io::stdout(), "{}", index.display())) {
        Ok(()) => Outcome::Fine,
        Err(error) => {
            talk!("error: {error}");
            Outcome::Failed
        }
    }
}

/// Builds the site. It takes the place of the one that was there when it is whole.
fn build(site: &Site) -> io::Result<()> {
    let version = version()?;
    if !version.starts_with(MDBOOK.rsplit_once('.').map_or(MDBOOK, |it| it.0)) {
        talk!("note: this is made for mdbook {MDBOOK}, and mdbook here is {version}");
    }
    empty(Path::new(SOURCE))?;
    let mut built = Vec::new();
    for (at, book) in site.books.iter().enumerate() {
        let folder = Path::new(SOURCE).join(at.to_string());
        for file in book {
            write(&folder, file)?;
        }
        built.push(folder.join("built"));
        mdbook(&folder)?;
    }
    let Some((first, others)) = built.split_first() else { return Ok(()) };
    for other in others {
        take(other, first, "", |name| name.starts_with("toc-"))?;
        take(other, first, "errors", |_| true)?;
    }
    index(first, &site.search)?;
    remove(Path::new(SITE))?;
    named(fs::rename(first, SITE), Path::new(SITE))?;
    remove(Path::new(SOURCE))
}

/// What `mdbook` calls its own version.
fn version() -> io::Result<String> {
    let asked = Command::new("mdbook").arg("--version").stderr(Stdio::null()).output();
    let missing = || {
        io::Error::other(format!(
            "there is no `mdbook` here, which makes the site. To get it: cargo install mdbook --locked --version {MDBOOK}"
        ))
    };
    let out = asked.map_err(|error| if error.kind() == ErrorKind::NotFound { missing() } else { error })?;
    let said = String::from_utf8_lossy(&out.stdout);
    let version = said.split_whitespace().next_back().unwrap_or_default().trim_start_matches('v');
    Ok(crate::output::visible(version))
}

/// Builds one book. What `mdbook` says is told where it fails.
fn mdbook(folder: &Path) -> io::Result<()> {
    // As seen from the book.
    let out = Command::new("mdbook").args(["build", "--dest-dir", "built"]).current_dir(folder).output()?;
    if out.status.success() {
        return Ok(());
    }
    for line in String::from_utf8_lossy(&out.stderr).lines() {
        talk!("{}", crate::output::visible(line));
    }
    Err(io::Error::other(format!("mdbook has failed, on what is in {}", shell(folder))))
}

/// Moves some files of a folder to the same folder elsewhere.
fn take(from: &Path, to: &Path, folder: &str, is_wanted: fn(&str) -> bool) -> io::Result<()> {
    let (from, to) = (from.join(folder), to.join(folder));
    named(fs::create_dir_all(&to), &to)?;
    for entry in named(fs::read_dir(&from), &from)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(is_wanted) {
            let to = to.join(entry.file_name());
            named(fs::rename(entry.path(), &to), &to)?;
        }
    }
    Ok(())
}

/// Puts the search index in the place of `mdbook`'s, whose name has a number in it. One that was built without search has
/// none.
fn index(built: &Path, search: &str) -> io::Result<()> {
    for entry in named(fs::read_dir(built), built)? {
        let path = entry?.path();
        if path.file_name().and_then(|it| it.to_str()).is_some_and(|it| it.starts_with("searchindex-")) {
            named(fs::write(&path, search), &path)?;
        }
    }
    Ok(())
}

fn write(folder: &Path, file: &Output) -> io::Result<()> {
    let path = folder.join(&file.path);
    let parent = path.parent().unwrap_or(folder);
    named(fs::create_dir_all(parent), parent)?;
    named(fs::write(&path, &file.contents), &path)
}

fn empty(folder: &Path) -> io::Result<()> {
    remove(folder)?;
    named(fs::create_dir_all(folder), folder)
}

/// Removes a folder of this command's. A link is not followed.
fn remove(folder: &Path) -> io::Result<()> {
    let removed = match fs::symlink_metadata(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Ok(it) if it.is_dir() => fs::remove_dir_all(folder),
        _ => fs::remove_file(folder),
    };
    named(removed, folder)
}

/// Says what could not be done, and where.
fn named<T>(done: io::Result<T>, path: &Path) -> io::Result<T> {
    done.map_err(|error| folder::named(&error, path))
}

/// Shows something in the browser.
fn show(what: &str) -> io::Result<()> {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let quiet = || Stdio::null();
    let opened = Command::new(program).args(before).arg(what).stdin(quiet()).stdout(quiet()).stderr(quiet()).status();
    match opened {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(io::Error::other(format!("`{program}` could not open {what}"))),
        Err(error) => Err(io::Error::new(error.kind(), format!("`{program}`, which opens {what}: {error}"))),
    }
}
