//! A service whose errors are a module of its own crate, generated from `spec/` by `cargo xtask codegen`.

mod errors;

use std::num::ParseIntError;

use axum::extract::Path;
use axum::routing::get;
use axum::Router;
use errbook::tower::ErrorLayer;

use crate::errors::{app_error, ErrorKind, NoSuchTicket};

app_error! {
    /// The error of every handler.
    struct AppError;
    ParseIntError => BadRequest,
}

/// The tickets that are left.
const LEFT: u64 = 3;

async fn ticket(Path(number): Path<String>) -> Result<String, AppError> {
    let number: u64 = number.parse()?;
    if number == LEFT {
        Err(ErrorKind::SoldOut)?;
    }
    if number > LEFT {
        Err(NoSuchTicket::new(number))?;
    }
    Ok(format!("Ticket {number}"))
}

fn app() -> Router {
    Router::new().route("/tickets/{number}", get(ticket)).layer(ErrorLayer::<ErrorKind>::new())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    axum::serve(listener, app()).await
}

#[cfg(test)]
mod tests {
    use axum::body::{to_bytes, Body};
    use axum::http::Request;
    use tower::ServiceExt;

    use crate::errors::{Error, ErrorCode};

    #[tokio::test]
    async fn every_error_is_of_the_book() {
        for (path, expected) in [
            ("/tickets/x", ErrorCode::BadRequest),
            ("/tickets/3", ErrorCode::SoldOut),
            ("/tickets/7", ErrorCode::NoSuchTicket),
            ("/", ErrorCode::NoSuchRoute),
        ] {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let response = super::app().oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            let body = to_bytes(response.into_body(), 10_000).await.unwrap();
            assert_eq!(Error::decode(status, &(), &body).code(), Some(expected), "{path}");
        }
    }
}
