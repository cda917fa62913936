//! Tests across the whole project, in one binary, with the server that they use.

#[cfg(test)]
mod actix;
#[cfg(test)]
mod app_error;
#[cfg(test)]
mod axum;
#[cfg(test)]
mod books;
#[cfg(test)]
mod catalogues;
#[cfg(test)]
mod command;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod crates;
#[cfg(test)]
mod diagnostics;
#[cfg(test)]
mod diff;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod drift;
#[cfg(test)]
mod edits;
#[cfg(test)]
mod emitted;
#[cfg(test)]
mod envelopes;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod fallback;
#[cfg(test)]
mod format;
#[cfg(test)]
mod formatting;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod import;
#[cfg(test)]
mod layer;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod layouts;
#[cfg(test)]
mod line_ends;
#[cfg(test)]
mod log;
#[cfg(test)]
mod loopback;
#[cfg(test)]
mod markdown;
#[cfg(test)]
mod openapi;
#[cfg(test)]
mod page;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod private;
#[cfg(test)]
mod python;
#[cfg(test)]
mod review;
#[cfg(test)]
mod revise;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod runtime;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod second_reader;
pub mod server;
#[cfg(test)]
mod specs;
#[cfg(test)]
mod touched;
#[cfg(test)]
mod typescript;
#[cfg(test)]
mod unhandled;
#[cfg(test)]
mod unused;
#[cfg(test)]
mod verify;

/// The Rust that the documents show is compiled and run.
#[cfg(doctest)]
pub mod shown {
    #[doc = include_str!("../../README.md")]
    pub struct Readme;
    #[doc = include_str!("../../docs/server.md")]
    pub struct Server;
    #[doc = include_str!("../../docs/client.md")]
    pub struct Client;
    #[doc = include_str!("../../docs/crate.md")]
    pub struct Crate;
    #[doc = include_str!("../../docs/openapi.md")]
    pub struct OpenApi;
}
