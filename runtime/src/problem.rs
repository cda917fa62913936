//! Problem details for HTTP APIs (RFC 9457), written and read.
