//! A client of the service. It retries as the book advises.

use std::fmt;

use notes_errors::errbook::BodyLimits;
use notes_errors::errbook::retry::{Advice, Limits, Request, RetryState};
use notes_errors::{Error, ErrorKind};
use reqwest::{Method, RequestBuilder};
use serde::de::DeserializeOwned;

use crate::{Draft, Note};

/// The API's error, or that of a request without a response, which is not retried.
pub type ClientError = notes_errors::errbook::reqwest::ClientError<ErrorKind>;

/// A client of the service.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    limits: Limits,
}

impl Client {
    /// A client of the service at this address, such as `http://127.0.0.1:4020`.
    pub fn new(http: reqwest::Client, base: impl Into<String>, limits: Limits) -> Self {
        Self { http, base: base.into(), limits }
    }

    /// The note with this number.
    pub async fn note(&self, id: i64) -> Result<Note, ClientError> {
        self.send(Method::GET, &format!("/notes/{id}"), |request| request).await
    }

    /// Adds a note.
    pub async fn add(&self, draft: &Draft) -> Result<Note, ClientError> {
        self.send(Method::POST, "/notes", |request| request.json(draft)).await
    }

    async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        with: impl Fn(RequestBuilder) -> RequestBuilder,
    ) -> Result<T, ClientError> {
        let mut state = RetryState::new(Request::new(method.as_str()), self.limits);
        loop {
            let request = with(self.http.request(method.clone(), format!("{}{path}", self.base)));
            let error = match Error::receive(request.send().await?, BodyLimits::default()).await {
                Ok(response) => return Ok(response.json().await?),
                Err(error) => error,
            };
            match state.next(&error) {
                Advice::After(wait) => tokio::time::sleep(wait).await,
                _ => return Err(error.into()),
            }
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base", &self.base).finish_non_exhaustive()
    }
}
