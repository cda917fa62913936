//! Which code is sent for a response that no handler made.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::source::Span;

/// Which code is sent for a response that no handler made, resolved for every status from 400 to 599.
#[derive(Debug, Clone)]
pub struct Fallback {
    /// The statuses that differ from their class; `None`: the framework's own response is sent.
    pub statuses: BTreeMap<u16, Option<String>>,
    /// The code of all other statuses from 400 to 499.
    pub client: Option<String>,
    /// The code of all other statuses from 500 to 599.
    pub server: Option<String>,
    /// The place of the key, if it was given.
    pub place: Option<Span>,
}

impl Fallback {
    /// The code that is sent for a status.
    pub fn code(&self, status: u16) -> Option<&str> {
        let class = match status {
            400..500 => &self.client,
            500..600 => &self.server,
            _ => return None,
        };
        self.statuses.get(&status).unwrap_or(class).as_deref()
    }
}

/// As in the spec: statuses, `4xx` and `5xx`. A class without a code is omitted.
impl Serialize for Fallback {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (status, code) in &self.statuses {
            map.serialize_entry(status, code)?;
        }
        for (class, code) in [("4xx", &self.client), ("5xx", &self.server)] {
            if code.is_some() {
                map.serialize_entry(class, code)?;
            }
        }
        map.end()
    }
}
