//! The Python of the documents and of an example, against the server. Without `python3` it is skipped.
//!
//! They use `httpx`; a part of it takes its place here, so that the tests need nothing but Python. `.ci/python` runs them
//! with the real one, and with `requests`.

use std::process::Command;

use super::servers;
use crate::python::has_python;
use crate::specs::{files, root};

#[tokio::test]
async fn python_recovers_as_the_documents_say() {
    if !has_python() {
        return;
    }
    let pages =
        files(&root().join("generated/docs/errors")).into_keys().map(|it| format!("generated/docs/errors/{it}"));
    let documents = ["docs/python.md", "generated/python/README.md", "generated/docs/errors.md"].map(str::to_owned);
    let documents: Vec<String> = documents.into_iter().chain(pages).collect();
    let [server, _] = servers().await;
    let mut command = Command::new("python3");
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONPATH", "tests/python/stand_in").current_dir(root());
    command.args(["tests/python/loopback.py", &server, "generated/python"]).args(&documents);
    command.arg("examples/python/with_httpx.py");
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("it is not cancelled");
    let output = output.expect("python3 can be run");
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("a text"));
    assert!(output.status.success(), "{out}{err}");
    insta::assert_snapshot!("python", out);
}
