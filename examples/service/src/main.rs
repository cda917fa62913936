//! Runs the service: `cargo run -p notes -- --port 4020`. It listens on 127.0.0.1 only.

use std::error::Error;
use std::net::Ipv4Addr;
use std::process::ExitCode;

use notes::{Limits, database, guarded, routes};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let port = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => Some(4020),
        ["--port", port] => port.parse().ok(),
        _ => None,
    };
    let Some(port) = port else {
        eprintln!("usage: notes [--port N]");
        return Ok(ExitCode::from(2));
    };
    // Each 500 is logged with its causes.
    tracing_subscriber::fmt().init();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, guarded(routes(database().await?), Limits::default())).await?;
    Ok(ExitCode::SUCCESS)
}
