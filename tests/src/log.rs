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

    /// The events of this project so far, one per line, without the field `error`. Clears them.
    pub(crate) fn events(&self) -> Vec<String> {
        let text = self.text();
        let ours = text.lines().filter(|line| line.contains("errbook"));
        ours.map(|line| line.rsplit_once(" error=").map_or(line, |(before, _)| before).trim().to_owned()).collect()
    }

    /// All that was written so far. Clears it.
    fn text(&self) -> String {
        let bytes = std::mem::take(&mut *self.written.0.lock().expect("no thread panicked"));
        String::from_utf8(bytes).expect("a text")
    }
}

/// The field `causes` at the end of an event, which an event without a cause does not have.
pub(crate) fn causes(texts: &str) -> String {
    if texts.is_empty() { String::new() } else { format!(" causes={texts}") }
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

#[cfg(test)]
mod tests {
    use std::error::Error as StdError;
    use std::fmt;
    use std::process::Command;

    use axum::response::IntoResponse as _;
    use masko_errors::{Error, ErrorKind};
    use tracing::field::{Field, Visit};
    use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

    use super::*;

    /// The texts of each error that is the value of a field, and of its sources.
    #[derive(Clone, Default)]
    struct Values(Arc<Mutex<Vec<Vec<String>>>>);

    impl<S: tracing::Subscriber> Layer<S> for Values {
        fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
            event.record(&mut self.clone());
        }
    }

    impl Visit for Values {
        fn record_error(&mut self, field: &Field, value: &(dyn StdError + 'static)) {
            let chain = std::iter::successors(Some(value), |error| (*error).source());
            assert_eq!(field.name(), "error");
            self.0.lock().expect("no thread panicked").push(chain.map(ToString::to_string).collect());
        }

        fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
    }

    /// A cause with any text, which may be that of its source too.
    #[derive(Debug)]
    struct Cause(&'static str, Option<Box<Cause>>);

    impl fmt::Display for Cause {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl StdError for Cause {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            self.1.as_deref().map(|cause| cause as _)
        }
    }

    const FORGED: &str = "gone\r\n2026-01-01T00:00:00Z ERROR errbook: all is lost\u{1b}[31m\u{202e}\u{2028}";
    const ESCAPED: &str = r"gone\r\n2026-01-01T00:00:00Z ERROR errbook: all is lost\u{1b}[31m\u{202e}\u{2028}";

    /// Chains of causes, and the texts of the value's sources.
    fn chains() -> Vec<(&'static [&'static str], Vec<String>)> {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        vec![
            (&[], Vec::new()),
            (&["disk"], texts(&["disk"])),
            (&[FORGED], texts(&[ESCAPED])),
            (&["read: disk: full", "disk: full", "full"], texts(&["read: disk: full"])),
            (&["read", "disk: \n", "\n", "full"], texts(&["read", r"disk: \n", "full"])),
            (&["", FORGED], texts(&["", ESCAPED])),
        ]
    }

    fn error(chain: &[&'static str], message: &str) -> Error {
        let error = Error::from(ErrorKind::InternalError).with_message(message);
        match chain.iter().rev().fold(None, |source, text| Some(Box::new(Cause(text, source)))) {
            Some(cause) => error.with_source(cause),
            None => error,
        }
    }

    #[test]
    fn an_event_has_the_error_as_a_value() {
        LazyLock::force(&SECOND);
        for (chain, mut expected) in chains() {
            let values = Values::default();
            let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(values.clone()));
            drop(error(chain, FORGED).into_response());
            expected.insert(0, ESCAPED.to_owned());
            assert_eq!(*values.0.lock().unwrap(), [expected], "{chain:?}");
        }
    }

    /// No text of an error starts a line or changes the terminal, whichever field a subscriber writes.
    #[test]
    fn an_event_is_one_line_of_text() {
        for (chain, expected) in chains() {
            let log = Log::start();
            drop(error(chain, FORGED).into_response());
            let text = log.text();
            let sources = match &expected[..] {
                [] => String::new(),
                texts => format!(" error.sources=[{}]", texts.join(", ")),
            };
            let causes = if chain.is_empty() { String::new() } else { format!(" causes={}", expected.join(": ")) };
            let fields = format!("code=\"internal_error\" status=500{causes} error={ESCAPED}{sources}");
            assert_eq!(text, format!("ERROR errbook: {ESCAPED} {fields}\n"), "{chain:?}");
        }
    }

    const LEVEL: &str = "ERRBOOK_TEST_LEVEL";

    /// The level is that of the process, so each is set in a process of its own.
    #[test]
    fn the_level_of_client_errors_is_a_choice() {
        if let Ok(level) = std::env::var(LEVEL) {
            errbook::tracing::set_client_error_level(level.parse().expect("a level"));
            return write_levels();
        }
        let program = std::env::current_exe().expect("a test is a file");
        for (level, expected) in [
            (None, "DEBUG DEBUG DEBUG ERROR"),
            (Some("trace"), "TRACE TRACE TRACE ERROR"),
            (Some("info"), "INFO INFO INFO ERROR"),
            (Some("warn"), "WARN WARN WARN ERROR"),
            (Some("error"), "ERROR ERROR ERROR ERROR"),
        ] {
            let Some(level) = level else {
                assert_eq!(levels(), expected);
                continue;
            };
            let name = "log::tests::the_level_of_client_errors_is_a_choice";
            let run = Command::new(&program).args([name, "--exact", "--nocapture"]).env(LEVEL, level).output();
            let out = String::from_utf8(run.expect("it runs").stdout).expect("a text");
            assert!(out.contains(&format!("levels: {expected}\n")), "{level}: {out}");
        }
    }

    fn write_levels() {
        println!("levels: {}", levels());
    }

    /// The levels of a client's error without a layer, in axum's layer and in actix's middleware, and of a server's error.
    fn levels() -> String {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let log = Log::start();
        drop(Error::from(ErrorKind::NotFound).into_response());
        runtime.block_on(async {
            use tower::ServiceExt as _;

            let layer = errbook::tower::ErrorLayer::<ErrorKind>::new();
            let request = http::Request::new(axum::body::Body::empty());
            axum::Router::new().layer(layer).oneshot(request).await.expect("an answer");
        });
        runtime.block_on(async {
            use actix_web::{App, middleware::from_fn, test};

            let app = test::init_service(App::new().wrap(from_fn(errbook::actix::caught::<ErrorKind, _>))).await;
            test::call_service(&app, test::TestRequest::default().to_request()).await;
        });
        drop(Error::from(ErrorKind::InternalError).into_response());
        let first = |event: String| event.split(' ').next().unwrap_or_default().to_owned();
        log.events().into_iter().map(first).collect::<Vec<_>>().join(" ")
    }
}
