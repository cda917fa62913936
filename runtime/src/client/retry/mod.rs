//! Retry advice after a failed attempt. The loop and the waiting are up to `backon`, `tower`, or your own code.

mod decision;
mod state;
#[cfg(feature = "retry")]
mod tower_policy;
mod wait;

pub use self::decision::{Advice, Limits, Reason, Request};
#[cfg(feature = "__compiler")]
pub(crate) use self::decision::{Attempt, advise, of_status};
pub use self::state::RetryState;
#[cfg(feature = "retry")]
pub use self::tower_policy::Policy;
#[cfg(feature = "__compiler")]
pub(crate) use self::wait::Named;
