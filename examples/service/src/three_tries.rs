//! The smallest client: three tries, each after the wait that the service asks for.

use notes_errors::Error;
use notes_errors::errbook::BodyLimits;
use notes_errors::errbook::retry::{Limits, Request, RetryState};

use crate::client::ClientError;

/// The body of a successful response.
pub async fn get(http: &reqwest::Client, url: &str) -> Result<String, ClientError> {
    let mut tries = RetryState::new(Request::new("GET"), Limits::default().with_retries(2));
    loop {
        let error = match Error::receive(http.get(url).send().await?, BodyLimits::default()).await {
            Ok(response) => return Ok(response.text().await?),
            Err(error) => error,
        };
        tokio::time::sleep(tries.next(&error).wait().ok_or(error)?).await;
    }
}
