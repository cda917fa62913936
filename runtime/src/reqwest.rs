//! Responses of `reqwest` 0.13 to their body, or to the book's error.
