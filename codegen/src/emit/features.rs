//! The features of a generated crate: rows of its `Cargo.toml`, of its `README.md`, and of the runtime's docs.

/// A feature.
pub(crate) struct Feature {
    pub(crate) name: &'static str,
    /// The features that it enables.
    pub(crate) requires: &'static [&'static str],
    /// What it provides, as inline Markdown without a full stop.
    pub(crate) provides: &'static str,
}

impl Feature {
    pub(crate) fn is_default(&self) -> bool {
        self.name == "std"
    }

    /// Whether the runtime has a feature of the same name.
    pub(crate) fn is_of_the_runtime(&self) -> bool {
        self.requires.iter().any(|required| required.strip_prefix("errbook/") == Some(self.name))
    }
}

const fn feature(name: &'static str, requires: &'static [&'static str], provides: &'static str) -> Feature {
    Feature { name, requires, provides }
}

/// All features. `std` is the default.
pub(crate) static FEATURES: &[Feature] = &[
    feature(
        "std",
        &["errbook/std"],
        "`Error` and its JSON. Without it, only the codes, for `no_std` without an allocator",
    ),
    feature("http", &["std", "errbook/http"], "conversions from and to the types of the crate `http`"),
    feature("jiff", &["std", "errbook/jiff"], "conversions between `Timestamp` and `jiff::Timestamp`"),
    feature("retry", &["http", "errbook/retry"], "retry advice, also for `backon` and `tower::retry`"),
    feature("tracing", &["http", "errbook/tracing"], "a log event for each error that is sent"),
    feature(
        "tower",
        &["http", "errbook/tower"],
        "a layer: the book's errors in place of a framework's own, problem details, the request's ID in logs",
    ),
    feature("axum", &["tower", "errbook/axum"], "errors as responses of `axum` 0.8, and for rejected input"),
    feature(
        "actix",
        &["http", "errbook/actix"],
        "errors as responses of `actix-web` 4, and the book's errors in place of the framework's own; needs Rust 1.89",
    ),
    feature("reqwest", &["http", "errbook/reqwest"], "errors from `reqwest` 0.13 responses, read within limits"),
    feature("problem", &["std", "errbook/problem"], "problem details (RFC 9457), encoded and decoded"),
    feature(
        "utoipa",
        &["std", "errbook/utoipa"],
        "the errors in the document that `utoipa` 6 makes of handlers, with `responses!`",
    ),
    feature("docs", &[], "the page of each code as text, with `ErrorCode::explain`"),
];
