//! What is logged while a test runs, as a real subscriber writes it.

use std::io;
use std::sync::{Arc, LazyLock, Mutex};

use tracing::Dispatch;
use tracing::subscriber::DefaultGuard;

/// A second subscriber. Of one alone `tracing` asks the thread that comes to an event first, for all threads and for good:
/// that of another test may have none.
static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(tracing_subscriber::registry()));

/// The log of this thread, for as long as it is there. A test that waits has to run on one thread alone.
pub(crate) struct Log {
    written: Written,
    _guard: DefaultGuard,
}

impl Log {
    pub(crate) fn start() -> Self {
        LazyLock::force(&SECOND);
        let written = Written::default();
        let writer = written.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .without_time()
            .with_writer(move || writer.clone())
            .finish();
        Self { written, _guard: tracing::subscriber::set_default(subscriber) }
    }

    /// The events of this project so far, one per line. Clears them.
    pub(crate) fn events(&self) -> Vec<String> {
        let bytes = std::mem::take(&mut *self.written.0.lock().expect("no thread panicked"));
        let text = String::from_utf8(bytes).expect("a text");
        text.lines().filter(|line| line.contains("errbook")).map(|line| line.trim().to_owned()).collect()
    }
}

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no thread panicked").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
