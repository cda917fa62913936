//! Retry advice: which requests, how often, and after how long.

use serde::Serialize;

use super::keywords::{Jitter, When};

/// How often to retry, and how long to wait if the response does not say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Backoff {
    /// The number of retries after the first attempt.
    pub retries: u32,
    /// The first delay, in milliseconds.
    pub initial_ms: u64,
    /// The factor by which the delay grows; at least 1.
    pub factor: f64,
    /// The longest delay, in milliseconds.
    pub max_ms: u64,
    /// How the delay is randomized.
    pub jitter: Jitter,
}

/// Whether to retry.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Retry {
    /// Which requests.
    pub when: When,
    /// How often, and after how long.
    #[serde(flatten)]
    pub backoff: Backoff,
}
