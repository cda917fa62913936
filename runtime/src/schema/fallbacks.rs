//! Which code is sent for a response that no handler made.

/// The codes for responses that no handler made, by index. The compiler has resolved them for each status.
#[derive(Debug, Clone, Copy)]
pub struct Fallbacks {
    statuses: &'static [(u16, Option<usize>)],
    client: Option<usize>,
    server: Option<usize>,
}

impl Fallbacks {
    /// No codes: the responses of frameworks are sent.
    pub(crate) const NONE: Self = Self::new(&[], None, None);

    /// The codes of these statuses, of all others from 400 to 499, and of all others from 500 to 599.
    pub const fn new(statuses: &'static [(u16, Option<usize>)], client: Option<usize>, server: Option<usize>) -> Self {
        Self { statuses, client, server }
    }

    /// The index of the code for a status.
    pub(crate) fn code(&self, status: u16) -> Option<usize> {
        let class = match status {
            400..500 => self.client,
            500..600 => self.server,
            _ => return None,
        };
        self.statuses.iter().find(|row| row.0 == status).map_or(class, |row| row.1)
    }
}
