//! The server of the tests, to start by hand: `cargo run --example masko_server -- --port 4010`.
//!
//! It listens only on 127.0.0.1, and prints its address when it is ready. Port 0 selects a free port.

use std::io::{Error, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;

use errbook_tests::server;
use tokio::net::TcpListener;

const USAGE: &str = "usage: masko_server [--port N]    (N is 0 to 65535; 0, the default, is any port that is free)";

fn main() -> ExitCode {
    let port = match port(std::env::args_os().skip(1).map(|it| it.to_string_lossy().into_owned())) {
        Ok(Some(port)) => port,
        Ok(None) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(message) => return refuse(&format!("{message}\n{USAGE}")),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime.and_then(|runtime| runtime.block_on(serve(port))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(&error.to_string()),
    }
}

/// The port of the command line; `None` if it asks for help.
fn port(mut arguments: impl Iterator<Item = String>) -> Result<Option<u16>, String> {
    let mut port = None;
    while let Some(argument) = arguments.next() {
        let value = match argument.as_str() {
            "-h" | "--help" => return Ok(None),
            "--port" => arguments.next().ok_or("`--port` needs a number")?,
            other => match other.strip_prefix("--port=") {
                Some(value) => value.to_owned(),
                None => return Err(format!("there is no argument {other:?}")),
            },
        };
        if port.is_some() {
            return Err("`--port` is there more than once".to_owned());
        }
        port = Some(value.parse().map_err(|_| format!("{value:?} is no port"))?);
    }
    Ok(Some(port.unwrap_or(0)))
}

async fn serve(port: u16) -> Result<(), Error> {
    let doing = |what: String| move |error: Error| Error::new(error.kind(), format!("{what}: {error}"));
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await;
    let listener = listener.map_err(doing(format!("cannot listen on 127.0.0.1:{port}")))?;
    let address = listener.local_addr()?;
    let mut out = std::io::stdout();
    let said = writeln!(out, "http://{address}").and_then(|()| out.flush());
    said.map_err(doing(format!("cannot say that it listens on {address}")))?;
    axum::serve(listener, server::router()).await
}

fn refuse(message: &str) -> ExitCode {
    eprintln!("masko_server: {message}");
    ExitCode::from(2)
}
