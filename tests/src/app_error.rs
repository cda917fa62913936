//! An error type of the user's own: with the features of both frameworks here, and in a crate that is really built with
//! none, one and both of them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use actix_web::ResponseError as _;
use axum::extract::Json;
use axum::extract::rejection::JsonRejection;
use axum::response::IntoResponse as _;
use axum::routing::post;
use axum_extra::extract::WithRejection;
use errbook_codegen::emit::emit;
use errbook_codegen::input::Input;
use masko_errors::{Error, ErrorKind, InsufficientCredits, OrError as _};
use tower::ServiceExt as _;

use crate::books;
use crate::crates::{cargo, write};
use crate::log::Log;
use crate::specs::{book, root};

masko_errors::app_error! {
    /// All that can fail.
    pub(crate) struct AppError;
    anyhow::Error => InternalError,
    JsonRejection => BadRequest,
    actix_web::Error => InternalError,
    actix_web::error::JsonPayloadError => BadRequest,
}

fn sources(error: &dyn std::error::Error) -> Vec<String> {
    std::iter::successors(error.source(), |&source| source.source()).map(ToString::to_string).collect()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

#[test]
fn anyhow_keeps_an_error_of_the_book() {
    fn inner(of: u8) -> anyhow::Result<()> {
        match of {
            1 => Err(AppError::from(Error::from(InsufficientCredits::new(2, 1)).with_source("disk")))?,
            2 => Err(AppError::from(Error::decode(404, &(), "")))?,
            3 => anyhow::bail!("lost"),
            4 => Err(anyhow::Error::new(AppError::from(ErrorKind::NotFound)).context("page 7"))?,
            5 => Err(Error::from(InsufficientCredits::new(2, 1)).with_source("disk"))?,
            6 => Err(anyhow::Error::new(Error::from(ErrorKind::NotFound).with_source("disk")).context("page 7"))?,
            7 => Err(ErrorKind::NotFound)?,
            8 => Err(Error::decode(404, &(), ""))?,
            _ => Err(Error::decode(410, &(), r#"{"error": {"code": "teapot", "message": "Weg."}}"#).forward())?,
        }
        Ok(())
    }
    // The status with `?` and with `or_error`, which finds no error directly inside of an `anyhow::Error`.
    for (of, status, or_status, causes) in [
        (1, 402, 402, &["disk"][..]),
        (2, 500, 500, &["no readable error code (HTTP 404)", "no readable error code (HTTP 404)"]),
        (3, 500, 500, &["lost"]),
        // The context is for the log.
        (4, 404, 500, &["page 7", "There is no such resource.", "There is no such resource."]),
        (5, 402, 500, &["disk"]),
        (6, 404, 500, &["page 7", "There is no such resource.", "disk"]),
        (7, 404, 500, &[]),
        (8, 500, 500, &["no readable error code (HTTP 404)"]),
        (9, 410, 500, &[]),
    ] {
        let error = (|| -> Result<(), AppError> { Ok(inner(of)?) })().unwrap_err();
        assert_eq!((error.status(), sources(&*error)), (status, texts(causes)), "{of}");
        let error = inner(of).or_error(ErrorKind::InternalError).unwrap_err();
        assert_eq!(error.status(), or_status, "{of}");
        assert!(sources(&error).ends_with(&texts(causes)), "{of}: {error:?}");
    }
}

#[tokio::test]
async fn an_extractor_rejects_with_it() {
    let handler = |WithRejection(Json(of), _): WithRejection<Json<u64>, AppError>| async move {
        if of > 50 {
            Err(InsufficientCredits::new(of, 50))?;
        }
        Ok::<String, AppError>(of.to_string())
    };
    let app = axum::Router::new().route("/", post(handler));
    for (body, status, code) in
        [("7", 200, ""), ("70", 402, "insufficient_credits"), ("x", 400, "bad_request"), ("\"x\"", 400, "bad_request")]
    {
        let request =
            http::Request::post("/").header("content-type", "application/json").body(body.to_owned()).unwrap();
        let response = app.clone().oneshot(request.map(axum::body::Body::from)).await.unwrap();
        assert_eq!(response.status(), status, "{body}");
        let sent = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert!(String::from_utf8_lossy(&sent).contains(code), "{body}");
    }
}

#[test]
fn it_is_a_response_of_both_frameworks() {
    let error = || AppError::from(Error::from(InsufficientCredits::new(140, 50)).with_source("disk"));
    let expected = error().encode();
    assert_eq!(error().into_response().status(), 402);
    assert_eq!((error().status_code().as_u16(), error().error_response().status().as_u16()), (402, 402));
    let upstream = AppError::from(Error::decode(404, &(), &expected.body));
    assert_eq!((upstream.status_code().as_u16(), upstream.into_response().status().as_u16()), (500, 500));
    let log = Log::start();
    drop(error().into_response());
    let events = log.events();
    assert!(events.len() == 1 && events[0].ends_with("causes=disk"), "{events:?}");
    // As a cause it has one more source, with the same text.
    let log = Log::start();
    drop(Error::from(ErrorKind::InternalError).with_source(error()).into_response());
    let events = log.events();
    assert!(events.len() == 1 && events[0].ends_with(&format!("causes={}: disk", *error())), "{events:?}");
    // It cannot be sent to another thread, so what it says is the cause.
    let error = AppError::from(actix_web::error::ErrorNotFound("lost"));
    assert_eq!((error.status(), sources(&*error)), (500, vec!["lost".to_owned()]));
}

/// Books of services, by the names of their crates' folders.
const SERVICES: [(&str, &str); 3] = [
    ("stripe", include_str!("app_error/services/stripe.yaml")),
    ("json-api", include_str!("app_error/services/json-api.yaml")),
    ("problem", include_str!("app_error/services/problem.yaml")),
];

/// The crate of a user, with a book whose names are Rust's own. It is built without warnings, in an older edition.
fn workspace() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let folder = target.join("app-error");
    let inputs = vec![Input::new(
        "book.yaml",
        books::head("Desk", "desk-errors", "  code_style: any\n") + include_str!("app_error/desk.yaml"),
    )];
    for output in emit(&book(inputs)) {
        write(&folder.join("desk").join(output.path), &output.contents);
    }
    write(&folder.join("user/src/main.rs"), include_str!("app_error/user.rs"));
    let manifest = include_str!("app_error/user.toml");
    write(&folder.join("user/Cargo.toml"), manifest);
    write(&folder.join("mistake/Cargo.toml"), &manifest.replace("name = \"user\"", "name = \"mistake\""));
    if !folder.join("mistake/src/main.rs").exists() {
        write(&folder.join("mistake/src/main.rs"), "fn main() {}\n");
    }
    for (name, spec) in SERVICES {
        let docs = "  docs_url: https://x.example\n";
        let inputs = vec![Input::new("book.yaml", books::head(name, &format!("{name}-errors"), docs) + spec)];
        for output in emit(&book(inputs)) {
            write(&folder.join(name).join(output.path), &output.contents);
        }
    }
    write(&folder.join("services/Cargo.toml"), include_str!("app_error/services/Cargo.toml"));
    write(&folder.join("services/main.rs"), include_str!("app_error/services/main.rs"));
    write(
        &folder.join("Cargo.toml"),
        "[workspace]\nresolver = \"2\"\nmembers = [\"desk\", \"mistake\", \"services\", \"user\"]\n\n[profile.dev]\ndebug = false\n",
    );
    write(&folder.join("Cargo.lock"), &fs::read_to_string(root().join("Cargo.lock")).expect("it is committed"));
    folder
}

#[test]
fn generated_crates_define_it_with_any_feature() {
    let folder = workspace();
    for features in ["", "axum", "actix", "axum,actix"] {
        cargo(&folder, &["clippy", "--quiet", "--package", "user", "--features", features, "--", "-Dwarnings"]);
    }
    // Without `std` there is no `Error` that it could hold.
    cargo(&folder, &["check", "--quiet", "--package", "desk-errors", "--no-default-features"]);
    for features in ["", "axum,actix"] {
        let said = cargo(&folder, &["run", "--quiet", "--package", "user", "--features", features]);
        assert!(said.contains("all of it"), "{said}");
    }
    // Its frameworks are built by now.
    let said = cargo(&folder, &["run", "--quiet", "--package", "services"]);
    assert!(said.contains("all of it"), "{said}");
}

/// What the compiler says if a user makes a mistake.
#[test]
fn generated_crates_explain_mistakes() {
    let folder = workspace();
    for (listed, expected) in [
        ("std::fmt::Error => Upload,", "this variant has a payload, which `app_error!` cannot fill in"),
        (
            "std::fmt::Error => Intrnal,",
            "no variant or associated item named `Intrnal` found for enum `desk_errors::ErrorKind`",
        ),
        ("std::fmt::Error => |_| 7,", "`{integer}` is not an error of this API"),
        ("std::fmt::Error => |_| desk_errors::ErrorCode::Internal,", "`ErrorCode` is not an error of this API"),
        (
            "std::fmt::Error",
            "`app_error!` takes `Type => Variant,` and `Type => |error| …,`, but not `std::fmt::Error`",
        ),
        ("std::num::ParseIntError => Internal,", "neither a payload of this API nor listed in `app_error!`"),
    ] {
        let program = format!(
            "desk_errors::app_error! {{ struct AppError; {listed} }}\nfn main() {{ (|| -> Result<(), AppError> {{ Err(std::fmt::Error)? }})().unwrap_err(); }}\n"
        );
        write(&folder.join("mistake/src/main.rs"), &program);
        let out = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["check", "--quiet", "--package", "mistake"])
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .env("CARGO_NET_OFFLINE", "true")
            .output()
            .expect("cargo runs");
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(!out.status.success() && said.contains(expected), "{listed}\n{said}");
    }
}
