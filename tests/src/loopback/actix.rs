//! The same server as that of `axum`, by `actix-web`: a client cannot tell which it is.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use actix_web::middleware::from_fn;
use actix_web::web::{self, Bytes, Data, Json, Path, Query, ServiceConfig};
use actix_web::{App, HttpResponse};
use errbook::actix::{Verbatim, caught};
use masko_errors::{Error, ErrorKind, OrError, RateLimited};
use serde_json::{Map, Value, json};

use super::PAGE;
use crate::actix::{Server, start};
use crate::server::example;

pub(super) fn server() -> Server {
    let early = Arc::new(AtomicU32::new(0));
    start!(App::new().app_data(Data::from(early.clone())).configure(routes).wrap(from_fn(caught::<ErrorKind, _>)))
}

/// A response as a proxy would send it.
fn of_a_proxy(body: &'static str) -> HttpResponse {
    let mut response = HttpResponse::BadGateway().body(body);
    response.extensions_mut().insert(Verbatim);
    response
}

fn routes(config: &mut ServiceConfig) {
    async fn documented(code: Path<String>) -> Result<HttpResponse, Error> {
        Err(example(code.parse().or_error(ErrorKind::NotFound)?))
    }
    async fn reset(early: Data<AtomicU32>) -> Json<Value> {
        early.store(2, Ordering::SeqCst);
        Json(json!({"ok": true}))
    }
    async fn generate(early: Data<AtomicU32>, body: Bytes) -> Result<Json<Value>, Error> {
        let _: Value = serde_json::from_slice(&body).or_error(ErrorKind::BadRequest)?;
        match early.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)) {
            Ok(_) => Err(RateLimited::new(1).into()),
            Err(_) => Ok(Json(json!({"ok": true}))),
        }
    }
    config
        .route("/errors/{code}", web::route().to(documented))
        .service(web::resource("/v1/collections/{id}/generate").route(web::post().to(generate)))
        .service(web::resource("/reset").route(web::post().to(reset)))
        .route("/body", web::post().to(|_: Json<Map<String, Value>>| async { "read" }))
        .route("/query", web::get().to(|_: Query<BTreeMap<String, u32>>| async { "read" }))
        .route("/panic", web::get().to(|| async { panic!("the shelf has collapsed") as &'static str }))
        .route("/page", web::route().to(|| async { of_a_proxy(PAGE) }))
        .route("/null", web::route().to(|| async { of_a_proxy("null") }));
}
