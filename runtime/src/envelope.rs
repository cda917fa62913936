//! How a book's errors lie in JSON. It knows names of members, and nothing of what they hold.

/// How a book's errors lie in JSON: under which names, and at which level.
///
/// The code and the message stand side by side, in an object of their own or at the top. A code's fields stand beside
/// them, or under a name of their own.
///
/// ```
/// use errbook::{Envelope, Shown, wire};
///
/// let fields = [("left", Shown::Integer(1))];
///
/// // {"error": {"code", "message", …}}
/// const MASKED: Envelope<'_> = Envelope::new("code", "message").within("error");
/// assert_eq!(wire::body(&MASKED, "gone", "No.", &fields), r#"{"error":{"code":"gone","message":"No.","left":1}}"#);
///
/// // {"errcode", "error", "details": {…}}
/// const FLAT: Envelope<'_> = Envelope::new("errcode", "error").fields_under("details");
/// assert_eq!(wire::body(&FLAT, "gone", "No.", &fields), r#"{"errcode":"gone","error":"No.","details":{"left":1}}"#);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope<'a> {
    code: &'a str,
    message: &'a str,
    within: Option<&'a str>,
    fields: Option<&'a str>,
}

impl<'a> Envelope<'a> {
    /// Code and message under these names, at the top, and the fields beside them.
    ///
    /// ```
    /// use errbook::{Envelope, wire};
    ///
    /// let envelope = Envelope::new("errcode", "error");
    /// assert_eq!(wire::body(&envelope, "gone", "No.", &[]), r#"{"errcode":"gone","error":"No."}"#);
    /// ```
    pub const fn new(code: &'a str, message: &'a str) -> Self {
        Self { code, message, within: None, fields: None }
    }

    /// All of it in an object under this name.
    ///
    /// ```
    /// use errbook::{Envelope, wire};
    ///
    /// let envelope = Envelope::new("code", "message").within("error");
    /// assert_eq!(wire::body(&envelope, "gone", "No.", &[]), r#"{"error":{"code":"gone","message":"No."}}"#);
    /// ```
    #[must_use]
    pub const fn within(self, key: &'a str) -> Self {
        Self { within: Some(key), ..self }
    }

    /// The fields in an object under this name, which stands beside the code.
    ///
    /// ```
    /// use errbook::{Envelope, Shown, wire};
    ///
    /// let envelope = Envelope::new("code", "message").fields_under("details");
    /// let body = wire::body(&envelope, "gone", "No.", &[("left", Shown::Unsigned(1))]);
    /// assert_eq!(body, r#"{"code":"gone","message":"No.","details":{"left":1}}"#);
    /// ```
    #[must_use]
    pub const fn fields_under(self, key: &'a str) -> Self {
        Self { fields: Some(key), ..self }
    }

    /// The name of the code.
    ///
    /// ```
    /// assert_eq!(errbook::Envelope::new("errcode", "error").code_key(), "errcode");
    /// ```
    pub const fn code_key(&self) -> &'a str {
        self.code
    }

    /// The name of the message.
    ///
    /// ```
    /// assert_eq!(errbook::Envelope::new("errcode", "error").message_key(), "error");
    /// ```
    pub const fn message_key(&self) -> &'a str {
        self.message
    }

    /// The name of the object that holds all; `None` when that is the top.
    ///
    /// ```
    /// let envelope = errbook::Envelope::new("code", "message");
    /// assert_eq!(envelope.within_key(), None);
    /// assert_eq!(envelope.within("error").within_key(), Some("error"));
    /// ```
    pub const fn within_key(&self) -> Option<&'a str> {
        self.within
    }

    /// The name of the object that holds the fields; `None` when they stand beside the code.
    ///
    /// ```
    /// let envelope = errbook::Envelope::new("code", "message");
    /// assert_eq!(envelope.fields_key(), None);
    /// assert_eq!(envelope.fields_under("details").fields_key(), Some("details"));
    /// ```
    pub const fn fields_key(&self) -> Option<&'a str> {
        self.fields
    }
}
