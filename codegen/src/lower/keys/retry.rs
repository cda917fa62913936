//! The keys of retry advice: the book's, and that of an error.

use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::key::ValueType::{self, Duration, Integer, Number, Word};
use crate::lower::key::{Key, Map, Omitted, optional, required};
use crate::lower::read::Keys;
use crate::model::{Backoff, Jitter, Retry, When};
use crate::syntax::{Kind, Value};
use crate::text::quoted;

#[rustfmt::skip]
pub(crate) static BOOK_RETRY: Map = Map::new("retry", &[RETRIES, BACKOFF_KEY]);

pub(crate) static ERROR_RETRY: Map = Map::new(
    "error-retry",
    &[
        required(
            "when",
            Word(When::NAMES),
            "Which requests may be retried: none, idempotent ones, or all. With `never` no other key is allowed.",
        ),
        RETRIES,
        BACKOFF_KEY,
    ],
);

const RETRIES: Key = optional(
    "retries",
    Integer { minimum: 0, maximum: MOST_RETRIES },
    Omitted::Value("3"),
    "The number of retries after the first attempt.",
);
const BACKOFF_KEY: Key = optional(
    "backoff",
    ValueType::Map(&BACKOFF),
    Omitted::Described("as follows"),
    "How long to wait if the response does not say.",
);

#[rustfmt::skip]
static BACKOFF: Map = Map::new(
    "backoff",
    &[
        optional("initial", Duration, Omitted::Value("1s"), "The first delay."),
        optional("factor", Number { minimum: 1, maximum: LARGEST_FACTOR }, Omitted::Value("2"), "The factor by which the delay grows with each retry."),
        optional("max", Duration, Omitted::Value("60s"), "The longest delay; at least `initial`."),
        optional("jitter", Word(Jitter::NAMES), Omitted::Value("full"), "How a delay is randomized: not at all, or to anything between zero and the computed delay."),
    ],
);

const MOST_RETRIES: u32 = 100;
const LARGEST_FACTOR: u32 = 100;

impl Context<'_> {
    /// `retry` of the book.
    pub(crate) fn book_retry(&mut self, value: Option<Value<'_>>) -> Backoff {
        let out = Backoff { retries: 3, initial_ms: 1_000, factor: 2.0, max_ms: 60_000, jitter: Jitter::Full };
        match value.and_then(|it| self.keys(it, "`retry`", &BOOK_RETRY)) {
            Some(keys) => self.backoff(&keys, out),
            None => out,
        }
    }

    /// `retry` of an error: a word, or a map.
    pub(crate) fn entry_retry(&mut self, value: Option<Value<'_>>, book: &Backoff) -> Retry {
        let never = Retry { when: When::Never, backoff: book.clone() };
        let Some(value) = value else { return never };
        if !matches!(value.kind(), Kind::Map) {
            return Retry { when: self.retry_word(value).unwrap_or(When::Never), ..never };
        }
        let Some(keys) = self.keys(value, "`retry`", &ERROR_RETRY) else { return never };
        let when = keys.get("when").and_then(|it| self.retry_word(it));
        if when == Some(When::Never)
            && let Some(pair) = keys.given("retries").or_else(|| keys.given("backoff"))
        {
            let found = Diagnostic::new(
                &diagnostics::BAD_RETRY,
                format!("{} has no effect with `when: never`", quoted(pair.key)),
            );
            self.push(found.at(pair.key_span, "").help("Remove it, or change `when` to `idempotent` or `always`."));
        }
        Retry { when: when.unwrap_or(When::Never), backoff: self.backoff(&keys, book.clone()) }
    }

    /// `retries` and `backoff`. What they omit is inherited.
    fn backoff(&mut self, keys: &Keys<'_>, mut out: Backoff) -> Backoff {
        if let Some(value) = keys.get("retries")
            && let Some(number) = self.integer(value, "`retries`")
        {
            if let Some(number) = u32::try_from(number).ok().filter(|it| *it <= MOST_RETRIES) {
                out.retries = number;
            } else {
                let found = Diagnostic::new(&diagnostics::BAD_RETRY, format!("`retries` is {number}, out of range"));
                let help = format!("Write the number of retries after the first attempt: 0 to {MOST_RETRIES}.");
                self.push(found.at(value.span(), "").help(help));
            }
        }
        let Some(value) = keys.get("backoff") else { return out };
        let Some(keys) = self.keys(value, "`backoff`", &BACKOFF) else { return out };
        let given = [keys.given("initial"), keys.given("max")];
        let read = given.map(|it| it.and_then(|it| self.duration(it.value, &quoted(it.key))));
        out.initial_ms = read[0].unwrap_or(out.initial_ms);
        out.max_ms = read[1].unwrap_or(out.max_ms);
        // If one of the two could not be read, the other is not judged.
        let are_read = given.map(|it| it.is_some()) == read.map(|it| it.is_some());
        if let Some(first) = given.into_iter().flatten().next()
            && are_read
            && out.max_ms < out.initial_ms
        {
            let found = Diagnostic::new(&diagnostics::BAD_RETRY, "`max` is shorter than `initial`");
            let found = match given {
                [Some(initial), Some(max)] => {
                    found.at(max.value.span(), "the longest delay").at(initial.value.span(), "the first delay")
                }
                _ => found.at(first.value.span(), ""),
            };
            let (initial, max) = (out.initial_ms, out.max_ms);
            let help = format!(
                "`initial` is {initial} ms and `max` is {max} ms, including defaults. Raise `max`, or lower `initial`."
            );
            self.push(found.help(help));
        }
        if let Some(value) = keys.get("factor") {
            out.factor = self.factor(value).unwrap_or(out.factor);
        }
        if let Some(value) = keys.get("jitter") {
            out.jitter = self.choice(value, "`jitter`", Jitter::WORDS).unwrap_or(out.jitter);
        }
        out
    }

    fn factor(&mut self, value: Value<'_>) -> Option<f64> {
        let number = match value.kind() {
            Kind::Scalar(it) => it.as_number(),
            _ => None,
        };
        let Some(number) = number else {
            self.wrong_type(value, "`factor` must be a number", "Write digits, such as `2` or `1.5`.");
            return None;
        };
        if (1.0..=f64::from(LARGEST_FACTOR)).contains(&number) {
            return Some(number);
        }
        let found = Diagnostic::new(&diagnostics::BAD_RETRY, format!("`factor` is {number}, out of range"));
        self.push(
            found
                .at(value.span(), "")
                .help(format!("Write the factor by which the delay grows with each retry: 1 to {LARGEST_FACTOR}.")),
        );
        None
    }

    /// A retry condition, with a separate rule.
    fn retry_word(&mut self, value: Value<'_>) -> Option<When> {
        let text = self.text(value, "`retry`")?;
        self.word(&text, When::WORDS, || {
            let found = Diagnostic::new(&diagnostics::BAD_RETRY, format!("unknown retry condition {}", quoted(&text)));
            found.at(value.span(), "")
        })
    }
}
