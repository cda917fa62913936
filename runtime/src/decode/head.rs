//! The head of a response: a status and headers, in the types of any client.

use std::vec::Vec;

/// The head of a response.
#[derive(Clone, Copy)]
pub(crate) struct Head<'a> {
    pub(crate) status: u16,
    pub(crate) headers: &'a dyn Headers,
}

/// An HTTP status: `u16`, and with the feature `http` also `http::StatusCode`.
///
/// ```
/// use errbook::IntoStatus;
///
/// assert_eq!(402.into_status(), 402);
/// ```
pub trait IntoStatus {
    /// The status as a number.
    ///
    /// ```
    /// assert_eq!(errbook::IntoStatus::into_status(404), 404);
    /// ```
    fn into_status(self) -> u16;
}

impl IntoStatus for u16 {
    fn into_status(self) -> u16 {
        self
    }
}

/// The headers of a response: pairs of name and value, or `()` for none. Names are case-insensitive.
///
/// ```
/// use errbook::Headers;
///
/// let headers = [("retry-after", "30")];
/// assert_eq!(headers.get("Retry-After"), Some(&b"30"[..]));
/// assert_eq!(().get("Retry-After"), None);
/// ```
pub trait Headers {
    /// The first value of the header with this name.
    ///
    /// ```
    /// use errbook::Headers;
    ///
    /// let headers = [("Vary", "Accept"), ("Vary", "Origin")];
    /// assert_eq!(headers.get("vary"), Some(&b"Accept"[..]));
    /// ```
    fn get(&self, name: &str) -> Option<&[u8]>;
}

impl Headers for () {
    fn get(&self, _: &str) -> Option<&[u8]> {
        None
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Headers for [(N, V)] {
    fn get(&self, name: &str) -> Option<&[u8]> {
        let found = self.iter().find(|(key, _)| key.as_ref().eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_ref())
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>, const LENGTH: usize> Headers for [(N, V); LENGTH] {
    fn get(&self, name: &str) -> Option<&[u8]> {
        Headers::get(self.as_slice(), name)
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Headers for Vec<(N, V)> {
    fn get(&self, name: &str) -> Option<&[u8]> {
        Headers::get(self.as_slice(), name)
    }
}

impl<T: Headers + ?Sized> Headers for &T {
    fn get(&self, name: &str) -> Option<&[u8]> {
        (**self).get(name)
    }
}
