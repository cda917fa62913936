//! The example server, started by hand: `cargo run --example masko_server -- --port 4010`.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use errbook::BodyLimits;
use masko_errors::{Error, ErrorCode};

use super::client;

/// The example, where it was built: with every test, and not with this one alone.
fn example() -> Option<PathBuf> {
    let test = std::env::current_exe().expect("a test is a file");
    let path = test.parent()?.parent()?.join("examples").join(format!("masko_server{}", std::env::consts::EXE_SUFFIX));
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} was not built", path.display());
    None
}

/// A process that ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn it_says_where_it_is_and_answers() {
    let Some(path) = example() else { return };
    let mut server =
        Server(Command::new(path).args(["--port", "0"]).stdout(Stdio::piped()).spawn().expect("it starts"));
    let mut address = String::new();
    BufReader::new(server.0.stdout.take().expect("a pipe")).read_line(&mut address).expect("a line");
    let address = address.trim_end();
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");
    let response = client().delete(format!("{address}/errors/insufficient_credits")).send().await.expect("an answer");
    let error = Error::receive(response, BodyLimits::default()).await.expect_err("it is an error");
    assert_eq!(error.code(), Some(ErrorCode::InsufficientCredits));
}

#[test]
fn it_says_what_is_wrong_with_its_arguments() {
    let Some(path) = example() else { return };
    for (arguments, status, said) in [
        (&["--help"][..], 0, "usage: masko_server [--port N]"),
        (&["--port"], 2, "masko_server: `--port` needs a number"),
        (&["--port", "65536"], 2, "masko_server: \"65536\" is no port"),
        (&["--port=x"], 2, "masko_server: \"x\" is no port"),
        (&["--port=0", "--port", "1"], 2, "masko_server: `--port` is there more than once"),
        (&["4010"], 2, "masko_server: there is no argument \"4010\""),
    ] {
        let out = Command::new(&path).args(arguments).output().expect("it runs");
        let text = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        assert_eq!(out.status.code(), Some(status), "{arguments:?}: {text}");
        assert!(text.starts_with(said), "{arguments:?}: {text}");
    }
    // The port is taken.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it has an address").port().to_string();
    let out = Command::new(&path).args(["--port", &port]).output().expect("it runs");
    let text = String::from_utf8_lossy(&out.stderr);
    assert_eq!((out.status.code(), out.stdout.is_empty()), (Some(2), true), "{text}");
    assert!(text.starts_with(&format!("masko_server: cannot listen on 127.0.0.1:{port}: ")), "{text}");
}
