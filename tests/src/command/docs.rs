//! `docs`, with a stand-in for `mdbook`: what it is asked, what becomes of its failures, and the server.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use super::{ENTRY, shop, xtask};
use crate::specs::{HEAD, files};

/// Builds what a test looks at, and says so.
const STAND_IN: &str = "#!/bin/sh
case \"$1\" in
  --version) echo \"mdbook v${FAKE_VERSION:-0.5.4}\" ;;
  build)
    [ -z \"$FAKE_FAILS\" ] || { printf 'it was \\033[31mbad\\n' >&2; exit 1; }
    mkdir -p built/errors
    echo \"$*\" >built/index.html
    echo lost >built/404.html
    echo mdbook >built/searchindex-12.js
    echo toc >\"built/toc-$(basename \"$PWD\").js\"
    for page in docs/errors/*.md; do echo \"$PWD\" >\"built/errors/$(basename \"$page\" .md).html\"; done
    ;;
esac
";

/// A folder with a spec, and a `PATH` that has the stand-in first, or nothing.
fn with_mdbook() -> (tempfile::TempDir, PathBuf, String) {
    let (folder, spec) = shop(ENTRY);
    let bin = folder.path().join("bin");
    fs::create_dir(&bin).unwrap();
    let program = bin.join("mdbook");
    fs::write(&program, STAND_IN).unwrap();
    Command::new("chmod").arg("+x").arg(&program).status().expect("it is made a program");
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    (folder, spec, path)
}

fn docs(folder: &Path, path: &str, variables: &[(&str, &str)]) -> (i32, String, String) {
    let command = || {
        let mut command = Command::new(xtask());
        command.arg("docs").current_dir(folder).env("PATH", path).envs(variables.iter().copied());
        command
    };
    let Output { status, stdout, stderr } = command().output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (status.code().expect("a status"), text(stdout), text(stderr))
}

#[cfg(unix)]
#[test]
fn the_site_takes_its_place_when_it_is_whole() {
    let (folder, spec, path) = with_mdbook();
    let here = folder.path();
    let outside =
        |here: &Path| -> Vec<String> { files(here).into_keys().filter(|it| !it.starts_with("target/")).collect() };
    let before = outside(here);
    let (status, answer, talk) = docs(here, &path, &[]);
    assert_eq!((status, answer.as_str(), talk.as_str()), (0, "target/errbook-site/index.html\n", ""));
    let built = files(&here.join("target"));
    let expected = ["404.html", "errors/not_found.html", "index.html", "searchindex-12.js", "toc-0.js"];
    assert_eq!(built.keys().cloned().collect::<Vec<_>>(), expected.map(|it| format!("errbook-site/{it}")));
    assert_eq!(built["errbook-site/index.html"], b"build --dest-dir built\n");
    assert!(built["errbook-site/searchindex-12.js"].starts_with(b"window.search ="), "the index is ours");
    assert_eq!(outside(here), before);

    // What fails changes nothing, and says what it was.
    let (status, answer, talk) = docs(here, &path, &[("FAKE_FAILS", "1")]);
    assert_eq!((status, answer.as_str()), (2, ""));
    assert!(talk.starts_with("it was \\u{1b}[31mbad\nerror: mdbook has failed"), "{talk:?}");
    assert_eq!(fs::read(here.join("target/errbook-site/index.html")).unwrap(), built["errbook-site/index.html"]);
    let (status, _, talk) = docs(here, &path, &[("FAKE_VERSION", "0.4.40")]);
    assert_eq!((status, talk.as_str()), (0, "note: this is made for mdbook 0.5.4, and mdbook here is 0.4.40\n"));

    fs::write(spec.join("more.yaml"), "errors: [{}]\n").unwrap();
    let (status, _, talk) = docs(here, &path, &[]);
    assert_eq!(status, 1);
    assert!(talk.contains("error[missing-key]"), "{talk}");
}

#[test]
fn without_mdbook_it_is_said_how_to_get_it() {
    let (folder, _) = shop(ENTRY);
    let (status, answer, talk) = docs(folder.path(), "/nowhere", &[]);
    assert_eq!((status, answer.as_str()), (2, ""));
    assert_eq!(
        talk,
        "error: there is no `mdbook` here, which makes the site. To get it: cargo install mdbook --locked --version 0.5.4\n"
    );
    assert!(!folder.path().join("target").exists());
}

/// A large book is several for `mdbook`, and one site.
#[cfg(unix)]
#[test]
fn books_become_one_site() {
    let (folder, spec, path) = with_mdbook();
    let entry =
        |at: usize| format!("  - {{status: {}, code: c{at}, meaning: M., remediation: R.}}\n", 404 + 96 * (at % 2));
    let entries = (0..1200).map(entry).collect::<Vec<_>>().concat();
    fs::write(spec.join("shop.yaml"), format!("{HEAD}errors:\n{entries}")).unwrap();
    let (status, _, talk) = docs(folder.path(), &path, &[]);
    assert_eq!(status, 0, "{talk}");
    let built = files(&folder.path().join("target/errbook-site"));
    assert_eq!(built.keys().filter(|it| it.starts_with("errors/")).count(), 1200 + 1);
    assert_eq!(built.keys().filter(|it| it.starts_with("toc-")).count(), 3);
    let from = |code: &str| String::from_utf8(built[&format!("errors/{code}.html")].clone()).unwrap();
    assert!(from("c0").ends_with("/1\n") && from("c1").ends_with("/2\n"), "{}", from("c0"));
}

/// A process that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn asked(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

#[cfg(unix)]
#[test]
fn the_site_is_served_and_nothing_else_is() {
    let (folder, spec, path) = with_mdbook();
    let head = HEAD.replace("shop-errors", "shop-errors, docs_url: \"https://shop.example/docs\"");
    fs::write(spec.join("shop.yaml"), format!("{head}{ENTRY}")).unwrap();
    let child = Command::new(xtask())
        .args(["docs", "--serve", "--port", "0"])
        .current_dir(folder.path())
        .env("PATH", path)
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut running = Running(child);
    let mut said = String::new();
    BufReader::new(running.0.stderr.take().unwrap()).read_line(&mut said).unwrap();
    let address = said.trim_end().rsplit_once("http://").expect("an address").1.trim_end_matches("/docs/");
    let root = folder.path().join("target/errbook-site");
    fs::write(root.join("a b.css"), "x").unwrap();
    std::os::unix::fs::symlink("/etc/hostname", root.join("link")).unwrap();
    for (request, status, wanted) in [
        ("GET /docs/ HTTP/1.1", 200, "build --dest-dir built"),
        ("GET /docs/index.html?q=1 HTTP/1.1", 200, "text/html"),
        ("GET /docs/a%20b.css HTTP/1.1", 200, "Content-Type: text/css"),
        ("GET / HTTP/1.1", 302, "Location: /docs/"),
        ("GET /other/index.html HTTP/1.1", 404, "lost"),
        ("GET /docs/nothing.html HTTP/1.1", 404, "lost"),
        ("GET /docs/../../../spec/shop.yaml HTTP/1.1", 404, "lost"),
        ("GET /docs/%2e%2e/%2e%2e/spec/shop.yaml HTTP/1.1", 404, "lost"),
        ("GET /docs/..%2f..%2fspec%2fshop.yaml HTTP/1.1", 404, "lost"),
        ("GET /docs//etc/hostname HTTP/1.1", 404, "lost"),
        ("GET /docs/link HTTP/1.1", 404, "lost"),
        ("GET /docs/%00 HTTP/1.1", 404, "lost"),
        ("GET /docs/%zz HTTP/1.1", 404, "lost"),
        ("GET /docs/%e9 HTTP/1.1", 404, "lost"),
        ("POST /docs/ HTTP/1.1", 405, "GET and HEAD"),
        ("", 405, ""),
    ] {
        let answer = asked(address, &format!("{request}\r\nHost: x\r\n\r\n"));
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")) && answer.contains(wanted), "{request}: {answer}");
        assert!(!answer.contains("errbook: 1"), "{request}: {answer}");
    }
    let answer = asked(address, "HEAD /docs/ HTTP/1.1\r\n\r\n");
    assert!(answer.contains("Content-Length: 23\r\n") && answer.ends_with("\r\n\r\n"), "{answer}");
}
