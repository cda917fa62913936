//! Codes that came, went, or live on under another name.

use super::rule::{Bump, Verdict, case, rules};

rules! {
    CODE_REMOVED = "code-removed":
        "A code is gone and has left no tombstone under `retired`. No version allows that; only a waiver does.",
        "Constants and documentation vanish, and nothing stops the code from being used again for something else.",
        [case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)];
}
