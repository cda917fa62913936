//! A server under load on 127.0.0.1: `axum` answers 402 through errbook and, for comparison, with handwritten code,
//! over the same connections.
//!
//! 20 seconds, 64 connections, each of which sends its next request as soon as it has a response. The implementation
//! changes every 50 milliseconds, and ratios compare adjacent slices: other load on the machine affects all of them
//! alike. The server has one thread and the clients another: the CPU time of the server's thread per response comes
//! from the kernel's accounting, and does not depend on the speed of the clients.

#[path = "../wire/responses.rs"]
mod responses;

use std::error::Error as StdError;
use std::fs;
use std::hint::black_box;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::response::Response;
use axum::routing::post;
use masko_errors::{Error, InsufficientCredits};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime;

const CONNECTIONS: usize = 64;
const TIME: Duration = Duration::from_secs(20);
const SLICE: Duration = Duration::from_millis(50);

/// The implementations, in the order of their paths. The others are compared with the first.
const WAYS: [&str; 3] = ["by hand, `Json`", "by hand, `format!`", "errbook"];

type Failure = Box<dyn StdError + Send + Sync>;

async fn through_errbook() -> Result<&'static str, Error> {
    Err(InsufficientCredits::new(black_box(140), black_box(50)))?
}

async fn by_format() -> Response {
    responses::by_format(black_box(140), black_box(50))
}

async fn by_json() -> Response {
    responses::by_json(black_box(140), black_box(50))
}

/// Starts the server on a separate thread, and returns the path of the kernel's accounting for it.
fn serve() -> Result<(SocketAddr, PathBuf), Failure> {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let router = Router::new()
                .route("/0", post(by_json))
                .route("/1", post(by_format))
                .route("/2", post(through_errbook));
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
            let books = fs::canonicalize("/proc/thread-self")?.join("schedstat");
            sender.send((listener.local_addr()?, books))?;
            axum::serve(listener, router).await?;
            Ok::<(), Failure>(())
        })
    });
    Ok(receiver.recv()?)
}

/// One connection: a request, and the whole of its response.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::new() })
    }

    async fn ask(&mut self, way: usize) -> Result<&[u8], Failure> {
        let request = format!("POST /{way} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n");
        self.stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("the server has hung up".into());
            }
            // The body ends with the only two braces of its kind.
            if self.buffer.ends_with(b"}}") {
                return Ok(&self.buffer);
            }
        }
    }
}

/// Whether all implementations give the same response, except for its date.
async fn compare(address: SocketAddr) -> Result<(), Failure> {
    let mut first = None;
    for (way, name) in WAYS.iter().enumerate() {
        let response = String::from_utf8(Connection::open(address).await?.ask(way).await?.to_vec())?;
        let lines: Vec<String> = response.lines().filter(|it| !it.starts_with("date: ")).map(str::to_owned).collect();
        let expected: &Vec<String> = first.get_or_insert_with(|| lines.clone());
        if *expected != lines {
            return Err(format!("{name} answers otherwise: {lines:?}, and not {expected:?}").into());
        }
    }
    Ok(())
}

/// The measurements of one implementation in one slice.
struct Slice {
    responses: u64,
    time: Duration,
    server: Duration,
}

fn spent(books: &PathBuf) -> Result<Duration, Failure> {
    let text = fs::read_to_string(books)?;
    let nanoseconds = text.split_whitespace().next().ok_or("the kernel keeps no books")?;
    Ok(Duration::from_nanos(nanoseconds.parse()?))
}

async fn load(address: SocketAddr, books: PathBuf) -> Result<[Vec<Slice>; WAYS.len()], Failure> {
    compare(address).await?;
    let (way, done) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let count = Arc::new(AtomicU64::new(0));
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        let (way, done, count) = (Arc::clone(&way), Arc::clone(&done), Arc::clone(&count));
        let mut connection = Connection::open(address).await?;
        connections.push(tokio::spawn(async move {
            while !done.load(Ordering::Relaxed) {
                connection.ask(way.load(Ordering::Relaxed)).await?;
                count.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<(), Failure>(())
        }));
    }
    let mut slices: [Vec<Slice>; WAYS.len()] = std::array::from_fn(|_| Vec::new());
    let start = Instant::now();
    // The first round warms up.
    let mut round = 0;
    while start.elapsed() < TIME {
        // Each round begins with a different implementation.
        for at in 0..WAYS.len() {
            let now = (round + at) % WAYS.len();
            way.store(now, Ordering::Relaxed);
            let (before, began, served) = (count.load(Ordering::Relaxed), Instant::now(), spent(&books)?);
            tokio::time::sleep(SLICE).await;
            let responses = count.load(Ordering::Relaxed) - before;
            let slice = Slice { responses, time: began.elapsed(), server: spent(&books)?.saturating_sub(served) };
            if round > 0 {
                slices[now].push(slice);
            }
        }
        round += 1;
    }
    done.store(true, Ordering::Relaxed);
    for connection in connections {
        connection.await??;
    }
    Ok(slices)
}

/// The median ratio of an implementation to the first one, by round.
fn ratio(first: &[Slice], slices: &[Slice], of: impl Fn(&Slice) -> f64) -> f64 {
    median(first.iter().zip(slices).map(|(first, it)| of(it) / of(first)).collect())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[allow(clippy::cast_precision_loss, reason = "a count of responses has fewer digits")]
fn main() -> Result<(), Failure> {
    let (address, books) = serve()?;
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let slices = runtime.block_on(load(address, books))?;
    println!("| | Responses per second | | Server's time for each | |\n| --- | --- | --- | --- | --- |");
    let [first, ..] = &slices;
    for (name, slices) in WAYS.iter().zip(&slices) {
        let rate = |it: &Slice| it.responses as f64 / it.time.as_secs_f64();
        let each = |it: &Slice| it.server.as_secs_f64() * 1e6 / it.responses as f64;
        let (rates, rate_ratio) = (slices.iter().map(rate).collect(), ratio(first, slices, rate));
        let (eaches, each_ratio) = (slices.iter().map(each).collect(), ratio(first, slices, each));
        println!("| {name} | {:.0} | {rate_ratio:.3} | {:.2} µs | {each_ratio:.3} |", median(rates), median(eaches));
    }
    Ok(())
}
