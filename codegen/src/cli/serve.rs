//! A folder served on 127.0.0.1, for one's own browser. It knows nothing of what is in it.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// A server that listens.
pub(super) struct Server {
    listener: TcpListener,
    folder: PathBuf,
    /// The path that the folder is served under, with a slash at both ends.
    below: String,
}

/// A longer request is none of a browser's.
const LONGEST: u64 = 16 << 10;

/// Who sends nothing for so long sends nothing.
const PATIENCE: Duration = Duration::from_secs(10);

impl Server {
    /// A server of a folder.
    pub(super) fn new(folder: &Path, below: &str, port: u16) -> io::Result<Self> {
        let busy = |error: io::Error| {
            io::Error::new(error.kind(), format!("127.0.0.1:{port}: {error}. Name another port: `--port PORT`."))
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(busy)?;
        Ok(Self { listener, folder: folder.canonicalize()?, below: below.to_owned() })
    }

    /// Where it is found.
    pub(super) fn address(&self) -> String {
        let port = self.listener.local_addr().map_or(0, |it| it.port());
        format!("http://127.0.0.1:{port}{}", self.below)
    }

    /// Answers, for as long as there is anybody to ask.
    pub(super) fn run(self) {
        let server = Arc::new(self);
        for stream in server.listener.incoming() {
            let server = Arc::clone(&server);
            // A request that cannot be answered is its sender's concern.
            thread::spawn(move || stream.and_then(|it| server.answer(&it)));
        }
    }

    fn answer(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let mut lines = BufReader::new(stream.take(LONGEST)).lines();
        let request = lines.next().transpose()?.unwrap_or_default();
        for line in lines {
            if line?.is_empty() {
                break;
            }
        }
        let mut words = request.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let answer = if matches!(method, "GET" | "HEAD") { self.find(target) } else { Answer::of(405, "GET and HEAD") };
        answer.write(stream, method != "HEAD")
    }

    fn find(&self, target: &str) -> Answer {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        if path == "/" && self.below != "/" {
            return Answer { location: Some(self.below.clone()), ..Answer::of(302, "") };
        }
        let found = path.strip_prefix(&*self.below).and_then(decoded).and_then(|it| self.file(&it));
        match found {
            Some((path, body)) => Answer { status: 200, kind: kind(&path), body, location: None },
            None => match fs::read(self.folder.join("404.html")) {
                Ok(body) => Answer { status: 404, kind: "text/html; charset=utf-8", body, location: None },
                Err(_) => Answer::of(404, "There is no such page."),
            },
        }
    }

    /// A file of the folder, and of no other.
    fn file(&self, path: &str) -> Option<(PathBuf, Vec<u8>)> {
        let relative = Path::new(path);
        if !relative.components().all(|it| matches!(it, Component::Normal(_))) {
            return None;
        }
        let mut full = self.folder.join(relative).canonicalize().ok()?;
        if full.is_dir() {
            full.push("index.html");
        }
        let body = full.starts_with(&self.folder).then(|| fs::read(&full))?.ok()?;
        Some((full, body))
    }
}

/// A path without its escapes.
fn decoded(path: &str) -> Option<String> {
    let mut out = Vec::new();
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        let escaped = |digits: [u8; 2]| u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok();
        out.push(if byte == b'%' { escaped([bytes.next()?, bytes.next()?])? } else { byte });
    }
    String::from_utf8(out).ok().filter(|it| !it.contains('\0'))
}

struct Answer {
    status: u16,
    kind: &'static str,
    body: Vec<u8>,
    location: Option<String>,
}

impl Answer {
    fn of(status: u16, text: &str) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", body: text.as_bytes().to_vec(), location: None }
    }

    fn write(&self, mut to: impl Write, has_body: bool) -> io::Result<()> {
        let phrase = http::StatusCode::from_u16(self.status).ok().and_then(|it| it.canonical_reason());
        let location = self.location.as_ref().map_or_else(String::new, |it| format!("Location: {it}\r\n"));
        let head = format!(
            "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n{location}\r\n",
            self.status,
            phrase.unwrap_or_default(),
            self.kind,
            self.body.len()
        );
        to.write_all(head.as_bytes())?;
        if has_body {
            to.write_all(&self.body)?;
        }
        to.flush()
    }
}

/// What a file is, by its ending.
fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|it| it.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
