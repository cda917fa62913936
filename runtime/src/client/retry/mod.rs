//! Retry advice after a failed attempt. The loop and the waiting are up to `backon`, `tower`, or your own code.

mod decision;
mod state;
mod tower_policy;
mod wait;

pub use self::decision::{Advice, Limits, Reason, Request};
pub use self::state::RetryState;
pub use self::tower_policy::Policy;
