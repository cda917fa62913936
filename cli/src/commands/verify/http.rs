//! Raw HTTP responses, one after the other, as `curl -i` prints them.

use super::{Part, Recorded};

/// The limit of headers in one response.
const MOST: usize = 256;

/// The responses. After one that cannot be read, the next line that begins with `HTTP/` is tried.
pub(super) fn parts(bytes: &[u8]) -> Vec<Part> {
    let mut out = Vec::new();
    let mut at = skip_space(bytes, 0);
    let (mut line, mut counted) = (1, 0);
    while at < bytes.len() {
        line += bytes[counted..at].split(|it| *it == b'\n').count() - 1;
        counted = at;
        let (part, end) = match response(bytes, at) {
            Ok((recorded, end)) => (Ok(recorded), end),
            Err(why) => (Err(why.to_owned()), next(bytes, at)),
        };
        out.push((format!(":{line}"), part));
        at = skip_space(bytes, end);
    }
    out
}

fn response(bytes: &[u8], at: usize) -> Result<(Recorded, usize), &'static str> {
    let rest = &bytes[at..];
    let line_end = rest.iter().position(|it| *it == b'\n').map_or(rest.len(), |it| it + 1);
    // `httparse` knows HTTP/1 only, and `HTTP/2 404` has the same parts.
    let line = std::str::from_utf8(&rest[..line_end]).map_err(|_| "the status line is not text")?;
    let mut words = line.split_ascii_whitespace();
    let is_version = words.next().is_some_and(|it| it.starts_with("HTTP/"));
    let status = words.next().filter(|it| it.len() == 3).and_then(|it| it.parse().ok()).filter(|it| *it >= 100);
    let status: u16 =
        status.filter(|_| is_version).ok_or("expected a status line, such as `HTTP/1.1 404 Not Found`")?;
    let mut headers = [httparse::EMPTY_HEADER; MOST];
    let (length, headers) = match httparse::parse_headers(&rest[line_end..], &mut headers) {
        Ok(httparse::Status::Complete(found)) => found,
        Ok(httparse::Status::Partial) => return Err("the headers have no end: expected a blank line"),
        Err(httparse::Error::TooManyHeaders) => return Err("too many headers"),
        Err(_) => return Err("a header is not valid HTTP"),
    };
    let owned = |it: &httparse::Header<'_>| (it.name.to_owned(), String::from_utf8_lossy(it.value).into_owned());
    let headers: Vec<(String, String)> = headers.iter().map(owned).collect();
    let start = at + line_end + length;
    let (body, end) = body(bytes, start, &headers);
    // Tools decode bodies, and keep the header.
    let is_decoded = body.trim_ascii_start().starts_with(b"{") || body.trim_ascii_start().starts_with(b"[");
    let recorded = if is_decoded {
        Recorded::decoded(status, headers, Some(body))
    } else {
        Recorded { status, headers, body: Some(body) }
    };
    Ok((recorded, end))
}

/// The body, and its end. Tools keep headers that no longer describe the body, so that their end is used only if the next
/// response, or the end of the file, follows it.
fn body(bytes: &[u8], start: usize, headers: &[(String, String)]) -> (Vec<u8>, usize) {
    let header = |name: &str| headers.iter().find(|it| it.0.eq_ignore_ascii_case(name)).map(|it| it.1.trim());
    let is_end = |at: usize| {
        let at = skip_space(bytes, at);
        at == bytes.len() || bytes[at..].starts_with(b"HTTP/")
    };
    let is_chunked = header("transfer-encoding").is_some_and(|it| it.to_ascii_lowercase().ends_with("chunked"));
    if let Some((body, end)) = dechunked(bytes, start).filter(|it| is_chunked && is_end(it.1)) {
        return (body, end);
    }
    let length = header("content-length").and_then(|it| it.parse::<usize>().ok());
    let end = length.and_then(|it| start.checked_add(it)).filter(|it| *it <= bytes.len() && is_end(*it));
    let end = end.unwrap_or_else(|| if is_end(start) { start } else { next(bytes, start) });
    (bytes[start..end].to_vec(), end)
}

/// A body in chunks (RFC 9112, section 7.1), without its trailers.
fn dechunked(bytes: &[u8], mut at: usize) -> Option<(Vec<u8>, usize)> {
    let mut out = Vec::new();
    loop {
        let Ok(httparse::Status::Complete((length, size))) = httparse::parse_chunk_size(&bytes[at..]) else {
            return None;
        };
        at += length;
        let size = usize::try_from(size).ok()?;
        if size == 0 {
            let rest = &bytes[at..];
            return Some((out, at + if rest.starts_with(b"\r\n") { 2 } else { 0 }));
        }
        let end = at.checked_add(size).filter(|it| *it <= bytes.len())?;
        out.extend_from_slice(&bytes[at..end]);
        at = end + if bytes[end..].starts_with(b"\r\n") { 2 } else { return None };
    }
}

/// The start of the next line that begins with `HTTP/` and a digit; the end of the file if there is none.
fn next(bytes: &[u8], at: usize) -> usize {
    let is_start = |window: &[u8]| window.starts_with(b"\nHTTP/") && window[6].is_ascii_digit();
    bytes[at..].windows(7).position(is_start).map_or(bytes.len(), |it| at + it + 1)
}

fn skip_space(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|it| !it.is_ascii_whitespace()).map_or(bytes.len(), |it| at + it)
}
