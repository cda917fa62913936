//! A layer for what needs the request.
