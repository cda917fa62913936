//! Errors as responses of `axum` 0.8, and a kit that turns its own errors into the book's.
