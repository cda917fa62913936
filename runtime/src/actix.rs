//! Errors as responses of `actix-web` 4, and a kit that turns its own errors into the book's.
